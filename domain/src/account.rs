//! What people do to their own account: the password, the names, the end.

use crate::organization::check_still_run;
use crate::settings::Requirement;
use crate::{Effect, Field, Membership, Notice, PasswordCheck, PasswordHash, Refusal, Settings, Strategy};
use crate::{UserFactors, name};
use frontdesk_wire::{ErrorCode, OrganizationId, SessionId, Timestamp};

/// What a decision without a state of its own leads to: effects to apply whatever the outcome, and the answer.
pub type Verdict = (Vec<Effect>, Result<(), Refusal>);

/// A password to set. The caller has compared, checked the form, and hashed.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// How what was given as the current password compares; nothing where nothing was given.
    pub current: Option<PasswordCheck>,
    /// Whether the same text was given as both.
    pub same: bool,
    /// The hash of the new one.
    pub hash: PasswordHash,
    /// Whether the user's other sessions end.
    pub sign_out_of_other_sessions: bool,
}

/// Sets or changes a password. Where there is one, the person has to know it: an open session alone is not the owner.
pub fn change_password(
    ask: NewPassword,
    user: &UserFactors,
    session: &SessionId,
    rules: &Settings,
    now: Timestamp,
) -> Verdict {
    if !Strategy::Password.is_enabled(rules) {
        return refused(Refusal::field(Field::NewPassword, ErrorCode::FEATURE_NOT_ENABLED));
    }
    if user.has_password {
        if let Err(refused) = check_current(ask.current, user, rules, now) {
            return refused;
        }
        if ask.same {
            return refused(Refusal::field(Field::NewPassword, ErrorCode::FORM_NEW_PASSWORD_MATCHES_CURRENT));
        }
    }
    let mut effects = vec![Effect::SetPassword { user: user.user.clone(), hash: ask.hash }];
    if ask.sign_out_of_other_sessions {
        effects.push(Effect::RevokeOtherSessions { user: user.user.clone(), keep: session.clone() });
    }
    effects.extend(user.notice(Notice::PasswordChanged, rules));
    (effects, Ok(()))
}

/// Removes a password, where there is another way to sign in and the instance does not ask for one.
pub fn remove_password(
    current: Option<PasswordCheck>,
    user: &UserFactors,
    rules: &Settings,
    now: Timestamp,
) -> Verdict {
    if !user.has_password {
        return refused(Refusal::new(ErrorCode::NO_PASSWORD_SET));
    }
    let by_code = Strategy::EmailCode.is_enabled(rules) && user.emails.iter().any(|email| email.verified);
    if rules.sign_up.password.is_required() || !by_code {
        return refused(Refusal::new(ErrorCode::PASSWORD_REQUIRED));
    }
    if let Err(refused) = check_current(current, user, rules, now) {
        return refused;
    }
    let mut effects = vec![Effect::RemovePassword { user: user.user.clone() }];
    effects.extend(user.notice(Notice::PasswordRemoved, rules));
    (effects, Ok(()))
}

/// Wrong ones count with those of the sign-in, and lead to the same lock.
fn check_current(
    current: Option<PasswordCheck>,
    user: &UserFactors,
    rules: &Settings,
    now: Timestamp,
) -> Result<(), Verdict> {
    if let Err(locked) = user.check_unlocked(now) {
        return Err(refused(locked));
    }
    match current {
        Some(PasswordCheck::Matches) => Ok(()),
        Some(PasswordCheck::Differs) => {
            let refusal = Refusal::field(Field::CurrentPassword, ErrorCode::FORM_PASSWORD_VALIDATION_FAILED);
            Err((user.failure(rules, now).into_iter().collect(), Err(refusal)))
        }
        None => Err(refused(Refusal::field(Field::CurrentPassword, ErrorCode::FORM_PARAM_MISSING))),
    }
}

fn refused(refusal: Refusal) -> Verdict {
    (Vec::new(), Err(refusal))
}

/// Reads a name that a person gives their account: one that the app needs cannot be removed, one that it does not ask for
/// cannot be given.
pub fn profile_name(typed: &str, field: Field, asked: Requirement) -> Result<Option<String>, Refusal> {
    let name = name::parse(typed, field)?;
    match (asked, &name) {
        (Requirement::Off, Some(_)) => Err(Refusal::field(field, ErrorCode::FORM_PARAM_UNKNOWN)),
        (Requirement::Required, None) => Err(Refusal::field(field, ErrorCode::FORM_PARAM_NIL)),
        _ => Ok(name),
    }
}

/// An organization of somebody who deletes their account.
#[derive(Debug, Clone)]
pub struct Left {
    /// Which.
    pub organization: OrganizationId,
    /// Whether its admins may delete it.
    pub admin_delete: bool,
    /// Everybody in it.
    pub members: Vec<Membership>,
}

/// Whether a person may delete their account, and which organizations go with it: those in which nobody else is, since
/// nobody could reach them afterwards. Where others are left, one of them has to be able to run it.
pub fn delete(user: &UserFactors, organizations: &[Left], rules: &Settings) -> Result<Deletion, Refusal> {
    if !rules.users.delete_self {
        return Err(Refusal::new(ErrorCode::USER_DELETE_SELF_NOT_ENABLED));
    }
    let mut gone = Vec::new();
    for left in organizations {
        let own = |member: &&Membership| member.user == user.user;
        if !left.members.iter().all(|member| own(&member)) {
            // Somebody without the rights to run it leaves it as it is.
            if left.members.iter().find(own).is_some_and(|member| member.role.keeps_running()) {
                check_still_run(&left.members, &user.user, None)?;
            }
        } else if left.admin_delete {
            gone.push(left.organization.clone());
        }
    }
    let effects = user.notice(Notice::AccountDeleted, rules).into_iter().collect();
    Ok(Deletion { organizations: gone, effects })
}

/// What goes with an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Deletion {
    /// The organizations that nobody else is in.
    pub organizations: Vec<OrganizationId>,
    /// What else to do.
    pub effects: Vec<Effect>,
}
