//! What the feed holds of a notice at a time.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{PublicId, PublicNotice};

/// A notice in the feed, or the placeholder of one that is no longer published: withdrawn,
/// expired, found, held and erased look the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The opaque id.
    pub id: PublicId,
    /// The id that another registry gave it, `domain/local`, if it came from one.
    pub original_id: Option<String>,
    /// When it last changed here. Entries are ordered by this and the id, so that a client
    /// who kept the last place finds everything that changed since behind it.
    pub at: Timestamp,
    /// The notice; `None` in a placeholder.
    pub notice: Option<PublicNotice>,
}

impl Entry {
    /// From when on a copy must hold nothing but the placeholder: the day after the last
    /// one of publication, or when it was taken down.
    pub fn expires(&self) -> Timestamp {
        let last_day = self.notice.as_ref().and_then(|n| n.public_until.parse::<Date>().ok());
        let end = last_day
            .and_then(|day| day.tomorrow().ok())
            .and_then(|day| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok());
        end.unwrap_or(self.at)
    }
}

/// A moment as feeds write it: `yyyy-mm-ddThh:mm:ssZ`, whole seconds, UTC.
pub fn timestamp(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
