package dev.trestle.components.kinds;

/** Who of a group's members owns which partition: one member each, -1 while there is none. */
final class Assignment {
    private Assignment() {}

    /** Kafka's range assignor: as many neighbouring partitions to each, one more to the first where they do not come out even. */
    static void range(boolean[] member, int[] owner) {
        int members = count(member);
        int given = 0;
        int seen = 0;
        for (int i = 0; i < member.length; i++) {
            if (member[i]) {
                seen++;
                int until = given + owner.length / members + (seen <= owner.length % members ? 1 : 0);
                while (given < until) {
                    owner[given++] = i;
                }
            }
        }
        while (given < owner.length) {
            owner[given++] = -1;
        }
    }

    /** Kafka's sticky assignor: shares as equal as with ranges, and everybody keeps as much as that allows. */
    static void sticky(boolean[] member, int[] owner) {
        int members = count(member);
        int[] has = new int[member.length];
        int least = members == 0 ? 0 : owner.length / members;
        int larger = members == 0 ? 0 : owner.length % members;
        for (int partition = 0; partition < owner.length; partition++) {
            int old = owner[partition];
            boolean stays = old >= 0 && member[old] && (has[old] < least || has[old] == least && larger > 0);
            if (stays) {
                larger -= has[old] == least ? 1 : 0;
                has[old]++;
            } else {
                owner[partition] = -1;
            }
        }
        for (int partition = 0; partition < owner.length && members > 0; partition++) {
            if (owner[partition] < 0) {
                owner[partition] = poorest(member, has);
                has[owner[partition]]++;
            }
        }
    }

    private static int poorest(boolean[] member, int[] has) {
        int poorest = -1;
        for (int i = 0; i < member.length; i++) {
            if (member[i] && (poorest < 0 || has[i] < has[poorest])) {
                poorest = i;
            }
        }
        return poorest;
    }

    private static int count(boolean[] member) {
        int count = 0;
        for (boolean one : member) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
