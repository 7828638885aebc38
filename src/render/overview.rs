//! The overview, and the pictures above the lists: what the replies are in numbers. Counts are of replies as they
//! are; what is not known is counted as such, what is not shown is summed, and outcomes are never added up over offices that
//! define them differently.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::charts::{self, Bar, Cell, Chart, Spread, Table};
use super::context::Way;
use super::{Frame, Page, Portal, strings};
use crate::catalog::{
    FacetName, Group, Meaning, Value, date_of, list_path, present_agency, session_key, values,
};
use crate::error::Result;
use crate::model::Reply;

/// Its path.
pub const PATH: &str = "overview/index.html";

/// Fewest replies, and fewest values, of which a picture says something.
const REPLIES: usize = 5;
const VALUES: usize = 2;
/// Offices and topics drawn one by one; the rest are summed.
const OFFICES: usize = 12;
const TOPICS: usize = 9;
/// Years of the small pictures; older ones are summed.
const YEARS: usize = 8;
/// Years that the list of topics by year goes back.
const TOPIC_YEARS: usize = 6;
/// Topics of one year.
const YEAR_TOPICS: usize = 5;
/// Issuers whose outcomes are drawn.
const ISSUERS: usize = 6;
/// Sessions whose time to the reply is drawn, newest first.
const SESSIONS: usize = 16;
/// A longer run of years than this is damage or a very old archive: years without replies are left out then.
const RUN: i16 = 30;

/// How many of the groups, which descend by their replies, to draw: at most so many, and none of several that have as many replies if not all
/// of those are.
fn leading(groups: &[&Group], most: usize) -> usize {
    let Some(next) = groups.get(most) else {
        return groups.len();
    };
    let first = groups.partition_point(|group| group.entries.len() > next.entries.len());
    // Where hardly any has more than the others, some are better than none.
    if first < VALUES { most } else { first }
}

/// One of `sections` of the overview.
#[derive(Serialize)]
struct Section {
    /// Its anchor.
    id: &'static str,
    title: String,
    /// How to read it, and what is not counted. One paragraph each.
    notes: Vec<String>,
    /// Short lists, each with its head: a year and what was asked in it.
    lines: Vec<Line>,
    charts: Vec<Chart>,
    /// Whether its charts are small and stand side by side.
    small: bool,
    /// The table behind all of its charts; without rows where each has its own.
    table: Table,
    /// Links to the whole lists.
    ways: Vec<Way>,
}

/// One of a section's `lines`.
#[derive(Serialize)]
struct Line {
    head: String,
    href: String,
    items: Vec<Cell>,
}

