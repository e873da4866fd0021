package dev.trestle.estimator.estimate;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Dimension;
import dev.trestle.estimator.sheet.Influence;
import dev.trestle.estimator.sheet.Shape;
import dev.trestle.estimator.sheet.Sheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Checks of a brief's numbers, each for a mistake that published estimates really contain. */
final class Sanity {

    private static final int ABSURD_FLEET = 100_000;
    private static final List<String> SHARES = List.of("hitRatio", "availability", "utilization", "cacheShare");
    private static final List<String> SEVERITIES = List.of("error", "warning", "info");

    private final BriefNumbers brief;
    private final Book book;
    private final Sheet sheet;
    private final Volumes volumes;
    private final List<Finding> findings = new ArrayList<>();

    private Sanity(BriefNumbers brief, Book book, Sheet sheet, Volumes volumes) {
        this.brief = brief;
        this.book = book;
        this.sheet = sheet;
        this.volumes = volumes;
    }

    static List<Finding> findings(BriefNumbers brief, Book book, Sheet sheet, Volumes volumes) {
        Sanity sanity = new Sanity(brief, book, sheet, volumes);
        sanity.texts();
        brief.assumptions().keySet().forEach(sanity::assumption);
        if (!brief.isPlainSheet()) {
            brief.operations().forEach(sanity::operation);
            brief.entities().keySet().forEach(sanity::entity);
            sanity.ratios();
            sanity.population();
            sanity.fleet();
            sanity.worthAsking();
        }
        sanity.findings.sort(Comparator.comparing(finding -> SEVERITIES.indexOf(finding.severity())));
        return List.copyOf(sanity.findings);
    }

    private void add(String severity, String code, String path, String says, String remedy) {
        findings.add(new Finding(code, severity, path, says, remedy));
    }

    private void texts() {
        sheet.errors().forEach((name, error) -> {
            boolean counted = sheet.entry(name).shape() == Shape.BYTES && isCount(error);
            String code = counted ? "count-as-bytes" : "text";
            String remedy =
                    counted ? "write the size of one item in bytes, such as 500 B or 5 MB/photo" : "correct the text";
            add("error", code, book.path(name), error.getMessage(), remedy);
        });
    }

    private void assumption(String name) {
        String text = brief.assumptions().get(name);
        if (value(name, 0) < 0) {
            add(
                    "warning",
                    "negative",
                    book.path(name),
                    name + " is " + sheet.printed(name) + ", below 0",
                    "write what there is, and subtract it where it is used");
        } else if (text != null && text.strip().endsWith("%") && value(name, 0) > 1 && !SHARES.contains(name)) {
            add(
                    "warning",
                    "above-100-percent",
                    book.path(name),
                    name + " is " + text.strip() + ": more than all of it",
                    "write a share such as 80 %; for growth write a factor such as 1.5");
        }
    }

    /** What clients ask for and what is stored cannot be less than nothing: no run could begin with it. */
    private void notNegative(String cell, String path, String what) {
        if (value(cell, 0) < 0) {
            add("error", "negative", path, what + " is " + sheet.printed(cell) + ", below 0", "write 0 or more");
        }
    }

    private boolean isCount(BadText error) {
        try {
            return sheet.evaluate(error.text()).dimension().withoutNouns().isNone();
        } catch (BadText unreadable) {
            return false;
        }
    }

    private void operation(String name, OperationNumbers operation) {
        String path = "brief.operations." + name;
        if (operation.rate() != null) {
            String own = Rates.cell(name) + ".rate";
            String typed = sheet.names().contains(own) ? own : Rates.average(name);
            notNegative(typed, path + ".rate", "the rate of " + name);
        }
        notNegative(Rates.cell(name) + ".every", path + ".every", "the period of " + name);
        if (operation.rate() == null && operation.every() == null) {
            if (operation.on() != null && nobody("publish", operation.on())) {
                add(
                        "warning",
                        "no-publisher",
                        path + ".on",
                        "no operation publishes \"" + operation.on() + "\", so " + name + " never runs",
                        "add a step publish " + operation.on() + " or give a rate");
            } else if (operation.on() == null && nobody("call", name)) {
                add(
                        "warning",
                        "no-trigger",
                        path,
                        name + " has no rate and no trigger, so it never runs",
                        "give a rate, on <event> or every <duration>");
            }
        }
        for (StepNumbers step : operation.steps()) {
            boolean entity = !step.is("publish") && !step.is("call");
            Map<String, ?> known = entity ? brief.entities() : brief.operations();
            if (!step.is("publish") && !known.containsKey(step.target())) {
                add(
                        "warning",
                        "unknown-target",
                        path + ".steps",
                        "the step " + step.verb() + " " + step.target() + " names no "
                                + (entity ? "entity" : "operation"),
                        "known are " + String.join(", ", known.keySet()));
            }
        }
    }

