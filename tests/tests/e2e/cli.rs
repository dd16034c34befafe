//! The commands, their exit codes, languages and outputs.

use std::fs;

use crate::support::{Store, arg, csv_rows, fixture, region, run, vinculo};

#[test]
fn an_exit_code_says_how_it_ended() {
    let store = Store::new();
    assert!(store.import_text("notice", "a.csv", "local_id,full_name\n1,Ana\n").code == Some(0));
    // 1: failed.
    run(["search", "--store", "no-such-folder", "x"]).ended(1);
    store.run("explain", ["ORG/1", "ORG/2"]).ended(1);
    run(["init", "--store", &store.arg()]).ended(1);
    store.import_text("notice", "b.csv", "").ended(1);
    // 2: wrong usage, of which the argument parser sees only some.
    run(["search", "text"]).ended(2);
    run(["no-such-command"]).ended(2);
    store.run("match", ["--link", "notice-nobody", "--out", "x.csv"]).ended(2);
    let out = store.beside("x.pdf");
    let ran = store.run("match", ["--link", "notice-notice", "--out", arg(&out)]).ended(2);
    assert!(ran.err.contains(".parquet, .csv"), "{}", ran.err);
    assert!(!out.exists());
    store.run("search", ["--age", "40-30", "x"]).ended(2);
    // 3: done, with rejected rows.
    store.import_text("notice", "c.csv", "local_id,sex\n2,female\n2,male\n").ended(3);
    assert_eq!(store.sound_records(), 2);
}

#[test]
fn help_and_version_are_no_errors() {
    let version = run(["--version"]).ended(0).out;
    assert_eq!(version.trim(), concat!("vinculo ", env!("CARGO_PKG_VERSION")));
    let help = run(["--help"]).ended(0).out;
    let commands = "demo init import mapping search match explain compare evaluate synth serve \
                    reindex export verify erase backup restore";
    for command in commands.split_whitespace() {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
        run([command, "--help"]).ended(0);
    }
}

#[test]
fn importing_again_changes_nothing_and_a_changed_row_is_a_version() {
    let store = Store::new();
    let sheet = "local_id,full_name,age_min\n1,Persona Inventada,20\n2,Otra Inventada,30\n";
    let first = store.import_text("notice", "a.csv", sheet).ended(0);
    assert!(first.err.contains("rows 2, created 2, updated 0, unchanged 0"), "{}", first.err);
    let again = store.import_text("notice", "a.csv", sheet).ended(0);
    assert!(again.err.contains("created 0, updated 0, unchanged 2"), "{}", again.err);
    let changed = store.import_text("notice", "a.csv", &sheet.replace(",30", ",31")).ended(0);
    assert!(changed.err.contains("created 0, updated 1, unchanged 1"), "{}", changed.err);
    assert_eq!(store.sound_records(), 2);
    let verified = store.run("verify", [""; 0]).out;
    // Each of the two batches that changed something has an entry of its own.
    assert!(verified.contains("versions 3, log 5"), "{verified}");
    let exported = store.exported("notice");
    assert!(exported.contains(",31,") && !exported.contains(",30,"), "{exported}");
}

#[test]
fn a_dry_run_tells_the_same_and_stores_nothing() {
    let store = Store::new();
    let (sheet, report) = (fixture("region/shelter.csv"), store.beside("report.csv"));
    let args = ["--kind", "shelter", "--dry-run", "--report", arg(&report), arg(&sheet)];
    let ran = store.run("import", args).ended(0);
    assert!(ran.err.contains("nothing stored"), "{}", ran.err);
    assert!(ran.err.contains("rows 167, created 167"), "{}", ran.err);
    assert_eq!(store.sound_records(), 0);
    assert!(csv_rows(&report).is_empty());
}

