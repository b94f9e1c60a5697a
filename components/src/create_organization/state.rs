use crate::ui::card::Brand;

/// A step of `<CreateOrganization>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CreateOrganizationStep {
    /// Nothing is known yet.
    #[default]
    Loading,
    /// The server did not answer.
    Failed,
    /// There is nobody to make one: nothing is drawn.
    Absent,
    /// The person may not make one.
    Refused,
    /// Logo, name and slug.
    Form,
    /// The organization is there, its logo is not.
    LogoFailed,
    /// It is done, for the moment until the page changes.
    Done,
}

/// All that the view of `<CreateOrganization>` shows, but the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreateOrganizationState {
    /// What is shown.
    pub step: CreateOrganizationStep,
    /// Whose door this is.
    pub brand: Brand,
    /// Whether organizations have names in addresses.
    pub has_slug: bool,
    /// The address of the chosen logo, in the browser's memory; empty for none.
    pub logo_url: String,
    /// The name of the organization that was made.
    pub name: String,
}
