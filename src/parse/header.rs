//! Fields around a letter: `发文字号：… | 发布日期：…`, pipe tables, glued lists, a label over its value.
//!
//! Only lines before the salutation and after the signature come here; the text of a reply is never searched.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::names::is_han;
use super::number::{self, pattern};

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 标题.
    Title,
    /// 提案标题, 案由.
    ProposalTitle,
    /// 文号.
    DocumentNumber,
    /// 成文日期.
    Issued,
    /// 发布日期.
    Published,
    /// 会议届次.
    Session,
    /// 案号, 编号.
    CaseNumber,
    /// 提案人, 领衔代表.
    Askers,
    /// 承办单位, 发文单位.
    Agency,
    /// 协办单位.
    CoAgencies,
    /// 来源.
    Source,
    /// 签发人.
    Signatory,
    /// 办复类别, 办理结果.
    Outcome,
    /// 公开属性.
    Access,
    /// 联系人.
    ContactName,
    /// 联系电话.
    ContactPhone,
    /// 联系人及联系电话: both in one value.
    ContactBoth,
    /// 抄送.
    CopiedTo,
    /// 附件.
    Attachment,
    /// 主题词.
    Topics,
    /// Means something to a reader, and has no place in the model: 索引号, 邮政编码.
    Other,
    /// Marks where the letter begins: 答复内容.
    LetterBegins,
    /// Page furniture: 浏览次数, 字体.
    Furniture,
}

