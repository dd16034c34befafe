//! The outbox of what consulates are told.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};
use uuid::Uuid;

use crate::error::Result;
use crate::limits::MAX_PAGE;
use crate::sqlite::put;
use crate::sqlite::rows::{self, SqlResult};
use crate::{
    Addressee, DecisionNo, Examined, NewMatch, NewNotification, Notification, NotificationEvent,
    NotificationFilter, NotificationId, Outbound, Outbox, RecordId, Seq, Store,
};

const SELECT: &str = "SELECT n.notification_no, n.notification_id, c.case_no, \
    r.kind, r.source, r.local_id, o.kind, o.source, o.local_id, n.event, t.notification_id, \
    n.child, n.country, n.decision_no, n.created_at, n.delivered_at, n.acknowledged_at, \
    n.acknowledged_by, n.retracted_at \
    FROM notifications n JOIN cases c ON c.record_id = n.record_id \
    JOIN records r ON r.record_id = n.record_id \
    LEFT JOIN records o ON o.record_id = n.other_id \
    LEFT JOIN notifications t ON t.notification_no = n.retracts";

impl Outbox for Store {
    fn notifications(
        &self,
        filter: &NotificationFilter,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Notification>> {
        let reader = self.reader()?;
        let mut values: Vec<Value> = vec![after.into(), (limit.min(MAX_PAGE) as i64).into()];
        let mut sql = format!("{SELECT} WHERE n.notification_no > ?1");
        let mut and = |condition: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {condition} ?{}", values.len()));
        };
        if let Some(to) = filter.to {
            and("n.country =", to.code().into());
        }
        if let Some(child) = filter.child {
            and("n.child =", i64::from(child).into());
        }
        if let Some(before) = filter.before {
            and("n.created_at <", before.as_millisecond().into());
        }
        match filter.acknowledged {
            Some(true) => sql.push_str(" AND n.acknowledged_at IS NOT NULL"),
            Some(false) => sql.push_str(" AND n.acknowledged_at IS NULL"),
            None => {}
        }
        if !filter.with_retracted {
            sql.push_str(" AND n.retracted_at IS NULL");
        }
        sql.push_str(" ORDER BY n.notification_no LIMIT ?2");
        let mut statement = reader.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(values), notification)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn notification(&self, id: NotificationId) -> Result<Option<Notification>> {
        find(&*self.reader()?, id)
    }

    fn deliver(&self, ids: &[NotificationId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        self.write(|tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE notifications SET delivered_at = ?2
                 WHERE notification_id = ?1 AND delivered_at IS NULL AND retracted_at IS NULL",
            )?;
            for id in ids {
                statement.execute(params![id.to_string(), now()])?;
            }
            Ok(())
        })
    }

    fn acknowledge(&self, id: NotificationId, by: &str) -> Result<Option<Notification>> {
        self.write(|tx| {
            tx.prepare_cached(
                "UPDATE notifications SET acknowledged_at = ?2, acknowledged_by = ?3,
                                          delivered_at = coalesce(delivered_at, ?2)
                 WHERE notification_id = ?1 AND acknowledged_at IS NULL AND retracted_at IS NULL",
            )?
            .execute(params![id.to_string(), now(), by])?;
            Ok(find(tx, id)?.filter(|found| found.retracted_at.is_none()))
        })
    }

    fn note_matches(&self, found: &[NewMatch], examined: Examined) -> Result<u64> {
        self.write(|tx| {
            let mut written = 0;
            for new in found {
                written += note_match(tx, new)?;
            }
            tx.prepare_cached(
                "UPDATE matches_examined SET seq = ?1, further = ?2
                 WHERE (seq, further) < (?1, ?2)",
            )?
            .execute(params![examined.seq, examined.further])?;
            Ok(written)
        })
    }

    fn matches_examined(&self) -> Result<Examined> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached("SELECT seq, further FROM matches_examined")?;
        let read = |row: &Row<'_>| Ok(Examined { seq: row.get(0)?, further: row.get(1)? });
        Ok(statement.query_row([], read)?)
    }

    fn silent_until(&self) -> Result<Seq> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached("SELECT silent_until FROM matches_examined")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

fn note_match(tx: &Transaction<'_>, new: &NewMatch) -> Result<u64> {
    let current = |key, version| -> Result<Option<RecordId>> {
        let found = put::current(tx, key)?.filter(|current| current.version == version);
        Ok(found.map(|current| current.id))
    };
    let left = current(&new.pair.left, new.left_version)?;
    let right = current(&new.pair.right, new.right_version)?;
    let (Some(left), Some(right)) = (left, right) else { return Ok(0) };
    let mut written = 0;
    for notification in &new.notify {
        written += u64::from(insert(tx, right, Some(left), *notification, None)?);
    }
    Ok(written)
}

