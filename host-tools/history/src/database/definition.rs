//! What `CREATE TABLE` says of a table's columns: as much as tells where they stand in its records.

use super::record::{Cell, Layout, Place};

/// The columns of a table.
#[derive(Debug, PartialEq)]
pub(super) struct Definition {
    pub(super) columns: Vec<Column>,
    pub(super) without_rowid: bool,
    /// The columns of the primary key, in its order.
    key: Vec<String>,
}

/// A column, as far as it matters here.
#[derive(Debug, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Whether its type is `INTEGER` to the letter, which makes a primary key another name of the row's own.
    is_integer: bool,
    /// Whether it is computed when it is read, and so not stored.
    is_virtual: bool,
    default: Cell<'static>,
}

impl Definition {
    /// Parses what SQLite keeps of a table. Nothing for virtual tables and for what is not understood.
    pub(super) fn parse(sql: &str) -> Option<Self> {
        let mut tokens = Tokens { rest: sql };
        if !tokens.next()?.is("CREATE") {
            return None;
        }
        // TABLE, a name, perhaps with that of its schema. A virtual table says so here, and keeps no rows.
        if !tokens.next()?.is("TABLE") {
            return None;
        }
        while tokens.next()? != Token::Sign('(') {}
        let mut definition = Self {
            columns: Vec::new(),
            without_rowid: false,
            key: Vec::new(),
        };
        loop {
            let (part, is_last) = tokens.part()?;
            definition.add(&part)?;
            if is_last {
                break;
            }
        }
        while let Some(token) = tokens.next() {
            definition.without_rowid |= token.is("WITHOUT");
        }
        Some(definition)
    }

    /// Adds a column, or what a constraint of the table says of the primary key.
    fn add(&mut self, part: &[Token]) -> Option<()> {
        let (first, rest) = part.split_first()?;
        if ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
            .iter()
            .any(|word| first.is(word))
        {
            if let Some(start) = part
                .windows(2)
                .position(|pair| pair[0].is("PRIMARY") && pair[1].is("KEY"))
            {
                let inside = part[start..].split(|token| *token == Token::Sign('(')).nth(1)?;
                let inside = inside.split(|token| *token == Token::Sign(')')).next()?;
                let columns = inside.split(|token| *token == Token::Sign(','));
                self.key.extend(columns.filter_map(|column| column.first()?.name()));
            }
            return Some(());
        }
        let name = first.name()?;
        let after = |word: &str| rest.iter().position(|token| token.is(word)).map(|at| &rest[at + 1..]);
        let key = after("PRIMARY");
        if key.is_some() {
            self.key.push(name.clone());
        }
        // Written so, it is not another name of the row's own key: a mistake that SQLite keeps for old files.
        let is_descending = key.is_some_and(|key| key.get(1).is_some_and(|token| token.is("DESC")));
        let is_computed = after("AS").is_some_and(|rest| rest.first() == Some(&Token::Sign('(')));
        self.columns.push(Column {
            is_integer: !is_descending
                && rest.first().is_some_and(|kind| kind.is("INTEGER"))
                && rest
                    .get(1)
                    .is_none_or(|next| !matches!(next, Token::Sign('(')) && !is_part_of_type(next)),
            is_virtual: is_computed && after("STORED").is_none(),
            default: after("DEFAULT").map_or(Cell::Null, default),
            name,
        });
        Some(())
    }

    /// Where these columns stand.
    pub(super) fn layout(&self, columns: &[&str]) -> Layout {
        let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
        let stored = self.columns.iter().filter(|column| !column.is_virtual);
        let order: Vec<&Column> = if self.without_rowid {
            // The key comes first, then what is not in it.
            let mut order: Vec<&Column> = Vec::new();
            for name in &self.key {
                let known = order.iter().any(|column| is(&column.name, name));
                order.extend(self.columns.iter().find(|column| !known && is(&column.name, name)));
            }
            let rest: Vec<_> = stored
                .filter(|column| !self.key.iter().any(|name| is(name, &column.name)))
                .collect();
            order.extend(rest);
            order
        } else {
            stored.collect()
        };
        let alias = match &self.key[..] {
            [only] if !self.without_rowid => self
                .columns
                .iter()
                .find(|column| column.is_integer && is(&column.name, only)),
            _ => None,
        };
        let place = |name: &&str| {
            if alias.is_some_and(|alias| is(&alias.name, name)) {
                return Place::Key;
            }
            match order.iter().position(|column| is(&column.name, name)) {
                Some(number) => Place::Stored(number, order[number].default.clone()),
                // Every other table has a key of its own under this name.
                None if is(name, "rowid") && !self.without_rowid => Place::Key,
                None => Place::Nowhere,
            }
        };
        Layout::new(columns.iter().map(place).collect())
    }
}

/// Whether a type goes on with this word: and is not what follows it.
fn is_part_of_type(token: &Token) -> bool {
    const CONSTRAINTS: [&str; 11] = [
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "GENERATED",
        "AS",
    ];
    matches!(token, Token::Word(word) if !CONSTRAINTS.iter().any(|constraint| word.eq_ignore_ascii_case(constraint)))
}

