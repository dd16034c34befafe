//! A canonical row as JSON.

use serde::de::Error;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, schema::SchemaType};
use utoipa::{PartialSchema, ToSchema};
use vinculo_record::{Cell, Column, Kind, Row};

use crate::problem::{Problem, Words};

/// A canonical row going out: columns in order, lists as arrays.
pub(crate) struct CanonicalRow(pub Row);

impl Serialize for CanonicalRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (column, cell) in self.0.iter() {
            match cell {
                Cell::Text(text) => map.serialize_entry(column.name(), text)?,
                Cell::List(items) => map.serialize_entry(column.name(), items)?,
            }
        }
        map.end()
    }
}

impl PartialSchema for CanonicalRow {
    fn schema() -> RefOr<Schema> {
        columns(ObjectBuilder::new()).into()
    }
}

impl ToSchema for CanonicalRow {}

/// A JSON object coming in, whose keys are read as columns later: so each fault
/// can be told by its place.
pub(crate) struct GivenRow(pub Map<String, Value>);

impl<'de> Deserialize<'de> for GivenRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(D::Error::custom("expected an object")),
        }
    }
}

impl GivenRow {
    /// The row, and the kind that it names.
    pub(crate) fn read(&self) -> Result<(Kind, Row), Problem> {
        let row = Row::from_json_object(&self.0)?;
        let kind = row.text(Column::Kind).and_then(|kind| kind.trim().parse().ok());
        let rule = Words::same("notice, remains, shelter");
        kind.map(|kind| (kind, row)).ok_or_else(|| Problem::invalid("/kind", "kind", rule))
    }
}

/// The schema of a description: a name, and columns.
pub(crate) struct Description(GivenRow);

impl Description {
    /// The name, which the answer repeats, and the columns.
    pub(crate) fn split(mut self) -> (Option<String>, GivenRow) {
        let name = match self.0.0.remove("name") {
            Some(Value::String(name)) => Some(name),
            _ => None,
        };
        (name, self.0)
    }
}

impl<'de> Deserialize<'de> for Description {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        GivenRow::deserialize(deserializer).map(Description)
    }
}

impl PartialSchema for Description {
    fn schema() -> RefOr<Schema> {
        let name = text("Names the description in the answer; unlike the others'.");
        let object = ObjectBuilder::new().property("name", name).required("name");
        columns(object.required("kind")).into()
    }
}

impl ToSchema for Description {}

fn columns(mut object: ObjectBuilder) -> ObjectBuilder {
    for column in Column::ALL {
        object = if column.is_list() {
            object.property(column.name(), ArrayBuilder::new().items(text("")))
        } else {
            object.property(column.name(), text(""))
        };
    }
    object.additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
}

fn text(description: &str) -> ObjectBuilder {
    let builder = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    builder.description((!description.is_empty()).then_some(description))
}
