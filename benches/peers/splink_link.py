"""Links two files of `vinculo synth` with Splink and writes candidates that
`vinculo evaluate` reads.

Set up as Splink's documentation advises a user who knows the data: values cleaned,
names compared by Jaro-Winkler levels with term-frequency adjustments, the date of
birth with typing errors, one comparison for correlated facts; the prior from
deterministic rules, u from random pairs, m by EM under three blocking rules.
"""

import argparse
import json
import resource
import sys
import time
import unicodedata

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

PARTICLES = {"de", "del", "la", "las", "los", "y", "da", "dos", "viuda", "vda"}
# Random pairs that u is counted on; Splink's documentation: 1e6 to start, more for a final model.
U_PAIRS = 5_000_000
# Share of true pairs that the deterministic rules below find, as Splink asks its user to guess.
DETERMINISTIC_RECALL = 0.6
# m of levels that no pair of a training rule shows: EM would take it to 0 and stop.
RARE_M = 0.02
# Candidates of each record that are written, as `vinculo match --top` does.
TOP = 100


def fold(text):
    """Lower case without accents, punctuation or particles."""
    text = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return [word for word in words if word not in PARTICLES]


def names(row):
    """Given names, paternal and maternal surname; an undivided name is cut before its last two words."""
    given, paternal, maternal = (fold(row[c]) for c in ("given_names", "paternal_surname", "maternal_surname"))
    if not given and not paternal and row["full_name"]:
        words = fold(str(row["full_name"]).replace(",", " "))
        cut = max(1, len(words) - (2 if len(words) > 2 else 1))
        given, paternal, maternal = words[:cut], words[cut : cut + 1], words[cut + 1 :]
    return " ".join(given) or None, " ".join(paternal) or None, " ".join(maternal) or None


def year(text):
    return int(text[:4]) if isinstance(text, str) and text[:4].isdigit() else None


def prepare(path):
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in ("document_numbers", "stature_cm_min", "stature_cm_max", "declared_age", "event_lat", "event_lon"):
        if column not in rows:
            rows[column] = ""
    rows = rows[rows["protection_hold"] != "true"]
    out = pd.DataFrame({"unique_id": rows["source"] + "/" + rows["local_id"]})
    split = rows.apply(names, axis=1, result_type="expand")
    out["given"], out["paternal"], out["maternal"] = split[0].values, split[1].values, split[2].values
    out["given_first"] = [g.split()[0] if g else None for g in out["given"]]
    exact = rows["birth_date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    out["dob"] = rows["birth_date"].where(exact).values
    ages = rows[["age_min", "age_max"]].apply(pd.to_numeric, errors="coerce").mean(axis=1)
    ages = ages.fillna(pd.to_numeric(rows["declared_age"], errors="coerce"))
    from_age = rows["event_date"].map(year) - ages
    out["birth_year"] = rows["birth_date"].map(year).astype("float").fillna(from_age).values
    out["sex"] = rows["sex"].where(rows["sex"].isin(["male", "female"])).values
    out["nationality"] = rows["nationality"].str.split(";").str[0].replace("", None).values
    for column in ("origin_country", "origin_admin1", "origin_place", "event_country"):
        out[column] = [" ".join(fold(v)) or None for v in rows[column]]
    out["event_lat"] = pd.to_numeric(rows["event_lat"], errors="coerce").values
    out["event_lon"] = pd.to_numeric(rows["event_lon"], errors="coerce").values
    out["document"] = rows["document_numbers"].str.split(";").str[0].str.replace(r"\W", "", regex=True).replace("", None).values
    stature = rows[["stature_cm_min", "stature_cm_max"]].apply(pd.to_numeric, errors="coerce")
    out["stature"] = stature.mean(axis=1).values
    return out.astype(object).where(out.notna(), None)


def surnames():
    """Both surnames with their order in one comparison: they are correlated."""
    return cl.CustomComparison(
        output_column_name="surnames",
        comparison_levels=[
            cll.And(cll.NullLevel("paternal"), cll.NullLevel("maternal")),
            cll.And(cll.ExactMatchLevel("paternal"), cll.ExactMatchLevel("maternal")),
            cll.ColumnsReversedLevel("paternal", "maternal"),
            cll.And(cll.JaroWinklerLevel("paternal", 0.9), cll.JaroWinklerLevel("maternal", 0.9)),
            cll.ExactMatchLevel("paternal", term_frequency_adjustments=True),
            cll.ExactMatchLevel("maternal", term_frequency_adjustments=True),
            cll.CustomLevel('"paternal_l" = "maternal_r" or "maternal_l" = "paternal_r"', "one surname in the other place"),
            cll.JaroWinklerLevel("paternal", 0.9),
            cll.JaroWinklerLevel("maternal", 0.9),
            cll.ElseLevel(),
        ],
    )


def given():
    return cl.CustomComparison(
        output_column_name="given",
        comparison_levels=[
            cll.NullLevel("given"),
            cll.ExactMatchLevel("given", term_frequency_adjustments=True),
            cll.ExactMatchLevel("given_first", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("given", 0.92),
            cll.JaroWinklerLevel("given_first", 0.88),
            cll.CustomLevel(
                "len(list_intersect(string_split(given_l, ' '), string_split(given_r, ' '))) > 0",
                "a given name in common",
            ),
            cll.ElseLevel(),
        ],
    )


def born():
    """Date of birth where both have one, else the year: correlated, so one comparison."""
    return cl.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            cll.NullLevel("birth_year"),
            cll.ExactMatchLevel("dob"),
            cll.DamerauLevenshteinLevel("dob", 1).configure(m_probability=RARE_M, fix_m_probability=True),
            cll.AbsoluteDifferenceLevel("birth_year", 1),
            cll.AbsoluteDifferenceLevel("birth_year", 3),
            cll.AbsoluteDifferenceLevel("birth_year", 8),
            cll.ElseLevel(),
        ],
    )


