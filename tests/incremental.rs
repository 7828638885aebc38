//! What was built before makes no difference: after every step of a random walk through the life of a site, the portal that is
//! built over the last one, with whatever `.dafu/` then holds, is byte for byte the one that a fresh copy of the site gives in an empty
//! folder; so are `dafu.lock`, the findings and the answers of the native index. A build that fails leaves all as it was.
//!
//! A walk takes every kind of step once, in an order of its own. `DAFU_WALKS=200` takes so many walks, `DAFU_WALKS=17-17`
//! the one of that number. The site is built by the library, in every second walk by the binary.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use dafu::catalog::reply_path;
use dafu::diagnostic::Diagnostic;
use dafu::error::Error;
use dafu::index::Opened;
use dafu::index::search::Limits;
use dafu::site::{self, Options, Silent};
use support::Site;

/// Walks, where the environment names no others.
const WALKS: u64 = 2;

/// A source of chance that gives the same for the same seed.
#[derive(Clone)]
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % most.max(1) as u64).unwrap()
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'a, T: ?Sized>(&mut self, choice: &[&'a T]) -> &'a T {
        choice[self.below(choice.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

const MATTERS: &[&str] = &[
    "既有住宅加装电梯",
    "发展乡村旅游",
    "完善养老服务",
    "增设公共停车位",
    "扩大托育供给",
    "优化公交线网",
    "促进残疾人就业",
    "整治噪声扰民",
];
const OFFICES: &[&str] = &[
    "澜汀市住房和城乡建设局",
    "澜汀市旅游局",
    "澜汀市教育局",
    "澜汀市民政局",
    "澜汀市交通运输局",
];
const MEMBERS: &[&str] = &["王平", "李明", "赵敏", "钱多", "孙悦", "周正", "吴限"];
const WORDS: &[&str] = &[
    "我市",
    "去年",
    "今年",
    "加装电梯",
    "停车场",
    "老旧小区",
    "养老",
    "托育",
    "公交",
    "线路",
    "补贴",
    "资金",
    "财政",
    "安排",
    "完成",
    "推进",
    "改造",
    "试点",
    "社区",
    "居民",
    "意见",
    "协调",
    "部门",
    "方案",
    "规划",
    "建设",
    "投入",
    "万元",
    "三百部",
    "十二条",
    "百分之六",
    "下一步",
    "继续",
    "加强",
    "监督",
    "培训",
    "就业",
    "岗位",
    "残疾人",
    "茶园",
    "古镇",
    "排涝",
    "书房",
    "食堂",
    "医保",
    "目录",
    "落实",
    "情况",
    "工作",
    "服务",
    "质量",
    "标准",
    "绿茵计划",
];

/// A paragraph; many of them share words, and some have a number that no other has.
fn paragraph(chance: &mut Chance) -> String {
    let mut text = String::new();
    for _ in 0..=chance.below(3) {
        for _ in 0..3 + chance.below(7) {
            text.push_str(chance.of(WORDS));
        }
        if chance.once_in(2) {
            write!(text, "{}件", 100 + chance.below(900)).unwrap();
        }
        text.push_str(chance.of(&["，", "；"]));
    }
    text.push_str("逐步见效。");
    text
}

fn date(chance: &mut Chance) -> String {
    format!(
        "{}-{:02}-{:02}",
        2020 + chance.below(5),
        1 + chance.below(12),
        1 + chance.below(28)
    )
}

/// One reply.
#[derive(Clone)]
struct Doc {
    id: Option<String>,
    number: usize,
    matter: String,
    asker: String,
    office: String,
    issued: String,
    published: Option<String>,
    paragraphs: Vec<String>,
    /// Day, and the paragraph as it was.
    revisions: Vec<(String, String)>,
    aliases: Vec<String>,
    topics: Vec<String>,
    outcome: Option<char>,
    /// 案号 of another reply that it links to.
    link: Option<String>,
    attachment: Option<String>,
    withheld: bool,
    withdrawn: bool,
    /// Whether it holds a private number.
    private: bool,
}

impl Doc {
    fn new(number: usize, chance: &mut Chance) -> Doc {
        let mut paragraphs: Vec<String> =
            (0..=chance.below(4)).map(|_| paragraph(chance)).collect();
        if chance.once_in(7) {
            // Long enough for several passages.
            paragraphs.extend((0..30).map(|_| paragraph(chance)));
        }
        Doc {
            id: (!chance.once_in(3)).then(|| format!("r{number}")),
            number,
            matter: chance.of(MATTERS).to_owned(),
            asker: chance.of(MEMBERS).to_owned(),
            office: chance.of(OFFICES).to_owned(),
            issued: date(chance),
            published: chance.once_in(2).then(|| date(chance)),
            paragraphs,
            revisions: Vec::new(),
            aliases: Vec::new(),
            topics: Vec::new(),
            outcome: chance.once_in(2).then(|| ['A', 'B', 'C'][chance.below(3)]),
            link: None,
            attachment: None,
            withheld: false,
            withdrawn: false,
            private: false,
        }
    }

    fn text(&self, markdown: bool) -> String {
        let mut out = String::from("+++\n");
        let mut line = |text: String| out.push_str(&(text + "\n"));
        if let Some(id) = &self.id {
            line(format!("id = \"{id}\""));
        }
        line(format!("case_number = \"{:04}\"", self.number));
        line(format!("issued = {}", self.issued));
        if let Some(published) = &self.published {
            line(format!("published = {published}"));
        }
        line(format!("aliases = {:?}", self.aliases));
        line(format!("topics = {:?}", self.topics));
        if let Some(outcome) = self.outcome {
            line(format!("outcome = \"{outcome}\""));
        }
        if self.withheld {
            line("access = \"依申请公开\"".to_owned());
        }
        if let Some(file) = &self.attachment {
            line(format!(
                "attachments = [{{ title = \"附件\", file = \"{file}\" }}]"
            ));
        }
        if self.withdrawn {
            line(
                "status = \"withdrawn\"\nwithdrawn = { date = 2024-12-01, reason = \"数据有误\" }"
                    .to_owned(),
            );
        }
        for (day, before) in &self.revisions {
            line(format!(
                "[[revisions]]\ndate = {day}\nreason = \"文字有误\"\nbefore = \"{before}\""
            ));
        }
        out.push_str("+++\n");
        let mut lines = vec![
            format!("关于{}的答复", self.matter),
            format!("{}委员：", self.asker),
            format!("您提出的《关于{}的提案》收悉。现答复如下：", self.matter),
            "一、基本情况".to_owned(),
        ];
        lines.extend(self.paragraphs.iter().cloned());
        if self.private {
            lines.push("有事请打13812345678找老陈。".to_owned());
        }
        if let Some(id) = self.link.as_ref().filter(|_| markdown) {
            let page = reply_path(id, "html");
            lines.push(format!("另见[相关答复](https://dafu.example/{page})。"));
        }
        lines.push(self.office.clone());
        lines.push(self.issued.clone());
        for text in lines {
            out.push_str(&text);
            out.push_str(if markdown { "\n\n" } else { "\n" });
        }
        out
    }
}

/// What makes a build fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Twin,
    Number,
    Template,
    Settings,
    Missing,
    Lock,
}

/// All that a site's keeper has written.
#[derive(Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
struct World {
    /// Path below `content/` → reply.
    docs: BTreeMap<String, Doc>,
    pages: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    /// 案号 → 签发人.
    ledger: Option<BTreeMap<usize, String>>,
    title: String,
    base_url: bool,
    page_size: usize,
    language: &'static str,
    members_feeds: bool,
    offline: bool,
    words: Vec<String>,
    renamed: bool,
    sorted: bool,
    mask: bool,
    /// What the site's own theme adds to every page, and to the style sheet.
    theme: Option<(String, String)>,
    fault: Option<Fault>,
}

impl World {
    fn new(seed: u64) -> World {
        let mut chance = Chance::new(seed);
        let mut world = World {
            title: "澜汀答复".to_owned(),
            base_url: true,
            page_size: 10,
            language: "zh-CN",
            members_feeds: true,
            ..World::default()
        };
        for number in 1..=10 + chance.below(16) {
            let doc = Doc::new(number, &mut chance);
            world.docs.insert(path(number, &mut chance), doc);
        }
        world
            .pages
            .insert("about".to_owned(), "本站公布答复。".to_owned());
        world
    }

    fn settings(&self) -> String {
        let size = if self.fault == Some(Fault::Settings) {
            3
        } else {
            self.page_size
        };
        let mut out = format!(
            "title = {:?}\npage_size = {size}\nlanguage = {:?}\noffline = {}\n",
            self.title, self.language, self.offline
        );
        if self.base_url {
            out.push_str("base_url = \"https://dafu.example/\"\n");
        }
        let block = self.fault == Some(Fault::Number);
        if !block && (self.mask || self.docs.values().any(|doc| doc.private)) {
            out.push_str("privacy = \"mask\"\n");
        }
        if self.theme.is_some() || self.fault == Some(Fault::Template) {
            out.push_str("theme = \"own\"\n");
        }
        write!(
            out,
            "[feeds]\nmembers = {}\n[search]\nwords = {:?}\n",
            self.members_feeds, self.words
        )
        .unwrap();
        if self.renamed {
            out.push_str("[renamed]\n\"澜汀市旅游局\" = \"澜汀市文化和旅游局\"\n");
        }
        if self.sorted {
            out.push_str("[topics]\n\"住房\" = [\"电梯\"]\n\"养老\" = [\"养老\"]\n[outcomes.\"*\"]\nA = \"已经解决\"\nB = \"正在解决\"\n");
        }
        out
    }

    /// Every file of the site, by its path.
    fn render(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::from([("dafu.toml".to_owned(), self.settings())]);
        for (path, doc) in &self.docs {
            all.insert(format!("content/{path}"), doc.text(path.ends_with("md")));
        }
        for (name, text) in &self.pages {
            all.insert(
                format!("content/{name}.md"),
                format!("+++\npage = \"{name}\"\n+++\n# 关于本站\n\n{text}\n"),
            );
        }
        for (path, text) in &self.files {
            all.insert(format!("content/{path}"), text.clone());
        }
        // An attachment goes wherever its reply goes.
        for (path, doc) in &self.docs {
            let Some(name) = &doc.attachment else {
                continue;
            };
            let file = self.files.iter().find(|(file, _)| file.ends_with(name));
            let text = file.map_or_else(String::new, |(_, text)| text.clone());
            all.insert(format!("content/{}{name}", folder_of(path)), text);
        }
        if let Some(rows) = &self.ledger {
            let mut text = String::from("案号,签发人\n");
            for (number, name) in rows {
                writeln!(text, "{number:04},{name}").unwrap();
            }
            all.insert("content/ledger.csv".to_owned(), text);
        }
        let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let own = |name: &str| fs::read_to_string(default.join(name)).unwrap();
        if let Some((words, rule)) = &self.theme {
            let page = own("templates/base.html")
                .replace("</body>", &format!("<p class=\"own\">{words}</p></body>"));
            all.insert("themes/own/templates/base.html".to_owned(), page);
            all.insert(
                "themes/own/assets/style.css".to_owned(),
                own("assets/style.css") + rule,
            );
        }
        match self.fault {
            Some(Fault::Template) => {
                all.insert(
                    "themes/own/templates/list.html".to_owned(),
                    "{{ nothing.here }}".to_owned(),
                );
            }
            Some(Fault::Twin) => {
                let (path, doc) = self.docs.iter().next().unwrap();
                let mut doc = doc.clone();
                (doc.withheld, doc.withdrawn) = (false, false);
                doc.id = Some("twin".to_owned());
                for path in [path, "twin.txt"] {
                    all.insert(format!("content/{path}"), doc.text(path.ends_with("md")));
                }
            }
            Some(Fault::Missing) => {
                let text = "+++\nid = \"lacks\"\nattachments = [{ title = \"件\", file = \"nowhere.csv\" }]\n+++\n关于甲的答复\n正文。\n";
                all.insert("content/lacks.txt".to_owned(), text.to_owned());
            }
            Some(Fault::Number) => {
                let text = "+++\nid = \"told\"\n+++\n关于甲的答复\n电话13912345678。\n";
                all.insert("content/told.txt".to_owned(), text.to_owned());
            }
            Some(Fault::Settings | Fault::Lock) | None => {}
        }
        all
    }
}

/// The folder that a path is in, with its `/`.
fn folder_of(path: &str) -> String {
    path.rsplit_once('/')
        .map_or(String::new(), |(folder, _)| format!("{folder}/"))
}

fn path(number: usize, chance: &mut Chance) -> String {
    let folder = chance.of(&["", "2023/", "答复/"]);
    let name = chance.of(&["d", "提案"]);
    let end = chance.of(&["txt", "md"]);
    format!("{folder}{name}{number}.{end}")
}

/// One way through a site's life.
struct Walk {
    seed: u64,
    chance: Chance,
    site: Site,
    world: World,
    past: Vec<World>,
    /// Folder of the site → what was in it after the last build.
    outputs: BTreeMap<&'static str, Tree>,
    output: &'static str,
    archive: bool,
    remember: bool,
    /// Times that files get when the step is written.
    times: Vec<(String, SystemTime)>,
    /// The next reply's number.
    next: usize,
    steps: Vec<String>,
}

type Tree = BTreeMap<String, Vec<u8>>;
type Step = fn(&mut Walk) -> String;

/// What a site's keeper does. Two of these, or one and a mishap, go before each build.
const EDITS: &[(&str, Step)] = &[
    ("a paragraph is edited", |w| {
        let (path, doc) = w.doc();
        let mut chance = Chance::new(doc.number as u64);
        doc.paragraphs[0] = paragraph(&mut chance) + "补充说明。";
        path
    }),
    (
        "a figure is edited, and length and time stay as they were",
        |w| {
            let name = w.doc().0;
            let file = format!("content/{name}");
            let time = fs::metadata(w.site.path(&file)).and_then(|meta| meta.modified());
            let doc = w.world.docs.get_mut(&name).unwrap();
            let text = &mut doc.paragraphs[0];
            let before = text.len();
            *text = if text.contains('1') {
                text.replace('1', "2")
            } else {
                text.replace("我市", "本市").replace('2', "1")
            };
            assert_eq!(text.len(), before);
            // A file that the step before has added has no time yet.
            w.times.extend(time.ok().map(|time| (file, time)));
            name
        },
    ),
    ("a title is edited", |w| {
        let matter = w.chance.of(MATTERS).to_owned();
        let (path, doc) = w.doc();
        doc.matter = matter + "工作";
        path
    }),
    ("a date is edited", |w| {
        let issued = date(&mut w.chance);
        let (path, doc) = w.doc();
        doc.issued = issued;
        path
    }),
    ("an office is edited", |w| {
        let office = w.chance.of(OFFICES).to_owned();
        let (path, doc) = w.doc();
        doc.office = office;
        path
    }),
    ("a member is edited", |w| {
        let asker = w.chance.of(MEMBERS).to_owned();
        let (path, doc) = w.doc();
        doc.asker = asker;
        path
    }),
    ("outcome and topics are edited", |w| {
        let (path, doc) = w.doc();
        doc.outcome = Some(if doc.outcome == Some('A') { 'B' } else { 'A' });
        doc.topics = vec![doc.asker.clone() + "专题"];
        path
    }),
    ("a reply is added", |w| {
        let doc = Doc::new(w.next, &mut w.chance);
        let path = path(w.next, &mut w.chance);
        w.next += 1;
        w.world.docs.insert(path.clone(), doc);
        path
    }),
    ("a reply is removed", |w| {
        let path = w.doc().0;
        w.world.docs.remove(&path);
        path
    }),
    ("a file is renamed", |w| {
        let old = w.doc().0;
        let doc = w.world.docs.remove(&old).unwrap();
        let new = format!("改名/{}", old.replace('/', "-"));
        w.world.docs.insert(new.clone(), doc);
        format!("{old} → {new}")
    }),
    ("two files take each other's text", |w| {
        let (one, other) = (w.doc().0, w.doc().0);
        let first = w.world.docs[&one].clone();
        let second = w.world.docs.insert(other.clone(), first).unwrap();
        w.world.docs.insert(one.clone(), second);
        format!("{one}, {other}")
    }),
    ("a file is touched and not changed", |w| {
        let path = w.doc().0;
        w.times.push((format!("content/{path}"), SystemTime::now()));
        path
    }),
    ("a reply is withdrawn", |w| {
        let (path, doc) = w.doc();
        doc.withdrawn = true;
        path
    }),
    ("a paragraph is corrected", |w| {
        let new = paragraph(&mut w.chance);
        let (path, doc) = w.doc();
        let old = std::mem::replace(&mut doc.paragraphs[0], new);
        doc.revisions.push(("2024-11-01".to_owned(), old));
        path
    }),
    ("an earlier address is named", |w| {
        let alias = format!("old-{}", w.next);
        w.next += 1;
        let (path, doc) = w.doc();
        doc.aliases.push(alias);
        path
    }),
    ("a reply links to another", |w| {
        let id = w.world.docs.values().find_map(|doc| doc.id.clone());
        let (path, doc) = w.doc();
        doc.link = id;
        path
    }),
    ("an attachment is added", |w| {
        let name = format!("plan-{}.csv", w.next);
        w.next += 1;
        let (path, doc) = w.doc();
        doc.attachment = Some(name.clone());
        let file = format!("{}{name}", folder_of(&path));
        w.world
            .files
            .insert(file.clone(), "年,件\n2023,1\n".to_owned());
        format!("{file} of {path}")
    }),
    ("an attachment is edited, and its length stays", |w| {
        for text in w.world.files.values_mut() {
            *text = text.replace(",1\n", ",7\n");
        }
        String::new()
    }),
    ("a reply is no longer public", |w| {
        let (path, doc) = w.doc();
        doc.withheld = true;
        path
    }),
    ("the ledger is edited", |w| {
        let (number, name) = (w.doc().1.number, w.chance.of(MEMBERS).to_owned());
        let rows = w.world.ledger.get_or_insert_default();
        rows.insert(number, name);
        format!("row of {number}")
    }),
    ("the ledger is taken away or brought back", |w| {
        let number = w.doc().1.number;
        w.world.ledger = match w.world.ledger {
            Some(_) => None,
            None => Some(BTreeMap::from([(number, "郑重".to_owned())])),
        };
        String::new()
    }),
    ("a page of the site's own is edited or added", |w| {
        let text = paragraph(&mut w.chance);
        let name = w.chance.of(&["about", "help"]);
        w.world.pages.insert(name.to_owned(), text);
        name.to_owned()
    }),
    ("the site's title is edited", |w| {
        w.world.title.push('新');
        String::new()
    }),
    ("feeds of members come or go", |w| {
        w.world.members_feeds = !w.world.members_feeds;
        String::new()
    }),
    ("a private number is there and masked, or none", |w| {
        let (path, doc) = w.doc();
        doc.private = !doc.private;
        path
    }),
    ("masking is switched", |w| {
        w.world.mask = !w.world.mask;
        String::new()
    }),
    ("the dictionary gets a word", |w| {
        let word = w.chance.of(&["绿茵计划", "逐步见效", "市去年加"]);
        w.world.words = vec![word.to_owned()];
        word.to_owned()
    }),
    ("lists are cut otherwise", |w| {
        w.world.page_size = 10 + (w.world.page_size - 9) % 5;
        String::new()
    }),
    ("the interface speaks another language", |w| {
        w.world.language = if w.world.language == "en" {
            "zh-CN"
        } else {
            "en"
        };
        w.world.language.to_owned()
    }),
    ("an office is renamed in the settings, or not", |w| {
        w.world.renamed = !w.world.renamed;
        String::new()
    }),
    ("topics and outcomes are set, or not", |w| {
        w.world.sorted = !w.world.sorted;
        String::new()
    }),
    ("the site has an address, or none", |w| {
        w.world.base_url = !w.world.base_url;
        String::new()
    }),
    ("the service worker comes or goes", |w| {
        w.world.offline = !w.world.offline;
        String::new()
    }),
    ("a template of the site's own is edited", |w| {
        let theme = w.world.theme.get_or_insert_default();
        theme.0.push_str("自有");
        String::new()
    }),
    ("a style sheet of the site's own is edited", |w| {
        let theme = w.world.theme.get_or_insert_default();
        theme.1.push_str("\n.own { margin: 0 }\n");
        String::new()
    }),
    ("the site's own theme goes", |w| {
        w.world.theme = None;
        String::new()
    }),
    ("all is as it was some builds ago", |w| {
        let at = w.chance.below(w.past.len());
        if let Some(past) = w.past.get(at) {
            w.world = past.clone();
        }
        format!("build {at}")
    }),
    ("nothing is changed", |_| String::new()),
    ("an archive is wanted, or not", |w| {
        w.archive = !w.archive;
        String::new()
    }),
    ("somebody only looks at it", |w| {
        w.remember = false;
        String::new()
    }),
];

/// What becomes of the folders that dafu keeps, and which it builds into.
const MISHAPS: &[(&str, Step)] = &[
    (".dafu/ is deleted", |w| {
        fs::remove_dir_all(w.site.path(".dafu")).unwrap();
        String::new()
    }),
    ("a file in .dafu/ is cut off", |w| {
        w.in_cache(|_, bytes| bytes.truncate(bytes.len() / 2))
    }),
    ("files in .dafu/ are emptied", |w| {
        let one = w.in_cache(|_, bytes| bytes.clear());
        one + ", " + &w.in_cache(|_, bytes| bytes.clear())
    }),
    ("a file in .dafu/ is damaged", |w| {
        w.in_cache(|chance, bytes| {
            for _ in 0..4 {
                let at = chance.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 0x15;
                }
            }
        })
    }),
    ("a file in .dafu/ is deleted", |w| {
        let files = files_below(&w.site.path(".dafu"));
        let file = &files[w.chance.below(files.len())];
        fs::remove_file(file).unwrap();
        file.display().to_string()
    }),
    ("every file in .dafu/ is damaged", |w| {
        for file in files_below(&w.site.path(".dafu")) {
            let mut bytes = fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            if let Some(byte) = bytes.get_mut(middle) {
                *byte = byte.wrapping_add(1);
            }
            fs::write(&file, bytes).unwrap();
        }
        String::new()
    }),
    (".dafu/ holds what dafu does not know", |w| {
        w.site.write(".dafu/Thumbs.db", "?");
        w.site.write(".dafu/cache/more/a.bin", "?");
        String::new()
    }),
    (".dafu/ is another site's", |w| {
        // Of the same names and other texts.
        let other = Site::new();
        write_all(&other, &World::new(w.seed + 1_000_000).render());
        site::build(&options(&other, "public", false, true), &Silent).unwrap();
        fs::remove_dir_all(w.site.path(".dafu")).unwrap();
        copy_all(&other.path(".dafu"), &w.site.path(".dafu"));
        String::new()
    }),
    (".dafu/ is of another version", |w| {
        let (now, before) = (env!("CARGO_PKG_VERSION"), "9.9.9");
        for file in files_below(&w.site.path(".dafu")) {
            let mut bytes = fs::read(&file).unwrap();
            while now.len() == before.len()
                && let Some(at) = memchr::memmem::find(&bytes, now.as_bytes())
            {
                bytes[at..at + now.len()].copy_from_slice(before.as_bytes());
            }
            fs::write(&file, bytes).unwrap();
        }
        String::new()
    }),
    ("the output folder is deleted", |w| {
        let _ = fs::remove_dir_all(w.site.path(w.output));
        w.output.to_owned()
    }),
    ("a file of the portal is edited by hand", |w| {
        w.in_portal(|file| {
            let mut bytes = fs::read(file).unwrap();
            bytes.extend(b"<!-- by hand -->");
            fs::write(file, bytes).unwrap();
        })
    }),
    (
        "a file of the portal gets other bytes of the same length",
        |w| {
            w.in_portal(|file| {
                let length = fs::metadata(file).unwrap().len();
                fs::write(file, "x".repeat(usize::try_from(length).unwrap())).unwrap();
            })
        },
    ),
    (
        "a file of the portal is deleted, and another put beside it",
        |w| {
            w.in_portal(|file| {
                fs::remove_file(file).unwrap();
                fs::write(file.with_file_name("mine.html"), "my own").unwrap();
            })
        },
    ),
    ("it is built into another folder", |w| {
        w.output = if w.output == "public" {
            "elsewhere/portal"
        } else {
            "public"
        };
        w.output.to_owned()
    }),
    ("it is built into the folder of before", |w| {
        w.output = if w.output == "public" {
            "elsewhere/portal"
        } else {
            "public"
        };
        w.output.to_owned()
    }),
];

