//! Sales, shares and payments: every member recomputes them, nothing is lost, and nothing is paid twice.

use chrono::{TimeZone, Utc};

use super::*;
use crate::account::Account;
use crate::books::{Books, State, audit, sell};
use crate::code::hex;
use crate::money::Currency;
use crate::payout::{Paying, offer_to_pay};
use crate::sale::{Deal, Treasurer};
use crate::transfer::{Payer, ROWS, bank, paypal};

const TREASURER: [u8; 32] = [9; 32];

/// A collective that sells: the round that was counted, its people, the books, and what the treasurer's library keeps.
struct Shop {
    play: Play,
    people: Vec<Person>,
    books: Memory,
    kept: BTreeMap<String, String>,
}

fn deal(price: u64, minimum: u64) -> impl Fn(u32) -> Deal {
    move |number| Deal {
        number,
        buyer: "A label".to_owned(),
        currency: Currency::of("EUR").unwrap(),
        price,
        costs: 0,
        minimum,
        treasurer: Treasurer::new("Tove", &TREASURER).unwrap(),
    }
}

fn payer() -> Payer {
    Payer {
        name: "Listeners pool".to_owned(),
        iban: crate::account::Iban::read("DE89370400440532013000").unwrap(),
    }
}

fn now() -> chrono::DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, 1, 4, 0, 0).unwrap()
}

/// The key of a person.
fn key(person: &Person) -> [u8; 32] {
    member(&person.secret).unwrap().verifier().key()
}

/// As many accounts as one likes, all different.
fn account(n: usize) -> Account {
    if n.is_multiple_of(2) {
        Account::paypal(&format!("member{n}@example.org")).unwrap()
    } else {
        // The check digits of 18 digits and DE00, as ISO 7064 has them.
        let digits = format!("{n:018}");
        let sum = format!("{digits}131400")
            .bytes()
            .fold(0_u64, |sum, digit| (sum * 10 + u64::from(digit - b'0')) % 97);
        Account::bank(&format!("Member {n}"), &format!("DE{:02}{digits}", 98 - sum)).unwrap()
    }
}

impl Shop {
    fn new(people: u32) -> Self {
        let mut play = Play::new(2, 70);
        let people = play.people(people);
        play.collect(true);
        play.finish();
        let mut books = Memory::default();
        assert_eq!(offer_to_pay(&mut books, "Tove", &TREASURER), Ok(true));
        Self {
            play,
            people,
            books,
            kept: BTreeMap::new(),
        }
    }

    fn sell(&mut self, price: u64, minimum: u64) -> Result<()> {
        let room = Room::open(&self.play.folder).unwrap();
        let sold = sell(
            &mut self.books,
            &room,
            &COORDINATOR,
            &deal(price, minimum),
            None,
            &mut |_| Ok(true),
        );
        sold.map(|entry| assert!(entry.is_some()))
    }

    fn begin(&self) -> Result<Paying> {
        Paying::begin(&self.books, &TREASURER, &self.kept)
    }

    /// The treasurer keeps and writes what was begun.
    fn write(&mut self, paying: &Paying) -> Result<()> {
        self.kept.extend(paying.kept());
        paying.write(&mut self.books)
    }

    fn payout(&mut self) {
        let paying = self.begin().unwrap();
        self.write(&paying).unwrap();
    }

    /// A person says where the money goes.
    fn say(&mut self, n: usize, number: u32, account: &Account) -> String {
        let books = Books::open(&self.books).unwrap();
        let signer = member(&self.people[n].secret).unwrap();
        let sale = &books.last().unwrap().sale;
        let note = Payment::note(sale, number, account, &signer, &mut self.play.random).unwrap();
        self.books.put(&format!("inbox/{n} {number}.note"), note.to_string());
        note.to_string()
    }

    fn audited(&self) -> Audit {
        let room = Room::open(&self.play.folder).unwrap();
        audit(&self.books, Some(&room)).unwrap()
    }

    /// The state of each person's payment of a sale.
    fn states(&self, sale: usize) -> Vec<State> {
        let books = Books::open(&self.books).unwrap();
        self.people
            .iter()
            .map(|person| books.entries[sale].state(&key(person)))
            .collect()
    }

