//! Setters of the configurations of both stores.

/// Writes setters: `some` for an optional field, `text` for an optional text, `pair` for a
/// map of texts, `set` for other fields.
macro_rules! setters {
    ($($(#[doc = $doc:literal])+ $kind:ident $field:ident: $type:ty;)+) => {
        $(setters!(@$kind $field: $type, $(#[doc = $doc])+);)+
    };
    (@some $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        pub fn $field(mut self, $field: impl Into<Option<$type>>) -> Self {
            self.$field = $field.into();
            self
        }
    };
    (@text $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        pub fn $field(mut self, $field: impl Into<$type>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    (@pair $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        pub fn $field(mut self, key: impl Into<$type>, value: impl Into<$type>) -> Self {
            self.$field.insert(key.into(), value.into());
            self
        }
    };
    (@set $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = $field;
            self
        }
    };
}

pub(super) use setters;
