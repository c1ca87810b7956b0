//! Result of an `ensure_…` call: a handle, and differences of its configuration.

use jsapi::ErrorCode;
use jsapi::endpoint::STREAM_CREATE;
use jsapi::{StreamConfig, StreamCreateRequest, StreamInfo, time};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::api::context::Context;
use crate::error::{Error, Invalid, Result};
use crate::streams::stream::Stream;

/// A stream, consumer, bucket or object store that exists, with differences.
///
/// Returned by [`Context::ensure_stream`] and the other `ensure_…` methods.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ensured<T> {
    /// The handle.
    pub handle: T,
    /// Settings whose value differs from the requested one.
    ///
    /// Empty if this call created it. Unset settings are not compared, nor is 0 if it means
    /// the server's choice. Lists are compared in order, except for sets: `subjects`,
    /// `filter_subjects`, `priority_groups`, `sources` and `tags`.
    pub differences: Vec<Difference>,
}

impl<T> Ensured<T> {
    pub(crate) fn new(handle: T, differences: Vec<Difference>) -> Self {
        Self {
            handle,
            differences,
        }
    }
}

/// A setting whose value differs from the requested one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// Name of the setting in the server's configuration, such as `max_deliver`.
    pub field: String,
    /// Requested value, as JSON.
    pub asked: Value,
    /// Existing value, as JSON. `null`: not set.
    pub found: Value,
}

impl Context {
    /// Creates a stream, or returns the existing one unchanged.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi::StreamConfig;
    ///
    /// let config = StreamConfig::new("ORDERS").with_subjects(["orders.>"]);
    /// let ensured = ctx.ensure_stream(config).await?;
    /// for difference in &ensured.differences {
    ///     eprintln!("{}: {} in place of {}", difference.field, difference.found, difference.asked);
    /// }
    /// let orders = ensured.handle;
    /// # let _ = orders;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Never changes an existing stream. Sends one request, or two if a stream with another
    /// configuration exists. Safe to retry, also by several clients at once.
    ///
    /// # Errors
    /// Those of [`create_stream`](Self::create_stream), except for 10058.
    ///
    /// # Cancel safety
    /// If the future is dropped, the stream may have been created.
    pub async fn ensure_stream(&self, config: impl Into<StreamConfig>) -> Result<Ensured<Stream>> {
        let request = StreamCreateRequest::new(config.into());
        let stream = self.stream(&request.config.name)?;
        let (info, existed) = self.create_unless_exists(&stream, &request).await?;
        let differences = match existed {
            true => differences(&request.config, &info.config, |_| true)?,
            false => Vec::new(),
        };
        Ok(Ensured::new(stream.with_info(info), differences))
    }

    /// Creates a stream; returns its info, and whether a different one existed.
    pub(crate) async fn create_unless_exists(
        &self,
        stream: &Stream,
        request: &StreamCreateRequest,
    ) -> Result<(StreamInfo, bool)> {
        let exists = match self.call(request).await {
            Ok(created) => return Ok((created.into(), false)),
            Err(error) if error.is(ErrorCode::STREAM_NAME_EXIST) => error,
            Err(error) => return Err(error),
        };
        match stream.info_opt().await? {
            Some(info) => Ok((info, true)),
            // Deleted between the two requests.
            None => match self.call(request).await {
                Ok(created) => Ok((created.into(), false)),
                Err(error) if error.is(ErrorCode::STREAM_NAME_EXIST) => Err(exists),
                Err(error) => Err(error),
            },
        }
    }
}

/// Compares the requested settings, in the order of their names.
///
/// `compared` selects settings by their name.
pub(crate) fn differences<T: Serialize>(
    asked: &T,
    found: &T,
    compared: impl Fn(&str) -> bool,
) -> Result<Vec<Difference>> {
    let members = json(found)?;
    let mut differences = Vec::new();
    for (field, asked) in json(asked)? {
        let found = members.get(&field).unwrap_or(&Value::Null);
        let left_to_server = asked.as_i64() == Some(0) && is_made_of_zero(&field, found);
        if compared(&field) && !left_to_server && !same(&field, &asked, found) {
            differences.push(Difference {
                field,
                asked,
                found: found.clone(),
            });
        }
    }
    differences.sort_by(|one, other| one.field.cmp(&other.field));
    Ok(differences)
}

