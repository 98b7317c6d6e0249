//! The card of a data set: what it is, where it comes from, how exact it is and what may be done with it. Said once, here; set as
//! Croissant (JSON-LD) for programs, and as a page for people.

use anyhow::Result;
use chrono::NaiveDate;
use playtally_collective::code::{Hash, hex};
use playtally_collective::log::Head;
use playtally_collective::{Table, Terms};
use playtally_telling::words::date::day;
use playtally_telling::words::number::{count, plural};

use super::super::page::capital;
use super::columns::Column;
use super::json::Json;

/// A table of the data set, as a file.
#[derive(Debug)]
pub(super) struct File<'c> {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) bytes: usize,
    pub(super) columns: Vec<Column>,
    pub(super) table: &'c Table,
}

/// All that there is to say of a data set.
#[derive(Debug)]
pub(super) struct Card<'c> {
    pub(super) terms: &'c Terms,
    pub(super) round: Hash,
    pub(super) members: u32,
    /// Who is counted.
    pub(super) list: Hash,
    /// The list of contributions as it was closed, and when.
    pub(super) head: Head,
    pub(super) closed: NaiveDate,
    pub(super) published: NaiveDate,
    pub(super) license: Option<&'c str>,
    pub(super) url: Option<&'c str>,
    pub(super) files: Vec<File<'c>>,
}

/// One of the heads under which a data set is told ("Datasheets for Datasets", Gebru and others, 2021).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head7 {
    Motivation,
    Composition,
    Collection,
    Preparation,
    Uses,
    Distribution,
    Maintenance,
}

/// The heads in their order, what a page calls them, and what Croissant's vocabulary for responsible use does.
pub(super) const HEADS: [(Head7, &str, &str); 7] = [
    (Head7::Motivation, "What for", "rai:dataUseCases"),
    (Head7::Composition, "What is in it", "rai:personalSensitiveInformation"),
    (Head7::Collection, "How it was collected", "rai:dataCollection"),
    (
        Head7::Preparation,
        "What was done to it",
        "rai:dataManipulationProtocol",
    ),
    (Head7::Uses, "What it cannot say", "rai:dataLimitations"),
    (Head7::Distribution, "What may be done with it", "rai:dataSocialImpact"),
    (
        Head7::Maintenance,
        "What becomes of it",
        "rai:dataReleaseMaintenancePlan",
    ),
];

/// What nobody may do with it.
pub(super) const FORBIDDEN: [(&str, &str, &str); 3] = [
    (
        "re-identify",
        "Find out who is in it, or what one person said",
        "Nobody may try to find out who is in it, or what one of them said.",
    ),
    (
        "difference",
        "Take it and another round's sums apart to learn of a few people",
        "Nobody may take it and the sums of another round apart to learn of a few people.",
    ),
    (
        "resell",
        "Sell it on, or hand it on",
        "Nobody may sell it on, or hand it on to others.",
    ),
];

