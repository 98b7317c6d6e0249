//! A test picture on every panel in every rotation, against pictures that people have looked at; and the driver told
//! something wrong on purpose, which the emulated panel has to show.
//!
//! `UPDATE_PICTURES=1 cargo test -p playtally-panel --test all pictures::` draws them anew. Look at them before you keep them.

use std::{env, fs::File, io::BufReader, path::PathBuf};

use embedded_graphics::{
    pixelcolor::Rgb565,
    prelude::*,
    primitives::{Circle, PrimitiveStyle, Rectangle, Triangle},
};
use playtally_panel::{ColorOrder, Cost, Display, Driver, Frame, PANELS, PanelSpec, Refresh, Rotation, Wires};
use playtally_panel_emulator::{EmulatedPanel, Glass, Image};

/// A picture without symmetry: no two of its eight orientations are alike, and no two of its color channels.
fn draw(frame: &mut Frame<'_>) {
    let size = frame.size();
    let (right, bottom) = (size.width as i32 - 1, size.height as i32 - 1);
    let mut fill = |corner, size, color| {
        let area = Rectangle::new(corner, size).into_styled(PrimitiveStyle::with_fill(color));
        area.draw(frame).unwrap();
    };
    fill(Point::zero(), size, Rgb565::new(0, 0, 12));
    fill(Point::zero(), Size::new(size.width, 1), Rgb565::WHITE);
    fill(Point::new(0, bottom), Size::new(size.width, 1), Rgb565::WHITE);
    fill(Point::zero(), Size::new(1, size.height), Rgb565::WHITE);
    fill(Point::new(right, 0), Size::new(1, size.height), Rgb565::WHITE);
    fill(Point::new(4, 4), size / 4, Rgb565::RED);
    fill(Point::new(4, bottom - 9), Size::new(size.width / 2, 6), Rgb565::YELLOW);
    let (middle, third) = (Point::new(right / 2, bottom / 2), size.width.min(size.height) / 3);
    Circle::with_center(middle, third)
        .into_styled(PrimitiveStyle::with_stroke(Rgb565::GREEN, 3))
        .draw(frame)
        .unwrap();
    let corner = Point::new(right - 5, 5);
    Triangle::new(
        corner,
        corner - Point::new(right / 4, 0),
        corner + Point::new(0, bottom / 3),
    )
    .into_styled(PrimitiveStyle::with_fill(Rgb565::WHITE))
    .draw(frame)
    .unwrap();
}

/// What the eye sees when a driver that was told `spec` shows the picture on a glass.
fn seen(spec: &PanelSpec, rotation: Rotation, glass: Glass) -> Image {
    let panel = EmulatedPanel::new(glass);
    let size = spec.size(rotation);
    let pixels = (size.width * size.height) as usize;
    let (mut shown, mut next, mut buffer) = (vec![0; pixels], vec![0; pixels], [0; 4096]);
    let wires = Wires {
        spi: panel.spi(),
        data_command: panel.data_command(),
        reset: Some(panel.reset()),
        busy: Some(panel.busy()),
    };
    let driver = Driver::open(spec, rotation, wires, panel.delay(), &mut buffer).unwrap();
    let frames = [&mut shown, &mut next].map(|pixels| Frame::new(size, pixels).unwrap());
    let [shown, next] = frames;
    let mut display = Display::new(driver, shown, next, Cost::SPIDEV).unwrap();
    draw(display.frame());
    display.flush().unwrap();
    display.set_light(100).unwrap();
    panel.image()
}

fn glass(spec: &PanelSpec) -> Glass {
    Glass::named(spec.name).unwrap()
}

/// The four rotations, one below the other.
fn sheet(spec: &PanelSpec) -> (u32, u32, Vec<u8>) {
    let images = Rotation::ALL.map(|rotation| seen(spec, rotation, glass(spec)));
    let (width, height) = (images[0].width() as u32, images[0].height() as u32);
    let rgb = images.iter().flat_map(Image::rgb).copied().collect();
    (width, 4 * height, rgb)
}

fn path(spec: &PanelSpec) -> PathBuf {
    PathBuf::from(format!(
        "{}/tests/pictures/{}.png",
        env!("CARGO_MANIFEST_DIR"),
        spec.name
    ))
}

#[test]
fn every_panel_shows_the_test_picture_in_every_rotation() {
    for spec in PANELS {
        let (width, height, rgb) = sheet(spec);
        if env::var_os("UPDATE_PICTURES").is_some() {
            let mut encoder = png::Encoder::new(File::create(path(spec)).unwrap(), width, height);
            encoder.set_color(png::ColorType::Rgb);
            encoder.set_compression(png::Compression::High);
            encoder.write_header().unwrap().write_image_data(&rgb).unwrap();
        }
        let file = File::open(path(spec)).unwrap_or_else(|error| panic!("{}: {error}", path(spec).display()));
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info().unwrap();
        let mut kept = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut kept).unwrap();
        assert!(kept == rgb, "{} does not look as it did", spec.name);
    }
}

