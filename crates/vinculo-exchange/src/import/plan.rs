//! A mapping joined to the header of one sheet: names become positions.

use std::collections::BTreeSet;

use vinculo_record::{Column, fold};

use crate::mapping::{ColumnRule, Compare, IdRule, Mapping, Segment, Targets, Unlisted, Unmapped};
use crate::sheet::{Sheet, SheetFacts};
use crate::values::loose;
use crate::{ExchangeError, Format, Input};

/// A mapping joined to the header of one sheet.
pub struct Plan {
    /// Rules with the positions of their columns, in the order of the sheet.
    pub steps: Vec<Step>,
    /// Where ids come from.
    pub id: PlanId,
    /// The column that holds records together.
    pub group: Option<usize>,
    /// Conditions on rows.
    pub filters: Vec<(usize, Compare)>,
    /// Columns that are kept apart.
    pub kept: Vec<usize>,
    /// Columns that have no rule and are not dropped.
    pub unmapped: Vec<String>,
    /// Mapped columns that this file does not have.
    pub absent: Vec<String>,
}

/// A rule with the positions of its columns.
pub struct Step {
    /// The rule.
    pub rule: ColumnRule,
    /// Positions; `None` for an optional column that is not there.
    pub inputs: Vec<Option<usize>>,
    /// The name shown in reports.
    pub label: String,
}

/// Where ids come from.
pub enum PlanId {
    /// A rule writes `local_id`.
    Canonical,
    /// These columns, joined.
    Columns(Vec<usize>, String),
    /// The start of the file's digest, and the line.
    Row(String),
}

/// Hexadecimal digits of the file's digest in an id: 48 bits tell apart all files
/// that an organisation will ever upload.
const DIGEST_DIGITS: usize = 12;

impl Plan {
    /// Joins a mapping to a sheet.
    ///
    /// # Errors
    /// When columns are missing, or nothing gives ids.
    pub fn new(input: &Input, sheet: &Sheet, mapping: &Mapping) -> Result<Plan, ExchangeError> {
        let header = sheet.header();
        let mut names = Names::new(header);
        let rules = if mapping.stated {
            mapping.columns.clone()
        } else {
            canonical_rules(input, sheet.facts(), header)?
        };
        let sparse =
            matches!(sheet.facts().format, Format::Ndjson | Format::Parquet | Format::Pfif);
        let mut steps: Vec<Step> = rules
            .into_iter()
            .map(|rule| {
                let may_miss = rule.optional || sparse;
                let inputs = rule.headers.iter().map(|h| names.find(h, may_miss)).collect();
                for segment in rule.template.iter().flat_map(|t| &t.0) {
                    if let Segment::Column(name) = segment {
                        names.find(name, may_miss);
                    }
                }
                let label = rule.headers.join(" + ");
                Step { rule, inputs, label }
            })
            .collect();
        steps.sort_by_key(|step| step.inputs.iter().flatten().min().copied());
        let id = match &mapping.id {
            IdRule::Canonical => PlanId::Canonical,
            IdRule::Row => PlanId::Row(input.digest()?[..DIGEST_DIGITS].to_owned()),
            IdRule::Columns { names: ids, separator } => {
                let ids = ids.iter().filter_map(|name| names.find(name, false)).collect();
                PlanId::Columns(ids, separator.clone())
            }
        };
        let group = mapping.group_by.as_ref().and_then(|name| names.find(name, false));
        let used = names.used.clone();
        let filters = mapping
            .filters
            .iter()
            .filter_map(|f| Some((names.find(&f.column, false)?, f.compare.clone())))
            .collect();
        names.refuse_missing(input.name(), sheet.facts().header_line)?;
        let dropped: BTreeSet<String> = mapping.drop.iter().map(|name| loose(name)).collect();
        let free: Vec<usize> = (0..header.len())
            .filter(|i| !used.contains(i) && !dropped.contains(&loose(&header[*i])))
            .collect();
        Ok(Plan {
            steps,
            id,
            group,
            filters,
            unmapped: free.iter().map(|i| header[*i].clone()).collect(),
            kept: if mapping.unmapped == Unmapped::Keep { free } else { Vec::new() },
            absent: names.absent,
        })
    }

