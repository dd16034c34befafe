//! Hypocorisms, known to the comparisons or held out from them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use vinculo_record::fold;

use crate::dice::Dice;
use crate::tables::lines;

/// A hypocorism of one formal name.
#[derive(Clone, PartialEq, Eq)]
pub struct Nickname {
    /// The short form, as written.
    pub short: &'static str,
    /// The formal name, as written.
    pub formal: &'static str,
    /// Whether the comparisons are not told of it: recall on these is reported apart.
    pub held_out: bool,
}

/// Items whose digest starts below this byte are held out: a quarter of them.
const HELD_OUT_BELOW: u8 = 64;

/// Whether an item such as `hypocoristic:chepe:jose` (folded, lower case) is kept from
/// the comparisons: the first byte of the SHA-256 of `vinculo-held-out:` and the item
/// is below 64. Whoever builds a table for the comparisons leaves such items out.
///
/// ```
/// let held = vinculo_synth::nicknames().filter(|n| n.held_out).count();
/// let all = vinculo_synth::nicknames().count();
/// assert!((0.2..0.3).contains(&(held as f64 / all as f64)));
/// ```
pub fn is_held_out(item: &str) -> bool {
    let digest = Sha256::new().chain_update("vinculo-held-out:").chain_update(item).finalize();
    digest[0] < HELD_OUT_BELOW
}

/// All hypocorisms that the generator uses, in the order of their table.
pub fn nicknames() -> impl Iterator<Item = &'static Nickname> {
    TABLE.iter().map(|(nickname, _)| nickname)
}

static TABLE: LazyLock<Vec<(Nickname, f64)>> = LazyLock::new(|| {
    lines(include_str!("../data/hypocorisms.csv"))
        .map(|[short, formal, _sex, rank]| {
            let item = format!("hypocoristic:{}:{}", fold(short), fold(formal));
            let nickname = Nickname { short, formal, held_out: is_held_out(&item) };
            // The most usual form first: half as likely with each rank.
            let rank: i32 = rank.parse().unwrap_or(9);
            (nickname, 1.0 / f64::from(1u32 << rank.clamp(1, 9)))
        })
        .collect()
});

/// The hypocorisms of a formal name, by its folded form.
static BY_FORMAL: LazyLock<BTreeMap<String, Vec<(usize, f64)>>> = LazyLock::new(|| {
    let mut by_formal: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (index, (nickname, weight)) in TABLE.iter().enumerate() {
        if fold(nickname.short) != fold(nickname.formal) {
            by_formal.entry(fold(nickname.formal)).or_default().push((index, *weight));
        }
    }
    by_formal
});

/// A hypocorism for a formal name, if one is known.
pub(crate) fn nickname_for(dice: &mut Dice, formal: &str) -> Option<&'static Nickname> {
    let choices = BY_FORMAL.get(&fold(formal))?;
    Some(&TABLE[dice.weighted(choices)].0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Stream;

    #[test]
    fn partition_is_by_digest_of_the_stated_item() {
        // First bytes by sha256sum: chepe 0x59, memo 0x00.
        assert!(!is_held_out("hypocoristic:chepe:jose"));
        assert!(is_held_out("hypocoristic:memo:guillermo"));
        let held = |short, formal| {
            nicknames().find(|n| (n.short, n.formal) == (short, formal)).map(|n| n.held_out)
        };
        assert_eq!(held("Chepe", "José"), Some(false));
        assert_eq!(held("Memo", "Guillermo"), Some(true));
    }

    #[test]
    fn nicknames_are_of_the_name_asked_for() {
        let mut dice = Dice::new(1, Stream::Person(0));
        for _ in 0..100 {
            assert_eq!(nickname_for(&mut dice, "jose").unwrap().formal, "José");
        }
        assert!(nickname_for(&mut dice, "Xyz").is_none());
    }
}
