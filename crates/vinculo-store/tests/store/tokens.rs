//! Tokens: shown once, found by their secret alone, ended by time or by hand.

use jiff::{Timestamp, ToSpan};
use vinculo_access::{Purpose, Role, Roles, Who};
use vinculo_record::vocab::Country;
use vinculo_store::{NewToken, Secret, Store, TokenState};

use crate::fixture;

fn in_days(days: i64) -> Timestamp {
    Timestamp::now() + (24 * days).hours()
}

fn new(roles: impl Into<Roles>) -> NewToken {
    NewToken {
        who: Who::person("mlopez").unwrap(),
        organisation: "CNB".to_owned(),
        roles: roles.into(),
        country: None,
        expires_at: in_days(30),
    }
}

#[test]
fn a_token_is_found_by_its_secret_and_by_nothing_else() {
    let fixture = fixture();
    let access = fixture.store.access().unwrap();
    assert!(!access.has_tokens().unwrap());
    let (token, secret) = access.create_token(&new([Role::Search, Role::Reviewer])).unwrap();
    let (other, _) = access.create_token(&new([Role::Auditor])).unwrap();
    assert!(access.has_tokens().unwrap());
    let text = secret.reveal();
    assert_eq!(access.token_of(&Secret::parse(&text).unwrap()).unwrap(), Some(token.clone()));
    let caller = token.caller(Purpose::Review);
    assert!(caller.has(Role::Reviewer) && caller.token == Some(token.id));

    let flipped = if text.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{flipped}", &text[..text.len() - 1]);
    let of_other = text.replacen(&format!("_{}_", token.id), &format!("_{}_", other.id), 1);
    let of_none = text.replacen(&format!("_{}_", token.id), "_77_", 1);
    for text in [wrong, of_other, of_none] {
        assert_eq!(access.token_of(&Secret::parse(&text).unwrap()).unwrap(), None);
    }
    for text in
        ["", "vinculo_1_", "vinculo_1_abc", "vinculo_-1_00", &text[1..], &format!("{text}0")]
    {
        assert!(Secret::parse(text).is_none(), "{text}");
    }
}

#[test]
fn no_file_holds_the_secret() {
    let fixture = fixture();
    let (_, secret) = fixture.store.access().unwrap().create_token(&new([Role::Search])).unwrap();
    let text = secret.reveal();
    let digits = text.rsplit('_').next().unwrap().as_bytes();
    let files = std::fs::read_dir(&fixture.dir).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.is_file()) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(digits.len()).any(|part| part == digits), "{}", path.display());
    }
    assert!(!format!("{secret:?}").contains(std::str::from_utf8(digits).unwrap()));
}

#[test]
fn a_revoked_token_is_revoked_for_every_process_at_once() {
    let fixture = fixture();
    let (token, secret) =
        fixture.store.access().unwrap().create_token(&new([Role::Search])).unwrap();
    // Another process, which does not hold the writer's lock.
    let beside = Store::open_reader(&fixture.dir).unwrap();
    let revoked = beside.access().unwrap().revoke_token(token.id).unwrap().unwrap();
    assert_eq!(revoked.state(Timestamp::now()), TokenState::Revoked);
    assert_eq!(beside.access().unwrap().revoke_token(token.id).unwrap(), Some(revoked.clone()));
    assert_eq!(beside.access().unwrap().revoke_token(99).unwrap(), None);
    let seen = fixture.store.access().unwrap().token_of(&secret).unwrap().unwrap();
    assert_eq!(seen, revoked);
    assert_eq!(token.state(Timestamp::now()), TokenState::Valid);
    assert_eq!(token.state(in_days(31)), TokenState::Expired);
    assert!(fixture.store.access().unwrap().has_tokens().unwrap(), "an ended token still counts");
}

#[test]
fn what_would_undo_itself_is_refused() {
    let fixture = fixture();
    let access = fixture.store.access().unwrap();
    let mut past = new([Role::Search]);
    past.expires_at = in_days(-1);
    let mut long = new([Role::Search]);
    long.expires_at = in_days(400);
    for (token, part) in [
        (new([]), "needs a role"),
        (new([Role::Admin, Role::Search]), "stands alone"),
        (new([Role::Auditor, Role::Admin]), "stands alone"),
        (new([Role::Consular]), "--country"),
        (past, "future"),
        (long, "366 days"),
    ] {
        let error = access.create_token(&token).err().unwrap().to_string();
        assert!(error.contains(part), "{error}");
    }
    let mut consular = new([Role::Consular]);
    consular.country = Country::parse("HN");
    assert!(access.create_token(&consular).is_ok());
    assert_eq!(access.tokens().unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_enter_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = fixture();
    let mode = |mode| {
        std::fs::set_permissions(&fixture.dir, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    assert_eq!(std::fs::metadata(&fixture.dir).unwrap().permissions().mode() & 0o777, 0o700);
    for loose in [0o750, 0o701, 0o777] {
        mode(loose);
        let error = Store::open_reader(&fixture.dir).unwrap_err();
        assert!(error.is_loose() && error.to_string().contains("chmod 700"), "{error}");
    }
    mode(0o700);
    Store::open_reader(&fixture.dir).unwrap();
}