/// The value of a column in rows from before it was added: a literal, which is all that SQLite lets such a column have.
fn default(tokens: &[Token]) -> Cell<'static> {
    let (is_negative, token) = match tokens {
        [Token::Sign('-'), token, ..] => (true, token),
        [Token::Sign('+'), token, ..] | [token, ..] => (false, token),
        [] => return Cell::Null,
    };
    let signed = |digits: &str| {
        if is_negative {
            format!("-{digits}")
        } else {
            digits.to_owned()
        }
    };
    match token {
        Token::Text(text) => Cell::Text(text.clone().into()),
        Token::Word(word) if word.eq_ignore_ascii_case("true") => Cell::Integer(1),
        Token::Word(word) if word.eq_ignore_ascii_case("false") => Cell::Integer(0),
        Token::Word(word) => match (signed(word).parse(), signed(word).parse()) {
            (Ok(whole), _) => Cell::Integer(whole),
            (_, Ok(real)) if word.starts_with(|first: char| first.is_ascii_digit() || first == '.') => Cell::Real(real),
            _ => Cell::Null,
        },
        Token::Name(_) | Token::Sign(_) => Cell::Null,
    }
}

/// A piece of SQL.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A keyword, a name without quotes, or a number.
    Word(String),
    /// A name in double quotes, backquotes or brackets.
    Name(String),
    /// A text in single quotes; as a name, one with them.
    Text(String),
    Sign(char),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word))
    }

    fn name(&self) -> Option<String> {
        match self {
            Self::Word(name) | Self::Name(name) | Self::Text(name) => Some(name.clone()),
            Self::Sign(_) => None,
        }
    }
}

/// SQL, a token after the other.
struct Tokens<'a> {
    rest: &'a str,
}

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        self.skip_blank();
        let first = self.rest.chars().next()?;
        match first {
            '"' | '`' => self.quoted(first).map(Token::Name),
            '[' => self.quoted(']').map(Token::Name),
            '\'' => self.quoted(first).map(Token::Text),
            _ if is_of_word(first) => {
                let end = self.rest.find(|c| !is_of_word(c)).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Some(Token::Word(word.to_owned()))
            }
            _ => {
                self.rest = &self.rest[first.len_utf8()..];
                Some(Token::Sign(first))
            }
        }
    }

    /// The tokens up to the next comma, or to the parenthesis that closes this one; and whether it was that. What stands in
    /// further parentheses comes along.
    fn part(&mut self) -> Option<(Vec<Token>, bool)> {
        let mut part = Vec::new();
        let mut open = 0_u32;
        loop {
            let token = self.next()?;
            match token {
                Token::Sign(',') if open == 0 => return Some((part, false)),
                Token::Sign(')') if open == 0 => return Some((part, true)),
                Token::Sign('(') => open += 1,
                Token::Sign(')') => open -= 1,
                _ => {}
            }
            part.push(token);
        }
    }

    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest.trim_start();
            self.rest = if let Some(comment) = rest.strip_prefix("--") {
                comment.split_once('\n').map_or("", |(_, rest)| rest)
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.split_once("*/").map_or("", |(_, rest)| rest)
            } else {
                self.rest = rest;
                return;
            };
        }
    }

    /// What stands in quotes, where a doubled one stands for itself.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut inside = self.rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = inside.next() {
            if c != quote {
                text.push(c);
            } else if quote != ']' && inside.next_if(|(_, next)| *next == quote).is_some() {
                text.push(quote);
            } else {
                self.rest = &self.rest[at + quote.len_utf8()..];
                return Some(text);
            }
        }
        None
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(sql: &str) -> Vec<String> {
        let definition = Definition::parse(sql).expect("a table");
        definition.columns.into_iter().map(|column| column.name).collect()
    }

    #[test]
    fn columns_are_found_however_they_are_written() {
        assert_eq!(
            columns(
                "CREATE TABLE \"a b\"(id INTEGER PRIMARY KEY, [b c] varchar(255, 3) DEFAULT 'x,)''y', `d``e` -- no, more\n\
                 DECIMAL(10,2) CHECK (a IN (1, 2)), \"f\"\"g\" /* , */ TEXT, 'h' , UNIQUE (id, h), CONSTRAINT z FOREIGN KEY(a) \
                 REFERENCES b(c))"
            ),
            ["id", "b c", "d`e", "f\"g", "h"]
        );
        assert_eq!(columns("CREATE TABLE x(größe INT, _1$ TEXT)"), ["größe", "_1$"]);
    }

    #[test]
    fn what_is_no_table_with_rows_of_its_own_is_none() {
        assert_eq!(Definition::parse("CREATE VIRTUAL TABLE a USING fts5(b)"), None);
        assert_eq!(Definition::parse("CREATE INDEX a ON b(c)"), None);
        assert_eq!(Definition::parse("CREATE TABLE a(b, 'c"), None);
        assert_eq!(Definition::parse(""), None);
    }

    #[test]
    fn defaults_are_literals() {
        let defaults = |sql: &str| -> Vec<Cell<'static>> {
            let definition = Definition::parse(sql).expect("a table");
            definition.columns.into_iter().map(|column| column.default).collect()
        };
        assert_eq!(
            defaults(
                "CREATE TABLE t(a DEFAULT '', b DEFAULT -3, c DEFAULT 1.5e2 NOT NULL, d DEFAULT NULL, e DEFAULT TRUE, f)"
            ),
            [
                Cell::Text("".into()),
                Cell::Integer(-3),
                Cell::Real(150.0),
                Cell::Null,
                Cell::Integer(1),
                Cell::Null
            ]
        );
    }
}
