//! Whole numbers as exports write them: `200000`, and after a detour through a spreadsheet or a script `200000.0`, `2e5`,
//! `2.0E+05`.

/// The whole number that a text spells, blanks around it or not.
///
/// A sign, digits, a fraction and an exponent as in JSON, but a plus sign and leading zeros, too. `None` when it is anything
/// else, when what it spells is not whole (`1.5`, `1e-1`), or when that does not fit.
pub(crate) fn whole(text: &[u8]) -> Option<i64> {
    // As many digits as these always fit.
    if (1..=18).contains(&text.len()) && text.iter().all(u8::is_ascii_digit) {
        return Some(
            text.iter()
                .fold(0, |number, digit| number * 10 + i64::from(digit - b'0')),
        );
    }
    let text = text.trim_ascii();
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let (mantissa, exponent) = match text.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&text[..at], exponent(&text[at + 1..])?),
        None => (text, 0),
    };
    let (before, after) = match memchr::memchr(b'.', mantissa) {
        Some(point) => (&mantissa[..point], Some(&mantissa[point + 1..])),
        None => (mantissa, None),
    };
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    if !is_number(before) || !after.is_none_or(is_number) {
        return None;
    }
    let after = after.unwrap_or_default();
    // How many of the digits are those of the whole part.
    let wholes = exponent.saturating_add(before.len() as i64);
    let mut number = 0_i64;
    for (place, digit) in (0..).zip(before.iter().chain(after)) {
        let digit = i64::from(digit - b'0');
        if place < wholes {
            number = number.checked_mul(10)?.checked_add(sign * digit)?;
        } else if digit != 0 {
            return None;
        }
    }
    let mut zeros = wholes.saturating_sub((before.len() + after.len()) as i64);
    while number != 0 && zeros > 0 {
        number = number.checked_mul(10)?;
        zeros -= 1;
    }
    Some(number)
}

/// What stands after the `e`. What is too long to fit is as good as the largest there is.
fn exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let add = |number: i64, digit: &u8| number.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    is_number.then(|| sign * digits.iter().fold(0, add))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_whole_number_is_read_however_it_is_written() {
        for (text, expected) in [
            ("0", 0),
            ("-0", 0),
            ("-0.0e7", 0),
            ("200000", 200_000),
            ("200000.0", 200_000),
            ("2e5", 200_000),
            ("2E+5", 200_000),
            ("+2.00000e05", 200_000),
            (" 200000\n", 200_000),
            ("0.002e8", 200_000),
            ("20000000e-2", 200_000),
            ("12.5e1", 125),
            ("007", 7),
            ("1709320000.000000", 1_709_320_000),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("-9.223372036854775808e18", i64::MIN),
            ("0e999999999999999999999999", 0),
            ("0.0e-999999999999999999999999", 0),
        ] {
            assert_eq!(whole(text.as_bytes()), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_whole_or_does_not_fit_is_none() {
        for text in [
            "",
            " ",
            "-",
            "+",
            ".",
            "1.",
            ".5",
            "e5",
            "1e",
            "1e+",
            "1e1.0",
            "1.5",
            "15e-1",
            "1e-999999999999999999999",
            "1 2",
            "--1",
            "0x10",
            "1_000",
            "1,000",
            "Infinity",
            "NaN",
            "9223372036854775808",
            "-9223372036854775809",
            "1e19",
            "1e400",
            "1e999999999999999999999999",
            "1.00000000000000000000000001",
            "٣",
        ] {
            assert_eq!(whole(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_place_of_the_point_changes_nothing(number: i64, shift in 0_usize..24, zeros in 0_usize..4) {
            let digits = format!("{:0>width$}{}", number.unsigned_abs(), "0".repeat(zeros), width = shift + 1);
            let (before, after) = digits.split_at(digits.len() - shift);
            let sign = if number < 0 { "-" } else { "" };
            let point = if after.is_empty() { "" } else { "." };
            let text = format!("{sign}{before}{point}{after}e{}", shift as i64 - zeros as i64);
            prop_assert_eq!(whole(text.as_bytes()), Some(number), "{}", text);
        }

        #[test]
        fn a_fraction_is_never_dropped(number: i32, fraction in "0{0,30}[1-9][0-9]{0,5}") {
            prop_assert_eq!(whole(format!("{number}.{fraction}").as_bytes()), None);
        }
    }
}
