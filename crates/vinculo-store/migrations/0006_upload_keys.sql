-- Idempotency keys of uploads: the same request again is the same batch.

CREATE TABLE upload_keys (
    -- SHA-256 of the key: a client may have put anything into it.
    key_digest BLOB PRIMARY KEY CHECK (length(key_digest) = 32),
    -- SHA-256 of everything that was sent with it.
    request    BLOB NOT NULL CHECK (length(request) = 32),
    batch_no   INTEGER NOT NULL REFERENCES batches (batch_no),
    -- Milliseconds since 1970-01-01T00:00:00Z.
    noted_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX upload_keys_noted ON upload_keys (noted_at);
