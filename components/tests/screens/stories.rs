//! Every story of the gallery, as the HTML that a server sends.

use crate::drawn;
use crate::html::{assert_sound, tags};
use frontdesk_gallery::address::Address;
use frontdesk_gallery::stories;

#[test]
fn every_story_is_sound_and_wears_what_is_chosen() {
    for story in stories::all() {
        let address = Address::read(&["?theme=linen&scheme=dark&story=", &story.path()].concat());
        let html = drawn(|| (story.draw)(&address.stage()));
        assert_sound(&story.path(), &html);

        let root = tags(&html).into_iter().find(|tag| tag.get("class").is_some_and(|class| class.contains("fd-root")));
        let root = root.unwrap_or_else(|| panic!("{} has no root: {html}", story.path()));
        assert_eq!(
            (root.get("data-theme"), root.get("data-scheme")),
            (Some("linen"), Some("dark")),
            "{}",
            story.path()
        );
    }
}
