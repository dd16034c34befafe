//! What can go wrong: the crate's one error type.

use std::fmt;

use vinculo_record::Link;

use crate::constants::MAX_PROBLEMS;

/// A failure of this crate. No variant holds a value of a person.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The text of a model file is not TOML.
    #[error("model file is not valid TOML at line {line}: {message}; correct the line")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// What the TOML parser says.
        message: String,
    },
    /// A model breaks one or more rules; all of them are listed.
    #[error("model has {}", .0)]
    Invalid(Problems),
    /// The model has no section for a link.
    #[error("model has no section [links.{link}]: add one or choose among {available}")]
    NoLink {
        /// The link that was asked for.
        link: Link,
        /// The links that the model has, separated by `, `.
        available: String,
    },
    /// A number is outside its range.
    #[error("{what} must be {rule}, not {value}")]
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// The number.
        value: f64,
        /// The range.
        rule: &'static str,
    },
    /// A finding names a comparison that the model does not have.
    #[error(
        "comparison `{comparison}` is not in the model: add it to the section of the link or leave the finding out"
    )]
    UnknownComparison {
        /// Name of the comparison.
        comparison: String,
    },
    /// A finding names a level that its comparison does not have in the model.
    #[error(
        "level `{level}` is not in comparison `{comparison}` of the model: add it with its m and u"
    )]
    UnknownLevel {
        /// Name of the comparison.
        comparison: String,
        /// Name of the level.
        level: String,
    },
    /// Two findings are of one comparison.
    #[error("comparison `{comparison}` has two findings: its weight may count only once, keep one")]
    RepeatedComparison {
        /// Name of the comparison.
        comparison: String,
    },
    /// A measure was asked of an empty list.
    #[error("{what} needs at least one {of}: give some")]
    Empty {
        /// The measure.
        what: &'static str,
        /// What there is none of.
        of: &'static str,
    },
}

/// The rules that a model breaks, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

/// One broken rule of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: keys separated by dots; comparisons and levels by name, or `#3` where they have none.
    pub path: String,
    /// What is wrong and the bound, and what was found instead.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

impl Problems {
    /// The problems, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a problem, unless one is already known at that path: the first says why.
    pub(crate) fn push(
        &mut self,
        path: String,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.len() < MAX_PROBLEMS && !self.0.iter().any(|known| known.path == path) {
            self.0.push(Problem { path, cause: cause.into(), remedy: remedy.into() });
        }
    }

    /// `value`, or all the problems if there are any.
    pub(crate) fn or<T>(self, value: T) -> Result<T, ModelError> {
        if self.is_empty() { Ok(value) } else { Err(ModelError::Invalid(self)) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.len() == 1 { "problem" } else { "problems" };
        write!(f, "{} {plural}:", self.len())?;
        self.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path, self.cause, self.remedy)
    }
}
