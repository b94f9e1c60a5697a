//! Every story of the gallery in a browser: what axe-core says, and pictures.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use frontdesk_e2e::{Chromium, Given, Site, Tab, likeness, path, quiet};
use frontdesk_gallery::address::Address;
use frontdesk_gallery::{Opens, Story, played, stories};
use tokio::task::{JoinSet, spawn_blocking};

/// A component is no page: what it is put into has the first heading.
const OF_PAGES: &[&str] = &["page-has-heading-one"];

/// One page that turns from story to story: loading the program once is enough.
struct Gallery {
    tab: Tab,
    chromium: Chromium,
    screens: PathBuf,
    _site: Site,
}

impl Gallery {
    async fn open() -> Result<Self> {
        let mut given = Given::of_browser()?;
        given.screens = given.screens.join("gallery");
        let screens = given.screens.clone();
        let site = Site::of_folder(&path("FRONTDESK_E2E_GALLERY")?).await?;
        // Letters are drawn as their font says, whatever this machine is set to.
        let plain = [("font-render-hinting", "none".to_owned()), ("disable-lcd-text", String::new())];
        let chromium = Chromium::launch(&given, &plain).await?;
        let tab = chromium.open(&site.page("/?bare")).await?;
        Ok(Self { tab, chromium, screens, _site: site })
    }

    /// Shows a story, until it stands there with everything that it opens.
    async fn turn(&self, story: &Story, more: &str) -> Result<()> {
        let query = Address::read(&format!("?story={}{more}&bare", story.path())).query();
        let turn = format!(
            "new Promise((done) => {{
                const limit = performance.now() + 15000;
                const look = () => {{
                    const drawn = document.documentElement.dataset.drawn === '{query}';
                    if (drawn || performance.now() > limit) done(drawn);
                    else requestAnimationFrame(look);
                }};
                history.replaceState(null, '', '{query}');
                dispatchEvent(new PopStateEvent('popstate'));
                look();
            }}).then(async (drawn) => drawn && (await __story.still()))"
        );
        ensure!(self.tab.ask(&turn).await? == true, "the story {query} is never drawn");
        Ok(())
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

/// What a person does who finds the story about signing in: two errors on the way in, then out again.
#[tokio::test]
#[ignore = "needs Chromium and the built gallery: cargo xtask test"]
async fn a_sign_in_is_played_without_a_server() -> Result<()> {
    let gallery = Gallery::open().await?;
    let tab = &gallery.tab;
    let story = stories::find("sign-in/played").context("the story is told")?;
    gallery.turn(story, "&scheme=light").await?;
    tab.fill("Email address", "grace@example.com").await?;
    tab.press("Continue").await?;
    tab.sees("We don’t know this account").await?;
    tab.fill("Email address", played::ADDRESS).await?;
    tab.press("Continue").await?;
    tab.fill("Password", "hunter2").await?;
    tab.press("Continue").await?;
    tab.sees("That isn’t the right password").await?;
    tab.fill("Password", played::PASSWORD).await?;
    tab.press("Continue").await?;
    tab.sees("Signed in").await?;
    tab.offers("Account: Ada Lovelace").await?;
    tab.check_accessibility_but("sign-in/played, signed in", &[]).await?;
    tab.press("Sign out").await?;
    tab.shows("input[name=identifier]").await?;
    gallery.close().await
}

/// How stories are shown for their pictures.
struct Look {
    name: &'static str,
    width: i64,
    height: i64,
    query: &'static str,
    /// Whether only some stories are shown so: what changes is where things stand, which few of them show.
    some: bool,
}

const LOOKS: [Look; 6] = [
    Look { name: "light-1280", width: 1280, height: 900, query: "&scheme=light", some: false },
    Look { name: "dark-1280", width: 1280, height: 900, query: "&scheme=dark", some: false },
    Look { name: "light-390", width: 390, height: 844, query: "&scheme=light", some: false },
    Look { name: "dark-390", width: 390, height: 844, query: "&scheme=dark", some: false },
    Look { name: "rtl-1280", width: 1280, height: 900, query: "&scheme=light&dir=rtl", some: true },
    Look { name: "rtl-390", width: 390, height: 844, query: "&scheme=light&dir=rtl", some: true },
];

/// The stories that are shown from right to left as well.
const BOTH_WAYS: [&str; 12] = [
    "sign-in/password",
    "sign-in/methods",
    "sign-up/start",
    "user-button/several-accounts",
    "user-profile/profile",
    "user-profile/security",
    "organization-switcher/open",
    "organization-profile/members",
    "organization-list/places",
    "primitives/inputs",
    "primitives/tables",
    "primitives/menus",
];

