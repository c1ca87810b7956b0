//! Links that lead nowhere good: one is followed, and never another.

use jsapi_client::object::ObjectError;
use serde_json::{Value, json};

use crate::scene::{has, scene, why};

fn link(name: &str, bucket: &str, to: &str) -> Value {
    json!({
        "name": name, "bucket": "B", "nuid": "L",
        "options": {"link": {"bucket": bucket, "name": to}},
    })
}

#[tokio::test(start_paused = true)]
async fn a_link_to_itself_is_an_error() {
    let (script, store) = scene();
    has(&script, "a", 1, &link("a", "B", "a"));
    let error = store.get("a").await.unwrap_err();
    assert!(
        matches!(why(&error), ObjectError::LinkLoop { name, .. } if name == "a"),
        "{error}"
    );
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn two_links_to_each_other_are_an_error() {
    let (script, store) = scene();
    has(&script, "a", 1, &link("a", "B", "b"));
    has(&script, "b", 2, &link("b", "B", "a"));
    let error = store.get("a").await.unwrap_err();
    assert!(
        matches!(why(&error), ObjectError::LinkLoop { name, .. } if name == "b"),
        "{error}"
    );
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_chain_of_links_is_followed_once() {
    let (script, store) = scene();
    for number in 0..10 {
        let (name, next) = (format!("l{number}"), format!("l{}", number + 1));
        has(&script, &name, number + 1, &link(&name, "B", &next));
    }
    let error = store.get("l0").await.unwrap_err();
    assert!(
        matches!(why(&error), ObjectError::LinkLoop { name, .. } if name == "l1"),
        "{error}"
    );
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_link_to_what_is_no_store_is_refused_and_nothing_is_asked_of_it() {
    for bucket in ["", "a.b", ">", "*", "a b"] {
        let (script, store) = scene();
        has(&script, "a", 1, &link("a", bucket, "b"));
        let error = store.get("a").await.unwrap_err();
        assert!(
            matches!(error, jsapi_client::Error::Invalid { .. }),
            "{bucket:?}: {error:?}"
        );
        assert_eq!(script.sent().len(), 1);
    }
}
