-- What people decided about pairs of records, and the notifications that go to consulates.
-- Ids, versions, codes and keyed digests; the one text that may hold personal data, the
-- reviewer's note, stands in a table of its own together with the key of the digests, so
-- that an erasure takes both and leaves digests that nobody can guess at.

CREATE TABLE pairs (
    pair_no    INTEGER PRIMARY KEY AUTOINCREMENT,
    -- In the order of their link: of one kind, the smaller key left.
    left_id    INTEGER NOT NULL REFERENCES records (record_id),
    right_id   INTEGER NOT NULL REFERENCES records (record_id),
    -- The last decision. Deferred: a pair and its first decision are written together.
    current_no INTEGER NOT NULL REFERENCES decisions (decision_no) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (left_id, right_id),
    CHECK (left_id <> right_id)
) STRICT;

CREATE INDEX pairs_right ON pairs (right_id);
CREATE INDEX pairs_current ON pairs (current_no);

CREATE TABLE decisions (
    -- Their own log: 1, 2, 3 … without a gap.
    decision_no     INTEGER PRIMARY KEY AUTOINCREMENT,
    pair_no         INTEGER NOT NULL REFERENCES pairs (pair_no),
    version         INTEGER NOT NULL CHECK (version >= 1),
    state           TEXT NOT NULL,
    reason          TEXT,
    -- The record that one of the two signatures of an identification is for.
    signed_for      TEXT CHECK (signed_for IN ('notice', 'remains')),
    -- The versions of the records that were looked at.
    left_version    INTEGER NOT NULL CHECK (left_version >= 1),
    right_version   INTEGER NOT NULL CHECK (right_version >= 1),
    -- Digest of the model and of the value frequencies; NULL for one that was imported.
    model           TEXT,
    -- JSON: comparison -> keyed digest of what it saw of the left and of the right record.
    seen            TEXT NOT NULL,
    -- Whether the score was visible; NULL where nobody knows.
    score_visible   INTEGER CHECK (score_visible IN (0, 1)),
    by_kind         TEXT NOT NULL,
    by_code         TEXT NOT NULL,
    by_organisation TEXT NOT NULL,
    imported        INTEGER NOT NULL CHECK (imported IN (0, 1)),
    recorded_at     INTEGER NOT NULL,
    -- Keyed digest of the note; NULL if there was none.
    note_digest     BLOB CHECK (length(note_digest) = 32),
    checksum        BLOB NOT NULL CHECK (length(checksum) = 32),
    UNIQUE (pair_no, version)
) STRICT;

-- Erasable: the key of a decision's digests, and the note.
CREATE TABLE decision_private (
    decision_no INTEGER PRIMARY KEY REFERENCES decisions (decision_no),
    key         BLOB NOT NULL CHECK (length(key) = 32),
    note        TEXT
) STRICT;

CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions BEGIN
    SELECT RAISE(ABORT, 'decisions are append-only');
END;

CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON decisions BEGIN
    SELECT RAISE(ABORT, 'decisions are append-only');
END;

-- The number under which consulates know a record: it tells nothing of it.
CREATE TABLE cases (
    record_id INTEGER PRIMARY KEY REFERENCES records (record_id),
    case_no   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE notifications (
    notification_no INTEGER PRIMARY KEY AUTOINCREMENT,
    notification_id TEXT NOT NULL UNIQUE,
    -- The record that it is about, and for a pair the other one.
    record_id       INTEGER NOT NULL REFERENCES cases (record_id),
    other_id        INTEGER REFERENCES records (record_id),
    event           TEXT NOT NULL
                    CHECK (event IN ('received', 'matched', 'located', 'identified', 'retracted')),
    -- Of a retraction: what it takes back.
    retracts        INTEGER REFERENCES notifications (notification_no),
    -- Children apart from adults.
    child           INTEGER NOT NULL CHECK (child IN (0, 1)),
    -- The consulate's country; '' is the desk for unknown nationalities.
    country         TEXT NOT NULL CHECK (length(country) IN (0, 2)),
    -- The decision that caused it, if one did.
    decision_no     INTEGER REFERENCES decisions (decision_no),
    created_at      INTEGER NOT NULL,
    -- When the consulate was first given it, and what it answered.
    delivered_at    INTEGER,
    acknowledged_at INTEGER,
    acknowledged_by TEXT,
    -- It holds no longer. If it was delivered, another row tells the consulate so.
    retracted_at    INTEGER,
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
    CHECK ((event = 'retracted') = (retracts IS NOT NULL))
) STRICT;

-- The same is told to a consulate once, until it is retracted.
CREATE UNIQUE INDEX notifications_open
    ON notifications (record_id, coalesce(other_id, 0), event, country, coalesce(retracts, 0))
    WHERE retracted_at IS NULL;
CREATE INDEX notifications_country ON notifications (country, notification_no);
CREATE INDEX notifications_other ON notifications (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX notifications_unacknowledged ON notifications (created_at)
    WHERE acknowledged_at IS NULL;

-- One row: how far the log was examined for matches of children, and the last entry before
-- the store told consulates of anything.
CREATE TABLE matches_examined (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    seq          INTEGER NOT NULL,
    silent_until INTEGER NOT NULL
) STRICT;

INSERT INTO matches_examined SELECT 1, 0, coalesce(max(seq), 0) FROM log;
