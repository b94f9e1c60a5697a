//! The one sheet, put together while compiling.

use super::Variables;
use leptos::prelude::*;
#[cfg(all(feature = "csr", target_arch = "wasm32"))]
use wasm_bindgen::prelude::*;

/// Puts the sheets beside the components together in one cascade layer, while compiling.
macro_rules! layered {
    ($($file:literal),+ $(,)?) => {
        concat!("@layer frontdesk {\n", $(include_str!(concat!("../", $file)), "\n",)+ "}\n")
    };
}

/// The whole sheet, in `@layer frontdesk`, for an app that links it as a static file.
pub const STYLESHEET: &str = layered!(
    "theme/tokens.css",
    "theme/base.css",
    "ui/icon/icon.css",
    "ui/link/link.css",
    "ui/link/external.css",
    "ui/divider/divider.css",
    "ui/badge/badge.css",
    "ui/badge/tones.css",
    "ui/button/button.css",
    "ui/button/danger.css",
    "ui/spinner/spinner.css",
    "ui/field/field.css",
    "ui/checkbox/checkbox.css",
    "ui/otp_input/otp_input.css",
    "ui/alert/alert.css",
    "ui/avatar/avatar.css",
    "ui/card/card.css",
    "ui/skeleton/skeleton.css",
    "ui/menu/menu.css",
    "ui/dialog/dialog.css",
    "ui/tabs/tabs.css",
    "ui/section/section.css",
    "ui/search/search.css",
    "ui/select/select.css",
    "ui/progress/progress.css",
    "ui/table/table.css",
    "ui/toast/toast.css",
    "ui/chips/chips.css",
    "ui/combobox/combobox.css",
    "ui/phone_input/phone_input.css",
    "ui/file_drop/file_drop.css",
    "ui/avatar_upload/avatar_upload.css",
    "profile/profile.css",
    "organization_profile/organization_profile.css",
    "sign_in/sign_in.css",
    "sign_up/sign_up.css",
    "user_button/user_button.css",
    "organization_switcher/organization_switcher.css",
    "organization_list/organization_list.css",
    "create_organization/create_organization.css",
);

/// The id of the style element, so that it exists once however often `<Styles/>` is used.
const STYLE_ID: &str = "frontdesk-styles";

/// Puts the sheet into the page: through the object model in the browser, which a strict content security policy allows, and in
/// place on a server.
///
/// An app that links [`STYLESHEET`] as a static file does not need this, and its bundle does not carry the sheet.
#[component]
pub fn Styles(
    /// The nonce of the page's content security policy, for what a server sends.
    #[prop(optional, into)]
    nonce: Option<String>,
    /// Tokens for the whole page, in a rule for `:root` behind the sheet: with a nonce they work under a strict policy from the
    /// first byte on.
    #[prop(optional)]
    variables: Variables,
) -> impl IntoView {
    #[cfg(all(feature = "csr", target_arch = "wasm32"))]
    {
        add_to_page(nonce, &variables);
        ().into_any()
    }
    #[cfg(not(all(feature = "csr", target_arch = "wasm32")))]
    view! { <style id=STYLE_ID nonce=nonce inner_html=sheet(&variables)></style> }.into_any()
}

fn sheet(variables: &Variables) -> String {
    if variables.is_empty() { STYLESHEET.to_owned() } else { [STYLESHEET, &variables.css(":root")].concat() }
}

#[cfg(all(feature = "csr", target_arch = "wasm32"))]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = CSSStyleSheet)]
    type Sheet;

    #[wasm_bindgen(catch, constructor, js_class = "CSSStyleSheet")]
    fn new() -> Result<Sheet, JsValue>;

    #[wasm_bindgen(catch, method, js_class = "CSSStyleSheet", js_name = replaceSync)]
    fn replace_sync(this: &Sheet, text: &str) -> Result<(), JsValue>;

    /// A document.
    type Adopting;

    #[wasm_bindgen(method, getter, js_name = adoptedStyleSheets)]
    fn adopted_style_sheets(this: &Adopting) -> js_sys::Array;
}

#[cfg(all(feature = "csr", target_arch = "wasm32"))]
fn add_to_page(nonce: Option<String>, variables: &Variables) {
    thread_local! {
        static THERE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    let document = leptos::tachys::dom::document();
    if THERE.replace(true) || document.get_element_by_id(STYLE_ID).is_some() {
        return;
    }
    let text = sheet(variables);
    if let Ok(adopted) = Sheet::new()
        && adopted.replace_sync(&text).is_ok()
    {
        document.unchecked_ref::<Adopting>().adopted_style_sheets().push(&adopted);
        return;
    }
    // A browser that is too old for that.
    let (Some(head), Ok(style)) = (document.head(), document.create_element("style")) else { return };
    style.set_id(STYLE_ID);
    if let Some(nonce) = nonce {
        // Failing to set it leaves the sheet to the policy, which is what the policy is for.
        let _ = style.set_attribute("nonce", &nonce);
    }
    style.set_text_content(Some(&text));
    let _ = head.append_child(&style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_is_one_layer_with_balanced_braces() {
        assert!(STYLESHEET.starts_with("@layer frontdesk {"));
        assert_eq!(STYLESHEET.matches('{').count(), STYLESHEET.matches('}').count());
    }

    #[test]
    fn only_logical_properties_are_used_so_that_right_to_left_looks_right() {
        for physical in [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
            "text-align: right",
            "border-left",
            "border-right",
        ] {
            assert!(!STYLESHEET.contains(physical), "{physical}");
        }
    }
}
