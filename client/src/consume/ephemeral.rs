//! Consumers that last no longer than their listeners.

use std::time::Duration;

use jsapi::request::{Operation, SubjectBuilder};
use jsapi::{
    ConsumerConfig, ConsumerCreateRequest, ConsumerDeleteRequest, ConsumerInfo, CreateAction,
};

use crate::context::Context;
use crate::error::Result;
use crate::transport::{Connection, Outgoing, Subscription};

/// A consumer of one's own, and what it delivers.
pub(crate) struct Ephemeral {
    /// What is delivered, and over which connection. Before `leave`: once nobody
    /// listens, nothing more is sent.
    pub(crate) messages: Subscription,
    pub(crate) connection: Connection,
    pub(crate) info: ConsumerInfo,
    #[expect(dead_code, reason = "deletes the consumer when it is dropped")]
    leave: Leave,
}

impl Ephemeral {
    /// Listens to a subject that nobody else uses, and makes a consumer that
    /// delivers to it.
    ///
    /// The server looks for listeners of exactly the consumer's subject: a
    /// wildcard over it does not count. One request. `listening` is how long a
    /// connection is waited for.
    pub(crate) async fn make(
        context: &Context,
        stream: &str,
        mut config: ConsumerConfig,
        listening: Duration,
        patience: Duration,
    ) -> Result<Self> {
        let verb = ConsumerCreateRequest::ENDPOINT.verb.into();
        let inbox = context.new_inbox();
        let (messages, connection) = context
            .within(&verb, listening, |transport| {
                transport.subscribe(inbox.clone())
            })
            .await?;
        let name = name_of(&inbox);
        config.deliver_subject = Some(inbox);
        config.name = Some(name.clone());
        // Known before it is asked for, so that it is not left behind when the
        // answer is lost, or nobody waits for it any more.
        let leave = Leave::new(context, stream, &name);
        let request = ConsumerCreateRequest::new(stream, config).with_action(CreateAction::Create);
        let info = match context.call(&request).timeout(patience).await {
            Ok(info) => info,
            Err(error) => {
                if !error.may_have_applied() {
                    leave.nothing();
                }
                return Err(error);
            }
        };
        Ok(Self {
            messages,
            connection,
            info,
            leave,
        })
    }
}

/// A name that nobody else uses, from an inbox that nobody else uses.
fn name_of(inbox: &str) -> String {
    let own = inbox.rsplit('.').next().unwrap_or(inbox);
    let own: String = own.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("jsapi-{own}")
}

/// Deletes a consumer when it is dropped, without waiting for an answer.
///
/// Where the connection does not take the request at once, because there is none
/// or its buffer is full, and when the request is lost, the server deletes the
/// consumer after its `inactive_threshold`.
struct Leave {
    context: Context,
    subject: Option<String>,
}

impl Leave {
    fn new(context: &Context, stream: &str, consumer: &str) -> Self {
        let mut subject = SubjectBuilder::new(context.prefix());
        let built = ConsumerDeleteRequest::new(stream, consumer).subject(&mut subject);
        Self {
            context: context.clone(),
            subject: built.ok().map(|()| subject.finish()),
        }
    }

    /// There is no consumer to delete.
    fn nothing(mut self) {
        self.subject = None;
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if let Some(subject) = self.subject.take() {
            self.context.publish_at_once(Outgoing::new(subject, ""));
        }
    }
}
