//! The API as an AsyncAPI 3 document.

use super::schemas::Bundle;
use crate::error::Result;
use crate::ir::operations::{Endpoint, Event, token_names};
use crate::ir::roots::Roots;
use crate::ir::set::Set;
use crate::source::files::short;
use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";
const PREFIX: &str = "$JS.API.";

const ABOUT: &str = "Streams, consumers and all else that NATS servers do with JetStream.\n\n\
Requests are NATS requests, and replies come on their reply subject. The addresses are those of a \
client in the account itself: with a domain the prefix is `$JS.<domain>.API.`, and an account that \
imports the API may call it otherwise. Sending `{}` is the same as sending nothing where the body is \
optional.\n\n\
Operations say in `x-since` which server is the first that has them, in `x-api-level` the API level of \
such a server, in `x-caller` who may call them, in `x-retry` whether one that was not answered may be \
sent again, and in `x-paging` which member comes in pages. Members of schemas have `x-since` and \
`x-api-level` too.";

pub(super) fn document(set: &Set, roots: &Roots) -> Result<Value> {
    let schemas = Bundle::new(set, roots, SCHEMAS)?.schemas();
    let (mut channels, mut operations) = (Map::new(), Map::new());
    for row in &set.endpoints {
        channels.insert(row.operation.clone(), request_channel(row));
        channels.insert(format!("{}_reply", row.operation), reply_channel(row));
        operations.insert(row.operation.clone(), operation(row));
    }
    if schemas.contains_key(PUB_ACK) {
        publishing(&mut channels, &mut operations);
    }
    for event in &set.events {
        let schema = roots.contains_key(&event.title);
        if !schema {
            let message = format!("no schema is called \"{}\"", event.title);
            return Err(event.place.error(message));
        }
        let name = event_name(event);
        channels.insert(name.clone(), event_channel(event));
        operations.insert(name, event_operation(event, &schemas));
    }
    let level = set.endpoints.iter().map(|row| row.level);
    let level = level
        .chain(set.levels.iter().map(|level| level.level))
        .max()
        .unwrap_or_default();
    Ok(json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "NATS JetStream API",
            "version": format!("1.{level}.0"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0" },
            "x-api-level": level,
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages(set, &schemas),
            "schemas": schemas,
        },
        "x-error-codes": set.errors.iter().map(|code| json!({
            "err_code": code.code,
            "name": code.constant,
            "code": code.http,
            "description": code.doc,
        })).collect::<Vec<_>>(),
    }))
}

const PUB_ACK: &str = "io.nats.jetstream.api.v1.pub_ack_response";

fn message(name: &str) -> Value {
    json!({ "$ref": format!("#/components/messages/{name}") })
}

fn request_channel(row: &Endpoint) -> Value {
    let title = row.request.as_deref().filter(|_| row.body != "empty");
    let request = title.map_or("empty".to_owned(), |title| short(title).to_owned());
    let mut messages = Map::from_iter([("request".to_owned(), message(&request))]);
    if row.body == "optional" && request != "empty" {
        messages.insert("nothing".to_owned(), message("empty"));
    }
    channel(&format!("{PREFIX}{}", row.subject), &[], messages)
}

/// A channel with its address, parameters and messages.
fn channel(address: &str, words: &[(&str, &[String])], messages: Map<String, Value>) -> Value {
    let mut parameters = Map::new();
    for token in token_names(address) {
        let mut parameter = json!({ "description": token_text(token) });
        let known = words.iter().find(|(name, _)| *name == token);
        if let (Some((_, words)), Some(members)) = (known, parameter.as_object_mut()) {
            members.insert("enum".to_owned(), (*words).into());
        }
        parameters.insert(token.to_owned(), parameter);
    }
    let mut channel = json!({ "address": address, "messages": messages });
    if let (false, Some(members)) = (parameters.is_empty(), channel.as_object_mut()) {
        members.insert("parameters".to_owned(), parameters.into());
    }
    channel
}

