//! What may leave through the public feed, and of whom.

use jiff::civil::Date;
use serde::Serialize;
use vinculo_record::items::ListItem;
use vinculo_record::vocab::Status;
use vinculo_record::{Interval, Kind, Observed, Record};

/// A notice as the public sees it. It has no field that may not be published;
/// each is filled only if the family opted in for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PublicNotice {
    /// The organisation's code.
    pub source: String,
    /// The organisation's id of the case.
    pub local_id: String,
    /// Whether only the search is announced, without anything of the person.
    pub searcher_only: bool,
    /// Whether the person counts as a child, at the event or today; a child where
    /// the age is not known. Not told where only the search is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minor: Option<bool>,
    /// Given names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_names: Option<String>,
    /// First surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paternal_surname: Option<String>,
    /// Second surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maternal_surname: Option<String>,
    /// The undivided name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// Code of the sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Least age in whole years when last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_min: Option<u32>,
    /// Greatest age in whole years when last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_max: Option<u32>,
    /// Nationalities, ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nationality: Vec<String>,
    /// When the person was last seen, EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_date: Option<String>,
    /// Country where the person was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_country: Option<String>,
    /// State or department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_admin1: Option<String>,
    /// Municipality; never of a child.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_place: Option<String>,
    /// Least stature in centimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stature_cm_min: Option<u32>,
    /// Greatest stature in centimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stature_cm_max: Option<u32>,
    /// Code of the build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    /// Code of the hair colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hair_colour: Option<String>,
    /// Code of the eye colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eye_colour: Option<String>,
    /// Code of the skin tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skin_tone: Option<String>,
    /// Marks, but for one that is withheld to test claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Clothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clothing: Vec<String>,
    /// The institution to write or call to; never a relative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The last day of publication.
    pub public_until: String,
}

/// What of a record may be published on a day; `None` for anything that is not a
/// notice marked public with recorded, unexpired consent.
///
/// A notice of a child (or of somebody of unknown age) that lacks the authority's
/// authorisation is published as the search alone, as are notices marked
/// `searcher_only`.
pub fn public_notice(record: &Record, today: Date) -> Option<PublicNotice> {
    let publication = &record.publication;
    let until = publication.public_until.filter(|until| *until >= today)?;
    let has_consent = publication.consent_by.is_some()
        && publication.consent_date.is_some_and(|date| date <= today);
    let is_open = record.status.is_none_or(|status| status == Status::Open);
    let is_kept = record.retain_until.is_none_or(|until| until >= today);
    let may = record.key.kind == Kind::Notice
        && publication.public
        && has_consent
        && is_open
        && is_kept
        && !record.protection_hold;
    if !may {
        return None;
    }
    let minor = record.is_presumed_minor(today);
    let searcher_only =
        publication.searcher_only || (minor && publication.consent_authority.is_none());
    let notice = PublicNotice {
        source: record.key.source.clone(),
        local_id: record.key.local_id.clone(),
        searcher_only,
        contact: publication.contact.clone(),
        public_until: until.to_string(),
        ..PublicNotice::default()
    };
    Some(if searcher_only { notice } else { described(notice, record, minor) })
}

fn described(mut notice: PublicNotice, record: &Record, minor: bool) -> PublicNotice {
    let fields = &record.publication.public_fields;
    let opted = |name: &str| fields.iter().any(|field| field.trim() == name);
    let (identity, event, body) = (&record.identity, &record.event, &record.body);
    notice.minor = Some(minor);
    let text = |name: &str, value: &Option<String>| value.clone().filter(|_| opted(name));
    notice.given_names = text("given_names", &identity.given_names);
    notice.paternal_surname = text("paternal_surname", &identity.paternal_surname);
    notice.maternal_surname = text("maternal_surname", &identity.maternal_surname);
    notice.full_name = text("full_name", &identity.full_name);
    notice.sex = identity.sex.map(|sex| sex.code().to_owned()).filter(|_| opted("sex"));
    if ["age_min", "age_max", "birth_date"].into_iter().any(opted)
        && let Some(age) = record.age_at_event()
    {
        (notice.age_min, notice.age_max) = whole(age);
    }
    if opted("nationality") {
        notice.nationality = identity.nationality.iter().map(|c| c.code().to_owned()).collect();
    }
    notice.event_date =
        event.date.as_ref().map(|date| date.as_str().to_owned()).filter(|_| opted("event_date"));
    notice.event_country =
        event.place.country.map(|c| c.code().to_owned()).filter(|_| opted("event_country"));
    notice.event_admin1 = text("event_admin1", &event.place.admin1);
    notice.event_place = text("event_place", &event.place.place).filter(|_| !minor);
    if ["stature_cm_min", "stature_cm_max"].into_iter().any(opted)
        && let Some(stature) = body.stature_cm
    {
        (notice.stature_cm_min, notice.stature_cm_max) = whole(stature);
    }
    notice.build = code(&body.build, |b| b.code()).filter(|_| opted("build"));
    notice.hair_colour = code(&body.hair_colour, |h| h.code()).filter(|_| opted("hair_colour"));
    notice.eye_colour = code(&body.eye_colour, |e| e.0.code()).filter(|_| opted("eye_colour"));
    notice.skin_tone = code(&body.skin_tone, |s| s.code()).filter(|_| opted("skin_tone"));
    if opted("marks") {
        notice.marks = all_but_last(&body.marks);
    }
    if opted("clothing") {
        notice.clothing = record
            .clothing
            .known()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(ListItem::write)
            .collect();
    }
    notice
}

