package dev.trestle.server.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;

/** Boards for the tests of reports. */
final class Boards {
    /** What people type to see whether it gets out: markup, quotes, formulas, control characters. */
    static final String HOSTILE =
            "</text></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;|`*\u0007";

    private static final String SMALL = """
            {
              "format": "trestle/1",
              "title": "TITLE",
              "brief": {
                "text": "TEXT",
                "assumptions": {"users": {"is": "1..3 kuser", "says": "TEXT"}, "calls": {"is": "0.05/user/s"}},
                "entities": {"Item": {"size": "1 KB", "count": "1000", "fields": "TEXT"}},
                "operations": {
                  "get": {"api": "GET /TEXT", "rate": "users * calls", "steps": ["read Item"]},
                  "put": {"api": "PUT /", "rate": "10/s", "steps": ["write Item"]}
                },
                "requirements": {
                  "fast": {"is": "get mean latency < 1 s"},
                  "slow": {"is": "get mean latency < 1 us"},
                  "seen": {"is": "Item read-your-writes"}
                }
              },
              "design": {
                "nodes": {
                  "users": {"kind": "clients", "label": "TEXT", "x": 0, "y": 0},
                  "app": {"kind": "service", "x": 300, "y": 0,
                          "settings": {"instances": "2", "workers": "4", "serviceTime": "exponential(2 ms)"}},
                  "db": {"kind": "sql-database", "label": "Store", "x": 600, "y": 100}
                },
                "links": {
                  "l1": {"from": "users", "to": "app", "label": "TEXT"},
                  "l2": {"from": "app", "to": "db"}
                },
                "areas": {"eu": {"kind": "region", "x": -20, "y": -40, "w": 900, "h": 400, "label": "TEXT"}},
                "notes": {"n1": {"x": 0, "y": 200, "text": "TEXT"}}
              },
              "script": {
                "p1": {"order": "a", "phase": "warm-up", "for": "2 s", "load": "average"},
                "p2": {"order": "b", "phase": "steady", "for": "5 s", "load": "average"},
                "p3": {"order": "c", "phase": "late", "for": "5 s", "load": "average"}
              }
            }
            """;

    private Boards() {}

    /** Two operations on one service and one database; the requirement {@code slow} cannot be met. */
    static Board small() {
        return BoardJson.parse(SMALL.replace("TITLE", "One service").replace("TEXT", "plain"));
    }

    /** The same, with {@link #HOSTILE} wherever people may write what they like. */
    static Board hostile() {
        String typed = HOSTILE.replace("\"", "\\\"").replace("\u0007", "\\u0007");
        return BoardJson.parse(SMALL.replace("TITLE", typed).replace("TEXT", typed));
    }

    static RunResult run(Board board, long seed, int threads) {
        return Run.of(board, new Options(seed, 10_000_000, 600_000_000_000L, threads))
                .execute(Watcher.NOBODY);
    }

    static ObjectNode report(Board board) {
        return ReportJson.of(run(board, 1, 2));
    }
}
