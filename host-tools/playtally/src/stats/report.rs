//! Statistics as a report for a terminal.

use std::fmt::Write;

use playtally_statistics::{Period, Statistics};

use super::{calendar, discovery, habits, memories, place, race, recap, ribbon, taste, tops, week};
use crate::output::WIDEST;
use crate::tell::tells_artists;
use crate::text::name::{clean, width};
use crate::text::number::{count, duration, plural};
use crate::text::style::{FAINT, HEADING, STRONG, styled};

/// What parts the columns of a wide report.
const GUTTER: usize = 4;
/// The fewest columns for which the report stands in two of them.
const TWO: usize = 2 * 78 + GUTTER;

/// Lays the report out in at most `room` columns, as far as its numbers allow: in two halves side by side where there is
/// room for them.
pub(crate) fn lay_out(statistics: &Statistics, room: usize) -> String {
    let two = room >= TWO && statistics.totals.plays > 0;
    let columns = if two { (room - GUTTER) / 2 } else { room }.min(WIDEST);
    let mut sections = sections(statistics, columns);
    sections.retain(|section| !section.is_empty());
    if two {
        side_by_side(&sections, columns)
    } else {
        sections.join("\n")
    }
}

/// The sections, some of them empty.
fn sections(statistics: &Statistics, columns: usize) -> Vec<String> {
    let mut sections = vec![head(statistics)];
    if statistics.totals.plays == 0 {
        return sections;
    }
    if let Some(recap) = recap::last(statistics) {
        sections.push(section(
            &format!("The story of {}", recap.year),
            &recap::story(recap, columns),
        ));
    }
    let days = [
        ribbon::picture(statistics, columns),
        calendar::days(statistics, columns),
    ];
    let hours = [week::picture(statistics, columns), habits::times(statistics, columns)];
    for (title, body) in [
        ("Artists", tops::artists(statistics, columns)),
        ("Tracks", tops::tracks(statistics, columns)),
        ("Albums", tops::albums(statistics, columns)),
        ("Lately", habits::lately(statistics, columns)),
        ("Hours and weekdays", hours.concat()),
        ("Years and months", calendar::years(statistics, columns)),
        ("Days", days.concat()),
        ("On this day", memories::on_this_day(statistics, columns)),
        ("In the lead", race::leads(statistics, columns)),
        ("Eras", taste::eras(statistics, columns)),
        ("Moods", taste::moods(statistics, columns)),
        ("Breadth and age", taste::breadth(statistics, columns)),
        ("Seasons", taste::seasons(statistics, columns)),
        ("Discovery", discovery::years(statistics, columns)),
        ("Devotion", habits::devotion(statistics, columns)),
        ("Patience", habits::patience(statistics, columns)),
        ("Sittings", habits::sessions(statistics, columns)),
        ("Places", place::countries(statistics, columns)),
        ("Devices", place::devices(statistics, columns)),
        ("Milestones", discovery::milestones(statistics, columns)),
        ("The years before", recap::others(statistics, columns)),
        ("What it is worth", place::worth(statistics, columns)),
    ] {
        sections.push(section(title, &body));
    }
    sections
}

/// Sections in two halves of about as many lines, one beside the other, each in its order.
fn side_by_side(sections: &[String], columns: usize) -> String {
    let lines = |sections: &[String]| {
        sections
            .iter()
            .map(|section| section.lines().count() + 1)
            .sum::<usize>()
    };
    let height = |at: usize| lines(&sections[..at]).max(lines(&sections[at..]));
    let cut = (0..=sections.len()).min_by_key(|&at| height(at)).unwrap_or(0);
    let (left, right) = (sections[..cut].join("\n"), sections[cut..].join("\n"));
    let mut right = right.lines();
    let mut text = String::new();
    let mut put = |left: &str, right: &str| {
        let shown = width(&anstream::adapter::strip_str(left).to_string());
        let blank = if right.is_empty() {
            0
        } else {
            // Numbers never give way: a line may be too long.
            (columns + GUTTER).saturating_sub(shown).max(1)
        };
        let _ = writeln!(text, "{left}{}{right}", " ".repeat(blank));
    };
    for line in left.lines() {
        put(line, right.next().unwrap_or(""));
    }
    for line in right {
        put("", line);
    }
    text
}

fn section(title: &str, body: &str) -> String {
    if body.is_empty() {
        String::new()
    } else {
        format!("{}\n{body}", styled(HEADING, title))
    }
}

