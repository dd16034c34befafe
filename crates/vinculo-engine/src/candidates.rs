//! Candidates: of a whole link, of one record, of descriptions that are not stored.

use std::collections::BTreeSet;

use rayon::prelude::*;
use vinculo_link::{Asking, Candidate, LeftOut, PairScore, Profiles, Scorer, rank_all, rank_one};
use vinculo_model::{LinkModel, Millibits};
use vinculo_record::{Kind, Lang, Link, Record, RecordKey, RecordRef};
use vinculo_store::{BatchId, PairKey, RecordStore, RowFilter};

use crate::decisions::{Decided, PairState, RuledOut, pair_of};
use crate::engine::Engine;
use crate::error::{EngineError, Result};
use crate::matching::Matching;

/// The candidates of a link, with what is the same for all.
pub struct Candidates {
    /// The link.
    pub link: Link,
    /// The model's id and the first digits of the frequencies' digest.
    pub model: String,
    /// The names of the comparisons, in order.
    pub comparisons: Vec<&'static str>,
    /// The names of the capped groups, in order.
    pub groups: Vec<String>,
    /// The candidates: of a whole link by left and right key; of one record the
    /// best first, excluded ones after the rest.
    pub rows: Vec<CandidateRow>,
}

/// One candidate. Its reason may quote the records.
pub struct CandidateRow {
    /// The left record.
    pub left: RecordKey,
    /// Its version.
    pub left_version: u32,
    /// The right record.
    pub right: RecordKey,
    /// Its version.
    pub right_version: u32,
    /// The three numbers, the ranks and the exclusions.
    pub candidate: Candidate,
    /// The weight of each comparison and what each cap takes away.
    pub score: PairScore,
    /// The evidence in one line.
    pub reason: String,
    /// What was decided of the pair; `None` if nobody has reviewed it.
    pub decision: Option<PairState>,
}

/// What is asked of a link.
#[derive(Clone, Debug)]
pub struct MatchOptions {
    /// The link.
    pub link: Link,
    /// The places of each record's list that are wanted.
    pub top: usize,
    /// The least match weight in bits, if any.
    pub min_weight: Option<f64>,
    /// Only pairs with a record of this batch.
    pub batch: Option<BatchId>,
    /// The language of reasons.
    pub lang: Lang,
}

/// The lists that are wanted of one record.
struct Wanted {
    links: Vec<(Link, Asking)>,
    top: usize,
    lang: Lang,
}

/// The number of candidates of a list where none is asked for.
pub const DEFAULT_TOP: usize = 20;
/// Most descriptions in one request.
pub const MAX_DESCRIPTIONS: usize = 100;

impl Engine {
    /// Compares all pairs of a link. Pairs that were ruled out are left out until a compared
    /// field of either record changes.
    ///
    /// # Errors
    /// When the store cannot be read or the model does not fit.
    pub fn match_link(&self, options: &MatchOptions) -> Result<Candidates> {
        self.match_link_with(options, RuledOut::LeftOut)
    }

    /// The same; `ruled_out` says what becomes of pairs that were ruled out.
    ///
    /// # Errors
    /// As [`match_link`](Self::match_link).
    pub fn match_link_with(
        &self,
        options: &MatchOptions,
        ruled_out: RuledOut,
    ) -> Result<Candidates> {
        let batch = options.batch.map(|id| self.batch_keys(id)).transpose()?;
        let model = self.model.link(options.link)?;
        let decided = self.decided(options.link, None, ruled_out)?;
        self.with_matching(|matching| {
            let (scorer, prior) = (matching.scorer(model)?, matching.prior(model)?);
            let left_out = decided.left_out(&scorer);
            let mut found = rank_all(&scorer, &prior, options.top, &left_out);
            if let Some(bits) = options.min_weight {
                let least = Millibits::from_bits(bits);
                found.retain(|candidate| candidate.match_weight >= least);
            }
            if let Some(keys) = &batch {
                found.retain(|candidate| {
                    keys.contains(scorer.left().key(candidate.left))
                        || keys.contains(scorer.right().key(candidate.right))
                });
            }
            let mut rows: Vec<CandidateRow> = found
                .into_par_iter()
                .map(|candidate| candidate_row(&scorer, candidate, options.lang))
                .collect();
            decided.note_on(&mut rows);
            Ok(self.candidates(matching, model, rows))
        })
    }

    /// The candidates of a stored record, one list per link that its kind has (or
    /// of the link asked for). Pairs that were ruled out are left out, as in
    /// [`match_link`](Self::match_link).
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or a link that the record's kind has no part in.
    pub fn candidates_of(
        &self,
        reference: &RecordRef,
        link: Option<Link>,
        top: usize,
        lang: Lang,
    ) -> Result<Vec<Candidates>> {
        let found = self.find(reference)?;
        let wanted = Wanted { links: links_of(found.record.key.kind, link)?, top, lang };
        self.with_matching(|matching| {
            self.lists_of(matching, &found.record, found.stored.version, &wanted)
        })
    }

