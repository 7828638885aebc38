//! What an attachment would do in a reader's browser: a portal hands on files of others under its own name, so a file
//! that would run, or ask another host for something, is no attachment.

use crate::messages::tell;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Endings of files that a browser runs as part of the site, or a desktop as a program.
const RUNS: &[&str] = &[
    "bat", "cmd", "com", "cpl", "exe", "hta", "htc", "htm", "html", "jar", "js", "jse", "lnk",
    "mht", "mhtml", "mjs", "msi", "ps1", "scr", "shtml", "svgz", "swf", "vbs", "vbe", "wsf", "xht",
    "xhtml", "xsl", "xslt",
];

/// Endings of files that are XML to a browser, which runs what it finds there.
const XML: &[&str] = &["svg", "xml", "rss", "atom", "rdf", "mathml", "mml"];

/// Pictures that may stand in an SVG as data.
const PICTURES: &[&str] = &[
    "data:image/png",
    "data:image/jpeg",
    "data:image/gif",
    "data:image/webp",
];

/// Why a file by its name can be no attachment; `None` if its name says nothing against it.
#[must_use]
pub fn by_name(path: &str) -> Option<String> {
    let ending = ending(path);
    RUNS.contains(&ending.as_str())
        .then(|| tell!("active-by-name", ending))
}

/// Whether only the content of a file says what it would do.
#[must_use]
pub fn must_be_read(path: &str) -> bool {
    XML.contains(&ending(path).as_str())
}

fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// What in an XML file (SVG above all) would run or be fetched; `None` if nothing would. Linear in the file's length.
#[must_use]
pub fn in_xml(bytes: &[u8]) -> Option<String> {
    let text = super::decode::decode(bytes.to_vec()).text;
    let mut reader = Reader::from_str(&text);
    let mut in_style = false;
    loop {
        match reader.read_event() {
            Err(error) => return Some(tell!("active-xml", error = error.to_string())),
            Ok(Event::Eof) => return None,
            Ok(Event::DocType(doctype)) => {
                // Entities are how a small file becomes a huge one, or another file.
                if doctype.to_ascii_uppercase().contains("<!ENTITY") {
                    return Some(tell!("active-entities"));
                }
            }
            Ok(Event::PI(instruction)) => {
                if instruction.starts_with("xml-stylesheet") {
                    return Some(tell!("active-style-sheet"));
                }
                if instruction.contains('<') {
                    return Some(tell!("active-instruction"));
                }
            }
            Ok(Event::Decl(declaration)) if declaration.contains('<') => {
                return Some(tell!("active-declaration"));
            }
            Ok(Event::Start(element)) => {
                in_style = local(&element) == "style";
                if let Some(why) = in_element(&element) {
                    return Some(why);
                }
            }
            Ok(Event::Empty(element)) => {
                if let Some(why) = in_element(&element) {
                    return Some(why);
                }
            }
            Ok(Event::End(element)) => {
                if element.contains('<') {
                    return Some(tell!("active-xml-bracket"));
                }
                in_style = false;
            }
            Ok(Event::Text(words)) if in_style && fetches(&words) => {
                return Some(tell!("active-style"));
            }
            Ok(Event::CData(words)) if in_style && fetches(&words) => {
                return Some(tell!("active-style"));
            }
            Ok(_) => {}
        }
    }
}

fn local(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_ascii_lowercase()
}

