//! The explanation in words: what agrees, what disagrees and how that may come
//! about, what could not be compared, and what to check next.

use serde::Serialize;
use vinculo_record::Lang;

use crate::layout::printable;

/// The account of a pair for output, in one language, for a caller that asked for
/// an explanation. Holds personal data, and says of no one who they are.
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Account {
    /// What agrees, heaviest first.
    pub agrees: Vec<AccountFinding>,
    /// What disagrees, heaviest first.
    pub disagrees: Vec<AccountFinding>,
    /// What could not be compared, in the model's order.
    pub not_comparable: Vec<NotCompared>,
    /// What to check next, what could decide most first.
    pub next: Vec<NextStep>,
}

/// One comparison of an [`Account`].
#[derive(Clone, PartialEq, Serialize)]
pub struct AccountFinding {
    /// Name in the model.
    pub comparison: String,
    /// Name for people.
    pub label: String,
    /// Level's name in the model.
    pub level: String,
    /// What was found.
    pub text: String,
    /// Weight in bits, adjusted for the value's frequency.
    pub weight: f64,
    /// The same as how much more likely the finding is under one hypothesis.
    pub likelihood: String,
    /// How the difference may come about if the records are of one person, or the
    /// agreement if they are not.
    pub explanations: Vec<String>,
    /// What makes the pair physically impossible, unless a record has an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<String>,
}

/// A comparison that could not be made.
#[derive(Clone, PartialEq, Serialize)]
pub struct NotCompared {
    /// Name in the model; `dna` and `fingerprints` are in none.
    pub comparison: String,
    /// Name for people.
    pub label: String,
    /// Why, as a stable word: `absent_left`, `not_observable_right` …
    pub why: &'static str,
    /// Why, in words.
    pub text: String,
}

/// Something to check.
#[derive(Clone, PartialEq, Serialize)]
pub struct NextStep {
    /// A stable word: `ask_family_dental_records` …
    pub code: &'static str,
    /// What to do, and whom to ask.
    pub text: String,
    /// The comparison that it would allow or settle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<String>,
    /// Most bits that a level of the comparison weighs, either way; `None` where the
    /// check is of another kind than weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub could_decide: Option<f64>,
    /// Whether it is one of the primary identifiers: DNA, fingerprints, teeth.
    pub primary: bool,
}

/// The account as text for a terminal. Shows personal values.
pub fn render_account(account: &Account, lang: Lang) -> String {
    let mut out = String::new();
    let title = |out: &mut String, es, en| out.push_str(&format!("\n{}:\n", lang.pick(es, en)));
    title(&mut out, "lo que coincide", "what agrees");
    findings(&mut out, &account.agrees, lang);
    title(
        &mut out,
        "lo que no coincide, y cómo podría explicarse",
        "what disagrees, and how that might be explained",
    );
    findings(&mut out, &account.disagrees, lang);
    title(&mut out, "lo que no se pudo comparar, y por qué", "what could not be compared, and why");
    not_compared(&mut out, &account.not_comparable, lang);
    title(
        &mut out,
        "qué verificar ahora, primero lo que más podría decidir",
        "what to check next, what could decide most first",
    );
    for (number, step) in (1..).zip(&account.next) {
        out.push_str(&format!("  {number}. {}\n", printable(&step.text)));
    }
    if account.next.is_empty() {
        nothing(&mut out, lang);
    }
    out
}

fn findings(out: &mut String, findings: &[AccountFinding], lang: Lang) {
    for it in findings {
        let (label, text) = (printable(&it.label), printable(&it.text));
        out.push_str(&format!("  - {label}: {text} ({})\n", it.likelihood));
        if let Some(exclusion) = &it.exclusion {
            out.push_str(&format!("      ✗ {exclusion}\n"));
        }
        for explanation in &it.explanations {
            out.push_str(&format!("      · {explanation}\n"));
        }
    }
    if findings.is_empty() {
        nothing(out, lang);
    }
}

/// Comparisons that lack the same, in one line.
fn not_compared(out: &mut String, items: &[NotCompared], lang: Lang) {
    let mut reasons: Vec<&str> = Vec::new();
    for item in items {
        if !reasons.contains(&item.text.as_str()) {
            reasons.push(&item.text);
        }
    }
    for reason in reasons {
        let of_reason = items.iter().filter(|item| item.text == reason);
        let labels: Vec<String> = of_reason.map(|item| printable(&item.label)).collect();
        out.push_str(&format!("  - {}: {}\n", labels.join("; "), printable(reason)));
    }
    if items.is_empty() {
        nothing(out, lang);
    }
}

fn nothing(out: &mut String, lang: Lang) {
    out.push_str(lang.pick("  (nada)\n", "  (nothing)\n"));
}
