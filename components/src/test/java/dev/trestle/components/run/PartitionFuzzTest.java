package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A design with nearly everything in it, drawn at random over two regions, while networks and zones come and go. */
class PartitionFuzzTest {
    private static final List<String> AREAS = List.of("eu-1", "a", "b", "us-1", "c", "d");
    private static final List<String> NODES = List.of(
            "people", "dns", "cdn", "lb", "app", "cache", "db", "wide", "leaders", "etcd", "queue", "worker", "files");

    /** Each sort of store has an entity of its own, read and written over the same app. */
    private static Boards everything(Random random) {
        String[] transports = {"short-poll", "long-poll", "sse", "websocket", "request"};
        String[] answers = {"spread", "geo", "weighted", "failover"};
        Boards.Part app =
                part("app", "service", "instances", "5", "serviceTime", "1 ms", "timeout", "300 ms", "retries", "1");
        app.settings().put("model", random.nextBoolean() ? "async" : "sync");
        Boards board = board().byPlacement()
                .entity("Row", "1 KB", "1000", "zipf 1.0")
                .entity("Wide", "1 KB", "1000", "uniform")
                .entity("Doc", "1 KB", "1000", "uniform")
                .entity("Lock", "100 B", "50", "uniform")
                .entity("File", "100 KB", "1000", "uniform")
                .operation("read", "50/s", "read Row", "read Wide", "read Doc", "read Lock")
                .operation("write", "50/s", "write Row", "write Wide", "write Doc", "write Lock", "publish posted")
                .operation("fetch", "20/s", "read File")
                .operation("listen", "1/s")
                .handler("handle", "posted", "write Row");
        board.path(
                part(
                        "people",
                        "clients",
                        "timeout",
                        "1 s",
                        "retries",
                        "1",
                        "transport",
                        transports[random.nextInt(5)],
                        "listensWith",
                        "listen",
                        "listeners",
                        "20",
                        "pollEvery",
                        "1 s",
                        "holdFor",
                        "2 s"),
                part("dns", "dns", "answers", answers[random.nextInt(4)], "ttl", "2 s", "healthInterval", "1 s"),
                part("cdn", "cdn", "caches", "File", "capacity", "10 MB"),
                part("lb", "load-balancer", "heartbeat", "500 ms", "takeover", "1 s", "healthInterval", "1 s"),
                app,
                part("cache", "cache", "holds", "Row", "instances", "3", "capacity", "300 KB"));
        board.path(app, part("db", "sql-database"));
        board.path(app, part("wide", "wide-column", "holds", "Wide", "instances", "5"));
        board.path(app, part("leaders", "multi-leader", "holds", "Doc", "instances", "2"));
        board.path(app, part("etcd", "coordinator", "holds", "Lock", "instances", "3"));
        board.path(app, part("files", "object-store", "holds", "File"));
        board.path(
                app,
                part("queue", "queue"),
                part("worker", "worker", "instances", "3", "workers", "1000"),
                part("db", "sql-database"));
        board.region("eu-1")
                .zone("a", "eu-1")
                .zone("b", "eu-1")
                .region("us-1")
                .zone("c", "us-1")
                .zone("d", "us-1");
        for (String node : NODES) {
            int where = random.nextInt(AREAS.size() + 1);
            if (where < AREAS.size()) {
                board.in(AREAS.get(where), node);
            }
        }
        return board;
    }

    private static String fault(Random random) {
        List<String> names = new ArrayList<>(AREAS);
        names.addAll(NODES);
        names.remove("dns");
        String one = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        return switch (random.nextInt(5)) {
            case 0 -> "lose " + AREAS.get(random.nextInt(AREAS.size()));
            case 1 -> "drop 20% on app-db";
            case 2 -> "cut " + one + " to " + other;
            default -> "cut " + one + " from " + other;
        };
    }

    @Test
    void theBooksBalanceWhateverIsCutAndWhateverIsLost() {
        for (int seed = 1; seed <= 8; seed++) {
            Random random = new Random(seed);
            Playing playing = everything(random).play(seed);
            List<String> inForce = new ArrayList<>();
            double now = 0.5;
            for (int i = 0; i < 20; i++) {
                playing.until(now);
                if (inForce.isEmpty() || random.nextInt(3) > 0) {
                    inForce.add(fault(random));
                    playing.begin(inForce.get(inForce.size() - 1));
                } else {
                    playing.end(inForce.remove(random.nextInt(inForce.size())));
                }
                now += random.nextDouble() * 0.8;
            }
            inForce.forEach(playing::end);
            playing.until(now + 40);
            long done = playing.completed("read");
            playing.until(now + 50);
            assertEquals(500, playing.completed("read") - done, 150, "it works again, seed " + seed);
            assertTrue(playing.engine().callsInUse() < 20_000, "seed " + seed);
        }
    }
}
