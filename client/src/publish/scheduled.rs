//! Headers of a schedule, ADR-51.

use super::check::check_subject;
use super::message::PublishMessage;
use super::schedule::{Schedule, When};
use crate::error::Invalid;
use crate::protocol::header;

impl Schedule {
    /// Adds the headers of the schedule to a message.
    pub(super) fn apply(self, message: &mut PublishMessage) {
        match self.pattern() {
            Ok(pattern) => message.put_text(header::SCHEDULE, &pattern),
            Err(why) => message.wrong(why),
        }
        message.need(self.level(), header::SCHEDULE);
        if let Err(why) = check_subject(&self.target) {
            message.wrong(why);
        } else if self.target == message.subject().as_str() {
            message.wrong(Invalid::Schedule(
                "a schedule cannot be its own target".into(),
            ));
        } else {
            message.put(header::SCHEDULE_TARGET, &self.target);
        }
        if let Some(source) = &self.source {
            match check_subject(source) {
                Ok(()) => message.put(header::SCHEDULE_SOURCE, source),
                Err(why) => message.wrong(why),
            }
        }
        if let Some(zone) = &self.time_zone {
            if !matches!(self.when, When::Cron(_)) {
                let why = "a time zone requires a cron expression";
                message.wrong(Invalid::Schedule(why.into()));
            }
            message.put_text(header::SCHEDULE_TIME_ZONE, zone);
        }
        if let Some(ttl) = self.ttl {
            message.put_ttl(header::SCHEDULE_TTL, ttl);
        }
        if self.rollup {
            message.put(header::SCHEDULE_ROLLUP, "sub");
        }
    }
}
