//! The same picture on both sides: never more than that, and never the same person.
//!
//! Which pictures are the same is found out before, picture by picture, and handed in
//! as [`SharedPictures`]: few pairs of records share one. A pair that shares none says
//! nothing, for most photos of a person are different photos.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `face_…` | a picture of a face |
//! | `document_…` | of an identity document |
//! | `mark_…` | of a tattoo, another mark or teeth |
//! | `effect_…` | of a garment or another effect: pictures from catalogues travel too |
//! | `other_…` | of something that no label tells |
//! | `place_…` | of a place |
//! | `none_same` | never found: what is left of all pairs, so that the shares sum to 1 |
//!
//! `…_strong`: the codes of both are near; `…_verified`: a crop, a page or a changed
//! picture, confirmed point by point. What a picture shows is its label: a missing one
//! and that of a whole page leave the word to the other side's, and of two that differ
//! the one that says less counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use vinculo_record::vocab::PhotoSubject;
use vinculo_record::{Lang, Record, RecordKey};

use crate::{Comparison, Finding, Level};

const LEVELS: &[Level] = &[
    Level { name: "face_strong", es: "misma imagen de un rostro", en: "same picture of a face" },
    Level {
        name: "face_verified",
        es: "misma imagen de un rostro, alterada",
        en: "same picture of a face, changed",
    },
    Level {
        name: "document_strong",
        es: "misma imagen de un documento",
        en: "same picture of a document",
    },
    Level {
        name: "document_verified",
        es: "misma imagen de un documento, alterada",
        en: "same picture of a document, changed",
    },
    Level { name: "mark_strong", es: "misma imagen de una seña", en: "same picture of a mark" },
    Level {
        name: "mark_verified",
        es: "misma imagen de una seña, alterada",
        en: "same picture of a mark, changed",
    },
    Level {
        name: "effect_strong",
        es: "misma imagen de una prenda u objeto",
        en: "same picture of a garment or effect",
    },
    Level {
        name: "effect_verified",
        es: "misma imagen de una prenda u objeto, alterada",
        en: "same picture of a garment or effect, changed",
    },
    Level { name: "other_strong", es: "misma imagen", en: "same picture" },
    Level { name: "other_verified", es: "misma imagen, alterada", en: "same picture, changed" },
    Level { name: "place_strong", es: "misma imagen de un lugar", en: "same picture of a place" },
    Level {
        name: "place_verified",
        es: "misma imagen de un lugar, alterada",
        en: "same picture of a place, changed",
    },
    Level { name: "none_same", es: "ninguna imagen en común", en: "no picture in common" },
];

/// What a shared picture shows, in the order of the levels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shows {
    Face,
    Document,
    Mark,
    Effect,
    Other,
    Place,
}

impl Shows {
    fn of(subject: PhotoSubject) -> Option<Self> {
        Some(match subject {
            PhotoSubject::Face => Shows::Face,
            PhotoSubject::Document => Shows::Document,
            PhotoSubject::Tattoo | PhotoSubject::Mark | PhotoSubject::Teeth => Shows::Mark,
            PhotoSubject::Garment | PhotoSubject::Effect => Shows::Effect,
            PhotoSubject::Place => Shows::Place,
            PhotoSubject::Page => return None,
        })
    }

    fn of_both(left: &SharedSide, right: &SharedSide) -> Self {
        let said = |side: &SharedSide| side.subject.and_then(Self::of);
        said(left).max(said(right)).unwrap_or(Shows::Other)
    }
}

/// A part of a picture in thousandths of its width and height: left, top, right,
/// bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(pub [u16; 4]);

impl Region {
    /// The whole picture.
    pub const WHOLE: Region = Region([0, 0, 1000, 1000]);

