//! What a token of a subject may hold, and so a name that becomes one.

use std::fmt;

use super::excerpt::Excerpt;

/// Maximum length of a subject that is sent, in bytes: 4000.
///
/// The server closes the connection on a protocol line longer than its
/// `max_control_line`. Default: 4096 bytes, which the reply subject and the sizes share.
pub const MAX_SUBJECT: usize = 4000;

/// What a name names, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// A stream: one token of at most 255 bytes, without `/` and `\`.
    Stream,
    /// A consumer: one token of at most 255 bytes, without `/` and `\`.
    Consumer,
    /// A JetStream domain: one token of at most 255 bytes.
    Domain,
    /// An account: one token of at most 255 bytes.
    Account,
    /// A key-value or object store bucket: `A-Z`, `a-z`, `0-9`, `_` and `-`
    /// (ADR-8), at most 251 bytes, so that its stream's name fits.
    Bucket,
    /// The prefix of the JetStream API: tokens without wildcards.
    Prefix,
    /// A subject: tokens, of which some may be wildcards.
    Subject,
}

impl NameKind {
    const fn noun(self) -> &'static str {
        match self {
            Self::Stream => "stream name",
            Self::Consumer => "consumer name",
            Self::Domain => "domain name",
            Self::Account => "account name",
            Self::Bucket => "bucket name",
            Self::Prefix => "API prefix",
            Self::Subject => "subject",
        }
    }

    /// The longest it may be, in bytes.
    const fn limit(self) -> usize {
        match self {
            Self::Stream | Self::Consumer | Self::Domain | Self::Account => 255,
            Self::Bucket => 255 - "KV_".len() - 1,
            Self::Prefix => 1000,
            Self::Subject => MAX_SUBJECT,
        }
    }

    /// Checks that `name` is one of this kind. Allocates nothing when it is.
    ///
    /// # Errors
    /// When it is not, quoting it and saying what is wrong.
    pub fn check(self, name: &str) -> Result<(), NameError> {
        match self.problem(name) {
            None => Ok(()),
            Some(problem) => Err(NameError {
                kind: self,
                name: name.to_owned(),
                problem,
            }),
        }
    }

    fn problem(self, name: &str) -> Option<NameProblem> {
        if name.is_empty() {
            return Some(NameProblem::Empty);
        }
        // Nearly all names have nothing else: they are checked with each request.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let dotted = matches!(self, Self::Prefix | Self::Subject);
        if !name
            .bytes()
            .all(|byte| plain(byte) && (dotted || byte != b'.'))
            && let Some(wrong) = name.chars().find(|&char| self.refuses(char))
        {
            return Some(NameProblem::Has(wrong));
        }
        if dotted {
            let mut tokens = name.as_bytes().split(|byte| *byte == b'.').peekable();
            while let Some(token) = tokens.next() {
                if token.is_empty() {
                    return Some(NameProblem::EmptyToken);
                }
                if token == b">" && tokens.peek().is_some() {
                    return Some(NameProblem::NotLast);
                }
            }
        }
        if name.len() > self.limit() {
            return Some(NameProblem::TooLong {
                limit: self.limit(),
            });
        }
        None
    }

    fn refuses(self, char: char) -> bool {
        match self {
            Self::Stream | Self::Consumer => {
                matches!(char, '.' | '*' | '>' | '/' | '\\') || is_blank_or_control(char)
            }
            Self::Domain | Self::Account => {
                matches!(char, '.' | '*' | '>') || is_blank_or_control(char)
            }
            Self::Bucket => !matches!(char, 'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | '-'),
            Self::Prefix => matches!(char, '*' | '>') || is_blank_or_control(char),
            // Messages are stored under any subject that the protocol lets
            // through, so only what ends or splits a protocol line is refused.
            Self::Subject => char.is_ascii_whitespace() || char.is_ascii_control(),
        }
    }
}

