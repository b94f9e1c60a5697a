use std::borrow::Cow;

/// A group of texts: a struct with one field for each, whose default is the English text.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $english:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = concat!("“", $english, "”")] pub $field: Cow<'static, str>,)*
        }

        impl $name {
            /// The English texts.
            pub const ENGLISH: Self = Self { $($field: Cow::Borrowed($english),)* };
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ENGLISH
            }
        }
    };
}

/// All texts of the components. An app overrides single ones:
///
/// ```
/// use frontdesk_components::{Messages, SignInMessages};
///
/// let messages = Messages {
///     sign_in: SignInMessages { start_title: "Welcome to {app}".into(), ..Default::default() },
///     ..Default::default()
/// };
/// # assert_eq!(messages.sign_up.title, "Create your account");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Messages {
    /// In several components.
    pub common: CommonMessages,
    /// Labels of inputs.
    pub field: FieldMessages,
    /// Rules of a new password.
    pub password_rule: PasswordRuleMessages,
    /// `<SignIn>`.
    pub sign_in: SignInMessages,
    /// `<SignUp>`.
    pub sign_up: SignUpMessages,
    /// `<UserButton>`.
    pub user_button: UserButtonMessages,
    /// `<OrganizationSwitcher>`.
    pub organization_switcher: OrganizationSwitcherMessages,
    /// The dialog that makes an organization.
    pub create_organization: CreateOrganizationMessages,
    /// What went wrong, by code.
    pub error: ErrorMessages,
}

impl Messages {
    /// All texts in English.
    pub const ENGLISH: Self = Self {
        common: CommonMessages::ENGLISH,
        field: FieldMessages::ENGLISH,
        password_rule: PasswordRuleMessages::ENGLISH,
        sign_in: SignInMessages::ENGLISH,
        sign_up: SignUpMessages::ENGLISH,
        user_button: UserButtonMessages::ENGLISH,
        organization_switcher: OrganizationSwitcherMessages::ENGLISH,
        create_organization: CreateOrganizationMessages::ENGLISH,
        error: ErrorMessages::ENGLISH,
    };
}

impl Default for Messages {
    fn default() -> Self {
        Self::ENGLISH
    }
}

texts! {
    /// Texts of several components.
    CommonMessages {
        continue_button: "Continue",
        back: "Back",
        cancel: "Cancel",
        close: "Close",
        try_again: "Try again",
        optional: "optional",
        development: "Development",
        loading: "Loading",
        show_password: "Show password",
        hide_password: "Hide password",
        change_identifier: "Change {identifier}",
        resend: "Send a new code",
        resend_in: "Send a new code in {seconds} s",
        code_sent: "A new code is on its way.",
        failed_title: "We can’t reach the sign-in service",
        failed_text: "Your connection or the service may be down for a moment. Nothing you did is lost.",
        done_title: "You’re signed in",
        done_text: "Taking you back…",
    }
}

texts! {
    /// Labels of inputs.
    FieldMessages {
        email_address: "Email address",
        username: "Username",
        email_address_or_username: "Email address or username",
        password: "Password",
        new_password: "New password",
        code: "Six-digit code",
        first_name: "First name",
        last_name: "Last name",
        legal: "I agree to the terms",
    }
}

texts! {
    /// Rules of a new password, shown as they are met.
    PasswordRuleMessages {
        min_length: "At least {count} characters",
        max_length: "At most {count} characters",
        lowercase: "A lowercase letter",
        uppercase: "An uppercase letter",
        number: "A number",
        special: "A special character",
        met: "done",
        unmet: "still needed",
    }
}

texts! {
    /// Texts of `<SignIn>`.
    SignInMessages {
        start_title: "Sign in to {app}",
        start_title_plain: "Sign in",
        start_subtitle: "Good to see you again.",
        new_here: "New here?",
        create_account: "Create an account",
        password_title: "Enter your password",
        password_subtitle: "Signing in as",
        forgot_password: "Forgot password?",
        other_ways: "Sign in another way",
        code_title: "Check your email",
        code_subtitle: "Enter the code that we sent to",
        methods_title: "Choose another way",
        methods_subtitle: "Any of these gets you in.",
        method_password: "Use your password",
        method_email_code: "Email a code to {address}",
        forgot_title: "Reset your password",
        forgot_subtitle: "We’ll email you a code. Then you choose a new password.",
        forgot_button: "Email me a code",
        forgot_or: "Or sign in without your password",
        reset_code_title: "Check your email",
        reset_code_subtitle: "Enter the reset code that we sent to",
        new_password_title: "Choose a new password",
        new_password_subtitle: "You’ll use it from now on.",
        new_password_button: "Save and sign in",
        sign_out_elsewhere: "Sign me out on my other devices",
        dead_end_title: "This account can’t sign in here",
        dead_end_text: "None of its sign-in methods is available at the moment.",
        start_again: "Use another account",
    }
}

