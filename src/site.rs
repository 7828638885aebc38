//! The flow: content → documents → parsed replies → catalogue → pages → output.
//!
//! Three passes over the documents, so that memory holds facts and not all texts: the first reads what each reply
//! says of itself, the second indexes its text, the third renders it once lists, neighbours and related replies are known. What the first has
//! read is kept for the others as far as a fixed room goes, and read again beyond it. The search bundle
//! is exported from the finished index.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::archive::{self, Archived};
use crate::bundle::{self, Manifest};
use crate::catalog::{self, Catalog, Entry, Withdrawn, case_of, id_from_path, is_id};
use crate::config::{Config, Offline};
use crate::data;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{AtPath, Error, Result};
use crate::excerpt::{Excerpt, Stored, excerpt};
use crate::index::related::{Alike, Facts, Likeness, Scratch};
use crate::index::{self, Opened, document};
use crate::model::{Access, Assumption, Body, Reply, Session};
use crate::output::{OutputFolder, Written};
use crate::parse::{self, FileReference, Format, Links, Parsed};
use crate::render::body::anchors;
use crate::render::{Portal, Related, Theme};
use crate::source::{self, Decoded, DocumentFile, Encoding};
use crate::text::{PairCounter, Segmenter, is_site_word, normalise};

/// What to build, and where to.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder: `dafu.toml`, `content/`, `themes/`.
    pub site: PathBuf,
    /// The portal.
    pub output: PathBuf,
    /// Whether to make one zip of it besides, to be read from a disk.
    pub archive: bool,
}

/// Steps that a build tells of while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Documents are read.
    Read,
    /// Replies are indexed.
    Index,
    /// Replies are rendered.
    Render,
    /// Lists are rendered.
    List,
    /// The search bundle is exported.
    Search,
    /// The archive is packed.
    Archive,
}

/// Is told how a build goes on.
pub trait Observer: Sync {
    /// A step of `total` parts begins.
    fn begin(&self, step: Step, total: usize);
    /// One part is done.
    fn advance(&self);
}

/// An observer that does not look.
pub struct Silent;

impl Observer for Silent {
    fn begin(&self, _: Step, _: usize) {}
    fn advance(&self) {}
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// Documents read.
    pub documents: usize,
    /// Replies in the portal.
    pub replies: usize,
    /// Replies that may not be published: 依申请公开, 不予公开.
    pub withheld: usize,
    /// Replies that were withdrawn: a notice stands at their address.
    pub withdrawn: usize,
    /// Replies that do not say whether they may be published; taken as 主动公开.
    pub access_assumed: usize,
    /// Replies without an id of their own.
    pub ids_derived: usize,
    /// How the documents were encoded.
    pub encodings: BTreeMap<Encoding, usize>,
    /// Files, bytes, changes.
    pub written: Written,
    /// Warnings and advice, sorted by path and line.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the archive is, and what it holds; if one was wanted.
    pub archive: Option<(PathBuf, Archived)>,
    /// Whether `base_url` is missing, so that there is no sitemap.
    pub no_sitemap: bool,
    /// From start to end.
    pub time: Duration,
}