/// Servers take white space and control characters beyond ASCII in names, where
/// nobody can see them: they are far likelier a slip than meant.
fn is_blank_or_control(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameProblem {
    /// There is nothing in it.
    Empty,
    /// It has this character, which it may not.
    Has(char),
    /// It has a dot at an end, or two in a row.
    EmptyToken,
    /// It has a `>` before its last token.
    NotLast,
    /// It is longer than `limit` bytes.
    TooLong {
        /// The longest it may be, in bytes.
        limit: usize,
    },
}

/// A name that would bend a subject; nothing was sent.
///
/// ```
/// use jsapi::StreamName;
///
/// let error = StreamName::try_from("a.b").unwrap_err();
/// assert_eq!(error.to_string(), r#"stream name "a.b" has a '.'"#);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct NameError {
    kind: NameKind,
    name: String,
    problem: NameProblem,
}

impl NameError {
    /// What the name was to be.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The name that was refused.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with it.
    pub fn problem(&self) -> NameProblem {
        self.problem
    }
}

/// Names are quoted and escaped, and cut short when they are long.
impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.kind.noun(), Excerpt(&self.name))?;
        match self.problem {
            NameProblem::Empty => f.write_str(" is empty"),
            NameProblem::Has(char) => write!(f, " has a {char:?}"),
            NameProblem::EmptyToken => f.write_str(" has an empty token"),
            NameProblem::NotLast => f.write_str(" has a '>' before its last token"),
            NameProblem::TooLong { limit } => {
                write!(
                    f,
                    " has {} bytes, of which {limit} are allowed",
                    self.name.len()
                )
            }
        }
    }
}

impl std::error::Error for NameError {}

