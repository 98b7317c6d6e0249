//! Statistics to a poster: a year, an artist, an era or the listening type as a picture to hang or to share.
//!
//! [`poster`] composes a [`Poster`], whose [`Drawing`] becomes an SVG, a PNG or a PDF. Everything in it is a filled path,
//! text too, so that it looks the same wherever it is opened. It is a pure function: the same statistics, request and fonts
//! give the same bytes.
//!
//! Numbers are those of [`Statistics`](playtally_statistics::Statistics), words and colours those of the device: nothing is
//! counted here. Countries, hours of the day and the owner's name are in a poster only where they are asked for.

mod cover;
pub mod drawing;
mod error;
mod format;
mod layout;
mod pictures;
mod posters;
mod request;
mod sheet;
mod text;
mod words;

pub use drawing::Drawing;
pub use error::Error;
pub use format::Format;
pub use posters::poster;
pub use request::{Request, Subject};
pub use sheet::{Kind, Placed, Poster};