    /// What a payment of a person is called.
    fn id(&self, sale: usize, n: usize) -> String {
        let books = Books::open(&self.books).unwrap();
        let (id, _) = books.entries[sale]
            .ids()
            .find(|(_, member)| **member == key(&self.people[n]))
            .unwrap();
        id
    }
}

#[test]
fn equal_shares_that_every_member_recomputes() {
    let mut shop = Shop::new(7);
    shop.sell(100, 1).unwrap();
    assert!(shop.audited().awaited.unwrap().contains("turn of Tove"));
    shop.payout();
    let audited = shop.audited();
    assert_eq!((audited.wrong, audited.awaited), (Vec::new(), None));
    let lines: Vec<u64> = audited.entries[0].lines.values().map(|line| line.share).collect();
    assert_eq!((lines.len(), lines.iter().sum::<u64>()), (7, 100));
    assert!(lines.iter().all(|share| (14..=15).contains(share)));
    assert!(
        audited
            .holds
            .iter()
            .any(|line| line.contains("exactly the members who are counted"))
    );
    // A treasurer who gives one more to a friend is found out.
    let (name, note) = shop
        .books
        .files
        .iter()
        .find(|(name, _)| name.contains("/payout/"))
        .unwrap();
    let text = String::from_utf8(note.clone()).unwrap();
    let text = text.split_once("\n\n").unwrap().0.to_owned() + "\n";
    let (name, changed) = (name.clone(), text.replacen(" 0 1", " 0 2", 1));
    assert_ne!(text, changed);
    let signer = crate::sale::treasurer(&TREASURER).unwrap();
    shop.books
        .put(&name, note::Note::sign(changed, &signer).unwrap().to_string());
    assert!(shop.audited().wrong[0].contains("something else than is theirs"));
}

#[test]
fn a_list_of_others_than_the_members_is_found() {
    let mut shop = Shop::new(4);
    shop.sell(100, 1).unwrap();
    let name = "sale-1/members.txt";
    let list = shop.books.text(name);
    let cut: String = list.split_inclusive('\n').skip(1).collect();
    shop.books.put(name, cut);
    assert!(shop.audited().wrong[0].contains("not the list of members"));
    // Another round's members do not pass for this one's.
    let mut other = Play::new(2, 71);
    other.people(4);
    other.collect(true);
    other.finish();
    let mut books = Memory::default();
    let room = Room::open(&other.folder).unwrap();
    sell(&mut books, &room, &COORDINATOR, &deal(100, 1), None, &mut |_| Ok(true)).unwrap();
    let theirs = Books::open(&books).unwrap().entries[0].sale.clone();
    let mut ours = theirs.clone();
    ours.roll.round = shop.play.invitation().round().hash;
    books.put("sale-1/sale.note", ours.sign(&COORDINATOR).unwrap().to_string());
    let room = Room::open(&shop.play.folder).unwrap();
    let audited = audit(&books, Some(&room)).unwrap();
    assert!(audited.wrong[0].contains("others than the members who are counted"));
    // Only the coordinator sells, and only what is counted.
    let refused = sell(&mut Memory::default(), &room, &[1; 32], &deal(1, 1), None, &mut |_| {
        Ok(true)
    });
    assert!(refused.unwrap_err().to_string().contains("another coordinator"));
    let mut open = Play::new(2, 72);
    open.people(4);
    open.collect(false);
    let room = Room::open(&open.folder).unwrap();
    assert!(
        sell(
            &mut Memory::default(),
            &room,
            &COORDINATOR,
            &deal(1, 1),
            None,
            &mut |_| Ok(true)
        )
        .is_err()
    );
}

#[test]
fn what_is_below_the_minimum_stays_and_is_paid_after_the_next_sale() {
    let mut shop = Shop::new(6);
    shop.sell(1_000, 500).unwrap();
    shop.payout();
    let books = Books::open(&shop.books).unwrap();
    assert_eq!(books.entries[0].kept(), (6, 1_000));
    assert_eq!(books.entries[0].due().count(), 0);
    shop.sell(2_600, 500).unwrap();
    shop.payout();
    let audited = shop.audited();
    assert_eq!((audited.wrong, audited.awaited), (Vec::new(), None));
    let due: Vec<u64> = audited.entries[1].due().map(|(_, line)| line.due).collect();
    assert_eq!((due.len(), due.iter().sum::<u64>()), (6, 3_600), "not a cent is lost");
}

