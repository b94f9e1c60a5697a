use super::texts::texts;

texts! {
    /// Labels of inputs.
    FieldMessages {
        email_address: "Email address",
        username: "Username",
        email_address_or_username: "Email address or username",
        password: "Password",
        new_password: "New password",
        current_password: "Current password",
        code: "Six-digit code",
        first_name: "First name",
        last_name: "Last name",
        legal: "I agree to the terms",
    }
}
