//! From TOML to a mapping.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};
use vinculo_record::vocab::MarkType;
use vinculo_record::{Cell, Column, Kind, RecordKey};

use crate::mapping::rule::{DATES, quantity};
use crate::mapping::table::Reader;
use crate::mapping::{
    ColumnRule, Compare, Filter, IdRule, Layout, Mapping, MappingProblems, SheetChoice, Targets,
    Template, Unlisted, Unmapped,
};
use crate::sheet::text::TextEncoding;
use crate::values::date::{DateOrder, DateStyle, Serial};
use crate::values::loose;
use crate::values::measure::Unit;

/// The version of mapping files that this reads.
const FORMAT: i64 = 1;

pub fn parse(file: &str, text: &str) -> Result<Mapping, MappingProblems> {
    let all = |problems| MappingProblems { file: file.to_owned(), problems };
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        all(vec![format!("line {line}: not valid TOML: {}", error.message())])
    })?;
    let mut problems = Vec::new();
    let mut reader = Reader::new("", &table);
    if reader.take("format").and_then(Value::as_integer) != Some(FORMAT) {
        problems.push(format!("format: must be {FORMAT}"));
    }
    let mapping = mapping(&mut reader, &mut problems);
    reader.finish(&mut problems);
    check_targets(&mapping, &mut problems);
    if problems.is_empty() { Ok(mapping) } else { Err(all(problems)) }
}

fn mapping(reader: &mut Reader<'_>, problems: &mut Vec<String>) -> Mapping {
    let kinds = Kind::ALL.map(|kind| (kind.as_str(), kind));
    let kind = reader.word("kind", &kinds, problems);
    let source = reader.text("source", problems);
    if source.as_ref().is_some_and(|s| RecordKey::new(Kind::Notice, s.as_str(), "1").is_err()) {
        problems
            .push(reader.problem("source", "must be 1 to 64 of: letters, digits, '.', '_', '-'"));
    }
    let layout = layout(reader, problems);
    let id = id_rule(reader, problems);
    let merge = reader.flag("merge", problems);
    let group_by = reader.text("group_by", problems);
    let no_data: BTreeSet<String> =
        reader.texts("no_data", problems).iter().map(|word| loose(word)).collect();
    let unmapped = [("keep", Unmapped::Keep), ("drop", Unmapped::Drop)];
    let unmapped = reader.word("unmapped", &unmapped, problems).unwrap_or(Unmapped::Keep);
    let drop = reader.texts("drop", problems);
    let filters = reader.tables("filter", problems);
    let filters = filters.into_iter().filter_map(|table| filter(table, problems)).collect();
    let constants =
        reader.table("constants", problems).map_or_else(BTreeMap::new, |t| constants(t, problems));
    let mut columns = Vec::new();
    if let Some(table) = reader.table("columns", problems) {
        renames(table, &mut columns, problems);
    }
    for (i, table) in reader.tables("join", problems).into_iter().enumerate() {
        let mut join = Reader::new(format!("join[{}]", i + 1), table);
        let headers = join.texts("columns", problems);
        if headers.is_empty() {
            problems.push(join.problem("columns", "must name the columns to join"));
        }
        columns.extend(rule(headers, &mut join, problems));
        join.finish(problems);
    }
    Mapping {
        kind,
        source,
        layout,
        id,
        merge,
        group_by,
        columns,
        constants,
        no_data,
        filters,
        unmapped,
        drop,
        stated: true,
    }
}

