//! The words of one name paired with those of another: the best of all ways.

use super::home::Home;
use super::hypocorisms::formals_together;
use super::signature::Signature;
use super::token::{Alike, Token, share_one, sound_of};

/// Words compared of one name; the rest is left out. The work grows with two to this
/// power. Judgement: longer names are two people's, or a sentence.
pub(super) const MAX_WORDS: usize = 6;
/// All sets of so many words.
const SETS: usize = 1 << MAX_WORDS;

/// Share of a name's bearers whose name is written in another way: as often by chance
/// as by one person's. Judgement: simulated names have a tenth; more, since what is
/// written otherwise may be another name.
const WRITTEN_OTHERWISE: f64 = 0.3;
/// Share of names that begin with one letter. Judgement: J, M and A have an eighth of
/// given names and more each, surnames are spread more evenly.
const INITIAL_SHARE: f64 = 0.12;
/// Share of names that are similar to a name. Judgement: simulated surnames have a
/// thousandth, for most of the names that are similar are known to be others.
const SIMILAR_SHARE: f64 = 0.05;

/// Words of a name with what its neighbouring words make when they are written as one
/// (*Josué Elías*, *Josuelías*) or stand for a short form together (*José María*,
/// *Chema*).
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Words {
    pub tokens: Box<[Token]>,
    /// For each word but the last: it with the next.
    joined: Box<[Joined]>,
    signature: Signature,
    /// Where the names are as frequent as their shares say; nowhere, where they are
    /// about as frequent as anywhere, so that equal names are equal features.
    pub home: Home,
}

/// Two neighbouring words as one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Joined {
    pub sound: u64,
    pub formals: Box<[u32]>,
}

/// Words of one name paired with those of another, each at most once, so that what
/// agrees tells most: a rare word more than a frequent one, an equal word more than a
/// similar one.
pub(super) struct Pairing {
    pairs: [Pair; MAX_WORDS],
    pub len: usize,
    /// Words that are in a pair, by place; a word joined with its neighbour also.
    left: u8,
    right: u8,
    /// Two words of one name are one word of the other.
    pub joined: bool,
}

/// Left word, right word, how alike.
type Pair = (u8, u8, Alike);
const NONE: Pair = (0, 0, Alike::Different);

impl Words {
    /// Words with what each makes with the next; initials make nothing.
    pub fn new(mut tokens: Vec<Token>, mut home: Home, joined: impl Fn(&str) -> Joined) -> Self {
        let is_own = |near| tokens.iter().any(|token| token.frequency.is_of_its_own(near));
        if !is_own(2) {
            home.admin1 = 0;
            if !is_own(1) {
                home.country = 0;
            }
        }
        tokens.iter_mut().for_each(|token| token.frequency.keep(home));
        let joined = tokens.windows(2).map(|two| match two {
            [one, next] if one.len > 1 && next.len > 1 => {
                joined(&format!("{}{}", one.text, next.text))
            }
            _ => Joined { sound: 0, formals: Box::default() },
        });
        let joined: Box<[Joined]> = joined.collect();
        Self { signature: Signature::of(&tokens, &joined), joined, tokens: tokens.into(), home }
    }

    /// All words of a name, whatever they are.
    pub fn whole(tokens: Vec<Token>) -> Self {
        Self::new(tokens, Home::default(), Joined::given)
    }

    /// Whether any word of one name is alike a word of the other, or two of one are.
    pub fn meets(&self, other: &Words) -> bool {
        let any = |a: &Words, b: &Words| {
            b.joined.iter().any(|two| a.tokens.iter().any(|one| two.is(one).is_some()))
        };
        let alike = |a: &Token| other.tokens.iter().any(|b| a.alike(b) != Alike::Different);
        self.signature.may_meet(&other.signature)
            && (self.tokens.iter().any(alike) || any(self, other) || any(other, self))
    }

    /// What each word but the last makes with the next, where it makes anything.
    pub fn joined(&self) -> impl Iterator<Item = &Joined> {
        self.joined.iter().filter(|two| two.sound != 0)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// How near the homes of two names are, as far as that matters.
    pub fn near(&self, other: &Words) -> usize {
        self.home.near(other.home)
    }

    /// Fewer words first, then by their hashes: equal only for equal words.
    fn before(&self, other: &Words) -> bool {
        let hashes = |words: &Words, i: usize| words.tokens[i].hash;
        self.len().cmp(&other.len()).then_with(|| {
            let differing = (0..self.len()).find(|i| hashes(self, *i) != hashes(other, *i));
            differing.map_or(std::cmp::Ordering::Equal, |i| hashes(self, i).cmp(&hashes(other, i)))
        }) != std::cmp::Ordering::Greater
    }
}

impl Joined {
    /// Two given names as one.
    pub fn given(two: &str) -> Self {
        Self { sound: sound_of(two), formals: formals_together(two).into() }
    }

