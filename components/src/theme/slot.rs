//! The slots: every class that a view sets, with what it is. They are stable, and each may be dressed by `Elements` or by a rule.

/// A constant for each slot, and the list of them all.
macro_rules! slots {
    ($($name:ident $class:literal $doc:literal,)*) => {
        $(#[doc = $doc]
        pub const $name: &str = $class;)*

        /// Every slot with what it is.
        pub const SLOTS: &[(&str, &str)] = &[$(($class, $doc),)*];
    };
}

slots! {
    ROOT "fd-root" "Around every component.",
    INLINE "fd-inline" "Beside it, around components that stand in a line.",
    SIGN_IN "fd-sign-in" "Around sign-in.",
    SIGN_UP "fd-sign-up" "Around sign-up.",
    MISCONFIGURED "fd-misconfigured" "Around the message about a key that cannot be read.",
    CARD "fd-card" "A card.",
    CARD_MAIN "fd-card-main" "The card's upper layer.",
    CARD_FOOT "fd-card-foot" "The strip below it, with a question and a link.",
    FOOT_LINKS "fd-foot-links" "The app's own links at the card's end.",
    FOOT_LINK "fd-foot-link" "One of them.",
    BRAND "fd-brand" "The line with the logo.",
    LOGO "fd-logo" "The logo.",
    LOGO_LINK "fd-logo-link" "The link around it.",
    MARK "fd-mark" "The letter that stands for a logo.",
    BADGE "fd-badge" "A badge.",
    STEP "fd-step" "One step of a form, or what a dialog holds.",
    HEAD "fd-head" "Title and subtitle.",
    TITLE "fd-title" "The title of a step or dialog.",
    SUBTITLE "fd-subtitle" "The line below it.",
    IDENTITY "fd-identity" "Whom a step is about.",
    NOTICE "fd-notice" "The round sign of a step that only says something.",
    FORM "fd-form" "A form.",
    AFTER "fd-after" "What stands below a form's button.",
    STACK "fd-stack" "Buttons below each other.",
    ROW "fd-row" "Two fields beside each other.",
    DIVIDER "fd-divider" "A line with a word in it.",
    FIELD "fd-field" "A label with its input and message.",
    FIELD_HEAD "fd-field-head" "The line with the label.",
    LABEL "fd-label" "A label.",
    OPTIONAL "fd-optional" "The word for what may be left empty.",
    CONTROL "fd-control" "Around an input and what stands in it.",
    INPUT "fd-input" "An input.",
    INPUT_END "fd-input-end" "What stands at the input's end, such as the eye.",
    FIELD_MESSAGE "fd-field-message" "The place for an error or a hint.",
    INSTANT "fd-instant" "The unseen password input of the first step.",
    VISUALLY_HIDDEN "fd-visually-hidden" "What is heard and not seen.",
    RULES "fd-rules" "The rules of a password.",
    RULE "fd-rule" "One of them.",
    CHECK "fd-check" "A checkbox with its label.",
    CHECKBOX "fd-checkbox" "A checkbox.",
    OTP "fd-otp" "Around the input for a code.",
    OTP_INPUT "fd-otp-input" "The input itself, without ink.",
    OTP_BOXES "fd-otp-boxes" "The boxes below it.",
    OTP_BOX "fd-otp-box" "One box.",
    OTP_GAP "fd-otp-gap" "The dash in the middle.",
    BUTTON "fd-button" "A button; `data-variant` says which kind.",
    BUTTON_LABEL "fd-button-label" "Its icon and words.",
    ICON_BUTTON "fd-icon-button" "A button that is an icon.",
    LINK "fd-link" "A link, or a button that looks like one.",
    RESEND "fd-resend" "The one that sends a new code.",
    SPINNER "fd-spinner" "The sign of work under way.",
    ICON "fd-icon" "An icon.",
    ALERTS "fd-alerts" "The place for alerts.",
    ALERT "fd-alert" "An alert; `data-kind` says which.",
    ALERT_BODY "fd-alert-body" "Its words and its way out.",
    SKELETON "fd-skeleton" "A shape that stands for what is to come.",
    AVATAR "fd-avatar" "A picture or initials.",
    LINES "fd-lines" "A name with a quieter line below it.",
    USER_BUTTON "fd-user-button" "The round button that shows who is signed in.",
    SWITCHER "fd-switcher" "The button that shows the organization.",
    SWITCHER_NAME "fd-switcher-name" "The name in it.",
    POPOVER "fd-popover" "The panel of a menu.",
    POPOVER_HEAD "fd-popover-head" "Who or what the menu is about.",
    MENU "fd-menu" "The items of a menu.",
    MENU_GROUP "fd-menu-group" "Items that belong together.",
    MENU_HEADING "fd-menu-heading" "What they have in common.",
    MENU_ITEM "fd-menu-item" "One item.",
    MENU_LEADING "fd-menu-leading" "The icon or picture before its words.",
    MENU_CHECK "fd-menu-check" "The tick of the chosen one.",
    DIALOG "fd-dialog" "A dialog.",
    DIALOG_HEAD "fd-dialog-head" "Its title, and the button that closes it.",
    DIALOG_CLOSE "fd-dialog-close" "That button, where it floats.",
    DIALOG_BODY "fd-dialog-body" "What a dialog holds.",
    DIALOG_ACTIONS "fd-dialog-actions" "The buttons at its end.",
    TABS "fd-tabs" "A line of tabs.",
    TAB "fd-tab" "A tab.",
    TAB_COUNT "fd-tab-count" "The number in it.",
    TAB_PANEL "fd-tab-panel" "What a tab shows.",
    SECTIONS "fd-sections" "The sections of a page.",
    SECTION "fd-section" "A section.",
    SECTION_HEAD "fd-section-head" "Its title and what is beside it.",
    SECTION_TITLE "fd-section-title" "Its title.",
    SECTION_ABOUT "fd-section-about" "A line that explains.",
    SECTION_BODY "fd-section-body" "What is in it.",
    ENTRIES "fd-entries" "A list in a section.",
    ENTRY "fd-entry" "One entry of it.",
    ENTRY_LEADING "fd-entry-leading" "The icon or picture before it.",
    ENTRY_LINES "fd-entry-lines" "Its words.",
    ENTRY_TITLE "fd-entry-title" "Its first line.",
    ENTRY_DETAIL "fd-entry-detail" "Its second line.",
    ENTRY_ACTION "fd-entry-action" "What can be done with it.",
    ACTIONS "fd-actions" "The buttons at the end of an editor.",
    INLINE_CARD "fd-inline-card" "An editor in the place of a row.",
    INLINE_CARD_TITLE "fd-inline-card-title" "Its title.",
    SELECT "fd-select" "Around a list to choose from.",
    SELECT_INPUT "fd-select-input" "The list itself.",
    SELECT_MARK "fd-select-mark" "The arrow in it.",
    SEARCH "fd-search" "Around an input that searches.",
    SEARCH_INPUT "fd-search-input" "The input itself.",
    MENU_SEARCH "fd-menu-search" "The input that searches a menu.",
    MENU_SEARCH_BOX "fd-menu-search-box" "Around it.",
    MENU_NONE "fd-menu-none" "What a search without a result says.",
    TABLE_BOX "fd-table-box" "Around a table.",
    TABLE_TOOLS "fd-table-tools" "Above a table: its search and what is done with it.",
    TABLE "fd-table" "A table, which becomes cards where there is no room.",
    TABLE_ROW "fd-table-row" "A row.",
    TABLE_LABEL "fd-table-label" "The name of a column.",
    TABLE_EMPTY "fd-table-empty" "What stands in a table without rows.",
    PAGES "fd-pages" "The line that turns pages.",
    PAGES_SHOWN "fd-pages-shown" "Which rows are shown.",
    PROGRESS "fd-progress" "The sign that rows are under way.",
    TOASTS "fd-toasts" "The place for short messages.",
    TOAST_LIST "fd-toast-list" "The messages.",
    TOAST "fd-toast" "One of them.",
    TOAST_TEXT "fd-toast-text" "Its words.",
    DROP_FIELD "fd-drop-field" "A place for a file, with its message.",
    DROP_INPUT "fd-drop-input" "The unseen input of it.",
    DROP "fd-drop" "The place that files are dropped on.",
    DROP_WORDS "fd-drop-words" "Its words.",
    UPLOAD "fd-upload" "A picture that can be changed.",
    UPLOAD_PICTURE "fd-upload-picture" "Around the picture.",
    UPLOAD_WORDS "fd-upload-words" "What stands beside it.",
    UPLOAD_BUTTONS "fd-upload-buttons" "Its buttons.",
    UPLOAD_HINT "fd-upload-hint" "What to know before.",
    COMBOBOX "fd-combobox" "Around the field of a searching choice.",
    COMBOBOX_INPUT "fd-combobox-input" "Its input.",
    COMBOBOX_CLEAR "fd-combobox-clear" "The place of the button that takes the choice back.",
    COMBOBOX_MARK "fd-combobox-mark" "The arrow.",
    COMBOBOX_PANEL "fd-combobox-panel" "The panel with the list.",
    COMBOBOX_LIST "fd-combobox-list" "The list.",
    OPTION "fd-option" "One of its lines.",
    OPTION_MARK "fd-option-mark" "The check of the chosen one.",
    OPTION_LABEL "fd-option-label" "Its words.",
    OPTION_DETAIL "fd-option-detail" "The quieter word at its end.",
    PHONE "fd-phone" "Around the parts of a phone number.",
    PHONE_COUNTRY "fd-phone-country" "The button with the country.",
    PHONE_ID "fd-phone-id" "The country’s two letters.",
    PHONE_CODE "fd-phone-code" "Its calling code.",
    PHONE_INPUT "fd-phone-input" "The input for the number.",
    CHIPS "fd-chips" "Around a field for many addresses.",
    CHIPS_LIST "fd-chips-list" "The addresses taken in.",
    CHIPS_INPUT "fd-chips-input" "The input for the next one.",
    CHIP "fd-chip" "One of them.",
    CHIP_REMOVE "fd-chip-remove" "The button that takes it out.",
    PROFILE_BOX "fd-profile-box" "Navigation and page of a profile.",
    PROFILE_SIDE "fd-profile-side" "The side with the navigation.",
    PROFILE_HEAD "fd-profile-head" "What all pages are about.",
    PROFILE_TITLE "fd-profile-title" "Its title.",
    PROFILE_SUBTITLE "fd-profile-subtitle" "The line below it.",
    PROFILE_NAV "fd-profile-nav" "The navigation.",
    PROFILE_LINK "fd-profile-link" "A page in it.",
    PROFILE_MENU "fd-profile-menu" "The button that opens it where there is no room.",
    PROFILE_MAIN "fd-profile-main" "The page.",
    PROFILE_PAGE_TITLE "fd-profile-page-title" "The page's title.",
    PROFILE_OPEN "fd-profile-open" "The button that edits a row.",
    PROFILE "fd-profile" "Around a profile.",
    USER_PROFILE "fd-user-profile" "Beside it, around one's own account.",
    ORGANIZATION_PROFILE "fd-organization-profile" "Beside it, around an organization.",
    ORGANIZATION_LIST "fd-organization-list" "Around the list of organizations.",
    CREATE_ORGANIZATION "fd-create-organization" "Around the page that makes one.",
    WORKSPACES "fd-workspaces" "The places to work in.",
    WORKSPACE "fd-workspace" "One of them.",
    WORKSPACE_END "fd-workspace-end" "The sign at its end.",
    WORKSPACE_ICON "fd-workspace-icon" "The sign before a new one.",
    WORKSPACE_NONE "fd-workspace-none" "What is said where there is no organization.",
    MEMBERS "fd-members" "The page with the members.",
    MEMBERS_COUNT "fd-members-count" "How many there are.",
    MEMBERS_WAITS "fd-members-waits" "What stands there until they are known.",
    MEMBERS_NOTICE "fd-members-notice" "What stands there instead of a list.",
    USER_AVATAR "fd-user-avatar" "The picture of who is signed in, as an image.",
    PROFILE_RESEND "fd-profile-resend" "The line that offers a new code.",
    PROFILE_WAITS "fd-profile-waits" "What stands there until a list is known.",
    PROFILE_SAID "fd-profile-said" "What has just been done.",
    PROFILE_FAILED "fd-profile-failed" "What stands there when the server did not answer.",
}

