//! Private numbers and addresses: found in all that a build would publish, refused or masked, and proved to be gone.
//!
//! [`detect`] finds them in a text. [`Guard`] holds everything of a site against it: what was read of each document, names of files,
//! attachments and pictures with their properties ([`files`]), `dafu.toml`. By default each finding is an error; with
//! `privacy = "mask"` what documents say is masked in the model, before anything is made of it, so that pages, index, feeds and data
//! cannot differ. [`prove`] then reads what was written, byte by byte, and looks for what was masked.
//!
//! A message never says what it found: the value and the line that is drawn are masked, for a log is read by others. This module does
//! not judge names of people: askers are named on purpose.

pub mod detect;
pub mod files;
pub mod prove;
mod view;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Mutex;

use crate::config::{Config, Mode};
use crate::diagnostic::{Diagnostic, Lines, Place, Severity};
use crate::held::held;
use crate::messages::tell;
use crate::model::{Access, Block, Content, Reply, Style};
use crate::parse::{Parsed, visible_text};
use detect::{Class, Finding, Kind, detect, fold, projected};
use view::View;

/// Findings of one document that are looked for in its source; beyond them a document is no reply.
const PLACED_MOST: usize = 500;
/// Characters between two of a value that its source may have.
const GLUE_MOST: usize = 40;

/// Holds what would be published against the rules, and remembers what it masked.
#[derive(Debug)]
pub struct Guard {
    mode: Mode,
    /// Where the site says nothing, this is whether a document is published.
    access: Option<Access>,
    allowed: Allowed,
    /// What must not be published, as [`project`] spells it → how it is shown.
    secrets: Mutex<BTreeMap<String, String>>,
}

/// What is meant to be public.
#[derive(Debug, Default)]
struct Allowed {
    values: HashSet<String>,
    domains: HashSet<String>,
}

impl Allowed {
    fn new(entries: &[String]) -> Allowed {
        let mut allowed = Allowed::default();
        for entry in entries {
            let value = projected(entry);
            let domain = entry.trim().strip_prefix('@').unwrap_or(entry.trim());
            if domain.is_ascii() && domain.contains('.') && !domain.contains('@') {
                allowed.domains.insert(projected(domain));
            }
            let digits = ["0086", "86"]
                .iter()
                .find_map(|code| value.strip_prefix(code));
            if let Some(number) = digits.filter(|number| number.len() == 11) {
                allowed.values.insert(number.to_owned());
            }
            allowed.values.insert(value);
        }
        allowed
    }

    fn has(&self, kind: Kind, value: &str) -> bool {
        self.values.contains(value)
            || match kind {
                Kind::Email => value
                    .rsplit_once('@')
                    .is_some_and(|(_, domain)| self.domains.contains(domain)),
                // How much of the name before the number belongs to it, nobody can tell.
                Kind::Address => self
                    .values
                    .iter()
                    .any(|known| known.ends_with(value) || value.ends_with(known.as_str())),
                _ => false,
            }
    }
}

/// One text of a document within the one that is looked through.
struct Segment {
    /// Where it begins there.
    start: usize,
    target: Target,
    view: Option<View>,
    /// Where its source is thought to be.
    offset: Option<usize>,
}

/// What a segment was made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// A fact, by its place in [`facts`].
    Fact(usize),
    /// The text of a block.
    Text(usize),
    /// The HTML of a block.
    Html(usize),
    /// The address of a mark of a block.
    Address(usize, usize),
}

impl Guard {
    /// The rules of a site. What only its defaults withhold is not looked through, unless a ledger may publish it after all.
    #[must_use]
    pub fn new(config: &Config, ledger: bool) -> Guard {
        detect::warm();
        Guard {
            mode: config.privacy.mode,
            access: config.defaults.access.filter(|_| !ledger),
            allowed: Allowed::new(&config.privacy.allow),
            secrets: Mutex::default(),
        }
    }

