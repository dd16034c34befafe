//! Training: a readable model from the store's own records, the same every time.

use std::fs;
use std::sync::OnceLock;

use crate::support::{Store, arg, csv_rows, run};

/// Enough people for the links of names, made with a seed of their own.
const PEOPLE: &str = "1000";

/// The store and its truth file's folder.
fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        let store = Store::new();
        let people = store.beside("people");
        run(["synth", "--seed", "611", "--people", PEOPLE, "--out", arg(&people)]).ended(0);
        for (kind, file) in [("notice", "notices.csv"), ("shelter", "shelter.csv")] {
            let file = people.join(file);
            store.run("import", ["--kind", kind, arg(&file)]).ended(0);
        }
        store
    })
}

fn trained(name: &str, more: &[&str]) -> (String, String) {
    let out = store().beside(name);
    let args = ["--link", "notice-shelter", "--out", arg(&out)];
    let told = store().run("train", args.iter().chain(more)).ended(0);
    (fs::read_to_string(&out).unwrap(), told.err)
}

#[test]
fn the_same_records_and_seed_give_the_same_model() {
    let (model, told) = trained("one.toml", &["--threads", "1", "--lang", "en"]);
    assert_eq!(model, trained("two.toml", &["--threads", "2", "--lang", "es"]).0);
    assert!(told.contains("expected matches") && told.contains("m and u learnt"), "{told}");
    assert!(model.contains("trained: m by EM on"), "no source of what was learnt");
    assert!(model.contains("notice-shelter trained from model"), "no note of what made it");
}

#[test]
fn a_trained_model_ranks_and_stands_in_every_candidate() {
    trained("used.toml", &[]);
    let (model, out) = (store().beside("used.toml"), store().beside("trained.csv"));
    let args = ["--link", "notice-shelter", "--model", arg(&model), "--out", arg(&out)];
    store().run("match", args).ended(0);
    let plain = store().beside("plain.csv");
    store().run("match", ["--link", "notice-shelter", "--out", arg(&plain)]).ended(0);
    let (trained, plain) = (csv_rows(&out), csv_rows(&plain));
    assert!(!trained.is_empty());
    assert_ne!(trained[0]["model"], plain[0]["model"]);
    // what was learnt changes weights
    assert_ne!(trained[0]["match_weight"], plain[0]["match_weight"]);
}

#[test]
fn a_store_without_pairs_cannot_train() {
    let empty = Store::new();
    let out = empty.beside("model.toml");
    let ran = empty.run("train", ["--link", "notice-shelter", "--out", arg(&out)]).ended(1);
    assert!(ran.err.contains("no pair"), "{}", ran.err);
    assert!(!out.exists());
}