fn token_text(token: &str) -> &'static str {
    match token {
        "stream" => "The name of the stream.",
        "consumer" => "The name of the consumer.",
        "account" => "The name of the account, or its public key.",
        "filter" => "The one subject that the consumer takes; it may have wildcards and dots.",
        "subject" => "A subject; it may have dots.",
        "action" => "What happened.",
        _ => "A token of the subject.",
    }
}

fn reply_channel(row: &Endpoint) -> Value {
    let mut messages = Map::new();
    match row.reply.as_str() {
        "message" | "messages" => {
            messages.insert("message".to_owned(), message("stored_message"));
            messages.insert("status".to_owned(), message("status"));
        }
        "pull" => {
            messages.insert("message".to_owned(), message("delivered_message"));
            messages.insert("status".to_owned(), message("status"));
        }
        _ => {
            for title in &row.responses {
                messages.insert(short(title).to_owned(), message(short(title)));
            }
            messages.insert("error".to_owned(), message("error"));
        }
    }
    json!({
        "address": null,
        "description": "The reply subject that the request was sent with.",
        "messages": messages,
    })
}

fn operation(row: &Endpoint) -> Value {
    let (summary, description) = words(&row.doc);
    let mut out = json!({
        "action": "send",
        "channel": { "$ref": format!("#/channels/{}", row.operation) },
        "title": row.verb,
        "summary": summary,
        "tags": [{ "name": row.operation.split('_').next().unwrap_or_default() }],
        "reply": { "channel": { "$ref": format!("#/channels/{}_reply", row.operation) } },
        "x-since": row.since,
        "x-caller": row.caller,
        "x-responder": row.responder,
        "x-retry": row.retry,
        "x-retry-note": row.retry_note,
        "x-body": row.body,
        "x-reply-style": row.reply,
    });
    if let Some(members) = out.as_object_mut() {
        if !description.is_empty() {
            members.insert("description".to_owned(), description.into());
        }
        if row.level > 0 {
            members.insert("x-api-level".to_owned(), row.level.into());
        }
        if let Some(page) = &row.page {
            let paging = json!({ "items": page.items, "limit": page.limit });
            members.insert("x-paging".to_owned(), paging);
        }
        if !row.publishes.is_empty() {
            members.insert("x-publishes".to_owned(), row.publishes.clone().into());
        }
        if let Some(of) = &row.form_of {
            members.insert("x-form-of".to_owned(), of.clone().into());
        }
    }
    out
}

/// What the API is for: a message, and its acknowledgement.
fn publishing(channels: &mut Map<String, Value>, operations: &mut Map<String, Value>) {
    let messages = Map::from_iter([("message".to_owned(), message("published_message"))]);
    channels.insert("publish".to_owned(), channel("{subject}", &[], messages));
    channels.insert(
        "publish_reply".to_owned(),
        json!({
            "address": null,
            "description": "The reply subject that the message was sent with.",
            "messages": { "pub_ack_response": message("pub_ack_response") },
        }),
    );
    operations.insert(
        "publish".to_owned(),
        json!({
            "action": "send",
            "channel": { "$ref": "#/channels/publish" },
            "summary": "Publishes a message on a subject that a stream stores.",
            "description": "Nobody answers where no stream stores the subject.",
            "tags": [{ "name": "publish" }],
            "reply": { "channel": { "$ref": "#/channels/publish_reply" } },
        }),
    );
}

fn event_name(event: &Event) -> String {
    let metric = event.title.contains(".metric.");
    format!(
        "{}_{}",
        if metric { "metric" } else { "advisory" },
        short(&event.title)
    )
}

fn event_channel(event: &Event) -> Value {
    let messages = Map::from_iter([("event".to_owned(), message(short(&event.title)))]);
    let words: Vec<(&str, &[String])> = event
        .tokens
        .iter()
        .map(|(token, words)| (token.as_str(), words.as_slice()))
        .collect();
    channel(&event.subject, &words, messages)
}

