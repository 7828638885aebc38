//! The first pass: content → documents → facts, told apart and checked against each other.
//!
//! Everything that a build publishes of a document comes through [`Reader::read`], in this pass and in the later ones that
//! read a text again: what is done to a document here is done to it everywhere.

mod inspect;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

pub use inspect::{Inspected, inspect};

use super::addresses::Alias;
use super::links::{self, Leads, PortalLink};
use super::readings::{self, Read, Readings, Slot, Table};
use super::{Observer, Step};
use crate::catalog::{Entry, Withdrawn, id_from_path, is_id};
use crate::config::{Config, Offline};
use crate::diagnostic::{Diagnostic, Lines, Place, Severity};
use crate::digest::Pieces;
use crate::error::{AtPath, Error, Result};
use crate::held::held;
use crate::ledger::{self, Known, Ledger, Origin, Record};
use crate::lock::Anchors;
use crate::messages::{self, tell};
use crate::model::{Access, Assumption, Body, Reply, Role};
use crate::parse::{self, FileReference, Format, Links, Parsed};
use crate::privacy::Guard;
use crate::render::body::every_anchor;
use crate::render::revisions;
use crate::review::{self, Settings, alike};
use crate::source::{self, Decoded, DocumentFile, Encoding};

/// Bytes of text that the first pass keeps for the others where they are written down, too.
const ROOM: usize = 16 << 20;
/// The same where nothing is written.
const ROOM_ALONE: usize = 128 << 20;

/// From the page of a reply to the files that documents show.
pub(super) const FILES: &str = "../../files/";
/// The same from a page of the site's own.
const FILES_OF_PAGES: &str = "files/";

/// The name of the document whose text stands on the home page.
pub(super) const HOME: &str = "index";

/// What the first pass keeps of a document.
struct Gathered {
    read: Read,
    /// `None` if there was no more room.
    body: Option<Body>,
    /// Where the text is written down.
    slot: Option<Slot>,
    /// Whether it was read by an earlier build.
    known: bool,
}

/// A page of the site's own.
pub(super) struct OwnPage {
    pub name: String,
    pub title: String,
    pub document: usize,
}

/// What the first pass found: replies, pages and files, told apart and checked against each other.
pub(super) struct Gathering<'c> {
    reader: Reader<'c>,
    pub documents: Vec<DocumentFile>,
    /// Replies that may be published, as they were listed.
    pub entries: Vec<Entry>,
    pub own_pages: Vec<OwnPage>,
    /// Path below `content/` → where it is first referred to.
    pub files: BTreeMap<String, String>,
    /// Of each document, as far as it was kept.
    bodies: Vec<Mutex<Option<Arc<Body>>>>,
    /// Of each document, where its text is written down.
    slots: Vec<Option<Slot>>,
    readings: Option<Readings>,
    /// Whether an earlier build has read some documents, and this one others.
    pub partly_known: bool,
    /// What a reading depends on besides its document.
    pub key: [u8; 32],
    /// Of each document, what it said when it was read first.
    stamps: Vec<u64>,
    /// Of each document, those of its text.
    anchors: Vec<Anchors>,
    pub withdrawn: Vec<Withdrawn>,
    /// Files that withdrawn replies showed or linked to: paths below `content/`.
    pub withdrawn_files: BTreeSet<String>,
    /// Earlier addresses of what is published, in the order of the documents.
    pub aliases: Vec<Alias>,
    pub withheld: usize,
    pub access_assumed: usize,
    pub ids_derived: usize,
    pub encodings: BTreeMap<Encoding, usize>,
    /// All findings, sorted by path and line.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) links: Vec<PortalLink>,
    /// Of each document, where its own page stands below the portal's root; `None` if it has none.
    pub(super) pages: Vec<Option<String>>,
    /// Of documents that link to others, where those lead.
    pub(super) leads: HashMap<usize, Leads>,
}