    private boolean nobody(String verb, String target) {
        return brief.operations().values().stream()
                .flatMap(operation -> operation.steps().stream())
                .noneMatch(step -> step.is(verb) && step.target().equals(target));
    }

    private void entity(String name) {
        String path = "brief.entities." + name;
        String cell = Rates.cell(name);
        notNegative(cell + ".size", path + ".size", "the size of " + name);
        notNegative(cell + ".count", path + ".count", "the count of " + name);
        if (!book.has(cell + ".size")) {
            add(
                    "warning",
                    "no-size",
                    path + ".size",
                    name + " has no size, so its bytes are missing in every total",
                    "give the bytes of one item");
        } else if (sheet.inBits(cell + ".size")) {
            add(
                    "warning",
                    "bits-as-bytes",
                    path + ".size",
                    "the size of " + name + " is written in bits, it counts as " + sheet.printed(cell + ".size"),
                    "write it in bytes if that was meant");
        }
        if (volumes.isOverwritten(name)) {
            add(
                    "info",
                    "overwritten",
                    path + ".count",
                    name + " is written " + sheet.printed(cell + ".writes")
                            + " and there are only " + sheet.printed(cell + ".count")
                            + ": within a month each is overwritten, so it does not grow",
                    "raise the count if writes add items");
        }
    }

    private void ratios() {
        for (String name : SHARES) {
            if (value(name, 0) > 1) {
                add(
                        "warning",
                        "above-100-percent",
                        book.path(name),
                        name + " is " + sheet.printed(name) + ", above 100 %",
                        "write a share such as 80 %");
            }
        }
        if (value("peak", 1) < 1) {
            add(
                    "warning",
                    "peak-below-average",
                    book.path("peak"),
                    "the peak is below the average, a system sized for it" + " is too small",
                    "give the factor of the peak over the average, such as 3");
        }
    }

    private double value(String name, double otherwise) {
        return sheet.names().contains(name) && sheet.error(name) == null
                ? sheet.value(name).value()
                : otherwise;
    }

    /** Requests in flight are somebody's: more of them than people means a unit or period is wrong. */
    private void population() {
        Dimension user = Dimension.noun("user");
        brief.assumptions().keySet().stream()
                .filter(name -> sheet.error(name) == null
                        && sheet.value(name).dimension().equals(user))
                .filter(name -> value("connections", 0) > sheet.value(name).value())
                .forEach(name -> add(
                        "warning",
                        "more-concurrent-than-population",
                        book.path(name),
                        sheet.printed("connections") + " requests at once are more than " + name + " ("
                                + sheet.printed(name) + ")",
                        "check the periods of the rates"));
    }

    private void fleet() {
        if (value("servers", 0) > ABSURD_FLEET) {
            add(
                    "warning",
                    "absurd-fleet",
                    "brief",
                    sheet.printed("servers") + " servers: a prefix or a period is probably" + " wrong",
                    "follow the derivation of servers to the input that is too large");
        }
    }

    /** The assumption behind most of the spread is the question to ask the interviewer. */
    private void worthAsking() {
        for (String output : List.of("cost.perMonth", "storage.perYear")) {
            if (sheet.error(output) != null || !sheet.uncertain(output)) {
                continue;
            }
            Influence first = sheet.sensitivity(output).get(0);
            if (first.share() >= 0.4) {
                add(
                        "info",
                        "ask",
                        book.path(first.input()),
                        first.input() + " explains " + Math.round(first.share() * 100) + " % of the spread of "
                                + output,
                        "ask about it first");
                return;
            }
        }
    }
}
