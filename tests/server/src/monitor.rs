//! The HTTP monitoring port, which answers before any client could.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::error::Error;

/// A paused server accepts and stays mute.
const TIME: Duration = Duration::from_secs(5);

/// The reply to one GET.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Page {
    pub(crate) fn json(&self) -> Result<Value, Error> {
        serde_json::from_slice(&self.body).map_err(|_| Error::Protocol {
            text: format!("{}: {}", self.status, String::from_utf8_lossy(&self.body)),
        })
    }
}

/// Asks for a page of the server that monitors on that port.
pub(crate) fn get(port: u16, path: &str) -> Result<Page, Error> {
    let failed = || Error::io(format!("GET {path} on port {port}"));
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIME).map_err(failed())?;
    stream.set_read_timeout(Some(TIME)).map_err(failed())?;
    // HTTP 1.0: the body ends with the connection and comes in one piece.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").map_err(failed())?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).map_err(failed())?;
    page(&reply).ok_or_else(|| Error::Protocol {
        text: String::from_utf8_lossy(&reply).into_owned(),
    })
}

fn page(reply: &[u8]) -> Option<Page> {
    let head = reply.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let status = std::str::from_utf8(&reply[..head])
        .ok()?
        .split(' ')
        .nth(1)?
        .parse()
        .ok()?;
    Some(Page {
        status,
        body: reply[head + 4..].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_its_status_and_its_body() {
        let read = page(b"HTTP/1.0 503 Service Unavailable\r\nX: y\r\n\r\n{\"a\":1}").unwrap();
        assert_eq!(read.status, 503);
        assert_eq!(read.json().unwrap()["a"], 1);
        assert!(page(b"HTTP/1.0 200 OK\r\n").is_none());
        assert!(page(b"\r\n\r\n").is_none());
    }
}
