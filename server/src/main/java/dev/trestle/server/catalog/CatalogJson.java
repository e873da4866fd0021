package dev.trestle.server.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Form;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.server.web.Icons;
import dev.trestle.server.web.Json;
import java.util.Locale;

/** The catalog as JSON, for the browser ({@code /catalog.json}) and for other programs ({@code catalog --json}). */
public final class CatalogJson {
    private CatalogJson() {}

    /** Every kind with its ports, params and presets. */
    public static ObjectNode of(Catalog catalog) {
        ObjectNode json = Json.object().put("format", "trestle-catalog/1");
        ArrayNode families = json.putArray("families");
        for (Family family : Family.values()) {
            families.addObject().put("id", family.id()).put("label", family.label());
        }
        ArrayNode kinds = json.putArray("kinds");
        for (Kind kind : catalog.kinds()) kind(kinds.addObject(), kind);
        ArrayNode faults = json.putArray("faults");
        for (Form form : Fault.byHand()) {
            faults.addObject().put("form", form.text()).put("means", form.means());
        }
        return json;
    }

    private static void kind(ObjectNode json, Kind kind) {
        json.put("id", kind.id())
                .put("label", kind.label())
                .put("family", kind.family().id())
                .put("summary", kind.summary())
                .put("icon", Icons.ofKind(kind.id()))
                .put("forwards", kind.roles().contains(Role.FORWARDS));
        ArrayNode ports = json.putArray("ports");
        for (Port port : kind.ports()) port(ports.addObject(), port);
        ArrayNode params = json.putArray("params");
        for (Param param : kind.params()) param(params.addObject(), param);
        ArrayNode presets = json.putArray("presets");
        for (Preset preset : kind.presets()) preset(presets.addObject(), preset);
    }

    private static void port(ObjectNode json, Port port) {
        json.put("id", port.id())
                .put("direction", port.direction().name().toLowerCase(Locale.ROOT))
                .put("label", port.label());
        port.carries().forEach(json.putArray("carries")::add);
    }

    private static void param(ObjectNode json, Param param) {
        json.put("id", param.id())
                .put("label", param.label())
                .put("help", param.help())
                .put("group", param.group())
                .put("type", param.type().id())
                .put("default", param.preset());
        param.options().forEach(json.putArray("options")::add);
        if (param.min() != null) json.put("min", param.min());
        if (param.max() != null) json.put("max", param.max());
        if (param.optional()) json.put("optional", true);
        if (param.tunable()) json.put("tunable", true);
    }

    private static void preset(ObjectNode json, Preset preset) {
        json.put("id", preset.id()).put("label", preset.label());
        ObjectNode settings = json.putObject("settings");
        preset.settings().forEach(settings::put);
        ArrayNode facts = json.putArray("facts");
        for (String id : preset.facts()) {
            Fact fact = Fact.of(id);
            facts.addObject()
                    .put("says", InspectorView.Figure.of(fact).says())
                    .put("source", fact.source())
                    .put("date", fact.date());
        }
    }
}
