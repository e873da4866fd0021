package dev.trestle.server.session;

import dev.trestle.db.Member;

/**
 * The stored name of a browser tab: its member's id and the id that the tab gave itself. With the member in it nobody
 * can speak, or use up numbers, in the name of another's tab, whose id everybody sees in the log.
 */
final class ClientKey {
    private static final char BETWEEN = ':';

    private ClientKey() {}

    static String of(Member member, String clientId) {
        return member.id() + BETWEEN + clientId;
    }

    /** The id that the tab gave itself. */
    static String clientId(String key) {
        return key.substring(key.indexOf(BETWEEN) + 1);
    }
}
