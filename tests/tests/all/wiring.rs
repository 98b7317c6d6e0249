//! The drawings of the wiring: made of the settings that the device reads, so that no number in them can be another, and
//! compared with those in `docs/pictures/wiring`. `UPDATE_DOCUMENTS=1 cargo test -p playtally-tests --test all wiring::` makes
//! them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use playtally_device::{Pin, Settings};

/// What each of the header's forty pins is, from pin 1 on: a GPIO, or its supply.
const HEADER: [&str; 40] = [
    "3.3 V", "5 V", "2", "5 V", "3", "ground", "4", "14", "ground", "15", "17", "18", "27", "ground", "22", "23",
    "3.3 V", "24", "10", "ground", "9", "25", "11", "8", "ground", "7", "0", "1", "5", "ground", "6", "12", "13",
    "ground", "19", "16", "26", "20", "ground", "21",
];

/// A board that is drawn, as docs/hardware.md names it.
struct Board {
    file: &'static str,
    name: &'static str,
    /// Its settings; without any, those of the block in docs/hardware.md below this name.
    settings: Option<&'static str>,
    /// What its buttons are called where they are used as A, B, X and Y.
    buttons: [&'static str; 4],
    /// How it comes onto the header.
    how: &'static str,
}

const PLUGGED: &str = "plug it on; no wires";
const ABXY: [&str; 4] = ["button A", "button B", "button X", "button Y"];

const BOARDS: [Board; 6] = [
    Board {
        file: "display-hat-mini",
        name: "Display HAT Mini",
        settings: Some("panel = \"display-hat-mini\""),
        buttons: ABXY,
        how: PLUGGED,
    },
    Board {
        file: "pirate-audio",
        name: "Pirate Audio",
        settings: Some("panel = \"pirate-audio\""),
        buttons: ABXY,
        how: PLUGGED,
    },
    Board {
        file: "waveshare-lcd-hat",
        name: "Waveshare 1.3\" LCD HAT",
        settings: None,
        buttons: ["key 1, as A", "key 2, as B", "stick right, as X", "stick left, as Y"],
        how: PLUGGED,
    },
    Board {
        file: "waveshare-e-paper-hat",
        name: "Waveshare 2.13\" e-Paper HAT",
        settings: None,
        buttons: ABXY,
        how: PLUGGED,
    },
    Board {
        file: "bare-st7789",
        name: "A bare ST7789 module",
        settings: None,
        buttons: ABXY,
        how: "eight wires",
    },
    Board {
        file: "bare-ssd1306",
        name: "A bare SSD1306 module",
        settings: None,
        buttons: ABXY,
        how: "seven wires",
    },
];

/// A pin of the header that a board uses.
#[derive(Debug, PartialEq, Eq)]
struct Used {
    what: String,
    /// What the modules' makers print beside it.
    printed: &'static str,
    color: &'static str,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn document() -> String {
    fs::read_to_string(root().join("docs/hardware.md")).unwrap()
}

/// The settings of a board, as the device reads them.
fn settings(board: &Board, document: &str) -> Settings {
    let block = format!("```toml\n# {}\n", board.name);
    let text = board.settings.unwrap_or_else(|| {
        let rest = document.split_once(&block);
        let rest = rest.unwrap_or_else(|| panic!("docs/hardware.md has no settings for {}", board.name));
        rest.1.split("```").next().unwrap()
    });
    Settings::parse("docs/hardware.md", text).unwrap()
}

/// The number of a GPIO's pin on the header.
fn header_pin(gpio: u8) -> usize {
    let at = HEADER.iter().position(|pin| *pin == gpio.to_string());
    at.expect("every line is on the header") + 1
}

fn number(pin: Pin) -> u8 {
    pin.number()
}

/// The pins that a board uses, by their numbers on the header.
fn used(board: &Board, settings: &Settings) -> BTreeMap<usize, Used> {
    let mut all = BTreeMap::new();
    let mut put = |pin: usize, what: &str, printed, color| {
        let what = what.to_owned();
        let before = all.insert(pin, Used { what, printed, color });
        assert_eq!(before, None, "{}: two lines on pin {pin}", board.name);
    };
    put(1, "3.3 V", "VCC", "#ff5531");
    put(6, "ground", "GND", "#191019");
    put(header_pin(11), "SPI clock", "SCL, SCK, CLK, D0", "#ffba21");
    put(header_pin(10), "SPI data", "SDA, DIN, MOSI, D1", "#42ca6b");
    assert_eq!(settings.spi.bus, 0, "the header's");
    let select = [8, 7][usize::from(settings.spi.select)];
    put(
        header_pin(select),
        &format!("chip select CE{}", settings.spi.select),
        "CS",
        "#528ef7",
    );
    let pins = &settings.pins;
    let lines = [
        (Some(pins.data_command), "data/command", "DC, RS, A0", "#a682ff"),
        (pins.reset, "reset", "RES, RST", "#ff9ec2"),
        (pins.busy, "busy", "BUSY", "#5bd5e0"),
        (pins.backlight, "backlight", "BLK, BL, LED", "#f2e52c"),
        (pins.led[0], "LED, red", "", "#b5e342"),
        (pins.led[1], "LED, green", "", "#b5e342"),
        (pins.led[2], "LED, blue", "", "#b5e342"),
    ];
    for (pin, what, printed, color) in lines {
        if let Some(pin) = pin {
            put(header_pin(number(pin)), what, printed, color);
        }
    }
    for (pin, what) in pins.buttons.iter().zip(board.buttons) {
        if let Some(pin) = pin {
            put(header_pin(number(*pin)), what, "", "#ded7ff");
        }
    }
    all
}

/// Escapes what stands between tags.
fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

const WIDTH: usize = 760;
const HEIGHT: usize = 640;
/// The first row of the header, and from one to the next.
const TOP: usize = 124;
const ROW: usize = 24;
/// The columns of odd and even pins.
const COLUMNS: [usize; 2] = [366, 394];

/// The drawing: the header from above, the end with the card up, and a flag for each pin that is used.
fn drawing(board: &Board, settings: &Settings) -> String {
    let used = used(board, settings);
    let is_bare = board.how != PLUGGED;
    let said: Vec<String> = used
        .iter()
        .map(|(pin, used)| format!("pin {pin} {}", used.what))
        .collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}: {}\">\n\
         <style>text{{font:600 13px Inter,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;fill:#191019}}.t{{font-size:22px;font-weight:800}}\
         .s{{font-weight:400}}.e{{text-anchor:end}}.c{{text-anchor:middle}}.w{{fill:#f7f3e6}}.n{{font-size:10px;fill:#8d8790}}\
         .u{{font-size:11px;font-weight:700}}</style>\n\
         <path fill=\"#f7f3e6\" d=\"M0 0h{WIDTH}v{HEIGHT}H0z\"/>\n\
         <text class=\"t\" x=\"24\" y=\"40\">{}</text>\n\
         <text class=\"s\" x=\"24\" y=\"62\">panel = \"{}\" · {}</text>\n",
        text(board.name),
        text(&said.join("; ")),
        text(board.name),
        settings.panel.name,
        board.how,
    );
    // The board, and what tells its ends apart.
    let bottom = TOP + 20 * ROW;
    write!(
        svg,
        "<rect x=\"236\" y=\"84\" width=\"188\" height=\"{}\" rx=\"18\" fill=\"#bfe3c4\"/>\n\
         <path fill=\"#cfcbc0\" d=\"M248 78h54v34h-54z\"/><text class=\"s c\" x=\"275\" y=\"100\">card</text>\n\
         <path fill=\"#191019\" d=\"M{} {}h56v{}h-56z\"/>\n\
         <path fill=\"#ff5531\" d=\"M{} 86h20l-10 16z\"/><text class=\"e\" x=\"{}\" y=\"99\">pin 1</text>\n",
        bottom - 84 + 20,
        COLUMNS[0] - 14,
        TOP - 14,
        20 * ROW + 4,
        COLUMNS[0] - 10,
        COLUMNS[0] - 16,
    )
    .unwrap();
    for (index, function) in HEADER.iter().enumerate() {
        let pin = index + 1;
        let (column, y) = (index % 2, TOP + index / 2 * ROW);
        let x = COLUMNS[column];
        let Some(used) = used.get(&pin) else {
            writeln!(
                svg,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"8\" fill=\"#3a343c\"/><text class=\"n c\" x=\"{x}\" y=\"{}\">{pin}</text>",
                y + 4
            )
            .unwrap();
            continue;
        };
        let color = used.color;
        let white = if color == "#191019" { " w" } else { "" };
        // The flag begins at the header's edge.
        let (edge, end, near, far) = match column {
            0 => (COLUMNS[0] - 14, 24, "e", ""),
            _ => (COLUMNS[1] + 14, WIDTH - 24, "", " e"),
        };
        let inner = if column == 0 { edge - 10 } else { edge + 10 };
        let outer = if column == 0 { end + 10 } else { end - 10 };
        let gpio = match function.parse::<u8>() {
            Ok(gpio) => format!("GPIO {gpio}"),
            Err(_) => String::new(),
        };
        let printed = match (is_bare, used.printed) {
            (true, printed) if !printed.is_empty() => format!("{}: {printed}", used.what),
            _ => used.what.clone(),
        };
        writeln!(
            svg,
            "<path fill=\"{color}\" d=\"M{edge} {}H{end}v20H{edge}z\"/><text class=\"{near}{white}\" x=\"{inner}\" y=\"{}\">{}</text>\
             <text class=\"s{far}{white}\" x=\"{outer}\" y=\"{}\">{gpio}</text>",
            y - 10,
            y + 5,
            text(&printed),
            y + 5,
        )
        .unwrap();
        let mark = match pin {
            1 => format!("<path fill=\"{color}\" d=\"M{} {}h20v20h-20z\"/>", x - 10, y - 10),
            _ => format!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"10\" fill=\"{color}\" stroke=\"#f7f3e6\" stroke-width=\"1.5\"/>"
            ),
        };
        writeln!(
            svg,
            "{mark}<text class=\"u c{white}\" x=\"{x}\" y=\"{}\">{pin}</text>",
            y + 4
        )
        .unwrap();
    }
    svg + "</svg>\n"
}