const LABELS: &[(&str, Field)] = &[
    ("标题", Field::Title),
    ("文件名称", Field::Title),
    ("信息名称", Field::Title),
    ("文件标题", Field::Title),
    ("公文标题", Field::Title),
    ("名称", Field::Title),
    ("信息标题", Field::Title),
    ("提案标题", Field::ProposalTitle),
    ("建议标题", Field::ProposalTitle),
    ("提案名称", Field::ProposalTitle),
    ("建议名称", Field::ProposalTitle),
    ("提案题目", Field::ProposalTitle),
    ("建议题目", Field::ProposalTitle),
    ("案由", Field::ProposalTitle),
    ("议案标题", Field::ProposalTitle),
    ("题目", Field::ProposalTitle),
    ("文号", Field::DocumentNumber),
    ("发文字号", Field::DocumentNumber),
    ("文件编号", Field::DocumentNumber),
    ("发文文号", Field::DocumentNumber),
    ("文件字号", Field::DocumentNumber),
    ("文件文号", Field::DocumentNumber),
    ("公文文号", Field::DocumentNumber),
    ("答复文号", Field::DocumentNumber),
    ("字号", Field::DocumentNumber),
    ("成文日期", Field::Issued),
    ("生成日期", Field::Issued),
    ("公文生成日期", Field::Issued),
    ("文件生成日期", Field::Issued),
    ("公文日期", Field::Issued),
    ("发文日期", Field::Issued),
    ("印发日期", Field::Issued),
    ("签发日期", Field::Issued),
    ("答复时间", Field::Issued),
    ("答复日期", Field::Issued),
    ("成文时间", Field::Issued),
    ("发文时间", Field::Issued),
    ("生成时间", Field::Issued),
    ("办复日期", Field::Issued),
    ("办复时间", Field::Issued),
    ("复文日期", Field::Issued),
    ("发布日期", Field::Published),
    ("发布时间", Field::Published),
    ("公开日期", Field::Published),
    ("公开时间", Field::Published),
    ("公布日期", Field::Published),
    ("发表时间", Field::Published),
    ("发表日期", Field::Published),
    ("更新时间", Field::Other),
    ("时间", Field::Published),
    ("日期", Field::Published),
    ("信息时间", Field::Published),
    ("上网日期", Field::Published),
    ("上网时间", Field::Published),
    ("会议届次", Field::Session),
    ("届次", Field::Session),
    ("届别", Field::Session),
    ("会议名称", Field::Session),
    ("提案届次", Field::Session),
    ("建议届次", Field::Session),
    ("编号", Field::CaseNumber),
    ("案号", Field::CaseNumber),
    ("提案编号", Field::CaseNumber),
    ("建议编号", Field::CaseNumber),
    ("提案号", Field::CaseNumber),
    ("建议号", Field::CaseNumber),
    ("提案案号", Field::CaseNumber),
    ("建议案号", Field::CaseNumber),
    ("议案编号", Field::CaseNumber),
    ("提案者", Field::Askers),
    ("提案人", Field::Askers),
    ("第一提案人", Field::Askers),
    ("提案委员", Field::Askers),
    ("领衔代表", Field::Askers),
    ("建议人", Field::Askers),
    ("领衔人", Field::Askers),
    ("提出人", Field::Askers),
    ("提出代表", Field::Askers),
    ("代表姓名", Field::Askers),
    ("委员姓名", Field::Askers),
    ("提案单位", Field::Askers),
    ("领衔委员", Field::Askers),
    ("建议代表", Field::Askers),
    ("提案者姓名", Field::Askers),
    ("第一提案者", Field::Askers),
    ("提议人", Field::Askers),
    ("承办单位", Field::Agency),
    ("主办单位", Field::Agency),
    ("主办部门", Field::Agency),
    ("发文单位", Field::Agency),
    ("发文机关", Field::Agency),
    ("发文机构", Field::Agency),
    ("答复单位", Field::Agency),
    ("办理单位", Field::Agency),
    ("承办部门", Field::Agency),
    ("复文单位", Field::Agency),
    ("发布机构", Field::Agency),
    ("制发机关", Field::Agency),
    ("落款单位", Field::Agency),
    ("发布机关", Field::Agency),
    ("发布单位", Field::Agency),
    ("协办单位", Field::CoAgencies),
    ("会办单位", Field::CoAgencies),
    ("协办部门", Field::CoAgencies),
    ("来源", Field::Source),
    ("信息来源", Field::Source),
    ("文章来源", Field::Source),
    ("稿件来源", Field::Source),
    ("签发人", Field::Signatory),
    ("签发", Field::Signatory),
    ("领导签发", Field::Signatory),
    ("签发领导", Field::Signatory),
    ("办复类别", Field::Outcome),
    ("办理结果", Field::Outcome),
    ("办理类别", Field::Outcome),
    ("答复类别", Field::Outcome),
    ("办理类型", Field::Outcome),
    ("办理程度", Field::Outcome),
    ("答复类型", Field::Outcome),
    ("办复类型", Field::Outcome),
    ("复文类别", Field::Outcome),
    ("类别", Field::Outcome),
    ("办复结果", Field::Outcome),
    ("建议类别", Field::Outcome),
    ("提案类别", Field::Outcome),
    ("办结类别", Field::Outcome),
    ("办理分类", Field::Outcome),
    ("答复分类", Field::Outcome),
    ("办复分类", Field::Outcome),
    ("问题解决程度", Field::Outcome),
    ("解决程度", Field::Outcome),
    ("答复结果", Field::Outcome),
    ("办理情况类别", Field::Outcome),
    ("结果分类", Field::Outcome),
    ("公开属性", Field::Access),
    ("公开方式", Field::Access),
    ("公开类别", Field::Access),
    ("公开形式", Field::Access),
    ("公开选项", Field::Access),
    ("信息公开选项", Field::Access),
    ("是否公开", Field::Access),
    ("公开类型", Field::Access),
    ("信息公开属性", Field::Access),
    ("信息公开方式", Field::Access),
    ("联系人", Field::ContactName),
    ("联系人姓名", Field::ContactName),
    ("经办人", Field::ContactName),
    ("经办人员", Field::ContactName),
    ("承办人员", Field::ContactName),
    ("具体承办人", Field::ContactName),
    ("具体经办人", Field::ContactName),
    ("承办人", Field::ContactName),
    ("联络员", Field::ContactName),
    ("联络人", Field::ContactName),
    ("联系电话", Field::ContactPhone),
    ("电话", Field::ContactPhone),
    ("联系方式", Field::ContactPhone),
    ("办公电话", Field::ContactPhone),
    ("联系号码", Field::ContactPhone),
    ("电话号码", Field::ContactPhone),
    ("联系人及电话", Field::ContactBoth),
    ("联系人及联系电话", Field::ContactBoth),
    ("联系人和电话", Field::ContactBoth),
    ("联系人电话", Field::ContactBoth),
    ("联系人及联系方式", Field::ContactBoth),
    ("联系单位及电话", Field::ContactBoth),
    ("联系人、电话", Field::ContactBoth),
    ("联系人、联系电话", Field::ContactBoth),
    ("联系人及号码", Field::ContactBoth),
    ("承办人及电话", Field::ContactBoth),
    ("承办人及联系电话", Field::ContactBoth),
    ("经办人及电话", Field::ContactBoth),
    ("联系单位及联系电话", Field::ContactBoth),
    ("联系人和联系电话", Field::ContactBoth),
    ("联系单位及联系人", Field::ContactBoth),
    ("联系人姓名及电话", Field::ContactBoth),
    ("联系人与电话", Field::ContactBoth),
    ("抄送", Field::CopiedTo),
    ("抄报", Field::CopiedTo),
    ("主送", Field::Other),
    ("抄送单位", Field::CopiedTo),
    ("附件", Field::Attachment),
    ("相关附件", Field::Attachment),
    ("主题词", Field::Topics),
    ("关键词", Field::Topics),
    ("关键字", Field::Topics),
    ("主题", Field::Topics),
    ("提案领域", Field::Topics),
    ("政协提案领域", Field::Topics),
    ("主题分类", Field::Topics),
    ("索引号", Field::Other),
    ("组配分类", Field::Other),
    ("邮政编码", Field::Other),
    ("邮编", Field::Other),
    ("地址", Field::Other),
    ("联系地址", Field::Other),
    ("通讯地址", Field::Other),
    ("传真", Field::Other),
    ("有效性", Field::Other),
    ("联系单位", Field::Other),
    ("分管领导", Field::Other),
    ("主管领导", Field::Other),
    ("责任领导", Field::Other),
    ("责任人", Field::Other),
    ("承办科室", Field::Other),
    ("承办处室", Field::Other),
    ("吸收采纳情况", Field::Other),
    ("体裁分类", Field::Other),
    ("信息分类", Field::Other),
    ("所属主题", Field::Other),
    ("效力状态", Field::Other),
    ("服务对象", Field::Other),
    ("公开范围", Field::Other),
    ("废止日期", Field::Other),
    ("生效日期", Field::Other),
    ("公开时限", Field::Other),
    ("公开程序", Field::Other),
    ("分类", Field::Other),
    ("语种", Field::Other),
    ("附注", Field::Other),
    ("建议内容", Field::Other),
    ("委员意见", Field::Other),
    ("代表意见", Field::Other),
    ("满意度", Field::Other),
    ("办理方式", Field::Other),
    ("督办领导", Field::Other),
    ("信息索引号", Field::Other),
    ("文件类型", Field::Other),
    ("失效日期", Field::Other),
    ("实施日期", Field::Other),
    ("审核", Field::Other),
    ("附议人", Field::Other),
    ("联名代表", Field::Other),
    ("联名委员", Field::Other),
    ("答复内容", Field::LetterBegins),
    ("办理答复", Field::LetterBegins),
    ("答复正文", Field::LetterBegins),
    ("复文内容", Field::LetterBegins),
    ("回复内容", Field::LetterBegins),
    ("正文", Field::LetterBegins),
    ("办理复文", Field::LetterBegins),
    ("答复意见", Field::LetterBegins),
    ("内容", Field::LetterBegins),
    ("浏览次数", Field::Furniture),
    ("浏览量", Field::Furniture),
    ("阅读次数", Field::Furniture),
    ("点击数", Field::Furniture),
    ("点击量", Field::Furniture),
    ("点击率", Field::Furniture),
    ("点击次数", Field::Furniture),
    ("访问次数", Field::Furniture),
    ("阅读量", Field::Furniture),
    ("阅读", Field::Furniture),
    ("浏览", Field::Furniture),
    ("点击", Field::Furniture),
    ("访问量", Field::Furniture),
    ("字体", Field::Furniture),
    ("字体大小", Field::Furniture),
    ("视力保护色", Field::Furniture),
    ("背景色", Field::Furniture),
    ("保护视力色", Field::Furniture),
    ("打印", Field::Furniture),
    ("分享", Field::Furniture),
    ("分享到", Field::Furniture),
    ("分享至", Field::Furniture),
    ("文件下载", Field::Furniture),
    ("附件下载", Field::Furniture),
    ("关联文件", Field::Furniture),
    ("相关链接", Field::Furniture),
    ("相关文件", Field::Furniture),
    ("相关阅读", Field::Furniture),
    ("上一篇", Field::Furniture),
    ("下一篇", Field::Furniture),
    ("上一条", Field::Furniture),
    ("下一条", Field::Furniture),
    ("责任编辑", Field::Furniture),
    ("编辑", Field::Furniture),
    ("扫一扫", Field::Furniture),
    ("当前位置", Field::Furniture),
    ("您的位置", Field::Furniture),
    ("您当前的位置", Field::Furniture),
    ("您现在的位置", Field::Furniture),
    ("你的位置", Field::Furniture),
    ("当前的位置", Field::Furniture),
    ("您所在的位置", Field::Furniture),
    ("所在位置", Field::Furniture),
    ("作者", Field::Other),
    ("发布人", Field::Furniture),
    ("发布者", Field::Furniture),
    ("信息员", Field::Furniture),
    ("二维码", Field::Furniture),
    ("文件格式下载", Field::Furniture),
    ("下载", Field::Furniture),
    ("语音播报", Field::Furniture),
    ("收藏", Field::Furniture),
    ("初审", Field::Furniture),
    ("复审", Field::Furniture),
    ("终审", Field::Furniture),
    ("编审", Field::Furniture),
    ("责编", Field::Furniture),
    ("字号大小", Field::Furniture),
];

