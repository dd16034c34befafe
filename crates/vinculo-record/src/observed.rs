//! Three kinds of not having a value.

use std::fmt;

/// What an examination or a description says of an aspect.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Observed<T> {
    /// Blank: nobody wrote it down.
    #[default]
    NotRecorded,
    /// `none`: examined, and absent.
    None,
    /// `n/o`: the remains do not allow it.
    NotObservable,
    /// A value.
    Known(T),
}

/// The cell text of [`Observed::None`].
pub const NONE: &str = "none";
/// The cell text of [`Observed::NotObservable`].
pub const NOT_OBSERVABLE: &str = "n/o";

impl<T> Observed<T> {
    /// The value, if there is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Observed::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it was examined and is absent.
    pub const fn is_none(&self) -> bool {
        matches!(self, Observed::None)
    }

    /// Whether the remains do not allow to tell.
    pub const fn is_not_observable(&self) -> bool {
        matches!(self, Observed::NotObservable)
    }

    /// Reads the two words for an absent value, else leaves the text to `read`.
    pub(crate) fn read<E>(text: &str, read: impl FnOnce(&str) -> Result<T, E>) -> Result<Self, E> {
        match text.trim().to_ascii_lowercase().as_str() {
            NONE => Ok(Observed::None),
            NOT_OBSERVABLE => Ok(Observed::NotObservable),
            _ => read(text).map(Observed::Known),
        }
    }
}

impl<T> fmt::Debug for Observed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Observed::NotRecorded => "NotRecorded",
            Observed::None => "None",
            Observed::NotObservable => "NotObservable",
            Observed::Known(_) => "Known(withheld)",
        })
    }
}