#[test]
fn payments_are_sealed_for_the_treasurer_and_each_account_has_one_member() {
    let mut shop = Shop::new(4);
    shop.sell(10_000, 500).unwrap();
    let first = shop.say(0, 1, &account(1));
    assert!(!first.contains("Member 1"));
    shop.say(1, 1, &account(1));
    shop.say(2, 1, &account(2));
    shop.say(2, 2, &account(3));
    shop.books.put("inbox/letter.txt", "Dear Tove");
    let stranger = member(&[77; 32]).unwrap();
    let sale = Books::open(&shop.books).unwrap().entries[0].sale.clone();
    let note = Payment::note(&sale, 1, &account(9), &stranger, &mut shop.play.random).unwrap();
    shop.books.put("inbox/stranger.note", note.to_string());
    let other = Sale {
        deal: Deal {
            treasurer: Treasurer::new("Tove", &[8; 32]).unwrap(),
            ..sale.deal.clone()
        },
        ..sale.clone()
    };
    let signer = member(&shop.people[3].secret).unwrap();
    let note = Payment::note(&other, 1, &account(8), &signer, &mut shop.play.random).unwrap();
    shop.books.put("inbox/other.note", note.to_string());
    let paying = shop.begin().unwrap();
    assert_eq!(paying.taken, ["0 1.note", "2 1.note", "2 2.note"]);
    let why = |file: &str| {
        let (_, why) = paying.refused.iter().find(|(name, _)| name == file).unwrap();
        why.clone()
    };
    assert!(why("1 1.note").contains("another member has named"));
    assert!(why("letter.txt").contains("no signed note"));
    assert!(why("stranger.note").contains("nobody who has a share"));
    assert!(why("other.note").contains("another treasurer"));
    shop.write(&paying).unwrap();
    // Again, and an old one: neither changes anything.
    shop.books.put("inbox/again.note", first.clone());
    shop.say(2, 1, &account(5));
    let paying = shop.begin().unwrap();
    assert_eq!(paying.known, ["again.note"]);
    assert!(paying.refused.iter().any(|(_, why)| why.contains("older than")));
    assert_eq!(paying.without_account(), 2);
    // Nobody else opens it, under whatever key or number.
    let payment = Payment::read(first.as_bytes()).unwrap();
    assert_eq!(payment.open(&TREASURER), Ok(account(1)));
    assert!(payment.open(&[8; 32]).is_err());
    let renumbered = first.replace("number: 1", "number: 9");
    assert!(Payment::read(renumbered.as_bytes()).is_err());
}

