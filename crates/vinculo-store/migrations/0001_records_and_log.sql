-- Records, their append-only versions and the change log.
-- Text compares byte by byte (BINARY), so pages are ordered as RecordKey is.

CREATE TABLE records (
    record_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL CHECK (kind IN ('notice', 'remains', 'shelter')),
    source       TEXT NOT NULL CHECK (source <> ''),
    local_id     TEXT NOT NULL CHECK (local_id <> ''),
    -- The version that counts. Deferred: a record and its first version are
    -- written in one transaction, one after the other.
    current_seq  INTEGER NOT NULL REFERENCES versions (seq) DEFERRABLE INITIALLY DEFERRED,
    -- The latest updated_at that came with the current content: it moves when
    -- the same content arrives again with a later one.
    confirmed_at TEXT,
    UNIQUE (kind, source, local_id)
) STRICT;

-- Ids and versions only, never content.
CREATE TABLE log (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id   INTEGER NOT NULL REFERENCES records (record_id),
    -- NULL for an operation on the record as a whole.
    version     INTEGER CHECK (version >= 1),
    op          TEXT NOT NULL,
    -- Milliseconds since 1970-01-01T00:00:00Z.
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX log_version ON log (record_id, version);

CREATE TABLE versions (
    -- The row of the log that announced the version.
    seq          INTEGER PRIMARY KEY REFERENCES log (seq),
    record_id    INTEGER NOT NULL REFERENCES records (record_id),
    version      INTEGER NOT NULL CHECK (version >= 1),
    -- 1: arrived older than the current version, so it was never current.
    superseded   INTEGER NOT NULL CHECK (superseded IN (0, 1)),
    updated_at   TEXT,
    -- SHA-256 of what decides whether a row has changed.
    basis_digest BLOB NOT NULL CHECK (length(basis_digest) = 32),
    -- SHA-256 of the key, the log entry and everything stored here, for `verify`.
    checksum     BLOB NOT NULL CHECK (length(checksum) = 32),
    content      TEXT NOT NULL,
    -- For the uploading organisation alone.
    private      TEXT NOT NULL,
    UNIQUE (record_id, version)
) STRICT;

CREATE TRIGGER versions_are_never_changed BEFORE UPDATE OF
    seq, record_id, version, superseded, updated_at, basis_digest, checksum, content, private
ON versions BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_is_never_shortened BEFORE DELETE ON log BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
