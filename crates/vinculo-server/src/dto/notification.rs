//! What a consulate is told: no name, age, place or picture, and nothing that names the
//! record to who has no token.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::Inbox;
use vinculo_store::Notification;

/// Which notices to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct InboxParams {
    /// `children`, or `adults` apart from them; children if absent.
    pub about: Option<String>,
    /// Only those that are acknowledged, or the others.
    pub acknowledged: Option<bool>,
    /// Most notices on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// Which unacknowledged notices to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OverdueParams {
    /// Hours that they have waited; 24 if absent.
    pub hours: Option<u32>,
    /// Most notices on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// A thin notice.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotificationDto {
    /// Its id.
    id: String,
    /// The case number: the same for all notices about one record, and nothing else.
    case: String,
    /// The consulate's country; empty for the desk of unknown nationalities.
    country: String,
    /// `received`, `matched`, `located`, `identified` or `retracted`.
    event: String,
    /// Of a retraction: the id of the notice that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    retracts: Option<String>,
    /// Whether the person counts as a child.
    child: bool,
    /// When it was written.
    created_at: String,
    /// When it was acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged_at: Option<String>,
    /// Where the record is read, with the token; absent for a retraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

impl From<&Notification> for NotificationDto {
    fn from(notification: &Notification) -> Self {
        let id = notification.id.to_string();
        let link = format!("/api/v1/notifications/{id}/record");
        Self {
            case: notification.case_no.clone(),
            country: notification.to.code(),
            event: notification.event.to_string(),
            child: notification.child,
            created_at: notification.created_at.to_string(),
            acknowledged_at: notification.acknowledged.as_ref().map(|(at, _)| at.to_string()),
            link: notification.retracts.is_none().then_some(link),
            retracts: notification.retracts.map(|id| id.to_string()),
            id,
        }
    }
}

/// A page of notices.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotificationListDto {
    /// The notices, oldest first.
    notifications: Vec<NotificationDto>,
    /// `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl NotificationListDto {
    pub(crate) fn new(inbox: Inbox) -> Self {
        Self {
            notifications: inbox.notifications.iter().map(Into::into).collect(),
            next: inbox.next.map(|next| next.to_string()),
        }
    }
}
