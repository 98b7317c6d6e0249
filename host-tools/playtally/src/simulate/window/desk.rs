//! The device as it stands on a desk: its housing, its buttons, and a line that says what it does.

use playtally_panel_emulator::Image;
use playtally_simulator::{Action, Command};

use super::canvas::{Area, Canvas, Colour};
use crate::simulate::status::Line;

const WALL: Colour = 0x00D9_D4CB;
const HOUSING: Colour = 0x0024_2427;
const EDGE: Colour = 0x003A_3A3F;
const GLASS: Colour = 0x0008_0809;
const BUTTON: Colour = 0x004A_4A50;
const MARK: Colour = 0x00C9_C5BD;
const WRITING: Colour = 0x0045_413A;
const SOFT: Colour = 0x0076_7067;

/// Pixels between the panel and the edge of its glass, at a scale of one.
const GLASS_MARGIN: i32 = 6;
/// Pixels between the glass and the edge of the housing, where the buttons are.
const HOUSING_MARGIN: i32 = 26;
/// Pixels around the housing.
const ROOM: i32 = 22;
/// Pixels for the strip of lines below.
const STRIP: i32 = 40;
/// The size of their type and from one to the next, in dots of the screen.
const TYPE: f32 = 13.0;
const LEADING: f32 = 19.0;

/// What is drawn around the panel, drawn anew when the window's size changes.
#[derive(Debug)]
pub(crate) struct Desk {
    /// What each button does: left upper, left lower, right upper, right lower.
    actions: [Action; 4],
    size: (usize, usize),
    background: Vec<Colour>,
    layout: Layout,
}

/// Where everything is in a window.
#[derive(Clone, Copy, Debug, Default)]
struct Layout {
    scale: i32,
    panel: Area,
    glass: Area,
    housing: Area,
    buttons: [Area; 4],
}

/// What stands on a button.
const fn mark(action: Action) -> &'static str {
    match action {
        Action::Next => "→",
        Action::Previous => "←",
        Action::Pause => "II",
        Action::Owner => "○",
        Action::None => "",
    }
}

impl Desk {
    pub(crate) fn new(actions: [Action; 4]) -> Self {
        Self {
            actions,
            size: (0, 0),
            background: Vec::new(),
            layout: Layout::default(),
        }
    }

    /// The size of a window for a panel at a scale.
    pub(crate) fn room_for(width: usize, height: usize, scale: usize) -> (usize, usize) {
        let around = 2 * (GLASS_MARGIN + HOUSING_MARGIN + ROOM) as usize;
        ((width + around) * scale, (height + around + STRIP as usize) * scale)
    }

    /// Draws everything into the pixels of a window. `dots` is the size of a dot of the screen's own scale.
    pub(crate) fn draw(&mut self, pixels: &mut [Colour], size: (usize, usize), dots: f32, image: &Image, line: &Line) {
        if self.draw_device(pixels, size, image) {
            self.write(&mut Canvas { pixels, width: size.0 }, dots, line);
        }
    }

    /// Draws all but the strip of lines, unless there are not as many pixels as there should be.
    fn draw_device(&mut self, pixels: &mut [Colour], size: (usize, usize), image: &Image) -> bool {
        let layout = Layout::of(size, image);
        if self.size != size || self.layout.panel != layout.panel {
            self.size = size;
            self.layout = layout;
            self.background = vec![WALL; size.0 * size.1];
            layout.draw(
                &mut Canvas {
                    pixels: &mut self.background,
                    width: size.0,
                },
                self.actions,
            );
        }
        if pixels.len() != self.background.len() {
            return false;
        }
        pixels.copy_from_slice(&self.background);
        self.show(pixels, image);
        true
    }

    /// The device without the strip of lines, at a scale: the size, and red, green and blue of each pixel.
    pub(crate) fn portrait(mut self, image: &Image, scale: usize) -> ((usize, usize), Vec<u8>) {
        let (width, height) = Self::room_for(image.width(), image.height(), scale);
        let mut pixels = vec![0; width * height];
        self.draw_device(&mut pixels, (width, height), image);
        let above = height - STRIP as usize * scale;
        let rgb = pixels[..width * above]
            .iter()
            .flat_map(|colour| [16, 8, 0].map(|shift| (colour >> shift) as u8));
        ((width, above), rgb.collect())
    }

    /// The strip of lines: as many as there is room for, the keys last.
    fn write(&self, canvas: &mut Canvas<'_>, dots: f32, line: &Line) {
        let lines = [
            (line.word.clone().unwrap_or_else(|| line.page()), WRITING),
            (line.bus(), SOFT),
            (Command::HELP.to_owned(), SOFT),
        ];
        let below = self.layout.housing.top + self.layout.housing.height;
        let room = self.size.1 as i32 - below;
        let (em, leading) = (TYPE * dots, (LEADING * dots) as i32);
        let fits = |(at, (text, _)): &(i32, (String, Colour))| {
            (*at == 0 || (at + 1) * leading <= room) && (*at < 2 || Canvas::width_of(text, em) < self.size.0 as f32)
        };
        let lines: Vec<_> = (0..).zip(lines).take_while(fits).collect();
        let top = below + (room - lines.len() as i32 * leading) / 2;
        for (at, (text, colour)) in lines {
            let baseline = top + at * leading + (leading + em as i32 * 7 / 10) / 2;
            canvas.centred(&text, self.size.0 as i32 / 2, baseline, em, colour);
        }
    }

    /// Which button is at a pixel, as what it does.
    pub(crate) fn button_at(&self, at: (i32, i32)) -> Option<Action> {
        let button = self.layout.buttons.iter().position(|button| button.contains(at))?;
        Some(self.actions[button])
    }

