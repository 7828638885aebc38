//! Private numbers and addresses: found in every spelling and place, and nothing else taken for one; blocked or masked through the real
//! binary; and the proof over the output, held to leaks that were planted.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dafu::catalog::reply_path;
use dafu::privacy::detect::{Kind, detect};
use support::{Site, text};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.next(list.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.next(10)).unwrap()))
            .collect()
    }

    fn mobile(&mut self) -> String {
        let prefix = self.of(&[
            "130", "133", "135", "138", "139", "147", "150", "152", "159", "166", "173", "177",
            "180", "186", "189", "191", "198", "199",
        ]);
        format!("{prefix}{}", self.digits(8))
    }

    fn identity(&mut self) -> String {
        let region = self.of(&[
            "110105", "310115", "410482", "440305", "450103", "510107", "610113", "650102",
            "810000",
        ]);
        let body = format!(
            "{region}{}{:02}{:02}{}",
            1931 + self.next(90),
            1 + self.next(12),
            1 + self.next(28),
            self.digits(3)
        );
        // ISO 7064 MOD 11-2, computed from the left and not by the weights that dafu uses.
        let mut rest = 0;
        for digit in body.bytes() {
            rest = (rest + usize::from(digit - b'0')) * 2 % 11;
        }
        let check = (12 - rest) % 11;
        format!(
            "{body}{}",
            if check == 10 {
                "X".to_owned()
            } else {
                check.to_string()
            }
        )
    }

    fn card(&mut self) -> String {
        let (prefix, length) = [
            ("622202", 19),
            ("621700", 19),
            ("622848", 19),
            ("623091", 16),
            ("625912", 16),
            ("436742", 19),
            ("402674", 16),
            ("518710", 16),
        ][self.next(8)];
        let body = format!("{prefix}{}", self.digits(length - prefix.len() - 1));
        let right = |number: &String| {
            let mut sum = 0;
            for (at, digit) in number
                .bytes()
                .rev()
                .map(|b| u32::from(b - b'0'))
                .enumerate()
            {
                let doubled = digit * (1 + u32::try_from(at).unwrap() % 2);
                sum += doubled / 10 + doubled % 10;
            }
            sum % 10 == 0
        };
        (0..10)
            .map(|last| format!("{body}{last}"))
            .find(right)
            .unwrap()
    }

    fn plate(&mut self) -> String {
        let province = self.of(&[
            "京", "沪", "冀", "豫", "云", "辽", "鲁", "苏", "浙", "桂", "粤", "川", "新", "琼",
        ]);
        let letter = self.of(&["A", "B", "C", "D", "E", "G", "H"]);
        match self.next(3) {
            0 => format!("{province}{letter}{}", self.digits(5)),
            1 => format!(
                "{province}{letter}{}{}",
                self.of(&["D", "F"]),
                self.digits(5)
            ),
            _ => {
                let (front, letters) = (self.digits(1), self.of(&["K", "M", "XB"]));
                let behind = self.digits(4 - letters.len());
                format!("{province}{letter}{front}{letters}{behind}")
            }
        }
    }
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
            c => c,
        })
        .collect()
}

fn han(text: &str, zero: char) -> String {
    text.chars()
        .map(|c| match c.to_digit(10) {
            Some(0) => zero,
            Some(digit) => "一二三四五六七八九"
                .chars()
                .nth(digit as usize - 1)
                .unwrap(),
            None => c,
        })
        .collect()
}

fn grouped(text: &str, sizes: &[usize], separator: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut groups = Vec::new();
    for size in sizes {
        let end = (at + size).min(chars.len());
        groups.push(chars[at..end].iter().collect::<String>());
        at = end;
    }
    if at < chars.len() {
        groups.push(chars[at..].iter().collect());
    }
    groups.join(separator)
}

const SEPARATORS: [&str; 16] = [
    " ", "  ", "\u{a0}", "\u{3000}", "\u{2002}", "-", " - ", "－", "—", "–", "\u{2011}", "\n",
    "\r\n", "\n　　", "\u{200b}", "\u{ad}",
];

/// Forms that are private, whatever the reader of the text takes them for: kind, and the text.
fn private_forms() -> Vec<(Kind, String)> {
    let mut dice = Dice(7);
    let mut forms = Vec::new();
    let mut put = |kind, text: String| forms.push((kind, text));
    for separator in SEPARATORS {
        for _ in 0..3 {
            put(Kind::Mobile, grouped(&dice.mobile(), &[3, 4, 4], separator));
        }
        let (mobile, identity, card) = (dice.mobile(), dice.identity(), dice.card());
        put(Kind::Mobile, wide(&grouped(&mobile, &[3, 4, 4], separator)));
        put(
            Kind::Mobile,
            format!("+86{separator}{}", grouped(&mobile, &[3, 4, 4], separator)),
        );
        put(Kind::Mobile, grouped(&mobile, &[3, 3, 5], separator));
        put(Kind::Mobile, grouped(&mobile, &[3, 8], separator));
        put(Kind::Mobile, grouped(&mobile, &[1; 11], separator));
        put(Kind::Identity, grouped(&identity, &[6, 8, 4], separator));
        put(Kind::Identity, grouped(&identity, &[6, 4, 4, 4], separator));
        put(
            Kind::Identity,
            grouped(&identity, &[4, 4, 4, 4, 2], separator),
        );
        put(
            Kind::Identity,
            wide(&grouped(&identity, &[6, 8, 4], separator)),
        );
        put(Kind::BankCard, grouped(&card, &[4, 4, 4, 4, 3], separator));
        put(Kind::BankCard, grouped(&card, &[6, 13], separator));
        put(
            Kind::BankCard,
            wide(&grouped(&card, &[4, 4, 4, 4, 3], separator)),
        );
        let plate = dice.plate();
        if separator.chars().count() < 4 {
            put(Kind::Plate, grouped(&plate, &[2, 6], separator));
        }
    }
    // A line ends, or a space stands, anywhere within.
    for cut in 1..11 {
        for separator in [" ", "\n", "\n　　", "\u{200d}"] {
            put(Kind::Mobile, grouped(&dice.mobile(), &[cut, 11], separator));
        }
    }
    for cut in 1..18 {
        for separator in [" ", "\n", "-"] {
            put(
                Kind::Identity,
                grouped(&dice.identity(), &[cut, 18], separator),
            );
        }
    }
    for cut in 1..16 {
        put(Kind::BankCard, grouped(&dice.card(), &[cut, 19], "\n"));
    }
    for _ in 0..12 {
        let mobile = dice.mobile();
        put(Kind::Mobile, han(&mobile, '〇'));
        put(Kind::Mobile, han(&mobile, '零'));
        put(Kind::Mobile, format!("86{mobile}"));
        put(Kind::Mobile, format!("0086-{mobile}"));
        put(Kind::Mobile, format!("({}){}", &mobile[..3], &mobile[3..]));
        put(Kind::Mobile, grouped(&mobile, &[3, 4, 4], "."));
        put(Kind::Mobile, grouped(&mobile, &[3, 4, 4], "·"));
        put(Kind::Identity, dice.identity().to_lowercase());
        put(
            Kind::Identity,
            format!(
                "{}Ｘ",
                loop {
                    let identity = dice.identity();
                    if let Some(body) = identity.strip_suffix('X') {
                        break body.to_owned();
                    }
                }
            ),
        );
        put(Kind::BankCard, dice.card());
        put(Kind::Plate, dice.plate());
        put(Kind::Plate, wide(&dice.plate()));
        put(Kind::Plate, grouped(&dice.plate(), &[2, 6], "·"));
        let name = format!(
            "{}{}",
            dice.of(&["zhangsan", "li.si", "wang_wu", "a", "zhao-liu", "x"]),
            dice.digits(3)
        );
        let domain = dice.of(&[
            "qq.com",
            "163.com",
            "126.com",
            "gmail.com",
            "sina.com.cn",
            "vip.sina.com",
            "company.cn",
            "139.com",
        ]);
        put(Kind::Email, format!("{name}@{domain}"));
        put(Kind::Email, wide(&format!("{name}@{domain}")));
        put(Kind::Email, format!("{name} @ {domain}"));
        put(Kind::Email, format!("{name}@\n{domain}"));
        put(Kind::Email, format!("{name}\n@{domain}"));
        put(Kind::Email, format!("{name}（at）{domain}"));
        put(Kind::Email, format!("{}@qq.com", dice.mobile()));
    }
    let estates = [
        "阳光小区",
        "锦绣花园",
        "幸福里",
        "城东新村",
        "工人新村",
        "翡翠公寓",
        "东方家园",
        "丽景苑",
        "机械厂宿舍",
        "国际城",
    ];
    for estate in estates {
        let (a, b, c) = (1 + dice.next(20), 1 + dice.next(5), 101 + dice.next(900));
        for text in [
            format!("{estate}{a}号楼{b}单元{c}室"),
            format!("{estate}{a}栋{b}单元{c}"),
            format!("{estate}{a}幢{c}室"),
            format!("{estate} {a} 号楼 {b} 单元 {c} 室"),
            format!("{estate}{a}号楼{b}单元\n{c}室"),
            wide(&format!("{estate}{a}号楼{b}单元{c}室")),
            han(&format!("{estate}{a}号楼{b}单元{c}室"), '〇'),
            format!("{estate}{a}#楼{b}单元{c}室"),
        ] {
            put(Kind::Address, text);
        }
    }
    for (at, lead) in [
        "家住",
        "家庭住址：",
        "户籍地址：",
        "住址：",
        "现居住于",
        "户籍所在地：",
        "居住地址：",
    ]
    .into_iter()
    .enumerate()
    {
        put(Kind::Address, format!("{lead}城东区人民路{}号", 11 + at));
        put(
            Kind::Address,
            format!("{lead}人民中路{}号{}栋{}室", 11 + at, 1 + at, 301 + at),
        );
        put(
            Kind::Address,
            format!("{lead}青山县石桥镇大同村{}组{}号", 1 + at, 20 + at),
        );
        put(Kind::Address, format!("{lead}民生巷{}号", 3 + at));
    }
    for village in ["大同村", "石咀村", "上营屯", "李家庄", "红旗社区"] {
        put(
            Kind::Address,
            format!("{village}{}组{}号", 1 + dice.next(9), 1 + dice.next(99)),
        );
        put(
            Kind::Address,
            format!(
                "{village}{}组{}号",
                han(&(1 + dice.next(9)).to_string(), '〇'),
                1 + dice.next(99)
            ),
        );
    }
    forms
}

