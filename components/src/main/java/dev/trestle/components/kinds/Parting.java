package dev.trestle.components.kinds;

import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Settings;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the rows of a database are divided into shards, and when that changes, in the engine's units.
 *
 * @param shards at the start
 * @param rule by which a key finds its shard
 * @param scattered reads that do not know the shard, see {@link ReadsBy}
 * @param mergeNanos for the answer of each shard, when all are back
 * @param reshardNanos when keys begin to move; -1 for never
 * @param reshardTo shards that there are afterwards
 * @param moveBytesPerSecond at which a shard reads, or writes, what moves
 */
record Parting(
        int shards,
        Sharding.Rule rule,
        List<String> scattered,
        long mergeNanos,
        long reshardNanos,
        int reshardTo,
        double moveBytesPerSecond) {
    /** What a ring may have in all: more would take the memory that the run needs. */
    static final int MOST_PLACES = 1_000_000;

    private static final String GROUP = "Shards";
    static final Param SHARDS = Param.of(
                    "shards",
                    ParamType.INTEGER,
                    "Shards",
                    "1",
                    "Parts that the rows are divided into, each a leader with followers of its own.")
            .between("1", "1000")
            .group(GROUP)
            .tries("x2");
    static final Param SHARD_BY = Param.choice(
                    "shardBy",
                    "Shard by",
                    "How a key finds its shard: a hash of it modulo the shards, ranges of keys, a directory that puts a new key "
                            + "into the emptiest shard, a list of values, dealing out in turn, ranges and then hashes "
                            + "(composite), or one of three ways of consistent hashing.",
                    Sharding.By.words())
            .group(GROUP)
            .tries("hash");
    static final Param VIRTUAL_NODES = Param.of(
                    "virtualNodes",
                    ParamType.INTEGER,
                    "Places on the ring",
                    "200",
                    "With consistent hashing: virtual nodes of each shard; more are more even.")
            .between("1", "10000")
            .group(GROUP);
    static final Param LIST_SHARES = Param.of(
                    "listShares",
                    ParamType.TEXT,
                    "Listed values",
                    "40 %, 30 %, 20 %, 10 %",
                    "With shards by list: the share of the rows that have each listed value; the values go to the shards in turn.")
            .group(GROUP);
    static final Param RANGES = Param.of(
                    "ranges",
                    ParamType.INTEGER,
                    "Ranges",
                    "2",
                    "With composite sharding: ranges of keys, each over a part of the shards.")
            .between("1", "1000")
            .group(GROUP);
    static final Param SCATTERED = Param.of(
                    "scattered",
                    ParamType.NAMES,
                    "Asked of all shards",
                    "",
                    "Reads that do not know the shard: of an entity (Order), or only those with the key of another one "
                            + "(Order by User). Every shard is asked.")
            .group(GROUP);
    static final Param MERGE_TIME = Param.of(
                    "mergeTime",
                    ParamType.DURATION,
                    "Merge",
                    "0 s",
                    "Time to join the answer of each shard to the others, when all are back.")
            .between("0 s", "1 h")
            .group(GROUP);
    static final Param RESHARD_AT = Param.of(
                    "reshardAt",
                    ParamType.DURATION,
                    "Reshard at",
                    "none",
                    "When shards are added or taken away and keys begin to move, from the start of the run.")
            .between("0 s", "365 day")
            .orNone()
            .group(GROUP);
    static final Param RESHARD_TO = Param.of(
                    "reshardTo",
                    ParamType.INTEGER,
                    "Reshard to",
                    "2",
                    "Shards that there are when all keys have moved.")
            .between("1", "1000")
            .group(GROUP);
    static final Param MOVE_RATE = Param.of(
                    "moveRate",
                    ParamType.BYTES,
                    "Moving speed",
                    "50 MB",
                    "Bytes per second that a worker of the old shard reads, and one of the new shard writes, of what moves.")
            .between("1 KB", "100 GB")
            .group(GROUP);

    static final List<Param> PARAMS = List.of(
            SHARDS,
            SHARD_BY,
            VIRTUAL_NODES,
            LIST_SHARES,
            RANGES,
            SCATTERED,
            MERGE_TIME,
            RESHARD_AT,
            RESHARD_TO,
            MOVE_RATE);

    static Parting of(Settings settings) {
        int shards = settings.integer(SHARDS);
        int most = settings.isNone(RESHARD_AT) ? shards : Math.max(shards, settings.integer(RESHARD_TO));
        return new Parting(
                shards,
                new Sharding.Rule(
                        Sharding.By.of(settings.text(SHARD_BY)),
                        Math.min(settings.integer(VIRTUAL_NODES), MOST_PLACES / most),
                        shares(settings),
                        settings.integer(RANGES)),
                settings.names(SCATTERED),
                settings.nanos(MERGE_TIME),
                settings.nanos(RESHARD_AT),
                settings.isNone(RESHARD_AT) ? shards : settings.integer(RESHARD_TO),
                settings.bytes(MOVE_RATE));
    }

    /** Shares of the listed values; what cannot be read, and the check says so, counts as none. */
    private static double[] shares(Settings settings) {
        try {
            return Arrays.stream(settings.text(LIST_SHARES).split(","))
                    .mapToDouble(Quantity::ratio)
                    .toArray();
        } catch (BadText e) {
            return new double[] {0};
        }
    }

    static List<String> flaws(Settings settings) {
        List<String> flaws = new ArrayList<>();
        Parting parting = of(settings);
        if (parting.most() == 1 && !parting.scattered().isEmpty()) {
            flaws.add("with one shard nothing is scattered");
        }
        if (parting.reshardNanos() >= 0 && parting.reshardTo() == parting.shards()) {
            flaws.add("resharding to as many shards as there are changes nothing");
        }
        if (parting.rule().by() == Sharding.By.RING
                && parting.rule().virtualNodes() < settings.integer(VIRTUAL_NODES)) {
            flaws.add("a ring has a million places at most: " + parting.rule().virtualNodes() + " of each shard");
        }
        double sum = Arrays.stream(parting.rule().shares()).sum();
        if (parting.rule().by() == Sharding.By.LIST && Math.abs(sum - 1) > 1e-6) {
            flaws.add("the shares of the listed values must be like 50 %, 30 %, 20 % and add up to 100 %");
        }
        return flaws;
    }

    boolean reshards() {
        return reshardNanos >= 0 && reshardTo != shards;
    }

    /** Shards that there may ever be. */
    int most() {
        return Math.max(shards, reshardTo);
    }
}
