//! Decisions and notifications by the command line, beside other writers and through kills.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::support::{Dice, Ran, Store, arg, csv_rows};

/// A store with two notices, two remains and a child in a shelter.
fn store() -> Store {
    let store = Store::new();
    let name = r#""given_names":"Wilmer Adonías","paternal_surname":"Xiloj","maternal_surname":"Tzunún","sex":"male""#;
    let born = r#""birth_date":"2012-05-17","nationality":["GT"]"#;
    let notices = format!(
        "{{\"local_id\":\"N1\",{name},{born},\"event_date\":\"2023-03-02\"}}\n\
         {{\"local_id\":\"N2\",\"given_names\":\"Marta\",\"sex\":\"female\"}}\n"
    );
    let remains = "{\"local_id\":\"R1\",\"sex\":\"male\",\"event_date\":\"2023-06-01\"}\n\
                   {\"local_id\":\"R2\",\"sex\":\"male\",\"event_date\":\"2023-07-01\"}\n";
    let shelter = format!("{{\"local_id\":\"S1\",{name},{born},\"event_date\":\"2023-04-20\"}}\n");
    for (kind, source, rows) in [
        ("notice", "COMITE", notices.as_str()),
        ("remains", "SEMEFO", remains),
        ("shelter", "ALBERGUE", shelter.as_str()),
    ] {
        let path = store.beside(&format!("{kind}.ndjson"));
        fs::write(&path, rows).unwrap();
        store.run("import", ["--kind", kind, "--source", source, arg(&path)]).ended(0);
    }
    store
}

fn decide(store: &Store, args: &[&str]) -> Ran {
    store.run("decide", args)
}

fn json(store: &Store, args: &[&str]) -> Value {
    run_two(store, args).ended(0).json()
}

/// `decisions list`, `notifications match` …: a command of two words.
fn run_two(store: &Store, args: &[&str]) -> Ran {
    let mut command = crate::support::vinculo();
    command.args(&args[..2]).args(["--store", &store.arg()]).args(&args[2..]);
    Ran::of(command.output().unwrap())
}

#[test]
fn a_pair_is_decided_on_step_by_step_and_each_step_is_kept() {
    let store = store();
    let pair = ["COMITE/N1", "SEMEFO/R1"];
    let by = |person: &'static str, state: &'static str, more: &[&'static str]| {
        let args = [&pair[..], &[state, "--by", person], more].concat();
        decide(&store, &args)
    };
    by("ana", "located", &["--reason", "contact_accepted"]).ended(1);
    by("ana", "maybe", &[]).ended(2);
    by("ana maria", "possible", &[]).ended(1);
    by("ana", "possible", &["--note", "vino la tía", "--score-hidden"]).ended(0);
    let refused = by("ana", "identified", &["--reason", "dna", "--for", "notice"]).ended(1);
    assert!(refused.err.contains("cannot follow on 'possible'"), "{}", refused.err);
    by("ana", "referred", &[]).ended(0);
    by("ana", "identified", &["--reason", "dna", "--for", "notice"]).ended(0);
    let same = by("ana", "identified", &["--reason", "dna", "--for", "remains"]).ended(1);
    assert!(same.err.contains("same person"), "{}", same.err);
    by("luis", "identified", &["--reason", "dna", "--for", "remains"]).ended(0);
    let stale = by("luis", "reopened", &["--reason", "mistake", "--expect", "3"]).ended(1);
    assert!(stale.err.contains("stands at decision 4"), "{}", stale.err);

    let history = json(&store, &["decisions", "history", pair[1], pair[0], "--json"]);
    let states: Vec<&str> = history["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|decision| decision["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["possible", "referred", "signed", "identified"]);
    let first = &history["decisions"][0];
    assert_eq!((&first["note"], &first["score_visible"]), (&"vino la tía".into(), &false.into()));
    assert_eq!(first["seen"]["sex"].as_array().unwrap().len(), 2, "{first}");
    let identified = json(&store, &["decisions", "list", "--state", "identified", "--json"]);
    assert_eq!(identified.as_array().unwrap().len(), 1);

    let other = ["COMITE/N2", "SEMEFO/R1"];
    for state in ["possible", "referred"] {
        decide(&store, &[other[0], other[1], state, "--by", "eva"]).ended(0);
    }
    let conflicts = json(&store, &["decisions", "conflicts", "--json"]);
    assert_eq!(conflicts[0]["kind"], "claimed_twice", "{conflicts}");

    let out = store.beside("decisions.csv");
    run_two(&store, &["decisions", "export", "--out", arg(&out)]).ended(0);
    let rows = csv_rows(&out);
    assert_eq!(rows.len(), 6);
    assert_eq!((rows[0]["state"].as_str(), rows[0]["by"].as_str()), ("possible", "ana"));
    assert!(!fs::read_to_string(&out).unwrap().contains("tía"), "notes stay");
    store.sound_records();
}

