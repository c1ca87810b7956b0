//! The subject of a request, built from checked tokens.

use std::fmt;

use crate::value::MAX_SUBJECT;
use crate::value::name::{NameError, NameKind};

/// Builds the subject of a request, and checks each token.
///
/// ```
/// use jsapi::request::SubjectBuilder;
///
/// # fn main() -> Result<(), jsapi::request::SubjectError> {
/// let mut subject = SubjectBuilder::new("$JS.API");
/// subject.literal("STREAM.INFO");
/// subject.stream("ORDERS")?;
/// assert_eq!(subject.finish(), "$JS.API.STREAM.INFO.ORDERS");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SubjectBuilder(String);

impl SubjectBuilder {
    /// Creates a subject that begins with `prefix`, which is not checked.
    pub fn new(prefix: &str) -> Self {
        let mut subject = String::with_capacity(prefix.len() + 64);
        subject.push_str(prefix);
        Self(subject)
    }

    /// Appends tokens of the operation, such as `STREAM.INFO`, which are not checked.
    pub fn literal(&mut self, tokens: &str) {
        if !self.0.is_empty() {
            self.0.push('.');
        }
        self.0.push_str(tokens);
    }

    /// Appends the name of a stream.
    ///
    /// # Errors
    /// [`SubjectError::Name`] if the name is not valid, [`SubjectError::TooLong`] if the
    /// whole subject is longer than [`MAX_SUBJECT`].
    pub fn stream(&mut self, name: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Stream, name)
    }

    /// Appends the name of a consumer.
    ///
    /// # Errors
    /// [`SubjectError::Name`] if the name is not valid, [`SubjectError::TooLong`] if the
    /// whole subject is longer than [`MAX_SUBJECT`].
    pub fn consumer(&mut self, name: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Consumer, name)
    }

    /// Appends the name of an account.
    ///
    /// # Errors
    /// [`SubjectError::Name`] if the name is not valid, [`SubjectError::TooLong`] if the
    /// whole subject is longer than [`MAX_SUBJECT`].
    pub fn account(&mut self, name: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Account, name)
    }

    /// Appends a subject, which may have wildcards.
    ///
    /// # Errors
    /// [`SubjectError::Name`] if it is not a subject, [`SubjectError::TooLong`] if the
    /// whole subject is longer than [`MAX_SUBJECT`].
    pub fn subject(&mut self, filter: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Subject, filter)
    }

    /// Returns the whole subject.
    pub fn finish(self) -> String {
        self.0
    }

    fn checked(&mut self, kind: NameKind, name: &str) -> Result<(), SubjectError> {
        kind.check(name).map_err(SubjectError::Name)?;
        let bytes = self.0.len() + 1 + name.len();
        if bytes > MAX_SUBJECT {
            return Err(SubjectError::TooLong { bytes });
        }
        self.literal(name);
        Ok(())
    }
}

/// A request whose subject is not valid. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectError {
    /// A name is not valid in a subject.
    Name(NameError),
    /// The subject is longer than [`MAX_SUBJECT`].
    TooLong {
        /// Its length in bytes.
        bytes: usize,
    },
}

impl fmt::Display for SubjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::TooLong { bytes } => {
                write!(
                    f,
                    "subject of {bytes} bytes is longer than the maximum, {MAX_SUBJECT}"
                )
            }
        }
    }
}

impl std::error::Error for SubjectError {}

impl From<NameError> for SubjectError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_its_tokens_with_dots_between() {
        let mut subject = SubjectBuilder::new("$JS.hub.API");
        subject.literal("CONSUMER.CREATE");
        subject.stream("ORDERS").unwrap();
        subject.consumer("C").unwrap();
        subject.subject("orders.*.>").unwrap();
        assert_eq!(
            subject.finish(),
            "$JS.hub.API.CONSUMER.CREATE.ORDERS.C.orders.*.>"
        );

        let mut subject = SubjectBuilder::new("");
        subject.literal("ACCOUNT.PURGE");
        subject.account("$G").unwrap();
        assert_eq!(subject.finish(), "ACCOUNT.PURGE.$G");
    }

    #[test]
    fn a_refused_token_leaves_the_subject_as_it_was() {
        let mut subject = SubjectBuilder::new("$JS.API");
        let error = subject.stream("a.b").unwrap_err();
        assert_eq!(error.to_string(), r#"stream name "a.b" has a '.'"#);
        assert!(matches!(error, SubjectError::Name(error) if error.name() == "a.b"));
        assert!(subject.consumer("").is_err());
        assert!(subject.account("a\r\n").is_err());
        assert!(subject.subject("a..b").is_err());
        assert_eq!(subject.finish(), "$JS.API");
    }

    #[test]
    fn a_subject_that_servers_hang_up_on_is_refused() {
        let mut subject = SubjectBuilder::new("$JS.API");
        subject.literal("DIRECT.GET");
        subject.stream(&"S".repeat(255)).unwrap();
        let error = subject.subject(&"s".repeat(3900)).unwrap_err();
        assert_eq!(
            error,
            SubjectError::TooLong {
                bytes: 18 + 256 + 3901
            }
        );
        subject.subject(&"s".repeat(3700)).unwrap();
        assert!(subject.finish().len() <= MAX_SUBJECT);
    }
}
