//! Requests without a client: a few lines of the NATS protocol over a blocking socket.
//!
//! For checks of a test that are not to depend on what it tests. One thread, one request at a
//! time, plain TCP only.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::error::Error;
use crate::user::User;
use crate::wait::Deadline;

/// How long [`request`] waits in all.
const TIME: Duration = Duration::from_secs(5);

/// Connects, asks once and gives the first reply. Waits 5 s at most.
///
/// # Errors
///
/// [`Error::Timeout`] when nothing answers; [`Error::Protocol`] when the server refuses the user.
/// That nobody listens to the subject is a reply, with [status](Reply::status) 503.
pub fn request(url: &str, user: User<'_>, subject: &str, payload: &[u8]) -> Result<Reply, Error> {
    Connection::open(url, user)?.request(subject, payload, TIME)
}

/// A message that answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The header block as it came, with its first line; empty when there was none.
    pub headers: String,
    /// What follows the headers.
    pub payload: Vec<u8>,
}

impl Reply {
    /// The status of the headers, such as 503 when nobody listens to the subject.
    pub fn status(&self) -> Option<u16> {
        let line = self.headers.strip_prefix("NATS/1.0 ")?;
        line.get(..3)?.parse().ok()
    }

    /// The payload as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Protocol`] with the reply when it is none.
    pub fn json(&self) -> Result<Value, Error> {
        serde_json::from_slice(&self.payload).map_err(|_| Error::Protocol {
            text: format!("{}{}", self.headers, String::from_utf8_lossy(&self.payload)),
        })
    }
}

/// A connection of one user.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// What came and was not read yet. It outlives a timeout, so that the connection does too.
    buffer: Vec<u8>,
    info: Value,
    inbox: String,
    asked: u64,
}

impl Connection {
    /// Connects and logs in, in 5 s at most.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when nothing listens there, [`Error::Protocol`] when the user is refused.
    pub fn open(url: &str, user: User<'_>) -> Result<Self, Error> {
        let address = url.strip_prefix("nats://").unwrap_or(url);
        let stream =
            TcpStream::connect(address).map_err(Error::io(format!("connecting to {url}")))?;
        // Small frames, each waited for.
        stream
            .set_nodelay(true)
            .map_err(Error::io(format!("connecting to {url}")))?;
        let mut connection = Self {
            stream,
            buffer: Vec::new(),
            info: Value::Null,
            inbox: String::new(),
            asked: 0,
        };
        let deadline = Deadline::after(TIME);
        match connection.frame(deadline, "the server's greeting")? {
            Frame::Info(info) => connection.info = info,
            other => return Err(other.unexpected()),
        }
        // The server gives each of its connections a number.
        connection.inbox = format!("_INBOX.raw{}", connection.info["client_id"]);
        let connect = json!({
            "verbose": false, "pedantic": false, "headers": true, "no_responders": true,
            "lang": "jsapi-test-server", "version": "0", "protocol": 1,
            "user": user.name, "pass": user.password,
        });
        let inbox = &connection.inbox;
        let hello = format!("CONNECT {connect}\r\nSUB {inbox}.* 1\r\nPING\r\n");
        connection.send(hello.as_bytes())?;
        loop {
            match connection.frame(deadline, "the server to accept the user")? {
                Frame::Pong => return Ok(connection),
                Frame::Refused(text) => return Err(Error::Protocol { text }),
                _ => {}
            }
        }
    }

    /// What the server said of itself when the connection was made.
    pub fn info(&self) -> &Value {
        &self.info
    }