/// What makes a build fail; it is mended before the next.
const FAULTS: &[(&str, Step)] = &[
    ("two replies have one id", |w| w.fault(Fault::Twin)),
    ("a private number is there", |w| w.fault(Fault::Number)),
    ("a template is wrong", |w| w.fault(Fault::Template)),
    ("a setting is wrong", |w| w.fault(Fault::Settings)),
    ("an attachment is missing", |w| w.fault(Fault::Missing)),
    ("dafu.lock is damaged", |w| w.fault(Fault::Lock)),
];

impl Walk {
    fn new(seed: u64) -> Walk {
        let world = World::new(seed);
        Walk {
            seed,
            chance: Chance::new(seed + 1_000),
            site: Site::new(),
            next: world.docs.len() + 1,
            world,
            past: Vec::new(),
            outputs: BTreeMap::new(),
            output: "public",
            archive: false,
            remember: true,
            times: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// Some reply.
    fn doc(&mut self) -> (String, &mut Doc) {
        let at = self.chance.below(self.world.docs.len());
        let (path, doc) = self.world.docs.iter_mut().nth(at).unwrap();
        (path.clone(), doc)
    }

    fn fault(&mut self, fault: Fault) -> String {
        self.world.fault = Some(fault);
        String::new()
    }

    /// Does something to some file of `.dafu/`.
    fn in_cache(&mut self, change: fn(&mut Chance, &mut Vec<u8>)) -> String {
        let files = files_below(&self.site.path(".dafu"));
        let file = &files[self.chance.below(files.len())];
        let mut bytes = fs::read(file).unwrap();
        change(&mut self.chance, &mut bytes);
        fs::write(file, bytes).unwrap();
        file.display().to_string()
    }

    /// Does something to some file of the last portal, if there is one; the marker that says whose folder it is stays.
    fn in_portal(&mut self, change: fn(&Path)) -> String {
        let mut files = files_below(&self.site.path(self.output));
        files.retain(|file| !file.ends_with(".dafu-portal"));
        if files.is_empty() {
            return "there is none".to_owned();
        }
        let file = &files[self.chance.below(files.len())];
        change(file);
        file.display().to_string()
    }

    fn run(mut self) {
        let [mut edits, mut mishaps, mut faults] = [EDITS, MISHAPS, FAULTS].map(<[_]>::to_vec);
        for cards in [&mut edits, &mut mishaps, &mut faults] {
            self.chance.shuffle(cards);
        }
        self.build("at first");
        while let Some(first) = edits.pop() {
            let mut steps = vec![first];
            steps.extend(mishaps.pop().or_else(|| edits.pop()));
            if self.chance.once_in(2) {
                steps.reverse();
            }
            let said: Vec<String> = (steps.into_iter())
                .map(|(name, step)| format!("{name} ({})", step(&mut self)))
                .collect();
            self.build(&said.join("; "));
            if self.steps.len().is_multiple_of(3)
                && let Some((name, step)) = faults.pop()
            {
                step(&mut self);
                self.build(name);
            }
        }
        assert!(mishaps.is_empty() && faults.is_empty());
    }

    /// Builds the site as it is now, and a copy of it; both must come to the same.
    fn build(&mut self, step: &str) {
        self.steps.push(step.to_owned());
        write_all(&self.site, &self.world.render());
        for (file, time) in std::mem::take(&mut self.times) {
            if let Ok(file) = File::options().write(true).open(self.site.path(&file)) {
                file.set_modified(time).unwrap();
            }
        }
        let lock = self.site.path("dafu.lock");
        let sound = fs::read(&lock).ok();
        if self.world.fault == Some(Fault::Lock) {
            fs::write(&lock, "<<<<<<< HEAD\n").unwrap();
        }
        let copy = Site::new();
        for part in ["dafu.toml", "dafu.lock", "content", "themes"] {
            copy_all(&self.site.path(part), &copy.path(part));
        }
        let before = fs::read(&lock).ok();
        for (folder, tree) in &mut self.outputs {
            *tree = tree_of(&self.site.path(folder));
        }
        let ours = self.came_to();
        let clean = came_to(&copy, &options(&copy, "fresh", self.archive, self.remember));
        match (&ours, &clean) {
            (Ok(_), Ok(_)) | (Err(_), Err(_)) if self.by_binary() => {}
            (Ok(ours), Ok(clean)) => self.same("what the build says", ours, clean),
            _ => self.same(
                "how it ends",
                &[format!("{ours:?}")],
                &[format!("{clean:?}")],
            ),
        }
        if self.world.fault.is_some() {
            assert!(clean.is_err(), "{}a fault that is none", self.story());
            assert!(
                before == fs::read(&lock).ok(),
                "{}dafu.lock differs",
                self.story()
            );
            for (folder, tree) in &self.outputs {
                self.same_trees(tree, &tree_of(&self.site.path(folder)));
            }
            if let Some(sound) = sound {
                fs::write(&lock, sound).unwrap();
            }
            self.world.fault = None;
        } else {
            if let Err(error) = &clean {
                panic!("{}a copy of the site does not build: {error}", self.story());
            }
            let tree = tree_of(&self.site.path(self.output));
            self.same_trees(&tree_of(&copy.path("fresh")), &tree);
            let [one, other] = [&self.site, &copy].map(|site| -> Vec<String> {
                let text = fs::read_to_string(site.path("dafu.lock")).unwrap_or_default();
                text.lines().map(str::to_owned).collect()
            });
            self.same("dafu.lock", &one, &other);
            if self.archive {
                let zip =
                    |site: &Site, name: &str| fs::read(site.path(&format!("{name}.zip"))).unwrap();
                assert!(
                    zip(&self.site, self.output) == zip(&copy, "fresh"),
                    "{}the archive differs",
                    self.story()
                );
            }
            let queries = self.queries();
            self.same(
                "what the index finds",
                &answers(&self.site, &queries),
                &answers(&copy, &queries),
            );
            self.outputs.insert(self.output, tree);
            self.past.push(self.world.clone());
        }
        self.remember = true;
        let left: Vec<PathBuf> = (fs::read_dir(self.site.folder()).unwrap().flatten())
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().contains(".dafu-"))
            .collect();
        assert!(left.is_empty(), "{}left behind: {left:?}", self.story());
    }

    /// Builds by the binary in every second walk. It says in a drawing what the library says in data, so only whether it went well is
    /// compared then.
    fn by_binary(&self) -> bool {
        !self.seed.is_multiple_of(2) && self.remember
    }

    fn came_to(&self) -> Result<Vec<String>, String> {
        if !self.by_binary() {
            let options = options(&self.site, self.output, self.archive, self.remember);
            return came_to(&self.site, &options);
        }
        let mut arguments = vec!["build", "--output", self.output];
        arguments.extend(self.archive.then_some("--archive"));
        let ran = self.site.dafu(&arguments);
        let done = ran.status.success().then(Vec::new);
        done.ok_or_else(|| support::text(&ran))
    }

    /// Some queries that the site may answer.
    fn queries(&self) -> Vec<String> {
        let mut queries: Vec<String> = OFFICES
            .iter()
            .map(|office| format!("单位:{office}"))
            .collect();
        for doc in self.world.docs.values().take(4) {
            let text: String = doc.paragraphs[0].chars().take(6).collect();
            queries.extend([format!("“{text}”"), text, doc.asker.clone()]);
        }
        queries
    }

    fn same(&self, what: &str, ours: &[String], clean: &[String]) {
        let only = |these: &[String], those: &[String]| {
            let own = these.iter().filter(|line| !those.contains(line));
            own.fold(String::new(), |lines, line| lines + "\n  " + line)
        };
        let (here, there) = (only(ours, clean), only(clean, ours));
        assert!(
            ours == clean,
            "{}{what} differs\nhere alone:{here}\nin the copy alone:{there}",
            self.story()
        );
    }

    fn same_trees(&self, clean: &Tree, ours: &Tree) {
        let differ = differences(clean, ours);
        assert!(differ.is_empty(), "{}{}", self.story(), differ.join("\n"));
    }

    /// The steps until now.
    fn story(&self) -> String {
        let mut story = format!("walk {0} (DAFU_WALKS={0}-{0}), seed {0}:\n", self.seed);
        for (number, step) in self.steps.iter().enumerate() {
            writeln!(story, "  build {number}: {step}").unwrap();
        }
        story
    }
}

fn options(site: &Site, output: &str, archive: bool, remember: bool) -> Options {
    Options {
        site: site.folder().to_owned(),
        output: site.path(output),
        archive,
        remember,
    }
}

/// What a build says that does not depend on what was there before.
fn came_to(site: &Site, options: &Options) -> Result<Vec<String>, String> {
    let lines = |diagnostics: &[Diagnostic]| -> Vec<String> {
        diagnostics
            .iter()
            .map(|diagnostic| format!("{diagnostic:?}"))
            .collect()
    };
    match site::build(options, &Silent) {
        Ok(report) => {
            let mut said = lines(&report.diagnostics);
            said.push(format!(
                "{} documents, {} replies",
                report.documents, report.replies
            ));
            said.push(format!(
                "{} withheld, {} withdrawn",
                report.withheld, report.withdrawn
            ));
            said.push(format!(
                "assumed: {} access, {} ids",
                report.access_assumed, report.ids_derived
            ));
            said.push(format!(
                "{} files, {} bytes",
                report.written.files, report.written.bytes
            ));
            said.push(format!("{:?}", report.encodings));
            Ok(said)
        }
        Err(Error::Documents(diagnostics)) => Err(lines(&diagnostics).join("\n")),
        Err(error) => Err(error
            .to_string()
            .replace(&site.folder().display().to_string(), "SITE")),
    }
}

fn answers(site: &Site, queries: &[String]) -> Vec<String> {
    let (opened, about) = Opened::open(site.folder()).unwrap();
    let limits = Limits {
        allowed: &|_| true,
        about: &about,
        by_date: false,
    };
    let answer = |query: &String| opened.search(&dafu::query::parse(query), &limits).unwrap();
    queries
        .iter()
        .map(|query| format!("{query}: {:?}", answer(query)))
        .collect()
}

/// Every file below a folder, sorted.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = walk
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

fn tree_of(folder: &Path) -> Tree {
    let name = |file: &Path| file.strip_prefix(folder).unwrap().display().to_string();
    (files_below(folder).iter())
        .map(|file| (name(file), fs::read(file).unwrap()))
        .collect()
}

/// Copies a file, or a folder with all that is in it; what is not there is not copied.
fn copy_all(from: &Path, to: &Path) {
    for file in files_below(from) {
        let to = match file.strip_prefix(from).unwrap() {
            own if own.as_os_str().is_empty() => to.to_owned(),
            inner => to.join(inner),
        };
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, to).unwrap();
    }
}

