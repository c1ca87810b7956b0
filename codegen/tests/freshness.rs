//! What is committed is what the schemas give.

mod support;

use jsapi_codegen::{Options, generate};
use support::repository;

#[test]
fn the_committed_code_is_what_the_schemas_give() {
    let options = Options::new(repository().join("schemas")).with_runtime("crate");
    let stale = generate(&options)
        .unwrap()
        .stale(&repository().join("jsapi/src/generated"))
        .unwrap();
    assert!(
        stale.is_empty(),
        "run `cargo codegen` and commit what it writes: {stale:?} is stale"
    );
}
