use vinculo_access::{Purpose, Role};

use super::*;

fn caller(code: &str, role: Role) -> Caller {
    Caller::new(Who::person(code).unwrap(), "ORG", [role].into(), None, Purpose::Review)
}

fn at(link: Link, state: Option<S>) -> Standing {
    let reason = (state == Some(S::Located)).then_some(R::ContactAccepted);
    let signature = (state == Some(S::Signed))
        .then(|| Signature { code: "ana".to_owned(), signed_for: Kind::Notice });
    Standing { link, minor: true, state, reason, signature }
}

/// What is asked with the first reason that the state takes.
fn ask(state: S) -> Asked {
    let signed_for = (state == S::Identified).then_some(Kind::Remains);
    Asked { state, reason: reasons(state).0.first().copied(), has_note: false, signed_for }
}

/// Somebody who may do everything.
fn any_role(code: &str) -> Caller {
    let roles = Role::ALL.iter().copied().collect();
    Caller::new(Who::person(code).unwrap(), "ORG", roles, None, Purpose::Review)
}

/// The states that can follow, in the order of the table.
fn after(link: Link, from: Option<S>) -> Vec<&'static str> {
    let luis = any_role("luis");
    let may = |state: &S| next(&at(link, from), &ask(*state), &luis).is_ok();
    S::ALL.iter().copied().filter(may).map(S::code).collect()
}

#[test]
fn the_states_that_follow_are_those_of_the_table() {
    use Link::{NoticeNotice, NoticeRemains, NoticeShelter, RemainsRemains};
    let table: &[(Link, Option<S>, &str)] = &[
        (NoticeRemains, None, "possible unsure ruled_out"),
        (NoticeRemains, Some(S::Possible), "possible unsure ruled_out referred reopened"),
        (NoticeRemains, Some(S::Unsure), "possible unsure ruled_out referred reopened"),
        (NoticeRemains, Some(S::RuledOut), "ruled_out reopened"),
        (NoticeRemains, Some(S::Referred), "ruled_out identified premature reopened"),
        (NoticeRemains, Some(S::Signed), "ruled_out identified premature reopened"),
        (NoticeRemains, Some(S::Identified), "reopened"),
        (NoticeRemains, Some(S::Premature), "reopened"),
        (NoticeRemains, Some(S::Reopened), "possible unsure ruled_out"),
        (NoticeShelter, None, "possible unsure ruled_out"),
        (NoticeShelter, Some(S::Possible), "possible unsure ruled_out located reopened"),
        (NoticeShelter, Some(S::Unsure), "possible unsure ruled_out located reopened"),
        (NoticeShelter, Some(S::Located), "located released reopened"),
        (NoticeShelter, Some(S::Released), "located reopened"),
        (NoticeNotice, None, "possible unsure ruled_out same_person"),
        (NoticeNotice, Some(S::SamePerson), "reopened"),
        (
            RemainsRemains,
            Some(S::Possible),
            "possible unsure ruled_out referred same_person reopened",
        ),
        (RemainsRemains, Some(S::Referred), "ruled_out same_person reopened"),
    ];
    for (link, from, expected) in table {
        let expected: Vec<&str> = expected.split(' ').collect();
        assert_eq!(after(*link, *from), expected, "{link} from {from:?}");
    }
}

#[test]
fn nothing_leads_into_a_state_of_another_link() {
    let luis = any_role("luis");
    for link in Link::ALL {
        for from in S::ALL.iter().copied().map(Some).chain([None]) {
            for to in S::ALL.iter().copied().filter(|to| !exists_for(*to, link)) {
                let refused = next(&at(link, from), &ask(to), &luis);
                assert_eq!(refused, Err(Refusal::NotForLink { link, to }), "{link} {from:?}");
            }
        }
    }
}

#[test]
fn identified_takes_two_people_one_for_each_record() {
    let referred = at(Link::NoticeRemains, Some(S::Referred));
    let sign = |standing: &Standing, code: &str, signed_for: Option<Kind>| {
        let asked = Asked { signed_for, ..ask(S::Identified) };
        next(standing, &asked, &caller(code, Role::Authority))
    };
    let first = sign(&referred, "ana", Some(Kind::Notice)).unwrap();
    assert_eq!((first.state, first.signed_for), (S::Signed, Some(Kind::Notice)));
    let signed = at(Link::NoticeRemains, Some(S::Signed));
    let second = sign(&signed, "luis", Some(Kind::Remains)).unwrap();
    assert_eq!((second.state, second.signed_for), (S::Identified, Some(Kind::Remains)));
    assert_eq!(sign(&signed, "ana", Some(Kind::Remains)), Err(Refusal::SamePerson));
    assert_eq!(sign(&signed, "luis", Some(Kind::Notice)), Err(Refusal::SameRecord));
    assert_eq!(sign(&signed, "luis", Some(Kind::Shelter)), Err(Refusal::NeedsRecord));
    assert_eq!(sign(&referred, "ana", None), Err(Refusal::NeedsRecord));
    let machine = Who::machine("robot").unwrap();
    let roles = [Role::Authority].into();
    let robot = Caller::new(machine, "ORG", roles, None, Purpose::Identification);
    assert_eq!(next(&referred, &ask(S::Identified), &robot), Err(Refusal::NotAPerson));
    let anyone = Caller::anyone_here(Purpose::Demonstration);
    assert_eq!(next(&referred, &ask(S::Identified), &anyone), Err(Refusal::NotAPerson));
}

