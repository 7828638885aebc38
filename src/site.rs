//! The flow: content → documents → parsed replies → catalogue → pages → output.
//!
//! Three passes over the documents, so that memory holds facts and not all texts: the first reads what each reply
//! says of itself, the second indexes its text, the third renders it once lists, neighbours and related replies are known. What the first has
//! read is kept for the others as far as a fixed room goes, and read again beyond it. The search bundle
//! is exported from the finished index.

mod addresses;
mod gather;
mod links;
mod proven;
mod readings;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use addresses::Addresses;
use gather::Gathering;
pub use gather::{Inspected, inspect};
use jiff::civil::Date;
use proven::Proven;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::archive::{self, Archived};
use crate::bundle::read::Bundle;
use crate::bundle::{self, Manifest};
use crate::catalog::{self, Catalog, case_of, list_base};
use crate::config::{Config, Level, Offline};
use crate::data;
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Pieces;
use crate::error::{AtPath, Error, Result};
use crate::excerpt::{Excerpt, Stored, excerpt};
use crate::index::related::{Alike, Facts, Likeness};
use crate::index::{self, Opened, document};
use crate::lock::{self, Anchors, Lock, Published, Remembered};
use crate::made::Made;
use crate::model::{Body, Session};
use crate::output::{Look, OutputFolder, Written};
use crate::privacy::prove::Proof;
use crate::render::body::{anchors, every_anchor};
use crate::render::revisions;
use crate::render::{self, Portal, Related, Theme};
use crate::review::{self, Settings};
use crate::source::{self, DocumentFile, Encoding};
use crate::swap::Turn;
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
    /// Whether this is to be published, so that its addresses are remembered in `dafu.lock`; else somebody only looks at it.
    pub remember: bool,
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
    /// What was added to `dafu.lock`, if the site keeps one.
    pub remembered: Option<Remembered>,
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
    match build_on(options, observer) {
        Err(Error::LastBundle(_)) => {
            let work = options.site.join(index::FOLDER);
            index::forget(&options.site)?;
            crate::output::forget(&work)?;
            build_on(options, observer)
        }
        other => other,
    }
}

