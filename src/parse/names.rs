//! Whom a reply addresses: 程彦辉、张涛委员：, 张春玉等代表：, 王立超  委员, 市经济信息委：.

use std::sync::LazyLock;

use regex::Regex;

use super::number::pattern;

/// What a salutation says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salutation {
    /// Persons, or the groups or offices addressed; empty if a list of them cannot be taken apart.
    pub names: Vec<String>,
    /// Whether 等 is used.
    pub more: bool,
    /// 委员 or 代表, if persons are addressed.
    pub role: Option<MemberRole>,
    /// Persons without 委员 or 代表 (王平同志：, 尊敬的王平：): a salutation only where the opening follows.
    pub bare: bool,
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
/// 张三丰委员及各位联名委员.
static AND_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:及|并|和|暨|与)(?:各位|其他|全体|诸位)?(?:联名|附议|联署|参与|其他|共同)?的?(?:委员|代表)$",
    )
});
/// The body and the seat that are said before a name: 市人大代表王平, 省政协委员王平.
static SEAT_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:\p{Han}{0,8}?(?:政协|人大))?(?P<r>常委|委员|代表)\s*"));
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
    let colon = head
        .find(['：', ':', '﹕', '∶', '︰'])
        // 王平委员; and 王平委员。 as a line of its own.
        .or_else(|| {
            let end = line.trim_end().strip_suffix([';', '；', '。'])?;
            (end.len() < 200
                && strip_member_role(end).1.is_some()
                && !end.contains(['，', '。', '；', ';', '的']))
            .then_some(end.len())
        });
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
    let mut honoured = false;
    for honour in ["尊敬的", "敬爱的", "亲爱的"] {
        if let Some(rest) = core.strip_prefix(honour) {
            core = rest.trim_start();
            honoured = true;
        }
    }
    if core.is_empty() || core.contains(['。', '；', '《', '“', '？', '|']) {
        return None;
    }
    let case_number = BRACKETED
        .find(core)
        .and_then(|b| CASE.captures(b.as_str()))
        .map(|found| found[1].to_owned());
    let plain = BRACKETED.replace_all(core, "");
    let mut plain = plain.trim();
    let squeezed: String;
    if plain.contains(char::is_whitespace)
        && plain
            .split_whitespace()
            .all(|word| word.chars().count() == 1)
    {
        // 张 三 丰 委 员
        squeezed = plain.split_whitespace().collect();
        plain = &squeezed;
    }
    let mut others = false;
    // 王平委员并转各位联名代表: whoever stands behind is told of, and not named.
    if let Some((first, _)) = plain
        .split_once("并请转")
        .or_else(|| plain.split_once("并转"))
        && !first.trim().is_empty()
    {
        plain = first.trim_end_matches(['，', ',', ' ', '　', '（', '(']);
        others = true;
    }
    if let Some(found) = AND_OTHERS.find(plain)
        && strip_member_role(&plain[..found.start()]).1.is_some()
    {
        plain = plain[..found.start()].trim_end();
        others = true;
    }
    // 王平委员等, 王平等同志, 王平等15人.
    if let Some(found) = MORE.find(plain)
        && found.start() > 0
    {
        plain = plain[..found.start()].trim_end();
        others = true;
    }
    let (names_text, role) = strip_member_role(plain);
    if let Some(role) = role {
        let (names_text, more) = match MORE.find(names_text.trim_end()) {
            Some(found) => (&names_text[..found.start()], true),
            None => (names_text, others),
        };
        if names_text.trim().is_empty() {
            return None;
        }
        let mut names = split_names(names_text);
        if let Some(first) = names.first_mut()
            && !is_person(first)
            && let Some(person) = person_after_body(first)
        {
            // 市政协王平委员, 民盟市委王平委员
            *first = person.to_owned();
        }
        if !names.is_empty()
            && names
                .iter()
                .all(|name| is_person(name) || exact && is_transliterated(name))
        {
            return Some(Salutation {
                names,
                more,
                role: Some(role),
                bare: false,
                case_number,
                length,
            });
        }
        if let Some(found) = mixed(plain) {
            return Some(Salutation {
                names: found.0,
                more,
                role: Some(found.1),
                bare: false,
                case_number,
                length,
            });
        }
        // 民盟澜汀市委员会 ends in 委员会, never here; a group of members (无党派委员) is a name as it stands.
        if !exact || names_text.chars().count() > 20 {
            return None;
        }
        let (list, counted) = match MORE.find(strip_member_role(plain).0) {
            Some(found) => (plain[..found.start()].trim_end(), true),
            None => (plain, false),
        };
        return Some(Salutation {
            names: titled_list(list, counted),
            more,
            role: Some(role),
            bare: false,
            case_number,
            length,
        });
    }
    // 钱明委员、吴红委员、农工党市委会：persons and groups together.
    if let Some((names, role)) = mixed(plain).filter(|_| exact) {
        return Some(Salutation {
            names,
            more: false,
            role: Some(role),
            bare: false,
            case_number,
            length,
        });
    }
    if exact && let Some(found) = bare_persons(plain, honoured, others) {
        return Some(Salutation {
            case_number,
            length,
            ..found
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
            bare: false,
            case_number,
            length,
        });
    }
    None
}

