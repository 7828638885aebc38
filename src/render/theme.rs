//! A theme: templates, assets and strings. Two are inside the binary, `default` and `manual`, of which the second is laid over the first;
//! a site's `themes/NAME/` lays single files over what is there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use rust_embed::RustEmbed;
use tera::Tera;

use super::context::SiteInfo;
use super::strings::Strings;
use crate::config::{Config, Offline};
use crate::digest::Pieces;
use crate::error::{AtPath, Error, Result};
use crate::messages::tell;
use crate::suggest::nearest;

/// The themes that are inside the binary, each in a folder of its name.
#[derive(RustEmbed)]
#[folder = "themes"]
struct Own;

/// The theme over which all others are laid.
const DEFAULT: &str = "default";

/// A file of one of the themes that are inside the binary.
fn own(theme: &str, path: &str) -> Option<Cow<'static, [u8]>> {
    Some(Own::get(&format!("{theme}/{path}"))?.data)
}

/// The files of such a theme, by their path in it; none if there is no such theme.
fn all_own(theme: &str) -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    let folder = format!("{theme}/");
    Own::iter().filter_map(move |name| {
        let path = name.strip_prefix(&folder)?;
        Some((path.to_owned(), Own::get(&name)?.data))
    })
}

/// A theme, ready to render.
pub struct Theme {
    templates: Tera,
    /// Differs if any of its files does.
    pub stamp: [u8; 32],
    /// Words of the interface.
    pub strings: Strings,
    /// Files for `assets/`, by name.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// The reader's modules for `search/`, by name.
    pub search: BTreeMap<String, Cow<'static, [u8]>>,
    /// Modules that take the place of those of `search/` in an archive, by name.
    pub archive: BTreeMap<String, Cow<'static, [u8]>>,
    /// Scripts of the service worker, by name.
    pub offline: BTreeMap<String, Cow<'static, [u8]>>,
}

/// Modules of `search/` that run in Node alone.
const NODE_MODULES: [&str; 2] = ["files.js", "node.js"];

impl Theme {
    /// Loads the theme that a site's settings name.
    ///
    /// # Errors
    /// If the theme does not exist, a file cannot be read, or a template is wrong (named with line and place).
    pub fn load(site: &Path, config: &Config) -> Result<Theme> {
        let name = config.theme.as_str();
        if name.contains(['/', '\\', '.']) || name.is_empty() {
            return Err(Error::Refused(tell!("error-theme-name", name = name)));
        }
        let folder = site.join("themes").join(name);
        let mut files: BTreeMap<String, Cow<'static, [u8]>> = all_own(DEFAULT).collect();
        let inside: Vec<_> = all_own(name).collect();
        if inside.is_empty() && !folder.is_dir() {
            let folder = folder.display();
            return Err(Error::Refused(tell!(
                "error-theme-none",
                name = name,
                folder = folder.to_string()
            )));
        }
        files.extend(inside);
        if folder.is_dir() {
            overlay(&folder, &mut files)?;
        }
        let mut stamp = Pieces::default();
        for (path, bytes) in &files {
            stamp.add(path.as_bytes()).add(bytes);
        }
        let language = format!("i18n/{}.toml", config.language.tag());
        let mut strings = Strings::default();
        let inside = [DEFAULT, name].map(|theme| own(theme, &language));
        for text in inside.iter().flatten() {
            strings.overlay(Strings::read(&String::from_utf8_lossy(text), &language)?);
        }
        if let Some(text) = files.get(&language) {
            // From the site's folder, as one looks for it.
            let file = format!("themes/{name}/{language}");
            let own = Strings::read(&String::from_utf8_lossy(text), &file)?;
            check_words(&own, &strings, &files, &file)?;
            strings.overlay(own);
        }
        let mut assets = BTreeMap::new();
        let mut search = BTreeMap::new();
        let (mut archive, mut offline) = (BTreeMap::new(), BTreeMap::new());
        let mut sources: Vec<(String, String)> = Vec::new();
        for (path, bytes) in files {
            if let Some(asset) = path.strip_prefix("assets/") {
                assets.insert(asset.to_owned(), bytes);
            } else if let Some(module) = path.strip_prefix("search/") {
                let script = Path::new(module).extension().is_some_and(|end| end == "js");
                if script && !NODE_MODULES.contains(&module) {
                    search.insert(module.to_owned(), Cow::Owned(lean(&bytes)));
                }
            } else if let Some(module) = path.strip_prefix("archive/") {
                archive.insert(module.to_owned(), Cow::Owned(lean(&bytes)));
            } else if let Some(script) = path.strip_prefix("offline/") {
                offline.insert(script.to_owned(), Cow::Owned(lean(&bytes)));
            } else if let Some(template) = path.strip_prefix("templates/") {
                let text = String::from_utf8(bytes.into_owned()).map_err(|_| {
                    let path = format!("themes/{name}/{path}");
                    Error::Refused(tell!("error-theme-encoding", path = path))
                })?;
                sources.push((template.to_owned(), text));
            }
        }
        let mut templates = Tera::new();
        templates
            .add_raw_templates(
                sources
                    .iter()
                    .map(|(name, text)| (name.as_str(), text.as_str())),
            )
            .map_err(|error| Error::Template {
                page: "any page".to_owned(),
                message: error.to_string(),
            })?;
        let site = SiteInfo {
            title: &config.title,
            description: &config.description,
            organizer: &config.site.organizer,
            id_code: &config.site.id_code,
            icp: &config.site.icp,
            police: &config.site.police,
        };
        let global = templates.global_context();
        global.insert("lang", config.language.tag());
        global.insert("t", strings.all());
        global.insert("site", &site);
        global.insert("root_assets", "assets/");
        global.insert("offline", &(config.offline == Offline::On));
        Ok(Theme {
            templates,
            stamp: stamp.whole(),
            strings,
            assets,
            search,
            archive,
            offline,
        })
    }

