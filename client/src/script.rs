//! A transport that answers from a script.
