//! Records and their versions, change log and batches in an embedded SQLite database.
