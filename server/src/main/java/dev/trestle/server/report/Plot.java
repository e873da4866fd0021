package dev.trestle.server.report;

import java.util.ArrayList;
import java.util.List;

/** A line chart as SVG, 720 x 280, in the colours of {@link Ink}; lines differ by their dashes too. */
final class Plot {
    private static final double W = 720;
    private static final double H = 280;
    private static final double LEFT = 64;
    private static final double RIGHT = 16;
    private static final double TOP = 24;
    private static final double BOTTOM = 64;
    private static final double LANE = 15;

    private record Line(String name, double[] x, double[] y) {}

    private record Point(String name, double x, double y) {}

    private record Lane(String name, List<double[]> spans) {}

    private record Band(String name, double from, double to) {}

    private final String summary;
    private final Scale across;
    private final Scale up;
    private final List<Line> lines = new ArrayList<>();
    private final List<Band> bands = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private final Xml xml = new Xml();
    private boolean dots;

    /** @param summary the chart in a sentence, for who does not see it */
    Plot(String summary, Scale across, Scale up) {
        this.summary = summary;
        this.across = across;
        this.up = up;
    }

    /** A line; where y is NaN it has a gap. */
    Plot line(String name, double[] x, double[] y) {
        lines.add(new Line(name, x.clone(), y.clone()));
        return this;
    }

    /** A single dot with its name beside it; none where it is not finite. */
    Plot point(String name, double x, double y) {
        if (Double.isFinite(x) && Double.isFinite(y)) points.add(new Point(name, x, y));
        return this;
    }

    /** A named stretch of the x axis. */
    Plot band(String name, double from, double to) {
        bands.add(new Band(name, from, to));
        return this;
    }

    /** Stretches of the x axis, from and to, in a row of its own over the lines. */
    Plot lane(String name, List<double[]> spans) {
        lanes.add(new Lane(name, List.copyOf(spans)));
        return this;
    }

    /** With a dot at each point. */
    Plot dotted() {
        dots = true;
        return this;
    }

    String svg() {
        xml.open("svg", "viewBox", "0 0 720 280", "class", "chart", "role", "img", "aria-label", summary);
        bands();
        lanes();
        axes();
        for (int i = 0; i < lines.size(); i++) draw(i);
        for (Point point : points) {
            xml.leaf("circle", "class", "d2", "cx", n(x(point.x())), "cy", n(y(point.y())), "r", "5");
            label(point.name(), x(point.x()) + 10, y(point.y()) - 6, "start");
        }
        legend();
        return xml.close().toString();
    }

    private double x(double value) {
        return LEFT + across.share(value) * (W - LEFT - RIGHT);
    }

    private double y(double value) {
        return H - BOTTOM - up.share(value) * (H - top() - BOTTOM);
    }

    /** Where the room of the lines begins. */
    private double top() {
        return TOP + lanes.size() * LANE;
    }

    private void bands() {
        for (int i = 0; i < bands.size(); i++) {
            Band band = bands.get(i);
            double from = x(band.from());
            double width = Math.max(0, x(band.to()) - from);
            if (i % 2 == 1) {
                xml.leaf(
                        "rect",
                        "class",
                        "band",
                        "x",
                        n(from),
                        "y",
                        n(TOP),
                        "width",
                        n(width),
                        "height",
                        n(H - TOP - BOTTOM));
            }
            xml.with(
                    Lettering.ellipsis(band.name(), width - 6, 11),
                    "text",
                    "class",
                    "t2",
                    "x",
                    n(from + 4),
                    "y",
                    n(TOP - 8),
                    "font-size",
                    "11");
        }
    }

    private void lanes() {
        for (int i = 0; i < lanes.size(); i++) {
            double y = TOP + i * LANE;
            double after = LEFT;
            double before = W - RIGHT;
            for (double[] span : lanes.get(i).spans()) {
                double from = Math.min(x(span[0]), W - RIGHT - 2);
                double width = Math.max(2, Math.min(x(span[1]), W - RIGHT) - from);
                bar("fault-reach", from, top(), width, H - top() - BOTTOM);
                bar("fault", from, y + 1, width, LANE - 4);
                after = Math.max(after, from + width);
                before = Math.min(before, from);
            }
            name(lanes.get(i).name(), before, after, y + LANE - 5);
        }
    }

    private void bar(String kind, double x, double y, double width, double height) {
        xml.leaf("rect", "class", kind, "x", n(x), "y", n(y), "width", n(width), "height", n(height));
    }

    /** Beside the bars, where there is room; else over them. */
    private void name(String name, double before, double after, double y) {
        double width = Lettering.width(name, 11);
        if (after + 4 + width <= W - RIGHT) label(name, after + 4, y, "start");
        else if (before - 4 - width >= LEFT) label(name, before - 4, y, "end");
        else label(Lettering.ellipsis(name, W - RIGHT - before - 8, 11), before + 4, y, "start");
    }

    private void axes() {
        for (Scale.Mark mark : up.marks()) {
            double at = y(mark.value());
            xml.leaf("line", "class", "grid", "x1", n(LEFT), "x2", n(W - RIGHT), "y1", n(at), "y2", n(at));
            label(mark.text(), LEFT - 8, at + 4, "end");
        }
        for (Scale.Mark mark : across.marks()) {
            double at = x(mark.value());
            xml.leaf("line", "class", "axis", "x1", n(at), "x2", n(at), "y1", n(H - BOTTOM), "y2", n(H - BOTTOM + 4));
            label(mark.text(), at, H - BOTTOM + 18, "middle");
        }
        xml.leaf("line", "class", "axis", "x1", n(LEFT), "x2", n(W - RIGHT), "y1", n(H - BOTTOM), "y2", n(H - BOTTOM));
    }

    private void draw(int i) {
        Line line = lines.get(i);
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int p = 0; p < line.x().length; p++) {
            boolean there = Double.isFinite(line.y()[p]) && (!up.log() || line.y()[p] > 0);
            if (there)
                path.append(pen ? "L" : "M")
                        .append(n(x(line.x()[p])))
                        .append(' ')
                        .append(n(y(line.y()[p])));
            if (there && dots) {
                xml.leaf(
                        "circle",
                        "class",
                        "d" + i % Ink.SERIES.length,
                        "cx",
                        n(x(line.x()[p])),
                        "cy",
                        n(y(line.y()[p])),
                        "r",
                        "3");
            }
            pen = there;
        }
        if (!path.isEmpty()) stroke(i, path.toString());
    }

    private void stroke(int i, String path) {
        String dashes = Ink.SERIES[i % Ink.SERIES.length][2];
        xml.leaf(
                "path",
                "class",
                "s" + i % Ink.SERIES.length,
                "d",
                path,
                "fill",
                "none",
                "stroke-width",
                "2",
                "stroke-linejoin",
                "round",
                "stroke-dasharray",
                dashes.isEmpty() ? null : dashes);
    }

    private void legend() {
        double at = LEFT;
        for (int i = 0; i < lines.size(); i++) {
            String name = Lettering.ellipsis(lines.get(i).name(), 140, 12);
            stroke(i, "M" + n(at) + " " + n(H - 20) + "L" + n(at + 24) + " " + n(H - 20));
            xml.with(name, "text", "class", "t1", "x", n(at + 30), "y", n(H - 16), "font-size", "12");
            at += 30 + Lettering.width(name, 12) + 20;
        }
    }

    private void label(String words, double x, double y, String anchor) {
        xml.with(words, "text", "class", "t2", "x", n(x), "y", n(y), "font-size", "11", "text-anchor", anchor);
    }

    private static String n(double value) {
        return Place.number(value);
    }
}
