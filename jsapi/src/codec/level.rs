//! The JetStream API level that a request requires.

/// JetStream API level that a request requires, and the field that requires it.
///
/// Levels come with servers: 1 is 2.11.0, 2 is 2.12.0, 3 is 2.12.5, 4 is 2.14.0 and 5
/// is 2.15. Every server since 2.10 has level 0.
///
/// Returned by [`Model::required_level`](crate::Model::required_level).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredApiLevel {
    /// The level; 0 if no field that is set requires one.
    pub level: u8,
    /// Path of the first field that requires this level: `config.allow_msg_ttl`.
    pub field: Option<String>,
    /// The fields around the one that is looked at.
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

    /// Enters the field `name`, whose own fields are looked at.
    pub(super) fn enter(&mut self, name: &'static str) {
        self.path.push(name);
    }

    /// Leaves the field that was entered last.
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