/// Reads everything below a site's `content/`. What was read is kept in `work`, the site's own folder, if it is given.
pub(super) fn gather<'c>(
    site: &Path,
    work: Option<&Path>,
    settings: Settings<'c>,
    observer: &dyn Observer,
) -> Result<Gathering<'c>> {
    let config = settings.config;
    let content = site.join("content");
    let (listing, table) = rayon::join(|| source::list(&content), || Table::read(work?));
    let mut listing = listing?;
    let ledger = ledger::load(&content, config, &mut listing.diagnostics)?;
    let reader = Reader {
        config,
        guard: Guard::new(config, ledger.is_some()),
    };
    let key = key(site, ledger.is_some())?;
    let mut readings = match work {
        Some(work) => Some(Readings::open(work, table, key, settings.today)?),
        None => None,
    };
    let known = listing.documents.iter().map(|d| d.path.as_str()).collect();
    let look = Look {
        settings: &settings,
        documents: &known,
        ledger: ledger.is_some(),
        readings: readings.as_ref(),
    };
    let mut read = reader.read_all(&listing.documents, look, observer)?;
    if let Some(ledger) = &ledger {
        apply(
            ledger,
            &reader.guard,
            &mut read,
            &listing.documents,
            &settings,
            &mut listing.diagnostics,
        );
        // They were looked through in case that it publishes them.
        for found in read.iter_mut().map(|found| &mut found.read) {
            if found.page.is_none() && !is_public(&found.reply, config) {
                (found.diagnostics).retain(|finding| !finding.code.starts_with("private-"));
            }
        }
    }
    if let Some(readings) = &mut readings {
        for (found, document) in read.iter_mut().zip(&listing.documents) {
            // The ledger may have had a word in it.
            if !may_be_written(&found.read, config) {
                readings.drop(&document.path);
                found.slot = None;
            }
        }
    }
    let pages = listing.documents.len();
    let mut gathering = Gathering {
        reader,
        documents: listing.documents,
        entries: Vec::new(),
        own_pages: Vec::new(),
        files: BTreeMap::new(),
        bodies: Vec::new(),
        slots: Vec::new(),
        readings: None,
        partly_known: read.iter().any(|one| one.known) && read.iter().any(|one| !one.known),
        key,
        stamps: Vec::new(),
        anchors: Vec::new(),
        withdrawn: Vec::new(),
        withdrawn_files: BTreeSet::new(),
        aliases: Vec::new(),
        withheld: 0,
        access_assumed: 0,
        ids_derived: 0,
        encodings: BTreeMap::new(),
        diagnostics: listing.diagnostics,
        links: Vec::new(),
        pages: vec![None; pages],
        leads: HashMap::new(),
    };
    let ((), finished) = rayon::join(
        || gathering.sort_out(read, config),
        || readings.as_mut().map_or(Ok(()), Readings::finish),
    );
    finished?;
    gathering.readings = readings;
    let unused = (listing.others.iter())
        .filter(|path| !gathering.files.contains_key(*path) && !ledger::is_ledger(path, config));
    for path in unused {
        let finding = unused_file(path, &content, config, ledger.is_some())?;
        gathering.diagnostics.push(finding);
    }
    let about_files = check_files(&gathering, &content);
    gathering.diagnostics.extend(about_files);
    gathering.check_links()?;
    gathering.check_privacy(site)?;
    config.checks.apply(&mut gathering.diagnostics);
    sort(&mut gathering.diagnostics);
    Ok(gathering)
}

/// What a reading depends on besides its document.
fn key(site: &Path, ledger: bool) -> Result<[u8; 32]> {
    let settings = site.join("dafu.toml");
    let settings = if settings.exists() {
        std::fs::read(&settings).at_path("read", &settings)?
    } else {
        Vec::new()
    };
    let mut pieces = Pieces::of([super::program()]);
    pieces
        .add(&[u8::from(ledger)])
        // Findings are kept as text.
        .add(messages::language().tag().as_bytes())
        .add(&settings);
    Ok(pieces.whole())
}

