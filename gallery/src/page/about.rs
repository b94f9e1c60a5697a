use frontdesk_components::ui::element::{dynamic, el, nothing, several};
use frontdesk_gallery::address::Address;
use frontdesk_gallery::props::{self, Prop};
use frontdesk_gallery::snippets;
use leptos::prelude::*;

const PROVIDER: &str = "FrontdeskProvider";

/// The code of the story's component, and what it takes.
pub(super) fn about(address: RwSignal<Address>) -> AnyView {
    let component = Memo::new(move |_| address.with(|address| address.story.component));
    dynamic(move || {
        let component = component.get();
        let code = snippets::of(component).map(|code| snippet("Code", code));
        // Parts without an engine need no provider around them.
        let around = if code.is_some() { snippets::of(PROVIDER) } else { None };
        let around = around.map(|code| snippet("Around everything, once", code));
        let (code, around) = (code.unwrap_or_else(nothing), around.unwrap_or_else(nothing));
        several(vec![code, table(component, &props::of(component)), around])
    })
}

fn snippet(title: &'static str, code: &'static str) -> AnyView {
    let copied = RwSignal::new(false);
    let copy = el("button")
        .class("g-copy")
        .attr("type", "button")
        .on_click(move || {
            // The answer comes later; a browser that refuses is one that says so itself.
            let _ = window().navigator().clipboard().write_text(code);
            copied.set(true);
        })
        .live_text(move || (if copied.get() { "Copied" } else { "Copy" }).to_owned());
    let head = el("div").class("g-part-head").child(el("h2").text(title)).child(copy);
    let text =
        el("pre").attr("tabindex", "0").attr("role", "region").attr("aria-label", title).child(el("code").text(code));
    el("section").child(head).child(text).build()
}

fn table(component: &'static str, props: &[Prop]) -> AnyView {
    if props.is_empty() {
        return nothing();
    }
    let head = ["Property", "Type", "Without it", "What it is for"]
        .map(|word| el("th").attr("scope", "col").text(word).build());
    let rows = props.iter().map(|prop| {
        el("tr")
            .child(el("th").attr("scope", "row").child(el("code").text(prop.name)))
            .child(el("td").child(el("code").text(prop.kind)))
            .child(el("td").child(el("code").text(if prop.default.is_empty() { "needed" } else { prop.default })))
            .child(el("td").text(prop.about))
            .build()
    });
    let table = el("table")
        .child(el("thead").child(el("tr").child(head.into_iter().collect::<Vec<_>>())))
        .child(el("tbody").child(rows.collect::<Vec<_>>()));
    let scrolls = el("div")
        .class("g-table")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Properties")
        .child(table);
    el("section").child(el("h2").text(["What <", component, "> takes"].concat())).child(scrolls).build()
}
