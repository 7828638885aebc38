//! Whatever the input, nothing panics and no word is lost.

mod support;

use dafu::diagnostic::{Lines, Place};
use dafu::model::{Body, Content};
use dafu::parse::{self, Format, Links, Parsed};
use proptest::prelude::*;

/// Pieces that documents are made of, the telling ones more often than chance would have them.
fn line() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        "关于市政协五届三次会议第027号提案的答复",
        "澜建提字〔2024〕27号",
        "王平、李　娜委员：",
        "尊敬的江建代表：",
        "市经济信息委：",
        "您提出的《关于加装电梯的提案》（第027号）收悉。现答复如下：",
        "一、关于现状",
        "（一）推进实施。我市已建成三百部电梯。",
        "1.加强宣传。",
        "（1）",
        "一是加强宣传。",
        "**一是**统筹；**二是**推进。",
        "** 一、注重衔接**",
        "关于资金问题。已经落实。",
        "关于选址问题。正在论证。",
        "感谢您的关心和支持。",
        "澜汀市住房和城乡建设局",
        "澜汀市教育局　澜汀市民政局",
        "2024年5月6日",
        "二〇二四年五月六日",
        "202456",
        "2024年13月40日",
        "联系人：王平  联系电话：0888-2213456",
        "办复类别：B",
        "抄送：市政协提案委员会。",
        "附件：1.目录",
        "2.图纸",
        "| 索 引 号： | 77/2021 |",
        "|---|---|",
        "| 甲 | 乙 |",
        "发布时间：2024-05-06 09:30 来源：",
        "扫一扫在手机上查看当前页面",
        "来源：",
        "标题",
        "《《《“”》",
        "+++",
        "---",
        "# 标题",
        "- 项目",
        "> 引文",
        "我市停车场用地、公共",
        "用地及加油站用地，结合城市规划，科学选址。",
        "\u{3000}\u{3000}",
        "\u{feff}",
        "\u{202e}abc",
        "\0",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => telling, 1 => "\\PC{0,40}", 1 => "[一-龥，。：、（）《》“”0-9]{0,80}"]
}

fn document() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(line(), 0..30),
        prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r"]),
    )
        .prop_map(|(lines, end)| lines.join(end))
}

/// The characters that matter: white space, and the asterisks of left-over emphasis, may go.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '*' | '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\0'
                )
        })
        .collect();
    letters.sort_unstable();
    letters
}

fn shown(body: &Body) -> String {
    body.blocks
        .iter()
        .map(|block| block.content.text())
        .collect::<Vec<_>>()
        .join("\n")
}

fn facts(parsed: &Parsed) -> String {
    let r = &parsed.reply;
    let mut all: Vec<String> = vec![r.title.clone()];
    all.extend(
        [
            &r.proposal_title,
            &r.case_number,
            &r.agency,
            &r.document_number,
            &r.signatory,
            &r.source,
        ]
        .into_iter()
        .flatten()
        .cloned(),
    );
    all.extend(
        r.other
            .iter()
            .map(|(label, value)| format!("{label}{value}")),
    );
    all.join("\n")
}

proptest! {
    #![proptest_config(support::tries(600))]

    #[test]
    fn no_input_panics(text in document(), markdown in any::<bool>()) {
        let format = if markdown { Format::Markdown } else { Format::Text };
        let parsed = parse::parse(&text, format, Links::default());
        for range in parsed.origins.values().chain(&parsed.left_out) {
            let _ = Place::of(&text, range.start, range.len());
            prop_assert!(text.get(range.clone()).is_some(), "{range:?} is outside the document, or within a character");
        }
        // Where a number is said to stand, it stands.
        if let (Some(number), Some(at)) = (&parsed.reply.case_number, parsed.origins.get("case_number")) {
            let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert!(bare(&text[at.clone()]).contains(&bare(number)), "{number} at {:?}", &text[at.clone()]);
        }
        for block in &parsed.body.blocks {
            prop_assert!(block.offset <= text.len());
            if let Content::Text(inline) = &block.content {
                for mark in &inline.marks {
                    prop_assert!(inline.text.get(mark.range.clone()).is_some(), "a mark outside its text");
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_decoded_and_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let decoded = dafu::source::decode::decode(bytes);
        let _ = parse::parse(&decoded.text, Format::Text, Links::default());
        let _ = parse::parse(&decoded.text, Format::Markdown, Links::default());
    }

    /// From the salutation on, what is written is what is shown, character for character.
    #[test]
    fn text_in_is_text_shown(paragraphs in prop::collection::vec("[一-龥]{3,30}，[一-龥a-z0-9（）“”]{1,60}。", 1..8)) {
        let text = format!("关于第027号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n{}\n澜汀市住房和城乡建设局\n2024年5月6日\n", paragraphs.join("\n"));
        let parsed = parse::parse(&text, Format::Text, Links::default());
        let letter = text.split_once('\n').map_or("", |(_, rest)| rest);
        prop_assert_eq!(letters(&shown(&parsed.body)), letters(letter));
    }

    /// No line of a document vanishes: it is shown, read as a fact, or said to be left out.
    #[test]
    fn no_line_vanishes(lines in prop::collection::vec(prop_oneof!["[一-龥]{3,12}，[一-龥]{3,40}。", "（[一二三四五]）[一-龥]{2,10}。[一-龥，]{10,40}。"], 3..12)) {
        let text = lines.join("\n");
        let parsed = parse::parse(&text, Format::Text, Links::default());
        let left_out: String = parsed.left_out.iter().filter_map(|range| text.get(range.clone())).collect();
        let all = format!("{}\n{}\n{left_out}", shown(&parsed.body), facts(&parsed));
        for line in &lines {
            let whole: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            let found: String = all.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert!(found.contains(&whole), "lost: {line}");
        }
    }

    #[test]
    fn a_place_is_the_same_whether_lines_are_counted_or_known(text in "[甲a\n\r。]{0,60}", offset in 0_usize..200, length in 0_usize..20) {
        let lines = Lines::of(&text);
        let place = Place::of(&lines, offset, length);
        prop_assert_eq!(&place, &Place::of(text.as_str(), offset, length));
        let start = lines.start(place.line).unwrap();
        let before = text[start..].chars().take(place.column as usize - 1).collect::<String>();
        prop_assert!(!before.contains('\n') && (start == 0 || text.as_bytes()[start - 1] == b'\n'));
        prop_assert_eq!(lines.start(u32::try_from(text.split('\n').count()).unwrap() + 1), None);
        prop_assert_eq!(lines.start(0), None);
    }

    #[test]
    fn an_edit_elsewhere_leaves_a_paragraphs_address(before in "[一-龥]{5,40}。", after in "[一-龥]{5,40}。") {
        use dafu::render::body::paragraph_anchor;
        prop_assert_eq!(paragraph_anchor(&before), paragraph_anchor(&before));
        prop_assume!(before != after);
        prop_assert_ne!(paragraph_anchor(&before), paragraph_anchor(&after));
    }
}
