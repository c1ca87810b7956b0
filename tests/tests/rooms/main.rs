//! The rooms of each crate's source, and who may use whom.
//!
//! A room is a module at the top of a crate. It uses only rooms that stand before it in the
//! table below, and no two files use each other in a circle. Unit tests are exempt.
//!
//!     cargo test -p jsapi-tests --test rooms -- --nocapture picture

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod graph;
mod imports;

use std::path::Path;

use graph::Graph;

/// A crate, and its rooms from the ground up.
struct Rooms {
    name: &'static str,
    source: &'static str,
    rooms: &'static [&'static str],
    /// Rooms of plain state machines: no clock, socket, task or `async`.
    pure: &'static [&'static str],
}

const CRATES: &[Rooms] = &[
    Rooms {
        name: "jsapi",
        source: "jsapi/src",
        rooms: &["codec", "value", "request", "generated", "reply"],
        pure: &["codec", "value", "request", "generated", "reply"],
    },
    Rooms {
        name: "codegen",
        source: "codegen/src",
        rooms: &[
            "error", "source", "ir", "types", "emit", "follow", "command",
        ],
        pure: &["error", "source", "ir", "types", "emit"],
    },
    Rooms {
        name: "client",
        source: "client/src",
        rooms: &[
            "error",
            "protocol",
            "connection",
            "api",
            "streams",
            "publish",
            "consume",
            "stores",
            "admin",
        ],
        pure: &["error", "protocol"],
    },
];

fn read(of: &Rooms) -> Graph {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    Graph::read(&workspace.join(of.source))
}

#[test]
fn a_room_uses_only_those_before_it() {
    for of in CRATES {
        let wrong = read(of).upward(of.rooms);
        assert!(wrong.is_empty(), "{}:\n{}", of.name, wrong.join("\n"));
    }
}

#[test]
fn no_two_files_use_each_other() {
    for of in CRATES {
        let circles = read(of).circles();
        assert!(circles.is_empty(), "{}:\n{}", of.name, circles.join("\n"));
    }
}

#[test]
fn a_room_of_state_machines_knows_no_clock_and_no_socket() {
    for of in CRATES {
        let graph = read(of);
        for room in of.pure {
            let wrong = graph.impure(room);
            assert!(wrong.is_empty(), "{}:\n{}", of.name, wrong.join("\n"));
        }
    }
}

/// A feature that is off leaves no trace outside of the room that it is about.
#[test]
fn features_of_the_stores_are_named_in_their_room_alone() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let named = Graph::naming(
        &workspace.join("client/src"),
        &["feature = \"kv\"", "feature = \"object\""],
    );
    assert!(named.iter().any(|file| file.starts_with("stores/")));
    let elsewhere: Vec<&String> = named
        .iter()
        .filter(|file| !file.starts_with("stores/") && *file != "lib.rs")
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn picture() {
    for of in CRATES {
        println!("{}\n{}", of.name, read(of).picture(of.rooms));
    }
}

fn small(files: &[(&str, &str)]) -> Graph {
    Graph::of(files.iter().map(|(path, text)| (*path, *text)))
}

#[test]
fn an_upward_import_is_found_however_it_is_written() {
    for import in [
        "use crate::high::Thing;",
        "use crate::{low::Other, high::{self, Thing}};",
        "use super::high::Thing;",
        "fn f() -> crate::high::Thing { todo() }",
        "use crate::Thing;",
    ] {
        let graph = small(&[
            ("lib.rs", "mod low; mod high; pub use high::Thing;"),
            ("low.rs", import),
            ("high.rs", "use crate::low::Other; pub struct Thing;"),
        ]);
        let wrong = graph.upward(&["low", "high"]);
        assert_eq!(wrong, ["low uses high, which is above it"], "{import}");
        assert!(graph.upward(&["high", "low"]).len() == 1);
        assert_eq!(graph.circles(), ["high -> low -> high"], "{import}");
    }
}

#[test]
fn unit_tests_comments_and_downward_imports_are_no_fault() {
    let graph = small(&[
        ("lib.rs", "mod low; mod high;"),
        (
            "low/mod.rs",
            "mod part; pub use part::Part; // crate::high::Thing\n#[cfg(test)]\nmod tests;",
        ),
        (
            "low/part.rs",
            "pub struct Part;\n#[cfg(test)]\nmod tests { use crate::high::Thing; fn f() {} }",
        ),
        ("low/tests.rs", "use crate::high::Thing;"),
        ("high.rs", "use crate::low::Part; pub struct Thing;"),
    ]);
    assert!(graph.upward(&["low", "high"]).is_empty());
    assert!(graph.circles().is_empty());
    assert_eq!(graph.upward(&["low"]), ["high is not a room of the table"]);
}

#[test]
fn files_of_one_room_that_use_each_other_are_found_through_re_exports() {
    let graph = small(&[
        ("lib.rs", "mod room;"),
        (
            "room/mod.rs",
            "mod a; mod b; mod c; pub use a::A; pub use c::*;",
        ),
        ("room/a.rs", "use super::b::B; pub struct A;"),
        ("room/b.rs", "use crate::room::C; pub struct B;"),
        ("room/c.rs", "use crate::room::A; pub struct C;"),
    ]);
    assert_eq!(
        graph.circles(),
        ["room::a -> room::b -> room::c -> room::a"]
    );
}

#[test]
fn a_clock_in_a_room_of_state_machines_is_found() {
    for text in [
        "use tokio::time::sleep;",
        "fn f() { std::time::Instant::now(); }",
        "async fn f() {}",
        "use async_nats::Client;",
    ] {
        let graph = small(&[("lib.rs", "mod protocol;"), ("protocol.rs", text)]);
        assert_eq!(graph.impure("protocol").len(), 1, "{text}");
    }
}
