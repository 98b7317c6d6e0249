//! The files in which payments go to a bank and to PayPal: ISO 20022's `pain.001.001.09`, and the table of PayPal's payouts.

use std::fmt::Write;

use chrono::{DateTime, Timelike, Utc};

use crate::account::{Account, Iban};
use crate::sale::Sale;

/// How many rows a table of PayPal's payouts may have.
pub(crate) const ROWS: usize = 5_000;

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What it is called wherever it goes.
    pub id: String,
    /// How much, in the currency's smallest unit.
    pub amount: u64,
    /// Where it goes.
    pub account: Account,
}

/// Whose account it is paid from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    /// Whose it is, in the letters that banks take.
    pub name: String,
    /// Its number.
    pub iban: Iban,
}

/// What the payment is for, as its receiver reads it.
fn purpose(sale: &Sale) -> String {
    let rehearsal = if sale.roll.rehearsal { "REHEARSAL " } else { "" };
    format!("{rehearsal}Equal share of sale {} ({})", sale.deal.number, sale.id())
}

/// A moment as XML writes it, in whole seconds.
fn moment(now: DateTime<Utc>) -> String {
    let (hour, minute, second) = (now.hour(), now.minute(), now.second());
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", now.date_naive())
}

/// The payments that go to banks, as a file for the payer's bank; none where there are none.
#[must_use]
pub(crate) fn bank(
    sale: &Sale,
    batch: u32,
    transfers: &[Transfer],
    payer: &Payer,
    now: DateTime<Utc>,
) -> Option<String> {
    let currency = sale.deal.currency;
    let mut orders = String::new();
    let (mut count, mut sum) = (0_u64, 0_u64);
    for Transfer { id, amount, account } in transfers {
        // Names and numbers have nothing in them that XML would take for its own: their letters are few.
        let Account::Bank { name, iban } = account else {
            continue;
        };
        (count, sum) = (count + 1, sum + amount);
        let _ = write!(
            orders,
            "      <CdtTrfTxInf>\n        \
             <PmtId><EndToEndId>{id}</EndToEndId></PmtId>\n        \
             <Amt><InstdAmt Ccy=\"{currency}\">{}</InstdAmt></Amt>\n        \
             <Cdtr><Nm>{name}</Nm></Cdtr>\n        \
             <CdtrAcct><Id><IBAN>{}</IBAN></Id></CdtrAcct>\n        \
             <RmtInf><Ustrd>{}</Ustrd></RmtInf>\n      \
             </CdtTrfTxInf>\n",
            currency.plain(*amount),
            iban.text(),
            purpose(sale),
        );
    }
    if count == 0 {
        return None;
    }
    let message = format!("{}-{batch}", sale.id());
    let sum = currency.plain(sum);
    // In euros it is a SEPA transfer, each side bearing its own costs; elsewhere the banks agree on how.
    let (service, bearer) = if currency.code() == "EUR" {
        ("      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>\n", "SLEV")
    } else {
        ("", "SHAR")
    };
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n  \
         <CstmrCdtTrfInitn>\n    \
         <GrpHdr>\n      \
         <MsgId>{message}</MsgId>\n      \
         <CreDtTm>{}</CreDtTm>\n      \
         <NbOfTxs>{count}</NbOfTxs>\n      \
         <CtrlSum>{sum}</CtrlSum>\n      \
         <InitgPty><Nm>{name}</Nm></InitgPty>\n    \
         </GrpHdr>\n    \
         <PmtInf>\n      \
         <PmtInfId>{message}</PmtInfId>\n      \
         <PmtMtd>TRF</PmtMtd>\n      \
         <NbOfTxs>{count}</NbOfTxs>\n      \
         <CtrlSum>{sum}</CtrlSum>\n\
         {service}      \
         <ReqdExctnDt><Dt>{}</Dt></ReqdExctnDt>\n      \
         <Dbtr><Nm>{name}</Nm></Dbtr>\n      \
         <DbtrAcct><Id><IBAN>{}</IBAN></Id></DbtrAcct>\n      \
         <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>\n      \
         <ChrgBr>{bearer}</ChrgBr>\n\
         {orders}    \
         </PmtInf>\n  \
         </CstmrCdtTrfInitn>\n\
         </Document>\n",
        moment(now),
        now.date_naive(),
        payer.iban.text(),
        name = payer.name,
    ))
}

/// The payments that go by PayPal, as tables of no more rows than it takes at a time.
#[must_use]
pub(crate) fn paypal(sale: &Sale, transfers: &[Transfer]) -> Vec<String> {
    let currency = sale.deal.currency;
    let rows = transfers.iter().filter_map(|Transfer { id, amount, account }| {
        let Account::PayPal(address) = account else { return None };
        let amount = currency.plain(*amount);
        let amount = if currency.has_comma() {
            format!("\"{}\"", amount.replace('.', ","))
        } else {
            amount
        };
        Some(format!("{address},{amount},{currency},{id},{},PAYPAL\n", purpose(sale)))
    });
    let rows: Vec<String> = rows.collect();
    rows.chunks(ROWS).map(<[String]>::concat).collect()
}
