//! The model of each recorded document.

use std::fmt::Debug;

use std::collections::BTreeSet;

use jsapi::request::ManyRequest;
use jsapi::{
    ApiError, DecodeError, FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, MetaRescueRequest,
    Model, PubAck, Request, StreamCreateRequest, decode_reply, decode_response,
};
use serde_json::Value;

/// A document that was read and written back.
pub(crate) struct Read {
    /// The `type` of the reply.
    pub(crate) kind: String,
    /// The error of the reply.
    pub(crate) error: Option<ApiError>,
    /// The document, written back.
    pub(crate) written: Value,
    /// The unknown members; those of the error itself for an error reply.
    pub(crate) unknown: BTreeSet<String>,
}

/// Reads a document and writes it back.
pub(crate) type Reader = fn(&str) -> Result<Read, String>;

/// Returns the reader for the replies to an operation, if this crate has one.
pub(crate) fn reader(operation: &str, document: &Value) -> Option<Reader> {
    macro_rules! table {
        ($($operation:literal => $request:ident,)*) => {
            match operation {
                $($operation => Some(reply::<jsapi::$request>),)*
                // An error, independent of the operation.
                "unknown_endpoint" => Some(reply::<jsapi::AccountInfoRequest>),
                "meta_rescue" => Some(one_of_many::<MetaRescueRequest>),
                "publish" | "ack" => Some(untyped::<PubAck>),
                "fast_batch" => Some(match document["type"].as_str() {
                    Some("ack") => untyped::<FastBatchFlowAck>,
                    Some("gap") => untyped::<FastBatchFlowGap>,
                    Some("err") => flow_error,
                    _ => untyped::<PubAck>,
                }),
                // The reply to the end of a restore is that of STREAM.CREATE.
                "stream_restore_eof" => Some(reply::<StreamCreateRequest>),
                _ => None,
            }
        };
    }
    jsapi::__json_operations!(table)
}

fn reply<R: Request>(text: &str) -> Result<Read, String> {
    response::<R::Response>(text, R::RESPONSE_TYPES)
}

fn one_of_many<R: ManyRequest>(text: &str) -> Result<Read, String> {
    response::<R::Response>(text, R::RESPONSE_TYPES)
}

/// A document whose type, if it has one, belongs to no operation.
fn untyped<T: Model + Debug + PartialEq>(text: &str) -> Result<Read, String> {
    response::<T>(text, &[])
}

fn response<T: Model + Debug + PartialEq>(text: &str, types: &[&str]) -> Result<Read, String> {
    let response =
        decode_response::<T>(text.as_bytes(), types).map_err(|error| error.to_string())?;
    let plain = match decode_reply::<T>(text.as_bytes(), types) {
        Ok(model) => Ok(model),
        Err(DecodeError::Api(error)) => Err(error),
        Err(error) => return Err(error.to_string()),
    };
    assert_eq!(plain, response.outcome, "one reply, read in two ways");
    let written = serde_json::to_value(&response).unwrap();
    let (error, unknown) = match response.outcome {
        Ok(model) => (None, model.unknown_fields()),
        Err(error) => {
            let unknown = error.unknown_fields();
            let unknown = unknown.iter().map(|name| format!("error.{name}")).collect();
            (Some(error), unknown)
        }
    };
    Ok(Read {
        kind: response.kind,
        error,
        written,
        unknown: unknown.into_iter().collect(),
    })
}

/// Not a reply, although it contains an error: the batch continues.
fn flow_error(text: &str) -> Result<Read, String> {
    let model: FastBatchFlowErr = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let unknown = model.unknown_fields();
    Ok(Read {
        kind: model
            .extra
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        written: serde_json::to_value(&model).unwrap(),
        unknown: unknown
            .into_iter()
            .filter(|path| path.starts_with("error."))
            .collect(),
        error: Some(model.error),
    })
}
