package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads a miss-ratio curve of a report between its points. */
public final class Curves {
    private Curves() {}

    /** What a cache of that many bytes would miss, by the logarithm of the size between two points; flat beyond the ends. */
    public static double at(JsonNode curve, double bytes) {
        JsonNode before = null;
        for (JsonNode point : curve.path("points")) {
            double size = point.path("size").asDouble();
            double miss = point.path("missRatio").asDouble();
            if (size >= bytes * (1 - 1e-4)) {
                if (before == null || size <= bytes * (1 + 1e-4)) return miss;
                double share = Math.log(bytes / before.path("size").asDouble())
                        / Math.log(size / before.path("size").asDouble());
                double from = before.path("missRatio").asDouble();
                return from + share * (miss - from);
            }
            before = point;
        }
        return before == null ? Double.NaN : before.path("missRatio").asDouble();
    }
}
