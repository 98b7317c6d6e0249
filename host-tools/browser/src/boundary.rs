//! Where JavaScript and Rust meet: four functions here, two there, and bytes in the memory that both see.
//!
//! JavaScript asks for [`room`], writes a question there as JSON with a file behind it, calls [`ask`], and reads the
//! [`answer`]: JSON, raw bytes, or, if it was refused, a sentence for the user. While it answers, the program asks for parts
//! of files, which JavaScript puts into the room as well.
#![allow(
    unsafe_code,
    reason = "an exported name is unsafe to rustc, as another library might have it; there is no other in this program"
)]

use std::cell::RefCell;
use std::panic;

use crate::{Page, Question};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Room for so many bytes. It is there until the next call of anything.
#[unsafe(no_mangle)]
extern "C" fn room(bytes: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0; bytes];
        input.as_mut_ptr()
    })
}

/// Answers what is in the room, the first `json` bytes of which are the question. Says whether it was answered.
#[unsafe(no_mangle)]
extern "C" fn ask(json: usize) -> bool {
    // A panic ends the program; this leaves its words behind for the page to show.
    panic::set_hook(Box::new(|panic| ANSWER.set(panic.to_string().into_bytes())));
    let input = INPUT.take();
    let (json, file) = input.split_at(json.min(input.len()));
    let answer = serde_json::from_slice::<Question>(json)
        .map_err(|error| error.to_string())
        .and_then(|question| {
            PAGE.with_borrow_mut(|page| {
                let page = page.get_or_insert_with(|| Page::new(outside()));
                page.answer(question, file).map_err(|trouble| trouble.to_string())
            })
        });
    let is_answered = answer.is_ok();
    ANSWER.set(answer.map_or_else(String::into_bytes, Into::into));
    is_answered
}

/// Where the last answer begins.
#[unsafe(no_mangle)]
extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

/// How many bytes the last answer has.
#[unsafe(no_mangle)]
extern "C" fn answer_length() -> usize {
    ANSWER.with_borrow(Vec::len)
}

#[cfg(not(target_family = "wasm"))]
fn outside() -> std::sync::Arc<dyn crate::Outside> {
    std::sync::Arc::new(crate::Memory::default())
}

#[cfg(target_family = "wasm")]
use browser::outside;

#[cfg(target_family = "wasm")]
mod browser {
    use std::io;
    use std::sync::Arc;

    use crate::Outside;

    #[link(wasm_import_module = "page")]
    unsafe extern "C" {
        /// Puts a part of a file into the room. Says how long it is, or that the file cannot be read, by less than nothing.
        safe fn part(file: u32, place: f64, length: u32) -> i32;
        safe fn reading(done: f64, total: f64, plays: f64);
    }

    #[derive(Debug)]
    struct Browser;

    impl Outside for Browser {
        fn read(&self, file: u32, place: u64, into: &mut [u8]) -> io::Result<usize> {
            let length = part(file, place as f64, into.len() as u32);
            let part = super::INPUT.take();
            match usize::try_from(length) {
                Ok(length) if length <= part.len().min(into.len()) => {
                    into[..length].copy_from_slice(&part[..length]);
                    Ok(length)
                }
                _ => Err(io::Error::other("the browser cannot read it any more")),
            }
        }

        fn reading(&self, done: u64, total: u64, plays: u64) {
            reading(done as f64, total as f64, plays as f64);
        }
    }

    pub(super) fn outside() -> Arc<dyn Outside> {
        Arc::new(Browser)
    }
}
