//! First mappings.

use vinculo_exchange::{ImportedRow, Mapping, Outcome, draft_mapping};
use vinculo_record::{Column, Kind, Lang};

use crate::support::{accepted, import, input, options, text};
use crate::ugly;

/// Imports an input through its own draft, unedited.
fn drafted(input: &vinculo_exchange::Input) -> (String, Vec<ImportedRow>, Kind) {
    let draft = draft_mapping(input, None).unwrap();
    let toml = draft.to_toml(Lang::Es);
    let kind = draft.kind().unwrap();
    let mapping = Mapping::parse("draft.toml", &toml).unwrap_or_else(|e| panic!("{e}\n{toml}"));
    assert!(Mapping::parse("draft.toml", &draft.to_toml(Lang::En)).is_ok());
    let rows = import(input, options(kind, Some(mapping))).unwrap();
    (toml, rows, kind)
}

fn rejected_rows(rows: &[ImportedRow]) -> usize {
    rows.iter().filter(|row| matches!(row.outcome, Outcome::Rejected(_))).count()
}

#[test]
fn the_ugly_workbook_goes_in_through_its_draft() {
    let (toml, rows, kind) = drafted(&input("fiscalia_ugly.xlsx", ugly::workbook()));
    println!("{toml}");
    assert_eq!(kind, Kind::Remains);
    assert_eq!((rows.len(), rejected_rows(&rows)), (ugly::BODIES as usize, 0));
    let lost: Vec<_> = rows
        .iter()
        .flat_map(|row| &accepted(row).doubts)
        .filter(|doubt| doubt.action() == vinculo_exchange::Action::Absent)
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let first = accepted(&rows[0]);
    assert_eq!(first.key.local_id, "SMF/001/2021");
    for (i, column, expected) in [
        (0, Column::EventDate, "2021-01-04"),
        (1, Column::EventDate, "2021-01-11"),
        (2, Column::EventDate, "2021-03-26"),
        (0, Column::EventPlace, "La Ceiba, San Prueba"),
        (11, Column::EventPlace, "S/D"),
        (0, Column::EventAdmin1, "Estado de Prueba"),
        (0, Column::Sex, "male"),
        (1, Column::Sex, "female"),
        (0, Column::AgeMin, "25"),
        (0, Column::AgeMax, "35"),
        (0, Column::StatureCmMin, "165"),
        (1, Column::StatureCmMax, "170"),
        (1, Column::Condition, "advanced-decomposition"),
    ] {
        if expected == "S/D" {
            assert!(text(&rows[i], column).is_some_and(|place| !place.contains(expected)));
        } else {
            assert_eq!(text(&rows[i], column), Some(expected), "row {i}, {column}");
        }
    }
    let marks = |i: usize| accepted(&rows[i]).row.get(Column::Marks).unwrap().items().join(" | ");
    assert!(
        marks(0).starts_with("scar@forearm/left:") && marks(0).contains("tattoo@shoulder/right:")
    );
    assert_eq!(accepted(&rows[0]).row.get(Column::Clothing).unwrap().items().len(), 2);
    for part in
        ["header_rows = 2", "header_row = 5", "serial = true", "day_first", "REVISAR", "S/D ×"]
    {
        assert!(toml.contains(part), "{part} in\n{toml}");
    }
}

#[test]
fn the_old_export_goes_in_through_its_draft() {
    let (toml, rows, kind) = drafted(&input("notices_cp1252.csv", ugly::notices()));
    println!("{toml}");
    assert_eq!(kind, Kind::Notice);
    assert_eq!((rows.len(), rejected_rows(&rows)), (ugly::NOTICES, 0));
    assert_eq!(accepted(&rows[1]).key.local_id, "F-0002");
    assert_eq!(text(&rows[0], Column::GivenNames), Some("José Ángel"));
    assert_eq!(text(&rows[0], Column::PaternalSurname), Some("Núñez"));
    assert_eq!(text(&rows[0], Column::MaternalSurname), None);
    assert_eq!(text(&rows[0], Column::EventDate), Some("2019-01-28"));
    assert_eq!(text(&rows[4], Column::BirthDate), Some("1988"));
    assert_eq!(text(&rows[0], Column::StatureCmMin), Some("165"));
    assert_eq!(text(&rows[0], Column::EventCountry), Some("MX"));
    assert!(toml.contains("windows-1252") && toml.contains("\";\""), "{toml}");
}

/// A sheet of one column beside its ids.
fn rule_of(header: &str, cells: &[&str]) -> String {
    let rows = cells.iter().enumerate().map(|(i, cell)| format!("{i}\t{cell}\n"));
    let sheet = format!("Folio\t{header}\n{}", rows.collect::<String>());
    let draft = draft_mapping(&input("s.csv", sheet), Some(Kind::Notice)).unwrap();
    let toml = draft.to_toml(Lang::En);
    let start = format!("\"{header}\" = ");
    let rule = toml.lines().find_map(|line| line.strip_prefix(&start));
    rule.unwrap_or_else(|| panic!("{toml}")).to_owned()
}

