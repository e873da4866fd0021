package dev.trestle.estimator.estimate;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.sheet.Shape;
import dev.trestle.estimator.sheet.Sheet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the steps do to data: accesses, growth and totals of each entity, bytes stored, in and out.
 *
 * <p>Periods are a day of 86,400 s, a month of 30 days, and a year of 12 such months (100 TB a month are 1.2 PB a
 * year). Writes add items, unless the entity is written more often in a month than the brief says there are items: then
 * they overwrite, and the entity only keeps its {@code count}.
 *
 * <p>What a design says about where an entity is kept is taken; where it says nothing, items from the assumption
 * {@code objectSize} on are objects.
 */
final class Volumes {

    private static final double MONTH = 2_592_000;

    private final BriefNumbers brief;
    private final Rates rates;
    private final boolean replicas;
    private final boolean horizon;
    private final Map<String, Boolean> overwritten = new HashMap<>();
    private final Map<String, Boolean> objects = new HashMap<>();

    Volumes(BriefNumbers brief, Rates rates) {
        this.brief = brief;
        this.rates = rates;
        this.replicas = brief.assumptions().containsKey("replicas");
        this.horizon = brief.assumptions().containsKey("horizon");
    }

    /** Sizes, counts and accesses; enough to decide what is overwritten and what is large. */
    void writeAccesses(Book book) {
        brief.entities().forEach((name, entity) -> {
            String path = "brief.entities." + name;
            String cell = Rates.cell(name);
            if (entity.size() != null) {
                book.typed(cell + ".size", entity.size(), Shape.BYTES, path + ".size");
            }
            if (entity.count() != null) {
                book.typed(cell + ".count", entity.count(), Shape.COUNT, path + ".count");
            }
            book.standard(cell + ".reads", Book.sum(accesses(name, Rates::average, "read"), "0/s"), Shape.RATE, path);
            book.standard(cell + ".writes", Book.sum(accesses(name, Rates::average, "write"), "0/s"), Shape.RATE, path);
        });
    }

    /** Looks at the medians so far and decides. */
    void decide(Sheet sheet) {
        brief.entities().forEach((name, entity) -> {
            String cell = Rates.cell(name);
            double size = median(sheet, cell + ".size", 0);
            objects.put(
                    name,
                    switch (entity.home()) {
                        case OBJECTS -> true;
                        case ROWS -> false;
                        case UNSAID -> size >= median(sheet, "objectSize", Double.POSITIVE_INFINITY);
                    });
            double count = median(sheet, cell + ".count", Double.POSITIVE_INFINITY);
            overwritten.put(name, median(sheet, cell + ".writes", 0) * MONTH > count);
        });
    }

    private static double median(Sheet sheet, String cell, double otherwise) {
        return sheet.names().contains(cell) && sheet.error(cell) == null
                ? sheet.value(cell).value()
                : otherwise;
    }

    boolean isOverwritten(String entity) {
        return overwritten.get(entity);
    }

    boolean isObject(String entity) {
        return objects.get(entity);
    }

    /** Whether copies are kept in memory: as the design says, else every row. */
    boolean isCached(String entity) {
        EntityNumbers numbers = brief.entities().get(entity);
        return numbers.home() == EntityNumbers.Home.UNSAID ? !isObject(entity) : numbers.cached();
    }

    /** Whether an operation is all reads of objects: clients get those from the content network, not from servers. */
    boolean bypassesServers(OperationNumbers operation) {
        return !operation.steps().isEmpty()
                && operation.steps().stream()
                        .allMatch(step -> step.is("read") && objects.getOrDefault(step.target(), false));
    }

