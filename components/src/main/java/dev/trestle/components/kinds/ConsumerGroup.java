package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The readers of a topic over one link: the instances of one consumer, which share its partitions.
 *
 * <p>A partition belongs to one instance, which has one of its messages in work at a time: so messages of one key keep
 * their order. The group knows up to where each partition was read and up to where that was committed; a new owner after a
 * crash begins at the latter. An instance that is silent for the session timeout, or comes, makes the group share out the
 * partitions anew: all of them by ranges (eager), or as few as possible (cooperative, sticky).
 */
final class ConsumerGroup {
    private static final int UNANSWERED = Brokers.GROUPS;
    private static final int AGAIN = Brokers.GROUPS + 1;
    private static final int REBALANCED = Brokers.GROUPS + 2;

    /** What all groups of a topic count together. */
    record Books(
            Meter meter,
            Counter delivered,
            Counter acknowledged,
            Counter redelivered,
            Counter deadLettered,
            Counter rebalances) {
        Books(Meter meter) {
            this(
                    meter,
                    meter.counter("delivered"),
                    meter.counter("acknowledged"),
                    meter.counter("redelivered"),
                    meter.counter("deadLettered"),
                    meter.counter("rebalances"));
        }
    }

    private final Brokers topic;
    private final Engine engine;
    private final int number;
    private final Wire wire;
    private final Behaviour consumer;
    private final Books books;
    /** The consumer when it says itself up to where it has read, with its checkpoints; else null. */
    private final Streaming reader;
    /** Which events it does something with; it reads over the others. */
    private final boolean[] wanted;

    private final boolean eager;
    private final boolean commitsEach;
    private final long sessionNanos;
    private final long rebalanceNanos;
    private final long retryNanos;
    private final int answerLane;
    private final int maxReceives;
    /** By partition: its owner or -1, the offset to read next, the offset committed, one behind the last handed out. */
    private final int[] owner;

    private final long[] next;
    private final long[] committed;
    private final long[] handedOut;
    private final int[] failures;
    /** The message that is in work or waits to come again; {@link Call#pending} is 1 while it is in work. */
    private final Call[] inWork;
    /** By instance: whether it is a member, whether it has died as such, when it was last seen, messages in work. */
    private final boolean[] member;

    private final boolean[] died;
    private final long[] seenNanos;
    private final int[] busy;
    private final Turns turns;
    private final Call timer;
    private boolean rebalancing;

    ConsumerGroup(Brokers topic, Site site, int number, Wire wire, Books books) {
        this.topic = topic;
        this.engine = site.engine();
        this.number = number;
        this.wire = wire;
        this.books = books;
        consumer = wire.to;
        Settings settings = site.settings();
        eager = settings.text(Topic.REBALANCE).equals("eager");
        commitsEach = settings.nanos(Topic.COMMIT_INTERVAL) == 0;
        sessionNanos = settings.nanos(Topic.SESSION);
        rebalanceNanos = settings.nanos(Topic.REBALANCE_TIME);
        retryNanos = settings.nanos(Topic.RETRY_DELAY);
        answerLane = engine.lane(settings.nanos(Topic.ANSWER_TIMEOUT));
        maxReceives = settings.integer(Topic.MAX_RECEIVES);
        wanted = new boolean[site.events()];
        for (int event = 0; event < wanted.length; event++) {
            wanted[event] = Arrays.asList(site.consumers(event)).contains(wire);
        }
        int partitions = topic.partitions();
        owner = new int[partitions];
        next = new long[partitions];
        committed = new long[partitions];
        handedOut = new long[partitions];
        failures = new int[partitions];
        inWork = new Call[partitions];
        int instances = consumer.instances();
        member = new boolean[instances];
        Arrays.fill(member, true);
        died = new boolean[instances];
        seenNanos = new long[instances];
        busy = new int[instances];
        turns = new Turns(partitions, instances);
        timer = engine.call(topic);
        timer.stage = number;
        Assignment.range(member, owner);
        reader = consumer instanceof Streaming streaming && streaming.checkpoints() ? streaming : null;
        if (reader != null) {
            reader.reads(this);
        }
    }

    Wire wire() {
        return wire;
    }

    int partitions() {
        return owner.length;
    }

    /** The offset of the record of the partition that is in work. */
    long reading(int partition) {
        return next[partition];
    }

    /** So many more records of the partition can be read. */
    void more(int partition, int records) {
        books.meter.backlog(records, engine.now());
        ready(partition);
    }

    /** Records that could be read are lost: those from {@code end} on. */
    void fewer(int partition, long high, long end) {
        if (inWork[partition] != null && next[partition] >= end) {
            takeBack(partition);
        }
        long behind = Math.min(next[partition], end);
        long waiting = high - next[partition] - (inWork[partition] == null ? 0 : 1);
        long stays = end - behind - (inWork[partition] == null ? 0 : 1);
        books.meter.backlog((int) (stays - waiting), engine.now());
        next[partition] = behind;
        committed[partition] = Math.min(committed[partition], end);
        handedOut[partition] = Math.min(handedOut[partition], end);
        if (reader != null) {
            reader.moved(this, partition, behind);
        }
    }

