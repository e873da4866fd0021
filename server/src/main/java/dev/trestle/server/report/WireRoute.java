package dev.trestle.server.report;

import dev.trestle.components.board.Node;
import dev.trestle.server.report.Place.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a wire between two nodes: smooth steps from right to left, straight down where the nodes stand above each
 * other, round the outside where the target lies behind. The same rules as on the canvas (static/js/canvas/wires.js), so
 * that an export shows what people drew.
 *
 * @param points the corners, ends included
 */
record WireRoute(List<Place> points) {
    private static final double STUB = 20;
    private static final double RADIUS = 8;
    /** The piece between two bends is long enough for a label from here on. */
    private static final double LABELLED = 32;

    /** The first way, of those worth trying, that runs through no other node; the plainest where all of them do. */
    static WireRoute between(Ends ends, Lanes.Lane lane, List<Box> others) {
        List<List<Place>> ways =
                ends.ways(lane, others).stream().map(WireRoute::cleaned).toList();
        List<Place> best =
                ways.stream().filter(way -> isClear(way, others)).findFirst().orElse(ways.get(0));
        return new WireRoute(best);
    }

    /** The polyline with rounded corners, as SVG path data. */
    String path() {
        StringBuilder d = new StringBuilder("M" + points.get(0));
        for (int i = 1; i < points.size() - 1; i++) {
            Place corner = points.get(i);
            double r = Math.min(RADIUS, Math.min(corner.to(points.get(i - 1)), corner.to(points.get(i + 1))) / 2);
            d.append("L").append(corner.toward(points.get(i - 1), r));
            d.append("Q").append(corner).append(' ').append(corner.toward(points.get(i + 1), r));
        }
        return d.append("L").append(points.get(points.size() - 1)).toString();
    }

    /** A small arrow head at the end. */
    String arrow() {
        Place end = points.get(points.size() - 1);
        Place before = points.get(points.size() - 2);
        double ux = Math.signum(Math.round(end.x() - before.x()));
        double uy = Math.signum(Math.round(end.y() - before.y()));
        double x = end.x() - ux * 8;
        double y = end.y() - uy * 8;
        return "M" + end + "L" + new Place(x - uy * 4, y - ux * 4) + "L" + new Place(x + uy * 4, y + ux * 4) + "Z";
    }

    /** Where a label stands, and how wide it may be there. */
    record Label(Place at, double room) {}

    /** On the piece between the two bends where that is long enough, else on the longest one. */
    Label label() {
        int best = 1;
        for (int i = 2; i < points.size(); i++) {
            if (piece(i) > piece(best) + 0.5) best = i;
        }
        int at = points.size() == 4 && piece(2) >= LABELLED ? 2 : best;
        Place p = points.get(at - 1);
        Place q = points.get(at);
        double across =
                Math.abs(points.get(points.size() - 1).x() - points.get(0).x());
        double room = p.x() == q.x() ? points.size() == 2 ? Node.WIDTH : across : p.to(q);
        return new Label(new Place((p.x() + q.x()) / 2, (p.y() + q.y()) / 2), Math.max(0, room - 16));
    }

    /** The box round the wire. */
    Box box() {
        Box box = new Box(points.get(0).x(), points.get(0).y(), 0, 0);
        for (Place point : points) box = box.with(new Box(point.x(), point.y(), 0, 0));
        return box;
    }

    private double piece(int i) {
        return points.get(i - 1).to(points.get(i));
    }

    /** The two nodes of a wire and the heights of its ports over their tops. */
    record Ends(Box a, Box b, double out, double in) {
        private List<List<Place>> ways(Lanes.Lane lane, List<Box> others) {
            Place s = new Place(a.right(), a.y() + out + lane.out());
            Place e = new Place(b.x(), b.y() + in + lane.in());
            if (e.x() - s.x() >= STUB * 1.5) return forward(s, e, lane.bend(), others);
            double gap = Math.max(b.y() - a.bottom(), a.y() - b.bottom());
            List<List<Place>> ways = new ArrayList<>();
            if (Math.abs(a.x() - b.x()) < a.w() * 0.75 && gap >= STUB) {
                ways.add(vertical(lane));
                ways.add(beside(s, lane));
            }
            ways.addAll(behind(s, e, lane.bend()));
            return ways;
        }

