//! What a store is to be, and the stream that makes it so.

use std::collections::BTreeMap;
use std::time::Duration;

use jsapi::endpoint::STREAM_CREATE;
use jsapi::{
    BucketName, Compression, DiscardPolicy, Placement, RetentionPolicy, StorageType, StreamConfig,
};

use super::subject::{Subjects, bucket_of_stream, no_store, stream_name};
use crate::error::{Error, Invalid, Result};
use crate::stores::setters::setters;
use crate::stores::store_config;

/// The duplicate window of a store whose objects stay at least as long.
const WINDOW: Duration = Duration::from_secs(120);

/// What a store is to be.
///
/// ```
/// use jsapi_client::object::ObjectStoreConfig;
///
/// let config = ObjectStoreConfig::new("REPORTS")
///     .max_bytes(10 << 30)
///     .compression(true);
///
/// let stream = config.stream_config()?;
/// assert_eq!(stream.name, "OBJ_REPORTS");
/// assert_eq!(stream.subjects, ["$O.REPORTS.C.>", "$O.REPORTS.M.>"]);
/// # Ok::<(), jsapi_client::Error>(())
/// ```
///
/// ADR-20.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration creates nothing by itself"]
pub struct ObjectStoreConfig {
    pub(super) bucket: String,
    description: Option<String>,
    ttl: Option<Duration>,
    max_bytes: Option<u64>,
    storage: StorageType,
    replicas: u64,
    placement: Option<Placement>,
    compression: bool,
    metadata: BTreeMap<String, String>,
}

impl ObjectStoreConfig {
    /// A store of this name, in files, for ever.
    pub fn new(bucket: impl Into<String>) -> Self {
        Self {
            bucket: bucket.into(),
            description: None,
            ttl: None,
            max_bytes: None,
            storage: StorageType::File,
            replicas: 1,
            placement: None,
            compression: false,
            metadata: BTreeMap::new(),
        }
    }

    setters! {
        /// Sets the description. At most 4,096 bytes. Default: none.
        text description: String;
        /// Sets how long an object is kept. At least 100 ms. Default: unlimited.
        ///
        /// Each chunk is removed at that age, the first before the last: reading the object
        /// then is an error.
        some ttl: Duration;
        /// Sets the maximum size of the store in bytes. Default: unlimited.
        ///
        /// As the storage counts them. A full store refuses a put (10077).
        some max_bytes: u64;
        /// Sets where objects are kept. Default: in files. Cannot be changed later.
        set storage: StorageType;
        /// Sets the number of replicas. Range: 1 to 5. Default: 1.
        set replicas: u64;
        /// Sets which servers may keep the store. Default: the server's choice.
        some placement: Placement;
        /// Sets whether objects are compressed on disk, with S2. Default: no.
        set compression: bool;
        /// Adds a pair of metadata. Default: none.
        ///
        /// At most 128 KiB in all. Keys that begin with `_nats.` are the server's.
        pair metadata: String;
    }

    /// The configuration of the stream that is this store.
    ///
    /// Sends no request, and depends on nothing else.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that is none, a TTL below 100 ms, no replicas,
    /// and for bytes that are 0, or more than the server can count.
    pub fn stream_config(&self) -> Result<StreamConfig> {
        let bucket = BucketName::try_from(&self.bucket)?;
        let mut config = StreamConfig::new(stream_name(&bucket))
            .with_max_consumers(-1)
            .with_max_msgs(-1)
            .with_allow_direct(true);
        self.apply(&mut config)?;
        Ok(config)
    }

    /// Sets what a store's configuration says, and leaves the rest as it is.
    pub(super) fn apply(&self, config: &mut StreamConfig) -> Result<()> {
        let bucket = BucketName::try_from(&self.bucket)?;
        store_config::check(self.ttl, self.max_bytes, self.replicas).map_err(refused)?;
        config.description = self.description.clone();
        config.subjects = Subjects::of(&bucket).all().to_vec();
        config.retention = Some(RetentionPolicy::Limits);
        config.max_age = Some(self.ttl.unwrap_or_default());
        config.max_bytes = Some(match self.max_bytes {
            None => -1,
            Some(bytes) => i64::try_from(bytes)
                .map_err(|_| refused(format!("max_bytes {bytes} is too large")))?,
        });
        config.storage = Some(self.storage.clone());
        config.num_replicas = Some(self.replicas);
        config.placement = self.placement.clone();
        config.compression = Some(if self.compression {
            Compression::S2
        } else {
            Compression::None
        });
        config.discard = Some(DiscardPolicy::New);
        config.allow_rollup_hdrs = true;
        config.metadata = store_config::metadata(&self.metadata, &config.metadata);
        config.duplicate_window = Some(self.ttl.unwrap_or(WINDOW).min(WINDOW));
        Ok(())
    }
}