    /// Two surnames as one.
    pub fn surnames(two: &str) -> Self {
        Self { sound: sound_of(two), formals: Box::default() }
    }

    /// How the two words as one are alike to one word, if they are.
    pub fn is(&self, one: &Token) -> Option<Alike> {
        if self.sound == one.sound {
            return Some(Alike::Exact);
        }
        share_one(&self.formals, &one.formals).then_some(Alike::Nickname)
    }
}

impl Pairing {
    /// Nothing in common.
    const NONE: Self = Self { pairs: [NONE; MAX_WORDS], len: 0, left: 0, right: 0, joined: false };

    /// The best pairing; the same, turned, for names that are turned.
    pub fn of(a: &Words, b: &Words) -> Self {
        if !a.signature.may_meet(&b.signature) {
            return Self::NONE;
        }
        if a.before(b) {
            return Self::best(a, b);
        }
        let mut pairing = Self::best(b, a);
        std::mem::swap(&mut pairing.left, &mut pairing.right);
        for pair in &mut pairing.pairs {
            *pair = (pair.1, pair.0, pair.2);
        }
        pairing
    }

    fn best(a: &Words, b: &Words) -> Self {
        let mut pairing = Self::NONE;
        if a.len() == b.len() && a.tokens.iter().zip(&b.tokens).all(|(a, b)| a.hash == b.hash) {
            (0..a.len()).for_each(|i| pairing.push(i, i, a.tokens[i].alike(&b.tokens[i])));
            return pairing;
        }
        pairing.take_joined(a, b);
        let mut ways = [[Alike::Different; MAX_WORDS]; MAX_WORDS];
        let (mut rows, mut columns, mut conflict) = (0_u8, 0_u8, false);
        for (i, left) in a.tokens.iter().enumerate() {
            for (j, right) in b.tokens.iter().enumerate() {
                if pairing.left & 1 << i != 0 || pairing.right & 1 << j != 0 {
                    continue;
                }
                let way = left.alike(right);
                if way != Alike::Different {
                    ways[i][j] = way;
                    conflict |= rows & 1 << i != 0 || columns & 1 << j != 0;
                    rows |= 1 << i;
                    columns |= 1 << j;
                }
            }
        }
        if conflict {
            pairing.assign(a, b, &ways);
        } else if rows != 0 {
            pairing.take(|i, j| ways[i][j] != Alike::Different, &ways);
        }
        pairing
    }

    /// Two neighbouring words that are one word of the other name.
    fn take_joined(&mut self, a: &Words, b: &Words) {
        for (j, two) in b.joined.iter().enumerate() {
            for (i, one) in a.tokens.iter().enumerate() {
                let is_free = self.left & 1 << i == 0 && self.right & (0b11 << j) == 0;
                if let Some(way) = two.is(one).filter(|_| is_free) {
                    self.push(i, j, way);
                    self.right |= 0b10 << j;
                    self.joined = true;
                }
            }
        }
        for (i, two) in a.joined.iter().enumerate() {
            for (j, one) in b.tokens.iter().enumerate() {
                let is_free = self.left & (0b11 << i) == 0 && self.right & 1 << j == 0;
                if let Some(way) = two.is(one).filter(|_| is_free) {
                    self.push(i, j, way);
                    self.left |= 0b10 << i;
                    self.joined = true;
                }
            }
        }
    }

    fn push(&mut self, i: usize, j: usize, way: Alike) {
        self.pairs[self.len] = (i as u8, j as u8, way);
        self.len += 1;
        self.left |= 1 << i;
        self.right |= 1 << j;
    }

