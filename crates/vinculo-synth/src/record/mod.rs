//! How an institution writes a person down: what is common to all kinds of record.

mod name;
mod notice;
mod remains;
mod shelter;
mod sources;

pub(crate) use notice::notice;
pub(crate) use remains::{Part, remains};
pub(crate) use shelter::shelter;
pub(crate) use sources::Numbering;

use jiff::civil::Date;
use vinculo_record::items::{Item, ListItem, Relative};
use vinculo_record::{Cell, Column as C, Row};

use crate::dice::Dice;
use crate::journey::{Day, LAST_DAY, Stop, date};
use crate::person::{EYES, HAIR, Person, SKIN, Thing, TrueMark};
use crate::rates::Rates;
use crate::spoil;
use crate::truth::{Spoiled, Stratum};

/// A record under the pen.
pub(crate) struct Scribe<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) rates: &'a Rates,
    pub(crate) person: &'a Person,
    pub(crate) row: Row,
    pub(crate) spoiled: Spoiled,
}

impl<'a> Scribe<'a> {
    pub(crate) fn new(dice: &'a mut Dice, rates: &'a Rates, person: &'a Person) -> Self {
        Self { dice, rates, person, row: Row::new(), spoiled: Spoiled::default() }
    }

    pub(crate) fn put(&mut self, column: C, text: impl Into<String>) {
        self.row.insert_text(column, text);
    }

    pub(crate) fn list(&mut self, column: C, items: Vec<String>) {
        self.row.insert(column, Cell::List(items));
    }

    /// Whether a further field is filled in, that careful institutions fill in with
    /// probability `share`.
    pub(crate) fn fills(&mut self, share: f64) -> bool {
        let filled = share * (1.0 - self.rates.field_missing);
        self.dice.chance(filled)
    }

    /// Birth date or age on the day of the event. `years_added` lies about the age.
    pub(crate) fn age(&mut self, event: Day, years_added: i32) {
        if self.dice.chance(self.rates.age_only) {
            return self.stated_age(event, years_added);
        }
        let mut birth = self.person.birth - (years_added * 1461) / 4;
        if self.dice.chance(self.rates.day_month_swapped)
            && let Some(swapped) = spoil::day_month_swapped(birth).filter(|day| *day <= event)
        {
            birth = swapped;
            self.spoiled.add(Stratum::Age);
        }
        if self.dice.chance(self.rates.birth_digit) {
            let off = spoil::digit_off(self.dice, birth);
            if off <= event {
                birth = off;
                self.spoiled.add(Stratum::Age);
            }
        }
        let born = date(birth);
        let text = match self.dice.chance(self.rates.birth_truncated) {
            false => born.to_string(),
            true => match self.dice.below(3) {
                0 => format!("{:04}", born.year()),
                1 => format!("{:04}~", born.year()),
                _ => format!("{:04}-{:02}", born.year(), born.month()),
            },
        };
        self.put(C::BirthDate, text);
    }

    fn stated_age(&mut self, event: Day, years_added: i32) {
        let truth = self.person.age(event) + years_added;
        let mut age = truth;
        if self.dice.chance(self.rates.age_off) {
            age += self.dice.pick(&[-3, -2, -1, 1, 2, 3]);
        }
        if truth >= 20 && self.dice.chance(self.rates.age_heaped) {
            age = (age + 2) / 5 * 5;
        }
        // A child is not taken for an adult by rounding, nor an adult for a child.
        let age = if truth < 18 { age.clamp(0, 17) } else { age.max(18) };
        if (age - truth).abs() > 1 {
            self.spoiled.add(Stratum::Age);
        }
        let width = if self.dice.chance(0.25) { self.dice.between(1, 4) } else { 0 };
        self.put(C::AgeMin, (age - width / 2).max(0).to_string());
        self.put(C::AgeMax, (age + width - width / 2).to_string());
    }

    pub(crate) fn sex(&mut self) {
        if self.dice.chance(self.rates.sex_missing) {
            return;
        }
        let male = self.person.male != self.dice.chance(self.rates.sex_wrong);
        self.put(C::Sex, if male { "male" } else { "female" });
    }

    pub(crate) fn nationality(&mut self) {
        let country = self.person.origin.country;
        self.list(C::Nationality, vec![country.to_owned()]);
        if let Some((ethnicity, language)) = crate::origin::people_words(self.person.origin.group) {
            if self.fills(0.35) {
                self.list(C::Ethnicity, vec![ethnicity.to_owned()]);
            }
            if self.fills(0.40) {
                let second = if country == "HT" { "francés" } else { "español" };
                let mut languages = vec![language.to_owned(), second.to_owned()];
                languages.dedup();
                self.list(C::Languages, languages);
            }
        }
    }

