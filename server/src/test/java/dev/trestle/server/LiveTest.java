package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.Watcher;
import dev.trestle.server.web.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that people play by hand, over the whole server. */
class LiveTest {
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
    private String run = "r1";

    @AfterEach
    void end() {
        ana.postJson(board + "/runs/" + run + "/cancel", "");
    }

    private Tab begun() throws InterruptedException {
        Tab tab = new Tab(ana, board).hello("tabofana");
        tab.edit(RunTest.SMALL);
        HttpResponse<String> asked = ana.postJson(board + "/live", "{\"seed\":7,\"pace\":20}");
        assertEquals(202, asked.statusCode(), asked.body());
        tab.await("\"live\":{");
        return tab;
    }

    private HttpResponse<String> act(String body) {
        return ana.postJson(board + "/runs/" + run + "/live", body.replace('\'', '"'));
    }

    private static double at(String frame) {
        return Json.stored(frame).path("live").path("at").doubleValue();
    }

    @Test
    void whatIsPlayedIsARunThatItsBoardRepeatsToTheBit() throws InterruptedException {
        Tab tab = begun();
        tab.await("\"k\":\"frame\"");
        assertEquals(200, act("{'do':'pause'}").statusCode());
        String paused = tab.await("\"paused\":true");
        act("{'do':'step','value':0.25}");
        String stepped = tab.await("\"paused\":true");
        assertEquals(at(paused) + 0.25, at(stepped), 1e-6);
        assertEquals(200, act("{'do':'inject','line':'crash app'}").statusCode());
        assertEquals(200, act("{'do':'load','value':5}").statusCode());
        String lanes = tab.await("\"load\":5");
        assertTrue(lanes.contains("\"what\":\"crash app\""), lanes);
        act("{'do':'step','value':2}");
        String line = Browser.find("\"line\":\"(crash app at [^\"]+)\"", lanes);
        assertEquals(200, act("{'do':'end','line':'" + line + "'}").statusCode());
        assertEquals(200, act("{'do':'inject','line':'set app instances = 5'}").statusCode());
        act("{'do':'step','value':1}");
        assertEquals(200, act("{'do':'stop'}").statusCode());
        tab.await("\"k\":\"verdicts\"");
        tab.await("\"state\":\"done\"");

        JsonNode report = Json.stored(ana.get(board + "/runs/r1.json").body());
        assertEquals(1, report.path("replications").intValue());
        assertEquals("unsure", report.path("verdicts").path(0).path("verdict").textValue());
        assertFalse(report.toString().contains("Interval\""), "one replication has no intervals");
        assertEquals(3, report.path("lanes").size());
        Board played = BoardJson.parse(
                Json.stored(ana.get(board + "/runs/r1/board.json").body())
                        .path("board")
                        .toString());
        assertEquals(
                Run.of(played, Options.seed(7).alone())
                        .execute(Watcher.NOBODY)
                        .report()
                        .digest(),
                report.path("digest").textValue());
        String paper = ana.get(board + "/report.md").body();
        assertFalse(paper.contains("the board has changed since"), paper);
        assertFalse(paper.contains("--seed 7"), "the board has not got that script");
    }

    @Test
    void whoComesInTheMiddleSeesTheRunAtOnce() throws InterruptedException {
        Tab tab = begun();
        tab.await("\"k\":\"frame\"");
        act("{'do':'pause'}");
        tab.await("\"paused\":true");
        assertTrue(ana.get(board).body().contains("\"running\":{"), "the page knows that a run goes on");
        Browser ben = new Browser(app);
        ben.join(ana.invite(board, "observer"), "Ben");
        Tab bens = new Tab(ben, board).hello("tabofben");
        bens.await("\"paused\":true");
        assertEquals(
                403, ben.postJson(board + "/runs/r1/live", "{\"do\":\"stop\"}").statusCode());
        assertEquals(403, ben.postJson(board + "/live", "{}").statusCode());
        act("{'do':'stop'}");
        bens.await("\"state\":\"done\"");
        assertFalse(ana.get(board).body().contains("\"running\":{"));
        String state = ben.get(board + "/runs/r1/state").body();
        assertTrue(state.contains("\"state\":\"done\""), state);
    }

    @Test
    void aBoardHasOneRunAtATimeThatIsPlayed() throws InterruptedException {
        begun();
        assertEquals(429, ana.postJson(board + "/live", "{}").statusCode());
        assertEquals(409, ana.postJson(board + "/runs", "{}").statusCode());
    }

    @Test
    void whatCannotBeDoneIsRefusedInOneLine() throws InterruptedException {
        begun();
        HttpResponse<String> unknown = act("{'do':'inject','line':'crash nowhere'}");
        assertEquals(422, unknown.statusCode());
        assertTrue(unknown.body().contains("there is no node nowhere on this board"), unknown.body());
        assertEquals(422, act("{'do':'inject','line':'burn app'}").statusCode());
        assertEquals(422, act("{'do':'inject','line':'set app model = async'}").statusCode());
        assertEquals(422, act("{'do':'pace','value':1000}").statusCode());
        assertEquals(422, act("{'do':'dance'}").statusCode());
        assertEquals(409, act("{'do':'end','line':'crash app at 1 s'}").statusCode());
    }

    @Test
    void aCancelledOneLeavesNoReport() throws InterruptedException {
        Tab tab = begun();
        assertEquals(200, ana.postJson(board + "/runs/r1/cancel", "").statusCode());
        tab.await("\"state\":\"cancelled\"");
        assertEquals(404, ana.get(board + "/runs/r1.json").statusCode());
        assertEquals(409, act("{'do':'pause'}").statusCode());
        run = "r2";
        assertEquals(202, ana.postJson(board + "/live", "{}").statusCode());
        tab.await("\"run\":\"r2\"");
    }

    @Test
    void aBoardThatCannotRunIsRefused() {
        assertEquals(422, ana.postJson(board + "/live", "{}").statusCode());
    }
}
