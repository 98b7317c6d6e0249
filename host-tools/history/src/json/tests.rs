use super::*;
use proptest::prelude::*;

/// A reader that hands out a few bytes at a time.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(into.len());
        into[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

fn read(text: &str, step: usize) -> Result<Vec<String>, Damage> {
    let mut rows = Rows::of_array(Slow(text.as_bytes(), step));
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(String::from_utf8_lossy(row.bytes).into_owned());
    }
    Ok(found)
}

#[test]
fn rows_come_out_one_by_one() {
    let text = " [ {\"a\": 1, \"b\":\"x]\\\"}\"} , {} ,[1,[2]], null,\"t\"\n]\n";
    for step in 1..text.len() {
        let rows = read(text, step).unwrap();
        assert_eq!(
            rows,
            ["{\"a\": 1, \"b\":\"x]\\\"}\"}", "{}", "[1,[2]]", "null", "\"t\""],
            "{step}"
        );
    }
    assert!(read("\u{feff}[]", 1).unwrap().is_empty());
}

#[test]
fn damage_is_named() {
    assert!(matches!(read("", 9), Err(Damage::CutOff)));
    assert!(matches!(read("{\"a\":1}", 9), Err(Damage::NotAnArray)));
    assert!(matches!(read("hello", 9), Err(Damage::NotAnArray)));
    assert!(matches!(read("[", 9), Err(Damage::CutOff)));
    assert!(matches!(read("[{\"a\":1}", 9), Err(Damage::CutOff)));
    assert!(matches!(read("[{\"a\":1},", 9), Err(Damage::CutOff)));
    assert!(matches!(read("[{\"a\":\"", 9), Err(Damage::CutOff)));
    assert!(matches!(read("[{\"a\":1}{}]", 9), Err(Damage::Syntax)));
    assert!(matches!(read("[{a:1}]", 9), Err(Damage::Syntax)));
    assert!(matches!(read("[{}] x", 9), Err(Damage::Syntax)));
    assert!(matches!(
        read(&format!("[{}", "[".repeat(10_000)), 9),
        Err(Damage::Syntax)
    ));
}

#[test]
fn a_row_without_end_is_not_read_into_memory() {
    let mut rows = Rows::of_array(io::Cursor::new(b"[{\"a\":\"").chain(io::repeat(b'x')));
    assert!(matches!(rows.next(), Err(Damage::Syntax)));
}

