//! The report as a whole.

use chrono_tz::Tz;
use playtally_statistics::testing::History;
use playtally_statistics::{Period, Rule, Statistics};
use playtally_telling::name::width;
use playtally_telling::proofreading::mistakes;

use super::lay_out::lay_out;

fn plain(statistics: &Statistics, columns: usize) -> String {
    anstream::adapter::strip_str(&lay_out(&playtally_telling::tell(statistics), columns)).to_string()
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
  1 h 52 min of music on 22 days
  24 plays, 23 of them counted
  3 artists · 3 tracks
  a play counts from 30 s on · UTC time

Five of 2024
  artists   J F M A M J J A S O N D  plays
  Björk     █                           20
  椎名林檎  ▁                            2
  tracks                             J F M A M J J A S O N D  plays
  Jóga · Björk                       █                           20
  丸の内サディスティック · 椎名林檎  ▁                            2
  In all            1 h 48 min, 22 plays

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
    let (lately, rest) = rest.split_once("\nRound the clock\n").expect("all sections");
    assert_eq!(
        lately,
        "  Last 4 weeks      \u{2068}אביב גפן\u{2069}, 1 play of 1
  Last 6 months     \u{2068}אביב גפן\u{2069}, 1 play of 1
  Last 12 months    \u{2068}אביב גפן\u{2069}, 1 play of 1
  Climber           \u{2068}אביב גפן\u{2069} from 0 to 1 play in twelve months
  Faller            Björk from 20 to 0 plays in twelve months
"
    );
    let (_, years) = rest.split_once("Year by year").expect("all sections");
    let (years, days) = years.split_once("\nDay by day").expect("all sections");
    assert_eq!(
        years,
        "
        J F M A M J J A S O N D                   plays        time  most played
  2024  █                        ███████████████     22  1 h 48 min  Björk
  2025      ▁                    ▋                    1       4 min  \u{2068}אביב גפן\u{2069}
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
  2025-03-01  Biggest day   4 min, 1 play, the most in its year
  2024-01-01  A round play  1, Jóga · Björk

Breadth and age
                      breadth  artists  exploring
  2024  ████████████        1        2       100%
  2025  ████████▋           1        1       100%
  Widest year       2024, 2 artists; 1 in 2025

Discovery
          new artists  new tracks  of all plays  best discovery
  (2024)            2           2            9%  Björk
    2025            1           1          100%  \u{2068}אביב גפן\u{2069}
  New by month      █▄  1 artist in the last month

Devotion
  Heard before      87% of all plays; 87% right after the same
  Most in a day     丸の内サディスティック · 椎名林檎, 2 times on 2024-01-22
  Most in a week    Jóga · Björk, 7 times up to 2024-01-07
  Longest run       Björk, 20 plays in a row, 2024-01-01
  Forgotten track   Jóga · Björk, 20 plays, the last on 2024-01-20
  One-hit wonder    Jóga · Björk, 20 plays and nothing else

Patience
  Skipped           nothing; 100% came to their end
  Never skipped     Jóga · Björk, 20 starts

Sessions
  Sessions          23; half of them longer than 5 min, 1 play
  The longest       5 min, 1 play, from 2025-03-01, 12:00 pm
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
            assert!(width(line) <= columns, "{columns}: {line:?}");
            assert_eq!(line, line.trim_end(), "no line ends in blanks");
        }
        for title in [
            "Artists",
            "Tracks",
            "Albums",
            "Lately",
            "Round the clock",
            "Year by year",
            "Day by day",
            "On this day",
            "The race",
            "Eras",
            "Moods",
            "Breadth and age",
            "Discovery",
            "Devotion",
            "Patience",
            "Sessions",
            "Places and devices",
            "Milestones",
            "The years, one by one",
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
    let (_, week) = report.split_once("Round the clock\n").expect("all sections");
    assert!(
        week.starts_with(
            "                         █
                         █
                         █
              ▂    ▂     █
       0     6     12    18
"
        ),
        "{week}"
    );
    let (_, week) = week.split_once("\nThe week\n").expect("all sections");
    assert!(
        week.starts_with(
            "       0     6     12    18
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
    let (_, days) = report.split_once("\nDay by day\n").expect("all sections");
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
            assert!(width(line) <= columns, "{columns}: {line:?}");
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
fn what_the_music_is_fits_its_width_and_names_its_sources() {
    let plays = playtally_statistics::testing::made_up(1, 6_000);
    let catalogue = playtally_statistics::testing::made_up_catalogue(&plays);
    let statistics = Statistics::knowing(&plays, &Rule::new(Tz::UTC), &catalogue);
    for columns in [60, 80, 100] {
        let report = plain(&statistics, columns);
        assert!(
            report
                .lines()
                .all(|line| width(line) <= columns && line == line.trim_end())
        );
        for said in [
            "What the music is",
            "1970s",
            "Listening age",
            "Facts from",
            "Discogs (CC0 1.0)",
            "Sweden",
        ] {
            assert!(report.contains(said), "{columns}: no {said}\n{report}");
        }
        let chapter = report.split("What the music is").nth(1).unwrap_or("");
        let chapter = chapter.split("\n\n").next().unwrap_or("");
        assert_eq!(playtally_telling::proofreading::mistakes(chapter), Vec::<String>::new());
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