/// Makes a site's files these; a file that is so already is not touched.
fn write_all(site: &Site, files: &BTreeMap<String, String>) {
    for folder in ["content", "themes"] {
        for file in files_below(&site.path(folder)) {
            let name = file
                .strip_prefix(site.folder())
                .unwrap()
                .display()
                .to_string();
            if !files.contains_key(&name) {
                fs::remove_file(file).unwrap();
            }
        }
    }
    for (name, text) in files {
        if fs::read(site.path(name)).ok().as_deref() != Some(text.as_bytes()) {
            site.write(name, text);
        }
    }
}

/// The first files that differ, and where.
fn differences(clean: &Tree, ours: &Tree) -> Vec<String> {
    let names: BTreeSet<&String> = clean.keys().chain(ours.keys()).collect();
    let around = |bytes: &[u8], at: usize| {
        let part = &bytes[at.saturating_sub(60)..bytes.len().min(at + 60)];
        String::from_utf8_lossy(part).into_owned()
    };
    let difference = |name: &String| match (clean.get(name), ours.get(name)) {
        (Some(clean), Some(ours)) if clean == ours => None,
        (Some(clean), Some(ours)) => {
            let at = clean.iter().zip(ours).take_while(|(a, b)| a == b).count();
            let (ours, clean) = (around(ours, at), around(clean, at));
            Some(format!(
                "{name} differs from byte {at}\n  here:  …{ours}…\n  clean: …{clean}…"
            ))
        }
        (Some(_), None) => Some(format!("{name} is missing")),
        (None, _) => Some(format!("{name} should not be there")),
    };
    names.into_iter().filter_map(difference).take(5).collect()
}

