//! Puts every change into the sources at once, each behind `crate::mutants::on(id)`.
//!
//! One change alone is ever on, so the text within a change is the original's, and what stands beside it grows with the depth of
//! an expression, not with two to that depth.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::Result;

/// A change, as `cargo mutants --list --json` names it.
#[derive(Deserialize)]
pub struct Mutant {
    /// Counted from 1.
    #[serde(skip)]
    pub id: u32,
    pub file: String,
    pub name: String,
    genre: String,
    replacement: String,
    span: Span,
}

#[derive(Deserialize)]
struct Span {
    start: Position,
}

/// Both counted from 1, columns in characters.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Hash)]
struct Position {
    line: usize,
    column: usize,
}

/// A piece of text that goes before and after a range of the source.
struct Edit {
    range: Range<usize>,
    before: String,
    after: String,
    ids: Vec<u32>,
}

/// Writes the sources of `tree` with all changes in them that compile together. Returns their ids.
pub fn weave(tree: &Path, mutants: &[Mutant]) -> Result<BTreeSet<u32>> {
    let mut files: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        files.entry(&mutant.file).or_default().push(mutant);
    }
    let mut sources = BTreeMap::new();
    for (file, mutants) in files {
        let text = std::fs::read_to_string(tree.join(file))?;
        let edits = edits_of(&text, &mutants)?;
        sources.insert(file.to_owned(), (text, edits));
    }
    let lib = std::fs::read_to_string(tree.join("src/lib.rs"))?;
    std::fs::write(tree.join("src/mutants.rs"), include_str!("switch.rs"))?;

    let mut dropped = BTreeSet::new();
    for _ in 0..40 {
        let mut ranges: BTreeMap<String, Vec<(Range<usize>, Vec<u32>)>> = BTreeMap::new();
        for (file, (text, edits)) in &sources {
            let (mut woven, placed) = apply(text, edits, &dropped);
            if file == "src/lib.rs" {
                woven = format!("{LINTS}{woven}{SWITCH}");
            }
            std::fs::write(tree.join(file), woven)?;
            ranges.insert(file.clone(), placed);
        }
        if !sources.contains_key("src/lib.rs") {
            std::fs::write(tree.join("src/lib.rs"), format!("{LINTS}{lib}{SWITCH}"))?;
        }
        let errors = check(tree)?;
        if errors.is_empty() {
            let all = sources
                .values()
                .flat_map(|(_, edits)| edits)
                .flat_map(|edit| edit.ids.iter().copied());
            return Ok(all.filter(|id| !dropped.contains(id)).collect());
        }
        let before = dropped.len();
        for (file, span, message) in &errors {
            // The innermost change that the place of the error lies in or that it spans.
            let around = ranges
                .get(file)
                .into_iter()
                .flatten()
                .filter(|(range, _)| range.start <= span.start && span.end <= range.end);
            let within = ranges
                .get(file)
                .into_iter()
                .flatten()
                .filter(|(range, _)| span.start <= range.start && range.end <= span.end);
            let found = around.min_by_key(|(range, _)| range.len());
            let ids: Vec<u32> = match found {
                Some((_, ids)) => ids.clone(),
                None => within.flat_map(|(_, ids)| ids.iter().copied()).collect(),
            };
            if !ids.is_empty() {
                dropped.extend(ids);
                continue;
            }
            // What is wrong with an expression may come of a change that stands before it, or within it.
            let all = || ranges.get(file).into_iter().flatten();
            let before = all()
                .filter(|(range, _)| range.end <= span.start)
                .max_by_key(|(range, _)| range.end);
            let after = all()
                .filter(|(range, _)| range.start >= span.start)
                .min_by_key(|(range, _)| range.start);
            eprintln!("{file}:{span:?}: {message}");
            dropped.extend(
                before
                    .into_iter()
                    .chain(after)
                    .flat_map(|(_, ids)| ids.iter().copied()),
            );
        }
        println!(
            "{} errors, {} changes are left out",
            errors.len(),
            dropped.len()
        );
        if dropped.len() == before {
            return Err("the sources do not compile with what is left".into());
        }
    }
    Err("the sources do not compile after forty attempts".into())
}