/// What stands around a form: a bare sentence, labels, punctuation, the ends of a text.
const AROUND: [(&str, &str); 9] = [
    ("", ""),
    ("经办人李某（", "）反映，小区电梯年久失修。"),
    ("联系方式：", "。"),
    ("请与李某联系，", "，或到现场办理"),
    ("信息：", "\n下一步，我们将"),
    ("| 李某 | ", " |"),
    ("“", "”"),
    ("李某", "王某"),
    ("已于2024年5月6日受理。", "；共3件"),
];

#[test]
fn no_form_is_missed() {
    let forms = private_forms();
    assert!(forms.len() >= 500, "{}", forms.len());
    let mut missed = Vec::new();
    let mut looked = 0;
    for (at, (kind, form)) in forms.iter().enumerate() {
        for turn in 0..3 {
            let (before, behind) = AROUND[(at + 4 * turn) % AROUND.len()];
            // 李某大同村3组12号王某 is no sentence.
            if *kind == Kind::Address && before == "李某" {
                continue;
            }
            let text = format!("{before}{form}{behind}");
            looked += 1;
            let inside = before.len()..before.len() + form.len();
            let found = detect(&text);
            if !found
                .iter()
                .any(|f| f.kind == *kind && inside.contains(&f.range.start))
            {
                missed.push(format!("{kind:?} {text:?} {found:?}"));
            }
        }
    }
    println!("{} forms, {looked} texts", forms.len());
    assert!(
        missed.is_empty(),
        "{} of {looked} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn nothing_else_is_taken_for_one() {
    let mut dice = Dice(11);
    let mut texts: Vec<String> = Vec::new();
    for _ in 0..20 {
        let (year, month, day) = (2010 + dice.next(16), 1 + dice.next(12), 1 + dice.next(28));
        let number = dice.next(3000);
        let d = |dice: &mut Dice, count| dice.digits(count);
        let area = dice.of(&["0771", "010", "021", "0375", "0898"]);
        for text in [
            format!("舞建提字〔{year}〕{number}号"),
            format!("冀发改办案字[{year}]{number}号"),
            format!("第{number:04}号提案，第13{}号建议", d(&mut dice, 9)),
            format!("（{year}）桂01民初{}号", d(&mut dice, 5)),
            format!("统一社会信用代码91450100MA5{}X", d(&mut dice, 6)),
            format!("统一社会信用代码：12450000{}U", d(&mut dice, 9)),
            format!("组织机构代码{}-{}", d(&mut dice, 8), dice.next(10)),
            format!("投资1{}.{}元", 3 + dice.next(7), d(&mut dice, 11)),
            format!("共13{}元，", d(&mut dice, 9)),
            format!(
                "¥13,{},{},{}.00",
                d(&mut dice, 3),
                d(&mut dice, 3),
                d(&mut dice, 3)
            ),
            format!(
                "{}万吨、{}亿元、{}%",
                d(&mut dice, 5),
                d(&mut dice, 4),
                d(&mut dice, 2)
            ),
            format!("联系电话：{area}-{}", 10_000_000 - dice.next(8_000_000)),
            format!(
                "联系电话：{area}—{}转{}",
                10_000_000 - dice.next(8_000_000),
                dice.next(900)
            ),
            format!("电话（{area}）{}", 10_000_000 - dice.next(8_000_000)),
            format!("拨打400-{}-{}或12345", d(&mut dice, 3), d(&mut dice, 4)),
            format!(
                "邮政编码：{}，发布日期：{year}-{month:02}-{day:02} 07:16",
                100_000 + dice.next(700_000)
            ),
            format!(
                "{year}年{month}月{day}日至{}月{}日",
                1 + dice.next(12),
                1 + dice.next(28)
            ),
            format!("项目代码{year}-450100-48-03-{}", d(&mut dice, 6)),
            format!(
                "ISBN 978-7-5{}-{}-{}",
                d(&mut dice, 3),
                d(&mut dice, 4),
                dice.next(10)
            ),
            format!(
                "GB/T 1{}.{}-{year}",
                3000 + dice.next(6999),
                1 + dice.next(40)
            ),
            format!(
                "《规范》GB 5{}-{year}、CJJ {}-{year}",
                d(&mut dice, 4),
                d(&mut dice, 3)
            ),
            format!("东经108.3{}，北纬22.8{}", d(&mut dice, 9), d(&mut dice, 9)),
            format!("索引号：{}/{year}-{}", d(&mut dice, 9), d(&mut dice, 5)),
            format!("工单编号：13{}", d(&mut dice, 9)),
            format!(
                "http://zjj.example.gov.cn/content_13{}.html",
                d(&mut dice, 9)
            ),
            format!(
                "http://example.gov.cn/art/{year}/{month}/{day}/art_1229{}_1{}.html",
                d(&mut dice, 6),
                d(&mut dice, 6)
            ),
            format!(
                "| {} | {} | {} | {} | {} |",
                d(&mut dice, 2),
                d(&mut dice, 4),
                d(&mut dice, 3),
                d(&mut dice, 5),
                d(&mut dice, 4)
            ),
            format!(
                "完成{} {} {} {} {}户",
                d(&mut dice, 2),
                d(&mut dice, 4),
                d(&mut dice, 3),
                d(&mut dice, 5),
                d(&mut dice, 4)
            ),
            format!("邮箱：zjj{number}@example.gov.cn"),
            format!(
                "国道G3{}线、省道S{}、桂柳高速",
                d(&mut dice, 2),
                d(&mut dice, 3)
            ),
            format!(
                "桂ICP备{}号-1，桂公网安备4501{}号",
                d(&mut dice, 8),
                d(&mut dice, 10)
            ),
            format!("办公地址：人民路{}号", 1 + dice.next(300)),
            format!(
                "地址：民族大道{}号市民中心{}号楼{}室",
                1 + dice.next(300),
                1 + dice.next(9),
                101 + dice.next(900)
            ),
            format!(
                "市教育局{}室，阳光小区{}号楼{}单元加装电梯",
                101 + dice.next(900),
                1 + dice.next(20),
                1 + dice.next(5)
            ),
            format!(
                "惠及{}个小区{}栋{}户居民",
                1 + dice.next(40),
                1 + dice.next(90),
                100 + dice.next(900)
            ),
            format!("大同村{}组{}号机井", 1 + dice.next(9), 1 + dice.next(99)),
            format!(
                "{}届{}次会议第{number}号、{}号",
                1 + dice.next(14),
                1 + dice.next(5),
                number + 1
            ),
            format!("sha256:{}a{}f", d(&mut dice, 20), d(&mut dice, 15)),
            format!("版本更新V{}，云A{}平台", d(&mut dice, 5), d(&mut dice, 2)),
            format!("138****{}、4501**************", d(&mut dice, 4)),
        ] {
            texts.push(text);
        }
    }
    assert!(texts.len() >= 500);
    let taken: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            detect(text)
                .into_iter()
                .map(move |found| format!("{text}: {found:?}"))
        })
        .collect();
    assert!(
        taken.is_empty(),
        "{} of {}:\n{}",
        taken.len(),
        texts.len(),
        taken.join("\n")
    );
}