/// The ledger completes what the documents say. Gives the row of each document, from 1.
fn apply(
    ledger: &Ledger,
    guard: &Guard,
    read: &mut [Gathered],
    documents: &[DocumentFile],
    settings: &Settings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<u32>> {
    let replies: Vec<usize> = (0..read.len())
        .filter(|at| read[*at].read.page.is_none())
        .collect();
    let before: Vec<Reply> = (read.iter())
        .map(|found| found.read.reply.clone())
        .collect();
    let mut records: Vec<Record<'_>> = read
        .iter_mut()
        .map(|found| &mut found.read)
        .zip(documents)
        .filter(|(found, _)| found.page.is_none())
        .map(|(found, document)| Record {
            path: &document.path,
            reply: &mut found.reply,
            origins: &found.origins,
            diagnostics: &mut found.diagnostics,
        })
        .collect();
    let found = ledger.complete(&mut records, settings.today, diagnostics);
    for record in &mut records {
        pass_over_defaults(record.reply, record.diagnostics, settings.config);
    }
    // What the ledger added was not there when the document was looked through.
    let read_again = read.iter_mut().map(|found| &mut found.read);
    for ((found, document), before) in read_again.zip(documents).zip(before) {
        if found.page.is_some() || found.reply == before {
            continue;
        }
        let mut parsed = Parsed {
            reply: std::mem::take(&mut found.reply),
            ..Parsed::default()
        };
        guard.document("", &mut parsed);
        found.reply = parsed.reply;
        for diagnostic in &mut parsed.diagnostics {
            diagnostic.path = format!("content/{}", document.path);
            let message = &diagnostic.message;
            diagnostic.message = tell!("private-from-ledger", message);
        }
        let known: HashSet<&str> = found.diagnostics.iter().map(|d| d.code).collect();
        parsed.diagnostics.retain(|d| !known.contains(d.code));
        found.diagnostics.append(&mut parsed.diagnostics);
    }
    let mut rows = vec![None; read.len()];
    for (at, row) in replies.into_iter().zip(found) {
        rows[at] = row;
    }
    rows
}

/// Whether what was read may stand in the site's own folder: what is not to be published, or private, stands in the documents alone.
fn may_be_written(read: &Read, config: &Config) -> bool {
    let private = |one: &Diagnostic| one.code.starts_with("private-");
    is_public(&read.reply, config)
        && read.reply.withdrawn.is_none()
        && !read.diagnostics.iter().any(private)
}

/// Whether it may be published, by what it says or else by the site's settings.
fn is_public(reply: &Reply, config: &Config) -> bool {
    let access = reply.access.or(config.defaults.access);
    access.is_none_or(|access| access == Access::Public)
}

/// What the site's settings give where a reply says nothing is not missing.
fn pass_over_defaults(reply: &mut Reply, diagnostics: &mut Vec<Diagnostic>, config: &Config) {
    let defaults = &config.defaults;
    if defaults.agency.is_none() && defaults.kind.is_none() {
        return;
    }
    let own = (reply.agency.clone(), reply.kind);
    reply.agency = reply.agency.take().or_else(|| defaults.agency.clone());
    reply.kind = reply.kind.or(defaults.kind);
    parse::missing_again(reply, diagnostics);
    (reply.agency, reply.kind) = own;
}

/// Replies whose texts are almost the same, each named beside the earlier one.
fn say_alike(read: &mut [Gathered], documents: &[DocumentFile]) {
    let sketches: Vec<_> = (read.iter_mut())
        .map(|found| found.read.sketch.take())
        .collect();
    for pair in alike::pairs(&sketches) {
        let (first, second) = (&read[pair.first].read.reply, &read[pair.second].read.reply);
        let twice = first.case_number.is_some()
            && first.case_number == second.case_number
            && first.askers == second.askers;
        let path = &documents[pair.first].path;
        let share = (pair.share * 100.0).round().to_string();
        let diagnostic = Diagnostic::advice(
            "near-duplicate",
            if twice {
                tell!("near-duplicate-twice", share, path)
            } else {
                tell!("near-duplicate", share, path)
            },
        )
        .in_file(format!("content/{}", documents[pair.second].path))
        .hint(if twice {
            tell!("near-duplicate-twice.hint")
        } else {
            tell!("near-duplicate.hint")
        });
        read[pair.second].read.diagnostics.push(diagnostic);
    }
}

impl Gathering<'_> {
    /// The body of a document: the one that was kept, or read again.
    pub fn body(&self, document: usize) -> Result<Arc<Body>> {
        let kept = held(&self.bodies[document]).clone();
        if let Some(mut body) = kept {
            if self.leads.contains_key(&document) {
                self.lead(document, Arc::make_mut(&mut body), FILES);
            }
            return Ok(body);
        }
        let written = self.readings.as_ref().zip(self.slots[document]);
        let mut body = match written.and_then(|(readings, slot)| readings.body(slot)) {
            Some(body) => body,
            None => self.again(document, FILES)?.body,
        };
        self.lead(document, &mut body, FILES);
        Ok(Arc::new(body))
    }

    /// The same for the last time: it is not kept any longer.
    pub fn take_body(&self, document: usize) -> Result<Arc<Body>> {
        let body = self.body(document)?;
        held(&self.bodies[document]).take();
        Ok(body)
    }

    /// What a document said when it was read: 64 bits that differ if it differs.
    pub fn stamp(&self, document: usize) -> u64 {
        self.stamps[document]
    }

    /// Adds what its page is made of: the document, and where its links lead.
    pub fn add_page(&self, document: usize, pieces: &mut Pieces) {
        pieces.add(&self.stamps[document].to_le_bytes());
        for (path, page) in self.leads.get(&document).into_iter().flatten() {
            pieces.add(path.as_bytes()).add(page.as_bytes());
        }
    }

    /// Whether it has a page in the portal, and be it a notice.
    pub fn has_page(&self, document: usize) -> bool {
        self.pages[document].is_some()
    }

    /// Turns its links to other documents into links to their pages, once these are known.
    fn lead(&self, document: usize, body: &mut Body, files: &str) {
        if let Some(leads) = self.leads.get(&document) {
            links::lead(body, leads, files);
        }
    }

    /// The anchors of its text.
    pub fn anchors(&self, document: usize) -> &Anchors {
        &self.anchors[document]
    }

    /// The pages of the site's own but the home page.
    pub fn further_pages(&self) -> impl Iterator<Item = &OwnPage> {
        self.own_pages.iter().filter(|page| page.name != HOME)
    }

    /// The name and title of each page of the site's own but the home page.
    pub fn titles(&self) -> Vec<(String, String)> {
        self.further_pages()
            .map(|page| (page.name.clone(), page.title.clone()))
            .collect()
    }

    /// What the site itself says on its home page.
    pub fn home(&self) -> Result<Option<Body>> {
        let home = self.own_pages.iter().find(|page| page.name == HOME);
        home.map(|page| self.own_page(page)).transpose()
    }

    /// The text of a page of the site's own, whose files stand below `files/`.
    pub fn own_page(&self, page: &OwnPage) -> Result<Body> {
        let mut body = self.again(page.document, FILES_OF_PAGES)?.body;
        self.lead(page.document, &mut body, FILES_OF_PAGES);
        Ok(body)
    }

    /// Reads a document once more. What a page says must be what the lists, the index and the checks have seen.
    fn again(&self, document: usize, prefix: &str) -> Result<Parsed> {
        let file = &self.documents[document];
        let (decoded, parsed) = self.reader.read(file, prefix, None)?;
        if decoded.stamp != self.stamps[document] {
            return Err(Error::Refused(tell!(
                "error-document-changed",
                path = file.path
            )));
        }
        Ok(parsed)
    }

    /// Corrections of a reply whose text before is found nowhere.
    pub fn unplaced(&self, entry: &Entry, history: &revisions::History) -> Vec<Diagnostic> {
        let corrections = entry.reply.revisions.iter().zip(&history.corrections);
        (corrections.enumerate())
            .filter(|(_, (_, correction))| correction.unplaced)
            .map(|(number, (revision, _))| {
                let (message, hint) = revisions::unplaced(revision);
                let finding = Diagnostic::warning("revision-unplaced", message)
                    .in_file(self.path(entry.document))
                    .hint(hint);
                self.placed(entry.document, finding, |source| {
                    Some(parse::place_of_revision(source, number))
                })
            })
            .collect()
    }

    /// Gives a finding about a document, which had the anchors `known` once, the place of the first paragraph that has another: most
    /// likely it is the one that was changed.
    pub fn place_of_new(&self, finding: Diagnostic, known: &Anchors) -> Diagnostic {
        let path = finding.path.strip_prefix("content/").unwrap_or_default();
        let Some(document) = self.find(path) else {
            return finding;
        };
        // What is masked has the anchors of what is shown.
        let Ok((_, parsed)) = self.reader.read(&self.documents[document], "", None) else {
            return finding;
        };
        let anchors = every_anchor(&parsed.body);
        let new = (anchors.iter().zip(&parsed.body.blocks))
            .find(|(anchors, _)| !Anchors::of(anchors.iter().map(String::as_str)).are_among(known));
        let range = new.map(|(_, block)| {
            let length = block.content.text().len();
            block.offset..block.offset + length
        });
        self.placed(document, finding, |_| range)
    }

    /// Gives a finding that is made after the first pass its place in the source, which is read once more; it is drawn like all others,
    /// with what is private masked.
    fn placed(
        &self,
        document: usize,
        finding: Diagnostic,
        place: impl FnOnce(&str) -> Option<Range<usize>>,
    ) -> Diagnostic {
        let Ok((decoded, mut parsed)) = Reader::parse(&self.documents[document], "") else {
            return finding;
        };
        let Some(range) = place(&decoded.text) else {
            return finding;
        };
        parsed.diagnostics = vec![finding.at(&decoded.text, range.start, range.len())];
        self.reader.guard.document(&decoded.text, &mut parsed);
        parsed.diagnostics.swap_remove(0)
    }

    /// Gives a finding about a document the place where the first of some words stands in it by itself, if one does.
    pub fn at_word(&self, document: usize, finding: Diagnostic, words: &[&str]) -> Diagnostic {
        self.placed(document, finding, |text| {
            words.iter().find_map(|word| standing(text, word))
        })
    }

    /// The same of the document at a path below the site's folder.
    pub fn at_word_of(&self, path: &str, finding: Diagnostic, words: &[&str]) -> Diagnostic {
        match path
            .strip_prefix("content/")
            .and_then(|path| self.find(path))
        {
            Some(document) => self.at_word(document, finding, words),
            None => finding,
        }
    }

    pub(super) fn path(&self, document: usize) -> String {
        format!("content/{}", self.documents[document].path)
    }

    /// What was masked, for the proof that it is gone.
    pub fn secrets(&self) -> BTreeMap<String, String> {
        self.reader.guard.secrets()
    }

    /// Whatever is published beside texts: names and addresses, files, settings. Last, no finding says what it found.
    fn check_privacy(&mut self, site: &Path) -> Result<()> {
        let guard = &self.reader.guard;
        let found = &mut self.diagnostics;
        let settings = site.join("dafu.toml");
        if settings.exists() {
            let text = std::fs::read_to_string(&settings).at_path("read", &settings)?;
            guard.settings(&text, found);
        }
        let ids = (self.entries.iter()).map(|entry| (&entry.reply.id, entry.document));
        let pages = (self.own_pages.iter()).map(|page| (&page.name, page.document));
        let named: Vec<(&String, usize)> = ids.chain(pages).collect();
        let in_names: Vec<Vec<Diagnostic>> = (named.into_par_iter())
            .map(|(id, document)| {
                let mut found = Vec::new();
                let name = &self.documents[document].path;
                let path = format!("content/{name}");
                guard.name(name, || tell!("private-name-file"), &path, &mut found);
                if found.is_empty() {
                    guard.name(id, || tell!("private-name-id"), &path, &mut found);
                }
                found
            })
            .collect();
        found.extend(in_names.into_iter().flatten());
        for withdrawn in &self.withdrawn {
            guard.name(&withdrawn.id, || tell!("private-name-withdrawn"), "", found);
        }
        for alias in &self.aliases {
            guard.name(
                &alias.text,
                || tell!("private-name-alias"),
                &alias.document,
                found,
            );
        }
        let content = site.join("content");
        let in_files: Vec<Vec<Diagnostic>> = (self.files.par_iter())
            .map(|(path, _)| {
                let mut found = Vec::new();
                guard.name(
                    path,
                    || tell!("private-name-file"),
                    &format!("content/{path}"),
                    &mut found,
                );
                let file = content.join(path);
                // What is missing has been said.
                if file.is_file() {
                    let bytes = std::fs::read(&file).at_path("read", &file)?;
                    guard.file(path, &bytes, &mut found);
                }
                Ok(found)
            })
            .collect::<Result<_>>()?;
        found.extend(in_files.into_iter().flatten());
        guard.clean(found);
        Ok(())
    }

    fn add_aliases(&mut self, aliases: &[String], document: &str, to: &str, title: &str) {
        self.aliases.extend(aliases.iter().map(|text| Alias {
            text: text.clone(),
            document: document.to_owned(),
            to: to.to_owned(),
            title: title.to_owned(),
        }));
    }

    /// Documents that others link to are no files: their pages are there.
    fn collect_files(&mut self, found: Vec<FileReference>, document: &str) {
        for file in found {
            if file.link && self.find(&file.path).is_some() {
                continue;
            }
            self.files
                .entry(file.path)
                .or_insert_with(|| document.to_owned());
        }
    }

    /// The document at a path below `content/`.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.documents
            .binary_search_by(|known| known.path.as_str().cmp(path))
            .ok()
    }

    fn sort_out(&mut self, mut gathered: Vec<Gathered>, config: &Config) {
        let sorted = self;
        say_alike(&mut gathered, &sorted.documents);
        let mut ids: HashMap<String, usize> = HashMap::new();
        for (index, gathered) in gathered.into_iter().enumerate() {
            let (body, mut found) = (gathered.body, gathered.read);
            sorted.slots.push(gathered.slot);
            let path = format!("content/{}", sorted.documents[index].path);
            sorted.diagnostics.append(&mut found.diagnostics);
            sorted.bodies.push(Mutex::new(body.map(Arc::new)));
            sorted.stamps.push(found.stamp);
            sorted.anchors.push(std::mem::take(&mut found.anchors));
            *sorted.encodings.entry(found.encoding).or_default() += 1;
            let links = std::mem::take(&mut found.links);
            let links = links.into_iter().map(|link| PortalLink {
                document: index,
                link,
            });
            sorted.links.extend(links);
            if let Some(name) = found.page {
                let taken = name == "404"
                    || (name == "offline" && config.offline == Offline::On)
                    || sorted.own_pages.iter().any(|page| page.name == name);
                if taken || !is_id(&name) {
                    let finding =
                        Diagnostic::error("page-name", tell!("page-name", name)).in_file(path);
                    let finding = sorted.at_word(index, finding, &[&name]);
                    sorted.diagnostics.push(finding);
                    continue;
                }
                let title = if found.reply.title.is_empty() {
                    name.clone()
                } else {
                    found.reply.title
                };
                let aliases = found.reply.aliases;
                sorted.add_aliases(&aliases, &path, &format!("{name}.html"), &title);
                sorted.pages[index] = Some(format!("{name}.html"));
                sorted.own_pages.push(OwnPage {
                    name,
                    title,
                    document: index,
                });
                sorted.collect_files(found.files, &path);
                continue;
            }
            let reply = &mut found.reply;
            let access = reply.access.or(config.defaults.access);
            if access.is_some_and(|access| access != Access::Public) {
                sorted.withheld += 1;
                continue;
            }
            sorted.access_assumed += usize::from(access.is_none() && reply.withdrawn.is_none());
            complete(reply, config);
            if reply.id.is_empty() {
                sorted.ids_derived += 1;
                reply.assumed.push(Assumption::Id);
                reply.id = id_from_path(&sorted.documents[index].path);
            } else if !is_id(&reply.id) {
                let suggestion = crate::catalog::slug(&reply.id);
                let finding = Diagnostic::error("id", tell!("id", id = reply.id))
                    .in_file(path)
                    .hint(tell!("id.hint", suggestion));
                let finding = sorted.at_word(index, finding, &[&reply.id]);
                sorted.diagnostics.push(finding);
                continue;
            }
            if let Some(other) = ids.insert(reply.id.clone(), index) {
                let other = &sorted.documents[other].path;
                let finding =
                    Diagnostic::error("id-twice", tell!("id-twice", id = reply.id, other))
                        .in_file(path)
                        .hint(tell!("id-twice.hint"));
                let finding = sorted.at_word(index, finding, &[&reply.id]);
                sorted.diagnostics.push(finding);
                continue;
            }
            let address = crate::render::reply::path(reply);
            sorted.pages[index] = Some(address.clone());
            sorted.add_aliases(&reply.aliases, &path, &address, &reply.title);
            if let Some(withdrawal) = reply.withdrawn.take() {
                let id = std::mem::take(&mut reply.id);
                for file in found.files {
                    if !(file.link && sorted.find(&file.path).is_some()) {
                        sorted.withdrawn_files.insert(file.path);
                    }
                }
                sorted.withdrawn.push(Withdrawn { id, withdrawal });
                continue;
            }
            sorted.collect_files(found.files, &path);
            sorted.entries.push(Entry {
                reply: found.reply,
                document: index,
            });
        }
        sorted.own_pages.sort_by(|a, b| a.name.cmp(&b.name));
        sorted.withdrawn.sort_by(|a, b| a.id.cmp(&b.id));
    }
}

