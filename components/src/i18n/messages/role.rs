use super::texts::texts;

texts! {
    /// Names of the roles that every instance has; the server names others.
    RoleMessages {
        admin: "Admin",
        member: "Member",
    }
}
