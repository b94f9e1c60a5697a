//! From stored rows to the protocol's resources.

use std::collections::HashMap;

use frontdesk_domain::session::Workspace;
use frontdesk_domain::sign_in::FirstFactorProgress;
use frontdesk_domain::{Email, EmailFactor, FirstFactor, Membership, Role, UserFactors, Verification};
use frontdesk_wire::organization::{Permission as WirePermission, Role as WireRole};
use frontdesk_wire::session::{ReverificationStatus, SessionActivity, SessionReverification, SessionWithActivity};
use frontdesk_wire::sign_in::{Factor, SignInUserData};
use frontdesk_wire::sign_up::SignUpVerifications;
use frontdesk_wire::{
    self as wire, ClientId, InstanceId, Metadata, OrganizationId, OrganizationMembership, PublicUserData,
    SessionStatus, SignInStatus, SignUpStatus, Strategy, Timestamp, Token, UserId, VerificationStatus,
};
use serde::Serialize;

use crate::cx::Cx;
use crate::failure::Failure;
use crate::instance::Instance;
use crate::store::attempts::{self, SignIns, SignUps};
use crate::store::email_addresses::{self, EmailAddress};
use crate::store::memberships::{self, StoredMembership};
use crate::store::organizations::{self, StoredOrganization};
use crate::store::sessions::{self, StoredSession};
use crate::store::users::{self, User};
use crate::store::{Conn, clients};

/// A user with everything that a reply shows.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) user: User,
    pub(crate) addresses: Vec<EmailAddress>,
    pub(crate) memberships: Vec<(StoredMembership, StoredOrganization)>,
}

impl Person {
    /// Loads a user.
    pub(crate) async fn load(conn: &mut Conn, instance: &InstanceId, id: &UserId) -> Result<Option<Self>, Failure> {
        let Some(user) = users::find(conn, instance, id).await? else { return Ok(None) };
        let addresses = email_addresses::of_user(conn, instance, id).await?;
        let organizations = organizations::of_user(conn, instance, id).await?;
        let memberships = memberships::of_user(conn, instance, id).await?;
        let memberships = memberships
            .into_iter()
            .filter_map(|membership| {
                let organization =
                    organizations.iter().find(|found| found.organization.id == membership.membership.organization)?;
                Some((membership, organization.clone()))
            })
            .collect();
        Ok(Some(Self { user, addresses, memberships }))
    }

    /// The user's place in an organization.
    pub(crate) fn membership(&self, id: &wire::OrganizationId) -> Option<&Membership> {
        let found = self.memberships.iter().find(|(stored, _)| stored.membership.organization == *id);
        found.map(|(stored, _)| &stored.membership)
    }

    /// What the user can prove.
    pub(crate) fn factors(&self) -> UserFactors {
        UserFactors {
            user: self.user.id.clone(),
            has_password: self.user.password_hash.is_some(),
            emails: self
                .addresses
                .iter()
                .filter_map(|address| {
                    Some(EmailFactor {
                        id: address.id.clone(),
                        address: Email::parse(&address.address)?,
                        verified: address.verified_at.is_some(),
                        primary: self.user.primary_email.as_ref() == Some(&address.id),
                    })
                })
                .collect(),
            banned: self.user.banned_at.is_some(),
            locked_until: self.user.locked_until,
        }
    }

