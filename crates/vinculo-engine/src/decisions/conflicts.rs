//! Decisions that contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use vinculo_access::Caller;
use vinculo_record::vocab::DecisionState as S;
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{Decision, DecisionFilter, DecisionStore, PairKey};

use super::history::{STEP, is_withheld};
use crate::engine::Engine;
use crate::error::Result;

/// What kind of contradiction it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// One body, or one living person, is claimed by notices of different people, each at
    /// least referred or located.
    ClaimedTwice,
    /// The same, where at least one of them is only possible.
    SharedLead,
    /// Records that were joined as one person have decisions for and against.
    Contradiction,
}

impl ConflictKind {
    /// The word used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            ConflictKind::ClaimedTwice => "claimed_twice",
            ConflictKind::SharedLead => "shared_lead",
            ConflictKind::Contradiction => "contradiction",
        }
    }
}

/// A decision that has a part in a conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The pair.
    pub pair: PairKey,
    /// What it is.
    pub state: S,
    /// The version of the decision.
    pub version: u32,
}

/// Decisions that cannot all be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// What kind it is.
    pub kind: ConflictKind,
    /// The records that it is about, joined as one person: the body or the living person; of
    /// a contradiction all of them.
    pub records: Vec<RecordKey>,
    /// The decisions, by pair.
    pub claims: Vec<Claim>,
}

impl Engine {
    /// The conflicts among the decisions on pairs that the caller sees, the gravest kind
    /// first. Reads every pair that somebody decided on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn conflicts(&self, caller: &Caller) -> Result<Vec<Conflict>> {
        let mut seen = Vec::new();
        let mut after = 0;
        loop {
            let page = self.store.current_decisions(&DecisionFilter::default(), after, STEP)?;
            let Some(last) = page.last() else { return Ok(conflicts(&seen)) };
            after = last.no;
            for decision in page {
                if !is_withheld(caller, decision.state) && self.sees_pair(caller, &decision.pair)? {
                    seen.push(Claim::of(decision));
                }
            }
        }
    }
}

impl Claim {
    fn of(decision: Decision) -> Self {
        Self { pair: decision.pair, state: decision.state, version: decision.version }
    }
}

/// Whether a state claims that the two are one person, and more than as a possibility.
const fn is_firm(state: S) -> bool {
    matches!(
        state,
        S::Referred | S::Signed | S::Identified | S::Located | S::Released | S::SamePerson
    )
}

/// The conflicts among the last decisions of pairs.
fn conflicts(decided: &[Claim]) -> Vec<Conflict> {
    let people = People::of(decided);
    let mut found: Vec<Conflict> = claimed_by_several(decided, &people);
    found.extend(contradictions(decided, &people));
    found.sort();
    found
}

/// Bodies and living people that notices of several people claim.
fn claimed_by_several(decided: &[Claim], people: &People) -> Vec<Conflict> {
    let mut claims: BTreeMap<&RecordKey, Vec<&Claim>> = BTreeMap::new();
    let of_notice = |claim: &&Claim| {
        claim.pair.left.kind == Kind::Notice && claim.pair.right.kind != Kind::Notice
    };
    let is_claim = |claim: &&Claim| claim.state == S::Possible || is_firm(claim.state);
    for claim in decided.iter().filter(of_notice).filter(is_claim) {
        claims.entry(people.of_record(&claim.pair.right)).or_default().push(claim);
    }
    let conflict = |(person, claims): (&RecordKey, Vec<&Claim>)| {
        let claimants = |firm: bool| {
            let claims = claims.iter().filter(|claim| !firm || is_firm(claim.state));
            claims.map(|claim| people.of_record(&claim.pair.left)).collect::<BTreeSet<_>>().len()
        };
        let kind = match (claimants(true), claimants(false)) {
            (2.., _) => ConflictKind::ClaimedTwice,
            (_, 2..) => ConflictKind::SharedLead,
            _ => return None,
        };
        Some(Conflict { kind, records: people.records_of(person), claims: sorted(&claims) })
    };
    claims.into_iter().filter_map(conflict).collect()
}

/// Joined records with decisions for and against.
fn contradictions(decided: &[Claim], people: &People) -> Vec<Conflict> {
    let mut by_people: BTreeMap<(&RecordKey, &RecordKey), Vec<&Claim>> = BTreeMap::new();
    for claim in decided {
        let both = (people.of_record(&claim.pair.left), people.of_record(&claim.pair.right));
        by_people.entry((both.0.min(both.1), both.0.max(both.1))).or_default().push(claim);
    }
    let conflict = |((one, other), claims): ((&RecordKey, &RecordKey), Vec<&Claim>)| {
        let against = claims.iter().any(|claim| claim.state == S::RuledOut);
        let for_it = claims.iter().any(|claim| is_firm(claim.state));
        if !against || !for_it {
            return None;
        }
        let mut records = people.records_of(one);
        if other != one {
            records.extend(people.records_of(other));
        }
        records.sort();
        let kind = ConflictKind::Contradiction;
        Some(Conflict { kind, records, claims: sorted(&claims) })
    };
    by_people.into_iter().filter_map(conflict).collect()
}

