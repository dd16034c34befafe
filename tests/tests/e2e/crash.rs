//! Killed midway and started again: as if never killed.

use std::fmt::Write;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::http::Server;
use crate::support::{Dice, Store, arg};

/// Rows of the sheet: several transactions.
const ROWS: usize = 6_000;

/// Invented people as NDJSON: new ones, some of them twice, some with a bad cell.
fn sheet() -> String {
    const GIVEN: [&str; 6] = ["Ana", "Luis", "María José", "Xun", "Carlos", "Rosa"];
    const SURNAME: [&str; 6] = ["Xol", "Pérez", "Caal", "López", "Quispe", "Tzoc"];
    let mut dice = Dice::new(42);
    let mut text = String::new();
    for i in 0..ROWS {
        let id = if i % 500 == 499 { i - 7 } else { i };
        let (given, one, other) =
            (GIVEN[dice.below(6)], SURNAME[dice.below(6)], SURNAME[dice.below(6)]);
        let date = if i % 700 == 3 { "2021-02-30" } else { "2021-02-03" };
        writeln!(
            text,
            r#"{{"local_id":"C{id}","given_names":"{given}","paternal_surname":"{one}","maternal_surname":"{other}","age_min":"{}","event_date":"{date}","event_country":"MX"}}"#,
            dice.below(60),
        )
        .unwrap();
    }
    text
}

/// What is left in the end: the records, and how many rows became what.
fn end(store: &Store, said: &str) -> (String, String, u64) {
    let counts = said.lines().find(|line| line.trim_start().starts_with("rows ")).expect("counts");
    (store.exported("shelter"), counts.to_owned(), store.sound_records())
}

/// The counts of a batch that finds everything stored already.
fn as_it_was(counts: &str) -> String {
    let parts = counts.split(", ").map(|part| match part.strip_prefix("created ") {
        Some(_) => "created 0".to_owned(),
        None => part.to_owned(),
    });
    let created = counts.split("created ").nth(1).and_then(|rest| rest.split(',').next());
    let unchanged = format!("unchanged {}", created.expect("counts"));
    parts.collect::<Vec<_>>().join(", ").replace("unchanged 0", &unchanged)
}

#[test]
fn an_import_killed_at_any_moment_ends_as_if_never_killed() {
    let whole = Store::new();
    let path = whole.beside("sheet.ndjson");
    fs::write(&path, sheet()).unwrap();
    let args = ["--kind", "shelter", "--source", "ORG", arg(&path)];
    let start = Instant::now();
    let ran = whole.run("import", args);
    let took = start.elapsed();
    let expected = end(&whole, &ran.err);
    assert!(ran.code == Some(3) && expected.1.contains(&format!("rows {ROWS}")), "{}", ran.err);

    let mut dice = Dice::new(7);
    let mut kills = 0;
    // Where the machine is faster than in the first run, it is killed earlier.
    for round in 0..8 {
        let store = Store::new();
        // Each try lasts a little longer, so that one gets further than starting up.
        for tried in 0.. {
            let share = (5 + dice.below(60)) as f64 / 100.0 / f64::from(1 << (round / 2));
            let part = took.mul_f64(share * (1.0 + f64::from(tried) / 4.0));
            if !killed(&store, &args, part) {
                break;
            }
            kills += 1;
            assert!(kills < 60, "no end");
        }
        // The run that was not killed was the last; its words come again.
        let last = fs::read_to_string(store.beside("said")).unwrap();
        let found = end(&store, &last);
        assert_eq!(found.2, expected.2, "round {round}, {last}");
        // One killed after its batch had ended, while it was indexing, begins another
        // batch, in which all is as it was.
        let whole = found.1.contains("created 0");
        let counts = if whole { as_it_was(&expected.1) } else { expected.1.clone() };
        assert_eq!(found.1, counts, "round {round}, {last}");
        assert!(found.0 == expected.0, "round {round}: other records");
        if kills >= 5 && round >= 1 {
            return;
        }
    }
    assert!(kills > 0, "the import was never killed midway");
}

/// Runs an import and kills it after a while; false if it ended before.
fn killed(store: &Store, args: &[&str], after: Duration) -> bool {
    let said = fs::File::create(store.beside("said")).unwrap();
    let mut child =
        store.command("import", args).stderr(said).stdout(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while start.elapsed() < after {
        if let Some(status) = child.try_wait().unwrap() {
            assert_eq!(status.code(), Some(3));
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    // It may have ended at the last moment.
    child.wait().unwrap().code().is_none()
}

#[test]
fn a_server_killed_in_a_batch_finishes_it_when_started_again() {
    let whole = Store::new();
    let path = whole.beside("sheet.ndjson");
    let sheet = sheet();
    fs::write(&path, &sheet).unwrap();
    whole.run("import", ["--kind", "shelter", "--source", "ORG", arg(&path)]).ended(3);
    let store = Store::new();
    let server = Server::start(&store);
    let upload = "/api/v1/batches?kind=shelter&source=ORG";
    let address =
        server.send(upload, "application/x-ndjson", &sheet).has(202).header("location").to_owned();
    server.kill();
    let mut dice = Dice::new(3);
    for _ in 0..2 {
        let server = Server::start(&store);
        std::thread::sleep(Duration::from_millis(dice.below(900) as u64));
        server.kill();
    }
    let server = Server::start(&store);
    let batch = server.batch_done(&address);
    assert_eq!(batch["state"], "succeeded", "{batch}");
    assert_eq!(batch["counts"]["rows_seen"], ROWS, "{batch}");
    // A stop does not wait for long until the index holds them.
    server.ready();
    // Everything is stored, and nothing twice.
    assert_eq!(server.stop(), Some(0));
    assert!(store.exported("shelter") == whole.exported("shelter"));
    assert_eq!(store.sound_records(), whole.sound_records());
}
