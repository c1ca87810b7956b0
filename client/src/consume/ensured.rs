//! Creating a consumer unless it exists.

use jsapi::{ConsumerConfig, ConsumerInfo, CreateAction};

use crate::error::Result;
use crate::streams::ensured::{Difference, differences};
use crate::streams::stream::Stream;

impl Stream {
    /// Creates a consumer unless it exists. Returns its info and the differences.
    pub(super) async fn create_consumer_unless_exists(
        &self,
        asked: &ConsumerConfig,
    ) -> Result<(ConsumerInfo, Vec<Difference>)> {
        let create = async || {
            self.put_consumer(asked.clone(), Some(CreateAction::Create))
                .await
        };
        let exists = match (create().await, &asked.name) {
            (Err(error), Some(name)) if error.is_already_exists() => (error, name),
            (created, _) => return Ok((created?, Vec::new())),
        };
        let (exists, name) = exists;
        let info = match self.consumer(name)?.info_opt().await? {
            Some(info) => info,
            // Deleted between the two requests.
            None => match create().await {
                Err(error) if error.is_already_exists() => return Err(exists),
                created => return Ok((created?, Vec::new())),
            },
        };
        let differences = differs(asked, &info)?;
        Ok((info, differences))
    }
}

/// Compares the requested settings with those of a consumer.
fn differs(asked: &ConsumerConfig, info: &ConsumerInfo) -> Result<Vec<Difference>> {
    let Some(found) = &info.config else {
        return Ok(Vec::new());
    };
    differences(asked, found, |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consume::PullConfig;

    fn compared(asked: &ConsumerConfig, found: &ConsumerConfig) -> Vec<Difference> {
        differences(asked, found, |_| true).unwrap()
    }

    #[test]
    fn only_what_was_asked_for_is_compared() {
        let asked =
            ConsumerConfig::from(PullConfig::durable("C").max_deliver(3).metadata("a", "1"));
        let mut found = asked.clone();
        found.max_waiting = Some(512);
        found.metadata.insert("_nats.level".into(), "0".into());
        assert_eq!(compared(&asked, &found), []);

        found.max_deliver = Some(5);
        found.metadata.insert("a".into(), "2".into());
        let fields: Vec<_> = compared(&asked, &found)
            .into_iter()
            .map(|it| it.field)
            .collect();
        assert_eq!(fields, ["max_deliver", "metadata"]);
    }
}
