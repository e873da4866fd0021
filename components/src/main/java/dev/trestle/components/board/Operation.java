package dev.trestle.components.board;

import java.util.List;

/**
 * An API call or an event handler. It has a {@code rate} (any count per time, or a formula), or is triggered {@code on}
 * an event or {@code every} so often; each null when absent. Its steps are lines for {@link Step#parse}.
 */
public record Operation(String api, String rate, String on, String every, List<String> steps) {
    public Operation {
        steps = List.copyOf(steps);
    }
}
