package dev.trestle.server.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.load.FaultLane;
import dev.trestle.components.load.Script;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.run.LiveRun;
import dev.trestle.components.run.Options;
import dev.trestle.db.Run;
import dev.trestle.db.RunRepository;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.session.Rooms;
import dev.trestle.server.web.Conflict;
import dev.trestle.server.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live run of a session's board: goes on with the wall clock, so many simulated seconds in each second, and does what
 * members ask for in between; at its end a run like any other, of the board as it was played. The engine belongs to this
 * job's thread; everything else may be called from any.
 */
final class LiveJob implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveJob.class);

    /** Nobody needs one for longer, and its thread is wanted by others. */
    static final Duration LONGEST = Duration.ofMinutes(30);
    /** So long nobody does anything to one that is paused, and it ends itself. */
    static final Duration IDLE = Duration.ofMinutes(5);
    /** So long nobody is there to see it. */
    static final Duration DESERTED = Duration.ofMinutes(1);

    static final double SLOWEST = 1;
    static final double FASTEST = 100;

    private static final long TICK_MILLIS = 40;
    /** Simulated time between two looks at what is asked for; less than a frame. */
    private static final double SLICE_SECONDS = 0.05;
    /** What waits to be done: more than people can click. */
    private static final int ORDERS = 64;

    private static final double NANOS = 1e9;

    private final Run row;
    private final Board board;
    private final RunRepository runs;
    private final Rooms rooms;
    private final RunNews news;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>(ORDERS);
    private volatile boolean cancelled;
    private volatile boolean closed;

    private LiveRun live;
    private List<String> nodes;
    private Frame newest;
    private double pace;
    private boolean paused;
    private boolean stopping;
    /** The simulated time that the wall clock asks for. */
    private double due;
    /** Whether the engine is slower than the pace. */
    private boolean behind;

    private long toldNanos;
    private long askedNanos;
    private long seenNanos;

    /** Something to do to the run, on its thread. */
    interface Deed {
        void to(LiveJob job);
    }

    private record Order(Deed deed, CompletableFuture<Void> done) {}

    /** @param row the stored run, queued; its board is the one that is begun with */
    LiveJob(Run row, Board board, double pace, RunRepository runs, Rooms rooms) {
        this.row = row;
        this.board = board;
        this.pace = pace;
        this.runs = runs;
        this.rooms = rooms;
        news = new RunNews(rooms, row);
    }

    String id() {
        return row.id();
    }

    /** Asks for something; completes when it is done, exceptionally when it cannot be. */
    CompletableFuture<Void> ask(Deed deed) {
        Order order = new Order(deed, new CompletableFuture<>());
        if (closed || !orders.offer(order)) order.done().completeExceptionally(over());
        if (closed) refuseAll();
        return order.done();
    }

    private static Conflict over() {
        return new Conflict("The live run has ended already, or is behind with what it was asked for.");
    }

    /** Ends it without a report. */
    void cancel() {
        cancelled = true;
    }

    void pace(double times) {
        pace = times;
    }

    void pause(boolean stand) {
        paused = stand;
    }

    void stop() {
        stopping = true;
    }

    /** Goes on by so much simulated time and then pauses. */
    void step(double seconds) {
        paused = true;
        live.advance(live.seconds() + seconds);
        due = live.seconds();
    }

    void load(double factor) {
        live.load(factor);
    }

    void inject(String line) {
        live.inject(line);
    }

    void end(String line) {
        if (!live.end(line)) throw new Conflict("That is over already, or does not end by hand.");
    }

    @Override
    public void run() {
        if (!runs.start(row.sessionId(), row.id(), Instant.now())) return;
        news.tell("running", 0, null);
        try {
            play();
            if (cancelled) {
                runs.stop(row.sessionId(), row.id(), Run.State.CANCELLED, null, Instant.now());
                news.tell("cancelled", 1, null);
            } else {
                finish();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("live run {} of session {} failed, seed {}", row.id(), row.sessionId(), row.seed(), e);
            String words = "The run failed (seed " + row.seed() + ", revision " + row.seq() + "). This is our mistake.";
            runs.stop(row.sessionId(), row.id(), Run.State.FAILED, words, Instant.now());
            news.tell("failed", 1, words);
        } finally {
            closed = true;
            refuseAll();
        }
    }

    private void refuseAll() {
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            order.done().completeExceptionally(over());
        }
    }

    private void play() {
        long began = System.nanoTime();
        askedNanos = began;
        seenNanos = began;
        Options options = new Options(row.seed(), Options.EVENTS, 2 * LONGEST.toNanos(), 1);
        live = LiveRun.of(board, options, frame -> newest = frame);
        nodes = live.plan().nodes().stream().map(PlanNode::id).toList();
        long last = System.nanoTime();
        while (!stopping && !cancelled && !live.ended()) {
            boolean done = obey();
            long now = System.nanoTime();
            if (!paused) {
                due += pace * (now - last) / NANOS;
                catchUp(now);
            }
            last = now;
            tell(now, done);
            if (idle(now) || now - began > LONGEST.toNanos()) stopping = true;
        }
    }

    /** Does what was asked for, after a wait for it; whether there was anything. */
    private boolean obey() {
        Order order;
        try {
            order = orders.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
            return false;
        }
        boolean any = order != null;
        for (; order != null; order = orders.poll()) {
            askedNanos = System.nanoTime();
            try {
                if (live.ended()) throw over();
                order.deed().to(this);
                order.done().complete(null);
            } catch (RuntimeException e) {
                order.done().completeExceptionally(e);
            }
        }
        return any;
    }

    /** Goes on to where the clock is, or for as long as a look at it may take. */
    private void catchUp(long now) {
        while (live.seconds() + LiveRun.STEP_SECONDS <= due
                && !live.ended()
                && orders.isEmpty()
                && System.nanoTime() - now < Beat.NANOS) {
            live.advance(Math.min(due, live.seconds() + SLICE_SECONDS));
        }
        behind = due - live.seconds() > SLICE_SECONDS && orders.isEmpty() && !live.ended();
        due = behind ? live.seconds() : due;
    }

    private void tell(long now, boolean atOnce) {
        if (!atOnce && now - toldNanos < Beat.NANOS) return;
        toldNanos = now;
        if (newest != null) news.figures(newest, nodes);
        newest = null;
        news.live(live.seconds() / LiveRun.MOST_SECONDS, state());
    }

    private ObjectNode state() {
        ObjectNode json = Json.object()
                .put("at", live.seconds())
                .put("phase", live.phase())
                .put("pace", pace)
                .put("paused", paused)
                .put("behind", behind)
                .put("load", live.load());
        List<FaultLane> lanes = live.lanes().stream()
                .filter(lane -> lane.from() <= live.seconds())
                .toList();
        json.set("lanes", FrameJson.lanes(lanes));
        ArrayNode open = json.putArray("open");
        for (LiveRun.Open each : live.open()) {
            open.addObject().put("line", each.line()).put("what", each.what()).put("since", each.since());
        }
        return json;
    }

    /** Whether nobody has done anything to it for long, or nobody is there. */
    private boolean idle(long now) {
        seenNanos = rooms.anybody(row.sessionId()) ? now : seenNanos;
        return now - seenNanos > DESERTED.toNanos() || paused && now - askedNanos > IDLE.toNanos();
    }

    private void finish() {
        LiveRun.Result result = live.finish();
        ObjectNode report = ReportJson.of(result.measured());
        report.set(
                "lanes", FrameJson.lanes(FaultLane.of(Script.of(result.record().script()))));
        RunRepository.Outcome outcome = new RunRepository.Outcome(played(result.record()), report.toString());
        if (!runs.finish(row.sessionId(), row.id(), outcome, Instant.now())) return;
        news.verdicts(report);
        news.tell("done", 1, null);
    }

    /** The board as it is stored, with the script that was played: all else stays as it was typed. */
    private String played(Board record) {
        ObjectNode stored = (ObjectNode) Json.stored(row.board());
        stored.set("script", Json.stored(BoardJson.print(record)).path("script"));
        return stored.toString();
    }
}
