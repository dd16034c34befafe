//! Which words of a record are given names and which are surnames, and how else they
//! may be read.

use vinculo_record::Record;

use super::cuts::{cuts, given_rather_than_surnames};
use super::words::{NameWord, marked_words};

/// Another reading of an undivided name is kept that is at least this part as likely
/// as the likeliest. Judgement: where the tables hardly decide; more readings find what
/// agrees in names of two people.
const READING_PART: f64 = 0.25;
/// Most readings of an undivided name.
const READINGS: usize = 3;
/// The columns are turned where that is so many times likelier, as a logarithm.
/// Judgement: 100 times.
const TURNED: f64 = 4.6;
/// An alias, or a column beside an empty one, holds a whole name where its words are so
/// many times likelier to be the other part of the name, as a logarithm. Judgement: 20
/// times.
const WHOLE: f64 = 3.0;
/// Fewest words of a column that may hold the whole name.
const WHOLE_NAME: usize = 2;

/// A surname, and whether it says nothing where the other record lacks it: a husband's,
/// or a further word of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Surname {
    pub text: String,
    pub is_extra: bool,
}

/// The words of a record's names: given names, and surnames in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NameParts {
    pub given: Vec<String>,
    pub surnames: Vec<Surname>,
}

/// All readings of a record's names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Readings {
    /// The likeliest.
    pub name: NameParts,
    /// What columns that are turned, or hold all, are more likely to mean.
    pub others: Vec<NameParts>,
    /// Other cuts of an undivided name, nearly as likely: they count only where they
    /// leave nothing over, for of many cuts one always agrees in part.
    pub doubtful: Vec<NameParts>,
    /// Other names that the person uses.
    pub aliases: Vec<NameParts>,
}

impl Readings {
    /// From the columns of their own; else from the undivided name, else from an alias.
    pub fn of(record: &Record) -> Self {
        let identity = &record.identity;
        let column = |text: &Option<String>| text.as_deref().map(marked_words).unwrap_or_default();
        let given = texts(column(&identity.given_names));
        let surnames =
            surnames(column(&identity.paternal_surname), column(&identity.maternal_surname));
        let mut aliases = identity.aliases.iter().map(|alias| NameParts::of_alias(alias));
        let mut readings = match (&identity.full_name, given.is_empty(), surnames.is_empty()) {
            (Some(full), true, true) => Self::of_full(full),
            // The other part is what the columns do not have.
            (Some(full), false, true) => {
                let rest = without(marked_words(full), &given);
                let surnames = self::surnames(rest, Vec::new());
                Self::of_name(NameParts { given, surnames })
            }
            (Some(full), true, false) => {
                let taken: Vec<String> = surnames.iter().map(|s| s.text.clone()).collect();
                let given = texts(without(marked_words(full), &taken));
                Self::of_name(NameParts { given, surnames })
            }
            (None, true, true) => Self::of_name(aliases.next().unwrap_or_default()),
            _ => Self::of_columns(given, surnames),
        };
        readings.aliases =
            aliases.filter(|a| !a.given.is_empty() || !a.surnames.is_empty()).collect();
        readings
    }

    fn of_name(name: NameParts) -> Self {
        Self { name, ..Self::default() }
    }

    /// Columns of their own, which may be turned, and of which one may hold all.
    fn of_columns(given: Vec<String>, surnames: Vec<Surname>) -> Self {
        let as_surnames = |words: &[String]| {
            let words =
                words.iter().map(|text| NameWord { text: text.clone(), by_marriage: false });
            self::surnames(words.collect(), Vec::new())
        };
        let own: Vec<String> = surnames.iter().map(|s| s.text.clone()).collect();
        let (on_given, on_surnames) =
            (given_rather_than_surnames(&given), given_rather_than_surnames(&own));
        let mut readings = Self::default();
        if !given.is_empty() && !own.is_empty() {
            if on_surnames - on_given > TURNED {
                let turned = NameParts { given: own, surnames: as_surnames(&given) };
                readings.others.push(turned);
            }
        } else {
            let all = if own.is_empty() { &given } else { &own };
            let best = cuts(all, READING_PART, 1).into_iter().next();
            let best = best.filter(|_| all.len() >= WHOLE_NAME);
            if let Some(cut) = best {
                let words = if own.is_empty() { &cut.surnames } else { &cut.given };
                let gained =
                    given_rather_than_surnames(words) * if own.is_empty() { -1.0 } else { 1.0 };
                if gained > WHOLE {
                    let surnames = as_surnames(&cut.surnames);
                    readings.others.push(NameParts { given: cut.given, surnames });
                }
            }
        }
        readings.name = NameParts { given, surnames };
        readings
    }

