//! Every sentence of docs/collective.md that promises something has a test, by name.

/// The beginning of each promise, and the tests that hold it true.
const PROMISES: [(&str, &[&str]); 28] = [
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

const PAGE: &str = include_str!("../../../../docs/collective.md");
const SOURCES: [&str; 13] = [
    include_str!("away.rs"),
    include_str!("counting.rs"),
    include_str!("hostile.rs"),
    include_str!("noise.rs"),
    include_str!("paying.rs"),
    include_str!("proof.rs"),
    include_str!("voting.rs"),
    include_str!("../answer.rs"),
    include_str!("../seal.rs"),
    include_str!("../ledger.rs"),
    include_str!("../money.rs"),
    include_str!("../note.rs"),
    include_str!("../../../../tests/tests/all/collective.rs"),
];

#[test]
fn every_promise_has_a_test_that_is_there() {
    let begin = PAGE.find("## What is promised").unwrap();
    let end = PAGE.find("## What is not promised").unwrap();
    let promises = PAGE[begin..end].lines().filter_map(|line| line.strip_prefix("- "));
    let promises: Vec<&str> = promises.collect();
    assert_eq!(promises.len(), PROMISES.len());
    for (promise, (beginning, tests)) in promises.iter().zip(PROMISES) {
        assert!(promise.starts_with(beginning), "{promise}");
        for test in tests {
            let named = format!("fn {test}(");
            assert!(SOURCES.iter().any(|source| source.contains(&named)), "{test}");
        }
    }
}

#[test]
fn nobody_is_said_to_be_unknown() {
    // We say what is known to whom.
    let word = ["anony", "mous"].concat();
    let format = include_str!("../../../../docs/collective-format.md");
    for text in [PAGE, format, include_str!("../words.rs")] {
        assert!(!text.to_lowercase().contains(&word));
    }
}
