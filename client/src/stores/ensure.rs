//! Creating the stream of a store unless it exists.

use jsapi::{StreamConfig, StreamCreateRequest};

use crate::api::context::Context;
use crate::error::Result;
use crate::streams::ensured::{Difference, differences, json};
use crate::streams::stream::Stream;

impl Context {
    /// Creates the stream of a store unless it exists.
    ///
    /// Returns its handle, the configuration that exists, and how it differs from the one
    /// asked for in the settings that are not those of `default`.
    pub(super) async fn ensure_store(
        &self,
        asked: StreamConfig,
        default: &StreamConfig,
    ) -> Result<(Stream, StreamConfig, Vec<Difference>)> {
        let stream = self.stream(&asked.name)?;
        let request = StreamCreateRequest::new(asked);
        let (info, existed) = self.create_unless_exists(&stream, &request).await?;
        let found = info.config.clone();
        let stream = stream.with_info(info);
        if !existed {
            return Ok((stream, request.config, Vec::new()));
        }
        let (set, unset) = (json(&request.config)?, json(default)?);
        let is_set = |field: &str| set.get(field) != unset.get(field);
        let differences = differences(&request.config, &found, is_set)?;
        Ok((stream, found, differences))
    }
}