fn layout(reader: &mut Reader<'_>, problems: &mut Vec<String>) -> Layout {
    let sheet = match reader.take("sheet") {
        None => None,
        Some(Value::String(name)) => Some(SheetChoice::Name(name.clone())),
        Some(Value::Integer(number)) if *number >= 1 => {
            usize::try_from(*number).ok().map(SheetChoice::Number)
        }
        Some(_) => {
            problems.push(reader.problem("sheet", "must be a name or a number from 1"));
            None
        }
    };
    const LINES: std::ops::RangeInclusive<i64> = 1..=1_048_576;
    let header_row = reader.number("header_row", LINES, problems).map(i64::cast_unsigned);
    let header_rows = reader.number("header_rows", 1..=2, problems).unwrap_or(1) as u8;
    let skip_rows = reader.number("skip_rows", 0..=1_000, problems).unwrap_or(0).cast_unsigned();
    let encoding = reader.text("encoding", problems).and_then(|name| {
        let found = TextEncoding::named(&name);
        if found.is_none() {
            problems.push(reader.problem("encoding", "unknown; for example utf-8, windows-1252"));
        }
        found
    });
    let delimiter = reader.text("delimiter", problems).and_then(|text| match text.as_bytes() {
        [b'"' | b'\n' | b'\r'] => None,
        [one] if one.is_ascii() => Some(*one),
        _ => {
            problems.push(
                reader.problem("delimiter", "must be one ASCII character, \"\\t\" for a tab"),
            );
            None
        }
    });
    let duplicates = [("number", true), ("refuse", false)];
    let number_duplicates =
        reader.word("duplicate_headers", &duplicates, problems).unwrap_or(false);
    let (mut footer_words, mut footer_blank_rows) = (Vec::new(), None);
    if let Some(table) = reader.table("footer", problems) {
        let mut footer = Reader::new("footer", table);
        footer_words = footer.texts("first_cell", problems).iter().map(|w| loose(w)).collect();
        footer_words.retain(|word| !word.is_empty());
        footer_blank_rows =
            footer.number("blank_rows", 1..=1_000, problems).map(i64::cast_unsigned);
        footer.finish(problems);
    }
    Layout {
        sheet,
        header_row,
        header_rows,
        skip_rows,
        footer_words,
        footer_blank_rows,
        delimiter,
        encoding,
        number_duplicates,
    }
}

fn id_rule(reader: &mut Reader<'_>, problems: &mut Vec<String>) -> IdRule {
    let columns = |names: Vec<String>, separator| IdRule::Columns { names, separator };
    match reader.take("id") {
        None => IdRule::Canonical,
        Some(Value::String(word)) if word == "row" => IdRule::Row,
        Some(Value::String(name)) => columns(vec![name.clone()], "-".to_owned()),
        Some(Value::Array(names)) if !names.is_empty() && names.iter().all(Value::is_str) => {
            let names = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            columns(names, "-".to_owned())
        }
        Some(Value::Table(table)) => {
            let mut id = Reader::new("id", table);
            let names = id.texts("columns", problems);
            if names.is_empty() {
                problems.push(id.problem("columns", "must name at least one column"));
            }
            let separator = id.text("separator", problems).unwrap_or_else(|| "-".to_owned());
            id.finish(problems);
            columns(names, separator)
        }
        Some(_) => {
            problems.push(reader.problem(
                "id",
                "must be a column, a list of columns, or \"row\" where the sheet has no ids",
            ));
            IdRule::Canonical
        }
    }
}

fn filter(table: &Table, problems: &mut Vec<String>) -> Option<Filter> {
    let mut reader = Reader::new("filter", table);
    let column = reader.text("column", problems);
    if column.is_none() {
        problems.push(reader.problem("column", "must name a column"));
    }
    let op = reader.text("op", problems).unwrap_or_else(|| "=".to_owned());
    let compare = compare(&op, &mut reader, problems);
    reader.finish(problems);
    Some(Filter { column: column?, compare: compare? })
}

