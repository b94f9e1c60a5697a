//! Every story of the gallery in a browser: what axe-core says, and pictures.

use anyhow::{Context, Result};
use frontdesk_e2e::{Chromium, Given, Site, Tab, path, quiet};
use frontdesk_gallery::address::Address;
use frontdesk_gallery::{Story, stories};

/// A component is no page: what it is put into has the first heading.
const OF_PAGES: &[&str] = &["page-has-heading-one"];

/// One page that turns from story to story: loading the program once is enough.
struct Gallery {
    tab: Tab,
    chromium: Chromium,
    _site: Site,
}

impl Gallery {
    async fn open() -> Result<Self> {
        let mut given = Given::of_browser()?;
        given.screens = given.screens.join("gallery");
        let site = Site::of_folder(&path("FRONTDESK_E2E_GALLERY")?).await?;
        let chromium = Chromium::launch(&given, &[]).await?;
        let tab = chromium.open(&site.page("/?bare")).await?;
        Ok(Self { tab, chromium, _site: site })
    }

    /// Shows a story, until it stands there with everything that it opens.
    async fn turn(&self, story: &Story, more: &str) -> Result<()> {
        let query = Address::read(&format!("?story={}{more}&bare", story.path())).query();
        let turn =
            format!("history.replaceState(null, '', '{query}'); dispatchEvent(new PopStateEvent('popstate')); true");
        self.tab.ask(&turn).await?;
        let drawn = format!("document.documentElement.dataset.drawn === '{query}'");
        self.tab.wait(&drawn, &format!("the story {query}")).await?;
        self.tab.ask("__story.still()").await.map(drop)
    }

    async fn close(self) -> Result<()> {
        let said = quiet(&[&self.tab]);
        self.chromium.close().await?;
        said
    }
}

#[tokio::test]
#[ignore = "needs Chromium and the built gallery: cargo xtask test"]
async fn nobody_is_kept_out_of_any_story() -> Result<()> {
    let gallery = Gallery::open().await?;
    for looks in ["&scheme=light", "&scheme=dark", "&scheme=light&dir=rtl", "&scheme=dark&dir=rtl"] {
        for story in stories::all() {
            let name = format!("{} {looks}", story.path());
            gallery.turn(story, looks).await.with_context(|| name.clone())?;
            gallery.tab.check_accessibility_but(&name, OF_PAGES).await?;
        }
    }
    gallery.close().await
}

#[tokio::test]
#[ignore = "needs Chromium and the built gallery: cargo xtask test"]
async fn every_story_has_its_pictures_and_fits_a_phone() -> Result<()> {
    let gallery = Gallery::open().await?;
    for (size, width, height, scheme) in
        [("1280", 1280, 900, "light"), ("1280", 1280, 900, "dark"), ("390", 390, 844, "light")]
    {
        gallery.tab.show_size(width, height).await?;
        for story in stories::all() {
            gallery.turn(story, &format!("&scheme={scheme}")).await?;
            let name = story.path().replace('/', "-");
            gallery.tab.save(&format!("{name}-{scheme}-{size}.png")).await?;
            if size == "390" {
                gallery.tab.fits(&name).await?;
            }
        }
    }
    gallery.close().await
}
