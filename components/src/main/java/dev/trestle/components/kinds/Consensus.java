package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;

/**
 * Servers that agree by Raft (Ongaro and Ousterhout, "In search of an understandable consensus algorithm", USENIX ATC
 * 2014; leases, refused votes and the quorum check from chapters 4 and 6 of Ongaro's dissertation).
 *
 * <p>Terms, votes and logs outlive a crash. A server that finds some of its log damaged neither votes nor answers until it
 * has fetched that from the leader (as in Chandra et al., "Paxos made live", PODC 2007, 5.1). Messages are calls of this
 * node to itself: {@code instance} receives, {@code key} sent, {@code step} is the sender's term. Instance 0 leads when the
 * run begins.
 */
final class Consensus extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int MESSAGE = FIRST_EVENT + 1;
    private static final int ELECTION = FIRST_EVENT + 2;
    private static final int HEARTBEAT = FIRST_EVENT + 3;

    /** Headers of a message, and an entry of the log with a key and a value, as round figures. */
    private static final long MESSAGE_BYTES = 100;

    private static final long ENTRY_BYTES = 500;

    private static final int APPEND = 1;
    private static final int APPENDED = 2;
    private static final int NOT_APPENDED = 3;
    private static final int VOTE = 4;
    private static final int VOTED = 5;
    private static final int FETCH = 6;
    private static final int FETCHED = 7;

    private final RaftServer[] servers;
    private final Station[] stations;
    private final int majority;
    private final boolean leases;
    private final long electionNanos;
    private final long heartbeatNanos;
    private final Distribution delay;
    private final Distribution syncTime;
    private final Distribution readTime;
    private final Distribution writeTime;
    private final Chance service;
    private final Chance network;
    private final Chance patience;
    private final RegisterState state;
    private final DamagedLogs damage;
    private final Chance damageChance;
    private final long[] sizeBytes;
    private final Counter reads = meter.counter("reads");
    private final Counter writes = meter.counter("writes");
    private final Counter elections = meter.counter("elections");
    private final Counter steppedDown = meter.counter("steppedDown");
    private final Counter noLeader = meter.counter("noLeader");
    private final Counter locked = meter.counter("locked");
    private final Counter lockRefused = meter.counter("lockRefused");
    private int turn;

    Consensus(Site site) {
        super(site.engine(), site.node(), site.id());
        Settings settings = site.settings();
        int count = settings.integer(Coordinator.SERVERS);
        majority = count / 2 + 1;
        leases = settings.flag(Coordinator.LEASES);
        electionNanos = settings.nanos(Coordinator.ELECTION);
        heartbeatNanos = settings.nanos(Coordinator.HEARTBEAT);
        delay = settings.distribution(Coordinator.DELAY);
        syncTime = settings.distribution(Coordinator.SYNC_TIME);
        readTime = settings.distribution(Coordinator.READ_TIME);
        writeTime = settings.distribution(Coordinator.WRITE_TIME);
        service = site.chance("service");
        network = site.chance("network");
        patience = site.chance("elections");
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        state = new RegisterState(sizeBytes.length, settings.nanos(Coordinator.LOCK_LEASE));
        servers = new RaftServer[count];
        damage = new DamagedLogs(this, engine, servers, state);
        damageChance = site.chance("damage");
        stations = new Station[count];
        for (int i = 0; i < count; i++) {
            servers[i] = new RaftServer(count);
            stations[i] = new Station(engine, this, i, settings.integer(Coordinator.WORKERS), Integer.MAX_VALUE);
        }
    }

    @Override
    public void start() {
        for (int i = 0; i < servers.length; i++) {
            servers[i].electionTimer = engine.call(this);
            servers[i].electionTimer.instance = i;
            servers[i].heartbeatTimer = engine.call(this);
            servers[i].heartbeatTimer.instance = i;
            armElection(i);
        }
        lead(0);
    }

    @Override
    public int instances() {
        return servers.length;
    }

    @Override
    public boolean up(int instance) {
        return servers[instance].runs;
    }

    @Override
    public String role(int instance) {
        return servers[instance].leads ? "leader" : "follower";
    }

    /** Callers ask the leader that they know; without one they ask anybody, and are refused. */
    @Override
    public void arrive(Call call) {
        book(call);
        if (findsNoRoom(call)) {
            return;
        }
        if (call.instance == Call.ANY) {
            call.instance = choose(call);
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    /** The newest leader that the caller reaches, or anybody. */
    @Override
    public int choose(Call call) {
        int best = -1;
        for (int i = 0; i < servers.length; i++) {
            boolean leads = servers[i].leads && reached(call, i);
            if (leads && (best < 0 || servers[i].term > servers[best].term)) {
                best = i;
            }
        }
        for (int i = 0; best < 0 && i < servers.length; i++) {
            int any = turn++ % servers.length;
            best = reached(call, any) || i == servers.length - 1 ? any : -1;
        }
        return best;
    }

    private boolean reached(Call call, int server) {
        return servers[server].runs && engine.network().nanosTo(call, node, server) >= 0;
    }

    @Override
    public void begin(Call call) {
        Distribution time = call.verb == Call.READ ? readTime : writeTime;
        engine.schedule(call, SERVED, stations[call.instance].slowed(time.sample(service)));
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case SERVED -> served(call);
            case MESSAGE -> receive(call);
            case ELECTION -> electionTimeout(call.instance);
            default -> beat(call.instance);
        }
    }

    private void served(Call call) {
        RaftServer server = servers[call.instance];
        if (!server.leads) {
            noLeader.value++;
            done(call, Call.FAILED);
            return;
        }
        stations[call.instance].park(call);
        call.scratch = engine.now();
        if (call.verb == Call.READ) {
            reads.value++;
            call.other = server.readsHead;
            server.readsHead = call;
            if (!leases) {
                replicate(call.instance);
            }
            answerReads(call.instance);
            return;
        }
        writes.value++;
        call.version = engine.nextVersion();
        call.scratch = server.log.append(server.term, state.propose(call, engine.now()));
        call.other = null;
        if (server.writesTail == null) {
            server.writesHead = call;
        } else {
            server.writesTail.other = call;
        }
        server.writesTail = call;
        replicate(call.instance);
        advance(call.instance);
    }

    private void done(Call call, int outcome) {
        call.place = Journal.place(node, call.instance);
        stations[call.instance].leave(call);
        call.outcome = outcome;
        answer(call);
    }

    /** The last moment at which a majority still followed this leader: nobody else led then. */
    private long majorityHeard(int leader) {
        long best = 0;
        for (int i = 0; i < servers.length; i++) {
            long moment = i == leader ? engine.now() : servers[leader].answered[i];
            int count = 0;
            for (int j = 0; j < servers.length; j++) {
                count += j == leader || servers[leader].answered[j] >= moment ? 1 : 0;
            }
            best = count >= majority ? Math.max(best, moment) : best;
        }
        return best;
    }

    /** Reads are answered once it is sure that nobody else leads, and what was committed before is known here. */
    private void answerReads(int leader) {
        RaftServer server = servers[leader];
        if (server.readsHead == null || server.log.term(server.commit) != server.term) {
            return;
        }
        long heard = majorityHeard(leader);
        boolean lease = leases && engine.now() < heard + electionNanos;
        Call call = server.readsHead;
        server.readsHead = null;
        while (call != null) {
            Call next = call.other;
            if (lease || heard >= call.scratch) {
                call.version = state.version(call.subject, call.key);
                call.replyBytes = sizeBytes[call.subject];
                done(call, Call.OK);
            } else {
                call.other = server.readsHead;
                server.readsHead = call;
            }
            call = next;
        }
    }

    private void replicate(int leader) {
        for (int i = 0; i < servers.length; i++) {
            if (i != leader) {
                append(leader, i);
            }
        }
    }

    /** Sends what the follower is believed to miss; nothing when it misses nothing, which is a heartbeat. */
    private void append(int leader, int follower) {
        RaftServer server = servers[leader];
        Call message = message(leader, follower, APPEND);
        int previous = server.next[follower] - 1;
        message.scratch = previous;
        message.pending = server.log.term(previous);
        message.repeat = server.log.last();
        message.message = server.commit;
        message.version = engine.now();
        server.next[follower] = server.log.last() + 1;
        send(message, 0);
    }

    private Call message(int from, int to, int what) {
        Call message = engine.call(this);
        message.stage = what;
        message.instance = to;
        message.key = from;
        message.step = servers[from].term;
        return message;
    }

    private void send(Call message, long afterNanos) {
        RaftServer from = servers[(int) message.key];
        int sender = (int) message.key;
        long apart = engine.network().apartNanos(node, sender, message.instance, network);
        engine.network().carried(node, sender, message.instance, bytes(message));
        long arrival = engine.now() + afterNanos + delay.sample(network) + apart;
        from.lastArrival[message.instance] = Math.max(from.lastArrival[message.instance], arrival);
        engine.schedule(message, MESSAGE, from.lastArrival[message.instance] - engine.now());
    }

    /** What a message takes on the wire: its entries, or nothing to speak of. */
    private long bytes(Call message) {
        long entries = message.stage == APPEND
                ? message.repeat - message.scratch
                : message.stage == FETCHED ? message.scratch : 0;
        return MESSAGE_BYTES + entries * ENTRY_BYTES;
    }

    private void receive(Call message) {
        int to = message.instance;
        int from = (int) message.key;
        RaftServer server = servers[to];
        boolean arrives = server.runs && !server.isolated && servers[from].runs && !servers[from].isolated;
        arrives &= engine.network().joins(node, from, to);
        if (arrives && damage.of(to) > 0) {
            mend(message);
        } else if (arrives && message.stage == VOTE) {
            vote(message);
        } else if (arrives) {
            if (message.step > server.term) {
                follow(to, message.step);
            }
            switch (message.stage) {
                case APPEND -> follow(message);
                case APPENDED, NOT_APPENDED -> followed(message);
                case FETCH -> give(message);
                case FETCHED -> {}
                default -> voted(message);
            }
        }
        engine.free(message);
    }

    /** A server with a damaged log asks a leader that it hears from for what is damaged, and takes no part until it has that. */
    private void mend(Call message) {
        int to = message.instance;
        int from = (int) message.key;
        if (message.stage == APPEND) {
            servers[to].heardNanos = engine.now();
        }
        if (message.stage == FETCHED) {
            damage.mended(to);
        } else if (message.stage == APPEND && message.step >= servers[to].term && damage.asks(to, heartbeatNanos)) {
            Call fetch = message(to, from, FETCH);
            fetch.step = message.step;
            fetch.repeat = damage.of(to);
            send(fetch, 0);
        }
    }

    private void give(Call fetch) {
        int leader = fetch.instance;
        if (servers[leader].leads && fetch.step == servers[leader].term) {
            Call entries = message(leader, (int) fetch.key, FETCHED);
            entries.scratch = fetch.repeat;
            send(entries, stations[leader].slowed(syncTime.sample(service)));
        }
    }

    /** What is damaged is found at once, by checksums; a leader that finds it leads no more. */
    @Override
    public void corrupt(int instance, double share) {
        damage.corrupt(instance, share, damageChance);
        for (int i = 0; i < servers.length; i++) {
            if (damage.of(i) > 0) {
                follow(i, servers[i].term);
            }
        }
    }

    private void follow(Call message) {
        int to = message.instance;
        int from = (int) message.key;
        RaftServer server = servers[to];
        int previous = (int) message.scratch;
        if (message.step < server.term) {
            send(message(to, from, NOT_APPENDED), 0);
            return;
        }
        server.heardNanos = engine.now();
        RaftServer leader = servers[from];
        if (leader.term != message.step || !leader.leads) {
            // Its log may have changed since it sent this: as good as lost on the way.
            return;
        }
        boolean matches = server.log.matches(previous, message.pending);
        Call reply = message(to, from, matches ? APPENDED : NOT_APPENDED);
        reply.version = message.version;
        if (matches) {
            boolean news = message.repeat > previous;
            server.log.follow(leader.log, previous, message.repeat);
            server.commit = Math.max(server.commit, Math.min((int) message.message, message.repeat));
            reply.scratch = message.repeat;
            send(reply, news ? stations[to].slowed(syncTime.sample(service)) : 0);
        } else {
            reply.scratch = Math.min(previous - 1, server.log.last());
            send(reply, 0);
        }
    }

    private void followed(Call reply) {
        int leader = reply.instance;
        int follower = (int) reply.key;
        RaftServer server = servers[leader];
        if (!server.leads || reply.step != server.term) {
            return;
        }
        server.answered[follower] = Math.max(server.answered[follower], reply.version);
        if (reply.stage == APPENDED) {
            server.match[follower] = Math.max(server.match[follower], (int) reply.scratch);
            advance(leader);
        } else {
            server.next[follower] = Math.max(server.match[follower], (int) reply.scratch) + 1;
            append(leader, follower);
        }
        answerReads(leader);
    }

    /** Commits what a majority has, once an entry of the leader's own term is among it. */
    private void advance(int leader) {
        RaftServer server = servers[leader];
        server.match[leader] = server.log.last();
        int best = server.commit;
        for (int i = 0; i < servers.length; i++) {
            int count = 0;
            for (int j = 0; j < servers.length; j++) {
                count += server.match[j] >= server.match[i] ? 1 : 0;
            }
            best = count >= majority ? Math.max(best, server.match[i]) : best;
        }
        if (best == server.commit || server.log.term(best) != server.term) {
            return;
        }
        for (int index = server.commit + 1; index <= best; index++) {
            int entry = server.log.entry(index);
            if (state.commit(index, entry) && entry != 0) {
                engine.journal.committed(state.subject(entry), state.key(entry), state.token(entry));
            }
        }
        server.commit = best;
        while (server.writesHead != null && server.writesHead.scratch <= best) {
            Call call = server.writesHead;
            server.writesHead = call.other;
            server.writesTail = server.writesHead == null ? null : server.writesTail;
            boolean refused = state.refused((int) call.scratch);
            if (call.verb == Call.RESERVE) {
                (refused ? lockRefused : locked).value++;
                call.token = refused ? call.token : call.version;
            }
            done(call, refused ? Call.FAILED : Call.OK);
        }
        answerReads(leader);
    }

    private void armElection(int i) {
        long nanos = electionNanos + patience.below(electionNanos);
        engine.schedule(servers[i].electionTimer, ELECTION, nanos);
    }

    private void electionTimeout(int candidate) {
        RaftServer server = servers[candidate];
        armElection(candidate);
        boolean mayStand = server.runs && !server.leads && damage.of(candidate) == 0;
        if (!mayStand || engine.now() < server.heardNanos + electionNanos) {
            return;
        }
        server.term++;
        server.votedFor = candidate;
        server.votes = 1;
        elections.value++;
        for (int i = 0; i < servers.length; i++) {
            if (i != candidate) {
                Call message = message(candidate, i, VOTE);
                message.scratch = server.log.last();
                message.pending = server.log.term(server.log.last());
                send(message, 0);
            }
        }
        if (majority == 1) {
            lead(candidate);
        }
    }

    /** Nobody votes while it still hears from a leader, nor for someone whose log lacks what its own has. */
    private void vote(Call message) {
        int to = message.instance;
        int from = (int) message.key;
        RaftServer server = servers[to];
        boolean led = server.leads || engine.now() < server.heardNanos + electionNanos;
        if (led || message.step < server.term) {
            return;
        }
        if (message.step > server.term) {
            follow(to, message.step);
        }
        int lastTerm = server.log.term(server.log.last());
        boolean complete =
                message.pending > lastTerm || message.pending == lastTerm && message.scratch >= server.log.last();
        if (complete && (server.votedFor < 0 || server.votedFor == from)) {
            server.votedFor = from;
            send(message(to, from, VOTED), 0);
        }
    }

    private void voted(Call message) {
        RaftServer server = servers[message.instance];
        if (message.step == server.term && !server.leads && server.votedFor == message.instance) {
            server.votes++;
            if (server.votes >= majority) {
                lead(message.instance);
            }
        }
    }

    private void lead(int i) {
        RaftServer server = servers[i];
        server.leads = true;
        // An entry that does nothing lets the leader commit what former leaders left.
        server.log.append(server.term, 0);
        for (int j = 0; j < servers.length; j++) {
            server.next[j] = server.log.last();
            server.match[j] = 0;
            // Nobody has answered yet in this term: there is no lease to read by.
            server.answered[j] = 0;
        }
        server.ledSinceNanos = engine.now();
        advance(i);
        beat(i);
    }

    /** A leader that has not heard from a majority for an election timeout gives up: it may be the one cut off. */
    private void beat(int leader) {
        RaftServer server = servers[leader];
        if (!server.leads) {
            return;
        }
        if (engine.now() > Math.max(server.ledSinceNanos, majorityHeard(leader)) + electionNanos) {
            steppedDown.value++;
            follow(leader, server.term);
            return;
        }
        replicate(leader);
        engine.cancel(server.heartbeatTimer);
        engine.schedule(server.heartbeatTimer, HEARTBEAT, heartbeatNanos);
    }

    /** Becomes a follower in a term; whoever waits here is told that it failed, and may have happened all the same. */
    private void follow(int i, int term) {
        RaftServer server = servers[i];
        if (term > server.term) {
            server.term = term;
            server.votedFor = -1;
        }
        if (!server.leads) {
            return;
        }
        server.leads = false;
        engine.cancel(server.heartbeatTimer);
        fail(server.writesHead);
        fail(server.readsHead);
        server.forget();
    }

    private void fail(Call first) {
        Call call = first;
        while (call != null) {
            Call next = call.other;
            done(call, Call.FAILED);
            call = next;
        }
    }

    /** Cuts a server off from the others, or lets it back: callers still reach it. */
    void isolate(int instance, boolean isolated) {
        servers[instance].isolated = isolated;
    }

    @Override
    public void crash(int instance) {
        for (int i = 0; i < servers.length; i++) {
            if (instance < 0 || instance == i) {
                servers[i].runs = false;
                servers[i].leads = false;
                engine.cancel(servers[i].heartbeatTimer);
                // The station loses all who wait here.
                servers[i].forget();
            }
        }
        super.crash(instance);
    }

    @Override
    public void recover(int instance) {
        super.recover(instance);
        for (int i = 0; i < servers.length; i++) {
            if ((instance < 0 || instance == i) && !servers[i].runs) {
                servers[i].runs = true;
                // It does not remember whom it promised what: it waits as if it had just heard from a leader.
                servers[i].heardNanos = engine.now();
            }
        }
    }
}