/// What stands beside a number, in front of it or glued behind it, hides none: each text is written as a clerk might write it.
#[test]
fn no_number_hides_behind_what_is_beside_it() {
    use Kind::{BankCard, Email, Identity, Mobile, Plate};
    let mut missed = Vec::new();
    for (text, wanted) in [
        (
            "联系人：李某，电话 138 0013 8001，139 0013 9001",
            &[Mobile, Mobile][..],
        ),
        ("办公电话：0888-2213456，138 0013 8003", &[Mobile]),
        ("0888-2213456（138 0013 8000）", &[Mobile]),
        ("（1）138 0013 8002", &[Mobile]),
        ("1. 138 0013 8000", &[Mobile]),
        ("35，138 0013 8000", &[Mobile]),
        ("35, 138 0013 8000, 36", &[Mobile]),
        ("手机138 0013 8000，545000", &[Mobile]),
        (
            "6222 0212 3456 7890 128，138 0013 8000",
            &[BankCard, Mobile],
        ),
        ("联系电话：0888-2213456，1380013\n8000", &[Mobile]),
        ("电话：1380013\n8014，1390013\n9014", &[Mobile, Mobile]),
        ("邮箱：zhangsi@qq.com2024年5月", &[Email]),
        ("邮箱lisi@qq.com13900139005", &[Email]),
        ("zhangsan@qq.com-李某", &[Email]),
        ("zhangsan@qq.com.2.其他事项", &[Email]),
        (
            "邮箱：____________________________________________________________________zhangsan@qq.com",
            &[Email],
        ),
        ("身份证11010519491231002X2024年办理", &[Identity]),
        ("11010519491231002X13800138000", &[Identity]),
        ("车牌桂A12345SUV车", &[Plate]),
        ("车牌号京A12345D6", &[Plate]),
        ("车辆浙AD12347F", &[Plate]),
        ("微信VX13800138002QQ同号", &[Mobile]),
        ("电话：13800138004 株洲市芦淞区", &[Mobile]),
        ("联系电话：13800138000 元宝山区教育局。", &[Mobile]),
        ("（手机）13800138003号", &[Mobile]),
    ] {
        let found: Vec<Kind> = detect(text).iter().map(|found| found.kind).collect();
        if !wanted.iter().all(|kind| {
            let count = |all: &[Kind]| all.iter().filter(|one| *one == kind).count();
            count(&found) >= count(wanted)
        }) {
            missed.push((text, found));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    for text in [
        "投入13800138000 元，",
        "加强联系，投资13800138000元",
        "种植13800138000 株。",
        "1,380,013,800元",
        "面积13,800,138,000.00平方米",
        "云A12345678平台",
        "加强联系的第13800138000号提案",
        "（2023）13800138000号",
    ] {
        assert!(detect(text).is_empty(), "{text}: {:?}", detect(text));
    }
}

/// A ledger may publish what the site's settings withhold, and pages of the site's own are withheld by nothing.

#[test]
fn what_stands_beside_it_and_within_it_decides() {
    use Kind::{BankCard, Email, Identity, Mobile, Plate};
    let table: &[(&str, Option<(Kind, &str)>)] = &[
        ("请拨0086-13800138009。", Some((Mobile, "13800138009"))),
        ("请拨+86 138 0013 8009。", Some((Mobile, "138 0013 8009"))),
        ("请拨86-138-0013-8009。", Some((Mobile, "138-0013-8009"))),
        ("请拨0 13800138009。", Some((Mobile, "13800138009"))),
        ("请拨013800138009。", Some((Mobile, "13800138009"))),
        ("0138-00138009", Some((Mobile, "138-00138009"))),
        ("请拨 086 138 0013 8009", Some((Mobile, "138 0013 8009"))),
        ("代码8613800138009。", None),
        ("手机8613800138009。", Some((Mobile, "13800138009"))),
        ("编号8613800138009。", None),
        ("008613800138009", Some((Mobile, "13800138009"))),
        ("订单号008613800138009", None),
        ("手机138.0013.8009", Some((Mobile, "138.0013.8009"))),
        ("坐标22.13800138009", None),
        ("13800138009.5元", None),
        ("0.13800138009", Some((Mobile, "13800138009"))),
        ("13800138009,000,000", None),
        ("1,380,013,8009", None),
        ("手机1,380,013,8009", Some((Mobile, "1,380,013,8009"))),
        ("1.13800138009 王平", Some((Mobile, "13800138009"))),
        ("2024.13800138009", None),
        ("138 00138009", Some((Mobile, "138 00138009"))),
        ("1380013 8009", Some((Mobile, "1380013 8009"))),
        ("1998 0312009", None),
        ("19980312 009", None),
        (
            "1 3 8 0 0 1 3 8 0 0 9",
            Some((Mobile, "1 3 8 0 0 1 3 8 0 0 9")),
        ),
        ("13 80 01 38 00 9", Some((Mobile, "13 80 01 38 00 9"))),
        ("138 001 38009", Some((Mobile, "138 001 38009"))),
        ("138 0013 800 9", Some((Mobile, "138 0013 800 9"))),
        ("138 0 0138 009", None),
        ("身份证410482900307123", Some((Identity, "410482900307123"))),
        ("410482900307123", Some((Identity, "410482900307123"))),
        ("编号410482900307123", None),
        ("074282_b410482900307123.txt", None),
        (
            "身份证b410482900307123",
            Some((Identity, "410482900307123")),
        ),
        ("身份证410482199013071230", None),
        (
            "身份证410482199003071230",
            Some((Identity, "410482199003071230")),
        ),
        ("410482199003071230", None),
        (
            "身份证 410482 19900307 1230",
            Some((Identity, "410482 19900307 1230")),
        ),
        ("身份证 990482199003071230", None),
        ("410482184903071230", None),
        ("卡号6222021234567890", Some((BankCard, "6222021234567890"))),
        (
            "6222021234567890128",
            Some((BankCard, "6222021234567890128")),
        ),
        ("4367421234567890123", None),
        (
            "卡号9558801234567890123",
            Some((BankCard, "9558801234567890123")),
        ),
        ("电话 6222 0212 3456 7894", None),
        ("4111111111111111", Some((BankCard, "4111111111111111"))),
        (
            "4111 1111 1111 1111",
            Some((BankCard, "4111 1111 1111 1111")),
        ),
        ("4111,1111,1111,1111", None),
        ("5555555555554444", Some((BankCard, "5555555555554444"))),
        ("2222405343248877", Some((BankCard, "2222405343248877"))),
        ("2720992593319364", Some((BankCard, "2720992593319364"))),
        ("3530111333300000", Some((BankCard, "3530111333300000"))),
        ("zhang\nsan@qq.com", Some((Email, "zhang\nsan@qq.com"))),
        ("zhangsan @ qq . com", Some((Email, "zhangsan @ qq . com"))),
        ("____zhangsan@qq.com", Some((Email, "zhangsan@qq.com"))),
        ("zhangsan@qq\n.com", Some((Email, "zhangsan@qq\n.com"))),
        ("zhangsan@qq.com2024年", Some((Email, "zhangsan@qq.com"))),
        ("zhangsan@qq.com.2", Some((Email, "zhangsan@qq.com"))),
        ("zhangsan@qq。com", Some((Email, "zhangsan@qq。com"))),
        ("zhang san@qq.com", Some((Email, "san@qq.com"))),
        ("zhangsan@localhost", None),
        ("zhangsan@@qq.com", None),
        ("a@b.c", None),
        ("苏E·12345", Some((Plate, "苏E·12345"))),
        ("苏E 123 45", Some((Plate, "苏E 123 45"))),
        ("苏E 1 2 3 45", None),
        ("阿里云A12345", None),
        ("云A12345", Some((Plate, "云A12345"))),
        ("车牌云A12345", Some((Plate, "云A12345"))),
        ("更新A12345", None),
        ("新A12345", Some((Plate, "新A12345"))),
        ("苏E1234", None),
        ("苏E123456", None),
        ("苏ED12345", Some((Plate, "苏ED12345"))),
        ("苏E12345F", Some((Plate, "苏E12345F"))),
        ("苏EI2345", None),
        ("苏I12345", None),
        ("车牌苏E12345SUV", Some((Plate, "苏E12345"))),
        ("苏E1234学", Some((Plate, "苏E1234学"))),
        ("苏E_12345", None),
        ("苏E12345_1", None),
        ("苏Eabcde", None),
        ("苏E12AB3", Some((Plate, "苏E12AB3"))),
        ("苏E 12 AB3", Some((Plate, "苏E 12 AB3"))),
        ("手机141 0013 8009", Some((Mobile, "141 0013 8009"))),
        ("手机141.0013.8009", None),
        ("1380—0138009", None),
        ("1380-0138009", Some((Mobile, "1380-0138009"))),
        ("27 138 00138009 28", Some((Mobile, "138 00138009"))),
        ("27 13 800138009 28", None),
        ("27-138 0013 8009", None),
        ("27\n138-0013-8009\n28", Some((Mobile, "138-0013-8009"))),
        ("27 138\n0013 8009", None),
        ("27（138 0013 8009）", Some((Mobile, "138 0013 8009"))),
        ("27.138 0013 8009", None),
        ("27. 138 0013 8009", Some((Mobile, "138 0013 8009"))),
        ("27,138 0013 8009", Some((Mobile, "138 0013 8009"))),
        ("12345.13800138009", Some((Mobile, "13800138009"))),
        ("13800138009.1234567", Some((Mobile, "13800138009"))),
        ("13800138009.123456", None),
        ("13800138009,0000", Some((Mobile, "13800138009"))),
        ("5. 13800138009", Some((Mobile, "13800138009"))),
        ("138--0013--8009", Some((Mobile, "138--0013--8009"))),
        ("138---0013---8009", None),
        ("wx13800138009", Some((Mobile, "13800138009"))),
        ("wx13800138009abc", None),
        ("手机wx13800138009abc", Some((Mobile, "13800138009"))),
        ("wx1_13800138009", None),
        ("410482 900307 123", Some((Identity, "410482 900307 123"))),
        ("4104 82900307 123", None),
        ("27 410482 900307 123 28", None),
        ("410482160229123", Some((Identity, "410482160229123"))),
        ("410482030229123", None),
        ("zhangsan    @qq.com", Some((Email, "zhangsan    @qq.com"))),
        (
            "zhangsan@ma\nil.qq.com",
            Some((Email, "zhangsan@ma\nil.qq.com")),
        ),
        ("zhangsan@qq.com\nabc", Some((Email, "zhangsan@qq.com"))),
        (
            "zhangsan@mail.\nqq.com",
            Some((Email, "zhangsan@mail.\nqq.com")),
        ),
        ("苏E1AB4C", Some((Plate, "苏E1AB4C"))),
        ("苏E 1A B4C", None),
        ("苏EZ12345", None),
        ("苏E1234AF", None),
        ("苏E12345A", Some((Plate, "苏E12345A"))),
        ("KTV苏E12345", None),
    ];
    for (text, expected) in table {
        let found = detect(text);
        let found: Vec<(Kind, &str)> = (found.iter())
            .map(|finding| (finding.kind, &text[finding.range.clone()]))
            .collect();
        assert_eq!(found, Vec::from_iter(*expected), "{text}");
    }
}

#[test]
fn what_only_the_settings_withhold_is_looked_through_where_it_may_be_published() {
    const ACCESS: &str = "[defaults]\naccess = \"依申请公开\"\n";
    let text = "王某的微信13900139000，家住阳光小区3号楼2单元502室。";
    let ledger = "文件名,公开属性\n1.txt,主动公开\n";
    for mode in ["block", "mask"] {
        let site = configured(&format!("privacy = \"{mode}\"\n{ACCESS}"))
            .file("content/1.txt", reply("1", text))
            .file("content/2.txt", reply("2", "李某的电话是13800138000。"))
            .file("content/ledger.csv", ledger);
        if mode == "block" {
            let told = site.fails(&[]);
            assert!(
                told.contains("private-mobile") && told.contains("content/1.txt"),
                "{told}"
            );
            assert!(
                !told.contains("content/2.txt"),
                "what stays withheld is nobody's concern: {told}"
            );
        } else {
            site.builds();
            assert!(site.path("public").read_dir().unwrap().count() > 3);
            assert_eq!(
                holds(&site, &["13900139000", "13800138000", "2单元502"]),
                Vec::<String>::new()
            );
        }
    }
    let page = "+++\npage = \"about\"\ntitle = \"关于\"\n+++\n请致电 13500135000。\n";
    let site = configured(&format!("privacy = \"block\"\n{ACCESS}")).file("content/p.md", page);
    let told = site.fails(&[]);
    assert!(told.contains("private-mobile"), "{told}");
}

/// What a page of another program left of its entities parts no number.
#[test]
fn entities_in_a_plain_text_are_read() {
    let site = configured("privacy = \"mask\"\n").file(
        "content/1.txt",
        reply(
            "1",
            "李某的电话是138&nbsp;0013&nbsp;8009，邮箱zhangsan&#64;qq.com。",
        ),
    );
    site.builds();
    assert_eq!(
        holds(
            &site,
            &[
                "13800138009",
                "0013&nbsp;8",
                "0013&amp;nbsp;8",
                "gsan&#64;qq",
                "zhangsan@qq.com"
            ]
        ),
        Vec::<String>::new()
    );
}

#[test]
fn real_replies_hold_none() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let mut replies = 0;
    for name in ["replies", "seed"] {
        let Ok(entries) = fs::read_dir(folder.join(name)) else {
            println!(
                "{} is not here: nothing was looked through",
                folder.display()
            );
            return;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
            assert_eq!(detect(&text), [], "{}", path.display());
            replies += 1;
        }
    }
    println!("{replies} real replies, no finding");
    assert!(replies > 10);
    // Citizens' messages name places and plates, and three of 2,702 answers repeat a home. No number of theirs may be taken for one.
    let answers = fs::read_to_string(folder.join("ir/messages/docs.tsv")).unwrap();
    let found = detect(&answers);
    let homes = found
        .iter()
        .filter(|f| f.kind == Kind::Address || f.kind == Kind::Plate)
        .count();
    assert_eq!(homes, found.len(), "{found:?}");
    assert!(homes < 12, "{found:?}");
}

#[test]
fn a_line_of_five_million_bytes_is_looked_through() {
    for piece in [
        "138 0013 ",
        "1",
        "1 ",
        "一",
        "a@",
        "@a.",
        "3单元",
        "桂A",
        "村1组",
        "住在1号",
        "( ",
        "13800138000\n",
        "\u{200b}1",
        "zhang\n",
    ] {
        // What calls for a closer look at every character is shorter: code that is not optimised takes its time.
        let length = if ["1", "一", "13800138000\n", "zhang\n"].contains(&piece) {
            5_000_000
        } else {
            200_000
        };
        let text = piece.repeat(length / piece.len());
        let found = detect(&text);
        assert!(
            found.iter().all(|f| text.get(f.range.clone()).is_some()),
            "{piece:?}"
        );
    }
}

// Through the binary.

struct Ran {
    success: bool,
    text: String,
}

fn configured(config: &str) -> Site {
    Site::new().file("dafu.toml", config)
}

impl Site {
    fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.dafu(arguments);
        Ran {
            success: output.status.success(),
            text: text(&output),
        }
    }

    #[track_caller]
    fn builds(&self) -> String {
        let ran = self.run(&["build", "--verbose", "--archive"]);
        assert!(ran.success, "{}", ran.text);
        ran.text
    }

    #[track_caller]
    fn fails(&self, words: &[&str]) -> String {
        let ran = self.run(&["build", "--archive"]);
        assert!(!ran.success, "{}", ran.text);
        for word in words {
            assert!(ran.text.contains(word), "“{word}” is not in:\n{}", ran.text);
        }
        ran.text
    }
}

