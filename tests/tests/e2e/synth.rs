//! Synthetic populations.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{Store, arg, csv_rows, fixture, run};

fn synth(out: &Path, seed: &str) -> BTreeMap<String, Vec<u8>> {
    run(["synth", "--seed", seed, "--people", "300", "--out", arg(out)]).ended(0);
    let files = fs::read_dir(out).unwrap().map(|entry| entry.unwrap());
    files.map(|f| (f.file_name().into_string().unwrap(), fs::read(f.path()).unwrap())).collect()
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let folder = tempfile::tempdir().unwrap();
    let first = synth(&folder.path().join("a"), "11");
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["notices.csv", "remains.csv", "shelter.csv", "truth.csv"]);
    assert_eq!(first, synth(&folder.path().join("b"), "11"));
    let other = synth(&folder.path().join("c"), "12");
    assert!(first.iter().all(|(name, bytes)| other[name] != *bytes));
}

#[test]
fn the_region_is_what_its_seed_gives() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("region");
    let options = ["--seed", "2026", "--people", "400", "--corruption", "medium"];
    run(["synth", "--out", arg(&out)].into_iter().chain(options)).ended(0);
    for name in ["notices.csv", "remains.csv", "shelter.csv", "truth.csv"] {
        let committed = fs::read(fixture(&format!("region/{name}"))).unwrap();
        assert!(fs::read(out.join(name)).unwrap() == committed, "{name}");
    }
}

#[test]
fn a_population_goes_from_sheets_to_figures() {
    let store = Store::new();
    let out = store.beside("population");
    synth(&out, "5");
    for (kind, sheet) in [("notice", "notices"), ("shelter", "shelter")] {
        let sheet = out.join(format!("{sheet}.csv"));
        let ran = store.run("import", ["--kind", kind, arg(&sheet)]).ended(0);
        assert!(ran.err.contains("rejected 0, with doubts 0"), "{}", ran.err);
    }
    let (found, truth) = (store.beside("found.parquet"), out.join("truth.csv"));
    store.run("match", ["--link", "notice-shelter", "--out", arg(&found)]).ended(0);
    let args = ["evaluate", "--json", "--candidates", arg(&found), "--truth", arg(&truth)];
    let figures = run(args).ended(0).json();
    let counted = |stratum: &str| {
        let of_link = |row: &&BTreeMap<String, String>| {
            row["link"] == "notice-shelter" && row["stratum"] == stratum
        };
        csv_rows(&truth).iter().filter(of_link).count() as u64
    };
    let strata = figures[0]["strata"].as_array().unwrap();
    // Nicknames that the comparisons do not know are told apart from those they do.
    for stratum in ["known_nickname", "unknown_nickname", "clean"] {
        let figure = strata.iter().find(|s| s["stratum"] == stratum).expect(stratum);
        assert_eq!(figure["true_pairs"], counted(stratum), "{stratum}");
        assert!(counted(stratum) > 0, "{stratum}");
    }
}
