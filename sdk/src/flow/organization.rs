//! Small changes to an organization, each a form of one step: its name, its slug, leaving it, its end, a member's end in it.
//!
//! What it asks has a type of its own and is carried out by [`run_organization`], so that other pages carry none of it.

use super::form::{Form, local};
use super::{Answer, Event, Field, Press};
use crate::{Error, Frontdesk, SetActive};
use frontdesk_wire::endpoints::UpdateOrganization;
use frontdesk_wire::{ApiError, Organization, OrganizationId, Timestamp, UserId};

/// A request that [`OrganizationFlow`] wants made; [`run_organization`] makes it.
#[derive(Debug, Clone, PartialEq)]
pub enum OrganizationAsk {
    /// Changes name or slug.
    Update(UpdateOrganization),
    /// Leaves the organization.
    Leave(OrganizationId),
    /// Deletes it.
    Delete(OrganizationId),
    /// Takes a member out of it.
    RemoveMember(OrganizationId, UserId),
}

/// What is being changed.
#[derive(Debug, Clone)]
enum Change {
    Name(String),
    Slug(String),
    Leave,
    Delete { name: String },
    RemoveMember(UserId),
}

/// A change to an organization, from its form to the server's word.
#[derive(Debug, Clone)]
pub struct OrganizationFlow {
    id: OrganizationId,
    change: Change,
    form: Form,
    waiting: bool,
    done: bool,
}

impl OrganizationFlow {
    fn new(id: &OrganizationId, change: Change) -> Self {
        Self { id: id.clone(), change, form: Form::default(), waiting: false, done: false }
    }

    fn with(mut self, field: Field, value: &str) -> Self {
        self.form.set(field, value.to_owned());
        self
    }

    /// Its name.
    pub fn name(organization: &Organization) -> Self {
        Self::new(&organization.id, Change::Name(organization.name.clone())).with(Field::Name, &organization.name)
    }

    /// Its name in addresses.
    pub fn slug(organization: &Organization) -> Self {
        let slug = organization.slug.clone().unwrap_or_default();
        Self::new(&organization.id, Change::Slug(slug.clone())).with(Field::Slug, &slug)
    }

    /// Leaves it.
    pub fn leave(id: &OrganizationId) -> Self {
        Self::new(id, Change::Leave)
    }

    /// Deletes it, once its name has been typed.
    pub fn delete(organization: &Organization) -> Self {
        Self::new(&organization.id, Change::Delete { name: organization.name.clone() })
    }

    /// Takes a member out of it.
    pub fn remove_member(id: &OrganizationId, member: &UserId) -> Self {
        Self::new(id, Change::RemoveMember(member.clone()))
    }

    /// What is in an input.
    pub fn value(&self, field: Field) -> &str {
        self.form.value(field)
    }

    /// What is wrong with an input.
    pub fn error(&self, field: Field) -> Option<&ApiError> {
        self.form.error(field)
    }

    /// What is wrong with the whole form.
    pub fn banner(&self) -> Option<&Error> {
        self.form.banner.as_ref()
    }

    /// Which control was pressed and waits for its answer; a second press does nothing.
    pub fn pressed(&self) -> Option<Press> {
        self.form.pressed
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// The inputs of the form.
    pub fn shown(&self) -> &'static [Field] {
        match &self.change {
            Change::Name(_) => &[Field::Name],
            Change::Slug(_) => &[Field::Slug],
            Change::Delete { .. } => &[Field::Confirmation],
            Change::Leave | Change::RemoveMember(_) => &[],
        }
    }

    /// Takes in what happened; gives the request that is due.
    pub fn on(&mut self, event: Event, _now: Timestamp) -> Option<OrganizationAsk> {
        match event {
            Event::Typed(field, value) => {
                self.form.typed(field, value);
                None
            }
            Event::Submit if !self.waiting && !self.done => self.submit(),
            Event::Answered(Answer::Changed(answer)) if self.waiting => {
                self.waiting = false;
                self.form.pressed = None;
                match answer {
                    Ok(()) => self.done = true,
                    Err(error) => self.form.refuse(error, self.shown()),
                }
                None
            }
            Event::Submit
            | Event::Answered(_)
            | Event::Use(_)
            | Event::ForgotPassword
            | Event::ShowMethods
            | Event::Resend
            | Event::Back => None,
        }
    }

    fn submit(&mut self) -> Option<OrganizationAsk> {
        self.form.clear_errors();
        let id = self.id.clone();
        let ask = match &self.change {
            Change::Name(before) => {
                let before = before.clone();
                let name = self.form.required(Field::Name)?;
                if name == before {
                    self.done = true;
                    return None;
                }
                OrganizationAsk::Update(UpdateOrganization { organization_id: id, name: Some(name), slug: None })
            }
            Change::Slug(before) => {
                let before = before.clone();
                let slug = self.form.required(Field::Slug)?;
                if slug == before {
                    self.done = true;
                    return None;
                }
                OrganizationAsk::Update(UpdateOrganization { organization_id: id, name: None, slug: Some(slug) })
            }
            Change::Leave => OrganizationAsk::Leave(id),
            Change::Delete { name } => {
                if self.form.value(Field::Confirmation).trim() != name.trim() {
                    let text = "This is not the name of the organization.";
                    let error = local("confirmation_mismatch", text, Field::Confirmation);
                    self.form.fault(Field::Confirmation, error);
                    return None;
                }
                OrganizationAsk::Delete(id)
            }
            Change::RemoveMember(member) => OrganizationAsk::RemoveMember(id, member.clone()),
        };
        self.waiting = true;
        self.form.pressed = Some(Press::Submit);
        Some(ask)
    }
}

