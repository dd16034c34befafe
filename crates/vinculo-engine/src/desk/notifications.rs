//! A consulate's inbox, and who watches over it.

use vinculo_store::{Notification, NotificationId};

use super::Desk;
use crate::consular::Inbox;
use crate::engine::Found;
use crate::error::Result;

impl Desk<'_> {
    /// A page of what the caller's consulate is told.
    ///
    /// # Errors
    /// As [`Engine::inbox`](crate::Engine::inbox).
    pub fn inbox(
        &self,
        child: bool,
        acknowledged: Option<bool>,
        after: i64,
        limit: usize,
    ) -> Result<Inbox> {
        self.noted(self.engine.inbox(self.caller, child, acknowledged, after, limit)?)
    }

    /// A page of what is to be escalated.
    ///
    /// # Errors
    /// As [`Engine::overdue`](crate::Engine::overdue).
    pub fn overdue(&self, hours: u32, after: i64, limit: usize) -> Result<Inbox> {
        self.noted(self.engine.overdue(self.caller, hours, after, limit)?)
    }

    /// The record behind a notification, as the caller sees it.
    ///
    /// # Errors
    /// As [`Engine::notified_record`](crate::Engine::notified_record).
    pub fn notified_record(&self, id: NotificationId) -> Result<Option<Found>> {
        let found = self.engine.notified_record(self.caller, id)?;
        let seen = found.and_then(|found| self.see(found));
        seen.iter().for_each(|found| self.trail.opened(found));
        Ok(seen)
    }

    /// Notes that a notification is acknowledged.
    ///
    /// # Errors
    /// As [`Engine::acknowledge`](crate::Engine::acknowledge).
    pub fn acknowledge(&self, id: NotificationId) -> Result<Option<Notification>> {
        let found = self.engine.acknowledge(self.caller, id)?;
        if let Some(found) = found.as_ref().and_then(|n| self.engine.get(&n.record).transpose()) {
            self.trail.shown(&found?);
        }
        Ok(found)
    }

    /// What a page of notices is about, for the audit log; a retracted one is about nothing
    /// that is there.
    fn noted(&self, inbox: Inbox) -> Result<Inbox> {
        for notification in &inbox.notifications {
            if let Some(found) = self.engine.get(&notification.record)? {
                self.trail.shown(&found);
            }
        }
        Ok(inbox)
    }
}