fn reply(number: &str, text: &str) -> String {
    format!(
        "关于第{number}号提案的答复\n王平委员：\n您提出的《关于加装电梯的提案》收悉。现答复如下：\n一、现状\n{text}\n澜汀市住房和城乡建设局\n2024年5月6日\n"
    )
}

const MOBILE: &str = "13800138000";
const IDENTITY: &str = "11010519491231002X";
const CARD: &str = "6222021234567890128";

#[test]
fn a_build_fails_and_names_each_line() {
    let site = configured("")
        .file("content/027.txt", reply("027", "联系人李某，电话138-0013-8000。\n其身份证号为11010519491231002X。"))
        .file("content/028.md", "---\ncontact:\n  phone: \"１３９００１３９０００\"\n---\n".to_owned() + &reply("028", "卡号6222 0212 3456 7890 128，\n\n邮箱zhangsan@qq.com，车牌桂A·12345，\n\n家住阳光小区3号楼2单元502室。"));
    let text = site.fails(&[
        "private-mobile",
        "content/027.txt:5:",
        "138-****-8000",
        "private-identity",
        "content/027.txt:6:",
        "1101**************",
        "private-bank-card",
        "content/028.md:9:",
        "**** **** **** ***0 128",
        "private-email",
        "z*******@qq.com",
        "private-plate",
        "桂A·*****",
        "private-address",
        "阳光小区*号楼*单元***室",
        "１３９＊＊＊＊９０００",
        "content/028.md:3:",
    ]);
    for secret in [
        "0013-8000",
        "19491231",
        "1234 5678",
        "3456",
        "zhangsan",
        "12345。",
        "502室",
        "００１３９０００",
    ] {
        assert!(!text.contains(secret), "{secret} is shown:\n{text}");
    }
    assert!(!site.path("public").exists());
}

