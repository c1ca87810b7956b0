//! Streams of an account: finding, listing, making, changing, deleting them.

use bytes::Bytes;
use jsapi::endpoint::{STREAM_CREATE, STREAM_LIST, STREAM_NAMES, STREAM_UPDATE};
use jsapi::{
    ErrorCode, StreamConfig, StreamCreateRequest, StreamInfo, StreamListRequest, StreamName,
    StreamNamesRequest, StreamUpdateRequest,
};

use crate::api::config_json::{ConfigJson, subject_of};
use crate::api::context::Context;
use crate::api::pages::Items;
use crate::error::{Error, Result};
use crate::streams::stream::Stream;

impl Context {
    /// A handle to the stream of this name, which need not exist.
    ///
    /// ```no_run
    /// # fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let orders = ctx.stream("ORDERS")?;
    /// # let _ = orders;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends no request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) quoting the name when it is not
    /// one.
    pub fn stream(&self, name: impl AsRef<str>) -> Result<Stream> {
        let name = StreamName::try_from(name.as_ref())?;
        Ok(Stream::new(self.clone(), name))
    }

    /// A handle to the stream of this name, which exists.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist
    /// (10059).
    pub async fn get_stream(&self, name: impl AsRef<str>) -> Result<Stream> {
        let stream = self.stream(name)?;
        let info = stream.info().await?;
        Ok(stream.with_info(info))
    }

    /// A handle to the stream that hears a subject, or `None`.
    ///
    /// A subject without wildcards is heard by one stream at most, mirrors and
    /// sources aside; of several for a wildcard, the first that the server
    /// names. Sends one request.
    pub async fn stream_by_subject(&self, subject: impl Into<String>) -> Result<Option<Stream>> {
        let subject = subject.into();
        Error::if_empty(STREAM_NAMES.verb, "subject", &subject)?;
        let request = StreamNamesRequest::new().with_subject(subject);
        let reply = self.call(&request).await?;
        reply
            .streams
            .first()
            .map(|name| self.stream(name))
            .transpose()
    }

    /// Creates a stream.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi::StreamConfig;
    ///
    /// let orders = ctx
    ///     .create_stream(StreamConfig::new("ORDERS").with_subjects(["orders.>"]))
    ///     .await?;
    /// # let _ = orders;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Succeeds as well when there is one with the same configuration, so that
    /// it is safe to repeat. What is not set is the server's choice. One
    /// request.
    ///
    /// # Errors
    /// [`is_already_exists`](crate::Error::is_already_exists) when there is one
    /// with another configuration (10058); 10065 when another stream hears one
    /// of the subjects.
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the stream may be made.
    pub async fn create_stream(&self, config: impl Into<StreamConfig>) -> Result<Stream> {
        let request = StreamCreateRequest::new(config.into());
        let stream = self.stream(&request.config.name)?;
        let info = self.call(&request).await?.into();
        Ok(stream.with_info(info))
    }

    /// Replaces the configuration of a stream.
    ///
    /// All of it: what is not set goes back to the server's default. To change
    /// some settings there is [`Stream::update_with`]. Sends one request, safe to
    /// repeat.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist
    /// (10059); 10052 and others when a setting cannot be changed, or not to
    /// this.
    pub async fn update_stream(&self, config: impl Into<StreamConfig>) -> Result<StreamInfo> {
        let request = StreamUpdateRequest::new(config.into());
        self.stream(&request.config.name)?;
        self.call(&request).await
    }

    /// Creates a stream, or replaces the whole configuration of the existing one.
    ///
    /// Resets every setting that `config` does not set to the server's default, also
    /// those that somebody tuned since, and deletes the messages that do not fit the
    /// new limits. [`ensure_stream`](Self::ensure_stream) leaves an existing stream as
    /// it is. Sends one request if the stream exists, else two. Safe to repeat.
    ///
    /// # Errors
    /// Those of [`update_stream`](Self::update_stream) and
    /// [`create_stream`](Self::create_stream); 10059 when it keeps being deleted
    /// and created by others.
    pub async fn create_or_update_stream(&self, config: impl Into<StreamConfig>) -> Result<Stream> {
        let update = StreamUpdateRequest::new(config.into());
        let stream = self.stream(&update.config.name)?;
        match self.call(&update).await {
            Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => {}
            result => return result.map(|info| stream.with_info(info)),
        }
        let create = StreamCreateRequest::new(update.config.clone());
        match self.call(&create).await {
            Err(error) if error.is(ErrorCode::STREAM_NAME_EXIST) => {}
            result => return result.map(|info| stream.with_info(info.into())),
        }
        let updated = self.call(&update).await;
        updated.map(|info| stream.with_info(info))
    }

