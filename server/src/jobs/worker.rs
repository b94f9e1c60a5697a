//! The worker of a running server.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

/// How often the table is looked at when nothing wakes the worker: another process may have inserted a job.
const POLL: Duration = Duration::from_secs(1);

/// How often what is over is forgotten.
const SWEEP: Duration = Duration::from_secs(3600);

/// Runs jobs until told to stop; the job under way is finished first.
pub(crate) async fn work(app: App, mut stop: watch::Receiver<bool>) {
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        if let Err(error) = app.run_jobs().await {
            tracing::error!(error = format!("{error:#}"), "the worker cannot reach the queue");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = app.wake.notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = sweep.tick() => {
                if let Err(error) = super::sweep(&app).await {
                    tracing::error!(error = format!("{error:#}"), "forgetting what is over failed");
                }
            }
        }
    }
}
