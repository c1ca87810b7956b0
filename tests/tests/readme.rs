//! The README's example is the one that is run here, and its numbers are derived.
#![allow(clippy::unwrap_used)]

use jsapi_test_server::{Options, Server};

#[allow(dead_code)]
#[path = "../../client/examples/quickstart.rs"]
mod quickstart;

#[tokio::test]
async fn the_example_of_the_readme_runs() {
    let server = Server::start(&Options::new()).unwrap();
    quickstart::orders(&server.url()).await.unwrap();
}

#[test]
fn the_readme_shows_the_example_as_it_is() {
    let readme = include_str!("../../README.md");
    let example = include_str!("../../client/examples/quickstart.rs");
    let (_, body) = example.split_once("pub async fn orders").unwrap();
    let (body, _) = body.split_once("\n#[tokio::main]").unwrap();
    assert!(readme.contains(body.trim_end()));
}

#[test]
fn the_readme_counts_the_request_subjects_as_they_are() {
    let readme = include_str!("../../README.md");
    let subjects: std::collections::BTreeSet<_> = jsapi::endpoint::ALL
        .iter()
        .map(|endpoint| endpoint.subject)
        .collect();
    let row = format!(
        "request subjects of the API, of {0} | {0} |",
        subjects.len()
    );
    assert!(readme.contains(&row), "{row}");
    let codes = jsapi::ErrorCode::known().count();
    assert!(readme.contains(&format!("error codes with a name | {codes} |")));
}
