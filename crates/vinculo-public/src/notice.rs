//! What may leave through the public feed, and of whom.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;
use vinculo_record::items::{Item, ListItem, Mark, Photo};
use vinculo_record::vocab::{Kinship, PhotoSubject, Status};
use vinculo_record::{Interval, Kind, Lang, Observed, Record};

use crate::clean::{MAX_ITEMS, MAX_NAME_CHARS, MAX_TEXT_CHARS, clean};
use crate::is_registry;

/// The opaque public id of a notice: letters and digits that tell nothing of the record and
/// may stay when it is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct PublicId(String);

impl PublicId {
    /// Digits of an id: 96 bits of a keyed digest. Two of a million notices share one with a
    /// probability of about 10⁻¹⁷ (birthday bound).
    pub const DIGITS: usize = 24;

    /// An id as it stands in an address; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        (text.len() == Self::DIGITS && is_hex).then(|| Self(text.to_owned()))
    }

    /// The id of a keyed digest of the record's key.
    pub fn of_digest(digest: &[u8; 32]) -> Self {
        Self(digest[..Self::DIGITS / 2].iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A notice as the public sees it. It has no field that may not be published; each is filled
/// only if the family opted in for it, and every text is [cleaned](clean).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PublicNotice {
    /// The opaque id.
    pub id: PublicId,
    /// The organisation's code.
    pub source: String,
    /// The id that another registry gave it, `domain/local`, if it came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_id: Option<String>,
    /// Whether only the search is announced, without anything of the person.
    pub searcher_only: bool,
    /// Code of what the one who searches is to the person; only where nothing but the search
    /// is announced, and only a kinship, never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searcher: Option<String>,
    /// Code of what the person is to the one who searches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sought: Option<String>,
    /// Whether the person counts as a child, at the event or today; a child where the age is
    /// not known. Not told where only the search is announced.
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
    /// Least age in whole years when last seen. Never the age of today: the day on which it
    /// changes is a birthday.
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
    /// Marks (`type@location[/side]:text`), but for one that is withheld to test claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Clothing (`item:colour:brand:text`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clothing: Vec<String>,
    /// Changes with the photo and tells nothing of it; there is none without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_tag: Option<String>,
    /// The institution to write or call to; never a relative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The last day of publication.
    pub public_until: String,
}

/// Why nothing of a record is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPublic {
    /// Remains and people in shelters are never published.
    NotANotice,
    /// It is not marked public.
    NotMarked,
    /// No last day of publication is set, or it has passed.
    Expired,
    /// No consent is recorded, or it is of a day to come.
    NoConsent,
    /// The case is not open.
    Closed,
    /// It should have been erased.
    RetentionOver,
    /// It is under protection hold.
    Held,
}

impl NotPublic {
    /// In words.
    pub const fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::NotANotice => lang.pick("no es un aviso", "it is not a notice"),
            Self::NotMarked => lang.pick("no está marcado público", "it is not marked public"),
            Self::Expired => lang.pick(
                "falta el último día de publicación, o ya pasó",
                "the last day of publication is missing or has passed",
            ),
            Self::NoConsent => lang.pick(
                "falta quién consintió y cuándo, o la fecha es futura",
                "who consented and when is missing, or the date is in the future",
            ),
            Self::Closed => lang.pick("el caso no está abierto", "the case is not open"),
            Self::RetentionOver => lang.pick(
                "su plazo de conservación terminó",
                "the time for which it may be kept is over",
            ),
            Self::Held => lang.pick("está bajo protección", "it is under protection hold"),
        }
    }
}

impl PublicNotice {
    /// The columns that a family can release.
    pub const FIELDS: [&'static str; 22] = [
        "given_names",
        "paternal_surname",
        "maternal_surname",
        "full_name",
        "sex",
        "age_min",
        "age_max",
        "birth_date",
        "nationality",
        "event_date",
        "event_country",
        "event_admin1",
        "event_place",
        "stature_cm_min",
        "stature_cm_max",
        "build",
        "hair_colour",
        "eye_colour",
        "skin_tone",
        "marks",
        "clothing",
        "photos",
    ];