impl Card<'_> {
    /// What it is called.
    pub(super) fn title(&self) -> String {
        let rehearsal = if self.terms.rehearsal {
            " · a rehearsal with made-up histories"
        } else {
            ""
        };
        format!(
            "{}, {} to {}{rehearsal}",
            self.terms.name, self.terms.from, self.terms.to
        )
    }

    /// What it is, in a sentence or two.
    pub(super) fn description(&self) -> String {
        let rehearsal = if self.terms.rehearsal {
            "A rehearsal with made-up histories: nothing in it is true of anybody. "
        } else {
            ""
        };
        format!(
            "{rehearsal}What {} of \"{}\" listened to from {} to {}, as sums over all of them, with noise of a stated strength. No row \
             is a person.",
            plural(self.members.into(), "member", "members"),
            self.terms.name,
            self.terms.from,
            self.terms.to
        )
    }

    /// What is said under a head.
    pub(super) fn said(&self, head: Head7) -> Vec<String> {
        let terms = self.terms;
        let counters = terms.counters.len();
        match head {
            Head7::Motivation => vec![
                format!("What members were asked for: {}", terms.purpose),
                "For tables of what many people listen to: which answers are frequent, and how much more so than others.".to_owned(),
            ],
            Head7::Composition => vec![
                format!(
                    "{}, a table each, of {} in all. Every place that an answer can be in was known beforehand and stands in it.",
                    plural(self.files.len() as u64, "question", "questions"),
                    plural(
                        self.files.iter().map(|file| file.table.counts.len() as u64).sum(),
                        "count",
                        "counts"
                    )
                ),
                "There is no play in it, no time, no person and no name that is not in the invitation.".to_owned(),
                format!(
                    "Of one member's answers nobody becomes surer by more than ε {}, all questions together; each table says its own ε.",
                    terms.epsilon()
                ),
            ],
            Head7::Collection => vec![
                format!(
                    "Each member's own program worked the answers out at home from the export of a streaming service, showed them, and \
                     sealed them in {counters} pieces. One piece says nothing."
                ),
                format!(
                    "The list of contributions was closed with {} entries on {}; every counter cosigned it. {} are counted.",
                    count(self.head.size),
                    day(self.closed),
                    plural(self.members.into(), "member", "members")
                ),
                "Every question could be declined; declining is counted as \"no answer\", or as none of the names.".to_owned(),
            ],
            Head7::Preparation => vec![
                format!(
                    "{counters} counters added up pieces that they could not read, and each added the whole noise to every count: discrete \
                     Laplace noise, made of whole numbers."
                ),
                "Counts are as they came out: they can be below zero, and are not made to agree with each other.".to_owned(),
            ],
            Head7::Uses => vec![
                "Members chose to take part, and have asked a service for their data: they are not a sample of all listeners.".to_owned(),
                "Where is_noise is true, noise alone could have made the count. Nothing should be said of it.".to_owned(),
                "Nobody can tell two people from one: whoever was given two tickets is counted twice.".to_owned(),
            ],
            Head7::Distribution => {
                let mut said = vec![format!("It may be used for this: {}", terms.purpose)];
                said.extend(FORBIDDEN.iter().map(|(_, _, said)| (*said).to_owned()));
                said.push(match self.license {
                    Some(license) => format!("Its licence: {license}"),
                    None => "There is no licence beside this.".to_owned(),
                });
                said
            }
            Head7::Maintenance => vec![
                "It is not changed any more: a sum cannot forget. Whoever leaves the collective is not in its next round.".to_owned(),
                "Whoever has the round's folder can check it, and make the same bytes of it.".to_owned(),
            ],
        }
    }

    fn urn(&self) -> String {
        format!("urn:sha256:{}", hex(&self.round))
    }

    /// The card for programs.
    pub(super) fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(&self.croissant())? + "\n")
    }

    fn croissant(&self) -> Json {
        let mut fields = vec![
            ("@context", context()),
            ("@type", "sc:Dataset".into()),
            ("@id", self.urn().into()),
            (
                "conformsTo",
                Json::List(vec![
                    "http://mlcommons.org/croissant/1.1".into(),
                    "http://mlcommons.org/croissant/RAI/1.0".into(),
                ]),
            ),
            ("name", self.title().into()),
            ("description", self.description().into()),
            ("version", "1.0.0".into()),
            (
                "license",
                self.license.map_or_else(|| Json::text(self.policy()), Json::from),
            ),
            ("url", self.url.map_or_else(|| self.urn().into(), Json::from)),
            ("creator", named("sc:Organization", &self.terms.name)),
            ("dateCreated", self.closed.to_string().into()),
            ("datePublished", self.published.to_string().into()),
            ("inLanguage", "en".into()),
            (
                "citeAs",
                format!(
                    "{}. {}. {}",
                    self.terms.name,
                    self.title(),
                    self.url.unwrap_or(&self.urn())
                )
                .into(),
            ),
            ("usageInfo", self.offer()),
            ("prov:wasDerivedFrom", self.source()),
            ("prov:wasGeneratedBy", self.counting()),
        ];
        for (head, _, key) in HEADS {
            fields.push((key, self.said(head).join(" ").into()));
        }
        fields.push((
            "rai:dataBiases",
            "Members chose to take part, and only those who asked a service for their data could.".into(),
        ));
        fields.push(("distribution", Json::List(self.files.iter().map(file).collect())));
        fields.push(("recordSet", Json::List(self.files.iter().map(records).collect())));
        Json::Object(fields)
    }

    fn policy(&self) -> String {
        format!("{}#policy", self.urn())
    }

    /// What may be done with it, and what not (ODRL).
    fn offer(&self) -> Json {
        let purpose = Json::Object(vec![
            ("@type", "odrl:Constraint".into()),
            ("odrl:leftOperand", Json::id("odrl:purpose")),
            ("odrl:operator", Json::id("odrl:eq")),
            ("odrl:rightOperand", self.terms.purpose.as_str().into()),
        ]);
        let permission = Json::Object(vec![
            ("@type", "odrl:Permission".into()),
            ("odrl:action", Json::id("odrl:use")),
            ("odrl:constraint", purpose),
        ]);
        let prohibitions = FORBIDDEN.iter().map(|(action, name, _)| {
            let known = match *action {
                "resell" => Json::List(vec![Json::id("odrl:sell"), Json::id("odrl:distribute")]),
                _ => Json::Object(vec![
                    ("@type", "odrl:Action".into()),
                    ("@id", format!("{}#{action}", self.urn()).into()),
                    ("name", (*name).into()),
                    ("odrl:includedIn", Json::id("odrl:use")),
                ]),
            };
            Json::Object(vec![("@type", "odrl:Prohibition".into()), ("odrl:action", known)])
        });
        Json::Object(vec![
            ("@type", Json::List(vec!["sc:CreativeWork".into(), "odrl:Offer".into()])),
            ("@id", self.policy().into()),
            ("name", "What may be done with it".into()),
            ("description", self.said(Head7::Distribution).join(" ").into()),
            ("odrl:assigner", named("sc:Organization", &self.terms.name)),
            ("odrl:permission", permission),
            ("odrl:prohibition", Json::List(prohibitions.collect())),
        ])
    }

    /// Of what it was made (PROV): the closed list of contributions.
    fn source(&self) -> Json {
        Json::Object(vec![
            ("@type", "prov:Entity".into()),
            ("@id", format!("urn:sha256:{}", hex(&self.head.root)).into()),
            (
                "prov:label",
                "The closed list of contributions: the root of its tree".into(),
            ),
            ("size", Json::Whole(self.head.size)),
        ])
    }

    /// By what: the count, and who did it.
    fn counting(&self) -> Json {
        let agent = |counter: &playtally_collective::Counter| {
            Json::Object(vec![
                ("@type", "prov:Agent".into()),
                ("@id", format!("urn:ed25519:{}", hex(&counter.verifier.key())).into()),
                ("prov:label", counter.name.as_str().into()),
            ])
        };
        Json::Object(vec![
            ("@type", "prov:Activity".into()),
            ("prov:label", "Counted, and blurred by each counter".into()),
            ("prov:used", Json::id(format!("urn:sha256:{}", hex(&self.list)))),
            (
                "prov:wasAssociatedWith",
                Json::List(self.terms.counters.iter().map(agent).collect()),
            ),
        ])
    }
}