/// What became of one picture.
enum Outcome {
    Alike,
    Differs(String),
}

/// The pictures go to `target/screens/gallery`. With `FRONTDESK_E2E_ACCEPT` what is seen becomes what is accepted, as
/// `cargo xtask gallery --accept` says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and the built gallery: cargo xtask test"]
async fn every_story_looks_as_it_was_accepted_and_fits_a_phone() -> Result<()> {
    let accept = std::env::var_os("FRONTDESK_E2E_ACCEPT").is_some();
    let references = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gallery/references");
    let gallery = Gallery::open().await?;
    let differs = gallery.screens.join("differs");
    fs::create_dir_all(&differs)?;
    for path in BOTH_WAYS {
        ensure!(stories::find(path).is_some(), "there is no story {path}");
    }
    let mut judged = JoinSet::new();
    let mut files = Vec::new();
    for look in &LOOKS {
        fs::create_dir_all(references.join(look.name))?;
        gallery.tab.show_size(look.width, look.height).await?;
        for story in stories::all() {
            let path = story.path();
            if story.opens == Opens::Played || (look.some && !BOTH_WAYS.contains(&path.as_str())) {
                continue;
            }
            gallery.turn(story, &format!("{}&still", look.query)).await?;
            let picture = whole(&gallery.tab, look).await.with_context(|| path.clone())?;
            if look.width == 390 {
                gallery.tab.fits(&path).await?;
            }
            let name = path.replace('/', "-");
            let (screen, seen) =
                (gallery.screens.join(format!("{name}-{}.png", look.name)), format!("{}/{path}", look.name));
            let reference = references.join(look.name).join(format!("{name}.png"));
            let beside = differs.join(format!("{name}-{}.png", look.name));
            files.push(reference.clone());
            judged.spawn(async move {
                let judge = spawn_blocking(move || -> Result<Outcome> {
                    fs::write(&screen, &picture).with_context(|| format!("writing {}", screen.display()))?;
                    judge(&picture, &reference, &beside, accept)
                });
                judge.await.context("judging a picture")?.map(|outcome| (seen, outcome))
            });
        }
    }
    let mut differ = Vec::new();
    while let Some(done) = judged.join_next().await {
        if let (seen, Outcome::Differs(how)) = done.context("judging a picture")?? {
            differ.push(format!("{seen} {how}"));
        }
    }
    if accept {
        remove_others(&references, &files)?;
    }
    gallery.close().await?;
    differ.sort();
    ensure!(
        differ.is_empty(),
        "{} pictures look other than the accepted ones in gallery/references:\n  {}\nThey stand side by side in {}. If they \
         look as they should: `cargo xtask gallery --accept`.",
        differ.len(),
        differ.join("\n  "),
        differs.display()
    );
    Ok(())
}

/// A picture of all of a story, in a window that is high enough for it.
async fn whole(tab: &Tab, look: &Look) -> Result<Vec<u8>> {
    let height = tab.ask("document.documentElement.scrollHeight").await?.as_i64().unwrap_or_default();
    if height <= look.height {
        return tab.seen().await;
    }
    tab.show_size(look.width, height).await?;
    tab.ask("__story.still()").await?;
    let picture = tab.seen().await?;
    tab.show_size(look.width, look.height).await?;
    Ok(picture)
}

fn judge(picture: &[u8], reference: &Path, beside: &Path, accept: bool) -> Result<Outcome> {
    let seen = likeness::halved(picture)?;
    let accepted = fs::read(reference).ok().map(|file| likeness::read(&file)).transpose()?;
    let how = match &accepted {
        Some(accepted) => likeness::difference(accepted, &seen),
        None => Some("has no accepted picture yet".to_owned()),
    };
    let Some(how) = how else { return Ok(Outcome::Alike) };
    if accept {
        fs::write(reference, likeness::write(&seen)?).with_context(|| format!("writing {}", reference.display()))?;
        return Ok(Outcome::Alike);
    }
    likeness::beside(accepted.as_ref(), &seen).save(beside).context("writing what differs")?;
    Ok(Outcome::Differs(how))
}

/// Pictures of stories that are no longer told.
fn remove_others(references: &Path, told: &[PathBuf]) -> Result<()> {
    for look in fs::read_dir(references)? {
        for entry in fs::read_dir(look?.path())? {
            let file = entry?.path();
            if !told.contains(&file) {
                fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
            }
        }
    }
    Ok(())
}
