//! What is on the panel.

use core::convert::Infallible;

use playtally_panel::Frame;
use playtally_screen::{Coming, Look, Menu, Moment, Notice, Open, Preferences, Progress, Scene, Showing, Whose};
use playtally_summary::Summary;

use crate::{Identity, Kept, News};

/// Something to draw.
#[derive(Debug)]
pub(super) struct View<'a> {
    scene: Scene<'a>,
    /// Whether it may come in over some time. What answers to a button does so at once.
    pub(super) may_move: bool,
}

impl<'a> View<'a> {
    /// The news if there are any, the page that is up if there is one, and how to bring a summary otherwise.
    pub(super) fn new(news: Option<&'a News>, showing: Option<Showing>, summaries: &'a [Kept]) -> Self {
        let of = |owner: &Identity| {
            let kept = summaries.iter().find(|kept| kept.identity().is(owner));
            kept.map(|kept| *kept.summary())
        };
        let notice = match news {
            Some(News::StickFound) => Some(Notice::StickFound),
            Some(News::Reading) => Some(Notice::Reading),
            Some(News::Erasing) => Some(Notice::Erasing),
            Some(News::Erased) => Some(Notice::Erased),
            Some(News::TestCard) => Some(Notice::TestCard),
            Some(News::Finder { hat }) => Some(Notice::Finder { hat }),
            Some(News::Refused { why }) => Some(Notice::Refused { why: *why }),
            Some(News::Fault { fault, detail }) => Some(Notice::Fault { fault: *fault, detail }),
            Some(News::Accepted { owner }) => of(owner).map(|owner| Notice::Accepted { owner }),
            Some(News::Namesake { new, .. }) => of(new).map(|owner| Notice::Namesake { owner }),
            None => None,
        };
        let page = || {
            let showing = showing?;
            let kept = summaries.get(showing.owner)?;
            Some(Scene::Page(showing.page, *kept.summary()))
        };
        let scene = notice.map(Scene::Notice).or_else(page);
        Self {
            scene: scene.unwrap_or(Scene::Notice(Notice::NoSummary)),
            may_move: true,
        }
    }

    /// Next to nothing.
    pub(super) const fn night() -> Self {
        Self {
            scene: Scene::Notice(Notice::Night),
            may_move: true,
        }
    }

    /// The menu, or what is open in it, with how long the button was held that erases.
    pub(super) fn menu(
        menu: Menu,
        now: Preferences,
        owner: Option<usize>,
        held: Progress,
        owners: &'a [Summary<'a>],
    ) -> Self {
        let owner = owner.and_then(|owner| owners.get(owner)).copied();
        let notice = match menu.open() {
            Open::List => Notice::Menu { menu, now, owner },
            Open::About => Notice::About { owners },
            Open::Erase(whose) => Notice::Erase {
                owner: match whose {
                    Whose::Owner(owner) => owners.get(owner).copied(),
                    Whose::Everyone => None,
                },
                held,
            },
            Open::Clock(set) => Notice::SetClock(set),
            Open::TestCard => Notice::TestCard,
        };
        Self {
            scene: Scene::Notice(notice),
            may_move: false,
        }
    }

    /// Draws what shows of it so far; once it is there, on the whole frame.
    pub(super) fn draw(&self, look: &Look, moment: Moment, coming: Coming, frame: &mut Frame) {
        let Ok(()): Result<(), Infallible> = self.scene.draw_coming(look, moment, coming, frame);
    }
}
