//! What the protocol has and this server does not offer, told apart from what nobody has.

use frontdesk_wire::codec::match_path;
use frontdesk_wire::{ErrorCode, Method};

use crate::failure::Failure;

/// Paths of the protocol that are not offered. The verb does not matter, except that some lists are answered: as empty.
const NOT_OFFERED: &[&str] = &[
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/.well-known/webauthn",
    "/v1/proxy-health",
    "/v1/clear-site-data",
    "/v1/redirect",
    "/v1/account_portal",
    "/v1/dev_browser/init",
    "/v1/dev_browser/set_first_party_cookie",
    "/v1/client/sign_ins/{id}/protect_check",
    "/v1/client/sign_ups/{id}/protect_check",
    "/v1/client/sign_ups/{id}/enterprise_connections",
    "/v1/me/tokens",
    "/v1/me/phone_numbers",
    "/v1/me/phone_numbers/{id}",
    "/v1/me/phone_numbers/{id}/{step}",
    "/v1/me/web3_wallets",
    "/v1/me/web3_wallets/{id}",
    "/v1/me/web3_wallets/{id}/{step}",
    "/v1/me/passkeys",
    "/v1/me/passkeys/{id}",
    "/v1/me/passkeys/{id}/{step}",
    "/v1/me/external_accounts",
    "/v1/me/external_accounts/{id}",
    "/v1/me/external_accounts/{id}/{step}",
    "/v1/me/totp",
    "/v1/me/totp/attempt_verification",
    "/v1/me/backup_codes",
    "/v1/me/organization_creation_defaults",
    "/v1/me/organization_invitations/{id}/accept",
    "/v1/me/organization_suggestions/{id}/accept",
    "/v1/me/enterprise_connections",
    "/v1/me/enterprise_connections/{id}",
    "/v1/me/oauth/consent/{id}",
    "/v1/me/trusted_devices",
    "/v1/me/trusted_devices/{id}",
    "/v1/me/enterprise_connections/{id}/test_runs",
    "/v1/me/billing/{thing}",
    "/v1/me/billing/{thing}/{id}",
    "/v1/me/billing/{thing}/{id}/{step}",
    "/v1/organizations/{id}/invitations",
    "/v1/organizations/{id}/invitations/bulk",
    "/v1/organizations/{id}/invitations/pending",
    "/v1/organizations/{id}/invitations/{invitation}/revoke",
    "/v1/organizations/{id}/domains",
    "/v1/organizations/{id}/domains/bulk",
    "/v1/organizations/{id}/domains/{domain}",
    "/v1/organizations/{id}/domains/{domain}/{step}",
    "/v1/organizations/{id}/domains/{domain}/{step}/bulk",
    "/v1/organizations/{id}/membership_requests",
    "/v1/organizations/{id}/membership_requests/{request}/{step}",
    "/v1/organizations/{id}/enterprise_connections",
    "/v1/organizations/{id}/enterprise_connections/{connection}",
    "/v1/organizations/{id}/enterprise_connections/{connection}/test_runs",
    "/v1/organizations/{id}/billing/{thing}",
    "/v1/organizations/{id}/billing/{thing}/{of}",
    "/v1/organizations/{id}/billing/{thing}/{of}/{step}",
    "/v1/oauth_callback",
    "/v1/verify",
    "/v1/tickets/accept",
    "/v1/agents/tasks",
    "/v1/waitlist",
    "/v1/billing/{thing}",
    "/v1/billing/{thing}/{id}",
    "/v1/client/trusted_devices/validate",
    "/v1/enterprise_connections/{id}/init_test_run",
    "/v1/enterprise_connections/{id}/test_runs/{run}",
    "/v1/saml/metadata/{file}",
    "/v1/saml/acs/{id}",
    "/api_keys",
    "/api_keys/{id}",
    "/api_keys/{id}/revoke",
    "/oauth/authorize",
    "/oauth/token",
    "/oauth/userinfo",
    "/oauth/token_info",
    "/oauth/token/revoke",
    "/oauth/register",
];

/// Whether the protocol has this path and this server does not offer it.
pub(super) fn is_missing(path: &str) -> bool {
    NOT_OFFERED.iter().any(|pattern| match_path(pattern, path).is_some())
}

/// The failure for a path without a handler.
pub(super) fn missing(method: Method, path: &str) -> Failure {
    let known = is_missing(path);
    tracing::debug!(method = method.as_str(), path, known, "no handler");
    Failure::code(if known { ErrorCode::FEATURE_NOT_IMPLEMENTED } else { ErrorCode::RESOURCE_NOT_FOUND })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_offered_is_told_apart_from_what_is_not_there() {
        let code = |path: &str| missing(Method::Post, path).refusal().code;

        for path in ["/v1/me/totp", "/v1/me/passkeys/idn_1/attempt_verification", "/v1/organizations/org_1/domains"] {
            assert_eq!(code(path), ErrorCode::FEATURE_NOT_IMPLEMENTED, "{path}");
        }
        // Tokens by template are a matter of which templates there are: none.
        for path in ["/v1/client/sessions/sess_1/tokens/template", "/v1/nothing"] {
            assert_eq!(code(path), ErrorCode::RESOURCE_NOT_FOUND, "{path}");
        }
    }
}
