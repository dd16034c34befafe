//! The inbox of a consulate, and who watches over it.

use jiff::{SignedDuration, Timestamp};
use vinculo_access::{Caller, Deed, RecordFacts};
use vinculo_store::{Addressee, Notification, NotificationFilter, NotificationId, Outbox};

use crate::decisions::Refusal;
use crate::document::today;
use crate::engine::{Engine, Found};
use crate::error::{EngineError, Result};

/// Hours after which a notification that nobody has acknowledged is to be escalated.
/// *Judgement*: one day.
pub const OVERDUE_HOURS: u32 = 24;
/// Notifications read at a time. Bounds memory; moves no result.
const STEP: usize = 500;

/// A page of notifications.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbox {
    /// The notifications, oldest first.
    pub notifications: Vec<Notification>,
    /// Where the next page starts; `None` if this one is the last.
    pub next: Option<i64>,
}

impl Engine {
    /// A page of what the caller's consulate is told, children or adults apart, and notes that
    /// it was given to it. `acknowledged` takes those that are, or the others.
    ///
    /// # Errors
    /// [`EngineError::Refused`] when the caller is of no consulate; when the store cannot be
    /// written.
    pub fn inbox(
        &self,
        caller: &Caller,
        child: bool,
        acknowledged: Option<bool>,
        after: i64,
        limit: usize,
    ) -> Result<Inbox> {
        let filter = NotificationFilter {
            to: addressee(caller)?,
            child: Some(child),
            acknowledged,
            ..NotificationFilter::default()
        };
        let inbox = self.page(&filter, after, limit)?;
        if !caller.is_local() {
            let given: Vec<NotificationId> = inbox.notifications.iter().map(|n| n.id).collect();
            self.store.deliver(&given)?;
        }
        Ok(inbox)
    }

    /// One notification that the caller may read; `None` if there is none that holds. Those
    /// for the desk of unknown nationalities are for who watches over all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn notification(
        &self,
        caller: &Caller,
        id: NotificationId,
    ) -> Result<Option<Notification>> {
        let found = self.store.notification(id)?.filter(|found| found.retracted_at.is_none());
        let of_desk = caller.may(Deed::Escalate).then_some(Addressee::UnknownNationality);
        let own = |found: &Notification| match addressee(caller) {
            Ok(to) => to.is_none_or(|to| to == found.to),
            Err(_) => false,
        };
        Ok(found.filter(|found| own(found) || of_desk == Some(found.to)))
    }

    /// The record behind a notification that the caller may read, if it exists for the caller;
    /// it is asked at this moment whether it does.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn notified_record(&self, caller: &Caller, id: NotificationId) -> Result<Option<Found>> {
        let Some(notification) = self.notification(caller, id)? else { return Ok(None) };
        let found = self.get(&notification.record)?;
        Ok(found.filter(|found| caller.sight(&RecordFacts::of(&found.record, today())).is_some()))
    }

    /// Notes that a notification that the caller may read is acknowledged; the first time
    /// counts. `None` if there is none that holds.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn acknowledge(&self, caller: &Caller, id: NotificationId) -> Result<Option<Notification>> {
        if self.notification(caller, id)?.is_none() {
            return Ok(None);
        }
        let by = format!("{}@{}", caller.who, caller.organisation);
        Ok(self.store.acknowledge(id, &by)?)
    }

    /// A page of what is to be escalated: notifications that nobody has acknowledged for so
    /// many hours, of every country, and at once those for the desk of unknown nationalities.
    ///
    /// # Errors
    /// [`EngineError::Refused`] when the caller may not; when the store cannot be read.
    pub fn overdue(&self, caller: &Caller, hours: u32, after: i64, limit: usize) -> Result<Inbox> {
        if !caller.may(Deed::Escalate) {
            return Err(EngineError::Refused(Refusal::NotAllowed(Deed::Escalate)));
        }
        let waiting = SignedDuration::from_hours(i64::from(hours));
        let before = Timestamp::now()
            .checked_sub(waiting)
            .map_err(|_| EngineError::request("hours", "too many"))?;
        let is_overdue =
            |n: &Notification| n.created_at < before || n.to == Addressee::UnknownNationality;
        let filter = NotificationFilter { acknowledged: Some(false), ..Default::default() };
        let (mut found, mut after) = (Vec::new(), after);
        loop {
            let page = self.store.notifications(&filter, after, STEP)?;
            if page.is_empty() {
                return Ok(Inbox { notifications: found, next: None });
            }
            for notification in page {
                if found.len() == limit {
                    return Ok(Inbox { notifications: found, next: Some(after) });
                }
                after = notification.no;
                if is_overdue(&notification) {
                    found.push(notification);
                }
            }
        }
    }

    fn page(&self, filter: &NotificationFilter, after: i64, limit: usize) -> Result<Inbox> {
        let limit = limit.min(STEP);
        let mut notifications = self.store.notifications(filter, after, limit + 1)?;
        let more = notifications.len() > limit;
        notifications.truncate(limit);
        let next = notifications.last().filter(|_| more).map(|last| last.no);
        Ok(Inbox { notifications, next })
    }
}

/// Whose inbox a caller reads: its country's; all of them where no roles bound it.
fn addressee(caller: &Caller) -> Result<Option<Addressee>> {
    let refused = || EngineError::Refused(Refusal::NotAllowed(Deed::Notified));
    if !caller.may(Deed::Notified) {
        return Err(refused());
    }
    if caller.is_local() {
        return Ok(None);
    }
    caller.country.map(|country| Some(Addressee::Consulate(country))).ok_or_else(refused)
}