def origin():
    return cl.CustomComparison(
        output_column_name="origin",
        comparison_levels=[
            cll.NullLevel("origin_country"),
            cll.And(cll.ExactMatchLevel("origin_admin1"), cll.ExactMatchLevel("origin_place")),
            cll.And(cll.ExactMatchLevel("origin_admin1"), cll.JaroWinklerLevel("origin_place", 0.88)),
            cll.ExactMatchLevel("origin_admin1"),
            cll.ExactMatchLevel("origin_country"),
            cll.ElseLevel().configure(m_probability=RARE_M, fix_m_probability=True),
        ],
    )


def settings(link_type, blocking):
    # Left out of the comparisons: documents (too few pairs have one on both sides; they are in
    # the rules), nationality (it is the country of origin), the distance between the events
    # (people move): with any of them EM takes m of a level to 0 and stops.
    return SettingsCreator(
        link_type=link_type,
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=blocking,
        comparisons=[
            given(),
            surnames(),
            born(),
            origin(),
            cl.ExactMatch("sex"),
            cl.CustomComparison(
                output_column_name="stature",
                comparison_levels=[
                    cll.NullLevel("stature"),
                    cll.AbsoluteDifferenceLevel("stature", 3),
                    cll.AbsoluteDifferenceLevel("stature", 8),
                    cll.ElseLevel(),
                ],
            ),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


RULES = [
    block_on("given_first", "paternal"),
    block_on("given_first", "maternal"),
    block_on("paternal", "maternal"),
    block_on("dob"),
    block_on("given_first", "birth_year", "origin_admin1"),
    block_on("document"),
]


def link(arguments):
    same = arguments.left == arguments.right
    api = DuckDBAPI()
    frames = [prepare(arguments.left)] if same else [prepare(arguments.left), prepare(arguments.right)]
    labels = ["a_left", "b_right"]
    tables = [api.register(frame, table_name=name) for frame, name in zip(frames, labels)]
    link_type = "dedupe_only" if same else "link_only"
    blocking = RULES if arguments.mode == "blocking" else ["1=1"]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings(link_type, blocking))
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [
            block_on("given", "paternal", "maternal"),
            block_on("given_first", "dob"),
            block_on("document"),
        ],
        recall=DETERMINISTIC_RECALL,
    )
    training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=1)
    for rule in (
        block_on("given_first", "paternal"),
        block_on("dob"),
        block_on("maternal", "birth_year"),
    ):
        try:
            training.estimate_parameters_using_expectation_maximisation(rule, fix_u_probabilities=True)
        except ValueError as error:
            # an m of 0: no pair of this rule shows a level; the other rules estimate it
            print(f"EM left out under {rule}: {error}", file=sys.stderr)
    return linker.inference.predict(threshold_match_weight=arguments.least).as_pandas_dataframe()


def candidates(pairs, link_name, same):
    """Ranks on both sides; the columns of a candidate file."""
    pairs = pairs[["unique_id_l", "unique_id_r", "match_weight", "match_probability"]]
    order = pairs.sort_values(["match_weight", "unique_id_l", "unique_id_r"], ascending=[False, True, True])
    if same:
        # a record has one list, whichever side it stands on
        mirrored = order.rename(columns={"unique_id_l": "unique_id_r", "unique_id_r": "unique_id_l"})
        both = pd.concat([order, mirrored]).sort_values("match_weight", ascending=False, kind="stable")
        both["rank"] = both.groupby("unique_id_l").cumcount() + 1
        ranks = both.set_index(["unique_id_l", "unique_id_r"])["rank"]
        keys = list(zip(order["unique_id_l"], order["unique_id_r"]))
        order = order.assign(rank=ranks.loc[keys].values, rank_right=ranks.loc[[(r, l) for l, r in keys]].values)
    else:
        order = order.assign(
            rank=order.groupby("unique_id_l").cumcount() + 1,
            rank_right=order.groupby("unique_id_r").cumcount() + 1,
        )
    order = order[(order["rank"] <= TOP) | (order["rank_right"] <= TOP)]
    left = order["unique_id_l"].str.split("/", n=1, expand=True)
    right = order["unique_id_r"].str.split("/", n=1, expand=True)
    return pd.DataFrame(
        {
            "link": link_name,
            "left_source": left[0],
            "left_id": left[1],
            "right_source": right[0],
            "right_id": right[1],
            "match_weight": order["match_weight"].round(3),
            "probability": order["match_probability"],
            "rank": order["rank"],
            "rank_right": order["rank_right"],
        }
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--left", required=True)
    parser.add_argument("--right", required=True)
    parser.add_argument("--link", required=True)
    parser.add_argument("--mode", choices=["blocking", "all"], required=True)
    parser.add_argument("--least", type=float, default=-20.0, help="least match weight kept, Splink's (prior included)")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    start = time.time()
    pairs = link(arguments)
    linked = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "pairs": len(pairs),
        "cpu_seconds": round(linked.ru_utime + linked.ru_stime, 1),
        "wall_seconds": round(time.time() - start, 1),
        "peak_mb": round(linked.ru_maxrss / 1024),
    }
    candidates(pairs, arguments.link, arguments.left == arguments.right).to_csv(arguments.out, index=False)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