/// How a document is read.
struct Reader<'c> {
    config: &'c Config,
    guard: Guard,
}

/// What the first pass looks for besides, and the later ones need not look for again.
#[derive(Clone, Copy)]
struct Look<'l> {
    settings: &'l Settings<'l>,
    /// The paths of all documents.
    documents: &'l HashSet<&'l str>,
    /// Whether a ledger wants to know where facts stand.
    ledger: bool,
    readings: Option<&'l Readings>,
}

impl Look<'_> {
    /// Why a file that a document shows or links to is none that may be published.
    fn raw(&self, file: &FileReference) -> Option<(String, String)> {
        let path = file.path.as_str();
        let hidden = |part: &str| part.starts_with('.') || part.starts_with("~$");
        if self.documents.contains(path) {
            (!file.link).then_some((
                tell!("file-source-document"),
                tell!("file-source-document.hint"),
            ))
        } else if ledger::is_ledger(path, self.settings.config) {
            Some((
                tell!("file-source-ledger"),
                tell!("file-source-ledger.hint"),
            ))
        } else if path.split('/').any(hidden) {
            Some((
                tell!("file-source-hidden"),
                tell!("file-source-hidden.hint"),
            ))
        } else {
            None
        }
    }
}

impl Reader<'_> {
    /// Reads what one document says, and nothing more.
    fn parse(document: &DocumentFile, prefix: &str) -> Result<(Decoded, Parsed)> {
        let decoded = source::read(document)?;
        let format = if document.markdown {
            Format::Markdown
        } else {
            Format::Text
        };
        let folder = document
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let parsed = parse::parse(&decoded.text, format, Links { folder, prefix });
        Ok((decoded, parsed))
    }

    /// Reads one document, with all that is done to it before anything is published of it; links to files begin with `prefix`.
    fn read(
        &self,
        document: &DocumentFile,
        prefix: &str,
        look: Option<Look<'_>>,
    ) -> Result<(Decoded, Parsed)> {
        let (decoded, mut parsed) = Reader::parse(document, prefix)?;
        if decoded.damaged {
            let at = decoded.text.find('\u{fffd}').unwrap_or(0);
            parsed.diagnostics.push(
                Diagnostic::error(
                    "encoding",
                    tell!("encoding", encoding = decoded.encoding.name()),
                )
                .at(&decoded.text, at, 3)
                .hint(tell!("encoding.hint")),
            );
        }
        if let Some((count, at)) = decoded.unfit {
            parsed.diagnostics.push(
                Diagnostic::warning("characters-unfit", tell!("characters-unfit", count))
                    .at(&decoded.text, at, 1)
                    .hint(tell!("characters-unfit.hint")),
            );
        }
        pass_over_defaults(&mut parsed.reply, &mut parsed.diagnostics, self.config);
        if let Some(look) = look {
            let source = Lines::of(&decoded.text);
            let seen = review::Document {
                source: &source,
                markdown: document.markdown,
                parsed: &parsed,
            };
            let mut found = review::review(seen, look.settings);
            raw_links(&parsed, &decoded.text, &look, &mut found);
            join(&mut parsed.diagnostics, found);
        }
        // Last: it masks what any finding above draws or quotes.
        self.guard.document(&decoded.text, &mut parsed);
        for diagnostic in &mut parsed.diagnostics {
            diagnostic.path = format!("content/{}", document.path);
        }
        Ok((decoded, parsed))
    }

    fn read_all(
        &self,
        documents: &[DocumentFile],
        look: Look<'_>,
        observer: &dyn Observer,
    ) -> Result<Vec<Gathered>> {
        observer.begin(Step::Read, documents.len());
        let kept = AtomicUsize::new(0);
        let most = if look.readings.is_some() {
            ROOM
        } else {
            ROOM_ALONE
        };
        let each = documents.par_iter().map(|document| {
            let state = Readings::look(&document.file);
            let known = Reader::known(document, look, &state)?;
            observer.advance();
            if let Some(known) = known {
                return Ok(known);
            }
            let (read, body, length) = self.read_first(document, look)?;
            let slot = match look.readings.filter(|_| may_be_written(&read, self.config)) {
                Some(readings) => readings.add(&document.path, &state, &read, &body)?,
                None => None,
            };
            let room = kept.fetch_add(length, Ordering::Relaxed) + length <= most;
            Ok(Gathered {
                read,
                body: room.then_some(body),
                slot,
                known: false,
            })
        });
        // Each is large: so they are moved least.
        let mut read: Vec<Result<Gathered>> = Vec::new();
        each.collect_into_vec(&mut read);
        read.into_iter().collect()
    }

    /// What an earlier build has read of a document, if reading it again would give the same.
    fn known(
        document: &DocumentFile,
        look: Look<'_>,
        state: &readings::Look,
    ) -> Result<Option<Gathered>> {
        let Some(readings) = look.readings else {
            return Ok(None);
        };
        let Some(found) = readings.find(&document.path, state) else {
            return Ok(None);
        };
        // Which other files are documents is nothing that a document says.
        let said = (found.read.diagnostics.iter())
            .filter(|one| one.code == RAW)
            .map(|one| one.message.clone());
        let now = (found.read.files.iter())
            .filter_map(|file| Some(raw_message(&file.path, &look.raw(file)?.0)));
        if !said.eq(now) {
            return Ok(None);
        }
        if !found.sure && source::read(document)?.stamp != found.read.stamp {
            return Ok(None);
        }
        let Some(slot) = readings.keep(&document.path, state, &found)? else {
            return Ok(None);
        };
        Ok(Some(Gathered {
            read: found.read,
            body: None,
            slot: Some(slot),
            known: true,
        }))
    }

    /// Reads a document for the first time; gives also the length of its text.
    fn read_first(&self, document: &DocumentFile, look: Look<'_>) -> Result<(Read, Body, usize)> {
        let (decoded, parsed) = self.read(document, FILES, Some(look))?;
        let source = Lines::of(&decoded.text);
        let seen = review::Document {
            source: &source,
            markdown: document.markdown,
            parsed: &parsed,
        };
        let read = Read {
            links: review::internal_links(seen, &self.config.base_url, FILES),
            sketch: (parsed.page.is_none() && parsed.reply.withdrawn.is_none())
                .then(|| sketch(&parsed.body))
                .flatten(),
            origins: if look.ledger {
                places(&parsed, &decoded.text)
            } else {
                Known::new()
            },
            anchors: Anchors::of(
                every_anchor(&parsed.body)
                    .iter()
                    .flatten()
                    .map(String::as_str),
            ),
            reply: parsed.reply,
            page: parsed.page,
            files: parsed.files,
            diagnostics: parsed.diagnostics,
            encoding: decoded.encoding,
            stamp: decoded.stamp,
        };
        Ok((read, parsed.body, decoded.text.len()))
    }
}