/// Makes the request and gives the answer, whatever it is. Whoever worked in an organization that is left or gone works in the
/// personal workspace afterwards. The snapshot is up to date before the answer is there.
pub async fn run_organization(frontdesk: &Frontdesk, ask: OrganizationAsk) -> Answer {
    let organizations = frontdesk.organizations();
    Answer::Changed(match ask {
        OrganizationAsk::Update(change) => organizations.update(change).await.map(drop),
        OrganizationAsk::RemoveMember(id, member) => organizations.remove_member(&id, &member).await.map(drop),
        OrganizationAsk::Leave(id) => {
            let done = organizations.leave(&id).await.map(drop);
            go_home(frontdesk, &id, &done).await;
            done
        }
        OrganizationAsk::Delete(id) => {
            let done = organizations.delete(&id).await.map(drop);
            go_home(frontdesk, &id, &done).await;
            done
        }
    })
}

async fn go_home(frontdesk: &Frontdesk, id: &OrganizationId, done: &Result<(), Error>) {
    if done.is_ok() && frontdesk.snapshot().organization_id() == Some(id) {
        // Where there is no personal workspace the person is asked for another organization, and that is no failure.
        let _ = frontdesk.set_active(SetActive::personal()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_748_736_000_000);

    fn acme() -> Organization {
        Organization {
            id: "org_1".into(),
            name: "Acme".to_owned(),
            slug: Some("acme".to_owned()),
            ..Organization::default()
        }
    }

    fn typed(flow: &mut OrganizationFlow, field: Field, value: &str) {
        assert_eq!(flow.on(Event::Typed(field, value.to_owned()), NOW), None);
    }

    #[test]
    fn a_new_name_is_sent_once_and_the_old_one_not_at_all() {
        let mut flow = OrganizationFlow::name(&acme());
        assert_eq!(flow.value(Field::Name), "Acme");
        typed(&mut flow, Field::Name, " Acme Labs ");

        let ask = flow.on(Event::Submit, NOW);

        let change = UpdateOrganization {
            organization_id: "org_1".into(),
            name: Some("Acme Labs".to_owned()),
            ..UpdateOrganization::default()
        };
        assert_eq!(ask, Some(OrganizationAsk::Update(change)));
        assert_eq!(flow.on(Event::Submit, NOW), None, "it waits for the answer");
        assert_eq!(flow.on(Event::Answered(Answer::Changed(Ok(()))), NOW), None);
        assert!(flow.is_done());

        let mut same = OrganizationFlow::slug(&acme());
        assert_eq!(same.on(Event::Submit, NOW), None);
        assert!(same.is_done(), "nothing has to be asked");
    }

    #[test]
    fn an_empty_name_is_refused_here() {
        let mut flow = OrganizationFlow::name(&acme());
        typed(&mut flow, Field::Name, "  ");

        assert_eq!(flow.on(Event::Submit, NOW), None);

        assert_eq!(flow.error(Field::Name).unwrap().code.as_str(), "form_param_nil");
        assert!(!flow.is_done());
    }

    #[test]
    fn deleting_needs_the_name_as_it_is_written() {
        let mut flow = OrganizationFlow::delete(&acme());
        typed(&mut flow, Field::Confirmation, "acme");
        assert_eq!(flow.on(Event::Submit, NOW), None);
        assert_eq!(flow.error(Field::Confirmation).unwrap().code.as_str(), "confirmation_mismatch");

        typed(&mut flow, Field::Confirmation, "Acme");
        assert!(flow.error(Field::Confirmation).is_none());
        assert_eq!(flow.on(Event::Submit, NOW), Some(OrganizationAsk::Delete("org_1".into())));
    }

    #[test]
    fn what_needs_no_words_is_asked_at_once_and_can_be_tried_again() {
        let mut flow = OrganizationFlow::remove_member(&"org_1".into(), &"user_2".into());
        let ask = OrganizationAsk::RemoveMember("org_1".into(), "user_2".into());
        assert_eq!(flow.on(Event::Submit, NOW), Some(ask.clone()));

        let away = Error::offline();
        assert_eq!(flow.on(Event::Answered(Answer::Changed(Err(away))), NOW), None);

        assert!(flow.banner().is_some() && flow.pressed().is_none() && !flow.is_done());
        assert_eq!(flow.on(Event::Submit, NOW), Some(ask));
        let mut leaving = OrganizationFlow::leave(&"org_1".into());
        assert_eq!(leaving.on(Event::Submit, NOW), Some(OrganizationAsk::Leave("org_1".into())));
    }
}