    /** Reads again from an earlier offset, as somebody has set it back; how many records come again. */
    long seek(int partition, long offset) {
        long again = next[partition] - offset;
        if (again <= 0) {
            return 0;
        }
        abandon(partition);
        books.meter.backlog((int) again, engine.now());
        next[partition] = offset;
        committed[partition] = Math.min(committed[partition], offset);
        failures[partition] = 0;
        if (reader != null) {
            reader.moved(this, partition, offset);
        }
        ready(partition);
        return again;
    }

    /** The ages of what it wants and is not through with. */
    void behind(LongConsumer ages) {
        for (int partition = 0; partition < owner.length; partition++) {
            Partition records = topic.partition(partition);
            for (long offset = next[partition]; offset < records.high; offset++) {
                if (seen(records, offset)) {
                    ages.accept(engine.now() - records.log.stored(offset));
                }
            }
        }
    }

    /** Before this offset it needs no record any more. */
    long committed(int partition) {
        return Math.min(committed[partition], next[partition]);
    }

    /** Records before this offset are not in work. */
    long mayExpire(int partition) {
        return inWork[partition] == null ? Long.MAX_VALUE : next[partition];
    }

    /** Records before the offset are gone; how many of them it had not read. */
    int expired(int partition, long first) {
        int unread = (int) Math.max(0, first - next[partition]);
        RecordLog log = topic.partition(partition).log;
        for (long offset = next[partition]; offset < first; offset++) {
            if (wanted[log.event(offset)]) {
                books.meter.lagged(number, engine.now() - log.stored(offset));
            }
        }
        books.meter.backlog(-unread, engine.now());
        next[partition] += unread;
        committed[partition] = Math.max(committed[partition], first);
        return unread;
    }

    /** The partition may have something for its owner, who begins with it when one of its workers is free. */
    void ready(int partition) {
        int instance = owner[partition];
        if (instance >= 0 && readable(partition)) {
            turns.add(instance, partition);
            handOut(instance);
        }
    }

    private boolean readable(int partition) {
        Partition records = topic.partition(partition);
        if (inWork[partition] != null || rebalancing && eager || !topic.online(records)) {
            return false;
        }
        skipUnseen(records, partition);
        while (next[partition] < records.high && topic.damage().loses(records, next[partition])) {
            failures[partition] = 0;
            skipUnseen(records, partition);
        }
        return next[partition] < records.high
                && !records.isDamaged(records.leader, next[partition])
                && !topic.transactions().hides(records.log.transaction(next[partition]));
    }

    private void skipUnseen(Partition records, int partition) {
        while (next[partition] < records.high && !seen(records, next[partition])) {
            books.meter.backlog(-1, engine.now());
            next[partition]++;
        }
    }

    /** Whether it ever gets the record. */
    private boolean seen(Partition records, long offset) {
        return wanted[records.log.event(offset)]
                && !topic.transactions().aborted(records.log.transaction(offset))
                && !records.misses(offset);
    }

    /** What the message has led to is committed, and with it that the message has been read. */
    void consumed(Call message) {
        int partition = (int) message.scratch;
        committed[partition] = Math.max(committed[partition], next[partition] + 1);
    }

    private void handOut(int instance) {
        int workers = consumer.takes(instance);
        while (busy[instance] < workers && consumer.up(instance) && !died[instance]) {
            int partition = turns.next(instance);
            if (partition < 0) {
                return;
            }
            if (readable(partition)) {
                deliver(partition, instance);
            }
        }
    }

    private void deliver(int partition, int instance) {
        Call message = engine.call(topic);
        long offset = next[partition];
        topic.partition(partition).log.fill(message, offset);
        message.attempt = failures[partition] + 1;
        message.stage = number;
        message.scratch = partition;
        message.instance = instance;
        message.pending = 1;
        books.delivered.value++;
        books.redelivered.value += offset < handedOut[partition] ? 1 : 0;
        handedOut[partition] = Math.max(handedOut[partition], offset + 1);
        inWork[partition] = message;
        busy[instance]++;
        books.meter.backlog(-1, engine.now());
        Call child = engine.child(message);
        message.other = child;
        engine.send(child, wire, instance);
        engine.scheduleInLane(message, UNANSWERED, answerLane);
    }

    void event(Call call, int type) {
        switch (type) {
            case UNANSWERED -> {
                engine.abandon(call.other);
                failed(call, Call.TIMED_OUT, 0);
            }
            case AGAIN -> {
                int partition = (int) call.scratch;
                takeBack(partition);
                ready(partition);
            }
            default -> shareOut();
        }
    }

    void reply(Call message, Call child) {
        int partition = (int) message.scratch;
        int instance = message.instance;
        if (child.outcome == Call.OK) {
            acknowledge(message);
        } else if (!consumer.up(instance)) {
            // Nobody is there to try again; whoever gets the partition begins where it was committed.
            died[instance] = true;
            takeBack(partition);
        } else {
            failed(message, child.outcome, retryNanos);
        }
        handOut(instance);
    }

