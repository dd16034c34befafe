//! A first mapping for a sheet that nobody has described.

mod layout;
mod note;
mod profile;
mod rule;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vinculo_record::{Column, Kind, Lang};

use crate::draft::note::Note;
use crate::draft::profile::Profiles;
use crate::draft::rule::{Rule, quoted};
use crate::draft::terms::Goal;
use crate::import::{Doubt, DoubtCode, ImportOptions, Importer, Outcome, Severity};
use crate::mapping::{Layout, Mapping};
use crate::sheet::{Sheet, SheetFacts};
use crate::{ExchangeError, Input, Limits};

/// A mapping that was drafted from a sheet, with what it is unsure of.
///
/// It holds headers, words for 'no data' and counts, and no other content.
pub struct Draft {
    kind: Option<Kind>,
    file: String,
    facts: SheetFacts,
    layout: Layout,
    head: Vec<Note>,
    id: Identity,
    no_data: Vec<(String, u64)>,
    columns: Vec<Drafted>,
    place: Vec<String>,
    unmapped: Vec<(String, u64)>,
    left: Vec<String>,
    trial: Trial,
}

/// Where ids come from.
struct Identity {
    toml: String,
    group_by: Option<String>,
    notes: Vec<Note>,
}

/// A column and its rule.
struct Drafted {
    header: String,
    filled: u64,
    distinct: usize,
    rule: Rule,
}

/// What came of importing the file with the draft.
#[derive(Default)]
struct Trial {
    rows: u64,
    rejected: u64,
    /// Doubts by header and code.
    doubts: BTreeMap<(String, DoubtCode), u64>,
}

/// Drafts a mapping from a file.
///
/// # Errors
/// When the file cannot be read as a table.
pub fn draft_mapping(input: &Input, kind: Option<Kind>) -> Result<Draft, ExchangeError> {
    let limits = Limits::default();
    let (layout, mut head) = layout::find(input, &limits)?;
    let mut sheet = Sheet::open(input, &layout, &limits)?;
    let (header, facts) = (sheet.header().to_vec(), sheet.facts().clone());
    let profiles = profile::read(&mut sheet)?;
    let found: Vec<Option<terms::Found>> = header.iter().map(|name| terms::find(name)).collect();
    let kind = kind.or_else(|| stated(&found, &profiles)).or_else(|| spoken_for(&found, &mut head));
    let id = identity(&header, &found, &profiles);
    let mut draft = Draft {
        kind,
        file: input.name().to_owned(),
        facts,
        layout,
        head,
        id,
        no_data: profiles.no_data.values().cloned().collect(),
        columns: Vec::new(),
        place: Vec::new(),
        unmapped: Vec::new(),
        left: Vec::new(),
        trial: Trial::default(),
    };
    draft.columns(&header, &found, &profiles);
    draft.try_out(input, &limits)?;
    Ok(draft)
}

/// The kind that a canonical column states in all rows.
fn stated(found: &[Option<terms::Found>], profiles: &Profiles) -> Option<Kind> {
    let goal = Some(Goal::One(Column::Kind));
    let column = found.iter().position(|found| found.map(|f| f.goal) == goal)?;
    let profile = &profiles.columns[column];
    let kind = profile.texts().next()?.trim().to_lowercase().parse().ok()?;
    (profile.distinct() == 1).then_some(kind)
}

/// The kind of record that most headers speak for.
fn spoken_for(found: &[Option<terms::Found>], notes: &mut Vec<Note>) -> Option<Kind> {
    let votes = |kind| found.iter().flatten().filter(|f| f.kind == Some(kind)).count();
    let best = Kind::ALL.into_iter().max_by_key(|kind| votes(*kind));
    let best = best.filter(|kind| {
        votes(*kind) > 0 && Kind::ALL.iter().all(|k| k == kind || votes(*k) < votes(*kind))
    });
    notes.push(match best {
        Some(kind) => Note::unsure(
            format!("el tipo de registro se dedujo de los encabezados: {kind}"),
            format!("the kind of record was deduced from the headers: {kind}"),
        ),
        None => Note::unsure(
            "declare el tipo de registro: kind = \"notice\", \"remains\" o \"shelter\"",
            "state the kind of record: kind = \"notice\", \"remains\" or \"shelter\"",
        ),
    });
    best
}

