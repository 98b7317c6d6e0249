//! A summary as JSON. Names are written out wherever they are referred to; times are minutes and days are dates, as in
//! the file.

use playtally_summary::{Section, Size, Summary, TextId, Told};
use serde_json::{Map, Value, json};

use super::said::{Said, Says, records};

/// Everything in a summary but the pictures of letters.
pub(crate) fn everything(summary: &Summary<'_>) -> Value {
    let (major, minor) = summary.version();
    let mut all = Map::new();
    let mut add = |name: &str, value: Value| _ = all.insert(name.to_owned(), value);
    add("format", json!({ "major": major, "minor": minor }));
    add("bytes", json!(summary.file().len()));
    add("checksum", json!(format!("{:08x}", summary.checksum())));
    let sections = summary.sections().map(|info| {
        json!({
            "kind": info.kind,
            "name": info.section.map(Section::name),
            "offset": info.offset,
            "bytes": info.length,
            "record_bytes": info.record,
            "records": info.records,
        })
    });
    add("sections", sections.collect());
    for &section in Section::ALL {
        let Some(most) = section.layout().most else { continue };
        let info = summary.sections().find(|info| info.section == Some(section));
        let mut all = info
            .into_iter()
            .flat_map(|info| records(summary, info, section))
            .map(object);
        let value = if most == 1 {
            all.next().unwrap_or(Value::Null)
        } else {
            all.collect()
        };
        add(&section.name().replace(' ', "_"), value);
    }
    let texts = (0..u16::MAX).zip(summary.texts()).map(|(index, record)| {
        let text = summary.text(TextId::new(index));
        let sizes = Size::ALL.into_iter().filter(|&size| record.has(size)).map(Size::em);
        json!({
            "text": text.as_str(),
            "right_to_left": record.is_right_to_left(),
            "glyphs": text.run().iter().count(),
            "sizes": sizes.collect::<Vec<_>>(),
        })
    });
    add("texts", texts.collect());
    Value::Object(all)
}

fn object(record: Vec<(&Told, Says)>) -> Value {
    let list = |list: Vec<Said>| list.into_iter().map(value).collect::<Value>();
    let fields = record.into_iter().map(|(told, says)| {
        let value = match says {
            Says::One(said) => value(said),
            Says::List(all) => list(all),
            Says::Lists(all) => all.into_iter().map(list).collect(),
            Says::Named(all) => {
                let numbers = all.into_iter().map(|(name, said)| (name.to_owned(), value(said)));
                Value::Object(numbers.collect())
            }
        };
        (told.name.to_owned(), value)
    });
    Value::Object(fields.collect())
}

fn value(said: Said) -> Value {
    match said {
        Said::Nothing => Value::Null,
        Said::Flag(flag) => json!(flag),
        // Everything in a file has 64 bits at most; those without a sign do not fit those with one.
        Said::Number(number) => i64::try_from(number).map_or_else(|_| json!(number as u64), |number| json!(number)),
        Said::Decimal(decimal) => json!(decimal),
        Said::Text(text) => json!(text),
    }
}