/// Whether a style fetches or runs anything but a part of its own file. An escape in it could spell anything.
fn fetches(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let urls = style.split("url(").skip(1);
    let mut outside =
        urls.filter(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
    style.contains("@import") || style.contains('\\') || outside.next().is_some()
}

fn in_element(element: &BytesStart<'_>) -> Option<String> {
    let name = local(element);
    if element.contains('<') {
        return Some(tell!("active-xml-bracket"));
    }
    // Whoever reads on behind such a character may take it for another element.
    let in_name =
        |c: char| c.is_alphanumeric() || "-_.:·".contains(c) || (c > '\u{7f}' && !c.is_control());
    if !name.chars().all(in_name) {
        return Some(tell!("active-xml-name"));
    }
    if matches!(
        name.as_str(),
        "script"
            | "handler"
            | "listener"
            | "foreignobject"
            | "iframe"
            | "embed"
            | "object"
            | "meta"
            | "link"
            | "base"
    ) {
        return Some(tell!("active-element", name));
    }
    for attribute in element.attributes().with_checks(false) {
        let Ok(attribute) = attribute else {
            return Some(tell!("active-attribute", name));
        };
        let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else {
            return Some(tell!("active-value", key, name));
        };
        // Browsers pass over white space and control characters in the name of a scheme.
        let value: String = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect::<String>()
            .to_ascii_lowercase();
        if key.starts_with("on") {
            return Some(tell!("active-handler", key));
        }
        let declares = attribute.key.as_ref().starts_with("xmlns");
        if matches!(key.as_str(), "href" | "src") && !declares {
            let picture = PICTURES.iter().any(|kind| value.starts_with(kind));
            let link =
                name == "a" && (value.starts_with("https://") || value.starts_with("http://"));
            if !(value.starts_with('#') || picture || link) {
                return Some(tell!("active-elsewhere", key, value = short(&value), name));
            }
        }
        if matches!(name.as_str(), "set" | "animate") && key == "attributename" {
            let target = value.rsplit(':').next().unwrap_or(&value);
            if target == "href" || target.starts_with("on") {
                return Some(tell!("active-changes", name, value));
            }
        }
        if !declares && (value.contains("url(") || key == "style") && fetches(&value) {
            return Some(tell!("active-fetches", key, name));
        }
    }
    None
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_harmless() {
        for svg in [
            r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs><linearGradient id="g"/></defs><rect fill="url(#g)" style="stroke:url('#g')"/><use xlink:href="#g"/></svg>"##,
            r#"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg><style>.a{fill:red}</style><image href="data:image/png;base64,AAAA"/><a href="https://www.example.gov.cn/"><text>甲</text></a></svg>"#,
            "<data><row>1</row></data>",
        ] {
            assert_eq!(in_xml(svg.as_bytes()), None, "{svg}");
        }
    }

    #[test]
    fn what_would_run_or_be_fetched_is_named() {
        for svg in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><SCRIPT/></svg>",
            "<svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></svg>",
            "<svg onload='alert(1)'/>",
            "<svg><a href='java\tscript:alert(1)'><text>甲</text></a></svg>",
            "<svg><a xlink:href='&#106;avascript:alert(1)'/></svg>",
            "<svg><a href='data:text/html,x'/></svg>",
            "<svg><image href='https://example.com/a.png'/></svg>",
            "<svg><image href='a.png'/></svg>",
            "<svg><image href='data:image/svg+xml;base64,AA'/></svg>",
            "<svg><use href='b.svg#x'/></svg>",
            "<svg><foreignObject><body/></foreignObject></svg>",
            "<svg><style>@import 'x.css';</style></svg>",
            "<svg><style>a{background:url(https://example.com)}</style></svg>",
            "<svg><style><![CDATA[a{background:url( 'x')}]]></style></svg>",
            "<svg><style>a{background:u\\72l(x)}</style></svg>",
            "<svg><rect style='fill:url(https://example.com#a)'/></svg>",
            "<svg><rect fill='url(https://example.com#a)'/></svg>",
            "<svg><set attributeName='xlink:href' to='javascript:alert(1)'/></svg>",
            "<?xml-stylesheet href='x.xsl'?><svg/>",
            "<?xml version='1.0' <script>x</script>?><svg/>",
            "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>",
            "<svg><rect a=",
        ] {
            assert!(in_xml(svg.as_bytes()).is_some(), "{svg}");
        }
    }

    #[test]
    fn names_that_run() {
        for name in ["a/说明.html", "a.HTM", "x.svgz", "setup.exe", "报告.tar.js"] {
            assert!(by_name(name).is_some(), "{name}");
        }
        for name in ["a.pdf", "表.xlsx", "图.svg", "无后缀", "a.html/b.docx"] {
            assert!(by_name(name).is_none(), "{name}");
        }
    }
}