    /// An undivided name. A comma stands after the surnames. Without one, of all
    /// ways of cutting it the likeliest by the reference tables.
    pub fn of_full(text: &str) -> Self {
        let mut readings = ways(text, READING_PART, READINGS).into_iter();
        let name = readings.next().unwrap_or_default();
        Self { name, doubtful: readings.collect(), ..Self::default() }
    }
}

impl NameParts {
    /// The likeliest reading of a record's name.
    pub fn of(record: &Record) -> Self {
        Readings::of(record).name
    }

    /// What a person is called: a whole name where it has words that are surnames
    /// rather than given names, else given names and short forms.
    fn of_alias(text: &str) -> Self {
        let words = texts(marked_words(text));
        let parts = ways(text, 1.0, 1).into_iter().next().unwrap_or_default();
        let own: Vec<String> = parts.surnames.iter().map(|s| s.text.clone()).collect();
        if words.len() > 1 && given_rather_than_surnames(&own) < -WHOLE {
            return parts;
        }
        Self { given: words, surnames: Vec::new() }
    }

    /// The likeliest reading of an undivided name.
    #[cfg(test)]
    pub fn of_full(text: &str) -> Self {
        ways(text, 1.0, 1).into_iter().next().unwrap_or_default()
    }
}

/// The readings of an undivided name, likeliest first: those at least this part as
/// likely as the first, and at most so many.
pub(super) fn ways(text: &str, part: f64, most: usize) -> Vec<NameParts> {
    likely_ways(text, part, most).into_iter().map(|(way, _)| way).collect()
}

/// The same, each with the logarithm of how likely it is beside the likeliest.
pub(super) fn likely_ways(text: &str, part: f64, most: usize) -> Vec<(NameParts, f64)> {
    if let Some((before, after)) = text.split_once(',') {
        let (before, after) = (marked_words(before), marked_words(after));
        if !before.is_empty() && !after.is_empty() {
            let surnames = surnames(before, Vec::new());
            return vec![(NameParts { given: texts(after), surnames }, 0.0)];
        }
    }
    let (husbands, own): (Vec<_>, Vec<_>) =
        marked_words(text).into_iter().partition(|word| word.by_marriage);
    let with = |given: Vec<String>, own: Vec<String>| {
        let own = own.into_iter().map(|text| Surname { text, is_extra: false });
        let husbands = husbands.iter().map(|h| Surname { text: h.text.clone(), is_extra: true });
        NameParts { given, surnames: own.chain(husbands).collect() }
    };
    let own = texts(own);
    match own.as_slice() {
        [] if husbands.is_empty() => Vec::new(),
        [] => vec![(with(Vec::new(), Vec::new()), 0.0)],
        [word] => {
            // Beside a husband's surname, or by what it usually is.
            let is_given = !husbands.is_empty()
                || given_rather_than_surnames(std::slice::from_ref(word)) >= 0.0;
            let way = match is_given {
                true => with(own, Vec::new()),
                false => with(Vec::new(), own),
            };
            vec![(way, 0.0)]
        }
        _ => {
            let cuts = cuts(&own, part, most);
            let best = cuts.first().map_or(0.0, |cut| cut.likelihood);
            let likely = cuts.into_iter();
            likely.map(|cut| (with(cut.given, cut.surnames), cut.likelihood - best)).collect()
        }
    }
}

fn texts(words: Vec<NameWord>) -> Vec<String> {
    words.into_iter().map(|word| word.text).collect()
}

/// The words that are not among those, each taken once.
fn without(mut words: Vec<NameWord>, taken: &[String]) -> Vec<NameWord> {
    for word in taken {
        if let Some(at) = words.iter().position(|known| known.text == *word) {
            words.remove(at);
        }
    }
    words
}

