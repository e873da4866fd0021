package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The faults of a report as lanes over its charts, and in words. */
final class FaultLanes {
    /** Lanes of one chart at most; the last ones share one. */
    private static final int MOST = 4;
    /** Faults that a sentence names. */
    private static final int TOLD = 6;

    private FaultLanes() {}

    /** Puts them over a chart whose x axis is simulated time. */
    static Plot over(Plot plot, JsonNode faults) {
        Map<String, List<double[]>> lanes = new LinkedHashMap<>();
        faults.forEach(fault -> lanes.computeIfAbsent(fault.path("what").asText(), any -> new ArrayList<>())
                .add(new double[] {
                    fault.path("from").asDouble(), fault.path("to").asDouble()
                }));
        List<double[]> rest = new ArrayList<>();
        int drawn = 0;
        int alone = lanes.size() > MOST ? MOST - 1 : MOST;
        for (Map.Entry<String, List<double[]>> lane : lanes.entrySet()) {
            if (drawn++ < alone) plot.lane(lane.getKey(), lane.getValue());
            else rest.addAll(lane.getValue());
        }
        return rest.isEmpty() ? plot : plot.lane(lanes.size() - alone + " other faults", rest);
    }

    /** ". Faults: crash app from 20 s to 30 s", to follow a sentence; empty where there were none. */
    static String told(JsonNode faults) {
        List<String> words = new ArrayList<>();
        for (JsonNode fault : faults) {
            double from = fault.path("from").asDouble();
            double to = fault.path("to").asDouble();
            if (words.size() == TOLD) break;
            words.add(fault.path("what").asText()
                    + (to > from
                            ? " from " + Figures.seconds(from) + " to " + Figures.seconds(to)
                            : " at " + Figures.seconds(from)));
        }
        if (faults.size() > TOLD) words.add(faults.size() - TOLD + " more");
        return words.isEmpty() ? "" : ". Faults: " + String.join(", ", words);
    }
}
