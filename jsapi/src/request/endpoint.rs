//! Subject, reply, server version and caller of an operation.

/// An operation of the API: its subject, its reply, and who may call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// Name of the operation in snake case: `stream_info`.
    pub operation: &'static str,
    /// Name of the operation in errors: `STREAM.INFO`.
    pub verb: &'static str,
    /// Subject below the API prefix: `STREAM.INFO.{stream}`.
    pub subject: &'static str,
    /// Form of the reply.
    pub reply: ReplyStyle,
    /// Form of the request's body.
    pub body: Body,
    /// Maximum number of items on a page of the reply. `None`: the reply has no pages.
    pub page_limit: Option<u64>,
    /// First server version that has the operation: `2.2.0`.
    pub since: &'static str,
    /// First JetStream API level that has the operation; 0 for servers without levels.
    pub level: u8,
    /// Account that may call the operation.
    pub caller: Caller,
    /// Whether the request may be sent again if its reply was lost.
    pub retry: Retry,
    /// What to check before the request is sent again.
    pub retry_note: &'static str,
    /// Server that replies: `meta leader`.
    pub responder: &'static str,
}

impl Endpoint {
    /// Creates an endpoint with this operation, verb and subject.
    ///
    /// Defaults of the other fields: a JSON reply without pages, an optional body, since
    /// 2.2.0, API level 0, any account, not safe to retry.
    pub const fn new(operation: &'static str, verb: &'static str, subject: &'static str) -> Self {
        Self {
            operation,
            verb,
            subject,
            reply: ReplyStyle::Json,
            body: Body::Optional,
            page_limit: None,
            since: "2.2.0",
            level: 0,
            caller: Caller::Account,
            retry: Retry::Unsafe,
            retry_note: "",
            responder: "",
        }
    }
}

/// Form of the reply to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReplyStyle {
    /// One JSON document.
    Json,
    /// A JSON document from each of several servers.
    JsonMany,
    /// One stored message; its subject, sequence and time are in headers.
    Message,
    /// Several stored messages, then an empty one.
    Messages,
    /// Messages on their own subjects, then a status.
    Pull,
    /// One JSON document, then chunks on a subject that the caller chose.
    Chunks,
    /// One JSON document, which names the subject that the caller sends chunks to.
    Upload,
}

/// Form of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Body {
    /// Always empty: STREAM.DELETE rejects anything else (`err_code` 10038).
    Empty,
    /// Empty if no field is set, else a JSON object.
    Optional,
    /// Always a JSON object.
    Required,
}

/// Account that may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// Any account with JetStream.
    Account,
    /// The system account. The server does not reply to other accounts.
    System,
    /// The system account, or the account that owns what the request names.
    SystemOrOwner,
}

/// Whether a request may be sent again if its reply was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Yes: a second request changes nothing.
    Safe,
    /// Under the condition that [`Endpoint::retry_note`] says.
    Conditional,
    /// No: find out first whether it was carried out.
    Unsafe,
}
