//! Sweep of the messages in flight: resends and failures.

use super::*;

impl<D: Copy> InFlight<D> {
    /// Checks all messages: deadlines, lost connections, resends.
    pub(in crate::publish) fn sweep(
        &mut self,
        now: Instant,
        connection: Connection,
        windows: &Windows,
        due: &mut Due<D>,
    ) {
        for at in 0..self.slots.len() {
            let Some(in_flight) = self
                .slots
                .get_mut(at)
                .and_then(|slot| slot.in_flight.as_mut())
            else {
                continue;
            };
            let begun = *in_flight.begun.get_or_insert(now);
            let over = now - begun >= self.options.timeout;
            let failure = match &mut in_flight.state {
                State::Sending => None,
                State::Unsent | State::BackingOff(_) if over => {
                    let error = in_flight.never_sent(self.options.timeout);
                    Some(match in_flight.resend(&self.options, windows, now) {
                        Resend::Never(error) if connection.connected => error,
                        _ => in_flight.last_word(error, now),
                    })
                }
                State::BackingOff(until) if now < *until => None,
                State::Unsent | State::BackingOff(_) if !connection.connected => None,
                State::Unsent | State::BackingOff(_) => {
                    match in_flight.resend(&self.options, windows, now) {
                        Resend::Now => {
                            due.send.push(at);
                            None
                        }
                        Resend::Ask => {
                            let subject = in_flight.message.subject();
                            due.window.get_or_insert_with(|| subject.clone());
                            None
                        }
                        Resend::Never(error) => Some(error),
                    }
                }
                State::Waiting {
                    sent,
                    connection: over_this,
                    lost,
                } => {
                    let sent = *sent.get_or_insert(now);
                    let left = self.options.timeout.saturating_sub(sent - begun);
                    let timeout = in_flight.attempts.timeout_for(&self.options, left);
                    if connection != *over_this && lost.is_none() && connection.connected {
                        *lost = Some(now);
                    }
                    let gone = match *lost {
                        // It may be sent again, so waiting has no advantage.
                        _ if in_flight.attempts.has_id() => connection != *over_this,
                        None => false,
                        Some(since) => now - since >= GRACE,
                    };
                    let operation = in_flight.message.subject().as_str();
                    let error = if over || now - sent >= timeout {
                        Some(Error::TimedOut {
                            operation: operation.to_owned().into(),
                            after: now - begun,
                        })
                    } else if gone {
                        Some(Error::Lost {
                            operation: operation.to_owned().into(),
                            source: None,
                        })
                    } else {
                        None
                    };
                    error.and_then(|error| in_flight.failed(error, sent, now, &self.options))
                }
            };
            if let Some(error) = failure
                && let Some(in_flight) = self.take(at, false)
            {
                due.completed.push(in_flight.completed(Err(error)));
            }
        }
        let number = |at: &usize| {
            self.slots
                .get(*at)
                .and_then(|slot| slot.in_flight.as_ref())
                .map(|in_flight| in_flight.number)
        };
        due.send.sort_by_key(number);
    }

    /// Fails the messages of a subject after a permissions violation.
    pub(in crate::publish) fn denied(&mut self, subject: &str, now: Instant) -> Vec<Completed<D>> {
        let mut completed = Vec::new();
        for at in 0..self.slots.len() {
            let Some(in_flight) = self.slots.get(at).and_then(|slot| slot.in_flight.as_ref())
            else {
                continue;
            };
            let waiting = matches!(in_flight.state, State::Waiting { .. });
            if waiting && in_flight.message.subject().as_str() == subject {
                let operation = subject.to_owned().into();
                let error = in_flight.last_word(Error::Denied { operation }, now);
                completed.extend(
                    self.take(at, false)
                        .map(|in_flight| in_flight.completed(Err(error))),
                );
            }
        }
        completed
    }

    /// Fails the messages of a subject without responders, for this cause.
    pub(in crate::publish) fn unanswered(
        &mut self,
        subject: &Subject,
        cause: &Cause,
        acknowledged: bool,
        now: Instant,
    ) -> Vec<Completed<D>> {
        let mut completed = Vec::new();
        for at in 0..self.slots.len() {
            let Some(in_flight) = self.slots.get(at).and_then(|slot| slot.in_flight.as_ref())
            else {
                continue;
            };
            if in_flight.message.subject() == subject
                && matches!(in_flight.state, State::BackingOff(_))
                && let Some(error) =
                    cause.gives_up(subject, in_flight.attempts.made(), acknowledged)
            {
                let error = in_flight.last_word(error, now);
                completed.extend(
                    self.take(at, false)
                        .map(|in_flight| in_flight.completed(Err(error))),
                );
            }
        }
        completed
    }

    /// Fails all messages, for this reason.
    pub(in crate::publish) fn give_up(
        &mut self,
        why: &'static str,
        now: Instant,
    ) -> Vec<Completed<D>> {
        let mut completed = Vec::new();
        for at in 0..self.slots.len() {
            let Some(in_flight) = self.take(at, false) else {
                continue;
            };
            let operation = in_flight.message.subject().to_string().into();
            let source = Reason::boxed(why);
            let error = match in_flight.state {
                State::Waiting { .. } => Error::Lost {
                    operation,
                    source: Some(source),
                },
                _ => in_flight.last_word(Error::NotSent { operation, source }, now),
            };
            completed.push(in_flight.completed(Err(error)));
        }
        completed
    }
}