fn whole(interval: Interval) -> (Option<u32>, Option<u32>) {
    (Some(interval.min().floor() as u32), Some(interval.max().floor() as u32))
}

fn code<T>(value: &Observed<T>, code: impl Fn(&T) -> &'static str) -> Option<String> {
    value.known().map(|value| code(value).to_owned())
}

/// Some mark always stays with the institution: who claims to know the person can
/// be asked for it.
fn all_but_last<T: ListItem>(marks: &Observed<Vec<T>>) -> Vec<String> {
    let marks = marks.known().map_or(&[][..], Vec::as_slice);
    marks[..marks.len().saturating_sub(1)].iter().map(ListItem::write).collect()
}

#[cfg(test)]
mod tests {
    use vinculo_record::{Cell, Column, RecordKey, Row};

    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 1);
    /// A notice of an adult that may be published with all its fields.
    const ADULT: &[(&str, &str)] = &[
        ("given_names", "Fulana"),
        ("paternal_surname", "Zutano"),
        ("age_min", "30"),
        ("age_max", "32"),
        ("event_date", "2025-05-06"),
        ("event_country", "MX"),
        ("event_admin1", "Chiapas"),
        ("event_place", "Tapachula"),
        ("document_numbers", "DPI:1234567890101"),
        ("relatives", "madre:Mengana:Cobán"),
        ("circumstances", "secreto"),
        ("marks", "scar@forehead:3 cm;tattoo@arm/left:rosa"),
        ("public", "true"),
        (
            "public_fields",
            "given_names;paternal_surname;age_min;event_date;event_country;event_admin1;event_place;marks;circumstances;document_numbers;relatives",
        ),
        ("public_until", "2027-01-01"),
        ("consent_by", "madre"),
        ("consent_date", "2025-06-01"),
        ("contact", "Institución, tel. 1"),
    ];

    fn notice(kind: Kind, changes: &[(&str, &str)]) -> Option<PublicNotice> {
        let mut row = Row::new();
        for (name, text) in ADULT.iter().chain(changes) {
            let column = Column::from_name(name).unwrap();
            let items = text.split(';').map(str::to_owned).collect();
            let cell =
                if column.is_list() { Cell::List(items) } else { Cell::Text((*text).to_owned()) };
            row.insert(column, cell);
        }
        let key = RecordKey::new(kind, "ORG", "1").unwrap();
        public_notice(&Record::from_row(key, &row).0, TODAY)
    }

    #[test]
    fn only_allowed_fields_leave() {
        let json = serde_json::to_string(&notice(Kind::Notice, &[]).unwrap()).unwrap();
        for shown in ["Fulana", "Zutano", "Tapachula", "\"age_min\":30", "forehead", "Institución"]
        {
            assert!(json.contains(shown), "{shown} in {json}");
        }
        for hidden in ["1234567890101", "Mengana", "secreto", "rosa", "madre"] {
            assert!(!json.contains(hidden), "{hidden} in {json}");
        }
    }

    #[test]
    fn a_field_leaves_only_if_it_was_opted_in() {
        let notice = notice(Kind::Notice, &[("public_fields", "given_names")]).unwrap();
        assert_eq!(notice.given_names.as_deref(), Some("Fulana"));
        assert!(notice.paternal_surname.is_none() && notice.event_place.is_none());
        assert!(notice.age_min.is_none() && notice.marks.is_empty());
    }

    #[test]
    fn without_running_consent_nothing_is_public() {
        for change in [
            ("public", "false"),
            ("public", ""),
            ("public_until", "2026-02-28"),
            ("public_until", ""),
            ("consent_by", ""),
            ("consent_date", ""),
            ("consent_date", "2026-03-02"),
            ("status", "located"),
            ("status", "withdrawn"),
            ("protection_hold", "true"),
            ("retain_until", "2026-02-01"),
        ] {
            assert!(notice(Kind::Notice, &[change]).is_none(), "{change:?}");
        }
        assert!(notice(Kind::Remains, &[]).is_none());
        assert!(notice(Kind::Shelter, &[]).is_none());
    }

    #[test]
    fn a_child_is_shown_only_with_the_authoritys_authorisation() {
        for age in [[("age_min", "9"), ("age_max", "10")], [("age_min", ""), ("age_max", "")]] {
            let hidden = notice(Kind::Notice, &age).unwrap();
            assert!(hidden.searcher_only && hidden.given_names.is_none(), "{age:?}");
            assert!(hidden.minor.is_none() && hidden.event_country.is_none(), "{age:?}");
            let [min, max] = age;
            let authorised = [min, max, ("consent_authority", "PDDH")];
            let shown = notice(Kind::Notice, &authorised).unwrap();
            assert_eq!((shown.minor, shown.searcher_only), (Some(true), false));
            assert_eq!(shown.event_admin1.as_deref(), Some("Chiapas"));
            assert!(shown.event_place.is_none(), "no finer than the department");
        }
    }

    #[test]
    fn who_only_searches_is_not_described() {
        let notice = notice(Kind::Notice, &[("searcher_only", "true")]).unwrap();
        assert!(notice.searcher_only && notice.given_names.is_none());
        assert!(notice.contact.is_some());
    }
}
