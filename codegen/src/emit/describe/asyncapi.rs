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

const ABOUT: &str = "Requests, replies and events of JetStream.\n\n\
A client sends each request as a NATS request; the server sends the reply to its reply subject. The \
addresses have the prefix of a client in the same account. With a domain the prefix is \
`$JS.<domain>.API.`; an import can have another prefix. If the body is optional, an empty body is \
equivalent to `{}`.\n\n\
Extensions of an operation: `x-since` is the first server release that supports it, `x-api-level` the \
API level of that release, `x-caller` the accounts that may send it, `x-retry` whether a retry after a \
timeout is safe, `x-paging` the paged field of the reply. Fields of schemas also have `x-since` and \
`x-api-level`.";

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
        "stream" => "Name of the stream.",
        "consumer" => "Name of the consumer.",
        "account" => "Name or public key of the account.",
        "filter" => "Filter subject of the consumer; may contain wildcards and several tokens.",
        "subject" => "Subject; may contain several tokens.",
        "action" => "Action that the event reports.",
        _ => "Token of the subject.",
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
        "description": "Reply subject of the request.",
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

/// Publishing of a message, and its acknowledgement.
fn publishing(channels: &mut Map<String, Value>, operations: &mut Map<String, Value>) {
    let messages = Map::from_iter([("message".to_owned(), message("published_message"))]);
    channels.insert("publish".to_owned(), channel("{subject}", &[], messages));
    channels.insert(
        "publish_reply".to_owned(),
        json!({
            "address": null,
            "description": "Reply subject of the message.",
            "messages": { "pub_ack_response": message("pub_ack_response") },
        }),
    );
    operations.insert(
        "publish".to_owned(),
        json!({
            "action": "send",
            "channel": { "$ref": "#/channels/publish" },
            "summary": "Publishes a message to a subject of a stream.",
            "description": "No responders: no stream has the subject.",
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

/// Every request, reply and event, and the messages without a schema.
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
                "summary": "Empty body.",
                "contentType": "application/octet-stream",
                "payload": { "type": "string", "maxLength": 0 },
            }),
        ),
        (
            "error",
            json!({
                "summary": "Error reply. `err_code` identifies the error.",
                "contentType": "application/json",
                "payload": { "$ref": format!("{SCHEMAS}{}", set.names.error_arm.as_deref().unwrap_or("error_response")) },
            }),
        ),
        (
            "published_message",
            json!({
                "summary": "Message with any payload.",
                "contentType": "application/octet-stream",
                "payload": bytes,
            }),
        ),
        (
            "stored_message",
            json!({
                "summary": "Stored message, with its stream, subject, sequence and time in headers.",
                "contentType": "application/octet-stream",
                "headers": { "type": "object", "required": ["Nats-Stream", "Nats-Subject", "Nats-Sequence", "Nats-Time-Stamp"], "properties": {
                    "Nats-Stream": text("Name of the stream."),
                    "Nats-Subject": text("Subject of the message."),
                    "Nats-Sequence": text("Stream sequence, in decimal digits."),
                    "Nats-Time-Stamp": text("Time at which the stream stored the message, in RFC 3339 format."),
                    "Nats-Num-Pending": text("Number of remaining messages, in replies to a batch request."),
                } },
                "payload": bytes,
            }),
        ),
        (
            "delivered_message",
            json!({
                "summary": "Message of the stream with its original subject. The client acknowledges it on its reply subject.",
                "contentType": "application/octet-stream",
                "payload": bytes,
            }),
        ),
        (
            "status",
            json!({
                "summary": "Status message without payload: no messages, end of the batch, or an error.",
                "contentType": "application/octet-stream",
                "headers": { "type": "object", "properties": { "Status": text("Three digits, such as 404, in the first line of the headers.") } },
                "payload": { "type": "string", "maxLength": 0 },
            }),
        ),
    ] {
        messages.insert(name.to_owned(), message);
    }
    messages.sort_keys();
    messages
}