/// Who is addressed by surname and title, or with a group before: 周代表、吴代表; 罗湖代表团、王平 (`counted`: 等10名代表
/// stood behind them). One group is a name as it stands; of a list that cannot be taken apart nothing is known.
fn titled_list(text: &str, counted: bool) -> Vec<String> {
    let parts: Vec<&str> = text
        .split(['、', '，', ','])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let name = |part: &&str| {
        let (name, role) = strip_member_role(part);
        let person = (role.is_some() || name.contains(is_middle_dot)) && is_person(name);
        if is_surnamed(name) || person && !is_body(name) && !is_group(name) {
            return Some(name.to_owned());
        }
        // 周代表 is all that is said of her.
        let surname = role.is_some() && name.chars().count() == 1;
        (surname || is_body(part)).then(|| (*part).to_owned())
    };
    match parts.as_slice() {
        [one] if !counted => vec![(*one).to_owned()],
        parts => parts
            .iter()
            .map(name)
            .collect::<Option<Vec<String>>>()
            .unwrap_or_default(),
    }
}

/// Persons and groups together: 钱明委员、农工党市委会.
fn mixed(text: &str) -> Option<(Vec<String>, MemberRole)> {
    let parts: Vec<(&str, Option<MemberRole>)> = text
        .split(['、', '，'])
        .map(|part| strip_member_role(part.trim()))
        .collect();
    let fits = parts.len() > 1
        && parts.iter().all(|(name, role)| {
            if role.is_some() {
                is_person(name)
            } else {
                is_body(name)
            }
        });
    let role = parts.iter().find_map(|(_, role)| *role).filter(|_| fits)?;
    Some((
        parts.iter().map(|(name, _)| (*name).to_owned()).collect(),
        role,
    ))
}

/// Persons addressed without 委员/代表 after the name: 王平同志, 市人大代表王平, 尊敬的王平, 王平、李四光.
fn bare_persons(text: &str, honoured: bool, more: bool) -> Option<Salutation> {
    const TITLES: [&str; 10] = [
        "同志",
        "先生",
        "女士",
        "副主席",
        "主席",
        "副主任",
        "主任",
        "副秘书长",
        "秘书长",
        "书记",
    ];
    let (text, role) = match SEAT_BEFORE.captures(text) {
        Some(found) => {
            let role = if &found["r"] == "代表" {
                MemberRole::Deputy
            } else {
                MemberRole::Committee
            };
            (&text[found.get(0).map_or(0, |m| m.end())..], Some(role))
        }
        None => (text, None),
    };
    let mut titled = false;
    // 王平委员、李一鸣同志
    let role = role.or_else(|| {
        text.split(['、', '，'])
            .find_map(|part| strip_member_role(part).1)
    });
    let names: Vec<String> = split_names(text)
        .into_iter()
        .map(|name| {
            match TITLES
                .iter()
                .find_map(|title| name.strip_suffix(title))
                .filter(|rest| rest.chars().count() >= 2)
            {
                Some(rest) => {
                    titled = true;
                    rest.to_owned()
                }
                None => name,
            }
        })
        .map(|name| match person_after_body(&name) {
            Some(person) if role.is_some() && !is_person(&name) => person.to_owned(),
            _ => name,
        })
        .collect();
    let known = !names.is_empty()
        && names
            .iter()
            .all(|name| is_surnamed(name) && !is_group(name));
    (known
        && (role.is_some()
            || titled
            || honoured
            || more
            || names.iter().all(|name| !is_body(name))))
    .then_some(Salutation {
        names,
        more,
        role,
        bare: true,
        ..Salutation::default()
    })
}