    private void failed(Call message, int outcome, long delayNanos) {
        int partition = (int) message.scratch;
        int instance = message.instance;
        engine.cancel(message);
        if (committed[partition] > next[partition]) {
            acknowledge(message);
        } else if (++failures[partition] >= maxReceives) {
            books.deadLettered.value++;
            lagged(partition);
            close(message, outcome);
        } else {
            message.pending = 0;
            busy[instance]--;
            engine.schedule(message, AGAIN, delayNanos);
        }
        handOut(instance);
    }

    private void acknowledge(Call message) {
        books.acknowledged.value++;
        lagged((int) message.scratch);
        close(message, Call.OK);
    }

    private void lagged(int partition) {
        RecordLog log = topic.partition(partition).log;
        books.meter.lagged(number, engine.now() - log.stored(next[partition]));
    }

    /** The group is through with a message, for good or ill, and goes on to the next of its partition. */
    private void close(Call message, int outcome) {
        int partition = (int) message.scratch;
        busy[message.instance]--;
        inWork[partition] = null;
        failures[partition] = 0;
        next[partition]++;
        message.outcome = outcome;
        engine.journal.end(message, engine.now(), outcome);
        engine.free(message);
        if (commitsEach) {
            committed[partition] = next[partition];
            topic.trim(topic.partition(partition));
        }
        ready(partition);
    }

    /** The message in work is not in work any more; it is still the next to be read. */
    private void takeBack(int partition) {
        Call message = inWork[partition];
        if (message == null) {
            return;
        }
        if (message.pending == 1) {
            busy[message.instance]--;
        }
        inWork[partition] = null;
        books.meter.backlog(1, engine.now());
        engine.free(message);
    }

    /** A reader that keeps its own checkpoints says up to where it has read. */
    void commit(int partition, long offset) {
        committed[partition] = Math.max(committed[partition], offset);
        topic.trim(topic.partition(partition));
    }

    /** Where a reader that begins anew goes on. */
    long resumes(int partition) {
        return Math.max(committed[partition], topic.partition(partition).log.first());
    }

    /** Such a reader begins anew with the instances that are up, at what was committed. */
    void restart() {
        Arrays.fill(died, true);
        shareOut();
    }

    /** Says up to where the partitions were read, for those whose owners live to say so. */
    void commit() {
        if (reader != null) {
            return;
        }
        for (int partition = 0; partition < owner.length; partition++) {
            int instance = owner[partition];
            if (instance >= 0 && !died[instance] && consumer.up(instance)) {
                committed[partition] = Math.max(committed[partition], next[partition]);
            }
        }
    }

    /** Looks who is there. */
    void look() {
        boolean change = false;
        for (int i = 0; i < member.length; i++) {
            if (consumer.up(i)) {
                change |= !member[i] || died[i];
                seenNanos[i] = engine.now();
            } else if (member[i]) {
                died[i] = true;
                change |= engine.now() - seenNanos[i] >= sessionNanos;
            }
            handOut(i);
        }
        if (change && !rebalancing && reader == null) {
            rebalancing = true;
            books.rebalances.value++;
            engine.schedule(timer, REBALANCED, rebalanceNanos);
        }
    }

    private void shareOut() {
        rebalancing = false;
        for (int i = 0; i < member.length; i++) {
            member[i] = consumer.up(i);
        }
        for (int partition = 0; partition < owner.length; partition++) {
            int old = owner[partition];
            if (old >= 0 && (died[old] || !member[old])) {
                rewind(partition);
                owner[partition] = -1;
            }
        }
        Arrays.fill(died, false);
        int[] before = owner.clone();
        if (eager) {
            Assignment.range(member, owner);
        } else {
            Assignment.sticky(member, owner);
        }
        turns.clear();
        for (int partition = 0; partition < owner.length; partition++) {
            if (before[partition] >= 0 && before[partition] != owner[partition]) {
                giveUp(partition);
            }
            ready(partition);
        }
    }

    /** Its owner has lost what it knew: the next one begins at what was committed. */
    private void rewind(int partition) {
        abandon(partition);
        goOnAtCommitted(partition);
        failures[partition] = 0;
    }

    /**
     * Its owner lets go of the partition and says up to where it was read; what it has in work is nobody's any more, unless
     * a transaction has committed it already.
     */
    private void giveUp(int partition) {
        abandon(partition);
        committed[partition] = Math.max(committed[partition], next[partition]);
        goOnAtCommitted(partition);
    }

    private void goOnAtCommitted(int partition) {
        long from = resumes(partition);
        if (from != next[partition]) {
            books.meter.backlog((int) (next[partition] - from), engine.now());
            next[partition] = from;
            failures[partition] = 0;
        }
    }

    private void abandon(int partition) {
        Call message = inWork[partition];
        if (message != null && message.pending == 1) {
            engine.abandon(message.other);
        }
        takeBack(partition);
    }
}