static BY_LABEL: LazyLock<HashMap<&'static str, Field>> =
    LazyLock::new(|| LABELS.iter().copied().collect());

/// Bytes of the longest label, white space inside it included.
const LABEL_MOST: usize = 60;
/// Characters of the longest label.
const LABEL_CHARS: usize = 12;

/// Labels built from parts: 信息发布日期, 录入时间, 发布于.
static PUBLISHED_PARTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:信息|文章|稿件|新闻|网站|网页|网上|页面|文件|内容|本文|公文)?(?:发布|发表|公布|公示|上传|上网|上线|录入|发稿|刊发|刊登|挂网|公开)(?:日期|时间|于)$",
    )
});
/// 具体承办人姓名及联系电话, 联系科室及电话, 咨询电话: whose name, whose office, and which telephone.
static CONTACT_PARTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:具体|直接|业务)?(?P<d>联系|承办|经办|办理|联络|咨询|答复)?(?:(?P<p>人员|人|员)(?:姓名)?|(?P<o>单位|部门|科室|处室|股室))?(?P<t>(?:[及和与、或])?(?:联系|联络|办公|咨询|手机|座机|固定)?(?:电话号码|手机号码|电话|手机号|手机|座机|方式|号码))?$",
    )
});
/// 承办科室联系人及电话: whose contact it is stands before the label.
static OFFICE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:承办|主办|办理|经办|责任)?(?:单位|部门|科室|处室|股室)(?:的)?((?:联系|经办|承办)人.*)$",
    )
});
/// 办理结果类别, 提案答复分类, 复文标识: what a letter A–D stands after.
const OUTCOME_ENDINGS: [&str; 9] = [
    "类别", "分类", "结果", "标识", "标记", "标注", "类型", "程度", "情况",
];
/// Characters of the longest label of an outcome.
const OUTCOME_LABEL_MOST: usize = 8;
static OUTCOME_BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[（(【\[]?\s*[“”‘’']?([A-DＡ-Ｄ])[“”‘’']?\s*(?:类件?)?\s*[）)】\]]?$")
});
static OUTCOME_LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[（(【\[]?\s*(?P<l>[\p{Han}\s]{2,20}?)\s*(?:[:：﹕∶]\s*)?[（(“‘]?([A-DＡ-Ｄ])[1-9]?[”’）)]?\s*(?:类件?)?\s*[）)】\]]?$",
    )
});
static OUTCOME_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*[（(“‘【]?\s*([A-DＡ-Ｄ])[1-9]?\s*[”’）)】]?\s*(?:类件?)?\s*[）)】]?(?:$|[\s，、。；|（(])",
    )
});

/// The letter of a line that is an outcome and nothing else: （A类）, 办理结果：B, 办理标识：Ａ.
#[must_use]
pub fn outcome_letter(text: &str) -> Option<char> {
    if text.len() > 60 {
        return None;
    }
    let letter = if let Some(found) = OUTCOME_BARE.captures(text) {
        found[1].chars().next()
    } else {
        let found = OUTCOME_LABELLED.captures(text)?;
        let label: String = found["l"].split_whitespace().collect();
        if !is_outcome_label(&label)
            && !matches!(
                label.as_str(),
                "办复" | "办理" | "答复" | "复文" | "建议" | "提案"
            )
        {
            return None;
        }
        found[2].chars().next()
    };
    letter.map(plain_letter)
}

