//! Bad input: a clear message with file, row and column; never a panic.

use proptest::prelude::*;
use vinculo_exchange::{Format, Input, Limits, RecordWriter};
use vinculo_record::{Column, Kind, RecordKey, Row};

use crate::support::{
    accepted, canonical, doubts, failure, folder, import, input, options, rejected, text,
};

fn check_failure(name: &str, bytes: impl AsRef<[u8]>, parts: &[&str]) {
    let message = failure(&input(name, bytes), options(Kind::Notice, None));
    for part in parts.iter().chain([&name]) {
        assert!(message.contains(part), "{part} in: {message}");
    }
}

/// Doubts of the only row after a header.
fn check_row(header: &str, row: &str, expected: &[(&'static str, &str)]) {
    let rows = canonical(&input("b.csv", format!("{header}\n{row}\n")), Kind::Notice);
    let found = doubts(&rows[0]);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(code, _, column)| (*code, column.unwrap_or_default())).collect();
    assert_eq!(found, expected, "{row}");
}

#[test]
fn files_that_are_no_tables() {
    check_failure("a.pdf", "%PDF-1.7", &["a PDF file", "expected CSV"]);
    check_failure("a.csv", b"\x89PNG\r\n\x1a\n\0\0", &["an image"]);
    check_failure("b.csv", [0_u8, 1, 2, 3, 0, 0, 9, 7].repeat(50), &["binary content"]);
    check_failure("c.xlsx", "PK\x03\x04 cut", &["damaged or cut XLSX"]);
    check_failure("d.parquet", "PAR1 cut", &["damaged or cut Parquet"]);
    let empty = Input::from_reader("e.csv", &b""[..], &Limits::default()).err().unwrap();
    assert_eq!(empty.to_string(), "e.csv: the file is empty");
    check_failure("f.csv", "\n\n", &["no header"]);
    check_failure("g.json", "[{\"local_id\":1}]", &["one object in each line, not an array"]);
}

#[test]
fn headers_that_are_missing_or_double() {
    check_failure("a.csv", "1,Ana Secreta,2020\n2,Luz,2021\n", &["no header at line 1", "mapping"]);
    check_failure("b.csv", "local_id,sex,Sex\n1,f,f\n", &["line 1", "columns 2 and 3", "'Sex'"]);
    check_failure("c.csv", "full_name,sex\nAna,f\n", &["no column local_id", "id = \"row\""]);
    check_failure("d.ndjson", "{\"full_name\":\"Ana\"}\n", &["no column local_id"]);
    let twice = "local_id,sex,SEX.\n1,female,male\n";
    check_failure("e.csv", twice, &["same header"]);
}

#[test]
fn a_missing_header_is_told_without_the_row() {
    let message = failure(&input("a.csv", "1,Ana Secreta\n"), options(Kind::Notice, None));
    assert!(!message.contains("Ana"), "{message}");
}

#[test]
fn cells_that_cannot_be_are_absent_and_reported() {
    check_row("local_id,event_date", "1,2021-02-30", &[("date_impossible", "event_date")]);
    check_row("local_id,event_date", "1,05/03/2021", &[("date_form", "event_date")]);
    check_row("local_id,age_min", "1,-1", &[("out_of_range", "age_min")]);
    check_row("local_id,age_max", "1,121", &[("out_of_range", "age_max")]);
    check_row(
        "local_id,stature_cm_min,stature_cm_max",
        "1,180,160",
        &[("min_above_max", "stature_cm_min"), ("min_above_max", "stature_cm_max")],
    );
    check_row("local_id,sex", "1,purple", &[("unknown_word", "sex")]);
    check_row("local_id,aliases", "1,[broken", &[("list_json", "aliases")]);
    check_row("local_id,sex", "1,f,x", &[("too_many_cells", "#3")]);
    check_row("local_id,sex,full_name", "1,female", &[("too_few_cells", "full_name")]);
    check_row("local_id,kind", "1,remains", &[("kind_other", "kind")]);
    check_row("local_id,kind", "1,body", &[("kind_unknown", "kind")]);
    check_row("local_id,source", "1,A B", &[("source_form", "source")]);
    check_row("local_id,sex", ",female", &[("id_missing", "local_id")]);
}

#[test]
fn the_other_cells_and_rows_go_in() {
    let sheet = "local_id,full_name,event_date\n1,Ana,2021-02-30\n2,Luz,2021-02-28,x\n3,Paz,2020\n";
    let rows = canonical(&input("b.csv", sheet), Kind::Notice);
    assert_eq!(text(&rows[0], Column::FullName), Some("Ana"));
    assert!(!accepted(&rows[0]).row.contains(Column::EventDate));
    assert_eq!(accepted(&rows[0]).private, r#"{"event_date":"2021-02-30"}"#);
    assert_eq!(rejected(&rows[1]).raw.line, 3);
    assert_eq!(text(&rows[2], Column::EventDate), Some("2020"));
}

#[test]
fn an_id_twice_is_rejected_only_with_other_content() {
    let sheet = "local_id,full_name\n1,Ana\n1,Ana\n1,Luz\n";
    let rows = canonical(&input("b.csv", sheet), Kind::Notice);
    accepted(&rows[0]);
    accepted(&rows[1]);
    assert_eq!(doubts(&rows[1]), [("same_row_twice", 3, Some("local_id"))]);
    assert_eq!(doubts(&rows[2]), [("id_twice", 4, Some("local_id"))]);
    assert_eq!(rejected(&rows[2]).doubts[0].other_line, Some(2));
}

#[test]
fn one_id_of_two_organisations_is_two_records() {
    let sheet = "local_id,source,full_name\n1,A,Ana\n1,B,Luz\n";
    let rows = canonical(&input("b.csv", sheet), Kind::Notice);
    let keys: Vec<String> = rows.iter().map(|row| accepted(row).key.to_string()).collect();
    assert_eq!(keys, ["A/1", "B/1"]);
}

#[test]
fn a_hundred_megabyte_cell_costs_its_row() {
    let sheet = std::io::Read::chain(
        std::io::Read::chain(
            &b"local_id,circumstances\n1,\""[..],
            std::io::Read::take(std::io::repeat(b'x'), 100 << 20),
        ),
        &b"\"\n2,ok\n"[..],
    );
    let input = Input::from_reader("big.csv", sheet, &Limits::default()).unwrap();
    let rows = canonical(&input, Kind::Notice);
    assert_eq!(doubts(&rows[0]), [("cell_too_large", 2, Some("circumstances"))]);
    assert_eq!(text(&rows[1], Column::Circumstances), Some("ok"));
}

#[test]
fn limits_hold_in_every_format() {
    for (format, name) in [
        (Format::Csv, "l.csv"),
        (Format::Ndjson, "l.ndjson"),
        (Format::Parquet, "l.parquet"),
        (Format::Xlsx, "l.xlsx"),
    ] {
        let mut limited = options(Kind::Notice, None);
        limited.limits = Limits { cell_bytes: 1_000, ..Limits::default() };
        let folder = folder();
        let path = folder.path().join(name);
        let mut writer = RecordWriter::create(&path, format, Kind::Notice).unwrap();
        for (id, length) in [("1", 1_001), ("2", 999)] {
            let mut row = Row::new();
            row.insert_text(Column::Circumstances, "x".repeat(length));
            writer.write(&RecordKey::new(Kind::Notice, "A", id).unwrap(), &row).unwrap();
        }
        writer.finish().unwrap();
        let rows = import(&input(name, std::fs::read(&path).unwrap()), limited).unwrap();
        assert_eq!(doubts(&rows[0])[0].0, "cell_too_large", "{format}");
        assert_eq!(doubts(&rows[0])[0].2, Some("circumstances"), "{format}");
        rejected(&rows[0]);
        accepted(&rows[1]);
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_costs_itself() {
    use std::io::Read;
    let long = std::io::repeat(b'x').take(100 << 20);
    let stream = (&b"{\"local_id\":\""[..]).chain(long).chain(&b"\"}\n{\"local_id\":\"2\"}\n"[..]);
    let input = Input::from_reader("big.ndjson", stream, &Limits::default()).unwrap();
    let rows = canonical(&input, Kind::Notice);
    assert_eq!(doubts(&rows[0]), [("row_too_large", 1, None)]);
    assert_eq!(accepted(&rows[1]).key.local_id, "2");
}

#[test]
fn a_file_above_the_limit_is_refused_before_it_is_read() {
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let error = Input::from_reader("a.csv", &b"local_id,sex\n1,f\n"[..], &limits).err().unwrap();
    assert_eq!(error.to_string(), "a.csv: larger than the limit of 10 bytes; split it");
}

#[test]
fn a_quote_that_is_never_closed_names_its_row() {
    let sheet = "local_id,full_name\n1,Ana\n2,\"Luz\n3,Paz\n";
    let message = failure(&input("q.csv", sheet), options(Kind::Notice, None));
    assert!(message.contains("q.csv") && message.contains("at line 3"), "{message}");
}

#[test]
fn bytes_of_another_encoding_are_reported_in_their_cell() {
    let mut sheet =
        "local_id,full_name,event_place\n1,José Núñez,Cancún\n2,Jos".as_bytes().to_vec();
    sheet.extend_from_slice(b"\xe9,Tul\xc3\xban\n");
    let rows = canonical(&input("m.csv", sheet), Kind::Notice);
    assert_eq!(doubts(&rows[0]), []);
    assert_eq!(doubts(&rows[1]), [("encoding_damage", 3, Some("full_name"))]);
}

#[test]
fn a_zip_bomb_is_refused() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bytes);
    let options_ = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/workbook.xml", options_).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        std::io::Write::write_all(&mut archive, &zeros).unwrap();
    }
    archive.finish().unwrap();
    let message = failure(&input("bomb.xlsx", bytes.into_inner()), options(Kind::Notice, None));
    assert!(message.contains("bomb.xlsx: refused, because it would grow to"), "{message}");
}

/// A good file of a format.
fn good(format: Format, name: &str) -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join(name);
    let mut writer = RecordWriter::create(&path, format, Kind::Notice).unwrap();
    for i in 0..40 {
        let key = RecordKey::new(Kind::Notice, "A", i.to_string()).unwrap();
        let mut row = Row::new();
        row.insert_text(Column::FullName, format!("José {i}"));
        writer.write(&key, &row).unwrap();
    }
    writer.finish().unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn a_file_cut_anywhere_is_an_error_or_its_first_rows() {
    for (format, name) in [
        (Format::Xlsx, "cut.xlsx"),
        (Format::Parquet, "cut.parquet"),
        (Format::Ndjson, "cut.ndjson"),
        (Format::Csv, "cut.csv"),
    ] {
        let whole = good(format, name);
        for cut in (1..whole.len()).step_by(whole.len() / 60 + 1) {
            let result = import(&input(name, &whole[..cut]), options(Kind::Notice, None));
            match (format, result) {
                (Format::Csv | Format::Ndjson, Ok(rows)) => assert!(rows.len() <= 40),
                (_, Ok(_)) => panic!("{format} cut at {cut} was read"),
                (_, Err(error)) => assert!(error.is_bad_input(), "{format}: {error}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn damaged_files_never_panic(
        which in 0..4_usize,
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        static GOOD: std::sync::OnceLock<Vec<Vec<u8>>> = std::sync::OnceLock::new();
        let names = ["d.csv", "d.ndjson", "d.parquet", "d.xlsx"];
        let formats = [Format::Csv, Format::Ndjson, Format::Parquet, Format::Xlsx];
        let all = GOOD.get_or_init(|| {
            formats.iter().zip(names).map(|(format, name)| good(*format, name)).collect()
        });
        let mut bytes = all[which].clone();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = import(&input(names[which], bytes), options(Kind::Notice, None));
    }
}
