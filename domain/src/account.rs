//! What people do to their own account: the password, the names, the end.

use crate::organization::check_still_run;
use crate::settings::Requirement;
use crate::{Effect, Field, Membership, Notice, PasswordCheck, PasswordHash, Refusal, Session, Settings, Strategy};
use crate::{UserFactors, name};
use frontdesk_wire::{ErrorCode, OrganizationId, Timestamp};

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

/// Sets or changes a password. An open session alone is not the owner: where there is a password the person has to know
/// it, unless the instance asks for a new proof in its place.
pub fn change_password(
    ask: NewPassword,
    user: &UserFactors,
    session: &Session,
    rules: &Settings,
    now: Timestamp,
) -> Verdict {
    if let Err(refusal) = session.check_proven_lately(rules, now) {
        return refused(refusal);
    }
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
        effects.push(Effect::RevokeOtherSessions { user: user.user.clone(), keep: session.id.clone() });
    }
    effects.extend(user.notice(Notice::PasswordChanged, rules));
    (effects, Ok(()))
}

/// Removes a password, where there is another way to sign in and the instance does not ask for one.
pub fn remove_password(
    current: Option<PasswordCheck>,
    user: &UserFactors,
    session: &Session,
    rules: &Settings,
    now: Timestamp,
) -> Verdict {
    if let Err(refusal) = session.check_proven_lately(rules, now) {
        return refused(refusal);
    }
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
        // The session was proven lately, or this would not have been asked.
        None if rules.users.reverify_after.is_some() => Ok(()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, ada, membership};
    use crate::{Environment, Role};

    fn changed(user: &UserFactors, current: Option<PasswordCheck>, same: bool, rules: &Settings) -> Verdict {
        let ask = NewPassword { current, same, hash: PasswordHash::new("hash"), sign_out_of_other_sessions: true };
        let mut world = World::new();
        let session = Session::begin(user.user.clone(), Some(world.now), rules, &mut world.at());
        change_password(ask, user, &session, rules, world.now)
    }

    #[test]
    fn a_new_proof_stands_for_the_current_password() {
        let (mut world, user, mut rules) = (World::new(), ada(), Settings::default());
        rules.users.reverify_after = Some(frontdesk_wire::Seconds::minutes(10));
        let session = Session::begin(user.user.clone(), Some(world.now), &rules, &mut world.at());
        let ask = |current| NewPassword {
            current,
            same: false,
            hash: PasswordHash::new("x"),
            sign_out_of_other_sessions: false,
        };

        assert_eq!(change_password(ask(None), &user, &session, &rules, world.now).1, Ok(()));
        let wrong = change_password(ask(Some(PasswordCheck::Differs)), &user, &session, &rules, world.now);
        assert_eq!(wrong.1.unwrap_err().code, ErrorCode::FORM_PASSWORD_VALIDATION_FAILED);
        world.advance(frontdesk_wire::Seconds::minutes(10));
        for current in [None, Some(PasswordCheck::Matches)] {
            let late = change_password(ask(current), &user, &session, &rules, world.now);
            assert_eq!(late.1.unwrap_err().code, ErrorCode::SESSION_REVERIFICATION_REQUIRED);
        }
    }

    #[test]
    fn who_knows_the_password_changes_it_and_wrong_ones_count() {
        let (user, rules) = (ada(), Settings::default());
        let code = |verdict: Verdict| verdict.1.map_err(|refusal| (refusal.field, refusal.code));

        let (effects, outcome) = changed(&user, Some(PasswordCheck::Matches), false, &rules);
        assert_eq!(outcome, Ok(()));
        assert!(matches!(
            effects.as_slice(),
            [Effect::SetPassword { .. }, Effect::RevokeOtherSessions { .. }, Effect::SendNotice { .. }]
        ));
        let missing = (Some(Field::CurrentPassword), ErrorCode::FORM_PARAM_MISSING);
        assert_eq!(code(changed(&user, None, false, &rules)), Err(missing));
        let same = (Some(Field::NewPassword), ErrorCode::FORM_NEW_PASSWORD_MATCHES_CURRENT);
        assert_eq!(code(changed(&user, Some(PasswordCheck::Matches), true, &rules)), Err(same));
        let (effects, outcome) = changed(&user, Some(PasswordCheck::Differs), true, &rules);
        assert_eq!(outcome.unwrap_err().code, ErrorCode::FORM_PASSWORD_VALIDATION_FAILED);
        assert!(matches!(effects.as_slice(), [Effect::CountFailure { .. }]));

        let first = UserFactors { has_password: false, ..user };
        assert_eq!(changed(&first, None, false, &rules).1, Ok(()), "the first one needs no other");
        let mut off = rules;
        off.sign_in.password = false;
        let off = code(changed(&first, None, false, &off));
        assert_eq!(off, Err((Some(Field::NewPassword), ErrorCode::FEATURE_NOT_ENABLED)));
    }

    #[test]
    fn a_lock_tells_nothing_about_the_password() {
        let (mut user, rules) = (ada(), Settings::default());
        user.locked_until = Some(World::new().now.plus(frontdesk_wire::Seconds(60)));

        for check in [PasswordCheck::Matches, PasswordCheck::Differs] {
            let (effects, outcome) = changed(&user, Some(check), false, &rules);
            assert_eq!((effects, outcome.unwrap_err().code), (Vec::new(), ErrorCode::USER_LOCKED));
        }
    }

    #[test]
    fn a_password_goes_only_where_a_code_opens_the_account() {
        let (user, mut rules) = (ada(), Settings::default());
        let mut world = World::new();
        let session = Session::begin(user.user.clone(), None, &rules, &mut world.at());
        let now = world.now;
        let verdict = |user: &UserFactors, rules: &Settings| {
            remove_password(Some(PasswordCheck::Matches), user, &session, rules, now).1.map_err(|refusal| refusal.code)
        };
        assert_eq!(verdict(&user, &rules), Err(ErrorCode::PASSWORD_REQUIRED));
        rules.sign_up.password = Requirement::Optional;
        assert_eq!(verdict(&user, &rules), Ok(()));
        assert_eq!(
            verdict(&UserFactors { has_password: false, ..user.clone() }, &rules),
            Err(ErrorCode::NO_PASSWORD_SET)
        );
        let mut unproven = user.clone();
        unproven.emails[0].verified = false;
        assert_eq!(verdict(&unproven, &rules), Err(ErrorCode::PASSWORD_REQUIRED));
        rules.sign_in.email_code = false;
        assert_eq!(verdict(&user, &rules), Err(ErrorCode::PASSWORD_REQUIRED));
    }

    #[test]
    fn a_name_is_asked_for_or_not() {
        let read = |typed: &str, asked| profile_name(typed, Field::FirstName, asked).map_err(|refusal| refusal.code);
        assert_eq!(read(" Ada ", Requirement::Optional), Ok(Some("Ada".to_owned())));
        assert_eq!(read("", Requirement::Optional), Ok(None));
        assert_eq!(read("", Requirement::Required), Err(ErrorCode::FORM_PARAM_NIL));
        assert_eq!(read("Ada", Requirement::Off), Err(ErrorCode::FORM_PARAM_UNKNOWN));
        assert_eq!(read("", Requirement::Off), Ok(None));
    }

    #[test]
    fn an_account_goes_without_leaving_others_stranded() {
        let (user, rules) = (ada(), Settings::default());
        let left = |id: &str, members: &[(&str, Role)], admin_delete| Left {
            organization: id.into(),
            admin_delete,
            members: members.iter().map(|(user, role)| membership(id, user, *role)).collect(),
        };
        let alone = left("org_alone", &[("user_ada", Role::Admin)], true);
        let kept = left("org_kept", &[("user_ada", Role::Admin)], false);
        let led = left("org_led", &[("user_ada", Role::Admin), ("user_bob", Role::Admin)], true);
        let joined = left("org_joined", &[("user_ada", Role::Member), ("user_bob", Role::Member)], true);
        let last = left("org_last", &[("user_ada", Role::Admin), ("user_bob", Role::Member)], true);

        let gone = delete(&user, &[alone, kept, led, joined.clone()], &rules).unwrap();
        assert_eq!(gone.organizations, ["org_alone".into()]);
        assert!(matches!(gone.effects.as_slice(), [Effect::SendNotice { notice: Notice::AccountDeleted, .. }]));
        let refused = delete(&user, &[joined, last], &rules).unwrap_err();
        assert_eq!(refused.code, ErrorCode::ORGANIZATION_MINIMUM_PERMISSIONS_NEEDED);
    }

    #[test]
    fn a_test_address_is_told_nothing() {
        let (mut user, mut rules) = (ada(), Settings::default());
        user.emails[0].address = crate::testing::email("ada+clerk_test@example.com");
        assert_eq!(delete(&user, &[], &rules).unwrap().effects, Vec::new());

        rules.environment = Environment::Production;
        assert_eq!(delete(&user, &[], &rules).unwrap().effects.len(), 1);
    }
}
