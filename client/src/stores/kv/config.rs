//! What a bucket is to be, and the stream that makes it so.

use std::collections::BTreeMap;
use std::time::Duration;

use jsapi::endpoint::{STREAM_CREATE, STREAM_UPDATE};
use jsapi::{
    BucketName, Compression, DiscardPolicy, Placement, Republish, RetentionPolicy, StorageType,
    StreamConfig,
};

use super::source::KvSource;
use super::subject::{bucket_of_stream, no_bucket, stream_name, subject_of};
use crate::error::{Error, Invalid, Result};
use crate::stores::setters::setters;
use crate::stores::store_config;

/// The most revisions that a bucket keeps of a key.
pub const MAX_HISTORY: u8 = 64;

/// The duplicate window of a bucket whose values stay at least as long.
const WINDOW: Duration = Duration::from_secs(120);

/// Configuration of a key-value bucket.
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::kv::KvConfig;
///
/// let config = KvConfig::new("SESSIONS")
///     .history(5)
///     .ttl(Duration::from_secs(3600))
///     .limit_marker_ttl(Duration::from_secs(60));
///
/// let stream = config.stream_config()?;
/// assert_eq!(stream.name, "KV_SESSIONS");
/// assert_eq!(stream.subjects, ["$KV.SESSIONS.>"]);
/// # Ok::<(), jsapi_client::Error>(())
/// ```
///
/// ADR-8 and ADR-48.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration creates nothing by itself"]
pub struct KvConfig {
    pub(super) bucket: String,
    description: Option<String>,
    history: u8,
    ttl: Option<Duration>,
    limit_marker_ttl: Option<Duration>,
    max_value_size: Option<u32>,
    max_bytes: Option<u64>,
    storage: StorageType,
    replicas: u64,
    placement: Option<Placement>,
    republish: Option<Republish>,
    compression: bool,
    metadata: BTreeMap<String, String>,
    mirror: Option<KvSource>,
    sources: Vec<KvSource>,
}

impl KvConfig {
    /// A bucket of this name, with one revision of each key, in files, for ever.
    pub fn new(bucket: impl Into<String>) -> Self {
        Self {
            bucket: bucket.into(),
            description: None,
            history: 1,
            ttl: None,
            limit_marker_ttl: None,
            max_value_size: None,
            max_bytes: None,
            storage: StorageType::File,
            replicas: 1,
            placement: None,
            republish: None,
            compression: false,
            metadata: BTreeMap::new(),
            mirror: None,
            sources: Vec::new(),
        }
    }

    setters! {
        /// Sets the number of revisions of each key. Range: 1 to 64. Default: 1.
        set history: u8;
        /// Allows a time to live of single keys, and sets how long markers are kept.
        ///
        /// A marker says that the server removed a key; watchers see it as a deletion. At
        /// least 1 s. Default: not allowed. Cannot be taken back. In a bucket with a
        /// history above 1, servers raise a shorter time to live of a key to this.
        /// ADR-48; requires server 2.11.
        some limit_marker_ttl: Duration;
        /// Sets the maximum size of a value in bytes, headers included.
        ///
        /// Default: the maximum payload of the server.
        some max_value_size: u32;
        /// Sets the description. At most 4,096 bytes. Default: none.
        text description: String;
        /// Sets how long a revision is kept. At least 100 ms. Default: unlimited.
        some ttl: Duration;
        /// Sets the maximum size of the bucket in bytes. Default: unlimited.
        ///
        /// As the storage counts them. A full bucket refuses a write (10077) unless it
        /// takes less than the revision that it replaces. Deletions and purges write a
        /// marker, and are refused too where the value is smaller than that.
        some max_bytes: u64;
        /// Sets where values are kept. Default: in files. Cannot be changed later.
        set storage: StorageType;
        /// Sets the number of replicas. Range: 1 to 5. Default: 1.
        set replicas: u64;
        /// Sets which servers may keep the bucket. Default: the server's choice.
        some placement: Placement;
        /// Sets whether values are compressed on disk, with S2. Default: no.
        set compression: bool;
        /// Adds a pair of metadata. Default: none.
        ///
        /// At most 128 KiB in all. Keys that begin with `_nats.` are the server's.
        pair metadata: String;
        /// Publishes each written value to another subject (ADR-28). Default: no.
        some republish: Republish;
        /// Makes the bucket a copy of another one. Cannot be changed later.
        ///
        /// Writes go to that bucket. Excludes `sources` and `limit_marker_ttl`.
        some mirror: KvSource;
        /// Sets the buckets whose keys are copied into this one. Default: none.
        set sources: Vec<KvSource>;
    }

