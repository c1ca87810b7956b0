//! Validation of names and subjects.

use std::fmt;

use super::excerpt::Excerpt;

/// Maximum length of a subject in bytes: 4000.
///
/// The server closes the connection on a protocol line longer than its
/// `max_control_line`. Default: 4096 bytes, which the reply subject and the sizes share.
pub const MAX_SUBJECT: usize = 4000;

/// Kind of a name, which determines the characters that it may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// Stream name: one token of at most 255 bytes, without `/` and `\`.
    Stream,
    /// Consumer name: one token of at most 255 bytes, without `/` and `\`.
    Consumer,
    /// JetStream domain: one token of at most 255 bytes.
    Domain,
    /// Account name or public key: one token of at most 255 bytes.
    Account,
    /// Bucket of a key-value or object store: `A-Z`, `a-z`, `0-9`, `_` and `-` (ADR-8).
    ///
    /// At most 251 bytes, so that the name of the bucket's stream has at most 255.
    Bucket,
    /// Prefix of the JetStream API: tokens without wildcards.
    Prefix,
    /// Subject: tokens, including wildcards.
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

    /// Maximum length in bytes.
    const fn limit(self) -> usize {
        match self {
            Self::Stream | Self::Consumer | Self::Domain | Self::Account => 255,
            Self::Bucket => 255 - "KV_".len() - 1,
            Self::Prefix => 1000,
            Self::Subject => MAX_SUBJECT,
        }
    }

    /// Checks that `name` is a valid name of this kind. Does not allocate if it is.
    ///
    /// # Errors
    /// [`NameError`] if the name is not valid.
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
        // Fast path for the usual characters: each request checks its names.
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
            // A stream stores messages with any subject that the protocol allows, so we
            // refuse only characters that end or split a protocol line.
            Self::Subject => char.is_ascii_whitespace() || char.is_ascii_control(),
        }
    }
}

/// Returns whether a character is white space or a control character.
///
/// Servers accept non-ASCII white space and control characters in names. They are
/// invisible, and most likely a mistake.
fn is_blank_or_control(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

/// Reason why a name is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameProblem {
    /// The name is empty.
    Empty,
    /// The name contains this invalid character.
    Has(char),
    /// The name has an empty token: a dot at either end, or two consecutive dots.
    EmptyToken,
    /// The name has a `>` before its last token.
    NotLast,
    /// The name is longer than `limit` bytes.
    TooLong {
        /// Maximum length in bytes.
        limit: usize,
    },
}

/// Error of a name or subject that is not valid. No request was sent.
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
    /// Returns the kind of the name.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// Returns the invalid name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the reason why the name is not valid.
    pub fn problem(&self) -> NameProblem {
        self.problem
    }
}

/// Quotes and escapes the name, and truncates a long one.
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
                    " has {} bytes, more than the maximum of {limit}",
                    self.name.len()
                )
            }
        }
    }
}

impl std::error::Error for NameError {}

/// Like the derived form, with a long name truncated.
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
                "stream name \"{}\"… (400 bytes) has 400 bytes, more than the maximum of 255",
                "ü".repeat(100)
            ),
        );
    }
}