#[test]
fn what_was_built_before_makes_no_difference() {
    let wanted = std::env::var("DAFU_WALKS").unwrap_or_else(|_| WALKS.to_string());
    let number = |text: &str| -> u64 {
        text.parse()
            .unwrap_or_else(|_| panic!("DAFU_WALKS={wanted}"))
    };
    let walks = match wanted.split_once('-') {
        Some((first, last)) => number(first)..number(last) + 1,
        None => 0..number(&wanted),
    };
    for seed in walks {
        Walk::new(seed).run();
    }
}

#[test]
fn a_portal_that_differs_is_noticed() {
    let tree = |files: &[(&str, &str)]| -> Tree {
        let file = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        files.iter().map(file).collect()
    };
    let clean = tree(&[("a.html", "甲"), ("b.html", "乙"), ("c.html", "丙")]);
    assert!(differences(&clean, &clean).is_empty());
    let ours = tree(&[("a.html", "甲"), ("b.html", "己"), ("d.html", "丁")]);
    let found = differences(&clean, &ours);
    for (found, said) in found.iter().zip([
        "b.html differs from byte",
        "c.html is missing",
        "d.html should not",
    ]) {
        assert!(found.starts_with(said), "{found}");
    }
    assert_eq!(found.len(), 3);
}

/// A letter that says one sentence.
fn about(number: u32, sentence: &str) -> String {
    format!(
        "关于第{number}号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n一、现状\n{sentence}\n澜汀市住房和城乡建设局\n2024年5月6日\n"
    )
}

