use super::state::{ListAct, OrganizationListState};
use crate::i18n::Messages;
use crate::organization_switcher::Workspace;
use crate::profile::FrameStage;
use crate::shown::Shown;
use crate::theme::{Appearance, dressed};
use crate::ui::alert::alert;
use crate::ui::avatar::{FaceSize, avatar};
use crate::ui::badge::{Tone, badge};
use crate::ui::button::{Button, button};
use crate::ui::card::{self, brand, card};
use crate::ui::element::{Text, el, key_of, keyed, nothing, several};
use crate::ui::icon::{Icon, icon};
use crate::ui::skeleton;
use crate::ui::spinner::spinner;
use leptos::prelude::*;
use std::sync::Arc;

/// What drawing the list needs.
#[derive(Clone)]
pub struct OrganizationListView {
    /// What ids begin with.
    pub id: String,
    /// What there is to show.
    pub state: Shown<OrganizationListState>,
    /// What the person does.
    pub act: Arc<dyn Fn(ListAct) + Send + Sync>,
    /// The words.
    pub messages: Messages,
    /// The looks.
    pub appearance: Appearance,
}

/// Draws `<OrganizationList>`, with the dialog that makes an organization beside it.
pub fn organization_list_view(view: OrganizationListView, create_dialog: AnyView) -> AnyView {
    let looks = view.appearance.clone();
    dressed(&looks, move || {
        let (key, words) = (view.state.clone(), view.messages.clone());
        let drawn = keyed(
            move || key.with(|state| key_of(&(state.stage, words.revision()))),
            move || match view.state.peek(|state| state.stage) {
                FrameStage::Absent => nothing(),
                FrameStage::Loading => view.card(skeleton::brand(), view.loading()),
                FrameStage::Failed => view.card(nothing(), view.failed()),
                FrameStage::Ready => view.card(view.brand(), view.ready()),
            },
        );
        several(vec![drawn, create_dialog])
    })
}

impl OrganizationListView {
    fn part(&self, part: &str) -> String {
        [&self.id, "-", part].concat()
    }

    fn card(&self, mark: AnyView, body: AnyView) -> AnyView {
        let body = el("div").class("fd-step").child(body).build();
        card(&self.appearance, "fd-root fd-organization-list", self.id.clone(), vec![mark, body], nothing())
    }

    fn brand(&self) -> AnyView {
        let (key, whose, layout) = (self.state.clone(), self.state.clone(), self.appearance.layout.clone());
        keyed(
            move || key.with(|state| key_of(&state.brand)),
            move || brand(&whose.peek(|state| state.brand.clone()), &layout),
        )
    }

    fn loading(&self) -> AnyView {
        let row = |_| {
            let lines = el("span").class("fd-lines").child(skeleton::shapes(&["label", "text"]));
            el("div").class("fd-workspace").child(skeleton::shapes(&["circle"])).child(lines).build()
        };
        let head = el("div")
            .class("fd-head")
            .attr("role", "status")
            .attr("aria-label", self.messages.common().loading)
            .child(skeleton::shapes(&["title", "text"]));
        let rows = el("div").class("fd-workspaces").attr("aria-hidden", "true");
        several(vec![head.build(), rows.child((0..3).map(row).collect::<Vec<_>>()).build()])
    }

    fn failed(&self) -> AnyView {
        let common = self.messages.common();
        let act = self.act.clone();
        let again = button(Button::secondary(common.try_again, Arc::new(move || act(ListAct::Retry))));
        let mark = el("div").class("fd-notice").child(icon(Icon::OFFLINE)).build();
        several(vec![mark, self.head(common.failed_title, Some(common.failed_text)), again])
    }

    fn head(&self, title: &str, subtitle: Option<&str>) -> AnyView {
        card::head(self.part("title"), title.to_owned(), subtitle.map(str::to_owned), None)
    }