/// The column of ids: filled and different in every row, or the same in rows that
/// follow one another.
fn identity(header: &[String], found: &[Option<terms::Found>], profiles: &Profiles) -> Identity {
    let goal = |i: usize| found[i].map(|f| f.goal);
    let full = |i: &usize| profiles.columns[*i].filled == profiles.rows;
    let ids: Vec<usize> = (0..header.len()).filter(|i| goal(*i) == Some(Goal::Id)).collect();
    if let Some(i) = ids.iter().find(|i| full(i) && profiles.columns[**i].unique) {
        let toml = quoted(&header[*i]);
        return Identity { toml, group_by: None, notes: Vec::new() };
    }
    let several = |i: &&usize| {
        let column = &profiles.columns[**i];
        column.grouped && column.filled > 0 && column.distinct() * 2 <= profiles.rows as usize
    };
    if let Some(i) = ids.iter().find(several) {
        let note = Note::unsure(
            "el mismo identificador está en filas seguidas: se toman por un solo registro",
            "rows that follow one another have the same id: they are taken for one record",
        );
        let (toml, group_by) = (quoted(&header[*i]), Some(header[*i].clone()));
        return Identity { toml, group_by, notes: vec![note] };
    }
    let mut notes = vec![Note::unsure(
        "sin columna de identificadores utilizable: se usan archivo y fila, y un archivo corregido crea registros nuevos",
        "no usable column of ids: file and row are used, and a corrected file makes new records",
    )];
    for i in ids {
        let column = &profiles.columns[i];
        notes.push(Note::info(
            format!(
                "'{}' no sirve: {} de {} filas llenas, {} distintos",
                header[i],
                column.filled,
                profiles.rows,
                column.distinct()
            ),
            format!(
                "'{}' does not serve: {} of {} rows filled, {} distinct",
                header[i],
                column.filled,
                profiles.rows,
                column.distinct()
            ),
        ));
    }
    if let Some(i) = (0..header.len()).find(|i| goal(*i) == Some(Goal::Number)) {
        notes.push(Note::info(
            format!("'{}' parece un número corrido, que cambia cuando se agregan filas", header[i]),
            format!(
                "'{}' looks like a running number, which changes when rows are added",
                header[i]
            ),
        ));
    }
    Identity { toml: quoted("row"), group_by: None, notes }
}

impl Draft {
    /// The kind of record that was given or deduced.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// How many remarks ask somebody to look.
    pub fn unsure(&self) -> usize {
        let notes = self.columns.iter().flat_map(|column| &column.rule.notes);
        let notes = notes.chain(&self.head).chain(&self.id.notes);
        notes.filter(|note| note.unsure).count()
    }

