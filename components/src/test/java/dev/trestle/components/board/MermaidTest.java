package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MermaidTest {
    private static Node node(String label, double x) {
        return new Node("box", label, x, 0, Map.of());
    }

    private static Design design(Map<String, Node> nodes, Map<String, Link> links, Map<String, Area> areas) {
        return new Design(nodes, links, areas, Map.of());
    }

    @Test
    void drawsNodesAndArrowsWithTheirLabels() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("web", node("Web", 0));
        nodes.put("app", node(null, 300));
        Map<String, Link> links = new LinkedHashMap<>();
        links.put("l1", new Link("web", "app", null, Map.of("only", "reads")));
        links.put("l2", new Link("app.out", "web", "back", Map.of()));
        links.put("l3", new Link("app", "web", null, Map.of()));
        links.put("l4", new Link("app", "gone", null, Map.of()));
        assertEquals("""
                flowchart LR
                  n_web["Web<br/>box"]
                  n_app["app<br/>box"]
                  n_web -->|"reads"| n_app
                  n_app -->|"back"| n_web
                  n_app --> n_web
                """, Mermaid.of(design(nodes, links, Map.of())));
    }

    @Test
    void nestsAreasAsTheyLieInEachOther() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("inside", node(null, 0));
        nodes.put("between", node(null, 400));
        nodes.put("outside", node(null, 5000));
        Map<String, Area> areas = new LinkedHashMap<>();
        areas.put("zone", new Area("zone", 0, 0, 200, 100, null, Map.of()));
        areas.put("region", new Area("region", 0, 0, 1000, 500, "eu-1", Map.of()));
        assertEquals("""
                flowchart LR
                  subgraph a_region["eu-1"]
                    subgraph a_zone["zone"]
                      n_inside["inside<br/>box"]
                    end
                    n_between["between<br/>box"]
                  end
                  n_outside["outside<br/>box"]
                """, Mermaid.of(design(nodes, Map.of(), areas)));
    }

    @Test
    void areasOfEqualSizeNestOnceAndNotForEver() {
        Map<String, Area> areas = new LinkedHashMap<>();
        areas.put("a", new Area("zone", 0, 0, 100, 100, null, Map.of()));
        areas.put("b", new Area("zone", 0, 0, 100, 100, null, Map.of()));
        String text = Mermaid.of(design(Map.of(), Map.of(), areas));
        assertEquals("flowchart LR\n  subgraph a_a[\"a\"]\n    subgraph a_b[\"b\"]\n    end\n  end\n", text);
    }

    @Test
    void whatPeopleTypeCannotBreakOutOfALabel() {
        Map<String, Node> nodes = Map.of("end", node("\"]; click x \"javascript:1\"\n<img onerror=1> #1 | `", 0));
        String text = Mermaid.of(design(nodes, Map.of(), Map.of()));
        assertEquals(
                "flowchart LR\n  n_end[\"#34;]#59; click x #34;javascript:1#34; #60;img onerror=1#62; #35;1 #124; #96;"
                        + "<br/>box\"]\n",
                text);
    }

    @Test
    void idsThatDifferOnlyInHyphensStayDifferent() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("a-b", node(null, 0));
        nodes.put("a_b", node(null, 0));
        String text = Mermaid.of(design(nodes, Map.of("l", new Link("a-b", "a_b", null, Map.of())), Map.of()));
        assertTrue(text.contains("  n_a_b --> n_a_b_2\n"), text);
    }
}