/// The words of a letter, without who it goes to and who signs: those differ in answers that are the same otherwise.
fn sketch(body: &Body) -> Option<alike::Sketch> {
    let words = body.blocks.iter().filter(|block| {
        matches!(
            block.role,
            Role::Paragraph | Role::Heading(_) | Role::Closing
        )
    });
    alike::Sketch::of(words.map(|block| block.content.text()))
}

/// A review's findings join those of the reading, unless those say the same already.
fn join(diagnostics: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    let line = |d: &Diagnostic| d.place.as_ref().map(|place| place.line);
    let damaged: Vec<u32> = found
        .iter()
        .filter(|d| d.code == "document-number-damaged")
        .filter_map(line)
        .collect();
    // A line that is known for a damaged 文号 is not one that was not understood.
    diagnostics.retain(|known| {
        known.code != "header-unread" || line(known).is_none_or(|line| !damaged.contains(&line))
    });
    let broken = diagnostics.iter().any(|known| known.code == "encoding");
    diagnostics.extend(
        found
            .into_iter()
            .filter(|found| !(broken && found.code == "mojibake")),
    );
}

/// The code of what [`raw_links`] finds.
pub(super) const RAW: &str = "file-source";

fn raw_message(path: &str, what: &str) -> String {
    tell!("file-source-is", path, what)
}

