//! The three kinds of records and the links between them.

use std::fmt;
use std::str::FromStr;

/// A word that is not one of a closed list, with the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what}: expected one of {expected}")]
pub struct UnknownWord {
    /// What was being read.
    pub what: &'static str,
    /// The words that are accepted, separated by `, `.
    pub expected: String,
}

/// What a record tells of: the event that anchors it in time and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A missing person: identity known, body described from memory (ante-mortem).
    Notice,
    /// Unidentified remains: body examined, identity unknown (post-mortem).
    Remains,
    /// A living person received in a shelter: identity declared.
    Shelter,
}

impl Kind {
    /// All kinds, in their stable order.
    pub const ALL: [Kind; 3] = [Kind::Notice, Kind::Remains, Kind::Shelter];

    /// The word used in files, commands and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Notice => "notice",
            Kind::Remains => "remains",
            Kind::Shelter => "shelter",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        find(&Kind::ALL, Kind::as_str, text, "kind")
    }
}

/// Two kinds of records that are compared with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Link {
    /// A missing person and remains.
    NoticeRemains,
    /// A missing person and a living intake.
    NoticeShelter,
    /// The same missing person reported twice.
    NoticeNotice,
    /// Parts of one body, or one body recorded twice.
    RemainsRemains,
    /// The same living person received twice.
    ShelterShelter,
}

impl Link {
    /// All links, in their stable order.
    pub const ALL: [Link; 5] = [
        Link::NoticeRemains,
        Link::NoticeShelter,
        Link::NoticeNotice,
        Link::RemainsRemains,
        Link::ShelterShelter,
    ];

    /// The word used in files, commands and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Link::NoticeRemains => "notice-remains",
            Link::NoticeShelter => "notice-shelter",
            Link::NoticeNotice => "notice-notice",
            Link::RemainsRemains => "remains-remains",
            Link::ShelterShelter => "shelter-shelter",
        }
    }

    /// The kind of the left record.
    pub const fn left(self) -> Kind {
        match self {
            Link::NoticeRemains | Link::NoticeShelter | Link::NoticeNotice => Kind::Notice,
            Link::RemainsRemains => Kind::Remains,
            Link::ShelterShelter => Kind::Shelter,
        }
    }

    /// The kind of the right record.
    pub const fn right(self) -> Kind {
        match self {
            Link::NoticeRemains | Link::RemainsRemains => Kind::Remains,
            Link::NoticeShelter | Link::ShelterShelter => Kind::Shelter,
            Link::NoticeNotice => Kind::Notice,
        }
    }

    /// Whether both records are of one kind: each pair then counts once.
    pub fn is_same_kind(self) -> bool {
        self.left() == self.right()
    }

    /// The link that compares these two kinds, and whether they must be swapped
    /// to stand in its order. `None` for remains with a shelter record, which
    /// cannot be one person's: nobody is received alive after death, and the
    /// reverse order runs through a notice.
    pub fn between(a: Kind, b: Kind) -> Option<(Link, bool)> {
        Link::ALL.into_iter().find_map(|link| match (link.left(), link.right()) {
            (l, r) if (l, r) == (a, b) => Some((link, false)),
            (l, r) if (l, r) == (b, a) => Some((link, true)),
            _ => None,
        })
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Link {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        find(&Link::ALL, Link::as_str, text, "link")
    }
}

fn find<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
    text: &str,
    what: &'static str,
) -> Result<T, UnknownWord> {
    let expected = || all.iter().map(|t| word(*t)).collect::<Vec<_>>().join(", ");
    all.iter()
        .copied()
        .find(|t| word(*t) == text)
        .ok_or_else(|| UnknownWord { what, expected: expected() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_parse_back() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse::<Kind>(), Ok(kind));
        }
        for link in Link::ALL {
            assert_eq!(link.as_str().parse::<Link>(), Ok(link));
            assert_eq!(Link::between(link.left(), link.right()), Some((link, false)));
        }
        assert!("body".parse::<Kind>().is_err());
    }

    #[test]
    fn remains_and_shelter_have_no_link() {
        assert_eq!(Link::between(Kind::Remains, Kind::Shelter), None);
        assert_eq!(Link::between(Kind::Remains, Kind::Notice), Some((Link::NoticeRemains, true)));
    }
}
