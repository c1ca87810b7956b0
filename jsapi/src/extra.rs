//! The members of a document that its model has no field for.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::model::{Field, Members, Model};

/// Keeps what a model has no field for, so that writing it back loses nothing.
///
/// A newer server's fields land here under their own names, and are sent again
/// when the model is written. So does the value of a known field that its Rust
/// type cannot hold: servers 2.10 and 2.11 store and return a negative
/// `ack_wait`, which a [`Duration`](std::time::Duration) is not.
///
/// An entry under the name of a known field is sent only while that field is
/// unset: setting the field replaces the entry.
///
/// ```
/// use jsapi::Extra;
/// use serde_json::json;
///
/// let mut extra = Extra::new();
/// extra.insert("brand_new", json!({"a": 1}));
/// assert_eq!(extra.get("brand_new"), Some(&json!({"a": 1})));
/// ```
//
// One pointer wide, because every model carries one and almost all are empty.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Kept>>);

/// What is kept where nothing is.
static NOTHING: BTreeMap<String, Value> = BTreeMap::new();

#[derive(Clone, Default)]
struct Kept {
    values: BTreeMap<String, Value>,
    /// Names in `values` that the model does know, but could not hold.
    known: Vec<String>,
}

impl Kept {
    /// The value of this name is no longer one that the model could not hold.
    fn forget(&mut self, name: &str) {
        self.known.retain(|known| known != name);
    }
}

impl Extra {
    /// Nothing kept. Allocates nothing.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many members are kept.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.values.len())
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.values.get(name)
    }

    /// Keeps `value` under `name`, and returns what was there before.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) -> Option<Value> {
        let name = name.into();
        let kept = self.0.get_or_insert_default();
        kept.forget(&name);
        kept.values.insert(name, value)
    }

    /// Takes the member of this name out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let kept = self.0.as_mut()?;
        let value = kept.values.remove(name)?;
        kept.forget(name);
        if kept.values.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// The members in the order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        let values = self.0.as_ref().map_or(&NOTHING, |kept| &kept.values);
        values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names that the model has no field for.
    ///
    /// Leaves out the fields that it has, but whose value it could not hold.
    pub fn unknown_names(&self) -> impl Iterator<Item = &str> {
        let known = self.0.as_ref().map_or(&[][..], |kept| &kept.known);
        self.iter()
            .map(|(name, _)| name)
            .filter(move |name| !known.iter().any(|known| known == name))
    }

    /// Drops the members that the model has no field for.
    pub fn clear_unknown(&mut self) {
        if let Some(kept) = self.0.as_mut() {
            let mut known = BTreeMap::new();
            for name in &kept.known {
                if let Some(value) = kept.values.remove(name) {
                    known.insert(name.clone(), value);
                }
            }
            kept.values = known;
            if kept.values.is_empty() {
                self.0 = None;
            }
        }
    }

    /// Keeps the value of a field that the model has, but cannot hold.
    pub(crate) fn keep_known(&mut self, name: &str, value: Value) {
        self.insert(name, value);
        if let Some(kept) = self.0.as_mut() {
            kept.known.push(name.to_owned());
        }
    }
}

/// An object of which nothing is known is a model too: it has no fields, and keeps all.
impl Model for Extra {
    fn empty() -> Self {
        Self::new()
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[]);
        &MEMBERS
    }

    fn field(&self, _index: usize) -> Option<&dyn Field> {
        None
    }

    fn field_mut(&mut self, _index: usize) -> Option<&mut dyn Field> {
        None
    }

    fn extra(&self) -> &Extra {
        self
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self
    }
}

impl PartialEq for Extra {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Extra {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<N: Into<String>> Extend<(N, Value)> for Extra {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl<N: Into<String>> FromIterator<(N, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(members: I) -> Self {
        let mut extra = Self::new();
        extra.extend(members);
        extra
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_emptied_extra_equals_a_new_one() {
        let mut extra = Extra::from_iter([("a", json!(1))]);
        assert_eq!(extra.len(), 1);
        assert_eq!(extra.remove("a"), Some(json!(1)));
        assert!(extra.is_empty());
        assert_eq!(extra, Extra::new());
        assert_eq!(extra.remove("a"), None);
    }

    #[test]
    fn clearing_unknown_members_leaves_known_ones() {
        let mut extra = Extra::from_iter([("zz", json!(true))]);
        extra.keep_known("ack_wait", json!(-5));
        assert_eq!(extra.unknown_names().collect::<Vec<_>>(), ["zz"]);

        extra.clear_unknown();
        assert_eq!(extra.iter().collect::<Vec<_>>(), [("ack_wait", &json!(-5))]);

        extra.insert("ack_wait", json!("mine"));
        extra.clear_unknown();
        assert!(extra.is_empty());
    }

    #[test]
    fn an_extra_is_one_pointer_wide() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }
}
