//! Whom a reply addresses: 程彦辉、张涛委员：, 张春玉等代表：, 王立超  委员, 市经济信息委：.

use std::sync::LazyLock;

use regex::Regex;

use super::number::pattern;

/// What a salutation says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salutation {
    /// Persons, or the one group or office addressed.
    pub names: Vec<String>,
    /// Whether 等 is used.
    pub more: bool,
    /// 委员 or 代表, if persons are addressed.
    pub role: Option<MemberRole>,
    /// A case number in brackets, if one stands there.
    pub case_number: Option<String>,
    /// Bytes of the line that the salutation takes; less than the line where the text runs on.
    pub length: usize,
}

/// In which body the persons sit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberRole {
    /// 政协委员.
    Committee,
    /// 人大代表.
    Deputy,
}

static MORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"等\s*(?:[0-9０-９一二三四五六七八九十两]{1,3}\s*[名位人]?)?(?:同志)?$")
});
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[（(][^（()）]{0,30}[)）]"));
static CASE: LazyLock<Regex> = LazyLock::new(|| pattern(r"第?\s*([A-Z]?[0-9]{1,10})\s*号"));

const GREETINGS: [&str; 4] = ["您好", "你好", "你们好", "您们好"];

/// Reads the salutation that a line starts with or consists of.
///
/// Without a colon the line must be names and 委员/代表 and nothing else.
#[must_use]
pub fn read_salutation(line: &str) -> Option<Salutation> {
    let head_end = line
        .char_indices()
        .nth(260)
        .map_or(line.len(), |(at, _)| at);
    let head = &line[..head_end];
    let colon = head.find(['：', ':']);
    let (core, length) = match colon {
        Some(at) => (
            &line[..at],
            at + line[at..].chars().next().map_or(0, char::len_utf8),
        ),
        // 张三委员您好！ and 张三委员，您好。
        None => match GREETINGS
            .iter()
            .filter_map(|g| head.find(g).map(|at| (at, g.len())))
            .min()
        {
            Some((at, len)) => {
                let after = line[at + len..].trim_start_matches(['！', '!', '。', '，', ',']);
                (&line[..at], line.len() - after.len())
            }
            None if line.len() < 400 => (line, line.len()),
            None => return None,
        },
    };
    let exact = colon.is_some();
    let mut core = core.trim();
    for greeting in GREETINGS {
        core = core
            .trim_end_matches(greeting)
            .trim_end_matches(['，', ',', '！', '!', ' ', '　']);
    }
    for honour in ["尊敬的", "敬爱的"] {
        core = core.strip_prefix(honour).unwrap_or(core);
    }
    if core.is_empty() || core.contains(['。', '；', '《', '“', '？', '|']) {
        return None;
    }
    let case_number = BRACKETED
        .find(core)
        .and_then(|b| CASE.captures(b.as_str()))
        .map(|found| found[1].to_owned());
    let plain = BRACKETED.replace_all(core, "");
    let plain = plain.trim();
    let (names_text, role) = strip_member_role(plain);
    if let Some(role) = role {
        let (names_text, more) = match MORE.find(names_text.trim_end()) {
            Some(found) => (&names_text[..found.start()], true),
            None => (names_text, false),
        };
        let names = split_names(names_text);
        if !names.is_empty() && names.iter().all(|name| is_person(name)) {
            return Some(Salutation {
                names,
                more,
                role: Some(role),
                case_number,
                length,
            });
        }
        // 民盟澜汀市委员会 ends in 委员会, never here; a group of members (无党派委员) is a name as it stands.
        if !exact || names_text.chars().count() > 20 {
            return None;
        }
        let group = plain.to_owned();
        return Some(Salutation {
            names: vec![group],
            more,
            role: Some(role),
            case_number,
            length,
        });
    }
    // 钱明委员、吴红委员、农工党市委会：persons and groups together.
    let parts: Vec<(&str, Option<MemberRole>)> = plain
        .split(['、', '，'])
        .map(|part| strip_member_role(part.trim()))
        .collect();
    let mixed = exact
        && parts.len() > 1
        && parts.iter().all(|(name, role)| {
            if role.is_some() {
                is_person(name)
            } else {
                is_body(name)
            }
        });
    if let Some(role) = parts.iter().find_map(|(_, role)| *role).filter(|_| mixed) {
        let names = parts.iter().map(|(name, _)| (*name).to_owned()).collect();
        return Some(Salutation {
            names,
            more: false,
            role: Some(role),
            case_number,
            length,
        });
    }
    // An office or a group needs its colon, and stands alone in its line.
    let rest = line[length..].trim();
    let short = plain.chars().count() <= 30;
    if exact && short && rest.is_empty() && is_body(plain) {
        let names = plain
            .split(['、', '，'])
            .map(|n| n.trim().to_owned())
            .filter(|n| !n.is_empty())
            .collect();
        return Some(Salutation {
            names,
            more: false,
            role: None,
            case_number,
            length,
        });
    }
    None
}

