//! Setters of the configurations of both stores.

/// Writes setters: `some` for an optional field, `text` for an optional text, `set` for
/// other fields.
macro_rules! setters {
    ($($(#[doc = $doc:literal])+ $kind:ident $field:ident: $type:ty;)+) => {
        $(setters!(@$kind $field: $type, $(#[doc = $doc])+);)+
    };
    (@some $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        #[must_use]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = Some($field);
            self
        }
    };
    (@text $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$type>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    (@set $field:ident: $type:ty, $(#[$doc:meta])+) => {
        $(#[$doc])+
        #[must_use]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = $field;
            self
        }
    };
}

pub(super) use setters;