    /// The configuration of the stream that is this bucket.
    ///
    /// Sends no request, and depends on nothing else.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that is none, a history that is not 1 to 64, a
    /// TTL below 100 ms, a limit marker below 1 s or on a mirror, limits that are 0
    /// or that the server cannot count, no replicas, and a mirror with sources.
    pub fn stream_config(&self) -> Result<StreamConfig> {
        let bucket = BucketName::try_from(&self.bucket)?;
        let mut config = StreamConfig::new(stream_name(&bucket))
            .with_max_consumers(-1)
            .with_max_msgs(-1)
            .with_allow_direct(true);
        self.apply(&mut config)?;
        Ok(config)
    }

    /// Sets what a bucket's configuration says, and leaves the rest as it is.
    pub(super) fn apply(&self, config: &mut StreamConfig) -> Result<()> {
        let bucket = BucketName::try_from(&self.bucket)?;
        self.check()?;
        config.description = self.description.clone();
        config.retention = Some(RetentionPolicy::Limits);
        config.max_msgs_per_subject = Some(self.history.into());
        config.max_age = Some(self.ttl.unwrap_or_default());
        config.max_bytes = Some(limit("max_bytes", self.max_bytes)?);
        config.max_msg_size = Some(limit("max_value_size", self.max_value_size)?);
        config.storage = Some(self.storage.clone());
        config.num_replicas = Some(self.replicas);
        config.placement = self.placement.clone();
        config.republish = self.republish.clone();
        config.compression = Some(if self.compression {
            Compression::S2
        } else {
            Compression::None
        });
        config.discard = Some(DiscardPolicy::New);
        config.allow_rollup_hdrs = true;
        config.deny_delete = true;
        config.metadata = store_config::metadata(&self.metadata, &config.metadata);
        config.subject_delete_marker_ttl = self.limit_marker_ttl;
        // Servers do not take it back.
        config.allow_msg_ttl |= self.limit_marker_ttl.is_some();
        config.mirror = self.mirror.as_ref().map(KvSource::mirrored).transpose()?;
        config.mirror_direct = config.mirror.is_some();
        let sources = self.sources.iter().map(|source| source.collected(&bucket));
        config.sources = sources.collect::<Result<_>>()?;
        if config.mirror.is_none() {
            config.subjects = vec![subject_of(&bucket, ">")];
            config.duplicate_window = Some(self.ttl.unwrap_or(WINDOW).min(WINDOW));
        }
        Ok(())
    }

    /// Refuses to make a bucket of its own of a mirror, or a mirror of a bucket.
    ///
    /// Servers from 2.12 on promote a mirror that is updated without it. The bucket
    /// would then be empty: what came has the subjects of the origin.
    pub(super) fn check_mirror(&self, now: &StreamConfig) -> Result<()> {
        let why = match (&now.mirror, &self.mirror) {
            (Some(_), None) => "is a mirror, and stays one: \"mirror\" is to say of what",
            (None, Some(_)) => "is no mirror, and does not become one",
            _ => return Ok(()),
        };
        let why = format!("bucket {:?} {why}", self.bucket);
        Err(Error::invalid(
            STREAM_UPDATE.verb,
            Invalid::Config(why.into()),
        ))
    }

    fn check(&self) -> Result<()> {
        store_config::check(self.ttl, self.max_bytes, self.replicas).map_err(refused)?;
        if self.max_value_size == Some(0) {
            return Err(refused("max_value_size 0 has room for nothing".to_owned()));
        }
        if !(1..=MAX_HISTORY).contains(&self.history) {
            return Err(refused(format!(
                "history {} is not 1 to {MAX_HISTORY}",
                self.history
            )));
        }
        if self.mirror.is_some() && !self.sources.is_empty() {
            return Err(refused("a mirror has no sources".to_owned()));
        }
        match self.limit_marker_ttl {
            Some(_) if self.mirror.is_some() => Err(refused(
                "a mirror has no limit markers of its own".to_owned(),
            )),
            Some(ttl) if ttl < Duration::from_secs(1) => {
                Err(refused(format!("limit marker TTL {ttl:?} is below 1 s")))
            }
            _ => Ok(()),
        }
    }
}

