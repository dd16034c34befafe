//! Clothing and effects: what somebody wore and carried.

use std::sync::LazyLock;

use vinculo_record::items::Item;
use vinculo_record::{Lang, Observed, Record, fold};

use crate::names::hash_of;
use crate::{Comparison, Finding, Level};

const SAME_UNIQUE: u8 = 0;
const SAME_DETAILED: u8 = 1;
const SEVERAL_SIMILAR: u8 = 2;
const ONE_SIMILAR: u8 = 3;
const NONE_SHARED: u8 = 4;

/// Fewest digits of a number that is nobody else's (a phone, a document). Judgement.
const UNIQUE_DIGITS: usize = 6;
/// Last digits by which a number is known: a phone of Central America without its
/// country code.
const LOCAL_DIGITS: usize = 8;
/// Fewest words of an inscription that is nobody else's. Judgement.
const UNIQUE_WORDS: usize = 2;
/// Items compared of one record; the rest is left out.
const MAX_ITEMS: usize = 24;
/// Share of an item that is in no category below. Judgement: what has no common name
/// is rare.
const OTHER_SHARE: f64 = 0.02;
/// Share of a colour among things of one sort. Judgement: some seven colours.
const COLOUR_SHARE: f64 = 0.15;
/// Share of a brand or of a word of the description. Judgement.
const DETAIL_SHARE: f64 = 0.05;
/// The least frequency of an agreement. Judgement.
const MIN_FREQUENCY: f64 = 1e-5;

/// Sorts of things: words for it (field vocabulary with its regional false friends,
/// unverified), and the share of records that name one (judgement).
const SORTS: &[(&[&str], f64)] = &[
    (&["pantalon", "pants", "trousers", "slacks"], 0.5),
    (&["pantalon de mezclilla", "mezclilla", "jeans", "jean", "blue jeans", "vaqueros"], 0.4),
    (&["playera", "camiseta", "t shirt", "tshirt", "tee", "franela", "polo", "camisola"], 0.5),
    (&["camisa", "shirt", "guayabera"], 0.25),
    (&["blusa", "blouse"], 0.12),
    (&["sudadera", "sueter", "sweater", "hoodie", "buzo", "chompa", "pullover", "sweatshirt"], 0.2),
    (&["chamarra", "chaqueta", "jacket", "campera", "abrigo", "coat", "cazadora"], 0.2),
    (
        &[
            "tenis",
            "zapatillas",
            "sneakers",
            "zapatos deportivos",
            "deportivos",
            "trainers",
            "running shoes",
        ],
        0.45,
    ),
    (&["zapatos", "shoes", "calzado", "mocasines"], 0.2),
    (&["botas", "boots", "botines"], 0.2),
    (&["sandalias", "chanclas", "sandals", "flip flops", "huaraches", "caites"], 0.12),
    (&["gorra", "cap", "cachucha", "visera", "baseball cap"], 0.25),
    (&["sombrero", "hat"], 0.06),
    (&["short", "shorts", "bermuda", "pantaloneta", "pantalon corto"], 0.15),
    (&["falda", "skirt", "corte", "enagua"], 0.08),
    (&["huipil", "guipil"], 0.03),
    (&["vestido", "dress"], 0.06),
    (&["cinturon", "belt", "cincho", "faja"], 0.25),
    (&["mochila", "backpack", "morral", "rucksack", "bulto"], 0.3),
    (&["bolsa", "bolso", "bag", "purse", "cartera de mano", "handbag"], 0.12),
    (&["cartera", "billetera", "wallet"], 0.15),
    (&["rosario", "rosary"], 0.06),
    (&["escapulario", "scapular"], 0.04),
    (&["collar", "cadena", "necklace", "chain", "dije", "pendant", "medalla", "medal"], 0.1),
    (&["anillo", "ring", "sortija", "alianza"], 0.08),
    (&["aretes", "aritos", "earrings", "earring", "arete", "pendientes"], 0.1),
    (&["pulsera", "bracelet", "brazalete"], 0.1),
    (&["reloj", "watch"], 0.08),
    (&["telefono", "celular", "cell phone", "phone", "movil", "cellphone"], 0.2),
    (&["biblia", "bible"], 0.03),
    (&["estampa", "imagen religiosa", "holy card", "prayer card", "estampita"], 0.05),
    (&["lentes", "anteojos", "gafas", "glasses", "eyeglasses"], 0.05),
    (&["cepillo de dientes", "toothbrush"], 0.05),
    (&["botella", "bottle", "garrafa", "water jug"], 0.12),
    (&["papel", "nota", "paper", "note", "carta", "letter", "libreta", "notebook"], 0.08),
    (&["dinero", "money", "billetes", "monedas", "coins", "cash"], 0.15),
    (&["ropa interior", "underwear", "boxer", "calzon", "brasier", "bra", "trusa"], 0.2),
    (&["calcetines", "calcetas", "socks", "medias"], 0.2),
    (&["juguete", "muneca", "peluche", "toy", "doll", "teddy bear"], 0.02),
    (&["cobija", "manta", "blanket", "poncho"], 0.06),
];

