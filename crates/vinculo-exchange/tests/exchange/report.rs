//! The report of an import.

use vinculo_exchange::{Importer, ReportWriter, TableReader};
use vinculo_record::{Kind, Lang};

use crate::support::{folder, input, options};

const SHEET: &str = "local_id,full_name,event_date,sex,age_min,age_max\n\
    1,=Ana Secreta,2021-02-30,mujer,30,20\n\
    2,Luz Secreta,2021-02-03,purple,130,\n\
    ,Eva Secreta,2021-02-03,mujer,1,2\n\
    3,Paz,2021-02-03,mujer,1,2\n";

fn report(lang: Lang) -> (String, Vec<Vec<Option<String>>>) {
    let (folder, input) = (folder(), input("hoja.csv", SHEET));
    let path = folder.path().join("report.csv");
    let mut writer = ReportWriter::create(&path, lang).unwrap();
    for row in Importer::open(&input, options(Kind::Notice, None)).unwrap() {
        writer.write("hoja.csv", &row.unwrap()).unwrap();
    }
    let lines = writer.finish().unwrap();
    let rows: Vec<_> = TableReader::open(&path).unwrap().map(Result::unwrap).collect();
    assert_eq!(lines, rows.len() as u64);
    (std::fs::read_to_string(path).unwrap(), rows)
}

#[test]
fn each_doubt_is_a_line_with_its_place_and_no_value() {
    let (text, rows) = report(Lang::En);
    assert!(!text.contains("Secreta") && !text.contains("purple") && !text.contains("130"));
    let places: Vec<[&str; 5]> = rows
        .iter()
        .map(|row| [1, 2, 3, 7, 9].map(|i| row[i].as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        places,
        [
            ["1", "2", "event_date", "date_impossible", "absent"],
            ["1", "2", "age_min", "min_above_max", "absent"],
            ["1", "2", "age_max", "min_above_max", "absent"],
            ["2", "3", "sex", "unknown_word", "absent"],
            ["2", "3", "age_min", "out_of_range", "absent"],
            ["3", "4", "local_id", "id_missing", "rejected"],
        ]
    );
    assert_eq!(rows[0][0].as_deref(), Some("hoja.csv"));
    assert_eq!(rows[0][6].as_deref(), Some("9999-99-99"));
    assert_eq!(rows[0][11].as_deref(), Some("no such day in the calendar"));
}

#[test]
fn reasons_are_in_the_language_asked_for() {
    let (_, rows) = report(Lang::Es);
    assert_eq!(rows[5][11].as_deref(), Some("falta el identificador de la fila"));
}