/// Builds a portal on what the last build left.
fn build_on(options: &Options, observer: &dyn Observer) -> Result<Report> {
    let start = Instant::now();
    let config = Config::load(&options.site)?;
    crate::text::warm();
    let theme = Theme::load(&options.site, &config)?;
    let settings = settings(&config, false, None);
    // Before a folder is made beside it.
    source::must_be_there(&options.site.join("content"))?;
    let work = options.site.join(index::FOLDER);
    let _turn = Turn::take(&work)?;
    let (lock, gathering) = rayon::join(
        || own_lock(&options.site, &config),
        || gather::gather(&options.site, Some(&work), settings, observer),
    );
    let (lock, mut gathering) = (lock?, gathering?);
    let mut diagnostics = std::mem::take(&mut gathering.diagnostics);
    if has_errors(&diagnostics) {
        // A stable sort: within each severity they stay in the order of path and line.
        diagnostics.sort_by_key(|diagnostic| diagnostic.severity);
        return Err(Error::Documents(diagnostics));
    }

    // What the last build left of the portal is read meanwhile.
    let (catalog, output) = rayon::join(
        || order(&mut gathering, lock.as_ref()),
        || OutputFolder::begin_with(&options.output, Some((&work, program()))),
    );
    let words = || {
        let words = site_words(&catalog, &config);
        let segmenter = segmenter(&catalog, &words, &gathering)?;
        Ok::<_, Error>((words, segmenter))
    };
    let secrets = gathering.secrets();
    let settle = || {
        let lock = lock.as_ref();
        addresses::settle(&gathering, &catalog, &config, lock, &mut diagnostics)
    };
    let ((addresses, proof), words) =
        rayon::join(|| rayon::join(settle, || Proof::of(&secrets)), words);
    if has_errors(&diagnostics) {
        diagnostics.sort_by_key(|diagnostic| diagnostic.severity);
        return Err(Error::Documents(diagnostics));
    }
    let (mut output, (words, segmenter)) = (output?, words?);
    let proof = proof?.map(Arc::new);
    if let Some(proof) = &proof {
        output.show_to(Arc::clone(proof) as Arc<dyn Look>);
    }
    let portal = Portal {
        config: &config,
        theme: &theme,
        catalog: &catalog,
        pages: gathering.titles(),
        kept_feeds: addresses::kept_feeds(lock.as_ref(), &addresses),
    };
    if options.archive {
        archive::check_ours(&output.archive())?;
    }
    let (builder, (facets, made_of)) = rayon::join(
        || index::Builder::begin(&options.site, Arc::new(segmenter), &words),
        || {
            let made_of = Made::of(&portal, &gathering.key, |document, pieces| {
                gathering.add_page(document, pieces);
            });
            (portal.facet_columns(), made_of)
        },
    );
    let builder = builder?;
    let about = index::About {
        words,
        ages: catalog.numbering.ages.clone(),
        facets,
    };
    let key = index_key(&gathering, builder.segmenter());
    let index_all = || index_replies(&portal, &gathering, &builder, &key, &output, observer);
    // The next build makes few parts of the index anew, for most of the time on one processor. What needs no index does not wait for it.
    let is_next = builder.has_last() && output.has_last();
    let (indexed, ahead) = if is_next {
        rayon::join(index_all, || {
            write_lists(&portal, &made_of, &output, &Silent)?;
            let facts = facts(&catalog, builder.segmenter());
            let beside = write_beside(&portal, &about, &made_of, &output)?;
            let kept = keep_files(&catalog, &made_of, &output)?;
            Ok((Some((facts, beside)), Some(kept)))
        })
    } else {
        (index_all(), Ok((None, None)))
    };
    let (beside, kept) = ahead?;
    let (texts, parts) = indexed?;
    let (index, made) = builder.finish(parts, &about)?;
    let search = Search {
        about: &about,
        index: &index,
        key: &key,
        made: &made_of,
    };
    let rendered = {
        let (likeness, written) = write_search(&portal, &search, texts, beside, &output, observer)?;
        let cases = catalog.cases();
        // From the bundle and not from the index: what is touched of that counts as memory.
        let texts = Bundle::open(output.staged(bundle::FOLDER)).map_err(Error::Bundle)?;
        let relations = Relations {
            catalog: &catalog,
            cases: &cases,
            likeness: &likeness,
            texts: &texts,
            segmenter: index.segmenter(),
        };
        let kept = match kept {
            Some(kept) => kept,
            None => keep_files(&catalog, &made_of, &output)?,
        };
        // What is read back and what is rendered do not meet.
        let (checked, rendered) = rayon::join(
            || bundle::check::check(&output.staged(bundle::FOLDER), &index, &written),
            || {
                let made = (&made_of, &kept[..]);
                write_replies(&portal, &gathering, &relations, made, &output, observer)
            },
        );
        checked?;
        rendered?
    };
    let (anchors, unplaced): (Vec<_>, Vec<_>) = rendered.into_iter().unzip();
    diagnostics.extend(unplaced.into_iter().flatten());
    // What is remembered and what is still to be written do not meet.
    let remember = || {
        let published = published(&portal, &gathering, &addresses, lock.as_ref(), &anchors)?;
        let lock = lock.as_ref();
        let dying = lock.map_or(Vec::new(), |lock| dying(lock, &published, &gathering));
        Ok::<_, Error>((published, dying))
    };
    let write_others = || {
        write_own_pages(&portal, &gathering, &output)?;
        write_addresses(&portal, &addresses, &output)?;
        if !is_next {
            write_lists(&portal, &made_of, &output, observer)?;
        }
        write_rest(
            &portal,
            gathering.home()?.as_ref(),
            &gathering.files,
            &options.site.join("content"),
            &output,
        )?;
        if !(catalog.entries.is_empty() && catalog.withdrawn.is_empty()) {
            write_feeds(&portal, &made_of, &output)?;
            data::write(&portal, &made_of, &output)?;
            write_moved(&portal, &addresses, &output)?;
        }
        Ok::<_, Error>(())
    };
    let (remembered, written) = rayon::join(remember, write_others);
    let (published, dying) = remembered?;
    written?;
    diagnostics.extend(dying);
    config.checks.apply(&mut diagnostics);
    gather::sort(&mut diagnostics);
    output.finish()?;
    let place = output.archive();
    let archive = if options.archive {
        Some((place, write_archive(&portal, &output, observer)?))
    } else {
        None
    };
    let mut report = Report {
        documents: gathering.documents.len(),
        replies: catalog.entries.len(),
        withheld: gathering.withheld,
        withdrawn: catalog.withdrawn.len(),
        access_assumed: gathering.access_assumed,
        ids_derived: gathering.ids_derived,
        encodings: std::mem::take(&mut gathering.encodings),
        written: Written::default(),
        diagnostics,
        remembered: None,
        archive,
        no_sitemap: config.base_url.is_empty(),
        time: Duration::ZERO,
    };
    let proven = Proven::before(&work, &options.output, &secrets);
    let prove = || {
        let Some(proof) = &proof else {
            return Ok(());
        };
        // An archive holds all that the portal does; data files are made of replies' own.
        let again = if options.archive { "" } else { "replies/" };
        let since = output.since(again).filter(|_| proven.still);
        proof
            .check(&output.staged(""), &output.staged_archive(), &index, since)
            .map_err(|error| with_places(error, proof, &gathering, &report.diagnostics))
    };
    let remember = || {
        // What is proved, remembered and put in place is on the disk: what it was made of need not stay beside it.
        drop((made_of, catalog, addresses));
        (options.remember && config.addresses.lock)
            .then(|| lock::grow(&options.site, lock, &published))
            .transpose()
    };
    let (proved, grown) = rayon::join(prove, remember);
    proved?;
    let memory = (grown?.map(|grown| grown.prepare(&options.site))).transpose()?;
    proven.forget()?;
    (report.written, report.remembered) = output.commit_and(|| {
        drop((published, gathering, index));
        made.put()?;
        proven.note()?;
        memory.map(lock::Prepared::put).transpose()
    })?;
    report.time = start.elapsed();
    Ok(report)
}