fn sorted(claims: &[&Claim]) -> Vec<Claim> {
    let mut claims: Vec<Claim> = claims.iter().map(|claim| (*claim).clone()).collect();
    claims.sort();
    claims
}

/// Records that were joined as one person, each person by its smallest key.
struct People {
    joined: BTreeMap<RecordKey, RecordKey>,
}

impl People {
    fn of(decided: &[Claim]) -> Self {
        let mut people = Self { joined: BTreeMap::new() };
        for claim in decided.iter().filter(|claim| claim.state == S::SamePerson) {
            let one = people.of_record(&claim.pair.left).clone();
            let other = people.of_record(&claim.pair.right).clone();
            let (person, joined) = if one < other { (one, other) } else { (other, one) };
            for key in [&claim.pair.left, &claim.pair.right] {
                people.joined.entry(key.clone()).or_insert_with(|| person.clone());
            }
            people.joined.values_mut().filter(|of| **of == joined).for_each(|of| {
                of.clone_from(&person);
            });
        }
        people
    }

    fn of_record<'a>(&'a self, key: &'a RecordKey) -> &'a RecordKey {
        self.joined.get(key).unwrap_or(key)
    }

    fn records_of(&self, person: &RecordKey) -> Vec<RecordKey> {
        let of_person = self.joined.iter().filter(|(_, of)| *of == person);
        let records: Vec<RecordKey> = of_person.map(|(key, _)| key.clone()).collect();
        if records.is_empty() { vec![person.clone()] } else { records }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `N1 R1 possible`: the kind by its letter.
    fn claim(text: &str) -> Claim {
        let parts: Vec<&str> = text.split(' ').collect();
        let key = |word: &str| {
            let kind = match &word[..1] {
                "N" => Kind::Notice,
                "R" => Kind::Remains,
                _ => Kind::Shelter,
            };
            RecordKey::new(kind, "ORG", word).unwrap()
        };
        let state = S::parse(parts[2]).unwrap();
        Claim { pair: PairKey { left: key(parts[0]), right: key(parts[1]) }, state, version: 1 }
    }

    fn check(decided: &[&str], expected: &[(&str, &str)]) {
        let decided: Vec<Claim> = decided.iter().map(|text| claim(text)).collect();
        let found: Vec<(&str, String)> = conflicts(&decided)
            .iter()
            .map(|conflict| {
                let ids: Vec<&str> = conflict.records.iter().map(|r| r.local_id.as_str()).collect();
                (conflict.kind.as_str(), ids.join(" "))
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(kind, ids)| (*kind, &**ids)).collect();
        assert_eq!(found, expected, "{decided:?}");
    }

    #[test]
    fn a_body_claimed_by_two_notices_is_a_conflict_unless_they_are_of_one_person() {
        let two = ["N1 R1 referred", "N2 R1 identified"];
        check(&two, &[("claimed_twice", "R1")]);
        check(&["N1 R1 possible", "N2 R1 identified"], &[("shared_lead", "R1")]);
        check(&["N1 R1 unsure", "N2 R1 identified"], &[]);
        check(&["N1 R1 referred", "N2 R1 identified", "N1 N2 same_person"], &[]);
        check(&["N1 S1 located", "N2 S1 located"], &[("claimed_twice", "S1")]);
        // One notice may match several parts of one body.
        check(&["N1 R1 identified", "N1 R2 identified"], &[]);
    }

    #[test]
    fn parts_of_one_body_are_claimed_together() {
        let parts =
            ["N1 R1 identified", "N2 R3 identified", "R1 R2 same_person", "R2 R3 same_person"];
        check(&parts, &[("claimed_twice", "R1 R2 R3")]);
    }

    #[test]
    fn for_and_against_one_person_is_never_merged_silently() {
        let found = ["N1 N2 same_person", "N1 R1 identified", "N2 R1 ruled_out"];
        check(&found, &[("contradiction", "N1 N2 R1")]);
        let circle = ["N1 N2 same_person", "N2 N3 same_person", "N1 N3 ruled_out"];
        check(&circle, &[("contradiction", "N1 N2 N3")]);
    }
}
