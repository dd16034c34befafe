//! Hair, eyes and skin: one comparison, because they share a cause.
//!
//! Each colour recorded on both sides is the same, a neighbouring shade, or
//! different; what the condition of remains hides is left out (skin and eyes after
//! the first days, hair too on a skeleton).
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `agree_all` | every colour the same |
//! | `agree_most` | more the same than neighbouring, none different |
//! | `near` | none different |
//! | `mixed` | at most half of them different |
//! | `disagree` | more than half different |
//!
//! Dark hair and brown eyes are the rule in the region, so agreement has the
//! frequency of that very combination: only rare ones carry weight. The three go
//! together in people, which a mixture of two groups, dark and light, stands for.

use vinculo_record::vocab::{Condition, EyeColour, HairColour, SkinTone};
use vinculo_record::{Kind, Lang, Record};

use crate::{Comparison, Finding, Level};

const AGREE_ALL: u8 = 0;
const AGREE_MOST: u8 = 1;
const NEAR: u8 = 2;
const MIXED: u8 = 3;
const DISAGREE: u8 = 4;

const LEVELS: &[Level] = &[
    Level { name: "agree_all", es: "los colores coinciden", en: "colours agree" },
    Level { name: "agree_most", es: "casi todos los colores coinciden", en: "most colours agree" },
    Level { name: "near", es: "colores cercanos", en: "colours near" },
    Level { name: "mixed", es: "algún color difiere", en: "a colour differs" },
    Level { name: "disagree", es: "los colores difieren", en: "colours disagree" },
];

/// The numbers of this comparison. All are judgement, led by the colours of
/// missing people in California 2014 (NamUs and NCMEC) and the rule that most of
/// the region's people have dark hair and brown eyes.
mod figures {
    use super::{EyeColour, HairColour, SkinTone};

    /// Share of people in the dark group. Judgement.
    pub const DARK_SHARE: f32 = 0.85;
    /// Shades whose positions differ by no more than this are neighbours. Judgement.
    pub const NEAR: i16 = 15;
    /// Share of people with eyes of two colours. Unverified.
    pub const TWO_COLOURED: f32 = 0.005;
    /// The least frequency of a combination. Judgement.
    pub const MIN_FREQUENCY: f32 = 0.0005;

    /// A shade: its position on the scale from dark to light (`None`: only itself),
    /// its share in the dark and in the light group.
    #[derive(Clone, Copy)]
    pub struct Shade {
        pub at: Option<i16>,
        pub shares: [f32; 2],
    }

    const fn shade(at: i16, dark: f32, light: f32) -> Shade {
        Shade { at: Some(at), shares: [dark, light] }
    }

    const fn alone(dark: f32, light: f32) -> Shade {
        Shade { at: None, shares: [dark, light] }
    }

    pub const fn hair(colour: HairColour) -> Shade {
        use HairColour as H;
        match colour {
            H::Black => shade(0, 0.52, 0.08),
            H::DarkBrown => shade(10, 0.18, 0.12),
            H::Brown => shade(15, 0.19, 0.32),
            H::LightBrown => shade(25, 0.02, 0.18),
            H::Sandy => shade(35, 0.001, 0.03),
            H::Blond => shade(40, 0.004, 0.14),
            H::Red => alone(0.002, 0.03),
            H::PartlyGrey => alone(0.03, 0.03),
            H::Grey => alone(0.02, 0.03),
            H::White => alone(0.005, 0.01),
            H::Dyed => alone(0.02, 0.02),
            H::Bald => alone(0.01, 0.01),
        }
    }

    pub const fn eyes(colour: EyeColour) -> Shade {
        use EyeColour as E;
        match colour {
            E::Black => shade(0, 0.15, 0.02),
            E::DarkBrown => shade(10, 0.22, 0.08),
            E::Brown => shade(15, 0.55, 0.35),
            E::Maroon => shade(15, 0.004, 0.005),
            E::LightBrown => shade(25, 0.05, 0.18),
            E::Hazel => shade(35, 0.02, 0.15),
            E::Green => shade(50, 0.003, 0.10),
            E::Grey => shade(60, 0.001, 0.015),
            E::Blue => shade(65, 0.001, 0.09),
            E::Multi => alone(0.001, 0.005),
            E::Pink => alone(0.0001, 0.001),
            E::Prosthesis => alone(0.001, 0.001),
        }
    }