        /** One bend in the middle, near the target or near the source; or over or under what is in the way. */
        private static List<List<Place>> forward(Place s, Place e, double lane, List<Box> others) {
            double room = Math.max(0, (e.x() - s.x()) / 2 - STUB / 2);
            double first = s.x() + STUB + outward(lane) / 2;
            double last = e.x() - STUB - outward(lane) / 2;
            List<List<Place>> ways = new ArrayList<>();
            ways.add(bend(s, e, (s.x() + e.x()) / 2 + Math.max(-room, Math.min(room, lane))));
            List<Box> between = others.stream()
                    .filter(o -> o.x() < e.x()
                            && o.right() > s.x()
                            && o.y() < Math.max(s.y(), e.y()) + 4
                            && o.bottom() > Math.min(s.y(), e.y()) - 4)
                    .toList();
            if (between.isEmpty()) return ways;
            ways.add(bend(s, e, last));
            ways.add(bend(s, e, first));
            double over = between.stream().mapToDouble(Box::y).min().orElseThrow() - 16 - outward(lane);
            double under = between.stream().mapToDouble(Box::bottom).max().orElseThrow() + 16 + outward(lane);
            double level = (s.y() + e.y()) / 2;
            boolean overFirst = Math.abs(over - level) <= Math.abs(under - level);
            for (double y : overFirst ? new double[] {over, under} : new double[] {under, over}) {
                ways.add(List.of(
                        s,
                        new Place(first, s.y()),
                        new Place(first, y),
                        new Place(last, y),
                        new Place(last, e.y()),
                        e));
            }
            return ways;
        }

        /** Lanes on both sides of the middle as distances to one side, no two of them the same. */
        private static double outward(double lane) {
            return lane < 0 ? 6 - lane : lane;
        }

        private static List<Place> bend(Place s, Place e, double x) {
            return List.of(s, new Place(x, s.y()), new Place(x, e.y()), e);
        }

        private List<Place> vertical(Lanes.Lane lane) {
            boolean down = b.y() > a.y();
            Place s = new Place(a.x() + a.w() / 2 + lane.twin(), down ? a.bottom() : a.y());
            Place e = new Place(b.x() + b.w() / 2 + lane.twin(), down ? b.y() : b.bottom());
            double mid = (s.y() + e.y()) / 2 + Math.max(-8, Math.min(8, lane.bend()));
            return List.of(s, new Place(s.x(), mid), new Place(e.x(), mid), e);
        }

        /** Out to the right and back in from the right, past what stands between. */
        private List<Place> beside(Place s, Lanes.Lane lane) {
            Place e = new Place(b.right(), b.y() + b.h() / 2 + lane.twin());
            double x = Math.max(s.x(), e.x()) + STUB + outward(lane.bend());
            return List.of(s, new Place(x, s.y()), new Place(x, e.y()), e);
        }

        /** Out to the right, between, under or over the two boxes, and in from the left. */
        private List<List<Place>> behind(Place s, Place e, double lane) {
            double right = s.x() + STUB + outward(lane);
            double left = e.x() - STUB - outward(lane);
            double below = b.y() - a.bottom();
            double above = a.y() - b.bottom();
            List<Double> levels = new ArrayList<>();
            if (below >= 24) levels.add(a.bottom() + below / 2);
            else if (above >= 24) levels.add(b.bottom() + above / 2);
            levels.add(Math.max(a.bottom(), b.bottom()) + 24);
            levels.add(Math.min(a.y(), b.y()) - 24);
            return levels.stream()
                    .map(level -> List.of(
                            s,
                            new Place(right, s.y()),
                            new Place(right, level + lane),
                            new Place(left, level + lane),
                            new Place(left, e.y()),
                            e))
                    .toList();
        }
    }

    private static boolean isClear(List<Place> points, List<Box> boxes) {
        for (int i = 1; i < points.size(); i++) {
            for (Box box : boxes) {
                if (!box.clearOf(points.get(i - 1), points.get(i))) return false;
            }
        }
        return true;
    }

    /** Without points that lie on the way between their neighbours. */
    private static List<Place> cleaned(List<Place> points) {
        List<Place> apart = new ArrayList<>();
        for (Place p : points) {
            if (apart.isEmpty() || p.to(apart.get(apart.size() - 1)) > 0.5) apart.add(p);
        }
        List<Place> kept = new ArrayList<>();
        for (int i = 0; i < apart.size(); i++) {
            boolean straight = i > 0
                    && i < apart.size() - 1
                    && (apart.get(i - 1).x() == apart.get(i).x()
                                    && apart.get(i).x() == apart.get(i + 1).x()
                            || apart.get(i - 1).y() == apart.get(i).y()
                                    && apart.get(i).y() == apart.get(i + 1).y());
            if (!straight) kept.add(apart.get(i));
        }
        if (kept.size() < 2) return List.of(points.get(0), points.get(points.size() - 1));
        return kept;
    }
}
