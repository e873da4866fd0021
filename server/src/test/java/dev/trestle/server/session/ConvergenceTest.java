package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.board.Edit;
import dev.trestle.db.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise P3: whatever happens between them, all screens end up showing what the log says. Some browsers edit at random
 * while the network cuts, the disk fails before or after a commit, the server is killed and rooms are forgotten. A
 * failing seed is named in the message.
 */
final class ConvergenceTest {
    private static final int STEPS = 150;

    private static Database database;

    @BeforeAll
    static void open(@TempDir Path folder) {
        database = Database.h2(folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void allScreensConvergeOnTheLog() {
        for (int seed = 1; seed <= 25; seed++) {
            play(seed);
        }
        assertEquals(List.of(), database.verify());
    }

    @Test
    @Tag("soak")
    void allScreensConvergeOnTheLogForThousandsOfSeeds() {
        for (int seed = 1_000; seed < 4_000; seed++) {
            play(seed);
        }
        assertEquals(List.of(), database.verify());
    }

    private static void play(int seed) {
        Random random = new Random(seed);
        Bench bench = new Bench(database);
        String session = bench.session();
        List<FakeBrowser> browsers = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            browsers.add(bench.browser(session, i == 0 ? Role.HOST : Role.CANDIDATE));
        }
        FakeBrowser observer = bench.browser(session, Role.OBSERVER);
        browsers.add(observer);
        try {
            for (int step = 0; step < STEPS; step++) {
                step(random, bench, browsers);
                assertEquals(List.of(), step % 50 == 0 ? database.verify() : List.of());
            }
            allComeBack(bench, browsers);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        for (FakeBrowser browser : browsers) {
            assertEquals(0, browser.unanswered(), "seed " + seed + ": unanswered edits of " + browser.clientId);
            assertEquals(bench.fold(session), browser.view(), "seed " + seed + ": what " + browser.clientId + " shows");
        }
    }

    private static void step(Random random, Bench bench, List<FakeBrowser> browsers) {
        FakeBrowser one = browsers.get(random.nextInt(browsers.size()));
        int dice = random.nextInt(100);
        if (dice < 35) {
            one.edit(edits(random));
        } else if (dice < 60) {
            bench.runOne();
        } else if (dice < 72) {
            bench.commit();
        } else if (dice < 88) {
            one.read(1 + random.nextInt(3));
        } else if (dice < 92) {
            one.cut();
            one.connect();
        } else if (dice < 94) {
            one.resendAll();
        } else if (dice < 96) {
            bench.store = random.nextBoolean() ? Bench.Store.FAILS_BEFORE : Bench.Store.FAILS_AFTER;
        } else if (dice < 98) {
            bench.restart();
            browsers.forEach(FakeBrowser::connect);
        } else {
            bench.pass(Duration.ofMillis(random.nextInt(40_000)));
        }
    }

    private static void allComeBack(Bench bench, List<FakeBrowser> browsers) {
        bench.store = Bench.Store.WORKS;
        for (int round = 0; round < 5; round++) {
            for (FakeBrowser browser : browsers) {
                browser.cut();
                browser.connect();
                browser.quiet();
            }
        }
        browsers.forEach(FakeBrowser::quiet);
    }

    private static Edit[] edits(Random random) {
        Edit[] edits = new Edit[1 + random.nextInt(3)];
        for (int i = 0; i < edits.length; i++) {
            edits[i] = edit(random);
        }
        return edits;
    }

    /** Few ids, so that people meet on the same records. */
    private static Edit edit(Random random) {
        String node = "n" + random.nextInt(6);
        String link = "l" + random.nextInt(6);
        double x = random.nextInt(100);
        return switch (random.nextInt(8)) {
            case 0, 1 -> Edit.put("nodes", node, Map.of("kind", "service", "x", x, "y", 0.0));
            case 2 -> Edit.del("nodes", node);
            case 3, 4 -> Edit.put("links", link, Map.of("from", node, "to", "n" + random.nextInt(6)));
            case 5 -> Edit.set("links", link, Map.of("to", node));
            case 6 -> setOrClear(random, node, x);
            default -> Edit.set("board", "board", Map.of("title", "Title " + random.nextInt(5)));
        };
    }

    private static Edit setOrClear(Random random, String node, double x) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("x", x);
        properties.put("settings.instances", random.nextBoolean() ? null : "" + random.nextInt(9));
        Map<String, Object> guard = random.nextBoolean() ? Map.of() : Map.of("x", (double) random.nextInt(3));
        return new Edit(Edit.Op.SET, "nodes", node, properties, guard);
    }
}