/// What to check, and how.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The site's folder.
    pub site: PathBuf,
    /// Whether attachments must have files.
    pub attachments: bool,
    /// The day to check dates against; `None` for today.
    pub today: Option<Date>,
    /// A portal's folder or a lock file: what was published must still be there.
    pub against: Option<PathBuf>,
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Documents read.
    pub documents: usize,
    /// Replies that would be published.
    pub replies: usize,
    /// Everything that was found, sorted by path and line.
    pub diagnostics: Vec<Diagnostic>,
}

/// Does what a build does and can find something by, and writes nothing: every document is read and reviewed, and every page of a reply
/// is rendered and dropped. What was published and would be gone is an error where `against` says what to look at, and a warning
/// by the site's own lock otherwise.
///
/// # Errors
/// Whatever the disk, the configuration, the lock or the theme refuses. Findings about documents are no error here.
pub fn check(options: &CheckOptions, observer: &dyn Observer) -> Result<Checked> {
    let config = Config::load(&options.site)?;
    let theme = Theme::load(&options.site, &config)?;
    let lock = own_lock(&options.site, &config)?;
    let past = match &options.against {
        Some(against) => Some(Lock::of(against)?),
        None => None,
    };
    let settings = settings(&config, options.attachments, options.today);
    let mut gathering = gather::gather(&options.site, None, settings, observer)?;
    let mut diagnostics = std::mem::take(&mut gathering.diagnostics);
    let catalog = order(&mut gathering, lock.as_ref());
    let addresses = addresses::settle(
        &gathering,
        &catalog,
        &config,
        lock.as_ref(),
        &mut diagnostics,
    );
    let portal = Portal {
        config: &config,
        theme: &theme,
        catalog: &catalog,
        pages: gathering.titles(),
        kept_feeds: addresses::kept_feeds(lock.as_ref(), &addresses),
    };
    observer.begin(Step::Render, catalog.entries.len());
    let rendered: Vec<(Anchors, Vec<Diagnostic>)> = (0..catalog.entries.len())
        .into_par_iter()
        .map(|index| {
            let entry = &catalog.entries[index];
            let body = gathering.take_body(entry.document)?;
            let history = revisions::history(&entry.reply, &body);
            portal.reply_page(index, &body, &history, &[])?;
            observer.advance();
            Ok((
                all_anchors(&body, &history),
                gathering.unplaced(entry, &history),
            ))
        })
        .collect::<Result<_>>()?;
    for page in gathering.further_pages() {
        let body = gathering.own_page(page)?;
        portal.own_page(&page.name, &page.title, &body)?;
    }
    portal.home_page(gathering.home()?.as_ref())?;
    let (anchors, unplaced): (Vec<_>, Vec<_>) = rendered.into_iter().unzip();
    diagnostics.extend(unplaced.into_iter().flatten());
    let published = published(&portal, &gathering, &addresses, lock.as_ref(), &anchors)?;
    if let (Some(past), Some(against)) = (&past, &options.against) {
        let name = against.file_name().unwrap_or(against.as_os_str());
        let place = |finding, known: &Anchors| gathering.place_of_new(finding, known);
        let gone = lock::compare(past, &published, &name.to_string_lossy(), place);
        diagnostics.extend(gone);
    } else if let Some(lock) = &lock {
        diagnostics.extend(dying(lock, &published, &gathering));
    }
    config.checks.apply(&mut diagnostics);
    gather::sort(&mut diagnostics);
    Ok(Checked {
        documents: gathering.documents.len(),
        replies: catalog.entries.len(),
        diagnostics,
    })
}

/// Tells one program from another, by its bytes: what an older or newer one has kept may mean something else.
fn program() -> [u8; 32] {
    static PROGRAM: std::sync::LazyLock<[u8; 32]> = std::sync::LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        let file = std::env::current_exe().and_then(std::fs::File::open);
        let read = file.and_then(|file| hasher.update_reader(file).map(drop));
        if read.is_err() {
            // Where a program cannot read itself, nothing that another process has kept is taken over.
            hasher.update(format!("{:?}", std::time::SystemTime::now()).as_bytes());
        }
        hasher.finalize().into()
    });
    *PROGRAM
}