    /// Asks once and gives the first reply.
    ///
    /// After a timeout the connection can be used further; a late reply is dropped.
    ///
    /// # Errors
    ///
    /// As [`request`].
    pub fn request(
        &mut self,
        subject: &str,
        payload: &[u8],
        timeout: Duration,
    ) -> Result<Reply, Error> {
        let deadline = Deadline::after(timeout);
        self.asked += 1;
        let inbox = format!("{}.{}", self.inbox, self.asked);
        self.write_pub(subject, &inbox, payload)?;
        loop {
            match self.frame(deadline, &format!("a reply to {subject}"))? {
                Frame::Message { subject, reply } if subject == inbox => return Ok(reply),
                Frame::Refused(text) => return Err(Error::Protocol { text }),
                _ => {}
            }
        }
    }

    /// Sends many requests at once, and returns the replies in their order.
    ///
    /// # Errors
    ///
    /// As [`request`]; the timeout is for each reply.
    pub fn requests(
        &mut self,
        requests: impl IntoIterator<Item = (String, Vec<u8>)>,
        timeout: Duration,
    ) -> Result<Vec<Reply>, Error> {
        /// Few enough that neither side waits for the other to read.
        const WINDOW: usize = 256;

        let mut requests = requests.into_iter().peekable();
        let mut replies = Vec::new();
        while requests.peek().is_some() {
            let begin = self.asked;
            let mut frames = Vec::new();
            for (subject, payload) in requests.by_ref().take(WINDOW) {
                self.asked += 1;
                let inbox = format!("{}.{}", self.inbox, self.asked);
                frames.extend_from_slice(&pub_frame(&subject, &inbox, &payload));
            }
            self.send(&frames)?;
            let mut window: Vec<Option<Reply>> = (begin..self.asked).map(|_| None).collect();
            let mut missing = window.len();
            while missing > 0 {
                match self.frame(Deadline::after(timeout), "replies to many requests")? {
                    Frame::Message { subject, reply } => {
                        let number = subject.rsplit('.').next().and_then(|it| it.parse().ok());
                        let place = number
                            .and_then(|number: u64| number.checked_sub(begin + 1))
                            .and_then(|at| window.get_mut(usize::try_from(at).ok()?));
                        if let Some(place) = place
                            && place.replace(reply).is_none()
                        {
                            missing -= 1;
                        }
                    }
                    Frame::Refused(text) => return Err(Error::Protocol { text }),
                    _ => {}
                }
            }
            replies.extend(window.into_iter().flatten());
        }
        Ok(replies)
    }

    /// Publishes, and waits until the server has taken it. 5 s at most.
    ///
    /// # Errors
    ///
    /// [`Error::Protocol`] when the user may not publish there.
    pub fn publish(&mut self, subject: &str, payload: &[u8]) -> Result<(), Error> {
        self.write_pub(subject, "", payload)?;
        self.send(b"PING\r\n")?;
        let deadline = Deadline::after(TIME);
        loop {
            match self.frame(deadline, "the server to take a message")? {
                Frame::Pong => return Ok(()),
                Frame::Refused(text) => return Err(Error::Protocol { text }),
                _ => {}
            }
        }
    }

    fn write_pub(&mut self, subject: &str, reply: &str, payload: &[u8]) -> Result<(), Error> {
        self.send(&pub_frame(subject, reply, payload))
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.stream
            .write_all(bytes)
            .map_err(Error::io("writing to the server"))
    }

    /// The next frame; pings are answered.
    fn frame(&mut self, deadline: Deadline, waiting_for: &str) -> Result<Frame, Error> {
        loop {
            while let Some((frame, length)) = Frame::read(&self.buffer)? {
                self.buffer.drain(..length);
                match frame {
                    Frame::Ping => self.send(b"PONG\r\n")?,
                    frame => return Ok(frame),
                }
            }
            let timed_out = || Error::Timeout {
                waiting_for: waiting_for.to_owned(),
            };
            let left = deadline.left().ok_or_else(timed_out)?;
            self.stream
                .set_read_timeout(Some(left))
                .map_err(Error::io("reading from the server"))?;
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk) {
                Ok(0) => {
                    return Err(Error::Protocol {
                        text: "end of the connection".to_owned(),
                    });
                }
                Ok(length) => self.buffer.extend_from_slice(&chunk[..length]),
                // Unix says the first, Windows the second.
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    return Err(timed_out());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::io("reading from the server")(error)),
            }
        }
    }
}

