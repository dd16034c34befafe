//! Half-remembered names: each tenth notice of the region that has a surname is
//! looked up with a misspelt surname, in another order, with other accents.

use serde_json::Value;

use crate::support::{CsvRow, Dice, csv_rows, fixture, region};

/// Places in which the notice must be found.
const WITHIN: usize = 5;

/// Names are the same where only case and accents differ.
fn folded(name: &str) -> String {
    let plain = |letter: char| match letter {
        'á' | 'à' | 'ä' | 'â' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        other => other,
    };
    name.to_lowercase().chars().map(plain).collect()
}

/// A name's words in no order.
fn words(name: &str) -> Vec<String> {
    let name = folded(name).replace(',', " ");
    let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

struct Sought {
    id: String,
    given: String,
    surnames: Vec<String>,
}

fn sought() -> Vec<Sought> {
    let rows = csv_rows(&fixture("region/notices.csv"));
    let named = rows.iter().filter(|row| {
        !row["paternal_surname"].is_empty()
            && !row["given_names"].is_empty()
            && row["protection_hold"] != "true"
    });
    named.step_by(10).map(Sought::of).collect()
}

impl Sought {
    fn of(row: &CsvRow) -> Self {
        let surnames = ["paternal_surname", "maternal_surname"].map(|column| row[column].clone());
        Self {
            id: row["local_id"].clone(),
            given: row["given_names"].clone(),
            surnames: surnames.into_iter().filter(|surname| !surname.is_empty()).collect(),
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.given, self.surnames.join(" "))
    }

    /// The place at which a text finds the notice; those of equal name do not count.
    fn place(&self, text: &str) -> Option<usize> {
        let args = ["--json", "--kind", "notice", "--limit", "50", text];
        let found = region().run("search", args).ended(0).json();
        let own = words(&self.name());
        let mut place = 1;
        for hit in found["hits"].as_array().unwrap() {
            if hit["local_id"] == Value::String(self.id.clone()) {
                return Some(place);
            }
            if words(hit["name"].as_str().unwrap()) != own {
                place += 1;
            }
        }
        None
    }
}

/// Looks each up by a text made of it, and holds every one to the first places.
#[track_caller]
fn check(what: &str, mut text: impl FnMut(&Sought) -> String) {
    let sought = sought();
    assert!(sought.len() >= 15, "{}", sought.len());
    let missed: Vec<String> = sought
        .iter()
        .filter_map(|sought| {
            let text = text(sought);
            let place = sought.place(&text);
            let is_found = place.is_some_and(|place| place <= WITHIN);
            (!is_found).then(|| format!("{} by «{text}»: {place:?}", sought.id))
        })
        .collect();
    assert!(missed.is_empty(), "{what}: {} of {}: {missed:#?}", missed.len(), sought.len());
}

/// Spoils one letter of the first surname, not its first, by an edit of a sort.
fn misspelt(sought: &Sought, dice: &mut Dice, edit: fn(&mut Vec<char>, usize, char)) -> String {
    let mut letters: Vec<char> = sought.surnames[0].chars().collect();
    let at = 1 + dice.below(letters.len() - 2);
    let other = char::from(b'a' + dice.below(26) as u8);
    edit(&mut letters, at, other);
    let mut words = vec![sought.given.clone(), letters.into_iter().collect()];
    words.extend(sought.surnames.iter().skip(1).cloned());
    words.join(" ")
}

#[test]
fn a_surname_with_a_letter_replaced_finds_the_notice() {
    let mut dice = Dice::new(1);
    check("replaced", |s| misspelt(s, &mut dice, |letters, at, other| letters[at] = other));
}

#[test]
fn a_surname_with_a_letter_left_out_finds_the_notice() {
    let mut dice = Dice::new(2);
    check("left out", |s| {
        misspelt(s, &mut dice, |letters, at, _| {
            letters.remove(at);
        })
    });
}

#[test]
fn a_surname_with_a_letter_too_many_finds_the_notice() {
    let mut dice = Dice::new(3);
    check("added", |s| misspelt(s, &mut dice, |letters, at, other| letters.insert(at, other)));
}

#[test]
fn a_surname_with_two_letters_swapped_finds_the_notice() {
    let mut dice = Dice::new(4);
    check("swapped", |s| misspelt(s, &mut dice, |letters, at, _| letters.swap(at, at + 1)));
}

#[test]
fn a_name_in_any_order_finds_the_notice() {
    check("surnames first", |s| format!("{} {}", s.surnames.join(" "), s.given));
    check("with a comma", |s| format!("{}, {}", s.surnames.join(" "), s.given));
    check("surnames the other way", |s| {
        let surnames: Vec<&str> = s.surnames.iter().rev().map(String::as_str).collect();
        format!("{} {}", s.given, surnames.join(" "))
    });
}

#[test]
fn a_name_with_other_accents_or_case_finds_the_notice() {
    check("accents dropped", |s| folded(&s.name()));
    check("capitals", |s| s.name().to_uppercase());
    check("accents added", |s| {
        let accent = |letter| match letter {
            'a' => 'á',
            'e' => 'é',
            'o' => 'ó',
            other => other,
        };
        s.name().chars().map(accent).collect()
    });
    check("decomposed accents", |s| {
        s.name().replace('á', "a\u{301}").replace('é', "e\u{301}").replace('ñ', "n\u{303}")
    });
}

#[test]
fn an_exact_name_stands_before_a_similar_one() {
    let found = region().run("search", ["--json", "--kind", "notice", "Diego Ramíres López"]);
    let found = found.ended(0).json();
    let score = |i: usize| found["hits"][i]["score"].as_f64().unwrap();
    assert_eq!(found["hits"][0]["local_id"], "D0175144423");
    assert!(score(0) > score(1), "{found}");
}

fn hits(args: &[&str]) -> Vec<Value> {
    let all = ["--json", "--limit", "1000"].into_iter().chain(args.iter().copied());
    let found = region().run("search", all).ended(0).json();
    found["hits"].as_array().unwrap().clone()
}

#[test]
fn filters_keep_what_they_say() {
    let sheet = csv_rows(&fixture("region/notices.csv"));
    let of = |id: &str| sheet.iter().find(|row| row["local_id"] == id).expect("a notice");
    let expected = |keep: &dyn Fn(&CsvRow) -> bool| {
        sheet.iter().filter(|row| row["protection_hold"] != "true" && keep(row)).count()
    };
    let found = hits(&["--kind", "notice", "--country", "GT"]);
    assert_eq!(found.len(), expected(&|row| row["event_country"] == "GT"));
    assert!(found.iter().all(|hit| of(hit["local_id"].as_str().unwrap())["event_country"] == "GT"));
    let found = hits(&["--kind", "notice", "--sex", "mujer"]);
    assert_eq!(found.len(), expected(&|row| row["sex"] == "female"));
    assert!(found.iter().all(|hit| hit["sex"] == "female"));
    let found = hits(&["--kind", "shelter"]);
    assert!(!found.is_empty() && found.iter().all(|hit| hit["kind"] == "shelter"));
    let found = hits(&["--kind", "notice", "--from", "2021-01-01", "--to", "2021-12-31"]);
    let in_2021 = |hit: &Value| {
        let date = hit["event_date"].as_str().unwrap();
        let years: Vec<i32> = date
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| part.len() == 4)
            .map(|year| year.parse().unwrap())
            .collect();
        // An approximate date reaches beyond what it says.
        let around = i32::from(date.contains(['~', '?']));
        let (first, last) = (years[0], years[years.len() - 1]);
        first - around <= 2021 && last + around >= 2021
    };
    assert!(!found.is_empty() && found.iter().all(in_2021), "{found:?}");
    let exact =
        expected(&|row| row["event_date"].starts_with("2021-") && row["event_date"].len() == 10);
    assert!(found.len() >= exact, "{} of {exact}", found.len());
}

