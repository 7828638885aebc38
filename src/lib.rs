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

pub mod archive;
pub mod bundle;
pub mod catalog;
pub mod changes;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod doctor;
pub mod error;
pub mod excerpt;
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
pub mod site;
pub mod source;
mod state;
mod suggest;
mod swap;
pub mod text;
