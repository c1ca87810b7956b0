//! The Rust type of a field.

use std::fmt;

/// A Rust type, as typify decided it and syn read it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Scalar(Scalar),
    /// A struct or enum of the schema set, by its Rust name.
    Model(String),
    /// The member may be absent.
    Option(Box<Type>),
    List(Box<Type>),
    /// A map whose keys are strings.
    Map(Box<Type>),
}

/// A type without parts that no schema defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Bool,
    U16,
    U32,
    U64,
    I32,
    I64,
    F64,
    Text,
    Time,
    Duration,
    Base64,
    Headers,
    ErrorCode,
    /// Any JSON value.
    Any,
}

impl Type {
    /// The type of an optional member, without its `Option`.
    pub(crate) fn inside_option(&self) -> Option<&Self> {
        match self {
            Self::Option(inside) => Some(inside),
            _ => None,
        }
    }

    /// The type without the `Option` that says that the member may be absent.
    pub(crate) fn base(&self) -> &Self {
        self.inside_option().unwrap_or(self)
    }

    /// The scalar or model inside options, lists and maps.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Option(inside) | Self::List(inside) | Self::Map(inside) => inside.innermost(),
            Self::Scalar(_) | Self::Model(_) => self,
        }
    }

    /// Whether it is a list, or has one inside.
    pub(crate) fn has_list(&self) -> bool {
        match self {
            Self::List(_) => true,
            Self::Option(inside) | Self::Map(inside) => inside.has_list(),
            Self::Scalar(_) | Self::Model(_) => false,
        }
    }

    /// The type in JSON: two Rust types of one kind are the same on the wire.
    pub(crate) fn json(&self) -> String {
        match self {
            Self::Scalar(scalar) => scalar.json().to_owned(),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => f.write_str(scalar.rust()),
            Self::Model(name) => f.write_str(name),
            Self::Option(inside) => write!(f, "Option<{inside}>"),
            Self::List(item) => write!(f, "Vec<{item}>"),
            Self::Map(value) => write!(f, "BTreeMap<String, {value}>"),
        }
    }
}

impl Scalar {
    const ALL: [Self; 14] = [
        Self::Bool,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::I32,
        Self::I64,
        Self::F64,
        Self::Text,
        Self::Time,
        Self::Duration,
        Self::Base64,
        Self::Headers,
        Self::ErrorCode,
        Self::Any,
    ];

    /// The scalar that Rust calls `name`.
    pub(crate) fn of_rust(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scalar| scalar.rust() == name)
    }

    /// The scalar that `[formats]` in `rust.toml` calls `name`.
    pub(crate) fn of_format(name: &str) -> Option<Self> {
        let all = Self::ALL.into_iter();
        all.into_iter()
            .find(|scalar| scalar.format() == Some(name))
            .or((name == "u16").then_some(Self::U16))
    }

    pub(crate) fn rust(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F64 => "f64",
            Self::Text => "String",
            Self::Time => "OffsetDateTime",
            Self::Duration => "Duration",
            Self::Base64 => "Base64",
            Self::Headers => "Headers",
            Self::ErrorCode => "ErrorCode",
            Self::Any => "Value",
        }
    }

    /// The JSON Schema `format` of a scalar that has a type of the runtime, not
    /// one of Rust itself.
    pub(crate) fn format(self) -> Option<&'static str> {
        match self {
            Self::Time => Some("date-time"),
            Self::Duration => Some("nanos"),
            Self::Base64 => Some("base64"),
            Self::Headers => Some("headers"),
            Self::ErrorCode => Some("error-code"),
            _ => None,
        }
    }

    /// The scalars that have a `format`.
    pub(crate) fn formatted() -> impl Iterator<Item = (Self, &'static str)> {
        Self::ALL
            .into_iter()
            .filter_map(|scalar| Some((scalar, scalar.format()?)))
    }

    fn json(self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::F64 => "number",
            Self::U16
            | Self::U32
            | Self::U64
            | Self::I32
            | Self::I64
            | Self::Duration
            | Self::ErrorCode => "integer",
            Self::Text | Self::Time | Self::Base64 | Self::Headers => "string",
            Self::Any => "any",
        }
    }

    /// The least and the greatest value of an integer.
    pub(crate) fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::U64 => (0, u64::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U16 | Self::ErrorCode => (0, u16::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            // Nanoseconds on the wire, as Go's signed integer.
            Self::Duration => (0, i64::MAX.into()),
            _ => return None,
        })
    }
}
