-- What was ever published, in a database of its own: an opaque id and times, never content,
-- so that it may stay when a record is erased and copies elsewhere learn that it is gone.

CREATE TABLE published (
    -- Digits of a keyed digest of the record's key.
    public_id   TEXT PRIMARY KEY CHECK (length(public_id) = 24),
    -- The id under which another registry published it, if it came from one.
    original_id TEXT,
    -- When it last changed in the feed: milliseconds since 1970-01-01T00:00:00Z.
    changed_at  INTEGER NOT NULL,
    -- Keyed digest of what is published; NULL in a placeholder.
    digest      BLOB CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;
