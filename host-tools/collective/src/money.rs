//! Money: whole numbers of a currency's smallest unit, and equal shares to the last of them.

use std::fmt;

use crate::code::{Hash, sha256};
use crate::error::{Result, malformed, refused};

/// A currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency(&'static Row);

/// What there is to know of a currency: its code of ISO 4217, how many digits follow the point, and whether PayPal's
/// files have a comma for the point, as where it is at home.
type Row = (&'static str, u32, bool);

/// Those in which banks and PayPal count the same digits.
const CURRENCIES: [Row; 13] = [
    ("AUD", 2, false),
    ("CAD", 2, false),
    ("CHF", 2, false),
    ("CZK", 2, true),
    ("DKK", 2, true),
    ("EUR", 2, true),
    ("GBP", 2, false),
    ("JPY", 0, false),
    ("NOK", 2, true),
    ("NZD", 2, false),
    ("PLN", 2, true),
    ("SEK", 2, true),
    ("USD", 2, false),
];
/// The most of a currency's smallest unit: any sum of what occurs stays far from where numbers end.
const MOST: u64 = 1_000_000_000_000_000;

impl Currency {
    /// The currency of this code.
    ///
    /// # Errors
    /// When it is none that can be paid out.
    pub fn of(code: &str) -> Result<Self> {
        let row = CURRENCIES.iter().find(|(known, ..)| *known == code);
        row.map(Self).ok_or_else(|| {
            let known: Vec<&str> = CURRENCIES.iter().map(|(code, ..)| *code).collect();
            malformed(format!("is in a currency that is none of {}", known.join(", ")))
        })
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.0
    }

    /// Whether PayPal's files have a comma for the point.
    pub(crate) const fn has_comma(self) -> bool {
        self.0.2
    }

    /// So much of it, as programs write it: `55000.00`.
    #[must_use]
    pub fn plain(self, amount: u64) -> String {
        let digits = self.0.1;
        if digits == 0 {
            return amount.to_string();
        }
        let one = 10_u64.pow(digits);
        format!("{}.{:0width$}", amount / one, amount % one, width = digits as usize)
    }

    /// So much of it, as people write it: `55,000.00 USD`.
    #[must_use]
    pub fn said(self, amount: u64) -> String {
        let plain = self.plain(amount);
        let (whole, rest) = plain
            .find('.')
            .map_or((plain.as_str(), ""), |point| plain.split_at(point));
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{grouped}{rest} {}", self.code())
    }

    /// Reads an amount: `55000`, or `55000.00` with all its digits.
    ///
    /// # Errors
    /// When it is anything else, or too much.
    pub fn read(self, text: &str) -> Result<u64> {
        let wrong = || {
            malformed(format!(
                "has an amount that is not written like {}: \"{}\"",
                self.plain(5_500_000),
                playtally_history::escape::one_line(text)
            ))
        };
        let (digits, one) = (self.0.1 as usize, 10_u64.pow(self.0.1));
        let number = |text: &str| -> Option<u64> {
            let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            is_plain.then(|| text.parse().ok())?
        };
        let amount = match text.split_once('.') {
            None => number(text).and_then(|whole| whole.checked_mul(one)),
            Some((whole, rest)) if rest.len() == digits && digits > 0 => {
                let whole = number(whole).and_then(|whole| whole.checked_mul(one));
                whole
                    .zip(number(rest))
                    .and_then(|(whole, rest)| whole.checked_add(rest))
            }
            Some(_) => None,
        };
        amount.filter(|amount| *amount <= MOST).ok_or_else(wrong)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount as notes write it: in the smallest unit.
pub(crate) fn units(text: &str) -> Result<u64> {
    let amount = text.parse::<u64>().ok().filter(|amount| amount.to_string() == text);
    amount
        .filter(|amount| *amount <= MOST)
        .ok_or_else(|| malformed("has something else where an amount belongs"))
}

/// Equal shares of a sum, one for each member: none is more than one unit above another, and together they are the sum. Who
/// gets the units that are left over is settled by the hash of the sale and the member, so that nobody can choose to, and no order
/// of the members changes it.
///
/// # Errors
/// When there is nobody to share among.
pub fn shares(net: u64, sale: &Hash, members: &[[u8; 32]]) -> Result<Vec<u64>> {
    let count = members.len() as u64;
    let (Some(each), Some(left)) = (net.checked_div(count), net.checked_rem(count)) else {
        return Err(refused("has nobody to share among"));
    };
    let mut order: Vec<(Hash, usize)> = (0..)
        .zip(members)
        .map(|(place, member)| (sha256(&[sale, member]), place))
        .collect();
    order.sort_unstable();
    let mut shares = vec![each; members.len()];
    // Fewer than there are members.
    let more = order.iter().take(usize::try_from(left).unwrap_or(usize::MAX));
    more.for_each(|(_, place)| shares[*place] += 1);
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn members(count: u32) -> Vec<[u8; 32]> {
        (0..count).map(|n| sha256(&[&n.to_le_bytes()])).collect()
    }

    /// How many get which share of 55,000.00.
    fn counted(count: u32) -> BTreeMap<u64, usize> {
        let mut counted = BTreeMap::new();
        for share in shares(5_500_000, &[3; 32], &members(count)).unwrap() {
            *counted.entry(share).or_default() += 1;
        }
        counted
    }

    #[test]
    fn fifty_five_thousand_are_shared_as_the_known_answers_have_it() {
        assert_eq!(counted(10_000), [(550, 10_000)].into());
        assert_eq!(counted(18_000), [(305, 8_000), (306, 10_000)].into());
        assert_eq!(counted(1_000_000), [(5, 500_000), (6, 500_000)].into());
        assert!(shares(1, &[3; 32], &[]).is_err());
    }

    proptest! {
        #[test]
        fn shares_are_equal_exact_and_the_same_in_any_order(
            net in 0..=MOST, count in 1_u32..3_000, turn in any::<usize>(), sale in any::<[u8; 32]>(),
        ) {
            let all = members(count);
            let given = shares(net, &sale, &all).unwrap();
            prop_assert_eq!(given.iter().sum::<u64>(), net);
            let (least, most) = (given.iter().min().unwrap(), given.iter().max().unwrap());
            prop_assert!(most - least <= 1);
            let mut other: Vec<(usize, [u8; 32])> = all.iter().copied().enumerate().collect();
            other.rotate_left(turn % all.len());
            other.reverse();
            let keys: Vec<[u8; 32]> = other.iter().map(|(_, key)| *key).collect();
            for ((place, _), share) in other.iter().zip(shares(net, &sale, &keys).unwrap()) {
                prop_assert_eq!(given[*place], share);
            }
        }

        #[test]
        fn an_amount_is_read_as_it_was_written(amount in 0..=MOST, row in 0..CURRENCIES.len()) {
            let currency = Currency::of(CURRENCIES[row].0).unwrap();
            prop_assert_eq!(currency.read(&currency.plain(amount)), Ok(amount));
        }
    }

    #[test]
    fn the_units_left_over_go_by_the_sale() {
        let all = members(1_000);
        let one = shares(1_500, &[1; 32], &all).unwrap();
        assert_ne!(one, shares(1_500, &[2; 32], &all).unwrap());
    }

    #[test]
    fn an_amount_has_all_its_digits_or_none() {
        let (dollar, yen) = (Currency::of("USD").unwrap(), Currency::of("JPY").unwrap());
        assert_eq!(dollar.read("55000"), Ok(5_500_000));
        assert_eq!(dollar.read("0.05"), Ok(5));
        assert_eq!(yen.read("55000"), Ok(55_000));
        assert_eq!(dollar.said(5_500_000), "55,000.00 USD");
        assert_eq!(yen.said(55_000), "55,000 JPY");
        for text in [
            "",
            "5.5",
            "5.500",
            "5,50",
            "-1",
            "+1",
            "1e3",
            " 1",
            ".50",
            "5.",
            "99999999999999999999",
        ] {
            assert!(dollar.read(text).is_err(), "{text}");
        }
        assert!(yen.read("5.0").is_err());
        assert!(Currency::of("BTC").unwrap_err().to_string().contains("EUR"));
    }
}
