-- Tokens and the audit log: a database of its own (`access.db`), so that a read that is
-- recorded waits for no import, and a token can be revoked beside a running server.

CREATE TABLE tokens (
    token_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the secret part, which nobody has but the holder.
    digest       BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    -- `person:CODE` or `machine:CODE`.
    who          TEXT NOT NULL CHECK (who <> ''),
    organisation TEXT NOT NULL CHECK (organisation <> ''),
    roles        TEXT NOT NULL CHECK (roles <> ''),
    country      TEXT,
    -- Milliseconds since 1970-01-01T00:00:00Z.
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    revoked_at   INTEGER
) STRICT;

CREATE TRIGGER tokens_change_only_by_revocation BEFORE UPDATE OF
    token_id, digest, who, organisation, roles, country, created_at, expires_at
ON tokens BEGIN
    SELECT RAISE(ABORT, 'a token is never changed: revoke it and create another');
END;

CREATE TRIGGER tokens_stay BEFORE DELETE ON tokens BEGIN
    SELECT RAISE(ABORT, 'a token is never deleted: the audit log names it');
END;

-- hash = SHA-256 (hash of the event before ‖ event); 32 zero bytes before the first.
CREATE TABLE events (
    seq   INTEGER PRIMARY KEY CHECK (seq >= 1),
    -- The canonical event: JSON, its own number inside. Codes and numbers, no personal value.
    event TEXT NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- What an event is about, for looking it up; the event itself says the same.
CREATE TABLE event_subjects (
    -- `record:NUMBER`, `batch:ID` or `kind:WORD` (all records of the kind).
    subject TEXT NOT NULL,
    seq     INTEGER NOT NULL REFERENCES events (seq),
    PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