const LINTS: &str = "#![allow(warnings, clippy::all, clippy::pedantic)]\n";
const SWITCH: &str =
    "\n#[doc(hidden)]\n#[allow(warnings, clippy::all, clippy::pedantic)]\npub mod mutants;\n";

/// The errors of the compiler: file, bytes, words.
fn check(tree: &Path) -> Result<Vec<(String, Range<usize>, String)>> {
    let output = Command::new("cargo")
        .args(["check", "--lib", "--message-format=json", "--quiet"])
        .current_dir(tree)
        .output()?;
    let mut errors = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let message = &value["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|span| span["is_primary"] == true)
        {
            let at = |key: &str| usize::try_from(span[key].as_u64().unwrap_or(0)).unwrap_or(0);
            errors.push((
                span["file_name"].as_str().unwrap_or_default().to_owned(),
                at("byte_start")..at("byte_end"),
                message["message"].as_str().unwrap_or_default().to_owned(),
            ));
        }
    }
    if errors.is_empty() && !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(errors)
}

/// The text with the edits in it, and where each came to stand.
fn apply(
    text: &str,
    edits: &[Edit],
    dropped: &BTreeSet<u32>,
) -> (String, Vec<(Range<usize>, Vec<u32>)>) {
    let kept: Vec<&Edit> = edits
        .iter()
        .filter(|edit| edit.ids.iter().all(|id| !dropped.contains(id)))
        .collect();
    // At one place: ends, the innermost first; insertions; beginnings, the outermost first.
    let mut events: Vec<(usize, u8, isize, isize)> = Vec::new();
    for (at, edit) in kept.iter().enumerate() {
        let at = at.cast_signed();
        let (start, end) = (edit.range.start.cast_signed(), edit.range.end.cast_signed());
        if start == end {
            events.push((edit.range.start, 1, 0, at));
        } else {
            events.push((edit.range.start, 2, -end, at));
            // Of two with the same range, the later begins and ends within the earlier.
            events.push((edit.range.end, 0, -start, -at));
        }
    }
    events.sort();
    let mut woven = String::new();
    let mut placed: Vec<(Range<usize>, Vec<u32>)> =
        kept.iter().map(|edit| (0..0, edit.ids.clone())).collect();
    let mut from = 0;
    for (place, kind, _, at) in events {
        let at = at.unsigned_abs();
        woven.push_str(&text[from..place]);
        from = place;
        if kind > 0 {
            placed[at].0.start = woven.len();
            woven.push_str(&kept[at].before);
        }
        if kind < 2 {
            woven.push_str(&kept[at].after);
            placed[at].0.end = woven.len();
        }
    }
    woven.push_str(&text[from..]);
    (woven, placed)
}

fn edits_of(text: &str, mutants: &[&Mutant]) -> Result<Vec<Edit>> {
    let mut wanted: HashMap<(&str, Position), Vec<&Mutant>> = HashMap::new();
    for mutant in mutants {
        wanted
            .entry((mutant.genre.as_str(), mutant.span.start))
            .or_default()
            .push(mutant);
    }
    let mut weaver = Weaver {
        text,
        wanted,
        edits: Vec::new(),
    };
    weaver.visit_file(&syn::parse_file(text)?);
    Ok(weaver.edits)
}

struct Weaver<'a> {
    text: &'a str,
    wanted: HashMap<(&'a str, Position), Vec<&'a Mutant>>,
    edits: Vec<Edit>,
}

fn on(id: u32) -> String {
    format!("crate::mutants::on({id})")
}

