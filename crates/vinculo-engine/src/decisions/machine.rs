//! What may follow on what: the states of a pair, as a pure function.
//!
//! ```text
//! unreviewed ── possible | unsure ── referred ── signed ── identified
//!      │              │                  └─────────┴────── premature
//!      ├── ruled_out ─┤ (from any of these)
//!      ├── same_person (two records of one kind)
//!      └── located ── released (a notice and a living person)
//! reopened from any; then as unreviewed
//! ```

use vinculo_access::{Caller, Deed, Who};
use vinculo_record::vocab::{DecisionReason as R, DecisionState as S};
use vinculo_record::{Kind, Lang, Link};

/// Where a pair stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The link of the two records.
    pub link: Link,
    /// Whether one of the two may be of a child; in doubt it is.
    pub minor: bool,
    /// The last decision; `None` if there is none.
    pub state: Option<S>,
    /// Why it was taken.
    pub reason: Option<R>,
    /// Of a pair that one authority has signed: who did, and for which record.
    pub signature: Option<Signature>,
}

/// One of the two signatures of an identification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The code of who signed.
    pub code: String,
    /// The record that the signature is for.
    pub signed_for: Kind,
}

/// What somebody wants to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the pair shall be.
    pub state: S,
    /// Why.
    pub reason: Option<R>,
    /// Whether a note goes with it.
    pub has_note: bool,
    /// For an identification: the record that the signature is for.
    pub signed_for: Option<Kind>,
}

/// What a decision makes of the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// What the pair is from now on: `signed` where the first of two authorities identifies.
    pub state: S,
    /// The record that the signature is for.
    pub signed_for: Option<Kind>,
}

/// Why a decision is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state cannot follow on where the pair stands.
    NotFromHere {
        /// Where it stands; `None` is unreviewed.
        from: Option<S>,
        /// What was asked for.
        to: S,
    },
    /// The state does not exist for records of these kinds.
    NotForLink {
        /// The link.
        link: Link,
        /// What was asked for.
        to: S,
    },
    /// The state needs one of these reasons.
    NeedsReason {
        /// What was asked for.
        to: S,
        /// The reasons that it takes.
        of: &'static [R],
    },
    /// The reason *other* says nothing without a note.
    NeedsNote,
    /// The caller may not.
    NotAllowed(Deed),
    /// Only a person can sign.
    NotAPerson,
    /// The signature does not say which record it is for.
    NeedsRecord,
    /// The same person has signed already.
    SamePerson,
    /// The record has a signature already.
    SameRecord,
}

/// What identifies, refers, rules out or joins. `other` needs a note.
const EVIDENCE: &[R] = &[
    R::Names,
    R::Documents,
    R::Relatives,
    R::Sex,
    R::Age,
    R::Stature,
    R::Marks,
    R::Effects,
    R::Dental,
    R::Dna,
    R::Fingerprints,
    R::Medical,
    R::Photo,
    R::Dates,
    R::Place,
    R::Other,
];
/// What can show that two records are of two people. Names, nationality and photos are not
/// among them: true pairs often differ in these.
const AGAINST: &[R] = &[
    R::Sex,
    R::Age,
    R::Stature,
    R::Marks,
    R::Dental,
    R::Dna,
    R::Fingerprints,
    R::Medical,
    R::Documents,
    R::Dates,
    R::Place,
    R::Duplicate,
    R::IdentifiedElsewhere,
    R::Other,
];
/// The primary identifiers of INTERPOL's guide to the identification of victims of disasters.
const PRIMARY: &[R] = &[R::Dna, R::Fingerprints, R::Dental, R::Other];
const TOO_EARLY: &[R] = &[R::EvidenceLacking, R::Contested, R::Other];
const CONTACT: &[R] = &[R::ContactAccepted, R::ContactRefused, R::GuardianToBeAssessed];
const AGREED: &[R] = &[R::ContactAccepted];
const AGAIN: &[R] = &[R::NewEvidence, R::Mistake, R::Contested, R::Other];

/// The reasons that a state takes, and whether it needs one.
pub fn reasons(state: S) -> (&'static [R], bool) {
    match state {
        S::Possible | S::Unsure | S::Referred | S::SamePerson => (EVIDENCE, false),
        S::RuledOut => (AGAINST, true),
        S::Signed | S::Identified => (PRIMARY, true),
        S::Premature => (TOO_EARLY, true),
        S::Located => (CONTACT, true),
        S::Released => (AGREED, false),
        S::Reopened => (AGAIN, true),
    }
}

/// What a decision makes of a pair, or why it is refused.
///
/// # Errors
/// With the first rule that it breaks.
pub fn next(standing: &Standing, asked: &Asked, caller: &Caller) -> Result<Next, Refusal> {
    let to = asked.state;
    if !exists_for(to, standing.link) {
        return Err(Refusal::NotForLink { link: standing.link, to });
    }
    if !follows(standing, to) {
        return Err(Refusal::NotFromHere { from: standing.state, to });
    }
    let deed = deed(standing, to);
    if !caller.may(deed) {
        return Err(Refusal::NotAllowed(deed));
    }
    let (of, needed) = reasons(to);
    match asked.reason {
        Some(reason) if !of.contains(&reason) => return Err(Refusal::NeedsReason { to, of }),
        None if needed => return Err(Refusal::NeedsReason { to, of }),
        Some(R::Other) if !asked.has_note => return Err(Refusal::NeedsNote),
        _ => {}
    }
    if to == S::Identified {
        sign(standing, asked, caller)
    } else {
        Ok(Next { state: to, signed_for: None })
    }
}

