//! The bad files among the fixtures, and what is said of each.

use vinculo_exchange::Input;
use vinculo_record::Kind;

use crate::support::{check_fixture, doubts, fixtures, import, options};

/// A whole NDJSON, XLSX or Parquet file of one record, to be spoilt.
fn good(format: vinculo_exchange::Format, name: &str) -> Vec<u8> {
    use vinculo_record::{Column, RecordKey, Row};
    let folder = crate::support::folder();
    let path = folder.path().join(name);
    let mut writer = vinculo_exchange::RecordWriter::create(&path, format, Kind::Notice).unwrap();
    let mut row = Row::new();
    row.insert_text(Column::FullName, "Persona Inventada");
    writer.write(&RecordKey::new(Kind::Notice, "A", "1").unwrap(), &row).unwrap();
    writer.finish().unwrap();
    std::fs::read(path).unwrap()
}

/// Name, content, and what the message or the first doubt must say.
fn files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    use vinculo_exchange::Format;
    let csv = |text: &str| text.as_bytes().to_vec();
    let cut = |mut bytes: Vec<u8>| {
        bytes.truncate(bytes.len() * 2 / 3);
        bytes
    };
    let mut mixed = csv("local_id,full_name,event_place\n1,Núñez Inventado,Cancún\n2,Jos");
    mixed.extend_from_slice(b"\xe9 Inventado,Tul\xc3\xban\n");
    vec![
        ("empty.csv", Vec::new(), "the file is empty"),
        ("binary.csv", (0..=255).collect(), "binary content"),
        ("pdf_named_csv.csv", csv("%PDF-1.7\n"), "a PDF file"),
        ("unclosed_quote.csv", csv("local_id,sex\n1,\"female\n2,male\n"), "never closed"),
        ("header_missing.csv", csv("1,female,2021-03-05\n2,male,2021-03-06\n"), "no header"),
        ("header_double.csv", csv("local_id,sex,sex\n1,female,female\n"), "same header 'sex'"),
        (
            "no_id_column.csv",
            csv("full_name,sex\nPersona Inventada,female\n"),
            "no column local_id",
        ),
        ("wrong_encoding.csv", mixed, "encoding_damage"),
        ("impossible_date.csv", csv("local_id,event_date\n1,2021-02-30\n"), "date_impossible"),
        ("age_below_zero.csv", csv("local_id,age_min\n1,-4\n"), "out_of_range"),
        ("age_above_120.csv", csv("local_id,age_max\n1,121\n"), "out_of_range"),
        ("min_above_max.csv", csv("local_id,age_min,age_max\n1,40,30\n"), "min_above_max"),
        ("unknown_word.csv", csv("local_id,sex\n1,purple\n"), "unknown_word"),
        ("too_many_columns.csv", csv("local_id,sex\n1,female,extra\n"), "too_many_cells"),
        ("id_twice.csv", csv("local_id,sex\n1,female\n1,male\n"), "id_twice"),
        ("array.json", csv("[{\"local_id\":\"1\"}]\n"), "not an array"),
        ("cut_line.ndjson", csv("{\"local_id\":\"1\"}\n{\"local_id\":\"2\",\"se"), "json_syntax"),
        ("cut.xlsx", cut(good(Format::Xlsx, "x.xlsx")), "damaged or cut XLSX"),
        ("cut.parquet", cut(good(Format::Parquet, "x.parquet")), "damaged or cut Parquet"),
        ("other_types.parquet", nested_parquet(), "column 'event_place' has type Struct"),
    ]
}

fn nested_parquet() -> Vec<u8> {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int32Array, RecordBatch, StructArray};
    use arrow::datatypes::{DataType, Field};
    let inner = Arc::new(Int32Array::from(vec![1])) as ArrayRef;
    let nested = StructArray::from(vec![(Arc::new(Field::new("x", DataType::Int32, true)), inner)]);
    let batch = RecordBatch::try_from_iter(vec![
        ("local_id", Arc::new(Int32Array::from(vec![7])) as ArrayRef),
        ("event_place", Arc::new(nested)),
    ])
    .unwrap();
    let mut bytes = Vec::new();
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_created_by("vinculo".to_owned())
        .build();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn each_bad_file_is_told_by_name_and_rule() {
    for (name, bytes, expected) in files() {
        check_fixture(&format!("bad/{name}"), &bytes);
        let path = fixtures().join("bad").join(name);
        let opened = Input::open(&path, &vinculo_exchange::Limits::default());
        let result = opened.and_then(|input| import(&input, options(Kind::Notice, None)));
        match result {
            Err(error) => {
                let message = error.to_string();
                assert!(message.starts_with(name) && message.contains(expected), "{message}");
                assert!(error.is_bad_input());
            }
            Ok(rows) => {
                let codes: Vec<&str> = rows.iter().flat_map(doubts).map(|d| d.0).collect();
                assert!(codes.contains(&expected), "{name}: {codes:?}");
            }
        }
    }
}

#[test]
fn no_bad_file_is_left_over() {
    let known: Vec<&str> = files().iter().map(|(name, ..)| *name).collect();
    for entry in std::fs::read_dir(fixtures().join("bad")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || known.contains(&name.as_str()), "{name}");
    }
}