    /// Renders a template for a page.
    ///
    /// # Errors
    /// [`Error::Template`] names template, line and page.
    pub fn render(&self, template: &str, page: &str, context: &tera::Context) -> Result<Vec<u8>> {
        let mut html = Vec::with_capacity(16 * 1024);
        match self.templates.render_to(template, context, &mut html) {
            Ok(()) => Ok(html),
            Err(error) => Err(Error::Template {
                page: page.to_owned(),
                message: error.to_string(),
            }),
        }
    }
}

/// A theme's own words are those of the interface, or new ones that a template of its shows.
fn check_words(
    own: &Strings,
    known: &Strings,
    files: &BTreeMap<String, Cow<'static, [u8]>>,
    file: &str,
) -> Result<()> {
    let shown = |word: &str| {
        (files.iter())
            .filter(|(path, _)| path.starts_with("templates/"))
            .any(|(_, template)| shows(template, word))
    };
    let unknown = own.all().keys().find(|word| {
        let word = word.as_str();
        !known.all().contains_key(word) && !shown(word)
    });
    let Some(word) = unknown else {
        return Ok(());
    };
    let candidates: Vec<&str> = known.all().keys().map(String::as_str).collect();
    let word = word.as_str();
    Err(Error::Refused(match nearest(word, &candidates) {
        Some(nearest) => tell!("error-theme-word-near", file, word, nearest),
        None => tell!("error-theme-word", file, word),
    }))
}

/// Whether a template shows a word: `t.word`, and not as the beginning of a longer name, or the end of one.
fn shows(template: &[u8], word: &str) -> bool {
    let wanted = format!("t.{word}");
    let in_name = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    memchr::memmem::find_iter(template, wanted.as_bytes()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| template.get(before));
        !in_name(before) && !in_name(template.get(at + wanted.len()))
    })
}