/// Offices that define their outcomes in the same words.
struct Issuers<'c> {
    offices: BTreeMap<&'c str, usize>,
    /// Count of each outcome, and of replies without one.
    counts: BTreeMap<(char, &'c str), usize>,
    unknown: usize,
    /// Count by office and outcome.
    each: BTreeMap<(&'c str, char), usize>,
}

impl Portal<'_> {
    /// `overview/index.html`, for a portal that has replies.
    ///
    /// # Errors
    /// If the template is wrong.
    pub fn overview_page(&self) -> Result<Page> {
        let strings = self.strings();
        let sections: Vec<Section> = [
            self.years_section(),
            self.offices_section(),
            self.topics_section(),
            self.outcomes_section(),
            self.time_section(),
        ]
        .into_iter()
        .flatten()
        .collect();
        // Where one is already is no way on.
        let ways: Vec<Way> = self
            .ways()
            .into_iter()
            .filter(|way| way.href != PATH)
            .collect();
        let title = strings.get("nav_overview").to_owned();
        let intro = self.total_text();
        let mut context = tera::Context::new();
        context.insert("heading", &title);
        context.insert("intro_text", &intro);
        context.insert("sections", &sections);
        context.insert("ways", &ways);
        let frame = Frame {
            path: PATH,
            title: &title,
            description: &intro,
            section: Some("overview"),
            meta: self.column_meta(&title, &intro),
        };
        self.page("overview.html", frame, context)
    }

    fn way(&self, key: &'static str, href: String) -> Way {
        Way {
            label: self.strings().get(key).to_owned(),
            href,
            current: false,
        }
    }

    /// The pictures above the list of one value; none where they would say nothing.
    pub(super) fn list_charts(&self, name: FacetName, group: &Group) -> Vec<Chart> {
        if group.entries.len() < REPLIES {
            return Vec::new();
        }
        let by = match name {
            FacetName::Agency => [Some(By::Year), Some(By::Outcome)],
            FacetName::Year => [Some(By::Month), Some(By::Office)],
            FacetName::Session => [Some(By::Office), None],
            FacetName::Member | FacetName::Topic | FacetName::Kind | FacetName::Outcome => {
                [Some(By::Year), None]
            }
        };
        by.into_iter()
            .flatten()
            .filter_map(|by| {
                let bars = match by {
                    By::Year => self.by_year(group.entries.iter().copied()),
                    By::Month => self.by_month(group),
                    By::Office => self.by_office(group),
                    By::Outcome => self.by_outcome(group),
                };
                // What is unknown alone, or one value alone, is said by the count already.
                let known = bars.iter().filter(|bar| bar.count > 0 && !bar.rest).count();
                (known >= VALUES).then(|| {
                    let (id, title, head) = by.words();
                    self.bars(id, title, head, &bars)
                })
            })
            .collect()
    }

    fn bars(&self, id: &str, title: &'static str, head: &'static str, bars: &[Bar]) -> Chart {
        let strings = self.strings();
        let heads = [strings.get(head), strings.get("replies_head")];
        charts::bars(id, strings.get(title).to_owned(), heads, bars, strings)
    }

    /// A bar for each year from the first to the last, those without replies too, and one for what has no date.
    fn by_year(&self, entries: impl Iterator<Item = u32>) -> Vec<Bar> {
        let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
        let mut unknown = 0;
        for at in entries {
            match date_of(&self.catalog.entries[at as usize].reply) {
                Some(date) => *counts.entry(date.year()).or_default() += 1,
                None => unknown += 1,
            }
        }
        if let (Some((&first, _)), Some((&last, _))) =
            (counts.first_key_value(), counts.last_key_value())
            && last - first < RUN
        {
            for year in first..=last {
                counts.entry(year).or_default();
            }
        }
        let mut bars: Vec<Bar> = counts
            .into_iter()
            .map(|(year, count)| {
                let href = if count > 0 {
                    list_path(FacetName::Year, &Value::Year(year))
                } else {
                    String::new()
                };
                Bar::new(year.to_string(), count, href)
            })
            .collect();
        if unknown > 0 {
            let href = list_path(FacetName::Year, &Value::Unknown);
            bars.push(self.rest("unknown", unknown, href));
        }
        bars
    }

    fn by_month(&self, group: &Group) -> Vec<Bar> {
        let mut counts = [0; 12];
        for &at in &group.entries {
            if let Some(date) = date_of(&self.catalog.entries[at as usize].reply)
                && let Ok(month) = usize::try_from(date.month() - 1)
            {
                counts[month] += 1;
            }
        }
        (1..)
            .zip(counts)
            .map(|(month, count)| {
                let label = strings::month(month, self.config.language);
                Bar::new(label, count, String::new())
            })
            .collect()
    }

    /// The offices with the most replies; the rest are summed.
    fn by_office(&self, group: &Group) -> Vec<Bar> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut unknown = 0;
        for &at in &group.entries {
            match present_agency(&self.catalog.entries[at as usize].reply) {
                Some(agency) => *counts.entry(agency).or_default() += 1,
                None => unknown += 1,
            }
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let rest = counts.split_off(counts.len().min(OFFICES));
        let mut bars: Vec<Bar> = counts
            .into_iter()
            .map(|(agency, count)| {
                let href = list_path(FacetName::Agency, &Value::Agency(agency.to_owned()));
                Bar::new(agency.to_owned(), count, href)
            })
            .collect();
        if !rest.is_empty() {
            bars.push(self.other_offices(rest.len(), rest.iter().map(|(_, count)| count).sum()));
        }
        if unknown > 0 {
            let href = list_path(FacetName::Agency, &Value::Unknown);
            bars.push(self.rest("agency_unknown", unknown, href));
        }
        bars
    }

    /// Outcomes in the words of their issuer. For replies of one office.
    fn by_outcome(&self, group: &Group) -> Vec<Bar> {
        let mut counts: BTreeMap<Value, usize> = BTreeMap::new();
        for &at in &group.entries {
            for value in values(FacetName::Outcome, &self.catalog.entries[at as usize].reply) {
                *counts.entry(value).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .map(|(value, count)| {
                let mut bar = Bar::new(
                    self.value_label(&value),
                    count,
                    list_path(FacetName::Outcome, &value),
                );
                bar.rest = value == Value::Unknown;
                bar
            })
            .collect()
    }

    fn rest(&self, key: &'static str, count: usize, href: String) -> Bar {
        Bar {
            rest: true,
            ..Bar::new(self.strings().get(key).to_owned(), count, href)
        }
    }

    fn other_offices(&self, offices: usize, count: usize) -> Bar {
        let label = self
            .strings()
            .fill("other_offices", &[("n", &offices.to_string())]);
        Bar {
            rest: true,
            ..Bar::new(label, count, "agencies/index.html".to_owned())
        }
    }

    fn years_section(&self) -> Option<Section> {
        let all = 0..u32::try_from(self.catalog.entries.len()).unwrap_or(u32::MAX);
        let bars = self.by_year(all);
        (bars.iter().filter(|bar| bar.count > 0).count() >= VALUES).then(|| Section {
            charts: vec![self.bars("chart-years", "chart_years", "nav_years", &bars)],
            ..self.section("years", "overview_years", vec![])
        })
    }

    fn section(&self, id: &'static str, title: &'static str, notes: Vec<String>) -> Section {
        Section {
            id,
            title: self.strings().get(title).to_owned(),
            notes,
            lines: Vec::new(),
            charts: Vec::new(),
            small: false,
            table: Table::default(),
            ways: Vec::new(),
        }
    }

    /// The years of small pictures: the newest, one by one, and whether older ones are summed before them.
    fn recent_years(&self) -> (Vec<i16>, bool) {
        let years = self.catalog.years();
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            return (Vec::new(), false);
        };
        let most = i16::try_from(YEARS).unwrap_or(i16::MAX);
        let from = (*first).max(last.saturating_sub(most - 1));
        ((from..=*last).collect(), from > *first)
    }

    /// Which year small pictures begin with, if there are older ones.
    fn since(&self) -> Option<String> {
        let (years, summed) = self.recent_years();
        let year = years.first().filter(|_| summed)?.to_string();
        Some(self.strings().fill("overview_since", &[("year", &year)]))
    }

    /// Counts of some replies in the [`Portal::recent_years`], the older ones, and those without a date.
    fn in_years<'e>(
        &self,
        entries: impl Iterator<Item = &'e u32>,
        years: &[i16],
    ) -> (Vec<usize>, usize, usize) {
        let (mut counts, mut older, mut undated) = (vec![0; years.len()], 0, 0);
        for &at in entries {
            match date_of(&self.catalog.entries[at as usize].reply) {
                Some(date) => match years.binary_search(&date.year()) {
                    Ok(place) => counts[place] += 1,
                    Err(_) => older += 1,
                },
                None => undated += 1,
            }
        }
        (counts, older, undated)
    }

    /// One small picture for each group, all on one scale, and their table.
    fn multiples(
        &self,
        id: &str,
        head: &'static str,
        title: &'static str,
        rows: &[Row<'_>],
    ) -> (Vec<Chart>, Table) {
        let strings = self.strings();
        let (years, summed) = self.recent_years();
        let counted: Vec<_> = rows
            .iter()
            .map(|row| self.in_years(row.entries.iter().copied(), &years))
            .collect();
        let drawn = rows.iter().zip(&counted).filter(|(row, _)| !row.rest);
        let most = drawn
            .clone()
            .flat_map(|(_, (counts, ..))| counts)
            .copied()
            .max()
            .unwrap_or(0);
        let charts = drawn
            .enumerate()
            .map(|(at, (row, (counts, ..)))| {
                let bars: Vec<Bar> = years
                    .iter()
                    .zip(counts)
                    .map(|(year, count)| Bar::new(year.to_string(), *count, String::new()))
                    .collect();
                // The number and its unit stay on one line.
                let n = strings.count(row.entries.len()).replace(' ', "\u{a0}");
                let title = strings.fill("chart_small", &[("name", &row.label), ("count", &n)]);
                charts::columns(&format!("{id}-{}", at + 1), title, &bars, most, strings)
            })
            .collect();
        let undated = counted.iter().any(|(_, _, undated)| *undated > 0);
        let mut heads = vec![strings.get(head).to_owned()];
        if summed {
            let year = years.first().map(ToString::to_string).unwrap_or_default();
            heads.push(strings.fill("years_before", &[("year", &year)]));
        }
        heads.extend(years.iter().map(ToString::to_string));
        if undated {
            heads.push(strings.get("date_unknown").to_owned());
        }
        heads.push(strings.get("total_head").to_owned());
        let table = rows
            .iter()
            .zip(&counted)
            .map(|(row, (counts, older, none))| {
                let mut cells = vec![Cell {
                    text: row.label.clone(),
                    href: row.href.clone(),
                }];
                if summed {
                    cells.push(Cell::plain(older));
                }
                cells.extend(counts.iter().map(Cell::plain));
                if undated {
                    cells.push(Cell::plain(none));
                }
                cells.push(Cell::plain(row.entries.len()));
                cells
            })
            .collect();
        let table = Table {
            caption: strings.get(title).to_owned(),
            heads,
            rows: table,
        };
        (charts, table)
    }

    fn offices_section(&self) -> Option<Section> {
        let strings = self.strings();
        let groups = &self.catalog.facet(FacetName::Agency).groups;
        let known: Vec<&Group> = groups
            .iter()
            .filter(|group| group.value != Value::Unknown)
            .collect();
        if known.len() < VALUES || self.catalog.years().is_empty() {
            return None;
        }
        let (drawn, rest) = known.split_at(leading(&known, OFFICES));
        let mut rows = self.rows(FacetName::Agency, drawn);
        if !rest.is_empty() {
            let n = rest.len().to_string();
            rows.push(Row {
                label: strings.fill("other_offices", &[("n", &n)]),
                href: "agencies/index.html".to_owned(),
                entries: rest.iter().flat_map(|group| &group.entries).collect(),
                rest: true,
            });
        }
        if let Some(group) = groups.iter().find(|group| group.value == Value::Unknown) {
            rows.push(Row {
                label: strings.get("agency_unknown").to_owned(),
                href: list_path(FacetName::Agency, &Value::Unknown),
                entries: group.entries.iter().collect(),
                rest: true,
            });
        }
        let mut notes = vec![strings.get("overview_scale").to_owned()];
        notes.extend(self.since());
        if !rest.is_empty() {
            let replies: usize = rest.iter().map(|group| group.entries.len()).sum();
            notes.push(strings.fill(
                "overview_offices_rest",
                &[
                    ("shown", &drawn.len().to_string()),
                    ("n", &rest.len().to_string()),
                    ("count", &strings.count(replies)),
                ],
            ));
        }
        let (charts, table) =
            self.multiples("chart-office", "nav_agencies", "overview_offices", &rows);
        Some(Section {
            charts,
            small: true,
            table,
            ways: vec![self.way("all_offices", "agencies/index.html".to_owned())],
            ..self.section("offices", "overview_offices", notes)
        })
    }

    fn rows<'g>(&self, name: FacetName, groups: &[&'g Group]) -> Vec<Row<'g>> {
        groups
            .iter()
            .map(|group| Row {
                label: self.value_label(&group.value),
                href: list_path(name, &group.value),
                entries: group.entries.iter().collect(),
                rest: false,
            })
            .collect()
    }

    /// What was asked most: each recent year's topics, and each topic over the years.
    fn topics_section(&self) -> Option<Section> {
        let strings = self.strings();
        let groups: Vec<&Group> = self.catalog.facet(FacetName::Topic).groups.iter().collect();
        if groups.len() < VALUES || self.catalog.years().is_empty() {
            return None;
        }
        let mut notes = vec![strings.get("overview_scale").to_owned()];
        notes.extend(self.since());
        let all = 0..self.catalog.entries.len();
        let without = all
            .clone()
            .filter(|&at| self.catalog.entries[at].reply.topics.is_empty());
        let without = without.count();
        if without > 0 {
            notes.push(strings.fill("overview_topics_without", &[("n", &without.to_string())]));
        }
        let assumed = self.sorted_by_site(all);
        if assumed > 0 {
            notes.push(strings.fill("overview_topics_assumed", &[("n", &assumed.to_string())]));
        }
        let (drawn, rest) = groups.split_at(leading(&groups, TOPICS));
        let mut rows = self.rows(FacetName::Topic, drawn);
        if !rest.is_empty() {
            // A reply of two of these topics is one reply.
            let entries: BTreeSet<&u32> = rest.iter().flat_map(|group| &group.entries).collect();
            rows.push(Row {
                label: strings.fill("other_topics", &[("n", &rest.len().to_string())]),
                href: "topics/index.html".to_owned(),
                entries: entries.into_iter().collect(),
                rest: true,
            });
        }
        let (charts, table) = self.multiples("chart-topic", "nav_topics", "overview_topics", &rows);
        Some(Section {
            charts,
            small: true,
            table,
            lines: self.topics_of_years(),
            ways: vec![self.way("all_topics", "topics/index.html".to_owned())],
            ..self.section("topics", "overview_topics", notes)
        })
    }

    /// 2025 年：养老 4 篇、住房 3 篇…, newest first.
    fn topics_of_years(&self) -> Vec<Line> {
        let strings = self.strings();
        let years = &self.catalog.facet(FacetName::Year).groups;
        years
            .iter()
            .filter(|group| group.value != Value::Unknown)
            .take(TOPIC_YEARS)
            .filter_map(|group| {
                let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
                for &at in &group.entries {
                    for topic in &self.catalog.entries[at as usize].reply.topics {
                        *counts.entry(topic).or_default() += 1;
                    }
                }
                let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
                counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                let items: Vec<Cell> = counts
                    .iter()
                    .take(YEAR_TOPICS)
                    .map(|(topic, n)| Cell {
                        text: strings
                            .fill("topic_count", &[("name", topic), ("n", &n.to_string())]),
                        href: list_path(FacetName::Topic, &Value::Topic((*topic).to_owned())),
                    })
                    .collect();
                (!items.is_empty()).then(|| Line {
                    head: self.value_label(&group.value),
                    href: list_path(FacetName::Year, &group.value),
                    items,
                })
            })
            .collect()
    }

    /// Outcomes, apart for each set of offices that define them in the same words.
    fn outcomes_section(&self) -> Option<Section> {
        let strings = self.strings();
        let mut undefined = 0;
        let mut schemes: BTreeMap<Vec<(char, &str)>, Issuers<'_>> = BTreeMap::new();
        let mut of_office: HashMap<&str, Vec<(char, &str)>> = HashMap::new();
        for entry in &self.catalog.entries {
            let reply = &entry.reply;
            let agency = reply.agency.as_deref().unwrap_or("");
            let scheme = of_office
                .entry(agency)
                .or_insert_with(|| self.definitions(reply.agency.as_deref()));
            if scheme.is_empty() || (reply.outcome.is_some() && reply.outcome_meaning.is_none()) {
                undefined += usize::from(reply.outcome.is_some());
                continue;
            }
            let issuers = schemes.entry(scheme.clone()).or_insert_with(|| Issuers {
                offices: BTreeMap::new(),
                counts: BTreeMap::new(),
                unknown: 0,
                each: BTreeMap::new(),
            });
            *issuers.offices.entry(agency).or_default() += 1;
            match (reply.outcome, &reply.outcome_meaning) {
                (Some(letter), Some(meaning)) => {
                    *issuers.counts.entry((letter, meaning)).or_default() += 1;
                    *issuers.each.entry((agency, letter)).or_default() += 1;
                }
                _ => issuers.unknown += 1,
            }
        }
        let mut schemes: Vec<Issuers<'_>> = schemes.into_values().collect();
        schemes.retain(|issuers| !issuers.counts.is_empty());
        schemes.sort_by_key(|issuers| std::cmp::Reverse(issuers.counts.values().sum::<usize>()));
        if schemes.is_empty() {
            return None;
        }
        let mut notes = vec![strings.get("overview_outcomes_note").to_owned()];
        if undefined > 0 {
            let n = undefined.to_string();
            notes.push(strings.fill("overview_outcomes_undefined", &[("n", &n)]));
        }
        if schemes.len() > ISSUERS {
            let n = (schemes.len() - ISSUERS).to_string();
            notes.push(strings.fill("overview_outcomes_rest", &[("n", &n)]));
        }
        let charts = schemes
            .iter()
            .take(ISSUERS)
            .enumerate()
            .map(|(at, issuers)| self.outcomes_chart(at + 1, issuers))
            .collect();
        Some(Section {
            charts,
            ways: vec![self.way("nav_outcomes", "outcomes/index.html".to_owned())],
            ..self.section("outcomes", "overview_outcomes", notes)
        })
    }

    /// All letters that an office uses and what they mean there.
    fn definitions<'c>(&'c self, agency: Option<&str>) -> Vec<(char, &'c str)> {
        ('A'..='Z')
            .filter_map(|letter| Some((letter, self.config.outcome(agency, letter)?)))
            .collect()
    }

    /// The outcomes of offices with the same definitions, and the table of each office's.
    fn outcomes_chart(&self, at: usize, issuers: &Issuers<'_>) -> Chart {
        let strings = self.strings();
        let mut bars: Vec<Bar> = issuers
            .counts
            .iter()
            .map(|(&(letter, meaning), &count)| {
                let value = Value::Outcome(letter, Meaning::Defined(meaning.to_owned()));
                Bar::new(
                    self.value_label(&value),
                    count,
                    list_path(FacetName::Outcome, &value),
                )
            })
            .collect();
        if issuers.unknown > 0 {
            // The list of these holds those of other offices too.
            bars.push(self.rest("unknown", issuers.unknown, String::new()));
        }
        let title = match issuers.offices.keys().collect::<Vec<_>>().as_slice() {
            [only] if !only.is_empty() => (*only).to_string(),
            offices => strings.fill("offices_alike", &[("n", &offices.len().to_string())]),
        };
        let heads = [strings.get("fact_outcome"), strings.get("replies_head")];
        let mut chart = charts::bars(&format!("chart-outcome-{at}"), title, heads, &bars, strings);
        if issuers.offices.len() > 1 {
            chart.table = self.outcomes_table(issuers, &chart.title);
        }
        chart
    }

    fn outcomes_table(&self, issuers: &Issuers<'_>, title: &str) -> Table {
        let strings = self.strings();
        let mut offices: Vec<(&str, usize)> = issuers
            .offices
            .iter()
            .map(|(&name, &n)| (name, n))
            .collect();
        offices.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let rest = offices.split_off(offices.len().min(2 * OFFICES));
        let letters: Vec<(char, &str)> = issuers.counts.keys().copied().collect();
        let mut heads = vec![strings.get("nav_agencies").to_owned()];
        heads.extend(
            letters
                .iter()
                .map(|(letter, meaning)| format!("{letter}{}{meaning}", strings.get("colon"))),
        );
        heads.extend(["unknown", "total_head"].map(|key| strings.get(key).to_owned()));
        let of = |offices: &[(&str, usize)], label: Cell| {
            let mut cells = vec![label];
            let total: usize = offices.iter().map(|(_, n)| n).sum();
            let mut known = 0;
            for (letter, _) in &letters {
                let n: usize = offices
                    .iter()
                    .filter_map(|(office, _)| issuers.each.get(&(*office, *letter)))
                    .sum();
                known += n;
                cells.push(Cell::plain(n));
            }
            cells.push(Cell::plain(total - known));
            cells.push(Cell::plain(total));
            cells
        };
        let mut rows: Vec<Vec<Cell>> = offices
            .iter()
            .map(|office| {
                let name = office.0;
                let (text, value) = if name.is_empty() {
                    (strings.get("agency_unknown").to_owned(), Value::Unknown)
                } else {
                    (name.to_owned(), Value::Agency(name.to_owned()))
                };
                let href = list_path(FacetName::Agency, &value);
                of(&[*office], Cell { text, href })
            })
            .collect();
        if !rest.is_empty() {
            let n = rest.len().to_string();
            let text = strings.fill("other_offices", &[("n", &n)]);
            let href = "agencies/index.html".to_owned();
            rows.push(of(&rest, Cell { text, href }));
        }
        Table {
            caption: title.to_owned(),
            heads,
            rows,
        }
    }

    /// Days from the opening of a session to the replies, for the sessions whose day the site gives.
    fn time_section(&self) -> Option<Section> {
        let strings = self.strings();
        let days_text = |n: usize| strings.fill("days", &[("n", &n.to_string())]);
        let (mut other, mut undated, mut early) = (0, 0, 0);
        let mut spreads = Vec::new();
        let mut rows = Vec::new();
        let opened = |group: &Group| {
            session_key(&group.value).and_then(|key| self.config.sessions.get(&key))
        };
        let groups = &self.catalog.facet(FacetName::Session).groups;
        let mut groups: Vec<_> = groups.iter().map(|group| (opened(group), group)).collect();
        groups.sort_by_key(|(opened, _)| std::cmp::Reverse(*opened));
        for (opened, group) in groups {
            let Some(opened) = opened.filter(|_| spreads.len() < SESSIONS) else {
                other += group.entries.len();
                continue;
            };
            let mut days: Vec<usize> = Vec::new();
            for &at in &group.entries {
                let reply: &Reply = &self.catalog.entries[at as usize].reply;
                let Some(issued) = reply.issued else {
                    undated += 1;
                    continue;
                };
                let span = opened.until(issued).map_or(-1, |span| span.get_days());
                match usize::try_from(span) {
                    Ok(n) => days.push(n),
                    Err(_) => early += 1,
                }
            }
            if days.is_empty() {
                continue;
            }
            days.sort_unstable();
            let five = charts::five(&days);
            let label = self.value_label(&group.value);
            let median = days_text(five[2]);
            let n = days.len();
            let value = if n == 1 {
                strings.fill("spread_one", &[("days", &median)])
            } else {
                strings.fill(
                    "spread",
                    &[
                        ("median", &median),
                        ("least", &five[0].to_string()),
                        ("most", &five[4].to_string()),
                        ("count", &strings.count(n)),
                    ],
                )
            };
            let mut cells = vec![
                Cell {
                    text: label.clone(),
                    href: list_path(FacetName::Session, &group.value),
                },
                Cell::plain(strings::date(*opened, self.config.language)),
                Cell::plain(n),
            ];
            cells.extend(five.iter().map(Cell::plain));
            rows.push(cells);
            spreads.push(Spread { label, value, five });
        }
        if spreads.is_empty() {
            return None;
        }
        let mut notes = vec![strings.get("overview_time_note").to_owned()];
        for (key, n) in [
            ("overview_time_other", other),
            ("overview_time_undated", undated),
            ("overview_time_early", early),
        ] {
            if n > 0 {
                notes.push(strings.fill(key, &[("n", &n.to_string())]));
            }
        }
        let heads = [
            "nav_sessions",
            "time_opened",
            "replies_head",
            "time_least",
            "time_lower",
            "time_median",
            "time_upper",
            "time_most",
        ];
        let title = strings.get("chart_time").to_owned();
        let table = Table {
            caption: title.clone(),
            heads: heads.map(|key| strings.get(key).to_owned()).to_vec(),
            rows,
        };
        Some(Section {
            charts: vec![charts::spreads(
                "chart-time",
                title,
                &spreads,
                strings,
                table,
            )],
            ..self.section("time", "overview_time", notes)
        })
    }
}

/// One row of [`Portal::multiples`].
struct Row<'g> {
    label: String,
    href: String,
    entries: Vec<&'g u32>,
    /// Whether it sums what is not drawn.
    rest: bool,
}

/// What replies are drawn by.
#[derive(Clone, Copy)]
enum By {
    Year,
    Month,
    Office,
    Outcome,
}

impl By {
    /// Anchor, title and head of the table's first column.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            By::Year => ("chart-years", "chart_years", "nav_years"),
            By::Month => ("chart-months", "chart_months", "month_head"),
            By::Office => ("chart-offices", "chart_offices", "nav_agencies"),
            By::Outcome => ("chart-outcomes", "chart_outcomes", "fact_outcome"),
        }
    }
}