/// A site of so many such letters that few shards of its bundle change with one.
fn alike() -> Site {
    let site = Site::new().file("dafu.toml", "title = \"甲\"\n");
    for number in 1..=400 {
        let text = about(number, &format!("第{number}次协商已经完成。"));
        site.write(&format!("content/{number}.txt"), text);
    }
    site
}

/// Files of the last bundle are damaged and have the size and the time that they had: a build takes nothing from them.
#[test]
fn a_bundle_that_was_damaged_in_its_place_is_made_anew() {
    let site = alike();
    let build = |site: &Site| site::build(&options(site, "public", false, true), &Silent);
    build(&site).unwrap();
    let mut damaged = 0;
    for folder in ["pairs", "exact"] {
        for file in files_below(&site.path("public/search/bundle").join(folder)) {
            let mut bytes = fs::read(&file).unwrap();
            let time = fs::metadata(&file).unwrap().modified().unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            let file = File::options().write(true).open(&file).unwrap();
            std::io::Write::write_all(&mut &file, &bytes).unwrap();
            file.set_modified(time).unwrap();
            damaged += 1;
        }
    }
    assert!(damaged > 3, "{damaged}");
    site.write("content/7.txt", about(7, "协商尚未完成，将于明年重启。"));
    build(&site).unwrap();

    let clean = Site::new();
    for name in ["dafu.toml", "content"] {
        copy_all(&site.path(name), &clean.path(name));
    }
    build(&clean).unwrap();
    let trees = [&clean, &site].map(|site| tree_of(&site.path("public")));
    assert_eq!(differences(&trees[0], &trees[1]), Vec::<String>::new());
    assert_eq!(
        answers(&clean, &["\"尚未完成\"".to_owned()]),
        answers(&site, &["\"尚未完成\"".to_owned()])
    );
}