fn refused(why: String) -> Error {
    Error::invalid(STREAM_CREATE.verb, Invalid::Config(why.into()))
}

/// Holds a stream to what makes it a store, and gives the store's name.
pub(super) fn check_store(config: &StreamConfig) -> Result<BucketName> {
    let Some(name) = bucket_of_stream(&config.name) else {
        let why = "its name does not begin with \"OBJ_\"";
        return Err(no_store(&config.name, why));
    };
    let bucket = BucketName::try_from(name)?;
    let own = Subjects::of(name).all();
    if !own.iter().all(|subject| config.subjects.contains(subject)) {
        let why = "it does not have the subjects of one";
        return Err(no_store(&config.name, why));
    }
    Ok(bucket)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_store_with_nothing_set_is_the_stream_of_the_specification() {
        let expected = json!({
            "name": "OBJ_B",
            "subjects": ["$O.B.C.>", "$O.B.M.>"],
            "retention": "limits",
            "max_consumers": -1,
            "max_msgs": -1,
            "max_bytes": -1,
            "max_age": 0,
            "storage": "file",
            "compression": "none",
            "num_replicas": 1,
            "discard": "new",
            "duplicate_window": 120_000_000_000_i64,
            "allow_rollup_hdrs": true,
            "allow_direct": true,
        });
        let stream = ObjectStoreConfig::new("B").stream_config().unwrap();
        assert_eq!(serde_json::to_value(stream).unwrap(), expected);
    }

    #[test]
    fn a_store_with_everything_set_says_it_all() {
        let config = ObjectStoreConfig::new("B")
            .description("for a test")
            .ttl(Duration::from_secs(60))
            .max_bytes(1 << 40)
            .storage(StorageType::Memory)
            .replicas(3)
            .placement(Placement::new().with_tags(["ssd"]))
            .compression(true)
            .metadata("team", "a");
        let stream = serde_json::to_value(config.stream_config().unwrap()).unwrap();
        for (name, value) in [
            ("description", json!("for a test")),
            ("max_age", json!(60_000_000_000_i64)),
            ("duplicate_window", json!(60_000_000_000_i64)),
            ("max_bytes", json!(1_i64 << 40)),
            ("storage", json!("memory")),
            ("num_replicas", json!(3)),
            ("placement", json!({"tags": ["ssd"]})),
            ("compression", json!("s2")),
            ("metadata", json!({"team": "a"})),
        ] {
            assert_eq!(stream[name], value, "{name}");
        }
    }

    #[test]
    fn what_a_server_would_refuse_is_refused_before() {
        for name in ["", "a.b", "a b", "*", ">", "ä", "a/b", &"b".repeat(252)] {
            let refused = ObjectStoreConfig::new(name).stream_config();
            assert!(matches!(refused, Err(Error::Invalid { .. })), "{name:?}");
        }
        for change in [
            |config: &mut ObjectStoreConfig| config.max_bytes = Some(u64::MAX),
            |config: &mut ObjectStoreConfig| config.max_bytes = Some(0),
            |config: &mut ObjectStoreConfig| config.ttl = Some(Duration::ZERO),
            |config: &mut ObjectStoreConfig| config.replicas = 0,
        ] {
            let mut config = ObjectStoreConfig::new("B");
            change(&mut config);
            assert!(matches!(config.stream_config(), Err(Error::Invalid { .. })));
        }
    }

    #[test]
    fn a_stream_that_is_no_store_is_told_apart() {
        let store = ObjectStoreConfig::new("B").stream_config().unwrap();
        assert_eq!(check_store(&store).unwrap(), "B");
        for change in [
            |config: &mut StreamConfig| config.name = "B".to_owned(),
            |config: &mut StreamConfig| config.name = "OBJ_C".to_owned(),
            |config: &mut StreamConfig| config.subjects = vec!["$O.B.C.>".to_owned()],
            |config: &mut StreamConfig| config.subjects.clear(),
        ] {
            let mut config = store.clone();
            change(&mut config);
            assert!(matches!(check_store(&config), Err(Error::Mismatch { .. })));
        }
    }
}
