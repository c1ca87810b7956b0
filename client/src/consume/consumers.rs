//! Consumers of a stream: finding, listing, making, changing, deleting them.

use bytes::Bytes;
use jsapi::endpoint::CONSUMER_CREATE;
use jsapi::{
    ConsumerConfig, ConsumerCreateRequest, ConsumerInfo, ConsumerListRequest, ConsumerName,
    ConsumerNamesRequest, CreateAction,
};
use serde_json::Value;

use crate::api::config_json::{ConfigJson, subject_of};
use crate::api::pages::Items;
use crate::consume::check_names;
use crate::consume::consumer::Consumer;
use crate::error::{Error, Invalid, Result};
use crate::streams::stream::Stream;

impl Stream {
    /// A handle to the consumer of this name, which need not exist.
    ///
    /// Asks nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] quoting the name when it is not one.
    pub fn consumer(&self, name: impl AsRef<str>) -> Result<Consumer> {
        let name = ConsumerName::try_from(name.as_ref())?;
        Ok(Consumer::new(self.clone(), name))
    }

    /// A handle to the consumer of this name, which exists.
    ///
    /// One request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014), or
    /// the stream does not (10059).
    pub async fn get_consumer(&self, name: impl AsRef<str>) -> Result<Consumer> {
        let consumer = self.consumer(name)?;
        consumer.info().await?;
        Ok(consumer)
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
    /// uses it for `inactive_threshold`, 5 s unless set. One request.
    ///
    /// # Errors
    /// [`is_already_exists`](Error::is_already_exists) when there is one with
    /// another configuration (10148).
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the consumer may be made.
    pub async fn create_consumer(&self, config: impl Into<ConsumerConfig>) -> Result<Consumer> {
        let info = self
            .put_consumer(config.into(), Some(CreateAction::Create))
            .await?;
        self.consumer(info.name)
    }

    /// Replaces the configuration of a consumer, which its `config` names.
    ///
    /// All of it: what is not set goes back to the server's default. To change
    /// some settings there is [`Consumer::update_with`]. One request, safe to
    /// repeat.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10149);
    /// 10012 and others when a setting can not be changed, or not to this.
    pub async fn update_consumer(&self, config: impl Into<ConsumerConfig>) -> Result<ConsumerInfo> {
        self.put_consumer(config.into(), Some(CreateAction::Update))
            .await
    }

    /// Makes sure that there is a consumer with this configuration.
    ///
    /// Creates it, or replaces the configuration of the one of this name. With a
    /// name it is safe to repeat, see
    /// [`create_consumer`](Self::create_consumer). One request.
    ///
    /// # Errors
    /// 10012 and others when there is one, and a setting can not be changed.
    pub async fn create_or_update_consumer(
        &self,
        config: impl Into<ConsumerConfig>,
    ) -> Result<Consumer> {
        let info = self.put_consumer(config.into(), None).await?;
        self.consumer(info.name)
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
    /// As [`Consumer::delete`]. One request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014).
    pub async fn delete_consumer(&self, name: impl AsRef<str>) -> Result<()> {
        self.consumer(name)?.delete().await
    }

    /// Lists the names of its consumers.
    ///
    /// One request per 1024 consumers.
    pub fn consumer_names(&self) -> Items<ConsumerNamesRequest> {
        self.context().items(ConsumerNamesRequest::new(self.name()))
    }

    /// Lists its consumers with configuration and state.
    ///
    /// One request per 256 consumers. In a cluster where a server does not
    /// answer, a page takes 4 s and is short of its consumers, which
    /// [`missing`](Items::missing) names. Servers (2.14.6) may send such a one
    /// without its name, which is left out here.
    pub fn consumers(&self) -> Items<ConsumerListRequest> {
        self.context().items(ConsumerListRequest::new(self.name()))
    }

    /// Creates or updates a consumer by JSON text, which is sent as it is.
    ///
    /// For configurations kept as files, such as the `config` that
    /// `nats consumer info ORDERS WORKER --json` shows.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), Box<dyn std::error::Error>> {
    /// let config = std::fs::read("worker.json")?;
    /// let reply = stream.create_consumer_json(config).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An object with neither `config` nor `stream_name` is a configuration, and
    /// goes into a request for this stream. Any other is the whole request: with
    /// `stream_name`, which is this stream's, with `config`, and maybe with
    /// `action`. Only the names and the filter, which are in the subject, are
    /// looked at. Gives back the reply as it came: the consumer's configuration
    /// and state. Safe to repeat as
    /// [`create_or_update_consumer`](Self::create_or_update_consumer). One request.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is not such an object, or names another
    /// stream; nothing is sent then. Otherwise as
    /// [`create_or_update_consumer`](Self::create_or_update_consumer).
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the consumer may be made.
    pub async fn create_consumer_json(&self, json: impl Into<Bytes>) -> Result<Bytes> {
        let json = json.into();
        let members = ConfigJson::read(CONSUMER_CREATE.verb, &json)?;
        let (config, request) = if members.has("config") || members.has("stream_name") {
            (self.config_of(members)?, json)
        } else {
            let request = self.request_with(&json);
            (members, request)
        };
        let mut named = ConsumerConfig::new();
        named.name = config.text_opt("name")?.map(str::to_owned);
        named.durable_name = config.text_opt("durable_name")?.map(str::to_owned);
        named.filter_subject = config.text_opt("filter_subject")?.map(str::to_owned);
        let subject = subject_of(&ConsumerCreateRequest::new(self.name(), named))?;
        self.context()
            .call_json(&subject, request)
            .raise_errors(true)
            .await
    }

    /// The configuration in a whole request, which has to be for this stream.
    fn config_of(&self, request: ConfigJson) -> Result<ConfigJson> {
        let stream = request.text("stream_name")?;
        if stream != self.name().as_str() {
            let reason = format!(
                "the request is for stream {stream:?}, not {:?}",
                self.name().as_str(),
            );
            return Err(Error::invalid(
                CONSUMER_CREATE.verb,
                Invalid::Other(reason.into()),
            ));
        }
        request.object("config")
    }

    /// The request with this configuration, of which no byte is another.
    fn request_with(&self, config: &[u8]) -> Bytes {
        let stream = Value::from(self.name().as_str());
        let mut request = format!(r#"{{"stream_name":{stream},"config":"#).into_bytes();
        request.extend_from_slice(config);
        request.push(b'}');
        request.into()
    }
}
