//! Clothing and effects: what somebody wore and carried.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `same_unique` | a number (phone, document) or an inscription in common; a number found that is the other's document |
//! | `unique_one_off` | such a number with one digit wrong |
//! | `several_detailed` | two things and more of one sort and colour, with brand, size or description |
//! | `same_detailed` | one such thing |
//! | `several_similar` | two things and more of one sort and colour |
//! | `one_similar` | one |
//! | `none_shared` | nothing: people change clothes on the way |
//!
//! Things are paired by the best assignment; agreement has the frequency of those things:
//! sort × colour × brand × size, times the things that could have been it.

mod figures;
mod size;
#[cfg(test)]
mod tests;
mod thing;
mod unique;
mod words;

use vinculo_record::items::Item;
use vinculo_record::{Lang, Observed, Record};

use self::figures::{MAX_ITEMS, MIN_FREQUENCY, ONE_OFF_SHARE, UNIQUE_SHARE};
use self::thing::{Thing, text_of};
use self::unique::{Meeting, Unique};
use crate::assignment::{MOST, assign};
use crate::{Comparison, Finding, Level};

const _: () = assert!(MAX_ITEMS <= MOST);

const SAME_UNIQUE: u8 = 0;
const UNIQUE_ONE_OFF: u8 = 1;
const SEVERAL_DETAILED: u8 = 2;
const SAME_DETAILED: u8 = 3;
const SEVERAL_SIMILAR: u8 = 4;
const ONE_SIMILAR: u8 = 5;
const NONE_SHARED: u8 = 6;

const LEVELS: &[Level] = &[
    Level {
        name: "same_unique",
        es: "número o texto único en común",
        en: "unique number or text in common",
    },
    Level {
        name: "unique_one_off",
        es: "número único con un dígito distinto",
        en: "unique number with one digit wrong",
    },
    Level {
        name: "several_detailed",
        es: "varias prendas iguales en detalle",
        en: "several things the same in detail",
    },
    Level { name: "same_detailed", es: "misma prenda en detalle", en: "same thing in detail" },
    Level { name: "several_similar", es: "varias prendas parecidas", en: "several similar things" },
    Level { name: "one_similar", es: "una prenda parecida", en: "one similar thing" },
    Level { name: "none_shared", es: "nada en común", en: "nothing in common" },
];

/// Compares clothing and effects together: families and forensic services draw the
/// line between them differently.
#[derive(Clone, Copy, Debug, Default)]
pub struct EffectsComparison;

/// The things of a record, compiled.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EffectsFeature {
    things: Vec<Thing>,
    unique: Unique,
    /// A bit for each sort of thing: two records without a bit in common have no sort in
    /// common.
    sorts: u64,
}

impl Comparison for EffectsComparison {
    type Feature = EffectsFeature;

    fn name(&self) -> &'static str {
        "effects"
    }

    fn code_version(&self) -> u32 {
        2
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<EffectsFeature> {
        let items = items(record);
        let unique = Unique::of(record, &items);
        let mut things: Vec<Thing> = items.iter().take(MAX_ITEMS).map(Thing::of).collect();
        // equal lists are one feature, in whatever order they were written
        things.sort_unstable();
        let sorts = things.iter().fold(0, |bits, thing| bits | thing.sort_bit());
        (!things.is_empty() || !unique.is_empty()).then_some(EffectsFeature {
            things,
            unique,
            sorts,
        })
    }

    fn compare(&self, left: &EffectsFeature, right: &EffectsFeature) -> Option<Finding> {
        match left.unique.meets(&right.unique) {
            Meeting::Same => {
                return Some(Finding::with_frequency(SAME_UNIQUE, UNIQUE_SHARE as f32));
            }
            Meeting::OneOff => {
                return Some(Finding::with_frequency(UNIQUE_ONE_OFF, ONE_OFF_SHARE as f32));
            }
            Meeting::None => {}
        }
        if left.things.is_empty() || right.things.is_empty() {
            return None;
        }
        if left.sorts & right.sorts == 0 {
            return Some(Finding::level(NONE_SHARED));
        }
        let paired = Paired::of(left, right);
        let level = match (paired.count, paired.detailed) {
            (0, _) => return Some(Finding::level(NONE_SHARED)),
            (_, 2..) => SEVERAL_DETAILED,
            (_, 1) => SAME_DETAILED,
            (2.., _) => SEVERAL_SIMILAR,
            _ => ONE_SIMILAR,
        };
        let share = (-f64::from(paired.millibits) / 1_000.0).exp2().clamp(MIN_FREQUENCY, 1.0);
        Some(Finding::with_frequency(level, share as f32))
    }

    fn show(&self, record: &Record, _lang: Lang) -> String {
        items(record).iter().map(text_of).collect::<Vec<_>>().join("; ")
    }

    fn reason(
        &self,
        left: &EffectsFeature,
        right: &EffectsFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let label = LEVELS[usize::from(finding.level)].label(lang);
        let turned = left.things > right.things;
        let paired = Paired::of(left, right);
        let texts: Vec<String> = paired
            .pairs()
            .map(|(i, j)| {
                let (i, j) = if turned { (j, i) } else { (i, j) };
                format!("{} ~ {}", left.things[i].text, right.things[j].text)
            })
            .collect();
        if texts.is_empty() { label.to_owned() } else { format!("{label}: {}", texts.join(", ")) }
    }
}

fn items(record: &Record) -> Vec<Item> {
    let known = |list: &Observed<Vec<Item>>| list.known().cloned().unwrap_or_default();
    known(&record.clothing).into_iter().chain(known(&record.effects)).collect()
}

/// The best pairing of two lists of things, the lesser list first, so that records that
/// are turned pair in the same way.
struct Paired {
    pairs: [Option<u8>; MOST],
    count: u32,
    detailed: u32,
    /// How rare the agreement is, in thousandths of a bit.
    millibits: i32,
}

impl Paired {
    fn of(left: &EffectsFeature, right: &EffectsFeature) -> Paired {
        let mut out = Paired { pairs: [None; MOST], count: 0, detailed: 0, millibits: 0 };
        let is_alike = |a: &Thing| right.things.iter().any(|b| a.alike(b).is_some());
        if !left.things.iter().any(is_alike) {
            return out;
        }
        let (first, second) = if left.things > right.things {
            (&right.things, &left.things)
        } else {
            (&left.things, &right.things)
        };
        let chances = first.len().max(second.len()) as f64;
        let mut gains = [[0; MOST]; MOST];
        let mut detailed = [0_u16; MOST];
        for (i, a) in first.iter().enumerate() {
            for (j, b) in second.iter().enumerate() {
                if let Some(alike) = a.alike(b) {
                    let share = (alike.share * chances).min(1.0);
                    gains[i][j] = ((-share.log2() * 1_000.0) as i32).max(1);
                    detailed[i] |= u16::from(alike.detailed) << j;
                }
            }
        }
        out.pairs = assign(&gains, first.len(), second.len());
        for (i, place) in out.pairs.iter().enumerate() {
            if let Some(j) = place.map(usize::from) {
                out.count += 1;
                out.detailed += u32::from(detailed[i] >> j & 1);
                out.millibits += gains[i][j];
            }
        }
        out
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.pairs.iter().enumerate().filter_map(|(i, j)| Some((i, usize::from((*j)?))))
    }
}
