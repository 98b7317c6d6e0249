//! Where a member's money goes: an account at a bank, or an address at PayPal. Nobody but the treasurer reads it.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::{Result, malformed, refused};

/// How long a name at a bank may be, and an address at PayPal.
const NAME: usize = 70;
const ADDRESS: usize = 127;
/// How many bytes are sealed, whatever they say.
const SEALED: usize = 512;

/// An account at a bank, as its number says; sound as far as its check digits tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Iban(String);

/// Where money goes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// To an account at a bank.
    Bank {
        /// Whose it is, in the letters that every bank takes.
        name: String,
        /// Its number.
        iban: Iban,
    },
    /// To an address at PayPal.
    PayPal(String),
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Account")
    }
}

impl Iban {
    /// Reads an IBAN, with or without blanks.
    ///
    /// # Errors
    /// When it is none (ISO 13616: letters and digits, of which the remainder by 97 is 1).
    pub fn read(text: &str) -> Result<Self> {
        let wrong = || malformed("has an IBAN that is mistyped: its check digits do not fit; look at it again");
        let text: String = text
            .chars()
            .filter(|c| *c != ' ')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let bytes = text.as_bytes();
        let is_sound = (15..=34).contains(&bytes.len())
            && bytes[..2].iter().all(u8::is_ascii_uppercase)
            && bytes[2..4].iter().all(u8::is_ascii_digit)
            && bytes.iter().all(u8::is_ascii_alphanumeric);
        if !is_sound {
            return Err(wrong());
        }
        let (front, rest) = bytes.split_at(4);
        let remainder = rest.iter().chain(front).fold(0_u32, |sum, byte| match byte {
            b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
            _ => (sum * 100 + u32::from(byte - b'A') + 10) % 97,
        });
        if remainder == 1 { Ok(Self(text)) } else { Err(wrong()) }
    }

    /// Without blanks.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<&str> = (0..self.0.len())
            .step_by(4)
            .filter_map(|at| self.0.get(at..self.0.len().min(at + 4)))
            .collect();
        f.write_str(&groups.join(" "))
    }
}

/// A name in the letters that every bank takes (the European Payments Council's basic Latin set): what is above and below a
/// letter goes, as on most bank cards.
///
/// # Errors
/// When it is empty, too long, or in other letters.
pub fn bank_name(name: &str) -> Result<String> {
    let mut plain = String::new();
    for c in name.trim().nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ' => {
                plain.push(c);
            }
            '\u{2019}' => plain.push('\''),
            '&' => plain.push('+'),
            'ß' => plain += "ss",
            'æ' => plain += "ae",
            'Æ' => plain += "AE",
            'œ' => plain += "oe",
            'Œ' => plain += "OE",
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'đ' | 'ð' => plain.push('d'),
            'Đ' | 'Ð' => plain.push('D'),
            'ı' => plain.push('i'),
            'þ' => plain += "th",
            'Þ' => plain += "Th",
            _ => {
                return Err(refused(
                    "has a name in letters that not every bank takes: write it in Latin letters, as on your bank card",
                ));
            }
        }
    }
    if plain.is_empty() || plain.len() > NAME {
        return Err(refused(format!(
            "has a name that is empty, or longer than {NAME} letters"
        )));
    }
    Ok(plain)
}

impl Account {
    /// An account at a bank.
    ///
    /// # Errors
    /// When name or number cannot be one.
    pub fn bank(name: &str, iban: &str) -> Result<Self> {
        Ok(Self::Bank {
            name: bank_name(name)?,
            iban: Iban::read(iban)?,
        })
    }

