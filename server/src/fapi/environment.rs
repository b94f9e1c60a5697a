//! What an instance offers, as clients read it: a document with every key of the protocol, filled from the settings.

use frontdesk_domain::settings::{PasswordPolicy, Requirement};
use frontdesk_wire::endpoints::{GetEnvironment, UpdateEnvironment};
use serde_json::{Value, json};

use super::reply::Answer;
use crate::cx::Cx;
use crate::failure::Failure;
use crate::instance::Instance;

/// `GET /v1/environment`. Bare.
pub(super) async fn get(cx: Cx, _: GetEnvironment) -> Result<Answer, Failure> {
    Answer::bare(document(&cx.instance))
}

/// `PATCH /v1/environment`: the same. Bare.
pub(super) async fn update(cx: Cx, _: UpdateEnvironment) -> Result<Answer, Failure> {
    Answer::bare(document(&cx.instance))
}

fn document(instance: &Instance) -> Value {
    let id = instance.id.as_str().trim_start_matches("ins_");
    json!({
        "object": "environment",
        "auth_config": auth_config(instance, id),
        "display_config": display_config(instance, id),
        "user_settings": user_settings(instance),
        "organization_settings": organization_settings(instance),
        "commerce_settings": { "billing": {
            "stripe_publishable_key": null,
            "free_trial_requires_payment_method": true,
            "user": { "enabled": false, "has_paid_plans": false },
            "organization": { "enabled": false, "has_paid_plans": false },
        } },
        "api_keys_settings": { "enabled": false, "user_api_keys_enabled": false, "orgs_api_keys_enabled": false },
        "fraud_settings": { "object": "fraud_settings", "native": { "device_attestation_mode": "disabled" } },
        "protect_config": { "loaders": [] },
        "maintenance_mode": false,
        "client_debug_mode": false,
        "partitioned_cookies": false,
    })
}

fn auth_config(instance: &Instance, id: &str) -> Value {
    let rules = &instance.settings;
    let asked = |requirement: Requirement| match requirement {
        Requirement::Off => "off",
        Requirement::Optional => "on",
        Requirement::Required => "required",
    };
    let mut first_factors = Vec::new();
    if rules.sign_in.password {
        first_factors.push("password");
    }
    if rules.sign_in.email_code {
        first_factors.push("email_code");
    }
    json!({
        "object": "auth_config",
        "id": format!("aconf_{id}"),
        "first_name": asked(rules.sign_up.first_name),
        "last_name": asked(rules.sign_up.last_name),
        "email_address": asked(rules.sign_up.email_address),
        "phone_number": "off",
        "username": "off",
        "password": asked(rules.sign_up.password),
        "identification_requirements": [["email_address"]],
        "identification_strategies": ["email_address"],
        "first_factors": first_factors,
        "second_factors": [],
        "email_address_verification_strategies": ["email_code"],
        "single_session_mode": rules.sessions.single_session,
        "enhanced_email_deliverability": false,
        "test_mode": rules.test_mode(),
        "cookieless_dev": instance.is_development(),
        "url_based_session_syncing": instance.is_development(),
        "claimed_at": instance.created_at,
        "reverification": rules.users.reverify_after.is_some(),
        "session_minter": false,
        "preferred_channels": {},
        "native_settings": {
            "object": "native_settings",
            "api_enabled": true,
            "trusted_device_sign_in_enabled": false,
            "trusted_device_enrollment_prompt_after_sign_in_enabled": false,
            "trusted_device_enrollment_prompt_after_sign_up_enabled": false,
        },
    })
}

fn display_config(instance: &Instance, id: &str) -> Value {
    let display = &instance.settings.display;
    // Where the app's pages are is the app's to say; an empty text lets its own settings decide.
    let home = display.home_url.clone().unwrap_or_default();
    json!({
        "object": "display_config",
        "id": format!("dconf_{id}"),
        "instance_environment_type": instance.settings.environment.as_str(),
        "application_name": display.application_name,
        "preferred_sign_in_strategy": if instance.settings.sign_in.password { "password" } else { "otp" },
        "theme": {
            "general": {
                "color": "#4f46e5", "padding": "1em", "box_shadow": "0 1px 3px rgba(0, 0, 0, 0.12)",
                "font_color": "#18181b", "font_family": "system-ui, sans-serif", "border_radius": "0.5em",
                "background_color": "#ffffff", "label_font_weight": "500",
            },
            "buttons": { "font_color": "#ffffff", "font_family": "system-ui, sans-serif", "font_weight": "500" },
            "accounts": { "background_color": "#ffffff" },
        },
        "logo_image_url": "", "favicon_image_url": "", "logo_link_url": "",
        "logo_url": null, "favicon_url": null, "logo_image": null, "favicon_image": null,
        "home_url": home,
        "sign_in_url": "", "sign_up_url": "", "user_profile_url": "", "waitlist_url": "", "oauth_consent_url": "",
        "after_sign_in_url": home, "after_sign_up_url": home,
        "after_sign_out_one_url": home, "after_sign_out_all_url": home,
        "after_switch_session_url": home, "after_join_waitlist_url": home,
        "organization_profile_url": "", "create_organization_url": "",
        "after_leave_organization_url": home, "after_create_organization_url": home,
        "support_email": display.support_email,
        "branded": false,
        "experimental_force_oauth_first": false,
        "clerk_js_version": "6",
        "show_devmode_warning": instance.is_development(),
        "google_one_tap_client_id": null,
        "help_url": null, "privacy_policy_url": null, "terms_url": null,
        "captcha_public_key": null, "captcha_widget_type": null, "captcha_public_key_invisible": null,
        "captcha_provider": null, "captcha_oauth_bypass": [],
        "captcha_heartbeat": false, "captcha_heartbeat_interval_ms": null,
    })
}

