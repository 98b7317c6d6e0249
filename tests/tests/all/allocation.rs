//! What the microcontroller half of Playtally allocates: nothing.

use embedded_graphics::geometry::Size;
use playtally_dev::pages::{moment_of, pages, summary};
use playtally_panel::{Alignment, Cost, Damage, Frame};
use playtally_screen::{Class, Coming, Look, Pace, Page, Progress, Rotation, Scene, Transition};

#[test]
fn drawing_moving_turning_and_finding_the_damage_allocate_nothing() {
    let look = Look::default();
    let owners = [summary()];
    for &class in Class::ALL {
        let size = class.size();
        let look = Look {
            class: Some(class),
            ..look
        };
        let pixels = (size.width * size.height) as usize;
        let (mut shown, mut next) = (vec![0; pixels], vec![0; pixels]);
        let shown = Frame::new(size, &mut shown).unwrap();
        let mut next = Frame::new(size, &mut next).unwrap();
        let mut rotation = Rotation::new(Pace::default());
        let mut changes = 0;
        let allocations = allocation_counter::measure(|| {
            for &page in Page::ALL {
                for ms in [0, 150, Coming::MS] {
                    let coming = Coming {
                        by: Transition::Forward,
                        at: Progress::after(ms, Coming::MS),
                    };
                    next.move_columns(-3);
                    let Ok(()) = Scene::Page(page, owners[0]).draw_coming(&look, moment_of(page), coming, &mut next);
                    let damage = Damage::between(&shown, &next, &Cost::SPIDEV, Alignment::PIXEL);
                    changes += damage.areas().len();
                }
            }
            for minute in 0..60 {
                changes += usize::from(rotation.at(minute * 60_000, 1_795_435_200, class, &owners).is_some());
            }
        });
        assert_eq!(allocations.count_total, 0, "on {}", class.slug());
        assert!(changes > 60);
    }
    assert!(!pages(Size::new(320, 240)).is_empty());
}
