-- Erasure: content goes. What stays of a record is its number, its key, the numbers and
-- keyed digests of its versions, and who had it erased and why.

-- The log entry that erased the record; NULL for all others.
ALTER TABLE records ADD COLUMN erased_seq INTEGER REFERENCES log (seq);

CREATE TABLE erasures (
    seq       INTEGER PRIMARY KEY REFERENCES log (seq),
    record_id INTEGER NOT NULL UNIQUE REFERENCES records (record_id),
    reason    TEXT NOT NULL
              CHECK (reason IN ('consent_withdrawn', 'person_request', 'retention_ended',
                                'legal_order', 'entered_in_error', 'protection')),
    erased_by TEXT NOT NULL CHECK (erased_by <> ''),
    -- 1: no file of the store's folder holds anything of the content any more.
    purged    INTEGER NOT NULL DEFAULT 0 CHECK (purged IN (0, 1)),
    -- 1: it stands in the list of erasures of every folder that holds a backup.
    listed    INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1))
) STRICT;

CREATE INDEX erasures_unfinished ON erasures (seq) WHERE purged = 0 OR listed = 0;

-- Blobs that erased versions named, until they are removed or found to be used elsewhere.
CREATE TABLE erased_blobs (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

-- What lists of erasures name and a restored backup did not hold: not to be stored again.
CREATE TABLE erased_keys (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys of digests, made once: they say nothing without the store or a backup of it.
CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL CHECK (length(value) = 32)
) STRICT, WITHOUT ROWID;
INSERT INTO secrets (name, value) VALUES ('erasures', randomblob(32));

-- A version may be emptied once its record is marked as erased, and not otherwise changed.
DROP TRIGGER versions_are_never_changed;
CREATE TRIGGER versions_are_never_changed BEFORE UPDATE OF
    seq, record_id, version, superseded, updated_at, basis_digest, checksum, content, private,
    batch_no
ON versions
WHEN NOT (new.content = '' AND new.private = '' AND new.updated_at IS NULL
          AND new.seq = old.seq AND new.record_id = old.record_id AND new.version = old.version
          AND new.superseded = old.superseded AND new.batch_no IS old.batch_no
          AND EXISTS (SELECT 1 FROM records
                      WHERE record_id = old.record_id AND erased_seq IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

CREATE TRIGGER erasures_are_never_taken_back BEFORE DELETE ON erasures BEGIN
    SELECT RAISE(ABORT, 'an erasure cannot be taken back');
END;
