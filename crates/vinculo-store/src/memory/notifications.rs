//! The outbox in memory.

use std::collections::BTreeMap;

use uuid::Uuid;
use vinculo_record::RecordKey;

use super::{MemoryStore, now};
use crate::error::Result;
use crate::limits::MAX_PAGE;
use crate::{
    DecisionNo, Examined, NewMatch, NewNotification, Notification, NotificationEvent,
    NotificationFilter, NotificationId, Outbound, Outbox, Seq,
};

#[derive(Clone, Default)]
pub(super) struct MemoryOutbox {
    told: Vec<Notification>,
    cases: BTreeMap<RecordKey, String>,
    examined: Examined,
}

impl MemoryOutbox {
    pub(super) fn reconcile(&mut self, record: &RecordKey, shall: &Outbound) {
        if shall.held {
            self.retract_where(|told| told.concerns(record));
            return;
        }
        self.retract_where(|told| {
            let said = NewNotification { event: told.event, child: told.child, to: told.to };
            told.record == *record && told.other.is_none() && !shall.received.contains(&said)
        });
        for notification in &shall.received {
            self.insert(record, None, *notification, None);
        }
    }

    /// Whether it was not told already.
    pub(super) fn insert(
        &mut self,
        record: &RecordKey,
        other: Option<RecordKey>,
        new: NewNotification,
        decision: Option<DecisionNo>,
    ) -> bool {
        self.cases.entry(record.clone()).or_insert_with(|| Uuid::now_v7().to_string());
        let is_told = self.told.iter().any(|told| {
            told.retracted_at.is_none()
                && told.record == *record
                && told.other == other
                && (told.event, told.to) == (new.event, new.to)
        });
        if !is_told {
            self.push(record.clone(), other, new, None, decision);
        }
        !is_told
    }

    fn push(
        &mut self,
        record: RecordKey,
        other: Option<RecordKey>,
        new: NewNotification,
        retracts: Option<NotificationId>,
        decision: Option<DecisionNo>,
    ) {
        self.told.push(Notification {
            no: self.told.len() as i64 + 1,
            id: NotificationId::generate(),
            case_no: self.cases[&record].clone(),
            record,
            other,
            event: new.event,
            retracts,
            child: new.child,
            to: new.to,
            decision,
            created_at: now(),
            delivered_at: None,
            acknowledged: None,
            retracted_at: None,
        });
    }

    /// How many of those that hold and fit ceased to hold.
    pub(super) fn retract_where(&mut self, fits: impl Fn(&Notification) -> bool) -> u64 {
        let open = |told: &Notification| {
            told.retracted_at.is_none() && told.event != NotificationEvent::Retracted
        };
        let fitting = self.told.iter_mut().filter(|told| open(told) && fits(told));
        let retracted: Vec<Notification> = fitting
            .map(|told| {
                told.retracted_at = Some(now());
                told.clone()
            })
            .collect();
        for told in retracted.iter().filter(|told| told.delivered_at.is_some()) {
            let Notification { record, other, child, to, .. } = told.clone();
            let new = NewNotification { event: NotificationEvent::Retracted, child, to };
            self.push(record, other, new, Some(told.id), None);
        }
        retracted.len() as u64
    }

    fn find(&mut self, id: NotificationId) -> Option<&mut Notification> {
        self.told.iter_mut().find(|told| told.id == id)
    }
}

impl Notification {
    pub(super) fn concerns(&self, record: &RecordKey) -> bool {
        self.record == *record || self.other.as_ref() == Some(record)
    }
}

impl NotificationFilter {
    fn takes(&self, told: &Notification) -> bool {
        self.to.is_none_or(|to| to == told.to)
            && self.child.is_none_or(|child| child == told.child)
            && self.acknowledged.is_none_or(|asked| asked == told.acknowledged.is_some())
            && self.before.is_none_or(|before| told.created_at < before)
            && (self.with_retracted || told.retracted_at.is_none())
    }
}

impl Outbox for MemoryStore {
    fn notifications(
        &self,
        filter: &NotificationFilter,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Notification>> {
        let contents = self.read();
        let found =
            contents.outbox.told.iter().filter(|told| told.no > after && filter.takes(told));
        Ok(found.take(limit.min(MAX_PAGE)).cloned().collect())
    }

    fn notification(&self, id: NotificationId) -> Result<Option<Notification>> {
        Ok(self.read().outbox.find(id).cloned())
    }

    fn deliver(&self, ids: &[NotificationId]) -> Result<()> {
        self.write(|c| {
            for id in ids {
                let told = c.outbox.find(*id).filter(|told| told.retracted_at.is_none());
                if let Some(told) = told {
                    told.delivered_at.get_or_insert_with(now);
                }
            }
            Ok(())
        })
    }

    fn acknowledge(&self, id: NotificationId, by: &str) -> Result<Option<Notification>> {
        self.write(|c| {
            let told = c.outbox.find(id).filter(|told| told.retracted_at.is_none());
            Ok(told.map(|told| {
                told.delivered_at.get_or_insert_with(now);
                told.acknowledged.get_or_insert_with(|| (now(), by.to_owned()));
                told.clone()
            }))
        })
    }

    fn note_matches(&self, found: &[NewMatch], examined: Examined) -> Result<u64> {
        self.write(|c| {
            let mut written = 0;
            for new in found {
                let is_current =
                    |key, version| c.current(key).is_some_and(|current| current.version == version);
                let current = is_current(&new.pair.left, new.left_version)
                    && is_current(&new.pair.right, new.right_version);
                for notification in new.notify.iter().filter(|_| current) {
                    let left = Some(new.pair.left.clone());
                    let is_new = c.outbox.insert(&new.pair.right, left, *notification, None);
                    written += u64::from(is_new);
                }
            }
            c.outbox.examined = c.outbox.examined.max(examined);
            Ok(written)
        })
    }

    fn matches_examined(&self) -> Result<Examined> {
        Ok(self.read().outbox.examined)
    }

    fn silent_until(&self) -> Result<Seq> {
        Ok(0)
    }
}