/// 人民 and 人民政府 stand at the same places for so long that their first files are one. It changes for one of them, and for the other the files behind it stay.
#[test]
fn files_stay_in_their_order_behind_one_that_is_two_terms() {
    let site = Site::new().file("dafu.toml", "title = \"甲\"\n");
    for number in 1..=60 {
        let sentence = match number {
            0..20 => format!("第{number}次协商已经完成。"),
            20..40 => "人民政府".repeat(1000),
            _ => "人民政府，人民币".repeat(600),
        };
        site.write(
            &format!("content/{number:02}.txt"),
            about(number, &sentence),
        );
    }
    let build = |site: &Site| site::build(&options(site, "public", false, true), &Silent).unwrap();
    build(&site);
    site.write("content/07.txt", about(7, "协商尚未完成，需要人民币。"));
    build(&site);
    let clean = Site::new();
    for name in ["dafu.toml", "content"] {
        copy_all(&site.path(name), &clean.path(name));
    }
    build(&clean);
    let trees = [&clean, &site].map(|site| tree_of(&site.path("public")));
    assert_eq!(differences(&trees[0], &trees[1]), Vec::<String>::new());
}

/// A lexicon has another address when anything in it changes; what says the same is not written again for it.
#[cfg(unix)]
#[test]
fn a_shard_that_says_the_same_is_the_same_file() {
    use std::os::unix::fs::MetadataExt;

    let site = alike();
    // Of each shard its number, what it says, and which file it is.
    let shards = || {
        let mut all = Vec::new();
        for lexicon in ["pairs", "exact"] {
            for file in files_below(&site.path("public/search/bundle").join(lexicon)) {
                let number = file.file_name().unwrap().to_owned();
                let inode = fs::metadata(&file).unwrap().ino();
                all.push(((lexicon, number), fs::read(&file).unwrap(), inode));
            }
        }
        all.sort();
        all
    };
    let build = || site::build(&options(&site, "public", false, true), &Silent).unwrap();
    build();
    let before = shards();
    site.write("content/7.txt", about(7, "协商尚未完成，将于明年重启。"));
    build();
    let (mut same, mut others) = (0, 0);
    for ((number, said, inode), (now, says, is)) in before.iter().zip(&shards()) {
        assert_eq!(number, now);
        if said == says {
            assert_eq!(inode, is, "{number:?} was written again");
            same += 1;
        } else {
            others += 1;
        }
    }
    assert!(same > 3 && others > 0, "{same} {others}");
}

