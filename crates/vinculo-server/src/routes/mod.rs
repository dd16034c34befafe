//! The handlers: one file for each resource.

pub(crate) mod audit;
pub(crate) mod batches;
pub(crate) mod candidates;
pub(crate) mod decisions;
pub(crate) mod docs;
pub(crate) mod erasures;
pub(crate) mod explain;
pub(crate) mod health;
pub(crate) mod leads;
pub(crate) mod matching;
pub(crate) mod matchings;
pub(crate) mod notices;
pub(crate) mod notifications;
pub(crate) mod pictures;
pub(crate) mod protected_pairs;
pub(crate) mod protection;
pub(crate) mod publications;
pub(crate) mod records;
pub(crate) mod rejected;
pub(crate) mod search;
pub(crate) mod tokens;
pub(crate) mod widget;

use vinculo_record::{Link, RecordRef};

use crate::limits::{MAX_PAGE, PAGE};
use crate::problem::{Problem, Words};

/// The size of a page, if it may be.
fn page_size(limit: Option<usize>) -> Result<usize, Problem> {
    between(limit.unwrap_or(PAGE), "limit", MAX_PAGE)
}

/// The record that a text names.
fn reference(text: &str, pointer: &str) -> Result<RecordRef, Problem> {
    let rule = Words::new("debe ser [tipo:]FUENTE/ID", "must be [kind:]SOURCE/ID");
    text.parse().map_err(|_| Problem::invalid(pointer, "key", rule))
}

/// A number from 1 to `most`.
fn between(number: usize, pointer: &str, most: usize) -> Result<usize, Problem> {
    let rule = Words::new(format!("de 1 a {most}"), format!("1 to {most}"));
    if (1..=most).contains(&number) {
        Ok(number)
    } else {
        Err(Problem::invalid(pointer, "range", rule))
    }
}

/// The link that a parameter names.
fn link(word: Option<&str>, pointer: &str) -> Result<Option<Link>, Problem> {
    let all = || Link::ALL.map(Link::as_str).join(", ");
    let invalid = |_| Problem::invalid(pointer, "link", Words::same(all()));
    word.map(str::parse).transpose().map_err(invalid)
}

/// A page that cannot be found: the cursor is not one of ours.
fn bad_cursor(pointer: &str) -> Problem {
    let rule = Words::new(
        "debe ser el valor 'next' de la página anterior",
        "must be the 'next' of the page before",
    );
    Problem::invalid(pointer, "cursor", rule)
}
