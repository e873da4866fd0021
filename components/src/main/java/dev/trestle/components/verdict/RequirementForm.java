package dev.trestle.components.verdict;

import dev.trestle.components.load.Form;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The forms that a requirement may have, each as an example that can be read, for help and for remedies. */
final class RequirementForm {
    /** One of each form, in the order of the grammar; names are made up. */
    static final List<Form> ALL = List.of(
            new Form(
                    "feed p99 latency < 300 ms in steady",
                    "an operation, or all, reads, writes; mean, p50 to p99.99, max"),
            new Form("all availability >= 99.9 %", "the share of requests that are answered"),
            new Form("feed error ratio < 0.1 %", "the share that fails"),
            new Form("feed throughput >= 5000/s", "how many are answered in a second"),
            new Form("Photo read-your-writes", "a client sees what it wrote itself"),
            new Form("Photo monotonic-reads", "nobody sees time go back"),
            new Form("Photo linearizable", "as if there were one copy"),
            new Form("Photo fresh within 2 s", "nobody reads what was overwritten longer ago"),
            new Form("Photo never lost", "what was acknowledged stays, whatever fails"),
            new Form("Photo unique", "no two with the same key"),
            new Form("Seat never above 240", "nothing is sold twice"),
            new Form("posted handled at least once", "no event gets lost"),
            new Form("posted handled exactly once", "nor has it its effect twice"),
            new Form("posted handled in order per key", "or without per key: all of them in one order"),
            new Form("posted handled within 10 s for p99", "or without for p99: every one of them"),
            new Form("upload idempotent", "asking again changes nothing more"),
            new Form("upload at most 10/s per client", "a limit that holds"),
            new Form("db utilization < 80 %", "a component by its id; also queue, lag, hit ratio"),
            new Form("survives loss of any instance", "the others hold without it; also node, zone, region"),
            new Form("recovers within 30 s after spike", "as before so soon; without after spike: after every fault"),
            new Form("headroom >= 2 x", "the load may grow so far before another one is missed"),
            new Form("cost < 60 kUSD/month", "at the average load"));

    private RequirementForm() {}

    /** What to write instead of a line that cannot be read: an example of the form that it is most like. */
    static String remedy(String line) {
        Set<String> words = Set.copyOf(Arrays.asList(line.trim().split("\\s+")));
        Form nearest = ALL.get(0);
        long best = 0;
        for (Form form : ALL) {
            String[] own = form.text().split(" ");
            // The forms about the whole design begin with a word of their own.
            long shared = Arrays.stream(own).filter(words::contains).count()
                    + (line.trim().startsWith(own[0] + " ") ? 2 : 0);
            if (shared > best) {
                best = shared;
                nearest = form;
            }
        }
        return "write a line such as " + nearest.text();
    }
}
