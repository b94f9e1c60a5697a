//! What happens after the fact: jobs that are inserted with the change that caused them.
//!
//! A job is a row, written in the same transaction as the change (an outbox): no message is lost, and none is sent
//! for a change that was rolled back. A worker claims a job for a while; if the process dies, the claim runs out and
//! the job is done by the next one. So a job may run twice, and each is written to do no harm then.

mod queue;
mod send_mail;
mod sweep;
mod worker;

use std::time::Duration;

use frontdesk_wire::{InstanceId, Seconds};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::mail::Mail;
pub(crate) use queue::enqueue;
pub(crate) use sweep::sweep;
pub(crate) use worker::work;

/// Something to do after the fact.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub(crate) enum Job {
    /// Send a message.
    SendMail(Mail),
}

impl Job {
    /// The name in the table and in logs.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::SendMail(_) => "send_mail",
        }
    }

    /// Smaller numbers first: a person waits for a message.
    const fn priority(&self) -> i64 {
        match self {
            Self::SendMail(_) => 0,
        }
    }

    async fn run(&self, app: &App, instance: &InstanceId) -> Result<(), JobError> {
        match self {
            Self::SendMail(mail) => send_mail::run(app, instance, mail).await,
        }
    }
}

/// Why a job is not done.
#[derive(Debug)]
pub(crate) enum JobError {
    /// Later it may work.
    Retry(anyhow::Error),
    /// It never will.
    GiveUp(anyhow::Error),
}

/// A job is tried so often before it is given up: for about six hours.
const MOST_ATTEMPTS: i64 = 12;

/// How long to wait after this many attempts: five seconds, and twice as long each time, at most an hour.
fn pause(attempts: i64) -> Seconds {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    Seconds((5_i64 << doublings).min(3600))
}

impl App {
    /// Runs every job that is due, one after another, and says how many ran. Tests call this; a server has a worker.
    pub async fn run_jobs(&self) -> anyhow::Result<usize> {
        let mut ran = 0;
        while self.run_next_job().await? {
            ran += 1;
        }
        Ok(ran)
    }

