//! dafu (答复) turns the replies that offices write to proposals and suggestions into a portal of static pages.
//!
//! The modules, in the order in which the data flows:
//!
//! 1. [`config`]: `dafu.toml` → [`config::Config`].
//! 2. [`source`]: the content folder → decoded documents. All input is read here.
//! 3. [`parse`]: a document → [`parse::Parsed`]: facts, text, diagnostics. Pure, and cannot fail.
//!    [`ledger`] completes the facts from the office's own list, [`review`] looks for a clerk's slips.
//! 4. [`catalog`]: all replies → the order, lists and addresses that are derived over them; [`reading`]: A to Z.
//! 5. [`render`]: a reply or a list → a page, through the theme's templates. Writes nothing.
//! 6. [`index`]: replies → a tantivy index in `.dafu/`, by the one rule for text of [`text`] and [`query`].
//! 7. [`bundle`]: the index → the static files that the reader's browser searches.
//! 8. [`data`]: replies → files to take away, streamed from what was rendered.
//! 9. [`output`]: pages → the output folder, swapped in whole. All output is written here.
//! 10. [`archive`]: the finished portal → one zip that is read from a disk.
//!
//! [`import`] comes before all of them: files as offices have them → documents in the content folder. [`lock`] remembers what
//! was ever published.
//!
//! [`site`] is the flow: it is the one place that sees every phase. [`model`] and [`diagnostic`] are what the
//! phases speak in; phases do not see each other. [`cli`] turns arguments into options and alone prints. [`messages`] holds the
//! words for all that is said on the command line, in English and in Chinese.
//!
//! # For those who build on it
//!
//! One document, read: [`parse::parse`] takes any text, and what it could not read is in its diagnostics.
//!
//! ```
//! use dafu::parse::{Format, Links, parse};
//!
//! let letter = "对市政协五届三次会议第027号提案的答复\n\n王平、李红委员：\n\n您提出的《关于加装电梯的提案》收悉。\n\n一、现状\n\n已加装三百部。\n\n澜汀市住房和城乡建设局\n2024年5月6日\n";
//! let parsed = parse(letter, Format::Text, Links::default());
//! assert_eq!(parsed.reply.askers, ["王平", "李红"]);
//! assert_eq!(parsed.reply.case_number.as_deref(), Some("027"));
//! assert_eq!(parsed.reply.agency.as_deref(), Some("澜汀市住房和城乡建设局"));
//! assert_eq!(parsed.outline().collect::<Vec<_>>(), [(1, "现状")]);
//! // Nothing is guessed: what the letter does not say is not there.
//! assert_eq!(parsed.reply.outcome, None);
//! assert_eq!(parsed.diagnostics, []);
//! ```
//!
//! Many, in order and listed: [`catalog::Catalog`].
//!
//! ```
//! use dafu::catalog::{Catalog, Entry, FacetName};
//! use dafu::model::Reply;
//!
//! let of = |id: &str, agency: &str| Entry {
//!     reply: Reply { id: id.into(), agency: Some(agency.into()), ..Reply::default() },
//!     document: 0,
//! };
//! let replies = vec![of("a", "教育局"), of("b", "财政局"), of("c", "教育局")];
//! let catalog = Catalog::new(replies, |_| None);
//! let largest = &catalog.facet(FacetName::Agency).groups[0];
//! assert_eq!(largest.entries.len(), 2);
//! ```
//!
//! A whole site, built ([`site::build`]) and searched ([`index::Opened`]):
//!
//! ```
//! use dafu::index::{Opened, search::Limits};
//! use dafu::site::{self, Options, Silent};
//!
//! let folder = tempfile::tempdir()?;
//! let content = folder.path().join("content");
//! std::fs::create_dir(&content)?;
//! std::fs::write(content.join("a.txt"), "关于加装电梯的答复\n\n王平委员：\n\n已加装三百部。\n")?;
//!
//! let options = Options {
//!     site: folder.path().into(),
//!     output: folder.path().join("public"),
//!     archive: false,
//!     remember: false,
//! };
//! let report = site::build(&options, &Silent)?;
//! assert_eq!(report.replies, 1);
//!
//! let (index, about) = Opened::open(folder.path())?;
//! let limits = Limits { allowed: &|_| true, about: &about, by_date: false };
//! let answer = index.search(&dafu::query::parse("“加装三百部”"), &limits)?;
//! assert_eq!(answer.hits.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod archive;
pub mod bundle;
pub mod catalog;
pub mod changes;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagnostic;
mod digest;
pub mod doctor;
pub mod error;
pub mod excerpt;
mod held;
pub mod import;
pub mod index;
pub mod ledger;
pub mod lock;
mod made;
pub mod messages;
pub mod model;
pub mod numbering;
pub mod output;
pub mod parse;
pub mod privacy;
pub mod query;
pub mod reading;
pub mod render;
pub mod review;
mod shared_file;
pub mod site;
pub mod source;
mod state;
mod suggest;
mod swap;
pub mod text;