/// What stands in front of or behind a letter that was ticked.
const TICKS: [char; 5] = ['√', '✓', '☑', '✔', '■'];
/// What stands there where nobody has ticked.
const BOXES: [char; 2] = ['□', '☐'];
/// （√） and （ ） are a tick and a box.
static BRACKETED_MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[（(【\[]\s*([√✓☑✔■☒□☐]?)\s*[）)】\]]"));
/// A value that begins with a letter that is ticked, or might be: □A类, B√.
static OUTCOME_MARKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:[√✓☑✔■☒□☐]|[（(【\[]\s*[√✓☑✔■☒□☐]?\s*[）)】\]])\s*[A-DＡ-Ｄ]|[A-DＡ-Ｄ]\s*(?:类件?)?\s*[√✓☑✔■☒□☐])",
    )
});

/// A crossed box is how Word ticks one of several; beside a tick it is what was crossed out.
fn plain_crosses(value: &str) -> Cow<'_, str> {
    const CROSSED: char = '☒';
    if !value.contains(CROSSED) {
        Cow::Borrowed(value)
    } else if value.contains(TICKS) {
        Cow::Owned(value.replace(CROSSED, "□"))
    } else if value.contains(BOXES)
        || (BRACKETED_MARK.captures_iter(value)).any(|found| found[1].is_empty())
    {
        Cow::Owned(value.replace(CROSSED, "☑"))
    } else {
        Cow::Borrowed(value)
    }
}

/// What the value of an outcome's label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// One letter: the only one, or the only one that is ticked.
    Letter(char),
    /// Letters, and none of them or more than one is ticked: A类（已经解决）B类（正在解决）.
    Unclear,
    /// No letter begins it.
    None,
}

/// Reads the value of an outcome's label: A（已经解决）, A类（ ） B类（√）.
pub(super) fn read_outcome(value: &str) -> Outcome {
    if !begins_with_outcome(value) {
        return Outcome::None;
    }
    let value = plain_crosses(value);
    let value = BRACKETED_MARK.replace_all(&value, |found: &regex::Captures<'_>| {
        if found[1].starts_with(TICKS) {
            "☑"
        } else {
            "□"
        }
    });
    let mut letters: Vec<(usize, char)> = Vec::new();
    let mut before = None;
    for (at, c) in value.char_indices() {
        let mut after = value[at + c.len_utf8()..].chars();
        let next = after.next().filter(|c| !matches!(c, '1'..='9'));
        if matches!(c, 'A'..='D' | 'Ａ'..='Ｄ')
            && !before.is_some_and(is_latin)
            && !next.is_some_and(is_latin)
        {
            letters.push((at, plain_letter(c)));
        }
        before = Some(c);
    }
    let marks: Vec<(usize, char)> = value
        .char_indices()
        .filter(|(_, c)| TICKS.contains(c) || BOXES.contains(c))
        .collect();
    let mut ticks = marks.iter().filter(|(_, c)| TICKS.contains(c));
    let (tick, second) = (ticks.next(), ticks.next());
    let Some(&(first, letter)) = letters.first() else {
        return Outcome::None;
    };
    if letters.iter().all(|(_, other)| *other == letter) {
        return if marks.is_empty() || tick.is_some() && marks.len() == 1 {
            Outcome::Letter(letter)
        } else {
            Outcome::Unclear
        };
    }
    let (Some(&(tick, mark)), None) = (tick, second) else {
        return Outcome::Unclear;
    };
    let behind = letters.iter().rev().find(|(at, _)| *at < tick);
    let ahead = letters.iter().find(|(at, _)| *at > tick);
    let all_ahead = marks.first().is_some_and(|(at, _)| *at < first);
    let last = letters.last().map_or(first, |(at, _)| *at);
    let all_behind = marks.last().is_some_and(|(at, _)| *at > last);
    let chosen = match (all_ahead, all_behind) {
        (true, false) => ahead,
        (false, true) => behind,
        (true, true) => None,
        // A B√ C: the letter that it touches.
        (false, false) => {
            let touches_behind = value[..tick].chars().next_back().is_some_and(|c| {
                !c.is_whitespace() && !matches!(c, '、' | '，' | '；' | '|' | '/')
            });
            let touches_ahead = ahead.is_some_and(|(at, _)| *at == tick + mark.len_utf8());
            match (touches_behind, touches_ahead) {
                (true, false) => behind,
                (false, true) => ahead,
                _ => None,
            }
        }
    };
    chosen.map_or(Outcome::Unclear, |(_, letter)| Outcome::Letter(*letter))
}

/// The letter that a field's value begins with, whatever explains it: A（已经解决）; of several the one that is ticked.
#[must_use]
pub fn outcome_value(value: &str) -> Option<char> {
    match read_outcome(value) {
        Outcome::Letter(letter) => Some(letter),
        Outcome::Unclear | Outcome::None => None,
    }
}

fn begins_with_outcome(value: &str) -> bool {
    OUTCOME_VALUE.is_match(value) || OUTCOME_MARKED.is_match(value)
}

/// A letter or figure of Latin script, also a wide one.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９')
}

fn plain_letter(letter: char) -> char {
    match letter {
        'Ａ' => 'A',
        'Ｂ' => 'B',
        'Ｃ' => 'C',
        'Ｄ' => 'D',
        other => other.to_ascii_uppercase(),
    }
}

fn is_outcome_label(label: &str) -> bool {
    label.chars().count() <= OUTCOME_LABEL_MOST
        && label.chars().all(is_han)
        && OUTCOME_ENDINGS.iter().any(|end| label.ends_with(end))
        && !["公开", "满意", "评价", "考核", "反馈", "信用", "评定"]
            .iter()
            .any(|word| label.contains(word))
        && !label.starts_with("信息")
}

