package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Area;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Note;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Port;
import dev.trestle.server.report.Place.Box;
import dev.trestle.server.web.Figures;
import dev.trestle.server.web.Icons;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A design as SVG: areas, wires, components in the colours of their families, notes; with the figures of a run where
 * there is one. Only the elements named in this class are written, every text is escaped, nothing points outside.
 */
public final class DesignSvg {
    private static final double W = Node.WIDTH;
    private static final double H = Node.HEIGHT;
    private static final double NOTE_W = 176;
    private static final double NOTE_H = 80;
    private static final double MARGIN = 32;
    private static final String RAIL = "M8 0A8 8 0 0 0 0 8V64A8 8 0 0 0 8 72C5.6 72 4 69.6 4 66V6C4 2.4 5.6 0 8 0Z";
    /** The kinds' icons are drawn on 24 x 24 and shown on 16 x 16. */
    private static final String ICON_AT = "translate(18 16) scale(.6667)";

    private final Design design;
    private final JsonNode nodes;
    private final Catalog catalog = Catalog.standard();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final Map<String, WireRoute> routes = new LinkedHashMap<>();
    private final Xml xml = new Xml();

    private DesignSvg(Design design, JsonNode run) {
        this.design = design;
        this.nodes = run == null ? null : run.path("nodes");
        design.nodes().forEach((id, node) -> boxes.put(id, new Box(node.x(), node.y(), W, H)));
        Map<String, Lanes.Lane> lanes = Lanes.of(design, this::source, this::target);
        design.links().forEach((id, link) -> route(id, link, lanes.get(id)));
    }

