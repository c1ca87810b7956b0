//! Macros that implement models and enums.
//!
//! Only the macros are part of the API; their expansion in other crates uses the functions
//! and types here.

use super::field::{Failed, Null, Source};
pub use super::member::{Member, Members};
pub use serde_core;

/// Reads a string with `take`, unless it is `null`. Compiled once for all enums.
///
/// # Errors
/// If the value is not a string.
pub fn with_text(
    from: &mut dyn Source,
    null: Null,
    take: &mut dyn FnMut(&str),
) -> Result<(), Failed> {
    if let Some(text) = from.text(null)? {
        take(&text);
    }
    Ok(())
}

/// Implements [`Model`](crate::Model), `Serialize` and `Deserialize` for a struct.
///
/// Lists the fields of the struct in the order in which they are written; `extra` is not
/// listed. These words after a colon set properties of a field:
///
/// | word | meaning |
/// |---|---|
/// | `required` | always written, and a document without it is an error |
/// | `duration` | a `Duration`, an `Option` or a `Vec` of it: a negative value is kept in `extra` |
/// | `level(2)` | a request in which the field is set requires API level 2 |
/// | `value_levels(&[("async", 2)])` | a request in which the field is `async` requires API level 2 |
///
/// `kind as "type"` is the field `kind` whose name in JSON is `type`. `..config: StreamConfig`,
/// first in the list, is a struct whose fields stand among the others; it holds `extra`.
/// `StreamPurgeRequest(stream)` has a field `stream` of type `String` that is part of the
/// subject and not of the document.
///
/// The [module](crate::codec) has an example.
//
// The functions that use the fields are `#[inline]` for build time, not for speed: they are
// compiled where they are used, and building `jsapi` compiles none of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($model:ident $(($($token:ident),+))? {
        ..$part:ident: $of:ident,
        $($field:ident $(as $name:literal)? $(: $($word:ident $(($($value:tt)*))?)+)?,)*
    }) => {
        const _: () = {
            // The index of each field. A model without fields has none to return.
            #[allow(dead_code, non_camel_case_types)]
            enum At { $($field),* }

            impl $model {
                #[doc(hidden)]
                pub(crate) const FIELDS: &'static [$crate::codec::macros::Member] = {
                    const OWN: &[$crate::codec::macros::Member] = &[$(
                        $crate::codec::macros::Member::new(&[$($name,)? stringify!($field)])
                            $($(.$word($($($value)*)?))+)?,
                    )*];
                    &$crate::codec::macros::Member::joined::<{ $of::FIELDS.len() + OWN.len() }>(
                        $of::FIELDS,
                        OWN,
                    )
                };
            }

            #[allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]
            impl $crate::codec::Model for $model {
                #[inline]
                fn empty() -> Self {
                    Self {
                        $($($token: ::std::string::String::new(),)+)?
                        $part: $crate::codec::Model::empty(),
                        $($field: $crate::codec::Field::unset(),)*
                    }
                }

                fn members(&self) -> &'static $crate::codec::macros::Members {
                    static MEMBERS: $crate::codec::macros::Members =
                        $crate::codec::macros::Members::new($model::FIELDS);
                    &MEMBERS
                }

                #[inline]
                fn field(&self, index: usize) -> Option<&dyn $crate::codec::Field> {
                    let field: &dyn $crate::codec::Field =
                        $(if index == $of::FIELDS.len() + At::$field as usize {
                            &self.$field
                        } else)* {
                            return self.$part.field(index);
                        };
                    Some(field)
                }

                #[inline]
                fn field_mut(&mut self, index: usize) -> Option<&mut dyn $crate::codec::Field> {
                    let field: &mut dyn $crate::codec::Field =
                        $(if index == $of::FIELDS.len() + At::$field as usize {
                            &mut self.$field
                        } else)* {
                            return self.$part.field_mut(index);
                        };
                    Some(field)
                }

                fn extra(&self) -> &$crate::codec::Extra {
                    self.$part.extra()
                }

                fn extra_mut(&mut self) -> &mut $crate::codec::Extra {
                    self.$part.extra_mut()
                }
            }
        };

        $crate::__serde!($model);
    };

    ($model:ident $(($($token:ident),+))? {
        $($field:ident $(as $name:literal)? $(: $($word:ident $(($($value:tt)*))?)+)?,)*
    }) => {
        const _: () = {
            // The index of each field. A model without fields has none to return.
            #[allow(dead_code, non_camel_case_types)]
            enum At { $($field),* }

            impl $model {
                #[doc(hidden)]
                pub(crate) const FIELDS: &'static [$crate::codec::macros::Member] = &[$(
                    $crate::codec::macros::Member::new(&[$($name,)? stringify!($field)])
                        $($(.$word($($($value)*)?))+)?,
                )*];
            }

            #[allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]
            impl $crate::codec::Model for $model {
                #[inline]
                fn empty() -> Self {
                    Self {
                        $($($token: ::std::string::String::new(),)+)?
                        $($field: $crate::codec::Field::unset(),)*
                        extra: $crate::codec::Extra::new(),
                    }
                }

                fn members(&self) -> &'static $crate::codec::macros::Members {
                    static MEMBERS: $crate::codec::macros::Members =
                        $crate::codec::macros::Members::new($model::FIELDS);
                    &MEMBERS
                }

                #[inline]
                fn field(&self, index: usize) -> Option<&dyn $crate::codec::Field> {
                    let _ = index;
                    let field: &dyn $crate::codec::Field =
                        $(if index == At::$field as usize { &self.$field } else)* {
                            return None;
                        };
                    Some(field)
                }

                #[inline]
                fn field_mut(&mut self, index: usize) -> Option<&mut dyn $crate::codec::Field> {
                    let _ = index;
                    let field: &mut dyn $crate::codec::Field =
                        $(if index == At::$field as usize { &mut self.$field } else)* {
                            return None;
                        };
                    Some(field)
                }

                fn extra(&self) -> &$crate::codec::Extra {
                    &self.extra
                }

                fn extra_mut(&mut self) -> &mut $crate::codec::Extra {
                    &mut self.extra
                }
            }
        };

        $crate::__serde!($model);
    };
}