    fn say(self, lang: Lang) -> String {
        if self == Self::WHOLE {
            return lang.pick("toda", "all of it").to_owned();
        }
        let [left, top, right, bottom] = self.0.map(|part| (part + 5) / 10);
        let (across, down) = (lang.pick("ancho", "width"), lang.pick("alto", "height"));
        format!("{across} {left}–{right} %, {down} {top}–{bottom} %")
    }
}

/// One record's side of a shared picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SharedSide {
    /// Its place in the record's list of photos, from 0.
    pub item: u16,
    /// What its label says that it shows.
    pub subject: Option<PhotoSubject>,
    /// The part that is the same.
    pub region: Region,
}

/// A picture that two records share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPicture {
    /// The records: key, and a number that is theirs for good.
    pub records: [(RecordKey, u64); 2],
    /// Their sides, in the same order.
    pub sides: [SharedSide; 2],
    /// Whether it was confirmed point by point because the codes are not near.
    pub is_verified: bool,
    /// Bits of 256 in which the codes differ, where codes told.
    pub distance: Option<u16>,
    /// Points that were found in both, where they were looked for.
    pub inliers: Option<u16>,
}

/// The pictures that records share, found out before any pair is scored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedPictures {
    by_record: BTreeMap<RecordKey, PictureFeature>,
}

impl SharedPictures {
    /// Gathers what was found. Of several pictures of one pair the strongest counts.
    pub fn new(found: impl IntoIterator<Item = SharedPicture>) -> Self {
        let mut pairs: BTreeMap<(RecordKey, u64), BTreeMap<u64, Met>> = BTreeMap::new();
        for shared in found {
            for (mine, theirs) in [(0, 1), (1, 0)] {
                let of_pair = pairs.entry(shared.records[mine].clone()).or_default();
                let met = Met::new(&shared, mine, theirs);
                of_pair.entry(met.other).and_modify(|known| known.join(&met)).or_insert(met);
            }
        }
        let feature = |((key, number), met): ((RecordKey, u64), BTreeMap<u64, Met>)| {
            (key, PictureFeature { number, met: met.into_values().collect() })
        };
        Self { by_record: pairs.into_iter().map(feature).collect() }
    }

    /// The records that share a picture with another, in order.
    pub fn records(&self) -> impl Iterator<Item = &RecordKey> {
        self.by_record.keys()
    }

    /// The records of which this says something else than `before`.
    pub fn changed_since(&self, before: &Self) -> Vec<RecordKey> {
        let all = self.by_record.keys().chain(before.by_record.keys());
        let mut changed: Vec<RecordKey> = all
            .filter(|key| self.by_record.get(*key) != before.by_record.get(*key))
            .cloned()
            .collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

/// The records that share a picture with this one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureFeature {
    number: u64,
    /// By the other's number.
    met: Arc<[Met]>,
}

/// What is shared with one other record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Met {
    other: u64,
    level: u8,
    mine: SharedSide,
    theirs: SharedSide,
    distance: Option<u16>,
    inliers: Option<u16>,
    /// Further pictures that both share.
    more: u16,
}

impl Met {
    fn new(shared: &SharedPicture, mine: usize, theirs: usize) -> Self {
        let shows = Shows::of_both(&shared.sides[0], &shared.sides[1]);
        Self {
            other: shared.records[theirs].1,
            level: 2 * shows as u8 + u8::from(shared.is_verified),
            mine: shared.sides[mine].clone(),
            theirs: shared.sides[theirs].clone(),
            distance: shared.distance,
            inliers: shared.inliers,
            more: 0,
        }
    }

    /// The same from both sides, whichever picture came first.
    fn rank(&self) -> impl Ord + use<> {
        let mut items = [self.mine.item, self.theirs.item];
        items.sort_unstable();
        (self.level, self.distance.unwrap_or(u16::MAX), items)
    }

    fn join(&mut self, other: &Self) {
        let more = self.more + 1;
        if other.rank() < self.rank() {
            *self = other.clone();
        }
        self.more = more;
    }
}

/// Compares pictures by what was found out before.
#[derive(Clone)]
pub struct PictureComparison {
    shared: Arc<SharedPictures>,
}