    /// The user as the person sees it.
    pub(crate) fn user(&self, instance: &Instance, now: Timestamp) -> wire::User {
        let user = &self.user;
        let image_url = image_url(instance, "user", user.id.as_str(), user.picture.as_deref());
        let lock = user.locked_until.filter(|until| *until > now);
        let most = i64::from(instance.settings.lockout.max_failures);
        wire::User {
            object: "user".to_owned(),
            id: user.id.clone(),
            external_id: user.external_id.clone(),
            username: user.username.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            profile_image_url: image_url.clone(),
            image_url,
            has_image: user.picture.is_some(),
            primary_email_address_id: user.primary_email.clone(),
            password_enabled: user.password_hash.is_some(),
            email_addresses: self.addresses.iter().map(|address| email_address(address, now)).collect(),
            organization_memberships: self
                .memberships
                .iter()
                .map(|(membership, organization)| {
                    self::membership(instance, membership, organization, Some(self.public(instance)))
                })
                .collect(),
            password_last_updated_at: user.password_updated_at,
            public_metadata: user.public_metadata.clone(),
            unsafe_metadata: user.unsafe_metadata.clone(),
            last_sign_in_at: user.last_sign_in_at,
            banned: user.banned_at.is_some(),
            locked: lock.is_some(),
            lockout_expires_in_seconds: lock.map(|until| (until.millis_since(now) + 999) / 1000),
            verification_attempts_remaining: instance
                .settings
                .lockout
                .enabled
                .then_some((most - user.failed_attempts).max(0)),
            delete_self_enabled: instance.settings.users.delete_self,
            create_organization_enabled: instance.settings.organizations.enabled
                && instance.settings.organizations.user_may_create,
            create_organizations_limit: Some(instance.settings.organizations.max_per_user.map_or(0, i64::from)),
            last_active_at: user.last_active_at.map(|at| Timestamp(at.0 - at.0.rem_euclid(86_400_000))),
            legal_accepted_at: user.legal_accepted_at,
            created_at: user.created_at,
            updated_at: user.updated_at,
            ..wire::User::default()
        }
    }

    /// The user as others see it.
    pub(crate) fn public(&self, instance: &Instance) -> PublicUserData {
        public_user(instance, &self.user, &self.addresses)
    }
}

/// A user as others see it.
pub(crate) fn public_user(instance: &Instance, user: &User, addresses: &[EmailAddress]) -> PublicUserData {
    let primary = addresses.iter().find(|address| user.primary_email.as_ref() == Some(&address.id));
    let address = primary.or(addresses.first()).map(|address| address.address.clone());
    PublicUserData {
        user_id: Some(user.id.clone()),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        image_url: image_url(instance, "user", user.id.as_str(), user.picture.as_deref()),
        has_image: user.picture.is_some(),
        identifier: address.or_else(|| user.username.clone()).unwrap_or_default(),
    }
}

/// The picture that was uploaded, or one that we draw. The name in that is a keyed hash: it tells nothing, and stays the
/// same.
pub(crate) fn image_url(instance: &Instance, kind: &str, id: &str, uploaded: Option<&str>) -> String {
    if let Some(name) = uploaded {
        return picture_url(instance, name);
    }
    let seed = instance.secret.mac("avatar", id);
    format!("{}/v1/avatars/{kind}-{}.svg", instance.frontend_api_url(), &seed[..16])
}

/// Where an uploaded picture is served.
pub(crate) fn picture_url(instance: &Instance, name: &str) -> String {
    format!("{}/v1/pictures/{name}", instance.frontend_api_url())
}

/// An e-mail address of a user, with how far its proof is.
pub(crate) fn email_address(address: &EmailAddress, now: Timestamp) -> wire::EmailAddress {
    let strategy = address.verified_by.clone().unwrap_or_else(|| "email_code".to_owned());
    // A code has a time here even after the proof: clients that take the published description literally read one.
    let object = if strategy == "admin" { "verification_admin" } else { "verification_otp" };
    let proven = address.verified_at.map(|at| wire::Verification {
        object: object.to_owned(),
        status: VerificationStatus::Verified,
        strategy: Strategy::from(strategy),
        expire_at: (object == "verification_otp").then_some(at),
        ..wire::Verification::default()
    });
    wire::EmailAddress {
        object: "email_address".to_owned(),
        id: address.id.clone(),
        email_address: address.address.clone(),
        verification: proven.or_else(|| address.code.as_ref().map(|under_way| code(under_way, now))),
        created_at: address.created_at,
        updated_at: address.updated_at,
        ..wire::EmailAddress::default()
    }
}

