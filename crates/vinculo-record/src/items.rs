//! The items of structured lists: marks, teeth, documents, effects and others.
//!
//! Parts are separated by `:`; `\:` and `\\` stand for the characters themselves.

use std::fmt;

use crate::vocab::{BodyLocation, Fdi, MarkType, PhotoSubject, SampleStatus, Side, ToothState};

/// A mark: `type@location[/side]:text`.
#[derive(Clone, PartialEq, Eq)]
pub struct Mark {
    /// The kind of mark.
    pub kind: MarkType,
    /// Where on the body, if said.
    pub location: Option<BodyLocation>,
    /// On which side, from the person's own viewpoint.
    pub side: Option<Side>,
    /// The description.
    pub text: String,
}

/// A tooth: `FDI=state[/surfaces]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tooth {
    /// Which tooth.
    pub fdi: Fdi,
    /// Its state.
    pub state: ToothState,
    /// Restored surfaces.
    pub surfaces: Surfaces,
}

/// Surfaces of a tooth (M mesial, O occlusal, D distal, F facial, L lingual,
/// I incisal), as a set.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Surfaces(u8);

/// An identity document: `TYPE:NUMBER`.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// The kind of document in upper case: CURP, DPI, DUI, DNI, CEDULA, PASSPORT …
    pub kind: String,
    /// The number as written.
    pub number: String,
}

/// A relative: `kinship:name:place`.
#[derive(Clone, PartialEq, Eq)]
pub struct Relative {
    /// The kinship to the person.
    pub kinship: String,
    /// The name.
    pub name: String,
    /// Where they live.
    pub place: String,
}

/// A garment or an object: `item:colour:brand:text`.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub item: String,
    /// Its colour.
    pub colour: String,
    /// Its brand.
    pub brand: String,
    /// Anything else: size, print, text on it.
    pub text: String,
}

/// A photo: `path:label`.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// File name beside the sheet or inside its archive; or, from who may not share
    /// the photo, its code.
    pub path: String,
    /// What it shows.
    pub label: String,
}

impl Photo {
    /// What it shows, where the label is a known word.
    pub fn subject(&self) -> Option<PhotoSubject> {
        PhotoSubject::parse(&self.label)
    }
}

/// A sample or print: `status@laboratory:number`.
#[derive(Clone, PartialEq, Eq)]
pub struct Sample {
    /// What exists.
    pub status: SampleStatus,
    /// The laboratory that holds it.
    pub laboratory: String,
    /// The laboratory's number.
    pub number: String,
}

/// A value that is written as one item of a list and reads back from it.
pub trait ListItem: Sized {
    /// Reads an item; `None` when it has another form or an unknown word.
    fn read(text: &str) -> Option<Self>;
    /// The canonical text.
    fn write(&self) -> String;
}

/// Splits at the first `parts - 1` unescaped colons and removes the escapes.
pub fn split_parts(text: &str, parts: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let last = out.len() - 1;
        match c {
            '\\' => match chars.next() {
                Some(next @ (':' | '\\' | ';')) => out[last].push(next),
                Some(other) => out[last].extend(['\\', other]),
                None => out[last].push('\\'),
            },
            ':' if out.len() < parts => out.push(String::new()),
            other => out[last].push(other),
        }
    }
    out.iter_mut().for_each(|part| *part = part.trim().to_owned());
    out.resize(parts.max(out.len()), String::new());
    out
}

/// Joins parts with escaped colons; empty parts at the end are left out.
pub fn join_parts(parts: &[&str]) -> String {
    let used = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |i| i + 1);
    let escaped: Vec<String> =
        parts[..used].iter().map(|part| part.replace('\\', "\\\\").replace(':', "\\:")).collect();
    escaped.join(":")
}

impl ListItem for Mark {
    fn read(text: &str) -> Option<Self> {
        let [head, text] = two(split_parts(text, 2));
        let (kind, place) = match head.split_once('@') {
            Some((kind, place)) => (kind, Some(place)),
            None => (head.as_str(), None),
        };
        let (location, side) = match place.map(|place| place.split_once('/').unwrap_or((place, "")))
        {
            Some((location, side)) => {
                (read_optional(location, BodyLocation::parse)?, read_optional(side, Side::parse)?)
            }
            None => (None, None),
        };
        Some(Self { kind: MarkType::parse(kind)?, location, side, text })
    }

    fn write(&self) -> String {
        let mut head = self.kind.code().to_owned();
        if self.location.is_some() || self.side.is_some() {
            head.push('@');
            head.push_str(self.location.map_or("", BodyLocation::code));
        }
        if let Some(side) = self.side {
            head.push('/');
            head.push_str(side.code());
        }
        join_parts(&[&head, &self.text])
    }
}

impl Surfaces {
    const LETTERS: [char; 6] = ['M', 'O', 'D', 'F', 'L', 'I'];

    /// Reads letters in any order; `None` for other letters.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().chars().try_fold(Surfaces(0), |set, c| {
            let c = c.to_ascii_uppercase();
            let bit = Self::LETTERS.iter().position(|letter| *letter == c)?;
            Some(Surfaces(set.0 | 1 << bit))
        })
    }

    /// Whether no surface is named.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every surface of `self` is among `other`'s.
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

