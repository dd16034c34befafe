//! The versions of the database, from 1 on.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};
use crate::layout::Layout;
use crate::limits::APPLICATION_ID;

/// One file per version, in order. A file that was released never changes.
const MIGRATIONS: [&str; 8] = [
    include_str!("../../migrations/0001_records_and_log.sql"),
    include_str!("../../migrations/0002_batches.sql"),
    include_str!("../../migrations/0003_index_of_current_versions.sql"),
    include_str!("../../migrations/0004_decisions_and_outbox.sql"),
    include_str!("../../migrations/0005_erasure.sql"),
    include_str!("../../migrations/0006_upload_keys.sql"),
    include_str!("../../migrations/0007_pictures.sql"),
    include_str!("../../migrations/0008_staged_batches.sql"),
];

/// The version of the store that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// Raises the database to [`SCHEMA_VERSION`], each step a transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    migrate_to(connection, SCHEMA_VERSION)
}

pub(super) fn migrate_to(connection: &mut Connection, target: i64) -> Result<()> {
    for version in schema_version(connection)? + 1..=target {
        let index = usize::try_from(version - 1).unwrap_or_default();
        let Some(script) = MIGRATIONS.get(index) else { break };
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(script)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(())
}

/// Refuses a database that is not ours.
pub(super) fn check_is_store(connection: &Connection, layout: &Layout) -> Result<()> {
    let ours = pragma(connection, "application_id")? == i64::from(APPLICATION_ID);
    if ours && schema_version(connection)? >= 1 {
        return Ok(());
    }
    Err(StoreError::NotAStore { dir: layout.dir().to_owned() })
}

/// Refuses a store that a newer program wrote.
pub(super) fn check_not_newer(connection: &Connection) -> Result<()> {
    match schema_version(connection)? {
        found if found > SCHEMA_VERSION => {
            Err(StoreError::NewerVersion { found, supported: SCHEMA_VERSION })
        }
        _ => Ok(()),
    }
}

/// Refuses a store that is not of this program's version.
pub(super) fn check_is_current(connection: &Connection) -> Result<()> {
    check_not_newer(connection)?;
    match schema_version(connection)? {
        found if found < SCHEMA_VERSION => {
            Err(StoreError::OlderVersion { found, needed: SCHEMA_VERSION })
        }
        _ => Ok(()),
    }
}

/// Whether nothing was ever written: as after a creation that was killed.
pub(super) fn is_blank(connection: &Connection) -> Result<bool> {
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(objects == 0
        && pragma(connection, "application_id")? == 0
        && schema_version(connection)? == 0)
}

pub(super) fn schema_version(connection: &Connection) -> Result<i64> {
    pragma(connection, "user_version")
}

fn pragma(connection: &Connection, name: &str) -> Result<i64> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        BatchRow, Change, Digest, LogOp, NewBatch, PutRecord, RecordStore, RowAction, Store,
    };
    use vinculo_record::{Kind, RecordKey};

    /// A store as the program of `version` would have left it, with one record.
    fn store_of_version(version: i64) -> (tempfile::TempDir, Layout) {
        let dir = crate::sqlite::store::private_tempdir();
        let layout = Layout::new(dir.path());
        let mut connection = Connection::open(layout.database()).unwrap();
        migrate_to(&mut connection, version).unwrap();
        connection
            .execute_batch(
                "BEGIN;
                 INSERT INTO records (record_id, kind, source, local_id, current_seq)
                 VALUES (1, 'notice', 'ORG', '1', 1);
                 INSERT INTO log (seq, record_id, version, op, recorded_at)
                 VALUES (1, 1, 1, 'create', 0);
                 INSERT INTO versions (seq, record_id, version, superseded, basis_digest,
                                       checksum, content, private)
                 VALUES (1, 1, 1, 0, zeroblob(32), zeroblob(32), '{}', '');
                 COMMIT;",
            )
            .unwrap();
        (dir, layout)
    }

    fn new_batch() -> NewBatch {
        NewBatch {
            kind: Kind::Notice,
            source: None,
            file_extension: String::new(),
            file_sha256: Digest::of(b""),
            settings: Digest::of(b""),
        }
    }

    #[test]
    fn every_earlier_version_is_raised_and_keeps_its_records() {
        for version in 1..=SCHEMA_VERSION {
            let (_dir, layout) = store_of_version(version);
            let store = Store::open_writer(layout.dir(), "test").unwrap();
            let key = RecordKey::new(Kind::Notice, "ORG", "1").unwrap();
            assert_eq!(store.get(&key).unwrap().unwrap().content, "{}", "version {version}");
            store.put(&PutRecord::new(key, "{\"a\":1}")).unwrap();
            store.begin_batch(&new_batch()).unwrap();
        }
    }

    #[test]
    fn what_came_before_batches_were_staged_stays_as_it_was() {
        let (_dir, layout) = store_of_version(7);
        let identity = new_batch().identity();
        let connection = Connection::open(layout.database()).unwrap();
        connection
            .execute(
                "INSERT INTO batches (batch_id, identity, kind, file_extension, file_sha256,
                                      state, created_at)
                 VALUES ('01890000-0000-7000-8000-000000000000', ?1, 'notice', '',
                         zeroblob(32), 'processing', 0)",
                [identity.as_bytes()],
            )
            .unwrap();
        connection.execute("UPDATE records SET confirmed_at = '2023'", []).unwrap();
        drop(connection);
        let store = Store::open_writer(layout.dir(), "test").unwrap();
        // The latest date of what is stored keeps what is older out.
        let key = |id| RecordKey::new(Kind::Notice, "ORG", id).unwrap();
        let updated_at = Some("2022".to_owned());
        let older = PutRecord { updated_at, ..PutRecord::new(key("1"), "{\"a\":1}") };
        assert_eq!(store.put(&older).unwrap().change, Change::Older);
        // A batch that is resumed is seen row by row, as its first rows were.
        let batch = store.begin_batch(&new_batch()).unwrap();
        let action = RowAction::Put(PutRecord::new(key("2"), "{}"));
        let row = BatchRow { ordinal: 1, line: None, action, problems: Vec::new() };
        store.apply_chunk(batch.id, &[row]).unwrap();
        assert!(store.get(&key("2")).unwrap().is_some());
        let log = store.changes_since(0, 10).unwrap();
        assert_eq!(log.last().unwrap().op, LogOp::Create);
        store.finish_batch(batch.id).unwrap();
        assert_eq!(store.changes_since(0, 10).unwrap(), log);
    }

    #[test]
    fn a_raised_database_has_the_schema_of_a_new_one() {
        let schema = |connection: &Connection| -> Vec<(String, String)> {
            let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
            rows.map(|r| r.unwrap()).collect()
        };
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh).unwrap();
        let mut raised = Connection::open_in_memory().unwrap();
        for version in 1..=SCHEMA_VERSION {
            migrate_to(&mut raised, version).unwrap();
            assert_eq!(schema_version(&raised).unwrap(), version);
        }
        assert_eq!(schema(&fresh), schema(&raised));
    }

    #[test]
    fn a_reader_leaves_an_older_store_alone() {
        let (_dir, layout) = store_of_version(1);
        let error = Store::open_reader(layout.dir()).err().unwrap();
        assert!(error.is_older_version(), "{error}");
        let connection = Connection::open(layout.database()).unwrap();
        assert_eq!(schema_version(&connection).unwrap(), 1);
    }

    #[test]
    fn a_newer_store_is_refused_and_not_touched() {
        let (_dir, layout) = store_of_version(SCHEMA_VERSION);
        let connection = Connection::open(layout.database()).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        let before = std::fs::read(layout.database()).unwrap();
        for error in
            [Store::open_writer(layout.dir(), "test").err(), Store::open_reader(layout.dir()).err()]
        {
            let error = error.unwrap();
            assert!(error.is_newer_version(), "{error}");
            assert!(error.to_string().contains("version 99"), "{error}");
        }
        assert_eq!(std::fs::read(layout.database()).unwrap(), before);
    }

    #[test]
    fn another_programs_database_is_not_a_store() {
        let dir = crate::sqlite::store::private_tempdir();
        let layout = Layout::new(dir.path());
        let connection = Connection::open(layout.database()).unwrap();
        connection.execute_batch("CREATE TABLE t (x)").unwrap();
        assert!(Store::open_writer(layout.dir(), "test").unwrap_err().is_not_a_store());
        assert!(Store::open_reader(layout.dir()).unwrap_err().is_not_a_store());
        assert!(Store::init(layout.dir()).unwrap_err().is_already_a_store());
    }
}
