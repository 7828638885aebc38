//! How a Chinese name is read, for indexes from A to Z. Pinyin of single characters, and what they miss: surnames and
//! place names that are read otherwise than the same characters elsewhere (单 is Shàn, 重庆 is Chóngqìng).
//!
//! Addresses are not made from this: they follow the plain pinyin (`catalog::slug`) and must never change.

use pinyin::ToPinyin;

/// Where a name stands in an index from A to Z.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// `A`–`Z`; `#`, which stands last, for what begins with no letter.
    pub letter: Letter,
    /// Syllables without tones, each ended by a space, so that 安 stands before 昂: `wu gang shi `.
    syllables: String,
}

impl Default for Reading {
    /// That of a name that is not known: the last.
    fn default() -> Reading {
        Reading {
            letter: Letter(None),
            syllables: char::MAX.to_string(),
        }
    }
}

/// A letter of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter(Option<char>);

impl Letter {
    /// `A`–`Z`, then `#`.
    pub const ALL: [Letter; 27] = {
        let mut all = [Letter(None); 27];
        let (mut at, mut letter) = (0, b'A');
        while letter <= b'Z' {
            all[at] = Letter(Some(letter as char));
            at += 1;
            letter += 1;
        }
        all
    };

    /// As it is shown.
    #[must_use]
    pub fn shown(self) -> char {
        self.0.unwrap_or('#')
    }

    /// Its anchor on a page.
    #[must_use]
    pub fn anchor(self) -> String {
        match self.0 {
            Some(letter) => format!("letter-{}", letter.to_ascii_lowercase()),
            None => "letter-other".to_owned(),
        }
    }
}