#[test]
fn each_role_decides_what_is_its_own() {
    use Role::{Authority, ChildProtection, Forensic, Reviewer};
    type Row = (Link, bool, Option<S>, S, &'static [Role]);
    let table: &[Row] = &[
        (
            Link::NoticeRemains,
            true,
            None,
            S::Possible,
            &[Reviewer, Forensic, Authority, ChildProtection],
        ),
        (Link::NoticeRemains, true, Some(S::Referred), S::Identified, &[Authority]),
        (Link::NoticeRemains, true, Some(S::Referred), S::Premature, &[Authority]),
        (Link::NoticeRemains, true, Some(S::Identified), S::Reopened, &[Authority]),
        (Link::NoticeRemains, true, Some(S::Signed), S::RuledOut, &[Authority]),
        (Link::NoticeShelter, true, Some(S::Possible), S::Located, &[ChildProtection]),
        (Link::NoticeShelter, true, Some(S::Located), S::Released, &[ChildProtection]),
        (Link::NoticeShelter, true, Some(S::Located), S::Reopened, &[ChildProtection]),
        (
            Link::NoticeShelter,
            false,
            Some(S::Possible),
            S::Located,
            &[Reviewer, Authority, ChildProtection],
        ),
        (Link::NoticeNotice, true, None, S::SamePerson, &[Reviewer, Authority, ChildProtection]),
        (
            Link::NoticeNotice,
            true,
            Some(S::SamePerson),
            S::Reopened,
            &[Reviewer, Authority, ChildProtection],
        ),
    ];
    for (link, minor, from, to, allowed) in table {
        let standing = Standing { minor: *minor, ..at(*link, *from) };
        for role in Role::ALL.iter().copied() {
            let may = next(&standing, &ask(*to), &caller("luis", role));
            assert_eq!(may.is_ok(), allowed.contains(&role), "{link} {to:?} by {role}: {may:?}");
        }
    }
}

#[test]
fn reasons_are_of_the_state_and_other_needs_a_note() {
    let ana = any_role("ana");
    let fresh = at(Link::NoticeRemains, None);
    let asked = |reason, has_note| Asked { reason, has_note, ..ask(S::RuledOut) };
    let needs = Err(Refusal::NeedsReason { to: S::RuledOut, of: AGAINST });
    assert_eq!(next(&fresh, &asked(None, true), &ana), needs);
    assert_eq!(next(&fresh, &asked(Some(R::Names), true), &ana), needs);
    assert_eq!(next(&fresh, &asked(Some(R::Other), false), &ana), Err(Refusal::NeedsNote));
    assert!(next(&fresh, &asked(Some(R::Other), true), &ana).is_ok());
    assert!(next(&fresh, &Asked { reason: None, ..ask(S::Possible) }, &ana).is_ok());
}

#[test]
fn who_refused_contact_is_not_released() {
    let mut located = at(Link::NoticeShelter, Some(S::Located));
    let protection = caller("ana", Role::ChildProtection);
    assert!(next(&located, &ask(S::Released), &protection).is_ok());
    for reason in [R::ContactRefused, R::GuardianToBeAssessed] {
        located.reason = Some(reason);
        assert!(next(&located, &ask(S::Released), &protection).is_err(), "{reason:?}");
    }
}

#[test]
fn every_refusal_says_something_in_both_languages() {
    let to = S::Located;
    for refusal in [
        Refusal::NotFromHere { from: None, to },
        Refusal::NotForLink { link: Link::NoticeNotice, to },
        Refusal::NeedsReason { to, of: CONTACT },
        Refusal::NeedsNote,
        Refusal::NotAllowed(Deed::LocateChild),
        Refusal::NotAPerson,
        Refusal::NeedsRecord,
        Refusal::SamePerson,
        Refusal::SameRecord,
    ] {
        assert_ne!(refusal.message(Lang::Es), refusal.message(Lang::En), "{}", refusal.code());
    }
}