/// Orders what was gathered.
fn order(gathering: &mut Gathering<'_>, lock: Option<&Lock>) -> Catalog {
    let mut catalog = Catalog::new(std::mem::take(&mut gathering.entries), |reply| {
        lock?.number(&render::reply::path(reply))
    });
    catalog.withdrawn = std::mem::take(&mut gathering.withdrawn);
    catalog
}

/// What the site remembers to have published, unless it is told to remember nothing.
fn own_lock(site: &Path, config: &Config) -> Result<Option<Lock>> {
    if config.addresses.lock {
        Lock::load(site)
    } else {
        Ok(None)
    }
}

/// What was published and would be gone, as whoever builds sees it; `dafu check --against` is what fails.
fn dying(lock: &Lock, published: &Published, gathering: &Gathering<'_>) -> Vec<Diagnostic> {
    let place = |finding, known: &Anchors| gathering.place_of_new(finding, known);
    lock::compare(lock, published, lock::NAME, place)
        .into_iter()
        .map(|diagnostic| Diagnostic {
            severity: Severity::Warning,
            ..diagnostic
        })
        .collect()
}

/// Places named to somebody who must mend a document.
const NAMED: usize = 5;

/// A leak with the lines of documents that say it, but for those in which it was masked.
fn with_places(
    error: Error,
    proof: &Proof,
    gathering: &Gathering<'_>,
    diagnostics: &[Diagnostic],
) -> Error {
    let Error::Leak { file, shown, .. } = error else {
        return error;
    };
    let masked: FxHashSet<(&str, u32)> = (diagnostics.iter())
        .filter(|diagnostic| diagnostic.code.starts_with("private-"))
        .filter_map(|diagnostic| Some((diagnostic.path.as_str(), diagnostic.place.as_ref()?.line)))
        .collect();
    let mut places = Vec::new();
    let published = |(number, _): &(usize, &DocumentFile)| gathering.has_page(*number);
    for (number, document) in gathering.documents.iter().enumerate().filter(published) {
        // What cannot be read any more is no reason to hide what is known.
        let Ok(read) = source::read(document) else {
            continue;
        };
        let path = gathering.path(number);
        let lines = proof.lines_with(&read.text, &shown);
        let lines = lines.filter(|line| !masked.contains(&(path.as_str(), *line)));
        places.extend(lines.map(|line| format!("{path}:{line}")));
        if places.len() >= NAMED {
            break;
        }
    }
    places.truncate(NAMED);
    Error::Leak {
        file,
        shown,
        places,
    }
}

/// How documents are reviewed. Attachments are looked for if the site asks for it, or the caller does.
fn settings(config: &Config, attachments: bool, today: Option<Date>) -> Settings<'_> {
    let level = config.checks.level("attachment-missing");
    Settings {
        config,
        today: today.unwrap_or_else(review::today),
        attachments: attachments || level.is_some_and(|level| level != Level::Off),
    }
}

/// Whether a build may go on.
fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Texts that are looked at to learn which pairs of characters are frequent.
const SAMPLE: usize = 300;
/// With fewer replies than this, positions are so short that frequent pairs need no grams.
const SMALL: usize = 200;

/// Words that the dictionary does not know: names of people, offices and topics, and those of `dafu.toml`.
fn site_words(catalog: &Catalog, config: &Config) -> Vec<String> {
    let entries = &catalog.entries;
    let names = (entries.par_iter()).flat_map_iter(|entry| document::names(&entry.reply));
    let own = config.search.words.par_iter().map(String::as_str);
    let mut words: Vec<String> = (names.chain(own).map(normalise))
        .filter(|word| is_site_word(word))
        .collect();
    words.par_sort_unstable();
    words.dedup();
    words
}

/// Learns which pairs of characters are frequent in the site.
fn segmenter(catalog: &Catalog, words: &[String], gathering: &Gathering<'_>) -> Result<Segmenter> {
    let entries = &catalog.entries;
    let mut frequent = FxHashSet::default();
    if entries.len() >= SMALL {
        let mut counter = PairCounter::default();
        // Chosen by their ids, so that one reply more changes the sample by one.
        let mut chosen: Vec<(u32, usize)> = (entries.iter())
            .map(|entry| (bundle::hash32(entry.reply.id.chars()), entry.document))
            .collect();
        chosen.sort_unstable();
        chosen.truncate(SAMPLE);
        let read = |(_, document): &(u32, usize)| {
            let text = source::read(&gathering.documents[*document])?.text;
            Ok(normalise(&text))
        };
        let texts: Vec<String> = chosen.par_iter().map(read).collect::<Result<_>>()?;
        for text in &texts {
            counter.add(text);
        }
        frequent = counter.frequent();
    }
    let words = words.iter().map(String::as_str);
    Ok(if gathering.partly_known {
        Segmenter::with_plain(words, frequent)
    } else {
        Segmenter::new(words, frequent)
    })
}

