//! Every operation of the API against real servers: one server of each version,
//! and a cluster of three for what only a cluster or its system account answers.
#![allow(clippy::unwrap_used)]

mod cluster;
mod single;

use std::fmt::Debug;
use std::time::Duration;

use jsapi::{ErrorCode, Request};
use jsapi_client::{Context, Error, Result};
use jsapi_test_server::{User, Version};
use jsapi_tests::{Asked, Noting, Outcome, connect};

/// How long silence is waited for where silence is the answer.
const SILENCE: Duration = Duration::from_millis(300);

/// A server, what is asked of it, and what it is too old for.
struct Session {
    ctx: Context,
    client: async_nats::Client,
    asked: Asked,
    version: Version,
}

impl Session {
    /// A context that takes the server for the newest, so that what it lacks is
    /// sent to it and its own answer is seen.
    async fn open(url: &str, user: User<'_>, version: Version, asked: &Asked) -> Outcome<Self> {
        let client = connect(url, user).await?;
        let ctx = Context::builder()
            .server_api_level(5)
            .build_with(Noting::new(client.clone(), asked));
        Ok(Self {
            ctx,
            client,
            asked: asked.clone(),
            version,
        })
    }

    fn is_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= Version::new(major, minor, 0)
    }

    /// Asks something that servers have from this version on, and expects
    /// silence of older ones.
    async fn since<R: Request>(&self, minor: u32, request: R) -> Outcome<Option<R::Response>>
    where
        R::Response: Debug,
    {
        if self.is_at_least(2, minor) {
            return Ok(Some(self.ctx.call(&request).await?));
        }
        assert_silence(self.ctx.call(&request).timeout(SILENCE).await);
        Ok(None)
    }

    /// Asks something that servers have from this version on, to be refused, and expects
    /// silence of older ones.
    async fn refused_since<R: Request>(&self, minor: u32, request: R, code: ErrorCode)
    where
        R::Response: Debug,
    {
        let answer = self.ctx.call(&request).timeout(SILENCE).await;
        if self.is_at_least(2, minor) {
            assert_refused(answer, code);
        } else {
            assert_silence(answer);
        }
    }

    async fn publish(&self, subject: &str, payload: &str) -> Outcome {
        let reply = self
            .client
            .request(subject.to_owned(), payload.to_owned().into())
            .await?;
        jsapi::decode_reply::<jsapi::PubAck>(&reply.payload, &[])?;
        Ok(())
    }
}

/// The server answered, and refused it for this reason.
fn assert_refused<T: Debug>(answer: Result<T>, code: ErrorCode) {
    let error = answer.unwrap_err();
    assert!(error.is(code), "wanted {code}: {error}");
}

fn assert_silence<T: Debug>(answer: Result<T>) {
    let error = answer.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error}");
}
