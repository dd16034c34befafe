//! Where the table begins and ends in a sheet with titles and footers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::draft::note::Note;
use crate::draft::terms;
use crate::mapping::Layout;
use crate::sheet::row::{RawCell, RawRow};
use crate::sheet::{Grid, Sheet};
use crate::values::loose;
use crate::{ExchangeError, Format, Input, Limits};

/// A header is looked for in so many rows. Judgement: a page of titles.
const HEAD_ROWS: usize = 40;
/// A footer has at most so many rows. Judgement.
const TAIL_ROWS: usize = 15;
/// First words of rows that end a table, folded as `loose` does.
const FOOTER_WORDS: [&str; 19] = [
    "total",
    "totales",
    "subtotal",
    "gran total",
    "suma",
    "fuente",
    "source",
    "nota",
    "notas",
    "note",
    "notes",
    "elaboro",
    "elaborado",
    "reviso",
    "autorizo",
    "vo. bo.",
    "*",
    "corte",
    "firma",
];

/// Finds where the table stands, and says how sure that is.
pub fn find(input: &Input, limits: &Limits) -> Result<(Layout, Vec<Note>), ExchangeError> {
    let mut notes = Vec::new();
    let mut layout = Layout::default();
    if matches!(Format::detect(input)?, Format::Ndjson | Format::Parquet | Format::Pfif) {
        return Ok((layout, notes));
    }
    find_header(input, limits, &mut layout, &mut notes)?;
    if let Err(ExchangeError::HeaderTwice { .. }) = Sheet::open(input, &layout, limits) {
        layout.number_duplicates = true;
        notes.push(Note::unsure(
            "hay columnas con el mismo encabezado; se numeran: X, X (2)",
            "some columns have the same header; they are numbered: X, X (2)",
        ));
    }
    find_footer(input, limits, &mut layout, &mut notes)?;
    Ok((layout, notes))
}

/// What a row looks like to somebody who seeks a header.
struct Look {
    line: u64,
    texts: Vec<String>,
    words: usize,
    known: usize,
    numbers: usize,
}

impl Look {
    fn at(row: &RawRow) -> Self {
        let texts: Vec<String> = row.cells.iter().map(|cell| loose(&cell.to_text())).collect();
        let numeric = |cell: &RawCell| match cell {
            RawCell::Date(_) => true,
            cell => {
                let text = cell.to_text();
                let digits = text.chars().filter(char::is_ascii_digit).count();
                digits * 2 > text.chars().filter(|c| !c.is_whitespace()).count()
            }
        };
        let numbers = row.cells.iter().filter(|cell| !cell.is_blank() && numeric(cell)).count();
        let distinct: BTreeSet<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
        let known = distinct
            .iter()
            .filter(|text| terms::find(text).is_some_and(|found| found.exact))
            .count();
        Self { line: row.line, words: distinct.len(), known, numbers, texts }
    }

    fn filled(&self) -> usize {
        self.texts.iter().filter(|text| !text.is_empty()).count()
    }

    /// Terms tell most; values in a row tell against it.
    fn score(&self) -> i64 {
        3 * self.known as i64 + self.words as i64 - 3 * self.numbers as i64
    }

    /// Whether a text stands in neighbouring columns, as merged cells give it.
    fn repeats(&self) -> bool {
        self.texts.windows(2).any(|pair| pair[0] == pair[1] && !pair[0].is_empty())
    }

    fn text(&self, i: usize) -> &str {
        self.texts.get(i).map_or("", String::as_str)
    }
}

fn find_header(
    input: &Input,
    limits: &Limits,
    layout: &mut Layout,
    notes: &mut Vec<Note>,
) -> Result<(), ExchangeError> {
    let grid = Grid::open(input, layout, limits)?;
    let mut looks = Vec::new();
    for row in grid.rows.take(HEAD_ROWS) {
        looks.push(Look::at(&row?));
    }
    let first = looks.iter().find(|look| look.filled() > 0).map(|look| look.line);
    let best = (0..looks.len())
        .filter(|i| looks[*i].words > 1 && looks[*i].score() > 0)
        .max_by_key(|i| (looks[*i].score(), std::cmp::Reverse(*i)));
    let Some(best) = best else {
        notes.push(Note::unsure(
            "no se reconoció un encabezado: se toma la primera fila",
            "no header was recognised: the first row is taken",
        ));
        return Ok(());
    };
    let (mut top, mut rows) = (best, 1);
    if best > 0 && groups(&looks[best - 1], &looks[best]) {
        (top, rows) = (best - 1, 2);
    } else if looks
        .get(best + 1)
        .is_some_and(|below| below.known > 0 && groups(&looks[best], below))
    {
        rows = 2;
    }
    layout.header_rows = rows;
    let line = looks[top].line;
    if Some(line) != first || rows > 1 {
        layout.header_row = Some(line);
    }
    if rows == 2 {
        notes.push(Note::info(
            format!("encabezado de dos líneas, {line} y {}, unidas con ' / '", line + 1),
            format!("a header of two lines, {line} and {}, joined by ' / '", line + 1),
        ));
    } else if Some(line) != first {
        notes.push(Note::info(
            format!("hay títulos antes del encabezado en la línea {line}"),
            format!("titles stand before the header at line {line}"),
        ));
    }
    if looks[best].known == 0 {
        notes.push(Note::unsure(
            "ninguna columna del encabezado es conocida: compruebe la línea",
            "no column of the header is known: check the line",
        ));
    }
    Ok(())
}

