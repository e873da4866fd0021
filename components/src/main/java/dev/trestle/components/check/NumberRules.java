package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.check.Finding.Severity;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Holdings;
import dev.trestle.components.load.Popularity;
import dev.trestle.estimator.estimate.BriefNumbers;
import dev.trestle.estimator.estimate.EntityNumbers;
import dev.trestle.estimator.estimate.Estimate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rules of the brief's numbers: what its estimate cannot compute, or computes and finds odd. */
final class NumberRules {
    /** What {@link BriefRules} say with more precision: they see the steps as written. */
    private static final Set<String> SAID_ELSEWHERE = Set.of("no-trigger", "no-publisher", "unknown-target");

    private static final int REMEMBERED = 512;

    /** Ten terabytes: no store keeps a larger item, and sums of larger ones leave the numbers. */
    private static final double LARGEST_ITEM = 1e13;

    /** Far beyond what anybody asks for, and a month of it can still be paid for in numbers. */
    private static final double MOST_A_SECOND = 1e18;

    /**
     * Findings by the digest of the numbers they are about: an estimate draws ten thousand samples, and a board is
     * checked after every edit, most of which move something on the canvas and leave the numbers alone.
     */
    private static final Map<String, List<Finding>> RECENT =
            Collections.synchronizedMap(new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<Finding>> eldest) {
                    return size() > REMEMBERED;
                }
            });

    private final Board board;
    private final Catalog catalog;
    private final Set<String> circles;
    private final List<Finding> found;

    /** @param circles paths of operations that have a finding for calling themselves: their rates have no value */
    NumberRules(Board board, Catalog catalog, Set<String> circles, List<Finding> found) {
        this.board = board;
        this.catalog = catalog;
        this.circles = circles;
        this.found = found;
    }

    void check() {
        BriefNumbers numbers = Holdings.of(board.design(), catalog).numbers(board.brief());
        String digest = digest(numbers);
        List<Finding> said = RECENT.get(digest);
        if (said == null) {
            said = findings(numbers);
            RECENT.put(digest, said);
        }
        said.stream().filter(finding -> !circles.contains(finding.path())).forEach(found::add);
    }

    private static List<Finding> findings(BriefNumbers numbers) {
        Estimate estimate = Estimate.of(numbers);
        List<Finding> findings = new ArrayList<>(findings(estimate));
        if (findings.stream().noneMatch(Finding::stops)) {
            numbers.entities().forEach((name, entity) -> checkEntity(name, entity, estimate, findings));
            numbers.operations().keySet().forEach(name -> checkRate(name, estimate, findings));
        }
        return List.copyOf(findings);
    }

    private static void checkRate(String name, Estimate estimate, List<Finding> findings) {
        if (!(estimate.askedPerSecond(name) <= MOST_A_SECOND)) {
            findings.add(Finding.error(
                    "too-often",
                    "brief.operations." + name + ".rate",
                    name + " is asked for more often than the 1e18 times a second that a bill can add up",
                    "state what people ask for: a rate of 1e12/s is more than all the world's"));
        }
    }

    /** What a run can number and add up. */
    private static void checkEntity(String name, EntityNumbers entity, Estimate estimate, List<Finding> findings) {
        if (entity.count() != null && !(estimate.count(name) <= Popularity.MOST_KEYS)) {
            findings.add(Finding.error(
                    "too-many",
                    "brief.entities." + name + ".count",
                    "there are more " + name + " than the 1e12 that a run can number",
                    "state fewer, or count what lies in one of them as one"));
        }
        if (entity.size() != null && !(estimate.bytes(name) <= LARGEST_ITEM)) {
            findings.add(Finding.error(
                    "too-large",
                    "brief.entities." + name + ".size",
                    "one " + name + " is larger than the 10 TB that any store takes",
                    "state the size of one item, or split it into parts"));
        }
    }

    private static List<Finding> findings(Estimate estimate) {
        return estimate.findings().stream()
                .filter(finding -> !SAID_ELSEWHERE.contains(finding.code()))
                .map(finding -> new Finding(
                        finding.code(),
                        Severity.valueOf(finding.severity().toUpperCase(Locale.ROOT)),
                        null,
                        null,
                        finding.path(),
                        finding.says(),
                        finding.remedy()))
                .toList();
    }

    private static String digest(BriefNumbers numbers) {
        try {
            byte[] texts = numbers.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(texts));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
