//! Nothing by itself: the tests share stores with `async-nats`' own, each side
//! writing what the other reads.
