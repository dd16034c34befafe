//! Whole accounts, told from fixed findings under a fixed model.

use vinculo_model::{Model, ShownFinding, Waterfall, render_account};
use vinculo_record::{Cell, Column, Kind, Link, RecordKey, Row as Cells};

use super::*;
use crate::explain::comparison_label;

/// Comparison, agreeing level, disagreeing level, m and u of the first.
const COMPARISONS: &[(&str, &str, &str, f64, f64)] = &[
    ("surnames", "swapped", "disagree", 0.6, 0.001),
    ("documents", "same", "different", 0.9, 0.00001),
    ("relatives", "one_given", "parent_differs", 0.8, 0.04),
    ("sex", "same", "different", 0.98, 0.5),
    ("age", "age_within", "age_far", 0.8, 0.3),
    ("time", "close", "incompatible", 0.9, 0.4),
    ("stature", "within", "far", 0.8, 0.4),
    ("marks", "same_mark", "none_shared", 0.5, 0.01),
    ("dental", "several_agree", "discrepant", 0.9, 0.02),
];

fn model() -> Model {
    let mut toml = "format = 1\nname = \"test\"\nnote = \"test\"\n".to_owned();
    for link in ["notice-remains", "notice-shelter"] {
        toml += &format!(
            "[links.{link}]\nprior = {{ share = 0.1, source = \"t\" }}\n[links.{link}.frequencies]\n\
             digest = \"\"\nfloor = 0.001\nshrinkage = 1\ntf_cap_bits = 8\nsource = \"t\"\n"
        );
        for (name, agree, disagree, m, u) in COMPARISONS {
            let level = |name: &str, m: f64, u: f64| {
                format!(
                    "{{ level = \"{name}\", m = {m}, u = {u}, source = \"t\", pseudo_count = 1 }}"
                )
            };
            let levels = [level(agree, *m, *u), level(disagree, 1.0 - m, 1.0 - u)].join(",\n");
            toml += &format!(
                "[[links.{link}.comparisons]]\nname = \"{name}\"\ncode_version = 1\n\
                 source = \"t\"\nlevels = [\n{levels}\n]\n"
            );
        }
    }
    Model::from_toml(&toml).unwrap()
}

fn record(kind: Kind, cells: &[(&str, &str)]) -> Record {
    let mut row = Cells::new();
    for (name, text) in cells {
        let column = Column::from_name(name).unwrap();
        match column.is_list() {
            true => row.insert(column, Cell::List(text.split(';').map(str::to_owned).collect())),
            false => row.insert_text(column, *text),
        }
    }
    Record::from_row(RecordKey::new(kind, "T".to_owned(), "1".to_owned()).unwrap(), &row).0
}

/// Comparison, level or nothing, left value, right value, reason.
type Found<'a> = (&'static str, Option<&'a str>, &'a str, &'a str, &'a str);

fn told(link: Link, left: &Record, right: &Record, found: &[Found], lang: Lang) -> Account {
    let model = model();
    let link = model.link(link).unwrap();
    let findings: Vec<ShownFinding> = found
        .iter()
        .map(|(comparison, level, left, right, reason)| ShownFinding {
            comparison: (*comparison).to_owned(),
            comparison_label: comparison_label(comparison, lang).to_owned(),
            level: level.map(str::to_owned),
            level_label: level.unwrap_or_default().to_owned(),
            left: (*left).to_owned(),
            right: (*right).to_owned(),
            frequency: None,
            reason: (*reason).to_owned(),
            exclusion: (*level == Some("incompatible"))
                .then(|| "found_before_last_seen".to_owned()),
        })
        .collect();
    let waterfall = Waterfall::new(link, &link.prior(1000).unwrap(), &findings).unwrap();
    account(link, &waterfall, left, right, lang)
}

fn notice_and_remains() -> (Record, Record) {
    let notice = record(
        Kind::Notice,
        &[
            ("age_min", "16"),
            ("age_max", "17"),
            ("nationality", "GT"),
            ("dna", "typed@INACIF:77"),
            ("marks", "tattoo@forearm:rosa"),
            ("photos", "a.jpg"),
        ],
    );
    let remains = record(
        Kind::Remains,
        &[
            ("condition", "osamenta"),
            ("dna", "perfil@UNTHSC:F-1"),
            ("fingerprints", "n/o"),
            ("dental", "16=filled"),
            ("marks", "tattoo@forearm/left:flor"),
        ],
    );
    (notice, remains)
}

const REMAINS_FOUND: &[Found] = &[
    ("surnames", None, "Caal Xol", "", ""),
    ("documents", None, "", "", ""),
    ("sex", Some("different"), "mujer", "hombre", "mujer / hombre"),
    ("age", Some("age_far"), "16", "20–25", "16–17 / 20–25"),
    ("time", Some("incompatible"), "2021-03", "2021-02", "2021-03 / 2021-02"),
    ("stature", Some("within"), "150", "152", "150 / 152 cm"),
    ("marks", Some("same_mark"), "tatuaje", "tatuaje", "tatuaje en el antebrazo"),
    ("dental", None, "", "16=filled", ""),
];

#[test]
fn a_notice_and_bones_in_spanish() {
    let (notice, remains) = notice_and_remains();
    let account = told(Link::NoticeRemains, &notice, &remains, REMAINS_FOUND, Lang::Es);
    assert_eq!(render_account(&account, Lang::Es), include_str!("golden/bones.es.txt"));
}

