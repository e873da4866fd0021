package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs and panels of a small board, asked for by real browsers. */
class RunTest {
    /** 100 reads/s at one service of one worker that takes 1 ms: 10 % busy, far from any bound. */
    static final String SMALL = """
            {'o':'put','t':'entities','id':'Item','p':{'size':'1 KB','count':'1000'}},
            {'o':'put','t':'operations','id':'look','p':{'api':'GET /','rate':'100/s','steps':['read Item']}},
            {'o':'put','t':'requirements','id':'r1','p':{'is':'look p99 latency < 2 s'}},
            {'o':'put','t':'phases','id':'p1','p':{'order':'a','phase':'steady','for':'5 s','load':'average'}},
            {'o':'put','t':'nodes','id':'users','p':{'kind':'clients','x':0,'y':0}},
            {'o':'put','t':'nodes','id':'app','p':{'kind':'service','label':'App','x':200,'y':0,
              'settings':{'serviceTime':'1 ms'}}},
            {'o':'put','t':'nodes','id':'store','p':{'kind':'sql-database','x':400,'y':0}},
            {'o':'put','t':'links','id':'l1','p':{'from':'users','to':'app'}},
            {'o':'put','t':'links','id':'l2','p':{'from':'app','to':'store'}}""";

    @TempDir
    static Path data;

    private static App app;

