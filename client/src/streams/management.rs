//! Streams of an account: get, list, create, update, delete.

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
    /// Returns a handle to a stream, which need not exist.
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
    /// [`Error::Invalid`](crate::Error::Invalid) if the name is not valid.
    pub fn stream(&self, name: impl AsRef<str>) -> Result<Stream> {
        let name = StreamName::try_from(name.as_ref())?;
        Ok(Stream::new(self.clone(), name))
    }

    /// Returns a handle to an existing stream.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) if the stream does not exist (10059).
    pub async fn get_stream(&self, name: impl AsRef<str>) -> Result<Stream> {
        let stream = self.stream(name)?;
        let info = stream.info().await?;
        Ok(stream.with_info(info))
    }

    /// Returns a handle to the stream that has a subject, or `None`.
    ///
    /// At most one stream has a subject without wildcards, apart from mirrors and sources. If
    /// several streams match a wildcard, returns the first that the server lists. Sends one
    /// request.
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
    /// Also succeeds if the stream exists with the same configuration, so it is safe to retry.
    /// The server sets the defaults of unset fields. Sends one request.
    ///
    /// # Errors
    /// - [`is_already_exists`](crate::Error::is_already_exists) if the stream exists with
    ///   another configuration (10058).
    /// - 10065 if the subjects overlap those of another stream.
    ///
    /// # Cancel safety
    /// If the future is dropped, the stream may have been created.
    pub async fn create_stream(&self, config: impl Into<StreamConfig>) -> Result<Stream> {
        let request = StreamCreateRequest::new(config.into());
        let stream = self.stream(&request.config.name)?;
        let info = self.call(&request).await?.into();
        Ok(stream.with_info(info))
    }

    /// Replaces the configuration of a stream.
    ///
    /// The server resets each unset field to its default. Use [`Stream::update_with`] to change
    /// some settings. Sends one request. Safe to retry.
    ///
    /// # Errors
    /// - [`is_not_found`](crate::Error::is_not_found) if the stream does not exist (10059).
    /// - 10052 and others if a setting cannot be changed, or not to this value.
    pub async fn update_stream(&self, config: impl Into<StreamConfig>) -> Result<StreamInfo> {
        let request = StreamUpdateRequest::new(config.into());
        self.stream(&request.config.name)?;
        self.call(&request).await
    }

    /// Creates a stream, or replaces the whole configuration of the existing one.
    ///
    /// Resets every setting that `config` does not set to the server's default, also settings
    /// that were changed since, and deletes the messages that exceed the new limits.
    /// [`ensure_stream`](Self::ensure_stream) does not change an existing stream. Sends one
    /// request if the stream exists, otherwise two. Safe to retry.
    ///
    /// # Errors
    /// Those of [`update_stream`](Self::update_stream) and
    /// [`create_stream`](Self::create_stream); 10059 if other clients repeatedly delete and
    /// create the stream.
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
    /// Like [`Stream::delete`]. Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) if the stream does not exist (10059).
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
    /// Sends one request per 256 streams. If a server of a cluster does not respond, a page takes
    /// 4 s and omits its streams; [`Items::missing`] has their names.
    pub fn streams(&self) -> Items<StreamListRequest> {
        self.items(StreamListRequest::new())
    }

    /// Creates a stream from a JSON configuration.
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
    /// [`ConfigJson`] lists the accepted forms. The client checks only the name. Returns the
    /// reply unchanged: the stream's configuration and state. Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if it is not a JSON object, or has no name.
    /// Otherwise those of [`create_stream`](Self::create_stream).
    pub async fn create_stream_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        let (name, config) = config.into().of_stream(STREAM_CREATE.verb)?;
        let subject = subject_of(&StreamCreateRequest::new(StreamConfig::new(name)))?;
        self.call_json(&subject, config).raise_errors(true).await
    }

    /// Replaces a stream's configuration by a JSON configuration.
    ///
    /// Accepts the forms of [`create_stream_json`](Self::create_stream_json). Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if it is not a JSON object, or has no name.
    /// Otherwise those of [`update_stream`](Self::update_stream).
    pub async fn update_stream_json(&self, config: impl Into<ConfigJson>) -> Result<Bytes> {
        let (name, config) = config.into().of_stream(STREAM_UPDATE.verb)?;
        let subject = subject_of(&StreamUpdateRequest::new(StreamConfig::new(name)))?;
        self.call_json(&subject, config).raise_errors(true).await
    }

    /// Creates a stream from a JSON configuration, or replaces its configuration.
    ///
    /// Accepts the forms of [`create_stream_json`](Self::create_stream_json), and resets
    /// settings that the file does not contain. Sends one request if the stream exists,
    /// otherwise two.
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
    /// Selects streams whose subjects overlap this one; wildcards are allowed.
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        let subject = subject.into();
        let refused = Error::if_empty(STREAM_NAMES.verb, "subject", &subject);
        self.request_mut().subject = Some(subject);
        self.refused_if(refused)
    }
}

impl Items<StreamListRequest> {
    /// Selects streams whose subjects overlap this one; wildcards are allowed.
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        let subject = subject.into();
        let refused = Error::if_empty(STREAM_LIST.verb, "subject", &subject);
        self.request_mut().subject = Some(subject);
        self.refused_if(refused)
    }
}