/// Labels that are put together from parts rather than listed.
fn field_of_parts(label: &str) -> Option<Field> {
    if !label.ends_with([
        '期', '间', '于', '话', '式', '码', '机', '号', '人', '员', '名', '室', '位', '门',
    ]) || label.chars().count() > LABEL_CHARS
    {
        return None;
    }
    if PUBLISHED_PARTS.is_match(label) {
        return Some(Field::Published);
    }
    if let Some(contact) = OFFICE_FIRST.captures(label) {
        return field_of(&contact[1]);
    }
    let found = CONTACT_PARTS.captures(label)?;
    let (person, office, telephone) = (
        found.name("p").is_some(),
        found.name("o").is_some(),
        found.name("t").is_some(),
    );
    if found.name("d").is_none() && (person || office) {
        return None;
    }
    match (person, office, telephone) {
        (true, _, false) => Some(Field::ContactName),
        (false, true, false) => Some(Field::Other),
        (true, _, true) | (_, true, true) => Some(Field::ContactBoth),
        (false, false, true) => {
            let bare = ["方式", "号码", "手机号"];
            (!bare.contains(&label)).then_some(Field::ContactPhone)
        }
        _ => None,
    }
}

/// A colon, also one that only looks like it.
fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '﹕' | '∶' | '︰')
}

/// The field that a label names; white space inside it (索 引 号) does not matter.
#[must_use]
pub fn field_of(label: &str) -> Option<Field> {
    if label.len() > LABEL_MOST {
        return None;
    }
    let squeezed = if label.contains(char::is_whitespace) {
        Cow::Owned(label.split_whitespace().collect())
    } else {
        Cow::Borrowed(label)
    };
    let squeezed = squeezed.as_ref();
    BY_LABEL
        .get(squeezed)
        .copied()
        .or_else(|| field_of_parts(squeezed))
}

/// A field found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub field: Field,
    /// Its label as written.
    pub label: String,
    /// Its value, trimmed; may be empty.
    pub value: String,
    /// Byte offset of the value within the line.
    pub offset: usize,
}

/// Whether a field's label is one that only a page uses, and no text of an attachment: 发布时间, 信息来源.
#[must_use]
pub fn is_of_page(found: &Found) -> bool {
    let label: String = found.label.split_whitespace().collect();
    match found.field {
        Field::Published => {
            !matches!(
                label.as_str(),
                "时间" | "日期" | "公开时间" | "公开日期" | "公布日期"
            ) && !label.contains("公示")
        }
        Field::Source => label != "来源",
        Field::Furniture => {
            label.ends_with("次数")
                || label.ends_with('量')
                || ["字体", "打印", "分享", "责任编辑"]
                    .iter()
                    .any(|word| label.starts_with(word))
        }
        _ => false,
    }
}

/// Whether a field may as well be what an attachment says: 时间：2024年6月18日, 作者：李某.
#[must_use]
pub fn is_ambiguous(found: &Found) -> bool {
    let label: String = found.label.split_whitespace().collect();
    matches!(found.field, Field::Published | Field::Source) && !is_of_page(found)
        || matches!(found.field, Field::Askers | Field::ProposalTitle)
        || label == "作者"
}

/// The longest label that ends a text and suits what stands after it: its field and the byte where it starts.
/// Labels of outcomes are known by their parts, and only where a letter follows.
fn label_before(text: &str, after: &str) -> Option<(Field, usize)> {
    let known = label_ending(text);
    if !matches!(known, Some((Field::Outcome | Field::Access, _))) && begins_with_outcome(after) {
        let mut start = text.len();
        let mut label = String::new();
        for (at, c) in text
            .char_indices()
            .rev()
            .filter(|(_, c)| !c.is_whitespace())
        {
            if !is_han(c) || label.chars().count() == OUTCOME_LABEL_MOST {
                break;
            }
            label.insert(0, c);
            start = at;
        }
        // One that is cut at its most characters is the end of a sentence.
        let whole = text[..start].chars().next_back().is_none_or(|c| !is_han(c));
        if whole && is_outcome_label(&label) {
            return Some((Field::Outcome, start));
        }
    }
    known
}

/// The longest known label that ends a text: its field and the byte where it starts.
fn label_ending(text: &str) -> Option<(Field, usize)> {
    let mut letters = ['\0'; LABEL_CHARS];
    let mut starts = [0; LABEL_CHARS];
    let mut count = 0;
    for (at, c) in text
        .char_indices()
        .rev()
        .filter(|(_, c)| !c.is_whitespace())
        .take(LABEL_CHARS)
    {
        if !(is_han(c) || c == '、') {
            break;
        }
        letters[count] = c;
        starts[count] = at;
        count += 1;
    }
    let label: String = letters[..count].iter().rev().collect();
    let mut cut = 0;
    for length in (2..=count).rev() {
        let tried = &label[cut..];
        if let Some(field) = BY_LABEL
            .get(tried)
            .copied()
            .or_else(|| field_of_parts(tried))
        {
            return Some((field, starts[length - 1]));
        }
        cut += letters[length - 1].len_utf8();
    }
    None
}

/// All fields `label：value` of a line, in order; empty if it has none.
#[must_use]
pub fn fields_of_line(line: &str) -> Vec<Found> {
    let mut labels: Vec<(Field, usize, usize)> = Vec::new();
    let mut from = 0;
    for (at, c) in line.char_indices() {
        if at < from {
            continue;
        }
        let after = at + c.len_utf8();
        let label = if is_colon(c) {
            label_before(&line[from..at], &line[after..])
        } else if matches!(c, '】' | ']') {
            bracketed_label(&line[from..at])
        } else {
            continue;
        };
        if let Some((field, start)) = label {
            bare_labels(line, from, from + start, &mut labels);
            labels.push((field, from + start, after));
            from = after;
        }
    }
    bare_labels(line, from, line.len(), &mut labels);
    let mut found = Vec::new();
    for (index, &(field, start, after)) in labels.iter().enumerate() {
        let end = labels.get(index + 1).map_or(line.len(), |next| next.1);
        let raw = &line[after..end];
        let value = raw
            .trim()
            .trim_end_matches(['|', '【', '[', '（', '(', '，', ',', '；', ';', ' ', '　'])
            .trim();
        let offset = after + (raw.len() - raw.trim_start().len());
        let label =
            line[start..after].trim_end_matches(|c: char| is_colon(c) || matches!(c, '】' | ']'));
        found.push(Found {
            field,
            label: label.trim().to_owned(),
            value: value.to_owned(),
            offset,
        });
    }
    found
}