/// Whether a state has a meaning for two records of these kinds.
const fn exists_for(state: S, link: Link) -> bool {
    match state {
        S::Possible | S::Unsure | S::RuledOut | S::Reopened => true,
        S::Referred => matches!(link, Link::NoticeRemains | Link::RemainsRemains),
        S::Signed | S::Identified | S::Premature => matches!(link, Link::NoticeRemains),
        S::SamePerson => {
            matches!(link, Link::NoticeNotice | Link::RemainsRemains | Link::ShelterShelter)
        }
        S::Located | S::Released => matches!(link, Link::NoticeShelter),
    }
}

/// Whether a state can follow on where the pair stands.
fn follows(standing: &Standing, to: S) -> bool {
    let from = standing.state;
    let is_new = matches!(from, None | Some(S::Reopened));
    let is_open = is_new || matches!(from, Some(S::Possible | S::Unsure));
    match to {
        S::Possible | S::Unsure => is_open,
        // Again, where a record has changed since and the reviewer still rules it out.
        S::RuledOut => is_open || matches!(from, Some(S::Referred | S::Signed | S::RuledOut)),
        S::Referred => matches!(from, Some(S::Possible | S::Unsure)),
        // The first signature makes `signed`; nobody asks for that by itself.
        S::Signed => false,
        S::Identified | S::Premature => matches!(from, Some(S::Referred | S::Signed)),
        S::SamePerson => is_open || from == Some(S::Referred),
        S::Located => {
            matches!(from, Some(S::Possible | S::Unsure | S::Located | S::Released))
        }
        S::Released => from == Some(S::Located) && standing.reason == Some(R::ContactAccepted),
        S::Reopened => !is_new,
    }
}

/// The right that a decision needs: to undo one needs the right to do it.
fn deed(standing: &Standing, to: S) -> Deed {
    let of = |state| match state {
        S::Signed | S::Identified | S::Premature => Deed::Identify,
        S::SamePerson => Deed::JoinDuplicates,
        S::Located | S::Released if standing.minor => Deed::LocateChild,
        S::Located | S::Released => Deed::LocateAdult,
        S::Possible | S::Unsure | S::RuledOut | S::Referred | S::Reopened => Deed::Judge,
    };
    match of(to) {
        Deed::Judge => standing.state.map_or(Deed::Judge, of),
        deed => deed,
    }
}

/// One of two signatures: by two people, one for each record.
fn sign(standing: &Standing, asked: &Asked, caller: &Caller) -> Result<Next, Refusal> {
    if !matches!(caller.who, Who::Person(_) | Who::SystemUser(_)) {
        return Err(Refusal::NotAPerson);
    }
    let signed_for = asked.signed_for.ok_or(Refusal::NeedsRecord)?;
    if signed_for != standing.link.left() && signed_for != standing.link.right() {
        return Err(Refusal::NeedsRecord);
    }
    let state = match &standing.signature {
        None => S::Signed,
        // A code stands for a person whatever organisation gave it: in doubt it is the same.
        Some(first) if first.code == caller.who.code() => return Err(Refusal::SamePerson),
        Some(first) if first.signed_for == signed_for => return Err(Refusal::SameRecord),
        Some(_) => S::Identified,
    };
    Ok(Next { state, signed_for: Some(signed_for) })
}

impl Refusal {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotFromHere { .. } => "not_from_here",
            Refusal::NotForLink { .. } => "not_for_link",
            Refusal::NeedsReason { .. } => "needs_reason",
            Refusal::NeedsNote => "needs_note",
            Refusal::NotAllowed(_) => "not_allowed",
            Refusal::NotAPerson => "not_a_person",
            Refusal::NeedsRecord => "needs_record",
            Refusal::SamePerson => "same_person_signed",
            Refusal::SameRecord => "same_record_signed",
        }
    }

    /// What a user reads.
    pub fn message(&self, lang: Lang) -> String {
        let stands = |from: Option<S>| from.map_or("unreviewed", S::code);
        match self {
            Refusal::NotFromHere { from, to } => match lang {
                Lang::Es => format!("'{}' no puede seguir a '{}'", to.code(), stands(*from)),
                Lang::En => format!("'{}' cannot follow on '{}'", to.code(), stands(*from)),
            },
            Refusal::NotForLink { link, to } => match lang {
                Lang::Es => format!("'{}' no existe para el vínculo {link}", to.code()),
                Lang::En => format!("'{}' does not exist for the link {link}", to.code()),
            },
            Refusal::NeedsReason { to, of } => {
                let codes: Vec<&str> = of.iter().map(|reason| reason.code()).collect();
                let codes = codes.join(", ");
                match lang {
                    Lang::Es => format!("el motivo de '{}' debe ser uno de: {codes}", to.code()),
                    Lang::En => format!("the reason of '{}' must be one of: {codes}", to.code()),
                }
            }
            Refusal::NeedsNote => lang
                .pick("el motivo 'other' necesita una nota", "the reason 'other' needs a note")
                .to_owned(),
            Refusal::NotAllowed(deed) => match lang {
                Lang::Es => format!("este rol no permite '{deed}'"),
                Lang::En => format!("this role does not allow '{deed}'"),
            },
            Refusal::NotAPerson => lang
                .pick(
                    "una identificación la firma una persona, no un programa",
                    "an identification is signed by a person, not by a program",
                )
                .to_owned(),
            Refusal::NeedsRecord => lang
                .pick(
                    "diga para cuál de los dos registros firma: notice o remains",
                    "say which of the two records the signature is for: notice or remains",
                )
                .to_owned(),
            Refusal::SamePerson => lang
                .pick(
                    "la otra firma es de la misma persona: se necesitan dos",
                    "the other signature is of the same person: it takes two",
                )
                .to_owned(),
            Refusal::SameRecord => lang
                .pick(
                    "ese registro ya tiene firma: falta la del otro",
                    "that record has a signature already: the other one lacks it",
                )
                .to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