impl fmt::Display for Surfaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (bit, letter) in Self::LETTERS.iter().enumerate() {
            if self.0 & (1 << bit) != 0 {
                write!(f, "{letter}")?;
            }
        }
        Ok(())
    }
}

impl ListItem for Tooth {
    fn read(text: &str) -> Option<Self> {
        let (number, state) = text.split_once('=')?;
        let (state, surfaces) = state.split_once('/').unwrap_or((state, ""));
        Some(Self {
            fdi: Fdi::new(number.trim().parse().ok()?)?,
            state: ToothState::parse(state)?,
            surfaces: Surfaces::parse(surfaces)?,
        })
    }

    fn write(&self) -> String {
        let mut text = format!("{}={}", self.fdi.number(), self.state.code());
        if !self.surfaces.is_empty() {
            text.push_str(&format!("/{}", self.surfaces));
        }
        text
    }
}

impl ListItem for Document {
    fn read(text: &str) -> Option<Self> {
        let [kind, number] = two(split_parts(text, 2));
        let known = !kind.is_empty() && !number.is_empty();
        known.then(|| Self { kind: crate::fold(&kind).to_uppercase(), number })
    }

    fn write(&self) -> String {
        join_parts(&[&self.kind, &self.number])
    }
}

impl ListItem for Relative {
    fn read(text: &str) -> Option<Self> {
        let [kinship, name, place] = three(split_parts(text, 3));
        (!name.is_empty() || !kinship.is_empty()).then_some(Self { kinship, name, place })
    }

    fn write(&self) -> String {
        join_parts(&[&self.kinship, &self.name, &self.place])
    }
}

impl ListItem for Item {
    fn read(text: &str) -> Option<Self> {
        let mut parts = split_parts(text, 4).into_iter();
        let mut next = || parts.next().unwrap_or_default();
        let item = Self { item: next(), colour: next(), brand: next(), text: next() };
        (!item.item.is_empty() || !item.text.is_empty()).then_some(item)
    }

    fn write(&self) -> String {
        join_parts(&[&self.item, &self.colour, &self.brand, &self.text])
    }
}

impl ListItem for Photo {
    fn read(text: &str) -> Option<Self> {
        let [path, label] = two(split_parts(text, 2));
        (!path.is_empty()).then_some(Self { path, label })
    }

    fn write(&self) -> String {
        join_parts(&[&self.path, &self.label])
    }
}

impl ListItem for Sample {
    fn read(text: &str) -> Option<Self> {
        let (status, rest) = text.split_once('@').unwrap_or((text, ""));
        let [laboratory, number] = two(split_parts(rest, 2));
        Some(Self { status: SampleStatus::parse(status)?, laboratory, number })
    }

    fn write(&self) -> String {
        let place = join_parts(&[&self.laboratory, &self.number]);
        if place.is_empty() {
            self.status.code().to_owned()
        } else {
            format!("{}@{place}", self.status.code())
        }
    }
}

impl ListItem for String {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }
}

/// `Some(None)` for an empty text, `None` for an unknown word.
fn read_optional<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.trim().is_empty() { Some(None) } else { parse(text).map(Some) }
}

fn two(mut parts: Vec<String>) -> [String; 2] {
    let second = parts.pop().unwrap_or_default();
    [parts.pop().unwrap_or_default(), second]
}

fn three(mut parts: Vec<String>) -> [String; 3] {
    let third = parts.pop().unwrap_or_default();
    let [first, second] = two(parts);
    [first, second, third]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check<T: ListItem>(text: &str, canonical: Option<&str>) {
        assert_eq!(T::read(text).map(|v| v.write()).as_deref(), canonical, "{text}");
    }

    #[test]
    fn marks() {
        check::<Mark>("tatuaje@antebrazo/izq:rosa", Some("tattoo@forearm/left:rosa"));
        check::<Mark>("scar@/left", Some("scar@/left"));
        check::<Mark>("mole", Some("mole"));
        check::<Mark>("scar@forehead:3 cm \\: curva", Some("scar@forehead:3 cm \\: curva"));
        check::<Mark>("tattoo@moon:x", None);
    }

    #[test]
    fn other_items() {
        check::<Tooth>("16=obturado/om", Some("16=filled/MO"));
        check::<Tooth>("19=sound", None);
        check::<Document>("curp: ABCD", Some("CURP:ABCD"));
        check::<Document>("12345", None);
        check::<Relative>("madre:Ana:Tecpán", Some("madre:Ana:Tecpán"));
        check::<Item>("playera:roja::talla M", Some("playera:roja::talla M"));
        check::<Item>("gorra", Some("gorra"));
        check::<Sample>("muestra@INACIF:77", Some("taken@INACIF:77"));
        check::<Photo>("a.jpg:face", Some("a.jpg:face"));
    }

    proptest! {
        #[test]
        fn parts_join_and_split(parts in prop::collection::vec("[a-z:\\\\;]{0,8}", 4)) {
            let refs: Vec<&str> = parts.iter().map(String::as_str).collect();
            prop_assert_eq!(split_parts(&join_parts(&refs), 4), parts);
        }
    }
}
