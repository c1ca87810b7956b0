//! Replies of a real server, recorded of nats-server 2.15.1.

use serde_json::Value;

use crate::row::Outcome;

/// A stream with most settings set.
pub const STREAM_INFO: &str = include_str!("../data/stream_info.json");
/// A stream with three replicas and few settings.
pub const STREAM_INFO_REPLICATED: &str = include_str!("../data/stream_info_replicated.json");
/// A pull consumer with most settings set.
pub const CONSUMER_INFO: &str = include_str!("../data/consumer_info.json");
/// A pull consumer with three replicas and few settings.
pub const CONSUMER_INFO_REPLICATED: &str = include_str!("../data/consumer_info_replicated.json");

/// The most entries that a server puts on a page.
const FULL: usize = 256;

/// A full page of streams without settings.
///
/// # Errors
/// When the recorded page is not one.
pub fn plain_stream_page() -> Outcome<String> {
    page(include_str!("../data/stream_list_plain.json"))
}

/// A full page of streams of many kinds: mirrors, sources, limits, placement.
///
/// # Errors
/// When the recorded page is not one.
pub fn mixed_stream_page() -> Outcome<String> {
    page(include_str!("../data/stream_list.json"))
}

/// A full page of pull consumers without settings.
///
/// # Errors
/// When the recorded page is not one.
pub fn plain_consumer_page() -> Outcome<String> {
    page(include_str!("../data/consumer_list_plain.json"))
}

/// A full page of consumers of many kinds.
///
/// # Errors
/// When the recorded page is not one.
pub fn mixed_consumer_page() -> Outcome<String> {
    page(include_str!("../data/consumer_list.json"))
}

/// Repeats the entries of a recorded page under other names until it is full.
///
/// The text of an entry stays as the server wrote it.
fn page(recorded: &str) -> Outcome<String> {
    let (head, entries) = recorded
        .split_once(":[")
        .ok_or("a recorded page without a list")?;
    let entries = split(entries)?;
    let mut page = format!("{head}:[");
    for (index, (name, text)) in entries.iter().cycle().take(FULL).enumerate() {
        if index > 0 {
            page.push(',');
        }
        let named = format!(r#""name":"{name}""#);
        page.push_str(&text.replace(&named, &format!(r#""name":"N{index:04}""#)));
    }
    page.push_str("]}");
    Ok(page)
}

/// The entries at the beginning of the text, each with its name.
fn split(mut text: &str) -> Outcome<Vec<(String, &str)>> {
    let mut entries = Vec::new();
    loop {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let entry = values.next().ok_or("a recorded list that does not end")??;
        let (this, rest) = text.split_at(values.byte_offset());
        let name = [&entry["name"], &entry["config"]["name"]]
            .into_iter()
            .find_map(Value::as_str)
            .ok_or("a recorded entry without a name")?;
        entries.push((name.to_owned(), this));
        match rest.strip_prefix(',') {
            Some(rest) => text = rest,
            None => return Ok(entries),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_page_is_full_of_entries_of_different_names() {
        for page in [
            plain_stream_page(),
            mixed_stream_page(),
            plain_consumer_page(),
            mixed_consumer_page(),
        ] {
            let page: Value = serde_json::from_str(&page.unwrap()).unwrap();
            let entries = page["streams"]
                .as_array()
                .or(page["consumers"].as_array())
                .unwrap();
            let names: BTreeSet<&str> = entries
                .iter()
                .filter_map(|entry| entry["config"]["name"].as_str())
                .collect();
            assert_eq!((entries.len(), names.len()), (FULL, FULL));
        }
    }
}
