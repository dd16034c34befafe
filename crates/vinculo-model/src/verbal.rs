//! A likelihood ratio in words and in a sentence.
//!
//! The words say how strongly the findings support one hypothesis rather than
//! the other. They never say how probable a hypothesis is: that would transpose
//! the conditional. No word is shown without its number.

use vinculo_record::Lang;

use crate::constants::{NEUTRAL_LR, VERBAL_BANDS};

/// Strength of support, after the ENFSI scale (boundaries unverified).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// LR about 1.
    None,
    /// LR up to 10.
    Weak,
    /// LR from 10.
    Moderate,
    /// LR from 100.
    ModeratelyStrong,
    /// LR from 1 000.
    Strong,
    /// LR from 10 000.
    VeryStrong,
    /// LR from 1 000 000.
    ExtremelyStrong,
}

/// What the findings support, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Support {
    band: Band,
    one_person: bool,
}

impl Support {
    /// The support that a log10 likelihood ratio gives. NaN supports nothing.
    pub fn of(log10_lr: f64) -> Support {
        Support { band: band(log10_lr.abs()), one_person: log10_lr > 0.0 }
    }

    /// How strong it is.
    pub fn band(self) -> Band {
        self.band
    }

    /// Whether 'one person' is supported rather than 'different people'; `None` for no support.
    pub fn for_one_person(self) -> Option<bool> {
        (self.band != Band::None).then_some(self.one_person)
    }

    /// A stable word for files and interfaces: `strong`, `very_strong` …, the
    /// support of 'different people' with `against_` in front.
    pub fn code(self) -> &'static str {
        let (towards, against) = match self.band {
            Band::None => ("none", "none"),
            Band::Weak => ("weak", "against_weak"),
            Band::Moderate => ("moderate", "against_moderate"),
            Band::ModeratelyStrong => ("moderately_strong", "against_moderately_strong"),
            Band::Strong => ("strong", "against_strong"),
            Band::VeryStrong => ("very_strong", "against_very_strong"),
            Band::ExtremelyStrong => ("extremely_strong", "against_extremely_strong"),
        };
        if self.one_person { towards } else { against }
    }

    /// The words: `strong support for one person rather than different people`.
    pub fn text(self, lang: Lang) -> String {
        if self.band == Band::None {
            return lang
                .pick("no apoya ni una cosa ni la otra", "no support either way")
                .to_owned();
        }
        let strength = self.band.text(lang);
        match (lang, self.one_person) {
            (Lang::Es, true) => {
                format!("apoyo {strength} a una misma persona frente a personas distintas")
            }
            (Lang::Es, false) => {
                format!("apoyo {strength} a personas distintas frente a una misma persona")
            }
            (Lang::En, true) => {
                format!("{strength} support for one person rather than different people")
            }
            (Lang::En, false) => {
                format!("{strength} support for different people rather than one person")
            }
        }
    }
}

impl Band {
    fn text(self, lang: Lang) -> &'static str {
        match self {
            Band::None => lang.pick("nulo", "no"),
            Band::Weak => lang.pick("débil", "weak"),
            Band::Moderate => lang.pick("moderado", "moderate"),
            Band::ModeratelyStrong => lang.pick("moderadamente fuerte", "moderately strong"),
            Band::Strong => lang.pick("fuerte", "strong"),
            Band::VeryStrong => lang.pick("muy fuerte", "very strong"),
            Band::ExtremelyStrong => lang.pick("extremadamente fuerte", "extremely strong"),
        }
    }
}

/// The words for a log10 likelihood ratio: [`Support::text`].
///
/// ```
/// use vinculo_model::verbal;
/// use vinculo_record::Lang;
/// assert_eq!(verbal(3.2, Lang::En), "strong support for one person rather than different people");
/// assert_eq!(verbal(-1.5, Lang::Es), "apoyo moderado a personas distintas frente a una misma persona");
/// ```
pub fn verbal(log10_lr: f64, lang: Lang) -> String {
    Support::of(log10_lr).text(lang)
}

/// The sentence that states the evidence under both hypotheses.
///
/// ```
/// use vinculo_model::lr_sentence;
/// use vinculo_record::Lang;
/// assert_eq!(
///     lr_sentence(2.5, Lang::En),
///     "the findings are 320 times more likely if the two records are of one person \
///      than if they are of different people"
/// );
/// ```
pub fn lr_sentence(log10_lr: f64, lang: Lang) -> String {
    let times = times(log10_lr.abs());
    match (Support::of(log10_lr).for_one_person(), lang) {
        (None, Lang::Es) => {
            "los hallazgos son igual de probables si los dos registros son de una misma persona que si son de personas distintas".to_owned()
        }
        (None, Lang::En) => {
            "the findings are as likely if the two records are of one person as if they are of different people".to_owned()
        }
        (Some(true), Lang::Es) => format!(
            "los hallazgos son {times} veces más probables si los dos registros son de una misma persona que si son de personas distintas"
        ),
        (Some(true), Lang::En) => format!(
            "the findings are {times} times more likely if the two records are of one person than if they are of different people"
        ),
        (Some(false), Lang::Es) => format!(
            "los hallazgos son {times} veces más probables si los dos registros son de personas distintas que si son de una misma persona"
        ),
        (Some(false), Lang::En) => format!(
            "the findings are {times} times more likely if the two records are of different people than if they are of one person"
        ),
    }
}

