//! A pair's evidence told as a careful colleague would: what agrees, what disagrees
//! and how that may come about, what could not be compared and why, and what to
//! check next. It adds no evidence and says of no one who they are.

mod advice;
mod case;
mod explained;
mod missing;
mod next;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use vinculo_compare::Exclusion;
use vinculo_model::{Account, AccountFinding, LinkModel, Millibits, Row, Waterfall, lr_phrase};
use vinculo_record::{Lang, Record};

use self::case::Case;
pub use self::explained::explained_levels;

/// Tells a laid-out pair in words. DNA and fingerprints are not compared here: where
/// samples or prints exist, it is said which laboratory holds them.
pub fn account(
    model: &LinkModel,
    waterfall: &Waterfall,
    left: &Record,
    right: &Record,
    lang: Lang,
) -> Account {
    let case = Case::new(model.link(), left, right);
    let (mut agrees, mut disagrees, mut not_comparable) = (Vec::new(), Vec::new(), Vec::new());
    for row in &waterfall.rows {
        match &row.level {
            None => not_comparable.push(missing::not_compared(row, &case, lang)),
            Some(_) if row.total() > Millibits::ZERO && row.exclusion.is_none() => agrees.push(row),
            Some(_) => disagrees.push(row),
        }
    }
    not_comparable.extend(missing::samples(&case, lang));
    agrees.sort_by_key(|row| Reverse(row.total()));
    disagrees.sort_by_key(|row| (row.exclusion.is_none(), row.total()));
    let say = |rows: Vec<&Row>| rows.into_iter().map(|row| finding(row, &case, lang)).collect();
    Account {
        agrees: say(agrees),
        disagrees: say(disagrees),
        not_comparable,
        next: next::next(model, waterfall, &case, lang),
    }
}

fn finding(row: &Row, case: &Case, lang: Lang) -> AccountFinding {
    let level = row.level.clone().unwrap_or_default();
    let exclusion = row.exclusion.as_ref().and_then(|code| {
        let known = Exclusion::ALL.iter().find(|exclusion| exclusion.code() == code);
        known.map(|exclusion| exclusion.message(lang).to_owned())
    });
    AccountFinding {
        comparison: row.comparison.clone(),
        label: row.comparison_label.clone(),
        explanations: explained::explanations(&row.comparison, &level, case, lang),
        level,
        text: if row.reason.is_empty() { row.level_label.clone() } else { row.reason.clone() },
        weight: row.total().bits(),
        likelihood: lr_phrase(row.total().log10_lr(), lang),
        exclusion,
    }
}
