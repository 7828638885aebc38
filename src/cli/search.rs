//! `dafu search QUERY`: answers from the index, as the portal's search page does.

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use super::Done;
use crate::catalog::FacetColumn;
use crate::error::{AtPath, Error, Result};
use crate::excerpt::{Excerpt, Stored, excerpt, places};
use crate::index::search::{Answer, Hit, Limits, Tier};
use crate::index::{About, Opened};
use crate::messages::tell;
use crate::query;

// Flags of a command line are what they are.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(required_unless_present = "queries")]
    query: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "json", "csv"])]
    queries: Option<PathBuf>,
    #[arg(long, default_value = ".")]
    site: PathBuf,
    #[arg(long = "filter", value_name = "NAME=VALUE")]
    filters: Vec<String>,
    #[arg(long)]
    by_date: bool,
    #[arg(long)]
    all: bool,
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    #[arg(long)]
    csv: bool,
}

/// A hit with what is shown of it.
struct Shown {
    hit: Hit,
    stored: Stored,
    excerpt: Excerpt,
}

pub fn run(arguments: &Arguments) -> Done {
    let (opened, about) = Opened::open(&arguments.site)?;
    let filters = filters(&arguments.filters, &about)?;
    let allowed = |number: u32| filters.iter().all(|filter| filter(number));
    let limits = Limits {
        allowed: &allowed,
        about: &about,
        by_date: arguments.by_date,
    };
    if let Some(file) = &arguments.queries {
        return many(file, &opened, &limits, arguments.all);
    }
    let query = query::parse(arguments.query.as_deref().unwrap_or_default());
    let answer = opened.search(&query, &limits)?;
    let count = if arguments.all { usize::MAX } else { 10 };
    let shown = answer
        .hits
        .iter()
        .take(count)
        .map(|hit| {
            let stored =
                Stored::of(&opened.payloads(hit.number)?).map_err(|error| Error::Index {
                    path: arguments.site.join(crate::index::FOLDER),
                    message: tell!("report-search-index", error = error.to_string()),
                })?;
            Ok(Shown {
                hit: hit.clone(),
                excerpt: excerpt(&stored, &answer.marks),
                stored,
            })
        })
        .collect::<Result<Vec<Shown>>>()?;
    // Whoever reads may close the pipe early: that is no failure of ours.
    let _ = if arguments.json {
        print_json(&answer, &query, &shown)
    } else if arguments.csv {
        print_csv(&shown)
    } else {
        print_text(&answer, &query, &shown)
    };
    Ok(())
}

/// Answers line after line.
fn many(file: &std::path::Path, opened: &Opened, limits: &Limits<'_>, all: bool) -> Done {
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.at_path("read", file)?;
    let mut ids: std::collections::HashMap<u32, String> = std::collections::HashMap::new();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in text.lines() {
        let answer = opened.search(&query::parse(line), limits)?;
        let count = if all { usize::MAX } else { 10 };
        let mut results = Vec::new();
        for hit in answer.hits.iter().take(count) {
            if let std::collections::hash_map::Entry::Vacant(slot) = ids.entry(hit.number) {
                let stored = Stored::of(&opened.payloads(hit.number)?).unwrap_or_default();
                slot.insert(stored.id);
            }
            results.push(json!({
                "id": ids[&hit.number],
                "tier": tier(hit.tier),
                "score": hit.score,
            }));
        }
        let value = json!({
            "query": line,
            "total": { "literal": answer.literal, "words": answer.words },
            "results": results,
        });
        // Whoever reads may close the pipe early: that is no failure of ours.
        if writeln!(out, "{value}").is_err() {
            break;
        }
    }
    let _ = out.flush();
    Ok(())
}

type Filter<'a> = Box<dyn Fn(u32) -> bool + 'a>;

fn filters<'a>(given: &[String], about: &'a About) -> Result<Vec<Filter<'a>>> {
    let mut by_name: std::collections::BTreeMap<&str, Vec<&str>> =
        std::collections::BTreeMap::new();
    for filter in given {
        let Some((name, value)) = filter.split_once('=') else {
            let filter = filter.as_str();
            return Err(Error::Refused(tell!("report-search-filter-form", filter,)));
        };
        by_name.entry(name).or_default().push(value);
    }
    by_name
        .into_iter()
        .map(|(name, values)| -> Result<Filter<'a>> {
            if name == "year" {
                return year_filter(&values, about);
            }
            let Some(column) = about.facets.get(name) else {
                let names: Vec<&str> = about.facets.keys().map(String::as_str).collect();
                return Err(Error::Refused(tell!(
                    "report-search-filter-unknown",
                    name,
                    names = names.join(", "),
                )));
            };
            let wanted = wanted(name, column, &values)?;
            Ok(Box::new(move |number| {
                column
                    .replies
                    .get(number as usize)
                    .is_some_and(|own| own.iter().any(|value| wanted.contains(value)))
            }))
        })
        .collect()
}

fn year_filter<'a>(values: &[&str], about: &'a About) -> Result<Filter<'a>> {
    let mut ranges = Vec::new();
    for value in values {
        let parsed = query::parse(&format!("年:{value}"));
        let [group] = parsed.groups.as_slice() else {
            return Err(Error::Refused(tell!(
                "report-search-filter-year",
                value = *value,
            )));
        };
        if let [query::Item::Field(query::Field::Year(from, to))] = group.as_slice() {
            ranges.push(*from..=*to);
        }
    }
    Ok(Box::new(move |number| {
        let year = about.ages.year(number).map(i32::from);
        year.is_some_and(|year| ranges.iter().any(|range| range.contains(&year)))
    }))
}