#[test]
fn whatever_the_driver_is_told_wrong_is_seen() {
    for spec in PANELS {
        let right = seen(spec, Rotation::Deg0, glass(spec));
        let is_color = spec.refresh == Refresh::Live;
        let order = match spec.color_order {
            ColorOrder::Rgb => ColorOrder::Bgr,
            ColorOrder::Bgr => ColorOrder::Rgb,
        };
        let turned = |by: Rotation| PanelSpec {
            mounting: spec.mounting.then(by),
            ..*spec
        };
        let mut wrong = vec![
            ("upside down", turned(Rotation::Deg180)),
            (
                "mirrored",
                PanelSpec {
                    mirrored: !spec.mirrored,
                    ..*spec
                },
            ),
        ];
        // Only where the memory reaches beyond the glass is there an offset to be wrong.
        let offset = match spec.name {
            "st7735-160x128" => Some((1, 2)),
            "pirate-audio" | "st7789-240x240" => Some((0, 80)),
            "sh1106-128x64" => Some((0, 0)),
            "ssd1680-250x122" => Some((8, 0)),
            _ => None,
        };
        wrong.extend(offset.map(|offset| ("offset", PanelSpec { offset, ..*spec })));
        if is_color {
            let inverted = !spec.inverted;
            wrong.push(("inversion", PanelSpec { inverted, ..*spec }));
            let color_order = order;
            wrong.push(("color order", PanelSpec { color_order, ..*spec }));
        }
        for (what, told) in wrong {
            let image = seen(&told, Rotation::Deg0, glass(spec));
            assert_ne!(image, right, "{}: {what}", spec.name);
        }
    }
}

/// What goes over the wires until the first picture: every command with its data.
fn started(name: &str) -> Vec<(u8, Vec<u8>)> {
    let spec = PanelSpec::find(name).unwrap();
    let panel = EmulatedPanel::new(glass(spec));
    panel.record();
    let wires = Wires {
        spi: panel.spi(),
        data_command: panel.data_command(),
        reset: Some(panel.reset()),
        busy: Some(panel.busy()),
    };
    let mut buffer = [0; 4096];
    let mut driver = Driver::open(spec, Rotation::Deg0, wires, panel.delay(), &mut buffer).unwrap();
    if matches!(spec.refresh, Refresh::Paper(_)) {
        use playtally_panel::Panel;
        let size = spec.size(Rotation::Deg0);
        let mut pixels = vec![0; (size.width * size.height) as usize];
        driver.show_thoroughly(&Frame::new(size, &mut pixels).unwrap()).unwrap();
    }
    drop(driver);
    panel.recorded().commands()
}

/// The arguments of OLEDs come as commands do.
fn bytes(name: &str) -> Vec<u8> {
    started(name).into_iter().map(|(byte, _)| byte).collect()
}

#[test]
fn an_sh1106_is_started_in_the_order_of_its_data_sheet() {
    let expected = [
        0xAE, // off
        0xD5, 0x80, // clock
        0xA8, 0x3F, // 64 rows
        0xD3, 0x00, 0x40, // no offset, first line 0
        0xAD, 0x8B, // converter on
        0xA1, 0xC8, 0xDA, 0x12, // how the glass is wired
        0x81, 0x80, 0xD9, 0x22, 0xDB, 0x35, // contrast, precharge, level of the common lines
        0xA4, 0xA6, // memory is shown, and not inverted
    ];
    assert_eq!(bytes("sh1106-128x64"), expected);
}

#[test]
fn an_ssd1306_is_started_in_the_order_of_its_data_sheet_and_dark() {
    let bytes = bytes("ssd1306-128x64");
    let first = [
        0xAE, 0xD5, 0x80, 0xA8, 0x3F, 0xD3, 0x00, 0x40, 0x8D, 0x14, 0x20, 0x00, 0xDA, 0x12, 0xA1, 0xC8,
    ];
    assert_eq!(bytes[..first.len()], first);
    assert_eq!(bytes.last(), Some(&0xAE));
}

#[test]
fn an_ssd1680_is_started_refreshed_and_put_to_sleep_in_the_order_of_its_data_sheet() {
    let commands: Vec<_> = started("ssd1680-250x122")
        .into_iter()
        .map(|(command, _)| command)
        .collect();
    let expected = [
        0x12, // reset
        0x01, 0x3C, 0x21, 0x18, 0x11, // gates, border, sources, temperature, order of bytes
        0x44, 0x45, 0x4E, 0x4F, // window and address
        0x44, 0x45, 0x4E, 0x4F, 0x24, // the new picture
        0x22, 0x20, 0x22, 0x20, 0x22, 0x20, // power on, refresh, power off
        0x44, 0x45, 0x4E, 0x4F, 0x26, // the old one is now the same
        0x10, // deep sleep
    ];
    assert_eq!(commands, expected);
}