    /// What is private in a text and not allowed.
    fn find(&self, text: &str) -> Vec<Finding> {
        let mut found = detect(text);
        found.retain(|finding| !self.allowed.has(finding.kind, &finding.value));
        found
    }

    /// Looks through everything that would be published of a document; `source` is its text. Findings are added to its diagnostics, and what is
    /// found is masked if the site wants that. Whatever other diagnostics draw or quote is masked in any case.
    pub fn document(&self, source: &str, parsed: &mut Parsed) {
        let access = parsed.reply.access.or(self.access);
        // A page of the site's own is withheld by nothing.
        let published =
            parsed.page.is_some() || access.is_none_or(|access| access == Access::Public);
        let mut hidden_in_source: Vec<Range<usize>> = Vec::new();
        if published {
            let (text, segments) = join(parsed);
            let found = self.find(&text);
            if !found.is_empty() {
                let reported = self.report(source, &text, &segments, &found, &mut hidden_in_source);
                if self.mode == Mode::Mask {
                    self.mask(parsed, &text, &segments, &found);
                }
                let masked = self.masked_source(source, &hidden_in_source);
                let lines = Lines::of(&masked);
                for (diagnostic, place) in reported {
                    let diagnostic = match place {
                        Some(range) => diagnostic.at(&lines, range.start, range.len()),
                        None => diagnostic,
                    };
                    parsed.diagnostics.push(diagnostic);
                }
            }
        }
        self.clean_places(source, &hidden_in_source, &mut parsed.diagnostics);
    }

    /// One diagnostic for each finding, with its place in the source; the places of what is hidden go to `hidden`.
    fn report(
        &self,
        source: &str,
        text: &str,
        segments: &[Segment],
        found: &[Finding],
        hidden: &mut Vec<Range<usize>>,
    ) -> Vec<(Diagnostic, Option<Range<usize>>)> {
        let mut reported = Vec::new();
        let mut seen = HashSet::new();
        // In its block, one number after another; facts repeat what the text says, and are looked for from the top.
        let mut looked: HashMap<(bool, &str), usize> = HashMap::new();
        for (count, finding) in found.iter().enumerate() {
            let shown = shown(text, finding);
            let segment = segments.partition_point(|s| s.start <= finding.range.start);
            let segment = segment.checked_sub(1).map(|at| &segments[at]);
            let offset = segment.and_then(|segment| segment.offset);
            let last = looked
                .entry((offset.is_some(), &finding.value))
                .or_default();
            let (key, secret) = key_of(text, finding);
            let places = (count < PLACED_MOST)
                .then(|| {
                    locate(source, offset.unwrap_or(0).max(*last), &key)
                        .or_else(|| locate(source, 0, &key))
                })
                .flatten();
            let place = match &places {
                Some(places) => {
                    let range = places[0].start..places[places.len() - 1].end;
                    if offset.is_some() {
                        *last = range.end;
                    }
                    let private = places.iter().zip(&secret).filter(|(_, secret)| **secret);
                    hidden.extend(private.map(|(place, _)| place.clone()));
                    Some(range)
                }
                None => offset.map(|offset| offset..offset + 1),
            };
            if places.is_some() && !seen.insert((finding.kind, place.clone())) {
                continue;
            }
            reported.push((self.diagnostic(finding.kind, &shown), place));
        }
        reported
    }

    fn diagnostic(&self, kind: Kind, shown: &str) -> Diagnostic {
        match self.mode {
            Mode::Block => {
                Diagnostic::error(kind.code(), tell!("private", kind = kind.name(), shown))
                    .hint(tell!("private-hint"))
            }
            Mode::Mask => Diagnostic::warning(
                kind.code(),
                tell!("private-masked", kind = kind.name(), shown),
            )
            .hint(tell!("private-masked.hint")),
        }
    }

