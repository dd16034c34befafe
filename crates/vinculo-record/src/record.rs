//! A record with every value parsed: what comparisons read.

use std::fmt;

use jiff::civil::Date;

use crate::items::{Document, Item, Mark, Photo, Relative, Sample, Tooth};
use crate::vocab::{
    AgeMethod, BloodGroup, Build, Condition, Country, EyeColour, HairColour, HairLength,
    RecoveredPart, Sex, SkinTone, StatureMethod, Status,
};
use crate::{Edtf, Interval, Observed, RecordKey};

/// Age under which a person is a child (Convention on the Rights of the Child, art. 1).
pub const MAJORITY_YEARS: f64 = 18.0;
/// The highest age that is read, in years.
pub const MAX_AGE_YEARS: f64 = 120.0;

/// A record: the person's description and the event that anchors it.
#[derive(Clone)]
pub struct Record {
    /// Who the record is.
    pub key: RecordKey,
    /// The state of the case.
    pub status: Option<Status>,
    /// When the organisation last changed it, as written.
    pub updated_at: Option<String>,
    /// Records that the organisation holds to be one person.
    pub person_group: Option<String>,
    /// Seen by child protection alone.
    pub protection_hold: bool,
    /// Why it is held.
    pub hold_reason: Option<String>,
    /// When it must be erased.
    pub retain_until: Option<Date>,
    /// Who the person is or says to be.
    pub identity: Identity,
    /// Last seen, found or received.
    pub event: Event,
    /// The body.
    pub body: Body,
    /// Clothing.
    pub clothing: Observed<Vec<Item>>,
    /// Effects.
    pub effects: Observed<Vec<Item>>,
    /// Photos.
    pub photos: Vec<Photo>,
    /// When they were taken.
    pub photo_date: Option<Edtf>,
    /// What only remains have.
    pub remains: RemainsDetails,
    /// What only a shelter's record has.
    pub shelter: ShelterDetails,
    /// What may be published of a notice.
    pub publication: Publication,
}

/// Names, documents, sex, age and origin.
#[derive(Clone, Default)]
pub struct Identity {
    /// Given names in order.
    pub given_names: Option<String>,
    /// First surname.
    pub paternal_surname: Option<String>,
    /// Second surname.
    pub maternal_surname: Option<String>,
    /// The whole name, where it is not divided.
    pub full_name: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Identity documents.
    pub documents: Vec<Document>,
    /// Biological sex.
    pub sex: Option<Sex>,
    /// Gender, in the person's words.
    pub gender: Option<String>,
    /// Date of birth.
    pub birth_date: Option<Edtf>,
    /// Age in years; of remains at death, else at the event. A single bound is
    /// closed with 0 or [`MAX_AGE_YEARS`].
    pub age: Option<Interval>,
    /// Nationalities.
    pub nationality: Vec<Country>,
    /// Ethnicities.
    pub ethnicity: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Where the person comes from.
    pub origin: Place,
    /// Relatives.
    pub relatives: Vec<Relative>,
}

/// A place by its names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The country.
    pub country: Option<Country>,
    /// State or department.
    pub admin1: Option<String>,
    /// Municipality, town or site.
    pub place: Option<String>,
}

impl Place {
    /// Whether nothing is known.
    pub const fn is_empty(&self) -> bool {
        self.country.is_none() && self.admin1.is_none() && self.place.is_none()
    }
}

/// A coordinate with its precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinate {
    /// Latitude in degrees, -90 to 90.
    pub lat: f64,
    /// Longitude in degrees, -180 to 180.
    pub lon: f64,
    /// Radius in kilometres in which the place lies, if stated.
    pub precision_km: Option<f64>,
}

/// The event: last seen alive, found or received; and what was said of the way.
#[derive(Clone, Default)]
pub struct Event {
    /// When.
    pub date: Option<Edtf>,
    /// Where.
    pub place: Place,
    /// Where, as a coordinate.
    pub coordinate: Option<Coordinate>,
    /// Where the person was going.
    pub destination: Option<String>,
    /// With whom.
    pub travelling_with: Vec<String>,
    /// What happened, in words.
    pub circumstances: Option<String>,
    /// Of notices: the last sign of life.
    pub last_contact_date: Option<Edtf>,
    /// Of notices: where it came from.
    pub last_contact: Place,
}

/// The body.
#[derive(Clone, Default)]
pub struct Body {
    /// Stature in centimetres, 95 % interval.
    pub stature_cm: Option<Interval>,
    /// How it was found.
    pub stature_method: Option<StatureMethod>,
    /// When it was found.
    pub stature_date: Option<Edtf>,
    /// Weight in kilograms, 95 % interval.
    pub weight_kg: Option<Interval>,
    /// Build.
    pub build: Observed<Build>,
    /// Hair colour.
    pub hair_colour: Observed<HairColour>,
    /// Hair length.
    pub hair_length: Observed<HairLength>,
    /// Eye colour, left and right; equal unless they differ.
    pub eye_colour: Observed<(EyeColour, EyeColour)>,
    /// Skin tone.
    pub skin_tone: Observed<SkinTone>,
    /// Blood group.
    pub blood_group: Observed<BloodGroup>,
    /// Marks.
    pub marks: Observed<Vec<Mark>>,
    /// Teeth.
    pub dental: Observed<Vec<Tooth>>,
    /// When the teeth were charted.
    pub dental_date: Option<Edtf>,
    /// Medical facts.
    pub medical: Observed<Vec<String>>,
    /// DNA sample, never the profile.
    pub dna: Observed<Sample>,
    /// Fingerprints, never the prints.
    pub fingerprints: Observed<Sample>,
}

