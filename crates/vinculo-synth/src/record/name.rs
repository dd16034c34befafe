//! How a name is written down.

use vinculo_record::{Column as C, fold};

use super::Scribe;
use crate::nickname::nickname_for;
use crate::origin::{draw_given, draw_surname};
use crate::spoil;
use crate::truth::Stratum;

/// A name on its way to the paper.
struct Name {
    given: Vec<String>,
    paternal: Option<String>,
    maternal: Option<String>,
}

impl Scribe<'_> {
    /// Writes the name with the mistakes of the level. `may_lie`: the person says it
    /// themselves, and may give another one.
    pub(crate) fn name(&mut self, may_lie: bool) {
        let mut name = Name {
            given: self.person.given.iter().map(|name| (*name).to_owned()).collect(),
            paternal: Some(self.person.paternal.to_owned()),
            maternal: self.person.maternal.map(str::to_owned),
        };
        if may_lie && self.dice.chance(self.rates.false_name) {
            name = self.false_name(name);
        }
        self.shorten_given(&mut name);
        self.lose_surnames(&mut name);
        self.misspell(&mut name);
        self.write(name);
    }

    /// Another name, of which sometimes a surname is the true one.
    fn false_name(&mut self, truth: Name) -> Name {
        self.spoiled.add(Stratum::FalseDeclaration);
        let origin = self.person.origin;
        let given = draw_given(self.dice, origin.group, self.person.male, 1995);
        let surname = draw_surname(self.dice, &origin).to_owned();
        let paternal = if self.dice.chance(0.3) { truth.paternal } else { Some(surname) };
        let maternal = draw_surname(self.dice, &origin).to_owned();
        Name {
            given: given.into_iter().map(str::to_owned).collect(),
            paternal,
            maternal: Some(maternal),
        }
    }

    fn shorten_given(&mut self, name: &mut Name) {
        if name.given.len() > 1 && self.dice.chance(self.rates.given_swapped) {
            name.given.swap(0, 1);
            self.spoiled.add(Stratum::NamesSwapped);
        }
        if name.given.len() > 1 && self.dice.chance(self.rates.second_given_lost) {
            name.given.truncate(1);
            self.spoiled.add(Stratum::Format);
        }
        if self.dice.chance(self.rates.nickname) {
            self.nickname(name);
        }
    }

    /// A hypocorism of both given names together, else of one of them.
    fn nickname(&mut self, name: &mut Name) {
        let both = name.given.join(" ");
        let whole = nickname_for(self.dice, &both);
        let found = whole.map(|nickname| (None, nickname)).or_else(|| {
            (0..name.given.len())
                .find_map(|i| Some((Some(i), nickname_for(self.dice, &name.given[i])?)))
        });
        let Some((at, nickname)) = found else { return };
        match at {
            Some(at) if self.dice.chance(0.4) => name.given[at] = nickname.short.to_owned(),
            _ => name.given = vec![nickname.short.to_owned()],
        }
        self.spoiled.add(match nickname.held_out {
            true => Stratum::UnknownNickname,
            false => Stratum::KnownNickname,
        });
    }

    fn lose_surnames(&mut self, name: &mut Name) {
        if name.maternal.is_none() {
            return;
        }
        if self.dice.chance(self.rates.surnames_swapped) {
            std::mem::swap(&mut name.paternal, &mut name.maternal);
            self.spoiled.add(Stratum::NamesSwapped);
        }
        if self.dice.chance(self.rates.maternal_lost) {
            name.maternal = None;
            self.spoiled.add(Stratum::NamesMissing);
        } else if self.dice.chance(self.rates.paternal_lost) {
            name.paternal = None;
            self.spoiled.add(Stratum::NamesMissing);
        }
    }

    fn misspell(&mut self, name: &mut Name) {
        let mistakes: [(f64, spoil::Mistake); 3] = [
            (self.rates.misspelt, spoil::misspell),
            (self.rates.phonetic, spoil::respell),
            (self.rates.scanned, spoil::misread),
        ];
        for (rate, mistake) in mistakes {
            if !self.dice.chance(rate) {
                continue;
            }
            let mut parts: Vec<&mut String> = name.given.iter_mut().collect();
            parts.extend(name.paternal.iter_mut());
            parts.extend(name.maternal.iter_mut());
            let at = self.dice.below(parts.len());
            if let Some(wrong) = spoil::one_word(self.dice, parts[at], mistake) {
                *parts[at] = wrong;
                self.spoiled.add(Stratum::Spelling);
            }
        }
    }

    /// A hypocorism beside the name: more to find the person by.
    pub(crate) fn alias(&mut self) {
        if self.fills(0.12)
            && let Some(nickname) = nickname_for(self.dice, self.person.given[0])
        {
            self.list(C::Aliases, vec![nickname.short.to_owned()]);
        }
    }

    fn write(&mut self, name: Name) {
        let accents = !self.dice.chance(self.rates.accents_lost);
        let upper = self.dice.chance(self.rates.upper_case);
        let written = |text: &str| {
            let text = if accents { text.to_owned() } else { spoil::unaccented(text) };
            if upper { text.to_uppercase() } else { text }
        };
        let given = written(&name.given.join(" "));
        let paternal = written(name.paternal.as_deref().unwrap_or_default());
        let maternal = written(name.maternal.as_deref().unwrap_or_default());
        self.spoiled.given = fold(&given);
        self.spoiled.named = true;
        if !self.dice.chance(self.rates.one_field) {
            self.put(C::GivenNames, given);
            self.put(C::PaternalSurname, paternal);
            return self.put(C::MaternalSurname, maternal);
        }
        self.spoiled.add(Stratum::Format);
        let surnames = format!("{paternal} {maternal}").trim().to_owned();
        let full = match self.dice.below(10) {
            0..6 => format!("{given} {surnames}"),
            6..8 => format!("{surnames} {given}"),
            _ => format!("{surnames}, {given}"),
        };
        self.put(C::FullName, full);
    }
}