/// Families of colours, with words for them.
const COLOURS: &[&[&str]] = &[
    &["negro", "negra", "black"],
    &["blanco", "blanca", "white", "crema", "beige", "hueso"],
    &["azul", "blue", "celeste", "marino", "navy", "turquesa"],
    &["rojo", "roja", "red", "vino", "guinda", "tinto", "maroon"],
    &["verde", "green", "oliva", "militar"],
    &["gris", "grey", "gray", "plomo"],
    &["cafe", "marron", "brown", "castano", "tan", "khaki", "caqui"],
    &["amarillo", "amarilla", "yellow", "mostaza"],
    &["naranja", "anaranjado", "orange"],
    &["rosa", "rosado", "pink", "fucsia"],
    &["morado", "morada", "purple", "lila", "violeta"],
    &["dorado", "gold", "golden", "oro"],
    &["plateado", "silver", "plata"],
];

/// Words that describe nothing.
const STOP_WORDS: &[&str] = &[
    "de", "del", "la", "el", "los", "las", "con", "y", "en", "un", "una", "al", "a", "of", "with",
    "and", "the", "talla", "size", "marca", "brand", "color", "tipo", "manga", "larga", "corta",
    "que", "por", "for", "in", "on", "no",
];

/// Compares clothing and effects together: families and forensic services draw the
/// line between them differently.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `same_unique` | a number (phone, document) or an inscription in common |
/// | `same_detailed` | a thing of one sort and colour, with its brand or description |
/// | `several_similar` | two things and more of one sort and colour |
/// | `one_similar` | one |
/// | `none_shared` | nothing: people change clothes on the way |
#[derive(Clone, Copy, Debug, Default)]
pub struct EffectsComparison;

/// The things of a record, compiled.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EffectsFeature {
    things: Vec<Thing>,
    /// Hashes of long numbers and of inscriptions, ascending.
    unique: Vec<u64>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Thing {
    /// Index into [`SORTS`], or the hash of a word that is none of theirs.
    sort: u64,
    /// 1 + index into [`COLOURS`]; 0 if not told.
    colour: u8,
    /// Hash of the brand; 0 if not told.
    brand: u64,
    /// Hashes of the words that describe it, ascending.
    words: Vec<u64>,
    /// As written, for the reason.
    text: Box<str>,
}

impl Comparison for EffectsComparison {
    type Feature = EffectsFeature;