/// What only remains have.
#[derive(Clone, Default)]
pub struct RemainsDetails {
    /// Days between death and finding, 95 % interval.
    pub pmi_days: Option<Interval>,
    /// The condition of the remains.
    pub condition: Option<Condition>,
    /// What was recovered; empty when not recorded.
    pub inventory: Vec<RecoveredPart>,
    /// Minimum number of individuals.
    pub mni: Option<u32>,
}

/// What only a shelter's record has.
#[derive(Clone, Default)]
pub struct ShelterDetails {
    /// The shelter's name.
    pub name: Option<String>,
    /// Whether the person came alone.
    pub unaccompanied: Option<bool>,
    /// The age that the person declared, in years.
    pub declared_age: Option<f64>,
    /// How the age was found.
    pub age_method: Option<AgeMethod>,
}

/// What may be published of a notice, and with whose consent.
#[derive(Clone, Default)]
pub struct Publication {
    /// Marked for the public feed.
    pub public: bool,
    /// The columns that may be published.
    pub public_fields: Vec<String>,
    /// The last day of publication.
    pub public_until: Option<Date>,
    /// Publish only who is searching.
    pub searcher_only: bool,
    /// Who consented: family or guardian.
    pub consent_by: Option<String>,
    /// When they consented.
    pub consent_date: Option<Date>,
    /// The authority that authorised it (a minor's notice needs it).
    pub consent_authority: Option<String>,
    /// The institution's contact.
    pub contact: Option<String>,
}

impl Record {
    /// An empty record of that key.
    pub fn empty(key: RecordKey) -> Self {
        Self {
            key,
            status: None,
            updated_at: None,
            person_group: None,
            protection_hold: false,
            hold_reason: None,
            retain_until: None,
            identity: Identity::default(),
            event: Event::default(),
            body: Body::default(),
            clothing: Observed::NotRecorded,
            effects: Observed::NotRecorded,
            photos: Vec::new(),
            photo_date: None,
            remains: RemainsDetails::default(),
            shelter: ShelterDetails::default(),
            publication: Publication::default(),
        }
    }

    /// The age in years on a day, from the birth date, or from the age at the
    /// event and the time between. `None` where neither is known.
    pub fn age_on(&self, day: Date) -> Option<Interval> {
        if let Some(birth) = &self.identity.birth_date {
            let oldest = years_between(birth.earliest(), day).max(0.0);
            let youngest = years_between(birth.latest(), day).max(0.0);
            return Interval::new(youngest, oldest.min(MAX_AGE_YEARS).max(youngest));
        }
        let age = self.age_stated()?;
        let (least, most) = match &self.event.date {
            Some(date) => (years_between(date.latest(), day), years_between(date.earliest(), day)),
            None => (0.0, 0.0),
        };
        let min = (age.min() + least).clamp(0.0, MAX_AGE_YEARS);
        Interval::new(min, (age.max() + most).clamp(min, MAX_AGE_YEARS))
    }

    /// The age in years at the event (of remains at death), from the birth date
    /// where that and the event's date are known, else as stated.
    pub fn age_at_event(&self) -> Option<Interval> {
        let (Some(birth), Some(event)) = (&self.identity.birth_date, &self.event.date) else {
            return self.age_stated();
        };
        let min = years_between(birth.latest(), event.earliest()).max(0.0);
        let max = years_between(birth.earliest(), event.latest()).max(min);
        Interval::new(min.min(MAX_AGE_YEARS), max.min(MAX_AGE_YEARS))
    }

    /// The age as stated: the recorded interval, else the declared age, which
    /// was reached up to a year ago.
    pub fn age_stated(&self) -> Option<Interval> {
        self.identity.age.or_else(|| {
            self.shelter.declared_age.and_then(|years| Interval::new(years, years + 1.0))
        })
    }

    /// Whether the person counts as a child at the event or on a day: the age
    /// interval reaches below 18, or no age is known (presumption of minority).
    pub fn is_presumed_minor(&self, today: Date) -> bool {
        let below = |age: Option<Interval>| age.is_none_or(|age| age.min() < MAJORITY_YEARS);
        below(self.age_at_event()) || below(self.age_on(today))
    }
}

/// Years of 365.2425 days (the mean of the Gregorian calendar) from one day to
/// another.
pub fn years_between(from: Date, to: Date) -> f64 {
    f64::from(days_between(from, to)) / 365.2425
}

/// Days from one day to another; negative when the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({}, content withheld)", self.key.qualified())
    }
}