    void write(Book book) {
        brief.entities().forEach((name, entity) -> growth(book, name, entity));
        String copies = replicas ? " * replicas" : "";
        Predicate<String> any = name -> true;
        book.standard("storage.perMonth", Book.sum(bytes(".perMonth", copies, any), "0 B"), Shape.BYTES);
        book.standard("storage.perYear", "12 * storage.perMonth", Shape.BYTES);
        book.standard("storage.total", Book.sum(bytes(".total", copies, any), "0 B"), Shape.BYTES);
        book.helper(
                "storage.rows", Book.sum(bytes(".total", "", name -> !isObject(name)), "0 B"), Shape.BYTES, "brief");
        book.helper("storage.objects", Book.sum(bytes(".total", "", this::isObject), "0 B"), Shape.BYTES, "brief");
        book.standard("ingress.average", Book.sum(traffic(book, "write", any), "0 B/s"), Shape.BANDWIDTH);
        book.standard("ingress.peak", "ingress.average * peak", Shape.BANDWIDTH);
        book.standard("egress.average", Book.sum(traffic(book, "read", any), "0 B/s"), Shape.BANDWIDTH);
        book.standard("egress.peak", "egress.average * peak", Shape.BANDWIDTH);
        List<String> rows = traffic(book, "read", name -> !isObject(name));
        book.helper("egress.rows", Book.sum(rows, "0 B/s"), Shape.BANDWIDTH, "brief");
        book.helper(
                "egress.objects", Book.sum(traffic(book, "read", this::isObject), "0 B/s"), Shape.BANDWIDTH, "brief");
    }

    private void growth(Book book, String name, EntityNumbers entity) {
        String path = "brief.entities." + name;
        String cell = Rates.cell(name);
        List<String> deletes = accesses(name, Rates::average, "delete");
        book.standard(cell + ".perDay", cell + ".writes * 1 day", Shape.COUNT, path);
        String perMonth = cell + ".writes * 1 month";
        if (!deletes.isEmpty()) {
            perMonth = "max(0, (" + cell + ".writes - (" + Book.sum(deletes, "0/s") + ")) * 1 month)";
        }
        book.helper(cell + ".perMonth", isOverwritten(name) ? "0" : perMonth, Shape.COUNT, path);
        String count = entity.count() == null ? "0" : cell + ".count";
        String grown = count;
        if (horizon && !isOverwritten(name)) {
            grown = count + " + " + cell + ".perMonth * (horizon / 1 month)";
        } else if (entity.count() == null) {
            grown = "12 * " + cell + ".perMonth";
        }
        book.standard(cell + ".total", grown, Shape.COUNT, path);
    }

    private List<String> bytes(String items, String copies, Predicate<String> wanted) {
        List<String> terms = new ArrayList<>();
        brief.entities().forEach((name, entity) -> {
            boolean grows = items.equals(".total")
                    || !accesses(name, Rates::average, "write").isEmpty();
            if (entity.size() != null && wanted.test(name) && grows) {
                terms.add(Rates.cell(name) + items + " * " + Rates.cell(name) + ".size" + copies);
            }
        });
        return terms;
    }

    /** Bytes per second between clients and the system: handlers of events and timers stay inside. */
    private List<String> traffic(Book book, String verb, Predicate<String> wanted) {
        List<String> terms = new ArrayList<>();
        brief.operations().forEach((name, operation) -> {
            for (StepNumbers step : operation.steps()) {
                EntityNumbers entity = brief.entities().get(step.target());
                if (step.is(verb) && entity != null && entity.size() != null && wanted.test(step.target())) {
                    String from = rates.fromClients(book, name);
                    if (from != null) {
                        terms.add(Weights.times(from, step.weight()) + " * " + Rates.cell(step.target()) + ".size");
                    }
                }
            }
        });
        return terms;
    }

    /** The terms of an entity's accesses per second by one verb, with the rate cell of each operation. */
    List<String> accesses(String entity, UnaryOperator<String> rate, String verb) {
        List<String> terms = new ArrayList<>();
        brief.operations().forEach((name, operation) -> {
            for (StepNumbers step : operation.steps()) {
                if (step.is(verb) && step.target().equals(entity)) {
                    terms.add(Weights.times(rate.apply(name), step.weight()));
                }
            }
        });
        return terms;
    }

    static BadText without(String entity, String property) {
        return new BadText(entity, 0, "the entity \"" + entity + "\" has no " + property);
    }
}
