//! A picture as a PNG beside the build, and what it cost.

use std::{fs::File, path::PathBuf};

use playtally_panel_emulator::EmulatedPanel;

pub(crate) fn save(panel: &EmulatedPanel, name: &str) {
    let image = panel.image();
    let path = PathBuf::from(format!("{}/../../target/{name}.png", env!("CARGO_MANIFEST_DIR")));
    let file = File::create(&path).expect("a file beside the build");
    let mut encoder = png::Encoder::new(file, image.width() as u32, image.height() as u32);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(image.rgb()).expect("pixels");
    println!("{}", path.display());
    println!("{:#?}", panel.counters());
    println!(
        "{:?} after power-up, misuse: {:?}",
        panel.clock().now(),
        panel.misuses()
    );
}
