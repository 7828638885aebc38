//! `dafu serve [SITE]`: build, serve on loopback, build again on change, reload the browser.
//!
//! A build that fails is shown in the page, with every error and its line; once mended, the page comes back.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, RwLock, mpsc};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use tower_http::services::ServeDir;
use tower_livereload::{LiveReloadLayer, Reloader};

use super::place::{self, Place};
use super::{Done, build, report};
use crate::changes::Untold;
use crate::error::{AtPath, Error};
use crate::messages::{self, of_system, tell};
use crate::site::{self, Options, Silent};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[arg(short, long, default_value_t = 8000, value_parser = port)]
    port: u16,
    #[command(flatten)]
    loudness: Loudness,
}

/// How much is said of each build.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Loudness {
    #[arg(short, long)]
    verbose: bool,
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
}

/// In words of our own where it is none: the number's reader says it in English.
fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| tell!("misuse-port"))
}

/// What the last build said, if it failed: the HTML of its errors.
type Failure = Arc<RwLock<Option<String>>>;

/// Changes within this time make one build.
const QUIET: Duration = Duration::from_millis(120);

pub fn run(arguments: &Arguments) -> Done {
    place::must_be_site(&arguments.place.site, "serve")?;
    let options = arguments.place.options();
    // Before anything is built: a port that is taken may be that of another `dafu serve` of this very site.
    let (listener, address) = listen(arguments.port)?;
    let failure = Failure::default();
    // Taken before the build, so that a change while it runs is seen after it.
    let built = fingerprint(&options.site);
    rebuild(&options, &failure, arguments.loudness);
    let livereload = LiveReloadLayer::new();
    let (changes, changed) = mpsc::channel();
    // A change before anything is watched is no event: the builder looks once by itself.
    let _ = changes.send(());
    let watcher = new_debouncer(QUIET, None, move |events: DebounceEventResult| {
        let matters = events.is_ok_and(|events| events.iter().any(|event| !event.kind.is_access()));
        if matters {
            // The receiver lives as long as the server.
            let _ = changes.send(());
        }
    })
    .map_err(|error| Error::Refused(tell!("report-serve-watch", error = error.to_string())))?;
    let mut builder = Builder {
        options: options.clone(),
        failure: failure.clone(),
        loudness: arguments.loudness,
        reloader: livereload.reloader(),
        watcher,
    };
    builder.watch(&options.site, RecursiveMode::NonRecursive)?;
    builder.watch_folders()?;
    std::thread::spawn(move || builder.run(&changed, built));

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Refused(tell!("report-serve-start", error = of_system(&error))))?;
    if !arguments.loudness.quiet {
        let address = format!("http://{address}/");
        say!("{}", tell!("report-serve", address));
    }
    runtime.block_on(serve(listener, &options.output, failure, livereload))
}

/// Takes the port; 0 takes a free one.
fn listen(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .and_then(|listener| {
            listener.set_nonblocking(true)?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        })
        .map_err(|error| {
            // A number of its own, not a count.
            let port = port.to_string();
            Error::Refused(tell!("report-serve-port", port, error = of_system(&error),))
        })
}

struct Builder {
    options: Options,
    failure: Failure,
    loudness: Loudness,
    reloader: Reloader,
    watcher: Debouncer<RecommendedWatcher, RecommendedCache>,
}

impl Builder {
    /// `last` is the fingerprint of what was built last.
    fn run(mut self, changed: &mpsc::Receiver<()>, mut last: blake3::Hash) {
        // The swap of public/ is itself a change in the site's folder: what did not change the inputs is passed over.
        while changed.recv().is_ok() {
            while changed.try_recv().is_ok() {}
            // A folder may have come, or have been put in another's place. It is watched before it is looked at.
            if let Err(error) = self.watch_folders() {
                report::error(&error);
            }
            let now = fingerprint(&self.options.site);
            if now == last {
                continue;
            }
            last = now;
            rebuild(&self.options, &self.failure, self.loudness);
            self.reloader.reload();
        }
    }

    /// Content and themes deeply; the site's folder itself (for dafu.toml) is not, for `public/` is in it.
    fn watch_folders(&mut self) -> Done {
        for folder in ["content", "themes"] {
            let path = self.options.site.join(folder);
            if path.is_dir() {
                self.watch(&path, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> Done {
        self.watcher.watch(path, mode).map_err(|error| {
            Error::Refused(tell!(
                "report-serve-watch-folder",
                folder = path.display().to_string(),
                error = error.to_string(),
            ))
        })
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

fn rebuild(options: &Options, failure: &Failure, loudness: Loudness) {
    let page = match site::build(options, &Silent) {
        Ok(mut built) => {
            if !loudness.quiet {
                build::warnings(&built.diagnostics, loudness.verbose);
                build::summary(&built, &options.output);
            }
            let kept = Untold::of(&options.site, &options.output)
                .and_then(|untold| untold.add(|| build::changed(&mut built, &options.output)));
            if let Err(error) = kept {
                report::error(&error);
            }
            None
        }
        Err(error) => {
            // The page shows warnings too, however quiet the command line is.
            let page = failure_page(&error);
            report::error(&if loudness.quiet {
                report::of_errors(error)
            } else {
                error
            });
            Some(page)
        }
    };
    *failure
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner) = page;
}

fn failure_page(error: &Error) -> String {
    let mut text = String::new();
    match error {
        Error::Documents(diagnostics) => report::of_note(diagnostics)
            .for_each(|diagnostic| text.push_str(&report::plain(diagnostic))),
        Error::Config(diagnostic) => text.push_str(&report::plain(diagnostic)),
        _ => {}
    }
    text.push_str(&error.to_string());
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let language = messages::language().tag();
    let (failed, what) = (
        tell!("report-serve-failed"),
        tell!("report-serve-failed-what"),
    );
    format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>dafu: {failed}</title></head>\
         <body style=\"font:16px/1.6 system-ui;margin:2rem;max-width:60rem\"><h1>{failed}</h1>\
         <p>{what}</p>\
         <pre style=\"white-space:pre-wrap;font-size:14px\">{escaped}</pre></body></html>"
    )
}

async fn serve(
    listener: TcpListener,
    output: &Path,
    failure: Failure,
    livereload: LiveReloadLayer,
) -> Done {
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
        .layer(middleware::from_fn(without_worker))
        .layer(middleware::from_fn_with_state(failure, show_failure))
        .layer(livereload);
    let listener = tokio::net::TcpListener::from_std(listener).at_path("serve", output)?;
    // Not axum's graceful shutdown: it would wait for every open page, for each holds a stream to hear of reloads.
    tokio::select! {
        served = axum::serve(listener, app) => served.at_path("serve", output),
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// Whoever writes wants to see what is, not what was kept: no page registers the service worker here, and one that the built portal left
/// behind at this address finds that it is not wanted, and goes.
async fn without_worker(request: Request, next: Next) -> Response {
    match request.uri().path() {
        "/sw.js" => StatusCode::NOT_FOUND.into_response(),
        "/assets/offline.js" => ([(header::CONTENT_TYPE, "text/javascript")], "").into_response(),
        _ => next.run(request).await,
    }
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