#[test]
fn json_goes_to_standard_output_alone() {
    let hits = region().run("search", ["--json", "Ramires Lopez"]).ended(0).json();
    assert_eq!(hits["hits"][0]["local_id"], "D0175144423", "{hits}");
    assert!(hits["facets"]["kind"].is_array() && hits["total"].is_u64(), "{hits}");
    let pair = ["--json", "COMITE-PROGRESO/D1104140226", "ALB-PALENQUE/I2681338903"];
    let explained = region().run("explain", pair).ended(0).json();
    assert_eq!(explained["link"], "notice-shelter");
    for (what, left, right) in [
        ("names", "José Pérez", "Jose Peres"),
        ("dates", "1990-03-05", "1990-05-03"),
        ("places", "Tenosique, Tabasco, MX", "Palenque, Chiapas, MX"),
    ] {
        let found = run(["compare", what, "--json", left, right]).ended(0).json();
        assert!(found["weight"].is_f64() && found["level"].is_string(), "{found}");
        assert_eq!((&found["left"], &found["right"]), (&left.into(), &right.into()));
    }
}

#[test]
fn progress_and_counts_leave_standard_output_empty() {
    let store = Store::new();
    let ran = store.import_text("remains", "a.csv", "local_id,sex\n1,male\n").ended(0);
    assert!(ran.out.is_empty() && ran.err.contains("created 1"));
    let out = store.beside("out.csv");
    let ran = store.run("match", ["--link", "remains-remains", "--out", arg(&out)]).ended(0);
    assert!(ran.out.is_empty() && ran.err.contains("0 candidates"), "{}", ran.err);
    let ran = store.run("reindex", [""; 0]).ended(0);
    assert!(ran.out.is_empty() && ran.err.contains("2 log entries indexed"), "{}", ran.err);
}