    /// Masks what was found in the model, and remembers it.
    fn mask(&self, parsed: &mut Parsed, text: &str, segments: &[Segment], found: &[Finding]) {
        let mut secrets = held(&self.secrets);
        let mut ranges: Vec<Vec<Range<usize>>> = vec![Vec::new(); segments.len()];
        // Pieces of numbers that go over the end of a block, and what is hidden of each: a fact may be one.
        let mut pieces: Vec<(&str, Vec<Range<usize>>)> = Vec::new();
        for finding in found {
            let shown = shown(text, finding);
            for value in [
                finding.value.clone(),
                projected(&text[finding.range.clone()]),
            ] {
                if value.chars().count() >= 4 {
                    secrets.entry(value).or_insert_with(|| shown.clone());
                }
            }
            for hidden in &finding.hidden {
                let at = segments.partition_point(|s| s.start <= hidden.start);
                let Some(at) = at.checked_sub(1) else {
                    continue;
                };
                let segment = &segments[at];
                let own = hidden.start - segment.start..hidden.end - segment.start;
                ranges[at].push(
                    segment
                        .view
                        .as_ref()
                        .map_or(own.clone(), |view| view.source(&own)),
                );
            }
            let segment_of = |at: usize| segments.partition_point(|s| s.start <= at);
            if segment_of(finding.range.start) != segment_of(finding.range.end - 1) {
                let mut start = finding.range.start;
                for piece in text[finding.range.clone()].split('\n') {
                    let range = start..start + piece.len();
                    start = range.end + 1;
                    let hidden = finding.hidden.iter().filter(|h| range.contains(&h.start));
                    let hidden = hidden.map(|h| h.start - range.start..h.end - range.start);
                    if piece.chars().filter(|c| c.is_alphanumeric()).count() > 3 {
                        pieces.push((&text[range.clone()], hidden.collect()));
                    }
                }
            }
        }
        let mut facts = facts(&mut parsed.reply);
        for (piece, hidden) in pieces {
            for fact in &mut facts {
                if let Some(at) = fact.find(piece) {
                    let own: Vec<_> = hidden.iter().map(|h| h.start + at..h.end + at).collect();
                    **fact = masked(fact, &own);
                }
            }
        }
        for (segment, ranges) in segments.iter().zip(ranges) {
            if ranges.is_empty() {
                continue;
            }
            match segment.target {
                Target::Fact(at) => *facts[at] = masked(facts[at], &ranges),
                Target::Text(block) => {
                    if let Content::Text(inline) = &mut parsed.body.blocks[block].content {
                        inline.text = masked(&inline.text, &ranges);
                    }
                }
                Target::Html(block) => {
                    if let Content::Html { html, text } = &mut parsed.body.blocks[block].content {
                        *html = masked(html, &ranges);
                        *text = visible_text(html);
                    }
                }
                Target::Address(block, mark) => {
                    if let Content::Text(inline) = &mut parsed.body.blocks[block].content
                        && let Style::Link(url) | Style::Image(url) = &mut inline.marks[mark].style
                    {
                        *url = masked(url, &ranges);
                    }
                }
            }
        }
    }

    /// The source as it may be drawn.
    fn masked_source(&self, source: &str, located: &[Range<usize>]) -> String {
        let mut hidden = located.to_vec();
        for finding in self.find(source) {
            hidden.extend(finding.hidden);
        }
        masked(source, &hidden)
    }

    /// Draws the places of diagnostics again, from the masked source.
    fn clean_places(&self, source: &str, located: &[Range<usize>], diagnostics: &mut [Diagnostic]) {
        if diagnostics
            .iter()
            .all(|diagnostic| diagnostic.place.is_none())
        {
            return;
        }
        let source = self.masked_source(source, located);
        let lines = Lines::of(&source);
        for diagnostic in diagnostics {
            let Some(place) = &mut diagnostic.place else {
                continue;
            };
            let Some(start) = lines.start(place.line) else {
                continue;
            };
            let bytes = |from: usize, count: u32| {
                let tail = source[from..].char_indices().nth(count as usize);
                tail.map_or(source.len(), |(at, _)| from + at)
            };
            let offset = bytes(start, place.column - 1);
            let end = bytes(offset, place.width);
            let drawn = Place::of(&lines, offset, end - offset);
            place.excerpt = drawn.excerpt;
        }
    }