/// Builds a portal.
///
/// # Errors
/// [`Error::Documents`] with all findings if any is an error; else whatever the disk, the configuration or the theme
/// refuses. The last portal is untouched then.
pub fn build(options: &Options, observer: &dyn Observer) -> Result<Report> {
    let start = Instant::now();
    let config = Config::load(&options.site)?;
    crate::text::warm();
    let theme = Theme::load(&options.site, &config)?;
    let content = options.site.join("content");
    let listing = source::list(&content)?;

    let gathered = read_all(&listing.documents, &config, observer)?;
    let mut diagnostics = listing.diagnostics;
    let Sorted {
        entries,
        own_pages,
        files,
        bodies,
        withdrawn,
        withheld,
        access_assumed,
        ids_derived,
        encodings,
    } = sort_out(gathered, &listing.documents, &config, &mut diagnostics);
    check_files(&files, &content, &mut diagnostics);
    sort(&mut diagnostics);
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return Err(Error::Documents(diagnostics));
    }

    let mut catalog = Catalog::new(entries);
    catalog.withdrawn = withdrawn;
    let pages = own_pages
        .iter()
        .map(|page| (page.name.clone(), page.title.clone()))
        .collect();
    let portal = Portal {
        config: &config,
        theme: &theme,
        catalog: &catalog,
        pages,
    };
    let output = OutputFolder::begin(&options.output)?;
    if options.archive {
        archive::check_ours(&output.archive())?;
    }
    let about = index::About {
        words: site_words(&portal),
        years: catalog.years(),
        facets: portal.facet_columns(),
    };
    let segmenter = segmenter(&catalog, &about.words, &listing.documents)?;
    let builder = index::Builder::begin(&options.site, Arc::new(segmenter))?;
    let documents = &listing.documents;
    let (texts, parts) = index_replies(&portal, documents, &bodies, &builder, &output, observer)?;
    let index = builder.finish(parts, &about)?;
    let likeness = write_search(&portal, &about, &index, texts, &output, observer)?;
    let cases = catalog.cases();
    let related = |at: usize, scratch: &mut Scratch| {
        related_to(at, &catalog, &cases, &likeness, &index, scratch)
    };
    write_replies(&portal, documents, &bodies, related, &output, observer)?;
    write_own_pages(&portal, &listing.documents, &own_pages, &output)?;
    write_lists(&portal, &output, observer)?;
    write_rest(&portal, &files, &content, &output)?;
    if !(catalog.entries.is_empty() && catalog.withdrawn.is_empty()) {
        write_feeds(&portal, &output)?;
        data::write(&portal, &output)?;
    }
    let place = output.archive();
    let archive = if options.archive {
        Some((place, write_archive(&portal, &output, observer)?))
    } else {
        None
    };
    let written = output.commit()?;

    Ok(Report {
        documents: listing.documents.len(),
        replies: catalog.entries.len(),
        withheld,
        withdrawn: catalog.withdrawn.len(),
        access_assumed,
        ids_derived,
        encodings,
        written,
        diagnostics,
        archive,
        no_sitemap: config.base_url.is_empty(),
        time: start.elapsed(),
    })
}

/// Bytes of text that the first pass keeps for the others.
const ROOM: usize = 128 << 20;

/// What the first pass keeps of a document.
struct Gathered {
    /// `None` if there was no more room.
    body: Option<Body>,
    reply: Reply,
    page: Option<String>,
    files: Vec<FileReference>,
    diagnostics: Vec<Diagnostic>,
    encoding: Encoding,
}

/// A page of the site's own.
struct OwnPage {
    name: String,
    title: String,
    document: usize,
}

fn parse_document(document: &DocumentFile, decoded: &Decoded) -> Parsed {
    let format = if document.markdown {
        Format::Markdown
    } else {
        Format::Text
    };
    let folder = document
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    parse::parse(
        &decoded.text,
        format,
        Links {
            folder,
            prefix: "../files/",
        },
    )
}

fn read_all(
    documents: &[DocumentFile],
    config: &Config,
    observer: &dyn Observer,
) -> Result<Vec<Gathered>> {
    observer.begin(Step::Read, documents.len());
    let kept = AtomicUsize::new(0);
    documents
        .par_iter()
        .map(|document| {
            let decoded = source::read(document)?;
            let mut parsed = parse_document(document, &decoded);
            if decoded.damaged {
                let at = decoded.text.find('\u{fffd}').unwrap_or(0);
                parsed.diagnostics.push(
                    Diagnostic::error(
                        "encoding",
                        format!(
                            "this is not all {}: some bytes are no characters",
                            decoded.encoding.name()
                        ),
                    )
                    .at(&decoded.text, at, 3)
                    .hint("open the file in the program it was written with and save it as UTF-8"),
                );
            }
            if config.defaults.agency.is_some() {
                parsed
                    .diagnostics
                    .retain(|d| !(d.code == "field-missing" && d.message.contains(": agency;")));
            }
            for diagnostic in &mut parsed.diagnostics {
                diagnostic.path = format!("content/{}", document.path);
            }
            observer.advance();
            let length = decoded.text.len();
            let room = kept.fetch_add(length, Ordering::Relaxed) + length <= ROOM;
            Ok(Gathered {
                body: room.then_some(parsed.body),
                reply: parsed.reply,
                page: parsed.page,
                files: parsed.files,
                diagnostics: parsed.diagnostics,
                encoding: decoded.encoding,
            })
        })
        .collect()
}

