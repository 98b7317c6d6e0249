//! The device in a window.

mod canvas;
mod desk;

use std::num::NonZeroU32;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use playtally_panel_emulator::Image;
use playtally_simulator::Simulated;
use softbuffer::{Context, Surface};
use winit::application::ApplicationHandler;
use winit::dpi::{LogicalSize, PhysicalPosition};
use winit::event::{ElementState, MouseButton, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, OwnedDisplayHandle};
use winit::keyboard::Key;
use winit::window::{Window, WindowId};

use super::picture::png_of;
use super::session::Session;
use super::status::Line;
use crate::interrupt;
use crate::outcome::Interrupted;
use desk::Desk;

/// How often the picture is looked at.
const FRAME: Duration = Duration::from_millis(16);
/// How wide a panel is to begin with, in pixels of the screen; each pixel of it is a whole number of those.
const WIDE: usize = 480;

/// How many pixels of a portrait each pixel of the panel takes.
const PORTRAIT: usize = 2;

/// A device as it stands on a desk, as a PNG.
pub(crate) fn portrait(device: &Simulated) -> Result<Vec<u8>> {
    let (size, rgb) = Desk::new(device.actions()).portrait(&device.image(), PORTRAIT);
    png_of(size, &rgb)
}

/// A connection to a display, or why there is none.
pub(crate) fn connect() -> Result<EventLoop<()>, String> {
    const NAMES: [&str; 3] = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    let named = |name| std::env::var_os(name).is_some_and(|display| !display.is_empty());
    if cfg!(all(unix, not(target_os = "macos"))) && !NAMES.into_iter().any(named) {
        return Err("neither DISPLAY nor WAYLAND_DISPLAY is set".to_owned());
    }
    // Where a library of the display's is missing, winit panics instead of saying so.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let connected = std::panic::catch_unwind(EventLoop::new);
    std::panic::set_hook(hook);
    match connected {
        Ok(Ok(display)) => Ok(display),
        Ok(Err(_)) => Err("the one that DISPLAY or WAYLAND_DISPLAY names does not answer".to_owned()),
        Err(_) => Err("a library of the display is missing".to_owned()),
    }
}

/// Runs the device until its window is closed.
pub(crate) fn run(display: EventLoop<()>, session: Session) -> Result<()> {
    let _heeding = interrupt::heed();
    let context = Context::new(display.owned_display_handle()).map_err(|error| failed(&error))?;
    let mut app = App {
        context,
        session,
        view: None,
        pointer: None,
        end: Ok(()),
    };
    display.run_app(&mut app).map_err(|error| failed(&error))?;
    app.end
}

fn failed(error: &dyn std::fmt::Display) -> anyhow::Error {
    anyhow!("the window failed: {error}; --terminal shows the device in the terminal")
}

struct App {
    context: Context<OwnedDisplayHandle>,
    session: Session,
    view: Option<View>,
    pointer: Option<PhysicalPosition<f64>>,
    end: Result<()>,
}

/// The window and what it shows.
struct View {
    window: Rc<Window>,
    surface: Surface<OwnedDisplayHandle, Rc<Window>>,
    desk: Desk,
    shown: Option<(Image, Line)>,
}

impl App {
    fn open(&self, display: &ActiveEventLoop) -> Result<View> {
        let image = self.session.device().image();
        let scale = (WIDE / image.width().max(1)).clamp(2, 4);
        let (width, height) = Desk::room_for(image.width(), image.height(), scale);
        let (least_width, least_height) = Desk::room_for(image.width(), image.height(), 1);
        let attributes = Window::default_attributes()
            .with_title("Playtally")
            .with_inner_size(LogicalSize::new(width as u32, height as u32))
            .with_min_inner_size(LogicalSize::new(least_width as u32, least_height as u32));
        let window = Rc::new(display.create_window(attributes).map_err(|error| failed(&error))?);
        let surface = Surface::new(&self.context, Rc::clone(&window)).map_err(|error| failed(&error))?;
        Ok(View {
            window,
            surface,
            desk: Desk::new(self.session.device().actions()),
            shown: None,
        })
    }

    fn press(&mut self, display: &ActiveEventLoop, key: &str) {
        match self.session.press(key) {
            Ok(false) => {}
            end => self.stop(display, end.map(drop)),
        }
    }

    fn stop(&mut self, display: &ActiveEventLoop, end: Result<()>) {
        self.end = end;
        display.exit();
    }
}

