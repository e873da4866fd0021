package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A broker that copies messages to consumers and pushes them. */
class PubSubTest {
    private static Part broker(String... settings) {
        Part part = part("broker", "pub-sub", settings);
        part.settings().putIfAbsent("routeTime", "0 ms");
        part.settings().putIfAbsent("instances", "1");
        return part;
    }

    private static Part consumer(String id, String... settings) {
        Part part = part(id, "worker", settings);
        part.settings().putIfAbsent("serviceTime", "0 ms");
        return part;
    }

    /** 100/s of each of two events for 10 s; three consumers, each with operations for some of them. */
    private static Boards three(Part broker) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("order", "100/s", "publish order-eu-placed")
                .operation("refund", "100/s", "publish order-refund")
                .handler("bill", "order-eu-placed", "write Item")
                .handler("pay", "order-refund", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), broker)
                .path(consumer("orders"), instantDatabase())
                .path(consumer("refunds"), instantDatabase())
                .path(consumer("all"), instantDatabase())
                .link("broker", "orders", "only", "bill")
                .link("broker", "refunds", "only", "pay")
                .link("broker", "all")
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s");
    }

    @Test
    void aFanOutCopiesEverythingToEverybody() {
        Playing playing = three(broker()).play(1).until(20);
        assertEquals(6000, playing.counter("broker", "delivered"));
        // What a consumer has no operation for it throws away.
        assertEquals(2000, playing.counter("broker", "ignored"));
        assertEquals(1000, playing.counter("orders", "messages"));
        assertEquals(1000, playing.counter("refunds", "messages"));
        assertEquals(2000, playing.counter("all", "messages"));
    }

    @Test
    void aDirectExchangeCopiesByName() {
        Playing playing = three(broker("exchange", "direct")).play(1).until(20);
        assertEquals(4000, playing.counter("broker", "delivered"));
        assertEquals(0, playing.counter("broker", "ignored"));
        Playing bound = three(broker("exchange", "direct", "bindings", "all = order-refund; orders = order-eu-placed"))
                .play(1)
                .until(20);
        assertEquals(1000, bound.counter("all", "messages"));
        assertEquals(1000, bound.counter("orders", "messages"));
        assertEquals(1000, bound.counter("refunds", "messages"));
    }

    @Test
    void aTopicExchangeCopiesByPattern() {
        Playing playing = three(
                        broker("exchange", "topic", "bindings", "all = order-*; orders = order-#; refunds = refund-#"))
                .play(1)
                .until(20);
        // order-* is one word long, order-# any number of them; nothing begins with refund.
        assertEquals(1000, playing.counter("all", "messages"));
        assertEquals(1000, playing.counter("orders", "messages"));
        assertEquals(0, playing.counter("refunds", "messages"));
        Playing nowhere = three(broker("exchange", "topic", "bindings", "all = x; orders = x; refunds = x"))
                .play(1)
                .until(20);
        assertEquals(2000, nowhere.counter("broker", "unroutable"));
        assertEquals(1000, nowhere.completed("order"));
    }

    @Test
    void aBindingThatCannotBeReadIsAFindingAndBindsNobody() {
        Boards board = three(broker("exchange", "direct", "bindings", "op0, sub1; all = order-refund"));
        assertTrue(Run.findings(board.build()).stream()
                .anyMatch(finding -> finding.says().contains("the binding \"op0, sub1\" must be")));
        assertEquals(1000, board.play(1).until(20).counter("all", "messages"));
    }

    @Test
    void patternsMatchAsThoseOfAmqp() {
        Bindings bindings = Bindings.of("a = stock-*-nyse; b = #; c = *-#-sold, x; d = #-sold");
        assertTrue(bindings.matches("a", "stock-usd-nyse") && !bindings.matches("a", "stock-nyse"));
        assertTrue(bindings.matches("b", "anything") && bindings.matches("b", "a-b-c"));
        assertTrue(bindings.matches("c", "car-sold") && bindings.matches("c", "car-red-old-sold"));
        assertTrue(!bindings.matches("c", "sold") && bindings.matches("c", "x"));
        assertTrue(
                bindings.matches("d", "sold") && bindings.matches("d", "a_sold") && !bindings.matches("d", "unsold"));
        assertEquals(
                1,
                new PubSub()
                        .check(new Settings(Map.of("bindings", "orders; all = #")))
                        .size());
        assertEquals(List.of(), Bindings.flaws(" a = b ; ; c = d, e "));
    }

    /** One consumer of one event. */
    private static Boards one(Part broker, Part consumer) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("work", "posted", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), broker, consumer, instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s");
    }

    @Test
    void messagesArePushedWhetherTheConsumerHasAFreeWorkerOrNot() {
        Part slow = consumer("worker", "instances", "1", "workers", "1", "serviceTime", "100 ms");
        Playing pushed = one(broker(), slow).play(1).until(5);
        assertEquals(450, pushed.station("worker", 1).queued(), 2);
        Playing held = one(broker("unacknowledged", "5"), slow).play(1).until(5);
        assertEquals(4, held.station("worker", 1).queued());
        assertEquals(446, held.node("broker").meter.backlog, 2);
    }

    @Test
    void orderIsNotPromised() {
        Playing playing = one(broker(), consumer("worker", "serviceTime", "uniform(1 ms, 100 ms)"))
                .requires("posted handled at least once")
                .play(1)
                .until(60);
        Journal journal = playing.journal();
        long last = 0;
        int overtaken = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.HANDLED) {
                overtaken += journal.key(row) < last ? 1 : 0;
                last = journal.key(row);
            }
        }
        assertTrue(overtaken > 100, overtaken + " of 1000");
    }

    @Test
    void transformingForEveryConsumerMakesTheBrokerTheBottleneck() {
        // 200 messages/s x 3 copies x 2 ms of one worker: 1.2, so the broker gets 1/1.2 of them done.
        Playing playing =
                three(broker("workers", "1", "transformTime", "2 ms")).play(1).until(10);
        assertEquals(10 / 0.006, playing.node("broker").meter.done, 3);
        assertEquals(1, playing.station("broker", 1).busyNanos / 10e9, 0.01);
        Playing two = three(broker("workers", "1", "transformTime", "2 ms", "instances", "2"))
                .play(1)
                .until(20);
        assertEquals(2000, two.node("broker").meter.done);
    }

    @Test
    void aConsumerThatIsAwayFindsItsMessagesOnlyIfTheyAreDurable() {
        for (String durable : new String[] {"yes", "no"}) {
            Playing playing = one(broker("durable", durable), consumer("worker"))
                    .play(1)
                    .until(2.001)
                    .crash("worker", 0)
                    .until(4.001)
                    .recover("worker", 0)
                    .until(60);
            assertEquals(durable.equals("yes") ? 1000 : 800, playing.counter("worker", "messages"), 1);
            assertEquals(durable.equals("yes") ? 0 : 200, playing.counter("broker", "dropped"), 1);
        }
    }

    @Test
    void aCrashTakesWhatABrokerHadInMemory() {
        Part slow = consumer("worker", "instances", "1", "workers", "1", "serviceTime", "20 ms");
        for (String durable : new String[] {"yes", "no"}) {
            Playing playing = one(broker("durable", durable, "unacknowledged", "1"), slow)
                    .play(1)
                    .until(4.001)
                    .crash("broker", 1)
                    .until(5.001)
                    .recover("broker", 1)
                    .until(120);
            // Half of 400 waited; publishers are refused for a second.
            assertEquals(durable.equals("yes") ? 0 : 199, playing.counter("broker", "dropped"), 1);
            assertEquals(100, playing.failed("post", Call.REFUSED));
            assertEquals(900 - playing.counter("broker", "dropped"), playing.counter("worker", "messages"));
        }
    }

    @Test
    void anotherInstanceTakesOverForADeadOne() {
        Playing playing = one(broker("instances", "2"), consumer("worker"))
                .play(1)
                .until(4)
                .crash("broker", 1)
                .until(60);
        assertEquals(1000, playing.counter("worker", "messages"));
    }

    @Test
    void whatFailsComesAgainAndEndsAmongTheDeadLetters() {
        Playing playing = one(broker("retryDelay", "10 ms"), consumer("worker", "failures", "100 %"))
                .play(1)
                .until(60);
        assertEquals(5000, playing.counter("broker", "delivered"));
        assertEquals(4000, playing.counter("broker", "redelivered"));
        assertEquals(1000, playing.counter("broker", "deadLettered"));
        Playing lossy = one(
                        broker("answerTimeout", "50 ms", "maxReceives", "100"), consumer("worker", "idempotent", "yes"))
                .play(1);
        lossy.wire(2).resends(null);
        lossy.wire(2).extraLoss = 0.2;
        lossy.until(60);
        assertEquals(1000, lossy.counter("worker", "messages"));
        assertEquals(1000, lossy.counter("broker", "acknowledged"));
    }
}
