//! The table: every request that Frontdesk speaks, one line each.
//!
//! Names, fields and paths are facts of the published protocol; the client encodes with these lines and the server
//! decodes with them. Everything under `/v1/client`, `/v1/me` and `/v1/organizations` answers with the envelope
//! [`Reply`], except where a line names a bare resource.

use crate::endpoint::endpoints;
use crate::environment::DevBrowser;
use crate::field::Secret;
use crate::organization::Role;
use crate::session::{SessionReverification, SessionWithActivity};
use crate::{
    Client, DeletedObject, EmailAddress, EmailAddressId, Environment, Image, Metadata, Organization, OrganizationId,
    OrganizationMembership, Page, Reply, Session, SessionId, SignIn, SignInId, SignUp, SignUpId, Strategy, Token, User,
    UserId,
};

endpoints! {
    /// Makes a development browser: the token that stands in for the client's cookie across sites.
    Post "/v1/dev_browser" CreateDevBrowser -> DevBrowser {}

    /// What this instance offers. Bare.
    Get "/v1/environment" GetEnvironment -> Environment {}

    /// What this instance offers; in development the server also learns the app's origin. Bare.
    Patch "/v1/environment" UpdateEnvironment -> Environment {}

    /// The client with its sessions and attempts; nothing when there is none yet.
    Get "/v1/client" GetClient -> Reply<Client> {}

    /// Makes sure that there is a client.
    Put "/v1/client" PutClient -> Reply<Client> {}

    /// Makes a client.
    Post "/v1/client" CreateClient -> Reply<Client> {}

    /// Signs out everywhere on this client and forgets it.
    Delete "/v1/client" DeleteClient -> Reply<Client> {}

    /// Signs out every session of this client; the client stays.
    Delete "/v1/client/sessions" RemoveSessions -> Reply<Client> {}

    /// Starts a sign-in, with an identifier, a strategy, a password or nothing.
    Post "/v1/client/sign_ins" CreateSignIn -> Reply<SignIn> {
        /// How to prove who one is.
        strategy: Option<Strategy>,
        /// E-mail address, or another identifier that the instance takes.
        identifier: Option<String>,
        /// Tried at once when given with an identifier.
        password: Option<Secret>,
        /// A one-time ticket.
        ticket: Option<Secret>,
        /// Finishes a sign-up that found an existing account.
        transfer: Option<bool>,
        /// Where a redirect flow returns to.
        redirect_url: Option<String>,
        /// Where a completed redirect flow goes.
        action_complete_redirect_url: Option<String>,
        /// The person's language, such as `en-GB`.
        locale: Option<String>,
    }

    /// The sign-in as it stands.
    Get "/v1/client/sign_ins/{sign_in_id}" GetSignIn -> Reply<SignIn> {
        /// Which sign-in.
        sign_in_id: SignInId,
    }

    /// Sends a code for the first factor.
    Post "/v1/client/sign_ins/{sign_in_id}/prepare_first_factor" PrepareFirstFactor -> Reply<SignIn> {
        /// Which sign-in.
        sign_in_id: SignInId,
        /// Which factor.
        strategy: Strategy,
        /// To which address, when the user has several.
        email_address_id: Option<EmailAddressId>,
        /// Where a link returns to.
        redirect_url: Option<String>,
    }

    /// Proves the first factor.
    Post "/v1/client/sign_ins/{sign_in_id}/attempt_first_factor" AttemptFirstFactor -> Reply<SignIn> {
        /// Which sign-in.
        sign_in_id: SignInId,
        /// Which factor.
        strategy: Strategy,
        /// The code that was sent.
        code: Option<Secret>,
        /// The password.
        password: Option<Secret>,
    }

    /// Sends a code for the second factor.
    Post "/v1/client/sign_ins/{sign_in_id}/prepare_second_factor" PrepareSecondFactor -> Reply<SignIn> {
        /// Which sign-in.
        sign_in_id: SignInId,
        /// Which factor.
        strategy: Strategy,
    }

    /// Proves the second factor.
    Post "/v1/client/sign_ins/{sign_in_id}/attempt_second_factor" AttemptSecondFactor -> Reply<SignIn> {
        /// Which sign-in.
        sign_in_id: SignInId,
        /// Which factor.
        strategy: Strategy,
        /// The code.
        code: Option<Secret>,
    }

    /// Sets a new password after a reset code was proven.
    Post "/v1/client/sign_ins/{sign_in_id}/reset_password" ResetPassword -> Reply<SignIn> {
        /// Which sign-in.
        sign_in_id: SignInId,
        /// The new password.
        password: Secret,
        /// Ends the user's other sessions.
        sign_out_of_other_sessions: Option<bool>,
    }

    /// Starts a sign-up.
    Post "/v1/client/sign_ups" CreateSignUp -> Reply<SignUp> {
        /// How, where it is not by fields.
        strategy: Option<Strategy>,
        /// E-mail address.
        email_address: Option<String>,
        /// User name.
        username: Option<String>,
        /// Password.
        password: Option<Secret>,
        /// First name.
        first_name: Option<String>,
        /// Last name.
        last_name: Option<String>,
        /// Data that the app attaches to the new user.
        unsafe_metadata: Option<Metadata>,
        /// Whether the person agrees to the terms.
        legal_accepted: Option<bool>,
        /// A one-time ticket.
        ticket: Option<Secret>,
        /// Continues a sign-in that found no account.
        transfer: Option<bool>,
        /// The person's language, such as `en-GB`.
        locale: Option<String>,
    }

    /// Fills in more of a sign-up.
    Patch "/v1/client/sign_ups/{sign_up_id}" UpdateSignUp -> Reply<SignUp> {
        /// Which sign-up.
        sign_up_id: SignUpId,
        /// E-mail address.
        email_address: Option<String>,
        /// User name.
        username: Option<String>,
        /// Password.
        password: Option<Secret>,
        /// First name.
        first_name: Option<String>,
        /// Last name.
        last_name: Option<String>,
        /// Data that the app attaches to the new user.
        unsafe_metadata: Option<Metadata>,
        /// Whether the person agrees to the terms.
        legal_accepted: Option<bool>,
    }

    /// The sign-up as it stands.
    Get "/v1/client/sign_ups/{sign_up_id}" GetSignUp -> Reply<SignUp> {
        /// Which sign-up.
        sign_up_id: SignUpId,
    }

    /// Sends a verification code for a sign-up.
    Post "/v1/client/sign_ups/{sign_up_id}/prepare_verification" PrepareSignUpVerification -> Reply<SignUp> {
        /// Which sign-up.
        sign_up_id: SignUpId,
        /// Which way of verifying.
        strategy: Strategy,
        /// Where a link returns to.
        redirect_url: Option<String>,
    }

    /// Enters the verification code of a sign-up.
    Post "/v1/client/sign_ups/{sign_up_id}/attempt_verification" AttemptSignUpVerification -> Reply<SignUp> {
        /// Which sign-up.
        sign_up_id: SignUpId,
        /// Which way of verifying.
        strategy: Strategy,
        /// The code that was sent.
        code: Option<Secret>,
    }

    /// One session of this client.
    Get "/v1/client/sessions/{session_id}" GetSession -> Reply<Session> {
        /// Which session.
        session_id: SessionId,
    }

    /// Marks a session as the active one, with an organization or the personal workspace.
    Post "/v1/client/sessions/{session_id}/touch" TouchSession -> Reply<Session> {
        /// Which session.
        session_id: SessionId,
        /// Organization id or slug; empty for personal; absent for as before.
        active_organization_id: Option<String>,
        /// `focus`, `select_session` or `select_org`.
        intent: Option<String>,
    }

    /// Ends a session.
    Post "/v1/client/sessions/{session_id}/end" EndSession -> Reply<Session> {
        /// Which session.
        session_id: SessionId,
    }

    /// Signs one session out and takes it off the client.
    Post "/v1/client/sessions/{session_id}/remove" RemoveSession -> Reply<Session> {
        /// Which session.
        session_id: SessionId,
    }

    /// Mints a session token. Bare.
    Post "/v1/client/sessions/{session_id}/tokens" CreateSessionToken -> Token {
        /// Which session.
        session_id: SessionId,
        /// Organization id; empty for personal; absent for the session's own.
        organization_id: Option<String>,
        /// `focused`, `visible` or `hidden`.
        tab_state: Option<String>,
    }

    /// Starts to prove again who is signed in.
    Post "/v1/client/sessions/{session_id}/verify" StartReverification -> Reply<SessionReverification> {
        /// Which session.
        session_id: SessionId,
        /// `first_factor`, `second_factor` or `multi_factor`.
        level: String,
    }

    /// Sends a code to prove again who is signed in.
    Post "/v1/client/sessions/{session_id}/verify/prepare_first_factor" PrepareReverification -> Reply<SessionReverification> {
        /// Which session.
        session_id: SessionId,
        /// Which factor.
        strategy: Strategy,
        /// To which address, when the user has several.
        email_address_id: Option<EmailAddressId>,
    }

    /// Proves again who is signed in.
    Post "/v1/client/sessions/{session_id}/verify/attempt_first_factor" AttemptReverification -> Reply<SessionReverification> {
        /// Which session.
        session_id: SessionId,
        /// Which factor.
        strategy: Strategy,
        /// The code that was sent.
        code: Option<Secret>,
        /// The password.
        password: Option<Secret>,
    }

    /// Sends a code for the second factor.
    Post "/v1/client/sessions/{session_id}/verify/prepare_second_factor" PrepareSecondReverification -> Reply<SessionReverification> {
        /// Which session.
        session_id: SessionId,
        /// Which factor.
        strategy: Strategy,
    }

    /// Proves the second factor again.
    Post "/v1/client/sessions/{session_id}/verify/attempt_second_factor" AttemptSecondReverification -> Reply<SessionReverification> {
        /// Which session.
        session_id: SessionId,
        /// Which factor.
        strategy: Strategy,
        /// The code.
        code: Option<Secret>,
    }

    /// The sessions of the signed-in user, with devices. Bare array.
    Get "/v1/me/sessions/active" ListActiveSessions -> Vec<SessionWithActivity> {}

    /// The sessions of the signed-in user, those that are over too, with devices. Bare array.
    Get "/v1/me/sessions" ListSessions -> Vec<SessionWithActivity> {}

    /// Ends another session of the signed-in user.
    Post "/v1/me/sessions/{session_id}/revoke" RevokeSession -> Reply<SessionWithActivity> {
        /// Which session.
        session_id: SessionId,
    }

    /// The signed-in user.
    Get "/v1/me" GetMe -> Reply<User> {}

    /// Changes the signed-in user.
    Patch "/v1/me" UpdateMe -> Reply<User> {
        /// First name; empty removes it.
        first_name: Option<String>,
        /// Last name; empty removes it.
        last_name: Option<String>,
        /// User name.
        username: Option<String>,
        /// Which verified address is the primary one.
        primary_email_address_id: Option<EmailAddressId>,
        /// Older clients send their own metadata here.
        unsafe_metadata: Option<Metadata>,
    }

    /// Deletes the signed-in user's account.
    Delete "/v1/me" DeleteMe -> Reply<DeletedObject> {}

    /// Sets or changes the signed-in user's password.
    Post "/v1/me/change_password" ChangePassword -> Reply<User> {
        /// The password so far; needed where there is one.
        current_password: Option<Secret>,
        /// The new password.
        new_password: Secret,
        /// Ends the user's other sessions.
        sign_out_of_other_sessions: Option<bool>,
    }

    /// Removes the signed-in user's password.
    Post "/v1/me/remove_password" RemovePassword -> Reply<User> {
        /// The password so far.
        current_password: Option<Secret>,
    }

    /// The signed-in user's e-mail addresses. Bare array.
    Get "/v1/me/email_addresses" ListEmailAddresses -> Vec<EmailAddress> {}

    /// Adds an e-mail address, which is then to be verified.
    Post "/v1/me/email_addresses" CreateEmailAddress -> Reply<EmailAddress> {
        /// The address.
        email_address: String,
    }

    /// One e-mail address of the signed-in user.
    Get "/v1/me/email_addresses/{email_address_id}" GetEmailAddress -> Reply<EmailAddress> {
        /// Which address.
        email_address_id: EmailAddressId,
    }

    /// Removes an e-mail address.
    Delete "/v1/me/email_addresses/{email_address_id}" DeleteEmailAddress -> Reply<DeletedObject> {
        /// Which address.
        email_address_id: EmailAddressId,
    }

    /// Sends a code to an added e-mail address.
    Post "/v1/me/email_addresses/{email_address_id}/prepare_verification" PrepareEmailAddressVerification -> Reply<EmailAddress> {
        /// Which address.
        email_address_id: EmailAddressId,
        /// Which way of verifying.
        strategy: Strategy,
        /// Where a link returns to.
        redirect_url: Option<String>,
        /// Where a completed redirect flow goes.
        action_complete_redirect_url: Option<String>,
    }

    /// Enters the code that was sent to an added e-mail address.
    Post "/v1/me/email_addresses/{email_address_id}/attempt_verification" AttemptEmailAddressVerification -> Reply<EmailAddress> {
        /// Which address.
        email_address_id: EmailAddressId,
        /// The code that was sent.
        code: Secret,
    }

    /// Merges the user's own metadata (JSON merge patch).
    Patch "/v1/me/metadata" UpdateMyMetadata -> Reply<User> {
        /// The patch.
        unsafe_metadata: Option<Metadata>,
    }

    /// Sets the user's picture. The file is the one part of a form, named `file`.
    Post "/v1/me/profile_image" SetProfileImage -> Reply<Image> {}

    /// Removes the user's picture.
    Delete "/v1/me/profile_image" DeleteProfileImage -> Reply<DeletedObject> {}

    /// The organizations that the user belongs to.
    Get "/v1/me/organization_memberships" ListMyMemberships -> Reply<Page<OrganizationMembership>> {
        /// How many at most; ten when absent.
        limit: Option<u32>,
        /// How many to skip.
        offset: Option<u32>,
        /// Asks for a page with a total.
        paginated: Option<bool>,
    }

    /// Leaves an organization.
    Delete "/v1/me/organization_memberships/{organization_id}" LeaveOrganization -> Reply<DeletedObject> {
        /// Which organization.
        organization_id: OrganizationId,
    }

    /// Makes an organization; the user becomes its first admin.
    Post "/v1/organizations" CreateOrganization -> Reply<Organization> {
        /// Its name.
        name: String,
        /// Its slug; made from the name when absent.
        slug: Option<String>,
    }

    /// One organization that the user belongs to.
    Get "/v1/organizations/{organization_id}" GetOrganization -> Reply<Organization> {
        /// Which organization.
        organization_id: OrganizationId,
    }

    /// Changes an organization.
    Patch "/v1/organizations/{organization_id}" UpdateOrganization -> Reply<Organization> {
        /// Which organization.
        organization_id: OrganizationId,
        /// Its name.
        name: Option<String>,
        /// Its slug.
        slug: Option<String>,
    }

    /// Removes an organization.
    Delete "/v1/organizations/{organization_id}" DeleteOrganization -> Reply<DeletedObject> {
        /// Which organization.
        organization_id: OrganizationId,
    }

    /// Sets an organization's picture. The file is the one part of a form, named `file`.
    Put "/v1/organizations/{organization_id}/logo" SetOrganizationLogo -> Reply<Organization> {
        /// Which organization.
        organization_id: OrganizationId,
    }

    /// Removes an organization's picture.
    Delete "/v1/organizations/{organization_id}/logo" DeleteOrganizationLogo -> Reply<Organization> {
        /// Which organization.
        organization_id: OrganizationId,
    }

    /// The members of an organization.
    Get "/v1/organizations/{organization_id}/memberships" ListMembers -> Reply<Page<OrganizationMembership>> {
        /// Which organization.
        organization_id: OrganizationId,
        /// How many at most; ten when absent.
        limit: Option<u32>,
        /// How many to skip.
        offset: Option<u32>,
        /// Asks for a page with a total.
        paginated: Option<bool>,
        /// Part of a name or an address.
        query: Option<String>,
        /// Only these roles.
        role: Vec<String>,
    }

    /// Adds a user to an organization.
    Post "/v1/organizations/{organization_id}/memberships" AddMember -> Reply<OrganizationMembership> {
        /// Which organization.
        organization_id: OrganizationId,
        /// Who.
        user_id: UserId,
        /// As what, such as `org:member`.
        role: String,
    }

    /// Changes a member's role.
    Patch "/v1/organizations/{organization_id}/memberships/{user_id}" UpdateMember -> Reply<OrganizationMembership> {
        /// Which organization.
        organization_id: OrganizationId,
        /// Who.
        user_id: UserId,
        /// The new role.
        role: String,
    }

    /// Removes a member.
    Delete "/v1/organizations/{organization_id}/memberships/{user_id}" RemoveMember -> Reply<OrganizationMembership> {
        /// Which organization.
        organization_id: OrganizationId,
        /// Who.
        user_id: UserId,
    }

    /// The roles that members can have.
    Get "/v1/organizations/{organization_id}/roles" ListRoles -> Reply<Page<Role>> {
        /// Which organization.
        organization_id: OrganizationId,
        /// How many at most; ten when absent.
        limit: Option<u32>,
        /// How many to skip.
        offset: Option<u32>,
    }
}