fn named(kind: &'static str, name: &str) -> Json {
    Json::Object(vec![("@type", kind.into()), ("name", name.into())])
}

fn file(file: &File<'_>) -> Json {
    Json::Object(vec![
        ("@type", "cr:FileObject".into()),
        ("@id", file.name.as_str().into()),
        ("name", file.name.as_str().into()),
        ("description", capital(&file.table.question.words()).into()),
        ("contentUrl", file.name.as_str().into()),
        ("contentSize", format!("{} B", file.bytes).into()),
        ("encodingFormat", "application/x-parquet".into()),
        ("sha256", file.sha256.as_str().into()),
    ])
}

/// What a file holds, by its columns.
fn records(file: &File<'_>) -> Json {
    let topic = file.table.question.topic.word();
    let field = |column: &Column| {
        Json::Object(vec![
            ("@type", "cr:Field".into()),
            ("@id", format!("{topic}/{}", column.name).into()),
            ("name", column.name.into()),
            ("description", column.what.as_str().into()),
            ("dataType", column.values.data_type().into()),
            (
                "source",
                Json::Object(vec![
                    ("fileObject", Json::id(file.name.as_str())),
                    ("extract", Json::Object(vec![("column", column.name.into())])),
                ]),
            ),
        ])
    };
    Json::Object(vec![
        ("@type", "cr:RecordSet".into()),
        ("@id", topic.into()),
        ("name", topic.into()),
        (
            "description",
            format!(
                "{}: a row for each answer. ε {}; a count is right give or take {}, 95 times of 100.",
                capital(&file.table.question.words()),
                file.table.question.epsilon,
                file.table.off_by()
            )
            .into(),
        ),
        ("key", Json::id(format!("{topic}/cell"))),
        ("field", Json::List(file.columns.iter().map(field).collect())),
    ])
}

