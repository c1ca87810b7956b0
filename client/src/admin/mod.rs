//! Administration: account and system account.

pub(crate) mod account;
pub(crate) mod system;