fn compare(op: &str, reader: &mut Reader<'_>, problems: &mut Vec<String>) -> Option<Compare> {
    use Ordering::{Equal, Greater, Less};
    let value = reader.take("value");
    let passes = match op {
        "=" | "!=" => {
            let items = match value {
                Some(Value::Array(items)) => items.clone(),
                Some(one) => vec![one.clone()],
                None => Vec::new(),
            };
            let texts: Option<Vec<String>> = items.iter().map(scalar_text).collect();
            return match texts {
                Some(texts) if !texts.is_empty() => {
                    let texts = texts.iter().map(|text| loose(text)).collect();
                    Some(if op == "=" { Compare::OneOf(texts) } else { Compare::NoneOf(texts) })
                }
                _ => {
                    problems.push(
                        reader.problem("value", "must be a text, a number or a list of these"),
                    );
                    None
                }
            };
        }
        "<" => vec![Less],
        "<=" => vec![Less, Equal],
        ">" => vec![Greater],
        ">=" => vec![Greater, Equal],
        _ => {
            problems.push(reader.problem("op", "must be one of: =, !=, <, <=, >, >="));
            return None;
        }
    };
    let value = match value {
        Some(Value::Integer(number)) => Some(*number as f64),
        Some(Value::Float(number)) => Some(*number),
        _ => None,
    };
    if value.is_none() {
        problems.push(reader.problem("value", "must be a number for this op"));
    }
    Some(Compare::Number { passes, value: value? })
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn constants(table: &Table, problems: &mut Vec<String>) -> BTreeMap<Column, Cell> {
    let mut out = BTreeMap::new();
    for (name, value) in table {
        let column = Column::from_name(name);
        let items = match value {
            Value::Array(items) => items.iter().map(scalar_text).collect(),
            one => scalar_text(one).map(|text| vec![text]),
        };
        match (column, items) {
            (None, _) => problems.push(format!("constants.{name}: no such canonical column")),
            (Some(Column::LocalId | Column::Source | Column::Kind), _) => problems.push(format!(
                "constants.{name}: keys are set with id, source and kind at the top of the file"
            )),
            (Some(column), Some(items)) if column.is_list() => {
                out.insert(column, Cell::List(items));
            }
            (Some(column), Some(mut items)) if items.len() == 1 => {
                out.insert(column, Cell::Text(items.remove(0)));
            }
            (Some(_), _) => {
                problems.push(format!("constants.{name}: must be a text, a number or true/false"));
            }
        }
    }
    out
}

fn renames(table: &Table, columns: &mut Vec<ColumnRule>, problems: &mut Vec<String>) {
    for (header, value) in table {
        let path = format!("columns.'{header}'");
        let simple = |to: &str| {
            let mut table = Table::new();
            table.insert("to".to_owned(), Value::String(to.to_owned()));
            table
        };
        let tables: Vec<Table> = match value {
            Value::String(to) => vec![simple(to)],
            Value::Table(table) => vec![table.clone()],
            Value::Array(items) => items
                .iter()
                .filter_map(|item| match item {
                    Value::String(to) => Some(simple(to)),
                    Value::Table(table) => Some(table.clone()),
                    _ => {
                        problems.push(format!("{path}: must be canonical columns or tables"));
                        None
                    }
                })
                .collect(),
            _ => {
                problems.push(format!(
                    "{path}: must be a canonical column, a table or a list of these"
                ));
                continue;
            }
        };
        for table in &tables {
            let mut reader = Reader::new(path.clone(), table);
            columns.extend(rule(vec![header.clone()], &mut reader, problems));
            reader.finish(problems);
        }
    }
}

fn rule(
    headers: Vec<String>,
    reader: &mut Reader<'_>,
    problems: &mut Vec<String>,
) -> Option<ColumnRule> {
    let targets = targets(reader, problems);
    let units = Unit::NAMES.map(|(unit, name)| (name, unit));
    let unlisted =
        [("keep", Unlisted::Keep), ("blank", Unlisted::Blank), ("report", Unlisted::Report)];
    let rule = ColumnRule {
        headers,
        separator: reader.text("separator", problems).unwrap_or_else(|| " ".to_owned()),
        targets: Targets::Coordinates,
        optional: reader.flag("optional", problems),
        date: date_style(reader, problems),
        unit: reader.word("unit", &units, problems),
        interval: reader.flag("interval", problems),
        standard_error: reader.flag("standard_error", problems),
        values: values(reader, problems),
        unlisted: reader.word("unlisted", &unlisted, problems).unwrap_or(Unlisted::Keep),
        split: reader.texts("split", problems),
        part: reader.number("part", -100..=100, problems),
        template: reader.text("template", problems).and_then(|text| {
            let template = Template::parse(&text);
            if template.is_none() {
                problems.push(
                    reader.problem("template", "must have {} for the value, and close its braces"),
                );
            }
            template
        }),
        free_text: reader.flag("free_text", problems),
        mark_type: reader.text("mark_type", problems).and_then(|word| {
            let kind = MarkType::parse(&word);
            if kind.is_none() {
                problems.push(reader.problem("mark_type", "no such kind of mark"));
            }
            kind
        }),
    };
    let rule = ColumnRule { targets: targets?, ..rule };
    check_rule(&rule, reader, problems);
    Some(rule)
}

fn targets(reader: &mut Reader<'_>, problems: &mut Vec<String>) -> Option<Targets> {
    let names = match reader.take("to") {
        Some(Value::String(name)) => return one_target(name, reader, problems),
        Some(Value::Array(names)) if names.iter().all(Value::is_str) => names,
        _ => {
            problems.push(reader.problem("to", "must be a canonical column or a list of them"));
            return None;
        }
    };
    let mut parts = Vec::new();
    for name in names.iter().filter_map(Value::as_str) {
        if name.is_empty() {
            parts.push(None);
        } else {
            match one_target(name, reader, problems)? {
                Targets::One(column) => parts.push(Some(column)),
                _ => problems.push(reader.problem("to", "a part must go into one single column")),
            }
        }
    }
    Some(Targets::Parts(parts))
}

fn one_target(name: &str, reader: &Reader<'_>, problems: &mut Vec<String>) -> Option<Targets> {
    if name == "coordinates" {
        return Some(Targets::Coordinates);
    }
    if let Some((_, columns)) = Targets::BOUNDS.iter().find(|(bounds, _)| *bounds == name) {
        return Some(Targets::Bounds(*columns));
    }
    let column = Column::from_name(name);
    if column.is_none() {
        let detail = format!("'{name}' is no canonical column");
        problems.push(reader.problem("to", &detail));
    }
    column.map(Targets::One)
}

fn date_style(reader: &mut Reader<'_>, problems: &mut Vec<String>) -> Option<DateStyle> {
    let orders = [
        ("day_first", DateOrder::DayFirst),
        ("month_first", DateOrder::MonthFirst),
        ("iso", DateOrder::Iso),
    ];
    let order = reader.word("date", &orders, problems);
    let serial = match reader.take("serial") {
        None | Some(Value::Boolean(false)) => Serial::Refused,
        Some(Value::Boolean(true)) => Serial::Since1900,
        Some(Value::String(epoch)) if epoch == "1900" => Serial::Since1900,
        Some(Value::String(epoch)) if epoch == "1904" => Serial::Since1904,
        Some(_) => {
            problems.push(reader.problem("serial", "must be true, false, \"1900\" or \"1904\""));
            Serial::Refused
        }
    };
    let century = reader.number("century", 1800..=2100, problems).map(|c| c as u16);
    if century.is_some_and(|c| c % 100 != 0) {
        problems.push(reader.problem("century", "must be 1900 or 2000"));
    }
    let approximate = reader.flag("approximate", problems);
    let stated = order.is_some() || serial != Serial::Refused || century.is_some() || approximate;
    let order = order.unwrap_or(DateOrder::Iso);
    stated.then_some(DateStyle { order, serial, century, approximate })
}

fn values(reader: &mut Reader<'_>, problems: &mut Vec<String>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (from, to) in reader.table("values", problems).into_iter().flatten() {
        match scalar_text(to) {
            Some(to) => {
                if out.insert(loose(from), to).is_some() {
                    let detail = format!("'{from}' stands twice, apart from case and accents");
                    problems.push(reader.problem("values", &detail));
                }
            }
            None => problems.push(reader.problem("values", "must be texts")),
        }
    }
    out
}

