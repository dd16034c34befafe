//! What is said of two people's births and ages.

use vinculo_record::Lang;

use super::{AgeFeature, EXACT, ONE_DIGIT, SWAP};
use crate::figures::age::YEAR_DAYS;
use crate::span::Span;

pub(super) fn birth_reason(
    left: &AgeFeature,
    right: &AgeFeature,
    level: u8,
    lang: Lang,
) -> &'static str {
    let conventional =
        |f: &AgeFeature| f.birth.as_ref().is_some_and(|b| b.day.is_some() && b.soft != b.span);
    let conventional = conventional(left) || conventional(right);
    match (level, conventional) {
        (EXACT, false) => lang.pick("misma fecha de nacimiento", "same birth date"),
        (EXACT, true) => lang.pick(
            "misma fecha de nacimiento, de las que se escriben cuando no se conoce",
            "same birth date, one of those written when it is not known",
        ),
        (SWAP, _) => lang.pick(
            "fechas de nacimiento iguales con día y mes intercambiados",
            "same birth date with day and month swapped",
        ),
        (ONE_DIGIT, _) => lang.pick(
            "fechas de nacimiento que un solo error de escritura distingue",
            "birth dates that one typing error sets apart",
        ),
        (_, false) => lang.pick(
            "fechas de nacimiento parciales o cercanas que concuerdan",
            "partial or close birth dates that agree",
        ),
        (_, true) => lang.pick(
            "fechas de nacimiento que concuerdan si una es convencional",
            "birth dates that agree if one stands for an unknown day",
        ),
    }
}

/// Days between two known days of birth.
pub(super) fn days_apart(left: &AgeFeature, right: &AgeFeature) -> Option<i32> {
    let (a, b) = (left.birth.as_ref()?, right.birth.as_ref()?);
    (a.day.is_some() && b.day.is_some()).then(|| a.span.gap(b.span))
}

pub(super) fn age_reason(left: &AgeFeature, right: &AgeFeature, lang: Lang) -> String {
    let (Some(a), Some(b)) = (left.born(right), right.born(left)) else { return String::new() };
    let at = right.at_beside(left).or_else(|| left.at_beside(right)).map(Span::middle);
    let gap = f64::from(a.gap(b)) / YEAR_DAYS;
    let apart = match (gap, lang) {
        (gap, _) if gap <= 0.0 => String::new(),
        (gap, Lang::Es) => format!("; diferencia de {gap:.1} años"),
        (gap, Lang::En) => format!("; {gap:.1} years apart"),
    };
    let Some(at) = at else {
        return match lang {
            Lang::Es => format!("años de nacimiento distintos{apart}"),
            Lang::En => format!("different years of birth{apart}"),
        };
    };
    let years = |days: i32| (f64::from(days) / YEAR_DAYS).max(0.0);
    let projected = |born: Span| years_text(years(at - born.to), years(at - born.from), lang);
    let stated = match right.age.filter(|_| right.birth.is_none()) {
        Some(age) => years_text(years(age.from), years(age.to), lang),
        None => projected(b),
    };
    let projected = projected(a);
    match lang {
        Lang::Es => {
            format!("tendría {projected} en la fecha del otro registro, que indica {stated}{apart}")
        }
        Lang::En => {
            format!("would be {projected} at the other record's date, which says {stated}{apart}")
        }
    }
}

pub(super) fn years_text(min: f64, max: f64, lang: Lang) -> String {
    let (min, max) = (min.floor() as i64, max.floor() as i64);
    let unit = lang.pick("años", "years");
    if min == max { format!("{min} {unit}") } else { format!("{min}–{max} {unit}") }
}
