//! The device in a window.

mod canvas;
mod desk;

use std::num::NonZeroU32;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use playtally_device::Button;
use playtally_panel_emulator::Image;
use softbuffer::{Context, Surface};
use winit::application::ApplicationHandler;
use winit::dpi::{LogicalSize, PhysicalPosition};
use winit::event::{ElementState, KeyEvent, MouseButton, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, OwnedDisplayHandle};
use winit::keyboard::{Key, NamedKey};
use winit::window::{Window, WindowId};

use super::device::{Action, Simulated};
use super::file::Watched;
use crate::interrupt;
use crate::outcome::Interrupted;
use desk::Desk;

/// How often the picture is looked at.
const FRAME: Duration = Duration::from_millis(16);
/// How many pixels of the screen a pixel of the panel is to begin with.
const SCALE: usize = 2;

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
pub(crate) fn run(display: EventLoop<()>, device: Simulated, file: Option<Watched>, speed: f64) -> Result<()> {
    interrupt::listen();
    let context = Context::new(display.owned_display_handle()).map_err(|error| failed(&error))?;
    let mut app = App {
        context,
        device,
        file,
        speed,
        before: Instant::now(),
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
    device: Simulated,
    file: Option<Watched>,
    speed: f64,
    before: Instant,
    view: Option<View>,
    pointer: Option<PhysicalPosition<f64>>,
    end: Result<()>,
}

/// The window and what it shows.
struct View {
    window: Rc<Window>,
    surface: Surface<OwnedDisplayHandle, Rc<Window>>,
    desk: Desk,
    shown: Option<(Image, String)>,
}

impl App {
    fn open(&self, display: &ActiveEventLoop) -> Result<View> {
        let image = self.device.image();
        let (width, height) = Desk::room_for(image.width(), image.height(), SCALE);
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
            desk: Desk::new(self.device.actions()),
            shown: None,
        })
    }

    fn act(&mut self, display: &ActiveEventLoop, action: Action) {
        let acted = self.device.act(action);
        self.check(display, acted);
    }

    fn check(&mut self, display: &ActiveEventLoop, done: Result<()>) {
        if done.is_err() {
            self.stop(display, done);
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
            WindowEvent::KeyboardInput { event, .. } => match meaning(&event) {
                Some(Meaning::Do(action)) => self.act(display, action),
                Some(Meaning::Tap(button)) => {
                    let tapped = self.device.tap(button);
                    self.check(display, tapped);
                }
                Some(Meaning::Hold) => {
                    let held = self.device.hold();
                    self.check(display, held);
                }
                Some(Meaning::Quit) => display.exit(),
                None => {}
            },
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
                if let Some(action) = button {
                    self.act(display, action);
                }
            }
            WindowEvent::Resized(_) => {
                if let Some(view) = &mut self.view {
                    view.shown = None;
                    view.window.request_redraw();
                }
            }
            WindowEvent::RedrawRequested => {
                let drawn = self.view.as_mut().map_or(Ok(()), |view| view.draw(&self.device));
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
        let passed = self.device.pass((now - self.before).mul_f64(self.speed));
        let file = self.file.as_mut().and_then(|file| file.look(now));
        let taken = file.map_or(Ok(()), |file| self.device.take(file));
        if let Err(error) = passed.and(taken) {
            self.stop(display, Err(error));
            return;
        }
        self.before = now;
        if let Some(view) = &mut self.view {
            let showing = (self.device.image(), self.device.status().to_string());
            if view.shown.as_ref() != Some(&showing) {
                view.shown = Some(showing);
                view.window.request_redraw();
            }
        }
        display.set_control_flow(ControlFlow::WaitUntil(now + FRAME));
    }
}

impl View {
    fn draw(&mut self, device: &Simulated) -> Result<()> {
        let size = self.window.inner_size();
        let Some((width, height)) = NonZeroU32::new(size.width).zip(NonZeroU32::new(size.height)) else {
            // Minimised: there is nothing to draw on.
            return Ok(());
        };
        self.surface.resize(width, height).map_err(|error| failed(&error))?;
        let mut buffer = self.surface.buffer_mut().map_err(|error| failed(&error))?;
        let (image, status) = self
            .shown
            .get_or_insert_with(|| (device.image(), device.status().to_string()));
        let scale = self.window.scale_factor() as f32;
        self.desk.draw(
            &mut buffer,
            (size.width as usize, size.height as usize),
            scale,
            image,
            status,
        );
        self.window.pre_present_notify();
        buffer.present().map_err(|error| failed(&error))
    }
}

enum Meaning {
    Do(Action),
    /// What the menu is gone through with.
    Tap(Button),
    /// What opens and closes it.
    Hold,
    Quit,
}

fn meaning(event: &KeyEvent) -> Option<Meaning> {
    if event.state != ElementState::Pressed {
        return None;
    }
    match &event.logical_key {
        Key::Named(NamedKey::ArrowRight) => Some(Meaning::Do(Action::Next)),
        Key::Named(NamedKey::ArrowLeft) => Some(Meaning::Do(Action::Previous)),
        Key::Named(NamedKey::Space) => Some(Meaning::Do(Action::Pause)),
        Key::Named(NamedKey::ArrowUp) => Some(Meaning::Tap(Button::X)),
        Key::Named(NamedKey::ArrowDown) => Some(Meaning::Tap(Button::Y)),
        Key::Named(NamedKey::Enter) => Some(Meaning::Tap(Button::A)),
        Key::Named(NamedKey::Backspace) => Some(Meaning::Tap(Button::B)),
        Key::Named(NamedKey::Escape) => Some(Meaning::Quit),
        Key::Character(letter) => match letter.as_str() {
            "n" | "l" => Some(Meaning::Do(Action::Next)),
            "p" | "h" => Some(Meaning::Do(Action::Previous)),
            " " => Some(Meaning::Do(Action::Pause)),
            "m" => Some(Meaning::Hold),
            "o" => Some(Meaning::Do(Action::Owner)),
            "q" => Some(Meaning::Quit),
            _ => None,
        },
        _ => None,
    }
}
