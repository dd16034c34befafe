//! Whether two names can have anything in common at all, told without looking at
//! their words: nearly all pairs of people have not.

use super::pairing::{Joined, MAX_WORDS};
use super::token::Token;

/// Bits of the set of keys: about a dozen of them are set for a name of two words, so
/// that two different names share one by chance in less than half of all pairs.
const KEY_WORDS: usize = 4;
/// Most kinds of letters in which two words differ that are alike by their letters:
/// two letters changed, each two kinds. See `Token::alike`.
const MOST_KINDS: u32 = 4;

/// What two names must share for a word of one to be alike a word of the other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Signature {
    /// A set of hashed keys: sounds, formal names, and the letters of known names, which
    /// are alike only when their letters are turned.
    keys: [u64; KEY_WORDS],
    /// First bytes of all words, and of the words that are initials, as sets modulo 32.
    firsts: u32,
    initials: u32,
    /// By word: letters that occur, and how many there are.
    letters: [u32; MAX_WORDS],
    lens: [u8; MAX_WORDS],
    words: u8,
    /// By word: whether it is in no table, so that it may be another misspelt.
    unknown: u8,
}

impl Signature {
    /// Of words and of what neighbouring words make. More than [`MAX_WORDS`] may meet anything.
    pub fn of(tokens: &[Token], joined: &[Joined]) -> Self {
        let mut signature = Self {
            keys: [0; KEY_WORDS],
            firsts: 0,
            initials: 0,
            letters: [0; MAX_WORDS],
            lens: [0; MAX_WORDS],
            words: tokens.len().min(MAX_WORDS) as u8,
            unknown: 0,
        };
        for (i, token) in tokens.iter().take(MAX_WORDS).enumerate() {
            signature.add(token.sound);
            signature.add(token.other_sound);
            token.formals.iter().for_each(|formal| signature.add(u64::from(*formal)));
            if token.frequency.is_known {
                signature.add(u64::from(token.letters) << 32);
            } else {
                signature.unknown |= 1 << i;
            }
            let first = token.text.as_bytes().first().map_or(0, |byte| 1 << (byte % 32));
            signature.firsts |= first;
            if token.len == 1 {
                signature.initials |= first;
            }
            signature.letters[i] = token.letters;
            signature.lens[i] = token.len;
        }
        if tokens.len() > MAX_WORDS {
            signature.keys = [u64::MAX; KEY_WORDS];
        }
        for two in joined {
            signature.add(two.sound);
            two.formals.iter().for_each(|formal| signature.add(u64::from(*formal)));
        }
        signature
    }

    /// False only where no word of one is alike a word of the other.
    #[inline]
    pub fn may_meet(&self, other: &Self) -> bool {
        let shared = self.keys.iter().zip(&other.keys).fold(0, |any, (a, b)| any | a & b);
        let initials = self.initials & other.firsts | self.firsts & other.initials;
        shared != 0
            || initials != 0
            || (self.unknown | other.unknown != 0 && self.has_near_letters(other))
    }

    fn has_near_letters(&self, other: &Self) -> bool {
        (0..usize::from(self.words)).any(|i| {
            let is_known = self.unknown & 1 << i == 0;
            (0..usize::from(other.words)).any(|j| {
                let kinds = (self.letters[i] ^ other.letters[j]).count_ones();
                let cut_off = u32::from(self.lens[i].abs_diff(other.lens[j]));
                kinds <= MOST_KINDS.max(cut_off) && !(is_known && other.unknown & 1 << j == 0)
            })
        })
    }

    fn add(&mut self, key: u64) {
        // Multiplication by 2⁶⁴ over the golden ratio spreads small numbers (Knuth, TAOCP 3, §6.4).
        let bit = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize;
        self.keys[bit / 64] |= 1 << (bit % 64);
    }
}
