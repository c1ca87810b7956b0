//! Which JetStream API level a request needs, and because of which field.

use crate::model::Field;

/// The JetStream API level that a request needs, and the field that asks for it.
///
/// Levels come with servers: 1 is 2.11.0, 2 is 2.12.0, 3 is 2.12.5, 4 is 2.14.0
/// and 5 is 2.15. Level 0 is what every server since 2.10 speaks.
///
/// Asks nothing: it is read off the fields that are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Need {
    /// The level; 0 when nothing that is set asks for one.
    pub level: u8,
    /// The first field that asks for this level, as `config.allow_msg_ttl`.
    pub field: Option<String>,
    /// Where the walk over the fields is.
    path: Vec<&'static str>,
}

impl Need {
    /// Nothing needed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that field `name` needs `level`, if it is `set`.
    pub fn field(&mut self, level: u8, name: &'static str, set: bool) {
        if set && level > self.level {
            let mut field = String::new();
            for outer in &self.path {
                field.push_str(outer);
                field.push('.');
            }
            field.push_str(name);
            self.level = level;
            self.field = Some(field);
        }
    }

    /// Notes what the fields inside the field `name` need.
    pub fn nested<F: Field>(&mut self, name: &'static str, field: &F) {
        self.path.push(name);
        field.needs(self);
        self.path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_field_of_the_highest_level_is_named() {
        let mut need = Need::new();
        need.field(2, "allow_atomic", false);
        need.field(1, "allow_msg_ttl", true);
        need.field(2, "allow_msg_counter", true);
        need.field(2, "allow_msg_schedules", true);
        assert_eq!(need.level, 2);
        assert_eq!(need.field.as_deref(), Some("allow_msg_counter"));
    }
}
