package dev.trestle.components.verdict;

import java.util.Map;

/**
 * What was found out beside the figures and histories of a run: by further runs under losses and under more load, and by
 * the course of the run after each disturbance. The third source of answers, each by the id of the requirement that asks.
 */
public record Probes(Map<String, Survival> losses, Map<String, Growth> loads, Map<String, Recovery> returns) {
    /** Nobody looked further than at the run. */
    public static final Probes NONE = new Probes(Map.of(), Map.of(), Map.of());

    public Probes {
        losses = Map.copyOf(losses);
        loads = Map.copyOf(loads);
        returns = Map.copyOf(returns);
    }
}