    /// Whether a family can release all these columns.
    pub fn can_release(columns: &[String]) -> bool {
        columns.iter().all(|column| Self::FIELDS.contains(&column.as_str()))
    }

    /// Why nothing of a record is published on a day, if so: it must be a notice marked public
    /// with recorded, unexpired consent, of an open case that is not under protection hold.
    pub fn obstacle(record: &Record, today: Date) -> Option<NotPublic> {
        let publication = &record.publication;
        let has_consent = publication.consent_by.is_some()
            && publication.consent_date.is_some_and(|date| date <= today);
        let holds = [
            (record.key.kind == Kind::Notice, NotPublic::NotANotice),
            (!record.protection_hold, NotPublic::Held),
            (publication.public, NotPublic::NotMarked),
            (publication.public_until.is_some_and(|until| until >= today), NotPublic::Expired),
            (has_consent, NotPublic::NoConsent),
            (record.status.is_none_or(|status| status == Status::Open), NotPublic::Closed),
            (record.retain_until.is_none_or(|until| until >= today), NotPublic::RetentionOver),
        ];
        holds.into_iter().find(|(holds, _)| !holds).map(|(_, obstacle)| obstacle)
    }

    /// What of a record may be published on a day, under this id; `None` where there is an
    /// [`obstacle`](Self::obstacle).
    ///
    /// A notice of a child (or of somebody of unknown age) that lacks the authority's
    /// authorisation is published as the search alone, as are notices marked
    /// `searcher_only`.
    pub fn of(record: &Record, id: PublicId, today: Date) -> Option<Self> {
        if Self::obstacle(record, today).is_some() {
            return None;
        }
        let publication = &record.publication;
        let minor = record.is_presumed_minor(today);
        let searcher_only =
            publication.searcher_only || (minor && publication.consent_authority.is_none());
        let notice = Self {
            id,
            source: clean(&record.key.source, MAX_NAME_CHARS)?,
            original_id: original_id(record),
            searcher_only,
            contact: text(&publication.contact, MAX_TEXT_CHARS),
            public_until: publication.public_until?.to_string(),
            ..Self::default()
        };
        Some(match searcher_only {
            true => notice.searching(record),
            false => notice.described(record, minor),
        })
    }

    /// Which of the record's photos this notice may show, by its place in the list: the first
    /// of a face, if the family opted in for `photos`. Tattoos, documents and places are for
    /// those who search.
    pub fn photo_of(&self, record: &Record) -> Option<usize> {
        let is_face = |photo: &Photo| photo.subject() == Some(PhotoSubject::Face);
        let may = !self.searcher_only && has_opted(record, "photos");
        record.photos.iter().position(is_face).filter(|_| may)
    }

