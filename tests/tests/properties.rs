//! Decoders keep their promises for any bytes: a bounded property test.
//!
//! `PROPERTIES=100` looks at 100 times as many inputs.
#![allow(clippy::unwrap_used)]

use jsapi::{Request, decode_response};
use jsapi_client::Metadata;
use jsapi_tests::Outcome;
use jsapi_tests::hostile::corpus;
use jsapi_tests::hostile::mutate::{self, Random};

fn times() -> usize {
    std::env::var("PROPERTIES").map_or(1, |times| times.parse().unwrap())
}

/// Reads a reply, and writes it again if it can be read.
fn written(operation: &str, reply: &[u8]) -> Option<String> {
    macro_rules! table {
        ($($name:literal => $request:ident,)*) => {
            match operation {
                $($name => {
                    let types = <jsapi::$request as Request>::RESPONSE_TYPES;
                    let read = decode_response::<<jsapi::$request as Request>::Response>(reply, types);
                    read.ok().map(|read| serde_json::to_string(&read).unwrap())
                })*
                _ => None,
            }
        };
    }
    jsapi::__json_operations!(table)
}

#[test]
fn a_reply_that_can_be_read_is_written_the_same_way_each_time() -> Outcome {
    let mut readable = 0;
    for case in corpus::hostile(5, 20 * times())? {
        let operation = &case.of.operation;
        let Some(text) = written(operation, &case.mutation.bytes) else {
            continue;
        };
        readable += 1;
        let again = written(operation, text.as_bytes());
        let name = format!("{operation} {}: {}", case.of.case, case.mutation.what);
        assert_eq!(again.as_ref(), Some(&text), "{name}");
    }
    assert!(readable > 500, "{readable}");
    Ok(())
}

#[test]
fn metadata_of_any_reply_subject_has_only_what_the_subject_says() {
    let mut random = Random::new(3);
    let mut read = 0;
    for _ in 0..50_000 * times() {
        let ack = "$JS.ACK.ORDERS.worker.2.17.9.1700000000000000000.4";
        let once = mutate::subject(ack, &mut random);
        for subject in [mutate::subject(&once, &mut random), once] {
            let Some(metadata) = Metadata::parse(&subject) else {
                continue;
            };
            read += 1;
            let tokens: Vec<&str> = subject.split('.').collect();
            assert!(
                tokens.len() >= 9 && subject.starts_with("$JS.ACK."),
                "{subject}"
            );
            assert!(tokens.contains(&metadata.stream), "{subject}");
            assert!(tokens.contains(&metadata.consumer), "{subject}");
        }
    }
    assert!(read > 1_000, "{read}");
}
