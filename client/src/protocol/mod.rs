//! Decisions of the protocol: no clock, no socket, no task, no `async`.
//!
//! Everything in this room can be shown by a table test. The rooms above it feed the
//! state machines with events and carry out what they decide.

pub(crate) mod paging;
