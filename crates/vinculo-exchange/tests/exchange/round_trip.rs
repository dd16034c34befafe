//! What is written reads back, in every format.

use proptest::prelude::*;
use vinculo_exchange::{Format, Input, Limits, RecordWriter};
use vinculo_record::{Cell, Column, Kind, Record, RecordKey, Row};

use crate::support::{accepted, canonical, folder};

const FORMATS: [(Format, &str); 4] = [
    (Format::Csv, "r.csv"),
    (Format::Ndjson, "r.ndjson"),
    (Format::Parquet, "r.parquet"),
    (Format::Xlsx, "r.xlsx"),
];

/// Texts that formats stumble over.
fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'\\-\\[\\]\"{};:,\\\\|/ \t\n#ñéÑ_x0041a-c]{1,12}",
        "\\PC{1,20}",
        Just("'=1+1".to_owned()),
        Just("_x0041_".to_owned()),
        Just("=HYPERLINK(\"x\")".to_owned()),
        Just("007".to_owned()),
        Just("1e5".to_owned()),
        Just("TRUE".to_owned()),
        Just("44260".to_owned()),
        Just("null".to_owned()),
        Just("[\"a\"]".to_owned()),
        Just("S/D".to_owned()),
    ]
}

fn cells(kind: Kind) -> impl Strategy<Value = Vec<(Column, Cell)>> {
    let free: Vec<Column> = Column::ALL.iter().copied().filter(|c| c.applies_to(kind)).collect();
    let one = (prop::sample::select(free), prop::collection::vec(nasty(), 1..4)).prop_map(
        |(column, items)| match column.is_list() {
            true => (column, Cell::List(items)),
            false => (column, Cell::Text(items.concat())),
        },
    );
    prop::collection::vec(one, 0..12)
}

/// A row as an import would have left it.
fn rows() -> impl Strategy<Value = (Kind, Vec<(RecordKey, Row)>)> {
    prop::sample::select(Kind::ALL.to_vec()).prop_flat_map(|kind| {
        prop::collection::vec(cells(kind), 1..6).prop_map(move |rows| {
            let read = |(i, cells): (usize, Vec<(Column, Cell)>)| {
                let key = RecordKey::new(kind, "FGE-VER.1", format!("0{i}/Ñ;\"{i}")).unwrap();
                let mut row: Row = cells.into_iter().collect();
                row.insert_text(Column::Sex, "female");
                row.insert_text(Column::EventDate, "2021-03/2021-05");
                let row = Record::read(key.clone(), &row).row;
                (key.clone(), Record::read(key, &row).row)
            };
            (kind, rows.into_iter().enumerate().map(read).collect())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_format_gives_canonical_rows_back((kind, rows) in rows()) {
        let folder = folder();
        for (format, name) in FORMATS {
            let path = folder.path().join(name);
            let mut writer = RecordWriter::create(&path, format, kind).unwrap();
            for (key, row) in &rows {
                writer.write(key, row).unwrap();
            }
            prop_assert_eq!(writer.finish().unwrap(), rows.len() as u64);
            let back = canonical(&Input::open(&path, &Limits::default()).unwrap(), kind);
            prop_assert_eq!(back.len(), rows.len());
            for ((key, row), back) in rows.iter().zip(&back) {
                let back = accepted(back);
                prop_assert_eq!(&back.key, key);
                prop_assert_eq!(back.row.to_json(), row.to_json(), "{}", format);
                prop_assert!(back.doubts.is_empty(), "{}: {:?}", format, back.doubts);
                prop_assert_eq!(&back.private, "{}");
            }
        }
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let folder = folder();
    for (format, name) in FORMATS {
        let write = |path: std::path::PathBuf| {
            let mut writer = RecordWriter::create(&path, format, Kind::Remains).unwrap();
            for i in 0..300 {
                let key = RecordKey::new(Kind::Remains, "A", i.to_string()).unwrap();
                let mut row = Row::new();
                row.insert(Column::Clothing, Cell::List(vec!["gorra".into(), format!("{i}")]));
                writer.write(&key, &row).unwrap();
            }
            writer.finish().unwrap();
            std::fs::read(path).unwrap()
        };
        let first = write(folder.path().join(name));
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(first, write(folder.path().join(format!("2{name}"))), "{format}");
    }
}

#[test]
fn a_record_of_another_kind_is_refused() {
    let folder = folder();
    let path = folder.path().join("r.csv");
    let mut writer = RecordWriter::create(&path, Format::Csv, Kind::Remains).unwrap();
    let key = RecordKey::new(Kind::Notice, "A", "1").unwrap();
    let error = writer.write(&key, &Row::new()).unwrap_err().to_string();
    assert!(error.contains("row 1, column kind"), "{error}");
    drop(writer);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
