//! Bad files and bad stores: a clear message, no panic, nothing half-written.

use std::fs;
use std::io::Write;
use std::process::Command;

use crate::http::Server;
use crate::support::{Ran, Store, arg, csv_rows, fixture, vinculo};

/// How a file of `data-fixtures/bad` must end.
enum Ends {
    /// The whole file is refused; the message says why.
    Refused(&'static str),
    /// Rows are rejected: line, column and code of the first, records stored.
    Rejected(&'static str, &'static str, &'static str, u64),
    /// A cell becomes absent, or stays with a doubt: line, column, code, records.
    Doubtful(&'static str, &'static str, &'static str, u64),
}

use Ends::{Doubtful, Refused, Rejected};

const FILES: &[(&str, Ends)] = &[
    ("age_above_120.csv", Doubtful("2", "age_max", "out_of_range", 1)),
    ("age_below_zero.csv", Doubtful("2", "age_min", "out_of_range", 1)),
    ("array.json", Refused("not an array")),
    ("binary.csv", Refused("binary content")),
    ("cut.parquet", Refused("damaged or cut Parquet")),
    ("cut.xlsx", Refused("damaged or cut XLSX")),
    ("cut_line.ndjson", Rejected("2", "", "json_syntax", 1)),
    ("empty.csv", Refused("the file is empty")),
    ("header_double.csv", Refused("line 1: columns 2 and 3 have the same header 'sex'")),
    ("header_missing.csv", Refused("no header at line 1")),
    ("id_twice.csv", Rejected("3", "local_id", "id_twice", 1)),
    ("impossible_date.csv", Doubtful("2", "event_date", "date_impossible", 1)),
    ("min_above_max.csv", Doubtful("2", "age_min", "min_above_max", 1)),
    ("no_id_column.csv", Refused("no column local_id")),
    ("other_types.parquet", Refused("column 'event_place' has type Struct")),
    ("pdf_named_csv.csv", Refused("a PDF file")),
    ("too_many_columns.csv", Rejected("2", "#3", "too_many_cells", 0)),
    ("unclosed_quote.csv", Refused("at line 2")),
    ("unknown_word.csv", Doubtful("2", "sex", "unknown_word", 1)),
    ("wrong_encoding.csv", Doubtful("3", "full_name", "encoding_damage", 2)),
];

#[test]
fn each_bad_file_is_told_and_leaves_the_store_sound() {
    for (name, ends) in FILES {
        let store = Store::new();
        let (file, report) = (fixture(&format!("bad/{name}")), store.beside("report.csv"));
        let args = ["--kind", "notice", "--source", "ORG", "--report", arg(&report), arg(&file)];
        let ran = store.run("import", args);
        let rows = csv_rows(&report);
        let (line, column, code, records) = match *ends {
            Refused(message) => {
                let ran = ran.ended(1);
                let said = ran.err.lines().last().unwrap();
                assert!(said.starts_with(&format!("vinculo: {name}: ")), "{said}");
                assert!(said.contains(message), "{said}");
                assert!(rows.is_empty(), "{name}");
                assert_eq!(store.sound_records(), 0, "{name}");
                continue;
            }
            Rejected(line, column, code, records) => {
                assert!(ran.ended(3).err.contains("rejected 1"), "{name}");
                (line, column, code, records)
            }
            Doubtful(line, column, code, records) => {
                assert!(ran.ended(0).err.contains("rejected 0, with doubts 1"), "{name}");
                (line, column, code, records)
            }
        };
        let told = ["file", "line", "column", "code"].map(|part| rows[0][part].as_str());
        assert_eq!(told, [*name, line, column, code]);
        assert_eq!(store.sound_records(), records, "{name}");
    }
}

#[test]
fn every_bad_file_is_held_to_its_end() {
    let mut files: Vec<String> = fs::read_dir(fixture("bad"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    files.sort();
    let known: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(files, known);
}

#[test]
fn a_bad_file_of_several_leaves_the_good_one_before_it() {
    let store = Store::new();
    let (good, bad) = (store.beside("good.csv"), fixture("bad/cut.parquet"));
    fs::write(&good, "local_id,sex\n1,female\n").unwrap();
    let args = ["--kind", "notice", "--source", "ORG", arg(&good), arg(&bad)];
    let ran = store.run("import", args).ended(1);
    assert!(ran.err.contains("created 1") && ran.err.contains("cut.parquet: "), "{}", ran.err);
    assert_eq!(store.sound_records(), 1);
}

#[test]
fn a_bad_mapping_is_told_with_its_place() {
    let store = Store::new();
    let (sheet, mapping) = (store.beside("a.csv"), store.beside("m.toml"));
    fs::write(&sheet, "local_id,sex\n1,female\n").unwrap();
    for (text, told) in [
        ("format = 1\nkind = \"nobody\"\n", "kind: must be one of"),
        ("format = 1\nkind =", "line 2"),
        ("format = 1\nunknown_key = 3\n", "unknown_key"),
    ] {
        fs::write(&mapping, text).unwrap();
        let args = ["--kind", "notice", "--source", "ORG", "--mapping", arg(&mapping), arg(&sheet)];
        let ran = store.run("import", args).ended(1);
        assert!(ran.err.contains("m.toml") && ran.err.contains(told), "{}", ran.err);
    }
    assert_eq!(store.sound_records(), 0);
}

#[test]
fn a_cell_of_a_hundred_megabytes_costs_its_row_alone() {
    let store = Store::new();
    let (file, report) = (store.beside("big.csv"), store.beside("report.csv"));
    let mut sheet = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    sheet.write_all(b"local_id,circumstances\n1,ok\n2,\"").unwrap();
    let megabyte = vec![b'x'; 1 << 20];
    (0..100).for_each(|_| sheet.write_all(&megabyte).unwrap());
    sheet.write_all(b"\"\n3,ok\n").unwrap();
    drop(sheet);
    let args = ["--kind", "notice", "--source", "ORG", "--report", arg(&report), arg(&file)];
    let ran = store.run("import", args);
    let rows = csv_rows(&report);
    assert_eq!((rows[0]["line"].as_str(), rows[0]["column"].as_str()), ("3", "circumstances"));
    assert_eq!(rows[0]["code"], "cell_too_large");
    assert!(ran.err.contains("rows 3"), "{}", ran.err);
    let stored = store.sound_records();
    assert!(stored == 2 || stored == 3, "the rows beside it are in");
    let size = fs::metadata(store.dir().join("store.db")).unwrap().len();
    assert!(size < 10 << 20, "the cell is not in the store: {size} bytes");
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let store = Store::new();
    store.import_text("notice", "a.csv", "local_id,full_name\n1,Ana\n").ended(0);
    let database = rusqlite::Connection::open(store.dir().join("store.db")).unwrap();
    database.pragma_update(None, "user_version", 999).unwrap();
    drop(database);
    let before = fs::read(store.dir().join("store.db")).unwrap();
    for ran in [
        store.import_text("notice", "b.csv", "local_id\n2\n"),
        store.run("search", ["ana"]),
        store.run("verify", [""; 0]),
        store.run("reindex", [""; 0]),
    ] {
        let ran = ran.ended(1);
        assert!(
            ran.err.contains("version 999") && ran.err.contains("newer program"),
            "{}",
            ran.err
        );
    }
    assert!(fs::read(store.dir().join("store.db")).unwrap() == before);
}

#[test]
fn a_folder_that_is_no_store_is_told() {
    let store = Store::new();
    let other = store.beside("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("holiday.jpg"), "x").unwrap();
    for folder in [other, store.beside("missing")] {
        for command in ["search", "verify", "reindex"] {
            let output = vinculo().args([command, "--store"]).arg(&folder).output().unwrap();
            let ran = Ran::of(output).ended(1);
            assert!(
                ran.err.contains("is not a store: create one with 'vinculo init"),
                "{}",
                ran.err
            );
        }
    }
    assert!(!store.beside("missing").exists());
}

#[test]
fn a_damaged_database_is_told_and_not_touched() {
    let store = Store::new();
    store.import_text("notice", "a.csv", "local_id,full_name\n1,Ana\n").ended(0);
    let path = store.dir().join("store.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0x55);
    fs::write(&path, &bytes).unwrap();
    for command in ["verify", "reindex"] {
        let ran = store.run(command, [""; 0]).ended(1);
        assert!(ran.err.contains("damaged") || ran.err.contains("not a store"), "{}", ran.err);
    }
    assert!(fs::read(&path).unwrap() == bytes);
}

#[test]
fn a_second_writer_is_told_who_holds_the_lock() {
    let store = Store::new();
    store.import_text("notice", "a.csv", "local_id,full_name\n1,Ana Xol\n").ended(0);
    let server = Server::start(&store);
    let second = store.import_text("notice", "b.csv", "local_id\n2\n").ended(1);
    let holder = format!("process {} (serve)", server.process());
    assert!(second.err.contains(&holder), "{holder}: {}", second.err);
    let serve = store.run("serve", ["--listen", "127.0.0.1:0"]).ended(1);
    assert!(serve.err.contains(&holder), "{}", serve.err);
    // Reading commands work beside it.
    let found = store.run("search", ["--json", "ana xol"]).ended(0).json();
    assert_eq!(found["total"], 1);
    store.run("explain", ["ORG/1", "ORG/9"]).ended(1);
    assert!(store.exported("notice").contains("Xol"));
    assert_eq!(store.sound_records(), 1);
    server.kill();
    store.import_text("notice", "b.csv", "local_id\n2\n").ended(0);
    assert_eq!(store.sound_records(), 2);
}

/// Lines of made-up people, many enough to need several transactions.
fn many(rows: usize) -> String {
    let row =
        |i| format!("{i},Persona Inventada {i},{}\n", if i % 2 == 0 { "female" } else { "male" });
    "local_id,full_name,sex\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

#[test]
fn a_full_disk_is_told_and_the_batch_goes_on_later() {
    const ROWS: usize = 3_000;
    let store = Store::new();
    let (sheet, report) = (store.beside("many.csv"), store.beside("report.csv"));
    fs::write(&sheet, many(ROWS)).unwrap();
    let args = ["--kind", "notice", "--source", "ORG", "--report", arg(&report), arg(&sheet)];
    // No file may grow beyond this many blocks of 512 bytes, as if the disk were full.
    let limited = |blocks: u32| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let mut shell = Command::new("sh");
        let command = store.command("import", args);
        shell.args(["-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
        shell.env("VINCULO_LANG", "en");
        Ran::of(shell.output().unwrap())
    };
    let ran = limited(1_500).ended(1);
    let said = ran.err.lines().last().unwrap();
    assert!(said.contains("full") || said.contains("too large"), "{said}");
    let stored = store.sound_records_or_behind();
    assert!(stored < ROWS as u64, "{stored}");
    let ran = store.run("import", args).ended(0);
    assert!(ran.err.contains(&format!("rows {ROWS}, created {ROWS}")), "{}", ran.err);
    assert_eq!(store.sound_records(), ROWS as u64);
}

/// A user who may not write to the store, if this one is root.
fn unprivileged() -> Option<Vec<&'static str>> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() != b"0" {
        return Some(Vec::new());
    }
    let other = vec!["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let command = vinculo();
    let mut tried = Command::new(other[0]);
    let tried =
        tried.args(&other[1..]).arg(command.get_program()).arg("--version").output().ok()?;
    tried.status.success().then_some(other)
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let Some(prefix) = unprivileged() else {
        eprintln!("skipped: root may write everywhere, and no other user can run the command");
        return;
    };
    let store = Store::new();
    store.import_text("notice", "a.csv", "local_id,full_name\n1,Ana Xol\n").ended(0);
    let sheet = store.beside("b.csv");
    fs::write(&sheet, "local_id\n2\n").unwrap();
    let mode = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&store.beside(""), 0o755);
    mode(&sheet, 0o644);
    // It is the other user's store: nobody else could enter it at all.
    let give = |path: &std::path::Path| {
        if !prefix.is_empty() {
            std::os::unix::fs::chown(path, Some(65534), Some(65534)).unwrap();
        }
    };
    let folders = [store.dir(), store.dir().join("index"), store.dir().join("blobs")];
    for folder in folders.iter().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            mode(&entry, if entry.is_dir() { 0o500 } else { 0o400 });
            give(&entry);
        }
    }
    mode(&store.dir(), 0o500);
    give(&store.dir());
    let as_other = |command: &str, args: &[&str]| {
        let command = store.command(command, args);
        let mut whole = match prefix.split_first() {
            Some((program, rest)) => {
                let mut whole = Command::new(program);
                whole.args(rest).arg(command.get_program());
                whole
            }
            None => Command::new(command.get_program()),
        };
        Ran::of(whole.args(command.get_args()).env("VINCULO_LANG", "en").output().unwrap())
    };
    let ran = as_other("import", &["--kind", "notice", "--source", "ORG", arg(&sheet)]).ended(1);
    let said = ran.err.to_lowercase();
    assert!(said.contains("read-only") || said.contains("permission denied"), "{}", ran.err);
    // Nor is anything read that cannot be recorded.
    let ran = as_other("search", &["--json", "ana xol"]).ended(1);
    assert!(ran.err.contains("read-only") && ran.out.is_empty(), "{} {}", ran.err, ran.out);
    folders.iter().filter(|folder| folder.exists()).for_each(|folder| mode(folder, 0o700));
    assert_eq!(store.sound_records(), 1);
}