    /// Where the person comes from.
    pub(crate) fn origin(&mut self, share: f64) {
        let origin = self.person.origin;
        let mut town = origin.town;
        if self.dice.chance(self.rates.origin_wrong) {
            town = crate::origin::draw_town(self.dice, origin.country);
            self.spoiled.add(Stratum::Place);
        }
        self.put(C::OriginCountry, origin.country);
        if self.fills(share) {
            self.put(C::OriginAdmin1, town.admin1);
        }
        if self.fills(share * 0.9) {
            let name = self.place_name(town.name);
            self.put(C::OriginPlace, name);
        }
    }

    fn place_name(&mut self, name: &str) -> String {
        if !self.dice.chance(self.rates.place_misspelt) {
            return name.to_owned();
        }
        match spoil::one_word(self.dice, name, spoil::misspell) {
            Some(wrong) => {
                self.spoiled.add(Stratum::Place);
                wrong
            }
            None => name.to_owned(),
        }
    }

    /// Date and place of the event. `coordinate`: share of records that have one.
    pub(crate) fn event(&mut self, stop: Stop, coordinate: f64) {
        let text = self.vague_date(stop.day);
        self.put(C::EventDate, text);
        self.put(C::EventCountry, stop.town.country);
        self.put(C::EventAdmin1, stop.town.admin1);
        if self.fills(0.95) {
            let name = self.place_name(stop.town.name);
            self.put(C::EventPlace, name);
        }
        if self.fills(coordinate) {
            self.coordinate(stop);
        }
    }

    /// The stop as it is remembered: perhaps a neighbouring one of the way.
    pub(crate) fn remembered(&mut self, mut stop: Stop) -> Stop {
        if self.dice.chance(self.rates.place_wrong) {
            let other = self.person.journey.neighbour(self.dice, stop.town);
            if other != stop.town {
                stop.town = other;
                self.spoiled.add(Stratum::Place);
            }
        }
        stop
    }

    /// A coordinate within some kilometres of the town.
    fn coordinate(&mut self, stop: Stop) {
        let km = self.dice.weighted(&[(1, 3.0), (5, 4.0), (20, 2.0), (50, 1.0)]);
        // A degree of latitude is 111 km.
        let spread = f64::from(km) / 111.0;
        let lat = stop.town.lat + spread * (self.dice.unit() - 0.5);
        let lon = stop.town.lon + spread * (self.dice.unit() - 0.5);
        // Four decimals are eleven metres.
        let rounded = |degrees: f64| ((degrees * 1e4).round() / 1e4).to_string();
        self.put(C::EventLat, rounded(lat));
        self.put(C::EventLon, rounded(lon));
        self.put(C::EventPrecisionKm, km.to_string());
    }

    /// A day as exactly as it is remembered.
    pub(crate) fn vague_date(&mut self, day: Day) -> String {
        let exact = date(day);
        if !self.dice.chance(self.rates.event_date_vague) {
            return exact.to_string();
        }
        match self.dice.below(3) {
            0 => format!("{:04}-{:02}", exact.year(), exact.month()),
            1 => format!("{}~", date((day + self.dice.between(-5, 5)).min(LAST_DAY))),
            _ => {
                let (from, to) = (day - self.dice.between(0, 4), day + self.dice.between(1, 4));
                format!("{}/{}", date(from), date(to))
            }
        }
    }

    /// A document number, perhaps with a wrong digit.
    pub(crate) fn document(&mut self, share: f64) {
        let Some((kind, number)) = &self.person.document else { return };
        if !self.fills(share) {
            return;
        }
        let number = match self.dice.chance(self.rates.document_digit) {
            true => spoil::one_digit(self.dice, number),
            false => number.clone(),
        };
        self.list(C::DocumentNumbers, vec![format!("{kind}:{number}")]);
        self.spoiled.marked = true;
    }

    /// One of the person's relatives.
    pub(crate) fn relative(&mut self, whom: usize, share: f64) {
        if !self.fills(share) {
            return;
        }
        let kin = &self.person.kin[whom];
        let mut name = kin.name.clone();
        if self.dice.chance(self.rates.misspelt) {
            name = spoil::one_word(self.dice, &name, spoil::misspell).unwrap_or(name);
        }
        let place = if self.fills(0.7) { self.person.origin.town.name } else { "" };
        let relative = Relative { kinship: kin.kinship.into(), name, place: place.into() };
        self.list(C::Relatives, vec![relative.write()]);
    }

