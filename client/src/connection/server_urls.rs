//! URLs of servers, and the credentials in them.

use std::fmt;

use async_nats::ServerAddr;

/// Servers of a list of URLs, and their credentials.
pub(crate) struct ServerUrls {
    /// Without credentials, which `async-nats` 0.51 ignores and logs.
    pub(crate) servers: Vec<ServerAddr>,
    pub(crate) credentials: Option<UrlCredentials>,
}

/// Credentials in a URL.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum UrlCredentials {
    UserAndPassword(String, String),
    Token(String),
}

/// Shows no secret.
impl fmt::Debug for UrlCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UserAndPassword(..) => f.write_str("UserAndPassword(..)"),
            Self::Token(_) => f.write_str("Token(..)"),
        }
    }
}

impl ServerUrls {
    /// Parses comma-separated URLs.
    ///
    /// The error does not quote the text, which may contain a password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut servers = Vec::new();
        let mut credentials: Option<UrlCredentials> = None;
        let urls = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        for (index, url) in urls.enumerate() {
            let wrong = |what: &str| format!("server URL {}: {what}", index + 1);
            let server: ServerAddr = url.parse().map_err(|_| wrong("not a NATS URL"))?;
            if server.host().is_empty() {
                return Err(wrong("no host"));
            }
            if server.is_websocket() && cfg!(not(feature = "websockets")) {
                return Err(wrong("WebSocket needs the feature `websockets`"));
            }
            let (server, found) = split(server).map_err(wrong)?;
            match (&credentials, found) {
                (Some(before), Some(found)) if *before != found => {
                    return Err(wrong("other credentials than another URL"));
                }
                (None, Some(found)) => credentials = Some(found),
                _ => {}
            }
            servers.push(server);
        }
        match servers.is_empty() {
            true => Err("no server URL".to_owned()),
            false => Ok(Self {
                servers,
                credentials,
            }),
        }
    }
}

/// Returns a server without its credentials, and the credentials.
fn split(server: ServerAddr) -> Result<(ServerAddr, Option<UrlCredentials>), &'static str> {
    let user = decoded(server.username().unwrap_or_default());
    let password = server.password().map(decoded);
    let credentials = match (user, password) {
        (Some(user), None) if user.is_empty() => return Ok((server, None)),
        (Some(user), Some(_)) if user.is_empty() => return Err("a password without a user"),
        (Some(user), Some(Some(password))) => UrlCredentials::UserAndPassword(user, password),
        (Some(token), None) => UrlCredentials::Token(token),
        _ => return Err("credentials that are not UTF-8"),
    };
    let mut url = server.into_inner();
    let cleared = url.set_password(None).and_then(|()| url.set_username(""));
    let server = cleared.ok().and_then(|()| ServerAddr::from_url(url).ok());
    match server {
        Some(server) => Ok((server, Some(credentials))),
        None => Err("credentials that cannot be parsed"),
    }
}

/// Returns a part of a URL without its `%` escapes; `None` if it is not UTF-8.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, after @ ..]) => digit(*high)
                .zip(digit(*low))
                .map(|(high, low)| (high * 16 + low, after)),
            _ => None,
        };
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(user: &str, password: &str) -> Option<UrlCredentials> {
        Some(UrlCredentials::UserAndPassword(
            user.to_owned(),
            password.to_owned(),
        ))
    }

    #[test]
    fn credentials_are_taken_out_of_urls() {
        let token = Some(UrlCredentials::Token("t0k3n".to_owned()));
        for (text, servers, credentials) in [
            ("localhost", &["localhost:4222"][..], None),
            ("nats://u:p@h", &["h:4222"], user("u", "p")),
            ("u:p@h:1", &["h:1"], user("u", "p")),
            ("tls://t0k3n@h", &["h:4222"], token),
            ("nats://a%40b:p%3a%25@h", &["h:4222"], user("a@b", "p:%")),
            (
                "u:p@a, b,c:5,",
                &["a:4222", "b:4222", "c:5"],
                user("u", "p"),
            ),
            ("a,u:p@b", &["a:4222", "b:4222"], user("u", "p")),
            ("u:p@a,u:p@b", &["a:4222", "b:4222"], user("u", "p")),
            ("nats://[::1]:7", &["::1:7"], None),
        ] {
            let urls = ServerUrls::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let found: Vec<_> = urls
                .servers
                .iter()
                .map(|it| format!("{}:{}", it.host(), it.port()))
                .collect();
            assert_eq!(found, servers, "{text}");
            assert_eq!(urls.credentials, credentials, "{text}");
            for server in &urls.servers {
                assert!(server.username().is_none() && server.password().is_none());
            }
        }
    }

    #[test]
    fn what_can_not_be_used_is_refused_and_not_shown() {
        for (text, why) in [
            ("", "no server URL"),
            (" , ", "no server URL"),
            ("http://u:hunter2@h", "server URL 1: not a NATS URL"),
            (
                "a,nats://:hunter2@h",
                "server URL 2: a password without a user",
            ),
            (
                "u:hunter2@a,u:hunter3@b",
                "server URL 2: other credentials than another URL",
            ),
            (
                "nats://u:hunter2%ff@h",
                "server URL 1: credentials that are not UTF-8",
            ),
        ] {
            let error = ServerUrls::parse(text).err().unwrap();
            assert_eq!(error, why, "{text}");
        }
        let shown = format!("{:?}", user("u", "hunter2"));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
