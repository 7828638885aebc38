//! The reader's modules → one classic script. A browser loads no modules from a disk, so the archive holds this instead.
//!
//! It knows as much of JavaScript as the modules use: `import {a, b as c} from "./x.js"`, `import("./x.js")`, `import.meta.url`, `export {a}` and
//! `export` before a `const`, `class` or `function`, each on one line. Whatever else imports or exports ends the build with its place.
//! A module runs when it is first needed, as in a browser: one that is imported later does not run before.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::error::{Error, Result};
use crate::messages::tell;

/// Joins a module and all that it imports; `modules` by name, without comments. The script stands where the modules do.
///
/// # Errors
/// If a module is not there, imports what is not exported, imports itself by a detour, or is written in a way that this joiner does not know.
pub fn join(modules: &BTreeMap<String, Cow<'static, [u8]>>, entry: &str) -> Result<String> {
    let mut joiner = Joiner {
        modules,
        exports: BTreeMap::new(),
        open: Vec::new(),
        script: START.to_owned(),
    };
    joiner.add(entry)?;
    let _ = write!(joiner.script, "need(\"{entry}\");\n}})();\n");
    Ok(joiner.script)
}

/// Keeps the modules by name, and runs one when it is first needed.
const START: &str = r#"(function(){"use strict";
const here=document.currentScript.src,modules={},ran={},need=name=>ran[name]||(ran[name]=modules[name]());
"#;

struct Joiner<'m> {
    modules: &'m BTreeMap<String, Cow<'static, [u8]>>,
    /// What each module exports, of those that are in the script.
    exports: BTreeMap<String, BTreeSet<String>>,
    /// Modules that wait for what they import.
    open: Vec<String>,
    script: String,
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|_| unreachable!())
}

impl Joiner<'_> {
    fn add(&mut self, name: &str) -> Result<()> {
        static IMPORT: LazyLock<Regex> =
            LazyLock::new(|| pattern(r#"^import\s*\{([^}]*)\}\s*from\s*"\./([\w-]+\.js)";$"#));
        static LATER: LazyLock<Regex> =
            LazyLock::new(|| pattern(r#"\bimport\(\s*"\./([\w-]+\.js)"\s*\)"#));
        static NAMES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^export\s*\{([^}]*)\};$"));
        static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
            pattern(r"^export\s+((?:async\s+)?function\s*\*?\s*|class\s+|const\s+)([\w$]+)")
        });
        static OTHER: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"^(?:import|export)\b|\bimport\s*\(|\bimport\.meta\b"));

        if self.exports.contains_key(name) {
            return Ok(());
        }
        let wrong = |what: String| Err(Error::Refused(tell!("error-archive-script", name, what)));
        if self.open.iter().any(|open| open == name) {
            return wrong(tell!(
                "error-archive-script-circle",
                modules = self.open.join(", ")
            ));
        }
        let Some(bytes) = self.modules.get(name) else {
            return wrong(tell!("error-archive-script-module"));
        };
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.open.push(name.to_owned());
        let mut own = String::with_capacity(text.len());
        let mut exported: BTreeMap<String, String> = BTreeMap::new();
        let mut later = Vec::new();
        for line in text.lines() {
            let line = line.trim_end();
            if let Some(found) = IMPORT.captures(line) {
                let (list, from) = (&found[1], &found[2]);
                self.add(from)?;
                let mut taken = Vec::new();
                for (theirs, ours) in names(list) {
                    if !self
                        .exports
                        .get(from)
                        .is_some_and(|all| all.contains(theirs))
                    {
                        return wrong(tell!("error-archive-script-export", theirs, from));
                    }
                    taken.push(if theirs == ours {
                        ours.to_owned()
                    } else {
                        format!("{theirs}:{ours}")
                    });
                }
                let _ = writeln!(own, "const {{{}}}=need(\"{from}\");", taken.join(","));
            } else if let Some(found) = NAMES.captures(line) {
                for (ours, theirs) in names(&found[1]) {
                    exported.insert(theirs.to_owned(), ours.to_owned());
                }
            } else {
                let line = match DECLARED.captures(line) {
                    Some(found) => {
                        exported.insert(found[2].to_owned(), found[2].to_owned());
                        line["export".len()..].trim_start()
                    }
                    None => line,
                };
                let line = LATER.replace_all(line, |found: &Captures<'_>| {
                    later.push(found[1].to_owned());
                    format!("Promise.resolve().then(()=>need(\"{}\"))", &found[1])
                });
                let line = line.replace("import.meta.url", "here");
                if OTHER.is_match(&line) {
                    return wrong(tell!("error-archive-script-line", line));
                }
                own.push_str(&line);
                own.push('\n');
            }
        }
        self.open.pop();
        let list: Vec<String> = exported
            .iter()
            .map(|(theirs, ours)| {
                if theirs == ours {
                    ours.clone()
                } else {
                    format!("{theirs}:{ours}")
                }
            })
            .collect();
        let _ = writeln!(
            self.script,
            "modules[\"{name}\"]=function(){{\n{own}return {{{}}};\n}};",
            list.join(",")
        );
        self.exports
            .insert(name.to_owned(), exported.into_keys().collect());
        // What comes later may itself lead back here.
        for module in later {
            self.add(&module)?;
        }
        Ok(())
    }
}