/// Replies, pages and files, told apart and checked against each other.
#[derive(Default)]
struct Sorted {
    entries: Vec<Entry>,
    own_pages: Vec<OwnPage>,
    /// Path below `content/` → where it is first referred to.
    files: BTreeMap<String, String>,
    /// Of each document, as far as it was kept.
    bodies: Vec<Mutex<Option<Arc<Body>>>>,
    withdrawn: Vec<Withdrawn>,
    withheld: usize,
    access_assumed: usize,
    ids_derived: usize,
    encodings: BTreeMap<Encoding, usize>,
}

fn sort_out(
    gathered: Vec<Gathered>,
    documents: &[DocumentFile],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Sorted {
    let mut sorted = Sorted::default();
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (index, mut found) in gathered.into_iter().enumerate() {
        let path = format!("content/{}", documents[index].path);
        diagnostics.append(&mut found.diagnostics);
        sorted
            .bodies
            .push(Mutex::new(found.body.take().map(Arc::new)));
        *sorted.encodings.entry(found.encoding).or_default() += 1;
        if let Some(name) = found.page {
            let taken = name == "index"
                || name == "404"
                || (name == "offline" && config.offline == Offline::On)
                || sorted.own_pages.iter().any(|page| page.name == name);
            if taken || !is_id(&name) {
                diagnostics.push(
                    Diagnostic::error(
                        "page-name",
                        format!(
                            "page = “{name}”: a page needs a name of its own, of a–z, 0–9 and -"
                        ),
                    )
                    .in_file(path),
                );
                continue;
            }
            let title = if found.reply.title.is_empty() {
                name.clone()
            } else {
                found.reply.title
            };
            sorted.own_pages.push(OwnPage {
                name,
                title,
                document: index,
            });
            collect_files(&mut sorted.files, found.files, &path);
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
            reply.id = id_from_path(&documents[index].path);
        } else if !is_id(&reply.id) {
            let suggestion = crate::catalog::slug(&reply.id);
            diagnostics.push(
                Diagnostic::error("id", format!("id = “{}”: an id is made of a–z, 0–9 and -, 80 at most, and is no name that Windows reserves", reply.id))
                    .in_file(path)
                    .hint(format!("for example `id = \"{suggestion}\"`")),
            );
            continue;
        }
        if let Some(other) = ids.insert(reply.id.clone(), index) {
            diagnostics.push(
                Diagnostic::error(
                    "id-twice",
                    format!(
                        "the id “{}” is also that of content/{}",
                        reply.id, documents[other].path
                    ),
                )
                .in_file(path)
                .hint("give one of them another `id` in front matter, or rename the file"),
            );
            continue;
        }
        if let Some(withdrawal) = reply.withdrawn.take() {
            let id = std::mem::take(&mut reply.id);
            sorted.withdrawn.push(Withdrawn { id, withdrawal });
            continue;
        }
        collect_files(&mut sorted.files, found.files, &path);
        sorted.entries.push(Entry {
            reply: found.reply,
            document: index,
        });
    }
    sorted.own_pages.sort_by(|a, b| a.name.cmp(&b.name));
    sorted.withdrawn.sort_by(|a, b| a.id.cmp(&b.id));
    sorted
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
    reply.outcome_meaning = reply
        .outcome
        .and_then(|letter| config.outcome(reply.agency.as_deref(), letter))
        .map(str::to_owned);
}

fn collect_files(files: &mut BTreeMap<String, String>, found: Vec<FileReference>, document: &str) {
    for file in found {
        files
            .entry(file.path)
            .or_insert_with(|| document.to_owned());
    }
}

/// Files that documents show or link to must exist below `content/`, and be files.
fn check_files(
    files: &BTreeMap<String, String>,
    content: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (path, document) in files {
        let mut at = content.to_owned();
        let linked = path.split('/').any(|part| {
            at.push(part);
            at.is_symlink()
        });
        if linked || !at.is_file() {
            diagnostics.push(
                Diagnostic::error(
                    "file-missing",
                    format!("content/{path} is shown or linked to, and is not there"),
                )
                .in_file(document.clone())
                .hint("put the file there, or correct its path"),
            );
        } else if let Err(error) = crate::output::check_path(&format!("files/{path}")) {
            diagnostics.push(
                Diagnostic::error("file-name", error.to_string())
                    .in_file(document.clone())
                    .hint("rename the file"),
            );
        }
    }
}

fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let line = |d: &Diagnostic| d.place.as_ref().map(|place| (place.line, place.column));
        a.path
            .cmp(&b.path)
            .then_with(|| line(a).cmp(&line(b)))
            .then(a.code.cmp(b.code))
    });
}