impl PartialOrd for Letter {
    fn partial_cmp(&self, other: &Letter) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Letter {
    fn cmp(&self, other: &Letter) -> std::cmp::Ordering {
        let key = |letter: &Letter| letter.0.unwrap_or(char::MAX);
        key(self).cmp(&key(other))
    }
}

/// Surnames that are read otherwise than their character alone (《现代汉语词典》 marks them “姓”). Those of two characters
/// come first.
const SURNAMES: &[(&str, &[&str])] = &[
    ("万俟", &["mo", "qi"]),
    ("尉迟", &["yu", "chi"]),
    ("长孙", &["zhang", "sun"]),
    ("澹台", &["tan", "tai"]),
    ("单于", &["chan", "yu"]),
    ("单", &["shan"]),
    ("解", &["xie"]),
    ("曾", &["zeng"]),
    ("仇", &["qiu"]),
    ("区", &["ou"]),
    ("查", &["zha"]),
    ("朴", &["piao"]),
    ("翟", &["zhai"]),
    ("盖", &["ge"]),
    ("缪", &["miao"]),
    ("繁", &["po"]),
    ("种", &["chong"]),
    ("乐", &["yue"]),
    ("秘", &["bi"]),
    ("折", &["she"]),
    ("黑", &["he"]),
    ("召", &["shao"]),
    ("员", &["yun"]),
    ("宓", &["mi"]),
    ("冼", &["xian"]),
    ("洗", &["xian"]),
    ("任", &["ren"]),
    ("华", &["hua"]),
    ("纪", &["ji"]),
    ("哈", &["ha"]),
    ("那", &["na"]),
    ("覃", &["qin"]),
    ("逄", &["pang"]),
    ("俞", &["yu"]),
    ("应", &["ying"]),
    ("宁", &["ning"]),
    ("柏", &["bai"]),
    ("沈", &["shen"]),
    ("洪", &["hong"]),
    ("阚", &["kan"]),
    ("郗", &["xi"]),
    ("贾", &["jia"]),
    ("车", &["che"]),
    ("盛", &["sheng"]),
    ("石", &["shi"]),
    ("尹", &["yin"]),
    ("祭", &["zhai"]),
];

/// Place names, and first words of offices, that are read otherwise than their characters alone.
const PLACES: &[(&str, &[&str])] = &[
    ("重庆", &["chong", "qing"]),
    ("厦门", &["xia", "men"]),
    ("长", &["chang"]),
    ("长春", &["chang", "chun"]),
    ("长沙", &["chang", "sha"]),
    ("长治", &["chang", "zhi"]),
    ("长江", &["chang", "jiang"]),
    ("长安", &["chang", "an"]),
    ("长乐", &["chang", "le"]),
    ("长宁", &["chang", "ning"]),
    ("长寿", &["chang", "shou"]),
    ("长葛", &["chang", "ge"]),
    ("长兴", &["chang", "xing"]),
    ("六安", &["lu", "an"]),
    ("六合", &["lu", "he"]),
    ("蚌埠", &["beng", "bu"]),
    ("亳州", &["bo", "zhou"]),
    ("台州", &["tai", "zhou"]),
    ("丽水", &["li", "shui"]),
    ("乐清", &["yue", "qing"]),
    ("乐亭", &["lao", "ting"]),
    ("乐陵", &["lao", "ling"]),
    ("番禺", &["pan", "yu"]),
    ("浚县", &["xun", "xian"]),
    ("朝阳", &["chao", "yang"]),
    ("都匀", &["du", "yun"]),
    ("都江堰", &["du", "jiang", "yan"]),
    ("单县", &["shan", "xian"]),
    ("莘县", &["shen", "xian"]),
    ("铅山", &["yan", "shan"]),
    ("解放", &["jie", "fang"]),
    ("藏", &["zang"]),
    ("西藏", &["xi", "zang"]),
    ("大城", &["dai", "cheng"]),
    ("中共", &["zhong", "gong"]),
    ("行政", &["xing", "zheng"]),
    ("供", &["gong"]),
    ("调", &["diao"]),
    ("会计", &["kuai", "ji"]),
    ("银行", &["yin", "hang"]),
    ("行业", &["hang", "ye"]),
    ("音乐", &["yin", "yue"]),
];

/// The reading of a person's name, or a group's.
#[must_use]
pub fn of_person(name: &str) -> Reading {
    // A group is no person: 长江委员会 is not of the family 长.
    if name.chars().count() > 4 {
        return of_place(name);
    }
    read(name, SURNAMES)
}

/// The reading of an office's name, or a topic's.
#[must_use]
pub fn of_place(name: &str) -> Reading {
    read(name, PLACES)
}

/// The syllables of a name as somebody types them who knows how it is read, one for each character: exceptions hold within an office's name, too.
/// `None` if a character has no reading.
#[must_use]
pub fn typed(name: &str, person: bool) -> Option<Vec<&'static str>> {
    let person = person && name.chars().count() <= 4;
    let mut syllables: Vec<&'static str> = Vec::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let begins = syllables.is_empty();
        let exceptions = match (person, begins) {
            (true, true) => SURNAMES,
            (true, false) => &[],
            (false, _) => PLACES,
        };
        let exception = exceptions
            .iter()
            .filter(|(start, reading)| rest.starts_with(start) && (begins || reading.len() > 1))
            .max_by_key(|(start, _)| start.len());
        if let Some((start, reading)) = exception {
            syllables.extend(*reading);
            rest = &rest[start.len()..];
        } else {
            syllables.push(c.to_pinyin()?.plain());
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(syllables)
}

fn read(name: &str, exceptions: &[(&str, &[&str])]) -> Reading {
    let exception = exceptions
        .iter()
        .filter(|(start, _)| name.starts_with(start))
        .max_by_key(|(start, _)| start.len());
    let mut syllables = String::new();
    let mut push = |syllable: &str| {
        syllables.push_str(syllable);
        syllables.push(' ');
    };
    let mut rest = name;
    if let Some((start, reading)) = exception {
        rest = &name[start.len()..];
        for syllable in *reading {
            push(syllable);
        }
    }
    for c in rest.chars() {
        match c.to_pinyin() {
            Some(syllable) => push(syllable.plain()),
            None if c.is_alphanumeric() => push(&c.to_lowercase().to_string()),
            None => {}
        }
    }
    let letter = syllables
        .chars()
        .next()
        .map(|c| c.to_ascii_uppercase())
        .filter(char::is_ascii_uppercase);
    Reading {
        letter: Letter(letter),
        syllables,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reading: &Reading, letter: char, syllables: &str) {
        assert_eq!(reading.letter.shown(), letter, "{reading:?}");
        assert_eq!(reading.syllables.trim_end(), syllables);
    }

    #[test]
    fn names_are_read_as_names() {
        check(&of_person("单立人"), 'S', "shan li ren");
        check(&of_person("曾平"), 'Z', "zeng ping");
        check(&of_person("万俟雪"), 'M', "mo qi xue");
        check(&of_person("万里"), 'W', "wan li");
        check(&of_person("Li Ming"), 'L', "l i m i n g");
        check(&of_place("重庆市教育局"), 'C', "chong qing shi jiao yu ju");
        check(&of_place("长沙市民政局"), 'C', "chang sha shi min zheng ju");
        check(&of_person("2023届学员"), '#', "2 0 2 3 jie xue yuan");
        check(
            &of_person("长江流域管理委员会"),
            'C',
            "chang jiang liu yu guan li wei yuan hui",
        );
    }

    #[test]
    fn names_are_typed_as_they_are_read() {
        for (name, person, syllables) in [
            ("重庆市教育局", false, "chong qing shi jiao yu ju"),
            (
                "吉林省长春市教育局",
                false,
                "ji lin sheng chang chun shi jiao yu ju",
            ),
            ("福建省厦门市", false, "fu jian sheng xia men shi"),
            ("市长热线", false, "shi zhang re xian"),
            ("中国人民银行", false, "zhong guo ren min yin hang"),
            ("曾平", true, "zeng ping"),
            ("平曾", true, "ping ceng"),
            ("单于雪", true, "chan yu xue"),
        ] {
            assert_eq!(typed(name, person).unwrap_or_default().join(" "), syllables);
        }
        assert_eq!(typed("APP办公室", false), None);
    }

    #[test]
    fn no_letter_stands_last() {
        assert!(of_place("阿里").letter < of_place("字").letter);
        assert!(of_place("字") < of_place("12345热线"));
        assert!(of_place("12345热线").letter == Reading::default().letter);
        assert_eq!(Letter::ALL.len(), 27);
        assert!(Letter::ALL.is_sorted());
    }

    #[test]
    fn short_syllables_stand_before_longer_ones() {
        assert!(of_person("安乐") < of_person("昂首"), "an before ang");
    }
}
