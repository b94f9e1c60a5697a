//! Carries out what a flow asks for.

use super::{Answer, Ask};
use crate::state::Pick;
use crate::transport::response;
use crate::{Frontdesk, SetActive};
use frontdesk_wire::codec;

/// Which answer a request will have.
enum Kind {
    SignIn,
    SignUp,
    Organization,
}

/// Makes the request and gives the answer, whatever it is. The snapshot is up to date before the answer is there.
pub async fn run(frontdesk: &Frontdesk, ask: Ask) -> Answer {
    let (request, kind) = match &ask {
        Ask::CreateSignIn(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::PrepareFirstFactor(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::AttemptFirstFactor(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::ResetPassword(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::CreateSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::UpdateSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::PrepareSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::AttemptSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::CreateOrganization(ask) => (codec::encode(ask), Kind::Organization),
        Ask::Activate(session) => return activate(frontdesk, SetActive::session(session.clone())).await,
        Ask::SelectOrganization(id) => return activate(frontdesk, SetActive::organization(id.clone())).await,
        Ask::AdoptSession => return Answer::Activated(frontdesk.reload().await),
    };
    let answer = frontdesk.call(request, Pick::Keep);
    match kind {
        Kind::SignIn => Answer::SignIn(response(answer).await),
        Kind::SignUp => Answer::SignUp(response(answer).await),
        Kind::Organization => Answer::Organization(response(answer).await),
    }
}

async fn activate(frontdesk: &Frontdesk, next: SetActive) -> Answer {
    Answer::Activated(frontdesk.set_active(next).await)
}