#[test]
fn files_for_bank_and_paypal_are_written_once_and_read_back() {
    let mut shop = Shop::new(5);
    shop.sell(10_000, 500).unwrap();
    for n in 0..4 {
        let _ = shop.say(n, 1, &account(n));
    }
    let mut paying = shop.begin().unwrap();
    assert!(
        paying
            .batch(None, now())
            .unwrap_err()
            .to_string()
            .contains("from which account")
    );
    let mut paying = {
        drop(paying);
        shop.begin().unwrap()
    };
    let files = paying.batch(Some(&payer()), now()).unwrap();
    let counts: Vec<(u64, u64)> = files.iter().map(|file| (file.count, file.sum)).collect();
    assert_eq!(counts, [(2, 4_000), (2, 4_000)]);
    assert!(
        paying.batch(Some(&payer()), now()).unwrap().is_empty(),
        "what is sent is not sent again"
    );
    shop.write(&paying).unwrap();
    assert_eq!(
        shop.states(0),
        [
            State::Sent(1),
            State::Sent(1),
            State::Sent(1),
            State::Sent(1),
            State::Open
        ]
    );
    // What the bank says comes back.
    let table = format!(
        "End-to-end id;State\n\"{}\";paid\r\n{},returned\n{}\topen\n",
        shop.id(0, 0),
        shop.id(0, 1),
        shop.id(0, 2)
    );
    let mut paying = shop.begin().unwrap();
    assert_eq!(paying.read_back(&table), Ok(3));
    assert_eq!(paying.read_back(&table), Ok(0), "twice is once");
    shop.write(&paying).unwrap();
    assert_eq!(
        shop.states(0),
        [State::Paid, State::Returned, State::Open, State::Sent(1), State::Open]
    );
    assert_eq!(shop.audited().wrong, Vec::<String>::new());
    // What is open goes into the next files, which have another number.
    let mut paying = shop.begin().unwrap();
    let files = paying.batch(None, now()).unwrap();
    assert_eq!((files.len(), files[0].count), (1, 1));
    assert!(files[0].name.ends_with("-2-paypal-1.csv"), "{}", files[0].name);
    shop.write(&paying).unwrap();
    // Tables that cannot be right change nothing.
    let id = shop.id(0, 3);
    for (table, why) in [
        (format!("{id},perhaps"), "something else than paid"),
        (format!("{id},paid\n{id},paid"), "twice"),
        ("00000000-0000001,paid".to_owned(), "no payment"),
        (format!("{id},paid,now"), "two fields"),
    ] {
        let table = format!("id,state\n{table}\n");
        let mut paying = shop.begin().unwrap();
        let error = paying.read_back(&table).unwrap_err().to_string();
        assert!(error.contains(why) && error.contains("line "), "{error}");
        assert!(!paying.has_something_to_sign());
    }
    // What came back is brought again by the next sale, and by that alone.
    shop.sell(10_000, 500).unwrap();
    let books = Books::open(&shop.books).unwrap();
    assert_eq!(books.entries[1].lines[&key(&shop.people[1])].due, 4_000);
    assert_eq!(
        books.entries[1].lines[&key(&shop.people[4])].due,
        2_000,
        "what is open stays with its sale"
    );
    for (n, word) in [(1, "open"), (1, "paid"), (3, "returned")] {
        let table = format!("{},{word}\n", shop.id(0, n));
        let error = shop.begin().unwrap().read_back(&table).unwrap_err().to_string();
        assert!(error.contains("has taken over"), "{error}");
    }
    let table = format!("{},paid\n", shop.id(0, 3));
    assert_eq!(shop.begin().unwrap().read_back(&table), Ok(1));
}

#[test]
fn a_folder_that_was_set_back_does_not_let_anything_be_paid_twice() {
    let mut shop = Shop::new(4);
    shop.sell(10_000, 500).unwrap();
    for n in 0..4 {
        let _ = shop.say(n, 1, &account(n));
    }
    let paying = shop.begin().unwrap();
    shop.write(&paying).unwrap();
    let before = shop.books.clone();
    let mut paying = shop.begin().unwrap();
    assert_eq!(paying.batch(Some(&payer()), now()).unwrap().len(), 2);
    shop.write(&paying).unwrap();
    let sent = shop.states(0);
    shop.books = before;
    let mut paying = shop.begin().unwrap();
    assert!(paying.batch(Some(&payer()), now()).unwrap().is_empty());
    shop.write(&paying).unwrap();
    assert_eq!(shop.states(0), sent, "the folder says again what the treasurer knows");
    // Another sale in the place of the one that was paid out.
    let mut books = shop.books.clone();
    let mut other = Books::open(&books).unwrap().entries[0].sale.clone();
    other.deal.price += 1;
    books.put("sale-1/sale.note", other.sign(&COORDINATOR).unwrap().to_string());
    let error = Paying::begin(&books, &TREASURER, &shop.kept).unwrap_err().to_string();
    assert!(error.contains("another than the one that you have begun"), "{error}");
    // A library that knows nothing of it.
    let error = Paying::begin(&shop.books, &TREASURER, &BTreeMap::new())
        .unwrap_err()
        .to_string();
    assert!(error.contains("--restore"), "{error}");
}

