"""One table: the files of `vinculo synth` linked by vinculo and by Splink.

Both get the same CSV files and write candidate files that `vinculo evaluate` measures.
vinculo's seconds include making the store, importing (each chunk flushed to disk, search
index included), training where told, and matching all pairs; Splink's include reading,
cleaning, training and predicting.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LINKS = {
    "notice-shelter": ("notices.csv", "shelter.csv"),
    "shelter-shelter": ("shelter.csv", "shelter.csv"),
    "notice-notice": ("notices.csv", "notices.csv"),
}
KINDS = {"notices.csv": "notice", "shelter.csv": "shelter"}


class Cost:
    """CPU and peak memory of child processes."""

    def __init__(self):
        self.cpu, self.peak = 0.0, 0

    def run(self, *command):
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            sys.exit(f"{command[0]} {command[1]} failed:\n{errors.decode()[-2000:]}")
        self.cpu += usage.ru_utime + usage.ru_stime
        self.peak = max(self.peak, usage.ru_maxrss // 1024)
        return self


def first_rows(people, folder, rows):
    """The first rows of each sheet, and the true pairs among them."""
    kept = set()
    for name in KINDS:
        with open(people / name, newline="") as sheet, open(folder / name, "w", newline="") as out:
            reader, writer = csv.reader(sheet), csv.writer(out)
            header = next(reader)
            writer.writerow(header)
            source, local_id = header.index("source"), header.index("local_id")
            for _, row in zip(range(rows), reader):
                writer.writerow(row)
                kept.add((KINDS[name], row[source], row[local_id]))
    with open(people / "truth.csv", newline="") as truth, open(folder / "truth.csv", "w", newline="") as out:
        reader = csv.DictReader(truth)
        writer = csv.DictWriter(out, reader.fieldnames)
        writer.writeheader()
        for row in reader:
            left, right = row["link"].split("-")
            if {(left, row["left_source"], row["left_id"]), (right, row["right_source"], row["right_id"])} <= kept:
                writer.writerow(row)


def vinculo(binary, people, link, out, trained):
    cost = Cost()
    with tempfile.TemporaryDirectory() as folder:
        store, model = Path(folder) / "store", Path(folder) / "model.toml"
        cost.run(binary, "init", "--store", store)
        for name in dict.fromkeys(LINKS[link]):
            cost.run(binary, "import", "--store", store, "--kind", KINDS[name], people / name)
        more = []
        if trained:
            cost.run(binary, "train", "--store", store, "--link", link, "--out", model)
            more = ["--model", model]
        cost.run(binary, "match", "--store", store, "--link", link, *more, "--out", out)
    return cost


def splink(people, link, out, mode):
    left, right = (people / name for name in LINKS[link])
    command = (HERE / "splink_link.py", "--left", left, "--right", right, "--link", link, "--mode", mode, "--out", out)
    return Cost().run(sys.executable, *command)


def figures(binary, candidates, truth):
    told = subprocess.run(
        [binary, "evaluate", "--candidates", candidates, "--truth", truth, "--json"], check=True, capture_output=True
    )
    found = json.loads(told.stdout)
    return found[0]


def table(binary, people, title):
    print(f"\n{title} (synthetic people)\n")
    print("| Link | System | Recall@1 | Recall@10 | Average precision | Best F1 | F1 at p ≥ 0.99 | CPU s | Peak MiB |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "candidates.csv"
        for link in LINKS:
            systems = {
                "Splink, blocking rules": lambda: splink(people, link, out, "blocking"),
                "Splink, all pairs": lambda: splink(people, link, out, "all"),
                "vínculo": lambda: vinculo(binary, people, link, out, trained=False),
                "vínculo, trained": lambda: vinculo(binary, people, link, out, trained=True),
            }
            for name, run in systems.items():
                cost = run()
                print(row(link, name, figures(binary, out, people / "truth.csv"), cost), flush=True)


def row(link, system, found, cost):
    recall = {at["k"]: at["share"] for at in found["recall"]}
    at_high = found["f1_at_high_probability"]
    parts = [
        link,
        system,
        f"{100 * recall[1]:.1f} %",
        f"{100 * recall[10]:.1f} %",
        f"{found['average_precision']:.3f}",
        f"{found['best_f1']['f1']:.3f}",
        f"{at_high['f1']:.3f}" if at_high else "–",
        f"{cost.cpu:.1f}",
        f"{cost.peak}",
    ]
    return "| " + " | ".join(parts) + " |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vinculo", required=True, help="the release binary")
    parser.add_argument("--seed", type=int, default=502)
    arguments = parser.parse_args()
    binary = shutil.which(arguments.vinculo) or arguments.vinculo
    with tempfile.TemporaryDirectory() as folder:
        for people, rows in ((8000, None), (13000, 5000)):
            whole = Path(folder) / f"people-{people}"
            synth = ["synth", "--seed", str(arguments.seed), "--people", str(people), "--out", str(whole)]
            subprocess.run([binary, *synth], check=True, capture_output=True)
            if rows:
                cut = Path(folder) / f"first-{rows}"
                cut.mkdir()
                first_rows(whole, cut, rows)
                table(binary, cut, f"The first {rows} notices and {rows} intakes of {people} people")
            else:
                table(binary, whole, f"{people} people")


if __name__ == "__main__":
    main()
