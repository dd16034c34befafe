//! Every format and encoding in.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Float64Array, Int32Array, ListBuilder, RecordBatch, StringArray,
    StringBuilder, TimestampMillisecondArray,
};
use parquet::arrow::ArrowWriter;
use vinculo_exchange::{Importer, Input};
use vinculo_record::{Cell, Column, Kind, Lang};

use crate::support::{accepted, canonical, doubts, failure, input, mapped, options, text};

const HEADER: [&str; 4] = ["local_id", "full_name", "event_date", "event_place"];
const ROW: [&str; 4] = ["7", "Núñez, José", "2021-03", "Tapachula"];

fn check(name: &str, bytes: impl AsRef<[u8]>) {
    let rows = canonical(&input(name, bytes), Kind::Notice);
    assert_eq!(rows.len(), 1, "{name}");
    assert_eq!(accepted(&rows[0]).key.local_id, "7", "{name}");
    assert_eq!(text(&rows[0], Column::FullName), Some("Núñez, José"), "{name}");
    assert_eq!(text(&rows[0], Column::EventDate), Some("2021-03"), "{name}");
    assert_eq!(doubts(&rows[0]), [], "{name}");
}

fn delimited(delimiter: &str, end: &str) -> String {
    let row = ROW.map(|cell| format!("\"{cell}\""));
    format!("{}{end}{}{end}", HEADER.join(delimiter), row.join(delimiter))
}

#[test]
fn text_in_any_delimiter_and_encoding() {
    for delimiter in [",", ";", "\t", "|"] {
        for end in ["\n", "\r\n", "\r"] {
            let text = delimited(delimiter, end);
            check("utf8.csv", &text);
            check("bom.csv", format!("\u{feff}{text}"));
            let (latin, ..) = encoding_rs::WINDOWS_1252.encode(&text);
            check("cp1252.csv", latin);
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            check("utf16.txt", [&[0xff, 0xfe], utf16.as_slice()].concat());
            check("utf16-unmarked.txt", utf16);
        }
    }
}

#[test]
fn what_was_found_out_is_told() {
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode("local_id;full_name\n1;Núñez\n");
    let importer = Importer::open(&input("x.csv", latin), options(Kind::Notice, None)).unwrap();
    assert_eq!(importer.notes(Lang::En), ["CSV, windows-1252, delimiter ';'"]);
    assert_eq!(importer.facts().delimiter, Some(';'));
}

#[test]
fn ndjson_keeps_types_apart_from_text() {
    let text = "{\"local_id\":7,\"aliases\":[\"Chepe\",\"a;b\"],\"public\":true,\"sex\":null}\n\n\
                {\"local_id\":\"8\",\"aliases\":\"uno;dos\",\"event_lat\":14.5,\"event_lon\":-92.1}\n";
    let rows = canonical(&input("n.ndjson", text), Kind::Notice);
    let list = |items: &[&str]| Cell::List(items.iter().map(|i| (*i).to_owned()).collect());
    assert_eq!(accepted(&rows[0]).row.get(Column::Aliases), Some(&list(&["Chepe", "a;b"])));
    assert_eq!(text_of(&rows, 0, Column::Public), Some("true"));
    assert_eq!(accepted(&rows[1]).row.get(Column::Aliases), Some(&list(&["uno", "dos"])));
    assert_eq!(text_of(&rows, 1, Column::EventLon), Some("-92.1"));
    assert_eq!(rows[1].line, 3);
}

