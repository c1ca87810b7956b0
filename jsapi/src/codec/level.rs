//! The JetStream API level that a request requires.

/// JetStream API level that a request requires, and the field that requires it.
///
/// Server 2.11.0 has level 1, 2.12.0 level 2, 2.12.5 level 3, 2.14.0 level 4 and 2.15
/// level 5. Every server since 2.10 supports level 0.
///
/// Returned by [`Model::required_level`](crate::Model::required_level).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredApiLevel {
    /// The level; 0 if no set field requires one.
    pub level: u8,
    /// Path of the first field that requires this level: `config.allow_msg_ttl`.
    pub field: Option<String>,
    /// Path of the field whose fields are being visited.
    path: Vec<&'static str>,
}

impl RequiredApiLevel {
    /// Raises the level to that of the field `name`, which is set.
    pub(super) fn raise(&mut self, level: u8, name: &'static str) {
        if level > self.level {
            self.level = level;
            self.path.push(name);
            self.field = Some(self.path.join("."));
            self.path.pop();
        }
    }

    /// Enters the field `name`, to visit its fields.
    pub(super) fn enter(&mut self, name: &'static str) {
        self.path.push(name);
    }

    /// Leaves the last entered field.
    pub(super) fn leave(&mut self) {
        self.path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_field_of_the_highest_level_is_named() {
        let mut required = RequiredApiLevel::default();
        required.raise(1, "allow_msg_ttl");
        required.enter("config");
        required.raise(2, "allow_msg_counter");
        required.raise(2, "allow_msg_schedules");
        required.leave();
        assert_eq!(required.level, 2);
        assert_eq!(required.field.as_deref(), Some("config.allow_msg_counter"));
        required.raise(3, "consumer");
        assert_eq!(required.field.as_deref(), Some("consumer"));
    }
}