/// What was counted, and how much it is.
fn head(statistics: &Statistics) -> String {
    let (rule, totals) = (&statistics.rule, &statistics.totals);
    let mut text = String::new();
    let Some((first, last)) = totals.first.zip(totals.last) else {
        let _ = writeln!(
            text,
            "No music {}.",
            period(rule.period).unwrap_or_else(|| "in this library".to_owned())
        );
        text.push_str(&spoken(statistics));
        return text;
    };
    let days = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let _ = writeln!(text, "{}", styled(STRONG, days));
    let _ = writeln!(
        text,
        "  {} of music on {}",
        styled(STRONG, duration(totals.ms)),
        plural(totals.days, "day", "days"),
    );
    let counted = match totals.counted_plays {
        1 if totals.plays == 1 => String::new(),
        0 if totals.plays == 1 => ", too short to count".to_owned(),
        counted if counted == totals.plays => ", all of them counted".to_owned(),
        counted => format!(", {} of them counted", count(counted)),
    };
    let _ = writeln!(text, "  {}{counted}", plural(totals.plays, "play", "plays"));
    let artists = tells_artists(totals).then(|| plural(totals.artists, "artist", "artists"));
    let things = [
        artists,
        Some(plural(totals.tracks, "track", "tracks")),
        Some(plural(totals.albums, "album", "albums")),
    ];
    let things: Vec<String> = things.into_iter().flatten().collect();
    let _ = writeln!(text, "  {}", things.join(" · "));
    text.push_str(&spoken(statistics));
    let _ = writeln!(text, "  {}", styled(FAINT, how(statistics)));
    text
}

/// Podcasts and audiobooks, where there are any.
fn spoken(statistics: &Statistics) -> String {
    let mut text = String::new();
    for (what, spoken, one, many) in [
        ("podcasts", &statistics.podcasts, "show", "shows"),
        ("audiobooks", &statistics.audiobooks, "author", "authors"),
    ] {
        if spoken.plays > 0 {
            let plays = plural(spoken.plays, "play", "plays");
            let by = plural(spoken.artists, one, many);
            let _ = writeln!(text, "  {} of {what} in {plays}, by {by}", duration(spoken.ms));
        }
    }
    text
}

/// The rule by which plays were counted.
pub(crate) fn how(statistics: &Statistics) -> String {
    let rule = &statistics.rule;
    let mut how = match rule.counted_ms {
        0 => "every play counts".to_owned(),
        ms => format!("a play counts from {} s on", ms / 1_000),
    };
    let _ = write!(how, " · {} time", clean(rule.timezone.name()));
    if rule.as_heard {
        let away: u64 = statistics.journeys.iter().map(|journey| journey.plays).sum();
        let _ = write!(
            how,
            ", and the time there for {} on journeys",
            plural(away, "play", "plays")
        );
    }
    if !rule.merge_recordings {
        how.push_str(" · variants of a recording apart");
    }
    if !rule.match_services {
        how.push_str(" · services apart");
    }
    if rule.private_included {
        how.push_str(" · with private plays");
    }
    how
}