fn pub_frame(subject: &str, reply: &str, payload: &[u8]) -> Vec<u8> {
    let mut frame = format!("PUB {subject} {reply} {}\r\n", payload.len()).into_bytes();
    frame.extend_from_slice(payload);
    frame.extend_from_slice(b"\r\n");
    frame
}

/// What a server sends.
#[derive(Debug, PartialEq)]
enum Frame {
    Info(Value),
    Message { subject: String, reply: Reply },
    Ping,
    Pong,
    Ok,
    Refused(String),
}

impl Frame {
    /// The frame at the beginning of the bytes with its length, `None` when more must come.
    fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, Error> {
        let Some(end) = bytes.windows(2).position(|pair| pair == b"\r\n") else {
            return Ok(None);
        };
        let line = String::from_utf8_lossy(&bytes[..end]);
        let malformed = || Error::Protocol {
            text: line.clone().into_owned(),
        };
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let frame = match verb {
            "INFO" => Self::Info(serde_json::from_str(rest).map_err(|_| malformed())?),
            "MSG" | "HMSG" => {
                let body = end + 2;
                let words: Vec<&str> = rest.split_ascii_whitespace().collect();
                let number = |from_end: usize| {
                    let word = words.len().checked_sub(from_end)?;
                    words[word].parse::<usize>().ok()
                };
                let total = number(1).ok_or_else(malformed)?;
                let headers = match verb {
                    "HMSG" => number(2).ok_or_else(malformed)?,
                    _ => 0,
                };
                let Some(content) = bytes.get(body..body.saturating_add(total)) else {
                    return Ok(None);
                };
                let (headers, payload) = content.split_at_checked(headers).ok_or_else(malformed)?;
                let message = Self::Message {
                    subject: words[0].to_owned(),
                    reply: Reply {
                        headers: String::from_utf8_lossy(headers).into_owned(),
                        payload: payload.to_owned(),
                    },
                };
                let length = body + total + 2;
                return Ok((length <= bytes.len()).then_some((message, length)));
            }
            "PING" => Self::Ping,
            "PONG" => Self::Pong,
            "+OK" => Self::Ok,
            "-ERR" => Self::Refused(rest.trim_matches('\'').to_owned()),
            _ => return Err(malformed()),
        };
        Ok(Some((frame, end + 2)))
    }

    fn unexpected(self) -> Error {
        Error::Protocol {
            text: match self {
                Self::Refused(text) => text,
                other => format!("{other:?}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_whole_or_not_at_all() {
        let text = b"HMSG _INBOX.1 1 16 18\r\nNATS/1.0 503\r\n\r\nhi\r\nPING\r\n";
        let whole = text.len() - "PING\r\n".len();
        for cut in 0..whole {
            assert_eq!(Frame::read(&text[..cut]).unwrap(), None, "{cut}");
        }
        let (frame, length) = Frame::read(text).unwrap().unwrap();
        assert_eq!(length, whole);
        let Frame::Message { subject, reply } = frame else {
            panic!("{frame:?}");
        };
        assert_eq!(subject, "_INBOX.1");
        assert_eq!(reply.status(), Some(503));
        assert_eq!(reply.payload, b"hi");
        let (frame, _) = Frame::read(&text[whole..]).unwrap().unwrap();
        assert_eq!(frame, Frame::Ping);
    }

    #[test]
    fn what_is_not_the_protocol_is_an_error() {
        for wrong in [
            "HTTP/1.1 400\r\n",
            "MSG a 1 x\r\n",
            "MSG\r\n",
            "HMSG a 1 9 1\r\nx\r\n",
        ] {
            assert!(Frame::read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
