package dev.trestle.components.kinds;

/**
 * The preference list of a row (Dynamo): the first N different nodes from the row's place on the ring on, spread evenly
 * over sites where there are several; and, when asked for, the healthy nodes that stand in for those that are away.
 */
final class Preference {
    private final HashRing ring;
    private final int nodes;
    private final int sites;
    private final int copies;
    /** The owners of the row last asked for, and for each of them who stands in, or -1. */
    final int[] owners;

    final int[] substitutes;
    private final int[] chosenIn;
    private final int[] siteCount;
    private int round;

    Preference(HashRing ring, int nodes, int copies, int sites) {
        this.ring = ring;
        this.nodes = nodes;
        this.copies = Math.min(copies, nodes);
        this.sites = Math.min(sites, nodes);
        owners = new int[this.copies];
        substitutes = new int[this.copies];
        chosenIn = new int[nodes];
        siteCount = new int[this.sites];
    }

    int site(int node) {
        return node % sites;
    }

    /** Finds the owners of a row. */
    void of(long row) {
        round++;
        java.util.Arrays.fill(siteCount, 0);
        int perSite = (copies + sites - 1) / sites;
        int found = walk(row, 0, perSite);
        if (found < copies) {
            walk(row, found, Integer.MAX_VALUE);
        }
    }

    private int walk(long row, int from, int perSite) {
        int found = from;
        int place = nodes == 1 ? 0 : ring.place(row);
        for (int i = 0; i < ring.places() && found < copies; i++) {
            int node = ring.ownerAt(place);
            if (chosenIn[node] != round && siteCount[site(node)] < perSite) {
                chosenIn[node] = round;
                siteCount[site(node)]++;
                owners[found++] = node;
            }
            place = ring.after(place);
        }
        return found;
    }

    /** Finds a stand-in for each owner that is away, further on the ring: a sloppy quorum. */
    void standIn(long row, boolean[] away) {
        int place = ring.place(row);
        int steps = 0;
        for (int i = 0; i < copies; i++) {
            substitutes[i] = -1;
            while (away[owners[i]] && substitutes[i] < 0 && steps < ring.places()) {
                int node = ring.ownerAt(place);
                if (chosenIn[node] != round && !away[node]) {
                    chosenIn[node] = round;
                    substitutes[i] = node;
                }
                place = ring.after(place);
                steps++;
            }
        }
    }

    /** How many owners can be asked, or have somebody who stands in for them. */
    int asked(boolean[] away) {
        int asked = 0;
        for (int i = 0; i < owners.length; i++) {
            asked += !away[owners[i]] || substitutes[i] >= 0 ? 1 : 0;
        }
        return asked;
    }

    /**
     * The newest version of the row that the first so many owners have, 0 for none: what a conditional write goes by. Between
     * looking and writing others may have written, as there is nobody whom all writes of a row pass.
     */
    long seen(long row, LsmTree[] trees, boolean[] away, int quorum) {
        int newest = 0;
        int left = quorum;
        for (int i = 0; i < owners.length && left > 0; i++) {
            if (!away[owners[i]]) {
                newest = trees[owners[i]].newer(trees[owners[i]].get(row), newest);
                left--;
            }
        }
        return trees[0].version(newest);
    }
}
