//! What is said of the dates of two records.

use vinculo_record::Lang;

use super::TimeFeature;
use crate::death::Pmi;
use crate::figures::time::ORDER_SLACK_DAYS;
use crate::span::{Span, day_text};

/// Days beyond which an end of a span is open: the years 1800 and 2250.
const FIRST_DAY: i32 = -62_091;
const LAST_DAY: i32 = 102_268;

impl Span {
    pub(super) fn text(self, lang: Lang) -> String {
        let (from, to) = (day_text(self.from), day_text(self.to));
        let (until, since) = (lang.pick("hasta", "until"), lang.pick("desde", "from"));
        match (self.from <= FIRST_DAY, self.to >= LAST_DAY) {
            _ if from == to => from,
            (false, false) => format!("{from}–{to}"),
            (true, false) => format!("{until} {to}"),
            (false, true) => format!("{since} {from}"),
            (true, true) => lang.pick("sin fecha", "undated").to_owned(),
        }
    }
}

pub(super) fn days(count: i32, lang: Lang) -> String {
    match count {
        1 => lang.pick("1 día", "1 day").to_owned(),
        _ => format!("{count} {}", lang.pick("días", "days")),
    }
}

pub(super) fn death_reason(
    living: &TimeFeature,
    remains: &TimeFeature,
    pmi: Pmi,
    lang: Lang,
) -> String {
    let (proof, found, death) = (living.proof, remains.event, pmi.death(remains.event));
    let last = proof.text(lang);
    if found.to < proof.from - ORDER_SLACK_DAYS {
        let before = days(proof.from - found.to, lang);
        return match lang {
            Lang::Es => format!("hallado {before} antes de la última señal de vida ({last})"),
            Lang::En => format!("found {before} before the last proof of life ({last})"),
        };
    }
    let source = match (pmi.stated, lang) {
        (true, _) => "",
        (false, Lang::Es) => " según el estado de los restos",
        (false, Lang::En) => " by the condition of the remains",
    };
    if proof.from - death.to > ORDER_SLACK_DAYS {
        let before = days(proof.from - death.to, lang);
        return match lang {
            Lang::Es => {
                format!(
                    "muerte{source} al menos {before} antes de la última señal de vida ({last})"
                )
            }
            Lang::En => {
                format!("death{source} at least {before} before the last proof of life ({last})")
            }
        };
    }
    let window = death.not_before(proof.from);
    let (least, most) = ((death.from - proof.to).max(0), window.to - proof.from);
    match lang {
        Lang::Es => {
            format!("muerte{source} de {least} a {most} días tras la última señal de vida ({last})")
        }
        Lang::En => {
            format!("death{source} {least} to {most} days after the last proof of life ({last})")
        }
    }
}

pub(super) fn intake_reason(notice: &TimeFeature, intake: &TimeFeature, lang: Lang) -> String {
    let (seen, received) = (notice.whole(), intake.event);
    let apart = days(seen.gap(received), lang);
    match (received.to < seen.from, seen.gap(received), lang) {
        (true, _, Lang::Es) => format!("recibido {apart} antes de la última señal de vida"),
        (true, _, Lang::En) => format!("received {apart} before the last proof of life"),
        (_, 0, Lang::Es) => "recibido en los días de la última señal de vida".to_owned(),
        (_, 0, Lang::En) => "received in the days of the last proof of life".to_owned(),
        (_, _, Lang::Es) => format!("recibido {apart} después de la última señal de vida"),
        (_, _, Lang::En) => format!("received {apart} after the last proof of life"),
    }
}

pub(super) fn apart_reason(left: &TimeFeature, right: &TimeFeature, lang: Lang) -> String {
    let (a, b) = (left.whole(), right.whole());
    let apart = days(a.gap(b), lang);
    let (a, b) = (a.text(lang), b.text(lang));
    match lang {
        Lang::Es => format!("{a} y {b}: {apart} de diferencia"),
        Lang::En => format!("{a} and {b}: {apart} apart"),
    }
}
