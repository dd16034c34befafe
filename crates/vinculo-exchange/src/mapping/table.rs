//! Reading a TOML table key by key, gathering all problems.

use toml::{Table, Value};

/// A table whose keys are taken one by one; what is left over is unknown.
pub struct Reader<'a> {
    /// Where the table stands, for messages.
    pub path: String,
    table: &'a Table,
    used: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// A reader of a table at a path; the path of the whole file is empty.
    pub fn new(path: impl Into<String>, table: &'a Table) -> Self {
        Self { path: path.into(), table, used: Vec::new() }
    }

    /// A problem with a key of this table.
    pub fn problem(&self, key: &str, detail: &str) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{key}: {detail}", self.path)
    }

    /// The value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Value> {
        self.used.push(key);
        self.table.get(key)
    }

    /// A text.
    pub fn text(&mut self, key: &'static str, problems: &mut Vec<String>) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text.clone()),
            _ => self.refuse(key, "must be a text in quotes", problems),
        }
    }

    /// `true` or `false`; `false` when the key is not there.
    pub fn flag(&mut self, key: &'static str, problems: &mut Vec<String>) -> bool {
        match self.take(key) {
            None => false,
            Some(Value::Boolean(flag)) => *flag,
            Some(_) => {
                self.refuse::<()>(key, "must be true or false", problems);
                false
            }
        }
    }

    /// A whole number within limits.
    pub fn number(
        &mut self,
        key: &'static str,
        limits: std::ops::RangeInclusive<i64>,
        problems: &mut Vec<String>,
    ) -> Option<i64> {
        match self.take(key)? {
            Value::Integer(number) if limits.contains(number) => Some(*number),
            _ => {
                let rule =
                    format!("must be a whole number from {} to {}", limits.start(), limits.end());
                self.refuse(key, &rule, problems)
            }
        }
    }

    /// A text or a list of texts.
    pub fn texts(&mut self, key: &'static str, problems: &mut Vec<String>) -> Vec<String> {
        match self.take(key) {
            None => Vec::new(),
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) if items.iter().all(Value::is_str) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(_) => {
                self.refuse::<()>(key, "must be a text or a list of texts", problems);
                Vec::new()
            }
        }
    }

    /// One of a few words.
    pub fn word<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        problems: &mut Vec<String>,
    ) -> Option<T> {
        let text = self.text(key, problems)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| value.clone());
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.refuse::<()>(key, &format!("must be one of: {}", words.join(", ")), problems);
        }
        found
    }

    /// A table.
    pub fn table(&mut self, key: &'static str, problems: &mut Vec<String>) -> Option<&'a Table> {
        match self.take(key)? {
            Value::Table(table) => Some(table),
            _ => self.refuse(key, &format!("must be a table: [{key}]"), problems),
        }
    }

    /// A list of tables.
    pub fn tables(&mut self, key: &'static str, problems: &mut Vec<String>) -> Vec<&'a Table> {
        match self.take(key) {
            None => Vec::new(),
            Some(Value::Table(table)) => vec![table],
            Some(Value::Array(items)) if items.iter().all(Value::is_table) => {
                items.iter().filter_map(Value::as_table).collect()
            }
            Some(_) => {
                self.refuse::<()>(key, &format!("must be a list of tables: [[{key}]]"), problems);
                Vec::new()
            }
        }
    }

    /// Reports the keys that were never asked for.
    pub fn finish(self, problems: &mut Vec<String>) {
        for key in self.table.keys().filter(|key| !self.used.contains(&key.as_str())) {
            let known = self.used.join(", ");
            problems.push(self.problem(key, &format!("unknown key; known here: {known}")));
        }
    }

    fn refuse<T>(&self, key: &str, rule: &str, problems: &mut Vec<String>) -> Option<T> {
        problems.push(self.problem(key, rule));
        None
    }
}