/// Of a term that changes, what other parts of the index say of it comes from the last bundle.
#[test]
fn parts_that_were_taken_over_say_what_they_said() {
    let mut chance = Chance::new(7);
    let letter = |number: usize, chance: &mut Chance| {
        let (matter, office) = (chance.of(MATTERS), chance.of(OFFICES));
        let member = chance.of(MEMBERS);
        // Some are so long that they have several passages.
        let long = if chance.once_in(3) { 40 } else { 3 };
        let paragraphs: Vec<String> = (0..long).map(|_| paragraph(chance)).collect();
        format!(
            "关于第{number}号提案的答复\n{member}委员：\n您提出的《关于{matter}的提案》收悉。现答复如下：\n{}\n{office}\n2024年5月6日\n",
            paragraphs.join("\n")
        )
    };
    let path = |number: usize| format!("content/{number:04}.txt");
    let mut files: BTreeMap<String, String> = (1..=900)
        .map(|number| (path(number), letter(number, &mut chance)))
        .collect();
    files.insert("dafu.toml".to_owned(), "title = \"甲\"\n".to_owned());
    let site = Site::new();
    write_all(&site, &files);
    let build = |site: &Site| site::build(&options(site, "public", false, true), &Silent).unwrap();
    build(&site);
    type Edit<'e> = Box<dyn FnOnce(&mut BTreeMap<String, String>) + 'e>;
    let (new, another) = (letter(901, &mut chance), letter(300, &mut chance));
    let edits: [(&str, Edit<'_>); 5] = [
        ("a sentence more", {
            Box::new(|files| {
                let text = files.get_mut(&path(300)).unwrap();
                *text = text.replacen('。', "，电梯已经加装，电梯已经验收。", 1);
            })
        }),
        ("a text of its own", {
            Box::new(|files| drop(files.insert(path(300), another)))
        }),
        ("one reply more", {
            Box::new(|files| drop(files.insert(path(901), new)))
        }),
        (
            "one reply less",
            Box::new(|files| drop(files.remove(&path(450)))),
        ),
        (
            "the last is gone",
            Box::new(|files| drop(files.remove(&path(901)))),
        ),
    ];
    for (what, edit) in edits {
        edit(&mut files);
        write_all(&site, &files);
        let clean = Site::new();
        write_all(&clean, &files);
        copy_all(&site.path("dafu.lock"), &clean.path("dafu.lock"));
        let (ours, anew) = (build(&site), build(&clean));
        assert!(ours.written.unchanged * 2 > anew.written.files, "{what}");
        let trees = [&clean, &site].map(|site| tree_of(&site.path("public")));
        assert_eq!(differences(&trees[0], &trees[1]), [""; 0], "{what}");
    }
}
