//! What to check next, ordered by what it could decide.

use std::cmp::Reverse;

use vinculo_compare::Exclusion;
use vinculo_model::{LinkModel, Millibits, NextStep, Row, Waterfall};
use vinculo_record::items::Mark;
use vinculo_record::vocab::{Country, RecoveredPart};
use vinculo_record::{Kind, Lang, Link, Record};

use super::advice::Advice;
use super::case::{Case, is_bones};
use super::missing::{Standing, held, is_typed, may_have, standings};

/// What a step is for, in the order in which steps are named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Before anyone is contacted.
    Protection,
    /// The pair is impossible unless a record is wrong.
    Exclusion,
    /// DNA, fingerprints, teeth: what identifies.
    Primary,
    /// By what the comparison could weigh.
    Evidence,
}

struct Step {
    rank: Rank,
    advice: Advice,
    values: [String; 2],
    comparison: Option<&'static str>,
}

/// The steps of one case.
struct Steps<'a> {
    case: &'a Case<'a>,
    lang: Lang,
    steps: Vec<Step>,
}

/// What to check next.
pub(super) fn next(
    model: &LinkModel,
    waterfall: &Waterfall,
    case: &Case,
    lang: Lang,
) -> Vec<NextStep> {
    let mut steps = Steps { case, lang, steps: Vec::new() };
    steps.protection();
    for row in &waterfall.rows {
        steps.of_exclusion(row);
        match &row.level {
            None => steps.of_missing(row),
            Some(level) => steps.of_level(&row.comparison, level),
        }
    }
    steps.dna();
    steps.prints();
    steps.dental(waterfall);
    steps.mark_sides();
    steps.photos();
    steps.of_link();
    steps.ordered(model, lang)
}

/// Most bits that a level of a comparison weighs, either way, for a value of its
/// usual frequency.
fn could_decide(model: &LinkModel, comparison: &str) -> Millibits {
    let levels = model.comparison(comparison).map_or(&[][..], |comparison| comparison.levels());
    let weights = levels.iter().map(|level| level.weight().0.saturating_abs());
    Millibits(weights.max().unwrap_or(0))
}