    /// A colour by its place in a list whose neighbours are taken for each other.
    fn colour<'s>(&mut self, list: &[&'s str], truth: usize) -> &'s str {
        if !self.dice.chance(self.rates.colour_confused) {
            return list[truth];
        }
        let other = if self.dice.chance(0.5) { truth + 1 } else { truth.saturating_sub(1) };
        list[other.min(list.len() - 1)]
    }

    pub(crate) fn hair(&mut self, share: f64) {
        if self.fills(share) {
            let colour = self.colour(&HAIR, self.person.hair);
            self.put(C::HairColour, colour);
        }
        if self.fills(share * 0.6) {
            self.put(C::HairLength, self.person.hair_length);
        }
    }

    pub(crate) fn eyes_and_skin(&mut self, share: f64) {
        if self.fills(share) {
            let colour = self.colour(&EYES, self.person.eyes);
            self.put(C::EyeColour, colour);
        }
        if self.fills(share) {
            let tone = self.colour(&SKIN, self.person.skin);
            self.put(C::SkinTone, tone);
        }
    }

    /// Stature and weight as remembered, or as measured.
    pub(crate) fn build(&mut self, day: Day, share: f64, measured: bool) {
        if self.fills(share) {
            self.stature(day, measured);
        }
        let weight = self.person.weight(day);
        if self.fills(share * 0.5) {
            let seen = (weight + 4.0 * self.dice.normal()).max(3.0).round();
            self.put(C::WeightKgMin, (seen - 2.0).max(2.0).to_string());
            self.put(C::WeightKgMax, (seen + 2.0).to_string());
        }
        if self.fills(share * 0.7) {
            let words = ["thin", "medium", "robust", "obese"];
            let truth = match self.person.body_mass_index {
                ..21.0 => 0,
                21.0..27.0 => 1,
                27.0..32.0 => 2,
                _ => 3,
            };
            let build = self.colour(&words, truth);
            self.put(C::Build, build);
        }
    }

    /// Remembered statures are 1 cm too large, with a deviation of 4 cm, 5 for children
    /// (domain.md §5.2, judgement); measured ones have 1 cm.
    fn stature(&mut self, day: Day, measured: bool) {
        let truth = self.person.stature(day);
        let (bias, deviation) = match (measured, self.person.age(day) < 18) {
            (true, _) => (0.0, 1.0),
            (false, true) => (1.0, 5.0),
            (false, false) => (1.0, 4.0),
        };
        let stated = (truth + bias + deviation * self.dice.normal()).clamp(40.0, 215.0).round();
        let half = if !measured && self.dice.chance(0.4) { 3.0 } else { 0.0 };
        self.put(C::StatureCmMin, (stated - half).to_string());
        self.put(C::StatureCmMax, (stated + half).to_string());
        self.put(C::StatureMethod, if measured { "measured" } else { "remembered" });
    }

    /// The marks that `seen` lets through, each perhaps forgotten or on the wrong side.
    pub(crate) fn marks(&mut self, seen: impl Fn(&TrueMark) -> bool) -> bool {
        let mut items = Vec::new();
        for mark in self.person.marks.iter().filter(|mark| seen(mark)) {
            if self.dice.chance(self.rates.mark_forgotten) {
                continue;
            }
            let side = match mark.side {
                Some(side) if self.dice.chance(self.rates.side_flipped) => {
                    Some(if side == "left" { "right" } else { "left" })
                }
                Some(_) if self.dice.chance(0.15) => None,
                side => side,
            };
            let side = side.map(|side| format!("/{side}")).unwrap_or_default();
            let text = self.dice.pick(mark.texts).replace(':', "\\:");
            items.push(format!("{}@{}{side}:{text}", mark.kind, mark.place));
        }
        let any = !items.is_empty();
        self.spoiled.marked |= any;
        self.list(C::Marks, items);
        any
    }

    pub(crate) fn clothing(&mut self, things: &[Thing]) {
        let items = self.things(things, 0.15);
        self.list(C::Clothing, items);
    }

    pub(crate) fn effects(&mut self, things: &[Thing]) {
        let items = self.things(things, 0.35);
        self.list(C::Effects, items);
    }

    /// Things in somebody's words; each is left out with probability `lost`.
    fn things(&mut self, things: &[Thing], lost: f64) -> Vec<String> {
        let mut items = Vec::new();
        for thing in things {
            if self.dice.chance(lost) {
                continue;
            }
            let brand = if self.dice.chance(0.7) { thing.brand } else { "" };
            let colour = match self.dice.chance(self.rates.colour_confused) {
                true => "",
                false => thing.colour,
            };
            let item = Item {
                item: (self.dice.pick(thing.words)).to_owned(),
                colour: colour.to_owned(),
                brand: brand.to_owned(),
                text: String::new(),
            };
            items.push(item.write());
        }
        items
    }

    /// When the institution last touched the record: some days after the event.
    pub(crate) fn updated(&mut self, event: Day) {
        let day: Date = date((event + self.dice.between(0, 90)).min(LAST_DAY));
        self.put(C::UpdatedAt, format!("{day}T12:00:00Z"));
    }
}
