use super::Setting;
use crate::theme::{Appearance, dressed};
use crate::ui::alert::{Alert, alert};
use crate::ui::button::{Button, Press, button};
use crate::ui::element::{Text, effect, el, key_of, keyed, nothing, several, watch};
use crate::ui::focus::{by_id, focus_soon};
use crate::ui::icon::{Icon, icon};
use crate::ui::section::sections;
use crate::ui::{card, skeleton};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

/// A page, as the navigation lists it and its heading names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageLink {
    /// What the address calls it; the first page is usually the empty one.
    pub path: String,
    /// Its name.
    pub label: String,
    /// What stands before its name.
    pub icon: Icon,
}

/// How far the frame has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FrameStage {
    /// Nothing is known yet: shapes in the final size.
    #[default]
    Loading,
    /// The server did not answer.
    Failed,
    /// There is nobody to show this about: nothing is drawn.
    Absent,
    /// The pages.
    Ready,
}

/// The address of a page by its path, where pages have addresses.
pub type Href = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

type Reads<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// All that the frame is.
pub struct ProfileFrame {
    /// What ids begin with.
    pub id: String,
    /// The classes of the element around it, such as `fd-root fd-profile fd-user-profile`.
    pub class: &'static str,
    /// On a page or in a dialog.
    pub setting: Setting,
    /// What all pages are about.
    pub title: String,
    /// A line below it.
    pub subtitle: String,
    /// The navigation's name.
    pub navigation: String,
    /// How far it has come; reading it subscribes.
    pub stage: Reads<FrameStage>,
    /// The pages, in order; reading them subscribes.
    pub pages: Reads<Vec<PageLink>>,
    /// The path of the page to show. A path that no page has shows the first one.
    pub current: Reads<String>,
    /// The address of a page, where pages have addresses.
    pub href: Href,
    /// Goes to a page.
    pub go: Arc<dyn Fn(String) + Send + Sync>,
    /// What to know above every page, such as that the server is away.
    pub notice: Reads<Option<Alert>>,
    /// What the notice's button and "Try again" do.
    pub on_retry: Press,
    /// Draws a page by its path, below its heading.
    pub draw: Arc<dyn Fn(&str) -> AnyView + Send + Sync>,
    /// The words while loading, and after failing: title, text, button.
    pub words: FrameWords,
}

/// What the frame itself says.
#[derive(Debug, Clone, Default)]
pub struct FrameWords {
    /// While nothing is known yet.
    pub loading: String,
    /// The title when the server did not answer.
    pub failed_title: String,
    /// And the text.
    pub failed_text: String,
    /// And the button.
    pub try_again: String,
}

/// Draws the frame: navigation beside the page, or above it where there is no room.
pub fn profile_frame(frame: ProfileFrame, appearance: &Appearance) -> AnyView {
    dressed(appearance, move || dressed_frame(frame, appearance))
}

fn dressed_frame(frame: ProfileFrame, appearance: &Appearance) -> AnyView {
    let frame = Arc::new(frame);
    let (stage, drawn) = (frame.clone(), frame.clone());
    let body = keyed(
        move || key_of(&(stage.stage)()),
        move || match (drawn.stage)() {
            FrameStage::Absent => nothing(),
            FrameStage::Loading => loading(&drawn),
            FrameStage::Failed => failed(&drawn),
            FrameStage::Ready => ready(&drawn),
        },
    );
    card::root(appearance, frame.class, Some(frame.id.clone()), vec![body])
}

impl ProfileFrame {
    fn part(&self, part: &str) -> String {
        [&self.id, "-", part].concat()
    }

    /// The page to show.
    fn page(&self) -> Option<PageLink> {
        let (current, pages) = ((self.current)(), (self.pages)());
        let place = pages.iter().position(|page| page.path == current).unwrap_or_default();
        pages.into_iter().nth(place)
    }

    /// The head over the navigation: what all pages are about.
    fn head(&self) -> AnyView {
        el("div")
            .class("fd-profile-head")
            .child(
                el(self.setting.heading(0))
                    .class("fd-profile-title")
                    .attr("id", self.part("title"))
                    .text(self.title.clone()),
            )
            .child(el("p").class("fd-profile-subtitle").text(self.subtitle.clone()))
            .build()
    }
}