    @BeforeAll
    static void start() {
        app = App.start(Config.local(data, 0));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private final Browser ana = new Browser(app);
    private final String board = ana.newBoard();

    @Test
    void aRunEndsInVerdictsForEverybody() throws InterruptedException {
        Browser ben = new Browser(app);
        ben.join(ana.invite(board, "observer"), "Ben");
        Tab bens = new Tab(ben, board).hello("tabofben");
        new Tab(ana, board).hello("tabofana").edit(SMALL);

        HttpResponse<String> asked = ana.postJson(board + "/runs", "{\"seed\":7}");
        assertEquals(202, asked.statusCode(), asked.body());
        assertEquals("{\"run\":\"r1\"}", asked.body());

        String figures = bens.await("\"k\":\"frame\"");
        assertTrue(figures.contains("\"ids\":[\"users\",\"app\",\"store\"]"), figures);
        String verdicts = bens.await("\"k\":\"verdicts\"");
        assertTrue(verdicts.contains("\"verdict\":\"met\""), verdicts);
        bens.await("\"state\":\"done\"");

        String report = ben.get(board + "/runs/r1.json").body();
        assertTrue(report.startsWith("{\"format\":\"trestle-report/1\""), report);
        assertTrue(report.contains("\"seed\":7"), report);
        String page = ben.get(board + "/runs/r1/results").body();
        assertTrue(page.contains("data-verdict=\"met\""), page);
        assertTrue(page.contains("look p99 latency &lt; 2 s"), page);
        assertTrue(page.contains("data-goto=\"app\""), page);
        assertEquals(409, ana.postJson(board + "/runs/r1/cancel", "").statusCode());
        assertTrue(ana.get(board).body().contains("\"run\":\"r1\""));
    }

    @Test
    void twoRunsAreComparedUnderOneSeed() throws InterruptedException {
        Tab tab = new Tab(ana, board).hello("tabofana");
        tab.edit(SMALL);
        ana.postJson(board + "/runs", "{\"seed\":5}");
        tab.await("\"state\":\"done\"");
        tab.edit("{'o':'set','t':'nodes','id':'app','p':{'settings.serviceTime':'9 ms'}}");
        String choice = ana.get(board + "/compare").body();
        assertTrue(choice.contains("seed 5: 1 met"), choice);
        HttpResponse<String> asked = ana.postJson(board + "/comparisons", "{\"a\":\"r1\",\"b\":\"board\",\"seed\":3}");
        assertEquals(202, asked.statusCode(), asked.body());
        String path = board + "/comparisons/" + Browser.find("\"comparison\":\"(c\\d+)\"", asked.body());
        while (!ana.get(path).body().contains("\"state\":\"done\"")) Thread.sleep(50);
        String results = ana.get(path + "/results").body();
        assertTrue(results.contains("look mean latency") && results.contains("data-better=\"A\""), results);
        assertTrue(results.contains("Seed 3, 8 pairs of replications"), results);
        assertEquals(409, ana.postJson(path + "/cancel", "").statusCode());
        assertEquals(
                422,
                ana.postJson(board + "/comparisons", "{\"a\":\"r1\",\"b\":{\"x\":1}}")
                        .statusCode());
        assertEquals(
                404,
                ana.postJson(board + "/comparisons", "{\"a\":\"r1\",\"b\":\"r9\"}")
                        .statusCode());
    }

    @Test
    void aLineThatIsTypedIsCompletedAndJudgedInTheWordsOfTheCheck() throws InterruptedException {
        new Tab(ana, board).hello("tabofana").edit(SMALL);
        String begun = ana.get(board + "/complete?line=requirement&record=r1&text=look+p99+la")
                .body();
        assertEquals("{\"from\":9,\"options\":[{\"text\":\"latency\",\"means\":\"\"}]}", begun);
        String wrong = ana.get(board + "/complete?line=requirement&record=r1&text=look+p99+latancy")
                .body();
        assertTrue(wrong.contains("\"error\":\"expected \\\"latency\\\", not \\\"latancy\\\""), wrong);
        String unknown = ana.get(board + "/complete?line=fault&record=p1&text=crash+ap+at+5+s")
                .body();
        assertTrue(unknown.contains("\"error\":\"there is no node ap on this board\""), unknown);
        String step = ana.get(board + "/complete?line=step&record=look&text=read+&caret=5")
                .body();
        assertTrue(step.contains("{\"text\":\"Item\",\"means\":\"entity\"}"), step);
        assertEquals(
                422, ana.get(board + "/complete?line=verse&record=p1&text=x").statusCode());
    }

    @Test
    void thePageSaysWhichLossBreaksWhat() throws InterruptedException {
        Tab tab = new Tab(ana, board).hello("tabofana");
        tab.edit(SMALL + """
                ,{'o':'put','t':'requirements','id':'r2','p':{'is':'look availability >= 50 %'}},
                {'o':'put','t':'requirements','id':'r3','p':{'is':'survives loss of any instance'}},
                {'o':'set','t':'nodes','id':'app','p':{'settings.instances':'1'}}""");
        ana.postJson(board + "/runs", "{\"seed\":5}");
        String verdicts = tab.await("\"k\":\"verdicts\"");
        assertTrue(verdicts.contains("\"what\":\"App instance 1 of 1\""), verdicts);
        String page = ana.get(board + "/runs/r1/results").body();
        assertTrue(page.contains("Losses that were tried"), page);
        assertTrue(page.contains("r2 look availability &gt;= 50 %: 100 % -&gt; 0 %"), page);
    }

    @Test
    void aReportSaysWhenItsResultsAreOfAnOlderBoard() throws InterruptedException {
        Tab tab = new Tab(ana, board).hello("tabofana");
        tab.edit(SMALL);
        assertEquals(404, ana.get(board + "/report.json").statusCode());
        ana.postJson(board + "/runs", "{\"seed\":5}");
        tab.await("\"state\":\"done\"");
        String ran = ana.get(board + "/runs/r1/board.json").body();
        String revision = Browser.find("\"revision\":([0-9]+)", ran);
        assertTrue(ran.contains("\"format\":\"trestle/1\""), ran);
        assertTrue(ana.get(board + "/report.md").body().contains("--seed 5"));
        tab.edit("{'o':'set','t':'nodes','id':'app','p':{'label':'Renamed','x':300}}");
        assertTrue(ana.get(board + "/report.md").body().contains("--seed 5"));

        tab.edit("{'o':'set','t':'nodes','id':'app','p':{'settings.instances':'2'}}");
        String changed = ana.get(board + "/report.md").body();
        assertFalse(changed.contains("--seed 5"), changed);
        assertFalse(changed.contains("not run"), changed);
        String line = "Results of revision " + revision + "; the board has changed since: run again.";
        assertTrue(changed.contains(line), changed);
        assertTrue(changed.contains("| look p99 latency < 2 s | met |"), changed);
        assertTrue(ana.get(board + "/report.html").body().contains(line));

        tab.edit("{'o':'set','t':'nodes','id':'app','p':{'settings.instances':null}}");
        assertTrue(ana.get(board + "/report.md").body().contains("--seed 5"), "the same board again");
    }

    @Test
    void exportsAreDownloadsThatMayDoNothing() throws InterruptedException {
        new Tab(ana, board).hello("tabofana").edit(SMALL);
        for (String file : new String[] {"report.md", "report.html", "design.svg"}) {
            HttpResponse<String> export = ana.get(board + "/" + file);
            assertEquals(200, export.statusCode(), file);
            String disposition =
                    export.headers().firstValue("Content-Disposition").orElseThrow();
            assertEquals("attachment; filename=\"" + file + "\"", disposition);
            assertEquals(
                    "sandbox; default-src 'none'",
                    export.headers().firstValue("Content-Security-Policy").orElseThrow());
            assertEquals(404, new Browser(app).get(board + "/" + file).statusCode(), file);
        }
    }

    @Test
    void theSameSeedGivesTheSameReport() throws InterruptedException {
        Tab tab = new Tab(ana, board).hello("tabofana");
        tab.edit(SMALL);
        for (int i = 0; i < 2; i++) {
            ana.postJson(board + "/runs", "{\"seed\":3}");
            tab.await("\"state\":\"done\"");
        }
        String wall = "\"(wall|verdict)Seconds\":[0-9.]+";
        String first = ana.get(board + "/runs/r1.json").body().replaceAll(wall, "");
        assertEquals(first, ana.get(board + "/runs/r2.json").body().replaceAll(wall, ""));
    }

    @Test
    void aBoardThatCannotRunIsRefusedInOneLine() {
        HttpResponse<String> refused = ana.postJson(board + "/runs", "{\"seed\":1}");
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().startsWith("{\"message\":\"The board cannot be run yet: "), refused.body());
        assertEquals(404, ana.get(board + "/runs/r1.json").statusCode());
    }