/// Whether a line is nothing but fields: it starts with a label (a bracket, bullet or bar before it).
#[must_use]
pub fn starts_with_field(line: &str) -> bool {
    // A label is short: only the beginning can be one.
    let head = &line[..line.floor_char_boundary(LABEL_MOST + 30)];
    let start = head.trim_start_matches([
        '|', '-', '>', '#', '•', '·', '【', '[', '（', '(', '*', ' ', '　',
    ]);
    let colon = start.char_indices().find(|(_, c)| is_colon(*c));
    colon.is_some_and(|(at, c)| {
        label_before(&start[..at], &start[at + c.len_utf8()..]).is_some_and(|(_, at)| at == 0)
    }) || head.trim_start().starts_with(['【', '['])
        && start
            .find(['】', ']'])
            .is_some_and(|at| bracketed_label(&head[..at + head.len() - start.len()]).is_some())
        || line.len() < BARE_MOST && {
            let mut labels = Vec::new();
            bare_labels(line, 0, line.len(), &mut labels);
            labels.first().is_some_and(|(_, at, _)| {
                *at == line.len() - line.trim_start_matches(['（', '(', ' ', '　']).len()
            })
        }
}

/// Bytes of the longest line in which a label without a colon is looked for.
const BARE_MOST: usize = 200;

/// The label of `【发布日期】2023-09-12`; `text` ends before the closing bracket.
fn bracketed_label(text: &str) -> Option<(Field, usize)> {
    let open = text.rfind(['【', '['])?;
    let start = open + text[open..].chars().next().map_or(0, char::len_utf8);
    let field = field_of(&text[start..])?;
    (!matches!(
        field,
        Field::Furniture | Field::LetterBegins | Field::Attachment
    ))
    .then_some((field, start))
}

/// Labels without a colon, each before a value that suits it: `发布日期 2023-09-12`, `联系人 王平 电话2213456`.
fn bare_labels(line: &str, from: usize, to: usize, labels: &mut Vec<(Field, usize, usize)>) {
    if line.len() > BARE_MOST || line.contains(['。', '；', '《', '“']) {
        return;
    }
    let text = &line[from..to];
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let mut at = 0;
    for word in
        text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | '|' | '，'))
    {
        let start = at;
        at += word.len();
        let han = word.find(|c: char| !is_han(c)).unwrap_or(word.len());
        let glued =
            word[han..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '（' | '('));
        let value = text[start + han..].trim_start();
        let Some(field) = field_of(&word[..han]) else {
            continue;
        };
        let suits = match field {
            Field::Published | Field::Issued => {
                number::find_date(value).is_some_and(|(_, range)| range.start == 0)
            }
            Field::ContactPhone => {
                value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '（' | '('))
            }
            Field::ContactName | Field::ContactBoth => {
                let name: String = value.chars().take_while(|c| is_han(*c)).collect();
                !glued && !value.is_empty() && super::names::is_surnamed(&name)
            }
            _ => false,
        };
        if suits {
            labels.push((field, from + start, from + start + han));
        }
    }
}

/// Whether a line is a page's own line of facts although something stands before its first label:
/// `澜汀市民政局 时间：2022-08-10 来源：市民政局`.
#[must_use]
pub fn holds_fields(line: &str) -> bool {
    if line.len() > 400
        || line.contains(['。', '，', '“', '《'])
        || !line.contains(char::is_whitespace)
    {
        return false;
    }
    let found = fields_of_line(line);
    found.len() >= 2
        || found
            .iter()
            .any(|f| f.field == Field::Published && number::read_published(&f.value).is_some())
}

/// The date of a page's line without labels, an office or address before it: `市民政局　2023-09-12 10:20`.
/// Only a date in figures with strokes is meant: one with 年月日 belongs to a document.
#[must_use]
pub fn unlabelled_date(line: &str) -> Option<&str> {
    if line.len() > BARE_MOST || line.contains(['。', '，', '“', '《', '？', '今']) {
        return None;
    }
    let (_, range) = number::find_date(line)?;
    let (before, date) = (&line[..range.start], &line[range.clone()]);
    let apart = before.is_empty()
        || before.ends_with(|c: char| c.is_whitespace() || matches!(c, '|' | '[' | '【'));
    let after = line[range.end..].chars().next();
    (apart
        && !before
            .trim_end()
            .ends_with([':', '：', '】', ']', '间', '期'])
        && !date.contains('年')
        && after.is_none_or(|c| !is_han(c))
        && !before.contains("关于")
        && !before.contains('号'))
    .then(|| &line[range.start..])
}

/// The fields of one row of a pipe table; a label's value may be in its own cell or in the next.
#[must_use]
pub fn fields_of_row(line: &str) -> Option<Vec<Found>> {
    let body = line.trim();
    if !body.contains('|') {
        return None;
    }
    let mut found: Vec<Found> = Vec::new();
    let mut waiting: Option<Found> = None;
    let mut at = line.len() - line.trim_start().len();
    let mut labelled = false;
    for cell in body.split('|') {
        let offset = at + (cell.len() - cell.trim_start().len());
        at += cell.len() + 1;
        let text = cell.trim();
        if text.is_empty() || text.chars().all(|c| matches!(c, '-' | ':' | ' ')) {
            continue;
        }
        let bare = text.trim_end_matches([':', '：']).trim_end();
        if let Some(field) = field_of(bare) {
            labelled = true;
            found.extend(waiting.replace(Found {
                field,
                label: bare.to_owned(),
                value: String::new(),
                offset,
            }));
        } else if let Some(mut label) = waiting.take_if(|_| !starts_with_field(text)) {
            text.clone_into(&mut label.value);
            label.offset = offset;
            found.push(label);
        } else if starts_with_field(text) {
            labelled = true;
            found.extend(waiting.take());
            found.extend(fields_of_line(text).into_iter().map(|mut field| {
                field.offset += offset;
                field
            }));
        }
    }
    found.extend(waiting);
    labelled.then_some(found)
}

