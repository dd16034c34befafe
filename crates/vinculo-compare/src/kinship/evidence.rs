//! What two records say for and against a relation.

use jiff::civil::Date;
use vinculo_record::vocab::{Kinship, Sex};
use vinculo_record::{Lang, fold};

use super::figures::{
    AGE_ERROR_YEARS, COMMON_NAME, COMMON_SURNAME, DOCUMENT_CHARS, GRANDPARENT_YEARS, PARENT_YEARS,
    SIBLING_YEARS, UNDATED_YEARS,
};
use super::person::{Person, Surname};
use super::relation::Relation;
use super::{KinshipEffect, KinshipFinding};
use crate::relatives::{Likeness, Names};
use crate::{Comparison, OriginComparison};

use KinshipEffect::{Compatible, Contradicts, Supports};

/// Two people and the language in which is spoken of them.
pub(super) struct Evidence<'a> {
    pub names: &'a Names,
    pub people: &'a [Person<'a>; 2],
    pub lang: Lang,
}

impl Evidence<'_> {
    /// All findings on a relation.
    pub fn findings(&self, relation: Relation) -> Vec<KinshipFinding> {
        let mut findings = Vec::new();
        for by in 0..2 {
            findings.extend(self.named(relation, by));
            findings.extend(self.company(relation, by));
        }
        findings.extend(self.document());
        findings.extend(self.ages(relation));
        findings.extend(self.surnames(relation));
        findings.extend(self.in_common(relation));
        findings.extend(self.origin());
        findings
    }

    /// How firmly a name that one record tells is the other person's: strength 1 to
    /// 3; `None` where it is another's.
    pub fn names_other(&self, by: usize, name: &str) -> Option<u8> {
        let told = self.names.of_text(name);
        let strength = |own| {
            let (given, of_given) = self.names.given(&told, own)?;
            let surnames = self.names.surnames(&told, own);
            match (given, surnames) {
                (Likeness::Agree, Some((Likeness::Agree, of_surnames))) => {
                    let share = of_given.unwrap_or(1.0) * of_surnames.unwrap_or(1.0);
                    Some(if share > COMMON_NAME { 2 } else { 3 })
                }
                (Likeness::Agree, Some((Likeness::Part, _))) => Some(2),
                (Likeness::Agree, None) => Some(1),
                (Likeness::Part, Some((Likeness::Agree, _))) => Some(1),
                _ => None,
            }
        };
        self.people[1 - by].names.iter().filter_map(strength).max()
    }

    /// Whether a record names the other person in this role, or someone else.
    fn named(&self, relation: Relation, by: usize) -> Option<KinshipFinding> {
        let lang = self.lang;
        let aspect = if by == 0 { "named_by_left" } else { "named_by_right" };
        let who = side(by, lang);
        let relatives = &self.people[by].record.identity.relatives;
        let in_role = relatives
            .iter()
            .map(|relative| (Kinship::read(&relative.kinship), relative))
            .filter(|(kinship, _)| relation.is_named_by(by, *kinship));
        let best = in_role
            .clone()
            .filter_map(|found| self.names_other(by, &found.1.name).map(|s| (s, found)))
            .max_by_key(|(strength, (kinship, _))| (*strength, *kinship != Kinship::Relative));
        if let Some((strength, (kinship, relative))) = best {
            let place = self.lives_there(by, &relative.place);
            let at = match (place, relative.place.trim()) {
                (Some(true), place) => {
                    format!(
                        "{} ({place})",
                        lang.pick(", y el lugar coincide", ", and the place agrees")
                    )
                }
                (Some(false), place) => {
                    format!("{} ({place})", lang.pick(", en otro lugar", ", in another place"))
                }
                (None, _) => String::new(),
            };
            let said = lang.pick("nombra a su", "names as");
            let like = match strength {
                1 => lang.pick(
                    "que coincide en parte con el nombre de la otra persona",
                    "which agrees in part with the other person's name",
                ),
                2 => lang.pick(
                    "que coincide con el nombre de la otra persona, frecuente o incompleto",
                    "which agrees with the other person's name, a common or incomplete one",
                ),
                _ => lang.pick(
                    "que coincide con el nombre completo de la otra persona",
                    "which agrees with the other person's full name",
                ),
            };
            let raised = u8::from(place == Some(true));
            return Some(KinshipFinding {
                aspect,
                effect: Supports((strength + raised).min(3)),
                text: format!(
                    "{who} {said} {} {}, {like}{at}",
                    kinship.label(lang),
                    relative.name.trim()
                ),
            });
        }
        self.names_another(relation, by, aspect)
    }

    /// The mother or father that a record names is not this woman or man.
    fn names_another(
        &self,
        relation: Relation,
        by: usize,
        aspect: &'static str,
    ) -> Option<KinshipFinding> {
        let Relation::Parent(elder) = relation else { return None };
        if elder.side() == by {
            return None;
        }
        let sex = self.people[elder.side()].record.identity.sex;
        let role = match sex? {
            Sex::Female => Kinship::Mother,
            Sex::Male => Kinship::Father,
            _ => return None,
        };
        let named = self.people[by].record.identity.relatives.iter();
        let other = named
            .filter(|relative| !relative.name.trim().is_empty())
            .find(|relative| Kinship::read(&relative.kinship) == role)?;
        let text = match self.lang {
            Lang::Es => format!(
                "{} nombra a su {} {}, que no coincide con el nombre de la otra persona",
                side(by, self.lang),
                role.label(self.lang),
                other.name.trim()
            ),
            Lang::En => format!(
                "{} names as {} {}, which is not the other person's name",
                side(by, self.lang),
                role.label(self.lang),
                other.name.trim()
            ),
        };
        Some(KinshipFinding { aspect, effect: Contradicts(2), text })
    }

    /// Whether the place told of a relative is one of the other person's.
    fn lives_there(&self, by: usize, place: &str) -> Option<bool> {
        let told = fold(place);
        let other = self.people[1 - by].record;
        let event = &other.event;
        let places = [&other.identity.origin, &event.place, &event.last_contact];
        let own: Vec<String> = places
            .into_iter()
            .filter_map(|place| place.place.as_deref())
            .map(fold)
            .filter(|text| !text.is_empty())
            .collect();
        if told.is_empty() || own.is_empty() {
            return None;
        }
        Some(own.iter().any(|own| told == *own || told.starts_with(&format!("{own} "))))
    }

    /// Whether one record holds the other person's document number.
    fn document(&self) -> Option<KinshipFinding> {
        let by = (0..2).find(|by| {
            let numbers = &self.people[1 - by].numbers;
            let text = &self.people[*by].text;
            numbers
                .iter()
                .any(|number| number.len() >= DOCUMENT_CHARS && text.contains(number.as_str()))
        })?;
        Some(KinshipFinding {
            aspect: "document",
            effect: Supports(3),
            text: match self.lang {
                Lang::Es => format!(
                    "{} tiene el número de documento de la otra persona",
                    side(by, self.lang)
                ),
                Lang::En => {
                    format!("{} holds the other person's document number", side(by, self.lang))
                }
            },
        })
    }

    /// Whether the other person is told to travel along.
    fn company(&self, relation: Relation, by: usize) -> Option<KinshipFinding> {
        let lang = self.lang;
        let mut found: Option<(u8, &str)> = None;
        for told in &self.people[by].record.event.travelling_with {
            let words: Vec<&str> =
                told.split(|c: char| c.is_whitespace() || ":,()".contains(c)).collect();
            let is_kin = |word: &&str| Kinship::parse(word).is_some();
            let kinship = words.iter().find_map(|word| Kinship::parse(word));
            let names: Vec<&str> = words
                .iter()
                .copied()
                .filter(|word| {
                    !word.is_empty() && !is_kin(word) && !POSSESSIVES.contains(&fold(word).as_str())
                })
                .collect();
            let fits = kinship.is_none_or(|kinship| relation.is_named_by(by, kinship));
            let strength = match (self.names_other(by, &names.join(" ")), kinship) {
                _ if !fits => continue,
                (Some(strength), Some(_)) => strength,
                // Company alone is no kinship.
                (Some(_), None) => 1,
                (None, Some(_)) if names.is_empty() => 1,
                (None, _) => continue,
            };
            if found.is_none_or(|(known, _)| strength > known) {
                found = Some((strength, told));
            }
        }
        let (strength, told) = found?;
        let said = lang.pick("dice que viaja con", "says to travel with");
        Some(KinshipFinding {
            aspect: if by == 0 { "company_of_left" } else { "company_of_right" },
            effect: Supports(strength),
            text: format!("{} {said} {}", side(by, lang), told.trim()),
        })
    }

    /// Whether the ages allow the relation.
    fn ages(&self, relation: Relation) -> Option<KinshipFinding> {
        let day = self.day();
        let [left, right] = [0, 1].map(|side| self.people[side].born_before(day, UNDATED_YEARS));
        let (left, right) = (left?, right?);
        // By how many years the elder is older; of siblings, either.
        let (least, most, bounds) = match (relation, relation.elder()) {
            (_, Some(elder)) => {
                let (old, young) = if elder.side() == 0 { (left, right) } else { (right, left) };
                let bounds = match relation {
                    Relation::Parent(_) => PARENT_YEARS,
                    Relation::Grandparent(_) => GRANDPARENT_YEARS,
                    _ => return None,
                };
                (old.min() - young.max(), old.max() - young.min(), bounds)
            }
            (Relation::Siblings, None) => {
                let apart = (left.min() - right.max()).max(right.min() - left.max()).max(0.0);
                let most = (left.max() - right.min()).max(right.max() - left.min());
                (apart, most, (0.0, SIBLING_YEARS))
            }
            _ => return None,
        };
        let beyond = (bounds.0 - most).max(least - bounds.1);
        let effect = match beyond {
            beyond if beyond > AGE_ERROR_YEARS => Contradicts(3),
            beyond if beyond > 0.0 => Contradicts(1),
            _ => Compatible,
        };
        Some(KinshipFinding {
            aspect: "ages",
            effect,
            text: age_text(relation, effect, least, most, self.lang),
        })
    }

    /// The latest day that is known of both, so that ages are of one day.
    fn day(&self) -> Date {
        let days = self.people.iter().flat_map(|person| {
            let record = person.record;
            let event = record.event.date.as_ref().map(|date| date.latest());
            [event, record.identity.birth_date.as_ref().map(|date| date.latest())]
        });
        days.flatten().max().unwrap_or(Date::MIN)
    }

    /// Surnames as the Spanish pattern has them.
    fn surnames(&self, relation: Relation) -> Option<KinshipFinding> {
        let [left, right] = self.people;
        if left.surnames.is_empty() || right.surnames.is_empty() {
            return None;
        }
        let complete = left.surnames.len() == 2 && right.surnames.len() == 2;
        let (expected, text) = match relation {
            Relation::Parent(elder) => {
                let (old, young) = if elder.side() == 0 { (left, right) } else { (right, left) };
                self.parental(old, young)
            }
            Relation::Siblings => self.fraternal(left, right),
            Relation::Spouses | Relation::Guardian(_) | Relation::InLaws => return None,
            Relation::Grandparent(_) | Relation::UncleAunt(_) | Relation::Cousins => {
                let shared = self.shared(left, right)?;
                (self.strength(shared).min(1), self.say_shared(shared))
            }
        };
        let effect = match expected {
            0 if complete && matches!(relation, Relation::Parent(_) | Relation::Siblings) => {
                Contradicts(2)
            }
            0 => return None,
            strength => Supports(strength),
        };
        Some(KinshipFinding { aspect: "surnames", effect, text })
    }

    /// Father's paternal = child's paternal; mother's paternal = child's maternal.
    fn parental(&self, old: &Person, young: &Person) -> (u8, String) {
        let sex = old.record.identity.sex;
        let same = |a: Option<&Surname>, b: Option<&Surname>| {
            a.zip(b).is_some_and(|(a, b)| self.alike(a, b))
        };
        let (lang, own) = (self.lang, old.paternal());
        let father = sex != Some(Sex::Female) && same(own, young.paternal());
        let mother = sex != Some(Sex::Male) && same(own, young.maternal());
        let mother_alone = sex != Some(Sex::Male)
            && same(own, young.paternal())
            && old.surnames.len() == 2
            && same(old.maternal(), young.maternal());
        let Some(shared) = self.shared(old, young) else {
            return (0, lang.pick("ningún apellido en común", "no surname in common").to_owned());
        };
        let strength = self.strength(shared);
        let text = match () {
            () if mother_alone => {
                let said = lang.pick(
                    "los dos apellidos son iguales, como cuando solo la madre registra",
                    "both surnames are the same, as where the mother alone registers the child",
                );
                return (strength, format!("{said}: {}", shared.text));
            }
            () if father => lang.pick("el apellido paterno es el mismo, como es usual con el padre", "the paternal surname is the same, as is usual with the father"),
            () if mother => lang.pick("el apellido materno es el paterno de la otra persona, como es usual con la madre", "the maternal surname is the other person's paternal one, as is usual with the mother"),
            () => {
                let said = lang.pick("comparten un apellido, pero no en el lugar usual", "they share a surname, but not in the usual place");
                return (1, format!("{said}: {}", shared.text));
            }
        };
        (strength, format!("{text}: {}{}", shared.text, self.common(shared)))
    }

    fn fraternal(&self, left: &Person, right: &Person) -> (u8, String) {
        let lang = self.lang;
        let both = left.surnames.len() == 2
            && right.surnames.len() == 2
            && left.surnames.iter().zip(&right.surnames).all(|(a, b)| self.alike(a, b));
        match (both, self.shared(left, right)) {
            (true, Some(shared)) => {
                let said = lang.pick("los dos apellidos son iguales", "both surnames are the same");
                let text: Vec<&str> = left.surnames.iter().map(|s| s.text.as_str()).collect();
                (self.strength(shared).max(2), format!("{said}: {}", text.join(" ")))
            }
            (_, Some(shared)) => (1, self.say_shared(shared)),
            _ => (0, lang.pick("ningún apellido en común", "no surname in common").to_owned()),
        }
    }

    fn say_shared(&self, shared: &Surname) -> String {
        let said = self.lang.pick("comparten un apellido", "they share a surname");
        format!("{said}: {}{}", shared.text, self.common(shared))
    }

    /// The rarest surname of the left person that the right one has.
    fn shared<'s>(&self, left: &'s Person, right: &Person) -> Option<&'s Surname> {
        let shared =
            left.surnames.iter().filter(|a| right.surnames.iter().any(|b| self.alike(a, b)));
        shared.min_by(|a, b| self.share(a).total_cmp(&self.share(b)))
    }

    fn alike(&self, a: &Surname, b: &Surname) -> bool {
        self.names.surnames(&a.name, &b.name).is_some_and(|(l, _)| l == Likeness::Agree)
    }

    /// Share of people who bear a surname.
    fn share(&self, surname: &Surname) -> f32 {
        let own = self.names.surnames(&surname.name, &surname.name);
        own.and_then(|(_, frequency)| frequency).unwrap_or(1.0)
    }

    fn strength(&self, shared: &Surname) -> u8 {
        if self.share(shared) > COMMON_SURNAME { 1 } else { 2 }
    }

    fn common(&self, shared: &Surname) -> &'static str {
        match self.share(shared) > COMMON_SURNAME {
            true => self.lang.pick(", apellido frecuente", ", a common surname"),
            false => "",
        }
    }

    /// A relative whom both would have if the relation held.
    fn in_common(&self, relation: Relation) -> Option<KinshipFinding> {
        let [left, right] = [0, 1].map(|side| &self.people[side].record.identity.relatives);
        let mut best: Option<(u8, &str)> = None;
        let mut differs: Option<(&str, &str)> = None;
        for a in left {
            for b in right {
                let (of_a, of_b) = (Kinship::read(&a.kinship), Kinship::read(&b.kinship));
                if !relation.shares(of_a, of_b) {
                    continue;
                }
                let (x, y) = (self.names.of_text(&a.name), self.names.of_text(&b.name));
                let Some((given, share)) = self.names.given(&x, &y) else { continue };
                let surnames = self.names.surnames(&x, &y).map(|(likeness, _)| likeness);
                let strength = match (given, surnames) {
                    (Likeness::Agree, Some(Likeness::Agree)) => 3,
                    (Likeness::Agree, None | Some(Likeness::Part)) => {
                        if share.is_some_and(|share| share <= COMMON_NAME) { 2 } else { 1 }
                    }
                    (Likeness::Differ, _) if of_a == Kinship::Mother && of_b == of_a => {
                        differs = Some((a.name.trim(), b.name.trim()));
                        continue;
                    }
                    _ => continue,
                };
                if best.is_none_or(|(known, _)| strength > known) {
                    best = Some((strength, a.name.trim()));
                }
            }
        }
        let lang = self.lang;
        if let Some((strength, name)) = best {
            let said = lang.pick(
                "los dos nombran a la misma persona de su familia",
                "both name the same relative",
            );
            return Some(KinshipFinding {
                aspect: "relatives_in_common",
                effect: Supports(strength),
                text: format!("{said}: {name}"),
            });
        }
        let (a, b) = differs?;
        let said = lang.pick("nombran a madres distintas", "they name different mothers");
        Some(KinshipFinding {
            aspect: "relatives_in_common",
            effect: Contradicts(2),
            text: format!("{said}: {a} / {b}"),
        })
    }

    /// Families come from one place, as many others do.
    fn origin(&self) -> Option<KinshipFinding> {
        let comparison = OriginComparison;
        let [left, right] = [0, 1].map(|side| comparison.compile(self.people[side].record));
        let (left, right) = (left?, right?);
        let finding = comparison.compare(&left, &right)?;
        let effect = match comparison.levels()[usize::from(finding.level)].name {
            "same_place" | "same_people" => Supports(1),
            "different" => Contradicts(1),
            _ => Compatible,
        };
        let text = comparison.reason(&left, &right, &finding, self.lang);
        Some(KinshipFinding { aspect: "origin", effect, text })
    }
}