/// Whether one row names groups of the columns that the next row names.
fn groups(above: &Look, below: &Look) -> bool {
    let plain = above.numbers == 0 && below.numbers == 0 && above.words > 1 && below.words > 1;
    let width = above.texts.len().max(below.texts.len());
    let differ = (0..width).any(|i| {
        !above.text(i).is_empty() && !below.text(i).is_empty() && above.text(i) != below.text(i)
    });
    let gaps = (0..width).any(|i| above.text(i).is_empty() && !below.text(i).is_empty())
        || (0..width).any(|i| below.text(i).is_empty() && !above.text(i).is_empty())
        || above.repeats();
    plain && above.line + 1 == below.line && differ && gaps && above.filled() * 2 >= below.filled()
}

/// A row near the end.
struct End {
    line: u64,
    words: usize,
    first: String,
    gap: u64,
}

fn find_footer(
    input: &Input,
    limits: &Limits,
    layout: &mut Layout,
    notes: &mut Vec<Note>,
) -> Result<(), ExchangeError> {
    let mut tail: VecDeque<End> = VecDeque::new();
    let mut widths: BTreeMap<usize, u64> = BTreeMap::new();
    let mut last_line = 0;
    for row in Sheet::open(input, layout, limits)? {
        let row = row?;
        let texts: Vec<String> = row.cells.iter().map(|cell| loose(&cell.to_text())).collect();
        let distinct: BTreeSet<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
        let first = texts.iter().find(|text| !text.is_empty()).cloned().unwrap_or_default();
        *widths.entry(distinct.len()).or_default() += 1;
        tail.push_back(End {
            line: row.line,
            words: distinct.len(),
            first,
            gap: row.line.saturating_sub(last_line + 1),
        });
        last_line = row.line;
        if tail.len() > TAIL_ROWS {
            tail.pop_front();
        }
    }
    let usual = widths.iter().max_by_key(|(width, rows)| (**rows, **width)).map_or(0, |(w, _)| *w);
    let few = (usual / 4).max(1);
    let known = |end: &End| FOOTER_WORDS.iter().find(|word| starts_with_word(&end.first, word));
    let is_footer = |end: &End| {
        usual > 2
            && end.words * 2 <= usual
            && (known(end).is_some() || end.words <= few && is_prose(&end.first))
    };
    let footer: Vec<&End> = {
        let mut footer: Vec<&End> = tail.iter().rev().take_while(|end| is_footer(end)).collect();
        footer.reverse();
        footer
    };
    let Some(begin) = footer.first() else { return Ok(()) };
    let words: BTreeSet<String> = footer
        .iter()
        .map(|end| known(end).map_or_else(|| first_words(&end.first), |word| (*word).to_owned()))
        .collect();
    let by_words = Layout { footer_words: words.into_iter().collect(), ..layout.clone() };
    let by_gap =
        Layout { footer_blank_rows: (begin.gap > 0).then_some(begin.gap), ..layout.clone() };
    for proposed in [by_words, by_gap] {
        if ends_at(input, &proposed, limits)? == Some(begin.line) {
            *layout = proposed;
            notes.push(Note::info(
                format!("la tabla termina antes del pie en la línea {}", begin.line),
                format!("the table ends before the footer at line {}", begin.line),
            ));
            return Ok(());
        }
    }
    notes.push(Note::unsure(
        format!(
            "las filas desde la línea {} parecen un pie, pero no se distinguen de los datos",
            begin.line
        ),
        format!(
            "the rows from line {} look like a footer, but cannot be told from the data",
            begin.line
        ),
    ));
    Ok(())
}

fn ends_at(input: &Input, layout: &Layout, limits: &Limits) -> Result<Option<u64>, ExchangeError> {
    let mut sheet = Sheet::open(input, layout, limits)?;
    for row in sheet.by_ref() {
        row?;
    }
    Ok(sheet.footer_line())
}

/// A word at the beginning, followed by nothing or by no letter.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Several words: a sentence, not a short value that stands alone.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() > 2
}

fn first_words(text: &str) -> String {
    text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
