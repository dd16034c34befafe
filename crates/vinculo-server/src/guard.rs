//! Who may speak to a server that asks for no token: programs of this machine,
//! and pages that the server itself served.
//!
//! A page of another site can make a browser of this machine send requests here.
//! It cannot set `Host` to a name of the loopback (names that are made to point
//! there are refused), nor hide the `Origin` of a request that changes something.

use std::net::IpAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, header};

use crate::problem::{Code, Problem};

/// Refuses requests for other names and changes asked for by other pages.
pub(crate) fn check(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    let host = text(headers, header::HOST);
    if host.is_some_and(|host| !is_loopback(host)) {
        return Err(Problem::new(Code::Misdirected));
    }
    if method.is_safe() {
        return Ok(());
    }
    let foreign_site = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let foreign_origin = match (text(headers, header::ORIGIN), host) {
        (None, _) => false,
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, o)| o != host),
        (Some(_), None) => true,
    };
    if foreign_site || foreign_origin {
        return Err(Problem::new(Code::CrossOrigin));
    }
    Ok(())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    // What is no text is no name of ours.
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(method: Method, pairs: &[(&'static str, &str)]) -> Option<Code> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        check(&method, &headers).err().map(|problem| problem.code)
    }

    #[test]
    fn only_names_of_the_loopback_are_answered() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:8080", "127.8.8.8", "[::1]:80"] {
            assert_eq!(answer(Method::GET, &[("host", host)]), None, "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example", "192.168.1.2", "[2001:db8::1]", "a b"]
        {
            assert_eq!(answer(Method::GET, &[("host", host)]), Some(Code::Misdirected), "{host}");
        }
    }

    #[test]
    fn another_page_changes_nothing() {
        let host = ("host", "127.0.0.1:8080");
        let ours = ("origin", "http://127.0.0.1:8080");
        assert_eq!(answer(Method::POST, &[host]), None);
        assert_eq!(answer(Method::POST, &[host, ours]), None);
        for foreign in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:9090"),
            ("sec-fetch-site", "cross-site"),
        ] {
            let found = answer(Method::POST, &[host, foreign]);
            assert_eq!(found, Some(Code::CrossOrigin), "{foreign:?}");
            assert_eq!(answer(Method::GET, &[host, foreign]), None, "{foreign:?}");
        }
    }
}