    /// The name in its natural order; `None` where none is published.
    pub fn name(&self) -> Option<String> {
        if let Some(name) = &self.full_name {
            return Some(name.clone());
        }
        let parts = [&self.given_names, &self.paternal_surname, &self.maternal_surname];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Who searches and whom, if the family chose to publish just that. The kinship is that
    /// of a closed list: a name that stands in its column stays private.
    fn searching(mut self, record: &Record) -> Self {
        let publication = &record.publication;
        let by = publication.consent_by.as_deref().filter(|_| publication.searcher_only);
        if let Some(kinship) = by.and_then(Kinship::parse).and_then(shown_kinship) {
            self.searcher = Some(kinship.code().to_owned());
            self.sought = Some(sought_by(kinship).code().to_owned());
        }
        self
    }

    fn described(mut self, record: &Record, minor: bool) -> Self {
        let opted = |name: &str| has_opted(record, name);
        let (identity, event, body) = (&record.identity, &record.event, &record.body);
        self.minor = Some(minor);
        let name = |column: &str, value: &Option<String>| {
            text(value, MAX_NAME_CHARS).filter(|_| opted(column))
        };
        self.given_names = name("given_names", &identity.given_names);
        self.paternal_surname = name("paternal_surname", &identity.paternal_surname);
        self.maternal_surname = name("maternal_surname", &identity.maternal_surname);
        self.full_name = name("full_name", &identity.full_name);
        self.sex = identity.sex.map(|sex| sex.code().to_owned()).filter(|_| opted("sex"));
        if ["age_min", "age_max", "birth_date"].into_iter().any(opted)
            && let Some(age) = record.age_at_event()
        {
            (self.age_min, self.age_max) = whole(age);
        }
        if opted("nationality") {
            self.nationality = identity.nationality.iter().map(|c| c.code().to_owned()).collect();
        }
        self.event_date = event
            .date
            .as_ref()
            .map(|date| date.as_str().to_owned())
            .filter(|_| opted("event_date"));
        self.event_country =
            event.place.country.map(|c| c.code().to_owned()).filter(|_| opted("event_country"));
        self.event_admin1 = name("event_admin1", &event.place.admin1);
        self.event_place = name("event_place", &event.place.place).filter(|_| !minor);
        if ["stature_cm_min", "stature_cm_max"].into_iter().any(opted)
            && let Some(stature) = body.stature_cm
        {
            (self.stature_cm_min, self.stature_cm_max) = whole(stature);
        }
        self.build = code(&body.build, |b| b.code()).filter(|_| opted("build"));
        self.hair_colour = code(&body.hair_colour, |h| h.code()).filter(|_| opted("hair_colour"));
        self.eye_colour = code(&body.eye_colour, |e| e.0.code()).filter(|_| opted("eye_colour"));
        self.skin_tone = code(&body.skin_tone, |s| s.code()).filter(|_| opted("skin_tone"));
        if opted("marks") {
            // What another registry published has lost its withheld mark there.
            let withheld = usize::from(self.original_id.is_none());
            self.marks = all_but(&body.marks, withheld);
        }
        if opted("clothing") {
            let worn = record.clothing.known().map_or(&[][..], Vec::as_slice);
            self.clothing = worn.iter().take(MAX_ITEMS).map(garment).collect();
        }
        self
    }
}

/// Whether the family released a field.
fn has_opted(record: &Record, name: &str) -> bool {
    record.publication.public_fields.iter().any(|field| field.trim() == name)
}

/// The id under which another registry published the notice: where a record comes from one,
/// its source is the registry's domain.
fn original_id(record: &Record) -> Option<String> {
    let key = &record.key;
    let id = || clean(&format!("{}/{}", key.source, key.local_id), MAX_TEXT_CHARS);
    is_registry(&key.source).then(id).flatten()
}

/// What may be told of who searches: a guardian has a child in care, so that word would tell
/// that a child is missing.
fn shown_kinship(kinship: Kinship) -> Option<Kinship> {
    (!matches!(kinship, Kinship::Guardian | Kinship::Other)).then_some(kinship)
}

/// What the person is to a relative of this kinship.
fn sought_by(searcher: Kinship) -> Kinship {
    match searcher {
        Kinship::Mother | Kinship::Father | Kinship::Parent | Kinship::StepParent => Kinship::Child,
        Kinship::Child => Kinship::Parent,
        Kinship::Grandparent => Kinship::Grandchild,
        Kinship::Grandchild => Kinship::Grandparent,
        Kinship::UncleAunt => Kinship::NieceNephew,
        Kinship::NieceNephew => Kinship::UncleAunt,
        Kinship::Sibling => Kinship::Sibling,
        Kinship::Spouse => Kinship::Spouse,
        Kinship::Cousin => Kinship::Cousin,
        Kinship::InLaw => Kinship::InLaw,
        Kinship::Guardian | Kinship::Other | Kinship::Relative => Kinship::Relative,
    }
}

fn text(value: &Option<String>, max: usize) -> Option<String> {
    value.as_deref().and_then(|text| clean(text, max))
}

fn whole(interval: Interval) -> (Option<u32>, Option<u32>) {
    (Some(interval.min().floor() as u32), Some(interval.max().floor() as u32))
}

fn code<T>(value: &Observed<T>, code: impl Fn(&T) -> &'static str) -> Option<String> {
    value.known().map(|value| code(value).to_owned())
}

/// Some mark always stays with the institution: who claims to know the person can be asked
/// for it.
fn all_but(marks: &Observed<Vec<Mark>>, withheld: usize) -> Vec<String> {
    let marks = marks.known().map_or(&[][..], Vec::as_slice);
    let shown = &marks[..marks.len().saturating_sub(withheld)];
    let cleaned = |mark: &Mark| {
        let text = clean(&mark.text, MAX_TEXT_CHARS).unwrap_or_default();
        Mark { text, ..mark.clone() }.write()
    };
    shown.iter().take(MAX_ITEMS).map(cleaned).collect()
}

fn garment(item: &Item) -> String {
    let part = |text: &str| clean(text, MAX_NAME_CHARS).unwrap_or_default();
    let Item { item, colour, brand, text } = item;
    Item { item: part(item), colour: part(colour), brand: part(brand), text: part(text) }.write()
}

#[cfg(test)]
pub(crate) mod tests {
    use vinculo_record::{Cell, Column, RecordKey, Row};