#[test]
fn values_are_what_they_look_like() {
    let mut rows = Rows::of_array(r#"[{"t":"a\u00e9\n","n":-12,"f":1.5,"y":true,"z":null,"o":{"p":[1]}}]"#.as_bytes());
    let row = rows.next().unwrap().unwrap();
    let values: Vec<_> = row.fields().map(|(_, value)| value).collect();
    assert_eq!(values[0].text().as_deref(), Some("aé\n"));
    assert_eq!(
        (values[1].whole(), values[2].whole(), values[3].truth()),
        (Some(-12), None, Some(true))
    );
    assert!(values[4].is_null());
    assert_eq!(values[5], Value::Nested(br#"{"p":[1]}"#));
}

#[test]
fn rows_are_found_in_a_field_and_in_lines() {
    let text = r#"{"a":{"rows":[1]},"b":"rows","rows" : [{"c":1},{"c":2}],"d":3}"#;
    let mut rows = Rows::of_field(text.as_bytes(), "rows");
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        found.push(row.value().get("c").whole());
    }
    assert_eq!(found, [Some(1), Some(2)]);
    assert!(matches!(
        Rows::of_field(&b"{\"a\":1}"[..], "rows").next(),
        Err(Damage::NotAnArray)
    ));
    assert!(matches!(
        Rows::of_field(&b"{\"rows\":1}"[..], "rows").next(),
        Err(Damage::NotAnArray)
    ));
    assert!(matches!(
        Rows::of_field(&b"{\"rows\":[{}"[..], "rows").next(),
        Err(Damage::CutOff) | Ok(_)
    ));

    let mut rows = Rows::of_lines("\u{feff}{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":".as_bytes());
    assert_eq!(rows.next().unwrap().unwrap().value().get("a").whole(), Some(1));
    assert_eq!(rows.next().unwrap().unwrap().value().get("a").whole(), Some(2));
    assert!(matches!(rows.next(), Err(Damage::CutOff)));
}

#[test]
fn nested_values_are_walked() {
    let text = r#"[{"o":{"p":{"q":[1, "x" ,[2],{}]},"e":{}},"n":[]}]"#;
    let mut rows = Rows::of_array(text.as_bytes());
    let value = rows.next().unwrap().unwrap().value();
    let elements: Vec<_> = value.get("o").get("p").get("q").elements().collect();
    assert_eq!(
        elements,
        [
            Value::Bare(b"1"),
            Value::Text(b"x"),
            Value::Nested(b"[2]"),
            Value::Nested(b"{}")
        ]
    );
    assert_eq!(
        value.get("n").elements().count() + value.get("o").get("e").fields().count(),
        0
    );
    assert!(value.get("x").get("y").is_null());
}

#[test]
fn rows_may_change_their_layout() {
    let rows = [
        r#"{"a":1,"b":"x"}"#,
        r#"{"a":2,"b":"y"}"#,
        r#"{"a":3, "b":"z"}"#,
        r#"{"a":4,"b":"z","c":null}"#,
        r#"{"a":5,"b":"z"}"#,
        r#"{"a":6}"#,
        "{}",
        "{ }",
        r#"{"b":"\"","a":7}"#,
        r#"{"b":"\\","a":8 }"#,
    ];
    let (mut scanner, mut members) = (Scanner::default(), Vec::new());
    for row in rows {
        let text = format!("{row},");
        assert_eq!(scanner.scan(text.as_bytes(), &mut members), Ok(row.len()), "{row}");
        let found: Vec<_> = members
            .iter()
            .map(|member| (member.name(row.as_bytes()), member.value(row.as_bytes())))
            .collect();
        let (mut fresh, mut expected) = (Scanner::default(), Vec::new());
        assert_eq!(fresh.scan(text.as_bytes(), &mut expected), Ok(row.len()));
        let expected: Vec<_> = expected
            .iter()
            .map(|member| (member.name(row.as_bytes()), member.value(row.as_bytes())))
            .collect();
        assert_eq!(found, expected, "{row}");
        // A row that ends too early is no row, however much it looks like the last one.
        for end in 0..row.len() {
            assert_eq!(
                scanner.scan(&row.as_bytes()[..end], &mut members),
                Err(Stop::More),
                "{row} {end}"
            );
        }
    }
}

/// Any JSON, small.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value as Json;
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|fields| Json::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_back(rows in prop::collection::vec(any_json(), 0..6), step in 1_usize..40) {
        for text in [serde_json::to_string(&rows).unwrap(), serde_json::to_string_pretty(&rows).unwrap()] {
            let found = read(&text, step).unwrap();
            let found: Vec<serde_json::Value> = found.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
            prop_assert_eq!(&found, &rows);
        }
    }

    #[test]
    fn fields_are_those_that_serde_json_finds(object in prop::collection::btree_map("[a-z\u{e9}]{1,3}", any_json(), 0..8)) {
        let text = serde_json::to_string(&[&object]).unwrap();
        let mut rows = Rows::of_array(text.as_bytes());
        let row = rows.next().unwrap().unwrap();
        prop_assert_eq!(row.fields().count(), object.len());
        for ((name, found), (expected_name, expected)) in row.fields().zip(&object) {
            prop_assert_eq!(name, expected_name.as_bytes());
            match expected {
                serde_json::Value::String(expected) => {
                    prop_assert_eq!(found.text().map(Cow::into_owned), Some(expected.clone()));
                }
                serde_json::Value::Number(expected) => prop_assert_eq!(found.whole(), expected.as_i64()),
                serde_json::Value::Bool(expected) => prop_assert_eq!(found.truth(), Some(*expected)),
                serde_json::Value::Null => prop_assert!(found.is_null()),
                other => {
                    let Value::Nested(bytes) = found else { panic!("{found:?}") };
                    prop_assert_eq!(&serde_json::from_slice::<serde_json::Value>(bytes).unwrap(), other);
                }
            }
        }
    }

    #[test]
    fn the_row_before_changes_nothing(before in "[{a:1,\" }]{0,24}", row in "[{a:1,\" }]{0,24}") {
        let (mut used, mut fresh) = (Scanner::default(), Scanner::default());
        let (mut members, mut expected) = (Vec::new(), Vec::new());
        let _ = used.scan(format!("{{\"a\":1{before}").as_bytes(), &mut members);
        let row = format!("{{\"a\":1{row}");
        prop_assert_eq!(used.scan(row.as_bytes(), &mut members), fresh.scan(row.as_bytes(), &mut expected));
        prop_assert_eq!(members, expected);
    }

    #[test]
    fn no_bytes_upset_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), step in 1_usize..9) {
        let mut rows = Rows::of_array(Slow(&bytes, step));
        while let Ok(Some(row)) = rows.next() {
            row.fields().for_each(|(_, value)| drop((value.text(), value.whole())));
            row.value().elements().for_each(drop);
        }
        let _ = first_object(&bytes);
    }
}