#[test]
fn a_notice_and_bones_in_english() {
    let (notice, remains) = notice_and_remains();
    let account = told(Link::NoticeRemains, &notice, &remains, REMAINS_FOUND, Lang::En);
    assert_eq!(render_account(&account, Lang::En), include_str!("golden/bones.en.txt"));
}

const SHELTER_FOUND: &[Found] = &[
    ("surnames", Some("swapped"), "Caal Xol", "Xol Caal", "Caal Xol, en orden inverso"),
    ("documents", None, "DPI 1234567890101", "PASSPORT 1", ""),
    ("relatives", None, "madre Rosa", "", ""),
    ("sex", Some("same"), "mujer", "mujer", "mujer"),
    ("age", Some("age_within"), "30", "30", "30 / 30"),
    ("time", Some("close"), "2021-03", "2021-03", "3 días después"),
];

#[test]
fn a_notice_and_a_guest_in_both_languages() {
    let notice = record(Kind::Notice, &[("age_min", "30"), ("age_max", "31")]);
    let guest = record(Kind::Shelter, &[("age_min", "30"), ("age_max", "30")]);
    for (lang, expected) in [
        (Lang::Es, include_str!("golden/guest.es.txt")),
        (Lang::En, include_str!("golden/guest.en.txt")),
    ] {
        let account = told(Link::NoticeShelter, &notice, &guest, SHELTER_FOUND, lang);
        assert_eq!(render_account(&account, lang), expected);
    }
}

#[test]
fn what_could_decide_most_comes_first() {
    let (notice, remains) = notice_and_remains();
    let account = told(Link::NoticeRemains, &notice, &remains, REMAINS_FOUND, Lang::En);
    let codes: Vec<&str> = account.next.iter().map(|step| step.code).collect();
    assert_eq!(
        codes[..4],
        ["check_dates", "confront_dna", "ask_family_dental_records", "ask_smile_photo"]
    );
    let bits: Vec<f64> = account.next[4..].iter().map(|s| s.could_decide.unwrap_or(0.0)).collect();
    assert!(bits.is_sorted_by(|a, b| a >= b), "{bits:?}");
}

#[test]
fn advice_follows_what_each_side_has() {
    let codes = |notice: &[(&str, &str)], remains: &[(&str, &str)]| -> Vec<&'static str> {
        let (notice, remains) = (record(Kind::Notice, notice), record(Kind::Remains, remains));
        let account = told(Link::NoticeRemains, &notice, &remains, &[], Lang::En);
        account.next.iter().map(|step| step.code).collect()
    };
    for (notice, remains, has, lacks) in [
        (&[][..], &[][..], "dna_both_sides", "confront_dna"),
        (&[("dna", "taken@A")], &[("dna", "typed@B")], "type_dna", "confront_dna"),
        (&[("dna", "typed@A")], &[("dna", "typed@B")], "confront_dna", "type_dna"),
        (&[("dna", "typed@A")], &[], "remains_dna_sample", "family_dna_sample"),
        (&[], &[("dna", "typed@B")], "family_dna_sample", "remains_dna_sample"),
        (&[("dna", "typed@A")], &[("dna", "n/o")], "ask_family_photo", "remains_dna_sample"),
        (&[("fingerprints", "taken@A")], &[("fingerprints", "taken@B")], "confront_prints", "x"),
        (&[], &[("fingerprints", "taken@B")], "registry_prints", "confront_prints"),
        (
            &[("fingerprints", "taken@A")],
            &[("condition", "fresh")],
            "remains_prints",
            "registry_prints",
        ),
        (
            &[("fingerprints", "taken@A")],
            &[("condition", "osamenta")],
            "dna_both_sides",
            "remains_prints",
        ),
        (&[], &[("inventory", "torso")], "dna_both_sides", "ask_lab_dental_chart"),
        (&[], &[("inventory", "head")], "ask_lab_dental_chart", "x"),
        (&[], &[("dental", "n/o")], "dna_both_sides", "ask_family_dental_records"),
        (&[("photos", "a.jpg")], &[("photos", "b.jpg")], "compare_photos", "ask_family_photo"),
        (
            &[("marks", "tattoo@forearm/left:x")],
            &[("marks", "tattoo@forearm/right:x")],
            "ask_mark_side",
            "child_protection",
        ),
        (
            &[("marks", "tattoo@forearm/left:x")],
            &[("marks", "tattoo@forearm/left:x")],
            "dna_both_sides",
            "ask_mark_side",
        ),
    ] {
        let found = codes(notice, remains);
        assert!(found.contains(&has), "{notice:?} {remains:?}: {found:?}");
        assert!(!found.contains(&lacks), "{notice:?} {remains:?}: {found:?}");
    }
}

#[test]
fn a_child_in_a_shelter_is_protected_first() {
    for (age, code) in
        [("9", "child_protection"), ("", "child_protection"), ("40", "consent_first")]
    {
        let cells: Vec<(&str, &str)> = match age {
            "" => vec![],
            age => vec![("age_min", age), ("age_max", age)],
        };
        let (notice, guest) = (record(Kind::Notice, &cells), record(Kind::Shelter, &cells));
        let account = told(Link::NoticeShelter, &notice, &guest, &[], Lang::Es);
        assert_eq!(account.next[0].code, code, "{age}");
    }
}

#[test]
fn no_account_speaks_of_identity() {
    let (notice, remains) = notice_and_remains();
    for lang in [Lang::Es, Lang::En] {
        let account = told(Link::NoticeRemains, &notice, &remains, REMAINS_FOUND, lang);
        let text = render_account(&account, lang);
        for word in ["% ", "probabilidad", "probability", "es ella", "is him", "match"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}
