//! Every sentence of docs/collective.md and docs/groups.md that promises something has a test, by name.

/// The beginning of each promise, and the tests that hold it true.
const PROMISES: [(&str, &[&str]); 30] = [
    (
        "What leaves is one file",
        &[
            "nothing_of_an_answer_or_a_name_stands_in_what_leaves",
            "an_artist_that_is_not_on_the_list_is_never_said",
        ],
    ),
    (
        "Signing takes typing",
        &["nothing_is_signed_unless_everything_is_as_it_should_be"],
    ),
    (
        "Every question can be declined",
        &["every_contribution_is_as_long_as_any_other"],
    ),
    (
        "One counter's piece says nothing",
        &["all_pieces_but_one_are_random_bytes"],
    ),
    (
        "A piece that was moved",
        &[
            "a_piece_opens_only_for_whom_and_beside_what_it_was_sealed",
            "a_copy_with_a_new_number_does_not_open",
        ],
    ),
    (
        "What is published is sums",
        &[
            "every_counter_adds_the_whole_noise",
            "noise_is_discrete_laplace_of_weight_over_strength",
        ],
    ),
    (
        "The noise is made of whole numbers",
        &["no_floating_point_occurs_in_the_noise"],
    ),
    (
        "The ledger adds up",
        &[
            "the_ledger_is_never_above_its_cap",
            "what_was_signed_is_charged_once_and_can_be_taken_back",
        ],
    ),
    (
        "Before the sums are published",
        &[
            "before_the_list_is_closed_the_file_goes_and_its_hash_stays",
            "after_it_the_counters_count_without",
        ],
    ),
    (
        "Whoever loses their key",
        &[
            "a_lost_key_gets_a_new_ticket_the_old_one_is_good_for_nothing_and_both_stand_in_the_log",
            "a_ticket_is_replaced_once_and_by_its_coordinator_alone",
        ],
    ),
    (
        "A data set is made",
        &["three_people_two_counters_and_one_folder_come_to_sums_that_anybody_can_check"],
    ),
    (
        "Shares are equal",
        &[
            "shares_are_equal_exact_and_the_same_in_any_order",
            "fifty_five_thousand_are_shared_as_the_known_answers_have_it",
            "equal_shares_that_every_member_recomputes",
        ],
    ),
    (
        "A vote is secret",
        &["a_ballot_is_as_long_as_any_other_and_says_nothing_of_the_choice"],
    ),
    ("The tally is exact", &["the_tally_is_exact_and_each_finds_their_own"]),
    (
        "One member has one vote",
        &["the_last_ballot_of_each_counts_and_one_member_has_one_vote"],
    ),
    (
        "A member who lies",
        &["a_member_who_lies_names_no_one", "junk_is_dropped_and_names_no_one"],
    ),
    (
        "What is below the minimum",
        &[
            "what_is_below_the_minimum_stays_and_is_paid_after_the_next_sale",
            "files_for_bank_and_paypal_are_written_once_and_read_back",
        ],
    ),
    (
        "Where a member's money goes",
        &["nothing_of_an_account_stands_in_the_folder"],
    ),
    (
        "Key, receipts and ledger",
        &["what_was_signed_is_charged_once_and_can_be_taken_back"],
    ),
    (
        "A round with fewer members",
        &[
            "with_too_few_members_nothing_is_counted",
            "an_invitation_against_the_rules_is_none",
        ],
    ),
    (
        "Whoever lies weighs no more",
        &["who_lies_is_refused_by_all_counters_alike"],
    ),
    (
        "One ticket and one key",
        &["a_ticket_a_key_and_a_copy_are_good_for_one_contribution"],
    ),
    (
        "A log that loses",
        &["a_log_that_forks_loses_or_swaps_a_leaf_is_found_by_counters_and_by_anybody"],
    ),
    (
        "A counter that changes its sum",
        &["a_counter_that_accepts_others_changes_its_sum_or_reveals_something_else_is_named"],
    ),
    (
        "A counter who drops",
        &["a_counter_who_drops_doubles_swaps_or_adds_is_found_and_named"],
    ),
    ("A log of ballots", &["a_log_of_votes_that_loses_or_forks_is_found"]),
    (
        "A sale is shared among exactly",
        &["a_list_of_others_than_the_members_is_found"],
    ),
    (
        "Nothing is sent twice",
        &[
            "a_folder_that_was_set_back_does_not_let_anything_be_paid_twice",
            "a_treasurer_who_is_killed_at_any_write_begins_again_and_comes_to_the_same",
        ],
    ),
    (
        "One account has one member",
        &["payments_are_sealed_for_the_treasurer_and_each_account_has_one_member"],
    ),
    ("Counters make their noise once", &["a_counter_counts_one_round_once"]),
];