/// Holds a stream to what makes it a bucket, and gives the bucket's name.
pub(super) fn check_bucket(config: &StreamConfig) -> Result<BucketName> {
    let Some(name) = bucket_of_stream(&config.name) else {
        return Err(no_bucket(
            &config.name,
            "its name does not begin with \"KV_\"",
        ));
    };
    let bucket = BucketName::try_from(name)?;
    if config.max_msgs_per_subject.unwrap_or(0) < 1 {
        return Err(no_bucket(
            &config.name,
            "it has no limit for the messages of a subject",
        ));
    }
    let own = subject_of(name, "");
    let copies = config.mirror.is_some() || !config.sources.is_empty();
    if !copies
        && !config
            .subjects
            .iter()
            .any(|subject| subject.starts_with(&own))
    {
        return Err(no_bucket(
            &config.name,
            "it does not have the subjects of one",
        ));
    }
    Ok(bucket)
}

/// A limit as servers know it, -1 being unlimited.
fn limit<W: From<i8> + TryFrom<V>, V: std::fmt::Display + Copy>(
    name: &str,
    value: Option<V>,
) -> Result<W> {
    match value {
        None => Ok(W::from(-1)),
        Some(value) => {
            W::try_from(value).map_err(|_| refused(format!("{name} {value} is too large")))
        }
    }
}

fn refused(why: String) -> Error {
    Error::invalid(STREAM_CREATE.verb, Invalid::Config(why.into()))
}

#[cfg(test)]
mod tests {
    use jsapi::StreamSource;
    use serde_json::json;

    use super::*;

    fn stream(config: &KvConfig) -> serde_json::Value {
        serde_json::to_value(config.stream_config().unwrap()).unwrap()
    }

