use proptest::prelude::*;

use super::*;
use crate::testing::{finding, level_name, record};

/// Teeth as `16=filled/MO 46=extracted` and `all=sound` for 17–47 but wisdom teeth;
/// later ones prevail; `@2020` is the chart's date.
fn made(kind: Kind, words: &str) -> Record {
    let (teeth, date) = words.split_once('@').unwrap_or((words, ""));
    let mut cells = Vec::new();
    for word in teeth.split_whitespace() {
        match word.strip_prefix("all=") {
            Some(state) => cells.extend(
                (0..32).filter(|at| at % 8 != 7).map(|at| format!("{}={state}", number(at))),
            ),
            None => cells.push(word.to_owned()),
        }
    }
    let cells = cells.join(";");
    record(kind, &[("dental", cells.as_str()), ("dental_date", date)])
}

fn check(left: (Kind, &str), right: (Kind, &str), level: Option<&str>, why: Option<Exclusion>) {
    let (l, r) = (made(left.0, left.1), made(right.0, right.1));
    let c = DentalComparison;
    let found = finding(&c, &l, &r);
    assert_eq!(level_name(&c, &l, &r), level, "{left:?} {right:?} {found:?}");
    assert_eq!(found, finding(&c, &r, &l), "{left:?} {right:?}");
    assert_eq!(found.and_then(|f| f.exclusion), why, "{left:?} {right:?}");
}

const TREATED: &str =
    "all=sound 16=filled/MO 26=crown 36=extracted 46=filled/O 11=crown 45=root-filled";

#[test]
fn notice_and_remains() {
    let (many, several, few) = (Some("many_agree"), Some("several_agree"), Some("few_agree"));
    let (explained, one) = (Some("explainable"), Some("one_discrepant"));
    let present = Some(Exclusion::ToothPresentAfterExtraction);
    let undone = Some(Exclusion::RestorationUndone);
    for (notice, remains, level, why) in [
        (TREATED, TREATED, many, None),
        ("all=sound", "all=sound", few, None),
        ("11=crown", "11=crown", few, None),
        ("11=crown 36=extracted", "11=crown 36=extracted 46=sound", several, None),
        ("16=sound", "16=sound", explained, None),
        // time explains
        ("16=filled/O", "16=filled/MO", explained, None),
        ("16=filled/O", "16=crown", explained, None),
        ("16=crown", "16=extracted", explained, None),
        ("16=sound", "16=implant", explained, None),
        ("16=decayed", "16=sound", explained, None),
        ("16=root-filled", "16=filled", explained, None),
        ("48=unerupted", "48=sound", explained, None),
        ("55=sound", "55=extracted", explained, None),
        ("36=extracted", "36=bridge", few, None),
        ("all=sound", "all=sound 16=filled/O 26=filled/O 36=filled/O", explained, None),
        // it does not
        ("36=extracted", "36=sound", one, present),
        ("36=implant", "36=filled/O", one, present),
        ("36=extracted 11=crown", "36=filled/O 11=crown", one, present),
        ("36=extracted", "36=crown", one, None),
        ("36=bridge", "36=sound", one, None),
        ("38=extracted", "38=sound", one, None),
        ("75=extracted", "75=sound", one, None),
        ("16=filled/O", "16=sound", one, undone),
        ("16=crown", "16=sound", one, undone),
        ("16=crown", "16=decayed", one, None),
        ("16=crown", "16=filled", one, None),
        ("16=filled/MO", "16=filled/O", one, None),
        ("17=sound", "17=unerupted", one, None),
        ("36=extracted 46=extracted", "36=sound 46=sound", Some("discrepant"), present),
        // deciduous teeth are followed by permanent ones, never the reverse
        ("51=sound 61=sound", "11=sound 21=sound", explained, None),
        ("55=extracted", "15=sound", explained, None),
        ("55=sound 15=unerupted", "15=sound", explained, None),
        ("11=sound", "51=sound", one, None),
        (
            "11=sound 21=sound",
            "51=sound 61=sound",
            Some("discrepant"),
            Some(Exclusion::DeciduousAfterPermanent),
        ),
        ("15=sound", "55=sound 15=sound", explained, None),
        ("16=sound 11=sound", "16=sound 51=extracted", explained, None),
        // charting errors
        ("36=extracted 37=sound", "36=sound 37=extracted", explained, None),
        ("24=extracted 25=sound", "24=sound 25=extracted", explained, None),
        ("11=crown 36=extracted 16=filled/MO", "21=crown 46=extracted 26=filled/MO", None, None),
        ("all=sound 11=crown 36=extracted", "all=sound 21=crown 46=extracted", explained, None),
        // nothing to compare
        ("36=extracted", "36=lost-post-mortem", None, None),
        ("36=extracted", "46=sound", None, None),
        ("36=no-information", "36=sound", None, None),
        ("36=extracted", "36=not-recovered", None, None),
    ] {
        check((Kind::Notice, notice), (Kind::Remains, remains), level, why);
    }
}