#[cfg(test)]
mod tests {
    use super::SLOTS;
    use crate::theme::{THEMES, TOKENS};
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/theming.md");

    /// Every class in the sources: a text of nothing but `fd-…` words that is not the default of an id.
    fn classes_below(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the sources are here") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                classes_below(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("theme/slot.rs") {
                let source = fs::read_to_string(&path).expect("a text");
                let mut before = "";
                for (place, part) in source.split('"').enumerate() {
                    let words = || part.split(' ');
                    let name = |word: &str| word.strip_prefix("fd-").is_some_and(|rest| !rest.is_empty());
                    if place % 2 == 1 && words().all(name) && !before.ends_with("default = ") {
                        found.extend(words().map(str::to_owned));
                    }
                    before = part;
                }
            }
        }
    }

    #[test]
    fn every_class_of_a_view_is_a_slot_and_every_slot_a_class() {
        let mut used = BTreeSet::new();
        classes_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut used);
        let known: BTreeSet<String> = SLOTS.iter().map(|(class, _)| (*class).to_owned()).collect();

        assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "add these to theme/slot.rs");
        assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "no view sets these any more");
        assert_eq!(known.len(), SLOTS.len(), "a slot is there twice");
    }

    /// `FRONTDESK_WRITE_DOCS=1 cargo test -p frontdesk-components --lib the_page` writes the tables.
    #[test]
    fn the_page_about_themes_lists_every_token_slot_and_theme() {
        let table = |head: &str, rows: &[(&str, &str)]| {
            let mut lines = vec![["| ", head, " | |"].concat(), "|---|---|".to_owned()];
            lines.extend(rows.iter().map(|(name, doc)| ["| `", name, "` | ", doc, " |"].concat()));
            lines.join("\n")
        };
        let page = fs::read_to_string(PAGE).expect("docs/theming.md");
        let mut written = page.clone();
        for (mark, table) in [("tokens", table("token", TOKENS)), ("slots", table("class", SLOTS))] {
            let (begin, end) = (["<!-- ", mark, " -->\n"].concat(), ["\n<!-- end of ", mark, " -->"].concat());
            let (head, rest) = written.split_once(&begin).expect("the table begins");
            let (_, tail) = rest.split_once(&end).expect("the table ends");
            written = [head, &begin, &table, &end, tail].concat();
        }
        if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
            fs::write(PAGE, &written).expect("writing the page");
        } else {
            assert!(page == written, "run this test with FRONTDESK_WRITE_DOCS=1");
        }
        for (name, _) in THEMES {
            assert!(page.contains(&["`", name, "`"].concat()), "{name}");
        }
    }
}
