-- Sessions, their edit log, the people in them and their runs.
-- Only the SQL that H2 and PostgreSQL both take; no TEXT or CLOB, which H2 keeps outside the row (and loses in a crash);
-- no CHECK (x IN (...)), which H2 2.4.240 binds to the connection that made it: it fails when that one is closed.

CREATE TABLE session (
    id          VARCHAR(40)                 NOT NULL,
    title       VARCHAR(400)                NOT NULL,
    problem     VARCHAR(80),
    head_seq    BIGINT DEFAULT 0            NOT NULL,
    created_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    changed_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (id)
);
CREATE INDEX session_changed ON session (changed_at);

-- One row for each mutation that changed the board. Never updated, never pruned: replay reads it from the first row.
CREATE TABLE op_log (
    session_id   VARCHAR(40)                 NOT NULL,
    seq          BIGINT                      NOT NULL,
    client_id    VARCHAR(40)                 NOT NULL,
    cseq         BIGINT                      NOT NULL,
    actor        VARCHAR(40)                 NOT NULL,
    edit_format  INT                         NOT NULL,
    made_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    ops          VARCHAR(1000000)            NOT NULL,
    CONSTRAINT op_log_pk PRIMARY KEY (session_id, seq),
    CONSTRAINT op_log_once UNIQUE (session_id, client_id, cseq),
    CONSTRAINT op_log_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

-- The last answer that each browser tab got, refused and empty mutations included: it makes a resend idempotent.
CREATE TABLE client_cursor (
    session_id    VARCHAR(40)      NOT NULL,
    client_id     VARCHAR(40)      NOT NULL,
    last_cseq     BIGINT           NOT NULL,
    last_outcome  VARCHAR(1000000) NOT NULL,
    CONSTRAINT client_cursor_pk PRIMARY KEY (session_id, client_id),
    CONSTRAINT client_cursor_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

-- Boards as they were after `seq` edits. Seq 0 is what the session began with; later ones only shorten opening.
CREATE TABLE snapshot (
    session_id  VARCHAR(40)       NOT NULL,
    seq         BIGINT            NOT NULL,
    sha256      VARCHAR(64)       NOT NULL,
    body        VARCHAR(10000000) NOT NULL,
    CONSTRAINT snapshot_pk PRIMARY KEY (session_id, seq),
    CONSTRAINT snapshot_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

-- A capability: whoever holds the token may join in this role. Only the token's SHA-256 is kept.
CREATE TABLE share_link (
    id            VARCHAR(40)                 NOT NULL,
    session_id    VARCHAR(40)                 NOT NULL,
    token_sha256  VARCHAR(64)                 NOT NULL,
    member_role   VARCHAR(20)                 NOT NULL,
    name          VARCHAR(80)                 NOT NULL,
    created_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    revoked_at    TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT share_link_pk PRIMARY KEY (id),
    CONSTRAINT share_link_token UNIQUE (token_sha256),
    CONSTRAINT share_link_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);
CREATE INDEX share_link_by_session ON share_link (session_id);

-- One person's seat in one session. The cookie (its SHA-256) is one per browser, so one browser may sit in many sessions.
CREATE TABLE member (
    id             VARCHAR(40)                 NOT NULL,
    session_id     VARCHAR(40)                 NOT NULL,
    link_id        VARCHAR(40),
    cookie_sha256  VARCHAR(64)                 NOT NULL,
    member_role    VARCHAR(20)                 NOT NULL,
    name           VARCHAR(80)                 NOT NULL,
    color          INT                         NOT NULL,
    created_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    seen_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    revoked_at     TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT member_pk PRIMARY KEY (id),
    CONSTRAINT member_cookie UNIQUE (cookie_sha256, session_id),
    CONSTRAINT member_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT member_link FOREIGN KEY (link_id) REFERENCES share_link (id) ON DELETE CASCADE
);
CREATE INDEX member_by_session ON member (session_id);

CREATE TABLE run (
    session_id   VARCHAR(40)                 NOT NULL,
    id           VARCHAR(40)                 NOT NULL,
    seq          BIGINT                      NOT NULL,
    board        VARCHAR(10000000)           NOT NULL,
    seed         BIGINT                      NOT NULL,
    engine       VARCHAR(40)                 NOT NULL,
    state        VARCHAR(12)                 NOT NULL,
    message      VARCHAR(2000),
    report       VARCHAR(10000000),
    created_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    started_at   TIMESTAMP(6) WITH TIME ZONE,
    finished_at  TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT run_pk PRIMARY KEY (session_id, id),
    CONSTRAINT run_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);
CREATE INDEX run_by_state ON run (state);