/// Blocks of replies that one part of the index takes: few enough that little is made anew for one reply that changed, many enough to merge
/// the parts fast.
fn blocks_in_part(blocks: usize) -> usize {
    (blocks / 40).clamp(1, 6)
}

/// What all parts of the index depend on besides their replies and the site's words.
fn index_key(gathering: &Gathering<'_>, segmenter: &Segmenter) -> [u8; 32] {
    Pieces::of([gathering.key, segmenter.pairs_stamp()]).whole()
}

/// What each reply of a part of the index is made of, by their numbers, and the part itself.
fn part_keys<'n>(
    portal: &Portal<'_>,
    gathering: &Gathering<'_>,
    key: &[u8; 32],
    numbers: impl Iterator<Item = &'n u32>,
) -> (Vec<index::ReplyKey>, [u8; 32]) {
    let mut all = Pieces::of([key]);
    let mut replies = Vec::new();
    for number in numbers {
        let entry = &portal.catalog.entries[portal.catalog.index(*number)];
        let mut pieces = Pieces::of([key]);
        pieces
            .add(&number.to_le_bytes())
            .add(&gathering.stamp(entry.document).to_le_bytes())
            // A reply is strings, numbers and dates, which do not fail to serialise.
            .add(&postcard::to_stdvec(&entry.reply).unwrap_or_default());
        let key: index::ReplyKey = pieces.first();
        all.add(&key);
        replies.push(key);
    }
    (replies, all.whole())
}

