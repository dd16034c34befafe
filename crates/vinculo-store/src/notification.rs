//! What consulates are told: an outbox whose rows are written in the transaction of what
//! caused them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use uuid::Uuid;
use vinculo_record::RecordKey;
use vinculo_record::vocab::Country;

use crate::{DecisionNo, PairKey, Seq};

/// The id of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NotificationId(Uuid);

impl NotificationId {
    pub(crate) fn generate() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for NotificationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for NotificationId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What a notification tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotificationEvent {
    /// A child was received in a shelter.
    Received,
    /// A child in a shelter resembles the person of a notice beyond the threshold.
    Matched,
    /// A child was located alive.
    Located,
    /// An authority identified remains.
    Identified,
    /// Something told before holds no longer.
    Retracted,
}

impl NotificationEvent {
    /// All events, in their stable order.
    pub const ALL: [NotificationEvent; 5] =
        [Self::Received, Self::Matched, Self::Located, Self::Identified, Self::Retracted];

    /// The word used in the store and in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Matched => "matched",
            Self::Located => "located",
            Self::Identified => "identified",
            Self::Retracted => "retracted",
        }
    }
}

impl fmt::Display for NotificationEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for NotificationEvent {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|event| event.as_str() == text).ok_or(())
    }
}

/// Whom a notification goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Addressee {
    /// The desk for people whose nationality nobody knows.
    UnknownNationality,
    /// The consulate of a country.
    Consulate(Country),
}

impl Addressee {
    /// The country's code; empty for the desk.
    pub fn code(self) -> String {
        match self {
            Addressee::UnknownNationality => String::new(),
            Addressee::Consulate(country) => country.code().to_owned(),
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code {
            "" => Some(Addressee::UnknownNationality),
            code => Country::parse(code).filter(|c| c.code() == code).map(Addressee::Consulate),
        }
    }
}

/// A notification to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NewNotification {
    /// What it tells of.
    pub event: NotificationEvent,
    /// Whether the person counts as a child.
    pub child: bool,
    /// Whom it goes to.
    pub to: Addressee,
}

/// What consulates shall have been told of a record once it is stored: the store compares
/// it with what they were told and writes or retracts the difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbound {
    /// What is told of the record by itself.
    pub received: Vec<NewNotification>,
    /// It is under protection hold: whatever was told of it is retracted.
    pub held: bool,
}

/// How far the log is examined for matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Examined {
    /// The last place that is done.
    pub seq: Seq,
    /// How many records of the next place are done: a batch has many in one place.
    pub further: u32,
}

impl Outbound {
    /// As it is kept with a row of a batch.
    pub(crate) fn to_json(&self) -> String {
        let of_one = |it: &NewNotification| (it.event.as_str(), it.child, it.to.code());
        let received: Vec<_> = self.received.iter().map(of_one).collect();
        serde_json::json!([self.held, received]).to_string()
    }

    pub(crate) fn from_json(text: &str) -> Option<Self> {
        let (held, received): (bool, Vec<(String, bool, String)>) =
            serde_json::from_str(text).ok()?;
        let of_one = |(event, child, to): (String, bool, String)| {
            let (event, to) = (event.parse().ok()?, Addressee::from_code(&to)?);
            Some(NewNotification { event, child, to })
        };
        Some(Self { held, received: received.into_iter().map(of_one).collect::<Option<_>>()? })
    }
}

/// A match of two records that is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMatch {
    /// The pair; its right record is the person who was received.
    pub pair: PairKey,
    /// The version of the left record that was compared.
    pub left_version: u32,
    /// The version of the right record that was compared.
    pub right_version: u32,
    /// What is told.
    pub notify: Vec<NewNotification>,
}

/// A notification. It names the record by the store's own key, which goes to no consulate:
/// what leaves is the case number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Its place among all.
    pub no: i64,
    /// Its id.
    pub id: NotificationId,
    /// The number under which consulates know the record.
    pub case_no: String,
    /// The record that it is about.
    pub record: RecordKey,
    /// Of a pair: the other record.
    pub other: Option<RecordKey>,
    /// What it tells of.
    pub event: NotificationEvent,
    /// Of a retraction: the notification that it takes back.
    pub retracts: Option<NotificationId>,
    /// Whether the person counts as a child.
    pub child: bool,
    /// Whom it goes to.
    pub to: Addressee,
    /// The decision that caused it, if one did.
    pub decision: Option<DecisionNo>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was first given to the addressee.
    pub delivered_at: Option<Timestamp>,
    /// When the addressee acknowledged it, and by whom.
    pub acknowledged: Option<(Timestamp, String)>,
    /// When it ceased to hold.
    pub retracted_at: Option<Timestamp>,
}

/// Which notifications to list; those that are retracted are left out unless asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationFilter {
    /// To this addressee alone.
    pub to: Option<Addressee>,
    /// About children alone, or about adults alone.
    pub child: Option<bool>,
    /// Acknowledged ones alone, or the others.
    pub acknowledged: Option<bool>,
    /// Written before this moment.
    pub before: Option<Timestamp>,
    /// Retracted ones, too.
    pub with_retracted: bool,
}

/// The outbox of what consulates are told.
pub trait Outbox: Send + Sync {
    /// Notifications in the order in which they were written, after one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notifications(
        &self,
        filter: &NotificationFilter,
        after: i64,
        limit: usize,
    ) -> crate::Result<Vec<Notification>>;

    /// One notification, retracted or not.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notification(&self, id: NotificationId) -> crate::Result<Option<Notification>>;

    /// Notes that these were given to their addressee; the first time counts.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn deliver(&self, ids: &[NotificationId]) -> crate::Result<()>;

    /// Notes that the addressee has acknowledged it; the first time counts. `None` if there
    /// is none that holds.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn acknowledge(&self, id: NotificationId, by: &str) -> crate::Result<Option<Notification>>;

    /// Writes what is told of matches and, in the same transaction, how far the log is
    /// examined: it never goes back. A match of versions that are no longer current is left out: their
    /// successors stand further on in the log. Returns how many notifications are new.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_matches(&self, found: &[NewMatch], examined: Examined) -> crate::Result<u64>;

    /// How far the log is examined for matches.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn matches_examined(&self) -> crate::Result<Examined>;

    /// The last entry of the log before the store told consulates of anything: of records
    /// received up to there they were not told.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn silent_until(&self) -> crate::Result<Seq>;
}
