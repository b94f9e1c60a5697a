use super::texts::texts;

texts! {
    /// Texts of `<OrganizationList>`.
    OrganizationListMessages {
        title: "Where do you want to work?",
        subtitle: "Choose your personal workspace or an organization.",
        subtitle_organizations: "Choose an organization.",
        label: "Workspaces",
        personal: "Personal workspace",
        personal_detail: "Only you",
        current: "You are here",
        create: "Create an organization",
        empty: "You don’t belong to an organization yet.",
        empty_may_create: "You don’t belong to an organization yet. Create the first one, or ask to be added to one.",
        failed: "This one can’t be opened right now. Try again.",
    }
}