fn text_of(rows: &[vinculo_exchange::ImportedRow], i: usize, column: Column) -> Option<&str> {
    text(&rows[i], column)
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Input {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    input("t.parquet", bytes)
}

#[test]
fn parquet_types_become_canonical_cells() {
    let mut aliases = ListBuilder::new(StringBuilder::new());
    aliases.append_value([Some("Chepe"), Some("a;b")]);
    aliases.append_null();
    let rows = canonical(
        &parquet(vec![
            ("local_id", Arc::new(Int32Array::from(vec![7, 8]))),
            ("full_name", Arc::new(StringArray::from(vec![Some("José"), None]))),
            ("event_date", Arc::new(Date32Array::from(vec![Some(18_691), None]))),
            (
                "birth_date",
                Arc::new(TimestampMillisecondArray::from(vec![Some(946_684_800_000), None])),
            ),
            ("age_min", Arc::new(Float64Array::from(vec![Some(21.0), Some(130.0)]))),
            ("aliases", Arc::new(aliases.finish())),
        ]),
        Kind::Notice,
    );
    assert_eq!(text(&rows[0], Column::EventDate), Some("2021-03-05"));
    assert_eq!(text(&rows[0], Column::AgeMin), Some("21"));
    assert_eq!(text(&rows[0], Column::BirthDate), Some("2000-01-01"));
    let aliases = Cell::List(vec!["Chepe".into(), "a;b".into()]);
    assert_eq!(accepted(&rows[0]).row.get(Column::Aliases), Some(&aliases));
    assert_eq!(doubts(&rows[1]), [("out_of_range", 2, Some("age_min"))]);
}

#[test]
fn parquet_of_other_types_is_refused_by_column() {
    let nested = arrow::array::StructArray::from(vec![(
        Arc::new(arrow::datatypes::Field::new("x", arrow::datatypes::DataType::Int32, true)),
        Arc::new(Int32Array::from(vec![1])) as ArrayRef,
    )]);
    let input = parquet(vec![
        ("local_id", Arc::new(Int32Array::from(vec![7]))),
        ("event_place", Arc::new(nested)),
    ]);
    let message = failure(&input, options(Kind::Notice, None));
    assert!(message.contains("t.parquet: column 'event_place' has type Struct"), "{message}");
}

fn workbook(build: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Input {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Portada").unwrap();
    build(book.add_worksheet().set_name("Hoja Ñ").unwrap());
    input("t.xlsx", book.save_to_buffer().unwrap())
}

#[test]
fn workbooks_give_dates_numbers_and_merged_cells() {
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let plain = rust_xlsxwriter::Format::new();
    let book = workbook(|sheet| {
        sheet.write_row(0, 0, ["local_id", "event_date", "event_place", "age_min"]).unwrap();
        sheet.write_number(1, 0, 1001).unwrap();
        sheet.write_number_with_format(1, 1, 44_260, &date).unwrap();
        sheet.write_number(1, 3, 21).unwrap();
        sheet.write_number(2, 0, 1002).unwrap();
        sheet.merge_range(1, 2, 2, 2, "Tapachula", &plain).unwrap();
        sheet.write_string(4, 0, "1003").unwrap();
    });
    let rows = canonical(&book, Kind::Remains);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 5]);
    assert_eq!(accepted(&rows[0]).key.local_id, "1001");
    assert_eq!(text(&rows[0], Column::EventDate), Some("2021-03-05"));
    assert_eq!(text(&rows[1], Column::EventPlace), Some("Tapachula"));
    assert_eq!(text(&rows[0], Column::AgeMin), Some("21"));
}

#[test]
fn a_sheet_is_chosen_by_name_or_number() {
    let book = workbook(|sheet| {
        sheet.write_row(0, 0, ["Folio", "Sexo"]).unwrap();
        sheet.write_row(1, 0, ["A1", "Mujer"]).unwrap();
    });
    for choice in ["\"Hoja Ñ\"", "\"hoja n\"", "2"] {
        let mapping =
            format!("format = 1\nsheet = {choice}\nid = \"Folio\"\n[columns]\nSexo = \"sex\"\n");
        assert_eq!(mapped(&book, Kind::Remains, &mapping).len(), 1, "{choice}");
    }
    let mapping = "format = 1\nsheet = 3\nid = \"Folio\"\n";
    let mapping = vinculo_exchange::Mapping::parse("m.toml", mapping).unwrap();
    let message = failure(&book, options(Kind::Remains, Some(mapping)));
    assert!(message.contains("no sheet number 3") && message.contains("Hoja Ñ"), "{message}");
}

#[test]
fn rows_of_one_individual_become_one_record() {
    let sheet = "Folio;Prenda;Talla\nA1;playera;M\n;gorra;\nA2;pantalón;32\nA2;cinturón;30\n";
    let mapping = "format = 1\nid = \"Folio\"\ngroup_by = \"Folio\"\n\
                   [columns]\nPrenda = { to = \"clothing\", template = \"{}::talla {Talla}\" }\n";
    let rows = mapped(&input("g.csv", sheet), Kind::Remains, mapping);
    let keys: Vec<&str> = rows.iter().map(|row| accepted(row).key.local_id.as_str()).collect();
    assert_eq!(keys, ["A1", "A2"]);
    assert_eq!(accepted(&rows[0]).row.get(Column::Clothing).unwrap().items().len(), 2);
}