    use super::*;

    pub(crate) const TODAY: Date = Date::constant(2026, 3, 1);
    /// A notice of an adult that may be published with all its fields.
    const ADULT: &[(&str, &str)] = &[
        ("given_names", "Fulana"),
        ("paternal_surname", "Zutano"),
        ("maternal_surname", "Perengano"),
        ("sex", "female"),
        ("age_min", "30"),
        ("age_max", "32"),
        ("birth_date", ""),
        ("nationality", "GT"),
        ("event_date", "2025-05-06"),
        ("event_country", "MX"),
        ("event_admin1", "Chiapas"),
        ("event_place", "Tapachula"),
        ("stature_cm_min", "150"),
        ("stature_cm_max", "156"),
        ("build", "thin"),
        ("hair_colour", "black"),
        ("eye_colour", "brown"),
        ("skin_tone", "medium"),
        ("clothing", "blusa:roja"),
        ("document_numbers", "DPI:1234567890101"),
        ("relatives", "madre:Mengana:Cobán"),
        ("circumstances", "secreto"),
        ("marks", "scar@forehead:3 cm;tattoo@arm/left:rosa"),
        ("public", "true"),
        (
            "public_fields",
            "given_names;paternal_surname;maternal_surname;sex;age_min;nationality;event_date;event_country;event_admin1;event_place;stature_cm_min;build;hair_colour;eye_colour;skin_tone;clothing;marks;circumstances;document_numbers;relatives;birth_date",
        ),
        ("public_until", "2027-01-01"),
        ("consent_by", "madre"),
        ("consent_date", "2025-06-01"),
        ("contact", "Institución, tel. 1"),
    ];

    pub(crate) fn record(kind: Kind, source: &str, changes: &[(&str, &str)]) -> Record {
        let mut row = Row::new();
        for (name, text) in ADULT.iter().chain(changes) {
            let column = Column::from_name(name).unwrap();
            let items = text.split(';').map(str::to_owned).collect();
            let cell =
                if column.is_list() { Cell::List(items) } else { Cell::Text((*text).to_owned()) };
            row.insert(column, cell);
        }
        let key = RecordKey::new(kind, source, "caso-77").unwrap();
        Record::from_row(key, &row).0
    }

    pub(crate) fn id() -> PublicId {
        PublicId::parse("0123456789abcdef01234567").unwrap()
    }

    pub(crate) fn notice(kind: Kind, changes: &[(&str, &str)]) -> Option<PublicNotice> {
        PublicNotice::of(&record(kind, "ORG", changes), id(), TODAY)
    }

