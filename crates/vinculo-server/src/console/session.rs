//! Sessions of the console: who signed in with a token, for how long, and what their forms
//! carry so that no other page can send one in their name.
//!
//! Sessions live in memory: a restart ends them. The token is looked up again for every
//! request, so that revoking it ends its sessions.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use vinculo_access::Purpose;

use crate::address::hex;
use crate::limits::{MAX_SESSIONS, SESSION_IDLE, SESSION_TIME};

/// The name of the cookie.
pub(crate) const COOKIE: &str = "vinculo_session";

/// A session, for one request.
#[derive(Clone)]
pub(crate) struct Session {
    /// The token that signed in, as it was typed.
    pub(crate) token: String,
    pub(crate) purpose: Purpose,
    /// What every form of the session carries.
    pub(crate) form_key: String,
    began: Instant,
    used: Instant,
}

/// All sessions, by a digest of their cookie.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<[u8; 32], Session>>);

impl Sessions {
    /// Begins a session; gives the value of its cookie, or `None` where the system gives no
    /// randomness.
    pub(crate) fn begin(&self, token: &str, purpose: Purpose) -> Option<String> {
        let (id, form_key) = (random()?, random()?);
        let now = Instant::now();
        let token = token.to_owned();
        let session = Session { token, purpose, form_key, began: now, used: now };
        let mut sessions = self.lock();
        sessions.retain(|_, session| session.is_alive(now));
        if sessions.len() >= MAX_SESSIONS {
            let oldest = sessions.iter().min_by_key(|(_, session)| session.used);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                sessions.remove(&oldest);
            }
        }
        sessions.insert(digest(&id), session);
        Some(id)
    }

    /// The session of a request's cookie, if it runs.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let key = digest(cookie(headers)?);
        let now = Instant::now();
        let mut sessions = self.lock();
        let session = sessions.get_mut(&key)?;
        if !session.is_alive(now) {
            sessions.remove(&key);
            return None;
        }
        session.used = now;
        Some(session.clone())
    }

    /// Ends the session of a request's cookie.
    pub(crate) fn end(&self, headers: &HeaderMap) {
        if let Some(cookie) = cookie(headers) {
            self.lock().remove(&digest(cookie));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    fn is_alive(&self, now: Instant) -> bool {
        now.duration_since(self.began) < SESSION_TIME
            && now.duration_since(self.used) < SESSION_IDLE
    }

    /// Whether a form was made for this session.
    pub(crate) fn is_own_form(&self, sent: &str) -> bool {
        self.form_key.as_bytes().ct_eq(sent.as_bytes()).into()
    }
}

/// Whether a request that changes something comes from a page of this server.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return false;
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == COOKIE).map(|(_, value)| value.trim())
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn random() -> Option<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_session_is_found_by_its_cookie_until_it_ends() {
        let sessions = Sessions::default();
        let id = sessions.begin("vinculo_1_ab", Purpose::Review).unwrap();
        let sent = headers(&[("cookie", &format!("a=b; {COOKIE}={id}"))]);
        let session = sessions.of(&sent).unwrap();
        assert_eq!((session.token.as_str(), session.purpose), ("vinculo_1_ab", Purpose::Review));
        assert!(
            session.is_own_form(&session.form_key)
                && !session.is_own_form("")
                && id != session.form_key
        );
        assert!(sessions.of(&headers(&[("cookie", &format!("{COOKIE}=x"))])).is_none());
        assert!(sessions.of(&HeaderMap::new()).is_none());
        sessions.end(&sent);
        assert!(sessions.of(&sent).is_none());
    }

    #[test]
    fn a_session_ends_by_itself() {
        let sessions = Sessions::default();
        let id = sessions.begin("t", Purpose::Review).unwrap();
        let sent = headers(&[("cookie", &format!("{COOKIE}={id}"))]);
        for (began, used) in [(SESSION_TIME, SESSION_IDLE / 2), (SESSION_IDLE, SESSION_IDLE)] {
            let session = sessions.of(&sent).unwrap();
            let later = Instant::now() + began.max(used);
            assert!(!Session { used: later - used, ..session }.is_alive(later));
        }
    }

    #[test]
    fn there_are_never_too_many() {
        let sessions = Sessions::default();
        let first = sessions.begin("t", Purpose::Review).unwrap();
        for _ in 0..MAX_SESSIONS {
            sessions.begin("t", Purpose::Review).unwrap();
        }
        assert_eq!(sessions.lock().len(), MAX_SESSIONS);
        assert!(sessions.of(&headers(&[("cookie", &format!("{COOKIE}={first}"))])).is_none());
    }

    #[test]
    fn forms_of_other_pages_are_told() {
        let own = [("host", "a.example"), ("origin", "https://a.example")];
        assert!(is_from_here(&headers(&own)));
        assert!(is_from_here(&headers(&[
            ("host", "a.example"),
            ("sec-fetch-site", "same-origin")
        ])));
        for other in [
            &[("host", "a.example"), ("origin", "https://b.example")][..],
            &[("host", "a.example"), ("origin", "null")],
            &[("host", "a.example"), ("sec-fetch-site", "same-site")],
            &[("host", "a.example"), ("sec-fetch-site", "cross-site")],
            &[("origin", "https://a.example")],
        ] {
            assert!(!is_from_here(&headers(other)), "{other:?}");
        }
    }
}