/// `a, b as c` → the name on either side of `as`, or the same twice.
fn names(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| {
            name.split_once(" as ")
                .map_or((name, name), |(a, b)| (a.trim(), b.trim()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(modules: &[(&str, &str)]) -> Result<String> {
        let modules = modules
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Cow::Owned(text.as_bytes().to_vec())))
            .collect();
        join(&modules, "page.js")
    }

    #[test]
    fn a_module_stands_once_after_all_that_it_imports() {
        let script = joined(&[
            ("page.js", "import {open} from \"./engine.js\";\nimport{twice as double}from\"./sets.js\";\nopen(double(1));\n"),
            ("engine.js", "import {twice} from \"./sets.js\";\nexport const open=(n)=>twice(n);\nclass Own{}\nexport {Own};\n"),
            ("sets.js", "export function twice(n){\nreturn 2*n;\n}\n"),
            ("unused.js", "export default 1;\n"),
        ])
        .unwrap();
        assert_eq!(
            script,
            START.to_owned()
                + "modules[\"sets.js\"]=function(){\nfunction twice(n){\nreturn 2*n;\n}\nreturn {twice};\n};\n\
             modules[\"engine.js\"]=function(){\nconst {twice}=need(\"sets.js\");\nconst open=(n)=>twice(n);\nclass Own{}\nreturn {Own,open};\n};\n\
             modules[\"page.js\"]=function(){\nconst {open}=need(\"engine.js\");\nconst {twice:double}=need(\"sets.js\");\nopen(double(1));\nreturn {};\n};\n\
             need(\"page.js\");\n})();\n"
        );
    }

    #[test]
    fn what_is_imported_later_is_there_and_runs_later_and_knows_its_address() {
        let script = joined(&[
            (
                "page.js",
                "export async function f(){\nreturn (await import(\"./a.js\")).a;\n}\n",
            ),
            (
                "a.js",
                "import {f} from \"./page.js\";\nexport const a=new URL(\"b/\",import.meta.url);\n",
            ),
        ])
        .unwrap();
        assert!(
            script.contains("await Promise.resolve().then(()=>need(\"a.js\"))"),
            "{script}"
        );
        assert!(script.contains("new URL(\"b/\",here)"), "{script}");
        assert!(script.contains("modules[\"a.js\"]=function(){"), "{script}");
    }

    #[test]
    fn what_the_joiner_does_not_know_ends_the_build() {
        for (text, says) in [
            ("import a from \"./a.js\";", "import a from"),
            ("import * as a from \"./a.js\";", "import * as a"),
            ("import {", "import {"),
            ("import \"./a.js\";", "import \"./a.js\""),
            (
                "import {a} from \"https://elsewhere.example/a.js\";",
                "elsewhere",
            ),
            ("export default 1;", "export default"),
            ("export let a=1;", "export let"),
            ("export * from \"./a.js\";", "export *"),
            ("const w=import.meta.resolve(name);", "import.meta"),
            ("const m=import(name);", "import(name)"),
            (
                "import {b} from \"./a.js\";",
                "imports b, which a.js does not export",
            ),
            (
                "import {c} from \"./c.js\";",
                "search/c.js cannot be joined into the archive's script: there is no such module",
            ),
            ("import {d} from \"./d.js\";", "by way of page.js, d.js"),
        ] {
            let error = joined(&[
                ("page.js", text),
                ("a.js", "export const a=1;\n"),
                ("d.js", "import {e} from \"./page.js\";\n"),
            ])
            .expect_err(text)
            .to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