/// Labels of furniture behind which names of pages and files stand, of any length.
const NAMING: [&str; 20] = [
    "文件下载",
    "附件下载",
    "文件格式下载",
    "关联文件",
    "相关链接",
    "相关文件",
    "相关阅读",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "当前位置",
    "您的位置",
    "您当前的位置",
    "您现在的位置",
    "你的位置",
    "当前的位置",
    "您所在的位置",
    "所在位置",
    "二维码",
];
/// Han characters that may stand behind a label of furniture and be neither name nor button.
const FURNITURE_MOST: usize = 8;

/// Whether a line says nothing but what a page says around a text: 责任编辑：王小明, 阅读：123次. Whoever writes
/// 初审：县级主管部门对申报材料进行审核。 means a text.
#[must_use]
pub fn only_furniture(text: &str) -> bool {
    let fields = fields_of_line(text);
    let label_only = field_of(text.trim_end_matches([':', '：'])) == Some(Field::Furniture);
    label_only
        || (!fields.is_empty()
            && fields.iter().all(|found| found.field == Field::Furniture)
            && (is_furniture(text) || !fields.iter().any(is_prose) && !goes_on(text, &fields)))
}

/// Whether all labels of a line are furniture's, and something behind them is a text.
#[must_use]
pub fn is_labelled_prose(text: &str) -> bool {
    let fields = fields_of_line(text);
    !fields.is_empty()
        && fields.iter().all(|found| found.field == Field::Furniture)
        && !only_furniture(text)
}

/// Whether the last value ends as a clause does, and is no name.
fn goes_on(text: &str, fields: &[Found]) -> bool {
    text.trim_end().ends_with('；')
        && fields
            .last()
            .is_some_and(|last| !super::names::is_person(&last.value))
}

fn is_prose(found: &Found) -> bool {
    let value = found.value.as_str();
    if value
        .trim_end_matches(['”', '’', '）', ')', '】', ']', '》'])
        .ends_with(['。', '！', '？', '；'])
    {
        return true;
    }
    let label: String = found.label.split_whitespace().collect();
    let text: usize = value
        .split(|c: char| !is_han(c) && !c.is_ascii_digit())
        .filter(|piece| !super::names::is_body(piece) && !is_furniture(piece))
        .map(|piece| piece.chars().filter(|c| is_han(*c)).count())
        .filter(|han| *han > 4)
        .sum();
    text > FURNITURE_MOST && !NAMING.contains(&label.as_str())
}