texts! {
    /// Texts of `<SignUp>`.
    SignUpMessages {
        title: "Create your account",
        title_for: "Join {app}",
        subtitle: "It takes less than a minute.",
        have_account: "Already have an account?",
        sign_in: "Sign in",
        sign_in_instead: "Sign in instead",
        button: "Create account",
        code_title: "Confirm your email",
        code_subtitle: "Enter the code that we sent to",
        more_title: "Almost there",
        more_subtitle: "A few details are still missing.",
        closed_title: "Sign-up is closed",
        closed_text: "New accounts can’t be created here right now.",
        stuck_title: "This account can’t be finished here",
        stuck_text: "Something is needed that this page can’t ask for.",
    }
}

texts! {
    /// Texts of `<UserButton>`.
    UserButtonMessages {
        trigger: "Account: {name}",
        menu: "Account",
        other_accounts: "Other accounts",
        switch_to: "Switch to {name}",
        add_account: "Add another account",
        sign_out: "Sign out",
        sign_out_all: "Sign out of all accounts",
    }
}

texts! {
    /// Texts of `<OrganizationSwitcher>`.
    OrganizationSwitcherMessages {
        trigger: "{name}, switch organization",
        menu: "Organizations",
        personal: "Personal workspace",
        personal_detail: "Only you",
        none: "Choose organization",
        create: "Create an organization",
    }
}

texts! {
    /// Texts of the dialog that makes an organization.
    CreateOrganizationMessages {
        title: "Create an organization",
        subtitle: "A shared place for your team. You become its first admin.",
        name: "Name",
        slug: "Address name",
        slug_hint: "Used in links. Small letters, digits and dashes.",
        button: "Create organization",
    }
}

texts! {
    /// What went wrong, in the person's words; most fields are named as the error's code.
    ErrorMessages {
        form_param_nil: "This is needed.",
        form_param_missing: "This is needed.",
        email_address_needed: "Enter your email address.",
        password_needed: "Enter your password.",
        code_needed: "Enter all six digits.",
        name_needed: "Give it a name.",
        form_param_format_invalid: "This doesn’t look right. Check it for typos.",
        email_address_invalid: "That isn’t a full email address, like name@example.com.",
        slug_invalid: "Use small letters, digits and dashes.",
        form_param_value_invalid: "This value can’t be used.",
        form_param_max_length_exceeded: "This is too long.",
        form_identifier_not_found: "We don’t know this account. Check it for typos.",
        no_account_yet: "If you’re new here, you can create your account now.",
        form_identifier_exists: "There already is an account with this.",
        account_already: "It looks like you already have an account.",
        slug_exists: "Another organization has this one. Try a variation.",
        form_password_incorrect: "That isn’t the right password.",
        form_password_or_identifier_incorrect: "The account or the password isn’t right.",
        form_password_length_too_short: "That’s too short. Use at least {count} characters.",
        form_password_length_too_long: "That’s too long. Use at most {count} characters.",
        form_password_no_lowercase: "Add a lowercase letter.",
        form_password_no_uppercase: "Add an uppercase letter.",
        form_password_no_number: "Add a number.",
        form_password_no_special_char: "Add a special character.",
        form_password_not_strong_enough: "That’s too easy to guess. Make it longer or less common.",
        form_password_matches_identifier: "Choose something other than your address.",
        form_code_incorrect: "That code isn’t right. Use the newest one.",
        verification_expired: "This code has expired. Ask for a new one.",
        verification_failed: "Too many wrong codes. Ask for a new one.",
        verification_code_too_many_requests: "A code was just sent. Wait a little for another.",
        too_many_requests: "Too many attempts. Wait {seconds} seconds, then try again.",
        too_many_requests_plain: "Too many attempts. Wait a moment, then try again.",
        user_locked: "This account is locked after too many attempts. Try again later.",
        user_banned: "This account has been blocked. Ask the people who run this app.",
        sign_up_mode_restricted: "New accounts are by invitation only.",
        not_allowed_access: "This address may not create an account here.",
        session_exists: "You are already signed in.",
        legal_not_accepted: "Agree to the terms to continue.",
        organization_limit: "You have created as many organizations as you may.",
        not_allowed: "You may not do this. Ask an admin.",
        client_state_invalid: "This attempt is no longer valid. Start again.",
        network_error: "We can’t reach the server. What you typed is still here.",
        clerk_offline: "You’re offline. What you typed is still here.",
        server_error: "Something went wrong on our side. What you typed is still here.",
        clock_skew: "Your device’s clock is {minutes} minutes off, so signing in may fail. Set it to automatic.",
    }
}
