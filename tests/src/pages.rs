//! The pages of `docs/`: the documentation tests compile their programs, and run those
//! that need no server.

macro_rules! pages {
    ($($name:ident: $path:literal,)+) => {
        $(#[doc = include_str!($path)] pub struct $name;)+
    };
}

pages! {
    Administration: "../../docs/administration.md",
    ComingFrom: "../../docs/coming-from.md",
    Concepts: "../../docs/concepts.md",
    Production: "../../docs/production.md",
    Stores: "../../docs/stores.md",
    Testing: "../../docs/testing.md",
    WorkQueues: "../../docs/work-queues.md",
}
