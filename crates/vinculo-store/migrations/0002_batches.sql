-- Batches: what was uploaded, how far it got and what became of each row.

CREATE TABLE batches (
    batch_no       INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id       TEXT NOT NULL UNIQUE,
    -- SHA-256 of kind, source, file and settings: the same upload again.
    identity       BLOB NOT NULL CHECK (length(identity) = 32),
    kind           TEXT NOT NULL CHECK (kind IN ('notice', 'remains', 'shelter')),
    source         TEXT,
    -- File names may carry personal data: only the extension is kept.
    file_extension TEXT NOT NULL,
    file_sha256    BLOB NOT NULL CHECK (length(file_sha256) = 32),
    state          TEXT NOT NULL
                   CHECK (state IN ('enqueued', 'processing', 'succeeded', 'failed', 'canceled')),
    rows_seen      INTEGER NOT NULL DEFAULT 0,
    created        INTEGER NOT NULL DEFAULT 0,
    updated        INTEGER NOT NULL DEFAULT 0,
    unchanged      INTEGER NOT NULL DEFAULT 0,
    older          INTEGER NOT NULL DEFAULT 0,
    rejected       INTEGER NOT NULL DEFAULT 0,
    doubtful       INTEGER NOT NULL DEFAULT 0,
    -- Milliseconds since 1970-01-01T00:00:00Z.
    created_at     INTEGER NOT NULL,
    started_at     INTEGER,
    finished_at    INTEGER,
    error          TEXT
) STRICT;

-- At most one unfinished batch of one identity: the one to resume.
CREATE UNIQUE INDEX batches_unfinished ON batches (identity)
    WHERE state IN ('enqueued', 'processing');

CREATE TABLE batch_rows (
    batch_no     INTEGER NOT NULL REFERENCES batches (batch_no),
    -- 1, 2, 3 … without a gap, in the order of the file.
    ordinal      INTEGER NOT NULL CHECK (ordinal >= 1),
    line         INTEGER,
    status       TEXT NOT NULL
                 CHECK (status IN ('created', 'updated', 'unchanged', 'older', 'rejected')),
    -- An accepted row has a record and its version; a rejected one has neither,
    -- and perhaps the key it named.
    record_id    INTEGER REFERENCES records (record_id),
    version      INTEGER,
    rejected_key TEXT,
    -- The accepted row of the same batch that has the same id.
    duplicate_of INTEGER,
    -- JSON array; NULL is none.
    problems     TEXT,
    PRIMARY KEY (batch_no, ordinal),
    CHECK ((status = 'rejected') = (record_id IS NULL)),
    CHECK ((record_id IS NULL) = (version IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX batch_rows_record ON batch_rows (batch_no, record_id) WHERE record_id IS NOT NULL;
CREATE INDEX batch_rows_rejected ON batch_rows (batch_no, ordinal) WHERE status = 'rejected';
CREATE INDEX batch_rows_doubtful ON batch_rows (batch_no, ordinal)
    WHERE problems IS NOT NULL AND status <> 'rejected';

-- Which batch brought a version; NULL for one written by itself.
ALTER TABLE versions ADD COLUMN batch_no INTEGER REFERENCES batches (batch_no);
