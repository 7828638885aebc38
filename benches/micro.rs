//! The parts of a build, each by itself and on one thread: `cargo bench --bench micro`. `SITE` names a site's folder, by default the sample; its first 200
//! documents are taken. Beside them stand jieba alone, which cutting Chinese into words cannot do without, and the writing of the same
//! bytes alone, which no build can do without. Figures are of one pass over all texts, and per byte of them.

#![allow(clippy::unwrap_used, reason = "a bench may panic")]

use std::collections::HashSet;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dafu::bundle;
use dafu::catalog::{Catalog, Entry, id_from_path};
use dafu::config::Config;
use dafu::index::document::{document, facts_of};
use dafu::index::{About, Builder};
use dafu::model::Body;
use dafu::output::OutputFolder;
use dafu::parse::{Format, Links, parse};
use dafu::privacy::prove::Proof;
use dafu::render::body::anchors;
use dafu::render::revisions::history;
use dafu::render::{Portal, Theme};
use dafu::source::{self, DocumentFile};
use dafu::text::{Segmenter, normalise};
use jieba_rs::Jieba;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Documents that are taken.
const MOST: usize = 200;

fn format(document: &DocumentFile) -> Format {
    if document.markdown {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// What a build knows after its first pass.
struct Given {
    config: Config,
    theme: Theme,
    texts: Vec<(String, Format)>,
    catalog: Catalog,
    /// By the number of the document.
    bodies: Vec<Body>,
}

fn given(site: &Path) -> Given {
    let config = Config::load(site).unwrap();
    let theme = Theme::load(site, &config).unwrap();
    let mut documents = source::list(&site.join("content")).unwrap().documents;
    documents.truncate(MOST);
    let (mut texts, mut entries, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for (number, file) in documents.iter().enumerate() {
        let text = source::read(file).unwrap().text;
        let mut parsed = parse(&text, format(file), Links::default());
        texts.push((text, format(file)));
        bodies.push(parsed.body);
        if parsed.reply.id.is_empty() {
            parsed.reply.id = id_from_path(&file.path);
        }
        if parsed.page.is_none() && parsed.reply.withdrawn.is_none() {
            entries.push(Entry {
                reply: parsed.reply,
                document: number,
            });
        }
    }
    Given {
        config,
        theme,
        texts,
        catalog: Catalog::new(entries, |_| None),
        bodies,
    }
}

fn all(criterion: &mut Criterion) {
    let site = std::env::var_os("SITE").map_or_else(|| PathBuf::from("."), PathBuf::from);
    let Given {
        config,
        theme,
        texts,
        catalog,
        bodies,
    } = &given(&site);
    let portal = Portal {
        config,
        theme,
        catalog,
        pages: Vec::new(),
        kept_feeds: HashSet::new(),
    };
    let bytes = texts.iter().map(|(text, _)| text.len() as u64).sum();
    let mut group = criterion.benchmark_group("texts");
    group.throughput(Throughput::Bytes(bytes)).sample_size(20);

    group.bench_function("parse", |b| {
        b.iter(|| {
            for (text, format) in texts {
                black_box(parse(text, *format, Links::default()));
            }
        });
    });

    let blocks = || bodies.iter().flat_map(|body| &body.blocks);
    group.bench_function("normalise", |b| {
        b.iter(|| {
            for block in blocks() {
                black_box(normalise(block.content.text()));
            }
        });
    });
    let normal: Vec<String> = blocks()
        .map(|block| normalise(block.content.text()))
        .collect();
    let segmenter = Arc::new(Segmenter::new([], rustc_hash::FxHashSet::default()));
    group.bench_function("terms", |b| {
        b.iter(|| {
            for text in &normal {
                segmenter.terms(text, |at, term, word| {
                    black_box((at, term, word));
                });
            }
        });
    });
    let jieba = Jieba::new();
    group.bench_function("terms, jieba alone", |b| {
        b.iter(|| {
            for text in &normal {
                black_box(jieba.cut_all(text));
            }
        });
    });

    let render = |index: usize| {
        let entry = &catalog.entries[index];
        let body = &bodies[entry.document];
        let history = history(&entry.reply, body);
        portal.reply_page(index, body, &history, &[]).unwrap()
    };
    group.bench_function("render", |b| {
        b.iter(|| {
            for index in 0..catalog.entries.len() {
                black_box(render(index));
            }
        });
    });
    let pages: Vec<Vec<u8>> = (0..catalog.entries.len())
        .map(|index| render(index).html)
        .collect();
    let folder = tempfile::tempdir().unwrap();
    group.bench_function("render, writing alone", |b| {
        b.iter(|| {
            for (at, page) in pages.iter().enumerate() {
                fs::write(folder.path().join(at.to_string()), page).unwrap();
            }
        });
    });

    let about = About {
        words: Vec::new(),
        ages: catalog.numbering.ages.clone(),
        facets: portal.facet_columns(),
    };
    let index = |site: &Path| {
        let builder = Builder::begin(site, Arc::clone(&segmenter), &[]).unwrap();
        let mut part = builder.part(0).unwrap();
        for (number, entry) in (0..).zip(catalog.numbered()) {
            let body = &bodies[entry.document];
            let row = document(number, &entry.reply, body, &anchors(body));
            part.add(row).unwrap();
        }
        let (opened, made) = builder
            .finish(vec![part.finish().unwrap()], &about)
            .unwrap();
        (opened, made)
    };
    group.sample_size(10);
    let fresh = || tempfile::tempdir().unwrap();
    group.bench_function("index", |b| {
        b.iter_batched(
            fresh,
            |site| {
                black_box(index(site.path()));
                site
            },
            BatchSize::PerIteration,
        );
    });
    let kept = fresh();
    let (opened, _made) = index(kept.path());
    let facts: Vec<_> = catalog
        .numbered()
        .map(|entry| facts_of(&entry.reply, opened.segmenter()))
        .collect();
    group.bench_function("export", |b| {
        b.iter_batched(
            || {
                let place = fresh();
                let output = OutputFolder::begin(&place.path().join("public")).unwrap();
                (place, output)
            },
            |(place, output)| {
                black_box(bundle::write::write_terms(&opened, &facts, &[0; 32], &output).unwrap());
                (place, output)
            },
            BatchSize::PerIteration,
        );
    });

    // Nobody's numbers: what they cost is the looking.
    let secrets = (0..1000).map(|n| (format!("139{:08}", n * 7919), "139****".to_owned()));
    let proof = Proof::of(&secrets.collect()).unwrap().unwrap();
    group.bench_function("prove the pages", |b| {
        b.iter(|| {
            for page in &pages {
                black_box(proof.bytes(page));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, all);
criterion_main!(benches);