fn strip_member_role(text: &str) -> (&str, Option<MemberRole>) {
    let text = text.trim_end();
    for (suffix, role) in [
        ("委员们", MemberRole::Committee),
        ("代表们", MemberRole::Deputy),
        ("委员", MemberRole::Committee),
        ("代表", MemberRole::Deputy),
    ] {
        if let Some(rest) = text.strip_suffix(suffix) {
            let mut rest = rest.trim_end();
            for body in [
                "省政协",
                "市政协",
                "县政协",
                "区政协",
                "政协",
                "省人大",
                "市人大",
                "县人大",
                "区人大",
                "人大",
            ] {
                if let Some(shorter) = rest.strip_suffix(body).filter(|s| s.chars().count() >= 2) {
                    rest = shorter.trim_end();
                    break;
                }
            }
            return (rest, Some(role));
        }
    }
    (text, None)
}

/// Splits a list of names at 、 ， and white space, and joins a name that was padded to three characters (李　娜).
#[must_use]
pub fn split_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split(['、', '，', ',', '；', ';', '/', '\n']) {
        let mut pending: Option<String> = None;
        let mut tokens: Vec<String> = Vec::new();
        let words: Vec<&str> = strip_member_role(part).0.split_whitespace().collect();
        // 钟 美 珍
        if (2..=4).contains(&words.len()) && words.iter().all(|word| word.chars().count() == 1) {
            names.push(words.concat());
            continue;
        }
        for token in words {
            let token = strip_member_role(token).0;
            if token.is_empty() {
                continue;
            }
            if token.chars().count() == 1 {
                match pending.take() {
                    Some(first) => tokens.push(first + token),
                    None => pending = Some(token.to_owned()),
                }
            } else {
                tokens.extend(pending.take());
                tokens.push(token.to_owned());
            }
        }
        tokens.extend(pending);
        for token in tokens {
            match token.split_once(['和', '及']) {
                // 和 is a surname too: only between two whole names.
                Some((a, b)) if is_person(a) && is_person(b) && token.chars().count() >= 5 => {
                    names.push(a.to_owned());
                    names.push(b.to_owned());
                }
                _ => names.push(token),
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Whether a text has the shape of a person's name: two to four Han characters, or longer with a 间隔号.
#[must_use]
pub fn is_person(name: &str) -> bool {
    let count = name.chars().count();
    let han = name
        .chars()
        .all(|c| is_han(c) || matches!(c, '·' | '•' | '・' | '．' | '某' | '*' | 'X' | '×'));
    let dotted = name.contains(['·', '•', '・', '．']);
    han && ((2..=4).contains(&count) || (dotted && (3..=20).contains(&count)))
        && ![
            "政协",
            "人大",
            "全体",
            "各位",
            "市政协",
            "省政协",
            "县政协",
            "区政协",
            "市人大",
            "省人大",
            "提案人",
            "建议人",
            "领衔",
        ]
        .contains(&name)
}

/// Whether a text has the shape of an office's or a group's name.
#[must_use]
pub fn is_body(name: &str) -> bool {
    const ENDINGS: [&str; 67] = [
        "委员会",
        "局",
        "委",
        "厅",
        "办",
        "办公室",
        "政府",
        "院",
        "中心",
        "处",
        "所",
        "队",
        "公司",
        "集团",
        "银行",
        "站",
        "部",
        "会",
        "联合会",
        "总工会",
        "馆",
        "社",
        "署",
        "学校",
        "大学",
        "学院",
        "医院",
        "法院",
        "检察院",
        "街道",
        "镇",
        "乡",
        "县",
        "区",
        "市",
        "小组",
        "联",
        "团",
        "工委",
        "党组",
        "政协",
        "人大",
        "专委",
        "支部",
        "总队",
        "支队",
        "大队",
        "分局",
        "园区",
        "库",
        "台",
        "报社",
        "协会",
        "商会",
        "学会",
        "供电",
        "联盟",
        "专班",
        "行",
        "室",
        "科",
        "股",
        "组",
        "代表团",
        "总支",
        "界",
        "界别",
    ];
    let count = name.chars().count();
    (2..=40).contains(&count)
        && name.chars().all(|c| {
            is_han(c)
                || matches!(
                    c,
                    '（' | '）' | '(' | ')' | '·' | '、' | '“' | '”' | '0'..='9'
                )
        })
        && ENDINGS
            .iter()
            .any(|ending| name.trim_end_matches(['）', ')']).ends_with(ending))
}

/// Whether a group rather than an office is addressed: a party, a federation, a committee of the CPPCC.
#[must_use]
pub fn is_group(name: &str) -> bool {
    const GROUPS: [&str; 21] = [
        "民革",
        "民盟",
        "民建",
        "民进",
        "农工党",
        "农工民主党",
        "致公党",
        "九三学社",
        "台盟",
        "工商联",
        "工商业联合会",
        "归国华侨",
        "侨联",
        "共青团",
        "团市委",
        "团省委",
        "妇联",
        "妇女联合会",
        "代表团",
        "界别",
        "界",
    ];
    GROUPS.iter().any(|group| name.contains(group))
        || (name.contains("政协") && name.contains('委'))
}

/// Whether a character is a Han ideograph (or 〇).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, names: &[&str], more: bool) {
        let found = read_salutation(line).unwrap_or_else(|| panic!("no salutation in {line}"));
        assert_eq!(
            (
                found.names.iter().map(String::as_str).collect::<Vec<_>>(),
                found.more
            ),
            (names.to_vec(), more),
            "{line}"
        );
    }

    #[test]
    fn salutations() {
        check(
            "程彦辉、张涛、卢慧敏、陈鹏委员:",
            &["程彦辉", "张涛", "卢慧敏", "陈鹏"],
            false,
        );
        check("张春玉等代表：", &["张春玉"], true);
        check("张春玉等5名代表：", &["张春玉"], true);
        check("尊敬的江建代表：", &["江建"], false);
        check("王立超  委员", &["王立超"], false);
        check("李　娜、王　强委员：您好！", &["李娜", "王强"], false);
        check("张三丰委员您好：", &["张三丰"], false);
        check("阿力木·买买提委员：", &["阿力木·买买提"], false);
        check(
            "张大明　李小红　王五六代表：",
            &["张大明", "李小红", "王五六"],
            false,
        );
        check("市经济信息委：", &["市经济信息委"], false);
        check("民盟澜汀市委员会：", &["民盟澜汀市委员会"], false);
        check("王平委员、李四光委员：", &["王平", "李四光"], false);
        check("钟 美 珍 委员", &["钟美珍"], false);
        check(
            "钱学明委员、吴晓红委员、农工党市委会：",
            &["钱学明", "吴晓红", "农工党市委会"],
            false,
        );
        check("周仙代表（第1100号）：", &["周仙"], false);
        check("张三丰委员：您好！您提出的提案收悉。", &["张三丰"], false);
    }

    #[test]
    fn not_salutations() {
        for line in [
            "关于加强养老服务的提案",
            "您提出的建议收悉，现答复如下：",
            "一、关于代表",
            "发布日期：2023年5月18日",
            "标 题：关于X代表建议",
            "各位代表",
        ] {
            assert_eq!(read_salutation(line), None, "{line}");
        }
    }
}