/// Every place of a document that is published: (file, content), with the number in it.
fn places() -> Vec<(&'static str, &'static str, String)> {
    let front = |field: &str| format!("+++\n{field}\n+++\n{}", reply("1", "正文。"));
    let body = |text: &str| reply("1", text);
    vec![
        ("title", "md", front("title = \"关于13800138000的答复\"")),
        (
            "proposal title",
            "md",
            front("proposal_title = \"关于13800138000的提案\""),
        ),
        ("asker", "md", front("askers = [\"李某13800138000\"]")),
        ("office", "md", front("agency = \"住建局13800138000\"")),
        (
            "co-office",
            "md",
            front("co_agencies = [\"教育局13800138000\"]"),
        ),
        (
            "signatory",
            "md",
            front("signatory = \"李某 138 0013 8000\""),
        ),
        (
            "source",
            "md",
            front("source = \"https://example.gov.cn/?tel=138%30%30138000\"")
                .replace("138%30%30138000", MOBILE),
        ),
        (
            "contact",
            "md",
            front("contact = { name = \"李某\", phone = \"13800138000\" }"),
        ),
        (
            "contact's name",
            "md",
            front("contact = { name = \"李某13800138000\" }"),
        ),
        (
            "attachment's title",
            "md",
            front("attachments = [{ title = \"名单13800138000\" }]"),
        ),
        (
            "copied to",
            "md",
            front("copied_to = [\"李某13800138000\"]"),
        ),
        ("topic", "md", front("topics = [\"热线13800138000\"]")),
        (
            "revision",
            "md",
            front(
                "revisions = [{ date = \"2024-06-01\", reason = \"更正\", before = \"电话13800138000\" }]",
            ),
        ),
        (
            "withdrawal",
            "md",
            front("status = \"withdrawn\"\nwithdrawn = { reason = \"李某13800138000要求\" }"),
        ),
        ("paragraph", "txt", body("电话13800138000。")),
        ("two lines", "txt", body("电话1380013\n8000。")),
        (
            "heading",
            "txt",
            body("二、李某（13800138000）的问题\n正文。"),
        ),
        (
            "header",
            "txt",
            format!(
                "索引号：13800138000 | 文号：舞建〔2024〕1号\n{}",
                body("正文。")
            ),
        ),
        ("marks", "md", body("电话138**0013**8000。")),
        ("struck", "md", body("电话~~138~~*0013*8000。")),
        ("code", "md", body("电话`13800138000`。")),
        ("a break", "md", body("电话1380013<br>8000。")),
        ("superscript", "md", body("电话138<sup>0013</sup>8000。")),
        ("entities", "md", body("电话138&nbsp;0013&#45;8000。")),
        (
            "entities for digits",
            "md",
            body("电话&#49;&#51;800138000。"),
        ),
        ("a link", "md", body("[电话](tel:13800138000)")),
        (
            "a link's text",
            "md",
            body("[13800138000](https://example.gov.cn/)"),
        ),
        (
            "an encoded link",
            "md",
            body("[电话](tel:%31%3380013800%30)"),
        ),
        (
            "a table",
            "md",
            body("\n| 姓名 | 电话 |\n|---|---|\n| 李某 | 13800138000 |\n"),
        ),
        (
            "cells",
            "md",
            body("\n| 姓名 | 前 | 后 |\n|---|---|---|\n| 李某 | 138 | 00138000 |\n"),
        ),
        ("a list", "md", body("\n> 引用13800138000\n")),
        (
            "html",
            "md",
            body("\n<table><tr><td title=\"13800138000\">李某</td></tr></table>\n"),
        ),
        (
            "html's link",
            "md",
            body("\n<div><a href=\"tel:138-0013-8000\">电话</a></div>\n"),
        ),
        (
            "html over marks",
            "md",
            body("\n<div>138<b>0013</b><i>8000</i></div>\n"),
        ),
        (
            "a page",
            "md",
            "+++\npage = \"about\"\ntitle = \"关于\"\n+++\n电话13800138000\n".to_owned(),
        ),
        (
            "a page's title",
            "md",
            "+++\npage = \"help\"\ntitle = \"电话13800138000\"\n+++\n正文\n".to_owned(),
        ),
        (
            "after the letter",
            "txt",
            body("正文。") + "联系人：李某\n联系电话：13800138000\n",
        ),
    ]
}

#[test]
fn every_place_is_looked_at_and_masked() {
    let mut site = configured("");
    let places = places();
    for (at, (_, extension, text)) in places.iter().enumerate() {
        site = site.file(&format!("content/{at:02}.{extension}"), text);
    }
    let text = site.fails(&["private-mobile"]);
    let errors = text.split("private-mobile").skip(1);
    let named: BTreeSet<String> = errors
        .flat_map(|error| {
            error
                .split("content/")
                .skip(1)
                .map(|rest| rest[..2].to_owned())
                .take(1)
        })
        .collect();
    let missed: Vec<&str> = (places.iter().enumerate())
        .filter(|(at, _)| !named.contains(&format!("{at:02}")))
        .map(|(_, (place, ..))| *place)
        .collect();
    assert!(missed.is_empty(), "not found in: {missed:?}\n{text}");
    assert!(!text.contains("0013"), "{text}");

    let site = site.file("dafu.toml", "privacy = \"mask\"\n");
    let text = site.builds();
    assert!(!text.contains("0013"), "{text}");
    assert_eq!(holds(&site, &[MOBILE]), Vec::<String>::new());
    let page = fs::read_to_string(site.path("public/replies/1e/14.html")).unwrap();
    assert!(page.contains("138****8000"), "{page}");
    let marked = fs::read_to_string(site.path("public/replies/kt/18.html")).unwrap();
    assert!(marked.contains("138<strong>****</strong>8000"), "{marked}");
    // And nothing else is: not a word behind the number.
    let runs = regex::Regex::new(r"\*+").unwrap();
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(site.path("public/replies")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let path = path.display();
        assert!(!text.contains('＊'), "{path}: {text}");
        for run in runs.find_iter(&text) {
            assert_eq!(run.len(), 4, "{path}: {text}");
            seen += 1;
        }
    }
    assert!(seen >= places.len() / 2, "{seen}");
}

/// What is drawn of a finding is the value itself, masked, and the line around it.
#[test]
fn a_finding_is_drawn_where_it_stands() {
    let site = configured("").file(
        "content/1.txt",
        reply(
            "1",
            "联系人李某，电话13800138000，请拨打；卡号6222021234567890128。",
        ),
    );
    let options = dafu::site::CheckOptions {
        site: site.folder().to_owned(),
        attachments: false,
        today: None,
        against: None,
    };
    let checked = dafu::site::check(&options, &dafu::site::Silent).unwrap();
    let drawn: Vec<(&str, u32, u32, &str)> = (checked.diagnostics.iter())
        .filter(|finding| finding.code.starts_with("private-"))
        .map(|finding| {
            let place = finding.place.as_ref().unwrap();
            let excerpt = &place.excerpt;
            assert!(
                excerpt
                    .text
                    .starts_with("联系人李某，电话138****8000，请拨打")
            );
            let value = &excerpt.text[excerpt.start..excerpt.end];
            (finding.code, place.line, place.column, value)
        })
        .collect();
    assert_eq!(
        drawn,
        [
            ("private-mobile", 5, 9, "138****8000"),
            ("private-bank-card", 5, 27, "***************0128"),
        ]
    );
}

/// Files of a site's portal, archive and index that hold a number, in whatever spelling; read without dafu's own help.
fn holds(site: &Site, secrets: &[&str]) -> Vec<String> {
    let patterns: Vec<regex::Regex> = secrets
        .iter()
        .map(|secret| {
            let chars: Vec<String> = secret
                .chars()
                .map(|c| regex::escape(&c.to_string()))
                .collect();
            regex::Regex::new(&format!(
                "(?i){}",
                chars.join(r"(?:[\s\-_.·*()\u{200b}]|<[^>]*>|&nbsp;|\\n){0,6}")
            ))
            .unwrap()
        })
        .collect();
    let mut held = Vec::new();
    let mut look = |name: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if patterns
            .iter()
            .any(|pattern| pattern.is_match(&text) || pattern.is_match(name))
        {
            held.push(name.to_owned());
        }
    };
    let mut files = Vec::new();
    for folder in ["public", ".dafu"] {
        for entry in walkdir::WalkDir::new(site.path(folder)) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                files.push((
                    entry.path().display().to_string(),
                    fs::read(entry.path()).unwrap(),
                ));
            }
        }
    }
    files.push((
        "public.zip".to_owned(),
        fs::read(site.path("public.zip")).unwrap(),
    ));
    let (mut shards, mut packed, mut chinese) = (0, 0, 0);
    while let Some((name, bytes)) = files.pop() {
        look(&name, &bytes);
        if let [b'd', b'a', b'f', how @ (1 | 2), packed @ ..] = &bytes[..] {
            let mut payload = Vec::new();
            flate2::read::DeflateDecoder::new(packed)
                .read_to_end(&mut payload)
                .unwrap();
            if *how == 2 {
                let (text, wrong) = encoding_rs::GB18030.decode_without_bom_handling(&payload);
                assert!(!wrong, "{name}");
                payload = text.into_owned().into_bytes();
                chinese += 1;
            }
            shards += 1;
            look(&name, &payload);
        }
        if bytes.starts_with(b"dafu(") {
            for part in String::from_utf8_lossy(&bytes).split('"') {
                if let Ok(unpacked) = STANDARD.decode(part)
                    && unpacked.starts_with(b"daf")
                {
                    packed += 1;
                    files.push((name.clone(), unpacked));
                }
            }
        }
        if bytes.starts_with(b"PK\x03\x04") {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for index in 0..archive.len() {
                let mut member = archive.by_index(index).unwrap();
                let mut bytes = Vec::new();
                member.read_to_end(&mut bytes).unwrap();
                drop(member);
                files.push((format!("{name}/{index}"), bytes));
            }
        }
    }
    assert!(
        packed > 10 && shards >= 2 * packed && chinese > 0,
        "the search bundle was read, in the portal and in the archive's packs: {shards} shards, {packed} packed, {chinese} in GB 18030"
    );
    let bundle = dafu::bundle::read::Bundle::open(site.path("public/search/bundle")).unwrap();
    let mut terms = 0;
    bundle
        .each_term(
            |_| true,
            |path, term| {
                terms += 1;
                look(path, term.as_bytes());
            },
        )
        .unwrap();
    assert!(terms > 100);
    held
}

