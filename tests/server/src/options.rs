//! How a server is to be set up.

use crate::version::Wanted;

/// How a server is to be set up.
///
/// ```
/// use jsapi_test_server::{Options, Version};
///
/// let options = Options::new().version(Version::V2_12_8).domain("hub").max_file(64 << 20);
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) wanted: Wanted,
    pub(crate) name: String,
    pub(crate) jetstream: bool,
    pub(crate) domain: Option<String>,
    pub(crate) max_memory: u64,
    pub(crate) max_file: u64,
    pub(crate) strict: Option<bool>,
    pub(crate) accounts: Option<String>,
    pub(crate) extra: String,
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

impl Options {
    /// Any version, JetStream on, the [standard accounts](crate::STANDARD_ACCOUNTS).
    pub fn new() -> Self {
        Self {
            wanted: Wanted::Any,
            name: "n1".to_owned(),
            jetstream: true,
            domain: None,
            max_memory: 256 << 20,
            max_file: 1 << 30,
            strict: None,
            accounts: None,
            extra: String::new(),
        }
    }

    /// Asks for a version. The default is [`Wanted::Any`].
    #[must_use]
    pub fn version(mut self, wanted: impl Into<Wanted>) -> Self {
        self.wanted = wanted.into();
        self
    }

    /// Names the server. The default is `n1`; a cluster numbers its nodes `n1`, `n2` and so on.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Turns JetStream off for the whole server.
    #[must_use]
    pub fn without_jetstream(mut self) -> Self {
        self.jetstream = false;
        self
    }

    /// Puts JetStream into a domain. The default is none.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Bounds what JetStream keeps in memory, in bytes. The default is 256 MiB.
    ///
    /// The standard account `B` reserves 16 MB of it; with less, the server does not start.
    #[must_use]
    pub fn max_memory(mut self, bytes: u64) -> Self {
        self.max_memory = bytes;
        self
    }

    /// Bounds what JetStream keeps in files, in bytes. The default is 1 GiB.
    ///
    /// The standard account `B` reserves 64 MB of it; with less, the server does not start.
    #[must_use]
    pub fn max_file(mut self, bytes: u64) -> Self {
        self.max_file = bytes;
        self
    }

    /// Has requests with unknown fields refused or accepted.
    ///
    /// The server's default is to accept them in 2.11 and to refuse them from 2.12 on. 2.10 always
    /// accepts them and has no such setting; there this one is left out.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Replaces the standard accounts by configuration text of one's own.
    ///
    /// The text is where `accounts`, `system_account`, `no_auth_user` or `authorization` stand. An
    /// empty text gives a server without accounts.
    #[must_use]
    pub fn accounts(mut self, text: impl Into<String>) -> Self {
        self.accounts = Some(text.into());
        self
    }

    /// Adds configuration text at the end of the file, after what was added before.
    #[must_use]
    pub fn extra(mut self, text: &str) -> Self {
        self.extra.push_str(text);
        self.extra.push('\n');
        self
    }
}
