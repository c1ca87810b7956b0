//! Ephemeral consumers that are deleted with their subscription.

use std::time::Duration;

use jsapi::request::{Operation, SubjectBuilder};
use jsapi::{
    ConsumerConfig, ConsumerCreateRequest, ConsumerDeleteRequest, ConsumerInfo,
    ConsumerInfoRequest, CreateAction,
};

use crate::api::context::Context;
use crate::connection::transport::{BoxFuture, Connection, Listening, RawMessage};
use crate::error::Error;

/// An ephemeral consumer and its messages.
pub(crate) struct Ephemeral {
    /// Subscription to the deliveries. Declared before `leave`, so that it ends first: without a
    /// subscriber the server sends no more.
    pub(crate) messages: Listening,
    pub(crate) connection: Connection,
    pub(crate) info: ConsumerInfo,
    pub(crate) leave: Leave,
}

/// A consumer without a subscriber, which therefore does not deliver yet.
///
/// So the reply arrives before the first message, which `async-nats` may be unable to parse.
pub(crate) struct Unheard {
    inbox: String,
    pub(crate) info: ConsumerInfo,
    pub(crate) leave: Leave,
}

/// A consumer whose creation was requested.
pub(crate) struct Asked {
    inbox: String,
    leave: Leave,
}

impl Asked {
    /// Converts to a created consumer.
    pub(crate) fn made(self, info: ConsumerInfo) -> Unheard {
        let Self { inbox, leave } = self;
        Unheard { inbox, info, leave }
    }

    /// Returns its deletion, if it may exist.
    pub(crate) fn leave(self, may_be_there: bool) -> Option<Leave> {
        let mut leave = self.leave;
        leave.owed = may_be_there;
        may_be_there.then_some(leave)
    }
}

/// The consumer was not created, or its creation is unknown.
pub(crate) struct NotMade {
    pub(crate) error: Error,
    /// Deletion of the consumer, which may exist despite the error.
    pub(crate) leave: Option<Leave>,
}

impl From<Error> for NotMade {
    fn from(error: Error) -> Self {
        Self { error, leave: None }
    }
}

impl Unheard {
    /// Creates a consumer that delivers to a unique subject.
    ///
    /// Sends one request. `present` is the maximum wait for a connection.
    pub(crate) fn make<'a>(
        context: &'a Context,
        stream: &'a str,
        config: ConsumerConfig,
        present: Duration,
        timeout: Duration,
    ) -> BoxFuture<'a, Result<Self, NotMade>> {
        Box::pin(async move {
            let operation = ConsumerCreateRequest::ENDPOINT.verb;
            context.connected(operation, present).await?;
            let (asked, making) = Self::ask(context, stream, config, timeout);
            match making.await {
                Ok(info) => Ok(asked.made(info)),
                Err(error) => {
                    let leave = asked.leave(error.may_have_applied());
                    Err(NotMade { error, leave })
                }
            }
        })
    }

    /// Requests the creation of a consumer, and waits for the reply.
    ///
    /// Its name is known before the request, so it is deleted even if the reply is lost or the
    /// future is dropped.
    pub(crate) fn ask<'a>(
        context: &'a Context,
        stream: &str,
        mut config: ConsumerConfig,
        timeout: Duration,
    ) -> (Asked, BoxFuture<'a, Result<ConsumerInfo, Error>>) {
        let inbox = context.new_inbox();
        let name = name_of(&inbox);
        config.deliver_subject = Some(inbox.clone());
        config.name = Some(name.clone());
        let leave = Leave {
            context: context.clone(),
            stream: stream.to_owned(),
            consumer: name,
            owed: true,
        };
        let request = ConsumerCreateRequest::new(stream, config).with_action(CreateAction::Create);
        let making = Box::pin(async move { context.call(&request).timeout(timeout).await });
        (Asked { inbox, leave }, making)
    }

    /// Subscribes to the deliver subject, which starts the deliveries.
    ///
    /// The server requires a subscription to exactly this subject: a wildcard does not count.
    /// Sends no request.
    pub(crate) async fn listen(self, timeout: Duration) -> Result<Ephemeral, NotMade> {
        let Self { inbox, info, leave } = self;
        match listen(leave.context.clone(), inbox, timeout).await {
            Ok((messages, connection)) => Ok(Ephemeral {
                messages,
                connection,
                info,
                leave,
            }),
            Err(error) => Err(NotMade {
                error,
                leave: Some(leave),
            }),
        }
    }
}

fn listen(
    context: Context,
    subject: String,
    timeout: Duration,
) -> BoxFuture<'static, Result<(Listening, Connection), Error>> {
    Box::pin(async move {
        let operation = ConsumerCreateRequest::ENDPOINT.verb.into();
        let guard = context.guard(&operation, timeout).await?;
        let begin = |subject| Listening::begin(guard.transport(), subject);
        let messages = context
            .subscribe(&guard, &operation, subject, begin)
            .await?;
        Ok((messages, guard.connection()))
    })
}

/// Returns a unique name from a unique inbox.
///
/// It uses only the end of the inbox, because the name is part of every message.
fn name_of(inbox: &str) -> String {
    const ENOUGH: usize = 12;

    let own = inbox.rsplit('.').next().unwrap_or(inbox);
    let own: String = own.chars().filter(char::is_ascii_alphanumeric).collect();
    let end = own.len().saturating_sub(ENOUGH);
    format!("jsapi-{}", own.get(end..).unwrap_or(&own))
}

/// Deletes a consumer when it is dropped, without waiting for the reply.
///
/// If the connection does not accept the request at once, or the request is lost, the
/// consumer's server deletes the consumer after its `inactive_threshold`.
pub(crate) struct Leave {
    context: Context,
    stream: String,
    consumer: String,
    owed: bool,
}

impl Leave {
    /// Requests the deletion.
    pub(crate) fn ask(&self) {
        let mut subject = SubjectBuilder::new(self.context.prefix());
        let request = ConsumerDeleteRequest::new(&self.stream, &self.consumer);
        if request.subject(&mut subject).is_ok() {
            self.context
                .try_publish_core(RawMessage::new(subject.finish(), ""));
        }
    }

    /// Deletes the consumer, and checks that it no longer exists.
    ///
    /// Sends one request, or two.
    async fn make_sure(&mut self, timeout: Duration) {
        let delete = ConsumerDeleteRequest::new(&self.stream, &self.consumer);
        let Err(error) = self.context.call(&delete).timeout(timeout).await else {
            self.owed = false;
            return;
        };
        if !error.is_not_found() {
            // In a cluster the consumer's server replies, which may be the failed one.
            // The deletion is carried out anyway.
            let info = ConsumerInfoRequest::new(&self.stream, &self.consumer);
            match self.context.call(&info).timeout(timeout).await {
                Err(error) if error.is_not_found() => {}
                _ => return,
            }
        }
        self.owed = false;
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if self.owed {
            self.ask();
        }
    }
}

/// Deletes replaced consumers that could not be deleted before.
///
/// Retries for 30 s. If the future is dropped, it requests the remaining deletions once more.
pub(crate) async fn sweep(mut leaves: Vec<Leave>, timeout: Duration) {
    const TIMES: u32 = 6;
    const BETWEEN: Duration = Duration::from_secs(5);

    for _ in 0..TIMES {
        for leave in &mut leaves {
            leave.make_sure(timeout).await;
        }
        leaves.retain(|leave| leave.owed);
        if leaves.is_empty() {
            return;
        }
        tokio::time::sleep(BETWEEN).await;
    }
}