#[test]
fn one_kind_never_excludes() {
    use Kind::{Notice, Remains, Shelter};
    let (one, explained) = (Some("one_discrepant"), Some("explainable"));
    for (kind, left, other, right, level) in [
        (Notice, TREATED, Notice, TREATED, Some("many_agree")),
        (Notice, "36=extracted", Notice, "36=sound", explained),
        (Notice, "36=extracted@2019", Notice, "36=sound@2021", one),
        (Notice, "36=extracted@2021", Notice, "36=sound@2019", explained),
        (Remains, "16=crown", Remains, "16=sound", explained),
        // no one direction explains both
        (Remains, "16=crown 26=sound", Remains, "16=sound 26=crown", one),
        (Shelter, "16=crown 26=sound 11=crown", Shelter, "16=sound 26=crown 11=sound", one),
        (Notice, "36=extracted@2019", Shelter, "36=sound@2021", one),
    ] {
        check((kind, left), (other, right), level, None);
    }
}

#[test]
fn rare_findings_are_rare() {
    let frequency = |words: &str| {
        let (l, r) = (made(Kind::Notice, words), made(Kind::Remains, words));
        finding(&DentalComparison, &l, &r).unwrap().frequency
    };
    let sound = frequency("all=sound").unwrap();
    assert!(sound > 0.1 && sound < 0.4, "a sound mouth is common: {sound}");
    assert!(frequency(TREATED).unwrap() < 1e-4);
    assert!(frequency("16=filled/MOD").unwrap() < frequency("16=filled").unwrap());
}

#[test]
fn teeth_have_their_places() {
    for at in 0..TEETH {
        let fdi = Fdi::new(u8::try_from(number(at)).unwrap()).expect("a tooth");
        assert_eq!(index(fdi), at);
        assert_eq!(mirror(mirror(at)), at);
        assert_eq!(number(mirror(at)) % 10, number(at) % 10);
    }
    for position in 1..=8 {
        let sum: f32 = [
            Class::Unerupted,
            Class::Sound,
            Class::Filled,
            Class::RootFilled,
            Class::Crown,
            Class::Lost,
        ]
        .into_iter()
        .map(|class| figures::share(class, position, false))
        .sum();
        assert!((sum - 1.0).abs() < 0.15, "{position}: {sum}");
    }
}

#[test]
fn reasons_name_the_teeth() {
    let check = |left: &str, right: &str, lang, expected: &str| {
        let c = DentalComparison;
        let (l, r) = (
            c.compile(&made(Kind::Notice, left)).unwrap(),
            c.compile(&made(Kind::Remains, right)).unwrap(),
        );
        assert_eq!(c.reason(&l, &r, &c.compare(&l, &r).unwrap(), lang), expected);
    };
    check(
        "16=filled/MO 36=extracted 11=sound 21=sound 46=sound",
        "16=filled/MO 36=sound 11=sound 21=decayed 46=filled",
        Lang::Es,
        "contradice: 36 extraído / sano; coincide: 16 obturado MO, 2 sanos; explicable: 46 sano / obturado",
    );
    check(
        "all=sound 11=crown 36=extracted",
        "all=sound 21=crown 46=extracted",
        Lang::En,
        "contradicts: 11 crown / sound, 36 missing ante-mortem / sound; agrees: 24 sound; explainable: 21 sound / crown, 46 sound / missing ante-mortem; agrees if the sides are swapped",
    );
    let l = made(Kind::Notice, "16=filled/MO 36=extracted");
    assert_eq!(DentalComparison.show(&l, Lang::En), "16 filled MO, 36 missing ante-mortem");
}

proptest! {
    #[test]
    fn symmetric_and_total(left in charts(), right in charts(), kinds in (0usize..3, 0usize..3)) {
        let (l, r) = (made(Kind::ALL[kinds.0], &left), made(Kind::ALL[kinds.1], &right));
        let found = finding(&DentalComparison, &l, &r);
        prop_assert_eq!(found, finding(&DentalComparison, &r, &l));
        if let Some(found) = found {
            prop_assert!(found.frequency.is_none_or(|f| f > 0.0 && f <= 1.0));
            let remains = kinds.0 != kinds.1 && kinds.0.max(kinds.1) == 1;
            prop_assert!(found.exclusion.is_none() || remains);
        }
    }

    #[test]
    fn any_text(text in ".{0,40}") {
        let r = record(Kind::Remains, &[("dental", &text)]);
        prop_assert_eq!(finding(&DentalComparison, &r, &r).and_then(|f| f.exclusion), None);
    }
}

fn charts() -> impl Strategy<Value = String> {
    let tooth = "(1[1-8]|3[4-8]|46|55|51|52|75)=(sound|decayed|filled|filled/MO|filled/O|crown|extracted|bridge|unerupted|lost-post-mortem)";
    (prop::collection::vec(tooth, 0..12), "(|@2019|@2021|@2020~)")
        .prop_map(|(teeth, date)| format!("{}{date}", teeth.join(" ")))
}
