//! Consumers of a stream: finding, listing, making, changing, deleting them.

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
    /// A handle to the consumer of this name, which need not exist.
    ///
    /// Sends no request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) quoting the name when it is not one.
    pub fn consumer(&self, name: impl AsRef<str>) -> Result<Consumer> {
        let name = ConsumerName::try_from(name.as_ref())?;
        Ok(Consumer::new(self.clone(), name))
    }

    /// A handle to the consumer of this name, which exists.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist (10014), or
    /// the stream does not (10059).
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
    /// With a name it is safe to repeat: it succeeds as well when there is one
    /// with the same configuration. Without one the server makes a name up, and
    /// each repeat makes another consumer, which the server deletes when nobody
    /// uses it for `inactive_threshold`, 5 s unless set. Sends one request.
    ///
    /// # Errors
    /// [`is_already_exists`](crate::Error::is_already_exists) when there is one with
    /// another configuration (10148).
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the consumer may be made.
    pub async fn create_consumer(&self, config: impl Into<ConsumerConfig>) -> Result<Consumer> {
        let info = self
            .put_consumer(config.into(), Some(CreateAction::Create))
            .await?;
        Ok(self.consumer(&info.name)?.with_info(info))
    }

    /// Replaces the configuration of a consumer, which its `config` names.
    ///
    /// All of it: what is not set goes back to the server's default. To change
    /// some settings there is [`Consumer::update_with`]. Sends one request, safe to
    /// repeat.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist (10149);
    /// 10012 and others when a setting cannot be changed, or not to this.
    pub async fn update_consumer(&self, config: impl Into<ConsumerConfig>) -> Result<ConsumerInfo> {
        self.put_consumer(config.into(), Some(CreateAction::Update))
            .await
    }

    /// Creates a consumer, or replaces the whole configuration of the existing one.
    ///
    /// Resets every setting that `config` does not set to the server's default, also
    /// those that somebody tuned since.
    /// [`ensure_pull_consumer`](Self::ensure_pull_consumer) and
    /// [`ensure_push_consumer`](Self::ensure_push_consumer) leave an existing consumer
    /// as it is. With a name it is safe to repeat, see
    /// [`create_consumer`](Self::create_consumer). Sends one request.
    ///
    /// # Errors
    /// 10012 and others when there is one, and a setting cannot be changed.
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
    /// As [`Consumer::delete`]. Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist (10014).
    pub async fn delete_consumer(&self, name: impl AsRef<str>) -> Result<()> {
        self.consumer(name)?.delete().await
    }

    /// Lists the names of its consumers.
    ///
    /// Sends one request per 1024 consumers.
    pub fn consumer_names(&self) -> Items<ConsumerNamesRequest> {
        self.context().items(ConsumerNamesRequest::new(self.name()))
    }

    /// Lists its consumers with configuration and state.
    ///
    /// Sends one request per 256 consumers. In a cluster where a server does not
    /// answer, a page takes 4 s and is short of its consumers, which
    /// [`missing`](Items::missing) names. Servers (2.14.6) may send such a one
    /// without its name, which is left out here.
    pub fn consumers(&self) -> Items<ConsumerListRequest> {
        self.context().items(ConsumerListRequest::new(self.name()))
    }

    /// Creates a consumer from a configuration kept as a JSON file.
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
    /// [`ConfigJson`] lists the forms that are taken. An object with `action`, or with
    /// nothing beside `stream_name` and `config`, is a whole request and is sent as it
    /// is, with the action `create` if it has none. The client looks at the names, the
    /// filter and the action alone. Returns the reply as it came: the consumer's
    /// configuration and state. Safe to repeat as
    /// [`create_consumer`](Self::create_consumer). Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if it is not such an object, or a
    /// request for another stream or with another action; nothing is sent then.
    /// Otherwise as [`create_consumer`](Self::create_consumer).
    ///
    /// # Cancel safety
    /// If the future is dropped, the consumer may have been created.
    pub async fn create_consumer_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        self.put_consumer_json(config.into(), Some(CreateAction::Create))
            .await
    }

    /// Replaces a consumer's configuration by one kept as a JSON file.
    ///
    /// Takes what [`create_consumer_json`](Self::create_consumer_json) takes. Sends one
    /// request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) as for
    /// [`create_consumer_json`](Self::create_consumer_json). Otherwise as
    /// [`update_consumer`](Self::update_consumer).
    pub async fn update_consumer_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        self.put_consumer_json(config.into(), Some(CreateAction::Update))
            .await
    }

    /// Creates a consumer from a JSON file, or replaces the configuration it has.
    ///
    /// Takes what [`create_consumer_json`](Self::create_consumer_json) takes, and resets
    /// what the file does not set. A whole request with the action `create` or `update`
    /// does only that. Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) as for
    /// [`create_consumer_json`](Self::create_consumer_json). Otherwise as
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