    /// The assignment of greatest value, over all sets of right words (Held–Karp).
    fn assign(&mut self, a: &Words, b: &Words, ways: &[[Alike; MAX_WORDS]; MAX_WORDS]) {
        const UNREACHED: i32 = -1;
        let mut best = [UNREACHED; SETS];
        // Four bits for each left word: its right word's place, from 1.
        let mut chosen = [0_u32; SETS];
        best[0] = 0;
        for (i, (left, ways)) in a.tokens.iter().zip(ways).enumerate() {
            // From full sets to empty ones: a word joins a set once.
            for set in (0..1_usize << b.len()).rev() {
                if best[set] == UNREACHED {
                    continue;
                }
                for (j, (right, way)) in b.tokens.iter().zip(ways).enumerate() {
                    if set & 1 << j != 0 || *way == Alike::Different {
                        continue;
                    }
                    let value = best[set] + value(left, right, *way, i == j);
                    let with = set | 1 << j;
                    if value > best[with] {
                        best[with] = value;
                        chosen[with] = chosen[set] | (j as u32 + 1) << (4 * i);
                    }
                }
            }
        }
        let set = (0..1 << b.len()).max_by_key(|set| (best[*set], std::cmp::Reverse(*set)));
        let chosen = chosen[set.unwrap_or(0)];
        self.take(|i, j| (chosen >> (4 * i)) & 0b1111 == j as u32 + 1, ways);
    }

    fn take(
        &mut self,
        is_pair: impl Fn(usize, usize) -> bool,
        ways: &[[Alike; MAX_WORDS]; MAX_WORDS],
    ) {
        for (i, ways) in ways.iter().enumerate() {
            if let Some(j) = (0..MAX_WORDS).find(|j| is_pair(i, *j)) {
                self.push(i, j, ways[j]);
            }
        }
    }

    /// Left word, right word, how alike.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, Alike)> {
        self.pairs[..self.len].iter().map(|(i, j, way)| (usize::from(*i), usize::from(*j), *way))
    }

    /// Share of people whose names agree as these do, as if the words were independent.
    pub fn frequency(&self, a: &Words, b: &Words) -> f64 {
        let near = a.near(b);
        let share = |(i, j, way): (usize, usize, Alike)| {
            let borne = a.tokens[i].share(near).max(b.tokens[j].share(near));
            match way {
                Alike::Exact => borne,
                Alike::Sound | Alike::OneEdit | Alike::Nickname => borne * WRITTEN_OTHERWISE,
                Alike::Initial => INITIAL_SHARE,
                Alike::Similar | Alike::Different => SIMILAR_SHARE,
            }
        };
        // Of two words that are one of the other name, the second.
        let second = |words: &Words, is_paired: &dyn Fn(usize) -> bool| -> f64 {
            let rest = words.tokens.iter().enumerate().filter(|(i, _)| !is_paired(*i));
            rest.map(|(_, token)| token.share(near)).product()
        };
        let joined = match self.joined {
            true => {
                second(a, &|at| !self.has_left(at) || self.pairs().any(|(i, ..)| i == at))
                    * second(b, &|at| !self.has_right(at) || self.pairs().any(|(_, j, _)| j == at))
            }
            false => 1.0,
        };
        self.pairs().map(share).product::<f64>() * joined
    }

    /// How many words of each name are in no pair.
    pub fn left_over(&self, a: &Words, b: &Words) -> [u32; 2] {
        [a.len() as u32 - self.left.count_ones(), b.len() as u32 - self.right.count_ones()]
    }

    /// Whether the left word at a place is in a pair.
    pub fn has_left(&self, at: usize) -> bool {
        self.left & 1 << at != 0
    }

    /// Whether the right word at a place is in a pair.
    pub fn has_right(&self, at: usize) -> bool {
        self.right & 1 << at != 0
    }
}

