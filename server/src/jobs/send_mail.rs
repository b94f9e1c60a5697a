//! Sending one message.

use anyhow::anyhow;
use frontdesk_wire::InstanceId;

use super::JobError;
use crate::app::App;
use crate::mail::{Mail, Mailer};
use crate::store::inbox;

pub(super) async fn run(app: &App, instance: &InstanceId, mail: &Mail) -> Result<(), JobError> {
    let Mailer::Inbox = app.mailer else {
        return app.mailer.send(mail).await.map_err(JobError::Retry);
    };
    let instance = app.instances.by_id(&app.store, app.now(), instance).await.map_err(JobError::Retry)?;
    let Some(instance) = instance else { return Ok(()) };
    if !instance.is_development() {
        return Err(JobError::GiveUp(anyhow!("mail.delivery is \"inbox\", which a production instance does not have")));
    }
    let stored = async {
        let mut tx = app.store.write().await?;
        inbox::insert(&mut tx, &instance.id, mail, app.now()).await?;
        tx.commit().await
    };
    stored.await.map_err(|error| JobError::Retry(error.into()))
}
