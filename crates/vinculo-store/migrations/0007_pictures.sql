-- Pictures: what each version of a record shows, and what is needed to find the same
-- picture again. A picture stands once, however many records bear it.

CREATE TABLE pictures (
    picture_no INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the file; of its code where a partner shared no more than that.
    digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    -- 1: the file is among the blobs, under its digest.
    has_file   INTEGER NOT NULL CHECK (has_file IN (0, 1)),
    -- How its form was made: those of different makes are not compared.
    algorithm  TEXT NOT NULL,
    -- Codes and local features, by which it is found again.
    form       BLOB NOT NULL,
    -- SHA-256 of the columns above, for `verify`.
    checksum   BLOB NOT NULL CHECK (length(checksum) = 32),
    -- 1: it was compared with every picture that was so before it.
    compared   INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1))
) STRICT;

CREATE INDEX pictures_uncompared ON pictures (picture_no) WHERE compared = 0;

CREATE TABLE version_pictures (
    seq        INTEGER NOT NULL REFERENCES versions (seq),
    -- Its place in the record's list of photos, from 0.
    item       INTEGER NOT NULL CHECK (item >= 0),
    label      TEXT NOT NULL,
    picture_no INTEGER NOT NULL REFERENCES pictures (picture_no),
    PRIMARY KEY (seq, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX version_pictures_picture ON version_pictures (picture_no);

-- A projection: which pictures are the same. Made anew by `reindex`.
CREATE TABLE picture_pairs (
    first_no  INTEGER NOT NULL REFERENCES pictures (picture_no) ON DELETE CASCADE,
    second_no INTEGER NOT NULL REFERENCES pictures (picture_no) ON DELETE CASCADE,
    -- JSON: how it was found out.
    finding   TEXT NOT NULL,
    PRIMARY KEY (first_no, second_no),
    CHECK (first_no < second_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX picture_pairs_second ON picture_pairs (second_no);