/// The context that Croissant 1.1 recommends, and the vocabularies of what may be done and of where it comes from.
fn context() -> Json {
    let typed = |id: &str, kind: &str| Json::Object(vec![("@id", id.into()), ("@type", kind.into())]);
    let mut fields: Vec<(&'static str, Json)> = vec![
        ("@language", "en".into()),
        ("@vocab", "https://schema.org/".into()),
        ("sc", "https://schema.org/".into()),
        ("cr", "http://mlcommons.org/croissant/".into()),
        ("rai", "http://mlcommons.org/croissant/RAI/".into()),
        ("dct", "http://purl.org/dc/terms/".into()),
        ("odrl", "http://www.w3.org/ns/odrl/2/".into()),
        ("prov", "http://www.w3.org/ns/prov#".into()),
        ("conformsTo", "dct:conformsTo".into()),
        ("data", typed("cr:data", "@json")),
        ("dataType", typed("cr:dataType", "@vocab")),
        ("examples", typed("cr:examples", "@json")),
    ];
    fields.extend(TERMS.map(|(term, id)| (term, id.into())));
    Json::Object(fields)
}

/// The words of Croissant that are written without their prefix.
const TERMS: [(&str, &str); 29] = [
    ("annotation", "cr:annotation"),
    ("arrayShape", "cr:arrayShape"),
    ("citeAs", "cr:citeAs"),
    ("column", "cr:column"),
    ("containedIn", "cr:containedIn"),
    ("equivalentProperty", "cr:equivalentProperty"),
    ("excludes", "cr:excludes"),
    ("extract", "cr:extract"),
    ("field", "cr:field"),
    ("fileObject", "cr:fileObject"),
    ("fileProperty", "cr:fileProperty"),
    ("fileSet", "cr:fileSet"),
    ("format", "cr:format"),
    ("includes", "cr:includes"),
    ("isArray", "cr:isArray"),
    ("isLiveDataset", "cr:isLiveDataset"),
    ("jsonPath", "cr:jsonPath"),
    ("key", "cr:key"),
    ("md5", "cr:md5"),
    ("parentField", "cr:parentField"),
    ("readLines", "cr:readLines"),
    ("recordSet", "cr:recordSet"),
    ("references", "cr:references"),
    ("regex", "cr:regex"),
    ("sdVersion", "cr:sdVersion"),
    ("separator", "cr:separator"),
    ("source", "cr:source"),
    ("subField", "cr:subField"),
    ("transform", "cr:transform"),
];
