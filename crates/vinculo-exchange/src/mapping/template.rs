//! Templates of list items: `scar@{Lugar}:{}`.

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text as it stands.
    Literal(String),
    /// The value of the rule's own column.
    Value,
    /// The text of another column of the row.
    Column(String),
}

/// A list item with places for values, in which `:` and `\` are escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(pub Vec<Segment>);

impl Template {
    /// Reads a template: `{}` and `{value}` stand for the own column's value, any
    /// other name in braces for that column. `None` when a brace is not closed or
    /// there is no place for the own value.
    pub fn parse(text: &str) -> Option<Template> {
        let mut segments = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let close = open + rest[open..].find('}')?;
            if open > 0 {
                segments.push(Segment::Literal(rest[..open].to_owned()));
            }
            segments.push(match &rest[open + 1..close] {
                "" | "value" => Segment::Value,
                name => Segment::Column(name.to_owned()),
            });
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(rest.to_owned()));
        }
        segments.contains(&Segment::Value).then_some(Template(segments))
    }

    /// The item for a value. `column` gives the text of another column.
    pub fn fill(&self, value: &str, column: impl Fn(&str) -> String) -> String {
        let escape = |text: &str| text.trim().replace('\\', "\\\\").replace(':', "\\:");
        self.0
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => text.clone(),
                Segment::Value => escape(value),
                Segment::Column(name) => escape(&column(name)),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled() {
        let template = Template::parse("scar@{Lugar}:{}").unwrap();
        assert_eq!(template.fill("3 cm: curva", |_| "frente".into()), "scar@frente:3 cm\\: curva");
        assert_eq!(Template::parse("CURP:{value}").unwrap().fill("X", |_| String::new()), "CURP:X");
        assert_eq!(Template::parse("scar@{Lugar"), None);
        assert_eq!(Template::parse("fixed"), None);
    }
}