fn event_operation(event: &Event, schemas: &Map<String, Value>) -> Value {
    let schema = schemas.get(&event.title);
    let description = schema
        .and_then(|schema| schema.get("description"))
        .and_then(Value::as_str);
    let (summary, description) = words(description.unwrap_or_default());
    let metric = event.title.contains(".metric.");
    let mut out = json!({
        "action": "receive",
        "channel": { "$ref": format!("#/channels/{}", event_name(event)) },
        "summary": summary,
        "tags": [{ "name": if metric { "metric" } else { "advisory" } }],
        "x-accounts": event.accounts,
    });
    if let (false, Some(members)) = (description.is_empty(), out.as_object_mut()) {
        members.insert("description".to_owned(), description.into());
    }
    out
}

/// The first paragraph, and the others.
fn words(text: &str) -> (String, String) {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    (first.replace('\n', " "), rest.to_owned())
}

/// Every request, reply and event, and those that no schema describes.
fn messages(set: &Set, schemas: &Map<String, Value>) -> Map<String, Value> {
    let mut messages = Map::new();
    for document in set.documents.iter() {
        let Some(schema) = schemas.get(&document.title) else {
            continue;
        };
        let mut message = json!({
            "name": document.title,
            "title": short(&document.title),
            "contentType": "application/json",
            "payload": { "$ref": format!("{SCHEMAS}{}", document.title) },
        });
        let summary = schema.get("description").and_then(Value::as_str).map(words);
        if let (Some((summary, _)), Some(members)) = (summary, message.as_object_mut()) {
            members.insert("summary".to_owned(), summary.into());
        }
        messages.insert(short(&document.title).to_owned(), message);
    }
    let bytes = json!({ "type": "string", "contentEncoding": "binary" });
    let text = |description: &str| json!({ "type": "string", "description": description });
    for (name, message) in [
        (
            "empty",
            json!({
                "summary": "No bytes at all.",
                "contentType": "application/octet-stream",
                "payload": { "type": "string", "maxLength": 0 },
            }),
        ),
        (
            "error",
            json!({
                "summary": "Why the request was refused. `err_code` tells errors apart.",
                "contentType": "application/json",
                "payload": { "$ref": format!("{SCHEMAS}{}", set.names.error_arm.as_deref().unwrap_or("error_response")) },
            }),
        ),
        (
            "published_message",
            json!({
                "summary": "Any message.",
                "contentType": "application/octet-stream",
                "payload": bytes,
            }),
        ),
        (
            "stored_message",
            json!({
                "summary": "A stored message, with where it was stored as headers.",
                "contentType": "application/octet-stream",
                "headers": { "type": "object", "required": ["Nats-Stream", "Nats-Subject", "Nats-Sequence", "Nats-Time-Stamp"], "properties": {
                    "Nats-Stream": text("The stream that it is in."),
                    "Nats-Subject": text("The subject that it was published on."),
                    "Nats-Sequence": text("Its sequence in the stream, as decimal digits."),
                    "Nats-Time-Stamp": text("When it was stored, as RFC 3339 asks."),
                    "Nats-Num-Pending": text("How many are left, where several were asked for."),
                } },
                "payload": bytes,
            }),
        ),
        (
            "delivered_message",
            json!({
                "summary": "A message of the stream, on the subject that it was published on, to be acknowledged on its reply subject.",
                "contentType": "application/octet-stream",
                "payload": bytes,
            }),
        ),
        (
            "status",
            json!({
                "summary": "A message without a payload, whose status says that there is nothing, that it is the end, or what was wrong.",
                "contentType": "application/octet-stream",
                "headers": { "type": "object", "properties": { "Status": text("Three digits, such as 404; they stand in the first line of the headers.") } },
                "payload": { "type": "string", "maxLength": 0 },
            }),
        ),
    ] {
        messages.insert(name.to_owned(), message);
    }
    messages.sort_keys();
    messages
}
