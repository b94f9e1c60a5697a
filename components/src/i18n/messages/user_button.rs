use super::texts::texts;

texts! {
    /// Texts of `<UserButton>`.
    UserButtonMessages {
        trigger: "Account: {name}",
        menu: "Account",
        manage: "Manage account",
        other_accounts: "Other accounts",
        switch_to: "Switch to {name}",
        add_account: "Add another account",
        sign_out: "Sign out",
        sign_out_all: "Sign out of all accounts",
    }
}