/// What a pair is worth: what the more frequent of its words tells, by how alike they
/// are. Words in one place are preferred where all else is equal.
fn value(a: &Token, b: &Token, way: Alike, in_place: bool) -> i32 {
    let parts = match way {
        Alike::Exact => 32,
        Alike::Sound => 28,
        Alike::OneEdit => 26,
        Alike::Nickname => 22,
        Alike::Initial => 6,
        Alike::Similar => 12,
        Alike::Different => 0,
    };
    i32::from(a.bits.min(b.bits)) * parts * 2 + i32::from(in_place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::frequencies::Frequency;

    /// Words with their shares in parts per million.
    fn words(text: &str) -> Words {
        let tokens = text.split_whitespace().map(|word| {
            let (word, share) = word.split_once(':').unwrap_or((word, "1"));
            let share = share.parse::<u32>().unwrap() * 1_000;
            Token::given(word, Frequency { shares: [share; 3], is_known: share >= 100_000 })
        });
        Words::new(tokens.collect(), Home::default(), Joined::surnames)
    }

    fn pairs(left: &str, right: &str) -> String {
        let (a, b) = (words(left), words(right));
        let mut pairs: Vec<(usize, usize, Alike)> = Pairing::of(&a, &b).pairs().collect();
        pairs.sort_unstable();
        pairs.iter().map(|(i, j, way)| format!("{i}{j}{way:?}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_tells_most_is_paired() {
        for (left, right, expected) in [
            ("juan carlos", "carlos juan", "01Exact 10Exact"),
            ("ana", "ana maria", "00Exact"),
            // The first of the left could take either; the second only one.
            ("j jose", "jose juan", "01Initial 10Exact"),
            ("j m", "mario juan", "01Initial 10Initial"),
            ("j j juan", "juan jose jaime", "02Initial 11Initial 20Exact"),
            // Nearest first would pair the two that sound alike and leave the others.
            ("guillermo gillermo", "gillerma guillermo", "01Exact 10OneEdit"),
            ("josue elias", "josuelias", "00Exact"),
            ("pedro pablo", "luis mario", ""),
        ] {
            assert_eq!(pairs(left, right), expected, "{left} / {right}");
        }
    }

    #[test]
    fn a_rare_word_is_paired_before_a_frequent_one() {
        // The short form stands for both; the rare name tells more.
        assert_eq!(pairs("beto", "roberto:20000 humberto:5"), "01Nickname");
        assert_eq!(pairs("beto", "humberto:5 roberto:20000"), "00Nickname");
    }

    /// The best value of all ways, tried one by one.
    fn by_trying(a: &Words, b: &Words, at: usize, taken: u32) -> i32 {
        if at == a.len() {
            return 0;
        }
        let mut best = by_trying(a, b, at + 1, taken);
        for j in (0..b.len()).filter(|j| taken & 1 << j == 0) {
            let way = a.tokens[at].alike(&b.tokens[j]);
            if way != Alike::Different {
                let own = value(&a.tokens[at], &b.tokens[j], way, at == j);
                best = best.max(own + by_trying(a, b, at + 1, taken | 1 << j));
            }
        }
        best
    }

    #[test]
    fn the_pairing_is_the_best_of_all() {
        const NAMES: [&str; 9] =
            ["juan:900", "j", "jose", "joel:7", "m", "mario", "maria:30000", "beto", "roberto"];
        let pick = |number: usize, count: usize| {
            let names = (0..count).map(|i| NAMES[number / NAMES.len().pow(i as u32) % NAMES.len()]);
            words(&names.collect::<Vec<_>>().join(" "))
        };
        for number in 0..3_000 {
            let (a, b) = (pick(number * 7, 3), pick(number * 31 + 5, 4));
            let pairing = Pairing::of(&a, &b);
            let found =
                pairing.pairs().map(|(i, j, way)| value(&a.tokens[i], &b.tokens[j], way, i == j));
            assert_eq!(found.sum::<i32>(), by_trying(&a, &b, 0, 0), "{number}");
        }
    }

    /// Words that agree in every way, and words that agree in none.
    const SAID: [&str; 24] = [
        "maria",
        "mario",
        "m",
        "jose",
        "josue",
        "elias",
        "josuelias",
        "pepe",
        "chepe",
        "guillermo",
        "gillermo",
        "memo",
        "william",
        "gracia",
        "garcia",
        "hernandez",
        "hdez",
        "ernandes",
        "xol",
        "tzoc",
        "k",
        "castellanos",
        "castelanes",
        "concepcion",
    ];

    proptest::proptest! {
        #[test]
        fn names_that_cannot_meet_have_no_pair(
            left in proptest::collection::vec((0..SAID.len(), proptest::bool::ANY), 1..MAX_WORDS),
            right in proptest::collection::vec((0..SAID.len(), proptest::bool::ANY), 1..MAX_WORDS),
        ) {
            let words = |said: &[(usize, bool)]| {
                let text = said.iter().map(|(i, known)| {
                    format!("{}:{} ", SAID[*i], if *known { 200_000 } else { 1 })
                });
                words(&text.collect::<String>())
            };
            let (a, b) = (words(&left), words(&right));
            proptest::prop_assert_eq!(
                a.signature.may_meet(&b.signature),
                b.signature.may_meet(&a.signature)
            );
            if !a.signature.may_meet(&b.signature) {
                proptest::prop_assert_eq!(Pairing::best(&a, &b).len, 0);
                proptest::prop_assert_eq!(Pairing::best(&b, &a).len, 0);
            }
        }
    }
}