    fn columns(&mut self, header: &[String], found: &[Option<terms::Found>], profiles: &Profiles) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let is_canonical = header.iter().any(|name| name == Column::LocalId.name());
        let mut place: Vec<(u8, String)> = Vec::new();
        let all = found;
        for ((name, found), profile) in header.iter().zip(all).zip(&profiles.columns) {
            let is_id = self.id.toml == quoted(name);
            let Some(found) = found.filter(|_| !is_id) else {
                if !is_id {
                    self.unmapped.push((name.clone(), profile.filled));
                }
                continue;
            };
            let same = |other: &terms::Found| other.exact && other.goal == found.goal;
            if !found.exact && all.iter().flatten().any(same) {
                // Another column says plainly what this one only hints at: `clave municipio`.
                self.unmapped.push((name.clone(), profile.filled));
                continue;
            }
            match found.goal {
                Goal::Leave | Goal::Number | Goal::Id => {
                    self.left.push(name.clone());
                    continue;
                }
                Goal::Place(order) => {
                    place.push((order, name.clone()));
                    continue;
                }
                _ => {}
            }
            let plain = is_canonical && Column::from_name(name).is_some();
            let drafted = if plain {
                Some(Rule { to: name.clone(), options: Vec::new(), notes: Vec::new() })
            } else {
                rule::draft(found.goal, self.kind, profile)
            };
            let Some(mut rule) = drafted else {
                self.unmapped.push((name.clone(), profile.filled));
                continue;
            };
            let list = Column::from_name(&rule.to).is_some_and(Column::is_list);
            if !list && !taken.insert(rule.to.clone()) {
                self.left.push(name.clone());
                continue;
            }
            if !found.exact {
                rule.notes.insert(
                    0,
                    Note::unsure(
                        "el encabezado solo contiene una palabra conocida",
                        "the header only contains a known word",
                    ),
                );
            }
            self.columns.push(Drafted {
                header: name.clone(),
                filled: profile.filled,
                distinct: profile.distinct(),
                rule,
            });
        }
        place.sort();
        self.place = place.into_iter().map(|(_, name)| name).collect();
    }

    /// Imports the whole file with the draft and counts what comes of it.
    fn try_out(&mut self, input: &Input, limits: &Limits) -> Result<(), ExchangeError> {
        let mapping = Mapping::parse(&self.file, &self.to_toml(Lang::En))?;
        let mut options = ImportOptions::new(self.kind.unwrap_or(Kind::Notice));
        // Any organisation will do: nothing is kept.
        options.source = Some("draft".to_owned());
        options.mapping = Some(Arc::new(mapping));
        options.limits = limits.clone();
        let mut trial = Trial::default();
        for row in Importer::open(input, options)? {
            trial.rows += 1;
            let doubts: &[Doubt] = match &row?.outcome {
                Outcome::Accepted(accepted) => &accepted.doubts.clone(),
                Outcome::Rejected(rejected) => {
                    trial.rejected += 1;
                    &rejected.doubts.clone()
                }
                Outcome::Filtered => &[],
            };
            for doubt in doubts {
                let header = doubt.column.clone().unwrap_or_default();
                *trial.doubts.entry((header, doubt.code)).or_default() += 1;
            }
        }
        self.trial = trial;
        Ok(())
    }

    /// The mapping file, with remarks in a language.
    pub fn to_toml(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.write_head(&mut out, lang);
        self.write_identity(&mut out, lang);
        self.write_layout(&mut out);
        self.write_no_data(&mut out, lang);
        self.write_unmapped(&mut out, lang);
        self.write_columns(&mut out, lang);
        self.write_place(&mut out, lang);
        out
    }

    fn write_head(&self, out: &mut String, lang: Lang) {
        let line = |out: &mut String, es: String, en: String| {
            out.push_str(&Note::info(es, en).comment(lang));
        };
        let facts = self.facts.format;
        line(
            out,
            format!("Borrador de mapeo de {} ({facts}). Revise cada línea con REVISAR.", self.file),
            format!(
                "Draft of a mapping for {} ({facts}). Look at every line with CHECK.",
                self.file
            ),
        );
        if self.trial.rows > 0 {
            let Trial { rows, rejected, .. } = &self.trial;
            line(
                out,
                format!("Probado con el archivo: {rows} filas, {rejected} rechazadas."),
                format!("Tried on the file: {rows} rows, {rejected} rejected."),
            );
        }
        for note in &self.head {
            out.push_str(&note.comment(lang));
        }
        out.push_str("format = 1\n");
        if let Some(kind) = self.kind {
            out.push_str(&format!("kind = \"{kind}\"\n"));
        }
        line(
            out,
            "La organización, si no se da con --source:".to_owned(),
            "The organisation, if it is not given with --source:".to_owned(),
        );
        out.push_str("# source = \"\"\n");
    }

    fn write_identity(&self, out: &mut String, lang: Lang) {
        for note in &self.id.notes {
            out.push_str(&note.comment(lang));
        }
        out.push_str(&format!("id = {}\n", self.id.toml));
        if let Some(group) = &self.id.group_by {
            out.push_str(&format!("group_by = {}\n", quoted(group)));
        }
    }

    fn write_layout(&self, out: &mut String) {
        let layout = &self.layout;
        if let (Some(sheet), true) = (&self.facts.sheet, layout.header_row.is_some()) {
            out.push_str(&format!("sheet = {}\n", quoted(sheet)));
        }
        if let Some(row) = layout.header_row {
            out.push_str(&format!("header_row = {row}\n"));
        }
        if layout.header_rows > 1 {
            out.push_str(&format!("header_rows = {}\n", layout.header_rows));
        }
        if layout.number_duplicates {
            out.push_str("duplicate_headers = \"number\"\n");
        }
        if let Some(delimiter) = self.facts.delimiter {
            out.push_str(&format!("delimiter = {}\n", quoted(&delimiter.to_string())));
        }
        if let Some(encoding) = self.facts.encoding {
            out.push_str(&format!("encoding = {}\n", quoted(&encoding.name().to_lowercase())));
        }
    }

    fn write_no_data(&self, out: &mut String, lang: Lang) {
        if !self.no_data.is_empty() {
            let counts: Vec<String> =
                self.no_data.iter().map(|(word, count)| format!("{word} × {count}")).collect();
            let counts = counts.join(", ");
            let note = Note::info(
                format!("Palabras que significan 'no hay datos': {counts}"),
                format!("Words that mean 'no data': {counts}"),
            );
            out.push_str(&note.comment(lang));
            let words: Vec<String> = self.no_data.iter().map(|(word, _)| quoted(word)).collect();
            out.push_str(&format!("no_data = [{}]\n", words.join(", ")));
        }
    }

    fn write_unmapped(&self, out: &mut String, lang: Lang) {
        let names = |names: Vec<String>| names.join(", ");
        let unmapped = names(
            self.unmapped.iter().map(|(name, n)| format!("{} ({n})", quoted(name))).collect(),
        );
        let left = names(self.left.iter().map(|name| quoted(name)).collect());
        if !unmapped.is_empty() {
            let note = Note::unsure(
                format!(
                    "columnas sin mapeo, que solo ve su organización (celdas llenas): {unmapped}"
                ),
                format!(
                    "columns without a rule, which your organisation alone sees (filled cells): {unmapped}"
                ),
            );
            out.push_str(&note.comment(lang));
        }
        if !left.is_empty() {
            let note = Note::info(
                format!("columnas que se dejan sin mapeo a propósito: {left}"),
                format!("columns that are left without a rule on purpose: {left}"),
            );
            out.push_str(&note.comment(lang));
        }
        let layout = &self.layout;
        if !layout.footer_words.is_empty() || layout.footer_blank_rows.is_some() {
            out.push_str("\n[footer]\n");
            if !layout.footer_words.is_empty() {
                let words: Vec<String> = layout.footer_words.iter().map(|w| quoted(w)).collect();
                out.push_str(&format!("first_cell = [{}]\n", words.join(", ")));
            }
            if let Some(rows) = layout.footer_blank_rows {
                out.push_str(&format!("blank_rows = {rows}\n"));
            }
        }
    }

    fn write_columns(&self, out: &mut String, lang: Lang) {
        out.push_str("\n[columns]\n");
        for column in &self.columns {
            out.push('\n');
            let (filled, distinct) = (column.filled, column.distinct);
            let note = Note::info(
                format!("{filled} celdas llenas, {distinct} distintas"),
                format!("{filled} filled cells, {distinct} distinct"),
            );
            out.push_str(&note.comment(lang));
            for note in &column.rule.notes {
                out.push_str(&note.comment(lang));
            }
            self.write_doubts(out, &column.header, lang);
            let to = quoted(&column.rule.to);
            let rule = if column.rule.options.is_empty() {
                to
            } else {
                let options = column.rule.options.iter();
                let options: Vec<String> =
                    options.map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{ to = {to}, {} }}", options.join(", "))
            };
            out.push_str(&format!("{} = {rule}\n", quoted(&column.header)));
        }
    }

    fn write_doubts(&self, out: &mut String, header: &str, lang: Lang) {
        for ((_, code), count) in self.trial.doubts.iter().filter(|((name, _), _)| name == header) {
            let (es, en) = (code.message(Lang::Es), code.message(Lang::En));
            let es = format!("{count} celdas con aviso al probar: {es}");
            let en = format!("{count} cells reported in the trial: {en}");
            let harmless = code.severity() == Severity::Note;
            let note = if harmless { Note::info(es, en) } else { Note::unsure(es, en) };
            out.push_str(&note.comment(lang));
        }
    }

    fn write_place(&self, out: &mut String, lang: Lang) {
        if self.place.is_empty() {
            return;
        }
        let note = Note::info(
            "El lugar, de lo pequeño a lo grande.",
            "The place, from the smallest part to the largest.",
        );
        out.push_str(&format!("\n[[join]]\n{}", note.comment(lang)));
        let names: Vec<String> = self.place.iter().map(|name| quoted(name)).collect();
        out.push_str(&format!("columns = [{}]\n", names.join(", ")));
        out.push_str(&format!("separator = \", \"\nto = \"{}\"\n", Column::EventPlace));
    }
}
