use super::texts::texts;

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