    fn name(&self) -> &'static str {
        "effects"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level {
                name: "same_unique",
                es: "número o texto único en común",
                en: "unique number or text in common",
            },
            Level {
                name: "same_detailed",
                es: "misma prenda en detalle",
                en: "same thing in detail",
            },
            Level {
                name: "several_similar",
                es: "varias prendas parecidas",
                en: "several similar things",
            },
            Level { name: "one_similar", es: "una prenda parecida", en: "one similar thing" },
            Level { name: "none_shared", es: "nada en común", en: "nothing in common" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<EffectsFeature> {
        let known = |list: &Observed<Vec<Item>>| list.known().cloned().unwrap_or_default();
        let items: Vec<Item> =
            known(&record.clothing).into_iter().chain(known(&record.effects)).collect();
        let mut unique: Vec<u64> = items.iter().flat_map(unique_marks).collect();
        unique.sort_unstable();
        unique.dedup();
        let things: Vec<Thing> = items.iter().take(MAX_ITEMS).map(thing).collect();
        (!things.is_empty()).then_some(EffectsFeature { things, unique })
    }

    fn compare(&self, left: &EffectsFeature, right: &EffectsFeature) -> Option<Finding> {
        if share_one(&left.unique, &right.unique) {
            return Some(Finding::with_frequency(SAME_UNIQUE, MIN_FREQUENCY as f32));
        }
        // which thing is paired with which depends on the order: the weaker counts
        let (there, back) = (agreement(left, right), agreement(right, left));
        let level = there.0.max(back.0);
        if level == NONE_SHARED {
            return Some(Finding::level(NONE_SHARED));
        }
        let frequency = there.1.max(back.1).clamp(MIN_FREQUENCY, 1.0);
        Some(Finding::with_frequency(level, frequency as f32))
    }

    fn show(&self, record: &Record, _lang: Lang) -> String {
        let known = |list: &Observed<Vec<Item>>| list.known().cloned().unwrap_or_default();
        let items: Vec<String> =
            known(&record.clothing).iter().chain(&known(&record.effects)).map(text_of).collect();
        items.join("; ")
    }

    fn reason(
        &self,
        left: &EffectsFeature,
        right: &EffectsFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let label = self.levels()[usize::from(finding.level)].label(lang);
        let pairs: Vec<String> =
            pairs(left, right).map(|(a, b, _)| format!("{} ~ {}", a.text, b.text)).collect();
        if pairs.is_empty() { label.to_owned() } else { format!("{label}: {}", pairs.join(", ")) }
    }
}

/// The level, and how many people's things would agree as well.
fn agreement(left: &EffectsFeature, right: &EffectsFeature) -> (u8, f64) {
    let chances = left.things.len().max(right.things.len()) as f64;
    let (mut similar, mut detailed, mut frequency) = (0, false, 1.0_f64);
    for (thing, _, alike) in pairs(left, right) {
        similar += 1;
        detailed |= alike == Alike::Detailed;
        let detail = if alike == Alike::Detailed { DETAIL_SHARE } else { 1.0 };
        frequency *= thing.share() * COLOUR_SHARE * detail * chances;
    }
    let level = match similar {
        0 => NONE_SHARED,
        _ if detailed => SAME_DETAILED,
        1 => ONE_SIMILAR,
        _ => SEVERAL_SIMILAR,
    };
    (level, frequency)
}

/// Things that are alike, each taken once.
fn pairs<'a>(
    left: &'a EffectsFeature,
    right: &'a EffectsFeature,
) -> impl Iterator<Item = (&'a Thing, &'a Thing, Alike)> {
    let mut taken = 0_u32;
    left.things.iter().filter_map(move |thing| {
        let free = right.things.iter().enumerate().filter(|(j, _)| taken & (1 << j) == 0);
        let alike = free.filter_map(|(j, other)| Some((thing.alike(other)?, j, other)));
        let (alike, j, other) =
            alike.max_by_key(|(alike, j, _)| (*alike, std::cmp::Reverse(*j)))?;
        taken |= 1 << j;
        Some((thing, other, alike))
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    Similar,
    Detailed,
}

impl Thing {
    /// Of one sort, and of one colour or brand or description; an unknown colour
    /// agrees with none.
    fn alike(&self, other: &Thing) -> Option<Alike> {
        if self.sort != other.sort {
            return None;
        }
        let colour = self.colour != 0 && self.colour == other.colour;
        let other_colour = self.colour != 0 && other.colour != 0 && !colour;
        let detail =
            (self.brand != 0 && self.brand == other.brand) || share_one(&self.words, &other.words);
        match (colour, detail) {
            (true, true) => Some(Alike::Detailed),
            (true, false) => Some(Alike::Similar),
            (false, true) if !other_colour => Some(Alike::Similar),
            _ => None,
        }
    }

    fn share(&self) -> f64 {
        SORTS.get(usize::try_from(self.sort).unwrap_or(usize::MAX)).map_or(OTHER_SHARE, |s| s.1)
    }
}

/// Names of sorts, longest first: *zapatos deportivos* before *zapatos*.
static SORT_WORDS: LazyLock<Vec<(&'static str, u64)>> = LazyLock::new(|| {
    let words = |(sort, (words, _)): (usize, &(&'static [&'static str], f64))| {
        words.iter().map(move |word| (*word, sort as u64)).collect::<Vec<_>>()
    };
    let mut all: Vec<(&str, u64)> = SORTS.iter().enumerate().flat_map(words).collect();
    all.sort_by_key(|(word, sort)| (std::cmp::Reverse(word.len()), *word, *sort));
    all
});

