//! What an account uses, and what it may.

use jsapi::{AccountInfo, AccountInfoRequest};

use crate::context::Context;
use crate::error::Result;

impl Context {
    /// Reads what the account uses, its limits, and the server's API level.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let account = ctx.account_info().await?;
    /// println!("{} streams, API level {:?}", account.streams, account.api.level);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// One request.
    ///
    /// # Errors
    /// [`is_not_enabled`](crate::Error::is_not_enabled) when JetStream is off for
    /// the account; [`NoResponders`](crate::Error::NoResponders) when no server
    /// has it.
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn account_info(&self) -> Result<AccountInfo> {
        self.call(&AccountInfoRequest::new()).await
    }
}