    /// Masks whatever messages, hints and paths quote.
    pub fn clean(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            let texts = [
                Some(&mut diagnostic.message),
                diagnostic.hint.as_mut(),
                Some(&mut diagnostic.path),
            ];
            for text in texts.into_iter().flatten() {
                self.clean_text(text);
            }
        }
    }

    /// Masks what is private in a text.
    pub fn clean_text(&self, text: &mut String) {
        let found = self.find(text);
        if !found.is_empty() {
            let hidden: Vec<_> = found.into_iter().flat_map(|f| f.hidden).collect();
            *text = masked(text, &hidden);
        }
    }

    /// Names that become addresses: they cannot be masked, so each finding is an error. `what` says in the message what it is: `this file's name`.
    pub fn name(
        &self,
        name: &str,
        what: impl Fn() -> String,
        path: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for finding in self.find(name) {
            diagnostics.push(
                Diagnostic::error(
                    "private-name",
                    tell!(
                        "private-name",
                        what = what(),
                        kind = finding.kind.name(),
                        shown = shown(name, &finding)
                    ),
                )
                .in_file(path)
                .hint(tell!("private-name.hint")),
            );
        }
    }

    /// What `dafu.toml` says on every page.
    pub fn settings(&self, text: &str, diagnostics: &mut Vec<Diagnostic>) {
        let Ok(mut table) = toml::from_str::<toml::Table>(text) else {
            return;
        };
        table.remove("privacy");
        let mut texts = Vec::new();
        strings(&toml::Value::Table(table), &mut texts);
        for value in texts {
            for finding in self.find(&value) {
                let (key, secret) = key_of(&value, &finding);
                let mut diagnostic = Diagnostic::error(
                    finding.kind.code(),
                    tell!(
                        "private",
                        kind = finding.kind.name(),
                        shown = shown(&value, &finding)
                    ),
                )
                .in_file("dafu.toml")
                .hint(tell!("private-hint"));
                if let Some(places) = locate(text, 0, &key) {
                    let private = places.iter().zip(&secret).filter(|(_, secret)| **secret);
                    let hidden: Vec<_> = private.map(|(place, _)| place.clone()).collect();
                    let (start, end) = (places[0].start, places[places.len() - 1].end);
                    let masked = self.masked_source(text, &hidden);
                    diagnostic = diagnostic.at(&masked, start, end - start);
                }
                if !diagnostics.contains(&diagnostic) {
                    diagnostics.push(diagnostic);
                }
            }
        }
    }

    /// An attachment or picture that would be copied to the portal. It is never rewritten, so each finding is an error.
    pub fn file(&self, path: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) {
        let read = files::read(path, bytes);
        let in_file = format!("content/{path}");
        let mut seen = HashSet::new();
        for part in &read.parts {
            for finding in self.find(&part.text) {
                if !seen.insert((finding.kind, finding.value.clone(), part.name.clone())) {
                    continue;
                }
                let shown = shown(&part.text, &finding);
                diagnostics.push(
                    Diagnostic::error(
                        finding.kind.code(),
                        tell!(
                            "private-in-file",
                            part = part.name,
                            kind = finding.kind.name(),
                            shown
                        ),
                    )
                    .in_file(in_file.clone())
                    .hint(tell!("private-in-file.hint")),
                );
            }
        }
        if let Some(part) = read.position {
            diagnostics.push(
                Diagnostic::error("private-position", tell!("private-position", part))
                    .in_file(in_file.clone())
                    .hint(tell!("private-position.hint")),
            );
        }
        for problem in read.unread {
            diagnostics.push(
                Diagnostic::new(
                    "private-unread",
                    Severity::Warning,
                    tell!("private-unread", problem),
                )
                .in_file(in_file.clone())
                .hint(tell!("private-unread.hint")),
            );
        }
    }

    /// What was masked: as [`project`] spells it → how it is shown.
    #[must_use]
    pub fn secrets(&self) -> BTreeMap<String, String> {
        held(&self.secrets).clone()
    }
}

