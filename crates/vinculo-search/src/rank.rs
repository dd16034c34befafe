//! The score of a record: which word of the query is matched by which of its names.
//!
//! Pure: it sees postings and gives numbers.

use crate::How;
use crate::evidence::{DocEvidence, Place, SegmentEvidence};
use crate::expand::Expansion;
use crate::weights::{
    COMPLETENESS_BONUS, IDENTIFIER_WEIGHT, IDF_FLOOR, NARRATIVE_WEIGHT, name_weight,
};

/// Number of ways of [`How`], for counting.
const WAYS: usize = 8;

/// Scores the records of one query.
pub(crate) struct Ranker<'a> {
    expansions: &'a [Expansion],
    /// Inverse document frequency of each word, in nats.
    idf: Vec<f64>,
    /// Their sum.
    total: f64,
    /// The least of them.
    lightest: f64,
}

/// How a record does.
#[derive(Clone, Copy)]
pub(crate) struct Ranked {
    /// 0 to 2.02; above 1 if every word was matched.
    pub score: f64,
    /// Whether every word was matched.
    pub all_words: bool,
}

/// How a word was matched.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Way {
    /// By a name, by its place in the list of expansions.
    Name(u32, How),
    /// Elsewhere.
    Word(Place),
}

impl<'a> Ranker<'a> {
    /// Learns from all living records, before any filter, how rare each word is.
    ///
    /// A word's rarity is that of its closest way: *Lopes* is as rare as the records
    /// that have it so, and only if there are none as those with *López*. It is one
    /// number per word, not per matched name: a rare name one letter off must not
    /// outweigh the common one that was typed.
    pub fn new(
        expansions: &'a [Expansion],
        words: usize,
        evidence: &[SegmentEvidence],
        records: u64,
    ) -> Self {
        let mut counts = vec![[0_u64; WAYS]; words];
        let mut closest = vec![None; words];
        for doc in evidence.iter().flat_map(SegmentEvidence::docs) {
            find_closest(&doc, expansions, &mut closest);
            for (by_way, best) in counts.iter_mut().zip(&closest) {
                if let Some(how) = best {
                    by_way[*how as usize] += 1;
                }
            }
        }
        let idf = counts.iter().map(|by_way| {
            let frequency = by_way.iter().copied().find(|n| *n > 0).unwrap_or(0) as f64;
            let rarity = (records as f64 - frequency + 0.5) / (frequency + 0.5);
            rarity.max(0.0).ln_1p().max(IDF_FLOOR)
        });
        let idf: Vec<f64> = idf.collect();
        let lightest = idf.iter().copied().fold(f64::INFINITY, f64::min);
        Self { expansions, total: idf.iter().sum(), lightest, idf }
    }

    /// What [`score`](Self::score) gives at most: as if every name could be taken as often as
    /// a word asks for it. Says surely where a word was not matched at all.
    pub fn bound(&self, doc: &DocEvidence<'_>, best: &mut Vec<Option<f64>>) -> Ranked {
        best.clear();
        best.resize(self.idf.len(), None);
        let mut see = |word: usize, weight: f64| {
            best[word] = Some(best[word].map_or(weight, |known| known.max(weight)));
        };
        for posting in doc.names {
            for &(word, how) in &self.expansions[posting.expansion as usize].words {
                see(word, name_weight(how));
            }
        }
        for posting in doc.words {
            see(usize::from(posting.word), way_weight(Way::Word(posting.place)));
        }
        self.ranked(best, 1.0)
    }

    /// Scores a record whose names have so many words; how each word of the query was
    /// matched is left in `matching`.
    pub fn score(&self, doc: &DocEvidence<'_>, name_words: u32, matching: &mut Matching) -> Ranked {
        matching.start(self.idf.len());
        for posting in doc.words.iter().filter(|p| !matches!(p.place, Place::Narrative(_))) {
            // Sorted by word; an id goes before a document number.
            matching.ways[usize::from(posting.word)].get_or_insert(Way::Word(posting.place));
        }
        let names = self.assign_names(doc, matching);
        for posting in doc.words {
            matching.ways[usize::from(posting.word)].get_or_insert(Way::Word(posting.place));
        }
        matching.weights.clear();
        matching.weights.extend(matching.ways.iter().map(|way| way.map(way_weight)));
        let whole = f64::from(names.min(name_words)) / f64::from(name_words.max(1));
        self.ranked(&matching.weights, whole)
    }

    /// The score of words matched with these weights, in a record of whose names such a share
    /// was taken. Grows with each of them.
    fn ranked(&self, weights: &[Option<f64>], whole: f64) -> Ranked {
        let words = weights.iter().zip(&self.idf);
        let matched: f64 = words.map(|(weight, idf)| idf * weight.unwrap_or(0.0)).sum();
        let score = (matched + COMPLETENESS_BONUS * self.lightest * whole) / self.total;
        let all_words = weights.iter().all(Option::is_some);
        Ranked { score: score + f64::from(u8::from(all_words)), all_words }
    }