/// A period in words; none for all time.
fn period(period: Period) -> Option<String> {
    match (period.from, period.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from} on")),
        (None, Some(to)) => Some(format!("up to {to}")),
        (Some(from), Some(to)) => Some(format!("from {from} to {to}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::proofreading::mistakes;
    use chrono_tz::Tz;
    use playtally_statistics::Rule;
    use playtally_statistics::testing::History;

    fn plain(statistics: &Statistics, columns: usize) -> String {
        anstream::adapter::strip_str(&lay_out(statistics, columns)).to_string()
    }

    fn history() -> History {
        let days = (1..=20).map(|day| format!("2024-01-{day:02} 18:30"));
        let many = days.fold(History::new(), |history, at| history.play(&at, "Björk", "Jóga", 300));
        many.play("2024-01-22 18:00", "椎名林檎", "丸の内サディスティック", 240)
            .play("2024-01-22 07:00", "椎名林檎", "丸の内サディスティック", 240)
            .play("2025-03-01 12:00", "אביב גפן", "אור הירח", 200)
            .play("2025-03-01 12:05", "Björk", "Hunter", 10)
    }

    #[test]
    fn a_report_lines_up() {
        let statistics = Statistics::compute(&history().plays(), &Rule::new(Tz::UTC));
        let report = plain(&statistics, 80);
        let (head, rest) = report.split_once("Lately\n").expect("all sections");
        assert_eq!(
            head,
            "\
2024-01-01 to 2025-03-01
  1 h 51 min of music on 22 days
  24 plays, 23 of them counted
  3 artists · 3 tracks · 0 albums
  a play counts from 30 s on · UTC time

Artists
     artist                          plays        time
  1  Björk     ████████████████████     20  1 h 40 min
  2  椎名林檎  ██                        2       8 min
  3  \u{2068}אביב גפן\u{2069}  █                         1       3 min

Tracks
     title                   artist                      plays        time
  1  Jóga                    Björk     ████████████████     20  1 h 40 min
  2  丸の内サディスティック  椎名林檎  █▋                    2       8 min
  3  \u{2068}אור הירח\u{2069}                \u{2068}אביב גפן\u{2069}  ▊                     1       3 min

"
        );
        let (lately, rest) = rest.split_once("\nHours and weekdays\n").expect("all sections");
        assert_eq!(
            lately,
            "  Last 4 weeks      \u{2068}אביב גפן\u{2069}, 1 play of 1
  Last 6 months     \u{2068}אביב גפן\u{2069}, 1 play of 1
  Last 12 months    \u{2068}אביב גפן\u{2069}, 1 play of 1
  Climber           \u{2068}אביב גפן\u{2069} from 0 to 1 play in twelve months
  Faller            Björk from 20 to 0 plays in twelve months
"
        );
        let (_, years) = rest.split_once("Years and months").expect("all sections");
        let (years, days) = years.split_once("\nDays").expect("all sections");
        assert_eq!(
            years,
            "
        J F M A M J J A S O N D                 plays        time  most played
  2024  █                        █████████████     22  1 h 48 min  Björk
  2025      ▁                    ▋                  1       3 min  \u{2068}אביב גפן\u{2069}
"
        );
        let (_, facts) = days.split_once("  Sun  ").expect("a ribbon");
        assert_eq!(
            facts,
            "\
····················································
  Biggest day       Monday, 2024-01-22: 8 min, 2 plays
  Longest streak    20 days in a row, 2024-01-01 to 2024-01-20
  Silence           404 days without music, 403 of them in a row from 2024-01-23

On this day
  2025-03-01  Biggest day   3 min, 1 play, the most in its year
  2024-01-01  A round play  1, Jóga · Björk

Breadth and age
                      as varied as  artists  exploring
  2024  ████████████             1        2      100 %
  2025  ████████▋                1        1      100 %

Discovery
          new artists  new tracks  of all plays  best discovery
  (2024)            2           2           9 %  Björk
    2025            1           1         100 %  \u{2068}אביב גפן\u{2069}
  New by month      █▄  1 artist in the last month

Devotion
  Heard before      87 % of all plays; 87 % right after the same
  Most in a day     丸の内サディスティック · 椎名林檎, 2 times on 2024-01-22
  Most in a week    Jóga · Björk, 7 times up to 2024-01-07
  Longest run       Björk, 20 plays in a row, 2024-01-01
  Forgotten track   Jóga · Björk, 20 plays, the last on 2024-01-20
  One-hit wonder    Jóga · Björk, 20 plays and nothing else

Patience
  Skipped           nothing; 100 % came to their end
  Never skipped     Jóga · Björk, 20 starts

Sittings
  Sittings          23; half of them longer than 5 min, 1 play
  The longest       5 min, 1 play, from 2025-03-01, 12:00
  Begin with        Jóga · Björk, 20 times
  or with           丸の内サディスティック · 椎名林檎, 2 times

Milestones
  First play        2024-01-01, Jóga · Björk
  Anniversary       Björk, first heard on 2024-01-01
  Anniversary       椎名林檎, first heard on 2024-01-22
  Anniversary       \u{2068}אביב גפן\u{2069}, first heard on 2025-03-01

What it is worth
  To a buyer        $5.50, 23.913 cents a play: what a history fetched in 2025
  To its owner      priceless
"
        );
    }

    #[test]
    fn a_life_of_listening_has_every_section_and_fits_its_width() {
        let plays = playtally_statistics::testing::made_up(1, 6_000);
        let statistics = Statistics::compute(&plays, &Rule::new(Tz::UTC));
        for columns in [60, 80, 100] {
            let report = plain(&statistics, columns);
            for line in report.lines() {
                assert!(crate::text::name::width(line) <= columns, "{columns}: {line:?}");
                assert_eq!(line, line.trim_end(), "no line ends in blanks");
            }
            for title in [
                "Artists",
                "Tracks",
                "Albums",
                "Lately",
                "Hours and weekdays",
                "Years and months",
                "Days",
                "On this day",
                "In the lead",
                "Eras",
                "Moods",
                "Breadth and age",
                "Discovery",
                "Devotion",
                "Patience",
                "Sittings",
                "Places",
                "Devices",
                "Milestones",
                "The years before",
                "What it is worth",
            ] {
                assert!(report.contains(&format!("\n{title}\n  ")), "{columns}: no {title}");
            }
        }
        let year = statistics.recaps.last().expect("a story").year;
        assert!(plain(&statistics, 80).contains(&format!("The story of {year}\n  ")));
    }

    #[test]
    fn hours_stand_above_the_week() {
        let statistics = Statistics::compute(&history().plays(), &Rule::new(Tz::UTC));
        let report = plain(&statistics, 60);
        let (_, week) = report.split_once("Hours and weekdays\n").expect("all sections");
        assert!(
            week.starts_with(
                "                         █
                         █
                         █
              ▂    ▂     █
       0     6     12    18
  Mon  ·······░··········█·····          5
"
            ),
            "{week}"
        );
    }

    #[test]
    fn the_last_year_is_a_ribbon_of_days() {
        let history = History::new()
            .play("2024-12-30 09:00", "Björk", "Jóga", 600)
            .play("2025-01-01 09:00", "Björk", "Jóga", 60)
            .play("2025-01-02 09:00", "Björk", "Jóga", 300);
        let report = plain(&Statistics::compute(&history.plays(), &Rule::new(Tz::UTC)), 80);
        let (_, days) = report.split_once("\nDays\n").expect("all sections");
        let columns: Vec<String> = days
            .lines()
            .skip(1)
            .take(7)
            .map(|line| line.chars().skip(58).collect())
            .collect();
        // Monday 30 December to Thursday 2 January.
        assert_eq!(columns, [" █", " ·", " ░", " ▓", "", "", ""], "{days}");
    }

    #[test]
    fn a_report_fits_its_width_where_it_can() {
        let statistics = Statistics::compute(&history().plays(), &Rule::new(Tz::UTC));
        for columns in [68, 72, 80, 100] {
            let report = plain(&statistics, columns);
            for line in report.lines() {
                assert!(crate::text::name::width(line) <= columns, "{columns}: {line:?}");
            }
        }
    }

    #[test]
    fn long_names_give_way_to_numbers() {
        let name = "A name of many words that never seems to come to its end";
        let plays = (1..=28).fold(History::new(), |history, day| {
            let at = |hour| format!("2024-02-{day:02} {hour}:30");
            history
                .play(&at(18), name, &format!("{name} {day}"), 39_600)
                .play(&at(10), "b", "c", 60)
        });
        let statistics = Statistics::compute(&plays.plays(), &Rule::new(Tz::UTC));
        for room in [60, 68, 80, 120, 160, 163, 200, 300] {
            let report = plain(&statistics, room);
            for line in report.lines() {
                assert!(width(line) <= room, "{room}: {line:?}");
            }
        }
    }

    #[test]
    fn a_wide_terminal_has_the_report_side_by_side() {
        let plays = playtally_statistics::testing::made_up(1, 6_000);
        let statistics = Statistics::compute(&plays, &Rule::new(Tz::UTC));
        let (one, two) = (plain(&statistics, 98), plain(&statistics, 200));
        assert!(two.lines().count() * 5 < one.lines().count() * 3, "about half as long");
        // Each half holds its lines as they are.
        let halves = two.lines().map(|line| line.chars().collect::<Vec<_>>());
        let heads: Vec<String> = halves
            .filter(|line| line.len() > 102)
            .map(|line| line[102..].iter().collect())
            .collect();
        let found = one
            .lines()
            .filter(|line| !line.is_empty() && heads.iter().any(|head| head == line))
            .count();
        assert!(found > 40, "{found}");
        assert!(
            two.lines()
                .next()
                .is_some_and(|line| line.starts_with(one.lines().next().unwrap_or("")))
        );
    }

    #[test]
    fn short_histories_are_told_without_clumsy_numbers() {
        let one = History::new().play("2024-02-29 18:30", "Björk", "Jóga", 300);
        let two = one.clone().play("2024-03-01 07:30", "Lhasa", "La Marée Haute", 240);
        let artist = (1..=14).fold(History::new(), |history, day| {
            history.play(&format!("2024-02-{day:02} 18:30"), "Björk", "Jóga", 300)
        });
        for history in [one, two, artist] {
            let report = plain(&Statistics::compute(&history.plays(), &Rule::new(Tz::UTC)), 80);
            // Where columns stand apart, a number does not belong to the next word.
            let mistakes: Vec<_> = report
                .lines()
                .flat_map(|line| line.split("  ").flat_map(mistakes).collect::<Vec<_>>())
                .collect();
            assert_eq!(mistakes, Vec::<String>::new(), "{report}");
        }
    }

    #[test]
    fn nothing_played_is_said() {
        let nothing = Statistics::compute(&Default::default(), &Rule::new(Tz::UTC));
        assert_eq!(plain(&nothing, 80), "No music in this library.\n");
        let year = Rule::new(Tz::UTC).during(Period::year(1999));
        let nothing = Statistics::compute(&history().plays(), &year);
        assert_eq!(plain(&nothing, 80), "No music from 1999-01-01 to 1999-12-31.\n");
    }
}