/// Makes what consulates were told of a record by itself what they shall have been told.
pub(super) fn reconcile(tx: &Transaction<'_>, id: RecordId, shall: &Outbound) -> Result<()> {
    if shall.held {
        retract_all(tx, id)?;
        return Ok(());
    }
    let mut statement = tx.prepare_cached(
        "SELECT notification_no, event, child, country FROM notifications
         WHERE record_id = ?1 AND other_id IS NULL AND event <> 'retracted'
           AND retracted_at IS NULL
         ORDER BY notification_no",
    )?;
    let told = statement.query_map([id.0], |row| {
        let to = Addressee::from_code(&row.get::<_, String>(3)?);
        let to = to.ok_or_else(|| rows::unexpected(3))?;
        let told = NewNotification { event: rows::word(row, 1)?, child: row.get(2)?, to };
        Ok((row.get(0)?, told))
    })?;
    for told in told.collect::<Result<Vec<(i64, NewNotification)>, _>>()? {
        if !shall.received.contains(&told.1) {
            retract(tx, told.0)?;
        }
    }
    for notification in &shall.received {
        insert(tx, id, None, *notification, None)?;
    }
    Ok(())
}

/// Writes a notification unless the same is told already; says whether it did.
pub(super) fn insert(
    tx: &Transaction<'_>,
    record: RecordId,
    other: Option<RecordId>,
    new: NewNotification,
    decision: Option<DecisionNo>,
) -> Result<bool> {
    give_case(tx, record)?;
    let written = tx
        .prepare_cached(
            "INSERT INTO notifications (notification_id, record_id, other_id, event, child,
                                        country, decision_no, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            NotificationId::generate().to_string(),
            record.0,
            other.map(|id| id.0),
            new.event.as_str(),
            new.child,
            new.to.code(),
            decision,
            now(),
        ])?;
    Ok(written == 1)
}

/// Gives a record the number under which consulates know it.
fn give_case(tx: &Transaction<'_>, record: RecordId) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO cases (record_id, case_no) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?
    .execute(params![record.0, Uuid::now_v7().to_string()])?;
    Ok(())
}

/// Retracts everything that was told of a record, alone or in a pair.
pub(super) fn retract_all(tx: &Transaction<'_>, id: RecordId) -> Result<u64> {
    retract_where(tx, "record_id = ?1 OR other_id = ?1", [id.0].to_vec())
}

/// Retracts what was told of a pair by these events.
pub(super) fn retract_of_pair(
    tx: &Transaction<'_>,
    left: RecordId,
    right: RecordId,
    events: &[NotificationEvent],
) -> Result<u64> {
    let mut retracted = 0;
    for event in events {
        let which = format!("record_id = ?1 AND other_id = ?2 AND event = '{event}'");
        retracted += retract_where(tx, &which, [right.0, left.0].to_vec())?;
    }
    Ok(retracted)
}

fn retract_where(tx: &Transaction<'_>, which: &str, values: Vec<i64>) -> Result<u64> {
    let sql = format!(
        "SELECT notification_no FROM notifications
         WHERE ({which}) AND event <> 'retracted' AND retracted_at IS NULL
         ORDER BY notification_no"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    let found: Vec<i64> = found.collect::<Result<_, _>>()?;
    for no in &found {
        retract(tx, *no)?;
    }
    Ok(found.len() as u64)
}

/// A notification holds no longer. Who was given it is told so; who was not never learns
/// that there was one.
fn retract(tx: &Transaction<'_>, no: i64) -> Result<()> {
    tx.prepare_cached("UPDATE notifications SET retracted_at = ?2 WHERE notification_no = ?1")?
        .execute([no, now()])?;
    tx.prepare_cached(
        "INSERT INTO notifications (notification_id, record_id, other_id, event, retracts, child,
                                    country, created_at)
         SELECT ?2, record_id, other_id, 'retracted', notification_no, child, country, ?3
         FROM notifications WHERE notification_no = ?1 AND delivered_at IS NOT NULL",
    )?
    .execute(params![no, NotificationId::generate().to_string(), now()])?;
    Ok(())
}

fn find(connection: &Connection, id: NotificationId) -> Result<Option<Notification>> {
    let sql = format!("{SELECT} WHERE n.notification_id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([id.to_string()], notification).optional()?)
}

fn notification(row: &Row<'_>) -> SqlResult<Notification> {
    let has_other = row.get::<_, Option<String>>(6)?.is_some();
    let retracts: Option<String> = row.get(10)?;
    let acknowledged_at = rows::optional_time(row, 16)?;
    let acknowledged_by: Option<String> = row.get(17)?;
    Ok(Notification {
        no: row.get(0)?,
        id: rows::word(row, 1)?,
        case_no: row.get(2)?,
        record: rows::key(row, 3)?,
        other: if has_other { Some(rows::key(row, 6)?) } else { None },
        event: rows::word(row, 9)?,
        retracts: retracts.map(|id| id.parse().map_err(|_| rows::unexpected(10))).transpose()?,
        child: row.get(11)?,
        to: Addressee::from_code(&row.get::<_, String>(12)?).ok_or_else(|| rows::unexpected(12))?,
        decision: row.get(13)?,
        created_at: rows::time(row, 14)?,
        delivered_at: rows::optional_time(row, 15)?,
        acknowledged: acknowledged_at.zip(acknowledged_by),
        retracted_at: rows::optional_time(row, 18)?,
    })
}

fn now() -> i64 {
    Timestamp::now().as_millisecond()
}
