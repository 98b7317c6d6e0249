//! Which of the owner's artists some friends know, as a group of them has it.

use playtally_summary::Writer;
use playtally_summary::records::Together;

use super::{Names, count, some};
use crate::press::Known;

/// How many artists that others know, and how many that nobody else does.
const EACH: usize = 5;

pub(super) fn write(writer: Writer, known: &[Known], names: &mut Names<'_>) -> Writer {
    let (shared, alone): (Vec<&Known>, Vec<&Known>) = known.iter().partition(|known| known.others > 0);
    let chosen = shared.into_iter().take(EACH).chain(alone.into_iter().take(EACH));
    let records = chosen.map(|known| Together {
        name: names.add_medium(&known.name),
        others: count(known.others),
        friends: count(known.friends),
    });
    let records: Vec<Together> = records.collect();
    some(writer, &records)
}

#[cfg(test)]
mod tests {
    use playtally_statistics::{Rule, Statistics, testing};
    use playtally_summary::Summary;

    use super::*;
    use crate::press::{Options, press};
    use crate::typeset::Fonts;

    #[test]
    fn the_five_most_known_artists_and_five_of_nobody_else_are_in_a_summary() {
        let plays = testing::made_up(5, 500);
        let statistics = Statistics::compute(&plays, &Rule::new(chrono_tz::UTC));
        let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        let fonts = Fonts::bundled();
        let known: Vec<Known> = (0..20)
            .map(|at| Known {
                name: format!("Artist {at}"),
                others: 12_u64.saturating_sub(at),
                friends: 14,
            })
            .collect();
        let options = Options {
            together: &known,
            ..Options::new("Ada", day, &fonts)
        };
        let pressed = press(&statistics, &options);
        let summary = Summary::open(&pressed.file).expect("a sound file");
        let told = summary.records::<Together>();
        let told: Vec<(String, u32, u32)> = told
            .iter()
            .map(|record| {
                (
                    summary.text(record.name).as_str().to_owned(),
                    record.others.get(),
                    record.friends.get(),
                )
            })
            .collect();
        let expected = [0, 1, 2, 3, 4, 12, 13, 14, 15, 16].map(|at| {
            let known = &known[at];
            (known.name.clone(), known.others as u32, known.friends as u32)
        });
        assert_eq!(told, expected);
        let without = press(&statistics, &Options::new("Ada", day, &fonts));
        let summary = Summary::open(&without.file).expect("a sound file");
        assert!(summary.records::<Together>().is_empty());
    }
}