/// As derived, with the name cut short when it is long.
impl fmt::Debug for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameError")
            .field("kind", &self.kind)
            .field("name", &Excerpt(&self.name))
            .field("problem", &self.problem)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use NameKind::*;
    use NameProblem::*;

    use super::*;

    fn problem(kind: NameKind, name: &str) -> Option<NameProblem> {
        kind.check(name).err().map(|error| error.problem())
    }

    #[test]
    fn a_name_that_would_bend_a_subject_is_refused() {
        let long = "N".repeat(256);
        let wide = "é".repeat(128);
        let table: &[(&str, NameProblem)] = &[
            ("", Empty),
            (" ", Has(' ')),
            (" a", Has(' ')),
            ("a ", Has(' ')),
            ("a b", Has(' ')),
            (".", Has('.')),
            ("a.b", Has('.')),
            ("a.", Has('.')),
            ("..", Has('.')),
            ("*", Has('*')),
            ("a*", Has('*')),
            (">", Has('>')),
            ("a>b", Has('>')),
            ("a\tb", Has('\t')),
            ("a\rb", Has('\r')),
            ("a\nb", Has('\n')),
            ("a\r\nPUB x 0\r\n", Has('\r')),
            ("a\u{b}b", Has('\u{b}')),
            ("a\u{c}b", Has('\u{c}')),
            ("a\0b", Has('\0')),
            ("\0", Has('\0')),
            ("a\u{1b}[31m", Has('\u{1b}')),
            ("a\u{7f}", Has('\u{7f}')),
            ("a\u{85}", Has('\u{85}')),
            ("a\u{9b}m", Has('\u{9b}')),
            ("a\u{a0}b", Has('\u{a0}')),
            ("a\u{2003}b", Has('\u{2003}')),
            ("a\u{2028}b", Has('\u{2028}')),
            ("a\u{3000}b", Has('\u{3000}')),
            (&long, TooLong { limit: 255 }),
            (&wide, TooLong { limit: 255 }),
        ];
        for (name, expected) in table {
            for kind in [Stream, Consumer, Domain, Account] {
                assert_eq!(problem(kind, name), Some(*expected), "{kind:?} {name:?}");
            }
            assert!(Bucket.check(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_name_that_servers_take_is_taken() {
        let long = "N".repeat(255);
        for name in [
            "ORDERS",
            "orders",
            "a",
            "0",
            "-",
            "_",
            "$G",
            "$SYS",
            "a-b_c",
            "a=b",
            "a:b",
            "a,b",
            "a@b",
            "a+b",
            "a#b",
            "a%b",
            "\"a\"",
            "'a'",
            "(a)",
            "[a]",
            "{a}",
            "a|b",
            "a~b",
            "a`b",
            "a^b",
            "a&b",
            "a;b",
            "a?b",
            "a!b",
            "a<b",
            "Ünï",
            "заказы",
            "注文",
            "🚚",
            &long,
        ] {
            for kind in [Stream, Consumer, Domain, Account] {
                assert_eq!(problem(kind, name), None, "{kind:?} {name:?}");
            }
        }
    }

    #[test]
    fn path_separators_are_refused_in_streams_and_consumers() {
        for name in ["a/b", "/", "..\\a", "\\"] {
            for kind in [Stream, Consumer, Bucket] {
                assert!(kind.check(name).is_err(), "{kind:?} {name:?}");
            }
        }
        for name in ["a/b", "a\\b"] {
            for kind in [Domain, Account, Prefix, Subject] {
                assert_eq!(problem(kind, name), None, "{kind:?} {name:?}");
            }
        }
    }

    #[test]
    fn a_bucket_has_letters_digits_underscores_and_dashes() {
        for name in ["A", "z", "0", "_", "-", "my_bucket-1", &"b".repeat(251)] {
            assert_eq!(problem(Bucket, name), None, "{name:?}");
        }
        for (name, expected) in [
            ("", Empty),
            ("a.b", Has('.')),
            ("a=b", Has('=')),
            ("ü", Has('ü')),
            ("$G", Has('$')),
            (&"b".repeat(252), TooLong { limit: 251 }),
        ] {
            assert_eq!(problem(Bucket, name), Some(expected), "{name:?}");
        }
    }

    #[test]
    fn a_subject_has_tokens_and_wildcards() {
        for name in [
            "a",
            "a.b",
            "*",
            ">",
            "a.*",
            "a.>",
            "*.*.>",
            "a*",
            "a>b.c",
            "$JS.API",
            "ü.注文",
            "a\u{a0}b",
        ] {
            assert_eq!(problem(Subject, name), None, "{name:?}");
        }
        for (name, expected) in [
            ("", Empty),
            (".", EmptyToken),
            (".a", EmptyToken),
            ("a.", EmptyToken),
            ("a..b", EmptyToken),
            (">.a", NotLast),
            ("a.>.b", NotLast),
            ("a.>.>", NotLast),
            ("a b", Has(' ')),
            ("a\tb", Has('\t')),
            ("a\r\nb", Has('\r')),
            ("a\nb", Has('\n')),
            ("a\0", Has('\0')),
            ("a\u{7f}", Has('\u{7f}')),
            ("a\u{1b}", Has('\u{1b}')),
            (&"s".repeat(4001), TooLong { limit: 4000 }),
        ] {
            assert_eq!(problem(Subject, name), Some(expected), "{name:?}");
        }
    }

    #[test]
    fn an_error_quotes_the_name_escaped_and_says_what_is_wrong() {
        let message = |kind: NameKind, name: &str| kind.check(name).unwrap_err().to_string();
        assert_eq!(message(Stream, ""), r#"stream name "" is empty"#);
        assert_eq!(message(Stream, "a.b"), r#"stream name "a.b" has a '.'"#);
        assert_eq!(
            message(Consumer, "a\r\nb"),
            r#"consumer name "a\r\nb" has a '\r'"#
        );
        assert_eq!(
            message(Domain, "\u{1b}[0m"),
            r#"domain name "\u{1b}[0m" has a '\u{1b}'"#
        );
        assert_eq!(message(Account, "a b"), r#"account name "a b" has a ' '"#);
        assert_eq!(
            message(Subject, "a..b"),
            r#"subject "a..b" has an empty token"#
        );
        assert_eq!(
            message(Subject, ">.b"),
            r#"subject ">.b" has a '>' before its last token"#
        );
        assert_eq!(
            message(Stream, &"ü".repeat(200)),
            format!(
                "stream name \"{}\"… (400 bytes) has 400 bytes, of which 255 are allowed",
                "ü".repeat(100)
            ),
        );
    }
}
