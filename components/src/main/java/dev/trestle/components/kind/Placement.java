package dev.trestle.components.kind;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Node;
import dev.trestle.components.engine.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where nodes stand, by the areas round them, and so how far they are from each other.
 *
 * <p>A node in a zone stands there with all its instances. Drawn in a region but in none of its zones, its instances
 * take the zones in turn; drawn outside the regions, several instances take the regions in turn. What has no instances
 * to place (a managed service) is met in whichever of the zones is nearest. People stand outside the data centres, edges
 * near the people of each region. Immutable.
 */
public final class Placement {
    /** What somebody is to the network: a machine in a data centre, somebody on the internet, or an edge near people. */
    private enum Standing {
        MACHINE,
        PERSON,
        EDGE
    }

    /** A place: ids of a zone and a region, each null for none. */
    private record Place(String zone, String region, Standing standing) {}

    private final Design design;
    private final Catalog catalog;
    private final List<Place> places = new ArrayList<>();
    /** By node id: numbers of the places where it stands, in the order of its instances; none: with its callers. */
    private final Map<String, int[]> spots = new LinkedHashMap<>();

    private Placement(Design design, Catalog catalog) {
        this.design = design;
        this.catalog = catalog;
        design.nodes()
                .forEach((id, node) -> spots.put(
                        id, standing(id).stream().mapToInt(this::number).toArray()));
    }

    /** Where the nodes of a design stand. Every kind must be known and every setting fit to be read. */
    public static Placement of(Design design, Catalog catalog) {
        return new Placement(design, catalog);
    }

    private int number(Place place) {
        if (!places.contains(place)) {
            places.add(place);
        }
        return places.indexOf(place);
    }

    private List<Place> standing(String id) {
        if (is(id, Role.POINTS)) {
            return List.of();
        }
        if (is(id, Role.SOURCE)) {
            return List.of(new Place(null, region(id).orElse(null), Standing.PERSON));
        }
        if (is(id, Role.EDGE)) {
            return peopleRegions().stream()
                    .map(region -> new Place(null, region, Standing.EDGE))
                    .toList();
        }
        Node node = design.nodes().get(id);
        Kind kind = catalog.require(node.kind());
        Settings settings = new Settings(node.settings());
        int instances = kind.instances(settings);
        boolean managed = instances <= 1 && kind.survivesOneLoss(settings);
        List<Place> all = machines(id, instances > 1);
        return managed ? all : all.subList(0, Math.min(all.size(), Math.max(1, instances)));
    }

    private List<Place> machines(String id, boolean several) {
        String region = region(id).orElse(null);
        Optional<String> zone = area(id, "zone");
        if (zone.isPresent()) {
            return List.of(new Place(zone.get(), region, Standing.MACHINE));
        }
        if (region != null) {
            return zones(region).stream()
                    .map(each -> new Place(each, region, Standing.MACHINE))
                    .toList();
        }
        List<String> regions = areas("region");
        if (!several || regions.isEmpty()) {
            return List.of(new Place(null, null, Standing.MACHINE));
        }
        List<Place> inTurn = new ArrayList<>();
        int most = regions.stream().mapToInt(each -> zones(each).size()).max().orElse(1);
        for (int i = 0; i < most; i++) {
            for (String each : regions) {
                List<String> zones = zones(each);
                inTurn.add(new Place(zones.get(i % zones.size()), each, Standing.MACHINE));
            }
        }
        return inTurn;
    }

    /** The zones of a region, or one null where it has none. */
    private List<String> zones(String region) {
        List<String> zones = new ArrayList<>();
        for (String zone : areas("zone")) {
            if (around(zone).filter(region::equals).isPresent()) {
                zones.add(zone);
            }
        }
        if (zones.isEmpty()) {
            zones.add(null);
        }
        return zones;
    }

    /** The region round a zone, if any. */
    public Optional<String> around(String zone) {
        Area area = design.areas().get(zone);
        return smallest("region", area.x() + area.w() / 2, area.y() + area.h() / 2);
    }