/// The name behind a body: 王平 in 民盟市委王平.
fn person_after_body(text: &str) -> Option<&str> {
    [3, 2, 4].into_iter().find_map(|length| {
        let (at, _) = text.char_indices().rev().nth(length - 1)?;
        let (body, person) = text.split_at(at);
        (body.chars().count() >= 2 && is_body(body) && is_surnamed(person)).then_some(person)
    })
}

/// The name of whom to ask: 王平 in 王平科长, 王平（物业科科长）, 市住建局物业科王平.
#[must_use]
pub fn contact_person(text: &str) -> Option<&str> {
    const TITLES: [&str; 22] = [
        "副科长",
        "副处长",
        "副局长",
        "副主任",
        "副股长",
        "副站长",
        "副队长",
        "科长",
        "处长",
        "局长",
        "主任",
        "股长",
        "站长",
        "队长",
        "所长",
        "科员",
        "同志",
        "先生",
        "女士",
        "老师",
        "工程师",
        "书记",
    ];
    let cut = text
        .find(['（', '('])
        .filter(|at| *at > 0)
        .unwrap_or(text.len());
    let text = text[..cut].trim();
    let text = TITLES
        .iter()
        .find_map(|title| text.strip_suffix(title))
        .map_or(text, str::trim_end);
    if is_surnamed(text) && !is_body(text) {
        return Some(text);
    }
    person_after_body(text)
}

/// Whether a text is a person's name that begins with a surname.
#[must_use]
pub fn is_surnamed(name: &str) -> bool {
    const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛申柴毕聂焦齐庄左关裴解柏舒屈占耿岳尚梅符祝靳游时宁辛祁涂路童宫欧翁詹鲍华盛霍冉滕卜褚苗霍包司柳纪凌费桂单麦宗佘甘牟卓成古车吉应房简娄计瞿仇窦封谷狄米喻邢蒲阮桑郁党连景巩楚甄晏边曲蓝农木沙佟尤闻管查蔺迟冷邬杭敖仲沃丛巫伍全占楼骆虞项段储苟惠原谌商明晋邝鄢邸帅郗门朴奚粟隋匡阳靖来和汲印宿";
    const DOUBLE: [&str; 10] = [
        "欧阳", "诸葛", "上官", "司马", "司徒", "东方", "皇甫", "尉迟", "慕容", "夏侯",
    ];
    let count = name.chars().count();
    name.chars().all(is_han)
        && (DOUBLE.iter().any(|double| name.starts_with(double)) && (3..=4).contains(&count)
            || (2..=3).contains(&count)
                && name
                    .chars()
                    .next()
                    .is_some_and(|first| SURNAMES.contains(first)))
        && is_person(name)
}

