//! A configuration that is read, changed and written back differs in that field alone.
//!
//! Each known field is sent with each value that stands for nothing.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use serde_json::{Map, Value, json};

const SCHEMAS: &str = include_str!("../../schemas/generated/jetstream.schema.json");

const ZERO_TIME: &str = "0001-01-01T00:00:00Z";

fn nothings() -> [Value; 7] {
    [
        json!(null),
        json!(false),
        json!(0),
        json!(""),
        json!([]),
        json!({}),
        json!(ZERO_TIME),
    ]
}

/// The fields of a configuration, by the schema.
fn fields(definition: &str) -> BTreeSet<String> {
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap();
    let properties = &schemas["definitions"][definition]["properties"];
    properties.as_object().unwrap().keys().cloned().collect()
}

/// What an update writes of a stream's configuration in which it sets the description.
async fn stream_written(config: &Value) -> Result<Value, Error> {
    let script = ScriptedTransport::new();
    let reply = |kind: &str| {
        json!({
            "type": format!("io.nats.jetstream.api.v1.stream_{kind}_response"),
            "config": config,
            "created": "2026-11-20T10:00:00Z",
            "state": {
                "messages": 0, "bytes": 0, "first_seq": 0, "last_seq": 0, "consumer_count": 0,
            },
        })
        .to_string()
    };
    script.on("$JS.API.STREAM.INFO.S").reply(reply("info"));
    script.on("$JS.API.STREAM.UPDATE.S").reply(reply("update"));
    let ctx = Context::with_transport(script.clone());
    ctx.stream("S")?
        .update_with(|config| config.description = Some("changed".to_owned()))
        .await?;
    Ok(serde_json::from_slice(&script.sent()[1].payload).unwrap())
}

/// What an update writes of a consumer's configuration in which it sets the description.
async fn consumer_written(config: &Value) -> Result<Value, Error> {
    let script = ScriptedTransport::new();
    let reply = |kind: &str| {
        json!({
            "type": format!("io.nats.jetstream.api.v1.consumer_{kind}_response"),
            "stream_name": "S",
            "name": "C",
            "config": config,
            "created": "2026-11-20T00:00:00Z",
            "delivered": {"consumer_seq": 0, "stream_seq": 0},
            "ack_floor": {"consumer_seq": 0, "stream_seq": 0},
            "num_ack_pending": 0, "num_redelivered": 0, "num_waiting": 0, "num_pending": 0,
        })
        .to_string()
    };
    script.on("$JS.API.CONSUMER.INFO.S.C").reply(reply("info"));
    script
        .on("$JS.API.CONSUMER.CREATE.>")
        .reply(reply("create"));
    let ctx = Context::with_transport(script.clone());
    ctx.stream("S")?
        .consumer("C")?
        .update_with(|config| config.description = Some("changed".to_owned()))
        .await?;
    let request: Value = serde_json::from_slice(&script.sent()[1].payload).unwrap();
    Ok(request["config"].clone())
}

/// The values that are left out, by the field, where all else is as it was read.
#[derive(Default)]
struct LeftOut(BTreeMap<String, Vec<Value>>);

impl LeftOut {
    fn compare(&mut self, field: &str, read: &Map<String, Value>, written: &Value) {
        let mut expected = read.clone();
        expected.insert("description".to_owned(), json!("changed"));
        if written.get(field).is_none() {
            let value = expected.remove(field).unwrap();
            self.0.entry(field.to_owned()).or_default().push(value);
        }
        assert_eq!(*written, Value::from(expected), "{field}");
    }

    /// Zero numbers, empty texts and models without a field are values, and kept.
    fn check(&self, fields: usize) {
        assert_eq!(self.0.len(), fields);
        for (field, values) in &self.0 {
            for value in values {
                let is_nothing = value.is_null()
                    || value == &json!(false)
                    || value == &json!([])
                    || value == &json!({})
                    || value == &json!(ZERO_TIME);
                assert!(is_nothing, "{field}: {value}");
            }
        }
    }
}

#[tokio::test]
async fn a_stream_config_loses_only_null_false_empty_lists_and_zero_times() {
    let mut left_out = LeftOut::default();
    let mut all = fields("stream_configuration");
    for changed in ["name", "description"] {
        assert!(all.remove(changed));
    }
    for field in &all {
        for value in nothings() {
            let read = json!({"name": "S", field: value, "brand_new": null, "newer": {"a": []}});
            if let Ok(written) = stream_written(&read).await {
                left_out.compare(field, read.as_object().unwrap(), &written);
            }
        }
    }
    left_out.check(all.len());
}

#[tokio::test]
async fn a_consumer_config_loses_only_null_false_empty_lists_and_zero_times() {
    let mut left_out = LeftOut::default();
    let mut all = fields("consumer_configuration");
    for changed in ["name", "durable_name", "description"] {
        assert!(all.remove(changed));
    }
    for field in &all {
        for value in nothings() {
            let read = json!({
                "name": "C", "durable_name": "C", field: value, "brand_new": null, "newer": {"a": []},
            });
            if let Ok(written) = consumer_written(&read).await {
                left_out.compare(field, read.as_object().unwrap(), &written);
            }
        }
    }
    left_out.check(all.len());
}
