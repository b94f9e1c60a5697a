use super::texts::texts;

texts! {
    /// Texts of the dialog that asks for a new proof of who one is.
    ProofMessages {
        title: "Confirm that it’s you",
        password: "For your safety: enter your password, and we go on with your change.",
        code: "Enter the code that we sent to {address}, and we go on with your change.",
        button: "Confirm",
        use_code: "Send me a code instead",
        use_password: "Use your password instead",
        impossible: "You can’t do this here. Sign out and in again, then try once more.",
        declined: "Nothing has changed yet: this needs a confirmation that it’s you.",
    }
}
