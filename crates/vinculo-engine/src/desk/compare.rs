//! Candidates and evidence, from what the caller sees.
//!
//! A weight tells of the values that made it: a searcher who could vary a notice's place and
//! watch the weight of a shelter's row would find the shelter. So where a role does not see
//! fields of one side, they are left out of both before anything is compared, and the list
//! is ranked again from what is left.

use vinculo_access::{FieldGroup, Fields, Sight};
use vinculo_link::{Asking, LeftOut, Profiles, Scorer, rank_one};
use vinculo_record::{Kind, Lang, Link, Record, RecordKey, RecordRef, Row};

use super::Desk;
use crate::candidates::{CandidateRow, Candidates, candidate_row, links_of};
use crate::decisions::is_withheld;
use crate::engine::Found;
use crate::error::{EngineError, Result};
use crate::explain::Explanation;
use crate::kinship::Kinship;

/// Candidates looked at for one that is wanted, where the caller does not see all.
const LOOK_PAST: usize = 10;
/// Most of them.
const MAX_LOOKED_AT: usize = 1_000;

/// Groups whose values are not compared, so that not seeing them hides no evidence.
const NOT_EVIDENCE: Fields = Fields::of(&[FieldGroup::Custody, FieldGroup::Consent]);

/// The candidates of one link as a caller sees them.
pub struct SeenCandidates {
    /// The list, with the records on the other side in the order of its rows.
    pub list: Candidates,
    /// The records.
    pub others: Vec<Found>,
    /// Whether a child in a shelter was left out that stood in the list with evidence for
    /// it: child protection can say more.
    pub ask_child_protection: bool,
}

