use super::texts::texts;

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
        caps_lock: "Caps Lock is on",
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
