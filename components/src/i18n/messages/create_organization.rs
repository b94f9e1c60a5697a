use super::texts::texts;

texts! {
    /// Texts of `<CreateOrganization>`, on a page and in a dialog.
    CreateOrganizationMessages {
        title: "Create an organization",
        subtitle: "A shared place for your team. You become its first admin.",
        name: "Name",
        slug: "Address name",
        slug_hint: "Used in links. Small letters, digits and dashes.",
        logo: "Logo",
        logo_upload: "Choose a logo",
        logo_remove: "Remove logo",
        logo_hint: "A square picture, up to 10 MB. You can also add it later.",
        logo_failed: "The organization is there, but its logo could not be saved. Add it again on the organization’s page.",
        button: "Create organization",
        go_on: "Continue without it",
        not_allowed_title: "You can’t create organizations here",
        not_allowed_text: "Ask an admin to create one and add you to it.",
    }
}