#[test]
fn masked_numbers_are_nowhere_and_look_alike() {
    let text = "联系人李某，电话138-0013-8000，身份证11010519491231002X，卡号6222021234567890128，\n邮箱zhangsan@qq.com，车牌桂A12345。\n家住阳光小区3号楼2单元502室。";
    let site = configured("privacy = \"mask\"\nbase_url = \"https://example.gov.cn/\"\n")
        .file("content/1.txt", reply("1", text))
        .file("content/2.txt", reply("2", "电话１３８００１３８０００。"))
        .file("content/3.txt", reply("3", "电话1380013\n8000。"));
    let said = site.builds();
    for word in [
        "private-mobile",
        "private-identity",
        "private-bank-card",
        "private-email",
        "private-plate",
        "private-address",
        "is masked",
    ] {
        assert!(said.contains(word), "{word}:\n{said}");
    }
    let secrets = [
        MOBILE,
        IDENTITY,
        CARD,
        "zhangsan",
        "桂A12345",
        "3号楼2单元502室",
        "１３８００１３８０００",
    ];
    assert_eq!(holds(&site, &secrets), Vec::<String>::new());
    for secret in ["0013-8000", "zhangsan", "12345。", "502室"] {
        assert!(!said.contains(secret), "{secret}:\n{said}");
    }
    let page = |name: &str| {
        fs::read_to_string(site.path(&format!("public/{}", reply_path(name, "html")))).unwrap()
    };
    let first = page("1");
    for masked in [
        "138-****-8000",
        "1101**************",
        "***************0128",
        "z*******@qq.com",
        "桂A*****",
        "阳光小区*号楼*单元***室",
    ] {
        assert!(first.contains(masked), "{masked}:\n{first}");
    }
    assert!(page("2").contains("１３８＊＊＊＊８０００"));
    assert!(page("3").contains("138****") && page("3").contains("8000"));
    // Landlines and documents' numbers stay as they are.
    let site = site.file(
        "content/4.txt",
        reply(
            "4",
            "电话0771-1234567，文号舞建提字〔2021〕19号，邮箱zjj@nn.gov.cn。",
        ),
    );
    site.builds();
    let page = fs::read_to_string(site.path("public/replies/3t/4.html")).unwrap();
    assert!(page.contains("0771-1234567") && page.contains("zjj@nn.gov.cn"));
}

/// A number that a line break parts is masked in the text, and in the fact that its first part was read as.
#[test]
fn a_number_in_two_lines_is_masked_in_the_facts_too() {
    let texts = [
        "联系人：李某　联系电话：1380013\n8000",
        "联系人：李某　联系电话：13800\n138000",
        "联系人：李某　联系电话：138001380\n00",
        "联系人：李某\n联系电话：138001\n38\n000",
    ];
    let mut site = configured("privacy = \"mask\"\n");
    for (number, text) in (1..).zip(texts) {
        let letter = reply(&number.to_string(), "我们会继续努力。")
            + &format!("澜汀市住房和城乡建设局\n2024年5月6日\n{text}\n");
        site = site.file(&format!("content/{number}.txt"), letter);
    }
    site.builds();
    // The first digits say whose network it is, the last ones whose number: none of those in between is anywhere.
    let parts = ["1380", "0138", "8001", "13800", "138001380", "1380013"];
    assert_eq!(holds(&site, &parts), Vec::<String>::new());
}

#[test]
fn what_is_allowed_passes_in_any_spelling() {
    let body = reply(
        "1",
        "电话138-0013-8000，邮箱xinfang@163.com、a@example.com，车牌桂A12345，家住阳光小区3号楼2单元502室。",
    );
    let site = configured("[privacy]\nallow = [\"13800138000\", \"XinFang@163.com\", \"@example.com\", \"桂A·12345\", \"阳光小区3号楼2单元502室\"]\n")
        .file("content/1.txt", &body);
    site.builds();
    assert!(
        fs::read_to_string(site.path("public/replies/r5/1.html"))
            .unwrap()
            .contains("138-0013-8000")
    );
    let site = site.file("content/2.txt", reply("2", "电话13900139000。"));
    let text = site.fails(&["private-mobile", "139****9000"]);
    assert_eq!(text.matches("private-mobile").count(), 1, "{text}");
    // What is not published leaks nothing.
    let site = site.file(
        "content/2.txt",
        format!("公开属性：不予公开\n{}", reply("2", "电话13900139000。")),
    );
    site.builds();
    assert_eq!(holds(&site, &["13900139000"]), Vec::<String>::new());
    // Whoever says that it is open says nothing of the number.
    for open in ["公开属性：主动公开\n", "+++\naccess = \"主动公开\"\n+++\n"] {
        let text = format!("{open}{}", reply("2", "电话13900139000。"));
        let site = configured("").file("content/2.txt", text);
        site.fails(&["private-mobile", "139****9000"]);
        let site = site.file("dafu.toml", "privacy = \"mask\"\n");
        site.builds();
        assert_eq!(holds(&site, &["13900139000"]), Vec::<String>::new());
    }
    let site = site.file("dafu.toml", "privacy = \"off\"\n");
    site.fails(&["\"block\" or \"mask\"", "allow"]);
}

#[test]
fn names_settings_and_ids_are_errors_even_where_texts_are_masked() {
    let site = configured("privacy = \"mask\"\ntitle = \"热线 13800138000\"\n")
        .file("content/李某13900139000.txt", reply("1", "正文。"))
        .file(
            "content/2.md",
            format!(
                "+++\nid = \"reply-13700137000\"\n+++\n{}",
                reply("2", "正文。")
            ),
        )
        .file("content/3.md", reply("3", "[附件](13600136000.csv)"))
        .file("content/13600136000.csv", "a,b\n");
    let text = site.fails(&[
        "dafu.toml:2:",
        "138****8000",
        "private-name",
        "139****9000",
        "137****7000",
        "136****6000",
    ]);
    assert_eq!(text.matches("private-name").count(), 3, "{text}");
    for secret in ["00138000", "00139000", "00137000", "00136000"] {
        assert!(!text.contains(secret), "{secret}:\n{text}");
    }
}

#[test]
fn attachments_are_looked_into() {
    let zip = |files: &[(&str, &str)]| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let docx = |text: &str, author: &str| {
        zip(&[
            ("[Content_Types].xml", "<Types/>"),
            (
                "word/document.xml",
                &format!("<w:document><w:p>{text}</w:p></w:document>"),
            ),
            (
                "docProps/core.xml",
                &format!(
                    "<cp:coreProperties><dc:creator>{author}</dc:creator></cp:coreProperties>"
                ),
            ),
        ])
    };
    // A JPEG's EXIF: TIFF, one directory that leads to GPS, where a latitude is.
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    tiff.extend(b"\x02\0\x01\0\x02\0\x02\0\0\0N\0\0\0\x02\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0");
    for number in [22u32, 1, 48, 1, 30, 1] {
        tiff.extend(number.to_le_bytes());
    }
    let mut photo = vec![0xff, 0xd8, 0xff, 0xe1];
    photo.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    photo.extend(b"Exif\0\0");
    photo.extend(&tiff);
    photo.extend([0xff, 0xd9]);
    let clean = docx("<w:r><w:t>电话0771-1234567</w:t></w:r>", "住建局");
    let files: [(&str, Vec<u8>, &str); 8] = [
        (
            "a.csv",
            "姓名,电话\n李某,13800138000\n".into(),
            "private-mobile",
        ),
        (
            "b.docx",
            docx(
                "<w:r><w:t>身份证1101051949</w:t></w:r><w:r><w:t>1231002X</w:t></w:r>",
                "x",
            ),
            "private-identity",
        ),
        ("c.docx", docx("", "zhangsan@qq.com"), "private-email"),
        (
            "d.zip",
            zip(&[("名单.txt", "桂A12345"), ("13900139000.txt", "x")]),
            "private-plate",
        ),
        (
            "e.svg",
            "<svg><title>电话13800138000</title></svg>".into(),
            "private-mobile",
        ),
        ("f.jpg", photo, "private-position"),
        (
            "g.json",
            "{\"tel\": \"\\u0031\\u00338 0013 8000\"}".into(),
            "private-mobile",
        ),
        (
            "h.pdf",
            b"%PDF-1.4\n<</Author (Li 13800138000)>>".to_vec(),
            "private-mobile",
        ),
    ];
    let links: Vec<String> = files
        .iter()
        .map(|(name, ..)| format!("[{name}]({name})"))
        .collect();
    let mut site = configured("privacy = \"mask\"\n").file(
        "content/1.md",
        reply("1", &(links.join("\n\n") + "\n\n[好](ok.docx)")),
    );
    site = site.file("content/ok.docx", &clean);
    for (name, bytes, _) in &files {
        site = site.file(&format!("content/{name}"), bytes);
    }
    let text = site.fails(&[]);
    for (name, _, code) in &files {
        let codes: Vec<&str> = text
            .split("private-")
            .filter(|error| error.contains(&format!("content/{name}")))
            .collect();
        assert!(
            codes
                .iter()
                .any(|error| format!("private-{error}").starts_with(code)),
            "{name}: {code}\n{text}"
        );
    }
    assert!(!text.contains("ok.docx"), "{text}");
    assert!(
        !text.contains("0013") && !text.contains("19491231"),
        "{text}"
    );
}

