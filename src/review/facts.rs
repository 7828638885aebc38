//! Facts that cannot be right: a damaged 文号, a date in the future, an outcome without its letter.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Document, Settings};
use crate::diagnostic::Diagnostic;
use crate::messages::{self, tell};
use crate::model::{Kind, Reply, Role};
use crate::parse::pattern;

/// The first year whose 文号 can be on a portal: the People's Republic's own.
const FIRST_YEAR: i16 = 1949;

/// The end of a 文号 that was read: brackets, year, number.
static READ: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<o>[〔\[［（(【﹝])\s*(?P<y>[0-9０-９]{2,4})\s*(?P<c>[〕\]］）)】﹞])\s*\p{Han}{0,2}\s*[A-Z]?(?P<n>[0-9０-９]{1,6})(?:[-－][0-9]{1,3})?\s*号?$",
    )
});
/// A line that is a 文号 but for a bracket that is missing or letters among its figures.
static LOOSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[（(]?(?P<p>\p{Han}{2,16}(?:[（(]\p{Han}{1,8}[）)]\p{Han}{0,4})?)\s*(?P<o>[〔\[［（(【﹝]?)\s*(?P<y>[12][0-9OoＯ〇lI]{3})\s*(?P<c>[〕\]］）)】﹞]?)\s*第?\s*(?P<n>[0-9OoＯlI]{1,5})\s*号[）)]?$",
    )
});
static OUTCOME_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s　|（(])(?P<l>(?:办理|办复|答复|复文|办结)(?:结果|类别|分类|情况类别|结果类别))\s*[:：]\s*(?P<v>无|/|-|—|_+|[（(]\s*[）)])?\s*[）)|]?\s*$",
    )
});

/// All of a document's facts.
pub fn look(document: Document<'_>, settings: &Settings<'_>, found: &mut Vec<Diagnostic>) {
    document_number(document, settings.today, found);
    outcome(document, settings, found);
    let reply = &document.parsed.reply;
    let place = |field: &str| document.parsed.origins.get(field).cloned();
    for (field, diagnostic) in dates(reply, settings.today) {
        let place = place(field).unwrap_or(0..0);
        found.push(diagnostic.at(document.source, place.start, place.len()));
    }
    if settings.attachments {
        for attachment in reply.attachments.iter().filter(|one| one.file.is_none()) {
            let place = place("attachments").unwrap_or(0..0);
            found.push(
                Diagnostic::advice(
                    "attachment-missing",
                    tell!("attachment-missing", title = attachment.title),
                )
                .at(document.source, place.start, place.len())
                .hint(tell!("attachment-missing.hint")),
            );
        }
    }
}

/// Dates that cannot be, each with the field that it is about; without a place.
#[must_use]
pub fn dates(reply: &Reply, today: Date) -> Vec<(&'static str, Diagnostic)> {
    let mut found = Vec::new();
    let published = reply.published.map(|published| published.date);
    for (field, date) in [("issued", reply.issued), ("published", published)] {
        if let Some(date) = date.filter(|date| *date > today) {
            found.push((
                field,
                Diagnostic::warning(
                    "date-future",
                    tell!("date-future", field = messages::fact(field), date, today),
                )
                .hint(tell!("date-future.hint")),
            ));
        }
    }
    if let (Some(issued), Some(published)) = (reply.issued, published)
        && issued > published
    {
        found.push((
            "issued",
            Diagnostic::warning("date-order", tell!("date-order", issued, published))
                .hint(tell!("date-order.hint")),
        ));
    }
    found
}

/// What is wrong with a 文号 that has the right form otherwise; `None` if nothing is.
fn fault(number: &str, today: Date) -> Option<String> {
    let read = READ.captures(number)?;
    let pair = format!("{}{}", &read["o"], &read["c"]);
    if ![
        "〔〕", "[]", "［］", "（）", "()", "【】", "﹝﹞", "（)", "(）",
    ]
    .contains(&pair.as_str())
    {
        return Some(tell!(
            "document-number-brackets-differ",
            open = &read["o"],
            close = &read["c"]
        ));
    }
    let figures = crate::text::normalise(&read["y"]);
    match figures.parse::<i16>() {
        Ok(year) if figures.len() == 2 => {
            let _ = year;
        }
        Ok(year) if figures.len() == 4 && (FIRST_YEAR..=today.year() + 1).contains(&year) => {}
        _ => return Some(tell!("document-number-year", year = &read["y"])),
    }
    let zero = crate::text::normalise(&read["n"]);
    (zero.trim_start_matches('0').is_empty())
        .then(|| tell!("document-number-zero", number = &read["n"]))
}

