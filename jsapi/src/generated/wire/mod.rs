// Generated from `schemas/` by `cargo codegen`. Do not edit.


mod account;
mod consumer;
mod event;
mod meta;
mod publish;
mod shared;
mod stream;