/// Implements `Serialize` and `Deserialize` for a [`Field`](crate::codec::Field).
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($field:ident) => {
        impl<'de> $crate::codec::macros::serde_core::Deserialize<'de> for $field {
            fn deserialize<D: $crate::codec::macros::serde_core::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                $crate::codec::deserialize(from)
            }
        }

        impl $crate::codec::macros::serde_core::Serialize for $field {
            fn serialize<S: $crate::codec::macros::serde_core::Serializer>(
                &self,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, to)
            }
        }
    };
}

/// Gives an enum its text, and makes it a [`Field`](crate::codec::Field).
///
/// The last variant of the enum is `Unknown(String)`, which this list leaves out:
///
/// ```
/// use jsapi::codec::open_enum;
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Stock {
///     Plenty,
///     SoldOut,
///     Unknown(String),
/// }
///
/// open_enum!(Stock { Plenty = "plenty", SoldOut = "sold_out" });
///
/// assert_eq!(Stock::from("sold_out"), Stock::SoldOut);
/// assert_eq!(Stock::from("new").as_str(), "new");
/// ```
///
/// It has `as_str`, and implements `Display`, `From<&str>`, `From<String>`, `FromStr`,
/// `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($($name:ident { $($variant:ident = $text:literal),* $(,)? })*) => {$(
        impl $name {
            /// Returns the value as it is in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl ::std::convert::From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl $crate::codec::Field for $name {
            fn unset() -> Self {
                Self::Unknown(String::new())
            }

            fn reset(&mut self) {
                *self = <Self as $crate::codec::Field>::unset();
            }

            fn read_value(
                &mut self,
                from: &mut dyn $crate::codec::Source,
            ) -> Result<(), $crate::codec::Failed> {
                let null = $crate::codec::Null::Refused;
                $crate::codec::macros::with_text(from, null, &mut |text| *self = Self::from(text))
            }

            #[inline]
            fn read_nullable(
                field: &mut Option<Self>,
                from: &mut dyn $crate::codec::Source,
            ) -> Result<(), $crate::codec::Failed> {
                let null = $crate::codec::Null::Allowed;
                $crate::codec::macros::with_text(from, null, &mut |text| *field = Some(Self::from(text)))
            }

            fn write_value(
                &self,
                to: &mut dyn $crate::codec::Sink,
            ) -> Result<(), $crate::codec::Failed> {
                to.text(self.as_str())
            }

            fn as_text(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }

        $crate::__serde!($name);
    )*};
}