fn document_number(document: Document<'_>, today: Date, found: &mut Vec<Diagnostic>) {
    let Document { source, parsed, .. } = document;
    let damaged = "document-number-damaged";
    if parsed.diagnostics.iter().any(|known| known.code == damaged) {
        return;
    }
    if let Some(number) = &parsed.reply.document_number {
        if let Some(fault) = fault(number, today) {
            let place = parsed
                .origins
                .get("document_number")
                .cloned()
                .unwrap_or(0..0);
            found.push(
                Diagnostic::warning(damaged, tell!("document-number-faulty", number, fault))
                    .at(source, place.start, place.len())
                    .hint(tell!("document-number-faulty.hint")),
            );
        }
        return;
    }
    // Above the letter stands a line that is no 文号 any more.
    let blocks = &parsed.body.blocks;
    let letter = blocks
        .iter()
        .find(|block| block.role == Role::Salutation)
        .map_or(0, |block| block.offset);
    let mut at = parsed.begins;
    for line in source[parsed.begins..].split_inclusive('\n').take(40) {
        let start = at;
        at += line.len();
        if start >= letter {
            break;
        }
        let text = line.trim();
        let Some(loose) = (text.len() < 120).then(|| LOOSE.captures(text)).flatten() else {
            continue;
        };
        let prefix = &loose["p"];
        if ["会议", "提案", "建议", "第", "届", "关于", "代表", "委员"]
            .iter()
            .any(|word| prefix.ends_with(word))
        {
            continue;
        }
        let letters = |part: &str| part.contains(|c: char| !c.is_numeric());
        let fault = match (loose["o"].is_empty(), loose["c"].is_empty()) {
            (true, true) => tell!("document-number-brackets"),
            (true, false) => tell!("document-number-bracket-before"),
            (false, true) => tell!("document-number-bracket-behind"),
            (false, false) if letters(&loose["y"]) || letters(&loose["n"]) => {
                tell!("document-number-letters")
            }
            (false, false) => {
                let year = loose["y"].parse::<i16>();
                if year.is_ok_and(|year| (FIRST_YEAR..=today.year() + 1).contains(&year)) {
                    continue;
                }
                tell!("document-number-of-year")
            }
        };
        let lead = line.len() - line.trim_start().len();
        found.push(
            Diagnostic::warning(
                damaged,
                tell!("document-number-faulty", number = text, fault),
            )
            .at(source, start + lead, text.len())
            .hint(tell!("document-number-faulty.hint")),
        );
        return;
    }
}

/// An outcome whose label has no letter, or that the site expects and the reply does not have.
fn outcome(document: Document<'_>, settings: &Settings<'_>, found: &mut Vec<Diagnostic>) {
    let Document { source, parsed, .. } = document;
    let reply = &parsed.reply;
    // Letters of which none is ticked were said by the parser.
    let said = |finding: &Diagnostic| finding.code == "outcome-missing";
    if reply.outcome.is_some() || parsed.diagnostics.iter().any(said) {
        return;
    }
    let mut at = parsed.begins;
    for line in source[parsed.begins..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.len() > 200 || !line.contains([':', '：']) {
            continue;
        }
        let line = line.trim_end_matches(['\n', '\r']);
        if let Some(label) = OUTCOME_LABEL.captures(line) {
            let place = label.name("l").map_or(0..0, |name| name.range());
            found.push(
                Diagnostic::warning(
                    "outcome-missing",
                    tell!("outcome-missing", label = &label["l"]),
                )
                .at(source, start + place.start, place.len())
                .hint(tell!("outcome-missing.hint", label = &label["l"])),
            );
            return;
        }
    }
    let outcomes = &settings.config.outcomes;
    let office = reply.agency.as_ref().or(reply.header_agency.as_ref());
    let says = |issuer: &str| {
        let letters = outcomes.get(issuer);
        letters.is_some_and(|letters| !letters.is_empty())
    };
    let expected = says("*") || office.is_some_and(|office| says(office));
    if expected && reply.kind != Some(Kind::Opinion) {
        let end = source.trim_end().len();
        let last = source[..end].rfind('\n').map_or(0, |at| at + 1);
        found.push(
            Diagnostic::warning("outcome-missing", tell!("outcome-missing-defined"))
                .at(source, last, end - last)
                .hint(tell!("outcome-missing-defined.hint")),
        );
    }
}