impl PictureComparison {
    /// The comparison over these findings.
    pub fn new(shared: Arc<SharedPictures>) -> Self {
        Self { shared }
    }
}

impl Comparison for PictureComparison {
    type Feature = PictureFeature;

    fn name(&self) -> &'static str {
        "picture"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<PictureFeature> {
        // Of a record whose photos are not seen nothing is compared.
        let shown = self.shared.by_record.get(&record.key).filter(|_| !record.photos.is_empty());
        shown.cloned()
    }

    fn compare(&self, left: &PictureFeature, right: &PictureFeature) -> Option<Finding> {
        left.with(right).map(|met| Finding::level(met.level))
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let photo = |(number, photo): (usize, &vinculo_record::items::Photo)| match photo.subject()
        {
            Some(subject) => format!("{number} ({})", subject.label(lang)),
            None => number.to_string(),
        };
        let photos: Vec<String> = (1..).zip(&record.photos).map(photo).collect();
        match photos.as_slice() {
            [] => String::new(),
            photos => format!("{} {}", lang.pick("foto", "photo"), photos.join(", ")),
        }
    }

    fn reason(
        &self,
        left: &PictureFeature,
        right: &PictureFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let Some(met) = left.with(right) else { return String::new() };
        let mut said = format!(
            "{}: {} {}",
            LEVELS[usize::from(finding.level)].label(lang),
            met.mine.say(lang),
            lang.pick("y", "and").to_owned() + " " + &met.theirs.say(lang),
        );
        if let Some(distance) = met.distance {
            said += &format!(
                "; {distance} {}",
                lang.pick("de 256 bits distintos", "of 256 bits differ")
            );
        }
        if let Some(inliers) = met.inliers {
            said += &format!("; {inliers} {}", lang.pick("puntos coinciden", "points agree"));
        }
        if met.more > 0 {
            said +=
                &format!("; {} {}", lang.pick("otras en común:", "others in common:"), met.more);
        }
        said + lang.pick("; no dice que sea la misma persona", "; it does not say the same person")
    }
}

impl PictureFeature {
    fn with(&self, other: &Self) -> Option<&Met> {
        let place = self.met.binary_search_by_key(&other.number, |met| met.other).ok()?;
        Some(&self.met[place])
    }
}