impl ApplicationHandler for App {
    fn resumed(&mut self, display: &ActiveEventLoop) {
        if self.view.is_none() {
            match self.open(display) {
                Ok(view) => self.view = Some(view),
                Err(error) => self.stop(display, Err(error)),
            }
        }
    }

    fn window_event(&mut self, display: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        match event {
            WindowEvent::CloseRequested => display.exit(),
            WindowEvent::KeyboardInput { event, .. } if event.state == ElementState::Pressed => {
                if let Some(key) = name(&event.logical_key) {
                    self.press(display, &key);
                }
            }
            WindowEvent::DroppedFile(path) => self.session.load(path),
            WindowEvent::CursorMoved { position, .. } => self.pointer = Some(position),
            WindowEvent::MouseInput {
                state: ElementState::Pressed,
                button: MouseButton::Left,
                ..
            } => {
                let at = self.pointer.map(|at| (at.x as i32, at.y as i32));
                let button = at
                    .zip(self.view.as_ref())
                    .and_then(|(at, view)| view.desk.button_at(at));
                if let Some(action) = button
                    && let Err(error) = self.session.act(action)
                {
                    self.stop(display, Err(error));
                }
            }
            WindowEvent::Resized(_) => {
                if let Some(view) = &mut self.view {
                    view.shown = None;
                    view.window.request_redraw();
                }
            }
            WindowEvent::RedrawRequested => {
                let drawn = self.view.as_mut().map_or(Ok(()), |view| view.draw(&self.session));
                if let Err(error) = drawn {
                    self.stop(display, Err(error));
                }
            }
            _ => {}
        }
    }

    fn about_to_wait(&mut self, display: &ActiveEventLoop) {
        if interrupt::asked() {
            self.stop(display, Err(Interrupted(String::new()).into()));
            return;
        }
        let now = Instant::now();
        if let Err(error) = self.session.catch_up(now) {
            self.stop(display, Err(error));
            return;
        }
        if let Some(view) = &mut self.view {
            let showing = (self.session.device().image(), self.session.line());
            if view.shown.as_ref() != Some(&showing) {
                view.shown = Some(showing);
                view.window.request_redraw();
            }
        }
        display.set_control_flow(ControlFlow::WaitUntil(now + FRAME));
    }
}

impl View {
    fn draw(&mut self, session: &Session) -> Result<()> {
        let size = self.window.inner_size();
        let Some((width, height)) = NonZeroU32::new(size.width).zip(NonZeroU32::new(size.height)) else {
            // Minimised: there is nothing to draw on.
            return Ok(());
        };
        self.surface.resize(width, height).map_err(|error| failed(&error))?;
        let mut buffer = self.surface.buffer_mut().map_err(|error| failed(&error))?;
        let (image, line) = self
            .shown
            .get_or_insert_with(|| (session.device().image(), session.line()));
        let scale = self.window.scale_factor() as f32;
        self.desk.draw(
            &mut buffer,
            (size.width as usize, size.height as usize),
            scale,
            image,
            line,
        );
        self.window.pre_present_notify();
        buffer.present().map_err(|error| failed(&error))
    }
}

/// A key by the name that the web gives it; that of a named key is also what it is called here.
fn name(key: &Key) -> Option<String> {
    match key {
        Key::Named(named) => Some(format!("{named:?}")),
        Key::Character(letter) => Some(letter.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_simulator::{Action, Command};
    use winit::keyboard::NamedKey;

    #[test]
    fn named_keys_have_the_names_of_the_web() {
        for (named, command) in [
            (NamedKey::ArrowRight, Command::Do(Action::Next)),
            (NamedKey::ArrowLeft, Command::Do(Action::Previous)),
            (NamedKey::Space, Command::Do(Action::Pause)),
            (NamedKey::ArrowUp, Command::of("ArrowUp").expect("a key")),
            (NamedKey::ArrowDown, Command::of("ArrowDown").expect("a key")),
            (NamedKey::Enter, Command::of("Enter").expect("a key")),
            (NamedKey::Backspace, Command::of("Backspace").expect("a key")),
            (NamedKey::Escape, Command::Quit),
        ] {
            let name = name(&Key::Named(named)).expect("a name");
            assert_eq!(Command::of(&name), Some(command), "{name}");
        }
        assert_eq!(name(&Key::Character("n".into())).as_deref(), Some("n"));
    }
}