#[test]
fn the_drawings_of_the_wiring_are_those_of_the_settings() {
    let document = document();
    let folder = root().join("docs/pictures/wiring");
    for board in BOARDS {
        let drawn = drawing(&board, &settings(&board, &document));
        roxmltree::Document::parse(&drawn).unwrap();
        let path = folder.join(format!("{}.svg", board.file));
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &drawn).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == drawn,
            "{} is not what the settings say: UPDATE_DOCUMENTS=1 cargo test -p playtally-tests --test all wiring::",
            path.display()
        );
        assert!(
            document.contains(&format!("pictures/wiring/{}.svg", board.file)),
            "docs/hardware.md does not show {}",
            board.file
        );
    }
}

#[test]
fn the_table_of_the_wiring_has_the_same_pins() {
    let document = document();
    let table = document.split_once("| | Display HAT Mini |").unwrap().1;
    let table: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    for (column, board) in BOARDS.iter().take(4).enumerate() {
        let mut told = BTreeMap::new();
        for row in &table {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            // 9 (21): a GPIO and its pin.
            let words: Vec<&str> = cells[column + 1]
                .split([' ', ','])
                .filter(|word| !word.is_empty())
                .collect();
            for pair in words.windows(2) {
                let pin = pair[1].strip_prefix('(').and_then(|pin| pin.strip_suffix(')'));
                if let (Ok(gpio), Some(pin)) = (pair[0].parse::<u8>(), pin) {
                    let pin: usize = pin.parse().unwrap();
                    assert_eq!(header_pin(gpio), pin, "{}: {row}", board.name);
                    told.insert(pin, gpio);
                }
            }
        }
        let mut wired: Vec<usize> = used(board, &settings(board, &document)).into_keys().collect();
        wired.retain(|pin| ![1, 6, 19, 23].contains(pin));
        assert_eq!(told.into_keys().collect::<Vec<_>>(), wired, "{}", board.name);
    }
}
