use super::texts::texts;

texts! {
    /// Texts of `<OrganizationSwitcher>`.
    OrganizationSwitcherMessages {
        trigger: "{name}, switch organization",
        menu: "Organizations",
        personal: "Personal workspace",
        personal_detail: "Only you",
        none: "Choose organization",
        manage: "Manage organization",
        create: "Create an organization",
        search: "Search organizations",
        nothing_found: "No organization matches.",
    }
}