/// Whether a line is page furniture: navigation, share buttons, print links, a site's footer.
#[must_use]
pub fn is_furniture(line: &str) -> bool {
    const WHOLE: [&str; 62] = [
        "无障碍浏览",
        "政府信息公开",
        "首页",
        "打印",
        "关闭",
        "打印本页",
        "关闭窗口",
        "关闭本页",
        "打印此页",
        "分享",
        "分享到",
        "收藏",
        "返回",
        "返回顶部",
        "返回首页",
        "返回列表",
        "适老化",
        "长者模式",
        "无障碍",
        "繁体",
        "简体",
        "登录",
        "注册",
        "搜索",
        "网站地图",
        "附件下载",
        "文件下载",
        "关联文件",
        "相关链接",
        "相关文件",
        "相关阅读",
        "字体",
        "大",
        "中",
        "小",
        "大 中 小",
        "朗读",
        "语音播报",
        "下载",
        "下载文件",
        "导出",
        "政务公开",
        "信息公开",
        "政府信息公开目录",
        "建议提案",
        "建议提案办理",
        "建议提案答复",
        "提案办理",
        "扫一扫",
        "微信",
        "微博",
        "二维码",
        "当前位置",
        "您的位置",
        "首页 >",
        "复制链接",
        "智能问答",
        "回到顶部",
        "下载附件",
        "纠错",
        "我要纠错",
        "网站纠错",
    ];
    // Words that a letter may well use itself: furniture only where no sentence ends.
    const WORDS: [&str; 7] = [
        "扫一扫",
        "手机上查看",
        "无障碍浏览",
        "版权所有",
        "技术支持：",
        "浏览器",
        "相关新闻",
    ];
    // What a page says in whole sentences.
    const SENTENCES: [&str; 5] = [
        "微信里点",
        "二维码便可",
        "手机打开当前页",
        "分享至朋友圈",
        "分享到朋友圈",
    ];
    // Buttons and a site's footer: 字体：【大 中 小】 我局将再次走访您。 goes on as a text.
    const PARTS: [&str; 18] = [
        "打印此页",
        "打印本页",
        "【打印",
        "[打印",
        "关闭窗口",
        "【关闭",
        "[关闭",
        "ICP备",
        "公网安备",
        "网站标识码",
        "主办单位：网",
        "下载客户端",
        "字体：大",
        "字号：大",
        "【字体",
        "【大中小】",
        "【大 中 小】",
        "回到顶部",
    ];
    if line.len() > 400 {
        return false;
    }
    let text = line.trim().trim_matches([
        '|', '-', '•', '·', '*', '【', '】', '[', ']', ' ', '　', '>', '：', ':',
    ]);
    if text.is_empty() {
        return true;
    }
    if text.chars().count() > 80 {
        return false;
    }
    // 听读 分享到： 微信 微博: furniture in every piece.
    let pieces = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '｜' | '【' | '】' | '[' | ']' | '：' | ':' | '/' | '·'
            )
    };
    const PIECES: [&str; 28] = [
        "听读",
        "语音阅读",
        "大字版",
        "关怀版",
        "长者版",
        "老年版",
        "繁体版",
        "简体版",
        "无障碍阅读",
        "设为首页",
        "加入收藏",
        "QQ空间",
        "朋友圈",
        "微信好友",
        "新浪微博",
        "EN",
        "English",
        "邮箱",
        "分享至",
        "A+",
        "A-",
        "A",
        "字号",
        "默认",
        "超大",
        "背景色",
        "纯净版",
        "阅读模式",
    ];
    if text
        .split(pieces)
        .filter(|piece| !piece.is_empty())
        .all(|piece| WHOLE.contains(&piece) || PIECES.contains(&piece))
        && text != "A"
    {
        return true;
    }
    if (text.starts_with("欢迎访问") || text.starts_with("欢迎光临") || text.starts_with("今天是"))
        && !text.contains('。')
    {
        return true;
    }
    let crumbs = line.matches(['>', '›', '»']).count();
    WHOLE.contains(&text)
        || SENTENCES.iter().any(|part| line.contains(part))
        || (!line.contains(['。', '；', '！', '？'])
            && WORDS.iter().chain(&PARTS).any(|part| line.contains(part)))
        || (crumbs >= 1 && (line.contains("首页") || crumbs >= 2) && !line.contains('。'))
        || ((line.contains("当前位置") || line.contains("所在位置")) && line.chars().count() < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_and_what_only_begins_like_it() {
        for line in [
            "责任编辑：王小明",
            "分享到：微信 微博 QQ空间",
            "字体：【大 中 小】",
            "打印 关闭",
            "编审：王小明；",
            "阅读：123次",
            "初审：王小明 复审：李四光 终审：澜汀市人民政府办公室",
            "上一篇：关于市政协五届三次会议第026号提案的答复",
            "视力保护色：杏仁黄 秋叶褐 胭脂红 芥末绿 天蓝 雪青 灰 银河白(默认色)",
        ] {
            assert!(only_furniture(line) || is_furniture(line), "{line}");
            assert!(!is_labelled_prose(line), "{line}");
        }
        for line in [
            "初审：县级主管部门对申报材料进行审核。",
            "下载：申请表可到一楼窗口领取。",
            "阅读：全民阅读活动开展120场",
            "阅读：办活动120场；",
            "分享到：我们还将继续努力改进工作。",
            "字体：【大 中 小】 我局将于下月再次走访您。",
        ] {
            assert!(is_labelled_prose(line), "{line}");
            assert!(!is_furniture(line), "{line}");
        }
        assert!(!is_furniture("我局网站已完成ICP备案，现可访问。"));
    }

    #[test]
    fn of_several_letters_the_ticked_one() {
        for (value, letter) in [
            ("A类（ ） B类（√） C类（ ）", 'B'),
            ("A类 （ ） B类 （ ） C类 （√）", 'C'),
            ("（√）A类 （ ）B类", 'A'),
            ("A B√ C", 'B'),
            ("A√ B C", 'A'),
            ("A √B C", 'B'),
            ("√A B C", 'A'),
            ("A B C ✔", 'C'),
            ("A□ B☑ C□", 'B'),
            ("A□B■C□", 'B'),
            ("A☐ B☒ C☐", 'B'),
            ("☒A类 ☐B类", 'A'),
            ("A类（ ） B类（☒）", 'B'),
            ("A☒ B☑ C☒", 'B'),
            ("□A □B ☑C", 'C'),
            ("A类（已经解决）√ B类（正在解决）", 'A'),
            ("A类（已经解决） B类（正在解决√） C类（计划解决）", 'B'),
            ("Ａ类（ ）Ｂ类（√）", 'B'),
            ("B√", 'B'),
            ("B类（正在解决）", 'B'),
            ("A1", 'A'),
        ] {
            assert_eq!(read_outcome(value), Outcome::Letter(letter), "{value}");
        }
        for value in [
            "A类（已经解决）B类（正在解决）C类（计划解决）",
            "A类（ ） B类（ ）",
            "A□ B□ C□",
            "A√ B√ C",
            "A☒ B☒ C☐",
            "A☒ B C",
            "□A□ B☑",
            "A√B C",
            "A类（ ）",
            "A、B",
        ] {
            assert_eq!(read_outcome(value), Outcome::Unclear, "{value}");
        }
        for value in ["满意", "ABC", "已经解决（A）", ""] {
            assert_eq!(read_outcome(value), Outcome::None, "{value}");
        }
    }

    fn pairs(found: Vec<Found>) -> Vec<(Field, String)> {
        found.into_iter().map(|f| (f.field, f.value)).collect()
    }

    #[test]
    fn one_line_with_several_fields() {
        assert_eq!(
            pairs(fields_of_line(
                "发布时间:2020-01-02 09:10  来源:澜汀市民政局  浏览次数:3  【字体: 大 中 小】"
            )),
            [
                (Field::Published, "2020-01-02 09:10".into()),
                (Field::Source, "澜汀市民政局".into()),
                (Field::Furniture, "3".into()),
                (Field::Furniture, "大 中 小】".into())
            ]
        );
    }

    #[test]
    fn glued_fields() {
        assert_eq!(
            pairs(fields_of_line("- 索引号:1337/2025-00084公开方式:主动公开")),
            [
                (Field::Other, "1337/2025-00084".into()),
                (Field::Access, "主动公开".into())
            ]
        );
    }

    #[test]
    fn rows_of_a_table() {
        assert_eq!(
            pairs(fields_of_row("| 索 引 号： | 77/2021-001 |").unwrap_or_default()),
            [(Field::Other, "77/2021-001".into())]
        );
        assert_eq!(
            pairs(
                fields_of_row("发文字号：澜函〔2023〕12号 | 发布日期：2023年05月18日 |")
                    .unwrap_or_default()
            ),
            [
                (Field::DocumentNumber, "澜函〔2023〕12号".into()),
                (Field::Published, "2023年05月18日".into())
            ]
        );
    }
}
