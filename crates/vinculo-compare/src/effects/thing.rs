//! A thing: its sort, colour, brand, size and what else describes it.

use std::sync::LazyLock;

use vinculo_record::fold;
use vinculo_record::items::Item;

use super::figures::{DETAIL_SHARE, MISSPELT_LETTERS, OTHER_SHARE, SIZE_SHARE};
use super::size::Size;
use super::words::{COLOURS, SORTS, STOP_WORDS};
use crate::names::{hash_of, phonetic_key};

/// A thing, compiled.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Thing {
    /// Index into [`SORTS`], or the hash of a word that is none of theirs.
    sort: u64,
    /// 1 + index into [`COLOURS`]; 0 if not told.
    colour: u8,
    /// Hashes of the brand as written and by its sound; 0 if not told.
    brand: [u64; 2],
    size: Option<Size>,
    /// Hashes of the words that describe it, and of their sounds, ascending.
    words: Vec<u64>,
    /// As written, for the reason.
    pub text: Box<str>,
}

/// Two things that may be one.
#[derive(Clone, Copy, PartialEq)]
pub struct Alike {
    /// With brand, size or description.
    pub detailed: bool,
    /// Share of people with as similar a thing.
    pub share: f64,
}

impl Thing {
    pub fn of(item: &Item) -> Thing {
        let whole = fold(&format!("{} {} {} {}", item.item, item.colour, item.brand, item.text));
        let named = fold(&item.item);
        let own_word = named.split(' ').next().unwrap_or_default();
        let sort = sort_in(&named).or_else(|| sort_in(&whole)).unwrap_or_else(|| {
            // Beyond all indices: a hash has its highest bit set.
            hash_of(own_word) | 1 << 63
        });
        let colour = COLOURS
            .iter()
            .position(|(words, _)| whole.split(' ').any(|word| is_one_of(words, word)))
            .map_or(0, |family| family as u8 + 1);
        let brand = fold(&item.brand);
        let all: Vec<&str> = whole.split(' ').collect();
        Thing {
            sort,
            colour,
            brand: if brand.is_empty() { [0; 2] } else { [hash_of(&brand), sound(&brand)] },
            size: Size::read(&all, is_shoe(sort)),
            words: described(&format!("{} {}", item.item, item.text), own_word),
            text: text_of(item).into(),
        }
    }

    /// One of 64 bits for its sort.
    pub fn sort_bit(&self) -> u64 {
        1 << (self.sort % u64::from(u64::BITS))
    }

    /// Of one sort, and of one colour or brand or description; an unknown colour
    /// agrees with none, another colour or size is another thing.
    pub fn alike(&self, other: &Thing) -> Option<Alike> {
        if self.sort != other.sort {
            return None;
        }
        let colour = self.colour != 0 && self.colour == other.colour;
        if self.colour != 0 && other.colour != 0 && !colour {
            return None;
        }
        let size = self.size.zip(other.size).and_then(|(a, b)| a.agrees(b));
        if size == Some(false) {
            return None;
        }
        let brand = (0..2).any(|i| self.brand[i] != 0 && self.brand[i] == other.brand[i]);
        let words = share_one(&self.words, &other.words);
        let details = i32::from(brand) + i32::from(words);
        if !colour && details == 0 {
            return None;
        }
        let mut share = self.share() * DETAIL_SHARE.powi(details);
        if colour {
            share *= COLOURS[usize::from(self.colour) - 1].1;
        }
        if size == Some(true) {
            share *= SIZE_SHARE;
        }
        Some(Alike { detailed: colour && (details > 0 || size == Some(true)), share })
    }

    fn share(&self) -> f64 {
        SORTS.get(usize::try_from(self.sort).unwrap_or(usize::MAX)).map_or(OTHER_SHARE, |s| s.1)
    }
}

/// Names of sorts, longest first: *zapatos deportivos* before *zapatos*.
static SORT_WORDS: LazyLock<Vec<(&'static str, u64)>> = LazyLock::new(|| {
    let words = |(sort, (words, _)): (usize, &(&'static [&'static str], f64))| {
        words.iter().map(move |word| (*word, sort as u64)).collect::<Vec<_>>()
    };
    let mut all: Vec<(&str, u64)> = SORTS.iter().enumerate().flat_map(words).collect();
    all.sort_by_key(|(word, sort)| (std::cmp::Reverse(word.len()), *word, *sort));
    all
});

fn sort_in(text: &str) -> Option<u64> {
    let text = format!(" {text} ");
    SORT_WORDS.iter().find(|(word, _)| text.contains(&format!(" {word} "))).map(|(_, sort)| *sort)
}

fn is_shoe(sort: u64) -> bool {
    static SHOES: LazyLock<Vec<u64>> = LazyLock::new(|| {
        ["tenis", "zapatos", "botas", "sandalias"].iter().filter_map(|word| sort_in(word)).collect()
    });
    SHOES.contains(&sort)
}

/// The words that tell things of one sort apart, and their sounds.
fn described(text: &str, own_word: &str) -> Vec<u64> {
    let is_colour = |word: &str| COLOURS.iter().any(|(words, _)| is_one_of(words, word));
    let is_sort =
        |word: &str| SORT_WORDS.iter().any(|(known, _)| known.split(' ').any(|w| w == word));
    let folded = fold(text);
    let words = folded.split(' ').filter(|word| {
        word.len() > 2
            && *word != own_word
            && !STOP_WORDS.contains(word)
            && !is_colour(word)
            && !is_sort(word)
    });
    let mut out = Vec::new();
    for word in words {
        let word = word.trim_end_matches('s');
        out.push(hash_of(word));
        if word.len() >= MISSPELT_LETTERS {
            out.push(sound(word));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The hash of how a word sounds.
fn sound(word: &str) -> u64 {
    hash_of(&format!("~{}", phonetic_key(word)))
}

/// The word or its plural: *blancos*, *azules*.
fn is_one_of(words: &[&str], word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    let stem = one.strip_suffix('e').unwrap_or(one);
    words.iter().any(|known| [word, one, stem].contains(known))
}

/// An item as it is shown.
pub fn text_of(item: &Item) -> String {
    let parts = [&item.item, &item.colour, &item.brand, &item.text];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Whether two ascending lists share a number.
fn share_one(a: &[u64], b: &[u64]) -> bool {
    a.iter().any(|x| b.binary_search(x).is_ok())
}