    private List<String> areas(String sort) {
        return design.areas().entrySet().stream()
                .filter(entry -> sort.equals(entry.getValue().kind()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The regions in which people are, null among them for people of no region in particular. */
    private Set<String> peopleRegions() {
        Set<String> regions = new LinkedHashSet<>();
        for (String id : design.nodes().keySet()) {
            if (is(id, Role.SOURCE)) {
                regions.add(region(id).orElse(null));
            }
        }
        if (regions.isEmpty()) {
            regions.add(null);
        }
        return regions;
    }

    private boolean is(String node, Role role) {
        return catalog.require(design.nodes().get(node).kind()).roles().contains(role);
    }

    /** The region of a node: the one that its settings name, or that it is drawn in, or that its zone lies in. */
    private Optional<String> region(String id) {
        String said =
                design.nodes().get(id).settings().getOrDefault("region", "").trim();
        if (!said.isEmpty() && is(id, Role.SOURCE)) {
            return Optional.of(said);
        }
        return area(id, "region").or(() -> area(id, "zone").flatMap(this::around));
    }

    /** The id of the smallest area of that sort in which the centre of the node stands, if any. */
    Optional<String> area(String node, String sort) {
        Node placed = design.nodes().get(node);
        return smallest(sort, placed.x() + Node.WIDTH / 2, placed.y() + Node.HEIGHT / 2);
    }

    private Optional<String> smallest(String sort, double x, double y) {
        return design.areas().entrySet().stream()
                .filter(entry -> sort.equals(entry.getValue().kind()))
                .filter(entry -> entry.getValue().holds(x, y))
                .min(Comparator.comparingDouble(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey);
    }

    /** By node, in the order of the board: the numbers of its places. */
    public int[][] places() {
        return spots.values().toArray(int[][]::new);
    }

    /** How many places there are. */
    public int count() {
        return places.size();
    }

    /** The numbers of the places where people are; the first place of all where there are none. */
    public int[] people() {
        int[] people = java.util.stream.IntStream.range(0, places.size())
                .filter(i -> places.get(i).standing == Standing.PERSON)
                .toArray();
        return people.length > 0 ? people : new int[] {0};
    }

    /** One way between two places, as text. */
    public String latency(int from, int to) {
        return Distances.text(oneWayMillis(places.get(from), places.get(to)));
    }

    private double oneWayMillis(Place from, Place to) {
        boolean people = from.standing == Standing.PERSON || to.standing == Standing.PERSON;
        boolean edge = from.standing == Standing.EDGE || to.standing == Standing.EDGE;
        boolean apart = from.region != null && to.region != null && !from.region.equals(to.region);
        double regions = apart ? Distances.oneWayMillis(where(from.region), where(to.region)) : 0;
        if (people && edge) {
            return Distances.half("cdn.edge.latency") + regions;
        }
        if (people || edge && from.standing != to.standing) {
            return Distances.half("network.internet.rtt") + regions;
        }
        if (apart) {
            return regions;
        }
        return Distances.half(
                switch (distance(from, to)) {
                    case Network.ACROSS_REGIONS -> "network.cross-region.rtt";
                    case Network.ACROSS_ZONES -> "network.cross-zone.rtt";
                    default -> "network.same-zone.rtt";
                });
    }

    /** What an area is called on the map of the world: its location, else its label, else its id. */
    private String where(String region) {
        Area area = design.areas().get(region);
        if (area == null) {
            return region;
        }
        String location = area.settings().get("location");
        return location != null && !location.isBlank() ? location : area.label() != null ? area.label() : region;
    }

    /** How far apart two places are, as {@link Network} counts it. */
    public int distance(int from, int to) {
        return distance(places.get(from), places.get(to));
    }

    private static int distance(Place from, Place to) {
        if (from.standing != to.standing) {
            return Network.INTERNET;
        }
        if (!same(from.region, to.region)) {
            return Network.ACROSS_REGIONS;
        }
        return same(from.zone, to.zone) ? Network.IN_ZONE : Network.ACROSS_ZONES;
    }

    private static boolean same(String one, String other) {
        return one == null ? other == null : one.equals(other);
    }

    /**
     * Whether a place of a node, by its number among the places of that node, is in an area: a zone or region by its id,
     * a group when the node is drawn in it. People are in the region that they live in, but in no zone.
     */
    public boolean stands(String node, int which, String area) {
        Area box = design.areas().get(area);
        if (box == null) {
            return false;
        }
        Node drawn = design.nodes().get(node);
        boolean inside = box.holds(drawn.x() + Node.WIDTH / 2, drawn.y() + Node.HEIGHT / 2);
        int[] of = spots.get(node);
        if (of.length == 0) {
            return inside;
        }
        Place place = places.get(of[which % of.length]);
        return switch (box.kind()) {
            case "zone" -> area.equals(place.zone);
            case "region" -> area.equals(place.region);
            default -> inside;
        };
    }

    /** Whether any place of a node is in an area. */
    public boolean stands(String node, String area) {
        for (int i = 0; i < Math.max(1, spots.get(node).length); i++) {
            if (stands(node, i, area)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node stands in data centres, and all of its places are in an area. */
    public boolean standsOnlyIn(String node, String area) {
        for (int i = 0; i < spots.get(node).length; i++) {
            if (!isMachine(node, i) || !stands(node, i, area)) {
                return false;
            }
        }
        return spots.get(node).length > 0;
    }

    /** Whether the place is in a data centre: what a zone or region takes with it when it is lost. */
    public boolean isMachine(String node, int which) {
        int[] of = spots.get(node);
        return of.length > 0 && places.get(of[which % of.length]).standing == Standing.MACHINE;
    }

    /** The zones in which a node stands, and the regions; null among them for none. */
    public Set<String> zonesOf(String node) {
        Set<String> zones = new LinkedHashSet<>();
        for (int place : spots.get(node)) {
            zones.add(places.get(place).zone);
        }
        return zones;
    }

    /** The regions in which a node stands, null among them for none. */
    public Set<String> regionsOf(String node) {
        Set<String> regions = new LinkedHashSet<>();
        for (int place : spots.get(node)) {
            regions.add(places.get(place).region);
        }
        return regions;
    }
}