fn ready(frame: &Arc<ProfileFrame>) -> AnyView {
    let (notice, retry) = (frame.clone(), frame.on_retry.clone());
    let (key, drawn) = (frame.clone(), frame.clone());
    // The heading takes the focus when the person has gone to another page; the first one leaves it where it is.
    let moved = watch({
        let frame = frame.clone();
        move || key_of(&frame.page().map(|page| page.path))
    });
    let (main_id, mut first) = (frame.part("main"), true);
    effect(move || {
        moved.get();
        if !std::mem::take(&mut first) {
            focus_soon(main_id.clone(), &[".fd-profile-page-title"]);
        }
    });
    let page = keyed(
        move || key_of(&key.page()),
        move || match drawn.page() {
            None => nothing(),
            Some(page) => {
                let title = el(drawn.setting.heading(1))
                    .class("fd-profile-page-title")
                    .attr("id", drawn.part("page-title"))
                    .attr("tabindex", "-1")
                    .flag("autofocus", drawn.setting == Setting::Modal)
                    .text(page.label.clone());
                several(vec![title.build(), sections(vec![(drawn.draw)(&page.path)])])
            }
        },
    );
    let main = el("div")
        .class("fd-profile-main")
        .attr("id", frame.part("main"))
        .child(alert(move || (notice.notice)(), retry))
        .child(page);
    el("div").class("fd-profile-box").child(side(frame)).child(main).build()
}

/// The navigation. Where there is no room beside the page, the same list opens from a button.
fn side(frame: &Arc<ProfileFrame>) -> AnyView {
    let (key, drawn, named) = (frame.clone(), frame.clone(), frame.clone());
    let list = keyed(
        move || key_of(&(key.pages)()),
        move || several((drawn.pages)().into_iter().map(|page| link(&drawn, page)).collect()),
    );
    let menu_id = frame.part("pages");
    let label = move || named.page().map(|page| page.label).unwrap_or_default();
    let others = [", ", &frame.navigation].concat();
    let button = el("button")
        .attr("type", "button")
        .class("fd-profile-menu")
        .attr("popovertarget", menu_id.clone())
        .child(el("span").live_text(label))
        .child(el("span").class("fd-visually-hidden").text(others))
        .child(icon(Icon::CHEVRON_DOWN));
    // Wide, the sheet shows the list although it is not open; the landmark is the same one.
    let list = el("nav")
        .class("fd-profile-nav")
        .attr("id", menu_id)
        .attr("popover", "auto")
        .attr("aria-label", frame.navigation.clone())
        .child(el("ul").child(list));
    el("div").class("fd-profile-side").child(frame.head()).child(button).child(list).build()
}

fn link(frame: &Arc<ProfileFrame>, page: PageLink) -> AnyView {
    let PageLink { path, label, icon: which } = page;
    let (asked, gone) = (frame.clone(), frame.clone());
    let (menu_id, own) = (frame.part("pages"), path.clone());
    let href = (frame.href)(&path);
    let go = move |event: web_sys::Event| {
        let mouse: &MouseEvent = event.unchecked_ref();
        if mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key() {
            return;
        }
        event.prevent_default();
        if let Some(menu) = by_id::<HtmlElement>(&menu_id).filter(|menu| menu.matches(":popover-open").unwrap_or(false))
        {
            let _ = menu.hide_popover();
        }
        (gone.go)(path.clone());
    };
    let link = match href {
        Some(href) => el("a").attr("href", href),
        None => el("button").attr("type", "button"),
    };
    let link = link
        .class("fd-profile-link")
        .live("aria-current", move || {
            asked.page().is_some_and(|page| page.path == own).then_some(Text::Borrowed("page"))
        })
        .on("click", go)
        .child(icon(which))
        .child(el("span").text(label));
    el("li").child(link).build()
}

/// The shapes of what is coming: two pages in the navigation, three rows.
fn loading(frame: &ProfileFrame) -> AnyView {
    let shape = |class: &'static str, shapes: &[&'static str]| {
        el("div").class(class).attr("aria-hidden", "true").child(skeleton::shapes(shapes)).build()
    };
    let links = el("div")
        .class("fd-profile-nav")
        .child((0..2).map(|_| shape("fd-profile-link", &["label"])).collect::<Vec<_>>());
    let side = el("div").class("fd-profile-side").child(frame.head()).child(links);
    let rows = (0..3).map(|_| shape("fd-section", &["label", "text"])).collect::<Vec<_>>();
    let main = el("div")
        .class("fd-profile-main")
        .attr("role", "status")
        .attr("aria-label", frame.words.loading.clone())
        .child(el("div").class("fd-alerts"))
        .child(shape("fd-profile-page-title", &["title"]))
        .child(sections(rows));
    el("div").class("fd-profile-box").child(side).child(main).build()
}

fn failed(frame: &ProfileFrame) -> AnyView {
    let words = &frame.words;
    let again = button(Button { wide: false, ..Button::secondary(words.try_again.clone(), frame.on_retry.clone()) });
    let said = el("div")
        .class("fd-profile-failed")
        .attr("role", "status")
        .child(el("div").class("fd-notice").child(icon(Icon::OFFLINE)))
        .child(el(frame.setting.heading(1)).class("fd-profile-page-title").text(words.failed_title.clone()))
        .child(el("p").class("fd-profile-subtitle").text(words.failed_text.clone()))
        .child(again);
    let side = el("div").class("fd-profile-side").child(frame.head());
    el("div").class("fd-profile-box").child(side).child(el("div").class("fd-profile-main").child(said)).build()
}
