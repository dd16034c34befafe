-- The rows of a batch become visible together. Until the batch has succeeded its versions are
-- pending: written, and seen by nobody.

-- 1: nobody sees its versions, now or, if it failed or was stopped, ever. Batches of earlier
-- programs are seen row by row, one that is resumed included.
ALTER TABLE batches ADD COLUMN pending INTEGER NOT NULL DEFAULT 0
    CHECK (pending IN (0, 1) AND NOT (pending = 1 AND state = 'succeeded'));
-- How many of its rows were settled after its end: consulates told, or what a batch without
-- success had written emptied. NULL for batches of earlier programs.
ALTER TABLE batches ADD COLUMN settled INTEGER;

-- The batch that succeeded: one entry, with the record of one of its rows, stands for all
-- records that it changed.
ALTER TABLE log ADD COLUMN batch_no INTEGER REFERENCES batches (batch_no);

-- How many records of the next place of the log were examined: a batch has many in one place.
ALTER TABLE matches_examined ADD COLUMN further INTEGER NOT NULL DEFAULT 0;

-- What settling a row needs, and then forgets: the later date with which it brought what was
-- stored already, and what consulates shall have been told of its record (JSON).
ALTER TABLE batch_rows ADD COLUMN confirms TEXT;
ALTER TABLE batch_rows ADD COLUMN outbound TEXT;

-- The version that confirmed_at is about; of any other it is its own updated_at that counts.
ALTER TABLE records ADD COLUMN confirmed_seq INTEGER;
UPDATE records SET confirmed_seq = current_seq WHERE confirmed_at IS NOT NULL;

CREATE VIEW shown_versions AS
SELECT v.* FROM versions v
WHERE NOT EXISTS (SELECT 1 FROM batches b WHERE b.batch_no = v.batch_no AND b.pending = 1);

-- Records with the version that counts for everybody: the newest that is not pending, which
-- is looked for only where current_seq is. NULL: there is no such record for anybody.
CREATE VIEW shown_records AS
SELECT r.record_id, r.kind, r.source, r.local_id, r.erased_seq, r.confirmed_at, r.confirmed_seq,
       coalesce((SELECT v.seq FROM shown_versions v WHERE v.seq = r.current_seq),
                (SELECT max(v.seq) FROM shown_versions v
                 WHERE v.record_id = r.record_id AND v.superseded = 0)) AS shown_seq
FROM records r;

-- The versions of a batch that did not succeed may be emptied, as those of an erased record.
DROP TRIGGER versions_are_never_changed;
CREATE TRIGGER versions_are_never_changed BEFORE UPDATE OF
    seq, record_id, version, superseded, updated_at, basis_digest, checksum, content, private,
    batch_no
ON versions
WHEN NOT (new.content = '' AND new.private = '' AND new.updated_at IS NULL
          AND new.seq = old.seq AND new.record_id = old.record_id AND new.version = old.version
          AND new.superseded = old.superseded AND new.batch_no IS old.batch_no
          AND (EXISTS (SELECT 1 FROM records
                       WHERE record_id = old.record_id AND erased_seq IS NOT NULL)
               OR EXISTS (SELECT 1 FROM batches
                          WHERE batch_no = old.batch_no AND pending = 1
                            AND state IN ('failed', 'canceled'))))
BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;
