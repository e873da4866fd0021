package dev.trestle.e2e.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.jar.Jar.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ideas that a design interview turns on, each shown by one board and by the same board with one setting changed. What must
 * come out is said beside each, by thought; a script is played eight times.
 */
class DemonstrationTest {
    private static final String BOARDS = "e2e/src/test/resources/demonstrations/";
    private static final String NODES = "design.nodes.";
    private static final int REPLICATIONS = 8;

    @TempDir
    Path folder;

    /**
     * A follower is 200 ms behind when the leader dies, and takes over: what was acknowledged in the last 200 ms is gone, 200/s
     * x 0.2 s = 40 writes each time. Where a write is only acknowledged when the follower has it, none is.
     */
    @Test
    void anAsynchronousFailoverLosesWhatTheFollowerDidNotHaveYet() {
        Judged async = run("failover");
        assertEquals(Map.of("kept", "missed"), async.verdicts());
        assertPoisson(REPLICATIONS * 40, async.measured("kept"));
        assertEquals(
                Map.of("kept", "met"),
                run("failover", NODES + "db.settings.replication=sync").verdicts());
    }

    /**
     * Of three copies a write waits for one and a read for one, so a read may see a copy that has not the write yet (1 + 1 <= 3). A
     * read of all three has that copy among them, whichever it is (3 + 1 > 3), and nobody who reads later sees less than it did:
     * the same copies answer.
     */
    @Test
    void aReadSeesTheLastWriteWhereTheirQuorumsOverlap() {
        assertEquals(Map.of("own", "missed", "atomic", "missed"), run("quorum").verdicts());
        assertEquals(
                Map.of("own", "met", "atomic", "met"),
                run("quorum", NODES + "db.settings.readQuorum=3").verdicts());
    }

    /**
     * Two of three each way overlap too (2 + 2 > 3), and whoever has written sees it. But while a write has reached one copy, one
     * reader finds it there and a later one asks the other two: that is no register (Kleppmann, "Designing data-intensive
     * applications", 2017, figure 9-6). With a read of one copy (1 + 2 <= 3) nobody is safe.
     */
    @Test
    void quorumsThatOverlapAreNotYetLinearizable() {
        String two = NODES + "db.settings.writeQuorum=2";
        assertEquals(
                Map.of("own", "missed", "atomic", "missed"), run("quorum", two).verdicts());
        assertEquals(
                Map.of("own", "met", "atomic", "missed"),
                run("quorum", two, NODES + "db.settings.readQuorum=2").verdicts());
    }

    /**
     * Work takes an exponential time of 100 ms in the mean and a few for the store, and after 200 ms its message is handed out
     * again: e^-2 = 13.5 % and somewhat more are handled twice, none is lost. A consumer that knows what it has handled does not.
     */
    @Test
    void aMessageThatIsHiddenTooShortlyIsHandledTwice() {
        Judged repeated = run("visibility");
        assertEquals(Map.of("once", "missed", "some", "met"), repeated.verdicts());
        assertEquals(0.140, repeated.measured("once") / repeated.samples("once"), 0.012);
        assertEquals(
                Map.of("once", "met", "some", "met"),
                run("visibility", NODES + "w.settings.idempotent=yes").verdicts());
    }

    /**
     * A payment is booked 250 ms away, and the consumer that waits for the answer dies: the other one books again what was under
     * way, 100/s x 0.5 s / 2 = 25 payments each time. To mark the order as paid a second time leaves it as it was.
     */
    @Test
    void aConsumerThatDiesAfterItsEffectRepeatsIt() {
        Judged repeated = run("consumer-crash");
        assertEquals(Map.of("once", "missed", "some", "met", "same", "missed"), repeated.verdicts());
        assertPoisson(REPLICATIONS * 25, repeated.measured("once"));
        assertEquals(
                Map.of("once", "met", "some", "met", "same", "met"),
                run("consumer-crash", "brief.operations.book.steps=write Order").verdicts());
    }

    /**
     * Of eight workers one that takes longer is overtaken. Where the queue hands out one message of a key at a time, no key's are, and
     * others still overtake each other; one worker, or one message at a time, keeps them all in order.
     */
    @Test
    void severalConsumersOvertakeEachOtherUnlessTheyAreKeptApartByKey() {
        assertEquals(Map.of("all", "missed", "each", "missed"), run("order").verdicts());
        assertEquals(
                Map.of("all", "missed", "each", "met"),
                run("order", NODES + "q.settings.order=per-key").verdicts());
        assertEquals(
                Map.of("all", "met", "each", "met"),
                run("order", NODES + "w.settings.instances=1").verdicts());
        assertEquals(
                Map.of("all", "met", "each", "met"),
                run("order", NODES + "q.settings.order=fifo").verdicts());
    }

