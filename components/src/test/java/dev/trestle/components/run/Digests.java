package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.problem.Library;
import dev.trestle.components.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the digests of a few runs, one line each: for a Java machine of another version, or with another compiler, or with
 * another number of threads, to be compared line by line.
 */
public final class Digests {
    private static final long EVENTS = 40_000;
    private static final long SEED = 7;

    private Digests() {}

    /** The first argument is the number of threads. */
    public static void main(String[] arguments) {
        of(Integer.parseInt(arguments[0])).forEach(System.out::println);
    }

    static List<String> of(int threads) {
        List<String> lines = new ArrayList<>();
        for (Problem problem : Library.standard().problems()) {
            lines.add(problem.id() + " " + digest(problem.reference(), threads));
        }
        lines.add("every law " + digest(everyLaw(), threads));
        return lines;
    }

    /** Logarithms, powers and exponentials of all distributions, key laws and arrivals that there are. */
    private static Board everyLaw() {
        String[] laws = {
            "lognormal(1 ms, cv 2)",
            "pareto(1 us, 1.2)",
            "bounded pareto(1 us, 1.1, 50 ms)",
            "weibull(1 ms, 0.6)",
            "hyperexponential(1 ms, cv 3)",
            "empirical(p50 1 ms, p99 9 ms, max 40 ms)",
            "erlang(3, 1 ms)",
            "90%: exponential(1 ms); 10%: uniform(0 s, 20 ms)"
        };
        Boards board = Boards.board()
                .entity("A", "1 KB", "100000", "zipf 0.9")
                .entity("B", "1 KB", "100000", "hot 1% takes 50%")
                .entity("C", "1 KB", "100000", "latest 1.1")
                .operation("ask", "800/s", "read A", "read B", "write C key new", "read C x2 parallel");
        Boards.Part people = Boards.clients("arrivals", "bursty", "timeout", "200 ms", "retries", "2");
        Boards.Part balancer = Boards.balancer("algorithm", "power-of-d");
        Boards.Part database = Boards.database("followers", "2", "readFrom", "any");
        for (int i = 0; i < laws.length; i++) {
            board.path(
                    people,
                    balancer,
                    Boards.service("app" + i, "serviceTime", laws[i]),
                    Boards.cache("capacity", "1 MB"),
                    database);
            board.link("app" + i, "db");
        }
        return board.build();
    }

    private static String digest(Board board, int threads) {
        return Run.of(board, new Options(SEED, EVENTS, Long.MAX_VALUE, threads))
                .execute(Watcher.NOBODY)
                .report()
                .digest();
    }
}
