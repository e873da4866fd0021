package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Node;
import dev.trestle.components.engine.Allocation;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.Watcher;
import dev.trestle.estimator.fact.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every kind keeps, whatever it is: run for each one that the catalog finds. */
class KindContractTest {
    private static final Path ICONS = Path.of("..", "static", "icons", "kinds");
    private static final Path FORECASTS =
            Path.of("src", "test", "java", "dev", "trestle", "components", "kinds", "ForecastTest.java");
    private static final Pattern FACT = Pattern.compile("`([a-z]+(?:\\.[a-z0-9-]+)+)`");

    /** Whose call is a job of minutes gets a small one, or it could not show 10,000 of them. */
    private static final Map<String, String[]> SMALL_WORK = Map.of("batch", new String[] {
        "input",
        "2 kB",
        "split",
        "1 kB",
        "mapTime",
        "200 us",
        "reduceTime",
        "100 us",
        "reducers",
        "1",
        "lossAfter",
        "100 ms"
    });

    /** A promise that each kind keeps. */
    private interface Promise {
        void kept(Kind kind) throws IOException;
    }

    private static Stream<DynamicTest> each(String says, Promise promise) {
        return Catalog.standard().kinds().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.id() + ": " + says, () -> promise.kept(kind)));
    }

    @TestFactory
    Stream<DynamicTest> isFoundByItsId() {
        assertTrue(Catalog.standard().kinds().size() >= 10, "the catalog finds the kinds");
        return each("is found by its id", kind -> {
            assertTrue(kind.id().matches("[a-z][a-z0-9-]*"), kind.id());
            assertEquals(kind, Catalog.standard().require(kind.id()));
            assertFalse(kind.label().isBlank());
            assertTrue(kind.summary().endsWith("."), "the summary is a sentence");
            assertFalse(kind.roles().isEmpty());
            assertFalse(kind.ports().isEmpty());
        });
    }

    @TestFactory
    Stream<DynamicTest> hasAnIconOfTheHouse() {
        return each("has an icon of the house", kind -> {
            String svg = Files.readString(ICONS.resolve(kind.id() + ".svg"));
            assertTrue(svg.startsWith("<svg "), "one svg element");
            for (String attribute : List.of(
                    "viewBox=\"0 0 24 24\"", "fill=\"none\"", "stroke=\"currentColor\"", "stroke-width=\"2\"")) {
                assertTrue(svg.contains(attribute), attribute);
            }
            assertFalse(svg.contains("<script") || svg.contains("href") || svg.contains("style="), "shapes only");
        });
    }

    @TestFactory
    Stream<DynamicTest> hasAnEssayThatCitesFacts() {
        return each("has an essay that cites facts", kind -> {
            String essay = essay(kind);
            long lines = essay.lines().count();
            assertTrue(lines >= 40 && lines <= 90, lines + " lines");
            assertTrue(essay.startsWith("# " + kind.label() + "\n"), "the heading is the label");
            for (String heading : List.of("When", "Trade-offs", "How it fails", "Numbers", "In this program")) {
                assertTrue(essay.contains("\n## " + heading), heading);
            }
            Matcher cited = FACT.matcher(essay);
            int facts = 0;
            while (cited.find()) {
                assertNotNull(Fact.of(cited.group(1)));
                facts++;
            }
            assertTrue(facts >= 1, "cites a fact");
            for (Param param : kind.params()) {
                assertTrue(essay.contains("`" + param.id() + "`"), "says what `" + param.id() + "` does");
            }
        });
    }

    private static String essay(Kind kind) throws IOException {
        try (InputStream in = KindContractTest.class.getResourceAsStream("/kinds/" + kind.id() + ".md")) {
            assertNotNull(in, "kinds/" + kind.id() + ".md");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @TestFactory
    Stream<DynamicTest> defaultSettingsAreValid() {
        return each("default settings are valid", kind -> {
            Set<String> ids = new HashSet<>();
            for (Param param : kind.params()) {
                assertTrue(ids.add(param.id()), param.id() + " stands there twice");
                assertFalse(param.label().isBlank(), param.id());
                assertTrue(param.help().endsWith("."), "the help of " + param.id() + " is a sentence");
                assertNull(param.refusal(param.preset()), param.id());
                if (param.type() == ParamType.CHOICE) {
                    assertTrue(param.options().size() >= 2, param.id());
                }
            }
            assertEquals(List.of(), kind.check(new Settings(Map.of())));
        });
    }

    @TestFactory
    Stream<DynamicTest> badSettingsAreRefusedInOneLine() {
        return each("bad settings are refused in one line", kind -> {
            for (Param param : kind.params()) {
                if (param.type() != ParamType.TEXT
                        && param.type() != ParamType.OPERATIONS
                        && param.type() != ParamType.NAMES) {
                    String refusal = param.refusal("?!");
                    assertNotNull(refusal, param.id());
                    assertFalse(refusal.contains("\n"), refusal);
                }
                if (param.min() != null) {
                    assertNull(param.refusal(param.min()), param.id() + " may be " + param.min());
                    assertNull(param.refusal(param.max()), param.id() + " may be " + param.max());
                }
            }
            assertEquals(1, kind.refusals(Map.of("noSuchSetting", "1")).size());
        });
    }

    /** A breaker whose window was read as a time once ended every run of a board that had one. */
    @TestFactory
    Stream<DynamicTest> everySettingIsUnderstoodByAllWhoReadIt() {
        return each("every setting is understood by all who read it", kind -> {
            for (Param param : kind.params()) {
                Set<String> texts = new LinkedHashSet<>(param.options());
                texts.addAll(param.others(param.preset()));
                if (param.optional()) {
                    texts.add(ParamType.NONE);
                }
                if (param.min() != null) {
                    texts.add(param.min());
                }
                for (String text : texts) {
                    Settings settings = new Settings(Map.of(param.id(), text));
                    assertDoesNotThrow(() -> readAll(kind, settings), kind.id() + "." + param.id() + " = " + text);
                }
            }
        });
    }

    private static void readAll(Kind kind, Settings settings) {
        kind.paceSeconds(settings);
        kind.check(settings);
        kind.instances(settings);
        kind.survivesOneLoss(settings);
        kind.fillsDisks(settings);
        kind.holds(settings);
        kind.cachePattern(settings);
        kind.resendNanos(settings);
        kind.transactional(settings);
        kind.ownSeconds(settings, Call.READ);
        kind.ownSeconds(settings, Call.WRITE);
    }

    @TestFactory
    Stream<DynamicTest> whatMayBeTriedIsAllowed() {
        return each("what may be tried is a move or allowed", kind -> {
            for (Param param : kind.params()) {
                for (String text : param.tries()) {
                    if (!text.matches("[+]1|[x/]2")) {
                        assertNull(param.refusal(text), param.id() + ": " + text);
                    }
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> presetsNameRealSettingsAndFacts() {
        return each("presets name real settings and facts", kind -> {
            Set<String> ids = new HashSet<>();
            assertFalse(kind.presets().isEmpty(), "no named technology");
            for (Preset preset : kind.presets()) {
                assertTrue(ids.add(preset.id()), preset.id());
                assertEquals(List.of(), kind.refusals(preset.settings()), preset.id());
                assertEquals(List.of(), kind.check(new Settings(preset.settings())), preset.id());
                assertFalse(preset.facts().isEmpty(), preset.id());
                preset.facts().forEach(fact -> assertNotNull(Fact.of(fact)));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> portsHaveOneIdEachWay() {
        return each("ports have one id each way", kind -> {
            Set<String> ids = new HashSet<>();
            for (Port port : kind.ports()) {
                assertTrue(ids.add(port.direction() + port.id()), port.id());
                assertFalse(port.carries().isEmpty(), port.id());
                assertTrue(Set.of(Port.REQUEST, Port.DATA, Port.MESSAGE).containsAll(port.carries()), port.id());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aBoardWithItReadsBackTheSame() {
        return each("a board with it reads back the same", kind -> {
            Map<String, String> settings = new java.util.LinkedHashMap<>();
            kind.params().forEach(param -> settings.put(param.id(), param.preset()));
            Node node = new Node(kind.id(), "one", 10, 20, settings);
            Board board = new Board(
                    "One", Brief.EMPTY, new Design(Map.of("n1", node), Map.of(), Map.of(), Map.of()), Map.of());
            assertEquals(board, BoardJson.parse(BoardJson.print(board)));
        });
    }

    /** The smallest design in which the kind has work, by the parts that it plays; ids of the kind's node are "it". */
    private static Boards working(Kind kind, String rate, String... settings) {
        Part it = part("it", kind.id(), SMALL_WORK.getOrDefault(kind.id(), new String[0]));
        it.settings().putAll(part("", "", settings).settings());
        Part app = part("app", "service", "serviceTime", "1 ms");
        Part db = part("db", "sql-database");
        Boards board = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", rate, "read Item")
                .operation("change", rate, "write Item", "publish changed")
                .handler("follow", "changed", "read Item");
        Part people = part("clients", "clients", "timeout", "2 s", "retries", "1");
        Part events = part("events", "queue");
        Part consumer = part("consumer", "worker");
        Set<Role> roles = kind.roles();
        if (roles.contains(Role.SOURCE)) {
            board.path(it, app, db).path(app, events, consumer, db);
        } else if (roles.contains(Role.STARTS)) {
            double perSecond = Double.parseDouble(rate.replace("/s", ""));
            board.every("sweep", Math.round(1e6 / perSecond) + " us", "read Item");
            board.path(people, app, db).path(app, events, consumer, db).path(it, app);
        } else if (roles.contains(Role.FORWARDS)) {
            board.path(people, it, app, db).path(app, events, consumer, db);
        } else if (roles.contains(Role.HANDLES)) {
            board.path(people, it, db).path(it, events, consumer, db);
        } else if (roles.contains(Role.CACHES)) {
            board.path(people, app, it).path(app, db).path(app, events, consumer, db);
        } else if (roles.contains(Role.QUEUES)) {
            board.path(people, app, db).path(app, it, consumer, db);
        } else if (roles.contains(Role.CONSUMES)) {
            board.path(people, app, db).path(app, events, it, db);
        } else {
            assertTrue(roles.contains(Role.STORES), "a role that this test does not know");
            board.path(people, app, it).path(app, events, consumer, it);
        }
        return board;
    }

    @TestFactory
    Stream<DynamicTest> measuresWhatItSays() {
        return each("measures what it says", kind -> {
            Options options = new Options(1, 1_000_000, Options.WALL_NANOS, 1);
            NodeResult result = Run.of(working(kind, "50/s").build(), options)
                    .execute(Watcher.NOBODY)
                    .report()
                    .nodes()
                    .get("it");
            assertEquals(
                    kind.gauges().contains(Gauge.UTILIZATION),
                    result.utilization().isMeasured());
            assertEquals(kind.gauges().contains(Gauge.QUEUE), result.queueMax() >= 0);
            assertTrue(kind.gauges().contains(Gauge.LAG) || !result.lag().isMeasured());
            assertTrue(kind.gauges().contains(Gauge.HIT_RATIO)
                    || !result.hitRatio().isMeasured());
        });
    }

    @TestFactory
    Stream<DynamicTest> callsInAreCallsOutAndCallsInside() {
        return each("calls in are calls out and calls inside", kind -> {
            Playing playing = working(kind, "50/s").play(1).until(3);
            playing.crash("it", 1).until(5).recover("it", 1).until(6);
            playing.slow("it", 0, 4)
                    .until(8)
                    .crash("it", 0)
                    .until(9)
                    .recover("it", 0)
                    .until(12);
            assertTrue(playing.node("it").meter.arrivals > 100, "it has work");
            assertTrue(playing.completed("look") > 100);
            playing.engine().audit();
        });
    }

    @TestFactory
    Stream<DynamicTest> whatCanChangeWhileItRunsDoes() {
        return each("what can change while it runs does", kind -> {
            Playing playing = working(kind, "50/s").play(1).until(1);
            for (Param param : kind.tunables()) {
                List<String> values = param.type() == ParamType.CHOICE
                        ? param.options()
                        : List.of(
                                param.min() == null ? "1 ms" : param.min(), param.max() == null ? "2 ms" : param.max());
                for (String value : values) {
                    String line = "set it " + param.id() + " = " + value;
                    playing.begin(line);
                    playing.until(playing.engine().now() / 1e9 + 0.5);
                    playing.end(line);
                    playing.until(playing.engine().now() / 1e9 + 0.5);
                }
            }
            playing.engine().audit();
            assertTrue(kind.tunables().isEmpty() || playing.node("it") instanceof Tunable);
        });
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLeftWhenTheLoadEnds() {
        return each("nothing is left when the load ends", kind -> {
            Boards board = working(kind, "50/s").phase("busy", "5 s", "average").phase("quiet", "200 s", "0/s");
            Playing playing = board.play(1);
            int standing = playing.engine().callsInUse();
            playing.until(3).crash("it", 0).until(4).recover("it", 0).until(205);
            // What is left beyond the standing timers are people who meant to look at what they wrote.
            playing.plan().nodes().forEach(node -> {
                assertEquals(0, playing.node(node.id()).meter.inside, node.id());
                assertEquals(0, playing.node(node.id()).meter.backlog, node.id());
            });
            assertTrue(playing.engine().callsInUse() <= standing + playing.completed("change"));
        });
    }

    @TestFactory
    Stream<DynamicTest> theSeedFixesEveryBit() {
        return each("the seed fixes every bit", kind -> {
            Board board = working(kind, "50/s").build();
            long one = digest(board, 1);
            assertEquals(one, digest(board, 1));
            assertNotEquals(one, digest(board, 2));
        });
    }

    private static long digest(Board board, long seed) {
        return Boards.playing(board, seed).until(5).engine().digest();
    }

    @TestFactory
    Stream<DynamicTest> aCallLeavesNoGarbage() {
        return each("a call leaves no garbage", kind -> {
            Playing playing = working(kind, "300/s").playFast(1).until(20);
            // Pools, logs and maps double now and then as they grow: one of the stretches must be free of that.
            long least = Long.MAX_VALUE;
            long before = Allocation.bytesSoFar();
            for (int i = 1; i <= 10; i++) {
                playing.until(20 + 5 * i);
                long now = Allocation.bytesSoFar();
                least = Math.min(least, now - before);
                before = Allocation.bytesSoFar();
            }
            assertTrue(playing.node("it").meter.arrivals > 10_000, "it has work");
            assertTrue(least < 1_024, kind.id() + ": " + least + " bytes in 5 s of 600 requests/s");
        });
    }

    /** Whether it has a forecast of its own, or of those it is made after, for any settings. */
    private static boolean foresees(Kind kind) {
        return Arrays.stream(kind.getClass().getMethods())
                .anyMatch(method -> method.getName().equals("forecast") && method.getDeclaringClass() != Kind.class);
    }

    /** What brokers, proxies and stores foresee is in ForecastTest: their settings have other names. */
    private static boolean isForeseenHere(Kind kind) {
        return kind.param("serviceTime").isPresent()
                && kind.param("instances").isPresent()
                && !kind.roles().contains(Role.STORES)
                && kind.forecast(new Settings(Map.of()), new Demand(1, 0)).isPresent();
    }

    @TestFactory
    Stream<DynamicTest> whatTheoryForeseesIsMeasured() {
        return each("what theory foresees is measured", kind -> {
            if (!isForeseenHere(kind)) {
                assertTrue(
                        !foresees(kind) || Files.readString(FORECASTS).contains('"' + kind.id() + '"'),
                        "a kind with a forecast is in ForecastTest");
                return;
            }
            String[] settings = kind.roles().contains(Role.CACHES)
                    ? new String[] {"serviceTime", "exponential(2.8 ms)", "instances", "1"}
                    : new String[] {"serviceTime", "exponential(10 ms)", "instances", "1", "workers", "2"};
            Boards board = working(kind, "70/s", settings)
                    .phase("warm-up", "20 s", "average")
                    .phase("steady", "1000 s", "average");
            Map<String, NodeResult> nodes = board.run(1).report().nodes();
            NodeResult result = nodes.get("it");
            // Messages for busy consumers wait in the queue before them.
            NodeResult waits = kind.roles().contains(Role.CONSUMES) ? nodes.get("events") : result;
            assertNotNull(result.forecast());
            assertEquals(1, result.utilization().value() / result.forecast().utilization(), 0.05);
            double wait = waits.queueMean().value() / result.rate().value();
            assertEquals(1, wait / result.forecast().meanWaitSeconds(), 0.05);
        });
    }

    private static Usage usage(double use) {
        return new Usage(use, use / 2, use * 1e3, use * 1e4, use * 1e4, use * 1e9, 0, 0);
    }

    @TestFactory
    Stream<DynamicTest> theBillGrowsWithUse() {
        return each("the bill grows with use", kind -> {
            Settings settings = new Settings(Map.of());
            double before = -1;
            for (double use : new double[] {0, 1, 1e3, 1e6}) {
                double sum = 0;
                for (CostLine line : kind.bill(settings, usage(use))) {
                    assertTrue(Double.isFinite(line.usdPerMonth()) && line.usdPerMonth() >= 0, line.toString());
                    assertFalse(line.what().isBlank());
                    sum += line.usdPerMonth();
                }
                assertTrue(sum >= before, "the bill at " + use + " calls a second is " + sum + ", before " + before);
                before = sum;
            }
        });
    }
}
