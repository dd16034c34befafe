//! Candidate files and their like.

use vinculo_exchange::{
    ExchangeError, Field, FieldType, Format, Limits, TableReader, TableWriter, Value,
};

use crate::support::{folder, input};

const FORMATS: [(Format, &str); 4] = [
    (Format::Csv, "t.csv"),
    (Format::Ndjson, "t.ndjson"),
    (Format::Parquet, "t.parquet"),
    (Format::Xlsx, "t.xlsx"),
];

fn fields() -> Vec<Field> {
    vec![
        Field::new("left_id", FieldType::Text),
        Field::new("rank", FieldType::Integer),
        Field::new("match_weight", FieldType::Float { decimals: 3 }),
        Field::new("probability", FieldType::SHORTEST),
        Field::new("excluded", FieldType::Boolean),
        Field::new("exclusion_codes", FieldType::TextList),
        Field::new("reason", FieldType::Text),
    ]
}

fn row(i: i64) -> Vec<Value> {
    vec![
        Value::Text(format!("00{i}")),
        Value::Integer(i),
        Value::Float(-12.34567),
        Value::Float(0.1),
        Value::Boolean(i % 2 == 0),
        if i == 0 { Value::Null } else { Value::TextList(vec!["a;b".into(), "c".into()]) },
        if i == 0 { Value::Null } else { Value::Text("=1+1, \"dijo\"\notra".into()) },
    ]
}

fn write(path: &std::path::Path, format: Format, rows: i64) {
    let mut table = TableWriter::create(path, format, fields()).unwrap();
    for i in 0..rows {
        table.write(&row(i)).unwrap();
    }
    assert_eq!(table.finish().unwrap(), rows as u64);
}

#[test]
fn tables_read_back_in_every_format() {
    let folder = folder();
    for (format, name) in FORMATS {
        let path = folder.path().join(name);
        write(&path, format, 5_000);
        let reader = TableReader::open(&path).unwrap();
        let names: Vec<String> = fields().into_iter().map(|field| field.name).collect();
        assert_eq!(reader.columns(), names, "{format}");
        assert_eq!(reader.position("rank"), Some(1));
        let rows: Vec<Vec<Option<String>>> = reader.map(Result::unwrap).collect();
        assert_eq!(rows.len(), 5_000);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows[0],
            [text("000"), text("0"), text("-12.346"), text("0.1"), text("true"), None, None],
            "{format}"
        );
        assert_eq!(rows[1][5], text(r"a\;b;c"), "{format}");
        assert_eq!(rows[1][6], text("=1+1, \"dijo\"\notra"), "{format}");
    }
}

#[test]
fn an_empty_table_keeps_its_columns() {
    let folder = folder();
    for (format, name) in FORMATS {
        let path = folder.path().join(name);
        write(&path, format, 0);
        if format == Format::Ndjson {
            // No line, no name: NDJSON has no header.
            assert!(matches!(TableReader::open(&path), Err(ExchangeError::Empty { .. })));
            continue;
        }
        let reader = TableReader::open(&path).unwrap();
        assert_eq!(reader.columns().len(), 7, "{format}");
        assert_eq!(reader.count(), 0);
    }
}

#[test]
fn csv_cells_are_no_formulas() {
    let folder = folder();
    let path = folder.path().join("t.csv");
    write(&path, Format::Csv, 2);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"'=1+1"), "{text}");
    assert!(text.contains(",-12.346,0.1,"), "numbers are numbers: {text}");
}

#[test]
fn a_table_given_up_leaves_the_old_file() {
    let folder = folder();
    let path = folder.path().join("t.csv");
    std::fs::write(&path, "old").unwrap();
    let mut table = TableWriter::create(&path, Format::Csv, fields()).unwrap();
    table.write(&row(1)).unwrap();
    assert!(table.write(&[Value::Null]).is_err());
    drop(table);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    write(&path, Format::Csv, 1);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("left_id,"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = folder();
    let create = |path: &std::path::Path| {
        TableWriter::create(path, Format::Csv, fields()).err().unwrap().to_string()
    };
    let missing = create(&folder.path().join("no/such/out.csv"));
    assert!(missing.starts_with("out.csv: creating it in its folder failed"), "{missing}");
    let directory = create(folder.path());
    assert!(directory.contains("creating failed"), "{directory}");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_the_file_is_private() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let (path, link) = (folder.path().join("t.csv"), folder.path().join("l.csv"));
    std::fs::write(&path, "old").unwrap();
    symlink(&path, &link).unwrap();
    write(&link, Format::Csv, 1);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("left_id,"));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_table_that_lost_cells_is_not_read_on() {
    let input = input("c.csv", "left,right,weight\n1,2,3\n1,2\n3,4,5\n");
    let mut reader = TableReader::read(&input, &Limits::default()).unwrap();
    assert!(reader.next().unwrap().is_ok());
    let error = reader.next().unwrap().unwrap_err().to_string();
    assert!(error.contains("c.csv") && error.contains("at line 3"), "{error}");
    assert!(reader.next().is_none());
}
