//! A part of an Office document → a tree of elements, with limits on depth and number.
//!
//! Names are local names: the prefixes of `WordprocessingML`, its strict form and what writes them differ, the local names
//! of the parts that are read here do not clash. No entity but the five of XML is known, and a document type is refused,
//! so nothing can be made to grow.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Fault, fault};
use crate::messages::tell;
use crate::source::decode::decode;

/// Deepest nesting: a table within a table within a table is about 40 deep.
const DEPTH_MOST: usize = 200;
/// Most elements and texts of one part.
const NODES_MOST: usize = 3_000_000;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// Local name.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What is inside, in order.
    pub children: Vec<Node>,
}

/// What is inside an element.
#[derive(Debug)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Text, white space kept.
    Text(String),
}

impl Element {
    /// The value of an attribute, by its local name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The elements inside, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element inside of a name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The `val` of the first element inside of a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name).and_then(|child| child.get("val"))
    }

    /// A switch (`<w:b/>`, `<w:b w:val="0"/>`): `None` if it is not there.
    #[must_use]
    pub fn switch(&self, name: &str) -> Option<bool> {
        self.child(name)
            .map(|child| !matches!(child.get("val"), Some("0" | "false" | "off" | "none")))
    }

    /// The first element of a name at any depth, in reading order.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|child| {
            if child.name == name {
                Some(child)
            } else {
                child.find(name)
            }
        })
    }

    /// Every element of a name at any depth, those inside such an element not.
    pub fn all<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for child in self.elements() {
            if child.name == name {
                found.push(child);
            } else {
                child.all(name, found);
            }
        }
    }

    /// All text inside, at any depth.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    fn gather(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.gather(out),
            }
        }
    }
}

/// Reads one part; the element that it is.
///
/// # Errors
/// If it is no well-formed XML, nests too deep, or declares a document type.
pub fn parse(part: &str, bytes: Vec<u8>) -> Result<Element, Fault> {
    let text = decode(bytes).text;
    let broken = |why: String| {
        fault(
            "import-unreadable",
            tell!("import-xml", part, why),
            tell!("import-xml.hint"),
        )
    };
    let large = |why: String| {
        fault(
            "import-too-large",
            tell!("import-xml-large", part, why),
            tell!("import-xml-large.hint"),
        )
    };
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut nodes = 0usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?;
        nodes += 1;
        if nodes > NODES_MOST {
            return Err(large(tell!("import-xml-many")));
        }
        match event {
            Event::Start(start) => {
                if open.len() > DEPTH_MOST {
                    return Err(large(tell!("import-xml-deep")));
                }
                open.push(element(&start).map_err(broken)?);
            }
            Event::Empty(start) => {
                let empty = element(&start).map_err(broken)?;
                push(&mut open, Node::Element(empty));
            }
            Event::End(_) => {
                if open.len() > 1
                    && let Some(done) = open.pop()
                {
                    push(&mut open, Node::Element(done));
                }
            }
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text),
            Event::GeneralRef(reference) => {
                let character = match reference.as_ref() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "apos" => Some('\''),
                    "quot" => Some('"'),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                match character {
                    Some(character) => push_text(&mut open, character.encode_utf8(&mut [0; 4])),
                    None => {
                        return Err(broken(tell!("import-xml-entity")));
                    }
                }
            }
            Event::DocType(_) => return Err(large(tell!("import-xml-doctype"))),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if open.len() > 1 {
        return Err(broken(tell!("import-xml-end")));
    }
    let root = open.pop().unwrap_or_default();
    root.children
        .into_iter()
        .find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
        .ok_or_else(|| broken(tell!("import-xml-empty")))
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        attributes.push((
            attribute.key.local_name().as_ref().to_owned(),
            value.into_owned(),
        ));
    }
    Ok(Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
        children: Vec::new(),
    })
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(last) = open.last_mut() else { return };
    if let Some(Node::Text(before)) = last.children.last_mut() {
        before.push_str(text);
    } else if !text.is_empty() {
        last.children.push(Node::Text(text.to_owned()));
    }
}
