//! The accounts and users that most tests share.

/// The accounts of a server that was given none, as its configuration has them.
///
/// | account | user | JetStream |
/// |-|-|-|
/// | `A` | [`User::A`], also who gives no name | on, without limits |
/// | `B` | [`User::B`] | on, 3 streams, 3 consumers, 16 MB of memory, 64 MB of files, `max_bytes` required |
/// | `N` | [`User::N`] | off |
/// | `SYS` | [`User::SYS`] | the system account |
///
/// The limits of `B` are those under which the recorded replies were taken.
pub const STANDARD_ACCOUNTS: &str = r"accounts {
  A: { jetstream: enabled, users: [ { user: a, password: a } ] }
  B: {
    jetstream: {
      max_mem: 16000000, max_file: 64000000, max_streams: 3, max_consumers: 3, max_ack_pending: 100
      memory_max_stream_bytes: 4000000, disk_max_stream_bytes: 16000000, max_bytes_required: true
    }
    users: [ { user: b, password: b } ]
  }
  N: { users: [ { user: n, password: n } ] }
  SYS: { users: [ { user: sys, password: sys } ] }
}
system_account: SYS
no_auth_user: a
";

/// A user of a test server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User<'a> {
    /// The name to log in with.
    pub name: &'a str,
    /// The password to log in with. It guards nothing and is no secret.
    pub password: &'a str,
}

impl User<'static> {
    /// Of account `A`: JetStream without limits. Who gives no name is this one too.
    pub const A: Self = Self::new("a", "a");
    /// Of account `B`: JetStream with small limits.
    pub const B: Self = Self::new("b", "b");
    /// Of account `N`: no JetStream.
    pub const N: Self = Self::new("n", "n");
    /// Of the system account `SYS`.
    pub const SYS: Self = Self::new("sys", "sys");
}

impl<'a> User<'a> {
    /// Names a user of accounts of one's own.
    pub const fn new(name: &'a str, password: &'a str) -> Self {
        Self { name, password }
    }
}
