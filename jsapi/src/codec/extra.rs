//! The fields that a model does not know.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// Fields that a model does not know, by name.
///
/// Holds the fields of newer servers, which are written back with the model. Also holds
/// values that the Rust type of a known field cannot represent: servers 2.10 and 2.11 store
/// and return a negative `ack_wait`, which is not a [`Duration`](std::time::Duration).
///
/// An entry under the name of a known field is sent only while that field is unset.
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
// One pointer wide, because every model has one and almost all are empty.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Kept>>);

/// The values of an empty `Extra`.
static NOTHING: BTreeMap<String, Value> = BTreeMap::new();

#[derive(Clone, Default)]
struct Kept {
    values: BTreeMap<String, Value>,
    /// Names in `values` of known fields whose type cannot hold the value.
    known: Vec<String>,
}

impl Kept {
    /// Forgets that the field `name` is a known one.
    fn forget(&mut self, name: &str) {
        self.known.retain(|known| known != name);
    }
}

impl Extra {
    /// Creates an empty `Extra`. Allocates nothing.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Returns whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.values.len())
    }

    /// Returns the value of the field `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.values.get(name)
    }

    /// Sets the field `name`, and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) -> Option<Value> {
        let name = name.into();
        let kept = self.0.get_or_insert_default();
        kept.forget(&name);
        kept.values.insert(name, value)
    }

    /// Removes the field `name`, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let kept = self.0.as_mut()?;
        let value = kept.values.remove(name)?;
        kept.forget(name);
        if kept.values.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// Returns the fields, sorted by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        let values = self.0.as_ref().map_or(&NOTHING, |kept| &kept.values);
        values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the names of the fields that the model does not know.
    ///
    /// Leaves out known fields whose value their type cannot hold.
    pub fn unknown_names(&self) -> impl Iterator<Item = &str> {
        let known = self.0.as_ref().map_or(&[][..], |kept| &kept.known);
        self.iter()
            .map(|(name, _)| name)
            .filter(move |name| !known.iter().any(|known| known == name))
    }

    /// Removes the fields that the model does not know.
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

    /// Keeps the value of a known field whose type cannot hold it.
    pub(crate) fn keep_known(&mut self, name: &str, value: Value) {
        self.insert(name, value);
        if let Some(kept) = self.0.as_mut() {
            kept.known.push(name.to_owned());
        }
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
