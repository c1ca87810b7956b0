//! Names that become part of a subject, checked once so that none can bend it.
//!
//! A request's subject is built from names: `STREAM.INFO.` and the name of the
//! stream. A name with a dot would address something else, one with a line
//! break would be a second protocol line, and one with a wildcard a request that
//! nobody answers. So none of them gets that far.

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
            /// The name as text.
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
    /// The name of a stream: one token of at most 255 bytes.
    ///
    /// Without `.`, `*`, `>`, `/`, `\`, white space and control characters.
    /// Letters may be of any script.
    StreamName is Stream;

    /// The name of a consumer: one token of at most 255 bytes.
    ///
    /// Without `.`, `*`, `>`, `/`, `\`, white space and control characters.
    /// Letters may be of any script.
    ConsumerName is Consumer;

    /// The name of a JetStream domain: one token of at most 255 bytes.
    ///
    /// Without `.`, `*`, `>`, white space and control characters.
    DomainName is Domain;

    /// The name of an account, or its public key: one token of at most 255 bytes.
    ///
    /// Without `.`, `*`, `>`, white space and control characters.
    AccountName is Account;

    /// The name of a bucket: `A-Z`, `a-z`, `0-9`, `_` and `-`, at most 251 bytes.
    ///
    /// ADR-8.
    BucketName is Bucket;

    /// What the subjects of the JetStream API begin with.
    ///
    /// `$JS.API`, which is the default; `$JS.hub.API` for the domain `hub`; or
    /// what an account imports the API under. Without wildcards, and without a
    /// dot at the end.
    ApiPrefix is Prefix;
}

impl ApiPrefix {
    /// The prefix of the API in a domain: `$JS.hub.API`.
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