    /// The header from which a canonical column is written, if one is.
    pub fn label(&self, column: Column) -> Option<String> {
        let writes = |step: &&Step| step.rule.targets.columns().contains(&column);
        self.steps.iter().find(writes).map(|step| step.label.clone())
    }
}

/// Finds headers, and remembers which were found and which were not.
struct Names<'a> {
    header: &'a [String],
    used: BTreeSet<usize>,
    missing: Vec<String>,
    absent: Vec<String>,
}

impl<'a> Names<'a> {
    fn new(header: &'a [String]) -> Self {
        Self { header, used: BTreeSet::new(), missing: Vec::new(), absent: Vec::new() }
    }

    fn find(&mut self, name: &str, may_miss: bool) -> Option<usize> {
        let found = position(self.header, name);
        match found {
            Some(i) => {
                self.used.insert(i);
            }
            None if may_miss => self.absent.push(name.to_owned()),
            None => self.missing.push(name.to_owned()),
        }
        found
    }

    fn refuse_missing(&mut self, file: &str, line: u64) -> Result<(), ExchangeError> {
        self.missing.dedup();
        if self.missing.is_empty() {
            return Ok(());
        }
        let quoted = |names: &[String]| {
            names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
        };
        Err(ExchangeError::ColumnsMissing {
            file: file.to_owned(),
            line,
            missing: quoted(&self.missing),
            available: quoted(self.header),
        })
    }
}

/// The position of a header: as it stands, else without regard to case and accents.
pub fn position(header: &[String], name: &str) -> Option<usize> {
    let same = || header.iter().position(|h| loose(h) == loose(name));
    header.iter().position(|h| h == name).or_else(same)
}

/// A rule for each header that is the name of a canonical column, or nearly so.
fn canonical_rules(
    input: &Input,
    facts: &SheetFacts,
    header: &[String],
) -> Result<Vec<ColumnRule>, ExchangeError> {
    let near = |name: &str| Column::from_name(&fold(name).replace(' ', "_"));
    let rules: Vec<ColumnRule> =
        header.iter().filter_map(|h| near(h).map(|column| plain(h, column))).collect();
    let file = input.name().to_owned();
    if rules.is_empty() {
        return Err(ExchangeError::HeaderMissing {
            file,
            line: facts.header_line.max(1),
            detail:
                "no column has the name of a canonical column (local_id, full_name, event_date …); \
                     use a mapping file, 'vinculo mapping draft' proposes one"
                    .to_owned(),
        });
    }
    if !rules.iter().any(|rule| rule.targets == Targets::One(Column::LocalId)) {
        return Err(ExchangeError::Key {
            file,
            detail: "there is no column local_id; add it, or use a mapping file that says where \
                     the ids are (id = \"row\" where there are none)"
                .to_owned(),
        });
    }
    for (i, rule) in rules.iter().enumerate() {
        let twice = |earlier: &&ColumnRule| earlier.targets == rule.targets;
        if let Some(first) = rules[..i].iter().find(twice) {
            let place = |rule: &ColumnRule| position(header, &rule.headers[0]).unwrap_or(0) + 1;
            return Err(ExchangeError::HeaderTwice {
                file,
                line: facts.header_line,
                name: rule.headers[0].clone(),
                first: place(first),
                second: place(rule),
            });
        }
    }
    Ok(rules)
}

/// The rule that takes a canonical column as it is.
fn plain(header: &str, column: Column) -> ColumnRule {
    ColumnRule {
        headers: vec![header.to_owned()],
        separator: String::new(),
        targets: Targets::One(column),
        optional: true,
        date: None,
        unit: None,
        interval: false,
        standard_error: false,
        values: std::collections::BTreeMap::new(),
        unlisted: Unlisted::Keep,
        split: Vec::new(),
        part: None,
        template: None,
        free_text: false,
        mark_type: None,
    }
}
