//! Carries out what a flow asks for.

use super::{Answer, Ask};
use crate::platform::BoxFuture;
use crate::state::Pick;
use crate::transport::resource;
use crate::{Error, Frontdesk, SetActive};
use frontdesk_wire::codec;
use frontdesk_wire::json::Json;

/// Which answer a request will have.
enum Kind {
    SignIn,
    SignUp,
    Organization,
}

/// What is under way.
enum UnderWay {
    Request(Kind, BoxFuture<Result<Json, Error>>),
    Change(BoxFuture<Result<(), Error>>),
}

/// Makes the request and gives the answer, whatever it is. The snapshot is up to date before the answer is there.
pub fn run(frontdesk: &Frontdesk, ask: Ask) -> BoxFuture<Answer> {
    let under_way = start(frontdesk, &ask);
    Box::pin(async move {
        match under_way {
            UnderWay::Request(kind, answer) => read(&kind, answer.await),
            UnderWay::Change(done) => Answer::Activated(done.await),
        }
    })
}

fn start(frontdesk: &Frontdesk, ask: &Ask) -> UnderWay {
    let (request, kind) = match ask {
        Ask::CreateSignIn(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::PrepareFirstFactor(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::AttemptFirstFactor(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::ResetPassword(ask) => (codec::encode(ask), Kind::SignIn),
        Ask::CreateSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::UpdateSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::PrepareSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::AttemptSignUp(ask) => (codec::encode(ask), Kind::SignUp),
        Ask::CreateOrganization(ask) => (codec::encode(ask), Kind::Organization),
        Ask::Activate(session) => return UnderWay::Change(frontdesk.set_active(SetActive::session(session.clone()))),
        Ask::SelectOrganization(id) => {
            return UnderWay::Change(frontdesk.set_active(SetActive::organization(id.clone())));
        }
        Ask::AdoptSession => return UnderWay::Change(frontdesk.reload()),
    };
    UnderWay::Request(kind, frontdesk.call(request, Pick::Keep))
}

#[inline(never)]
fn read(kind: &Kind, answer: Result<Json, Error>) -> Answer {
    match kind {
        Kind::SignIn => Answer::SignIn(answer.and_then(resource)),
        Kind::SignUp => Answer::SignUp(answer.and_then(resource)),
        Kind::Organization => Answer::Organization(answer.and_then(resource)),
    }
}
