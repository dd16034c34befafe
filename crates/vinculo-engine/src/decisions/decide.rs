//! Taking one decision.

use vinculo_access::Caller;
use vinculo_link::comparison_names;
use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Kind, Link, RecordRef};
use vinculo_store::{
    DecidedBy, Decision, DecisionKey, DecisionStore, NewDecision, NewNotification, Note,
    NotificationEvent, PairKey,
};

use super::machine::{self, Asked, Signature, Standing};
use super::{pair_of, seen};
use crate::consular;
use crate::document::today;
use crate::engine::{Engine, Found};
use crate::error::{EngineError, Result};
use crate::scope::Scope;

/// Most characters of a note. Judgement: a paragraph.
const MAX_NOTE_CHARS: usize = 2_000;

/// A decision that somebody wants to take.
#[derive(Clone, Debug)]
pub struct DecideRequest {
    /// One record.
    pub left: RecordRef,
    /// The other one.
    pub right: RecordRef,
    /// What the pair shall be.
    pub state: DecisionState,
    /// Why.
    pub reason: Option<DecisionReason>,
    /// The reviewer's note.
    pub note: Option<Note>,
    /// For an identification: the record that the signature is for.
    pub signed_for: Option<Kind>,
    /// Whether the score was visible; `None` where nobody knows.
    pub score_visible: Option<bool>,
    /// The version of the pair's decisions that the caller has seen, 0 for none; `None` takes
    /// whatever stands there.
    pub expected: Option<u32>,
}

impl Engine {
    /// Takes a decision on a pair, in whichever order its records are named. What consulates
    /// are told of it is written in the same transaction; of a record under hold they are told
    /// nothing.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for a record that the caller does not see,
    /// [`EngineError::NoLink`], [`EngineError::Refused`] with the rule that is broken, and
    /// [`vinculo_store::StoreError::StaleDecision`] when somebody decided in the meantime.
    pub fn decide(
        &self,
        caller: &Caller,
        scope: Scope,
        request: &DecideRequest,
    ) -> Result<Decision> {
        if request.note.as_ref().is_some_and(|note| note.0.chars().count() > MAX_NOTE_CHARS) {
            let rule = format!("at most {MAX_NOTE_CHARS} characters");
            return Err(EngineError::request("note", rule));
        }
        let (link, left, right) = self.pair_seen(caller, scope, &request.left, &request.right)?;
        let pair = PairKey { left: left.record.key.clone(), right: right.record.key.clone() };
        let before = self.store.decisions(&pair)?;
        let found = before.last().map_or(0, |decision| decision.version);
        let expected = request.expected.unwrap_or(found);
        if expected != found {
            return Err(vinculo_store::StoreError::StaleDecision { expected, found }.into());
        }
        let asked = Asked {
            state: request.state,
            reason: request.reason,
            has_note: request.note.is_some(),
            signed_for: request.signed_for,
        };
        let standing = standing(link, &before, &left, &right);
        let next = machine::next(&standing, &asked, caller).map_err(EngineError::Refused)?;
        let mut new = self.new_decision(pair, next.state, caller, &left, &right);
        new.reason = request.reason;
        new.signed_for = next.signed_for;
        new.score_visible = request.score_visible;
        new.note = request.note.clone();
        (new.notify, new.retract) = told(&new, &left, &right);
        let mut decided = self.store.decide(&[(new, expected)])?;
        decided.pop().ok_or_else(|| EngineError::request("decision", "was not stored"))
    }

    /// A decision with what is the same for all: versions, model, what was seen, who.
    pub(super) fn new_decision(
        &self,
        pair: PairKey,
        state: DecisionState,
        caller: &Caller,
        left: &Found,
        right: &Found,
    ) -> NewDecision {
        let key = DecisionKey(rand::random());
        NewDecision {
            pair,
            state,
            reason: None,
            signed_for: None,
            left_version: left.stored.version,
            right_version: right.stored.version,
            model: Some(self.model.digest().to_owned()),
            seen: seen::seen(comparison_names(), &key, &left.row, &right.row),
            key,
            score_visible: None,
            by: DecidedBy {
                kind: caller.who.kind().to_owned(),
                code: caller.who.code().to_owned(),
                organisation: caller.organisation.clone(),
            },
            imported: false,
            note: None,
            notify: Vec::new(),
            retract: Vec::new(),
        }
    }

    /// Two records that the caller sees, in the order of their link.
    pub(super) fn pair_seen(
        &self,
        caller: &Caller,
        scope: Scope,
        a: &RecordRef,
        b: &RecordRef,
    ) -> Result<(Link, Found, Found)> {
        let (a, b) = (self.find_seen(caller, scope, a)?, self.find_seen(caller, scope, b)?);
        let Some((link, pair)) = pair_of(&a.record.key, &b.record.key) else {
            return Err(EngineError::NoLink { left: a.record.key, right: b.record.key });
        };
        let (left, right) = if pair.left == a.record.key { (a, b) } else { (b, a) };
        Ok((link, left, right))
    }
}

/// Where a pair stands by its decisions.
pub(super) fn standing(link: Link, before: &[Decision], left: &Found, right: &Found) -> Standing {
    let last = before.last();
    let signed = last.filter(|decision| decision.state == DecisionState::Signed);
    let signature = signed.and_then(|decision| {
        let signed_for = decision.signed_for?;
        Some(Signature { code: decision.by.code.clone(), signed_for })
    });
    Standing {
        link,
        minor: [left, right].iter().any(|found| found.record.is_presumed_minor(today())),
        state: last.map(|decision| decision.state),
        reason: last.and_then(|decision| decision.reason),
        signature,
    }
}

/// What consulates are told of a decision, and what told before holds no longer.
fn told(
    new: &NewDecision,
    left: &Found,
    right: &Found,
) -> (Vec<NewNotification>, Vec<NotificationEvent>) {
    use DecisionState as S;
    use NotificationEvent as E;
    let tell = |event| consular::of_pair(event, &left.record, &right.record, today());
    match (new.state, new.reason) {
        (S::Identified, _) => (tell(E::Identified), Vec::new()),
        // Who refuses contact is not told of: neither that there is a search.
        (S::Located, Some(DecisionReason::ContactRefused)) => {
            (Vec::new(), vec![E::Located, E::Matched])
        }
        (S::Located, _) => {
            let mut told = tell(E::Located);
            // Of an adult who was found alive only the person decides.
            told.retain(|notification| notification.child);
            (told, Vec::new())
        }
        (S::RuledOut, _) => (Vec::new(), vec![E::Matched]),
        (S::Reopened, _) => (Vec::new(), vec![E::Located, E::Identified]),
        _ => (Vec::new(), Vec::new()),
    }
}
