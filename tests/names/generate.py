"""Writes data-fixtures/names/pairs.csv: pairs of whole names, labelled; the same bytes each time.

    python3 tests/names/generate.py [OUT.csv]
"""

import csv
import random
import sys
import unicodedata
from pathlib import Path

from tables import (
    ABBREVIATIONS, ALIKE_GIVEN, ALIKE_SURNAMES, ANGLICISED, FEMALE, HYPOCORISMS, INDIGENOUS, MALE, SURNAMES,
)

SEED = 20261124
OUT = Path(__file__).resolve().parents[2] / "data-fixtures" / "names" / "pairs.csv"
SPANISH = ["MX", "GT", "HN", "SV", "NI", "CU", "DO", "GA"]
# How often a country is drawn, and a person of an indigenous community in it.
COUNTRIES = {"MX": 20, "GT": 18, "HN": 16, "SV": 11, "NI": 7, "CU": 6, "DO": 5, "HT": 8, "GA": 4, "BZ": 2, "BR": 4}
INDIGENOUS_SHARE = {"GT": 0.35, "MX": 0.15, "BZ": 0.2}
PARTICLES = ("de la ", "de los ", "del ", "de ", "dos ", "da ", "do ")
rng = random.Random(SEED)


class Person:
    """Given names and surnames in the order of the country: in Brazil the mother's surname is first."""

    def __init__(self, country, female, given, surnames, suffix=""):
        self.country, self.female, self.suffix = country, female, suffix
        self.given, self.surnames = list(given), list(surnames)

    def text(self):
        return " ".join(self.given + self.surnames + ([self.suffix] if self.suffix else []))

    def but(self, **changes):
        fields = dict(country=self.country, female=self.female, given=self.given, surnames=self.surnames, suffix=self.suffix)
        return Person(**{**fields, **changes})


def drawn(names):
    """One of a list, the nth with a share of 1 / (n + 3): a few names are borne by many."""
    return rng.choices(names, [1 / (n + 3) for n in range(len(names))])[0]


def other(names, *avoid):
    """One of a list that is not alike to any of `avoid` in its first four letters."""
    while True:
        name = drawn(names)
        if all(fold(name)[:4] != fold(a)[:4] for a in avoid):
            return name