/// An organization.
pub(crate) fn organization(instance: &Instance, stored: &StoredOrganization) -> wire::Organization {
    let organization = &stored.organization;
    wire::Organization {
        object: "organization".to_owned(),
        id: organization.id.clone(),
        name: organization.name.clone(),
        slug: organization.slug.clone(),
        image_url: image_url(instance, "org", organization.id.as_str(), stored.picture.as_deref()),
        has_image: stored.picture.is_some(),
        members_count: Some(stored.members),
        pending_invitations_count: Some(0),
        max_allowed_memberships: i64::from(organization.max_memberships),
        admin_delete_enabled: organization.admin_delete,
        public_metadata: stored.public_metadata.clone(),
        created_at: organization.created_at,
        updated_at: organization.updated_at,
    }
}

/// A membership.
pub(crate) fn membership(
    instance: &Instance,
    stored: &StoredMembership,
    organization: &StoredOrganization,
    person: Option<PublicUserData>,
) -> OrganizationMembership {
    let membership = &stored.membership;
    OrganizationMembership {
        object: "organization_membership".to_owned(),
        id: membership.id.clone(),
        role: membership.role.key().to_owned(),
        role_name: membership.role.name().to_owned(),
        permissions: Some(membership.role.permissions().iter().map(|permission| permission.key().to_owned()).collect()),
        public_metadata: stored.public_metadata.clone(),
        organization: self::organization(instance, organization),
        public_user_data: person,
        created_at: membership.created_at,
        updated_at: stored.updated_at,
    }
}

/// A role with its permissions.
pub(crate) fn role(instance: &Instance, role: Role) -> WireRole {
    let at = instance.created_at;
    let permission = |permission: &frontdesk_domain::Permission| WirePermission {
        object: "permission".to_owned(),
        id: format!("perm_{}", permission.key().trim_start_matches("org:").replace(':', "_")).into(),
        name: permission.key().trim_start_matches("org:sys_").replace([':', '_'], " "),
        key: permission.key().to_owned(),
        description: String::new(),
        kind: "system".to_owned(),
        created_at: at,
        updated_at: at,
    };
    WireRole {
        object: "role".to_owned(),
        id: format!("role_{}", role.short_key()).into(),
        name: role.name().to_owned(),
        key: role.key().to_owned(),
        description: match role {
            Role::Admin => "Manages the organization and its members.",
            Role::Member => "Belongs to the organization.",
        }
        .to_owned(),
        is_creator_eligible: role == Role::Admin,
        permissions: role.permissions().iter().map(permission).collect(),
        created_at: at,
        updated_at: at,
    }
}

/// A session with a fresh token, for a user who was loaded.
pub(crate) fn session(cx: &Cx, stored: &StoredSession, person: &Person) -> Result<wire::Session, Failure> {
    let session = &stored.session;
    let organization = session.last_active_organization.as_ref();
    let kept = organization.and_then(|id| person.membership(id));
    // An organization that is gone, or that the user left, leaves the session in the personal workspace.
    let token = if session.is_open(cx.now) {
        let claims = session.claims(&Workspace::Keep, kept, cx.rules(), cx.now)?;
        let jwt = cx.app.tokens.get(&cx.instance, &claims, cx.party.as_deref(), &cx.app.rng, cx.now)?;
        Some(Token::new(jwt))
    } else {
        None
    };
    Ok(wire::Session {
        object: "session".to_owned(),
        id: session.id.clone(),
        status: SessionStatus::from(session.status(cx.now).as_str()),
        expire_at: session.expire_at,
        abandon_at: session.abandon_at,
        last_active_at: session.last_active_at,
        last_active_organization_id: kept.map(|membership| membership.organization.clone()),
        last_active_token: token,
        actor: stored.actor.clone().map(Into::into),
        tasks: None,
        factor_verification_age: Some(session.factor_age(cx.now)),
        user: Some(person.user(&cx.instance, cx.now)),
        public_user_data: Some(person.public(&cx.instance)),
        created_at: session.created_at,
        updated_at: session.updated_at,
    })
}