/// A TIFF directory of one entry of bytes, as EXIF is; `big`: the most significant byte first.
fn exif(tag: u16, kind: u16, value: &[u8], big: bool) -> Vec<u8> {
    let two = |n: u16| {
        if big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let four = |n: u32| {
        if big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let mut tiff = if big { b"MM".to_vec() } else { b"II".to_vec() };
    tiff.extend(two(42));
    tiff.extend(four(8));
    tiff.extend(two(1));
    tiff.extend(two(tag));
    tiff.extend(two(kind));
    tiff.extend(four(u32::try_from(value.len()).unwrap()));
    tiff.extend(four(26));
    tiff.extend(four(0));
    tiff.extend(value);
    tiff
}

/// A JPEG with these segments and no picture.
fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for (marker, body) in segments {
        bytes.extend([0xff, *marker]);
        bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        bytes.extend(*body);
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// A PNG with one chunk.
fn png(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend(kind);
    bytes.extend(data);
    bytes.extend([0; 4]);
    bytes
}

/// Wherever formats keep texts beside what is seen: each of these attachments holds a number that nobody may publish.
#[test]
fn what_attachments_keep_out_of_sight_is_found() {
    const TELEPHONE: &str = "电话13800138000";
    let xmp = |body: &str| format!("<x:xmpmeta><rdf:RDF>{body}</rdf:RDF></x:xmpmeta>");
    let units = |big: bool| -> Vec<u8> {
        let unit = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        TELEPHONE.encode_utf16().flat_map(unit).collect()
    };
    let exif_segment = |tiff: Vec<u8>| [b"Exif\0\0".to_vec(), tiff].concat();
    let comment = |big| [b"UNICODE\0".to_vec(), units(big)].concat();
    let page = support::pdf(&["市住建局的答复", TELEPHONE]);
    let with = |extra: &[u8]| [support::pdf(&["市住建局"]).as_slice(), extra].concat();
    let object_stream = {
        let body = deflated("1 0 <</Title (a)/Author (Li 13800138000)>>".as_bytes());
        let head = format!(
            "\n9 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}>>\nstream\n",
            body.len()
        );
        [head.as_bytes(), &body, b"\nendstream\nendobj\n"].concat()
    };
    let ole = [
        &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..],
        &[0; 500],
        &units(false),
    ]
    .concat();
    let gif = [b"GIF89a".as_slice(), &[0; 7], b"!\xfe\x0b13800138000\0;"].concat();
    let photo = jpeg(&[(
        0xe1,
        &exif_segment(exif(0x010e, 2, b"Li 13800138000\0", false)),
    )]);
    let packed_text = [b"Comment\0\0".to_vec(), deflated(b"Li 13800138000")].concat();
    let long_text = [
        b"Comment\0\x01\0zh\0\0".to_vec(),
        deflated(b"Li 13800138000"),
    ]
    .concat();
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("page.pdf", page.clone(), "private-mobile"),
        (
            "xmp.pdf",
            with(xmp("<dc:creator>Li 13800138000</dc:creator>").as_bytes()),
            "private-mobile",
        ),
        (
            "hex.pdf",
            with(b"<</Author <4C69203133383030313338303030>>>"),
            "private-mobile",
        ),
        (
            "utf16.pdf",
            with(&[b"<</Title (\xfe\xff", units(true).as_slice(), b")>>"].concat()),
            "private-mobile",
        ),
        (
            "escaped.pdf",
            with(b"<</Author (Li \\(mobile (own)\\)\\0613800138000\\n)>>"),
            "private-mobile",
        ),
        ("objects.pdf", with(&object_stream), "private-mobile"),
        (
            "form.pdf",
            with(b"<</T (tel)/V (13800138000)>>"),
            "private-mobile",
        ),
        (
            "link.pdf",
            with(b"<</URI (mailto:zhangsan@qq.com)>>"),
            "private-email",
        ),
        ("description.jpg", photo.clone(), "private-mobile"),
        (
            "little.jpg",
            jpeg(&[(0xe1, &exif_segment(exif(0x9286, 7, &comment(false), false)))]),
            "private-mobile",
        ),
        (
            "big.jpg",
            jpeg(&[(0xe1, &exif_segment(exif(0x9286, 7, &comment(true), true)))]),
            "private-mobile",
        ),
        (
            "windows.jpg",
            jpeg(&[(0xe1, &exif_segment(exif(0x9c9c, 1, &units(false), false)))]),
            "private-mobile",
        ),
        (
            "place.jpg",
            jpeg(&[(
                0xe1,
                xmp("<rdf:Description exif:GPSLatitude=\"22,48.3N\"/>").as_bytes(),
            )]),
            "private-position",
        ),
        (
            "attribute.jpg",
            jpeg(&[(
                0xe1,
                xmp("<rdf:Description dc:creator=\"13800138000\"/>").as_bytes(),
            )]),
            "private-mobile",
        ),
        (
            "comment.jpg",
            jpeg(&[(0xfe, TELEPHONE.as_bytes())]),
            "private-mobile",
        ),
        (
            "text.png",
            png(*b"tEXt", b"Comment\x0013800138000"),
            "private-mobile",
        ),
        ("packed.png", png(*b"zTXt", &packed_text), "private-mobile"),
        ("long.png", png(*b"iTXt", &long_text), "private-mobile"),
        ("comment.gif", gif, "private-mobile"),
        ("old.doc", ole, "private-mobile"),
        (
            "escapes.json",
            b"{\"a\": \"1\\n\\t\\\"\\/2\", \"tel\": \"\\u0031\\u00338 0013 8000\"}".to_vec(),
            "private-mobile",
        ),
        (
            "photo.docx",
            zipped(&[
                ("[Content_Types].xml", b"<Types/>".to_vec()),
                ("word/media/image1.jpg", photo),
            ]),
            "private-mobile",
        ),
        ("pages.zip", zipped(&[("答复.pdf", page)]), "private-mobile"),
    ];
    let mut site = configured("privacy = \"mask\"\n");
    let links: Vec<String> = (files.iter())
        .map(|(name, ..)| format!("[x]({name})"))
        .collect();
    site = site.file("content/1.md", reply("1", &links.join("\n\n")));
    for (name, bytes, _) in &files {
        site = site.file(&format!("content/{name}"), bytes);
    }
    let text = site.fails(&[]);
    let missed: Vec<&str> = (files.iter())
        .filter(|(name, _, code)| {
            let mut errors = text
                .split("private-")
                .filter(|error| error.contains(&format!("content/{name}")));
            !errors.any(|error| format!("private-{error}").starts_with(code))
        })
        .map(|(name, ..)| *name)
        .collect();
    assert!(missed.is_empty(), "not found: {missed:?}\n{text}");
    assert!(!text.contains("13800138000"), "{text}");
}

/// What cannot be looked through is published, and the clerk is told that nobody did.
#[test]
fn attachments_that_nobody_can_look_through_are_named() {
    let mut encrypted = zipped(&[("a.txt", b"text".to_vec())]);
    // The first bit of the flags in the entry and in the directory.
    for signature in [b"PK\x03\x04", b"PK\x01\x02"] {
        let at = encrypted
            .windows(4)
            .position(|four| four == signature)
            .unwrap();
        encrypted[at + if signature[2] == 3 { 6 } else { 8 }] |= 1;
    }
    let many: Vec<(String, Vec<u8>)> = (0..10_001)
        .map(|at| (format!("{at}.txt"), Vec::new()))
        .collect();
    let many: Vec<(&str, Vec<u8>)> = many
        .iter()
        .map(|(name, bytes)| (&**name, bytes.clone()))
        .collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("scan.pdf", support::pdf(&[])),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n<<".to_vec()),
        ("a.7z", b"7z\xbc\xaf\x27\x1c".to_vec()),
        ("a.rar", b"Rar!\x1a\x07".to_vec()),
        (
            "inner.zip",
            zipped(&[("b.7z", b"7z\xbc\xaf\x27\x1c".to_vec())]),
        ),
        ("torn.zip", b"PK\x03\x04 and nothing more".to_vec()),
        ("locked.zip", encrypted),
        ("many.zip", zipped(&many)),
        (
            "film.mp4",
            [b"\0\0\0\x18ftypmp42".as_slice(), &[0; 64], &[0xff; 9]].concat(),
        ),
    ];
    let mut site = configured("privacy = \"mask\"\n");
    let links: Vec<String> = (files.iter())
        .map(|(name, _)| format!("[x]({name})"))
        .collect();
    site = site.file("content/1.md", reply("1", &links.join("\n\n")));
    for (name, bytes) in &files {
        site = site.file(&format!("content/{name}"), bytes);
    }
    let output = site.dafu(&["build", "--verbose"]);
    assert!(output.status.success(), "{}", support::text(&output));
    let output = support::text(&site.dafu(&["check", "--json"]));
    let checked: serde_json::Value = serde_json::from_str(&output).unwrap();
    let findings = checked["findings"].as_array().unwrap();
    let untold: Vec<&str> = (files.iter())
        .map(|(name, _)| *name)
        .filter(|name| {
            !findings.iter().any(|finding| {
                finding["code"] == "private-unread" && finding["file"] == format!("content/{name}")
            })
        })
        .collect();
    assert!(untold.is_empty(), "{untold:?}\n{output}");
}