impl Desk<'_> {
    /// The candidates of a stored record.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or a link that the record's kind has no part in.
    pub fn candidates_of(
        &self,
        reference: &RecordRef,
        link: Option<Link>,
        top: usize,
        lang: Lang,
    ) -> Result<Vec<SeenCandidates>> {
        let found = self.find(reference)?;
        self.lists(&found.record, &found.row, link, top, lang)
    }

    /// The candidates of descriptions that are not stored.
    ///
    /// # Errors
    /// As [`Engine::match_descriptions`](crate::Engine::match_descriptions).
    pub fn match_descriptions(
        &self,
        descriptions: &[(Record, Row)],
        link: Option<Link>,
        top: usize,
        lang: Lang,
    ) -> Result<Vec<Vec<SeenCandidates>>> {
        if descriptions.len() > crate::MAX_DESCRIPTIONS {
            let rule = format!("at most {} in one request", crate::MAX_DESCRIPTIONS);
            return Err(EngineError::request("descriptions", rule));
        }
        let lists = |(record, row): &(Record, Row)| {
            // A description has no pictures: the photos that it names are the stored record's of
            // its key, and whether the caller sees those it does not say.
            let record = without(record, row, Fields::of(&[FieldGroup::Photos]));
            self.lists(&record, row, link, top, lang)
        };
        descriptions.iter().map(lists).collect()
    }

    pub(super) fn lists(
        &self,
        record: &Record,
        row: &Row,
        link: Option<Link>,
        top: usize,
        lang: Lang,
    ) -> Result<Vec<SeenCandidates>> {
        let links = links_of(record.key.kind, link)?;
        let seen = links.into_iter().filter(|(link, asking)| self.sees_some(other(*link, *asking)));
        seen.map(|(link, asking)| self.list_of(record, row, link, asking, top, lang)).collect()
    }

    pub(super) fn sees_some(&self, kind: Kind) -> bool {
        self.caller.reaches().is_none_or(|reaches| reaches.iter().any(|(of, _)| *of == kind))
    }

    pub(super) fn list_of(
        &self,
        record: &Record,
        row: &Row,
        link: Link,
        asking: Asking,
        top: usize,
        lang: Lang,
    ) -> Result<SeenCandidates> {
        let hidden = self.hidden_evidence(other(link, asking));
        let asked = without(record, row, hidden);
        let bounded = self.caller.reaches().is_some();
        let most = if bounded { (top * LOOK_PAST).min(MAX_LOOKED_AT).max(top) } else { top };
        let asked = std::slice::from_ref(&asked);
        let lists = self.engine.match_descriptions(asked, Some(link), most, lang)?;
        let mut list = lists
            .into_iter()
            .flatten()
            .next()
            .ok_or_else(|| EngineError::request("link", "no list was made of it"))?;
        let seen = self.seen_rows(std::mem::take(&mut list.rows), &record.key, top)?;
        let (rows, others): (Vec<_>, Vec<_>) = seen.rows.into_iter().unzip();
        list.rows = rows;
        let mut out = SeenCandidates { list, others, ask_child_protection: seen.withheld_child };
        if !hidden_is_empty(hidden) {
            self.rank_again(&mut out, &asked[0], asking, lang)?;
        }
        cut(&mut out, top);
        out.others.iter().for_each(|found| self.trail.shown(found));
        Ok(out)
    }

    /// Groups that are evidence and not always seen of records of a kind.
    fn hidden_evidence(&self, kind: Kind) -> Fields {
        self.caller.not_always_seen(kind).intersection(NOT_EVIDENCE.complement())
    }

    /// The rows whose other record the caller sees, each with that record.
    fn seen_rows(&self, rows: Vec<CandidateRow>, asked: &RecordKey, top: usize) -> Result<Seen> {
        let mut seen = Seen { rows: Vec::new(), withheld_child: false };
        for row in rows {
            let key = if row.left == *asked { &row.right } else { &row.left };
            // A record that was held a moment ago is not there.
            let Some(found) = self.engine.get(key)? else { continue };
            if row.decision.as_ref().is_some_and(|d| is_withheld(self.caller, d.state)) {
                seen.withheld_child = true;
                continue;
            }
            let for_it =
                row.candidate.match_weight.bits() > 0.0 && row.candidate.exclusions.is_empty();
            let near = for_it && row.candidate.rank as usize <= top;
            let living = found.record.key.kind == Kind::Shelter;
            match self.see(found) {
                Some(found) => seen.rows.push((row, found)),
                None => seen.withheld_child |= near && living && self.sees_some(Kind::Shelter),
            }
        }
        Ok(seen)
    }

    /// Compares anew what is seen of the records, and ranks by that.
    fn rank_again(
        &self,
        seen: &mut SeenCandidates,
        asked: &Record,
        asking: Asking,
        lang: Lang,
    ) -> Result<()> {
        let link = seen.list.link;
        let model = self.engine.model.link(link)?;
        let hidden = self.hidden_evidence(other(link, asking));
        let records: Vec<(Record, u32)> = seen
            .others
            .iter()
            .map(|found| (without(&found.record, &found.row, hidden), found.stored.version))
            .collect();
        let mut decisions: Vec<_> = std::mem::take(&mut seen.list.rows)
            .into_iter()
            .map(|row| (row.left, row.right, row.decision))
            .collect();
        let mut rows = self.engine.with_matching(|matching| {
            let suite = matching.suite();
            let one = Profiles::compile(suite, [(asked, 0)]);
            let others = Profiles::compile(suite, records.iter().map(|(r, v)| (r, *v)));
            let (left, right) = match asking {
                Asking::Left => (&one, &others),
                Asking::Right => (&others, &one),
            };
            let scorer = Scorer::new(suite, model, left, right)?;
            let ranked =
                rank_one(&scorer, &matching.prior(model)?, records.len(), asking, &LeftOut::none());
            Ok(ranked.into_iter().map(|c| candidate_row(&scorer, c, lang)).collect::<Vec<_>>())
        })?;
        for row in &mut rows {
            let of_pair = decisions.iter_mut().find(|(l, r, _)| *l == row.left && *r == row.right);
            row.decision = of_pair.and_then(|(_, _, decision)| decision.take());
        }
        let mut others: Vec<Option<Found>> =
            std::mem::take(&mut seen.others).into_iter().map(Some).collect();
        for row in &rows {
            let key = if row.left == asked.key { &row.right } else { &row.left };
            let place =
                others.iter().position(|o| o.as_ref().is_some_and(|o| o.record.key == *key));
            seen.others.extend(place.and_then(|place| others[place].take()));
        }
        seen.list.rows = rows;
        Ok(())
    }

    /// Explains a pair from what the caller sees of both.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or [`EngineError::NoLink`].
    pub fn explain(&self, a: &RecordRef, b: &RecordRef, lang: Lang) -> Result<Explanation> {
        let (a, b) = self.pair(a, b)?;
        self.engine.explain_found(a, b, lang)
    }

    /// Examines kinship from what the caller sees of both.
    ///
    /// # Errors
    /// As [`Engine::kinship`](crate::Engine::kinship).
    pub fn kinship(&self, a: &RecordRef, b: &RecordRef, lang: Lang) -> Result<Kinship> {
        let (a, b) = self.pair(a, b)?;
        self.engine.kinship_found(a, b, lang)
    }

    /// Two records, each without the groups that are not always seen of the other's kind.
    fn pair(&self, a: &RecordRef, b: &RecordRef) -> Result<(Found, Found)> {
        let (mut a, mut b) = (self.find(a)?, self.find(b)?);
        self.engine.check_told(self.caller, &a.record.key, &b.record.key)?;
        let kinds = [a.record.key.kind, b.record.key.kind];
        for found in [&mut a, &mut b] {
            let hidden =
                kinds.map(|kind| self.hidden_evidence(kind)).into_iter().reduce(Fields::union);
            found.record = without(&found.record, &found.row, hidden.unwrap_or_default());
        }
        Ok((a, b))
    }
}

struct Seen {
    rows: Vec<(CandidateRow, Found)>,
    withheld_child: bool,
}

/// The kind on the side that is not asked from.
pub(super) fn other(link: Link, asking: Asking) -> Kind {
    match asking {
        Asking::Left => link.right(),
        Asking::Right => link.left(),
    }
}

fn hidden_is_empty(hidden: Fields) -> bool {
    hidden == Fields::default()
}

/// A record without some groups.
fn without(record: &Record, row: &Row, hidden: Fields) -> Record {
    if hidden_is_empty(hidden) {
        return record.clone();
    }
    Record::from_row(record.key.clone(), &Sight::without(hidden).of_row(row)).0
}

/// Keeps the best `top` and as many excluded ones, and counts their ranks anew: a gap would
/// tell of a record that is not seen.
fn cut(seen: &mut SeenCandidates, top: usize) {
    let mut ranks = [0_u32; 2];
    let rows = std::mem::take(&mut seen.list.rows).into_iter();
    let others = std::mem::take(&mut seen.others).into_iter();
    for (mut row, other) in rows.zip(others) {
        let rank = &mut ranks[usize::from(!row.candidate.exclusions.is_empty())];
        *rank += 1;
        if *rank as usize <= top {
            row.candidate.rank = *rank;
            seen.list.rows.push(row);
            seen.others.push(other);
        }
    }
}