/// Options that do not go with the target.
fn check_rule(rule: &ColumnRule, reader: &Reader<'_>, problems: &mut Vec<String>) {
    let columns = rule.targets.columns();
    let is_list = matches!(&rule.targets, Targets::One(column) if column.is_list());
    let mut wrong = |key: &str, detail: &str| problems.push(reader.problem(key, detail));
    if rule.date.is_some() && !columns.iter().all(|column| DATES.contains(column)) {
        wrong("date", "only for columns that hold dates");
    }
    if let Some(unit) = rule.unit
        && !columns.iter().all(|c| quantity(*c).is_some_and(|q| unit.measures(q)))
    {
        wrong("unit", "the target is not measured in this unit");
    }
    if (rule.interval || rule.standard_error) && !columns.iter().all(|c| quantity(*c).is_some()) {
        wrong("interval", "only for ages, statures, weights and times");
    }
    if rule.free_text && rule.targets != Targets::One(Column::Marks) {
        wrong("free_text", "only for marks");
    }
    if rule.mark_type.is_some() && !rule.free_text {
        wrong("mark_type", "goes with free_text = true");
    }
    if rule.template.is_some() && !is_list {
        wrong("template", "only for columns that hold lists");
    }
    if matches!(rule.targets, Targets::Parts(_)) && rule.split.is_empty() {
        wrong("split", "must give the separators between the parts");
    }
    if rule.part == Some(0) || (rule.part.is_some() && rule.split.is_empty()) {
        wrong("part", "counts from 1, or from -1 backwards, and needs split");
    }
    if rule.split.iter().any(String::is_empty) {
        wrong("split", "a separator must not be empty");
    }
}