/// All texts of a reply that pages, feeds or data show; its id is judged apart.
fn facts(reply: &mut Reply) -> Vec<&mut String> {
    let Reply {
        title,
        proposal_title,
        case_number,
        askers,
        addressee_agency,
        agency,
        header_agency,
        co_agencies,
        document_number,
        signatory,
        outcome_meaning,
        source,
        contact,
        attachments,
        copied_to,
        topics,
        revisions,
        other,
        withdrawn,
        // Given by dafu.toml, which is looked through by itself.
        agency_now: _,
        // Numbers, letters, dates, and addresses, which are never masked.
        id: _,
        aliases: _,
        title_truncated: _,
        kind: _,
        session: _,
        askers_more: _,
        outcome: _,
        access: _,
        issued: _,
        published: _,
        assumed: _,
        closing_thanks: _,
    } = reply;
    let mut texts: Vec<&mut String> = vec![title];
    let one = [
        proposal_title,
        case_number,
        addressee_agency,
        agency,
        header_agency,
        document_number,
        signatory,
        outcome_meaning,
        source,
        &mut contact.name,
        &mut contact.phone,
    ];
    texts.extend(one.into_iter().flatten());
    for list in [askers, co_agencies, copied_to, topics] {
        texts.extend(list);
    }
    for attachment in attachments {
        texts.push(&mut attachment.title);
    }
    for revision in revisions {
        texts.push(&mut revision.reason);
        texts.extend(&mut revision.before);
        texts.extend(&mut revision.after);
    }
    for (label, value) in other {
        texts.extend([label, value]);
    }
    texts.extend(withdrawn.iter_mut().map(|withdrawn| &mut withdrawn.reason));
    texts
}

/// All that would be published of a document as one text: the body, where each block is a line, then the facts, which nothing joins.
fn join(parsed: &mut Parsed) -> (String, Vec<Segment>) {
    let mut text = String::new();
    let mut segments = Vec::new();
    let mut addresses = Vec::new();
    for (
        at,
        Block {
            content, offset, ..
        },
    ) in parsed.body.blocks.iter().enumerate()
    {
        let start = text.len();
        let (target, view) = match content {
            Content::Text(inline) => {
                let view = push_seen(&mut text, &inline.text);
                for (mark, style) in inline.marks.iter().map(|mark| &mark.style).enumerate() {
                    if let Style::Link(url) | Style::Image(url) = style {
                        addresses.push((at, mark, View::of_address(url), *offset));
                    }
                }
                (Target::Text(at), view)
            }
            Content::Html { html, .. } => {
                let view = View::of_markup(html);
                text.push_str(&view.text);
                (Target::Html(at), Some(view))
            }
        };
        segments.push(Segment {
            start,
            target,
            view,
            offset: Some(*offset),
        });
        text.push('\n');
    }
    text.push('\u{1}');
    for (block, mark, view, offset) in addresses {
        segments.push(Segment {
            start: text.len(),
            target: Target::Address(block, mark),
            offset: Some(offset),
            view: None,
        });
        text.push_str(&view.text);
        if let Some(last) = segments.last_mut() {
            last.view = Some(view);
        }
        text.push('\u{1}');
    }
    for (at, fact) in facts(&mut parsed.reply).into_iter().enumerate() {
        let start = text.len();
        let view = push_seen(&mut text, fact);
        segments.push(Segment {
            start,
            target: Target::Fact(at),
            view,
            offset: None,
        });
        text.push('\u{1}');
    }
    (text, segments)
}

/// Adds a text that is no markup, with what entities in it mean.
fn push_seen(text: &mut String, plain: &str) -> Option<View> {
    let view = plain.contains('&').then(|| View::of_text(plain));
    text.push_str(view.as_ref().map_or(plain, |view| &view.text));
    view
}

