//! A server that lies: malformed, wrong and hostile replies over the NATS protocol.
//!
//! [`corpus`] makes hostile replies from recorded ones, [`mutate`] what they are made by;
//! both give the same bytes each time. [`Server`] answers every message with what a function
//! returns, [`Relay`] stands before a real server and changes what that sends.

pub mod corpus;
pub mod mutate;
mod relay;
mod server;

pub use relay::Relay;
pub use server::{Answer, Server};

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};

/// A message of the NATS protocol, from or to a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The subject.
    pub subject: String,
    /// The reply subject.
    pub reply: Option<String>,
    /// The header block with its first line and its end; empty for none.
    pub headers: Vec<u8>,
    /// The payload.
    pub payload: Vec<u8>,
}

impl Frame {
    /// A message without headers.
    pub fn new(subject: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            subject: subject.into(),
            payload: payload.into(),
            ..Self::default()
        }
    }

    /// A message with a status line, such as `404 No Messages`, and no payload.
    pub fn status(subject: impl Into<String>, line: &str) -> Self {
        Self::new(subject, "").with_headers(format!("NATS/1.0 {line}\r\n\r\n"))
    }

    /// Sets the header block.
    #[must_use]
    pub fn with_headers(mut self, block: impl Into<Vec<u8>>) -> Self {
        self.headers = block.into();
        self
    }

    /// Sets the reply subject.
    #[must_use]
    pub fn with_reply(mut self, reply: impl Into<String>) -> Self {
        self.reply = Some(reply.into());
        self
    }

    /// What a server sends to a subscription.
    fn to_client(&self, sid: &str) -> Vec<u8> {
        let Self { subject, .. } = self;
        let reply = match &self.reply {
            Some(reply) => format!(" {reply}"),
            None => String::new(),
        };
        let (headers, payload) = (self.headers.len(), self.payload.len());
        let line = match headers {
            0 => format!("MSG {subject} {sid}{reply} {payload}\r\n"),
            _ => format!(
                "HMSG {subject} {sid}{reply} {headers} {}\r\n",
                headers + payload
            ),
        };
        [line.as_bytes(), &self.headers, &self.payload, b"\r\n"].concat()
    }
}

/// A line or message of a client or server.
enum Sent {
    /// A message, and for a client the subscription.
    Message(Frame, String),
    /// Any other line, with its end.
    Line(Vec<u8>),
}

impl Sent {
    /// Reads the next line, and the message that it announces; `None` at the end.
    async fn read(from: &mut (impl AsyncBufRead + Unpin)) -> Option<Self> {
        let mut line = Vec::new();
        if from.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&line);
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let (has_headers, has_sid) = match words.first().map(|verb| verb.to_ascii_uppercase()) {
            Some(verb) if verb == "MSG" => (false, true),
            Some(verb) if verb == "HMSG" => (true, true),
            Some(verb) if verb == "PUB" => (false, false),
            Some(verb) if verb == "HPUB" => (true, false),
            _ => return Some(Self::Line(line)),
        };
        let numbers = 1 + usize::from(has_headers);
        let names = words.get(1..words.len().checked_sub(numbers)?)?;
        let number = |from_end: usize| words[words.len() - from_end].parse::<usize>().ok();
        let total = number(1)?;
        let headers = if has_headers { number(2)? } else { 0 };
        let mut content = vec![0; total + 2];
        from.read_exact(&mut content).await.ok()?;
        content.truncate(total);
        let payload = content.split_off(headers.min(total));
        let sid = if has_sid { *names.get(1)? } else { "" };
        let frame = Frame {
            subject: (*names.first()?).to_owned(),
            reply: names
                .get(1 + usize::from(has_sid))
                .map(|it| (*it).to_owned()),
            headers: content,
            payload,
        };
        Some(Self::Message(frame, sid.to_owned()))
    }
}