/// Each text is indexed, and its passages written to the search bundle; what was made of the same replies by the last build is taken over.
/// Gives the addresses of the texts there, and the parts of the index.
fn index_replies(
    portal: &Portal<'_>,
    gathering: &Gathering<'_>,
    builder: &index::Builder,
    base: &[u8; 32],
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<(Vec<String>, Vec<index::Finished>)> {
    let entries = &portal.catalog.entries;
    observer.begin(Step::Index, entries.len());
    let numbers: Vec<u32> = (0u32..).take(entries.len()).collect();
    let blocks: Vec<&[u32]> = numbers.chunks(bundle::BLOCK as usize).collect();
    let parts: Vec<(Vec<String>, index::Finished)> = blocks
        .chunks(blocks_in_part(blocks.len()))
        .enumerate()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(place, blocks)| {
            let (replies, key) =
                part_keys(portal, gathering, base, blocks.iter().copied().flatten());
            if let Some(known) = take_over(builder, place, &key, output)? {
                blocks
                    .iter()
                    .copied()
                    .flatten()
                    .for_each(|_| observer.advance());
                return Ok(known);
            }
            let mut part = builder.part(place)?;
            let mut texts = Vec::with_capacity(blocks.len());
            let last = builder.last_texts(place);
            for (at, block) in blocks.iter().enumerate() {
                let document = |number: &u32| {
                    let entry = &entries[portal.catalog.index(*number)];
                    let body = gathering.body(entry.document)?;
                    let anchors = anchors(&body);
                    Ok(document::document(*number, &entry.reply, &body, &anchors))
                };
                let rows: Vec<_> = block.par_iter().map(document).collect::<Result<_>>()?;
                let mut payloads = Vec::with_capacity(block.len());
                for row in rows {
                    payloads.push(part.add(row)?);
                    observer.advance();
                }
                let last = last.get(at);
                texts.push(bundle::write::write_texts(&payloads, last, base, output)?);
            }
            let part = part.finish()?;
            builder.keep(place, key, replies, &texts, &part)?;
            let addresses = texts.into_iter().map(|texts| texts.address).collect();
            Ok((addresses, part))
        })
        .collect::<Result<_>>()?;
    let (texts, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    Ok((texts.concat(), parts))
}

/// A part of the last index with its texts, if all of that is as it was.
fn take_over(
    builder: &index::Builder,
    place: usize,
    key: &[u8; 32],
    output: &OutputFolder,
) -> Result<Option<(Vec<String>, index::Finished)>> {
    let Some(kept) = builder.kept(place, key) else {
        return Ok(None);
    };
    if !bundle::write::keep_texts(kept.texts(), output)? {
        return Ok(None);
    }
    let addresses = kept
        .texts()
        .iter()
        .map(|texts| texts.address.clone())
        .collect();
    Ok(Some((addresses, builder.again(place, kept)?)))
}

/// All that a build publishes, as the lock remembers it.
fn published(
    portal: &Portal<'_>,
    gathering: &Gathering<'_>,
    addresses: &Addresses,
    lock: Option<&Lock>,
    anchors: &[Anchors],
) -> Result<Published> {
    let mut published = addresses::published(gathering, portal.catalog, addresses, anchors);
    addresses::remember_feeds(portal, lock, &mut published);
    for page in &gathering.own_pages {
        let body = gathering.own_page(page)?;
        if let Some(present) = published.get_mut(&format!("{}.html", page.name)) {
            present.anchors = all_anchors(&body, &revisions::History::default());
        }
    }
    Ok(published)
}

/// The anchors of a text, and those of its corrections.
fn all_anchors(body: &Body, history: &revisions::History) -> Anchors {
    let own: Vec<String> = every_anchor(body).into_iter().flatten().collect();
    Anchors::of(own.iter().map(String::as_str).chain(history.anchors()))
}

/// Pages that lead on, and notices where lists became empty.
fn write_addresses(
    portal: &Portal<'_>,
    addresses: &Addresses,
    output: &OutputFolder,
) -> Result<()> {
    for moved in &addresses.moved {
        let page = portal.moved_page(moved)?;
        output.write(&page.path, &page.html)?;
    }
    for list in &addresses.empty {
        let page = portal.gone_page(list)?;
        output.write(&page.path, &page.html)?;
    }
    Ok(())
}

/// What programs read of a list that has another address now, at the old one too: a program does not follow a page that leads on.
fn write_moved(portal: &Portal<'_>, addresses: &Addresses, output: &OutputFolder) -> Result<()> {
    for (old, name, group) in portal.moved_lists(&addresses.moved) {
        for feed in portal.feeds_of(name, group, Some(old)) {
            output.write(&feed.path, &feed.html)?;
        }
        if portal.has_data(name, group) {
            let now = list_base(name, &group.slug);
            for end in ["jsonl", "csv", "zip"] {
                let file = output.staged(&format!("data/{now}.{end}"));
                let bytes = std::fs::read(&file).at_path("read", &file)?;
                output.write(&format!("data/{old}.{end}"), &bytes)?;
            }
        }
    }
    Ok(())
}

/// Takes over the text, Markdown and JSON of replies that are made of the same as before. Gives of each reply whether it could.
fn keep_files(catalog: &Catalog, made: &Made, output: &OutputFolder) -> Result<Vec<bool>> {
    let each = |(index, entry): (usize, &catalog::Entry)| {
        let paths = ["json", "md", "txt"].map(|end| catalog::reply_path(&entry.reply.id, end));
        output.again(&paths.each_ref().map(String::as_str), made.files(index))
    };
    catalog.entries.par_iter().enumerate().map(each).collect()
}

/// The pages and files of all replies, as far as they are not made of the same as before; files are `kept` already. Gives the anchors of each, and what its corrections say
/// that the text does not hold.
fn write_replies(
    portal: &Portal<'_>,
    gathering: &Gathering<'_>,
    relations: &Relations<'_>,
    (made, kept): (&Made, &[bool]),
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<Vec<(Anchors, Vec<Diagnostic>)>> {
    let entries = &portal.catalog.entries;
    observer.begin(Step::Render, entries.len());
    let each = |index: usize| {
        let entry = &entries[index];
        let reply = &entry.reply;
        let related = relations.of(index);
        let page_of = made.page(portal, index, &related);
        let page = output.again(&[&render::reply::path(reply)], &page_of)?;
        let files = kept[index];
        if page && files && reply.revisions.is_empty() {
            observer.advance();
            return Ok((gathering.anchors(entry.document).clone(), Vec::new()));
        }
        // Nobody wants it after this.
        let body = gathering.take_body(entry.document)?;
        let history = revisions::history(reply, &body);
        if !page {
            let related = relations.described(related)?;
            let page = portal.reply_page(index, &body, &history, &related)?;
            output.write_made(&page.path, &page.html, &page_of)?;
        }
        if !files {
            for file in portal.reply_files(index, &body, anchors(&body)) {
                output.write_made(&file.path, &file.html, made.files(index))?;
            }
        }
        observer.advance();
        Ok((
            all_anchors(&body, &history),
            gathering.unplaced(entry, &history),
        ))
    };
    // Whoever comes late finds some left.
    (0..entries.len())
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(each)
        .collect()
}

/// Replies that one thread looks at in a row, at most.
const AT_ONCE: usize = 256;

/// Replies that are named beside another, at most.
const RELATED_MOST: usize = 5;

/// What tells which replies are named beside another.
struct Relations<'r> {
    catalog: &'r Catalog,
    cases: &'r HashMap<(catalog::Body, Session, String), Vec<usize>>,
    likeness: &'r Likeness,
    texts: &'r Bundle,
    segmenter: &'r Segmenter,
}

impl Relations<'_> {
    /// The replies that treat what the one at `index` of the catalogue treats: those to the same case, then the most alike. Of each, its place in the
    /// catalogue, and whether both are on the same matter.
    fn of(&self, index: usize) -> Vec<(usize, bool, Alike<'_>)> {
        let (catalog, likeness) = (self.catalog, self.likeness);
        let case = case_of(&catalog.entries[index].reply);
        let same = case
            .and_then(|case| self.cases.get(&case))
            .into_iter()
            .flatten();
        let mut wanted: Vec<Alike<'_>> = same
            .filter(|other| **other != index)
            .map(|other| likeness.pair(catalog.number(index), catalog.number(*other)))
            .take(RELATED_MOST)
            .collect();
        for alike in likeness.of(catalog.number(index)) {
            if wanted.len() == RELATED_MOST {
                break;
            }
            if wanted.iter().all(|known| known.reply != alike.reply) {
                wanted.push(alike);
            }
        }
        (wanted.into_iter())
            .map(|alike| {
                let other = catalog.index(alike.reply);
                let both = [index, other].map(|at| &catalog.entries[at]);
                let same = render::related::is_same_matter(alike.score, &alike.terms, both);
                (other, same, alike)
            })
            .collect()
    }

    /// The same with the passages that both share.
    fn described(&self, related: Vec<(usize, bool, Alike<'_>)>) -> Result<Vec<Related>> {
        related
            .into_iter()
            .map(|(entry, same_matter, one)| {
                let payload = (self.texts.text(one.reply, one.passage)).map_err(Error::Bundle)?;
                let stored = Stored::of(&[payload]).unwrap_or_default();
                let mut excerpt = excerpt(&stored, &one.terms);
                let Excerpt { text, marks, .. } = &mut excerpt;
                let reply = &self.catalog.entries[entry].reply;
                marks.retain(|mark| {
                    let names = document::names(reply);
                    self.segmenter.is_whole(text, mark.clone(), names)
                });
                Ok(Related {
                    entry,
                    same_matter,
                    excerpt,
                })
            })
            .collect()
    }
}

/// What the search bundle is made of.
struct Search<'s> {
    about: &'s index::About,
    index: &'s Opened,
    /// Differs if the program, its settings or the frequent pairs do.
    key: &'s [u8; 32],
    made: &'s Made,
}

