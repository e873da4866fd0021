package dev.trestle.estimator.estimate;

import dev.trestle.estimator.quantity.Dimension;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.estimator.sheet.Derivation;
import dev.trestle.estimator.sheet.Influence;
import dev.trestle.estimator.sheet.Percentiles;
import dev.trestle.estimator.sheet.Sheet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sheet of a brief: rates, storage, traffic, cache, servers, shards and cost, each with formula, ranges and
 * reasons.
 *
 * <p>Values are in base units (seconds, bytes, USD; counts per second) with ranges at their medians. A day has 86,400
 * s, a month 30 days; {@code storage.perYear} is 12 such months; a cell named {@code perDay}, {@code perMonth} or
 * {@code perYear} holds the amount of one such period. A text that cannot be read never throws here: its cell is
 * missing and {@link #findings()} says why. Immutable; safe for use by several threads.
 */
public final class Estimate {

    private static final Dimension BANDWIDTH = Dimension.BYTE.per(Dimension.SECOND);
    /** What an interview asks for first; the sensitivity of an estimate is about these. */
    private static final List<String> HEADLINES = List.of("storage.perYear", "egress.peak", "servers", "cost.perMonth");

    private final BriefNumbers brief;
    private final Book book;
    private final Sheet sheet;
    private final Volumes volumes;
    private Map<String, Cell> cells;
    private List<Finding> findings;

    private Estimate(BriefNumbers brief, Book book, Volumes volumes) {
        this.brief = brief;
        this.book = book;
        this.sheet = book.sheet();
        this.volumes = volumes;
    }

    /** Computes the sheet of a brief; texts that cannot be read become findings. */
    public static Estimate of(BriefNumbers brief) {
        Book book = new Book();
        brief.assumptions().forEach((name, text) -> book.typed(name, text, null, "brief.assumptions." + name + ".is"));
        Rates rates = new Rates(brief.operations());
        Volumes volumes = new Volumes(brief, rates);
        if (!brief.isPlainSheet()) {
            Sizing.writeDefaults(book);
            rates.write(book);
            volumes.writeAccesses(book);
            volumes.decide(book.sheet());
            volumes.write(book);
            new Sizing(brief, rates, volumes).write(book);
        }
        return new Estimate(brief, book, volumes);
    }

    /** Every cell that could be computed: assumptions first, then operations, entities and totals. */
    public synchronized Map<String, Cell> cells() {
        if (cells == null) {
            Map<String, Cell> all = new LinkedHashMap<>();
            for (String name : sheet.names()) {
                if (book.isShown(name) && sheet.error(name) == null) {
                    all.put(name, cell(name));
                }
            }
            cells = Collections.unmodifiableMap(all);
        }
        return cells;
    }

    private Cell cell(String name) {
        Quantity value = sheet.value(name);
        Percentiles range = sheet.range(name);
        String explained = sheet.explained(name);
        if (value.dimension().equals(BANDWIDTH) && !explained.contains("bit/s")) {
            explained += " = " + value.printInBits();
        }
        return new Cell(
                name,
                value,
                range.p5(),
                range.p50(),
                range.p95(),
                value.dimension().text(),
                sheet.entry(name).text(),
                explained);
    }

    /** What is wrong or remarkable about the numbers, errors first. */
    public synchronized List<Finding> findings() {
        if (findings == null) {
            findings = Sanity.findings(brief, book, sheet, volumes);
        }
        return findings;
    }

    /** How often an operation runs on average, per second; throws BadText when its rate cannot be computed. */
    public double averagePerSecond(String operation) {
        return sheet.value(Rates.average(operation)).value();
    }

    /** How often an operation runs at the peak, per second; throws BadText when its rate cannot be computed. */
    public double peakPerSecond(String operation) {
        return sheet.value(Rates.peak(operation)).value();
    }

    /**
     * How often clients ask for an operation on average, per second, without the calls that other operations make; 0
     * where they do not ask for it; throws BadText when its rate cannot be computed.
     */
    public double askedPerSecond(String operation) {
        if (brief.operations().get(operation).rate() == null) {
            return 0;
        }
        String own = Rates.cell(operation) + ".rate";
        return sheet.value(book.has(own) ? own : Rates.average(operation)).value();
    }

    /** The same at the peak. */
    public double askedAtPeakPerSecond(String operation) {
        return askedPerSecond(operation) * sheet.value("peak").value();
    }

    /** The seconds between two starts of an operation that time triggers; throws BadText when it cannot be computed. */
    public double everySeconds(String operation) {
        return sheet.value(Rates.cell(operation) + ".every").value();
    }

    /** Bytes of one item of an entity; throws BadText when it has no size or one that cannot be computed. */
    public double bytes(String entity) {
        EntityNumbers numbers = brief.entities().get(entity);
        if (numbers == null || numbers.size() == null) {
            throw Volumes.without(entity, "size");
        }
        return sheet.value(Rates.cell(entity) + ".size").value();
    }

    /** How many items of an entity there are; throws BadText when it has no count or one that cannot be computed. */
    public double count(String entity) {
        EntityNumbers numbers = brief.entities().get(entity);
        if (numbers == null || numbers.count() == null) {
            throw Volumes.without(entity, "count");
        }
        return sheet.value(Rates.cell(entity) + ".count").value();
    }

    /** A formula over assumptions and cells, ranges at their medians; throws BadText. */
    public Quantity evaluate(String formula) {
        return sheet.evaluate(formula);
    }

    /** Why a cell is what it is, down to assumptions and facts; throws BadText when it cannot be computed. */
    public Derivation derivation(String name) {
        return sheet.derivation(name);
    }

    /** The uncertain inputs of one cell, the strongest first; throws BadText when it cannot be computed. */
    public List<Influence> sensitivity(String name) {
        return sheet.sensitivity(name);
    }

    /** The uncertain inputs of the headline cells; of every cell when the brief is a plain sheet. */
    public List<Influence> sensitivity() {
        List<Influence> all = new ArrayList<>();
        for (String name : brief.isPlainSheet() ? List.copyOf(sheet.names()) : HEADLINES) {
            if (sheet.error(name) == null && !sheet.entry(name).text().contains("..")) {
                all.addAll(sheet.sensitivity(name));
            }
        }
        return all;
    }

    /** What the numbers mean for a design, one sentence each, with the facts behind them. */
    public List<String> conclusions() {
        return brief.isPlainSheet() ? List.of() : Conclusions.of(brief, sheet, volumes);
    }
}