    /// An address at PayPal.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn paypal(address: &str) -> Result<Self> {
        let is_sound = address.len() <= ADDRESS
            && address.starts_with(|c: char| c.is_ascii_alphanumeric())
            && address
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\",;\\<>()[]".contains(&byte))
            && address
                .split_once('@')
                .is_some_and(|(name, place)| !name.is_empty() && place.contains('.') && !place.contains('@'));
        if is_sound {
            Ok(Self::PayPal(address.to_owned()))
        } else {
            Err(malformed("has an address at PayPal that is no e-mail address"))
        }
    }

    /// What two members must not have alike.
    pub(crate) fn number(&self) -> String {
        match self {
            Self::Bank { iban, .. } => iban.0.clone(),
            Self::PayPal(address) => address.to_ascii_lowercase(),
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Bank { name, iban } => format!("to {name}, {iban}"),
            Self::PayPal(address) => format!("by PayPal to {address}"),
        }
    }

    /// As it is sealed: as long as any other.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let text = match self {
            Self::Bank { name, iban } => format!("name: {name}\niban: {}\n", iban.0),
            Self::PayPal(address) => format!("paypal: {address}\n"),
        };
        let mut bytes = text.into_bytes();
        bytes.resize(SEALED, b'\n');
        bytes
    }

    /// Reads what was sealed.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Self> {
        let wrong = || malformed("has details that cannot be read");
        let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
        let lines: Vec<&str> = text.trim_end_matches('\n').split('\n').collect();
        let account = match lines.as_slice() {
            [name, iban] => Self::bank(
                name.strip_prefix("name: ").ok_or_else(wrong)?,
                iban.strip_prefix("iban: ").ok_or_else(wrong)?,
            )?,
            [address] => Self::paypal(address.strip_prefix("paypal: ").ok_or_else(wrong)?)?,
            _ => return Err(wrong()),
        };
        if account.bytes() == bytes {
            Ok(account)
        } else {
            Err(wrong())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The examples of the registry of ISO 13616.
    const IBANS: [&str; 4] = [
        "DE89 3704 0044 0532 0130 00",
        "GB29 NWBK 6016 1331 9268 19",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    ];

    #[test]
    fn an_account_is_sealed_and_read_in_as_many_bytes_as_any_other() {
        let accounts = [
            Account::bank("Björk Guðmundsdóttir", IBANS[0]).unwrap(),
            Account::bank(&"x".repeat(NAME), IBANS[3]).unwrap(),
            Account::paypal("ana+pool@example.org").unwrap(),
        ];
        for account in accounts {
            let bytes = account.bytes();
            assert_eq!(bytes.len(), SEALED);
            assert_eq!(Account::of_bytes(&bytes), Ok(account.clone()));
            assert!(
                !format!("{account:?}").contains("DE89"),
                "nothing of it is printed by mistake"
            );
        }
        assert!(Account::of_bytes(b"paypal: a@b.c\n").is_err(), "shorter than any other");
    }

    #[test]
    fn a_mistyped_iban_is_none() {
        for iban in IBANS {
            let read = Iban::read(iban).unwrap();
            assert_eq!(read.to_string(), iban);
            let plain = read.text();
            for at in 0..plain.len() {
                for to in ['0', '7', 'A', 'Q'] {
                    let mut typed: Vec<char> = plain.chars().collect();
                    if typed[at] != to && typed[at].is_ascii_digit() == to.is_ascii_digit() {
                        typed[at] = to;
                        let typed: String = typed.into_iter().collect();
                        assert!(Iban::read(&typed).is_err(), "{typed}");
                    }
                }
            }
        }
        assert!(
            Iban::read("de89 3704 0044 0532 0130 00").is_ok(),
            "small letters are taken for large ones"
        );
    }

    #[test]
    fn a_name_is_written_in_the_letters_that_banks_take() {
        assert_eq!(bank_name("Łukasz Müller-Groß"), Ok("Lukasz Muller-Gross".to_owned()));
        assert_eq!(bank_name(" Søren & Æsa "), Ok("Soren + AEsa".to_owned()));
        for name in ["", "Борис", "<b>", "a\nb", "a\u{202e}b", &"x".repeat(71)] {
            assert!(bank_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn an_address_can_do_nothing_in_a_table() {
        assert!(Account::paypal("a.b@example.org").is_ok());
        for address in [
            "", "a", "@b.c", "a@b", "a@b@c.d", "=cmd@b.c", "+a@b.c", "a,b@c.d", "a\"@b.c", "a b@c.d", "é@b.c",
        ] {
            assert!(Account::paypal(address).is_err(), "{address}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..SEALED + 2)) {
            let _ = Account::of_bytes(&bytes);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = (Iban::read(&text), bank_name(&text), Account::paypal(&text));
        }
    }
}
