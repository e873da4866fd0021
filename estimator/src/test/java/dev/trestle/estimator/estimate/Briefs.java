package dev.trestle.estimator.estimate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the numbers of a brief step by step. */
final class Briefs {

    private final Map<String, String> assumptions = new LinkedHashMap<>();
    private final Map<String, EntityNumbers> entities = new LinkedHashMap<>();
    private final Map<String, OperationNumbers> operations = new LinkedHashMap<>();

    static Briefs brief() {
        return new Briefs();
    }

    Briefs assume(String name, String text) {
        assumptions.put(name, text);
        return this;
    }

    Briefs entity(String name, String size, String count) {
        entities.put(name, new EntityNumbers(size, count));
        return this;
    }

    Briefs kept(String name, String size, String count, EntityNumbers.Home home, boolean cached) {
        entities.put(name, new EntityNumbers(size, count, home, cached));
        return this;
    }

    Briefs rate(String name, String rate, StepNumbers... steps) {
        operations.put(name, new OperationNumbers(rate, null, null, List.of(steps)));
        return this;
    }

    Briefs on(String name, String event, StepNumbers... steps) {
        operations.put(name, new OperationNumbers(null, event, null, List.of(steps)));
        return this;
    }

    Briefs every(String name, String period, StepNumbers... steps) {
        operations.put(name, new OperationNumbers(null, null, period, List.of(steps)));
        return this;
    }

    BriefNumbers numbers() {
        return new BriefNumbers(assumptions, entities, operations);
    }

    Estimate estimate() {
        return Estimate.of(numbers());
    }

    static StepNumbers step(String verb, String target) {
        return new StepNumbers(verb, target, 1, 1);
    }

    static StepNumbers step(String verb, String target, double times) {
        return new StepNumbers(verb, target, times, 1);
    }

    /** The photo sharing brief of the board document's example. */
    static Briefs photoSharing() {
        return brief().assume("users", "10 Muser")
                .assume("uploads", "2 photo/user/month")
                .assume("views", "20..30 view/user/day")
                .assume("photoSize", "5 MB/photo")
                .assume("peak", "3")
                .entity("Photo", "500 B", "240 M")
                .entity("PhotoFile", "photoSize", "240 M")
                .entity("Feed", "20 KB", "10 M")
                .entity("Follower", "16 B", "2 G")
                .rate(
                        "upload",
                        "users * uploads",
                        step("write", "PhotoFile"),
                        step("write", "Photo"),
                        step("publish", "posted"))
                .rate("feed", "users * views", step("read", "Feed"), step("read", "PhotoFile", 10))
                .on("fanout", "posted", step("read", "Follower"), step("write", "Feed", 200));
    }

    static List<String> codes(Estimate estimate) {
        List<String> codes = new ArrayList<>();
        estimate.findings().forEach(finding -> codes.add(finding.code()));
        return codes;
    }
}