    pub const fn skin(tone: SkinTone) -> Shade {
        use SkinTone as S;
        match tone {
            S::Albino => alone(0.0002, 0.001),
            S::Fair => shade(0, 0.02, 0.30),
            S::Light => shade(10, 0.04, 0.24),
            S::Ruddy => shade(10, 0.004, 0.02),
            S::Sallow => shade(20, 0.004, 0.01),
            S::Yellow => shade(20, 0.003, 0.005),
            S::Olive => shade(25, 0.06, 0.12),
            S::Medium => shade(30, 0.12, 0.12),
            S::LightBrown => shade(35, 0.26, 0.14),
            S::MediumBrown => shade(45, 0.36, 0.04),
            S::DarkBrown => shade(55, 0.08, 0.004),
            S::Dark => shade(60, 0.03, 0.0),
            S::Black => shade(70, 0.02, 0.0),
        }
    }

    /// Hair that greys or reddens: neighbours outside the scale.
    pub const HAIR_NEIGHBOURS: &[(HairColour, HairColour)] = &[
        (HairColour::PartlyGrey, HairColour::Black),
        (HairColour::PartlyGrey, HairColour::DarkBrown),
        (HairColour::PartlyGrey, HairColour::Brown),
        (HairColour::PartlyGrey, HairColour::Grey),
        (HairColour::Grey, HairColour::White),
        (HairColour::Red, HairColour::Brown),
        (HairColour::Red, HairColour::LightBrown),
        (HairColour::Red, HairColour::Sandy),
    ];
}

/// Compares the colours of hair, eyes and skin.
#[derive(Clone, Copy, Debug, Default)]
pub struct PigmentationComparison;

/// The colours that the record shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PigmentationFeature {
    hair: Option<HairColour>,
    eyes: Option<(EyeColour, EyeColour)>,
    skin: Option<SkinTone>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Degree {
    Same,
    Near,
    Different,
}

impl Comparison for PigmentationComparison {
    type Feature = PigmentationFeature;

    fn name(&self) -> &'static str {
        "pigmentation"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<PigmentationFeature> {
        let [hair, eyes, skin] = observable(record);
        let feature = PigmentationFeature {
            hair: record.body.hair_colour.known().copied().filter(|_| hair),
            eyes: record.body.eye_colour.known().copied().filter(|_| eyes),
            skin: record.body.skin_tone.known().copied().filter(|_| skin),
        };
        let any = feature.hair.is_some() || feature.eyes.is_some() || feature.skin.is_some();
        any.then_some(feature)
    }

    fn compare(&self, left: &PigmentationFeature, right: &PigmentationFeature) -> Option<Finding> {
        let degrees = degrees(left, right);
        let count = |degree| degrees.iter().filter(|d| **d == Some(degree)).count();
        let (same, near, different) =
            (count(Degree::Same), count(Degree::Near), count(Degree::Different));
        let level = match (same, near, different) {
            (0, 0, 0) => return None,
            (_, 0, 0) => AGREE_ALL,
            (same, near, 0) if same > near => AGREE_MOST,
            (_, _, 0) => NEAR,
            _ if different * 2 <= same + near + different => MIXED,
            _ => DISAGREE,
        };
        Some(if level <= NEAR {
            Finding::with_frequency(level, frequency(left, right, degrees))
        } else {
            Finding::level(level)
        })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let body = &record.body;
        shown(
            &PigmentationFeature {
                hair: body.hair_colour.known().copied(),
                eyes: body.eye_colour.known().copied(),
                skin: body.skin_tone.known().copied(),
            },
            lang,
        )
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
    }

