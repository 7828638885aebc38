//! `dafu serve [SITE]`: build, serve on loopback, build again on change, reload the browser.
//!
//! A build that fails is shown in the page, with every error and its line; once mended, the page comes back.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock, mpsc};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use notify_debouncer_full::notify::RecursiveMode;
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use tower_http::services::ServeDir;
use tower_livereload::{LiveReloadLayer, Reloader};

use super::{Done, build, report};
use crate::error::{AtPath, Error};
use crate::site::{self, Options, Silent};

/// Serve the portal on this computer, and build it again whenever something changes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The site's folder.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Where the portal goes [default: SITE/public].
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(short, long, default_value_t = 8000)]
    port: u16,
}

/// What the last build said, if it failed: the HTML of its errors.
type Failure = Arc<RwLock<Option<String>>>;

/// Changes within this time make one build.
const QUIET: Duration = Duration::from_millis(120);

pub fn run(arguments: &Arguments) -> Done {
    let options = build::options(&arguments.site, arguments.output.as_deref());
    let failure = Failure::default();
    rebuild(&options, &failure);
    let livereload = LiveReloadLayer::new();
    let (changes, changed) = mpsc::channel();
    let mut debouncer = new_debouncer(QUIET, None, move |events: DebounceEventResult| {
        let matters = events.is_ok_and(|events| events.iter().any(|event| !event.kind.is_access()));
        if matters {
            // The receiver lives as long as the server.
            let _ = changes.send(());
        }
    })
    .map_err(|error| Error::Refused(format!("cannot watch for changes: {error}")))?;
    for (path, mode) in watched(&options.site) {
        debouncer.watch(&path, mode).map_err(|error| {
            Error::Refused(format!(
                "{}: cannot watch for changes: {error}",
                path.display()
            ))
        })?;
    }
    let builder = Builder {
        options: options.clone(),
        failure: failure.clone(),
        reloader: livereload.reloader(),
    };
    std::thread::spawn(move || builder.run(&changed));

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Refused(format!("cannot start a server: {error}")))?;
    runtime.block_on(serve(arguments.port, &options.output, failure, livereload))
}

/// The site's folder itself (for dafu.toml), not deeply, for `public/` is in it; content and themes deeply.
fn watched(site: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let mut paths = vec![(site.to_owned(), RecursiveMode::NonRecursive)];
    for folder in ["content", "themes"] {
        let path = site.join(folder);
        if path.is_dir() {
            paths.push((path, RecursiveMode::Recursive));
        }
    }
    paths
}

struct Builder {
    options: Options,
    failure: Failure,
    reloader: Reloader,
}

impl Builder {
    fn run(&self, changed: &mpsc::Receiver<()>) {
        // The swap of public/ is itself a change in the site's folder: what did not change the inputs is passed over.
        let mut last = fingerprint(&self.options.site);
        while changed.recv().is_ok() {
            while changed.try_recv().is_ok() {}
            let now = fingerprint(&self.options.site);
            if now == last {
                continue;
            }
            last = now;
            rebuild(&self.options, &self.failure);
            self.reloader.reload();
        }
    }
}

/// Names, sizes and times of all inputs.
fn fingerprint(site: &Path) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for root in ["dafu.toml", "content", "themes"] {
        for entry in walkdir::WalkDir::new(site.join(root))
            .sort_by_file_name()
            .into_iter()
            .flatten()
        {
            hasher.update(entry.path().as_os_str().as_encoded_bytes());
            if let Ok(meta) = entry.metadata()
                && meta.is_file()
            {
                hasher.update(&meta.len().to_le_bytes());
                let time = meta
                    .modified()
                    .ok()
                    .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
                    .unwrap_or_default();
                hasher.update(&time.as_nanos().to_le_bytes());
            }
        }
    }
    hasher.finalize()
}

fn rebuild(options: &Options, failure: &Failure) {
    let page = match site::build(options, &Silent) {
        Ok(built) => {
            build::warnings(&built.diagnostics, false);
            build::summary(&built, &options.output);
            None
        }
        Err(error) => {
            report::error(&error);
            Some(failure_page(&error))
        }
    };
    *failure
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner) = page;
}

fn failure_page(error: &Error) -> String {
    let mut text = String::new();
    match error {
        Error::Documents(diagnostics) => diagnostics
            .iter()
            .for_each(|diagnostic| text.push_str(&report::plain(diagnostic))),
        Error::Config(diagnostic) => text.push_str(&report::plain(diagnostic)),
        _ => {}
    }
    text.push_str(&error.to_string());
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>dafu: the build failed</title></head>\
         <body style=\"font:16px/1.6 system-ui;margin:2rem;max-width:60rem\"><h1>The build failed</h1>\
         <p>The last portal is untouched. Mend what is named below and save: this page reloads by itself.</p>\
         <pre style=\"white-space:pre-wrap;font-size:14px\">{escaped}</pre></body></html>"
    )
}

async fn serve(port: u16, output: &Path, failure: Failure, livereload: LiveReloadLayer) -> Done {
    let missing = output.join("404.html");
    let files = ServeDir::new(output).fallback(tower::service_fn(move |_: Request| {
        let missing = missing.clone();
        async move {
            let page = tokio::fs::read_to_string(&missing)
                .await
                .unwrap_or_else(|_| "404".to_owned());
            Ok::<_, Infallible>((StatusCode::NOT_FOUND, Html(page)).into_response())
        }
    }));
    let app = Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(failure, show_failure))
        .layer(livereload);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| {
            Error::Refused(format!(
                "cannot serve on port {port}: {error}\nTry another with --port."
            ))
        })?;
    let address = listener
        .local_addr()
        .at_path("find the address of", output)?;
    println!("Serving on http://{address}/  (Ctrl-C ends it)");
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, app)
        .with_graceful_shutdown(stop)
        .await
        .at_path("serve", output)
}

/// While the last build is a failure, every page shows it. Nothing served here is to be remembered.
async fn show_failure(State(failure): State<Failure>, request: Request, next: Next) -> Response {
    let page = failure
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .clone();
    let path = request.uri().path();
    let is_page = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.is_empty() || name.split('.').next_back() == Some("html"));
    if let Some(page) = page.filter(|_| is_page) {
        return (StatusCode::INTERNAL_SERVER_ERROR, Html(page)).into_response();
    }
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