#[test]
fn a_treasurer_who_is_killed_at_any_write_begins_again_and_comes_to_the_same() {
    let mut shop = Shop::new(6);
    shop.sell(10_000, 500).unwrap();
    for n in 0..6 {
        let _ = shop.say(n, 1, &account(n));
    }
    let mut whole = None;
    for writes in 0.. {
        let (books, kept) = (shop.books.clone(), shop.kept.clone());
        let mut paying = shop.begin().unwrap();
        paying.batch(Some(&payer()), now()).unwrap();
        shop.books.writes_left = Some(writes);
        let ended = shop.write(&paying);
        shop.books.writes_left = None;
        let was_killed = ended.is_err();
        let mut again = shop.begin().unwrap();
        assert!(
            again.batch(Some(&payer()), now()).unwrap().is_empty(),
            "nothing is sent twice"
        );
        shop.write(&again).unwrap();
        assert_eq!(shop.audited().wrong, Vec::<String>::new());
        assert_eq!(shop.audited().awaited, None);
        let files = std::mem::replace(&mut shop.books, books).files;
        shop.kept = kept;
        assert_eq!(*whole.get_or_insert(files.clone()), files, "{writes}");
        if !was_killed {
            assert!(writes > 10, "{writes}");
            break;
        }
    }
}

/// An element of ISO 20022, with what is in it: all in the order of the schema, which is not at hand here.
fn outline(node: roxmltree::Node<'_, '_>, depth: usize, lines: &mut Vec<String>) {
    for child in node.children().filter(roxmltree::Node::is_element) {
        let has_elements = child.children().any(|node| node.is_element());
        let text = child.text().filter(|_| !has_elements).unwrap_or_default();
        lines.push(
            format!("{}{} {text}", " ".repeat(depth), child.tag_name().name())
                .trim_end()
                .to_owned(),
        );
        outline(child, depth + 1, lines);
    }
}

#[test]
fn the_file_for_a_bank_has_the_parts_of_its_message_in_their_order() {
    let mut shop = Shop::new(4);
    shop.sell(1_000_000, 500).unwrap();
    let sale = Books::open(&shop.books).unwrap().entries[0].sale.clone();
    let transfers: Vec<Transfer> = (0..4)
        .map(|n| Transfer {
            id: format!("{}-{n:07}", sale.id()),
            amount: 250_000 + n as u64,
            account: account(n),
        })
        .collect();
    let file = bank(&sale, 1, &transfers, &payer(), now()).unwrap();
    let document = roxmltree::Document::parse(&file).unwrap();
    let namespace = document.root_element().tag_name().namespace();
    assert_eq!(namespace, Some("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"));
    let mut lines = Vec::new();
    outline(document.root(), 0, &mut lines);
    let id = sale.id();
    let order = |n: usize, amount: &str| {
        let Account::Bank { name, iban } = account(n) else {
            panic!("to a bank")
        };
        format!(
            "   CdtTrfTxInf\n    PmtId\n     EndToEndId {id}-{n:07}\n    Amt\n     InstdAmt {amount}\n    Cdtr\n     Nm {name}\n    CdtrAcct\n     \
             Id\n      IBAN {}\n    RmtInf\n     Ustrd REHEARSAL Equal share of sale 1 ({id})\n",
            iban.text()
        )
    };
    let expected = format!(
        "Document\n CstmrCdtTrfInitn\n  GrpHdr\n   MsgId {id}-1\n   CreDtTm 2026-12-01T04:00:00Z\n   NbOfTxs 2\n   CtrlSum 5000.04\n   InitgPty\n    \
         Nm Listeners pool\n  PmtInf\n   PmtInfId {id}-1\n   PmtMtd TRF\n   NbOfTxs 2\n   CtrlSum 5000.04\n   PmtTpInf\n    SvcLvl\n     Cd SEPA\n   \
         ReqdExctnDt\n    Dt 2026-12-01\n   Dbtr\n    Nm Listeners pool\n   DbtrAcct\n    Id\n     IBAN DE89370400440532013000\n   DbtrAgt\n    FinInstnId\n     \
         Othr\n      Id NOTPROVIDED\n   ChrgBr SLEV\n{}{}",
        order(1, "2500.01"),
        order(3, "2500.03")
    );
    assert_eq!(lines.join("\n") + "\n", expected);
    let amounts = document
        .descendants()
        .filter(|node| node.tag_name().name() == "InstdAmt");
    assert!(amounts.into_iter().all(|amount| amount.attribute("Ccy") == Some("EUR")));
    // What banks bound: 35 letters for what is called by a name, 70 for names.
    for node in document.descendants() {
        let most = match node.tag_name().name() {
            "MsgId" | "PmtInfId" | "EndToEndId" => 35,
            "Nm" => 70,
            "Ustrd" => 140,
            _ => continue,
        };
        assert!(node.text().unwrap().len() <= most);
    }
    assert!(
        bank(&sale, 1, &transfers[..1], &payer(), now()).is_none(),
        "nobody is paid by a bank"
    );
}

