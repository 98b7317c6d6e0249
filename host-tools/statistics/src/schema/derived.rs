//! The schema as the types have it.

use std::borrow::Cow;

use playtally_history::Device;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::Statistics;
use crate::day::{Day, Month};
use crate::devices;
use crate::genres::Genre;
use crate::journeys::By;
use crate::places::Country;

const TITLE: &str = "Playtally statistics";
const DESCRIPTION: &str = "What `playtally stats --json` prints. `plays` are counted plays and `ms` is the time of all plays, in \
     milliseconds, unless a field says otherwise. Days and hours are local to `rule.timezone`; a play belongs to the day and hour in \
     which it began. Everything is of music but `podcasts` and `audiobooks`. Fields may be added; none is renamed or removed, and \
     none changes its meaning.";

/// What a whole number can be at most and at least, by the end of its field's name.
const BOUNDS: &[(&str, u64, Option<u64>)] = &[
    ("permille", 0, Some(1000)),
    ("minute", 0, Some(24 * 60 - 1)),
    ("hour", 0, Some(23)),
    ("month", 1, Some(12)),
    ("day", 1, Some(31)),
    ("rank", 1, None),
];

/// The schema of [`Statistics`].
pub(super) fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(Plain);
    let mut schema = settings.into_generator().into_root_schema_for::<Statistics>();
    schema.insert("title".to_owned(), json!(TITLE));
    schema.insert("description".to_owned(), json!(DESCRIPTION));
    schema.to_value()
}

/// What types say in the words of Rust, in those of JSON; and nothing else than what is described.
#[derive(Clone)]
struct Plain;

impl Transform for Plain {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        if let Some(Value::String(description)) = schema.get_mut("description") {
            *description = without_links(description);
        }
        // Every number is either whole or not: how wide it is in memory is nobody's business.
        match schema.remove("format").as_ref().and_then(Value::as_str) {
            Some("date") => _ = schema.insert("pattern".to_owned(), json!(DATE)),
            Some("uint8" | "uint16") => _ = schema.remove("maximum"),
            _ => {}
        }
        bound(schema);
        spread(schema);
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
    }
}

/// Bounds the whole numbers among the fields by their names, and says what tells choices apart.
fn bound(schema: &mut Schema) {
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, field) in fields.into_iter().flatten() {
        let Some(field) = field.as_object_mut() else { continue };
        if field.contains_key("const") {
            // What tells one choice from another has no documentation of its own.
            field.entry("description").or_insert_with(|| json!("Which it is."));
        }
        let is_whole = match field.get("type") {
            Some(Value::Array(several)) => several.contains(&json!("integer")),
            one => one == Some(&json!("integer")),
        };
        let last = name.rsplit('_').next();
        let known = BOUNDS.iter().find(|(word, ..)| is_whole && last == Some(word));
        if let Some((_, least, most)) = known {
            field.insert("minimum".to_owned(), json!(least));
            if let Some(most) = most {
                field.insert("maximum".to_owned(), json!(most));
            }
        }
    }
}

/// Gives the fields that stand beside a choice to each of what can be chosen: so each is a whole that can be closed.
fn spread(schema: &mut Schema) {
    let Some(Value::Array(mut choices)) = schema.get("oneOf").cloned() else {
        return;
    };
    let (Some(Value::Object(shared)), required) = (schema.get("properties").cloned(), schema.get("required").cloned())
    else {
        return;
    };
    for choice in &mut choices {
        let own = choice["properties"]
            .as_object_mut()
            .map(std::mem::take)
            .unwrap_or_default();
        choice["properties"] = Value::Object(shared.clone().into_iter().chain(own).collect());
        let names = [required.clone(), choice.get("required").cloned()];
        let names = names
            .into_iter()
            .flatten()
            .filter_map(|names| names.as_array().cloned());
        choice["required"] = Value::Array(names.flatten().collect());
        choice["additionalProperties"] = json!(false);
    }
    schema.insert("oneOf".to_owned(), Value::Array(choices));
    for gone in ["properties", "required", "type"] {
        schema.remove(gone);
    }
}

/// The words of documentation without where its links lead.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((name, after)) = link.split_once("`]") else {
            break;
        };
        plain += before;
        plain += &format!("`{name}`");
        rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    (plain + rest).split_whitespace().collect::<Vec<_>>().join(" ")
}

const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

macro_rules! text {
    ($type:ty, $name:literal, $($schema:tt)*) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", $($schema)* })
            }
        }
    };
}

text!(Day, "Date", "pattern": DATE, "description": "A day, local to where it is counted: YYYY-MM-DD.");
text!(Month, "Month", "pattern": "^[0-9]{4}-[0-9]{2}$", "description": "A month: YYYY-MM.");
text!(Country, "Country", "pattern": "^[A-Z]{2}$", "description": "A country, by the two letters of ISO 3166; ZZ is one that is not known.");
text!(Genre, "Genre", "enum": Genre::all().map(Genre::name).collect::<Vec<_>>(), "description": "A genre, as words of catalogues are read.");
text!(By, "By", "enum": By::ALL.map(By::name), "description": "Which rule named a zone.");

/// The families of devices.
pub(crate) struct Family;

text!(Family, "Family", "enum": Device::ALL.map(devices::name), "description": "A family of devices.");