#[test]
fn the_proof_finds_what_was_planted() {
    let document = reply("1", "电话13800138000，邮箱zhangsan@qq.com。");
    let plain =
        || configured("privacy = \"mask\"\ntheme = \"own\"\n").file("content/1.txt", &document);
    let template = |text: &str| {
        format!("{{% extends \"base.html\" %}}{{% block main %}}<p>{text}</p>{{% endblock %}}")
    };
    let site = plain().file(
        "themes/own/templates/404.html",
        template("138****8000 and 1380013年8000"),
    );
    site.builds();
    let before = fs::read(site.path("public/404.html")).unwrap();
    for (file, text) in [
        ("themes/own/templates/404.html", template("13800138000")),
        (
            "themes/own/templates/404.html",
            template("{{ 138 }}<b>{{ \"0013\" }}</b>-8000"),
        ),
        ("themes/own/templates/404.html", template("&#49;3800138000")),
        (
            "themes/own/templates/404.html",
            template("<a href=\"mailto:zhangsan%40qq.com\">x</a>"),
        ),
        (
            "themes/own/assets/own.js",
            "const tel = '\\u00313800138000';".to_owned(),
        ),
        (
            "themes/own/assets/own.css",
            "/* 138 0013 8000 */".to_owned(),
        ),
    ] {
        let site = plain()
            .file("themes/own/templates/404.html", template("x"))
            .file(file, &text);
        println!("{file}: {text}");
        let said = site.fails(&["still holds what was masked", "nothing was published"]);
        assert!(
            !said.contains("00138000") && !said.contains("zhangsan"),
            "{said}"
        );
        assert!(
            !site.path("public").exists() && !site.path("public.zip").exists(),
            "{file}"
        );
    }
    // The last portal is still in place.
    let site = site.file("themes/own/templates/404.html", template("13800138000"));
    site.fails(&["404.html still holds", "138****8000"]);
    assert_eq!(fs::read(site.path("public/404.html")).unwrap(), before);
}

/// What is a home in one reply and the number of a well in another stops the portal, and whoever must mend it is told where.
#[test]
fn what_was_masked_elsewhere_is_named_by_its_line() {
    let config = "title = \"x\"\nprivacy = \"mask\"\n";
    let site = configured(config)
        .file(
            "content/1.txt",
            reply("1", "来信人家住大同村5组12号，请予关照。"),
        )
        .file("content/2.txt", reply("2", "修复了大同村5组12号机井。"))
        .file(
            "content/3.md",
            "---\naccess: 不予公开\n---\n".to_owned() + &reply("3", "大同村5组12号机井"),
        );
    let said = site.fails(&[
        "still holds what was masked elsewhere",
        "content/2.txt:5",
        "nothing was published",
    ]);
    assert!(!said.contains("content/1.txt:"), "{said}");
    assert!(!said.contains("content/3.md"), "{said}");
    assert!(!said.contains("12号机井"), "{said}");
}

/// What went to the disk before the proof's eyes is not read again; all else that stands there is, whoever put it there.
#[test]
fn what_was_looked_through_as_it_was_written_is_not_read_again() {
    use dafu::output::Look;
    const SECRET: &str = "55667788";
    let secrets = std::collections::BTreeMap::from([(SECRET.to_owned(), "5566****".to_owned())]);
    let proof = (dafu::privacy::prove::Proof::of(&secrets).unwrap()).unwrap();
    let site = configured("").file("content/1.txt", reply("1", "编号是11223344。"));
    site.builds();
    let index = dafu::index::Opened::open(&site.path("")).unwrap().0;
    let work = tempfile::tempdir().unwrap();
    let portal = work.path();
    fs::create_dir_all(portal.join("files")).unwrap();
    let holding = format!("编号是{SECRET}。");
    let check = || {
        let told = proof.check(portal, Path::new("nothing"), &index, None);
        told.map_err(|error| error.to_string())
    };
    let finds = |place: &str| {
        let told = check().unwrap_err();
        assert!(told.contains(place), "{place}: {told}");
    };
    // Nothing of the kind happens in a build: it tells whether a file was read again.
    fs::write(portal.join("a.html"), &holding).unwrap();
    proof.look("a.html", "编号是".as_bytes());
    assert_eq!(check(), Ok(()));
    finds("a.html");
    // One in which something was found is named, and of two the first.
    for name in ["c.html", "b.html"] {
        fs::write(portal.join(name), &holding).unwrap();
        proof.look(name, holding.as_bytes());
    }
    proof.look("a.html", "编号是".as_bytes());
    finds("b.html");
    fs::remove_file(portal.join("b.html")).unwrap();
    fs::remove_file(portal.join("c.html")).unwrap();
    // What is read in another way than other files is read from the disk.
    for name in ["files/a.txt", "lines.jsonl", "texts.zip"] {
        fs::write(portal.join(name), &holding).unwrap();
        let clean: &[u8] = if name.ends_with("zip") {
            b"PK\x03\x04"
        } else {
            b"-"
        };
        proof.look(name, clean);
        proof.look("a.html", "编号是".as_bytes());
        finds(name);
        fs::remove_file(portal.join(name)).unwrap();
    }
    // The path is looked through, too.
    let name = format!("{SECRET}.html");
    fs::rename(portal.join("a.html"), portal.join(&name)).unwrap();
    fs::write(portal.join(&name), "-").unwrap();
    proof.look(&name, b"-");
    finds("********.html");
}

/// The last look before a portal is put in place finds a secret wherever it is, each place by itself.
#[test]
fn the_proof_looks_everywhere() {
    const SECRET: &str = "55667788";
    let secrets = std::collections::BTreeMap::from([(SECRET.to_owned(), "5566****".to_owned())]);
    let proof_of = |secrets| dafu::privacy::prove::Proof::of(secrets).unwrap().unwrap();
    let proof = proof_of(&secrets);
    let built = |text: &str| {
        let site = configured("").file("content/1.txt", reply("1", text));
        site.builds();
        site
    };
    let (clean, holding) = (
        built("编号是11223344。"),
        built(&format!("编号是{SECRET}。")),
    );
    let index = |site: &Site| dafu::index::Opened::open(&site.path("")).unwrap().0;
    let (clean_index, its_index) = (index(&clean), index(&holding));
    let nothing = Path::new("nothing");
    let told = |portal: &Path, archive: &Path, index| {
        let told = proof
            .check(portal, archive, index, None)
            .map_err(|error| error.to_string());
        assert!(
            !told.as_ref().is_err_and(|told| told.contains(SECRET)),
            "{told:?}"
        );
        told
    };
    let public = |site: &Site| site.path("public");
    assert_eq!(
        told(&public(&clean), &clean.path("public.zip"), &clean_index),
        Ok(())
    );
    let finds = |portal: &Path, archive: &Path, index, place: &str| {
        let told = told(portal, archive, index).unwrap_err();
        assert!(told.contains(place), "{place}: {told}");
    };
    finds(&public(&holding), nothing, &clean_index, "replies/");

    // The bundle by itself, without the passages: the terms are spelled out. The longest of digits has four.
    let short = proof_of(&std::collections::BTreeMap::from([(
        "5566".to_owned(),
        "55**".to_owned(),
    )]));
    let work = tempfile::tempdir().unwrap();
    let portal = work.path();
    for entry in walkdir::WalkDir::new(public(&holding).join("search/bundle")) {
        let entry = entry.unwrap();
        let to = portal.join(entry.path().strip_prefix(public(&holding)).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else if !entry
            .path()
            .components()
            .any(|part| part.as_os_str() == "texts")
        {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let leak = short
        .check(portal, nothing, &clean_index, None)
        .unwrap_err();
    assert!(leak.to_string().contains("search/bundle/"), "{leak}");
    fs::remove_dir_all(portal.join("search")).unwrap();
    assert_eq!(told(portal, nothing, &clean_index), Ok(()));

    finds(portal, nothing, &its_index, "index");
    finds(portal, &holding.path("public.zip"), &clean_index, "archive");
    let mut commented = zip::ZipWriter::new(Cursor::new(Vec::new()));
    commented.set_comment(format!("no. {SECRET}")).unwrap();
    commented
        .start_file("a.txt", zip::write::SimpleFileOptions::default())
        .unwrap();
    fs::write(
        portal.join("commented.zip"),
        commented.finish().unwrap().into_inner(),
    )
    .unwrap();
    finds(portal, nothing, &clean_index, "commented.zip");
    fs::remove_file(portal.join("commented.zip")).unwrap();
    let named = zipped(&[(&format!("{SECRET}.txt"), b"nothing".to_vec())]);
    fs::write(portal.join("named.zip"), named).unwrap();
    finds(portal, nothing, &clean_index, "named.zip");
    fs::remove_file(portal.join("named.zip")).unwrap();
    // The name of a file that leaks is masked itself.
    fs::write(portal.join(format!("{SECRET}.html")), "nothing").unwrap();
    finds(portal, nothing, &clean_index, "********.html");
}

#[test]
fn what_stays_as_it_was_is_looked_through_when_there_is_more_to_hide() {
    let own = |text: &str| {
        format!("{{% extends \"base.html\" %}}{{% block main %}}<p>{text}</p>{{% endblock %}}")
    };
    let site = configured("privacy = \"mask\"\ntheme = \"own\"\n")
        .file("content/1.txt", reply("1", "电话13800138000。"))
        .file("themes/own/templates/404.html", own("13912345678"));
    site.builds();
    // Nothing has changed, and what the last build looked through is taken over.
    site.builds();
    let before = fs::read(site.path("public/404.html")).unwrap();
    let site = site.file("content/2.txt", reply("2", "电话13912345678。"));
    site.fails(&["404.html still holds", "139****5678"]);
    // So it is when the same is built again, and when the portal was removed.
    site.fails(&["404.html still holds"]);
    assert_eq!(fs::read(site.path("public/404.html")).unwrap(), before);
    let site = site.file("themes/own/templates/404.html", own("x"));
    site.builds();
    let site = site.file("themes/own/templates/404.html", own("13912345678"));
    site.fails(&["404.html still holds"]);
}