/// Whether a text is the name of a Mongol, Tibetan or Uyghur written without dots: 乌力吉巴雅尔.
fn is_transliterated(name: &str) -> bool {
    const SOUNDS: &str = "阿依努尔吐逊买提江古丽乌力吉巴雅图格桑才仁拉毛扎西卓玛德旦增次央金洛尼措姆多丹平朗嘉白永宗顿珠群培罗布热合曼艾克木麦别哈那斯汗娜其高娃塔娅苏日勒朝鲁孟和敖云呼特门额敦宝音满都萨莎琪朵迪亚孜再娜甫拜加米夏提帕色如则东智杰太周本久项秀索南达瓦贡强措姐曲扎贝扬斯琴牧赛罕胡沁夫宁松道吾木沙马代什旺堆普穷坚参贵桂";
    let count = name.chars().count();
    let sounds = name.chars().filter(|c| SOUNDS.contains(*c)).count();
    (5..=9).contains(&count) && sounds * 5 >= count * 4 && !is_body(name) && !is_group(name)
}

fn strip_member_role(text: &str) -> (&str, Option<MemberRole>) {
    let text = text.trim_end();
    for (suffix, role) in [
        ("委员们", MemberRole::Committee),
        ("代表们", MemberRole::Deputy),
        ("副主任委员", MemberRole::Committee),
        ("主任委员", MemberRole::Committee),
        ("常务委员", MemberRole::Committee),
        ("常委", MemberRole::Committee),
        ("委员", MemberRole::Committee),
        ("代表", MemberRole::Deputy),
    ] {
        if let Some(rest) = text.strip_suffix(suffix) {
            // 市委常委 is no one's name.
            if suffix == "常委" && !is_surnamed(rest.trim()) {
                continue;
            }
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
        .all(|c| is_han(c) || is_middle_dot(c) || matches!(c, '某' | '*' | 'X' | '×'));
    let dotted = name.contains(is_middle_dot)
        && !name.starts_with(is_middle_dot)
        && !name.ends_with(is_middle_dot);
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

/// The dot inside a name, in all the forms that it is written in.
fn is_middle_dot(c: char) -> bool {
    matches!(
        c,
        '·' | '•' | '・' | '．' | '.' | '▪' | '‧' | '∙' | '●' | '⋅'
    )
}

/// Whether a text has the shape of an office's or a group's name.
#[must_use]
pub fn is_body(name: &str) -> bool {
    const ENDINGS: [&str; 68] = [
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
        "科协",
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
    const GROUPS: [&str; 36] = [
        "科协",
        "科学技术协会",
        "文联",
        "残联",
        "红十字会",
        "总工会",
        "知联会",
        "新联会",
        "商会",
        "协会",
        "学会",
        "团县委",
        "团区委",
        "代表小组",
        "党外知识分子",
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

/// Whether a name is that of an office of the administration: what is addressed as 市某局 did not ask.
#[must_use]
pub fn is_office(name: &str) -> bool {
    [
        "局",
        "厅",
        "政府",
        "办公室",
        "办公厅",
        "督查室",
        "办",
        "委",
        "委员会",
        "常委会",
        "院",
        "处",
        "中心",
        "部",
        "公司",
        "街道",
        "镇",
        "乡",
        "县",
        "区",
        "市",
        "署",
        "站",
        "队",
        "所",
    ]
    .iter()
    .any(|end| name.ends_with(end))
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
        check("周代表：", &["周代表"], false);
        check("周代表、吴代表：", &["周代表", "吴代表"], false);
        check("周代表、王平代表：", &["周代表", "王平"], false);
        check(
            "尊敬的周代表、吴代表等8位代表：",
            &["周代表", "吴代表"],
            true,
        );
        check("周代表等8位代表：", &["周代表"], true);
        check(
            "罗湖代表团、王平等10名代表：",
            &["罗湖代表团", "王平"],
            true,
        );
        check("王平委员并转各位联名代表：", &["王平"], true);
        check(
            "王平、李四光代表并请转各位附议代表：",
            &["王平", "李四光"],
            true,
        );
        check("周委员并转其他委员：", &["周委员"], true);
        check("无党派人士代表：", &["无党派人士代表"], false);
        // What cannot be taken apart is unknown.
        check("第三小组全体、周代表：", &[], false);
        check("第三小组全体等8位代表：", &[], true);
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