    @Test
    void aSeedThatIsNoNumberIsRefused() {
        assertEquals(422, ana.postJson(board + "/runs", "{\"seed\":\"one\"}").statusCode());
        assertEquals(422, ana.postJson(board + "/runs", "{\"seed\":-1}").statusCode());
    }

    @Test
    void observersStartNoRuns() {
        Browser ben = new Browser(app);
        ben.join(ana.invite(board, "observer"), "Ben");
        assertEquals(403, ben.postJson(board + "/runs", "{}").statusCode());
    }

    @Test
    void thePanelsFollowTheStoredBoard() throws InterruptedException {
        new Tab(ana, board).hello("tabofana").edit(SMALL);
        String inspector = ana.get(board + "/inspector/app").body();
        String field = Browser.find("(<input[^>]*data-edit-path=\"settings.serviceTime\"[^>]*>)", inspector);
        assertTrue(field.contains("value=\"1 ms\""), field);
        String link = ana.get(board + "/inspector/l1").body();
        assertTrue(link.contains("data-edit-t=\"links\""), link);
        assertTrue(ana.get(board + "/estimate").body().contains("100/s"));
        assertTrue(ana.get(board + "/estimate/look.average").body().contains("look.average"));
        assertTrue(ana.get(board + "/brief").body().contains("value=\"GET /\""));
        assertEquals(404, ana.get(board + "/inspector/nothing").statusCode());
        for (String panel : new String[] {"inspector/app", "brief", "estimate", "findings"}) {
            String page = ana.get(board + "/" + panel).body();
            assertFalse(page.contains("<script") || page.contains("style="), panel);
            assertEquals(404, new Browser(app).get(board + "/" + panel).statusCode());
        }
    }

    @Test
    void aWrongSettingIsMarkedAtItsField() throws InterruptedException {
        Tab tab = new Tab(ana, board).hello("tabofana");
        tab.edit(SMALL);
        tab.edit("{'o':'set','t':'nodes','id':'app','p':{'settings.instances':'many'}}");
        String page = ana.get(board + "/inspector/app").body();
        String field = Browser.find("(<input[^>]*data-edit-path=\"settings.instances\"[^>]*>)", page);
        assertTrue(field.contains("aria-invalid=\"true\""), field);
        String error = Browser.find("aria-describedby=\"([^ \"]+)", field);
        assertTrue(Browser.find("id=\"" + error + "\"[^>]*>([^<]*)<", page).contains("must be a whole number"), page);
    }
}