    /// The candidates of descriptions that are not stored, each as
    /// [`candidates_of`](Self::candidates_of); compared in parallel.
    ///
    /// # Errors
    /// When there are more than [`MAX_DESCRIPTIONS`] or a link does not fit a kind.
    pub fn match_descriptions(
        &self,
        descriptions: &[Record],
        link: Option<Link>,
        top: usize,
        lang: Lang,
    ) -> Result<Vec<Vec<Candidates>>> {
        if descriptions.len() > MAX_DESCRIPTIONS {
            let rule = format!("at most {MAX_DESCRIPTIONS} in one request");
            return Err(EngineError::request("descriptions", rule));
        }
        let wanted = descriptions
            .iter()
            .map(|record| Ok(Wanted { links: links_of(record.key.kind, link)?, top, lang }))
            .collect::<Result<Vec<_>>>()?;
        self.with_matching(|matching| {
            descriptions
                .par_iter()
                .zip(&wanted)
                .map(|(record, wanted)| self.lists_of(matching, record, 0, wanted))
                .collect()
        })
    }

    fn lists_of(
        &self,
        matching: &Matching,
        record: &Record,
        version: u32,
        wanted: &Wanted,
    ) -> Result<Vec<Candidates>> {
        let one = Profiles::compile(matching.suite(), [(record, version)]);
        let list = |(link, asking): &(Link, Asking)| {
            let model = self.model.link(*link)?;
            let decided = self.decided(*link, Some(&record.key), RuledOut::LeftOut)?;
            let (left, right) = match asking {
                Asking::Left => (&one, matching.profiles(link.right())),
                Asking::Right => (matching.profiles(link.left()), &one),
            };
            let scorer = Scorer::new(matching.suite(), model, left, right)?;
            let (prior, left_out) = (matching.prior(model)?, decided.left_out(&scorer));
            let ranked = rank_one(&scorer, &prior, wanted.top, *asking, &left_out);
            let mut rows: Vec<CandidateRow> = ranked
                .into_iter()
                .map(|candidate| candidate_row(&scorer, candidate, wanted.lang))
                .collect();
            decided.note_on(&mut rows);
            Ok(self.candidates(matching, model, rows))
        };
        wanted.links.iter().map(list).collect()
    }

    fn candidates(
        &self,
        matching: &Matching,
        model: &LinkModel,
        rows: Vec<CandidateRow>,
    ) -> Candidates {
        Candidates {
            link: model.link(),
            model: self.model_id(matching),
            comparisons: matching.suite().names().collect(),
            groups: model.groups().iter().map(|group| group.name().to_owned()).collect(),
            rows,
        }
    }

    /// The columns of a link's candidates, with no row.
    pub(crate) fn no_candidates(&self, link: Link) -> Result<Candidates> {
        let model = self.model.link(link)?;
        self.with_matching(|matching| Ok(self.candidates(matching, model, Vec::new())))
    }

    /// What made a weight: the model's id and that of the frequencies.
    pub(crate) fn model_id(&self, matching: &Matching) -> String {
        format!("{}+{}", self.model.id(), &matching.frequencies()[..FREQUENCY_DIGITS])
    }

    /// The records that a batch has stored or found stored.
    pub(crate) fn batch_keys(&self, id: BatchId) -> Result<BTreeSet<RecordKey>> {
        const STEP: usize = 10_000;
        let mut keys = BTreeSet::new();
        let mut after = 0;
        loop {
            let rows = self.store.batch_rows(id, after, STEP, RowFilter::All)?;
            let Some(last) = rows.last() else { return Ok(keys) };
            after = last.ordinal;
            keys.extend(rows.into_iter().filter(|row| row.version.is_some()).filter_map(|r| r.key));
        }
    }
}

/// Digits of the frequencies' digest in a candidate's `model`.
const FREQUENCY_DIGITS: usize = 8;

pub(crate) fn candidate_row(scorer: &Scorer<'_>, candidate: Candidate, lang: Lang) -> CandidateRow {
    let score = scorer.pair(candidate.left, candidate.right);
    CandidateRow {
        left: scorer.left().key(candidate.left).clone(),
        left_version: scorer.left().version(candidate.left),
        right: scorer.right().key(candidate.right).clone(),
        right_version: scorer.right().version(candidate.right),
        reason: scorer.reason_line(candidate.left, candidate.right, &score, lang),
        candidate,
        score,
        decision: None,
    }
}

impl Decided {
    /// The pairs that stand in no list.
    pub(crate) fn left_out(&self, scorer: &Scorer<'_>) -> LeftOut {
        LeftOut::new(scorer, self.out.iter().map(|pair| (&pair.left, &pair.right)))
    }

    /// Says of each candidate what was decided of it.
    pub(crate) fn note_on(&self, rows: &mut [CandidateRow]) {
        if self.listed.is_empty() {
            return;
        }
        for row in rows {
            let pair: Option<PairKey> = pair_of(&row.left, &row.right).map(|(_, pair)| pair);
            row.decision = pair.and_then(|pair| self.listed.get(&pair).cloned());
        }
    }
}

/// The links in which a kind takes part, and on which side; of one kind as left.
pub(crate) fn links_of(kind: Kind, wanted: Option<Link>) -> Result<Vec<(Link, Asking)>> {
    let links: Vec<(Link, Asking)> = Link::ALL
        .into_iter()
        .filter(|link| wanted.is_none_or(|wanted| wanted == *link))
        .filter_map(|link| {
            if link.left() == kind {
                Some((link, Asking::Left))
            } else if link.right() == kind {
                Some((link, Asking::Right))
            } else {
                None
            }
        })
        .collect();
    if links.is_empty() {
        let rule = format!("no such link begins or ends at a {kind} record");
        return Err(EngineError::request("link", rule));
    }
    Ok(links)
}
