//! The language of an answer, from `Accept-Language`.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use vinculo_record::Lang;

/// The language of the request, as the outermost layer found it.
#[derive(Clone, Copy)]
pub(crate) struct Language(pub Lang);

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Language>().copied().unwrap_or(Language(Lang::default())))
    }
}

/// The language that a client prefers among ours; the first of equal weight.
pub(crate) fn preferred(headers: &HeaderMap, default: Lang) -> Lang {
    let Some(list) = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()) else {
        return default;
    };
    let mut best: Option<(f32, Lang)> = None;
    for entry in list.split(',') {
        let (tag, parameters) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok());
        let Some((weight, lang)) = weight.zip(ours(tag.trim())) else { continue };
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, lang));
        }
    }
    best.map_or(default, |(_, lang)| lang)
}

fn ours(tag: &str) -> Option<Lang> {
    match tag.split('-').next().map(str::to_ascii_lowercase).as_deref() {
        Some("es") => Some(Lang::Es),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_of_our_languages_wins() {
        for (header, expected) in [
            ("en", Lang::En),
            ("es-GT", Lang::Es),
            ("fr, en;q=0.4, es;q=0.8", Lang::Es),
            ("en;q=0, es;q=0.1", Lang::Es),
            ("de, fr", Lang::Es),
            ("English", Lang::Es),
            ("en;q=x", Lang::Es),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, header.parse().unwrap());
            assert_eq!(preferred(&headers, Lang::Es), expected, "{header}");
        }
        assert_eq!(preferred(&HeaderMap::new(), Lang::En), Lang::En);
    }
}
