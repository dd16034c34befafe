#!/usr/bin/env python3
"""Reduces the reference tables to the files beside this script.

Usage: python3 reduce.py REFERENCE_DIR [OUT_DIR]
REFERENCE_DIR holds the tables named in README.md; running it twice gives the same bytes.
"""
import csv
import os
import sys
import unicodedata

SRC = sys.argv[1]
OUT = sys.argv[2] if len(sys.argv) > 2 else os.path.dirname(os.path.abspath(__file__))
GIVEN_PER_SEX = 500
SURNAMES = 2500
PLACES_PER_ADMIN1 = 8
ORIGINS = "GT HN SV MX NI HT CU VE EC CO".split()
# Share of Spain's counts that stands for a surname the US list lacks (judgement).
SPAIN_SHARE = 0.1


def read(name):
    with open(os.path.join(SRC, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)
    print(name, len(rows))


def fold(s):
    return "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c)).upper()


def number(s):
    return int(float(s)) if s else 0


def given_names():
    rows = [r for r in read("given_names.csv") if " " not in r["name"] and len(r["name"]) > 2]
    out = []
    for sex in "FM":
        best = sorted((r for r in rows if r["sex"] == sex), key=lambda r: (-number(r["count_cl"]), r["name"]))
        for r in best[:GIVEN_PER_SEX]:
            out.append([sex, r["display"] or r["name"].title(), max(1, number(r["count_cl"]) // 100)])
    write("given_names.csv", ["sex", "name", "weight"], out)


def accented(name, known):
    """The usual written form: from the accented tables, else by the rule of names in -ez."""
    if name in known:
        return known[name]
    low = name.lower()
    if low.endswith("ez") and len(low) > 4:
        stem = low[:-2]
        cut = stem[:-2] if stem.endswith(("qu", "gu")) else stem
        i = max(cut.rfind(v) for v in "aeiou")
        if i >= 0:
            low = low[:i] + "áéíóú"["aeiou".index(low[i])] + low[i + 1:]
    return " ".join(w.capitalize() for w in low.split(" "))


def surnames():
    popular = [r for r in read("popular_names_by_country.csv") if r["kind"] == "surname"]
    known = {}
    for r in popular:
        if r["country_iso2"] in "MX GT CO AR CL PE".split() and r["name"] not in ("Ruíz", "Ortíz"):
            known.setdefault(fold(r["name"]), r["name"])
    rows = []
    for r in read("surnames.csv"):
        us, share = number(r["count_us2010"]), float(r["pct_hispanic_us2010"] or 0)
        if us and share < 50:
            continue
        weight = us * share / 100 if us else number(r["count_es"]) * SPAIN_SHARE
        if len(r["name"]) > 2 and weight >= 100:
            rows.append([accented(r["name"], known), int(weight // 100)])
    rows.sort(key=lambda r: (-r[1], r[0]))
    write("surnames.csv", ["surname", "weight"], rows[:SURNAMES])
    # Guatemala, Mexico, Colombia and El Salvador, whose first twenty rows there are a Swedish list.
    out = [[r["country_iso2"], r["name"]] for r in popular
           if r["country_iso2"] in ("GT", "MX", "CO")]
    spanish = {fold(r[0]) for r in rows}
    out += [["SV", r["name"]] for r in popular if r["country_iso2"] == "SV" and fold(r["name"]) in spanish]
    write("country_surnames.csv", ["country", "surname"], out)
    write("regional_surnames.csv", ["surname", "group"],
          sorted([r["surname"], r["group"]] for r in read("regional_surnames.csv")))


def hypocorisms():
    rows = [[r["hypocoristic"], r["formal"], r["sex"], r["rank"]] for r in read("hypocorisms_es.csv")]
    write("hypocorisms.csv", ["hypocoristic", "formal", "sex", "rank"], rows)


def bare(admin1):
    for tail in (" Department", " Province", " D.C."):
        admin1 = admin1.removesuffix(tail)
    fixed = {"Ahuachapan": "Ahuachapán", "Cabanas": "Cabañas", "Cuscatlan": "Cuscatlán", "Usulutan": "Usulután",
             "Morazan": "Morazán", "La Union": "La Unión", "Suchitepeque": "Suchitepéquez", "Canar": "Cañar",
             "Bogota": "Bogotá", "Mexico City": "Ciudad de México", "North Caribbean Coast": "Caribe Norte",
             "South Caribbean Coast": "Caribe Sur", "Bay Islands": "Islas de la Bahía", "Havana": "La Habana"}
    return fixed.get(admin1, admin1)


SPANISH_PLACES = {"Guatemala City": "Ciudad de Guatemala", "Mexico City": "Ciudad de México", "Havana": "La Habana"}


def places():
    groups = {}
    for r in read("places.csv"):
        if r["country_iso2"] in ORIGINS and r["admin1"]:
            groups.setdefault((r["country_iso2"], bare(r["admin1"])), []).append(r)
    out = []
    for key in sorted(groups):
        best = sorted(groups[key], key=lambda r: (-number(r["population"]), r["geonameid"]))
        for r in best[:PLACES_PER_ADMIN1]:
            name = SPANISH_PLACES.get(r["place"], r["place"])
            weight = max(10, int(number(r["population"]) ** 0.5))
            out.append([*key, name, f"{float(r['lat']):.3f}", f"{float(r['lon']):.3f}", weight])
    write("places.csv", ["country", "admin1", "place", "lat", "lon", "weight"], out)
    out = []
    for r in read("route_nodes.csv"):
        if r["lat"]:
            name = SPANISH_PLACES.get(r["place"], r["place"])
            out.append([r["segment"], r["country_iso2"], bare(r["admin1"]), name,
                        f"{float(r['lat']):.3f}", f"{float(r['lon']):.3f}"])
    write("route_nodes.csv", ["segment", "country", "admin1", "place", "lat", "lon"], out)


given_names()
surnames()
hypocorisms()
places()