    /// The panel: each of its pixels is a square.
    fn show(&self, pixels: &mut [Colour], image: &Image) {
        let Layout { scale, panel, .. } = self.layout;
        for y in 0..panel.height {
            for x in 0..panel.width {
                let [r, g, b] = image.pixel((x / scale) as usize, (y / scale) as usize).map(u32::from);
                let (column, row) = ((panel.left + x) as usize, (panel.top + y) as usize);
                if let Some(pixel) = pixels
                    .get_mut(row * self.size.0 + column)
                    .filter(|_| column < self.size.0)
                {
                    *pixel = r << 16 | g << 8 | b;
                }
            }
        }
    }
}

impl Layout {
    /// The largest whole scale at which a panel fits, in the middle.
    fn of((width, height): (usize, usize), image: &Image) -> Self {
        let fits = |scale: &usize| {
            let room = Desk::room_for(image.width(), image.height(), *scale);
            room.0 <= width && room.1 <= height
        };
        let scale = (1..=16).take_while(fits).last().unwrap_or(1) as i32;
        let (across, down) = (image.width() as i32 * scale, image.height() as i32 * scale);
        let left = (width as i32 - across).max(0) / 2;
        let top = (height as i32 - STRIP * scale - down).max(0) / 2;
        let panel = Area {
            left,
            top,
            width: across,
            height: down,
        };
        let glass = panel.grown(GLASS_MARGIN * scale);
        let housing = glass.grown(HOUSING_MARGIN * scale);
        let button = |right: bool, low: bool| {
            let (wide, high) = (12 * scale, 34 * scale);
            let middle = glass.top + glass.height * if low { 3 } else { 1 } / 4;
            let gap = (HOUSING_MARGIN * scale - wide) / 2;
            let left = if right {
                glass.left + glass.width + gap
            } else {
                housing.left + gap
            };
            Area {
                left,
                top: middle - high / 2,
                width: wide,
                height: high,
            }
        };
        let buttons = [
            button(false, false),
            button(false, true),
            button(true, false),
            button(true, true),
        ];
        Self {
            scale,
            panel,
            glass,
            housing,
            buttons,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, actions: [Action; 4]) {
        let scale = self.scale;
        let round = |radius: i32| (radius * scale) as f32;
        canvas.shadow(
            Area {
                top: self.housing.top + 5 * scale,
                ..self.housing
            },
            round(20),
            16 * scale,
            0.28,
        );
        canvas.rounded(self.housing, round(20), EDGE);
        canvas.rounded(self.housing.grown(-scale), round(19), HOUSING);
        canvas.rounded(self.glass, round(5), GLASS);
        for (button, action) in self.buttons.iter().zip(actions) {
            canvas.rounded(button.grown(scale), round(5), GLASS);
            canvas.rounded(*button, round(4), BUTTON);
            let (centre, middle) = (button.left + button.width / 2, button.top + button.height / 2);
            canvas.centred(mark(action), centre, middle + 3 * scale, 9.0 * scale as f32, MARK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_panel_emulator::{EmulatedPanel, Glass};

    fn image() -> Image {
        EmulatedPanel::new(Glass::ST7789_320X240).image()
    }

    #[test]
    fn the_panel_is_shown_at_the_largest_whole_scale_that_fits() {
        let image = image();
        let room = |scale| Desk::room_for(image.width(), image.height(), scale);
        let scale = |size| Layout::of(size, &image).scale;
        assert_eq!([1, 2, 3].map(|wanted| scale(room(wanted))), [1, 2, 3]);
        assert_eq!(scale((room(2).0 - 1, room(2).1)), 1);
        assert_eq!(scale((10, 10)), 1, "a window that is too small shows a part");
    }

    #[test]
    fn everything_lies_in_the_window_and_the_buttons_beside_the_glass() {
        let image = image();
        let size = Desk::room_for(image.width(), image.height(), 2);
        let layout = Layout::of(size, &image);
        for button in layout.buttons {
            assert!(layout.housing.contains((button.left, button.top)), "{button:?}");
            assert!(!layout.glass.contains((button.left, button.top)), "{button:?}");
        }
        assert!(layout.housing.left > 0 && layout.housing.top > 0);
        assert!(layout.housing.left + layout.housing.width < size.0 as i32);
        assert!(layout.housing.top + layout.housing.height < size.1 as i32);
    }

    #[test]
    fn a_portrait_shows_the_housing_around_the_panel_and_no_lines_below() {
        let image = image();
        let ((width, height), rgb) = Desk::new([Action::None; 4]).portrait(&image, 2);
        assert_eq!((width, height), (2 * (320 + 108), 2 * (240 + 108)));
        assert_eq!(rgb.len(), width * height * 3);
        let at = |x: usize, y: usize| &rgb[(y * width + x) * 3..][..3];
        assert_eq!(
            (at(0, 0), at(width / 2, 60)),
            (&[0xD9, 0xD4, 0xCB][..], &[0x24, 0x24, 0x27][..])
        );
        assert_eq!(at(width / 2, height / 2), image.pixel(160, 120));
    }

    #[test]
    fn a_window_of_any_size_can_be_drawn() {
        let image = image();
        let mut desk = Desk::new([Action::None; 4]);
        let line = Line {
            status: playtally_simulator::testing::device(playtally_panel::Rotation::Deg0).status(),
            is_filming: true,
            word: None,
        };
        for size in [(1, 1), (50, 700), (700, 50), (900, 700)] {
            let mut pixels = vec![0; size.0 * size.1];
            desk.draw(&mut pixels, size, 1.0, &image, &line);
        }
    }
}