#[test]
fn tables_for_paypal_have_no_more_rows_than_it_takes() {
    let mut shop = Shop::new(3);
    shop.sell(1_000, 1).unwrap();
    let sale = Books::open(&shop.books).unwrap().entries[0].sale.clone();
    let transfers: Vec<Transfer> = (0..18_000)
        .map(|n| Transfer {
            id: format!("{}-{n:07}", sale.id()),
            amount: 306,
            account: account(2 * n),
        })
        .collect();
    let tables = paypal(&sale, &transfers);
    let rows: Vec<usize> = tables.iter().map(|table| table.lines().count()).collect();
    assert_eq!(rows, [ROWS, ROWS, ROWS, 3_000]);
    let first = tables[0].lines().next().unwrap();
    let id = sale.id();
    assert_eq!(
        first,
        format!("member0@example.org,\"3,06\",EUR,{id}-0000000,REHEARSAL Equal share of sale 1 ({id}),PAYPAL")
    );
    assert!(format!("{id}-0000000").len() <= 30);
}

#[test]
fn nothing_of_an_account_stands_in_the_folder() {
    let mut shop = Shop::new(4);
    shop.sell(10_000, 500).unwrap();
    for n in 0..4 {
        let _ = shop.say(n, 1, &account(n));
    }
    let mut paying = shop.begin().unwrap();
    paying.batch(Some(&payer()), now()).unwrap();
    shop.write(&paying).unwrap();
    let lengths: Vec<usize> = shop
        .books
        .files
        .iter()
        .filter(|(name, _)| name.starts_with("payments/"))
        .map(|(_, content)| content.len())
        .collect();
    assert_eq!(lengths.len(), 4);
    assert!(
        lengths.iter().all(|length| *length == lengths[0]),
        "a long name is as long as a short one"
    );
    for n in 0..4 {
        for (name, content) in &shop.books.files {
            let text = String::from_utf8_lossy(content);
            assert!(!text.contains(&account(n).number()), "{name}");
        }
    }
    assert!(
        shop.books
            .files
            .keys()
            .any(|name| name.contains(&hex(&key(&shop.people[0]))))
    );
}

#[test]
fn a_treasurer_ends_what_they_began_when_another_pays_out_the_next_sale() {
    let mut shop = Shop::new(4);
    shop.sell(10_000, 500).unwrap();
    let _ = shop.say(0, 1, &account(0));
    let mut paying = shop.begin().unwrap();
    assert_eq!(paying.batch(None, now()).unwrap().len(), 1);
    shop.write(&paying).unwrap();
    let next = |number| Deal {
        treasurer: Treasurer::new("Bo", &[8; 32]).unwrap(),
        ..deal(10_000, 500)(number)
    };
    let room = Room::open(&shop.play.folder).unwrap();
    sell(&mut shop.books, &room, &COORDINATOR, &next, None, &mut |_| Ok(true)).unwrap();
    let mut paying = shop.begin().unwrap();
    assert_eq!(paying.read_back(&format!("{},paid\n", shop.id(0, 0))), Ok(1));
    shop.write(&paying).unwrap();
    assert_eq!(shop.states(0)[0], State::Paid);
    let theirs = Paying::begin(&shop.books, &[8; 32], &BTreeMap::new()).unwrap();
    assert_eq!((theirs.unsigned.as_slice(), theirs.without_account()), (&[2][..], 4));
    theirs.write(&mut shop.books).unwrap();
    let audited = shop.audited();
    assert_eq!((audited.wrong, audited.awaited), (Vec::new(), None));
    assert!(Paying::begin(&shop.books, &[7; 32], &BTreeMap::new()).is_err());
}
