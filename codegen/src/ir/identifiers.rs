//! What may be a name in generated code.

use crate::error::Result;
use crate::source::place::Place;

/// What Rust's prelude and derives call something; code that is generated does too.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Files that are there anyhow, and crates that all of them name.
const MODULES: &[&str] = &[
    "endpoint",
    "error_code",
    "jsapi",
    "mod",
    "serde_json",
    "std",
    "time",
];

pub(crate) fn is_identifier(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(plain) && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Refuses what cannot be the name of a struct or enum.
pub(crate) fn check_type(name: &str, place: &Place) -> Result<()> {
    if PRELUDE.contains(&name) {
        return Err(place.error(taken(name)));
    }
    check(name, "a type", place)
}

/// The fault of a name that generated code uses for something else.
pub(crate) fn taken(name: &str) -> String {
    format!("generated code needs the name {name} itself: it cannot be a type's")
}

/// Refuses what cannot be the name of a field.
pub(crate) fn check_field(name: &str, place: &Place) -> Result<()> {
    check(name, "a field", place)
}

/// Refuses what cannot be the name of a file and the module in it.
pub(crate) fn check_module(name: &str, place: &Place) -> Result<()> {
    if MODULES.contains(&name) {
        return Err(place.error(format!("the module {name} is there already")));
    }
    check(name, "a module", place)
}

fn check(name: &str, what: &str, place: &Place) -> Result<()> {
    if is_identifier(name) {
        return Ok(());
    }
    Err(place.error(format!("\"{name}\" is no name for {what}")))
}
