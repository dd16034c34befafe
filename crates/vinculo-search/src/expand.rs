//! Which names of the index a word of the query stands for, and how closely.
//!
//! The dictionary of the name field is walked instead of running a fuzzy query:
//! tantivy's scores every fuzzy hit 1.0, whatever the distance, and does not say
//! which term was hit.

use std::collections::BTreeMap;
use std::io;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::Searcher;
use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton;

use crate::How;
use crate::parse::QueryToken;
use crate::phonetic;
use crate::schema::Fields;
use crate::tokens::{NameToken, SEPARATOR};

/// Building these is not free, so it is done once; a swap of neighbours costs one.
static BUILDERS: LazyLock<[LevenshteinAutomatonBuilder; 3]> =
    LazyLock::new(|| [0, 1, 2].map(|edits| LevenshteinAutomatonBuilder::new(edits, true)));

/// A term of the name field that some words of the query stand for.
pub(crate) struct Expansion {
    /// The term, `folded SEPARATOR surface`.
    pub term: String,
    /// The words, by their place in the query, each with the closest way.
    pub words: Vec<(usize, How)>,
}

impl Expansion {
    /// The name as the record has it, in lower case.
    pub fn surface(&self) -> &str {
        self.term.split_once(SEPARATOR).map_or("", |(_, surface)| surface)
    }
}

/// All terms of all segments that the words stand for, in order of the terms.
pub(crate) fn expand(
    searcher: &Searcher,
    fields: &Fields,
    tokens: &[QueryToken],
) -> tantivy::Result<Vec<Expansion>> {
    let automata: Vec<FoldedFuzzy> = tokens.iter().map(FoldedFuzzy::new).collect();
    let mut found: BTreeMap<String, BTreeMap<usize, How>> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let names = segment.inverted_index(fields.name)?;
        let sounds = segment.inverted_index(fields.phonetic)?;
        for (at, (token, automaton)) in tokens.iter().zip(&automata).enumerate() {
            let mut add = |term: &str, how: How| {
                let ways = found.entry(term.to_owned()).or_default();
                let best = ways.entry(at).or_insert(how);
                *best = how.min(*best);
            };
            by_letters(names.terms(), token, automaton, &mut add)?;
            by_sound(sounds.terms(), token, &mut add)?;
            if token.prefix {
                by_prefix(names.terms(), token, &mut add)?;
            }
        }
    }
    let expansion = |(term, words): (String, BTreeMap<usize, How>)| Expansion {
        term,
        words: words.into_iter().collect(),
    };
    Ok(found.into_iter().map(expansion).collect())
}

/// Exact, folded, and with edits.
fn by_letters(
    terms: &TermDictionary,
    token: &QueryToken,
    automaton: &FoldedFuzzy,
    add: &mut impl FnMut(&str, How),
) -> io::Result<()> {
    let mut stream = terms.search(automaton).into_stream()?;
    while stream.advance() {
        let Some((term, folded, surface)) = split(stream.key()) else { continue };
        let how = match automaton.dfa.eval(folded) {
            _ if surface == token.name.surface => How::Exact,
            Distance::Exact(0) => How::Folded,
            Distance::Exact(1) => How::OneEdit,
            _ => How::TwoEdits,
        };
        add(term, how);
    }
    Ok(())
}

fn by_sound(
    terms: &TermDictionary,
    token: &QueryToken,
    add: &mut impl FnMut(&str, How),
) -> io::Result<()> {
    for key in &token.keys {
        let start = format!("{key}{SEPARATOR}");
        each_with_prefix(terms, &start, |term| {
            if let Some(name) = NameToken::new(&term[start.len()..]) {
                add(&name.term(), phonetic::how(key));
            }
        })?;
    }
    Ok(())
}

fn by_prefix(
    terms: &TermDictionary,
    token: &QueryToken,
    add: &mut impl FnMut(&str, How),
) -> io::Result<()> {
    each_with_prefix(terms, &token.name.folded, |term| add(term, How::Prefix))
}

fn each_with_prefix(
    terms: &TermDictionary,
    start: &str,
    mut each: impl FnMut(&str),
) -> io::Result<()> {
    let mut stream = terms.range().ge(start).into_stream()?;
    while stream.advance() && stream.key().starts_with(start.as_bytes()) {
        if let Ok(term) = std::str::from_utf8(stream.key()) {
            each(term);
        }
    }
    Ok(())
}

fn split(key: &[u8]) -> Option<(&str, &str, &str)> {
    let term = std::str::from_utf8(key).ok()?;
    let (folded, surface) = term.split_once(SEPARATOR)?;
    Some((term, folded, surface))
}

/// Accepts the terms whose folded part is within the edits of a word.
struct FoldedFuzzy {
    dfa: DFA,
}

/// Where in a term the walk is.
#[derive(Clone, Copy)]
enum Walk {
    Folded(u32),
    Surface,
    Dead,
}

impl FoldedFuzzy {
    fn new(token: &QueryToken) -> Self {
        let builder = &BUILDERS[usize::from(token.edits).min(2)];
        Self { dfa: builder.build_dfa(&token.name.folded) }
    }
}

impl Automaton for FoldedFuzzy {
    type State = Walk;

    fn start(&self) -> Walk {
        Walk::Folded(self.dfa.initial_state())
    }

    fn is_match(&self, state: &Walk) -> bool {
        matches!(state, Walk::Surface)
    }

    fn can_match(&self, state: &Walk) -> bool {
        !matches!(state, Walk::Dead)
    }

    fn will_always_match(&self, state: &Walk) -> bool {
        matches!(state, Walk::Surface)
    }

    fn accept(&self, state: &Walk, byte: u8) -> Walk {
        match *state {
            Walk::Folded(at) if byte == SEPARATOR as u8 => match self.dfa.distance(at) {
                Distance::Exact(_) => Walk::Surface,
                Distance::AtLeast(_) => Walk::Dead,
            },
            Walk::Folded(at) => match self.dfa.transition(at, byte) {
                SINK_STATE => Walk::Dead,
                next => Walk::Folded(next),
            },
            other => other,
        }
    }
}