    #[test]
    fn only_allowed_fields_leave() {
        let json = serde_json::to_string(&notice(Kind::Notice, &[]).unwrap()).unwrap();
        for shown in ["Fulana", "Zutano", "Tapachula", "\"age_min\":30", "forehead", "Institución"]
        {
            assert!(json.contains(shown), "{shown} in {json}");
        }
        for hidden in ["1234567890101", "Mengana", "secreto", "rosa", "madre", "mother", "caso-77"]
        {
            assert!(!json.contains(hidden), "{hidden} in {json}");
        }
    }

    #[test]
    fn a_birth_date_leaves_as_an_age_when_last_seen() {
        let born = [("birth_date", "1994-02-17"), ("age_min", ""), ("age_max", "")];
        let shown = notice(Kind::Notice, &born).unwrap();
        assert_eq!((shown.age_min, shown.age_max), (Some(31), Some(31)));
        assert!(!serde_json::to_string(&shown).unwrap().contains("1994"));
        let later = PublicNotice::of(
            &record(Kind::Notice, "ORG", &born),
            id(),
            TODAY + jiff::Span::new().days(200),
        );
        assert_eq!(later.unwrap(), shown, "no birthday can be read from a change");
    }

    #[test]
    fn a_field_leaves_only_if_it_was_opted_in() {
        let all = ADULT.iter().find(|(name, _)| *name == "public_fields").unwrap().1;
        let whole = serde_json::to_value(notice(Kind::Notice, &[]).unwrap()).unwrap();
        let always = ["id", "source", "searcher_only", "minor", "contact", "public_until"];
        for only in all.split(';') {
            let one = notice(Kind::Notice, &[("public_fields", only)]).unwrap();
            let one = serde_json::to_value(one).unwrap();
            for (field, value) in one.as_object().unwrap() {
                let stem =
                    |name: &str| name.trim_end_matches("_min").trim_end_matches("_max").to_owned();
                let is_own =
                    stem(field) == stem(only) || (only == "birth_date" && stem(field) == "age");
                assert!(always.contains(&field.as_str()) || is_own, "{field} by {only}");
                assert_eq!(value, &whole[field], "{field}");
            }
        }
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
            assert!(hidden.searcher_only && hidden.name().is_none(), "{age:?}");
            assert!(hidden.minor.is_none() && hidden.event_country.is_none(), "{age:?}");
            assert!(hidden.searcher.is_none(), "that was not what the family chose");
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
        for (by, expected) in [
            ("madre", Some(("mother", "child"))),
            ("Hermana", Some(("sibling", "sibling"))),
            ("tutora", None),
            ("Mengana Pérez, madre", None),
        ] {
            let changes = [("searcher_only", "true"), ("consent_by", by)];
            let notice = notice(Kind::Notice, &changes).unwrap();
            assert!(notice.searcher_only && notice.name().is_none() && notice.minor.is_none());
            assert!(notice.contact.is_some());
            let told = notice.searcher.as_deref().zip(notice.sought.as_deref());
            assert_eq!(told, expected, "{by}");
            assert!(!serde_json::to_string(&notice).unwrap().contains("Mengana"));
        }
    }

    #[test]
    fn a_notice_of_another_registry_keeps_its_id() {
        let clone = record(Kind::Notice, "registro.example.org", &[]);
        let notice = PublicNotice::of(&clone, id(), TODAY).unwrap();
        assert_eq!(notice.original_id.as_deref(), Some("registro.example.org/caso-77"));
        assert_eq!(super::tests::notice(Kind::Notice, &[]).unwrap().original_id, None);
    }

    #[test]
    fn every_text_is_cleaned() {
        let nasty = "A\u{202e}\u{0}<b>x";
        let long = "y".repeat(10_000);
        let notice = notice(
            Kind::Notice,
            &[
                ("given_names", nasty),
                ("paternal_surname", &long),
                ("contact", &long),
                ("clothing", &long),
            ],
        );
        let notice = notice.unwrap();
        assert!(!notice.given_names.as_deref().unwrap_or_default().contains('\u{202e}'));
        assert!(serde_json::to_string(&notice).unwrap().len() < 3_000);
    }
}