#[test]
fn a_pair_that_was_ruled_out_leaves_the_candidates_until_a_compared_cell_changes() {
    let store = store();
    let candidates = |more: &[&str]| {
        let out = store.beside("candidates.csv");
        let args = [&["--link", "notice-remains", "--out", arg(&out)], more].concat();
        store.run("match", args).ended(0);
        csv_rows(&out)
    };
    let named = |rows: &[crate::support::CsvRow], right: &str| -> Option<(String, String)> {
        let row = rows.iter().find(|r| r["left_id"] == "N1" && r["right_id"] == right)?;
        Some((row["decision"].clone(), row["back"].clone()))
    };
    let pairs = store.beside("pairs.csv");
    let header = "left_source,left_id,right_source,right_id,reason\n";
    fs::write(&pairs, format!("{header}COMITE,N1,SEMEFO,R1,dna\nCOMITE,N1,SEMEFO,X,dna\n"))
        .unwrap();
    let done = run_two(&store, &["decisions", "import", "--by", "ana", arg(&pairs)]).ended(3);
    assert!(done.err.contains("row 2: no_such_record"), "{}", done.err);
    let rows = candidates(&[]);
    assert_eq!(named(&rows, "R1"), None);
    assert_eq!(named(&rows, "R2"), Some(("unreviewed".into(), String::new())));
    let listed = candidates(&["--include-ruled-out"]);
    assert_eq!(named(&listed, "R1"), Some(("ruled_out".into(), String::new())));
    let sheet = store.beside("changed.ndjson");
    fs::write(&sheet, "{\"local_id\":\"R1\",\"sex\":\"male\",\"event_date\":\"2023-06-01\",\"blood_group\":\"O+\"}\n").unwrap();
    store.run("import", ["--kind", "remains", "--source", "SEMEFO", arg(&sheet)]).ended(0);
    let back = candidates(&[]);
    assert_eq!(named(&back, "R1"), Some(("ruled_out".into(), "right:blood_group".into())));
    let plain = candidates(&["--evidence-first"]);
    assert!(!plain[0].contains_key("match_weight") && !plain[0].contains_key("rank"));
    assert!(plain[0].keys().all(|column| !column.starts_with("w_")), "{:?}", plain[0]);
}

#[test]
fn consulates_are_told_of_a_child_by_the_command_line_too() {
    let store = store();
    let told = || json(&store, &["notifications", "list", "--country", "GT", "--json"]);
    assert_eq!(told()[0]["event"], "received");
    run_two(&store, &["notifications", "match"]).ended(0);
    let all = told();
    assert_eq!(all[1]["event"], "matched", "{all}");
    for word in ["Wilmer", "Xiloj", "ALBERGUE", "S1", "2012"] {
        assert!(!all.to_string().contains(word), "{word} in {all}");
    }
    let id = all[0]["id"].as_str().unwrap();
    run_two(&store, &["notifications", "acknowledge", "--by", "ana", id]).ended(0);
    let overdue = json(&store, &["notifications", "overdue", "--hours", "0", "--json"]);
    assert_eq!(overdue.as_array().unwrap().len(), 1);
    run_two(&store, &["notifications", "acknowledge", "--by", "ana", "x"]).ended(2);
    store.sound_records();
}

/// Starts a decision without waiting for it.
fn start(store: &Store, args: &[&str]) -> Child {
    store.command("decide", args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn of_two_reviewers_with_the_same_state_before_them_one_decides() {
    let store = store();
    for round in 0..3 {
        let expect = round.to_string();
        let args = |person: &'static str, state: &'static str| {
            ["COMITE/N1", "SEMEFO/R1", state, "--by", person, "--expect", &expect]
                .map(str::to_owned)
        };
        let (one, other) = (args("ana", "possible"), args("luis", "unsure"));
        let mut running: Vec<Child> = [one, other]
            .iter()
            .map(|args| start(&store, &args.iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let ended: Vec<Option<i32>> =
            running.iter_mut().map(|child| child.wait().unwrap().code()).collect();
        // The other one was told who holds the store, or that somebody had decided.
        let mut sorted = ended.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [Some(0), Some(1)], "round {round}");
        let pair = ["COMITE/N1", "SEMEFO/R1"];
        let history = json(&store, &["decisions", "history", pair[0], pair[1], "--json"]);
        assert_eq!(history["version"], round + 1, "{history}");
    }
}

#[test]
fn a_decision_killed_at_any_moment_is_whole_or_not_there() {
    let store = store();
    let pair = ["COMITE/N1", "ALBERGUE/S1"];
    let begun = Instant::now();
    decide(&store, &[pair[0], pair[1], "possible", "--by", "ana"]).ended(0);
    let whole = begun.elapsed();
    let mut dice = Dice::new(11);
    let (mut kept, mut killed) = (1_u64, 0);
    for round in 0..20 {
        // A located child: the decision and what the consulate is told of it, or neither.
        let (state, reason) = if round % 2 == 0 {
            ("located", "guardian_to_be_assessed")
        } else {
            ("located", "contact_accepted")
        };
        let mut child =
            start(&store, &[pair[0], pair[1], state, "--by", "ana", "--reason", reason]);
        std::thread::sleep(whole.mul_f64(dice.below(130) as f64 / 100.0));
        let ended = child.try_wait().unwrap().is_some();
        if !ended {
            child.kill().unwrap();
        }
        let acknowledged = child.wait().unwrap().code() == Some(0);
        killed += u64::from(!acknowledged);
        let history = json(&store, &["decisions", "history", pair[0], pair[1], "--json"]);
        let found = history["version"].as_u64().unwrap();
        assert!(found == kept || found == kept + 1, "round {round}: {found} after {kept}");
        assert!(!acknowledged || found == kept + 1, "round {round}: an acknowledged one is lost");
        kept = found;
        let told = json(&store, &["notifications", "list", "--json"]);
        let located = told.as_array().unwrap().iter().any(|n| n["event"] == "located");
        assert_eq!(located, kept > 1, "round {round}: told without a decision, or not told");
    }
    assert!(killed > 0, "none was killed midway");
    store.sound_records_or_behind();
}
