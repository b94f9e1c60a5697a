//! Carries out what a flow asks for.

use super::{Answer, Ask};
use crate::{Error, Frontdesk, SetActive};
use frontdesk_wire::Reply;
use frontdesk_wire::endpoint::Endpoint;

/// Makes the request and gives the answer, whatever it is. The snapshot is up to date before the answer is there.
pub async fn run(frontdesk: &Frontdesk, ask: Ask) -> Answer {
    match ask {
        Ask::CreateSignIn(ask) => Answer::SignIn(resource(frontdesk, ask).await),
        Ask::PrepareFirstFactor(ask) => Answer::SignIn(resource(frontdesk, ask).await),
        Ask::AttemptFirstFactor(ask) => Answer::SignIn(resource(frontdesk, ask).await),
        Ask::ResetPassword(ask) => Answer::SignIn(resource(frontdesk, ask).await),
        Ask::CreateSignUp(ask) => Answer::SignUp(resource(frontdesk, ask).await),
        Ask::UpdateSignUp(ask) => Answer::SignUp(resource(frontdesk, ask).await),
        Ask::PrepareSignUp(ask) => Answer::SignUp(resource(frontdesk, ask).await),
        Ask::AttemptSignUp(ask) => Answer::SignUp(resource(frontdesk, ask).await),
        Ask::CreateOrganization(ask) => Answer::Organization(resource(frontdesk, ask).await),
        Ask::Activate(session) => Answer::Activated(frontdesk.set_active(SetActive::session(session)).await),
        Ask::SelectOrganization(id) => Answer::Activated(frontdesk.set_active(SetActive::organization(id)).await),
        Ask::AdoptSession => Answer::Activated(frontdesk.reload().await),
    }
}

async fn resource<E, T>(frontdesk: &Frontdesk, ask: E) -> Result<T, Error>
where
    E: Endpoint<Reply = Reply<T>> + Send + Sync,
    T: serde::de::DeserializeOwned + Send + 'static,
{
    frontdesk.resource(&ask).await
}