    fn ready(&self) -> AnyView {
        let words = self.messages.organization_list();
        let (error, act) = (self.state.clone(), self.act.clone());
        let problem = alert(move || error.with(|state| state.alert.clone()), Arc::new(move || act(ListAct::Retry)));
        let (key, this) = (self.state.clone(), self.clone());
        // Where one works may change without the lines being drawn anew, so that the focus stays.
        let lines = keyed(
            move || {
                key.with(|state| key_of(&(&state.organizations, &state.personal, state.may_create, &state.create_url)))
            },
            move || this.lines(),
        );
        let personal = self.state.peek(|state| state.personal.is_some());
        let subtitle = if personal { words.subtitle } else { words.subtitle_organizations };
        several(vec![self.head(words.title, Some(subtitle)), problem, lines])
    }

    fn lines(&self) -> AnyView {
        let words = self.messages.organization_list();
        let state = self.state.peek(Clone::clone);
        let personal = state.personal.clone().map(|face| Workspace {
            key: String::new(),
            face,
            role: words.personal_detail.to_owned(),
        });
        let mut lines: Vec<AnyView> = Vec::with_capacity(state.organizations.len() + 2);
        for (place, one) in personal.iter().chain(&state.organizations).enumerate() {
            lines.push(self.line(place, one));
        }
        if state.may_create {
            lines.push(self.create(&state.create_url));
        }
        let none = state.organizations.is_empty().then(|| {
            let said = if state.may_create { words.empty_may_create } else { words.empty };
            el("p").class("fd-workspace-none").text(said)
        });
        // The sheet takes the bullets away, and with them some readers the list.
        let list = el("ul").class("fd-workspaces").attr("role", "list").attr("aria-label", words.label).child(lines);
        several([Some(list.build()), none.map(|none| none.build())].into_iter().flatten().collect())
    }

    fn line(&self, place: usize, one: &Workspace) -> AnyView {
        let words = self.messages.organization_list();
        let name = if one.key.is_empty() { words.personal } else { one.face.name.as_str() };
        let role = (!one.role.is_empty()).then(|| el("span").class("fd-entry-detail").text(one.role.clone()));
        let lines = el("span").class("fd-lines").child(el("strong").child(el("bdi").text(name.to_owned()))).child(role);
        let (current, opening) = (self.state.clone(), self.state.clone());
        let (own, opened, pressed) = (one.key.clone(), one.key.clone(), one.key.clone());
        let (key, end, act) = (self.state.clone(), self.state.clone(), self.act.clone());
        let (of, at) = (one.key.clone(), one.key.clone());
        let end = keyed(
            move || key.with(|state| key_of(&(state.current == of, state.opening.as_ref() == Some(&of)))),
            move || match end.peek(|state| (state.current == at, state.opening.as_ref() == Some(&at))) {
                (_, true) => spinner().build(),
                (true, false) => badge(words.current.to_owned(), Tone::Primary),
                (false, false) => icon(Icon::CHEVRON_END),
            },
        );
        let button = el("button")
            .attr("type", "button")
            .class("fd-workspace")
            .attr("id", self.part(&place.to_string()))
            .live("aria-current", move || current.with(|state| state.current == own).then_some(Text::Borrowed("true")))
            .live_flag("aria-busy", move || opening.with(|state| state.opening.as_ref() == Some(&opened)), "true")
            .on_click(move || act(ListAct::Choose(pressed.clone())))
            .child(avatar(&one.face, FaceSize::Large))
            .child(lines)
            .child(el("span").class("fd-workspace-end").child(end));
        el("li").child(button).build()
    }

    fn create(&self, url: &str) -> AnyView {
        let act = self.act.clone();
        let element = if url.is_empty() {
            el("button").attr("type", "button").on_click(move || act(ListAct::Create))
        } else {
            el("a").attr("href", url.to_owned())
        };
        let lines = el("span").class("fd-lines").child(el("strong").text(self.messages.organization_list().create));
        let plus = el("span").class("fd-workspace-icon").child(icon(Icon::PLUS));
        let element = element.class("fd-workspace").attr("id", self.part("create")).child(plus).child(lines);
        el("li").child(element).build()
    }
}
