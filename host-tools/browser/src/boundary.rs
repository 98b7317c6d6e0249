//! Where JavaScript and Rust meet: four functions, and bytes in the memory that both see.
//!
//! JavaScript asks for [`room`], writes a question there as JSON with a file behind it, calls [`ask`], and reads the
//! [`answer`]: JSON, raw bytes, or, if it was refused, a sentence for the user.
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
    static PAGE: RefCell<Page> = RefCell::new(Page::default());
}

/// Room for a question of so many bytes. It is there until the next call of anything.
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
            PAGE.with_borrow_mut(|page| page.answer(question, file))
                .map_err(|trouble| trouble.to_string())
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
