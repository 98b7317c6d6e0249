//! What is on the panel.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::Canvas;
use crate::motion::Coming;
use crate::palette::{Ground, Hue, Palette};
use crate::{Class, Look, Moment, Notice, Page, pages};

/// A page about a history, or a screen of the device's own.
#[derive(Clone, Copy, Debug)]
pub enum Scene<'a> {
    /// A page about the history of a summary.
    Page(Page, Summary<'a>),
    /// A screen of the device's own.
    Notice(Notice<'a>),
}

impl Scene<'_> {
    /// Its name in files: lower case, words joined by hyphens; it never changes.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Page(page, _) => page.slug(),
            Self::Notice(notice) => notice.slug(),
        }
    }

    /// Draws all of it, ground included, on the whole target. The same scene, look, moment and size give the same
    /// pixels; nothing is drawn outside the target, which lies at the origin.
    ///
    /// # Errors
    /// Only those of the target.
    pub fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        look: &Look,
        now: Moment,
        target: &mut D,
    ) -> Result<(), D::Error> {
        self.draw_coming(look, now, Coming::DONE, target)
    }

    /// Draws what shows of it already while it is on its way in, over what the target shows of the scene before it.
    /// That has been [moved](Coming::shift_since) out of the way. Once it is there it is drawn as by [`draw`](Self::draw).
    ///
    /// # Errors
    /// Only those of the target.
    pub fn draw_coming<D: DrawTarget<Color = Rgb565>>(
        &self,
        look: &Look,
        now: Moment,
        coming: Coming,
        target: &mut D,
    ) -> Result<(), D::Error> {
        let size = target.bounding_box().size;
        let class = look.class_on(size);
        let palette = self.palette(look, now, class);
        let mut stage = coming.stage(target);
        let mut canvas = Canvas::new(&mut stage, class, palette, look.language.words()).growing(size, coming.growth());
        self.compose(now, &mut canvas)?;
        if let Some(chapter) = look.chapter {
            pages::ticks(chapter, &mut canvas)?;
        }
        if look.paused {
            pages::pause_mark(&mut canvas)?;
        }
        match coming.edge(size) {
            Some(edge) => target.fill_solid(&edge, look.theme.palette(self.accent(), class).accent),
            None => Ok(()),
        }
    }

    /// Tells what it is made of, on a panel of a size.
    #[cfg(any(test, feature = "plate"))]
    #[must_use]
    pub fn plate(&self, look: &Look, now: Moment, size: embedded_graphics::geometry::Size) -> crate::plate::Plate {
        let class = look.class_on(size);
        self.plate_in(self.palette(look, now, class), look, now, size)
    }

    #[cfg(any(test, feature = "plate"))]
    pub(crate) fn plate_in(
        &self,
        palette: crate::Palette,
        look: &Look,
        now: Moment,
        size: embedded_graphics::geometry::Size,
    ) -> crate::plate::Plate {
        let class = look.class_on(size);
        let plate = crate::plate::Plate::new(size);
        let mut sheet = plate.sheet();
        let mut canvas = Canvas::new(&mut sheet, class, palette, look.language.words()).on_plate(&plate);
        let Ok(()) = self.compose(now, &mut canvas);
        plate
    }

    /// The colours in which it is drawn.
    fn palette(&self, look: &Look, now: Moment, class: Class) -> Palette {
        match self {
            Self::Page(page, summary) => {
                let ground = look.ground.unwrap_or_else(|| page.ground(summary, now));
                look.theme.on(ground, class)
            }
            Self::Notice(Notice::Accepted { .. }) => {
                let hue = Hue::of_accent(self.accent());
                look.theme.on(Ground { hue, is_loud: true }, class)
            }
            Self::Notice(_) => look.theme.palette(self.accent(), class),
        }
    }

    /// The accent of the owner that it is about; the first one where it is about nobody.
    fn accent(&self) -> u8 {
        self.summary().map_or(0, |summary| summary.owner().accent)
    }

    /// Draws all but the marks of the rotation.
    pub(crate) fn compose<D: DrawTarget<Color = Rgb565>>(
        &self,
        now: Moment,
        canvas: &mut Canvas<D>,
    ) -> Result<(), D::Error> {
        canvas.paper(canvas.palette)?;
        match self {
            Self::Page(page, summary) => page.draw(summary, now, canvas),
            Self::Notice(notice) => notice.draw(now, canvas),
        }
    }

    const fn summary(&self) -> Option<&Summary<'_>> {
        match self {
            Self::Page(_, summary) | Self::Notice(Notice::Accepted { owner: summary }) => Some(summary),
            Self::Notice(Notice::DataOld { owner: summary } | Notice::Namesake { owner: summary }) => Some(summary),
            Self::Notice(Notice::Menu { owner, .. } | Notice::Erase { owner, .. }) => owner.as_ref(),
            Self::Notice(_) => None,
        }
    }
}
