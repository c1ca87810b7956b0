//! Publishing of messages that clients refuse to send.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use crate::Outcome;

/// Publishes a message with these bytes as its header block, as user A.
///
/// # Errors
/// If the server refuses the message or closes the connection.
pub fn publish_raw(url: &str, subject: &str, block: &[u8], payload: &[u8]) -> Outcome {
    let mut stream = TcpStream::connect(url.trim_start_matches("nats://"))?;
    let connect = r#"{"verbose":false,"headers":true,"user":"a","pass":"a"}"#;
    write!(stream, "CONNECT {connect}\r\n")?;
    let total = block.len() + payload.len();
    write!(stream, "HPUB {subject} {} {total}\r\n", block.len())?;
    stream.write_all(block)?;
    stream.write_all(payload)?;
    stream.write_all(b"\r\nPING\r\n")?;
    for line in BufReader::new(stream).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        if line.starts_with("-ERR") {
            return Err(line.into());
        }
        if line.starts_with("PONG") {
            return Ok(());
        }
    }
    Err("the server closed the connection".into())
}