/// What is kept in `content/` and never published as it is, and shown or linked to: another document's source (its reply may be
/// withheld), the ledger, hidden files.
fn raw_links(parsed: &Parsed, text: &str, look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for file in &parsed.files {
        let Some((what, hint)) = look.raw(file) else {
            continue;
        };
        found.push(
            Diagnostic::error(RAW, raw_message(&file.path, &what))
                .at(text, file.offset, 1)
                .hint(hint),
        );
    }
}

/// Where a document says its facts.
fn places(parsed: &Parsed, text: &str) -> Known {
    let of = |range: &Range<usize>| Origin {
        line: Place::of(text, range.start, 0).line,
        front: range.start < parsed.begins,
    };
    (parsed.origins.iter())
        .map(|(field, range)| (*field, of(range)))
        .collect()
}

/// What the site's settings say where a reply says nothing. Each is noted as an assumption.
fn complete(reply: &mut Reply, config: &Config) {
    let assumed = &mut reply.assumed;
    if reply.access.is_none() {
        assumed.push(Assumption::Access);
    }
    reply.access = Some(Access::Public);
    reply.agency = reply.agency.take().or_else(|| reply.header_agency.take());
    if reply.agency.is_none() && config.defaults.agency.is_some() {
        assumed.push(Assumption::Agency);
        reply.agency.clone_from(&config.defaults.agency);
    }
    if reply.kind.is_none() && config.defaults.kind.is_some() {
        assumed.push(Assumption::Kind);
        reply.kind = config.defaults.kind;
    }
    if reply.topics.is_empty() {
        let proposal = reply.proposal_title.as_deref().unwrap_or("");
        reply.topics = config.topics_of(&[&reply.title, proposal]);
        if !reply.topics.is_empty() {
            assumed.push(Assumption::Topics);
        }
    }
    reply.agency_now = (reply.agency.as_deref())
        .filter(|name| config.renamed.contains_key(*name))
        .and_then(|name| config.present_name(name))
        .map(str::to_owned);
    reply.outcome_meaning = reply
        .outcome
        .and_then(|letter| config.outcome(reply.agency.as_deref(), letter))
        .map(str::to_owned);
}

