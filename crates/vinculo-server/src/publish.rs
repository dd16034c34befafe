//! Public answers: tagged, dated, kept for a while by anybody.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::address::hex;
use crate::limits::{HEX_ETAG_BYTES, NOTICE_AGE};
use crate::problem::Problem;
use crate::problem_of::internal;
use crate::state::AppState;

/// Pages load their own style sheet; nothing runs, nothing is sent anywhere.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors";

/// Marks an answer that other pages may frame: its policy says which.
#[derive(Clone, Copy)]
pub(crate) struct MayBeFramed;

/// A public answer in the making.
pub(crate) struct Public {
    pub(crate) media_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// When anything of it last changed, if that is known.
    pub(crate) changed_at: Option<Timestamp>,
    pub(crate) status: StatusCode,
    /// Whether other pages may frame it.
    pub(crate) framed: bool,
}

impl Public {
    pub(crate) fn new(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            media_type,
            body: body.into(),
            changed_at: None,
            status: StatusCode::OK,
            framed: false,
        }
    }

    pub(crate) fn html(body: String) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    pub(crate) fn json(body: &impl Serialize) -> Result<Self, Problem> {
        let json = serde_json::to_vec(body).map_err(|error| internal(&error))?;
        Ok(Self::new("application/json", json))
    }

    pub(crate) fn changed_at(mut self, at: Option<Timestamp>) -> Self {
        self.changed_at = at;
        self
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Other pages may frame it: those that were configured.
    pub(crate) fn framed(mut self) -> Self {
        self.framed = true;
        self
    }

    /// The answer, or that the client has it.
    pub(crate) fn answer(self, state: &AppState, asked: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", hex(&Sha256::digest(&self.body)[..HEX_ETAG_BYTES]));
        let dated = self.changed_at.and_then(modified);
        let is_same = self.status == StatusCode::OK && has(asked, &tag, dated);
        let mut response = match is_same {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => {
                (self.status, [(header::CONTENT_TYPE, self.media_type)], self.body).into_response()
            }
        };
        let kept = format!("public, max-age={NOTICE_AGE}");
        let is_page = self.media_type.starts_with("text/html");
        let robots = if state.publishing.index { "noarchive" } else { "noindex, noarchive" };
        let ancestors = if self.framed { state.publishing.frame_ancestors() } else { "'none'" };
        if self.framed {
            response.extensions_mut().insert(MayBeFramed);
        }
        let lines = [
            (header::ETAG, Some(tag)),
            (header::LAST_MODIFIED, dated.map(http_date)),
            (header::CACHE_CONTROL, Some(kept)),
            (header::VARY, Some("Accept-Language".to_owned())),
            (
                header::CONTENT_SECURITY_POLICY,
                is_page.then(|| format!("{PAGE_POLICY} {ancestors}")),
            ),
            (HeaderName::from_static("x-robots-tag"), Some(robots.to_owned())),
        ];
        for (name, value) in lines {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The second of a change, once it is over: another change within it would have the same
/// date.
fn modified(at: Timestamp) -> Option<Timestamp> {
    let second = Timestamp::from_second(at.as_second()).ok()?;
    (second.checked_add(2.seconds()).ok()? < Timestamp::now()).then_some(second)
}

/// Whether the client has this: by the tag, or where it sent none by the date (RFC 9110,
/// 13.2.2).
fn has(asked: &HeaderMap, tag: &str, dated: Option<Timestamp>) -> bool {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(list) = text(header::IF_NONE_MATCH) {
        let known = |known: &str| known.trim().trim_start_matches("W/") == tag;
        return list.split(',').any(known) || list.trim() == "*";
    }
    let since = text(header::IF_MODIFIED_SINCE).and_then(read_http_date);
    dated.zip(since).is_some_and(|(dated, since)| dated <= since)
}

fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn read_http_date(text: &str) -> Option<Timestamp> {
    let read = jiff::civil::DateTime::strptime("%a, %d %b %Y %H:%M:%S GMT", text).ok()?;
    jiff::tz::TimeZone::UTC.to_timestamp(read).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_http() {
        let at: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(read_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(at));
        assert_eq!(read_http_date("yesterday"), None);
    }

    #[test]
    fn a_tag_goes_before_a_date() {
        let at: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        let has = |pairs: &[(HeaderName, &str)]| {
            let mut asked = HeaderMap::new();
            for (name, value) in pairs {
                asked.insert(name, value.parse().unwrap());
            }
            super::has(&asked, "\"a\"", Some(at))
        };
        let later = (header::IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:37 GMT");
        let earlier = (header::IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:36 GMT");
        assert!(has(std::slice::from_ref(&later)) && !has(std::slice::from_ref(&earlier)));
        assert!(!has(&[]));
        assert!(has(&[(header::IF_NONE_MATCH, "\"x\", W/\"a\""), earlier]));
        assert!(!has(&[(header::IF_NONE_MATCH, "\"x\""), later]));
    }

    #[test]
    fn a_second_that_is_not_over_has_no_date() {
        assert_eq!(modified(Timestamp::now()), None);
        let past: Timestamp = "1994-11-06T08:49:37.5Z".parse().unwrap();
        assert_eq!(modified(past), "1994-11-06T08:49:37Z".parse().ok());
    }
}