/// What likeness takes of each reply, by its number.
fn facts(catalog: &Catalog, segmenter: &Segmenter) -> Vec<Facts> {
    let entries: Vec<_> = catalog.numbered().collect();
    (entries.par_iter())
        .map(|entry| document::facts_of(&entry.reply, segmenter))
        .collect()
}

/// Where the files of the bundle are that need no index.
struct Beside {
    facets: BTreeMap<String, String>,
    rows: String,
    t2s: (String, String),
}

/// Writes the files of the bundle that need no index, and what is suggested while somebody types.
fn write_beside(
    portal: &Portal<'_>,
    about: &index::About,
    made: &Made,
    output: &OutputFolder,
) -> Result<Beside> {
    let facets = (about.facets.iter())
        .map(|(name, column)| {
            let hash = bundle::write::write_facet(name, column, output)?;
            Ok((name.clone(), hash))
        })
        .collect::<Result<_>>()?;
    let replies = u32::try_from(portal.catalog.entries.len()).unwrap_or(u32::MAX);
    let rows = bundle::write::write_rows(replies, |some| portal.fact_rows(some), output)?;
    let ids = (portal.catalog.numbered()).map(|entry| entry.reply.id.as_str());
    bundle::write::write_ids(&rows, ids, output)?;
    let t2s = bundle::write::write_traditional(output)?;
    let made_of = made.facts("suggestions", &[]);
    if !output.all_again(&made_of)? {
        let finder = bundle::suggest::Finder {
            words: portal.words("suggest_"),
            hits: portal.words("hits_"),
            t2s: &t2s,
        };
        bundle::suggest::write(&portal.suggestions(), &finder, &made_of, output)?;
    }
    Ok(Beside { facets, rows, t2s })
}