fn user_settings(instance: &Instance) -> Value {
    let rules = &instance.settings;
    json!({
        "attributes": attributes(instance),
        "social": {},
        "saml": { "enabled": false },
        "enterprise_sso": { "enabled": false, "self_serve_sso": false },
        "sign_in": { "second_factor": { "required": false, "enabled": false } },
        "sign_up": {
            "captcha_enabled": false, "captcha_widget_type": "smart", "custom_action_required": false,
            "progressive": true, "mode": rules.sign_up.mode.as_str(), "legal_consent_enabled": rules.sign_up.legal_consent,
            "allowlist_only": false, "mfa": { "required": false },
        },
        "restrictions": {
            "allowlist": { "enabled": false }, "blocklist": { "enabled": false },
            "allowlist_blocklist_disabled_on_sign_in": { "enabled": false },
            "block_email_subaddresses": { "enabled": false }, "block_disposable_email_domains": { "enabled": false },
        },
        "password_settings": {
            "disable_hibp": true, "disable_password_reverification": rules.users.reverify_after.is_none(),
            "min_length": rules.password.min_length(), "max_length": rules.password.max_length(),
            "require_special_char": rules.password.require_special_char,
            "require_numbers": rules.password.require_numbers,
            "require_uppercase": rules.password.require_uppercase,
            "require_lowercase": rules.password.require_lowercase,
            "show_zxcvbn": false, "min_zxcvbn_strength": 0, "enforce_hibp_on_sign_in": false,
            "allowed_special_characters": PasswordPolicy::SPECIAL,
        },
        "username_settings": {
            "min_length": 4, "max_length": 64,
            "allow_extended_special_characters": false, "allow_numeric_usernames": false,
        },
        "actions": {
            "delete_self": rules.users.delete_self,
            "create_organization": rules.organizations.enabled && rules.organizations.user_may_create,
            "create_organizations_limit": rules.organizations.max_per_user,
        },
        "attack_protection": {
            "user_lockout": {
                "enabled": rules.lockout.enabled, "max_attempts": rules.lockout.max_failures,
                "duration_in_minutes": rules.lockout.duration.0 / 60,
            },
            "pii": { "enabled": true },
            "email_link": { "require_same_client": false },
            "enumeration_protection": { "enabled": rules.enumeration_protection },
        },
        "passkey_settings": { "allow_autofill": false, "show_sign_in_button": false, "satisfies_second_factor": false },
    })
}

/// All eleven, since clients look each one up; those that this server does not have are off.
fn attributes(instance: &Instance) -> Value {
    let rules = &instance.settings;
    let plain = |asked: Requirement| {
        json!({
            "enabled": asked.is_enabled(), "required": asked.is_required(), "immutable": false,
            "verifications": [], "verify_at_sign_up": false,
            "used_for_first_factor": false, "first_factors": [],
            "used_for_second_factor": false, "second_factors": [],
        })
    };
    let mut email = plain(rules.sign_up.email_address);
    email["verifications"] = json!(["email_code"]);
    email["verify_at_sign_up"] = json!(rules.sign_up.verify_email_address);
    email["used_for_first_factor"] = json!(true);
    email["first_factors"] = if rules.sign_in.email_code { json!(["email_code"]) } else { json!([]) };
    json!({
        "email_address": email,
        "password": plain(rules.sign_up.password),
        "first_name": plain(rules.sign_up.first_name),
        "last_name": plain(rules.sign_up.last_name),
        "phone_number": plain(Requirement::Off),
        "username": plain(Requirement::Off),
        "web3_wallet": plain(Requirement::Off),
        "authenticator_app": plain(Requirement::Off),
        "backup_code": plain(Requirement::Off),
        "passkey": plain(Requirement::Off),
        "ticket": plain(Requirement::Off),
    })
}

fn organization_settings(instance: &Instance) -> Value {
    let rules = &instance.settings.organizations;
    json!({
        "enabled": rules.enabled,
        "max_allowed_memberships": rules.max_memberships,
        "force_organization_selection": false,
        "actions": { "admin_delete": rules.admin_delete },
        "domains": { "enabled": false, "enrollment_modes": [], "default_role": "org:member" },
        "slug": { "disabled": !rules.slugs },
        "organization_creation_defaults": { "enabled": false },
        "creator_role": "org:admin",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn our_own_client_reads_the_document() {
        let dir = tempfile::tempdir().unwrap();
        let app = crate::App::open(crate::Config::in_folder(dir.path())).await.unwrap();
        let instance = app.ensure_instance().await.unwrap();

        let document = document(&instance);
        let read: frontdesk_wire::Environment = serde_json::from_value(document.clone()).unwrap();

        assert_eq!(read.display_config.application_name, "My app");
        assert_eq!(read.user_settings.attributes.len(), 11);
        assert!(read.user_settings.attributes.get("password").unwrap().required);
        assert!(document["commerce_settings"]["billing"]["organization"].is_object());
    }
}
