//! A scored pair in one line.

use std::cmp::Reverse;
use std::fmt::Write;

use vinculo_model::Millibits;
use vinculo_record::Lang;

use crate::{PairScore, Scorer, comparison_label};

/// Reasons in favour that a line names.
const REASONS_FOR: usize = 3;
/// Bits that a comparison must weigh against for a line to name it.
const AGAINST_FROM: Millibits = Millibits(-1000);

impl Scorer<'_> {
    /// What speaks most for a scored pair, and what speaks most against it, each with
    /// its weight in bits.
    pub fn reason_line(
        &self,
        left_place: u32,
        right_place: u32,
        score: &PairScore,
        lang: Lang,
    ) -> String {
        let weights = || score.weights.iter().copied().enumerate();
        let mut heaviest: Vec<(usize, Millibits)> =
            weights().filter(|(_, weight)| *weight > Millibits::ZERO).collect();
        heaviest.sort_by_key(|(i, weight)| (Reverse(*weight), *i));
        heaviest.truncate(REASONS_FOR);
        let against = weights().min_by_key(|(i, weight)| (*weight, *i));
        let against = against.filter(|(_, weight)| *weight <= AGAINST_FROM);
        let mut line = String::new();
        let mut say = |before: &str, (i, weight): (usize, Millibits)| {
            let (name, reason) = self.say(i, left_place, right_place, lang);
            let between = if line.is_empty() { "" } else { "; " };
            let label = comparison_label(name, lang);
            // writing to a string cannot fail
            let _ = write!(line, "{between}{before}{label}: {reason} ({:+.1})", weight.bits());
        };
        heaviest.into_iter().for_each(|for_it| say("", for_it));
        if let Some(against) = against {
            say(lang.pick("en contra, ", "against, "), against);
        }
        if line.is_empty() {
            return lang.pick("nada comparable a favor", "nothing comparable in favour").to_owned();
        }
        line
    }
}