impl<'a> Weaver<'a> {
    fn take(&mut self, genre: &'static str, span: proc_macro2::Span) -> Vec<&'a Mutant> {
        let start = span.start();
        self.wanted
            .remove(&(
                genre,
                Position {
                    line: start.line,
                    column: start.column + 1,
                },
            ))
            .unwrap_or_default()
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let Some(first) = block.stmts.first() else {
            return;
        };
        // Two values of `impl Iterator` are of two types.
        if let syn::ReturnType::Type(_, returned) = &signature.output
            && self.text[returned.span().byte_range()].contains("impl ")
        {
            return;
        }
        for mutant in self.take("FnValue", first.span()) {
            let at = first.span().byte_range().start;
            self.edits.push(Edit {
                range: at..at,
                before: format!("if {} {{ return {}; }} ", on(mutant.id), mutant.replacement),
                after: String::new(),
                ids: vec![mutant.id],
            });
        }
    }

    /// `instead` for each of the changes, else the expression.
    fn wrap(&mut self, range: Range<usize>, instead: Vec<(u32, String)>) {
        // Each is an edit of its own, so that one which does not compile takes no other along.
        for (id, text) in instead {
            self.edits.push(Edit {
                range: range.clone(),
                before: format!("(if {} {{ {text} }} else {{ ", on(id)),
                after: " })".to_owned(),
                ids: vec![id],
            });
        }
    }
}

fn has_let(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Weaver<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        let mutants = self.take("BinaryOperator", expr.op.span());
        let range = expr.span().byte_range();
        let op = expr.op.span().byte_range();
        if !has_let(&expr.left) && !has_let(&expr.right) {
            let (left, right) = (
                &self.text[range.start..op.start],
                &self.text[op.end..range.end],
            );
            let instead = mutants
                .iter()
                .map(|mutant| (mutant.id, format!("{left}{}{right}", mutant.replacement)));
            self.wrap(range, instead.collect());
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast syn::ExprUnary) {
        let mutants = self.take("UnaryOperator", expr.op.span());
        let operand = self.text[expr.expr.span().byte_range()].to_owned();
        let instead = mutants
            .iter()
            .map(|mutant| (mutant.id, format!("{}{operand}", mutant.replacement)));
        self.wrap(expr.span().byte_range(), instead.collect());
        visit::visit_expr_unary(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        for mutant in self.take("MatchArm", arm.span()) {
            let (range, before, after) = match &arm.guard {
                Some((_, guard)) => (
                    guard.span().byte_range(),
                    format!("(!{} && (", on(mutant.id)),
                    "))",
                ),
                None => {
                    let end = arm.pat.span().byte_range().end;
                    (end..end, format!(" if !{} ", on(mutant.id)), "")
                }
            };
            self.edits.push(Edit {
                range,
                before,
                after: after.to_owned(),
                ids: vec![mutant.id],
            });
        }
        if let Some((_, guard)) = &arm.guard {
            let instead = self
                .take("MatchArmGuard", guard.span())
                .iter()
                .map(|mutant| (mutant.id, mutant.replacement.clone()))
                .collect();
            self.wrap(guard.span().byte_range(), instead);
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, expr: &'ast syn::ExprStruct) {
        if let Some(rest) = &expr.rest {
            let name = &self.text[expr.path.span().byte_range()];
            let rest = &self.text[rest.span().byte_range()];
            for field in &expr.fields {
                let member = self.text[field.member.span().byte_range()].to_owned();
                let mutants = self.take("StructField", field.span());
                // `field` alone stands for `field: field`.
                let range = field.span().byte_range();
                let value = field.expr.span().byte_range();
                for mutant in mutants {
                    let label = if field.colon_token.is_none() {
                        format!("{member}: ")
                    } else {
                        String::new()
                    };
                    let range = if field.colon_token.is_none() {
                        range.clone()
                    } else {
                        value.clone()
                    };
                    self.edits.push(Edit {
                        range,
                        before: format!(
                            "{label}if {} {{ let base: {name} = {rest}; base.{member} }} else {{ ",
                            on(mutant.id)
                        ),
                        after: " }".to_owned(),
                        ids: vec![mutant.id],
                    });
                }
            }
        }
        visit::visit_expr_struct(self, expr);
    }
}
