use super::texts::texts;

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
