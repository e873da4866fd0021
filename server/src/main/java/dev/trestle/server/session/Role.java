package dev.trestle.server.session;

import java.util.Locale;
import java.util.Optional;

/** What a member may do in a session. */
public enum Role {
    /** Made the session: may do everything. */
    HOST(true, true),
    INTERVIEWER(true, true),
    CANDIDATE(true, false),
    /** Watches; is seen, changes nothing. */
    OBSERVER(false, false);

    private final boolean edits;
    private final boolean shares;

    Role(boolean edits, boolean shares) {
        this.edits = edits;
        this.shares = shares;
    }

    /** The role of this word, as it stands in links and in the database. */
    public static Optional<Role> named(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The role in lower case: {@code candidate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its members may change the board. */
    public boolean mayEdit() {
        return edits;
    }

    /** Whether its members may start and cancel runs. */
    public boolean mayRun() {
        return edits;
    }

    /** Whether its members may make and revoke links. */
    public boolean mayShare() {
        return shares;
    }
}