fn thing(item: &Item) -> Thing {
    let whole = fold(&format!("{} {} {} {}", item.item, item.colour, item.brand, item.text));
    let named = fold(&item.item);
    let padded = |text: &str| format!(" {text} ");
    let sort_in = |text: &str| {
        let text = padded(text);
        SORT_WORDS.iter().find(|(word, _)| text.contains(&padded(word))).map(|(_, sort)| *sort)
    };
    let own_word = named.split(' ').next().unwrap_or_default();
    let sort = sort_in(&named).or_else(|| sort_in(&whole)).unwrap_or_else(|| {
        // Beyond all indices: a hash has its highest bit set.
        hash_of(own_word) | 1 << 63
    });
    let colour = COLOURS
        .iter()
        .position(|words| whole.split(' ').any(|word| is_one_of(words, word)))
        .map_or(0, |family| family as u8 + 1);
    let brand = fold(&item.brand);
    let is_colour = |word: &str| COLOURS.iter().any(|words| is_one_of(words, word));
    let is_sort =
        |word: &str| SORT_WORDS.iter().any(|(known, _)| known.split(' ').any(|w| w == word));
    let mut words: Vec<u64> = fold(&format!("{} {}", item.item, item.text))
        .split(' ')
        .filter(|word| {
            word.len() > 2
                && *word != own_word
                && !STOP_WORDS.contains(word)
                && !is_colour(word)
                && !is_sort(word)
        })
        .map(|word| hash_of(word.trim_end_matches('s')))
        .collect();
    words.sort_unstable();
    words.dedup();
    Thing {
        sort,
        colour,
        brand: if brand.is_empty() { 0 } else { hash_of(&brand) },
        words,
        text: text_of(item).into(),
    }
}

/// The word or its plural: *blancos*, *azules*.
fn is_one_of(words: &[&str], word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    let stem = one.strip_suffix('e').unwrap_or(one);
    words.iter().any(|known| [word, one, stem].contains(known))
}

/// Hashes of long numbers anywhere in an item, and of its inscription.
fn unique_marks(item: &Item) -> Vec<u64> {
    let mut marks = Vec::new();
    let whole = format!("{} {} {} {}", item.item, item.colour, item.brand, item.text);
    // Numbers are written with blanks, dots and hyphens between their groups.
    let mut digits = String::new();
    for c in whole.chars().chain(['#']) {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' if !digits.is_empty() => {}
            _ => {
                if digits.len() >= UNIQUE_DIGITS {
                    // a phone is written with or without its country's code
                    marks.push(hash_of(&digits[digits.len().saturating_sub(LOCAL_DIGITS)..]));
                }
                digits.clear();
            }
        }
    }
    if let Some(quoted) = quoted(&item.text) {
        let words = fold(quoted);
        if words.split(' ').filter(|word| !STOP_WORDS.contains(word)).count() >= UNIQUE_WORDS {
            marks.push(hash_of(&words));
        }
    }
    marks
}

/// What stands between quotation marks.
fn quoted(text: &str) -> Option<&str> {
    [('"', '"'), ('«', '»'), ('“', '”'), ('\'', '\'')].into_iter().find_map(|(open, close)| {
        let from = text.find(open)? + open.len_utf8();
        let to = from + text[from..].find(close)?;
        Some(&text[from..to])
    })
}

