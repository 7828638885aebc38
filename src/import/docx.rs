//! A Word file (`WordprocessingML`, as Word and WPS write it) → [`Draft`].
//!
//! What is read is the accepted state: what a tracked change inserted is in, what it deleted is out. Hidden text, comments,
//! headers and footers are never published. Whatever is left out or moved is said, for a clerk cannot see it in the result.
//! Automatic numbering is written out, because headings of official texts are known by 一、 and （一）.
//!
//! `office_oxide` 0.1.16 was tried on such a file: it takes tracked changes as accepted and leaves hidden text out, but says
//! nothing of either; labels of automatic numbering became bullets, merged cells empty ones, marks of footnotes were lost,
//! and a date that renews itself was published.

use std::collections::{HashMap, HashSet};

use super::draft::{Block, Cell, Draft, Look, Paragraph, Script, Span, Table, picture_name};
use super::numbering::{Label, Numbering};
use super::package::{Package, Relation};
use super::styles::Styles;
use super::xml::{Element, Node};
use super::{Fault, fault, shortened};
use crate::diagnostic::Diagnostic;
use crate::messages::{self, tell};
use crate::parse;
use crate::source::picture::Picture;

/// Deepest table within a table that is read.
const TABLES_MOST: usize = 8;
/// Columns and rows that one cell may take.
const SPAN_MOST: usize = 200;

/// Reads a Word file.
///
/// # Errors
/// If it is damaged, locked, or larger than any letter.
pub fn read(package: &mut Package) -> Result<Draft, Fault> {
    let main = package
        .relations("")?
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(
            || "word/document.xml".to_owned(),
            |relation| relation.target,
        );
    let Some(document) = package.tree(&main)? else {
        return Err(fault(
            "import-unreadable",
            tell!("import-word-part", part = main),
            tell!("import-word-part.hint"),
        ));
    };
    let relations = package.relations(&main)?;
    let part = |kind: &str| {
        relations
            .values()
            .filter(|relation| relation.kind == kind && !relation.external)
            .map(|relation| relation.target.clone())
            .min()
    };
    let tree_of = |package: &mut Package, kind: &str| match part(kind) {
        Some(name) => package.tree(&name),
        None => Ok(None),
    };
    let styles = tree_of(package, "styles")?
        .map(|tree| Styles::read(&tree))
        .unwrap_or_default();
    let numbering = tree_of(package, "numbering")?
        .map(|tree| Numbering::read(&tree, |style| styles.number(Some(style))))
        .unwrap_or_default();
    let mut notes = HashMap::new();
    let mut note_relations = HashMap::new();
    for (kind, element) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
        let Some(name) = part(kind) else { continue };
        if let Some(tree) = package.tree(&name)? {
            for node in tree.children {
                if let Node::Element(note) = node
                    && note.name == element
                    && let Some(id) = note.get("id").map(str::to_owned)
                {
                    notes.insert((element, id), note);
                }
            }
        }
        note_relations.insert(element, package.relations(&name)?);
    }
    let comments = tree_of(package, "comments")?.map_or(0, |tree| tree.elements().count());
    let mut edges: Vec<String> = relations
        .values()
        .filter(|r| matches!(r.kind.as_str(), "header" | "footer") && !r.external)
        .map(|r| r.target.clone())
        .collect();
    edges.sort();
    let mut reader = Reader {
        package,
        relations,
        styles,
        numbering,
        draft: Draft::default(),
        notes,
        note_relations,
        marks: Vec::new(),
        fields: Vec::new(),
        boxes: Vec::new(),
        joined: Vec::new(),
        seen: Seen {
            comments,
            ..Seen::default()
        },
        depth: 0,
        floating: HashSet::new(),
    };
    let Some(body) = document.child("body") else {
        return Err(fault(
            "import-unreadable",
            tell!("import-word-body"),
            tell!("import-word-body.hint"),
        ));
    };
    let mut blocks = Vec::new();
    reader.blocks(body, &mut blocks)?;
    reader.flush(&mut blocks);
    reader.read_notes()?;
    reader.read_edges(&edges)?;
    reader.say();
    reader.draft.blocks = blocks;
    let floating = reader.floating;
    let mut draft = reader.draft;
    drop_seals(&mut draft, &floating);
    Ok(draft)
}

/// What was met that the clerk should know of.
#[derive(Default)]
struct Seen {
    comments: usize,
    inserted: usize,
    deleted: Vec<String>,
    hidden: Vec<String>,
    struck: Vec<String>,
    boxes: Vec<String>,
    dates: Vec<String>,
    contents: usize,
    placeholders: usize,
    objects: Vec<String>,
    pictures: Vec<String>,
    links: Vec<String>,
    formulas: usize,
    symbols: usize,
    nested: usize,
    fields: usize,
}

