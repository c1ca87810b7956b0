//! Users with credentials in place of passwords.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use serde_json::{Value, json};

/// An operator with an account `A` that has JetStream, a system account, and a user of each.
///
/// The keys are made anew each time, and are worth nothing to any other server.
///
/// ```no_run
/// use jsapi_test_server::{Operator, Options, Server};
///
/// # fn main() -> Result<(), jsapi_test_server::Error> {
/// let operator = Operator::new();
/// let server = Server::start(&Options::new().accounts(operator.accounts()))?;
/// let credentials = operator.credentials();
/// # Ok(())
/// # }
/// ```
pub struct Operator {
    keys: KeyPair,
    account: Account,
    system: Account,
}

struct Account {
    keys: KeyPair,
    user: KeyPair,
    name: &'static str,
}

impl Default for Operator {
    fn default() -> Self {
        Self::new()
    }
}

impl Operator {
    /// Makes the keys of all.
    pub fn new() -> Self {
        Self {
            keys: KeyPair::new_operator(),
            account: Account::new("A"),
            system: Account::new("SYS"),
        }
    }

    /// The configuration of a server that knows them, for
    /// [`Options::accounts`](crate::Options::accounts).
    pub fn accounts(&self) -> String {
        let system = self.system.keys.public_key();
        let own = json!({"type": "operator", "version": 2, "system_account": system});
        let operator = token(&self.keys, &self.keys, "operator", own);
        let mut text = format!("operator: {operator}\nsystem_account: {system}\n");
        text.push_str("resolver: MEMORY\nresolver_preload: {\n");
        for (account, storage) in [(&self.account, -1), (&self.system, 0)] {
            let public = account.keys.public_key();
            text.push_str(&format!(
                "  {public}: {}\n",
                account.token(&self.keys, storage)
            ));
        }
        text.push_str("}\n");
        text
    }

    /// The credentials file of the user of account `A`: its token, and the key that proves it.
    pub fn credentials(&self) -> String {
        self.account.credentials()
    }

    /// The credentials file of the user of account `A`, good for some seconds from now.
    pub fn credentials_for(&self, seconds: u64) -> String {
        self.account.credentials_until(Some(now() + seconds))
    }

    /// The credentials file of the user of the system account.
    pub fn system_credentials(&self) -> String {
        self.system.credentials()
    }
}

impl std::fmt::Debug for Operator {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Operator")
            .field("public_key", &self.keys.public_key())
            .finish_non_exhaustive()
    }
}

impl Account {
    fn new(name: &'static str) -> Self {
        Self {
            keys: KeyPair::new_account(),
            user: KeyPair::new_user(),
            name,
        }
    }

    /// What the operator says of it. A storage of 0 is no JetStream, -1 is no limit.
    fn token(&self, operator: &KeyPair, storage: i64) -> String {
        let limits = json!({
            "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true,
            "conn": -1, "leaf": -1, "mem_storage": storage, "disk_storage": storage,
            "streams": -1, "consumer": -1,
        });
        let own = json!({"type": "account", "version": 2, "limits": limits});
        token(operator, &self.keys, self.name, own)
    }

    fn credentials(&self) -> String {
        self.credentials_until(None)
    }

    /// Ends at a time in seconds, if at all.
    fn credentials_until(&self, end: Option<u64>) -> String {
        let own = json!({
            "type": "user", "version": 2, "pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1,
        });
        let token = token_until(&self.keys, &self.user, "user", own, end);
        // It fails for public keys alone.
        let seed = self.user.seed().unwrap_or_default();
        [
            "-----BEGIN NATS USER JWT-----",
            &token,
            "------END NATS USER JWT------",
            "",
            "-----BEGIN USER NKEY SEED-----",
            &seed,
            "------END USER NKEY SEED------",
            "",
        ]
        .join("\n")
    }
}

/// The time in seconds.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// What one says of another, signed: a JSON Web Token with the algorithm of NATS (ADR-14).
fn token(by: &KeyPair, of: &KeyPair, name: &str, own: Value) -> String {
    token_until(by, of, name, own, None)
}

/// The same, which ends at a time.
fn token_until(by: &KeyPair, of: &KeyPair, name: &str, own: Value, end: Option<u64>) -> String {
    let header = json!({"typ": "JWT", "alg": "ed25519-nkey"});
    let mut claims = json!({
        "jti": of.public_key(), "iat": now(), "iss": by.public_key(), "sub": of.public_key(),
        "name": name, "nats": own,
    });
    if let Some(end) = end {
        claims["exp"] = end.into();
    }
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encoded(&header), encoded(&claims));
    // It fails for public keys alone.
    let signature = by.sign(signed.as_bytes()).unwrap_or_default();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
