package dev.trestle.components.check;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Distances;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.kind.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of where things stand: zones without a region, nodes outside the regions, regions that are nowhere. */
final class AreaRules {
    private final Board board;
    private final Parts parts;
    private final Catalog catalog;
    private final List<Finding> found;

    AreaRules(Board board, Catalog catalog, Parts parts, List<Finding> found) {
        this.board = board;
        this.catalog = catalog;
        this.parts = parts;
        this.found = found;
    }

    void check() {
        if (!parts.sound() || areas("region").isEmpty() && areas("zone").isEmpty()) {
            return;
        }
        Placement placement = Placement.of(board.design(), catalog);
        areas("zone").forEach(zone -> zone(zone, placement));
        areas("region").forEach(this::region);
        if (!areas("region").isEmpty()) {
            board.design().nodes().keySet().forEach(node -> node(node, placement));
        }
    }

    private List<String> areas(String sort) {
        return board.design().areas().entrySet().stream()
                .filter(entry -> sort.equals(entry.getValue().kind()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void zone(String id, Placement placement) {
        if (!areas("region").isEmpty() && placement.around(id).isEmpty()) {
            found.add(Finding.warning(
                    "zone-outside",
                    path(id),
                    "the zone " + named(id) + " lies in no region, so it is as far from all zones as another region",
                    "draw it into a region, or a region round it"));
        }
        boolean empty = board.design().nodes().keySet().stream().noneMatch(node -> placement.stands(node, id));
        if (empty) {
            found.add(Finding.info(
                    "area-empty",
                    path(id),
                    "nothing stands in the zone " + named(id),
                    "draw nodes into it, or put nodes with several instances into its region beside the zones"));
        }
    }

    private void region(String id) {
        Area area = board.design().areas().get(id);
        String location = area.settings().get("location");
        if (location != null && !location.isBlank() && !Distances.knows(location)) {
            found.add(Finding.info(
                    "unknown-location",
                    path(id) + ".settings.location",
                    "nobody measured how far " + location + " is from other regions, so the usual distance counts",
                    "name a part of the world such as us-east, us-west, eu-west or ap-southeast"));
        }
    }

    private void node(String id, Placement placement) {
        boolean people = parts.has(id, Role.SOURCE);
        String said = people
                ? board.design()
                        .nodes()
                        .get(id)
                        .settings()
                        .getOrDefault("region", "")
                        .trim()
                : "";
        if (!said.isEmpty() && !areas("region").contains(said)) {
            found.add(Finding.warning(
                            "unknown-region",
                            "design.nodes." + id + ".settings.region",
                            parts.named(id) + " live in " + said + ", which is no region of the design",
                            Known.remedy(said, "region", areas("region")))
                    .at(id));
        }
        Set<String> regions = placement.regionsOf(id);
        boolean nowhere = regions.size() == 1 && regions.contains(null);
        if (nowhere && !parts.has(id, Role.EDGE)) {
            String says = people
                    ? parts.named(id) + " live in no region: all regions are equally near to them"
                    : parts.named(id) + " stands in no region: all regions are as far from it as from each other";
            found.add(Finding.info(
                            "no-place",
                            "design.nodes." + id,
                            says,
                            people ? "draw it into a region, or name one in its settings" : "draw it into a region")
                    .at(id));
        }
    }

    private String named(String area) {
        return board.design().areas().get(area).name(area);
    }

    private static String path(String area) {
        return "design.areas." + area;
    }
}