    /** A whole SVG file; {@code run} is a report as {@link ReportJson} makes it, or null. */
    public static String of(Design design, JsonNode run) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new DesignSvg(design, run).draw(true) + "\n";
    }

    /** The drawing for a page that has {@link Ink#css} already. */
    static String inline(Design design, JsonNode run) {
        return new DesignSvg(design, run).draw(false);
    }

    private String draw(boolean alone) {
        Box view = view();
        String size = n(view.x()) + " " + n(view.y()) + " " + n(view.w()) + " " + n(view.h());
        xml.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                size,
                "width",
                n(view.w()),
                "height",
                n(view.h()),
                "role",
                "img",
                "aria-label",
                summary());
        if (alone) xml.open("style").raw(Ink.css()).close();
        xml.leaf(
                "rect",
                "class",
                "paper",
                "x",
                n(view.x()),
                "y",
                n(view.y()),
                "width",
                n(view.w()),
                "height",
                n(view.h()));
        design.areas().forEach((id, area) -> area(id, area));
        routes.forEach((id, route) -> wire(design.links().get(id), route));
        design.nodes().forEach(this::node);
        design.notes().values().forEach(this::note);
        return xml.close().toString();
    }

    private String summary() {
        List<String> names = new ArrayList<>();
        design.nodes().forEach((id, node) -> names.add(label(id, node)));
        return "The design: " + design.nodes().size() + " components, "
                + design.links().size() + " links" + (names.isEmpty() ? "" : ": " + String.join(", ", names));
    }

    private Box view() {
        Box all = null;
        List<Box> everything = new ArrayList<>(boxes.values());
        design.areas().values().forEach(area -> everything.add(new Box(area.x(), area.y(), area.w(), area.h())));
        design.notes().values().forEach(note -> everything.add(boxOf(note)));
        routes.values().forEach(route -> everything.add(route.box()));
        for (Box box : everything) all = all == null ? box : all.with(box);
        if (all == null) all = new Box(0, 0, W, H);
        return new Box(all.x() - MARGIN, all.y() - MARGIN, all.w() + 2 * MARGIN, all.h() + 2 * MARGIN);
    }

    private void area(String id, Area area) {
        String[] at = {"x", n(area.x()), "y", n(area.y()), "width", n(area.w()), "height", n(area.h()), "rx", "8"};
        xml.leaf("rect", join(at, "class", "area-fill", "fill-opacity", ".05"));
        xml.leaf("rect", join(at, "class", "area-edge", "fill", "none", "stroke-dasharray", "5 4"));
        String title = (area.label() == null ? id : area.label()) + " · " + area.kind();
        text(new Place(area.x() + 14, area.y() + 20), 11, "t2", Lettering.ellipsis(title, area.w() - 28, 11), "600");
    }

    /** The way of a link whose nodes are there. */
    private void route(String id, Link link, Lanes.Lane lane) {
        Box a = boxes.get(link.fromNode());
        Box b = boxes.get(link.toNode());
        if (a == null || b == null || a == b) return;
        List<Box> others = new ArrayList<>();
        boxes.values().forEach(box -> {
            if (box != a && box != b) others.add(box);
        });
        double out = source(link).height();
        double in = target(link).height();
        routes.put(id, WireRoute.between(new WireRoute.Ends(a, b, out, in), lane, others));
    }

    private void wire(Link link, WireRoute route) {
        xml.leaf("path", "class", "wire", "d", route.path(), "fill", "none", "stroke-width", "1.5");
        xml.leaf("path", "class", "wire-end", "d", route.arrow());
        String words = link.label() == null ? link.settings().getOrDefault("only", "") : link.label();
        double room = Math.min(120, route.label().room());
        if (words.isBlank() || room < 24) return;
        String shown = Lettering.ellipsis(words, room, 11);
        Place at = route.label().at();
        double width = Lettering.width(shown, 11) + 10;
        String[] pill = {"x", n(at.x() - width / 2), "y", n(at.y() - 8), "width", n(width), "height", "16", "rx", "4"};
        xml.leaf("rect", join(pill, "class", "wire-pill"));
        String[] place = {"x", n(at.x()), "y", n(at.y() + 4), "font-size", "11", "text-anchor", "middle"};
        xml.with(shown, "text", join(place, "class", "t2"));
    }

    private Lanes.Spot source(Link link) {
        return spot(link.fromNode(), link.fromPort(), Port.Direction.OUT);
    }

    private Lanes.Spot target(Link link) {
        return spot(link.toNode(), link.toPort(), Port.Direction.IN);
    }

    /** An end that names no port is at the first. */
    private Lanes.Spot spot(String nodeId, String portId, Port.Direction direction) {
        List<Port> ports = catalog.kind(design.nodes().get(nodeId).kind()).map(Kind::ports).orElse(List.of()).stream()
                .filter(port -> port.direction() == direction)
                .toList();
        int at = 0;
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).id().equals(portId)) at = i;
        }
        return new Lanes.Spot(nodeId, at, Math.max(1, ports.size()));
    }

    private void node(String id, Node node) {
        Kind kind = catalog.kind(node.kind()).orElse(null);
        String family = kind == null ? "clients" : kind.family().id();
        String copies = node.settings().getOrDefault("instances", "");
        boolean several = copies.matches("[0-9]+") && !copies.equals("1");
        xml.open("g", "transform", "translate(" + n(node.x()) + " " + n(node.y()) + ")");
        xml.with(label(id, node) + " (" + (kind == null ? node.kind() : kind.label()) + ")", "title");
        String[] box = {"width", n(W), "height", n(H), "rx", "8"};
        if (several) xml.leaf("rect", join(box, "class", "nd-stack", "x", "5", "y", "5"));
        xml.leaf("rect", join(box, "class", "nd-box"));
        colours(kind, family);
        text(new Place(48, 23), 13, "t1", Lettering.ellipsis(label(id, node), 124, 13), "600");
        String what = (kind == null ? node.kind() : kind.label()) + (several ? " · ×" + copies : "");
        text(new Place(48, 38), 11, "t2", Lettering.ellipsis(what, 128, 11), null);
        if (nodes != null) figures(nodes.path(id));
        else if (kind != null)
            text(new Place(14, 55), 11, "t2", Lettering.ellipsis(settled(kind, node), W - 26, 11), null);
        xml.close();
    }

    /** The rail and the tile in the family's colour, and the kind's icon. */
    private void colours(Kind kind, String family) {
        xml.leaf("path", "class", "f-" + family, "d", RAIL);
        xml.leaf(
                "rect",
                "class",
                "f-" + family,
                "x",
                "12",
                "y",
                "10",
                "width",
                "28",
                "height",
                "28",
                "rx",
                "6",
                "fill-opacity",
                ".13");
        if (kind == null) return;
        xml.open(
                        "g",
                        "class",
                        "i-" + family,
                        "transform",
                        ICON_AT,
                        "fill",
                        "none",
                        "stroke-width",
                        "2",
                        "stroke-linecap",
                        "round",
                        "stroke-linejoin",
                        "round")
                .raw(Icons.ofKind(kind.id()))
                .close();
    }

    /** What was set, the first two things; how many there are stands above. */
    private static String settled(Kind kind, Node node) {
        return kind.params().stream()
                .filter(param ->
                        !param.id().equals("instances") && node.settings().containsKey(param.id()))
                .limit(2)
                .map(param -> param.label() + " " + node.settings().get(param.id()))
                .collect(Collectors.joining(" · "));
    }

    private void figures(JsonNode measured) {
        text(
                new Place(14, 55),
                11,
                "t1",
                Figures.perSecond(measured.path("rate").asDouble(Double.NaN)),
                "500");
        if (!measured.has("utilization")) return;
        double busy = Math.min(1, measured.path("utilization").asDouble());
        xml.with(
                Figures.share(busy),
                "text",
                "class",
                "t1",
                "x",
                n(W - 12),
                "y",
                "55",
                "font-size",
                "11",
                "text-anchor",
                "end",
                "font-weight",
                "500");
        double width = W - 26;
        xml.leaf("rect", "class", "nd-track", "x", "14", "y", "60.5", "width", n(width), "height", "4", "rx", "2");
        String state = busy >= 0.95 ? " full" : busy >= 0.8 ? " busy" : "";
        xml.leaf(
                "rect",
                "class",
                "nd-bar" + state,
                "x",
                "14",
                "y",
                "60.5",
                "width",
                n(width * busy),
                "height",
                "4",
                "rx",
                "2");
    }

    private void note(Note note) {
        Box box = boxOf(note);
        xml.leaf(
                "rect",
                "class",
                "note",
                "x",
                n(box.x()),
                "y",
                n(box.y()),
                "width",
                n(box.w()),
                "height",
                n(box.h()),
                "rx",
                "3");
        if (note.text() == null) return;
        int y = 21;
        for (String line : Lettering.wrapped(note.text(), box.w() - 20, 12, (int) ((box.h() - 12) / 18))) {
            text(new Place(box.x() + 10, box.y() + y), 12, "note-text", line, null);
            y += 18;
        }
    }

    private void text(Place at, int size, String ink, String words, String weight) {
        if (words.isBlank()) return;
        xml.with(
                words,
                "text",
                "class",
                ink,
                "x",
                n(at.x()),
                "y",
                n(at.y()),
                "font-size",
                String.valueOf(size),
                "font-weight",
                weight);
    }

    private static Box boxOf(Note note) {
        return new Box(note.x(), note.y(), note.w() == null ? NOTE_W : note.w(), note.h() == null ? NOTE_H : note.h());
    }

    private static String label(String id, Node node) {
        return node.label() == null ? id : node.label();
    }

    private static String[] join(String[] some, String... more) {
        String[] all = new String[some.length + more.length];
        System.arraycopy(more, 0, all, 0, more.length);
        System.arraycopy(some, 0, all, more.length, some.length);
        return all;
    }

    private static String n(double value) {
        return Place.number(value);
    }
}