struct Field {
    instruction: String,
    result: bool,
    link: Option<String>,
    /// Its result is not published.
    drop: bool,
}

struct Reader<'p> {
    package: &'p mut Package,
    relations: HashMap<String, Relation>,
    styles: Styles,
    numbering: Numbering,
    draft: Draft,
    notes: HashMap<(&'static str, String), Element>,
    note_relations: HashMap<&'static str, HashMap<String, Relation>>,
    /// Notes in the order of their marks.
    marks: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    /// Text boxes of the paragraph that is being read.
    boxes: Vec<Vec<Block>>,
    /// Words of a paragraph whose mark was deleted: they go before the next one.
    joined: Vec<Span>,
    seen: Seen,
    depth: usize,
    /// Pictures that lie over or beside the text.
    floating: HashSet<usize>,
}

impl Reader<'_> {
    fn blocks(&mut self, parent: &Element, out: &mut Vec<Block>) -> Result<(), Fault> {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element, out)?,
                "tbl" => {
                    let table = self.table(element)?;
                    if table.rows.iter().flatten().next().is_some() {
                        out.push(Block::Table(table));
                    }
                }
                "sdt" => {
                    if self.is_left_out(element) {
                        continue;
                    }
                    if let Some(content) = element.child("sdtContent") {
                        self.blocks(content, out)?;
                    }
                }
                "ins" | "moveTo" => {
                    self.seen.inserted += 1;
                    self.blocks(element, out)?;
                }
                "customXml" | "smartTag" => self.blocks(element, out)?,
                "del" | "moveFrom" => self.seen.deleted.push(deleted_text(element)),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen, out)?;
                    }
                }
                "altChunk" => self.seen.objects.push(tell!("import-object-chunk")),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a content control is a placeholder (单击此处输入文字) or a table of contents.
    fn is_left_out(&mut self, control: &Element) -> bool {
        let Some(properties) = control.child("sdtPr") else {
            return false;
        };
        if properties.switch("showingPlcHdr") == Some(true) {
            self.seen.placeholders += 1;
            return true;
        }
        let contents = properties
            .child("docPartObj")
            .and_then(|part| part.value("docPartGallery"))
            .is_some_and(|gallery| gallery.contains("Table of Contents"));
        self.seen.contents += usize::from(contents);
        contents
    }

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Fault> {
        let empty = Element::default();
        let properties = element.child("pPr").unwrap_or(&empty);
        let style = self
            .styles
            .or_default(properties.value("pStyle"))
            .map(str::to_owned);
        let style = style.as_deref();
        let mark = properties.child("rPr").unwrap_or(&empty);
        let mut spans = std::mem::take(&mut self.joined);
        self.runs(element, style, None, &mut spans)?;
        // Of all fields a table of contents alone goes over several paragraphs: one that was never closed would swallow the rest.
        let open = self.fields.len();
        self.fields.retain(|field| {
            let contents = field.instruction.trim_start().starts_with("TOC");
            field.result && (contents || !field.drop)
        });
        self.seen.fields += open - self.fields.len();
        let boxes = std::mem::take(&mut self.boxes);
        // The mark of this paragraph was deleted: in the accepted state the next one goes on here.
        if mark.child("del").is_some() || mark.child("moveFrom").is_some() {
            self.seen.deleted.push("¶".into());
            self.joined = spans;
            self.place_boxes(boxes, out);
            return Ok(());
        }
        let heading = self.styles.heading(style).or_else(|| {
            properties
                .value("outlineLvl")
                .and_then(|v| v.parse::<u8>().ok())
                .filter(|level| *level < 9)
                .map(|level| level + 1)
        });
        let label = self.label(properties, style);
        let mut paragraph = Paragraph {
            spans,
            heading: heading.filter(|_| !self.styles.is_title(style)),
            bullet: None,
        };
        if !paragraph.is_empty() {
            match label {
                Some((Label::Bullet, level)) => {
                    paragraph.bullet = Some(u8::try_from(level).unwrap_or(0));
                }
                Some((Label::Words(words), _)) => {
                    let bold =
                        matches!(paragraph.spans.first(), Some(Span::Text(_, look)) if look.bold);
                    let look = Look {
                        bold,
                        ..Look::default()
                    };
                    // Word draws the label before the words, blanks that indent them included.
                    trim_start(&mut paragraph.spans);
                    paragraph.spans.insert(0, Span::Text(words, look));
                }
                None => {}
            }
            out.push(Block::Paragraph(paragraph));
        }
        self.place_boxes(boxes, out);
        Ok(())
    }

    fn place_boxes(&mut self, boxes: Vec<Vec<Block>>, out: &mut Vec<Block>) {
        for blocks in boxes {
            let words = words_of(&blocks);
            if !words.trim().is_empty() {
                self.seen.boxes.push(words);
            }
            out.extend(blocks);
        }
    }

    /// The label that numbering puts before a paragraph: its own, or that of its style.
    fn label(&mut self, properties: &Element, style: Option<&str>) -> Option<(Label, usize)> {
        let own = properties.child("numPr");
        let number = own
            .and_then(|n| n.value("numId"))
            .map(str::to_owned)
            .or_else(|| self.styles.number(style))?;
        if number == "0" {
            return None;
        }
        let level = own
            .and_then(|n| n.value("ilvl"))
            .and_then(|v| v.parse().ok())
            .or_else(|| style.and_then(|style| self.numbering.level_of_style(&number, style)))
            .or_else(|| self.styles.level(style))
            .unwrap_or(0);
        self.numbering
            .label(&number, level)
            .map(|label| (label, level))
    }

    fn runs(
        &mut self,
        parent: &Element,
        style: Option<&str>,
        link: Option<&str>,
        out: &mut Vec<Span>,
    ) -> Result<(), Fault> {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, style, link, out)?,
                "hyperlink" => {
                    let address = element.get("id").and_then(|id| {
                        self.relations
                            .get(id)
                            .filter(|relation| relation.external)
                            .map(|relation| relation.target.clone())
                    });
                    let address = address.and_then(|address| self.address(&address));
                    self.runs(element, style, address.as_deref().or(link), out)?;
                }
                "ins" | "moveTo" => {
                    self.seen.inserted += 1;
                    self.runs(element, style, link, out)?;
                }
                "del" | "moveFrom" => self.seen.deleted.push(deleted_text(element)),
                "sdt" => {
                    if !self.is_left_out(element)
                        && let Some(content) = element.child("sdtContent")
                    {
                        self.runs(content, style, link, out)?;
                    }
                }
                "fldSimple" => {
                    self.begin_field();
                    self.instruct(element.get("instr").unwrap_or(""));
                    self.separate_field();
                    self.runs(element, style, link, out)?;
                    self.end_field();
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.runs(chosen, style, link, out)?;
                    }
                }
                "oMath" | "oMathPara" => {
                    self.seen.formulas += 1;
                    let mut texts = Vec::new();
                    element.all("t", &mut texts);
                    let words: String = texts.iter().map(|t| t.text()).collect();
                    out.push(Span::Text(words, Look::default()));
                }
                "customXml" | "smartTag" | "dir" | "bdo" => {
                    self.runs(element, style, link, out)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn run(
        &mut self,
        run: &Element,
        style: Option<&str>,
        link: Option<&str>,
        out: &mut Vec<Span>,
    ) -> Result<(), Fault> {
        let empty = Element::default();
        let properties = run.child("rPr").unwrap_or(&empty);
        let own = properties.value("rStyle").map(str::to_owned);
        let own = own.as_deref();
        let hidden = properties
            .switch("vanish")
            .or_else(|| self.styles.hidden(own))
            .or_else(|| self.styles.hidden(style))
            .unwrap_or(false);
        let bold = properties
            .switch("b")
            .or_else(|| self.styles.bold(own))
            .or_else(|| self.styles.bold(style))
            .unwrap_or(false);
        let strike =
            properties.switch("strike") == Some(true) || properties.switch("dstrike") == Some(true);
        let field_link = self.fields.iter().rev().find_map(|f| f.link.clone());
        let look = Look {
            bold,
            italic: properties.switch("i").unwrap_or(false),
            strike,
            script: script(run, properties),
            link: link.map(str::to_owned).or(field_link),
        };
        for child in run.elements() {
            // Fields begin and end whether or not what is around them is shown.
            match child.name.as_str() {
                "fldChar" => {
                    match child.get("fldCharType") {
                        Some("begin") => self.begin_field(),
                        Some("separate") => self.separate_field(),
                        Some("end") => self.end_field(),
                        _ => {}
                    }
                    continue;
                }
                "instrText" => {
                    self.instruct(&child.text());
                    continue;
                }
                _ => {}
            }
            if self.fields.iter().any(|field| !field.result) {
                continue;
            }
            let dropped = self.fields.iter().any(|field| field.drop);
            if hidden || dropped {
                if hidden && child.name == "t" {
                    self.seen.hidden.push(child.text());
                } else if child.name == "t" {
                    self.note_dropped(&child.text());
                }
                continue;
            }
            self.run_child(child, &look, out)?;
        }
        Ok(())
    }

    fn run_child(
        &mut self,
        child: &Element,
        look: &Look,
        out: &mut Vec<Span>,
    ) -> Result<(), Fault> {
        let mut say = |text: &str| out.push(Span::Text(text.to_owned(), look.clone()));
        match child.name.as_str() {
            "t" => {
                let text = child.text();
                if look.strike && !text.trim().is_empty() {
                    self.seen.struck.push(text.clone());
                }
                say(&text);
            }
            "tab" | "ptab" => say("\u{3000}"),
            "br" if !matches!(child.get("type"), Some("page" | "column")) => {
                out.push(Span::Break);
            }
            "cr" => out.push(Span::Break),
            "noBreakHyphen" => say("-"),
            "sym" => {
                let symbol = symbol(
                    child.get("font").unwrap_or(""),
                    child.get("char").unwrap_or(""),
                );
                if symbol.is_none() {
                    self.seen.symbols += 1;
                }
                say(symbol.unwrap_or("□"));
            }
            "ruby" => {
                if let Some(base) = child.child("rubyBase") {
                    say(&base.text());
                }
            }
            "drawing" => self.drawing(child, out)?,
            "pict" => self.picture(child, out)?,
            "object" => {
                let program = child
                    .find("OLEObject")
                    .and_then(|object| object.get("ProgID"))
                    .unwrap_or("object");
                self.seen
                    .objects
                    .push(tell!("import-object-embedded", program));
            }
            "AlternateContent" => {
                if let Some(chosen) = chosen(child) {
                    for inner in chosen.elements() {
                        self.run_child(inner, look, out)?;
                    }
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = if child.name == "footnoteReference" {
                    "footnote"
                } else {
                    "endnote"
                };
                if let Some(id) = child.get("id")
                    && self.notes.contains_key(&(kind, id.to_owned()))
                {
                    out.push(Span::Note(self.marks.len()));
                    self.marks.push((kind, id.to_owned()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_field(&mut self) {
        self.fields.push(Field {
            instruction: String::new(),
            result: false,
            link: None,
            drop: false,
        });
    }

    fn instruct(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
            field.instruction.push_str(text);
        }
    }

    /// The instruction is complete: what follows is its result.
    fn separate_field(&mut self) {
        let Some(mut field) = self.fields.pop() else {
            return;
        };
        field.result = true;
        let mut words = field.instruction.split_whitespace();
        match words.next().unwrap_or("").to_ascii_uppercase().as_str() {
            "HYPERLINK" => {
                let quoted = field.instruction.split('"').nth(1).map(str::to_owned);
                // \l leads to a place within the document.
                let inside = field.instruction.contains("\\l");
                field.link = quoted
                    .filter(|_| !inside)
                    .and_then(|address| self.address(&address));
            }
            "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "PAGEREF" => field.drop = true,
            "DATE" | "TIME" | "SAVEDATE" | "CREATEDATE" | "PRINTDATE" | "EDITTIME" => {
                field.drop = true;
            }
            "TOC" => {
                self.seen.contents += 1;
                field.drop = true;
            }
            _ => {}
        }
        self.fields.push(field);
    }

    fn end_field(&mut self) {
        self.fields.pop();
    }

    fn note_dropped(&mut self, text: &str) {
        let date = self.fields.iter().any(|field| {
            let name = field.instruction.trim().to_ascii_uppercase();
            name.contains("DATE") || name.starts_with("TIME") || name.starts_with("EDITTIME")
        });
        if date && !text.trim().is_empty() {
            self.seen.dates.push(text.trim().to_owned());
        }
    }

    /// An address that a page may lead to; others are said and their words kept.
    fn address(&mut self, address: &str) -> Option<String> {
        let lower = address.trim().to_ascii_lowercase();
        let safe = ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme));
        if safe {
            return Some(address.trim().to_owned());
        }
        self.seen.links.push(address.to_owned());
        None
    }

    fn drawing(&mut self, drawing: &Element, out: &mut Vec<Span>) -> Result<(), Fault> {
        let shown = drawing
            .find("docPr")
            .and_then(|p| p.get("descr").or_else(|| p.get("title")))
            .unwrap_or("");
        let mut boxes = Vec::new();
        drawing.all("txbxContent", &mut boxes);
        for content in boxes {
            self.text_box(content)?;
        }
        let mut pictures = Vec::new();
        drawing.all("blip", &mut pictures);
        for picture in &pictures {
            if let Some(id) = picture.get("embed") {
                let floating = drawing.child("anchor").is_some();
                self.image(id, shown, floating, out)?;
            } else if let Some(id) = picture.get("link") {
                let target = self.relations.get(id).map_or("", |r| r.target.as_str());
                self.seen
                    .pictures
                    .push(tell!("import-picture-linked", name = target));
            }
        }
        if pictures.is_empty()
            && let Some(kind) = drawing.find("graphicData").and_then(|g| g.get("uri"))
        {
            for (word, name) in [
                ("chart", "import-object-chart"),
                ("diagram", "import-object-diagram"),
            ] {
                if kind.contains(word) {
                    self.seen.objects.push(tell!(name));
                }
            }
        }
        Ok(())
    }

    /// Pictures of older files (VML).
    fn picture(&mut self, element: &Element, out: &mut Vec<Span>) -> Result<(), Fault> {
        let mut boxes = Vec::new();
        element.all("txbxContent", &mut boxes);
        for content in boxes {
            self.text_box(content)?;
        }
        let mut pictures = Vec::new();
        element.all("imagedata", &mut pictures);
        for picture in pictures {
            if let Some(id) = picture.get("id").or_else(|| picture.get("relid")) {
                let floating = element
                    .find("shape")
                    .and_then(|shape| shape.get("style"))
                    .is_some_and(|style| style.contains("position:absolute"));
                let shown = picture.get("title").unwrap_or("");
                self.image(id, shown, floating, out)?;
            }
        }
        Ok(())
    }

    fn text_box(&mut self, content: &Element) -> Result<(), Fault> {
        if self.depth >= TABLES_MOST {
            return Ok(());
        }
        // Fields and paragraphs that are open around the box do not reach into it.
        let fields = std::mem::take(&mut self.fields);
        let joined = std::mem::take(&mut self.joined);
        let outer = std::mem::take(&mut self.boxes);
        self.depth += 1;
        let mut blocks = Vec::new();
        let read = self.blocks(content, &mut blocks);
        self.flush(&mut blocks);
        self.depth -= 1;
        self.fields = fields;
        self.joined = joined;
        self.boxes = outer;
        self.boxes.push(blocks);
        read
    }

    fn image(
        &mut self,
        id: &str,
        shown: &str,
        floating: bool,
        out: &mut Vec<Span>,
    ) -> Result<(), Fault> {
        let Some(relation) = self.relations.get(id).cloned() else {
            self.seen.pictures.push(tell!("import-picture-gone"));
            return Ok(());
        };
        let name = relation.target.rsplit('/').next().unwrap_or("").to_owned();
        if relation.external {
            self.seen
                .pictures
                .push(tell!("import-picture-linked", name));
            return Ok(());
        }
        let Some(bytes) = self.package.bytes(&relation.target)? else {
            self.seen
                .pictures
                .push(tell!("import-picture-absent", name));
            return Ok(());
        };
        let Some(kind) = Picture::of(&bytes).and_then(Picture::shown_as) else {
            self.seen
                .pictures
                .push(tell!("import-picture-format", name));
            return Ok(());
        };
        let at = self.draft.bring(picture_name(&bytes, kind), bytes);
        if floating {
            self.floating.insert(at);
        }
        out.push(Span::Image(at, description(shown)));
        Ok(())
    }

    fn table(&mut self, element: &Element) -> Result<Table, Fault> {
        struct Placed {
            column: usize,
            columns: usize,
            goes_on: bool,
            cell: Option<Cell>,
        }
        self.depth += 1;
        self.seen.nested += usize::from(self.depth > 1);
        let mut rows: Vec<Vec<Placed>> = Vec::new();
        for row in table_parts(element, "tr") {
            let properties = row.child("trPr");
            if properties.is_some_and(|p| p.child("del").is_some()) {
                self.seen.deleted.push(row.text());
                continue;
            }
            let number = |name: &str| {
                properties
                    .and_then(|p| p.value(name))
                    .and_then(|v| v.parse::<usize>().ok())
                    .unwrap_or(0)
                    .min(SPAN_MOST)
            };
            let mut column = number("gridBefore");
            let mut placed = Vec::new();
            for cell in table_parts(row, "tc") {
                let properties = cell.child("tcPr");
                if properties.is_some_and(|p| p.child("cellDel").is_some()) {
                    self.seen.deleted.push(cell.text());
                    continue;
                }
                let columns = properties
                    .and_then(|p| p.value("gridSpan"))
                    .and_then(|v| v.parse::<usize>().ok())
                    .unwrap_or(1)
                    .clamp(1, SPAN_MOST);
                let merge = properties.and_then(|p| p.child("vMerge"));
                let goes_on = merge.is_some_and(|m| m.get("val") != Some("restart"));
                let mut blocks = Vec::new();
                if self.depth < TABLES_MOST {
                    self.blocks(cell, &mut blocks)?;
                    self.flush(&mut blocks);
                }
                placed.push(Placed {
                    column,
                    columns,
                    goes_on,
                    cell: Some(Cell {
                        paragraphs: flat(blocks),
                        columns,
                        rows: 1,
                    }),
                });
                column += columns;
            }
            rows.push(placed);
        }
        self.depth -= 1;
        for at in 0..rows.len() {
            for which in 0..rows[at].len() {
                let (column, columns, goes_on) = {
                    let placed = &rows[at][which];
                    (placed.column, placed.columns, placed.goes_on)
                };
                if goes_on {
                    continue;
                }
                let below = rows[at + 1..]
                    .iter()
                    .take(SPAN_MOST)
                    .take_while(|row| {
                        row.iter()
                            .any(|p| p.goes_on && p.column == column && p.columns == columns)
                    })
                    .count();
                if let Some(cell) = &mut rows[at][which].cell {
                    cell.rows = below + 1;
                }
            }
        }
        // A cell that goes on from the row above is that row's, unless there is none that it goes on from.
        let mut table = Table::default();
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (at, row) in rows.into_iter().enumerate() {
            let mut cells = Vec::new();
            open.retain(|(_, until)| *until > at);
            for placed in row {
                let covered = open.iter().any(|(column, _)| *column == placed.column);
                if placed.goes_on && covered {
                    continue;
                }
                if let Some(cell) = placed.cell {
                    if cell.rows > 1 {
                        open.push((placed.column, at + cell.rows));
                    }
                    cells.push(cell);
                }
            }
            table.rows.push(cells);
        }
        table.rows.retain(|row| !row.is_empty());
        Ok(table)
    }

    /// Words of a last paragraph whose mark was deleted, with none to go before.
    fn flush(&mut self, out: &mut Vec<Block>) {
        let spans = std::mem::take(&mut self.joined);
        let paragraph = Paragraph {
            spans,
            ..Paragraph::default()
        };
        if !paragraph.is_empty() {
            out.push(Block::Paragraph(paragraph));
        }
    }

    fn read_notes(&mut self) -> Result<(), Fault> {
        let mut at = 0;
        // A note may have a note of its own.
        while at < self.marks.len() && at < 2000 {
            let (kind, id) = self.marks[at].clone();
            at += 1;
            let mut blocks = Vec::new();
            if let Some(note) = self.notes.remove(&(kind, id)) {
                let outer = self
                    .note_relations
                    .get(kind)
                    .cloned()
                    .map(|relations| std::mem::replace(&mut self.relations, relations));
                self.blocks(&note, &mut blocks)?;
                self.flush(&mut blocks);
                if let Some(outer) = outer {
                    self.relations = outer;
                }
            }
            self.draft.notes.push(blocks);
        }
        Ok(())
    }

    /// Headers and footers are not read into the letter; what they say besides page numbers is told.
    fn read_edges(&mut self, names: &[String]) -> Result<(), Fault> {
        let mut texts = Vec::new();
        for name in names {
            let Some(tree) = self.package.tree(name)? else {
                continue;
            };
            let mut paragraphs = Vec::new();
            tree.all("p", &mut paragraphs);
            for paragraph in paragraphs {
                let mut words = Vec::new();
                paragraph.all("t", &mut words);
                let text: String = words.iter().map(|t| t.text()).collect();
                let rest = text
                    .chars()
                    .filter(|c| c.is_alphabetic() && !"第页共".contains(*c))
                    .count();
                if rest > 0 && !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        if !texts.is_empty() {
            self.draft.findings.push(
                Diagnostic::advice(
                    "import-left-out",
                    tell!("import-headers", texts = quoted(&texts)),
                )
                .hint(tell!("import-headers.hint")),
            );
        }
        Ok(())
    }

    fn say(&mut self) {
        let seen = std::mem::take(&mut self.seen);
        let mut found = Vec::new();
        let deleted: Vec<String> = seen.deleted.iter().filter(|t| *t != "¶").cloned().collect();
        if seen.inserted > 0 || !seen.deleted.is_empty() {
            found.push(
                Diagnostic::warning(
                    "import-changes",
                    if deleted.is_empty() {
                        tell!(
                            "import-changes",
                            inserted = seen.inserted,
                            deleted = seen.deleted.len()
                        )
                    } else {
                        tell!(
                            "import-changes-quoted",
                            inserted = seen.inserted,
                            deleted = seen.deleted.len(),
                            words = quoted(&deleted),
                        )
                    },
                )
                .hint(tell!("import-changes.hint")),
            );
        }
        if seen.comments > 0 {
            found.push(
                Diagnostic::warning(
                    "import-hidden",
                    tell!("import-comments", count = seen.comments),
                )
                .hint(tell!("import-comments.hint")),
            );
        }
        let list = [
            (
                "import-hidden",
                seen.hidden,
                tell!("import-hidden"),
                tell!("import-hidden.hint"),
            ),
            (
                "import-struck",
                seen.struck,
                tell!("import-struck"),
                tell!("import-struck.hint"),
            ),
            (
                "import-text-box",
                seen.boxes,
                tell!("import-text-box"),
                tell!("import-text-box.hint"),
            ),
            (
                "import-date-field",
                seen.dates,
                tell!("import-date-field"),
                tell!("import-date-field.hint"),
            ),
            (
                "import-object",
                seen.objects,
                tell!("import-object"),
                tell!("import-object.hint"),
            ),
            (
                "import-picture",
                seen.pictures,
                tell!("import-picture"),
                tell!("import-picture.hint"),
            ),
            (
                "import-link",
                seen.links,
                tell!("import-link"),
                tell!("import-link.hint"),
            ),
        ];
        for (code, items, what, hint) in list {
            if !items.is_empty() {
                found.push(Diagnostic::warning(code, of_list(what, &items)).hint(hint));
            }
        }
        for (count, code, message, hint) in [
            (
                seen.contents,
                "import-left-out",
                tell!("import-contents"),
                tell!("import-contents.hint"),
            ),
            (
                seen.placeholders,
                "import-left-out",
                tell!("import-placeholders"),
                tell!("import-placeholders.hint"),
            ),
            (
                seen.formulas,
                "import-formula",
                tell!("import-formula"),
                tell!("import-formula.hint"),
            ),
            (
                seen.symbols,
                "import-symbol",
                tell!("import-symbol"),
                tell!("import-symbol.hint"),
            ),
            (
                seen.fields,
                "import-field",
                tell!("import-field"),
                tell!("import-field.hint"),
            ),
            (
                seen.nested,
                "import-table",
                tell!("import-table-nested"),
                tell!("import-table-nested.hint"),
            ),
        ] {
            if count > 0 {
                found.push(Diagnostic::warning(code, message).hint(hint));
            }
        }
        self.draft.findings.append(&mut found);
    }
}

/// Raised or lowered: by name, or, as `LibreOffice` writes it, by a short figure's place above or below the line.
fn script(run: &Element, properties: &Element) -> Script {
    match properties.value("vertAlign") {
        Some("superscript") => return Script::Super,
        Some("subscript") => return Script::Sub,
        _ => {}
    }
    // In half points.
    let place: i32 = properties
        .value("position")
        .and_then(|v| v.parse().ok())
        .unwrap_or(0);
    if place.abs() < 5 || properties.child("sz").is_none() {
        return Script::Normal;
    }
    let text = run.text();
    let figure = text.len() <= 6 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    match (figure, place > 0) {
        (false, _) => Script::Normal,
        (true, true) => Script::Super,
        (true, false) => Script::Sub,
    }
}

/// Rows of a table, cells of a row, those inside content controls and insertions too.
fn table_parts<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match element.name.as_str() {
            part if part == name => found.push(element),
            "sdt" => {
                if let Some(content) = element.child("sdtContent") {
                    found.extend(table_parts(content, name));
                }
            }
            "ins" | "moveTo" | "customXml" => found.extend(table_parts(element, name)),
            _ => {}
        }
    }
    found
}

/// What is meant to be shown of several ways to say a thing.
fn chosen(element: &Element) -> Option<&Element> {
    element
        .child("Choice")
        .or_else(|| element.child("Fallback"))
}

fn deleted_text(element: &Element) -> String {
    let mut texts = Vec::new();
    element.all("delText", &mut texts);
    element.all("t", &mut texts);
    texts.iter().map(|t| t.text()).collect()
}

/// Blocks as paragraphs: a table within becomes a line a row.
fn flat(blocks: Vec<Block>) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => out.push(paragraph),
            Block::Table(table) => {
                for row in table.rows {
                    let mut line = Paragraph::default();
                    for cell in row {
                        for paragraph in cell.paragraphs {
                            if !line.spans.is_empty() {
                                line.spans
                                    .push(Span::Text("\u{3000}".into(), Look::default()));
                            }
                            line.spans.extend(paragraph.spans);
                        }
                    }
                    out.push(line);
                }
            }
            Block::Verbatim(text) => out.push(Paragraph::of(&text)),
        }
    }
    out
}

fn trim_start(spans: &mut [Span]) {
    for span in spans {
        match span {
            Span::Text(text, _) => {
                let trimmed = text.trim_start();
                let done = !trimmed.is_empty();
                *text = trimmed.to_owned();
                if done {
                    return;
                }
            }
            _ => return,
        }
    }
}

fn words_of(blocks: &[Block]) -> String {
    let lines: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.text(),
            Block::Table(table) => {
                let cells: Vec<String> = table.rows.iter().flatten().map(Cell::text).collect();
                cells.join(" ")
            }
            Block::Verbatim(text) => text.clone(),
        })
        .collect();
    lines.join(" ")
}

