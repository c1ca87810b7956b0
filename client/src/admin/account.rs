//! Usage and limits of the account.

use jsapi::{AccountInfo, AccountInfoRequest};

use crate::api::context::Context;
use crate::error::Result;

impl Context {
    /// Returns the account's usage and limits, and the server's API level.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let account = ctx.account_info().await?;
    /// println!("{} streams, API level {:?}", account.streams, account.api.level);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_enabled`](crate::Error::is_not_enabled) if JetStream is not enabled
    /// for the account; [`NoResponders`](crate::Error::NoResponders) if no server
    /// has JetStream.
    ///
    /// # Cancel safety
    /// Safe to drop: the request only reads.
    pub async fn account_info(&self) -> Result<AccountInfo> {
        self.call(&AccountInfoRequest::new()).await
    }
}
