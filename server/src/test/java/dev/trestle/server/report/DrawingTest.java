package dev.trestle.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.server.report.Place.Box;
import dev.trestle.server.report.WireRoute.Ends;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts of drawings: ways of wires, scales, lettering, XML. */
class DrawingTest {
    private static final Box LEFT = new Box(0, 0, 184, 72);

    @Test
    void aWireBetweenNodesOnOneLevelIsStraight() {
        WireRoute route =
                WireRoute.between(new Ends(LEFT, new Box(300, 0, 184, 72), 36, 36), Lanes.Lane.STRAIGHT, List.of());
        assertEquals(List.of(new Place(184, 36), new Place(300, 36)), route.points());
        assertEquals("M300 36L292 32L292 40Z", route.arrow());
        assertEquals(new Place(242, 36), route.label().at());
    }

    @Test
    void aWireToALowerNodeBendsInTheMiddle() {
        WireRoute route =
                WireRoute.between(new Ends(LEFT, new Box(384, 200, 184, 72), 36, 36), Lanes.Lane.STRAIGHT, List.of());
        assertEquals(
                List.of(new Place(184, 36), new Place(284, 36), new Place(284, 236), new Place(384, 236)),
                route.points());
    }

    @Test
    void aWireGoesRoundWhatStandsInItsWay() {
        Box between = new Box(300, 0, 184, 72);
        WireRoute route = WireRoute.between(
                new Ends(LEFT, new Box(600, 0, 184, 72), 36, 36), Lanes.Lane.STRAIGHT, List.of(between));
        for (int i = 1; i < route.points().size(); i++) {
            assertTrue(between.clearOf(route.points().get(i - 1), route.points().get(i)));
        }
    }

    @Test
    void aWireBackToTheLeftLeavesOnTheRight() {
        WireRoute route =
                WireRoute.between(new Ends(new Box(400, 0, 184, 72), LEFT, 36, 36), Lanes.Lane.STRAIGHT, List.of());
        assertEquals(new Place(584, 36), route.points().get(0));
        assertEquals(new Place(0, 36), route.points().get(route.points().size() - 1));
    }

    @Test
    void linearScalesEndAtARoundNumber() {
        Scale scale = Scale.linear(4_321, String::valueOf);
        assertEquals(5_000, scale.high());
        assertEquals(6, scale.marks().size());
        assertEquals(0.5, scale.share(2_500), 1e-12);
    }

    @Test
    void decadesHoldAllValues() {
        Scale scale = Scale.decades(0.02, 3, String::valueOf);
        assertEquals(0.01, scale.low(), 1e-12);
        assertEquals(10, scale.high(), 1e-9);
        assertEquals(1 / 3.0, scale.share(0.1), 1e-12);
        assertEquals(4, scale.marks().size());
    }

    @Test
    void aSingleValueStillHasADecade() {
        Scale scale = Scale.decades(1, 1, String::valueOf);
        assertTrue(scale.high() > scale.low());
        assertTrue(Scale.linear(0, String::valueOf).high() > 0);
    }

    @Test
    void lettersAreCutWhereTheRoomEnds() {
        assertEquals("short", Lettering.ellipsis("short", 100, 12));
        String cut = Lettering.ellipsis("a very long name of a component", 60, 12);
        assertTrue(cut.endsWith("…") && Lettering.width(cut, 12) <= 60, cut);
        List<String> lines = Lettering.wrapped("one two three four five six seven eight nine ten", 80, 12, 2);
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).endsWith("…"));
    }

    @Test
    void xmlEscapesTextsAndLeavesOutWhatXmlDoesNotHave() {
        assertEquals(
                "<a b=\"&lt;&quot;&#39;&amp;\">x&gt;y</a>",
                new Xml().with("x>y\0\u0007\ufffe", "a", "b", "<\"'&").toString());
    }

    @Test
    void xmlThatIsNotClosedIsOurMistake() {
        assertThrows(IllegalStateException.class, () -> new Xml().open("a").toString());
    }

    @Test
    void linksBetweenTheSameNodesEndApart() {
        Board board = BoardJson.parse("""
                {"format":"trestle/1","design":{
                  "nodes":{"a":{"kind":"service","x":0,"y":0},"b":{"kind":"service","x":400,"y":0}},
                  "links":{"l1":{"from":"a","to":"b"},"l2":{"from":"a","to":"b"}}}}""");
        Lanes.Spot from = new Lanes.Spot("a", 0, 1);
        Lanes.Spot to = new Lanes.Spot("b", 0, 1);
        Map<String, Lanes.Lane> lanes = Lanes.of(board.design(), link -> from, link -> to);
        assertEquals(0, lanes.get("l1").out());
        assertEquals(0, lanes.get("l1").in());
        assertEquals(10, lanes.get("l2").out());
        assertEquals(10, lanes.get("l2").in());
    }
}
