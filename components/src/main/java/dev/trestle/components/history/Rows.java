package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Journal;

/** Turns rows of a journal into moments with names. */
record Rows(Journal journal, Names names) {

    /** A write or read at the time when its client had the answer. */
    Moment ended(int row) {
        return moment(row, journal.end(row));
    }

    /** A write or read at the time when its client asked for it. */
    Moment asked(int row) {
        return moment(row, journal.start(row));
    }

    private Moment moment(int row, long nanos) {
        String node = place(row);
        String deed = switch (journal.kind(row)) {
            case Journal.WRITE -> "wrote";
            case Journal.CREATED -> "created";
            default -> "read";
        };
        String what = deed + " " + thing(row);
        String preposition = deed.equals("wrote") ? " to" : deed.equals("read") ? " from" : " at";
        return new Moment(nanos, client(row), node.isEmpty() ? what : what + preposition, node, facts(row, deed));
    }

    /** A store's loss of a committed version. */
    Moment lost(int row) {
        return store(row, "discarded");
    }

    /** A store's commit of a reservation, or of what gives one back. */
    Moment committed(int row) {
        return store(row, journal.kind(row) == Journal.TOOK ? "reserved" : "gave back");
    }

    private Moment store(int row, String deed) {
        String node = place(row);
        String who = node.isEmpty() ? "a store" : node;
        return new Moment(journal.start(row), who, deed + " " + thing(row), "", facts(row, deed));
    }

    /** A reservation at the time when its client was told of it. */
    Moment confirmed(int row, long held) {
        String what = "was told of " + thing(row) + ", the " + held + nth(held) + " to be held at the same time";
        return new Moment(journal.end(row), client(row), what, "", facts(row, "was told of"));
    }

    /** A message at the time when its publisher was told that it is safe. */
    Moment published(int row) {
        return new Moment(journal.end(row), client(row), "published " + message(row), "", facts(row, "published"));
    }

    /** A message at the time when its publisher began to publish it. */
    Moment publishing(int row) {
        String what = "began to publish " + message(row);
        return new Moment(journal.start(row), client(row), what, "", facts(row, "began to publish"));
    }

    /** A message at the time when a worker was through with it. */
    Moment handled(int row) {
        String node = place(row);
        String attempt = journal.version(row) > 1 ? " (attempt " + journal.version(row) + ")" : "";
        return new Moment(
                journal.end(row),
                node.isEmpty() ? "a worker" : node,
                "handled " + message(row) + attempt,
                "",
                facts(row, "handled"));
    }

    /** A client's request at the time when it was asked for, or had its answer; with what there is to say of it. */
    Moment request(int row, boolean end, String more) {
        String deed = end ? "had the answer to" : "asked for";
        String what = deed + " " + subject(row) + more;
        return new Moment(end ? journal.end(row) : journal.start(row), client(row), what, "", facts(row, deed));
    }

    /** The end of what is known, where something that should have happened had not. */
    Moment without(String what, long nanos) {
        Moment.Facts facts = new Moment.Facts("ended without " + what, "run", -1, -1, null, 0, null, nanos, nanos);
        return new Moment(nanos, "the run", "ended without " + what, "", facts);
    }

    /** What a store has committed for the same thing two times. */
    Timeline twice(int before, int row) {
        return Timeline.of(did(before, ""), did(row, " again"));
    }

    /** What a store has committed, by the row of the journal's deeds. */
    private Moment did(int row, String more) {
        Deeds deeds = journal.deeds();
        String place = names.place(deeds.node(row), deeds.instance(row));
        String deed =
                deeds.verb(row) == Call.RESERVE ? "reserved" : deeds.verb(row) == Call.DELETE ? "deleted" : "wrote";
        String entity = names.entities().get(deeds.subject(row));
        long number = deeds.request(row);
        String client = deeds.client(row) < 0 ? "" : " of client " + deeds.client(row);
        String whose = number < 0 ? " for message " + -number : " for request " + number + client;
        Moment.Facts facts = new Moment.Facts(
                deed,
                entity,
                deeds.key(row),
                deeds.version(row),
                deeds.node(row) < 0 ? null : names.nodes().get(deeds.node(row)),
                Math.max(0, deeds.instance(row)),
                null,
                deeds.time(row),
                deeds.time(row));
        return new Moment(
                deeds.time(row),
                place.isEmpty() ? "a store" : place,
                deed + " " + entity + " " + deeds.key(row) + " v" + deeds.version(row) + whose + more,
                "",
                facts);
    }

    /** The letters after a number that counts: 1st, 2nd, 3rd, 4th. */
    static String nth(long n) {
        boolean teen = n / 10 % 10 == 1;
        return teen ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
    }

    private Moment.Facts facts(int row, String deed) {
        byte kind = journal.kind(row);
        boolean versioned = kind != Journal.PUBLISH && kind != Journal.ASKED;
        int link = journal.link(row);
        return new Moment.Facts(
                deed,
                subject(row),
                journal.key(row),
                versioned ? journal.version(row) : -1,
                journal.node(row) < 0 ? null : names.nodes().get(journal.node(row)),
                Math.max(0, journal.instance(row)),
                link < 0 || link >= names.links().size() ? null : names.links().get(link),
                journal.start(row),
                journal.end(row));
    }

    private String place(int row) {
        return names.place(journal.node(row), journal.instance(row));
    }

    private String client(int row) {
        return journal.who(row) >= 0 ? "client " + journal.who(row) : "a worker";
    }

    private String subject(int row) {
        return (switch (journal.kind(row)) {
                    case Journal.PUBLISH, Journal.HANDLED -> names.events();
                    case Journal.ASKED -> names.operations();
                    default -> names.entities();
                })
                .get(journal.subject(row));
    }

    private String thing(int row) {
        String version = journal.version(row) == Journal.DAMAGED
                ? " with a value that nobody wrote"
                : journal.version(row) == 0 && journal.kind(row) == Journal.LOST
                        ? " as it was before the run"
                        : " v" + journal.version(row);
        return subject(row) + " " + journal.key(row) + version;
    }

    private String message(int row) {
        return subject(row) + " " + journal.key(row);
    }
}