impl SharedSide {
    fn say(&self, lang: Lang) -> String {
        let number = self.item + 1;
        let photo = lang.pick("foto", "photo");
        let region = self.region.say(lang);
        match self.subject {
            Some(subject) => format!("{photo} {number} ({}, {region})", subject.label(lang)),
            None => format!("{photo} {number} ({region})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::record;

    fn key(number: u64) -> RecordKey {
        RecordKey::new(Kind::Notice, "ORG", number.to_string()).unwrap()
    }

    fn of(number: u64) -> Record {
        let mut record = record(Kind::Notice, &[("photos", "a.jpg:rostro;b.jpg")]);
        record.key = key(number);
        record
    }

    fn shared(
        a: u64,
        b: u64,
        subjects: [Option<PhotoSubject>; 2],
        is_verified: bool,
    ) -> SharedPicture {
        let side = |item, subject| SharedSide { item, subject, region: Region::WHOLE };
        SharedPicture {
            records: [(key(a), a), (key(b), b)],
            sides: [side(0, subjects[0]), side(1, subjects[1])],
            is_verified,
            distance: (!is_verified).then_some(12),
            inliers: Some(48),
        }
    }

    fn level(found: &[SharedPicture], a: u64, b: u64) -> Option<&'static str> {
        let comparison = PictureComparison::new(Arc::new(SharedPictures::new(found.to_vec())));
        let (left, right) = (comparison.compile(&of(a))?, comparison.compile(&of(b))?);
        let (there, back) = (comparison.compare(&left, &right), comparison.compare(&right, &left));
        assert_eq!(there, back);
        there.map(|finding| LEVELS[usize::from(finding.level)].name)
    }

    #[test]
    fn a_label_decides_what_the_same_picture_means() {
        use PhotoSubject::{Document, Effect, Face, Garment, Page, Place, Tattoo, Teeth};
        for (left, right, expected) in [
            (Some(Face), Some(Face), "face_strong"),
            (Some(Face), None, "face_strong"),
            (Some(Page), Some(Face), "face_strong"),
            (Some(Face), Some(Document), "document_strong"),
            (Some(Tattoo), Some(Teeth), "mark_strong"),
            (Some(Garment), Some(Effect), "effect_strong"),
            (Some(Face), Some(Place), "place_strong"),
            (None, None, "other_strong"),
            (Some(Page), Some(Page), "other_strong"),
        ] {
            assert_eq!(level(&[shared(1, 2, [left, right], false)], 1, 2), Some(expected));
            assert_eq!(level(&[shared(1, 2, [right, left], false)], 1, 2), Some(expected));
        }
        let changed = shared(1, 2, [Some(Face), None], true);
        assert_eq!(level(&[changed], 1, 2), Some("face_verified"));
    }

    #[test]
    fn records_that_share_nothing_say_nothing() {
        let face = [Some(PhotoSubject::Face); 2];
        let found = [shared(1, 2, face, false), shared(3, 4, face, false)];
        assert_eq!(level(&found, 1, 3), None);
        assert_eq!(level(&found, 1, 9), None);
    }

    #[test]
    fn of_a_record_without_its_photos_nothing_is_seen() {
        let found = shared(1, 2, [Some(PhotoSubject::Face); 2], false);
        let comparison = PictureComparison::new(Arc::new(SharedPictures::new([found])));
        assert!(comparison.compile(&of(1)).is_some());
        let hidden = Record { photos: Vec::new(), ..of(1) };
        assert!(comparison.compile(&hidden).is_none());
    }

    #[test]
    fn of_several_the_strongest_counts_in_any_order() {
        let two = [
            shared(1, 2, [Some(PhotoSubject::Garment); 2], false),
            shared(1, 2, [Some(PhotoSubject::Face); 2], true),
        ];
        let turned = [two[1].clone(), two[0].clone()];
        assert_eq!(level(&two, 1, 2), Some("face_verified"));
        assert_eq!(SharedPictures::new(two), SharedPictures::new(turned));
    }

    #[test]
    fn the_reason_names_both_pictures_and_never_a_file() {
        let mut found = shared(1, 2, [Some(PhotoSubject::Face), Some(PhotoSubject::Page)], true);
        found.sides[1].region = Region([100, 52, 500, 404]);
        let comparison = PictureComparison::new(Arc::new(SharedPictures::new([found])));
        let (left, right) = (of(1), of(2));
        let (a, b) = (comparison.compile(&left).unwrap(), comparison.compile(&right).unwrap());
        let finding = comparison.compare(&a, &b).unwrap();
        assert_eq!(
            comparison.reason(&a, &b, &finding, Lang::En),
            "same picture of a face, changed: photo 1 (face, all of it) and photo 2 (notice or \
             poster, width 10–50 %, height 5–40 %); 48 points agree; it does not say the same person"
        );
        assert!(comparison.reason(&a, &b, &finding, Lang::Es).ends_with("la misma persona"));
        assert_eq!(comparison.show(&left, Lang::Es), "foto 1 (rostro), 2");
    }

    #[test]
    fn changes_are_told_record_by_record() {
        let face = [Some(PhotoSubject::Face); 2];
        let before = SharedPictures::new([shared(1, 2, face, false), shared(3, 4, face, false)]);
        let after = SharedPictures::new([shared(1, 2, face, false), shared(3, 5, face, false)]);
        assert_eq!(after.changed_since(&before), [key(3), key(4), key(5)]);
        assert_eq!(after.changed_since(&after), []);
    }
}