#[test]
fn minors_are_those_whose_age_reaches_below_eighteen() {
    let children = hits(&["--kind", "notice", "--minors"]);
    let aged = |range: &str| hits(&["--kind", "notice", "--age", range]).len();
    assert!(!children.is_empty());
    assert!(aged("0-17") > 0 && aged("0-17") <= children.len());
    assert!(aged("0-120") >= aged("0-17"));
}

#[test]
fn facets_count_all_matches_and_limits_only_cut_the_list() {
    let found = region().run("search", ["--json", "--limit", "3", "maria"]).ended(0).json();
    assert_eq!(found["hits"].as_array().unwrap().len(), 3);
    let total = found["total"].as_u64().unwrap();
    let kinds = found["facets"]["kind"].as_array().unwrap();
    let counted: u64 = kinds.iter().map(|facet| facet["count"].as_u64().unwrap()).sum();
    assert!(total > 3);
    assert_eq!(counted, total);
}

#[test]
fn words_of_the_circumstances_are_stemmed_and_shown() {
    let found = region().run("search", ["--json", "vías de los trenes"]).ended(0).json();
    let hits = found["hits"].as_array().unwrap();
    let lit: Vec<String> = hits
        .iter()
        .flat_map(|hit| hit["snippet"].as_array().into_iter().flatten())
        .filter(|piece| piece["highlight"] == true)
        .map(|piece| piece["text"].as_str().unwrap().to_lowercase())
        .collect();
    assert!(lit.iter().any(|word| word == "tren"), "{lit:?}");
}