/// The same of one finding, short.
///
/// ```
/// use vinculo_model::lr_phrase;
/// use vinculo_record::Lang;
/// assert_eq!(
///     lr_phrase(-1.5, Lang::En),
///     "32 times more likely if they are two people than if they are one"
/// );
/// ```
pub fn lr_phrase(log10_lr: f64, lang: Lang) -> String {
    let times = times(log10_lr.abs());
    let (es, en) = match Support::of(log10_lr).for_one_person() {
        None => {
            let either = lang.pick(
                "igual de probable si es una persona que si son dos",
                "as likely if they are one person as if they are two",
            );
            return either.to_owned();
        }
        Some(true) => (
            "veces más probable si es una persona que si son dos",
            "times more likely if they are one person than if they are two",
        ),
        Some(false) => (
            "veces más probable si son dos personas que si es una",
            "times more likely if they are two people than if they are one",
        ),
    };
    format!("{times} {}", lang.pick(es, en))
}

fn band(size: f64) -> Band {
    const ABOVE_WEAK: [Band; 5] = [
        Band::Moderate,
        Band::ModeratelyStrong,
        Band::Strong,
        Band::VeryStrong,
        Band::ExtremelyStrong,
    ];
    if size.is_nan() || size < NEUTRAL_LR.log10() {
        return Band::None;
    }
    let reached = VERBAL_BANDS.iter().zip(ABOVE_WEAK).rev().find(|(bound, _)| size >= **bound);
    reached.map_or(Band::Weak, |(_, band)| band)
}

/// 10^log10 with two significant digits: `3.4`, `320`, `12 000`, `3.2 × 10^7`.
fn times(log10: f64) -> String {
    let exponent = log10.floor();
    let mut digits = (10f64.powf(log10 - exponent) * 10.0).round();
    let mut exponent = exponent as i32;
    if digits >= 100.0 {
        digits = 10.0;
        exponent += 1;
    }
    match exponent {
        ..1 => format!("{:.1}", digits / 10.0),
        1..6 => grouped(digits as u64 * 10u64.pow(exponent as u32 - 1)),
        _ => format!("{:.1} × 10^{exponent}", digits / 10.0),
    }
}

/// Thousands apart by a no-break space: commas and points mean different things in the region.
fn grouped(number: u64) -> String {
    if number < 10_000 {
        return number.to_string();
    }
    format!("{}\u{a0}{:03}", number / 1000, number % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_begin_at_their_lower_end() {
        let check = |log10: f64, expected: Band| {
            assert_eq!(Support::of(log10).band(), expected, "{log10}");
            assert_eq!(Support::of(-log10).band(), expected, "-{log10}");
        };
        check(0.0, Band::None);
        check(0.02, Band::None);
        check(0.03, Band::Weak);
        check(0.999, Band::Weak);
        check(1.0, Band::Moderate);
        check(1.999, Band::Moderate);
        check(2.0, Band::ModeratelyStrong);
        check(3.0, Band::Strong);
        check(4.0, Band::VeryStrong);
        check(5.999, Band::VeryStrong);
        check(6.0, Band::ExtremelyStrong);
        check(f64::INFINITY, Band::ExtremelyStrong);
        check(f64::NAN, Band::None);
    }

    #[test]
    fn negative_supports_the_other_hypothesis() {
        assert_eq!(Support::of(-4.0).for_one_person(), Some(false));
        assert_eq!(Support::of(-4.0).code(), "against_very_strong");
        assert_eq!(
            verbal(-4.0, Lang::En),
            "very strong support for different people rather than one person"
        );
        assert_eq!(
            verbal(4.0, Lang::Es),
            "apoyo muy fuerte a una misma persona frente a personas distintas"
        );
        assert_eq!(Support::of(0.0).for_one_person(), None);
        let sentence = lr_sentence(-1.0, Lang::En);
        assert!(sentence.starts_with(
            "the findings are 10 times more likely if the two records are of different"
        ));
    }

    #[test]
    fn numbers_have_two_significant_digits() {
        let check = |log10: f64, expected: &str| assert_eq!(times(log10), expected, "{log10}");
        check(0.0, "1.0");
        check(0.5, "3.2");
        check(0.999_99, "10");
        check(1.0, "10");
        check(2.506, "320");
        check(3.0, "1000");
        check(4.1, "13\u{a0}000");
        check(5.999_99, "1.0 × 10^6");
        check(7.5, "3.2 × 10^7");
        check(60.0, "1.0 × 10^60");
    }

    /// "… times more likely to be one person" would be a statement about the
    /// hypothesis: the sentence must speak of the findings given each hypothesis.
    #[test]
    fn sentence_never_transposes_the_conditional() {
        for lang in [Lang::Es, Lang::En] {
            for log10 in [-7.0, -0.5, 0.0, 0.5, 7.0] {
                let sentence = lr_sentence(log10, lang);
                let (findings, given) =
                    (lang.pick("los hallazgos", "the findings"), lang.pick(" si ", " if "));
                assert!(sentence.starts_with(findings), "{sentence}");
                assert_eq!(sentence.matches(given).count(), 2, "{sentence}");
            }
        }
    }
}