/// Returns whether servers replace 0 by this value (measured: 2.10 to 2.15).
fn is_made_of_zero(field: &str, found: &Value) -> bool {
    match field {
        // Determined by other settings, and by the limits of account and stream.
        "ack_wait" | "duplicate_window" | "max_ack_pending" | "max_waiting" => true,
        "inactive_threshold" => found.as_i64() == Some(5_000_000_000),
        "num_replicas" => found.as_i64() == Some(1),
        // A limit of 0 means unlimited.
        _ => found.as_i64() == Some(-1),
    }
}

/// Settings whose order has no meaning.
///
/// Without `backoff` and `subject_transforms`: a delay belongs to the number of the delivery,
/// and the first transform that matches a subject applies.
const SETS: [&str; 5] = [
    "filter_subjects",
    "priority_groups",
    "sources",
    "subjects",
    "tags",
];

/// Returns whether the existing value equals the requested one.
fn same(field: &str, asked: &Value, found: &Value) -> bool {
    match (asked, found) {
        // Servers add members, since 2.11 also to the metadata.
        (Value::Object(asked), Value::Object(found)) => asked
            .iter()
            .all(|(key, asked)| same(key, asked, found.get(key).unwrap_or(&Value::Null))),
        (Value::Array(asked), Value::Array(found)) if asked.len() != found.len() => false,
        (Value::Array(asked), Value::Array(found)) if SETS.contains(&field) => {
            let mut left: Vec<_> = found.iter().collect();
            asked.iter().all(|asked| {
                let at = left.iter().position(|found| same("", asked, found));
                at.map(|at| left.swap_remove(at)).is_some()
            })
        }
        (Value::Array(asked), Value::Array(found)) => asked
            .iter()
            .zip(found)
            .all(|(asked, found)| same("", asked, found)),
        // A setting that is off, empty or unlimited may be absent.
        (Value::Object(asked), Value::Null) => asked
            .iter()
            .all(|(key, asked)| same(key, asked, &Value::Null)),
        (asked, Value::Null) => {
            asked.as_bool() == Some(false)
                || asked.as_str() == Some("")
                || matches!(asked, Value::Array(list) if list.is_empty())
                || asked.as_i64() == Some(0)
        }
        // Equal times may have different forms.
        (Value::String(asked), Value::String(found)) if TIMES.contains(&field) => {
            match (time::parse(asked), time::parse(found)) {
                (Ok(asked), Ok(found)) => asked == found,
                _ => asked == found,
            }
        }
        (asked, found) => asked == found,
    }
}

/// Settings that are times.
const TIMES: [&str; 2] = ["opt_start_time", "pause_until"];

