use super::texts::texts;

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