    /// Deletes a stream with its messages and consumers.
    ///
    /// As [`Stream::delete`]. Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist
    /// (10059).
    pub async fn delete_stream(&self, name: impl AsRef<str>) -> Result<()> {
        self.stream(name)?.delete().await
    }

    /// Lists the names of the account's streams.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut names = ctx.stream_names().subject("orders.>");
    /// while let Some(name) = names.try_next().await? {
    ///     println!("{name}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one request per 1024 streams.
    pub fn stream_names(&self) -> Items<StreamNamesRequest> {
        self.items(StreamNamesRequest::new())
    }

    /// Lists the account's streams with configuration and state.
    ///
    /// Sends one request per 256 streams. In a cluster where a server does not answer,
    /// a page takes 4 s and is short of its streams, which
    /// [`Pages`](crate::Pages) name.
    pub fn streams(&self) -> Items<StreamListRequest> {
        self.items(StreamListRequest::new())
    }

    /// Creates a stream from a configuration kept as a JSON file.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), Box<dyn std::error::Error>> {
    /// use jsapi_client::ConfigJson;
    ///
    /// // As `nats stream info ORDERS --json` prints it, or a part of that.
    /// let file = std::fs::read("orders.json")?;
    /// ctx.create_stream_json(file.clone()).await?;
    /// ctx.create_stream_json(ConfigJson::from(file).name("ORDERS")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ConfigJson`] lists the forms that are taken. The client looks at the name
    /// alone. Returns the reply as it came: the stream's configuration and state. Sends
    /// one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if it is not a JSON object, or has no
    /// name; nothing is sent then. Otherwise as [`create_stream`](Self::create_stream).
    pub async fn create_stream_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        let (name, config) = config.into().of_stream(STREAM_CREATE.verb)?;
        let subject = subject_of(&StreamCreateRequest::new(StreamConfig::new(name)))?;
        self.call_json(&subject, config).raise_errors(true).await
    }

    /// Replaces a stream's configuration by one kept as a JSON file.
    ///
    /// Takes what [`create_stream_json`](Self::create_stream_json) takes. Sends one
    /// request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if it is not a JSON object, or has no
    /// name. Otherwise as [`update_stream`](Self::update_stream).
    pub async fn update_stream_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        let (name, config) = config.into().of_stream(STREAM_UPDATE.verb)?;
        let subject = subject_of(&StreamUpdateRequest::new(StreamConfig::new(name)))?;
        self.call_json(&subject, config).raise_errors(true).await
    }

    /// Creates a stream from a JSON file, or replaces the configuration it has.
    ///
    /// Takes what [`create_stream_json`](Self::create_stream_json) takes, and resets
    /// what the file does not set. Sends one request if the stream exists, else two.
    ///
    /// # Errors
    /// Those of [`update_stream_json`](Self::update_stream_json) and
    /// [`create_stream_json`](Self::create_stream_json).
    pub async fn create_or_update_stream_json(
        &self,
        config: impl Into<ConfigJson>,
    ) -> Result<Bytes> {
        let config = config.into();
        match self.update_stream_json(config.clone()).await {
            Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => {}
            result => return result,
        }
        match self.create_stream_json(config.clone()).await {
            Err(error) if error.is(ErrorCode::STREAM_NAME_EXIST) => {
                self.update_stream_json(config).await
            }
            result => result,
        }
    }
}

impl Items<StreamNamesRequest> {
    /// Only streams with subjects that overlap this one, which may have wildcards.
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        let subject = subject.into();
        let refused = Error::if_empty(STREAM_NAMES.verb, "subject", &subject);
        self.request_mut().subject = Some(subject);
        self.refused_if(refused)
    }
}

impl Items<StreamListRequest> {
    /// Only streams with subjects that overlap this one, which may have wildcards.
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        let subject = subject.into();
        let refused = Error::if_empty(STREAM_LIST.verb, "subject", &subject);
        self.request_mut().subject = Some(subject);
        self.refused_if(refused)
    }
}