impl Steps<'_> {
    fn add(&mut self, rank: Rank, advice: Advice, comparison: Option<&'static str>) {
        self.add_with(rank, advice, comparison, ["", ""]);
    }

    fn add_with(
        &mut self,
        rank: Rank,
        advice: Advice,
        comparison: Option<&'static str>,
        values: [&str; 2],
    ) {
        let values = values.map(str::to_owned);
        let known = |step: &Step| step.advice == advice && step.values == values;
        if !self.steps.iter().any(known) {
            self.steps.push(Step { rank, advice, values, comparison });
        }
    }

    fn ordered(mut self, model: &LinkModel, lang: Lang) -> Vec<NextStep> {
        let weight = |step: &Step| {
            step.comparison.map_or(Millibits::ZERO, |comparison| could_decide(model, comparison))
        };
        // Stable: within one rank and weight, in the order of the advice table.
        self.steps.sort_by_key(|step| {
            let bits = if step.rank == Rank::Evidence { weight(step) } else { Millibits::ZERO };
            (step.rank, Reverse(bits), step.advice)
        });
        let say = |step: &Step| NextStep {
            code: step.advice.code(),
            text: step.advice.text([&step.values[0], &step.values[1]], lang),
            comparison: step.comparison.map(str::to_owned),
            could_decide: step
                .comparison
                .map(|of| could_decide(model, of).bits())
                .filter(|bits| *bits > 0.0),
            primary: step.rank == Rank::Primary,
        };
        self.steps.iter().map(say).collect()
    }

    /// A living person decides who learns where they are.
    fn protection(&mut self) {
        if self.case.of_kind(Kind::Shelter).is_none() {
            return;
        }
        let advice = if self.case.minor { Advice::ChildProtection } else { Advice::ConsentFirst };
        self.add(Rank::Protection, advice, None);
    }

    fn of_exclusion(&mut self, row: &Row) {
        let Some(code) = &row.exclusion else { return };
        let found = Exclusion::ALL.iter().find(|exclusion| exclusion.code() == code);
        let advice = match found {
            Some(Exclusion::ToothPresentAfterExtraction | Exclusion::RestorationUndone) => {
                Advice::CheckChart
            }
            Some(Exclusion::AmputatedPartPresent) => Advice::CheckPart,
            Some(_) | None => Advice::CheckDates,
        };
        self.add(Rank::Exclusion, advice, None);
    }

    /// What a comparison that was made leaves open.
    fn of_level(&mut self, comparison: &str, level: &str) {
        let certificate = |label: &'static str| (Advice::BirthCertificate, label);
        let (advice, value): (Advice, &str) = match (comparison, level) {
            ("documents", "one_off") => (Advice::CheckDocument, ""),
            (
                "surnames",
                "swapped" | "one_differs" | "one_differs_spelling" | "similar" | "disagree",
            ) => certificate(self.lang.pick("los apellidos", "the surnames")),
            (
                "age",
                "day_month_swap" | "one_digit" | "birth_close" | "age_far" | "age_disagree",
            ) => certificate(self.lang.pick("la fecha de nacimiento", "the date of birth")),
            ("relatives", "parent_differs" | "in_part") => {
                certificate(self.lang.pick("la madre y el padre", "mother and father"))
            }
            ("sex", "different") => (Advice::Sex, ""),
            ("stature", "far" | "disagree") if self.case.has_remains() => (Advice::LabStature, ""),
            _ => return,
        };
        let Some(comparison) = known(comparison) else { return };
        let on_remains_alone = self.case.link == Link::RemainsRemains;
        if !(advice == Advice::BirthCertificate && on_remains_alone) {
            self.add_with(Rank::Evidence, advice, Some(comparison), [value, ""]);
        }
    }

    /// Asks whoever can fill what a side lacks.
    fn of_missing(&mut self, row: &Row) {
        let Some(comparison) = known(&row.comparison) else { return };
        let standings = standings(row, self.case);
        if comparison == "documents" && standings == [Standing::Known, Standing::Known] {
            self.add(Rank::Evidence, Advice::SameDocument, Some(comparison));
        }
        for (side, standing) in standings.into_iter().enumerate() {
            if standing == Standing::Absent {
                self.ask(comparison, self.case.records[side]);
            }
        }
    }

    fn ask(&mut self, comparison: &'static str, record: &Record) {
        use Kind::{Notice, Remains, Shelter};
        let papers = papers(record);
        let of_kind = record.key.kind;
        let who = whom(of_kind, self.lang);
        let advice = match (comparison, of_kind) {
            ("documents", Notice) => Advice::FamilyDocument,
            ("documents", Shelter) => Advice::ShelterDocument,
            ("documents", Remains) => Advice::RemainsDocument,
            ("marks", Notice) => Advice::FamilyMarks,
            ("marks", Remains) => Advice::LabMarks,
            ("marks", Shelter) => Advice::ShelterMarks,
            ("given_names" | "surnames", Notice | Shelter) => Advice::FullName,
            ("relatives", Notice | Shelter) => Advice::Parents,
            ("age", Notice | Shelter) => Advice::Age,
            ("age", Remains) => Advice::LabAge,
            ("sex", _) => Advice::Sex,
            ("origin", Notice | Shelter) => Advice::Origin,
            ("time" | "place", Notice) => Advice::LastContact,
            ("time" | "place", Remains) => Advice::FindingPlace,
            ("time" | "place", Shelter) => Advice::Intake,
            ("stature", Notice) => Advice::FamilyStature,
            ("stature", Remains) => Advice::LabStature,
            ("effects", Notice) => Advice::FamilyEffects,
            ("effects", Remains) => Advice::LabEffects,
            ("blood_group", Notice | Remains) => Advice::BloodGroup,
            ("medical", Notice) => Advice::FamilyMedical,
            ("medical", Remains) => Advice::LabMarks,
            _ => return,
        };
        let value = match advice {
            Advice::FamilyDocument | Advice::ShelterDocument => papers.as_str(),
            Advice::FullName | Advice::Parents | Advice::Age | Advice::Origin => who,
            _ => "",
        };
        self.add_with(Rank::Evidence, advice, Some(comparison), [value, ""]);
    }

    fn dna(&mut self) {
        let [a, b] = self.case.records.map(|record| &record.body.dna);
        let lang = self.lang;
        match (a.known(), b.known()) {
            (Some(left), Some(right)) => {
                let typed = is_typed(a) && is_typed(b);
                let advice = if typed { Advice::ConfrontDna } else { Advice::TypeDna };
                let values = [held(left, lang), held(right, lang)];
                self.add_with(Rank::Primary, advice, Some("dna"), [&values[0], &values[1]]);
            }
            _ if self.case.link != Link::NoticeRemains => {}
            (Some(family), None) if !b.is_not_observable() => {
                let held = held(family, lang);
                self.add_with(Rank::Primary, Advice::RemainsSample, Some("dna"), [&held, ""]);
            }
            (None, Some(remains)) => {
                let held = held(remains, lang);
                self.add_with(Rank::Primary, Advice::FamilySample, Some("dna"), [&held, ""]);
            }
            (None, None) => self.add(Rank::Primary, Advice::DnaBothSides, Some("dna")),
            _ => {}
        }
    }

    fn prints(&mut self) {
        let [a, b] = self.case.records.map(|record| &record.body.fingerprints);
        let lang = self.lang;
        match (a.known(), b.known()) {
            (Some(left), Some(right)) => {
                let values = [held(left, lang), held(right, lang)];
                let values = [values[0].as_str(), values[1].as_str()];
                self.add_with(Rank::Primary, Advice::ConfrontPrints, Some("fingerprints"), values);
            }
            _ if self.case.link != Link::NoticeRemains => {}
            (Some(of_person), None) => {
                let remains = self.case.records[1];
                let hands = may_have(remains, &[RecoveredPart::Hands]) && !is_bones(remains);
                if hands && !b.is_not_observable() {
                    let held = held(of_person, lang);
                    let values = [held.as_str(), ""];
                    self.add_with(
                        Rank::Primary,
                        Advice::RemainsPrints,
                        Some("fingerprints"),
                        values,
                    );
                }
            }
            (None, Some(of_remains)) => {
                let (papers, held) = (papers(self.case.records[0]), held(of_remains, lang));
                let values = [papers.as_str(), held.as_str()];
                self.add_with(Rank::Primary, Advice::RegistryPrints, Some("fingerprints"), values);
            }
            (None, None) => {}
        }
    }

    /// Teeth: asked for where remains may have them.
    fn dental(&mut self, waterfall: &Waterfall) {
        let compared = |row: &Row| row.comparison == "dental" && row.level.is_some();
        if self.case.link != Link::NoticeRemains || waterfall.rows.iter().any(compared) {
            return;
        }
        let [notice, remains] = self.case.records;
        let teeth = &remains.body.dental;
        let parts = [
            RecoveredPart::Head,
            RecoveredPart::Mandible,
            RecoveredPart::Maxilla,
            RecoveredPart::Teeth,
        ];
        if teeth.is_not_observable() || !may_have(remains, &parts) {
            return;
        }
        if notice.body.dental.known().is_none() {
            self.add(Rank::Primary, Advice::FamilyDental, Some("dental"));
            self.add(Rank::Primary, Advice::SmilePhoto, Some("dental"));
        }
        if teeth.known().is_none() {
            self.add(Rank::Primary, Advice::LabDental, Some("dental"));
        }
    }

    /// One mark on both sides, of which a side is not told or is the other.
    fn mark_sides(&mut self) {
        let marks = self.case.records.map(|record| record.body.marks.known());
        let [Some(left), Some(right)] = marks else { return };
        for a in left {
            for b in right {
                let alike = a.kind == b.kind && a.location.is_some() && a.location == b.location;
                let paired = a.side.is_some() || b.side.is_some();
                if !alike || a.side == b.side || !paired {
                    continue;
                }
                // Whoever did not say; of two sides, who spoke from memory.
                let side = usize::from(a.side.is_some() && b.side.is_none());
                let who = whom(self.case.records[side].key.kind, self.lang);
                let mark = mark_text(a, self.lang);
                let values = [who, mark.as_str()];
                self.add_with(Rank::Evidence, Advice::MarkSide, Some("marks"), values);
            }
        }
    }

    fn photos(&mut self) {
        let [left, right] = self.case.records;
        if !left.photos.is_empty() && !right.photos.is_empty() {
            self.add(Rank::Evidence, Advice::ComparePhotos, None);
        } else if let Some(notice) = self.case.of_kind(Kind::Notice)
            && notice.photos.is_empty()
        {
            self.add(Rank::Evidence, Advice::FamilyPhoto, None);
        }
    }

    fn of_link(&mut self) {
        let advice = match self.case.link {
            Link::NoticeNotice => Advice::SameReporter,
            Link::RemainsRemains => Advice::OneBody,
            Link::ShelterShelter => Advice::SameGuest,
            Link::NoticeRemains | Link::NoticeShelter => return,
        };
        self.add(Rank::Evidence, advice, None);
    }
}