/// A description that somebody wrote: not 图片 1, not a file name.
fn description(shown: &str) -> String {
    let shown = shown.trim();
    let made = [
        "图片",
        "Picture",
        "Image",
        "IMG",
        "微信图片",
        "图像",
        "图形",
    ]
    .iter()
    .any(|start| {
        shown.strip_prefix(start).is_some_and(|rest| {
            rest.chars()
                .all(|c| c.is_ascii_digit() || " _-".contains(c))
        })
    });
    let file = [".png", ".jpg", ".jpeg", ".gif", ".bmp"]
        .iter()
        .any(|end| shown.to_ascii_lowercase().ends_with(end));
    if made || file || shown.contains("描述已自动生成") {
        String::new()
    } else {
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Signs of Wingdings that forms use.
fn symbol(font: &str, code: &str) -> Option<&'static str> {
    let code = u32::from_str_radix(code, 16).ok()? & 0xff;
    Some(match (font, code) {
        ("Wingdings", 0xfe) | ("Wingdings 2", 0x52) => "☑",
        ("Wingdings", 0xfd) | ("Wingdings 2", 0x51) => "☒",
        ("Wingdings", 0xa8 | 0x6f | 0x71 | 0x72) | ("Wingdings 2", 0xa3 | 0x2a | 0x30) => "□",
        ("Wingdings", 0xfc) | ("Wingdings 2", 0x50) => "✓",
        ("Wingdings", 0xfb) | ("Wingdings 2", 0x4f) => "✗",
        ("Wingdings" | "Symbol", 0x6c | 0xb7) => "•",
        ("Wingdings", 0x6e) => "■",
        ("Wingdings", 0xe0) | ("Symbol", 0xae) => "→",
        ("Symbol", 0xb0) => "°",
        ("Symbol", 0xb4) => "×",
        ("Symbol", 0xa3) => "≤",
        ("Symbol", 0xb3) => "≥",
        _ => return None,
    })
}

/// What was found, with a few of the texts in which.
pub(super) fn of_list(what: String, items: &[String]) -> String {
    tell!("import-of-list", what, items = quoted(items))
}

/// A few of many texts, each cut.
pub(super) fn quoted(items: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = items
        .iter()
        .filter(|item| !item.trim().is_empty())
        .take(SHOWN)
        .map(|item| format!("“{}”", shortened(item)))
        .collect();
    let more = items.len().saturating_sub(SHOWN);
    if more > 0 {
        tell!("import-and-more", list = messages::names(&shown), more)
    } else {
        messages::names(&shown)
    }
}

/// A picture at the signature is a seal (印章): a clear picture of it lets anyone forge papers, so it is left out.
fn drop_seals(draft: &mut Draft, floating: &HashSet<usize>) {
    let texts: Vec<String> = draft
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.text().trim().to_owned(),
            _ => "|".into(),
        })
        .collect();
    let Some(date) = texts.iter().rposition(|text| parse::is_date_line(text)) else {
        return;
    };
    // From the end of the last sentence to the line after the date.
    let from = texts[..date]
        .iter()
        .rposition(|text| text.ends_with(['。', '！', '：', '|']))
        .map_or(0, |at| at + 1);
    let to = (date + 2).min(draft.blocks.len());
    let mut dropped = Vec::new();
    for (at, block) in draft.blocks.iter_mut().enumerate().take(to).skip(from) {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        if at > date && !paragraph.text().trim().is_empty() {
            continue;
        }
        // A figure that stands alone on its line is no seal.
        let words = !paragraph.text().trim().is_empty();
        paragraph.spans.retain(|span| match span {
            Span::Image(file, _) if words || floating.contains(file) => {
                dropped.push(*file);
                false
            }
            _ => true,
        });
    }
    if dropped.is_empty() {
        return;
    }
    draft
        .blocks
        .retain(|block| !matches!(block, Block::Paragraph(p) if p.is_empty()));
    draft.findings.push(
        Diagnostic::warning("import-seal", tell!("import-seal", count = dropped.len()))
            .hint(tell!("import-seal.hint")),
    );
}