def fold(text):
    plain = unicodedata.normalize("NFD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def given_table(country, female):
    return (FEMALE if female else MALE)[country]


def surname(country, *avoid):
    if rng.random() < INDIGENOUS_SHARE.get(country, 0):
        return other([forms[0] for forms in INDIGENOUS], *avoid)
    return other(SURNAMES[country], *avoid)


def person(countries=None, given=None, surnames=None):
    """A person; `given` and `surnames` say how many of each."""
    pool = countries or list(COUNTRIES)
    country = rng.choices(pool, [COUNTRIES[c] for c in pool])[0]
    female = rng.random() < 0.45
    default = 1 if country in ("BZ",) else rng.choices([1, 2, 3], [25, 70, 5])[0]
    names = []
    for _ in range(given or default):
        names.append(other(given_table(country, female), *names))
    if country == "HT" and len(names) == 2 and not given and rng.random() < 0.4:
        names = ["-".join(names)]
    parents = surnames or (1 if country in ("HT", "BZ") else rng.choices([1, 2], [12, 88])[0])
    family = []
    for _ in range(parents):
        family.append(surname(country, *family))
    return Person(country, female, names, family)


def plain(names):
    return " ".join(names)


# Pairs of one person: each returns the two sides and how sure a careful reader is, or None to be drawn again.

def surname_order():
    p = person(SPANISH, surnames=2)
    return p.text(), p.but(surnames=p.surnames[::-1]).text(), "sure"


def maternal_dropped():
    p = person(SPANISH, surnames=2)
    return p.text(), p.but(surnames=p.surnames[:1]).text(), "sure" if len(p.given) > 1 else "likely"


def paternal_dropped():
    p = person(SPANISH, surnames=2, given=2)
    return p.text(), p.but(surnames=p.surnames[1:]).text(), "likely"


def second_given_dropped():
    p = person(SPANISH + ["BR"], given=2, surnames=2)
    return p.text(), p.but(given=p.given[:1]).text(), "sure"


def first_given_dropped():
    p = person(SPANISH + ["BR"], given=2, surnames=2)
    return p.text(), p.but(given=p.given[1:]).text(), "likely"


def given_reordered():
    p = person(SPANISH + ["HT"], given=2)
    return p.text(), p.but(given=p.given[::-1]).text(), "sure"


def one_of_each():
    p = person(SPANISH, given=2, surnames=2)
    short = p.but(given=[rng.choice(p.given)], surnames=p.surnames[:1])
    return p.text(), short.text(), "unsure"


def with_particle(p, names):
    """A person with one of `names` among the surnames."""
    family = list(p.surnames)
    family[rng.randrange(len(family))] = drawn(names)
    return p.but(surnames=family) if len(set(family)) == len(family) else None


def particle():
    p = person(SPANISH + ["BR"])
    p = with_particle(p, [s for s in SURNAMES[p.country] if s.startswith(PARTICLES)] or ["de la Cruz", "de León"])
    if p is None:
        return None
    at = next(i for i, s in enumerate(p.surnames) if s.startswith(PARTICLES))
    bare = p.surnames[at].split()[-1]
    changed = list(p.surnames)
    changed[at] = rng.choice([bare, bare, p.surnames[at].replace("de los", "de").replace("de la", "de").replace("dos ", "")])
    return p.text(), p.but(surnames=changed).text(), "sure"


COMPOUNDS = ["Montes de Oca", "Ponce de León", "Díaz de León", "San Juan", "San Martín", "Santa Cruz", "García Ramos",
             "López Portillo", "Ruiz de Chávez", "Sánchez Mejorada", "Pérez Tzoc", "Mejía Us", "Gómez Palacio"]


def compound():
    p = person(SPANISH)
    p = with_particle(p, COMPOUNDS)
    if p is None:
        return None
    at = next(i for i, s in enumerate(p.surnames) if s in COMPOUNDS)
    words = p.surnames[at].split()
    form = rng.choice(["-".join(words), "".join([words[0]] + [w.lower() for w in words[1:]]), words[0] if words[0] not in ("San", "Santa") else words[0] + "-" + words[1]])
    changed = list(p.surnames)
    changed[at] = form
    return p.text(), p.but(surnames=changed).text(), "sure"


def married():
    p = person(["MX", "GT", "HN", "SV", "NI", "DO"], surnames=2)
    if not p.female:
        return None
    husband = surname(p.country, *p.surnames)
    kept = rng.choice([p.surnames[:1], p.surnames])
    link = rng.choice(["de", "de", "de", "viuda de", "Vda. de", "vda de", "Sra. de"])
    return p.text(), p.but(surnames=kept + [link + " " + husband]).text(), "sure" if len(kept) == 2 else "likely"


def married_only():
    p = person(["MX", "GT", "HN", "SV"], given=2, surnames=2)
    if not p.female:
        return None
    return p.text(), p.but(surnames=[rng.choice(["", "de "]) + surname(p.country, *p.surnames)]).text(), "unsure"


def of_table(table, names):
    """The names with one changed by a table, or None."""
    known = [i for i, n in enumerate(names) if table.get(n)]
    if not known:
        return None
    at = rng.choice(known)
    return names[:at] + [rng.choice(table[names[at]])] + names[at + 1:]


def hypocorism():
    p = person()
    given = of_table(HYPOCORISMS, p.given[:1] + (p.given[1:] if rng.random() < 0.5 else []))
    if given is None:
        return None
    return p.text(), p.but(given=given).text(), "sure" if len(p.surnames) > 1 else "likely"


def anglicised():
    p = person()
    given = of_table(ANGLICISED, p.given[:1] + (p.given[1:] if rng.random() < 0.5 else []))
    if given is None:
        return None
    family = p.surnames[:1] if len(p.surnames) > 1 and rng.random() < 0.3 else p.surnames
    if len(family) > 1 and rng.random() < 0.3:
        family = ["-".join(family)]
    return p.text(), p.but(given=given, surnames=family).text(), "sure" if len(p.surnames) > 1 and len(family) > 1 else "likely"


SOUNDS = [("b", "v"), ("v", "b"), ("z", "s"), ("s", "z"), ("ce", "se"), ("ci", "si"), ("se", "ce"), ("si", "ci"), ("ll", "y"),
          ("y", "ll"), ("ge", "je"), ("gi", "ji"), ("je", "ge"), ("ji", "gi"), ("h", ""), ("ca", "ka"), ("co", "ko"), ("qui", "ki"), ("que", "ke"),
          ("x", "j"), ("gue", "ge"), ("ñ", "ni"), ("n", "m"), ("rr", "r"), ("hu", "gu"), ("güi", "wi"), ("th", "t"), ("ai", "ay"), ("ei", "ey")]


def respelt(word):
    """A word written as it sounds, once or twice."""
    lower = word.lower()
    fits = [(a, b) for a, b in SOUNDS if a in lower and (a, b) != ("n", "m") or (a == "n" and ("nb" in lower or "nv" in lower))]
    for a, b in rng.sample(fits, min(len(fits), rng.choice([1, 1, 2]))):
        lower = lower.replace(a, b, 1)
    if lower.startswith(("a", "e", "i", "o", "u")) and word[0] not in "HÁÉÍÓÚ" and rng.random() < 0.15:
        lower = "h" + lower
    return lower[:1].upper() + lower[1:]


def changed_word(text, change, least=4):
    """A text with one word changed, or None where the change did nothing."""
    words = text.split()
    long = [i for i, w in enumerate(words) if len(w) >= least]
    if not long:
        return None
    at = rng.choice(long)
    changed = change(words[at])
    return None if changed == words[at] or not changed else " ".join(words[:at] + [changed] + words[at + 1:])


def phonetic():
    p = person(SPANISH)
    text = changed_word(p.text(), respelt)
    if text and rng.random() < 0.4:
        text = changed_word(text, respelt) or text
    return text and (p.text(), text, "sure")


def creole():
    """French names as they are heard in Creole, Spanish or English."""
    p = person(["HT"], given=2)
    spelt = {"Jean": "Jan", "Pierre": "Pyè", "Joseph": "Jozèf", "Jacques": "Jak", "Charles": "Chal", "François": "Franswa", "Michel": "Misyel",
             "Marie": "Mari", "Rose": "Wòz", "Louis": "Lwi", "Étienne": "Etyèn", "Toussaint": "Tousen", "Claude": "Klod", "Marc": "Mak",
             "Antoine": "Antwàn", "Philippe": "Filip", "Baptiste": "Batis", "Jean-Baptiste": "Janbatis", "Guillaume": "Giyom", "Noël": "Nwèl",
             "Augustin": "Ogisten", "Jean-Pierre": "Janpyè", "Saint-Louis": "Senlwi", "Yves": "Iv", "Thérèse": "Terèz", "Paul": "Pòl"}
    text = changed_word(p.text(), lambda w: spelt.get(w, w))
    return text and (p.text(), text, "sure")


def indigenous():
    p = person(["GT", "MX", "BZ"])
    forms = rng.choice(INDIGENOUS)
    at = rng.randrange(len(p.surnames))
    left, right = list(p.surnames), list(p.surnames)
    left[at], right[at] = rng.sample(forms, 2)
    return p.but(surnames=left).text(), p.but(surnames=right).text(), "sure"


def joined_split():
    p = person(SPANISH + ["HT"], given=2)
    choice = rng.random()
    if choice < 0.5:
        joined = p.but(given=["".join([p.given[0], p.given[1].lower()])])
    elif choice < 0.75 and len(p.surnames) == 2:
        joined = p.but(surnames=[rng.choice(["-".join(p.surnames), p.surnames[0] + p.surnames[1].lower()])])
    else:
        text = changed_word(p.text(), lambda w: w[: len(w) // 2] + " " + w[len(w) // 2:], least=7)
        return text and (p.text(), text, "sure")
    return p.text(), joined.text(), "sure"


def initials():
    p = person(SPANISH + ["BR", "HT"], given=2)
    dot = rng.choice([".", ""])
    style = rng.choice(["first", "second", "second", "maternal"])
    if style == "first":
        short = p.but(given=[p.given[0][0] + dot, p.given[1]])
    elif style == "second":
        short = p.but(given=[p.given[0], p.given[1][0] + dot])
    elif len(p.surnames) == 2:
        short = p.but(surnames=[p.surnames[0], p.surnames[1].split()[-1][0] + dot])
    else:
        return None
    return p.text(), short.text(), "sure" if len(p.surnames) == 2 else "likely"


def initials_all():
    p = person(SPANISH, given=2, surnames=2)
    return p.text(), p.but(given=[n[0] + "." for n in p.given]).text(), "likely"


def abbreviation():
    p = person()
    names = of_table(ABBREVIATIONS, p.given + p.surnames)
    if names and rng.random() < 0.3:
        names = of_table(ABBREVIATIONS, names) or names
    return names and (p.text(), plain(names), "sure")


ROWS = ["qwertyuiop", "asdfghjklñ", "zxcvbnm"]


def near_key(letter):
    for at, row in enumerate(ROWS):
        if letter in row:
            i = row.index(letter)
            near = [row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)]
            near += [ROWS[k][i] for k in (at - 1, at + 1) if 0 <= k < len(ROWS) and i < len(ROWS[k])]
            return rng.choice(near)
    return letter


def mistyped(word):
    at = rng.randrange(1, len(word) - 1)
    way = rng.choice(["near", "near", "drop", "twice", "swap", "extra"])
    a, b = word[at], word[at + 1]
    middle = {"near": near_key(a) + b, "drop": b, "twice": a + a + b, "swap": b + a, "extra": a + near_key(a) + b}[way]
    return word[:at] + middle + word[at + 2:]


def keyboard():
    p = person()
    text = changed_word(p.text(), mistyped)
    if text and rng.random() < 0.35:
        text = changed_word(text, mistyped) or text
    return text and (p.text(), text, "sure")


GLYPHS = [("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("cl", "d"), ("d", "cl"), ("h", "b"), ("ñ", "n"), ("í", "l"), ("u", "v"),
          ("B", "8"), ("S", "5"), ("i", "l"), ("l", "i"), ("t", "f"), ("g", "q"), ("G", "C"), ("C", "G"), ("nn", "m"), ("ri", "n"), ("I", "l"), ("v", "y"), ("z", "2"), ("á", "6")]


def misread(word):
    fits = [(a, b) for a, b in GLYPHS if a in word]
    for a, b in rng.sample(fits, min(len(fits), rng.choice([1, 1, 2]))):
        word = word.replace(a, b, 1)
    return word


def ocr():
    p = person()
    text = changed_word(p.text(), misread)
    if text and rng.random() < 0.5:
        text = changed_word(text, misread) or text
    return text and (p.text(), text, "sure")


def comma(p, upper):
    family = plain(p.surnames)
    return (family.upper() if upper else family) + ", " + (plain(p.given).upper() if upper else plain(p.given))


def comma_order():
    p = person()
    text = comma(p, rng.random() < 0.6)
    return p.text(), fold(text).upper() if text.isupper() and rng.random() < 0.6 else text, "sure"


def caps_accents():
    p = person()
    upper = rng.choice([p.text().upper(), fold(p.text()).upper(), fold(p.text()), fold(p.text()).title()])
    return (p.text(), upper, "sure") if upper != p.text() else None


def haitian_inversion():
    p = person(["HT"])
    family, given = plain(p.surnames), plain(p.given)
    other_way = rng.choice([family.upper() + " " + given, family + " " + given, family + " " + given.replace("-", " ")])
    return p.text(), other_way, "sure"


def portuguese_order():
    p = person(["BR"], surnames=2)
    way = rng.choice(["spanish", "last", "bare"])
    bare = [s.split()[-1] for s in p.surnames]
    family = {"spanish": p.surnames[::-1], "last": p.surnames[1:], "bare": bare[::-1]}[way]
    return p.text(), p.but(surnames=family).text(), "likely" if way == "last" else "sure"


def us_form():
    """As a record in the United States has it: no accents, middle initial, surnames hyphenated or one."""
    p = person(SPANISH, given=2, surnames=2)
    family = rng.choice([["-".join(p.surnames)], p.surnames[:1], p.surnames[:1]])
    given = [p.given[0], p.given[1][0]]
    right = rng.choice([fold(plain(given + family)).upper(), fold(plain(family) + ", " + plain(given)).upper()])
    return p.text(), right, "sure" if "-" in family[0] else "likely"


def several():
    """Two or three of the above on one name."""
    p = person(SPANISH, surnames=2)
    q = p
    if len(p.given) > 1 and rng.random() < 0.6:
        q = q.but(given=q.given[:1])
    if rng.random() < 0.4:
        q = q.but(surnames=q.surnames[:1])
    elif rng.random() < 0.3:
        q = q.but(surnames=q.surnames[::-1])
    if rng.random() < 0.35:
        q = q.but(given=of_table(HYPOCORISMS, q.given) or q.given)
    text = q.text()
    for change in rng.sample([respelt, mistyped, misread], rng.choice([1, 1, 2])):
        text = changed_word(text, change) or text
    return p.text(), text, "likely"


# Pairs of two people.

def sibling_pair(share_given):
    p = person(SPANISH + ["BR", "HT"])
    female = p.female if share_given else rng.random() < 0.5
    table = given_table(p.country, female)
    count = len(p.given)
    names = []
    for _ in range(count):
        names.append(other(table, *p.given, *names))
    if share_given:
        if count < 2:
            return None
        names[0] = p.given[0]
    return p.text(), p.but(female=female, given=names).text(), "likely" if share_given else "sure"


def siblings():
    return sibling_pair(False)


def siblings_first_given_same():
    return sibling_pair(True)


def cousins():
    p = person(SPANISH + ["BR"], surnames=2)
    female = rng.random() < 0.5
    names = [other(given_table(p.country, female), *p.given)]
    if len(p.given) > 1:
        names.append(other(given_table(p.country, female), *p.given, *names))
    family = list(p.surnames)
    family[rng.choice([0, 1])] = surname(p.country, *p.surnames)
    return p.text(), p.but(given=names, surnames=family if rng.random() < 0.7 else family[::-1]).text(), "sure"


def same_given():
    p = person()
    family = []
    for _ in p.surnames:
        family.append(surname(p.country, *p.surnames, *family))
    return p.text(), p.but(surnames=family).text(), "sure" if len(p.surnames) > 1 else "likely"


def same_given_one_surname():
    p = person(SPANISH + ["BR"], surnames=2)
    at = rng.choice([0, 0, 1])
    if p.surnames[at] not in SURNAMES[p.country][:14]:
        return None
    family = list(p.surnames)
    family[1 - at] = surname(p.country, *p.surnames)
    return p.text(), p.but(surnames=family).text(), "likely"


def same_first_given_one_surname():
    p = person(SPANISH, given=2, surnames=2)
    family = [p.surnames[0], surname(p.country, *p.surnames)]
    given = [p.given[0], other(given_table(p.country, p.female), *p.given)]
    return p.text(), p.but(given=given, surnames=family).text(), "sure"


def alike_given():
    a, b = rng.sample(rng.choice(ALIKE_GIVEN), 2)
    p = person(["HT"] if a in MALE["HT"] + FEMALE["HT"] and a not in MALE["HN"] else SPANISH, given=1)
    one_table = next((t[p.country] for t in (MALE, FEMALE) if a in t[p.country] and b in t[p.country]), None)
    second = [other(one_table, a, b)] if one_table and rng.random() < 0.6 else []
    return p.but(given=[a] + second).text(), p.but(given=[b] + second).text(), "likely"


def alike_surname():
    a, b = rng.sample(rng.choice(ALIKE_SURNAMES), 2)
    p = person(SPANISH)
    at = rng.randrange(len(p.surnames))
    left, right = list(p.surnames), list(p.surnames)
    left[at], right[at] = a, b
    if len(set(left)) < len(left) or len(set(right)) < len(right):
        return None
    return p.but(surnames=left).text(), p.but(surnames=right).text(), "likely" if len(left) > 1 else "unsure"


def alike_both():
    (a, b), (c, d) = rng.sample(rng.choice(ALIKE_GIVEN), 2), rng.sample(rng.choice(ALIKE_SURNAMES), 2)
    p = person(SPANISH)
    return p.but(given=[a], surnames=[c] + p.surnames[1:]).text(), p.but(given=[b], surnames=[d] + p.surnames[1:]).text(), "sure"


def short_other():
    """A whole name and a short one that takes one surname from it, with another given name."""
    p = person(SPANISH, surnames=2)
    given = other(given_table(p.country, rng.random() < 0.5), *p.given)
    return p.text(), p.but(given=[given], surnames=[rng.choice(p.surnames)]).text(), "sure"


def crossed():
    """Words of one name at other places of the other: a given name as surname, other words different."""
    p = person(["HT"], given=2)
    family = [n for n in p.given if n in SURNAMES["HT"]]
    if not family:
        return None
    return p.text(), p.but(given=[other(given_table("HT", p.female), *p.given)], surnames=family[:1]).text(), "sure"


def junior():
    """Father and son: the given names and the father's surname are one."""
    p = person(SPANISH + ["BR"], surnames=2)
    if p.female:
        return None
    if p.country == "BR":
        return p.text(), p.but(suffix=rng.choice(["Júnior", "Filho", "Neto"])).text(), "unsure"
    son = p.but(surnames=[p.surnames[0], surname(p.country, *p.surnames)])
    suffix = rng.choice(["", "", "hijo", "Jr."])
    return p.text(), son.but(suffix=suffix).text(), "unsure"


def strangers():
    p, q = person(), person()
    return p.text(), q.text(), "sure"


def compatriots():
    p = person()
    return p.text(), person([p.country]).text(), "sure"


SAME = [
    (surname_order, 60), (maternal_dropped, 70), (paternal_dropped, 30), (second_given_dropped, 65), (first_given_dropped, 45),
    (given_reordered, 45), (one_of_each, 40), (particle, 50), (compound, 45), (married, 60), (married_only, 30), (hypocorism, 90),
    (anglicised, 80), (phonetic, 110), (creole, 40), (indigenous, 90), (joined_split, 60), (initials, 50), (initials_all, 25), (abbreviation, 60),
    (keyboard, 80), (ocr, 70), (comma_order, 50), (caps_accents, 35), (haitian_inversion, 50), (portuguese_order, 45), (us_form, 50), (several, 100),
]
OTHER = [
    (siblings, 210), (siblings_first_given_same, 110), (cousins, 140), (same_given, 180), (same_given_one_surname, 140),
    (same_first_given_one_surname, 90), (alike_given, 120), (alike_surname, 110), (alike_both, 60), (short_other, 70), (crossed, 30), (junior, 60),
    (strangers, 100), (compatriots, 200),
]
# Kinds whose point is order or case: no further change of format is put on them.
AS_THEY_ARE = {"comma_order", "caps_accents", "haitian_inversion", "us_form"}


def other_format(text):
    """Case and accents as forms and systems leave them: on pairs of one person and of two alike."""
    way = rng.random()
    return text.upper() if way < 0.12 else fold(text).upper() if way < 0.24 else fold(text).title() if way < 0.34 else text


def pairs():
    seen = set()
    for kinds, same in ((SAME, 1), (OTHER, 0)):
        for make, count in kinds:
            made = 0
            while made < count:
                pair = make()
                if not pair or pair[0] == pair[1] or (not same and sorted(fold(pair[0]).split()) == sorted(fold(pair[1]).split())):
                    continue
                key = frozenset(fold(side) for side in pair[:2])
                if key in seen:
                    continue
                seen.add(key)
                made += 1
                left, right, sure = pair
                if make.__name__ not in AS_THEY_ARE:
                    left, right = other_format(left), other_format(right)
                if rng.random() < 0.5:
                    left, right = right, left
                yield left, right, same, make.__name__, sure


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    rows = list(pairs())
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["left", "right", "same", "kind", "sure"])
        writer.writerows(rows)
    same = sum(row[2] for row in rows)
    print(f"{len(rows)} pairs: {same} of one person, {len(rows) - same} of two")


if __name__ == "__main__":
    main()
