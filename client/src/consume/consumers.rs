//! Consumers of a stream: get, list, create, update, delete.

use bytes::Bytes;
use jsapi::endpoint::CONSUMER_CREATE;
use jsapi::{
    ConsumerConfig, ConsumerCreateRequest, ConsumerInfo, ConsumerListRequest, ConsumerName,
    ConsumerNamesRequest, CreateAction,
};

use crate::api::config_json::{ConfigJson, subject_of};
use crate::api::pages::Items;
use crate::consume::check_names;
use crate::consume::consumer::Consumer;
use crate::error::Result;
use crate::streams::stream::Stream;

impl Stream {
    /// Returns a handle to a consumer, which need not exist.
    ///
    /// Sends no request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if the name is not valid.
    pub fn consumer(&self, name: impl AsRef<str>) -> Result<Consumer> {
        let name = ConsumerName::try_from(name.as_ref())?;
        Ok(Consumer::new(self.clone(), name))
    }

    /// Returns a handle to an existing consumer.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) if the consumer (10014) or the stream (10059)
    /// does not exist.
    pub async fn get_consumer(&self, name: impl AsRef<str>) -> Result<Consumer> {
        let consumer = self.consumer(name)?;
        let info = consumer.info().await?;
        Ok(consumer.with_info(info))
    }