#[test]
fn messages_and_reasons_are_in_the_language_asked_for() {
    let pair = ["COMITE-PROGRESO/D1104140226", "ALB-PALENQUE/I2681338903"];
    let said = |lang: &[&str], environment: Option<&str>| {
        let mut command = region().command("explain", pair);
        command.args(lang).env_remove("VINCULO_LANG");
        if let Some(value) = environment {
            command.env("LANG", value);
        }
        let output = command.output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let (spanish, english) = (said(&["--lang", "es"], None), said(&["--lang", "en"], None));
    assert!(spanish.contains("apellidos") && spanish.contains("probabilidad"), "{spanish}");
    assert!(english.contains("surnames") && english.contains("probability"), "{english}");
    assert_eq!(said(&[], None), spanish);
    assert_eq!(said(&[], Some("en_US.UTF-8")), english);
    assert_eq!(said(&[], Some("es_GT.UTF-8")), spanish);
    assert_eq!(said(&["--lang", "es"], Some("en_US.UTF-8")), spanish);
    run(["--lang", "xx", "synth"]).ended(2);
}

#[test]
fn every_export_imports_again_as_the_same_records() {
    for kind in ["notice", "remains", "shelter"] {
        let canonical = region().exported(kind);
        for format in ["csv", "ndjson", "parquet", "xlsx"] {
            let out = region().beside(&format!("round-{kind}.{format}"));
            let args = ["--kind", kind, "--format", format, "--out", arg(&out)];
            region().run("export", args).ended(0);
            let other = Store::new();
            let ran = other.run("import", ["--kind", kind, arg(&out)]).ended(0);
            assert!(ran.err.contains("rejected 0, with doubts 0"), "{format}: {}", ran.err);
            assert!(other.exported(kind) == canonical, "{kind} through {format}");
        }
    }
}

#[test]
fn held_records_leave_by_no_command() {
    let held: Vec<String> = ["notices", "shelter"]
        .into_iter()
        .flat_map(|sheet| csv_rows(&fixture(&format!("region/{sheet}.csv"))))
        .filter(|row| row["protection_hold"] == "true")
        .map(|row| row["local_id"].clone())
        .collect();
    assert!(held.len() >= 2, "the region holds such records");
    let exported = region().exported("notice") + &region().exported("shelter");
    for id in &held {
        assert!(!exported.contains(id.as_str()), "{id}");
        let found = region().run("search", ["--json", id]).ended(0);
        assert!(!found.out.contains(id.as_str()), "{id}");
    }
    for link in ["notice-shelter", "notice-notice", "shelter-shelter"] {
        let out = region().beside(&format!("held-{link}.csv"));
        region().run("match", ["--link", link, "--top", "9999", "--out", arg(&out)]).ended(0);
        let found = fs::read_to_string(&out).unwrap();
        assert!(held.iter().all(|id| !found.contains(id.as_str())), "{link}");
    }
}

#[test]
fn an_index_that_is_gone_or_damaged_is_told_and_made_again() {
    let store = Store::new();
    let sheet = fixture("region/remains.csv");
    store.run("import", ["--kind", "remains", arg(&sheet)]).ended(0);
    let search = || store.run("search", ["--json", "R4243534956"]);
    let before = search().ended(0).json();
    assert_eq!(before["hits"][0]["local_id"], "R4243534956", "{before}");
    let index = store.dir().join("index");
    fs::remove_dir_all(&index).unwrap();
    let verified = store.run("verify", [""; 0]).ended(1);
    assert!(verified.out.contains("vinculo reindex"), "{}", verified.out);
    let ran = store.run("reindex", [""; 0]).ended(0);
    assert!(ran.err.contains("67 log entries indexed"), "{}", ran.err);
    assert_eq!(store.sound_records(), 66);
    assert_eq!(search().ended(0).json(), before);
    // A search makes it anew by itself where nobody else writes.
    fs::remove_dir_all(&index).unwrap();
    assert_eq!(search().ended(0).json(), before);
    assert_eq!(store.sound_records(), 66);
}

#[test]
fn a_drafted_mapping_imports_the_ugly_sheet_as_it_is() {
    let store = Store::new();
    let sheet = fixture("ugly/fiscalia_ugly.xlsx");
    let draft = run(["mapping", "draft", arg(&sheet)]).ended(0).out;
    assert!(draft.contains("CHECK") && draft.contains("header_rows = 2"), "{draft}");
    let mapping = store.beside("draft.toml");
    run(["mapping", "draft", arg(&sheet), "--out", arg(&mapping)]).ended(0);
    assert_eq!(fs::read_to_string(&mapping).unwrap(), draft);
    let report = store.beside("report.csv");
    let args = ["--kind", "remains", "--source", "FGE", "--mapping", arg(&mapping)];
    let args = args.into_iter().chain(["--report", arg(&report), arg(&sheet)]);
    let ran = store.run("import", args).ended(0);
    assert!(ran.err.contains("rows 40, created 40"), "{}", ran.err);
    assert_eq!(store.sound_records(), 40);
    // Each doubt says where it stands and what was done, and shows no value.
    let doubts = csv_rows(&report);
    assert!(!doubts.is_empty());
    for doubt in doubts {
        for column in ["line", "column", "code", "action", "reason"] {
            assert!(!doubt[column].is_empty(), "{column}: {doubt:?}");
        }
        let digits = doubt["shape"].chars().filter(char::is_ascii_digit);
        assert!(digits.into_iter().all(|digit| digit == '9'), "{doubt:?}");
    }
}

#[test]
fn kept_mappings_import_what_partners_send() {
    for (kind, mapping, sheet, rows) in [
        ("remains", "fiscalia_ugly", "ugly/fiscalia_ugly.xlsx", 40),
        ("notice", "notices_cp1252", "ugly/notices_cp1252.csv", 30),
    ] {
        let store = Store::new();
        let (mapping, sheet) = (fixture(&format!("mappings/{mapping}.toml")), fixture(sheet));
        let args = ["--kind", kind, "--source", "ORG", "--mapping", arg(&mapping), arg(&sheet)];
        let ran = store.run("import", args).ended(0);
        assert!(ran.err.contains(&format!("rows {rows}, created {rows}")), "{}", ran.err);
        assert_eq!(store.sound_records(), rows);
    }
}

#[test]
fn pairs_of_names_come_out_in_the_order_they_came_in() {
    let store = Store::new();
    let pairs = store.beside("pairs.csv");
    let names = [
        ("María Xol", "Maria Xol"),
        ("Ana Pérez", "Luis Gómez"),
        ("", "Rosa"),
        ("María Xol", "Xol María"),
    ];
    let lines: String = names.iter().map(|(left, right)| format!("{left},{right}\n")).collect();
    fs::write(&pairs, format!("left,right\n{lines}")).unwrap();
    let ran = run(["compare", "names", "--pairs", arg(&pairs)]).ended(0);
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        &csv::StringRecord::from(vec!["left", "right", "level", "weight", "reason"])
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let given: Vec<(&str, &str)> = rows.iter().map(|row| (&row[0], &row[1])).collect();
    assert_eq!(given, names);
    let weight = |row: usize| rows[row][3].parse::<f64>();
    assert!(weight(0).unwrap() > 5.0 && weight(1).unwrap() < 0.0, "{}", ran.out);
    assert!(weight(2).is_err(), "a name that is missing has no weight");
}

#[test]
fn a_reference_may_be_in_either_order_and_must_be_clear() {
    let store = Store::new();
    store
        .import_text("notice", "a.csv", "local_id,full_name\n1,Ana Xol Caal\n2,Ana Xol\n")
        .ended(0);
    store.import_text("shelter", "b.csv", "local_id,full_name\n1,Ana Xol Caal\n").ended(0);
    let ambiguous = store.run("explain", ["ORG/1", "ORG/2"]).ended(1);
    assert!(ambiguous.err.contains("notice:ORG/1"), "{}", ambiguous.err);
    let one = store.run("explain", ["--json", "notice:ORG/1", "shelter:ORG/1"]).ended(0);
    let other = store.run("explain", ["--json", "shelter:ORG/1", "notice:ORG/1"]).ended(0);
    assert_eq!(one.out, other.out);
    let itself = store.run("explain", ["ORG/2", "ORG/2"]).ended(1);
    assert!(itself.err.contains("one record"), "{}", itself.err);
    let missing = store.run("explain", ["ORG/2", "ORG/77"]).ended(1);
    assert!(missing.err.contains("there is no record ORG/77"), "{}", missing.err);
    store.run("explain", ["no-slash", "ORG/2"]).ended(2);
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let mut command = region().command("search", ["--limit", "200", "maria"]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn several_sheets_go_in_one_command() {
    let store = Store::new();
    let text = "local_id,full_name\n";
    let paths = ["a.csv", "b.csv"].map(|name| store.beside(name));
    for (i, path) in paths.iter().enumerate() {
        fs::write(path, format!("{text}{i},Persona Inventada\n")).unwrap();
    }
    let ran = vinculo()
        .args(["import", "--store", &store.arg(), "--kind", "notice", "--source", "ORG"])
        .args(&paths)
        .output()
        .unwrap();
    assert!(ran.status.success());
    assert_eq!(store.sound_records(), 2);
}

#[test]
fn kinship_is_examined_between_living_people() {
    let store = Store::new();
    let sheet = "local_id,given_names,paternal_surname,maternal_surname,sex,birth_date,relatives\n\
                 N7,Wilmer,Tzi,Xol,male,2016-03-01,madre:Rosa Xol Caal\n\
                 M8,Rosa,Xol,Caal,female,1990-01-01,hijo:Wilmer Tzi Xol\n";
    store.import_text("shelter", "a.csv", sheet).ended(0);
    store.import_text("remains", "b.csv", "local_id,sex\nR1,female\n").ended(0);
    let told = store.run("explain", ["--kinship", "--json", "ORG/N7", "ORG/M8"]).ended(0).json();
    let report = &told["kinship"][0];
    assert_eq!(report["relation"], "right_parent_of_left", "{report}");
    assert_eq!(report["verdict"], "well_supported", "{report}");
    let said = store.run("explain", ["--kinship", "--lang", "es", "ORG/M8", "ORG/N7"]).ended(0);
    assert!(said.out.contains("madre o padre (la primera persona)"), "{}", said.out);
    assert!(said.out.contains("no prueba parentesco") && !said.out.contains("es la madre"));
    let remains = store.run("explain", ["--kinship", "ORG/N7", "ORG/R1"]).ended(1);
    assert!(remains.err.contains("living people"), "{}", remains.err);
}