    fn refusal(change: impl FnOnce(&mut KvConfig)) -> String {
        let mut config = KvConfig::new("B");
        change(&mut config);
        match config.stream_config() {
            Err(Error::Invalid { source, .. }) => source.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_bucket_with_nothing_set_is_the_stream_of_the_specification() {
        let expected = json!({
            "name": "KV_B",
            "subjects": ["$KV.B.>"],
            "retention": "limits",
            "max_consumers": -1,
            "max_msgs": -1,
            "max_msgs_per_subject": 1,
            "max_bytes": -1,
            "max_age": 0,
            "max_msg_size": -1,
            "storage": "file",
            "compression": "none",
            "num_replicas": 1,
            "discard": "new",
            "duplicate_window": 120_000_000_000_i64,
            "deny_delete": true,
            "allow_rollup_hdrs": true,
            "allow_direct": true,
        });
        assert_eq!(stream(&KvConfig::new("B")), expected);
    }

    #[test]
    fn a_bucket_with_everything_set_says_it_all() {
        let config = KvConfig::new("B")
            .description("for a test")
            .history(64)
            .ttl(Duration::from_secs(60))
            .limit_marker_ttl(Duration::from_secs(5))
            .max_value_size(1024)
            .max_bytes(1 << 40)
            .storage(StorageType::Memory)
            .replicas(3)
            .placement(Placement::new().with_tags(["ssd"]))
            .republish(Republish::new("copy.>").with_src("$KV.B.>"))
            .compression(true)
            .metadata("team", "a");
        let stream = stream(&config);
        for (name, value) in [
            ("description", json!("for a test")),
            ("max_msgs_per_subject", json!(64)),
            ("max_age", json!(60_000_000_000_i64)),
            ("duplicate_window", json!(60_000_000_000_i64)),
            ("subject_delete_marker_ttl", json!(5_000_000_000_i64)),
            ("allow_msg_ttl", json!(true)),
            ("max_msg_size", json!(1024)),
            ("max_bytes", json!(1_i64 << 40)),
            ("storage", json!("memory")),
            ("num_replicas", json!(3)),
            ("placement", json!({"tags": ["ssd"]})),
            ("republish", json!({"src": "$KV.B.>", "dest": "copy.>"})),
            ("compression", json!("s2")),
            ("metadata", json!({"team": "a"})),
        ] {
            assert_eq!(stream[name], value, "{name}");
        }
    }

    #[test]
    fn what_a_server_would_refuse_is_refused_before() {
        assert_eq!(
            refusal(|config| config.history = 0),
            "history 0 is not 1 to 64"
        );
        refusal(|config| config.history = 65);
        refusal(|config| config.limit_marker_ttl = Some(Duration::from_millis(999)));
        refusal(|config| config.ttl = Some(Duration::ZERO));
        refusal(|config| config.ttl = Some(Duration::from_millis(99)));
        refusal(|config| config.replicas = 0);
        refusal(|config| config.max_bytes = Some(0));
        refusal(|config| config.max_value_size = Some(0));
        refusal(|config| config.max_bytes = Some(u64::MAX));
        refusal(|config| config.max_value_size = Some(u32::MAX));
        for name in [
            "",
            "a.b",
            "a b",
            "*",
            ">",
            "a\r\nb",
            "a\0",
            "ä",
            "$KV",
            &"b".repeat(252),
        ] {
            refusal(|config| config.bucket = name.to_owned());
        }
        refusal(|config| {
            config.mirror = Some(KvSource::bucket("A"));
            config.sources = vec![KvSource::bucket("C")];
        });
        refusal(|config| {
            config.mirror = Some(KvSource::bucket("A"));
            config.limit_marker_ttl = Some(Duration::from_secs(1));
        });
    }

    #[test]
    fn what_is_wrong_with_a_source_is_found_too() {
        for source in [
            KvSource::bucket("a.b"),
            KvSource::bucket("A").domain("x.y"),
            KvSource::bucket("A").api_prefix("$JS.>"),
            KvSource::bucket("A").keys("a..b"),
            KvSource::bucket("A").keys("a*"),
            KvSource::bucket("A").through_stream("M.M"),
        ] {
            refusal(|config| config.sources = vec![source.clone()]);
            refusal(|config| config.mirror = Some(source));
        }
    }

    #[test]
    fn a_mirror_keeps_the_subjects_of_its_origin() {
        let config = KvConfig::new("B").mirror(KvSource::bucket("A").domain("hub").keys("x.>"));
        let stream = stream(&config);
        assert_eq!(
            stream["mirror"],
            json!({
                "name": "KV_A",
                "filter_subject": "$KV.A.x.>",
                "external": {"api": "$JS.hub.API"},
            }),
        );
        assert_eq!(stream["mirror_direct"], json!(true));
        assert_eq!(stream.get("subjects"), None);
        assert_eq!(stream.get("duplicate_window"), None);
    }

    #[test]
    fn a_mirror_of_a_mirror_tells_whose_keys_it_has() {
        let config = KvConfig::new("B").mirror(KvSource::bucket("A").through_stream("COPY"));
        assert_eq!(
            stream(&config)["mirror"],
            json!({"name": "COPY", "filter_subject": "$KV.A.>"}),
        );
    }

    #[test]
    fn collected_keys_get_the_subjects_of_the_bucket() {
        let config = KvConfig::new("B").sources(vec![
            KvSource::bucket("A"),
            KvSource::bucket("C").keys("x.*.y.>").keys("z"),
            KvSource::bucket("B").domain("hub"),
            KvSource::stream(StreamSource::new("OTHER")),
        ]);
        assert_eq!(
            stream(&config)["sources"],
            json!([
                {
                    "name": "KV_A",
                    "subject_transforms": [{"src": "$KV.A.>", "dest": "$KV.B.>"}],
                },
                {
                    "name": "KV_C",
                    "subject_transforms": [
                        {"src": "$KV.C.x.*.y.>", "dest": "$KV.B.x.{{wildcard(1)}}.y.>"},
                        {"src": "$KV.C.z", "dest": "$KV.B.z"},
                    ],
                },
                {
                    "name": "KV_B",
                    "external": {"api": "$JS.hub.API"},
                    "subject_transforms": [{"src": "$KV.B.>", "dest": "$KV.B.>"}],
                },
                {"name": "OTHER"},
            ]),
        );
    }

    #[test]
    fn a_stream_that_is_no_bucket_is_told_apart() {
        let bucket = KvConfig::new("B").stream_config().unwrap();
        assert_eq!(check_bucket(&bucket).unwrap(), "B");
        for change in [
            |config: &mut StreamConfig| config.name = "B".to_owned(),
            |config: &mut StreamConfig| config.max_msgs_per_subject = Some(-1),
            |config: &mut StreamConfig| config.subjects = vec!["orders.>".to_owned()],
        ] {
            let mut config = bucket.clone();
            change(&mut config);
            assert!(matches!(check_bucket(&config), Err(Error::Mismatch { .. })));
        }
    }
}
