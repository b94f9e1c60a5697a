//! The dialog that makes an organization.

use super::form::{Form, local};
use super::{Answer, Ask, Event, Field, Press};
use crate::Error;
use frontdesk_wire::endpoints::CreateOrganization;
use frontdesk_wire::{ApiError, Environment, Organization, Timestamp};
use std::sync::Arc;

/// A screen of making an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreateOrganizationScreen {
    /// Asks for name and slug.
    Start,
    /// Made, and the one that is worked in.
    Done,
}

/// Making an organization and switching to it. The slug follows the name until it is typed in itself.
#[derive(Debug, Clone)]
pub struct CreateOrganizationFlow {
    with_slug: bool,
    form: Form,
    slug_touched: bool,
    waiting: bool,
    made: Option<Organization>,
    done: bool,
}

impl CreateOrganizationFlow {
    /// Begins with an empty form.
    pub fn new(environment: &Arc<Environment>) -> Self {
        Self {
            with_slug: !environment.organization_settings.slug.disabled,
            form: Form::default(),
            slug_touched: false,
            waiting: false,
            made: None,
            done: false,
        }
    }

    /// What to show.
    pub fn screen(&self) -> CreateOrganizationScreen {
        if self.done { CreateOrganizationScreen::Done } else { CreateOrganizationScreen::Start }
    }

    /// Whether organizations have slugs here.
    pub fn has_slug(&self) -> bool {
        self.with_slug
    }

    /// What is in an input.
    pub fn value(&self, field: Field) -> &str {
        self.form.value(field)
    }

    /// What is wrong with an input.
    pub fn error(&self, field: Field) -> Option<&ApiError> {
        self.form.error(field)
    }

    /// What is wrong with the whole step.
    pub fn banner(&self) -> Option<&Error> {
        self.form.banner.as_ref()
    }

    /// Whether a request is under way; a second press does nothing.
    pub fn busy(&self) -> bool {
        self.waiting
    }

    /// Which control was pressed for it.
    pub fn pressed(&self) -> Option<Press> {
        self.form.pressed
    }

    /// The organization, once made.
    pub fn organization(&self) -> Option<&Organization> {
        self.made.as_ref()
    }

    /// Takes in what happened; gives the request that is due.
    pub fn on(&mut self, event: Event, _now: Timestamp) -> Option<Ask> {
        match event {
            Event::Typed(field, value) => {
                if field == Field::Slug {
                    self.slug_touched = !value.is_empty();
                } else if field == Field::Name && !self.slug_touched {
                    self.form.typed(Field::Slug, slug_of(&value));
                }
                self.form.typed(field, value);
                None
            }
            Event::Submit if !self.waiting && !self.done => self.submit(),
            Event::Answered(answer) => self.answered(answer),
            Event::Submit
            | Event::Use(_)
            | Event::ForgotPassword
            | Event::ShowMethods
            | Event::Resend
            | Event::Back => None,
        }
    }

    fn submit(&mut self) -> Option<Ask> {
        self.form.clear_errors();
        if let Some(made) = &self.made {
            // It exists already; only switching to it has failed.
            let id = made.id.clone();
            self.wait();
            return Some(Ask::SelectOrganization(id));
        }
        let Some(name) = self.form.filled(Field::Name) else {
            self.form.fault(Field::Name, local("form_param_nil", "Give it a name.", Field::Name));
            return None;
        };
        let slug = if self.with_slug { self.form.filled(Field::Slug) } else { None };
        self.wait();
        Some(Ask::CreateOrganization(CreateOrganization { name, slug }))
    }

    fn answered(&mut self, answer: Answer) -> Option<Ask> {
        if !self.waiting {
            return None;
        }
        self.waiting = false;
        self.form.pressed = None;
        match answer {
            Answer::Organization(Ok(made)) => {
                let id = made.id.clone();
                self.made = Some(made);
                self.wait();
                Some(Ask::SelectOrganization(id))
            }
            Answer::Organization(Err(error)) => {
                self.form.refuse(error, &[Field::Name, Field::Slug]);
                None
            }
            Answer::Activated(Ok(())) => {
                self.done = true;
                None
            }
            Answer::Activated(Err(error)) => {
                self.form.banner = Some(error);
                None
            }
            Answer::SignIn(_) | Answer::SignUp(_) | Answer::Account(_) | Answer::Factors(_) | Answer::Changed(_) => {
                None
            }
        }
    }

    fn wait(&mut self) {
        self.waiting = true;
        self.form.pressed = Some(Press::Submit);
    }
}

/// A slug from a name: small letters and digits, everything else a single hyphen.
fn slug_of(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
