//! Links from one document to another lead to its page.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use support::{Site, text};

const LETTER: &str = "关于加装电梯的答复\n\n王平委员：\n\n一、现状\n\n已加装电梯。\n";

fn linking(link: &str) -> Site {
    Site::new()
        .file("dafu.toml", "title = \"甲\"\n")
        .file("content/2024/电梯 一.txt", LETTER)
        .file(
            "content/help/about.md",
            "+++\npage = \"about\"\n+++\n# 说明\n\n## 用法\n\n照此办理。\n",
        )
        .file(
            "content/2025/a.md",
            format!("+++\nid = \"a\"\n+++\n# 关于乙的答复\n\n{link}\n"),
        )
}

fn built(site: &Site) -> String {
    let output = site.dafu(&["build"]);
    let said = text(&output);
    assert!(output.status.success(), "{said}");
    said
}

/// Where the page of a document is, as a link from another reply's page.
fn page_of(site: &Site, title: &str) -> String {
    let rows = site.page("all/index.html");
    let at = rows.find(&format!(">{title}</a>")).unwrap();
    let from = rows[..at].rfind("replies/").unwrap();
    let to = rows[from..].find('"').unwrap();
    format!("../../{}", &rows[from..from + to])
}

fn page(site: &Site) -> String {
    site.page(page_of(site, "关于乙的答复").trim_start_matches("../"))
}

#[test]
fn a_link_to_a_document_leads_to_its_page() {
    for link in [
        "另见[电梯](../2024/电梯%20一.txt)。",
        "另见[电梯](<../2024/电梯 一.txt>)。",
        "| 件 | 址 |\n|---|---|\n| 一 | [电梯](../2024/电梯%20一.txt) |",
    ] {
        let site = linking(link);
        let said = built(&site);
        assert!(!said.contains("link-dead"), "{said}");
        let href = format!("href=\"{}\"", page_of(&site, "关于加装电梯的答复"));
        assert!(page(&site).contains(&href), "{href}: {}", page(&site));
        assert!(!site.path("public/files").exists());
    }
}

#[test]
fn pages_of_the_sites_own_link_and_are_linked_to() {
    let site = linking("另见[说明](../help/about.md)。").file(
        "content/help/more.md",
        "+++\npage = \"more\"\n+++\n# 更多\n\n见[说明](about.md)和[电梯](../2024/电梯%20一.txt)。\n",
    );
    built(&site);
    assert!(page(&site).contains("href=\"../../about.html\""));
    let more = site.page("more.html");
    assert!(more.contains("href=\"about.html\""), "{more}");
    let reply = page_of(&site, "关于加装电梯的答复").replace("../../", "");
    assert!(more.contains(&format!("href=\"{reply}\"")), "{more}");
}

#[test]
fn an_anchor_must_be_there() {
    let site = linking("另见[说明](../help/about.md#没有)。");
    let said = built(&site);
    assert!(said.contains("no such anchor"), "{said}");
    let about = site.page("about.html");
    let at = about.find("<h2 id=\"").unwrap() + 8;
    let anchor = &about[at..at + about[at..].find('"').unwrap()];
    let site = linking(&format!("另见[说明](../help/about.md#{anchor})。"));
    let said = built(&site);
    assert!(!said.contains("link-dead"), "{said}");
    let href = format!("href=\"../../about.html#{anchor}\"");
    assert!(page(&site).contains(&href), "{href}");
}

#[test]
fn what_is_not_published_is_not_linked_to() {
    let site = linking("另见[电梯](../2024/b.md)。").file(
        "content/2024/b.md",
        "+++\naccess = \"不予公开\"\n+++\n# 关于丙的答复\n\n不可见。\n",
    );
    let output = site.dafu(&["build"]);
    let said = text(&output);
    assert!(!output.status.success());
    for part in ["file-source", "content/2025/a.md:6", "is not published"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // A withdrawn reply has a notice, which says so.
    site.write(
        "content/2024/b.md",
        "+++\nid = \"b\"\nwithdrawn = { reason = \"内容有误\" }\n+++\n# 关于丙的答复\n\n不可见。\n",
    );
    built(&site);
    let page = page(&site);
    let from = page.find(">电梯</a>").unwrap();
    let from = page[..from].rfind("../../replies/").unwrap();
    let address = &page[from + 6..from + page[from..].find('"').unwrap()];
    assert!(site.page(address).contains("内容有误"));
    assert!(!site.path("public/files").exists());
}

#[test]
fn a_page_follows_where_its_links_lead() {
    let site = linking("另见[电梯](../2024/电梯%20一.txt)。");
    built(&site);
    let before = page_of(&site, "关于加装电梯的答复");
    site.write(
        "content/2024/电梯 一.txt",
        format!("+++\nid = \"dt-1\"\n+++\n{LETTER}"),
    );
    built(&site);
    let after = page_of(&site, "关于加装电梯的答复");
    assert_ne!(before, after);
    assert!(page(&site).contains(&format!("href=\"{after}\"")));
    // And what a document links to may become one only later.
    let site = linking("另见[附件](b.txt)。");
    let said = text(&site.dafu(&["build"]));
    assert!(said.contains("file-missing"), "{said}");
    assert!(said.contains("content/2025/a.md:"), "{said}");
    site.write("content/2025/b.txt", LETTER.replace("电梯", "门禁"));
    built(&site);
    let href = page_of(&site, "关于加装门禁的答复");
    assert!(page(&site).contains(&format!("href=\"{href}\"")));
}