    /// Claims and runs one job; says whether there was one.
    async fn run_next_job(&self) -> anyhow::Result<bool> {
        let Some(claimed) = queue::claim(self).await? else { return Ok(false) };
        let outcome = match serde_json::from_str::<Job>(&claimed.payload) {
            Ok(job) => {
                // Cut off before the claim runs out, so that no second worker begins meanwhile.
                let patience = Duration::from_millis(u64::try_from(queue::lease(self).millis()).unwrap_or(0) * 4 / 5);
                let ran = tokio::time::timeout(patience, job.run(self, &claimed.instance)).await;
                ran.unwrap_or_else(|_| Err(JobError::Retry(anyhow::anyhow!("it took longer than {patience:?}"))))
            }
            Err(error) => Err(JobError::GiveUp(anyhow::Error::new(error).context("reading a job"))),
        };
        match outcome {
            Ok(()) => queue::done(self, &claimed).await?,
            Err(JobError::Retry(error)) if claimed.attempts < MOST_ATTEMPTS => {
                let wait = pause(claimed.attempts);
                tracing::warn!(
                    job.id = claimed.id,
                    job.name = claimed.name,
                    attempts = claimed.attempts,
                    wait_s = wait.0,
                    error = format!("{error:#}"),
                    "a job failed and is tried again"
                );
                queue::retry(self, &claimed, wait, &error).await?;
            }
            Err(JobError::Retry(error) | JobError::GiveUp(error)) => {
                tracing::error!(
                    job.id = claimed.id,
                    job.name = claimed.name,
                    attempts = claimed.attempts,
                    error = format!("{error:#}"),
                    "a job was given up"
                );
                queue::give_up(self, &claimed, &error).await?;
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::clock::Clock;
    use crate::config::{Config, Delivery};
    use crate::rng::Rng;

    struct Desk {
        app: App,
        now: Arc<AtomicI64>,
        instance: InstanceId,
        _dir: tempfile::TempDir,
    }

    impl Desk {
        async fn open(delivery: Delivery) -> Self {
            let dir = tempfile::tempdir().unwrap();
            let mut config = Config::in_folder(dir.path());
            config.mail.delivery = delivery;
            // A file where a folder should be: sending into it fails.
            config.mail.folder = Some(dir.path().join("frontdesk.db"));
            let now = Arc::new(AtomicI64::new(1_790_000_000_000));
            let app = App::open_with(config, Clock::Test(now.clone()), Rng::seeded(1)).await.unwrap();
            let instance = app.ensure_instance().await.unwrap().id.clone();
            Self { app, now, instance, _dir: dir }
        }

        async fn send(&self, id: &str) {
            let mail = crate::mail::code_message(
                id,
                "Acme",
                "ada@example.com",
                "123456",
                frontdesk_domain::CodePurpose::SignIn,
            );
            let mut tx = self.app.store.write().await.unwrap();
            enqueue(&mut tx, &self.instance, &Job::SendMail(mail), self.app.now(), &self.app.rng).await.unwrap();
            tx.commit().await.unwrap();
        }

        fn advance(&self, length: Seconds) {
            self.now.fetch_add(length.millis(), Ordering::Relaxed);
        }
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!([1, 2, 3, 12].map(pause), [Seconds(5), Seconds(10), Seconds(20), Seconds(3600)]);
    }

    #[tokio::test]
    async fn a_job_runs_once_and_is_gone() {
        let desk = Desk::open(Delivery::Memory).await;
        desk.send("ema_1").await;

        assert_eq!(desk.app.run_jobs().await.unwrap(), 1);
        assert_eq!(desk.app.run_jobs().await.unwrap(), 0);
        assert_eq!(desk.app.mailer.sent().len(), 1);
    }

    #[tokio::test]
    async fn a_job_of_a_transaction_that_was_rolled_back_never_was() {
        let desk = Desk::open(Delivery::Memory).await;
        let mail = crate::mail::code_message("ema_1", "Acme", "a@b.cc", "1", frontdesk_domain::CodePurpose::SignIn);

        let mut tx = desk.app.store.write().await.unwrap();
        enqueue(&mut tx, &desk.instance, &Job::SendMail(mail), desk.app.now(), &desk.app.rng).await.unwrap();
        tx.rollback().await.unwrap();

        assert_eq!(desk.app.run_jobs().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn two_workers_never_hold_the_same_job_and_a_dead_one_loses_it() {
        let desk = Desk::open(Delivery::Memory).await;
        desk.send("ema_1").await;

        let held = queue::claim(&desk.app).await.unwrap().unwrap();
        assert!(queue::claim(&desk.app).await.unwrap().is_none());

        desk.advance(Seconds(5));
        let again = queue::claim(&desk.app).await.unwrap().unwrap();
        assert_eq!((again.id.as_str(), again.attempts), (held.id.as_str(), 2));

        // The first worker was only slow: its claim is void, and the second one still holds the job.
        queue::done(&desk.app, &held).await.unwrap();
        queue::done(&desk.app, &again).await.unwrap();
        desk.advance(Seconds(5));
        assert!(queue::claim(&desk.app).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_failed_job_waits_longer_each_time() {
        let desk = Desk::open(Delivery::File).await;
        desk.send("ema_1").await;

        assert_eq!(desk.app.run_jobs().await.unwrap(), 1);
        desk.advance(Seconds(4));
        assert_eq!(desk.app.run_jobs().await.unwrap(), 0);
        desk.advance(Seconds(1));
        assert_eq!(desk.app.run_jobs().await.unwrap(), 1);
        desk.advance(Seconds(9));
        assert_eq!(desk.app.run_jobs().await.unwrap(), 0);
    }
}
