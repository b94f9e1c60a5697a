use super::texts::texts;

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