#[test]
fn rules_follow_the_evidence() {
    let check = |header, cells: &[&str], rule: &str| assert_eq!(rule_of(header, cells), rule);
    let date = |order| format!("{{ to = \"event_date\", date = \"{order}\" }}");
    check("Fecha", &["28/02/2021", "01/02/2021"], &date("day_first"));
    check("Fecha", &["02/28/2021", "01/02/2021"], &date("month_first"));
    check("Fecha", &["2021-02-28"], &date("iso"));
    let stature = |unit| format!("{{ to = \"stature_cm\", unit = \"{unit}\" }}");
    check("Estatura", &["1.65", "1,70"], &stature("m"));
    check("Estatura", &["165", "170"], &stature("cm"));
    check("Estatura", &["165", "1.70"], &stature("m_or_cm"));
    check("Height", &["5'6\"", "5'11\""], &stature("ft_in"));
    check("Estatura", &["1.65 m", "1.70 m"], "\"stature_cm\"");
    let sex = |values| format!("{{ to = \"sex\", values = {{ {values} }} }}");
    check("Sexo", &["H", "M"], &sex("H = \"male\", M = \"female\""));
    check("Sexo", &["F", "M"], &sex("F = \"female\", M = \"male\""));
    check("Sexo", &["M"], "\"sex\"");
    check("CURP", &["XXXX"], "{ to = \"document_numbers\", template = \"CURP:{}\" }");
}

#[test]
fn what_cannot_be_known_is_marked() {
    let draft = |sheet: &str, kind| draft_mapping(&input("s.csv", sheet), kind).unwrap();
    let toml = draft("Folio,Fecha\n1,01/02/2021\n", Some(Kind::Notice)).to_toml(Lang::En);
    assert!(toml.contains("CHECK: no date proves whether day or month"), "{toml}");
    let toml = draft("Folio,Nombre\n1,Ana Secreta\n1,Luz\n2,Paz\n1,Eva\n", None).to_toml(Lang::En);
    assert!(toml.contains("id = \"row\"") && toml.contains("CHECK: state the kind"), "{toml}");
    assert!(!toml.contains("Secreta"), "{toml}");
    let toml = draft("No.,Nombre,Color favorito\n1,Ana,x\n2,Luz,y\n", Some(Kind::Notice));
    let toml = toml.to_toml(Lang::En);
    assert!(toml.contains("\"No.\" looks like") || toml.contains("'No.' looks like"), "{toml}");
    assert!(toml.contains("without a rule") && toml.contains("Color favorito"), "{toml}");
}

#[test]
fn a_plain_header_goes_before_one_that_hints() {
    let sheet = "Folio,cve_municipio,Municipio,Sexo del reportante,Sexo\n1,004,Tenosique,M,F\n";
    let toml = draft_mapping(&input("s.csv", sheet), Some(Kind::Notice)).unwrap().to_toml(Lang::En);
    assert!(toml.contains("columns = [\"Municipio\"]"), "{toml}");
    assert!(toml.contains("\n\"Sexo\" =") && !toml.contains("\n\"Sexo del"), "{toml}");
}

#[test]
fn rows_of_one_individual_are_seen() {
    let sheet = "Folio,Prenda de vestir,Ropa\nA,x,playera\nA,y,gorra\nB,x,bota\nB,z,tenis\n";
    let toml =
        draft_mapping(&input("s.csv", sheet), Some(Kind::Remains)).unwrap().to_toml(Lang::En);
    assert!(toml.contains("group_by = \"Folio\""), "{toml}");
}

#[test]
fn canonical_files_are_taken_as_they_are() {
    let sheet = "local_id,kind,marks,event_date,weight_kg_min\n\
                 1,remains,scar@arm:a\\;b,2021-03~,50\n2,remains,none,2021-03/2021-05,51\n";
    let (toml, rows, kind) = drafted(&input("c.csv", sheet));
    assert_eq!(kind, Kind::Remains);
    assert!(toml.contains("\"marks\" = \"marks\"") && !toml.contains("REVISAR:"), "{toml}");
    assert_eq!(accepted(&rows[0]).row.get(Column::Marks).unwrap().items(), ["scar@arm:a;b"]);
    assert_eq!(text(&rows[1], Column::EventDate), Some("2021-03/2021-05"));
}

#[test]
fn files_with_named_columns_are_drafted_too() {
    let input =
        input("n.ndjson", "{\"Ficha\":\"1\",\"Fecha\":\"05/03/2021\",\"Sexo\":\"mujer\"}\n");
    let draft = draft_mapping(&input, Some(Kind::Notice)).unwrap();
    let mapping = Mapping::parse("d.toml", &draft.to_toml(Lang::En)).unwrap();
    let rows = import(&input, options(Kind::Notice, Some(mapping))).unwrap();
    assert_eq!(accepted(&rows[0]).key.local_id, "1");
    assert_eq!(text(&rows[0], Column::EventDate), Some("2021-03-05"));
}

#[test]
fn a_file_without_a_table_is_an_error() {
    for bytes in ["%PDF-1.4", "\n\n\n"] {
        assert!(draft_mapping(&input("x.csv", bytes), None).is_err());
    }
}