/// A text with the characters of some ranges hidden. Each byte stays one: what points into the text stays right.
fn masked(text: &str, hidden: &[Range<usize>]) -> String {
    let mut hidden: Vec<&Range<usize>> = hidden.iter().collect();
    hidden.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut next = hidden.iter().peekable();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        while let Some(range) = next.next_if(|range| range.start <= at) {
            end = end.max(range.end);
        }
        let is_hidden = at < end && !c.is_whitespace();
        match c.len_utf8() {
            _ if !is_hidden => out.push(c),
            1 => out.push('*'),
            2 => out.push_str("**"),
            3 => out.push('＊'),
            _ => out.push_str("＊*"),
        }
    }
    out
}

/// A finding as it may be shown, on one line.
fn shown(text: &str, finding: &Finding) -> String {
    let Range { start, end } = finding.range;
    let hidden: Vec<_> = finding
        .hidden
        .iter()
        .map(|range| range.start.saturating_sub(start)..range.end.saturating_sub(start))
        .collect();
    let shown = masked(&text[start..end], &hidden);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The significant characters of a finding, and whether each is hidden.
fn key_of(text: &str, finding: &Finding) -> (String, Vec<bool>) {
    let mut key = String::new();
    let mut secret = Vec::new();
    for (at, c) in text[finding.range.clone()].char_indices() {
        if let Some(c) = significant(c) {
            let at = finding.range.start + at;
            key.push(c);
            secret.push(finding.hidden.iter().any(|range| range.contains(&at)));
        }
    }
    (key, secret)
}

fn significant(c: char) -> Option<char> {
    if let Some(digit) = Class::digit(c) {
        return Some(char::from(b'0' + digit));
    }
    let c = fold(c);
    (c.is_alphanumeric() || c == '@').then_some(c)
}

/// Where the characters of a value stand in a source, whatever stands between them; from `from` on.
fn locate(source: &str, from: usize, key: &str) -> Option<Vec<Range<usize>>> {
    let first = key.chars().next()?;
    let from = source.floor_char_boundary(from.min(source.len()));
    let read = |at: usize| -> Option<(char, usize)> {
        view::entity(&source[at..])
            .or_else(|| source[at..].chars().next().map(|c| (c, c.len_utf8())))
    };
    let mut start = from;
    'start: while let Some((c, first_length)) = read(start) {
        if significant(c) != Some(first) {
            start += first_length;
            continue;
        }
        let mut places = Vec::new();
        let mut at = start;
        for wanted in key.chars() {
            let mut glue = 0;
            loop {
                if let Some(end) = source[at..]
                    .starts_with('<')
                    .then(|| source[at..].find('>'))
                    .flatten()
                    && end < 200
                {
                    at += end + 1;
                    continue;
                }
                let escaped = view::percent(&source[at..]);
                let meant = escaped.filter(|(c, _)| significant(*c) == Some(wanted));
                let Some((c, length)) = meant.or_else(|| read(at)) else {
                    start += first_length;
                    continue 'start;
                };
                match significant(c) {
                    Some(c) if c == wanted => {
                        places.push(at..at + length);
                        at += length;
                        break;
                    }
                    None if glue < GLUE_MOST => {
                        glue += 1;
                        at += length;
                    }
                    _ => {
                        start += first_length;
                        continue 'start;
                    }
                }
            }
        }
        return Some(places);
    }
    None
}