/// What to say of a file that no document refers to. A table that reads as a ledger and is none by its name may say what is not to be
/// published.
fn unused_file(path: &str, content: &Path, config: &Config, ledger: bool) -> Result<Diagnostic> {
    let in_file = format!("content/{path}");
    let finding = match source::form_of(path) {
        Some(source::Form::Table) if !ledger => {
            let mut named = config.clone();
            named.ledger.file = Some(path.to_owned());
            let mut aside = Vec::new();
            let reads = ledger::load(content, &named, &mut aside)?.is_some();
            let is_ledger = reads && !aside.iter().any(|found| found.severity == Severity::Error);
            if is_ledger {
                Diagnostic::error("ledger", tell!("ledger-unnamed"))
                    .hint(tell!("ledger-unnamed.hint", path))
            } else {
                Diagnostic::advice("file-unused", tell!("file-unused"))
                    .hint(tell!("file-unused.hint"))
            }
        }
        Some(source::Form::Importable) => {
            Diagnostic::warning("file-unused", tell!("file-unused-import"))
                .hint(tell!("file-unused-import.hint", path))
        }
        _ => {
            Diagnostic::advice("file-unused", tell!("file-unused")).hint(tell!("file-unused.hint"))
        }
    };
    Ok(finding.in_file(in_file))
}

