package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Entity;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Step;
import dev.trestle.components.board.Step.Verb;
import dev.trestle.components.load.Popularity;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of the brief: steps can be read, name what exists, and every operation is set off by something. */
final class BriefRules {
    /** Any number will do to see whether a popularity can be read. */
    private static final long KEYS = 1_000;

    private final Brief brief;
    private final List<Finding> found;
    private final Map<String, List<Step>> steps = new LinkedHashMap<>();

    private final Set<String> circles = new LinkedHashSet<>();

    BriefRules(Board board, List<Finding> found) {
        this.brief = board.brief();
        this.found = found;
    }

    void check() {
        if (brief.operations().isEmpty()) {
            found.add(Finding.error(
                    "no-operations",
                    "brief.operations",
                    "the brief has no operation, so there is nothing to run",
                    "add an operation with a rate and steps"));
        }
        brief.operations().forEach(this::readSteps);
        brief.operations().forEach(this::checkTriggers);
        steps.forEach(this::checkNames);
        checkEvents();
        checkCalls();
        checkUse();
        brief.entities().forEach(this::checkPopularity);
    }

    /** The paths of operations that call themselves, by way of others or not. */
    Set<String> circles() {
        return circles;
    }

    private void checkPopularity(String name, Entity entity) {
        try {
            if (entity.popularity() != null) {
                Popularity.of(entity.popularity(), KEYS);
            }
        } catch (BadText bad) {
            found.add(Finding.error(
                    "bad-popularity",
                    "brief.entities." + name + ".popularity",
                    bad.getMessage(),
                    "write a popularity such as uniform, zipf 1.0 or hot 1% takes 50%"));
        }
    }

    private static String path(String operation) {
        return "brief.operations." + operation;
    }

    private void readSteps(String name, Operation operation) {
        List<Step> read = new ArrayList<>();
        for (int i = 0; i < operation.steps().size(); i++) {
            try {
                read.add(Step.parse(operation.steps().get(i)));
            } catch (BadText bad) {
                found.add(Finding.error(
                        "bad-step",
                        path(name) + ".steps[" + i + "]",
                        bad.getMessage(),
                        "write a step such as read Photo x10 parallel"));
            }
        }
        if (!read.isEmpty() && read.get(0).otherwise()) {
            found.add(Finding.error(
                    "bad-step",
                    path(name) + ".steps[0]",
                    "there is no step before \"" + read.get(0) + "\" that it could stand in for",
                    "put the step that it is the alternative of before it"));
        }
        steps.put(name, read);
        if (operation.steps().isEmpty()) {
            found.add(Finding.warning(
                    "no-steps",
                    path(name) + ".steps",
                    "the operation " + name + " touches no data",
                    "say what it does: read, write or delete an entity, publish an event, call an operation"));
        }
    }

    private void checkTriggers(String name, Operation operation) {
        List<String> triggers = new ArrayList<>();
        addNamed(triggers, "rate", operation.rate());
        addNamed(triggers, "on", operation.on());
        addNamed(triggers, "every", operation.every());
        if (triggers.size() > 1) {
            found.add(Finding.error(
                    "two-triggers",
                    path(name),
                    "the operation " + name + " has " + String.join(" and ", triggers),
                    "keep one: a rate (clients), on an event, or every so often"));
        }
        boolean called = steps.values().stream()
                .flatMap(List::stream)
                .anyMatch(step -> step.verb() == Verb.CALL && step.target().equals(name));
        if (triggers.isEmpty() && !called) {
            found.add(Finding.warning(
                    "no-trigger",
                    path(name),
                    "the operation " + name + " has neither rate nor trigger and nobody calls it, so it never runs",
                    "give it a rate such as users * 3 request/user/day, or on an event, or every 10 s"));
        }
    }

    private static void addNamed(List<String> names, String name, String value) {
        if (value != null && !value.isBlank()) {
            names.add(name);
        }
    }

    private void checkNames(String name, List<Step> read) {
        for (Step step : read) {
            boolean call = step.verb() == Verb.CALL;
            Set<String> known =
                    call ? brief.operations().keySet() : brief.entities().keySet();
            if (step.verb() != Verb.PUBLISH && !known.contains(step.target())) {
                unknown(name, step, call ? "operation" : "entity", step.target(), known);
            }
            if (step.key() != null && !step.newKey() && !brief.entities().containsKey(step.key())) {
                unknown(name, step, "entity", step.key(), brief.entities().keySet());
            }
        }
    }

    private void unknown(String operation, Step step, String what, String name, Set<String> known) {
        found.add(Finding.error(
                "unknown-" + what,
                path(operation) + ".steps",
                "\"" + step + "\" names " + name + ", which is no " + what + " of the brief",
                Known.remedy(name, what, known)));
    }

    private void checkEvents() {
        Set<String> handled = new LinkedHashSet<>();
        Set<String> published = new LinkedHashSet<>();
        brief.operations().values().forEach(operation -> addNamed(handled, operation.on()));
        steps.values()
                .forEach(all -> all.stream()
                        .filter(step -> step.verb() == Verb.PUBLISH)
                        .forEach(step -> published.add(step.target())));
        steps.forEach((name, all) -> all.stream()
                .filter(step -> step.verb() == Verb.PUBLISH && !handled.contains(step.target()))
                .forEach(step -> found.add(Finding.warning(
                        "event-unhandled",
                        path(name) + ".steps",
                        "nobody handles the event " + step.target() + " that " + name + " publishes",
                        handled.isEmpty()
                                ? "add an operation with on: " + step.target()
                                : Known.remedy(step.target(), "event", handled) + " Or add an operation with on: "
                                        + step.target()))));
        brief.operations().forEach((name, operation) -> {
            if (operation.on() != null && !operation.on().isBlank() && !published.contains(operation.on())) {
                found.add(Finding.warning(
                        "event-unpublished",
                        path(name) + ".on",
                        "no step publishes the event " + operation.on() + " that " + name + " waits for",
                        "add a step: publish " + operation.on()));
            }
        });
    }

    private static void addNamed(Set<String> names, String value) {
        if (value != null && !value.isBlank()) {
            names.add(value);
        }
    }

    /** An operation that calls itself, by way of others or not, would never end. */
    private void checkCalls() {
        Map<String, Set<String>> calls = new LinkedHashMap<>();
        steps.forEach((name, all) -> {
            Set<String> targets = new LinkedHashSet<>();
            all.stream().filter(step -> step.verb() == Verb.CALL).forEach(step -> targets.add(step.target()));
            calls.put(name, targets);
        });
        for (List<String> cycle : Graph.cycles(calls)) {
            cycle.forEach(name -> circles.add(path(name)));
            found.add(Finding.error(
                    "call-cycle",
                    path(cycle.get(0)) + ".steps",
                    "calls go round in a circle: " + String.join(" -> ", cycle) + " -> " + cycle.get(0),
                    "take one of these calls out, or publish an event instead"));
        }
    }

    private void checkUse() {
        Set<String> used = new LinkedHashSet<>();
        steps.values()
                .forEach(all -> all.forEach(step -> {
                    used.add(step.target());
                    used.add(step.key());
                }));
        for (Map.Entry<String, Entity> entity : brief.entities().entrySet()) {
            if (!used.contains(entity.getKey()) && !brief.operations().isEmpty()) {
                found.add(Finding.info(
                        "entity-unused",
                        "brief.entities." + entity.getKey(),
                        "no operation reads or writes " + entity.getKey(),
                        "add a step such as read " + entity.getKey() + ", or remove the entity"));
            }
        }
    }
}
