//! Carries out what a flow asks for.

use super::{Answer, Ask};
use crate::platform::BoxFuture;
use crate::state::Pick;
use crate::transport::resource;
use crate::{Error, Frontdesk, SetActive};
use frontdesk_wire::codec;
use frontdesk_wire::json::Json;

/// What is under way.
enum UnderWay {
    Request(fn(Result<Json, Error>) -> Answer, BoxFuture<Result<Json, Error>>),
    Change(BoxFuture<Result<(), Error>>),
}

/// Makes the request and gives the answer, whatever it is. The snapshot is up to date before the answer is there.
pub fn run(frontdesk: &Frontdesk, ask: Ask) -> BoxFuture<Answer> {
    let under_way =
        sign_in(frontdesk, &ask).or_else(|| sign_up(frontdesk, &ask)).or_else(|| organization(frontdesk, &ask));
    finish(under_way.expect("these are all asks"))
}

/// [`run`] for what a [`SignInFlow`](super::SignInFlow) asks: a page with that form alone does not download the requests of
/// others.
///
/// # Panics
/// If another flow asked.
pub fn run_sign_in(frontdesk: &Frontdesk, ask: Ask) -> BoxFuture<Answer> {
    finish(sign_in(frontdesk, &ask).expect("asked by a sign-in"))
}

/// [`run`] for what a [`SignUpFlow`](super::SignUpFlow) asks, as [`run_sign_in`].
///
/// # Panics
/// If another flow asked.
pub fn run_sign_up(frontdesk: &Frontdesk, ask: Ask) -> BoxFuture<Answer> {
    finish(sign_up(frontdesk, &ask).expect("asked by a sign-up"))
}

fn finish(under_way: UnderWay) -> BoxFuture<Answer> {
    Box::pin(async move {
        match under_way {
            UnderWay::Request(read, answer) => read(answer.await),
            UnderWay::Change(done) => Answer::Activated(done.await),
        }
    })
}

fn sign_in(frontdesk: &Frontdesk, ask: &Ask) -> Option<UnderWay> {
    let request = match ask {
        Ask::CreateSignIn(ask) => codec::encode(ask),
        Ask::PrepareFirstFactor(ask) => codec::encode(ask),
        Ask::AttemptFirstFactor(ask) => codec::encode(ask),
        Ask::ResetPassword(ask) => codec::encode(ask),
        _ => return activate(frontdesk, ask),
    };
    Some(UnderWay::Request(read_sign_in, frontdesk.call(request, Pick::Keep)))
}

fn sign_up(frontdesk: &Frontdesk, ask: &Ask) -> Option<UnderWay> {
    let request = match ask {
        Ask::CreateSignUp(ask) => codec::encode(ask),
        Ask::UpdateSignUp(ask) => codec::encode(ask),
        Ask::PrepareSignUp(ask) => codec::encode(ask),
        Ask::AttemptSignUp(ask) => codec::encode(ask),
        _ => return activate(frontdesk, ask),
    };
    Some(UnderWay::Request(read_sign_up, frontdesk.call(request, Pick::Keep)))
}

fn organization(frontdesk: &Frontdesk, ask: &Ask) -> Option<UnderWay> {
    match ask {
        Ask::CreateOrganization(ask) => {
            let request = codec::encode(ask);
            Some(UnderWay::Request(read_organization, frontdesk.call(request, Pick::Keep)))
        }
        Ask::SelectOrganization(id) => {
            Some(UnderWay::Change(frontdesk.set_active(SetActive::organization(id.clone()))))
        }
        _ => None,
    }
}

/// What a form ends with.
fn activate(frontdesk: &Frontdesk, ask: &Ask) -> Option<UnderWay> {
    match ask {
        Ask::Activate(session) => Some(UnderWay::Change(frontdesk.set_active(SetActive::session(session.clone())))),
        Ask::AdoptSession => Some(UnderWay::Change(frontdesk.reload())),
        _ => None,
    }
}

fn read_sign_in(answer: Result<Json, Error>) -> Answer {
    Answer::SignIn(answer.and_then(resource))
}

fn read_sign_up(answer: Result<Json, Error>) -> Answer {
    Answer::SignUp(answer.and_then(resource))
}

fn read_organization(answer: Result<Json, Error>) -> Answer {
    Answer::Organization(answer.and_then(resource))
}