/// Words before a companion's name that are no part of it.
const POSSESSIVES: &[&str] =
    &["su", "sus", "con", "mi", "la", "el", "his", "her", "their", "with", "my", "y", "and"];

/// How a record's person is spoken of.
pub(super) fn side(side: usize, lang: Lang) -> &'static str {
    match side {
        0 => lang.pick("la primera persona", "the first person"),
        _ => lang.pick("la segunda persona", "the second person"),
    }
}

fn age_text(
    relation: Relation,
    effect: KinshipEffect,
    least: f64,
    most: f64,
    lang: Lang,
) -> String {
    let (least, most) = (least.floor() as i64, most.ceil() as i64);
    let apart = match relation.elder() {
        Some(elder) => {
            let (how, from, to) = match most {
                ..0 => (lang.pick("es menor por", "is younger by"), -most, -least),
                _ => (lang.pick("es mayor por", "is older by"), least, most),
            };
            let span = if from == to { from.to_string() } else { format!("{from}–{to}") };
            let years = lang.pick("años", "years");
            format!("{} {how} {span} {years}", side(elder.side(), lang))
        }
        None => match lang {
            Lang::Es => format!("se llevan entre {} y {most} años", least.max(0)),
            Lang::En => format!("they are {} to {most} years apart", least.max(0)),
        },
    };
    let fits = match effect {
        Contradicts(3) => {
            lang.pick("no es posible en esta relación", "not possible in this relation")
        }
        Contradicts(_) => lang.pick(
            "solo es posible si una edad está mal anotada",
            "possible only if an age is recorded wrongly",
        ),
        _ => lang.pick("posible en esta relación", "possible in this relation"),
    };
    format!("{apart}: {fits}")
}
