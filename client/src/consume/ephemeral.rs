//! Consumers that last no longer than their listeners.

use std::time::Duration;

use jsapi::request::{Operation, SubjectBuilder};
use jsapi::{
    ConsumerConfig, ConsumerCreateRequest, ConsumerDeleteRequest, ConsumerInfo,
    ConsumerInfoRequest, CreateAction,
};

use crate::api::context::Context;
use crate::connection::transport::{BoxFuture, Connection, Listening, RawMessage};
use crate::error::Error;

/// A consumer of one's own, and what it delivers.
pub(crate) struct Ephemeral {
    /// What is delivered, and over which connection. Before `leave`: once nobody
    /// listens, nothing more is sent.
    pub(crate) messages: Listening,
    pub(crate) connection: Connection,
    pub(crate) info: ConsumerInfo,
    pub(crate) leave: Leave,
}

/// A consumer that nobody listens to yet, and which delivers nothing until then.
///
/// So the answer is there before the first message, which the connection may not
/// bear.
pub(crate) struct Unheard {
    inbox: String,
    pub(crate) info: ConsumerInfo,
    pub(crate) leave: Leave,
}

/// A consumer that was asked for.
pub(crate) struct Asked {
    inbox: String,
    leave: Leave,
}

impl Asked {
    /// It was made.
    pub(crate) fn made(self, info: ConsumerInfo) -> Unheard {
        let Self { inbox, leave } = self;
        Unheard { inbox, info, leave }
    }

    /// What deletes it, if it may be there.
    pub(crate) fn leave(self, may_be_there: bool) -> Option<Leave> {
        let mut leave = self.leave;
        leave.owed = may_be_there;
        may_be_there.then_some(leave)
    }
}

/// No consumer was made, or none that is known of.
pub(crate) struct NotMade {
    pub(crate) error: Error,
    /// Of the one that may be there all the same.
    pub(crate) leave: Option<Leave>,
}

impl From<Error> for NotMade {
    fn from(error: Error) -> Self {
        Self { error, leave: None }
    }
}

impl Unheard {
    /// Makes a consumer that delivers to a subject that nobody else uses.
    ///
    /// Sends one request. `present` is how long a connection is waited for.
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

    /// Asks for a consumer, and waits for the answer.
    ///
    /// It is known before it is asked for, so that it is not left behind when the
    /// answer is lost, or nobody waits for it any more.
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

    /// Listens to it, and it begins to deliver.
    ///
    /// The server looks for listeners of exactly the consumer's subject: a
    /// wildcard over it does not count. Sends no request.
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

/// A name that nobody else uses, from an inbox that nobody else uses.
///
/// Of the inbox only the end, which is what differs, from a random number on: the
/// name comes with every message.
fn name_of(inbox: &str) -> String {
    const ENOUGH: usize = 12;

    let own = inbox.rsplit('.').next().unwrap_or(inbox);
    let own: String = own.chars().filter(char::is_ascii_alphanumeric).collect();
    let end = own.len().saturating_sub(ENOUGH);
    format!("jsapi-{}", own.get(end..).unwrap_or(&own))
}

/// Deletes a consumer when it is dropped, without waiting for an answer.
///
/// Where the connection does not take the request at once, because there is none
/// or its buffer is full, and when the request is lost, the server deletes the
/// consumer after its `inactive_threshold`: the server that it is on, when that
/// is there.
pub(crate) struct Leave {
    context: Context,
    stream: String,
    consumer: String,
    owed: bool,
}

impl Leave {
    /// Asks for it to be deleted.
    pub(crate) fn ask(&self) {
        let mut subject = SubjectBuilder::new(self.context.prefix());
        let request = ConsumerDeleteRequest::new(&self.stream, &self.consumer);
        if request.subject(&mut subject).is_ok() {
            self.context
                .try_publish_core(RawMessage::new(subject.finish(), ""));
        }
    }

    /// Deletes it, and makes sure that it is gone.
    ///
    /// Sends one request, or two.
    async fn make_sure(&mut self, timeout: Duration) {
        let delete = ConsumerDeleteRequest::new(&self.stream, &self.consumer);
        let Err(error) = self.context.call(&delete).timeout(timeout).await else {
            self.owed = false;
            return;
        };
        if !error.is_not_found() {
            // In a cluster its own server answers, which may be the one that
            // failed. The deletion is carried out all the same.
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

/// Deletes consumers that were given up while there was nobody to delete them.
///
/// Tries for half a minute. What is dropped before is asked for once more, as
/// what is left then.
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