/// Exports the index; gives what makes replies alike, which the export finds by the way, and the terms that are to be looked up again. `beside` is
/// what was made while the index was.
fn write_search(
    portal: &Portal<'_>,
    search: &Search<'_>,
    texts: Vec<String>,
    beside: Option<(Vec<Facts>, Beside)>,
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<(Likeness, BTreeSet<String>)> {
    let Search {
        about,
        index,
        key,
        made,
    } = search;
    observer.begin(Step::Search, 1);
    let (facts, beside) = match beside {
        Some((facts, beside)) => (facts, Some(beside)),
        None => (facts(portal.catalog, index.segmenter()), None),
    };
    let ([pairs, exact, near], likeness, written) =
        bundle::write::write_terms(index, &facts, key, output)?;
    let Beside { facets, rows, t2s } = match beside {
        Some(beside) => beside,
        // Not beside the terms: there memory is dearest.
        None => write_beside(portal, about, made, output)?,
    };
    let manifest = Manifest {
        format: bundle::FORMAT,
        replies: index.replies(),
        pairs,
        exact,
        near,
        texts: bundle::write::texts(texts),
        years: about.ages.years.clone(),
        late: about.ages.late_by_date(),
        t2s,
        rows,
        facets,
    };
    let json = bundle::write::write_manifest(&manifest, output)?;
    let page = portal.search_page(&json)?;
    output.write(&page.path, &page.html)?;
    if let Some(bytes) = portal.opensearch() {
        output.write("search/opensearch.xml", &bytes)?;
    }
    for (name, bytes) in &portal.theme.search {
        output.write(&format!("search/{name}"), bytes)?;
    }
    observer.advance();
    Ok((likeness, written))
}

/// The site's own pages.
fn write_own_pages(
    portal: &Portal<'_>,
    gathering: &Gathering<'_>,
    output: &OutputFolder,
) -> Result<()> {
    for page in gathering.further_pages() {
        let body = gathering.own_page(page)?;
        let page = portal.own_page(&page.name, &page.title, &body)?;
        output.write(&page.path, &page.html)?;
    }
    Ok(())
}

/// The lists of all replies and of each value, with the feeds of those.
fn write_lists(
    portal: &Portal<'_>,
    made: &Made,
    output: &OutputFolder,
    observer: &dyn Observer,
) -> Result<()> {
    let groups: Vec<_> = portal
        .catalog
        .facets
        .iter()
        .flat_map(|facet| facet.groups.iter().map(move |group| (facet.name, group)))
        .collect();
    let all = portal.all_pages();
    let (count, size) = (portal.catalog.entries.len(), portal.config.page_size);
    observer.begin(Step::List, groups.len() + all);
    (1..=all).into_par_iter().try_for_each(|number| {
        let from = (number - 1) * size;
        let made_of = made.rows("all", count, from..count.min(from + size));
        if !output.again(&[&portal.all_page_path(number)], &made_of)? {
            let page = portal.all_page(number)?;
            output.write_made(&page.path, &page.html, &made_of)?;
        }
        observer.advance();
        Ok::<(), Error>(())
    })?;
    groups.into_par_iter().try_for_each(|(name, group)| {
        let made_of = made.group(portal, name, group);
        let paths = portal.list_paths(name, group);
        if !output.again(
            &paths.iter().map(String::as_str).collect::<Vec<_>>(),
            &made_of,
        )? {
            for page in portal.list_pages(name, group)? {
                output.write_made(&page.path, &page.html, &made_of)?;
            }
        }
        let paths = portal.feed_paths(name, group);
        if !output.again(&paths.each_ref().map(String::as_str), &made_of)? {
            for feed in portal.feeds_of(name, group, None) {
                output.write_made(&feed.path, &feed.html, &made_of)?;
            }
        }
        observer.advance();
        Ok::<(), Error>(())
    })?;
    write_overview(portal, made, output)?;
    portal.catalog.facets.par_iter().try_for_each(|facet| {
        let made_of = made.facts(&format!("index of {}", facet.name.folder()), &[]);
        if output.all_again(&made_of)? {
            return Ok(());
        }
        for page in portal.index_pages(facet)? {
            output.write_made(&page.path, &page.html, &made_of)?;
        }
        Ok::<(), Error>(())
    })
}

/// The overview, and what the replies do not say.
fn write_overview(portal: &Portal<'_>, made: &Made, output: &OutputFolder) -> Result<()> {
    let made_of = made.facts("overview", &[]);
    if portal.catalog.entries.is_empty() || output.all_again(&made_of)? {
        return Ok(());
    }
    let fields = portal.missing_fields();
    for page in [portal.overview_page()?, portal.missing_page(&fields)?] {
        output.write_made(&page.path, &page.html, &made_of)?;
    }
    fields.par_iter().try_for_each(|field| {
        for page in portal.missing_list_pages(field)? {
            output.write_made(&page.path, &page.html, &made_of)?;
        }
        Ok(())
    })
}

/// The feeds of all replies.
fn write_feeds(portal: &Portal<'_>, made: &Made, output: &OutputFolder) -> Result<()> {
    let made_of = made.facts("feeds of all", &[]);
    if !output.all_again(&made_of)? {
        for feed in portal.feeds_of_all() {
            output.write_made(&feed.path, &feed.html, &made_of)?;
        }
    }
    Ok(())
}

fn write_rest(
    portal: &Portal<'_>,
    home: Option<&Body>,
    files: &BTreeMap<String, String>,
    content: &Path,
    output: &OutputFolder,
) -> Result<()> {
    for page in [portal.home_page(home)?, portal.not_found_page()?] {
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
        output.copy(&format!("files/{path}"), &content.join(path))?;
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