    fn reason(
        &self,
        left: &PigmentationFeature,
        right: &PigmentationFeature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        let (degrees, shown_left, shown_right) =
            (degrees(left, right), shown(left, lang), shown(right, lang));
        let clause = |degree: Degree, word: &str| {
            let colours: Vec<String> = (0..degrees.len())
                .filter(|i| degrees[*i] == Some(degree))
                .filter_map(|i| Some(pair(shown_left[i].as_deref()?, shown_right[i].as_deref()?)))
                .collect();
            (!colours.is_empty()).then(|| format!("{word}: {}", colours.join(", ")))
        };
        [
            clause(Degree::Same, lang.pick("coincide", "agrees")),
            clause(Degree::Near, lang.pick("cercano", "near")),
            clause(Degree::Different, lang.pick("difiere", "differs")),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
    }
}

/// Whether hair, eyes and skin can be told: always of the living; of remains by
/// condition (matrix of comparability, judgement).
fn observable(record: &Record) -> [bool; 3] {
    if record.key.kind != Kind::Remains {
        return [true; 3];
    }
    match record.remains.condition {
        None | Some(Condition::Fresh | Condition::Traumatic) => [true; 3],
        Some(
            Condition::EarlyDecomposition | Condition::AdvancedDecomposition | Condition::Mummified,
        ) => [true, false, false],
        Some(Condition::SkeletalComplete | Condition::SkeletalPartial | Condition::Burned) => {
            [false; 3]
        }
    }
}

/// Of hair, eyes and skin; `None` where one record does not have it.
fn degrees(left: &PigmentationFeature, right: &PigmentationFeature) -> [Option<Degree>; 3] {
    [
        left.hair.zip(right.hair).and_then(|(a, b)| hair_degree(a, b)),
        left.eyes.zip(right.eyes).and_then(|(a, b)| eyes_degree(a, b)),
        left.skin.zip(right.skin).map(|(a, b)| scale(a == b, figures::skin(a), figures::skin(b))),
    ]
}

/// Dye and a shaved or bald head hide the colour, which is no difference.
fn hair_degree(a: HairColour, b: HairColour) -> Option<Degree> {
    let hidden = |colour| matches!(colour, HairColour::Dyed | HairColour::Bald);
    if a != b && (hidden(a) || hidden(b)) {
        return None;
    }
    if figures::HAIR_NEIGHBOURS.iter().any(|pair| *pair == (a, b) || *pair == (b, a)) {
        return Some(Degree::Near);
    }
    Some(scale(a == b, figures::hair(a), figures::hair(b)))
}

/// The better of both ways: families and examiners mistake the sides.
fn eyes_degree(a: (EyeColour, EyeColour), b: (EyeColour, EyeColour)) -> Option<Degree> {
    let both = |x: (EyeColour, EyeColour), y: (EyeColour, EyeColour)| {
        eye_degree(x.0, y.0).into_iter().chain(eye_degree(x.1, y.1)).max()
    };
    both(a, b).into_iter().chain(both(a, (b.1, b.0))).min()
}

fn eye_degree(a: EyeColour, b: EyeColour) -> Option<Degree> {
    if a == b {
        return Some(Degree::Same);
    }
    if a == EyeColour::Prosthesis || b == EyeColour::Prosthesis {
        return None;
    }
    if a == EyeColour::Multi || b == EyeColour::Multi {
        return Some(Degree::Near);
    }
    Some(scale(false, figures::eyes(a), figures::eyes(b)))
}

fn scale(same: bool, a: figures::Shade, b: figures::Shade) -> Degree {
    match (same, a.at, b.at) {
        (true, ..) => Degree::Same,
        (false, Some(a), Some(b)) if (a - b).abs() <= figures::NEAR => Degree::Near,
        _ => Degree::Different,
    }
}

/// How many people would agree as well with either record: of each group those
/// with the same shade, or with a neighbouring one.
fn frequency(
    left: &PigmentationFeature,
    right: &PigmentationFeature,
    degrees: [Option<Degree>; 3],
) -> f32 {
    let mut total = 0.0;
    for (group, share) in [(0, figures::DARK_SHARE), (1, 1.0 - figures::DARK_SHARE)] {
        let hair = mass(left.hair, right.hair, degrees[0], |colour, degree| {
            let like = |other: &&HairColour| hair_degree(colour, **other) == Some(degree);
            let shares = |other: &HairColour| figures::hair(*other).shares[group];
            HairColour::ALL.iter().filter(like).map(shares).sum()
        });
        let eyes = mass(left.eyes, right.eyes, degrees[1], |eyes, degree| {
            let like = |other: &&EyeColour| eye_degree(eyes.0, **other) == Some(degree);
            let shares = |other: &EyeColour| figures::eyes(*other).shares[group];
            let one: f32 = EyeColour::ALL.iter().filter(like).map(shares).sum();
            if eyes.0 == eyes.1 { one } else { figures::TWO_COLOURED }
        });
        let skin = mass(left.skin, right.skin, degrees[2], |tone, degree| {
            let like = |other: &&SkinTone| {
                scale(tone == **other, figures::skin(tone), figures::skin(**other)) == degree
            };
            let shares = |other: &SkinTone| figures::skin(*other).shares[group];
            SkinTone::ALL.iter().filter(like).map(shares).sum()
        });
        total += share * hair * eyes * skin;
    }
    total.clamp(figures::MIN_FREQUENCY, 1.0)
}

/// The mean over both records of how many agree so; 1 where not compared.
fn mass<T: Copy>(
    left: Option<T>,
    right: Option<T>,
    degree: Option<Degree>,
    share: impl Fn(T, Degree) -> f32,
) -> f32 {
    match (left, right, degree) {
        (Some(a), Some(b), Some(degree)) => (share(a, degree) + share(b, degree)) / 2.0,
        _ => 1.0,
    }
}

fn shown(feature: &PigmentationFeature, lang: Lang) -> [Option<String>; 3] {
    let hair = |colour: HairColour| {
        lang.pick("cabello {}", "{} hair").replacen("{}", colour.label(lang), 1)
    };
    let eyes = |(left, right): (EyeColour, EyeColour)| {
        let colours = if left == right {
            left.label(lang).to_owned()
        } else {
            format!("{}/{}", left.label(lang), right.label(lang))
        };
        lang.pick("ojos {}", "{} eyes").replacen("{}", &colours, 1)
    };
    let skin = |tone: SkinTone| lang.pick("tez {}", "{} skin").replacen("{}", tone.label(lang), 1);
    [feature.hair.map(hair), feature.eyes.map(eyes), feature.skin.map(skin)]
}

fn pair(left: &str, right: &str) -> String {
    if left == right { left.to_owned() } else { format!("{left} / {right}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, level_name, record};

    /// A record of `hair|eyes|skin|condition`.
    fn made(kind: Kind, words: &str) -> Record {
        let names = ["hair_colour", "eye_colour", "skin_tone", "condition"];
        let cells: Vec<(&str, &str)> =
            names.into_iter().zip(words.split('|')).filter(|(_, word)| !word.is_empty()).collect();
        record(kind, &cells)
    }

    fn check(left: &str, right: (Kind, &str), expected: Option<&str>) {
        let (l, r) = (made(Kind::Notice, left), made(right.0, right.1));
        assert_eq!(level_name(&PigmentationComparison, &l, &r), expected, "{left} {right:?}");
        assert_eq!(
            finding(&PigmentationComparison, &l, &r),
            finding(&PigmentationComparison, &r, &l),
            "{left} {right:?}"
        );
    }

    #[test]
    fn levels() {
        use Kind::{Notice, Remains, Shelter};
        for (left, kind, right, expected) in [
            ("negro|café|morena", Shelter, "black|brown|medium-brown", Some("agree_all")),
            ("negro|café|morena", Shelter, "negro|café|morena clara", Some("agree_most")),
            ("negro|café|morena", Shelter, "castaño|café oscuro|morena clara", Some("near")),
            ("negro|café|morena", Shelter, "castaño|café|", Some("near")),
            ("negro|café|morena", Shelter, "negro|azules|morena", Some("mixed")),
            ("negro|café|", Shelter, "rubio|café|", Some("mixed")),
            ("negro|café|morena", Shelter, "rubio|azules|blanca", Some("disagree")),
            ("negro|café|morena", Shelter, "rubio|azules|morena", Some("disagree")),
            ("negro||", Shelter, "rubio||", Some("disagree")),
            ("negro||", Shelter, "||morena", None),
            ("negro|café|morena", Shelter, "||", None),
            // greying, dye, a shaved head
            ("negro||", Shelter, "entrecano||", Some("near")),
            ("negro|café|", Shelter, "teñido|café|", Some("agree_all")),
            ("negro||", Shelter, "calvo||", None),
            ("canoso||", Notice, "rubio||", Some("disagree")),
            // two colours, and the sides mistaken
            ("|green/brown|", Shelter, "|brown/green|", Some("agree_all")),
            ("|green/brown|", Shelter, "|brown|", Some("disagree")),
            ("|multi|", Shelter, "|hazel|", Some("near")),
            ("|brown|", Shelter, "|brown/prosthesis|", Some("agree_all")),
            // what the condition hides
            ("negro|café|morena", Remains, "negro|azules|negra|fresh", Some("disagree")),
            ("negro|café|morena", Remains, "negro|azules|negra|putrefacción", Some("agree_all")),
            ("negro|café|morena", Remains, "rubio|café|morena|mummified", Some("disagree")),
            ("negro|café|morena", Remains, "rubio|café|morena|osamenta", None),
            ("negro|café|morena", Remains, "n/o|n/o|n/o|burned", None),
            ("negro|café|morena", Remains, "negro|café|morena|", Some("agree_all")),
            ("negro||morena", Remains, "||blanca|early-decomposition", None),
            // words of the region
            ("canche||", Shelter, "rubio||", Some("agree_all")),
            ("chele||", Shelter, "güero||", Some("agree_all")),
            ("||güera", Shelter, "||blanca", Some("agree_all")),
            ("|zarco|", Shelter, "|azules|", Some("agree_all")),
            ("|miel|", Shelter, "|café claro|", Some("near")),
            ("|negros|", Shelter, "|café|", Some("near")),
            ("|negros|", Shelter, "|verdes|", Some("disagree")),
            ("||morena clara", Shelter, "||apiñonada", Some("near")),
            ("||morena", Shelter, "||morena oscura", Some("near")),
            ("||blanca", Shelter, "||negra", Some("disagree")),
            ("castaño claro||", Shelter, "castaño oscuro||", Some("near")),
            ("pelirrojo||", Shelter, "castaño||", Some("near")),
            ("canoso|café|", Notice, "entrecano|café|", Some("near")),
            ("negro|verdes|morena", Notice, "negro|verdes|morena", Some("agree_all")),
            ("negro|verdes|morena", Notice, "negro|café|blanca", Some("disagree")),
            ("rubio|azules|blanca", Notice, "rubio|azules|morena clara", Some("mixed")),
        ] {
            check(left, (kind, right), expected);
        }
    }

    #[test]
    fn rare_colours_are_rare() {
        let frequency = |words: &str| {
            let (l, r) = (made(Kind::Notice, words), made(Kind::Shelter, words));
            finding(&PigmentationComparison, &l, &r).unwrap().frequency.unwrap()
        };
        assert!(frequency("negro|café|morena") > 0.05);
        assert!(frequency("negro||") > 0.4);
        assert!(frequency("rubio|azules|blanca") < 0.005);
        assert!(frequency("|green/brown|") < 0.01);
    }

    #[test]
    fn shares_sum_to_one() {
        let check = |shares: Vec<[f32; 2]>| {
            for group in 0..2 {
                let sum: f32 = shares.iter().map(|s| s[group]).sum();
                assert!((sum - 1.0).abs() < 0.01, "{sum}");
            }
        };
        check(HairColour::ALL.iter().map(|c| figures::hair(*c).shares).collect());
        check(EyeColour::ALL.iter().map(|c| figures::eyes(*c).shares).collect());
        check(SkinTone::ALL.iter().map(|c| figures::skin(*c).shares).collect());
    }

    #[test]
    fn reasons_name_the_colours() {
        let (l, r) = (
            made(Kind::Notice, "negro|café|morena"),
            made(Kind::Shelter, "negro|azul|morena clara"),
        );
        let c = PigmentationComparison;
        let (x, y) = (c.compile(&l).unwrap(), c.compile(&r).unwrap());
        let found = c.compare(&x, &y).unwrap();
        assert_eq!(
            c.reason(&x, &y, &found, Lang::Es),
            "coincide: cabello negro; cercano: tez morena / tez morena clara; difiere: ojos café / ojos azules"
        );
        assert_eq!(
            c.reason(&x, &y, &found, Lang::En),
            "agrees: black hair; near: medium brown skin / light brown skin; differs: brown eyes / blue eyes"
        );
        assert_eq!(c.show(&l, Lang::En), "black hair, brown eyes, medium brown skin");
    }

    proptest! {
        #[test]
        fn total(a in ".{0,20}", b in ".{0,20}", c in ".{0,20}") {
            let cells = [("hair_colour", a.as_str()), ("eye_colour", b.as_str()), ("skin_tone", c.as_str())];
            let r = record(Kind::Remains, &cells);
            let _ = finding(&PigmentationComparison, &r, &r);
        }
    }
}