fn strings(value: &toml::Value, out: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => out.push(text.clone()),
        toml::Value::Array(values) => values.iter().for_each(|value| strings(value, out)),
        toml::Value::Table(table) => {
            for (key, value) in table {
                out.push(key.clone());
                strings(value, out);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::detect::project;
    use super::*;

    fn hidden_of(text: &str) -> Vec<Range<usize>> {
        detect(text).into_iter().flat_map(|f| f.hidden).collect()
    }

    #[test]
    fn a_mask_keeps_bytes() {
        for (text, expected) in [
            ("13800138000", "138****8000"),
            ("１３８ ００１３ ８０００", "１３８ ＊＊＊＊ ８０００"),
            ("zhangsan@qq.com", "z*******@qq.com"),
            ("桂A·12345", "桂A·*****"),
            ("家住阳光小区3号楼2单元502室", "家住阳光小区*号楼*单元***室"),
            (
                "家住民族大道12号阳光小区3栋2单元502",
                "家住民族大道**号阳光小区*栋*单元***",
            ),
            ("11010519491231002X", "1101**************"),
        ] {
            let hidden = masked(text, &hidden_of(text));
            assert_eq!(hidden, expected);
            assert_eq!(hidden.len(), text.len());
        }
    }

    #[test]
    fn a_value_is_located_through_markup() {
        let source = "电话 138**0013**8<b>0</b>&#48;0。";
        let places = locate(source, 0, "13800138000").unwrap();
        assert_eq!(
            &source[places[0].start..places[10].end],
            "138**0013**8<b>0</b>&#48;0"
        );
    }

    fn near_numbers() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("138".to_owned()),
            Just("0013".to_owned()),
            Just("8000".to_owned()),
            Just("@qq.com".to_owned()),
            Just("桂A12345".to_owned()),
            Just("3号楼2单元502室".to_owned()),
            Just("家住".to_owned()),
            Just("11010519491231002X".to_owned()),
            Just("\n".to_owned()),
            Just("１３８".to_owned()),
            Just("一三八".to_owned()),
            Just("\u{200b}".to_owned()),
            Just("大同村3组12号".to_owned()),
            "[ .,()0-9a-z-]{0,4}",
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn a_mail_address_of_one_letter_and_a_sign_is_hidden_whole() {
        for (text, shown) in [
            ("a%@qq.com", "**@qq.com"),
            ("a_@qq.com", "**@qq.com"),
            ("a@qq.com", "*@qq.com"),
            ("a%b@qq.com", "a**@qq.com"),
        ] {
            let once = masked(text, &hidden_of(text));
            assert_eq!(once, shown);
            assert!(!projected(&once).contains(&detect(text)[0].value), "{once}");
        }
    }

    #[test]
    fn a_plate_that_runs_into_a_dwelling_hides_both() {
        let text = "桂A12345桂A123451383号楼2单元502室";
        let found = detect(text);
        for pair in found.windows(2) {
            assert!(pair[0].range.end <= pair[1].range.start, "{found:?}");
        }
        for finding in &found {
            let (key, _) = key_of(text, finding);
            assert!(locate(text, 0, &key).is_some(), "{key}");
        }
        let once = masked(text, &hidden_of(text));
        assert_eq!(once.len(), text.len());
        let mut projection = String::new();
        project(&once, &mut projection);
        for finding in &found {
            assert!(
                !projection.contains(&finding.value),
                "{finding:?} in {once}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through_and_masks_keep_bytes(text in near_numbers()) {
            let found = detect(&text);
            for pair in found.windows(2) {
                prop_assert!(pair[0].range.end <= pair[1].range.start);
            }
            for finding in &found {
                prop_assert!(text.get(finding.range.clone()).is_some());
                prop_assert!(!finding.hidden.is_empty());
                prop_assert!(finding.hidden.iter().all(|h| text.get(h.clone()).is_some()));
                let (key, _) = key_of(&text, finding);
                prop_assert!(locate(&text, 0, &key).is_some(), "{} in {:?}", key, text);
            }
            let once = masked(&text, &hidden_of(&text));
            prop_assert_eq!(once.len(), text.len());
            // What is masked says nothing of what it was, however its neighbours are read then.
            let mut projection = String::new();
            project(&once, &mut projection);
            for finding in &found {
                if text.matches(text.get(finding.range.clone()).unwrap_or("")).count() == 1 && finding.kind != Kind::Address {
                    prop_assert!(!projected(&once[finding.range.clone()]).contains(&finding.value));
                }
            }
        }
    }
}