/// Files that documents show or link to must exist below `content/`, and be files.
fn check_files(gathering: &Gathering<'_>, content: &Path) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, document) in &gathering.files {
        let mut at = content.to_owned();
        let linked = path.split('/').any(|part| {
            at.push(part);
            at.is_symlink()
        });
        let finding = if linked || !at.is_file() {
            Diagnostic::error("file-missing", tell!("file-missing", path))
                .hint(tell!("file-missing.hint"))
        } else if let Some(why) = would_run(path, &at) {
            Diagnostic::error("file-active", tell!("file-active", path, why))
                .hint(tell!("file-active.hint"))
        } else if let Err(error) = crate::output::check_path(&format!("files/{path}")) {
            Diagnostic::error("file-name", error.to_string()).hint(tell!("file-name-address.hint"))
        } else {
            continue;
        };
        // However a document says which folder it is in, and whether by per cent signs.
        let name = path.rsplit('/').next().unwrap_or(path);
        let words = [name, &parse::encode_path(name)];
        found.push(gathering.at_word_of(document, finding.in_file(document.clone()), &words));
    }
    found
}

/// Where a word stands by itself in a text: nothing that could be part of it is beside it.
fn standing(text: &str, word: &str) -> Option<Range<usize>> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '%');
    text.match_indices(word)
        .map(|(at, _)| at..at + word.len())
        .find(|range| {
            !word.is_empty()
                && !text[..range.start].ends_with(part)
                && !text[range.end..].starts_with(part)
        })
}

/// Bytes of the longest XML file that is looked through.
const XML_MOST: u64 = 32 << 20;

/// Why a browser would do more with a file than show it.
fn would_run(path: &str, file: &Path) -> Option<String> {
    use source::active;
    if let Some(why) = active::by_name(path) {
        return Some(why);
    }
    if !active::must_be_read(path) {
        return None;
    }
    if std::fs::metadata(file).is_ok_and(|meta| meta.len() > XML_MOST) {
        return Some(tell!("active-too-long"));
    }
    // A file that cannot be read ends the build where it is copied.
    active::in_xml(&std::fs::read(file).ok()?)
}

/// By path and line.
pub(super) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.par_sort_by(|a, b| {
        let line = |d: &Diagnostic| d.place.as_ref().map(|place| (place.line, place.column));
        a.path
            .cmp(&b.path)
            .then_with(|| line(a).cmp(&line(b)))
            .then(a.code.cmp(b.code))
    });
}
