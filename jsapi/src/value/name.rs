//! Validated names of streams, consumers, domains, accounts and buckets.
//!
//! A request subject contains names: `STREAM.INFO.` and the name of the stream. An
//! invalid name would change the request: a dot adds a token, a line break starts another
//! protocol line, and no server responds to a wildcard. Each type here checks the name
//! when it is created.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

pub use super::token::{NameError, NameKind, NameProblem};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident is $kind:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Returns the name as a string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(name: String) -> Result<Self, NameError> {
                NameKind::$kind.check(&name)?;
                Ok(Self(name))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = NameError;

            fn try_from(name: &str) -> Result<Self, NameError> {
                NameKind::$kind.check(name)?;
                Ok(Self(name.to_owned()))
            }
        }

        impl TryFrom<&String> for $name {
            type Error = NameError;

            fn try_from(name: &String) -> Result<Self, NameError> {
                Self::try_from(name.as_str())
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(name: &str) -> Result<Self, NameError> {
                Self::try_from(name)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl From<&$name> for String {
            fn from(name: &$name) -> Self {
                name.0.clone()
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )*};
}

names! {
    /// Name of a stream: one token of at most 255 bytes.
    ///
    /// Must not contain `.`, `*`, `>`, `/`, `\`, white space or control characters. Letters
    /// of any script are valid.
    StreamName is Stream;

    /// Name of a consumer: one token of at most 255 bytes.
    ///
    /// Must not contain `.`, `*`, `>`, `/`, `\`, white space or control characters. Letters
    /// of any script are valid.
    ConsumerName is Consumer;

    /// Name of a JetStream domain: one token of at most 255 bytes.
    ///
    /// Must not contain `.`, `*`, `>`, white space or control characters.
    DomainName is Domain;

    /// Name or public key of an account: one token of at most 255 bytes.
    ///
    /// Must not contain `.`, `*`, `>`, white space or control characters.
    AccountName is Account;

    /// Name of a bucket: `A-Z`, `a-z`, `0-9`, `_` and `-`, at most 251 bytes.
    ///
    /// ADR-8.
    BucketName is Bucket;

    /// Subject prefix of the JetStream API. Default: `$JS.API`.
    ///
    /// `$JS.hub.API` for the domain `hub`, or the prefix of an import from another account.
    /// Must not contain wildcards or end with a dot.
    ApiPrefix is Prefix;
}

impl ApiPrefix {
    /// Returns the API prefix of a domain: `$JS.hub.API`.
    pub fn of_domain(domain: &DomainName) -> Self {
        Self(format!("$JS.{domain}.API"))
    }
}

/// `$JS.API`.
impl Default for ApiPrefix {
    fn default() -> Self {
        Self("$JS.API".to_owned())
    }
}

impl From<&DomainName> for ApiPrefix {
    fn from(domain: &DomainName) -> Self {
        Self::of_domain(domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_tokens_without_wildcards() {
        assert_eq!(ApiPrefix::default(), "$JS.API");
        let hub = DomainName::try_from("hub").unwrap();
        assert_eq!(ApiPrefix::of_domain(&hub), "$JS.hub.API");
        assert!(ApiPrefix::try_from("imported.js").is_ok());
        for name in [
            "",
            "$JS.API.",
            ".a",
            "a..b",
            "$JS.*.API",
            ">",
            "a b",
            "a\r\nb",
            "a\u{a0}b",
        ] {
            assert!(ApiPrefix::try_from(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_name_is_used_like_the_text_it_is() {
        let name: StreamName = "ORDERS".parse().unwrap();
        assert_eq!(name, "ORDERS");
        assert_eq!(name.len(), 6);
        assert_eq!(format!("<{name:>8}>"), "<  ORDERS>");
        assert_eq!(String::from(&name), "ORDERS");
        assert_eq!(StreamName::try_from(String::from("ORDERS")).unwrap(), name);
        assert_eq!(String::from(name), "ORDERS");
    }
}