/// The same of docs/groups.md.
const OF_GROUPS: [(&str, &[&str]); 14] = [
    (
        "What leaves is shown",
        &[
            "everything_that_leaves_is_said_before_it_does",
            "seven_libraries_and_one_stick_come_to_the_total_that_plain_addition_gives",
        ],
    ),
    (
        "Signing takes typing",
        &["seven_libraries_and_one_stick_come_to_the_total_that_plain_addition_gives"],
    ),
    (
        "Numbers leave in shares",
        &[
            "fewer_than_enough_shares_are_as_likely_for_one_secret_as_for_any_other",
            "no_number_of_one_friend_is_in_what_another_can_open",
            "shares_of_four_friends_of_seven_are_random_bytes",
        ],
    ),
    (
        "A share that was moved",
        &["shares_that_were_moved_to_another_friend_or_sender_do_not_open"],
    ),
    (
        "A key that somebody swapped",
        &["whoever_swaps_a_key_on_the_way_makes_other_words"],
    ),
    (
        "Enough sums give",
        &[
            "every_large_enough_set_of_sums_gives_the_total_and_no_smaller_one_does",
            "two_hundred_times_some_stay_away_and_the_others_come_to_their_own_total",
        ],
    ),
    (
        "Nobody's tool adds up",
        &[
            "nobody_adds_up_a_list_that_is_too_short_or_lacks_themselves",
            "whoever_is_left_out_of_a_list_by_someone_else_is_not_opened_by_it",
            "two_lists_of_one_group_cannot_both_have_enough_sums_while_fewer_than_a_third_cheat",
            "what_was_added_up_once_is_not_added_up_otherwise",
        ],
    ),
    (
        "Nobody's tool adds to",
        &[
            "nearly_the_same_people_are_refused_for_ninety_days",
            "the_same_group_once_more_without_one_who_was_in_it_is_refused_to_be_added_up",
            "seven_libraries_and_one_stick_come_to_the_total_that_plain_addition_gives",
        ],
    ),
    (
        "Names do not leave",
        &[
            "each_sees_who_knows_their_own_names_and_nobody_elses_names",
            "who_gets_another_key_to_names_than_others_is_told",
        ],
    ),
    (
        "Each friend is told",
        &["each_sees_who_knows_their_own_names_and_nobody_elses_names"],
    ),
    (
        "A file that is forged",
        &[
            "a_file_that_is_forged_cut_swapped_or_doubled_is_named_and_the_others_go_on",
            "what_is_no_good_on_a_stick_is_named_with_what_can_be_done",
        ],
    ),
    ("A sum that lies", &["a_sum_that_lies_names_nobody_and_opens_nothing"]),
    (
        "What was signed is kept",
        &["whoever_is_killed_at_any_moment_begins_again_and_comes_to_the_same"],
    ),
    (
        "Once the total is known",
        &["once_the_total_is_known_a_friend_can_open_nothing_more"],
    ),
];

const PAGE: &str = include_str!("../../../../docs/collective.md");
const GROUPS: &str = include_str!("../../../../docs/groups.md");
const SOURCES: [&str; 16] = [
    include_str!("away.rs"),
    include_str!("counting.rs"),
    include_str!("grouping.rs"),
    include_str!("hostile.rs"),
    include_str!("noise.rs"),
    include_str!("paying.rs"),
    include_str!("proof.rs"),
    include_str!("voting.rs"),
    include_str!("../answer.rs"),
    include_str!("../group/shamir.rs"),
    include_str!("../seal.rs"),
    include_str!("../ledger.rs"),
    include_str!("../money.rs"),
    include_str!("../note.rs"),
    include_str!("../../../../tests/tests/all/collective.rs"),
    include_str!("../../../../tests/tests/all/groups.rs"),
];

#[test]
fn every_promise_has_a_test_that_is_there() {
    for (page, tests) in [(PAGE, &PROMISES[..]), (GROUPS, &OF_GROUPS)] {
        let begin = page.find("## What is promised").unwrap();
        let end = page.find("## What is not promised").unwrap();
        let promises = page[begin..end].lines().filter_map(|line| line.strip_prefix("- "));
        let promises: Vec<&str> = promises.collect();
        assert_eq!(promises.len(), tests.len());
        for (promise, (beginning, tests)) in promises.iter().zip(tests) {
            assert!(promise.starts_with(beginning), "{promise}");
            for test in *tests {
                let named = format!("fn {test}(");
                assert!(SOURCES.iter().any(|source| source.contains(&named)), "{test}");
            }
        }
    }
}

#[test]
fn nobody_is_said_to_be_unknown() {
    // We say what is known to whom.
    let word = ["anony", "mous"].concat();
    let format = include_str!("../../../../docs/collective-format.md");
    let words = [include_str!("../words.rs"), include_str!("../group/words.rs")];
    for text in [PAGE, GROUPS, format].into_iter().chain(words) {
        assert!(!text.to_lowercase().contains(&word));
    }
}
