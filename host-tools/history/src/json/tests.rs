use super::oracle::{Layout as In, Made};
use super::*;
use proptest::prelude::*;

fn read(text: &str, block: usize) -> Result<Vec<String>, Damage> {
    let mut rows = Rows::of_array(text.as_bytes()).in_blocks(block);
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(String::from_utf8_lossy(row.bytes).into_owned());
    }
    Ok(found)
}

#[test]
fn rows_come_out_one_by_one() {
    let text = " [ {\"a\": 1, \"b\":\"x]\\\"}\"} , {} ,[1,[2]], null,\"t\"\n]\n";
    for block in 1..text.len() {
        let rows = read(text, block).unwrap();
        assert_eq!(
            rows,
            ["{\"a\": 1, \"b\":\"x]\\\"}\"}", "{}", "[1,[2]]", "null", "\"t\""],
            "{block}"
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
    assert!(matches!(rows.next(), Err(Damage::TooLong)));
}

#[test]
fn how_long_a_row_may_be_does_not_depend_on_where_it_lies() {
    for (before, block) in [(0, BLOCK), (1, BLOCK), (70_000, BLOCK), (3, 1_000_000)] {
        for (length, fits) in [(LONGEST_ROW, true), (LONGEST_ROW + 1, false)] {
            let text = format!("[{}\"{}\"]", " ".repeat(before), "x".repeat(length - 2));
            assert_eq!(
                read(&text, block).is_ok(),
                fits,
                "{length} after {before} in blocks of {block}"
            );
        }
    }
}

#[test]
fn values_are_what_they_look_like() {
    let mut rows = Rows::of_array(r#"[{"t":"a\u00e9\n","n":-12,"f":1.5,"y":true,"z":null,"o":{"p":[1]}}]"#.as_bytes());
    let row = rows.next().unwrap().unwrap();
    assert_eq!(row.get("t").text().as_deref(), Some("aé\n"));
    assert_eq!(
        (row.get("n").whole(), row.get("f").whole(), row.get("y").truth()),
        (Some(-12), None, Some(true))
    );
    assert!(row.get("z").is_null() && row.get("none").is_null());
    assert_eq!(row.get("o").get("p").elements().next().and_then(Value::whole), Some(1));
}

#[test]
fn rows_are_found_in_a_field_and_in_lines() {
    let text = r#"{"a":{"rows":[1]},"b":"rows","rows" : [{"c":1},{"c":2}],"d":3}"#;
    let mut rows = Rows::of_field(text.as_bytes(), "rows");
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        found.push(row.get("c").whole());
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
    let mut rows = Rows::of_lines("\u{feff}{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":".as_bytes());
    assert_eq!(rows.next().unwrap().unwrap().get("a").whole(), Some(1));
    assert_eq!(rows.next().unwrap().unwrap().get("a").whole(), Some(2));
    assert!(matches!(rows.next(), Err(Damage::CutOff)));
}

#[test]
fn nested_values_are_walked() {
    let text = r#"[{"o":{"p":{"q":[1, "x" ,[2],{}]},"e":{}},"n":[]}]"#;
    let mut rows = Rows::of_array(text.as_bytes());
    let value = rows.next().unwrap().unwrap().value();
    let elements: Vec<_> = value.get("o").get("p").get("q").elements().collect();
    let [Value::Number(_), Value::Text(_), Value::List(_), Value::Object(_)] = elements[..] else {
        panic!("{elements:?}")
    };
    assert_eq!(
        value.get("n").elements().count() + value.get("o").get("e").fields().count(),
        0
    );
    assert!(value.get("x").get("y").is_null());
}

/// Compares what is read of this text with what `serde_json` reads, whatever it stands in, and wherever blocks begin.
fn compare(text: &[u8]) {
    for layout in [In::Array, In::Field, In::Lines] {
        let (before, after) = match layout {
            In::Array => ("[", "]"),
            In::Field => ("{\"rows\":[", "]}"),
            In::Lines => ("", ""),
        };
        for text in [text.to_owned(), [before.as_bytes(), text, after.as_bytes()].concat()] {
            for (block, step) in [(BLOCK, BLOCK), (1, 1), (2, 9), (3, 1), (7, 2), (16, 16), (64, 3)] {
                let text = text.clone();
                Made {
                    text,
                    layout,
                    block,
                    step,
                }
                .compare();
            }
        }
    }
}

#[test]
fn blanks_may_change_between_rows() {
    const BLANKS: [&str; 4] = ["", " ", "\n", "\r\n\t  "];
    let row = |blank: &str, place: usize, number: usize| {
        let at = |here| if here == place { blank } else { "" };
        let value = if number == 0 { "1" } else { "12" };
        format!(
            "{{{}\"ts\"{}:{}\"x{number}\"{},{}\"n\"{}:{}{value}{}}}",
            at(0),
            at(1),
            at(2),
            at(3),
            at(4),
            at(5),
            at(6),
            at(7)
        )
    };
    for (before, after) in BLANKS.iter().flat_map(|one| BLANKS.map(|two| (one, two))) {
        for (one, two) in (0..8).flat_map(|one| (0..8).map(move |two| (one, two))) {
            let rows = [
                row(before, one, 0),
                row(after, two, 1),
                row(before, two, 0),
                row("", 0, 0),
            ];
            assert_eq!(read(&format!("[{}]", rows.join(",")), BLOCK).unwrap(), rows);
            compare(rows.join(",").as_bytes());
        }
    }
}

#[test]
fn what_is_no_json_is_refused_and_what_is_odd_is_read() {
    for text in [
        "nul",
        "nulll",
        "truefalse",
        "True",
        "NaN",
        "Infinity",
        "01",
        "-01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "1e+",
        "0x10",
        "1_0",
        "--1",
        "1,",
        ",1",
        "1,,2",
        "[1,]",
        "{\"a\":1,}",
        "{,}",
        "[,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "[1 2]",
        "{1:2}",
        "[}",
        "{]",
        "[[1}]",
        "{\"a\":[1}}",
        "'x'",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\t\"",
        "\"\n\"",
        "\"\0\"",
        "\"\u{1f}\"",
        "\u{c}1",
        "1\u{c}",
        "\u{a0}1",
        "1 // one",
        "/**/1",
        "]",
        "}",
        ":",
        "\"",
        "{\"\u{1}\":1}",
    ] {
        assert!(read(&format!("[{text}]"), BLOCK).is_err(), "{text}");
        assert!(
            read(&format!("[{{\"a\":1}},{{\"a\":{text}}}]"), BLOCK).is_err(),
            "{text}"
        );
        compare(text.as_bytes());
        compare(format!("{{\"a\":1}},{{\"a\":{text}}}").as_bytes());
    }
    for text in [
        "-0",
        "0.0",
        "1e5",
        "1E-5",
        "1e999",
        "-1e+0",
        "123456789012345678901234567890",
        "\"\u{7f}\"",
        "\"\\u0000\"",
        "\"\\ud83c\\udfb5\"",
        "\"\\ud83c\"",
        "\"\\udfb5\\ud83c\"",
        "{\"\\ud83c\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"\":{\"\":[]}}",
        "[[],{},[[]]]",
        "\"\u{feff}\"",
    ] {
        assert!(read(&format!("[{text}]"), BLOCK).is_ok(), "{text}");
        compare(text.as_bytes());
        compare(format!("{{\"a\":1}},{{\"a\":{text}}}").as_bytes());
    }
    for text in [
        &b"\"\xff\""[..],
        b"\"\xed\xa0\x80\"",
        b"{\"\xff\":1,\"ts\":2}",
        b"\"\xc3\"",
        b"\xff",
        b"\"\xc0\xaf\"",
    ] {
        compare(text);
    }
}

#[test]
fn values_are_as_deep_as_serde_json_makes_them() {
    let deep = |depth: usize| format!("[{}{}]", "[".repeat(depth), "]".repeat(depth));
    let refused = (1..).find(|depth| read(&deep(*depth), BLOCK).is_err()).unwrap();
    let refused_there = (1..).find(|depth| serde_json::from_str::<serde_json::Value>(&deep(*depth)).is_err());
    assert!(refused_there <= Some(refused));
    assert_eq!(refused, grammar::DEEPEST as usize + 1);
    assert!(matches!(
        read(&format!("[{}", "[".repeat(10_000)), 9),
        Err(Damage::Syntax)
    ));
}

#[test]
fn a_name_is_what_its_escapes_stand_for() {
    let text = r#"[{"t\u0073":"2024\u002d01"},{"ts":1,"t\u0073":2},{"\u0074s":3,"ts":4},{"t\\u0073":5}]"#;
    let mut rows = Rows::of_array(text.as_bytes()).knowing(&["ts"]);
    assert_eq!(
        rows.next().unwrap().unwrap().get("ts").text().as_deref(),
        Some("2024-01")
    );
    for expected in [Some(2), Some(4), None] {
        let row = rows.next().unwrap().unwrap();
        assert_eq!(row.get("ts").whole(), expected);
        assert_eq!(row.value().get("ts").whole(), expected);
        assert_eq!(row.known_fields().find_map(|(_, value)| value.whole()), expected);
    }
    let (before, names) = first_object(br#" [ {"t\u0073":[{}], "ms_played" : {"a":"}"#).unwrap();
    assert_eq!((before, &*names), (&b"["[..], &["ts".into(), "ms_played".into()][..]));
}

#[test]
fn an_object_is_read_to_its_end() {
    for (text, expected) in [
        (r#"{"rows":[1]}"#, true),
        (r#"{"a":"]","rows":[1],"b":{"rows":[]}, "c" : 1 } "#, true),
        (r#"{"r\u006fws":[1]}"#, true),
        (r#"{"rows":[1]"#, false),
        (r#"{"rows":[1]]"#, false),
        (r#"{"rows":[1]}x"#, false),
        (r#"{"rows":[1],}"#, false),
        (r#"{"rows":[1],"a"}"#, false),
        (r#"{"rows":[1] "a":1}"#, false),
        (r#"{"rows":[1],"rows":[2]}"#, false),
        (r#"{"rows":1,"rows":[2]}"#, false),
        (r#"{"a":1}"#, false),
    ] {
        let mut rows = Rows::of_field(text.as_bytes(), "rows");
        let end = loop {
            match rows.next() {
                Ok(Some(_)) => {}
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        assert_eq!(end, expected, "{text}");
        compare(text.as_bytes());
    }
}

#[test]
fn a_block_may_end_anywhere() {
    let rows = r#"{"ts":"2024","n":-12.5e3,"é\u00e9":[1,{"a":"\"]"},null],"t":true},{"ts": "2025","n":1 ,"é\u00e9":[],"t":false}"#;
    let text = format!("\u{feff} [{rows},{rows}] \n");
    for block in 1..text.len() + 3 {
        for step in [1, 2, 3, block] {
            let text = text.clone().into_bytes();
            Made {
                text,
                layout: In::Array,
                block,
                step,
            }
            .compare();
        }
    }
    for end in 0..text.len() {
        compare(&text.as_bytes()[..end]);
        compare(&text.as_bytes()[end..]);
    }
}

#[test]
fn every_byte_may_change_in_the_second_row() {
    let row = br#"{"ts":"a\nb","n":10,"o":{"p":[1,2.5]},"z":null}"#;
    for place in 0..row.len() {
        for byte in 0..=255 {
            let mut changed = row.to_vec();
            changed[place] = byte;
            let mut longer = row.to_vec();
            longer.insert(place, byte);
            for other in [changed, longer] {
                let text = [b"[", &row[..], b",", &other, b",", row, b"]"].concat();
                Made {
                    text,
                    layout: In::Array,
                    block: 256,
                    step: 256,
                }
                .compare();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn every_file_is_read_as_serde_json_reads_it(choices in prop::collection::vec(any::<u8>(), 0..300)) {
        oracle::compare(&choices);
    }

    #[test]
    fn rows_much_like_each_other_are_read_as_serde_json_reads_them(
        row in prop::collection::vec(any::<u8>(), 0..40),
        changes in prop::collection::vec((0_u8..6, any::<[u8; 3]>()), 0..12),
        way in 0_u8..4,
        pace: u8,
    ) {
        let changes = changes.into_iter().flat_map(|(kind, [change, place, with])| [kind, change, place, with]);
        oracle::compare(&[vec![way, pace, 0, 7], row, changes.collect()].concat());
    }
}
