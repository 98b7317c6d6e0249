//! What `serde_json` reads, with nothing thrown away: fields keep their order, and those of one name are all there.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ROWS;

/// Any value.
#[derive(Debug, PartialEq)]
pub(super) enum Tree {
    Null,
    Truth(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    /// The names are what their escapes stand for, and may be no UTF-8.
    Object(Vec<(Vec<u8>, Tree)>),
}

#[derive(Debug, PartialEq)]
pub(super) enum Number {
    Whole(i64),
    Float(f64),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyTree)
    }
}

struct AnyTree;

impl<'de> Visitor<'de> for AnyTree {
    type Value = Tree;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("anything")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Tree, E> {
        Ok(Tree::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(Number::Whole(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        let whole = i64::try_from(number).map(Number::Whole);
        Ok(Tree::Number(whole.unwrap_or(Number::Float(number as f64))))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(Number::Float(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Tree, A::Error> {
        AnyFields(PhantomData)
            .visit_map(fields)
            .map(|fields| Tree::Object(fields.0))
    }
}

/// An object.
pub(super) struct Fields<T>(pub(super) Vec<(Vec<u8>, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fields<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AnyFields(PhantomData))
    }
}

struct AnyFields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AnyFields<T> {
    type Value = Fields<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Fields<T>, A::Error> {
        let mut all = Vec::new();
        while let Some((Name(name), value)) = fields.next_entry()? {
            all.push((name, value));
        }
        Ok(Fields(all))
    }
}

/// An object with an array in one of its fields.
pub(super) struct Holder<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Holder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AnyHolder(PhantomData))
    }
}

struct AnyHolder<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AnyHolder<T> {
    type Value = Holder<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object with rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Holder<T>, A::Error> {
        let mut rows = None;
        while let Some(Name(name)) = fields.next_key()? {
            if name != ROWS.as_bytes() {
                fields.next_value::<IgnoredAny>()?;
            } else if rows.replace(fields.next_value()?).is_some() {
                return Err(A::Error::duplicate_field(ROWS));
            }
        }
        rows.map(Holder).ok_or_else(|| A::Error::missing_field(ROWS))
    }
}

/// A name, UTF-8 or not.
struct Name(Vec<u8>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(AnyName)
    }
}

struct AnyName;

impl Visitor<'_> for AnyName {
    type Value = Name;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a name")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Name, E> {
        Ok(Name(name.to_owned()))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(Name(name.as_bytes().to_owned()))
    }
}