/// Surnames of two columns. One column may hold both; what more it holds is extra.
fn surnames(paternal: Vec<NameWord>, maternal: Vec<NameWord>) -> Vec<Surname> {
    let own = if maternal.is_empty() { 2 } else { 1 };
    let column = |words: Vec<NameWord>, own: usize| {
        let words = words.into_iter().enumerate();
        words.map(move |(i, word)| Surname {
            text: word.text,
            is_extra: i >= own || word.by_marriage,
        })
    };
    column(paternal, own).chain(column(maternal, 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::record;

    fn shown(parts: &NameParts) -> (String, String) {
        let mark = |s: &Surname| if s.is_extra { format!("({})", s.text) } else { s.text.clone() };
        let surnames: Vec<String> = parts.surnames.iter().map(mark).collect();
        (parts.given.join(" "), surnames.join(" "))
    }

    #[test]
    fn undivided_names_are_cut() {
        for (text, given, surnames) in [
            ("Juan Pérez", "juan", "perez"),
            ("Juan Pérez López", "juan", "perez lopez"),
            ("Juan Carlos Pérez López", "juan carlos", "perez lopez"),
            ("Pérez López, Juan Carlos", "juan carlos", "perez lopez"),
            ("Juan", "juan", ""),
            ("Rodríguez", "", "rodriguez"),
            ("Pérez López Juan", "juan", "perez lopez"),
            ("Juan Carlos Pérez", "juan carlos", "perez"),
            ("HERNANDEZ MARIA", "maria", "hernandez"),
            ("Caal Xol Domingo", "domingo", "caal xol"),
            ("Pascual Pascual", "pascual", "pascual"),
            ("Zzyza Zzyzb Zzyzc", "zzyza", "zzyzb zzyzc"),
            ("María de los Ángeles de la Cruz Pérez", "maria angeles", "cruz perez"),
            ("Ana Lucía Sofía María Pérez López", "ana lucia sofia maria", "perez lopez"),
            ("María Pérez López de Gómez", "maria", "perez lopez (gomez)"),
            ("Rosa de Gómez", "rosa", "(gomez)"),
            ("Juan Montes de Oca Ruiz", "juan", "montesoca ruiz"),
            ("", "", ""),
        ] {
            let parts = NameParts::of_full(text);
            assert_eq!(shown(&parts), (given.into(), surnames.into()), "{text}");
        }
    }

    #[test]
    fn a_missing_part_is_taken_from_the_undivided_name() {
        for (cells, given, surnames) in [
            (&[("given_names", "Juan"), ("full_name", "Juan Pérez")][..], "juan", "perez"),
            (&[("paternal_surname", "Pérez"), ("full_name", "Pérez Juan")], "juan", "perez"),
            (&[("given_names", "Juan"), ("paternal_surname", "Pérez")], "juan", "perez"),
            (&[("aliases", "Lupita")], "lupita", ""),
            (
                &[("paternal_surname", "Pierre Louis"), ("maternal_surname", "Jean")],
                "",
                "pierre (louis) jean",
            ),
            (
                &[("given_names", "Ana"), ("paternal_surname", "Pérez de Gómez")],
                "ana",
                "perez (gomez)",
            ),
        ] {
            let parts = NameParts::of(&record(vinculo_record::Kind::Notice, cells));
            assert_eq!(shown(&parts), (given.into(), surnames.into()));
        }
    }

    #[test]
    fn turned_columns_have_another_reading() {
        for (cells, given, surnames) in [
            (
                &[("given_names", "Pérez López"), ("paternal_surname", "Juan")][..],
                "juan",
                "perez lopez",
            ),
            (&[("given_names", "Juan Pérez López")], "juan", "perez lopez"),
            (&[("paternal_surname", "Pérez López Juan")], "juan", "perez lopez"),
        ] {
            let readings = Readings::of(&record(vinculo_record::Kind::Notice, cells));
            assert_eq!(readings.others.len(), 1, "{cells:?} {readings:?}");
            assert_eq!(shown(&readings.others[0]), (given.into(), surnames.into()));
        }
        for cells in [
            &[("given_names", "Juan Carlos"), ("paternal_surname", "Pérez")][..],
            &[("given_names", "Juan Carlos")],
            &[("given_names", "Pascual"), ("paternal_surname", "Pascual")],
            &[("given_names", "Santiago"), ("paternal_surname", "Domingo")],
        ] {
            let readings = Readings::of(&record(vinculo_record::Kind::Notice, cells));
            assert_eq!(readings.others.len(), 0, "{cells:?}");
        }
    }
}