    /// Creates a consumer.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi::{AckPolicy, ConsumerConfig};
    ///
    /// let worker = stream
    ///     .create_consumer(
    ///         ConsumerConfig::new()
    ///             .with_durable_name("WORKER")
    ///             .with_ack_policy(AckPolicy::Explicit)
    ///             .with_filter_subject("orders.new"),
    ///     )
    ///     .await?;
    /// # let _ = worker;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// With a name it is safe to retry: it also succeeds if the consumer exists with the same
    /// configuration. Without a name the server generates one, and a retry creates another
    /// consumer, which the server deletes after `inactive_threshold` without use (default: 5 s).
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_already_exists`](crate::Error::is_already_exists) if the consumer exists with another
    /// configuration (10148).
    ///
    /// # Cancel safety
    /// If the future is dropped, the consumer may have been created.
    pub async fn create_consumer(&self, config: impl Into<ConsumerConfig>) -> Result<Consumer> {
        let info = self
            .put_consumer(config.into(), Some(CreateAction::Create))
            .await?;
        Ok(self.consumer(&info.name)?.with_info(info))
    }

    /// Replaces the configuration of the consumer that `config` names.
    ///
    /// The server resets each unset field to its default. Use [`Consumer::update_with`] to change
    /// some settings. Sends one request. Safe to retry.
    ///
    /// # Errors
    /// - [`is_not_found`](crate::Error::is_not_found) if the consumer does not exist (10149).
    /// - 10012 and others if a setting cannot be changed, or not to this value.
    pub async fn update_consumer(&self, config: impl Into<ConsumerConfig>) -> Result<ConsumerInfo> {
        self.put_consumer(config.into(), Some(CreateAction::Update))
            .await
    }

    /// Creates a consumer, or replaces the whole configuration of the existing one.
    ///
    /// Resets every setting that `config` does not set to the server's default, also settings
    /// that were changed since. [`ensure_pull_consumer`](Self::ensure_pull_consumer) and
    /// [`ensure_push_consumer`](Self::ensure_push_consumer) do not change an existing consumer.
    /// Safe to retry with a name, see [`create_consumer`](Self::create_consumer). Sends one
    /// request.
    ///
    /// # Errors
    /// 10012 and others if the consumer exists and a setting cannot be changed.
    pub async fn create_or_update_consumer(
        &self,
        config: impl Into<ConsumerConfig>,
    ) -> Result<Consumer> {
        let info = self.put_consumer(config.into(), None).await?;
        Ok(self.consumer(&info.name)?.with_info(info))
    }

    pub(crate) async fn put_consumer(
        &self,
        config: ConsumerConfig,
        action: Option<CreateAction>,
    ) -> Result<ConsumerInfo> {
        check_names(&config)?;
        let mut request = ConsumerCreateRequest::new(self.name(), config);
        request.action = action;
        self.context().call(&request).await
    }

    /// Deletes a consumer.
    ///
    /// Like [`Consumer::delete`]. Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) if the consumer does not exist (10014).
    pub async fn delete_consumer(&self, name: impl AsRef<str>) -> Result<()> {
        self.consumer(name)?.delete().await
    }

    /// Lists the names of the stream's consumers.
    ///
    /// Sends one request per 1024 consumers.
    pub fn consumer_names(&self) -> Items<ConsumerNamesRequest> {
        self.context().items(ConsumerNamesRequest::new(self.name()))
    }

    /// Lists the stream's consumers with configuration and state.
    ///
    /// Sends one request per 256 consumers. If a server of a cluster does not respond, a page
    /// takes 4 s and omits its consumers; [`missing`](Items::missing) has their names. Server
    /// 2.14.6 may send such a consumer without its name; the listing omits it.
    pub fn consumers(&self) -> Items<ConsumerListRequest> {
        self.context().items(ConsumerListRequest::new(self.name()))
    }

    /// Creates a consumer from a JSON configuration.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), Box<dyn std::error::Error>> {
    /// use jsapi_client::ConfigJson;
    ///
    /// // As `nats consumer info ORDERS WORKER --json` prints it, or a part of that.
    /// let file = std::fs::read("worker.json")?;
    /// stream.create_consumer_json(file.clone()).await?;
    /// stream.create_consumer_json(ConfigJson::from(file).name("WORKER")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ConfigJson`] lists the accepted forms. An object with `action`, or with only
    /// `stream_name` and `config`, is a complete request and is sent unchanged, with the action
    /// `create` if it has none. The client checks only the names, the filter and the action.
    /// Returns the reply unchanged: the consumer's configuration and state. Safe to retry like
    /// [`create_consumer`](Self::create_consumer). Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if it is not such an object, or a request for
    /// another stream or with another action. Otherwise those of
    /// [`create_consumer`](Self::create_consumer).
    ///
    /// # Cancel safety
    /// If the future is dropped, the consumer may have been created.
    pub async fn create_consumer_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        self.put_consumer_json(config.into(), Some(CreateAction::Create))
            .await
    }

    /// Replaces a consumer's configuration by a JSON configuration.
    ///
    /// Accepts the forms of [`create_consumer_json`](Self::create_consumer_json). Sends one
    /// request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) as for
    /// [`create_consumer_json`](Self::create_consumer_json). Otherwise those of
    /// [`update_consumer`](Self::update_consumer).
    pub async fn update_consumer_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        self.put_consumer_json(config.into(), Some(CreateAction::Update))
            .await
    }

    /// Creates a consumer from a JSON configuration, or replaces its configuration.
    ///
    /// Accepts the forms of [`create_consumer_json`](Self::create_consumer_json), and resets
    /// settings that the file does not contain. A complete request with the action `create` or
    /// `update` keeps that action. Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) as for
    /// [`create_consumer_json`](Self::create_consumer_json). Otherwise those of
    /// [`create_or_update_consumer`](Self::create_or_update_consumer).
    pub async fn create_or_update_consumer_json(
        &self,
        config: impl Into<ConfigJson>,
    ) -> Result<Bytes> {
        self.put_consumer_json(config.into(), None).await
    }

    async fn put_consumer_json(
        &self,
        config: ConfigJson,
        action: Option<CreateAction>,
    ) -> Result<Bytes> {
        let stream = self.name().as_str();
        let (named, request) = config.of_consumer(CONSUMER_CREATE.verb, stream, action)?;
        let subject = subject_of(&ConsumerCreateRequest::new(self.name(), named))?;
        self.context()
            .call_json(&subject, request)
            .raise_errors(true)
            .await
    }
}
