//! The names of what an exercise makes, and its units of time.

use std::time::{SystemTime, UNIX_EPOCH};

pub(super) const MILLISECOND: u64 = 1_000_000;
pub(super) const SECOND: u64 = 1_000 * MILLISECOND;

/// The streams that are made: of one run, so that two do not meet.
pub(super) struct Names {
    pub(super) main: String,
    pub(super) mirror: String,
    pub(super) lost_mirror: String,
    pub(super) copy: String,
    pub(super) through: String,
    pub(super) counter: String,
    pub(super) backup: String,
    pub(super) persisted: String,
    pub(super) replicated: String,
    pub(super) paired: String,
    pub(super) moved: String,
}

impl Names {
    pub(super) fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let run = format!("JSAPI_DRIFT_{:X}", now.unwrap_or_default().as_nanos());
        let name = |what: &str| format!("{run}_{what}");
        Self {
            main: name("MAIN"),
            mirror: name("MIRROR"),
            lost_mirror: name("LOST"),
            copy: name("COPY"),
            through: name("THROUGH"),
            counter: name("COUNTER"),
            backup: name("BACKUP"),
            persisted: name("PERSISTED"),
            replicated: name("R3"),
            paired: name("R2"),
            moved: name("MOVED"),
        }
    }

    pub(super) fn all(&self) -> [&str; 11] {
        [
            &self.mirror,
            &self.lost_mirror,
            &self.copy,
            &self.through,
            &self.counter,
            &self.backup,
            &self.persisted,
            &self.replicated,
            &self.paired,
            &self.moved,
            &self.main,
        ]
    }
}
