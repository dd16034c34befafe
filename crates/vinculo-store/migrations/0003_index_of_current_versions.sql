-- A new version makes good the reference that its record holds to it; without this
-- index each new version walks through all records to find it.

CREATE INDEX records_current ON records (current_seq);
