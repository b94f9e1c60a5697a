//! The signed-in user's password.

use frontdesk_domain::account::{self, NewPassword};
use frontdesk_domain::{Field, PasswordCheck, PasswordHash, password};
use frontdesk_wire::endpoints::{ChangePassword, RemovePassword};
use frontdesk_wire::field::Secret;

use super::account::{acting, decide};
use super::reply::Answer;
use super::sign_ins::{compare, still};
use super::subject::Subject;
use crate::cx::Cx;
use crate::failure::Failure;

/// `POST /v1/me/change_password`
pub(super) async fn change(cx: Cx, ask: ChangePassword) -> Result<Answer, Failure> {
    let user = acting(&cx).await?;
    limit(&cx, &user)?;
    password::check_policy(ask.new_password.expose(), &cx.rules().password, Field::NewPassword)?;
    for email in &user.factors.emails {
        password::check_not_obvious(ask.new_password.expose(), Some(&email.address), Field::NewPassword)?;
    }
    let current = current(&cx, ask.current_password.as_ref(), &user).await?;
    let hash = PasswordHash::new(cx.app.passwords.hash(&ask.new_password, &cx.app.rng).await?);
    let same = ask.current_password.as_ref() == Some(&ask.new_password);
    let sign_out_of_other_sessions = ask.sign_out_of_other_sessions.unwrap_or(false);
    decide(&cx, |now, session| {
        let current = current.map(|check| still(check, Some(&user), Some(now)));
        let new = NewPassword { current, same, hash: hash.clone(), sign_out_of_other_sessions };
        account::change_password(new, &now.factors, session, cx.rules(), cx.now)
    })
    .await
}

/// `POST /v1/me/remove_password`
pub(super) async fn remove(cx: Cx, ask: RemovePassword) -> Result<Answer, Failure> {
    let user = acting(&cx).await?;
    limit(&cx, &user)?;
    let current = current(&cx, ask.current_password.as_ref(), &user).await?;
    decide(&cx, |now, session| {
        let current = current.map(|check| still(check, Some(&user), Some(now)));
        account::remove_password(current, &now.factors, session, cx.rules(), cx.now)
    })
    .await
}

/// Guesses of the password are as many as at the sign-in.
fn limit(cx: &Cx, user: &Subject) -> Result<(), Failure> {
    Ok(cx.app.limiter.sign_in(cx.instance_id().as_str(), cx.address, Some(user.factors.user.as_str()))?)
}

/// Compares the password so far, outside any transaction. An empty field is one that was not filled in.
async fn current(cx: &Cx, typed: Option<&Secret>, user: &Subject) -> Result<Option<PasswordCheck>, Failure> {
    match typed.filter(|typed| !typed.expose().is_empty()) {
        Some(typed) => compare(cx, typed, Some(user)).await.map(Some),
        None => Ok(None),
    }
}
