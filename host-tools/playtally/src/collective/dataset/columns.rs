//! A table as a Parquet file: columns of one length, none of whose places is empty, in one group of rows. Nothing here reads one.

use std::sync::Arc;

use anyhow::{Context, Result};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    /// What is in it, for people.
    pub(super) what: String,
    pub(super) values: Values,
}

/// What is in a column.
#[derive(Clone, Debug)]
pub(super) enum Values {
    Text(Vec<String>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Truth(Vec<bool>),
}

impl Column {
    pub(super) fn new(name: &'static str, what: impl Into<String>, values: Values) -> Self {
        Self {
            name,
            what: what.into(),
            values,
        }
    }
}

impl Values {
    /// What Croissant calls it.
    pub(super) const fn data_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "sc:Text",
            Self::Whole(_) => "sc:Integer",
            Self::Real(_) => "sc:Float",
            Self::Truth(_) => "sc:Boolean",
        }
    }

    fn schema(&self, name: &str) -> Result<Type> {
        let (physical, logical) = match self {
            Self::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Whole(_) => (Physical::INT64, None),
            Self::Real(_) => (Physical::DOUBLE, None),
            Self::Truth(_) => (Physical::BOOLEAN, None),
        };
        let column = Type::primitive_type_builder(name, physical)
            .with_logical_type(logical)
            .with_repetition(Repetition::REQUIRED);
        Ok(column.build()?)
    }
}

/// The bytes of a table, with a few words about it. The same table has the same bytes.
pub(super) fn write(name: &str, columns: &[Column], about: &[(String, String)]) -> Result<Vec<u8>> {
    write_all(name, columns, about).context("cannot make a table")
}

fn write_all(name: &str, columns: &[Column], about: &[(String, String)]) -> Result<Vec<u8>> {
    let fields: Vec<_> = columns
        .iter()
        .map(|column| Ok(Arc::new(column.values.schema(column.name)?)))
        .collect::<Result<_>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let about = about
        .iter()
        .map(|(key, value)| KeyValue::new(key.clone(), value.clone()))
        .collect();
    let properties = WriterProperties::builder()
        // Not the version of the crate: what it writes does not depend on that.
        .set_created_by("playtally".to_owned())
        .set_key_value_metadata(Some(about));
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    let mut rows = writer.next_row_group()?;
    for column in columns {
        let mut next = rows
            .next_column()?
            .context("has another number of columns than it says")?;
        match &column.values {
            Values::Text(texts) => {
                let texts: Vec<ByteArray> = texts.iter().map(|text| text.as_str().into()).collect();
                next.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
            }
            Values::Whole(numbers) => _ = next.typed::<Int64Type>().write_batch(numbers, None, None)?,
            Values::Real(numbers) => _ = next.typed::<DoubleType>().write_batch(numbers, None, None)?,
            Values::Truth(truths) => _ = next.typed::<BoolType>().write_batch(truths, None, None)?,
        }
        next.close()?;
    }
    rows.close()?;
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    fn table() -> Vec<Column> {
        vec![
            Column::new(
                "label",
                "words",
                Values::Text(vec!["Björk".to_owned(), "a, \"b\"".to_owned()]),
            ),
            Column::new("count", "numbers", Values::Whole(vec![-3, i64::MAX])),
            Column::new("std_error", "numbers", Values::Real(vec![0.5, 128.0])),
            Column::new("is_noise", "truths", Values::Truth(vec![true, false])),
        ]
    }

    #[test]
    fn a_table_reads_as_it_was_written_and_has_the_same_bytes_again() {
        let about = [("playtally.round".to_owned(), "ab".to_owned())];
        let bytes = write("answers", &table(), &about).expect("written");
        assert_eq!(write("answers", &table(), &about).expect("written"), bytes);
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a table");
        let about = reader
            .metadata()
            .file_metadata()
            .key_value_metadata()
            .expect("words about it");
        assert_eq!(
            (about[0].key.as_str(), about[0].value.as_deref()),
            ("playtally.round", Some("ab"))
        );
        let rows: Vec<Vec<(String, Field)>> = reader
            .get_row_iter(None)
            .expect("rows")
            .map(|row| row.expect("a row").into_columns())
            .collect();
        let row = |label: &str, count: i64, error: f64, noise: bool| {
            vec![
                ("label".to_owned(), Field::Str(label.to_owned())),
                ("count".to_owned(), Field::Long(count)),
                ("std_error".to_owned(), Field::Double(error)),
                ("is_noise".to_owned(), Field::Bool(noise)),
            ]
        };
        assert_eq!(
            rows,
            [row("Björk", -3, 0.5, true), row("a, \"b\"", i64::MAX, 128.0, false)]
        );
    }

    #[test]
    fn columns_of_other_lengths_are_no_table() {
        let mut columns = table();
        columns[1].values = Values::Whole(vec![1]);
        assert!(write("answers", &columns, &[]).is_err());
    }

    /// Parquet is written here, and read in tests alone: no damaged footer can come to this program.
    #[test]
    fn nothing_but_tests_reads_a_table() {
        let source = include_str!("columns.rs");
        let (code, _) = source.split_once("#[cfg(test)]").expect("tests");
        for word in ["reader", "Reader", "record"] {
            assert!(!code.contains(word), "{word}");
        }
    }
}