/// A module without comments, indentation and gaps: what explains it stays with the theme, and does not travel to every
/// reader. It knows no JavaScript: a comment is a line that begins with `//`, a block from a line that begins with
/// `/*` to one that ends with `*/`, or a `/** @… */` within a line; no module writes them into its strings.
fn lean(module: &[u8]) -> Vec<u8> {
    static CAST: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"/\*\* ?@[^\n]*?\*/ ?").unwrap_or_else(|_| unreachable!()));
    let text = String::from_utf8_lossy(module);
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    let mut remarked = false;
    for line in text.lines() {
        let line = CAST.replace_all(line.trim(), "");
        let line = line.trim();
        within |= line.starts_with("/*");
        let skipped = within || line.is_empty() || line.starts_with("//");
        within &= !line.ends_with("*/");
        if !skipped {
            // A line that goes on needs no break after it; where one may end a statement, it stays. What imports and exports stays on
            // lines of its own: an archive joins the modules by them.
            let leads = line.starts_with("import") || line.starts_with("export");
            let before = out.trim_end();
            let goes_on = before.ends_with(['{', ';', ',', '(', '[', '?'])
                || before.ends_with("&&")
                || before.ends_with("||")
                || line.starts_with(['?', ':', '.'])
                || (line.starts_with('}') && before.ends_with('}'));
            if goes_on && !remarked && !leads {
                out.truncate(before.len());
            }
            remarked =
                line.contains("//") || line.starts_with("import") || line.starts_with("export {");
            push_squeezed(line, &mut out);
            out.push('\n');
        }
    }
    out.into_bytes()
}

/// Adds a line of a module without the spaces that stand around its punctuation for the eye. What is between double
/// quotes stays, and so does a line that may hold a pattern, a template or any other quotation.
fn push_squeezed(line: &str, out: &mut String) {
    static GAP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r" ?(=>|[=!]==?|&&|\|\||[,:;?{}()<>=]) ?").unwrap_or_else(|_| unreachable!())
    });
    // `a + +b` keeps its spaces: without them it would be another operator.
    static SUM: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r" (\+|-|\*|%) ([^+\-])").unwrap_or_else(|_| unreachable!()));
    let quoted = line.matches('"').count();
    let bare: String = line.split('"').step_by(2).collect();
    if line.contains(['`', '\'', '\\']) || bare.contains('/') || quoted % 2 == 1 {
        out.push_str(line);
        return;
    }
    for (i, part) in line.split('"').enumerate() {
        if i > 0 {
            out.push('"');
        }
        if i % 2 == 0 {
            out.push_str(&SUM.replace_all(&GAP.replace_all(part, "$1"), "$1$2"));
        } else {
            out.push_str(part);
        }
    }
}

/// Lays the files of a site's theme folder over the default ones.
fn overlay(folder: &Path, files: &mut BTreeMap<String, Cow<'static, [u8]>>) -> Result<()> {
    for entry in walkdir::WalkDir::new(folder)
        .follow_links(false)
        .sort_by_file_name()
    {
        let entry = entry.map_err(|error| {
            Error::Refused(tell!("error-theme-list", error = error.to_string()))
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        if name.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        let bytes = std::fs::read(entry.path()).at_path("read", entry.path())?;
        files.insert(name, Cow::Owned(bytes));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{lean, shows};

    #[test]
    fn a_word_is_shown_by_its_whole_name() {
        let template = b"{{ t.nav_home }} {{t.own}} {{ list.old }}";
        assert!(shows(template, "nav_home") && shows(template, "own"));
        for other in ["nav_hom", "nav", "ow", "old"] {
            assert!(!shows(template, other), "{other}");
        }
    }

    #[test]
    fn a_module_is_published_without_what_only_its_writer_needs() {
        let module = r#"// What it is.

/**
 * @param {string} a
 */
export const f = (/** @type {string} */ a) => {
  if (a === "x = y , z" && a.length > -1) return {a: a + +"1"};
  // Why.
  const b = /a , b/, c = "it's , so";
  return a ? b : c;
};
"#;
        let lean = String::from_utf8(lean(module.as_bytes())).unwrap();
        assert_eq!(
            lean,
            r#"export const f=(a)=>{if(a==="x = y , z"&&a.length>-1)return{a:a + +"1"};const b = /a , b/, c = "it's , so";return a?b:c;};
"#
        );
    }
}
