"""Scores the labelled pairs of names by nomenklatura's logic-v2: entities of FollowTheMoney with a name only.

    names.py PAIRS.csv OUT.csv
"""

import csv
import sys
import time

from followthemoney import model
from nomenklatura.matching import LogicV2


def person(side, row, name):
    return model.get_proxy({"id": f"{side}-{row}", "schema": "Person", "properties": {"name": [name]}})


def main():
    pairs_path, out_path = sys.argv[1:3]
    with open(pairs_path, encoding="utf-8", newline="") as file:
        pairs = [(row["left"], row["right"]) for row in csv.DictReader(file)]
    config = LogicV2.default_config()

    def score(row, left, right):
        query, result = person("left", row, left), person("right", row, right)
        start = time.perf_counter_ns()
        # The score depends on which side is the query: the mean of both ways is the fairest single number.
        there = LogicV2.compare(query, result, config).score
        nanoseconds = time.perf_counter_ns() - start
        return (there + LogicV2.compare(result, query, config).score) / 2, nanoseconds

    score(0, "Juan Pérez", "Juana Peres")  # loads the reference data
    with open(out_path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["method", "row", "score", "nanoseconds"])
        for row, (left, right) in enumerate(pairs):
            value, nanoseconds = score(row, left, right)
            writer.writerow(["nomenklatura logic-v2", row, value, nanoseconds])


if __name__ == "__main__":
    main()
