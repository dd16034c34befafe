//! The widget: one module of JavaScript that other sites load, and its integrity hash.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha384};
use vinculo_record::vocab::Kinship;

use crate::{PublicLang, Word, words};

/// The source, in which the words are put.
const SOURCE: &str = include_str!("embed.js");
/// The words that it shows.
const SHOWN: [Word; 17] = [
    Word::FeedTitle,
    Word::Next,
    Word::None,
    Word::Unavailable,
    Word::SearchOnlyTitle,
    Word::Missing,
    Word::Minor,
    Word::WhoSearches,
    Word::KinSought,
    Word::Age,
    Word::Years,
    Word::LastSeen,
    Word::Where,
    Word::Contact,
    Word::Help,
    Word::Verified,
    Word::Updated,
];

/// The module, with all its words: the same bytes in every process of this version.
pub fn module() -> &'static str {
    static MODULE: LazyLock<String> = LazyLock::new(|| {
        let words: Map<String, Value> = SHOWN
            .iter()
            .map(|word| (format!("{word:?}"), json!(PublicLang::ALL.map(|lang| word.text(lang)))))
            .collect();
        let kinships: Map<String, Value> = Kinship::ALL
            .iter()
            .map(|kin| {
                let names = PublicLang::ALL.map(|lang| words::kinship(*kin, lang));
                (kin.code().to_owned(), json!(names))
            })
            .collect();
        SOURCE
            .replace("\"%WORDS%\"", &Value::Object(words).to_string())
            .replace("\"%KIN%\"", &Value::Object(kinships).to_string())
    });
    &MODULE
}

/// The name of the file that never changes: `embed-` and the start of its digest.
pub fn versioned_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        let digest = Sha256::digest(module().as_bytes());
        let digits: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("embed-{digits}.js")
    });
    &NAME
}

/// What stands in `integrity` (Subresource Integrity, SHA-384).
pub fn integrity() -> &'static str {
    static INTEGRITY: LazyLock<String> = LazyLock::new(|| {
        format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(module().as_bytes())))
    });
    &INTEGRITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_it_and_every_word_it_asks_for() {
        let module = module();
        assert!(!module.contains("%WORDS%") && !module.contains("%KIN%"));
        for word in SOURCE.split("#word(").skip(1) {
            // A name, or a choice of two.
            let names = word.split(')').next().unwrap().split('"').skip(1).step_by(2);
            for name in names {
                assert!(SHOWN.iter().any(|word| format!("{word:?}") == name), "{name}");
            }
        }
        for call in SOURCE.split(" line(\"").skip(1) {
            let name = call.split('"').next().unwrap();
            assert!(SHOWN.iter().any(|word| format!("{word:?}") == name), "{name}");
        }
    }

    #[test]
    fn it_runs_under_a_strict_policy_and_keeps_nothing() {
        for forbidden in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            ".cookie",
            "localStorage",
            "sessionStorage",
            "indexedDB",
            ".style",
            "style=",
            "http://",
            "https://",
        ] {
            assert!(!module().contains(forbidden), "{forbidden}");
        }
        assert!(module().contains("adoptedStyleSheets") && module().contains("import.meta.url"));
    }

    #[test]
    fn name_and_hash_belong_to_the_content() {
        assert!(versioned_name().len() == 6 + 16 + 3 && integrity().len() == 7 + 64);
    }
}