/// A proof that a session was asked for again.
pub(crate) fn reverification(
    cx: &Cx,
    stored: &StoredSession,
    person: &Person,
) -> Result<SessionReverification, Failure> {
    let proof = stored.session.reverification.as_ref();
    let proven = proof.and_then(|proof| proof.proven());
    let progress = proven.map(FirstFactorProgress::Proven);
    let progress = progress.or_else(|| proof.and_then(|proof| proof.code()).map(FirstFactorProgress::Code));
    let factors = frontdesk_domain::reverification::first_factors(&person.factors(), cx.rules());
    Ok(SessionReverification {
        object: "session_reverification".to_owned(),
        status: match proven {
            Some(_) => ReverificationStatus::Complete,
            None => ReverificationStatus::NeedsFirstFactor,
        },
        level: "first_factor".to_owned(),
        session: Some(session(cx, stored, person)?),
        supported_first_factors: Some(factors.iter().map(factor).collect()),
        first_factor_verification: progress.map(|progress| first_factor(cx, &progress)),
        ..SessionReverification::default()
    })
}

/// A session of another device, without its token: that belongs to the device alone.
#[derive(Debug, Serialize)]
pub(crate) struct DeviceSession {
    #[serde(flatten)]
    session: SessionWithActivity,
    last_active_organization_id: Option<OrganizationId>,
    factor_verification_age: [i64; 2],
    public_user_data: PublicUserData,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// A session in the list of one's devices.
pub(crate) fn device_session(cx: &Cx, stored: &StoredSession, person: &Person) -> DeviceSession {
    let session = &stored.session;
    let organization = session.last_active_organization.as_ref();
    DeviceSession {
        session: session_with_activity(cx, stored),
        last_active_organization_id: organization.filter(|id| person.membership(id).is_some()).cloned(),
        factor_verification_age: session.factor_age(cx.now),
        public_user_data: person.public(&cx.instance),
        created_at: session.created_at,
        updated_at: session.updated_at,
    }
}

fn session_with_activity(cx: &Cx, stored: &StoredSession) -> SessionWithActivity {
    let session = &stored.session;
    SessionWithActivity {
        object: "session".to_owned(),
        id: session.id.clone(),
        status: SessionStatus::from(session.status(cx.now).as_str()),
        expire_at: session.expire_at,
        abandon_at: session.abandon_at,
        last_active_at: session.last_active_at,
        actor: stored.actor.clone().map(Into::into),
        latest_activity: Some(activity(stored)),
    }
}

/// The device of a session.
pub(crate) fn activity(stored: &StoredSession) -> SessionActivity {
    let activity = &stored.activity;
    SessionActivity {
        object: "session_activity".to_owned(),
        id: stored.session.id.as_str().replacen("sess_", "sess_activity_", 1),
        device_type: activity.device_type.clone(),
        is_mobile: activity.is_mobile,
        browser_name: activity.browser_name.clone(),
        browser_version: activity.browser_version.clone(),
        ip_address: activity.ip_address.clone(),
        city: None,
        country: None,
    }
}

/// The request's client as it stands now.
pub(crate) async fn current_client(cx: &Cx) -> Result<Option<wire::Client>, Failure> {
    let Some(id) = cx.client_id() else { return Ok(None) };
    let mut conn = cx.app.store.read().await?;
    client(cx, &mut conn, &id).await
}

/// A client with its sessions and attempts.
pub(crate) async fn client(cx: &Cx, conn: &mut Conn, id: &ClientId) -> Result<Option<wire::Client>, Failure> {
    let instance = cx.instance_id();
    let Some(row) = clients::find(conn, instance, id).await? else { return Ok(None) };
    let stored = sessions::of_client(conn, instance, id).await?;
    let mut people: HashMap<UserId, Person> = HashMap::new();
    let mut shown = Vec::new();
    for session in stored.iter().filter(|stored| is_shown(stored, cx.now)) {
        let user = &session.session.user;
        if !people.contains_key(user)
            && let Some(person) = Person::load(conn, cx.instance_id(), user).await?
        {
            people.insert(user.clone(), person);
        }
        if let Some(person) = people.get(user) {
            shown.push(self::session(cx, session, person)?);
        }
    }
    let known = frontdesk_domain::Client {
        id: id.clone(),
        sessions: stored.iter().map(|stored| stored.session.clone()).collect(),
        last_active_session: row.last_active_session.clone(),
    };
    let sign_in = match &row.sign_in {
        Some(id) => attempts::find::<SignIns>(conn, instance, &row.id, id).await?,
        None => None,
    };
    let sign_in = match sign_in.filter(|attempt| attempt.state.created_session().is_none()) {
        Some(attempt) => Some(self::sign_in(cx, conn, &attempt.state).await?),
        None => None,
    };
    let sign_up = match &row.sign_up {
        Some(id) => attempts::find::<SignUps>(conn, instance, &row.id, id).await?,
        None => None,
    };
    let sign_up = sign_up.filter(|attempt| attempt.state.created_session().is_none());
    Ok(Some(wire::Client {
        object: "client".to_owned(),
        id: row.id,
        sessions: shown,
        sign_in: sign_in.filter(|sign_in| sign_in.status != SignInStatus::Abandoned),
        sign_up: sign_up
            .map(|attempt| self::sign_up(cx, &attempt.state))
            .filter(|sign_up| sign_up.status != SignUpStatus::Abandoned),
        last_active_session_id: known.active_session(cx.now).map(|session| session.id.clone()),
        last_authentication_strategy: row.last_strategy,
        cookie_expires_at: row.cookie_expires_at,
        captcha_bypass: false,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }))
}

/// A client shows who is signed in, and who signed out and stays on it.
fn is_shown(stored: &StoredSession, now: Timestamp) -> bool {
    use frontdesk_domain::SessionStatus::{Active, Ended};
    matches!(stored.session.status(now), Active | Ended)
}

/// A sign-in, with what its user can prove.
pub(crate) async fn sign_in(
    cx: &Cx,
    conn: &mut Conn,
    state: &frontdesk_domain::SignIn,
) -> Result<wire::SignIn, Failure> {
    let person = match state.user() {
        Some(user) => Person::load(conn, cx.instance_id(), user).await?,
        None => None,
    };
    let factors = person.as_ref().map(Person::factors);
    let first_factors = state.supported_first_factors(factors.as_ref(), cx.rules());
    // Who it is, is told to whoever proved the account, or where the instance does not hide accounts.
    let tells = !cx.rules().enumeration_protection || state.created_session().is_some();
    let user_data = person.as_ref().filter(|_| tells).map(|person| SignInUserData {
        first_name: person.user.first_name.clone(),
        last_name: person.user.last_name.clone(),
        image_url: image_url(&cx.instance, "user", person.user.id.as_str(), person.user.picture.as_deref()),
        has_image: person.user.picture.is_some(),
    });
    Ok(wire::SignIn {
        object: "sign_in_attempt".to_owned(),
        id: state.id.clone(),
        status: SignInStatus::from(state.status(cx.now)),
        supported_identifiers: vec!["email_address".to_owned()],
        identifier: state.identifier().map(Email::to_string),
        supported_first_factors: first_factors.map(|factors| factors.iter().map(factor).collect()),
        supported_second_factors: None,
        first_factor_verification: state.first_factor().map(|progress| first_factor(cx, &progress)),
        second_factor_verification: None,
        user_data,
        created_session_id: state.created_session().cloned(),
        abandon_at: state.abandon_at,
        client_trust_state: Some(if state.identifier().is_some() { "known" } else { "pending" }.to_owned()),
    })
}

fn factor(factor: &FirstFactor) -> Factor {
    let (FirstFactor::EmailCode(target) | FirstFactor::ResetPasswordEmailCode(target)) = factor else {
        return Factor { strategy: Strategy::from(factor.strategy().as_str()), ..Factor::default() };
    };
    Factor {
        strategy: Strategy::from(factor.strategy().as_str()),
        safe_identifier: Some(target.safe_identifier.clone()),
        email_address_id: Some(target.address_id.clone()),
        primary: Some(target.primary),
    }
}

fn first_factor(cx: &Cx, progress: &FirstFactorProgress<'_>) -> wire::Verification {
    match progress {
        FirstFactorProgress::Code(verification) => code(verification, cx.now),
        FirstFactorProgress::Proven(proven) => wire::Verification {
            object: match proven.strategy() {
                frontdesk_domain::Strategy::Password => "verification_password",
                frontdesk_domain::Strategy::EmailCode | frontdesk_domain::Strategy::ResetPasswordEmailCode => {
                    "verification_otp"
                }
            }
            .to_owned(),
            status: VerificationStatus::Verified,
            strategy: Strategy::from(proven.strategy().as_str()),
            expire_at: (proven.strategy() != frontdesk_domain::Strategy::Password).then_some(proven.at()),
            ..wire::Verification::default()
        },
    }
}

fn code(verification: &Verification, now: Timestamp) -> wire::Verification {
    wire::Verification {
        object: "verification_otp".to_owned(),
        status: VerificationStatus::from(verification.status(now).as_str()),
        strategy: Strategy::from(verification.strategy.as_str()),
        attempts: Some(i64::from(verification.attempts())),
        expire_at: Some(verification.expire_at),
        ..wire::Verification::default()
    }
}

/// A sign-up.
pub(crate) fn sign_up(cx: &Cx, state: &frontdesk_domain::SignUp) -> wire::SignUp {
    let (rules, details) = (cx.rules(), state.details());
    let owned = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect();
    let verification = details.email.as_ref().map(|email| wire::Verification {
        next_action: Some(state.next_action().as_str().to_owned()),
        supported_strategies: Some(vec![Strategy::EMAIL_CODE]),
        ..email.verification.as_ref().map_or_else(
            || wire::Verification {
                object: "verification_otp".to_owned(),
                strategy: Strategy::EMAIL_CODE,
                attempts: Some(0),
                // Without a code it is the attempt itself that runs out.
                expire_at: Some(state.abandon_at),
                ..wire::Verification::default()
            },
            |verification| code(verification, cx.now),
        )
    });
    wire::SignUp {
        object: "sign_up_attempt".to_owned(),
        id: state.id.clone(),
        status: SignUpStatus::from(state.status(cx.now)),
        required_fields: owned(frontdesk_domain::SignUp::required_fields(rules)),
        optional_fields: owned(frontdesk_domain::SignUp::optional_fields(rules)),
        missing_fields: owned(state.missing_fields(rules)),
        unverified_fields: owned(state.unverified_fields(rules)),
        verifications: SignUpVerifications { email_address: verification, ..SignUpVerifications::default() },
        email_address: details.email.as_ref().map(|email| email.address.to_string()),
        has_password: details.has_password,
        password_enabled: details.has_password,
        first_name: details.first_name.clone(),
        last_name: details.last_name.clone(),
        unsafe_metadata: details.unsafe_metadata.clone(),
        public_metadata: Metadata::default(),
        locale: details.locale.clone(),
        created_session_id: state.created_session().cloned(),
        created_user_id: state.created_user().cloned(),
        abandon_at: state.abandon_at,
        legal_accepted_at: details.legal_accepted_at,
        ..wire::SignUp::default()
    }
}