/// The values that are meant: by key or label, whole, else in part.
fn wanted(name: &str, column: &FacetColumn, values: &[&str]) -> Result<Vec<u32>> {
    let mut wanted = Vec::new();
    for value in values {
        let matching = |test: &dyn Fn(&str, &str) -> bool| -> Vec<u32> {
            (0u32..)
                .zip(&column.values)
                .filter(|(_, (key, label))| test(key, label))
                .map(|(at, _)| at)
                .collect()
        };
        let mut found = matching(&|key, label| key == *value || label == *value);
        if found.is_empty() {
            found = matching(&|_, label| label.contains(value));
        }
        if found.is_empty() {
            return Err(Error::Refused(tell!(
                "report-search-filter-value",
                name,
                value = *value,
            )));
        }
        wanted.append(&mut found);
    }
    Ok(wanted)
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Number => "number",
        Tier::Literal => "literal",
        Tier::Words => "words",
        Tier::Partial => "partial",
    }
}

fn print_json(answer: &Answer, query: &query::Query, shown: &[Shown]) -> std::io::Result<()> {
    let results: Vec<_> = shown
        .iter()
        .map(|one| {
            json!({
                "id": one.stored.id,
                "title": one.stored.title,
                "url": one.stored.url(),
                "anchor": one.excerpt.anchor,
                "excerpt": one.excerpt.text,
                "score": (one.hit.score * 1e6).round() / 1e6,
                "tier": tier(one.hit.tier),
                "lacks": one.hit.lacks,
                "agency": one.stored.agency,
                "date": one.stored.date,
                "document_number": one.stored.document_number,
            })
        })
        .collect();
    let value = json!({
        "total": { "literal": answer.literal, "words": answer.words },
        "absent": answer.absent,
        "ignored": query.ignored,
        "results": results,
    });
    writeln!(std::io::stdout().lock(), "{value:#}")
}

fn print_csv(shown: &[Shown]) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    writer.write_record([
        "id",
        "title",
        "agency",
        "date",
        "document_number",
        "url",
        "anchor",
        "match",
        "excerpt",
    ])?;
    for one in shown {
        let stored = &one.stored;
        writer.write_record([
            &stored.id,
            &stored.title,
            &stored.agency,
            &stored.date,
            &stored.document_number,
            &stored.url(),
            &one.excerpt.anchor,
            tier(one.hit.tier),
            &one.excerpt.text,
        ])?;
    }
    writer.flush()
}

fn print_text(answer: &Answer, query: &query::Query, shown: &[Shown]) -> std::io::Result<()> {
    use std::io::IsTerminal;
    let stdout = std::io::stdout();
    let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let (on, off) = if colour {
        ("\u{1b}[1;31m", "\u{1b}[0m")
    } else {
        ("【", "】")
    };
    let marked = |text: &str, marks: &[std::ops::Range<usize>]| {
        let mut out = String::new();
        let mut at = 0;
        for mark in marks {
            out.push_str(&text[at..mark.start]);
            out.push_str(on);
            out.push_str(&text[mark.clone()]);
            out.push_str(off);
            at = mark.end;
        }
        out.push_str(&text[at..]);
        out
    };
    let mut out = stdout.lock();
    for ignored in &query.ignored {
        let ignored = tell!("report-search-ignored", words = ignored.as_str());
        writeln!(out, "{ignored}")?;
    }
    for absent in &answer.absent {
        let absent = tell!("report-search-absent", word = absent.as_str());
        writeln!(out, "{absent}")?;
    }
    if answer.words == 0 && !answer.hits.is_empty() {
        let count = answer.hits.len();
        writeln!(out, "{}", tell!("report-search-partial", count))?;
    } else {
        let total = tell!(
            "report-search-total",
            literal = answer.literal,
            words = answer.words,
        );
        writeln!(out, "{total}")?;
    }
    for one in shown {
        let stored = &one.stored;
        writeln!(out)?;
        writeln!(
            out,
            "{}",
            marked(&stored.title, &places(&stored.title, &answer.marks))
        )?;
        let facts = [&stored.agency, &stored.date, &stored.document_number];
        let facts: Vec<&str> = facts
            .into_iter()
            .map(String::as_str)
            .filter(|f| !f.is_empty())
            .collect();
        if !facts.is_empty() {
            writeln!(out, "  {}", facts.join(" · "))?;
        }
        if !one.hit.lacks.is_empty() {
            let words = one.hit.lacks.join("、");
            writeln!(out, "  {}", tell!("report-search-lacks", words))?;
        }
        writeln!(out, "  {}", marked(&one.excerpt.text, &one.excerpt.marks))?;
        let anchor = if one.excerpt.anchor.is_empty() {
            ""
        } else {
            "#"
        };
        writeln!(out, "  {}{anchor}{}", stored.url(), one.excerpt.anchor)?;
    }
    if answer.hits.len() > shown.len() {
        let count = answer.hits.len() - shown.len();
        writeln!(out, "\n{}", tell!("report-search-more", count))?;
    }
    Ok(())
}