/// Texts that are looked at to learn which pairs of characters are frequent.
const SAMPLE: usize = 300;
/// With fewer replies than this, positions are so short that frequent pairs need no grams.
const SMALL: usize = 200;

/// Words that the dictionary does not know: names of people, offices and topics, and those of `dafu.toml`.
fn site_words(portal: &Portal<'_>) -> Vec<String> {
    let entries = &portal.catalog.entries;
    let mut words: Vec<String> = entries
        .iter()
        .flat_map(|entry| document::names(&entry.reply))
        .chain(portal.config.search.words.iter().map(String::as_str))
        .map(normalise)
        .filter(|word| is_site_word(word))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Learns which pairs of characters are frequent in the site.
fn segmenter(catalog: &Catalog, words: &[String], documents: &[DocumentFile]) -> Result<Segmenter> {
    let entries = &catalog.entries;
    let mut frequent = rustc_hash::FxHashSet::default();
    if entries.len() >= SMALL {
        let mut counter = PairCounter::default();
        for entry in entries.iter().step_by(entries.len().div_ceil(SAMPLE)) {
            let document = &documents[entry.document];
            counter.add(&normalise(&source::read(document)?.text));
        }
        frequent = counter.frequent();
    }
    Ok(Segmenter::new(words.iter().map(String::as_str), frequent))
}

/// Blocks of replies that one part of the index takes: enough parts for all threads, few enough to merge fast.
fn blocks_in_part(blocks: usize) -> usize {
    (blocks / 8).clamp(1, 8)
}

/// The body of a document: the one that the first pass kept, or read again.
fn body_of(
    document: usize,
    documents: &[DocumentFile],
    bodies: &[Mutex<Option<Arc<Body>>>],
) -> Result<Arc<Body>> {
    let kept = bodies[document]
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    if let Some(body) = kept {
        return Ok(body);
    }
    let file = &documents[document];
    Ok(Arc::new(parse_document(file, &source::read(file)?).body))
}

/// Each text is indexed, and its passages written to the search bundle. Gives the addresses of the texts there, and the parts of the
/// index.
fn index_replies(
    portal: &Portal<'_>,
    documents: &[DocumentFile],
    bodies: &[Mutex<Option<Arc<Body>>>],
    builder: &index::Builder,
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<(Vec<String>, Vec<index::Finished>)> {
    let entries = &portal.catalog.entries;
    observer.begin(Step::Index, entries.len());
    // From the oldest, as replies are numbered.
    let numbers: Vec<u32> = (0u32..).take(entries.len()).collect();
    let blocks: Vec<&[u32]> = numbers.chunks(bundle::BLOCK as usize).collect();
    let parts: Vec<(Vec<String>, index::Finished)> = blocks
        .chunks(blocks_in_part(blocks.len()))
        .enumerate()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(place, blocks)| {
            let mut part = builder.part(place)?;
            let mut texts = Vec::with_capacity(blocks.len());
            for block in blocks {
                let mut payloads = Vec::with_capacity(block.len());
                for number in *block {
                    let entry = &entries[entries.len() - 1 - *number as usize];
                    let body = body_of(entry.document, documents, bodies)?;
                    let anchors = anchors(&body);
                    let row = document::document(*number, &entry.reply, &body, &anchors);
                    payloads.push(part.add(row)?);
                    observer.advance();
                }
                texts.push(bundle::write::write_texts(&payloads, output)?);
            }
            Ok((texts, part.finish()?))
        })
        .collect::<Result<_>>()?;
    let (texts, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    Ok((texts.concat(), parts))
}

/// The pages of all replies.
fn write_replies(
    portal: &Portal<'_>,
    documents: &[DocumentFile],
    bodies: &[Mutex<Option<Arc<Body>>>],
    related: impl Fn(usize, &mut Scratch) -> Result<Vec<Related>> + Sync,
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<()> {
    let entries = &portal.catalog.entries;
    observer.begin(Step::Render, entries.len());
    let each = |scratch: &mut Scratch, index: usize| {
        let document = entries[index].document;
        let body = body_of(document, documents, bodies)?;
        // Nobody wants it after this.
        bodies[document]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let page = portal.reply_page(index, &body, &related(index, scratch)?)?;
        output.write(&page.path, &page.html)?;
        for file in portal.reply_files(index, &body, anchors(&body)) {
            output.write(&file.path, &file.html)?;
        }
        observer.advance();
        Ok(())
    };
    (0..entries.len())
        .into_par_iter()
        .try_for_each_init(Scratch::default, each)
}

/// From here on, two replies are near enough to name one beside the other.
const RELATED: f32 = 0.18;
/// Replies that are named beside another, at most.
const RELATED_MOST: usize = 5;

/// The replies that treat what the one at `index` of the catalogue treats: those to the same case, then the most alike.
fn related_to(
    index: usize,
    catalog: &Catalog,
    cases: &HashMap<(catalog::Body, Session, String), Vec<usize>>,
    likeness: &Likeness,
    opened: &Opened,
    scratch: &mut Scratch,
) -> Result<Vec<Related>> {
    let case = case_of(&catalog.entries[index].reply);
    let same = case.and_then(|case| cases.get(&case)).into_iter().flatten();
    let mut wanted: Vec<Alike> = same
        .filter(|other| **other != index)
        .map(|other| likeness.pair(catalog.number(index), catalog.number(*other)))
        .collect();
    for alike in likeness.of(catalog.number(index), RELATED, scratch) {
        if wanted.iter().all(|known| known.reply != alike.reply) {
            wanted.push(alike);
        }
    }
    wanted.truncate(RELATED_MOST);
    wanted
        .into_iter()
        .map(|one| {
            let payload = opened.passage(one.reply, one.passage)?;
            let stored = Stored::of(&[payload]).unwrap_or_default();
            let mut excerpt = excerpt(&stored, &one.terms);
            let Excerpt { text, marks, .. } = &mut excerpt;
            marks.retain(|mark| opened.segmenter().is_whole(text, mark.clone()));
            Ok(Related {
                entry: catalog.index(one.reply),
                score: one.score,
                excerpt,
            })
        })
        .collect()
}

/// Exports the index; gives what makes replies alike, which the export finds by the way.
fn write_search(
    portal: &Portal<'_>,
    about: &index::About,
    index: &Opened,
    texts: Vec<String>,
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<Likeness> {
    observer.begin(Step::Search, 1);
    let facts: Vec<Facts> = portal
        .catalog
        .entries
        .iter()
        .rev()
        .map(|entry| document::facts_of(&entry.reply, index.segmenter()))
        .collect();
    let ([pairs, exact, near], likeness) = bundle::write::write_terms(index, &facts, output)?;
    let facets = about
        .facets
        .iter()
        .map(|(name, column)| {
            let hash = bundle::write::write_facet(name, column, output)?;
            Ok((name.clone(), hash))
        })
        .collect::<Result<_>>()?;
    let rows = bundle::write::write_rows(index.replies(), |some| portal.fact_rows(some), output)?;
    let oldest_first = portal.catalog.entries.iter().rev();
    let ids = oldest_first.map(|entry| entry.reply.id.as_str());
    bundle::write::write_ids(&rows, ids, output)?;
    let (words, hits) = (portal.words("suggest_"), portal.words("hits_"));
    bundle::suggest::write(&portal.suggestions(), &words, &hits, output)?;
    let manifest = Manifest {
        format: bundle::FORMAT,
        replies: index.replies(),
        pairs,
        exact,
        near,
        texts: bundle::write::texts(texts),
        years: about.years.clone(),
        t2s: bundle::write::write_traditional(output)?,
        rows,
        facets,
    };
    let json = bundle::write::write_manifest(&manifest, output)?;
    bundle::check::check(&output.staged(bundle::FOLDER), index)?;
    let page = portal.search_page(&json)?;
    output.write(&page.path, &page.html)?;
    if let Some(bytes) = portal.opensearch() {
        output.write("search/opensearch.xml", &bytes)?;
    }
    for (name, bytes) in &portal.theme.search {
        output.write(&format!("search/{name}"), bytes)?;
    }
    observer.advance();
    Ok(likeness)
}

/// The site's own pages.
fn write_own_pages(
    portal: &Portal<'_>,
    documents: &[DocumentFile],
    own_pages: &[OwnPage],
    output: &OutputFolder,
) -> Result<()> {
    for page in own_pages {
        let document = &documents[page.document];
        let decoded = source::read(document)?;
        let folder = document
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let format = if document.markdown {
            Format::Markdown
        } else {
            Format::Text
        };
        let parsed = parse::parse(
            &decoded.text,
            format,
            Links {
                folder,
                prefix: "files/",
            },
        );
        let page = portal.own_page(&page.name, &page.title, &parsed.body)?;
        output.write(&page.path, &page.html)?;
    }
    Ok(())
}

fn write_lists(portal: &Portal<'_>, output: &OutputFolder, observer: &dyn Observer) -> Result<()> {
    let groups: Vec<_> = portal
        .catalog
        .facets
        .iter()
        .flat_map(|facet| facet.groups.iter().map(move |group| (facet.name, group)))
        .collect();
    let all = portal.all_pages();
    observer.begin(Step::List, groups.len() + all);
    (1..=all).into_par_iter().try_for_each(|number| {
        let page = portal.all_page(number)?;
        output.write(&page.path, &page.html)?;
        observer.advance();
        Ok::<(), Error>(())
    })?;
    groups.into_par_iter().try_for_each(|(name, group)| {
        for page in portal.list_pages(name, group)? {
            output.write(&page.path, &page.html)?;
        }
        observer.advance();
        Ok::<(), Error>(())
    })?;
    write_overview(portal, output)?;
    portal.catalog.facets.par_iter().try_for_each(|facet| {
        for page in portal.index_pages(facet)? {
            output.write(&page.path, &page.html)?;
        }
        Ok::<(), Error>(())
    })
}

/// The overview, and what the replies do not say.
fn write_overview(portal: &Portal<'_>, output: &OutputFolder) -> Result<()> {
    if portal.catalog.entries.is_empty() {
        return Ok(());
    }
    let fields = portal.missing_fields();
    for page in [portal.overview_page()?, portal.missing_page(&fields)?] {
        output.write(&page.path, &page.html)?;
    }
    fields.par_iter().try_for_each(|field| {
        for page in portal.missing_list_pages(field)? {
            output.write(&page.path, &page.html)?;
        }
        Ok(())
    })
}

/// The feeds of all replies and of each list.
fn write_feeds(portal: &Portal<'_>, output: &OutputFolder) -> Result<()> {
    for feed in portal.feeds_of_all() {
        output.write(&feed.path, &feed.html)?;
    }
    portal.catalog.facets.par_iter().try_for_each(|facet| {
        facet.groups.par_iter().try_for_each(|group| {
            let feeds = portal.feeds_of(facet.name, group);
            (feeds.iter()).try_for_each(|feed| output.write(&feed.path, &feed.html))
        })
    })
}

fn write_rest(
    portal: &Portal<'_>,
    files: &BTreeMap<String, String>,
    content: &Path,
    output: &OutputFolder,
) -> Result<()> {
    for page in [portal.home_page()?, portal.not_found_page()?] {
        output.write(&page.path, &page.html)?;
    }
    for withdrawn in &portal.catalog.withdrawn {
        let page = portal.withdrawn_page(withdrawn)?;
        output.write(&page.path, &page.html)?;
        for file in portal.withdrawn_files(withdrawn) {
            output.write(&file.path, &file.html)?;
        }
    }
    for (path, bytes) in portal.sitemaps() {
        output.write(&path, &bytes)?;
    }
    output.write("robots.txt", portal.robots().as_bytes())?;
    write_offline(portal, output)?;
    for (name, bytes) in &portal.theme.assets {
        output.write(&format!("assets/{name}"), bytes)?;
    }
    for path in files.keys() {
        let file = content.join(path);
        let bytes = std::fs::read(&file).at_path("read", &file)?;
        output.write(&format!("files/{path}"), &bytes)?;
    }
    Ok(())
}

/// The service worker, where the site wants one or wants it gone.
fn write_offline(portal: &Portal<'_>, output: &OutputFolder) -> Result<()> {
    let script = |name: &str| portal.theme.offline.get(name).map_or(&[][..], |s| s);
    match portal.config.offline {
        Offline::Off => Ok(()),
        Offline::Remove => output.write("sw.js", script("remove.js")),
        Offline::On => {
            let page = portal.offline_page()?;
            output.write(&page.path, &page.html)?;
            output.write("assets/offline.js", script("register.js"))?;
            output.write("sw.js", script("sw.js"))
        }
    }
}

/// The portal as one zip. What only a server, a robot or another program reads of it stays out, as far as no page leads to it.
fn write_archive(
    portal: &Portal<'_>,
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<Archived> {
    observer.begin(Step::Archive, 1);
    let bundle = output.staged(bundle::FOLDER);
    let packs = archive::Packs::gather(&bundle)?;
    let read = |name: &str| {
        let file = bundle.join(name);
        std::fs::read_to_string(&file).at_path("read", &file)
    };
    let (manifest, words) = (read("manifest.json")?, read("suggest.json")?);
    let own = portal.archive_files(&manifest, &words, &packs.first_paths())?;
    for path in own.keys() {
        crate::output::check_path(path)?;
    }
    let folder = format!("{}/", bundle::FOLDER);
    let modules = portal
        .theme
        .search
        .keys()
        .map(|name| format!("search/{name}"));
    let mut left_out: Vec<String> = modules.collect();
    left_out.push(folder);
    left_out.extend(portal.sitemaps().into_iter().map(|(path, _)| path));
    left_out.extend(
        [
            ".dafu-portal",
            "404.html",
            "offline.html",
            "robots.txt",
            "search/opensearch.xml",
            "sw.js",
        ]
        .map(str::to_owned),
    );
    let contents = archive::Contents {
        portal: &output.staged(""),
        top: crate::catalog::slug(&portal.config.title),
        own,
        packs,
        left_out,
    };
    let archived = archive::write(&contents, &bundle, &output.staged_archive())?;
    observer.advance();
    Ok(archived)
}