/// The comparisons that advice is about, by name.
fn known(comparison: &str) -> Option<&'static str> {
    const COMPARISONS: &[&str] = &[
        "given_names",
        "surnames",
        "documents",
        "relatives",
        "sex",
        "age",
        "origin",
        "time",
        "place",
        "stature",
        "marks",
        "medical",
        "effects",
        "blood_group",
    ];
    COMPARISONS.iter().copied().find(|known| *known == comparison)
}

/// Who can be asked about a record.
fn whom(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Notice => lang.pick("la familia", "the family"),
        Kind::Remains => lang.pick("el servicio forense", "the forensic service"),
        Kind::Shelter => {
            lang.pick("la persona, por el albergue,", "the person, through the shelter,")
        }
    }
}

fn mark_text(mark: &Mark, lang: Lang) -> String {
    let location = mark.location.map(|location| location.label(lang).to_owned());
    let text = (!mark.text.is_empty()).then(|| mark.text.clone());
    let parts = [Some(mark.kind.label(lang).to_owned()), location, text];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The identity documents of the countries that a person may be of.
fn papers(record: &Record) -> String {
    /// Country, and what its people's identity document is called.
    const PAPERS: &[(&str, &str)] = &[
        ("GT", "DPI"),
        ("SV", "DUI"),
        ("HN", "DNI"),
        ("NI", "cédula"),
        ("CR", "cédula"),
        ("PA", "cédula"),
        ("CO", "cédula"),
        ("VE", "cédula"),
        ("EC", "cédula"),
        ("DO", "cédula"),
        ("MX", "CURP"),
        ("PE", "DNI"),
        ("CU", "carné de identidad"),
        ("HT", "NIF, CIN"),
        ("BR", "CPF"),
    ];
    let identity = &record.identity;
    let countries = identity.nationality.iter().copied().chain(identity.origin.country);
    let mut names: Vec<&str> = Vec::new();
    for country in countries {
        let paper = |(code, name): &(&str, &'static str)| {
            (Country::parse(code) == Some(country)).then_some(*name)
        };
        if let Some(name) = PAPERS.iter().find_map(paper)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("DPI, DUI, DNI, cédula, CURP");
    }
    names.join(", ")
}