/// Key columns have their own settings.
fn check_targets(mapping: &Mapping, problems: &mut Vec<String>) {
    let to_local_id = |rule: &ColumnRule| rule.targets.columns().contains(&Column::LocalId);
    if mapping.id != IdRule::Canonical && mapping.columns.iter().any(to_local_id) {
        problems
            .push("id: given twice, as a setting and as a column that goes to local_id".to_owned());
    }
    if mapping.id == IdRule::Canonical && !mapping.columns.iter().any(to_local_id) {
        problems.push(
            "id: missing; name the column with the ids, or say id = \"row\" where there is none (a corrected file then makes new records)"
                .to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_full_mapping_is_read() {
        let text = r#"
            format = 1
            kind = "remains"
            source = "FGE-VER"
            sheet = "Hoja1"
            header_row = 4
            header_rows = 2
            id = ["Municipio", "Folio"]
            no_data = ["S/D", "NP"]
            [footer]
            first_cell = "Total"
            [constants]
            event_country = "MX"
            nationality = ["MX"]
            [columns]
            Nombre = "full_name"
            Edad = { to = "age", unit = "years" }
            "Fecha" = { to = "event_date", date = "day_first", serial = true }
            "Lugar" = [{ to = "event_place", split = ",", part = 1 }, "circumstances"]
            "Señas" = { to = "marks", free_text = true }
            [[filter]]
            column = "dead"
            op = ">="
            value = 1
        "#;
        let mapping = Mapping::parse("m.toml", text).unwrap();
        assert_eq!(mapping.layout.header_row, Some(4));
        assert_eq!(mapping.columns.len(), 6);
        assert!(mapping.no_data.contains("s/d"));
        let names = vec!["Municipio".to_owned(), "Folio".to_owned()];
        assert_eq!(mapping.id, IdRule::Columns { names, separator: "-".to_owned() });
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let text = r#"
            format = 2
            kind = "body"
            colums = 1
            [columns]
            a = "nombre"
            b = { to = "sex", date = "day_first", unti = "m" }
            c = { to = "event_date", unit = "cm" }
            d = { to = "marks", template = "fixed" }
            [constants]
            phone = "1"
        "#;
        let problems = Mapping::parse("m.toml", text).unwrap_err().problems;
        for part in [
            "format",
            "kind",
            "colums",
            "'nombre'",
            "'b'.date",
            "'b'.unti",
            "'c'.unit",
            "'d'.template",
            "constants.phone",
            "id: missing",
        ] {
            assert!(problems.iter().any(|p| p.contains(part)), "{part} in {problems:#?}");
        }
        assert_eq!(problems.len(), 10, "{problems:#?}");
    }

    #[test]
    fn broken_toml_names_its_line() {
        let error = Mapping::parse("m.toml", "format = 1\nid = [\n").unwrap_err().to_string();
        assert!(error.contains("m.toml") && error.contains("line"), "{error}");
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in ".{0,80}") {
            let _ = Mapping::parse("m", &text);
        }
    }
}
