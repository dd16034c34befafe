"""Scores the labelled pairs of names with nomenklatura's logic-v2: method,row,score,nanoseconds."""

import csv
import sys
import time
from pathlib import Path

from followthemoney import EntityProxy, model
from nomenklatura.matching import LogicV2

PAIRS = Path(__file__).resolve().parents[2] / "data-fixtures" / "names" / "pairs.csv"


def person(name, number):
    entity = EntityProxy(model.get("Person"), {"id": str(number), "properties": {}})
    entity.add("name", name)
    return entity


def main():
    config = LogicV2.default_config()
    with open(PAIRS, newline="") as pairs:
        people = [(person(row["left"], f"l{i}"), person(row["right"], f"r{i}")) for i, row in enumerate(csv.DictReader(pairs))]
    start = time.perf_counter_ns()
    scores = [LogicV2.compare(left, right, config).score for left, right in people]
    each = (time.perf_counter_ns() - start) / len(scores)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["method", "row", "score", "nanoseconds"])
    for row, score in enumerate(scores):
        writer.writerow(["nomenklatura logic-v2", row, score, round(each)])


if __name__ == "__main__":
    main()