/// Returns the JSON members of a configuration.
pub(crate) fn json<T: Serialize>(config: &T) -> Result<Map<String, Value>> {
    serde_json::to_vec(config)
        .and_then(|text| serde_json::from_slice(&text))
        .map_err(|_| {
            let why = "the configuration has no JSON form";
            Error::invalid(STREAM_CREATE.verb, Invalid::Config(why.into()))
        })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jsapi::{ConsumerConfig, Placement, StreamSource};

    use super::*;

    fn fields(asked: &StreamConfig, found: &StreamConfig) -> Vec<String> {
        let differences = differences(asked, found, |_| true).unwrap();
        differences.into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn only_settings_that_were_asked_for_are_compared() {
        let asked = StreamConfig::new("S")
            .with_subjects(["a", "b"])
            .with_no_ack(true)
            .with_metadata([("a".to_owned(), "1".to_owned())]);
        let mut found = asked.clone();
        found.max_msgs = Some(100);
        found.subjects.reverse();
        found.metadata.insert("_nats.level".into(), "0".into());
        assert_eq!(fields(&asked, &found), [""; 0]);

        // Servers keep a limit of 0 as -1.
        let unlimited = StreamConfig::new("S").with_max_msgs(0).with_max_bytes(0);
        let kept = StreamConfig::new("S").with_max_msgs(-1).with_max_bytes(-1);
        assert_eq!(fields(&unlimited, &kept), [""; 0]);

        found.subjects.push("c".into());
        found.no_ack = false;
        found.metadata.insert("a".into(), "2".into());
        assert_eq!(fields(&asked, &found), ["metadata", "no_ack", "subjects"]);
    }

    fn source(name: &str, filter: &str) -> StreamSource {
        let mut source = StreamSource::new(name);
        source.filter_subject = Some(filter.to_owned());
        source
    }

    #[test]
    fn sets_within_settings_are_compared_in_any_order() {
        let placed = |tags: &[&str]| {
            StreamConfig::new("S").with_placement(
                Placement::new()
                    .with_cluster("east")
                    .with_tags(tags.iter().copied()),
            )
        };
        assert_eq!(fields(&placed(&["a", "b"]), &placed(&["b", "a"])), [""; 0]);
        assert_eq!(
            fields(&placed(&["a", "b"]), &placed(&["b", "b"])),
            ["placement"]
        );

        let of = |sources: [StreamSource; 2]| StreamConfig::new("S").with_sources(sources);
        let asked = of([source("A", "a.>"), source("B", "b.>")]);
        let swapped = of([source("B", "b.>"), source("A", "a.>")]);
        let other = of([source("A", "b.>"), source("B", "a.>")]);
        assert_eq!(fields(&asked, &swapped), [""; 0]);
        assert_eq!(fields(&asked, &other), ["sources"]);
    }

    #[test]
    fn a_time_is_compared_as_a_time_also_within_a_source() {
        let at = |text| {
            let mut source = StreamSource::new("A");
            source.opt_start_time = Some(time::parse(text).unwrap());
            StreamConfig::new("S").with_sources([source])
        };
        let asked = at("2026-11-20T12:00:00.5+02:00");
        assert_eq!(fields(&asked, &at("2026-11-20T10:00:00.500Z")), [""; 0]);
        assert_eq!(fields(&asked, &at("2026-11-20T12:00:00.5Z")), ["sources"]);
    }

    #[test]
    fn zero_is_no_difference_where_servers_make_another_value_of_it() {
        let zeros = StreamConfig::new("S")
            .with_max_age(Duration::ZERO)
            .with_max_bytes(0)
            .with_num_replicas(0)
            .with_duplicate_window(Duration::ZERO);
        let kept = StreamConfig::new("S")
            .with_max_bytes(-1)
            .with_num_replicas(1)
            .with_duplicate_window(Duration::from_secs(120));
        assert_eq!(fields(&zeros, &kept), [""; 0]);
        let tuned = StreamConfig::new("S")
            .with_max_age(Duration::from_secs(1))
            .with_max_bytes(7)
            .with_num_replicas(3);
        assert_eq!(
            fields(&zeros, &tuned),
            ["max_age", "max_bytes", "num_replicas"]
        );
    }

    #[test]
    fn lists_are_compared_in_order_unless_they_are_sets() {
        let second = Duration::from_secs(1);
        let config = |backoff: &[Duration], filters: &[&str]| {
            ConsumerConfig::new()
                .with_backoff(backoff.to_vec())
                .with_filter_subjects(filters.iter().copied())
        };
        let asked = config(&[second, second * 5, second * 5], &["a", "b"]);
        for (backoff, filters, expected) in [
            (&[second, second * 5, second * 5], ["b", "a"], &[][..]),
            (&[second * 5, second, second * 5], ["a", "b"], &["backoff"]),
            (&[second, second, second * 5], ["a", "b"], &["backoff"]),
            (
                &[second, second * 5, second * 5],
                ["a", "a"],
                &["filter_subjects"],
            ),
        ] {
            let found = config(backoff, &filters);
            let differences = differences(&asked, &found, |_| true).unwrap();
            let fields: Vec<_> = differences.iter().map(|it| it.field.as_str()).collect();
            assert_eq!(fields, expected);
        }
    }
}