fn text_of(item: &Item) -> String {
    let parts = [&item.item, &item.colour, &item.brand, &item.text];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Whether two ascending lists share a number.
fn share_one(a: &[u64], b: &[u64]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{finding, level_name, record};

    fn of(kind: Kind, text: &str) -> Record {
        record(kind, &[("clothing", text)])
    }

    #[test]
    fn things_compare_as_said() {
        for (left, right, expected) in [
            ("playera:roja", "camiseta:rojo", Some("one_similar")),
            ("playera:roja", "camiseta:azul", Some("none_shared")),
            ("playera:roja", "playera", Some("none_shared")),
            ("t-shirt:red", "playera:roja", Some("one_similar")),
            ("playera:roja:Nike", "camiseta:roja:nike", Some("same_detailed")),
            ("playera:roja:Nike", "camiseta:roja:Adidas", Some("one_similar")),
            ("playera::Nike", "camiseta:roja:Nike", Some("one_similar")),
            ("playera:azul:Nike", "camiseta:roja:Nike", Some("none_shared")),
            (
                "playera:roja;jeans:azul",
                "pantalón de mezclilla:azul;camiseta:rojo",
                Some("several_similar"),
            ),
            (
                "pantalón:negro;tenis:blancos",
                "tenis:blanco;pantalón:negro",
                Some("several_similar"),
            ),
            ("jeans azules", "mezclilla:azul", Some("one_similar")),
            ("papel:::+502 5555-1234", "nota:::tel 55551234", Some("same_unique")),
            (
                "tenis:blanco;pantalón:negro",
                "zapatillas:blanco;pants:black",
                Some("several_similar"),
            ),
            ("zapatos deportivos:negro", "sneakers:black", Some("one_similar")),
            ("zapatos:negro", "sneakers:black", Some("none_shared")),
            ("gorra:negra::logo de águila", "cap:black::águila bordada", Some("same_detailed")),
            ("mochila:gris", "backpack:gray", Some("one_similar")),
            ("papel:::tel. 502 5555 1234", "nota:::50255551234", Some("same_unique")),
            ("papel:::tel. 502 5555 1234", "nota:::50255559999", Some("none_shared")),
            ("playera:::\"Familia Xol 2019\"", "camisa:::'familia xol 2019'", Some("same_unique")),
            ("playera:::\"Nike\"", "camisa:::\"Nike\"", Some("none_shared")),
            (
                "anillo:dorado::iniciales MX",
                "sortija:oro::grabado iniciales",
                Some("same_detailed"),
            ),
            ("rosario:café", "rosary:brown", Some("one_similar")),
            ("marimba:café", "marimba:café", Some("one_similar")),
            ("marimba:café", "guitarra:café", Some("none_shared")),
            ("", "playera:roja", None),
        ] {
            let (a, b) = (of(Kind::Notice, left), of(Kind::Remains, right));
            assert_eq!(level_name(&EffectsComparison, &a, &b), expected, "{left} / {right}");
            assert_eq!(level_name(&EffectsComparison, &b, &a), expected, "{right} / {left}");
        }
    }

    #[test]
    fn a_rare_thing_says_more_than_jeans() {
        let frequency = |text: &str| {
            let record = of(Kind::Notice, text);
            finding(&EffectsComparison, &record, &record).and_then(|f| f.frequency).unwrap()
        };
        assert!(frequency("huipil:rojo") < frequency("jeans:azul"));
        assert!(frequency("jeans:azul;gorra:negra") < frequency("jeans:azul"));
    }

    proptest! {
        #[test]
        fn symmetric(left in outfits(), right in outfits()) {
            let (a, b) = (of(Kind::Notice, &left), of(Kind::Shelter, &right));
            prop_assert_eq!(finding(&EffectsComparison, &a, &b), finding(&EffectsComparison, &b, &a));
        }

        #[test]
        fn any_text_is_taken(a in "\\PC{0,40}", b in "[a-c]{0,3}:[a-c]{0,3}:\\PC{0,20}") {
            let (a, b) = (of(Kind::Shelter, &a), of(Kind::Shelter, &b));
            let level = |x, y| finding(&EffectsComparison, x, y).map(|f| f.level);
            prop_assert_eq!(level(&a, &b), level(&b, &a));
        }
    }

    fn outfits() -> impl Strategy<Value = String> {
        let item = "(jeans|playera|gorra|tenis)(:(negro|azul|blancos|))?(:(nike|adidas|))?(:(rota|talla 30|))?";
        prop::collection::vec(item, 0..6).prop_map(|items| items.join(";"))
    }
}