    /// Gives each name to at most as many words as the record bears it: *Marta María*
    /// is not wholly matched by a record with *María* alone. Closest pairs first; then
    /// words left over make others move, if those have another name to go to.
    /// Returns the number of names taken.
    fn assign_names(&self, doc: &DocEvidence<'_>, matching: &mut Matching) -> u32 {
        matching.add_edges(doc, self.expansions);
        // A way's place in its list is its closeness.
        matching.edges.sort_by(|a, b| {
            let rarer = || self.idf[b.word].total_cmp(&self.idf[a.word]);
            let place = || (a.word, a.name).cmp(&(b.word, b.name));
            a.how.cmp(&b.how).then_with(rarer).then_with(place)
        });
        matching.take_closest();
        for word in 0..self.idf.len() {
            if matching.ways[word].is_none() && matching.taken[word].is_none() {
                let has_edge = matching.edges.iter().any(|edge| edge.word == word);
                if has_edge {
                    let mut seen = std::mem::take(&mut matching.seen);
                    seen.clear();
                    seen.resize(doc.names.len(), false);
                    matching.make_room(word, &mut seen);
                    matching.seen = seen;
                }
            }
        }
        matching.settle(doc)
    }
}

/// A word may be matched by a name.
#[derive(Clone, Copy)]
struct Edge {
    word: usize,
    /// Place in the record's names.
    name: usize,
    how: How,
}

/// Words and names of one record, being matched. Used again for the next record.
#[derive(Default)]
pub(crate) struct Matching {
    /// How each word was matched.
    pub ways: Vec<Option<Way>>,
    /// The weights of these ways.
    weights: Vec<Option<f64>>,
    /// Closest first.
    edges: Vec<Edge>,
    /// How often each name can still be taken.
    free: Vec<u8>,
    /// The edge that each word has taken.
    taken: Vec<Option<usize>>,
    /// The names that were looked at when room was made.
    seen: Vec<bool>,
}

impl Matching {
    fn start(&mut self, words: usize) {
        self.ways.clear();
        self.ways.resize(words, None);
        self.taken.clear();
        self.taken.resize(words, None);
        self.edges.clear();
        self.free.clear();
    }

    fn add_edges(&mut self, doc: &DocEvidence<'_>, expansions: &[Expansion]) {
        for (name, posting) in doc.names.iter().enumerate() {
            for &(word, how) in &expansions[posting.expansion as usize].words {
                if self.ways[word].is_none() {
                    self.edges.push(Edge { word, name, how });
                }
            }
        }
        self.free.extend(doc.names.iter().map(|posting| posting.times));
    }

    /// Writes down which names were taken, and counts them.
    fn settle(&mut self, doc: &DocEvidence<'_>) -> u32 {
        let mut names = 0;
        for (way, taken) in self.ways.iter_mut().zip(&self.taken) {
            if let Some(edge) = taken.map(|at| self.edges[at]) {
                *way = Some(Way::Name(doc.names[edge.name].expansion, edge.how));
                names += 1;
            }
        }
        names
    }

    fn take_closest(&mut self) {
        for (at, edge) in self.edges.iter().enumerate() {
            if self.taken[edge.word].is_none() && self.free[edge.name] > 0 {
                self.taken[edge.word] = Some(at);
                self.free[edge.name] -= 1;
            }
        }
    }

    /// Finds a name for a word, moving others to their next names (an augmenting
    /// path); at most as deep as there are words.
    fn make_room(&mut self, word: usize, seen: &mut [bool]) -> bool {
        for at in 0..self.edges.len() {
            let edge = self.edges[at];
            if edge.word != word || seen[edge.name] {
                continue;
            }
            seen[edge.name] = true;
            if self.free[edge.name] > 0 {
                self.free[edge.name] -= 1;
                self.taken[word] = Some(at);
                return true;
            }
            for holder in 0..self.taken.len() {
                let holds = self.taken[holder].is_some_and(|t| self.edges[t].name == edge.name);
                if holds && self.make_room(holder, seen) {
                    self.taken[word] = Some(at);
                    return true;
                }
            }
        }
        false
    }
}

fn way_weight(way: Way) -> f64 {
    match way {
        Way::Name(_, how) => name_weight(how),
        Way::Word(Place::LocalId | Place::Document) => IDENTIFIER_WEIGHT,
        Way::Word(Place::Narrative(part)) => NARRATIVE_WEIGHT * f64::from(part),
    }
}

/// The closest way in which each word stands in a record, whatever it shares.
fn find_closest(doc: &DocEvidence<'_>, expansions: &[Expansion], best: &mut [Option<How>]) {
    best.fill(None);
    let mut see = |word: usize, how: How| {
        best[word] = Some(best[word].map_or(how, |known| known.min(how)));
    };
    for posting in doc.names {
        for &(word, how) in &expansions[posting.expansion as usize].words {
            see(word, how);
        }
    }
    for posting in doc.words {
        let how = match posting.place {
            Place::LocalId | Place::Document => How::Exact,
            Place::Narrative(_) => How::Stem,
        };
        see(usize::from(posting.word), how);
    }
}