    /**
     * There are 100 seats of each of 20 shows, asked for 300 times each. The web shop's cache counts what it has sold, and not what the
     * box office sells meanwhile. Where both leave it to the database to sell one if there is one, every seat is sold once.
     */
    @Test
    void aStaleCacheSellsSeatsThatAreGone() {
        int seats = REPLICATIONS * 20 * 100;
        Judged stale = run("oversell");
        assertEquals(Map.of("seats", "missed"), stale.verdicts());
        assertEquals(stale.samples("seats") - seats, stale.measured("seats"), "sold more often than there are seats");
        Judged conditional = run("oversell", NODES + "cache.settings.pattern=write-through");
        assertEquals(Map.of("seats", "met"), conditional.verdicts());
        assertEquals(seats, conditional.samples("seats"));
    }

    /**
     * A service for 400/s is asked 200/s and is ten times slower for 5 s. Everybody who gives up tries again, up to five times: 1,200/s, of
     * which nobody is answered in time, so it stays down when it is fast again (Bronson et al., "Metastable failures in distributed
     * systems", HotOS 2021). With a budget of 10 % it is asked 220/s, and the 5 x (220 - 40) that wait are gone in 900 / (400 - 220) = 5 s.
     */
    @Test
    void aRetryStormOutlivesItsTriggerUnlessRetriesHaveABudget() {
        assertEquals(Map.of("well", "met", "back", "missed"), run("retry-storm").verdicts());
        assertEquals(
                Map.of("well", "met", "back", "met"),
                run("retry-storm", NODES + "people.settings.retryBudget=10 %").verdicts());
    }

    /**
     * Nothing of the reference is there once, so it survives the loss of any instance ({@link ReferenceTest}). Drawn in two zones, with
     * what writes and what caches in the first one only, the loss of that zone takes them, and there is nothing like them elsewhere.
     */
    @Test
    void theReferenceInZonesNamesWhatStandsInOneOnly() throws IOException {
        JsonObject board = JsonParser.parseString(Checkout.read(
                        Checkout.ROOT.resolve("components/src/main/resources/problems/instagram/reference.json")))
                .getAsJsonObject();
        JsonObject survives =
                board.getAsJsonObject("brief").getAsJsonObject("requirements").getAsJsonObject("r10");
        assertEquals("survives loss of any instance", survives.get("is").getAsString());
        survives.addProperty("is", "survives loss of any zone");
        JsonObject design = board.getAsJsonObject("design");
        for (String id : List.of("writes", "cache")) {
            JsonObject node = design.getAsJsonObject("nodes").getAsJsonObject(id);
            node.addProperty("y", node.get("y").getAsInt() + 2_000);
        }
        design.add("areas", JsonParser.parseString("""
                {"eu": {"kind": "region", "x": 200, "y": 0, "w": 1400, "h": 4000},
                 "a": {"kind": "zone", "x": 200, "y": 1900, "w": 1400, "h": 700},
                 "b": {"kind": "zone", "x": 200, "y": 2800, "w": 1400, "h": 700}}"""));
        Path file = folder.resolve("board.json");
        Files.writeString(file, board.toString());
        Judged zoned = judged(Stream.of(file.toString(), "--whole-script"));
        assertEquals("missed", zoned.verdicts().get("r10"));
        String because = zoned.of("r10").get("because").getAsString();
        assertTrue(because.contains("loss of zone a"), because);
        assertTrue(because.endsWith("single points of failure: Write service, Redis"), because);
    }

    /** What a run said. */
    private record Judged(JsonArray lines) {
        Map<String, String> verdicts() {
            Map<String, String> verdicts = new TreeMap<>();
            lines.forEach(line -> verdicts.put(
                    line.getAsJsonObject().get("id").getAsString(),
                    line.getAsJsonObject().get("verdict").getAsString()));
            return verdicts;
        }

        JsonObject of(String requirement) {
            for (JsonElement line : lines) {
                if (line.getAsJsonObject().get("id").getAsString().equals(requirement)) {
                    return line.getAsJsonObject();
                }
            }
            throw new IllegalArgumentException(requirement);
        }

        double measured(String requirement) {
            return of(requirement).get("measured").getAsDouble();
        }

        double samples(String requirement) {
            return of(requirement).get("samples").getAsDouble();
        }
    }

    /** A number of things that happen on their own is within four standard deviations of what is expected. */
    private static void assertPoisson(double expected, double number) {
        assertEquals(expected, number, 4 * Math.sqrt(expected));
    }

    /** Plays the script of a board of ours as it is, with these settings changed. */
    private Judged run(String board, String... changes) {
        Stream<String> sets = Stream.of(changes).flatMap(change -> Stream.of("--set", change));
        return judged(Stream.concat(
                Stream.of(Checkout.ROOT.resolve(BOARDS + board + ".json").toString(), "--whole-script"), sets));
    }

    private Judged judged(Stream<String> arguments) {
        List<String> command = new ArrayList<>(List.of("run", "--json", "report.json"));
        arguments.forEach(command::add);
        Outcome outcome = Jar.run(folder, command.toArray(String[]::new));
        assertEquals(
                List.of(),
                outcome.complaints().stream()
                        .filter(line -> !line.endsWith("% done"))
                        .toList());
        return new Judged(JsonParser.parseString(Checkout.read(folder.resolve("report.json")))
                .getAsJsonObject()
                .getAsJsonArray("verdicts"));
    }
}
