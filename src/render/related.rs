//! What else a reader of a reply wants: other replies to the same case, replies on the same matter, and how it went over the years.

use serde::Serialize;

use super::{Portal, reply, strings};
use crate::catalog::{Entry, FacetName, date_of, values};
use crate::excerpt::Excerpt;

/// A reply that treats what another treats.
#[derive(Clone, Debug)]
pub struct Related {
    /// Its place in the catalogue.
    pub entry: usize,
    /// Whether they are on the same matter, and not only near each other.
    pub same_matter: bool,
    /// Where it says what both say.
    pub excerpt: Excerpt,
}

/// From here on, two replies are on the same matter, and not only near each other.
const SAME_MATTER: f32 = 0.3;

/// What any proposal wants, whatever its matter.
const ANY_MATTER: [&str; 64] = [
    "关于", "提案", "建议", "答复", "会议", "问题", "工作", "我市", "全市", "城区", "市区", "城市",
    "农村", "群众", "居民", "市民", "增设", "增加", "新增", "设立", "设置", "建立", "建设", "打造",
    "发展", "加强", "加快", "加大", "推进", "推动", "推行", "推广", "优化", "完善", "健全", "改善",
    "改进", "提升", "提高", "促进", "规范", "强化", "深化", "落实", "实施", "开展", "支持", "鼓励",
    "解决", "缓解", "破解", "治理", "管理", "监管", "服务", "保障", "保护", "力度", "机制", "体系",
    "制度", "政策", "质量", "水平",
];

/// Whether two replies are on the same matter: answers to the same case (a score of 1), or much alike with words of the matter in both
/// titles, out of `terms` that both share: two of them, or one and somebody who asked both times. The score alone says too little where
/// there are few replies, for every word is rare there.
#[must_use]
pub fn is_same_matter(score: f32, terms: &[&str], [one, other]: [&Entry; 2]) -> bool {
    if score < SAME_MATTER {
        return false;
    }
    let in_both = |term: &&&str| {
        !ANY_MATTER.contains(*term)
            && [one, other]
                .iter()
                .all(|entry| matter(entry).contains(**term))
    };
    let asked_again = || {
        let askers = &other.reply.askers;
        one.reply.askers.iter().any(|asker| askers.contains(asker))
    };
    match terms.iter().filter(in_both).count() {
        _ if score >= 1.0 => true,
        0 => false,
        1 => asked_again(),
        _ => true,
    }
}

/// One of `related`.
#[derive(Debug, Serialize)]
pub struct RelatedInfo<'p> {
    /// The proposal's title, else its own.
    title: &'p str,
    /// Its page, at the paragraph that is shown.
    href: String,
    /// Office, date, who asked; what is not known is left out.
    meta: Vec<String>,
    /// The paragraph, cut where marks begin and end.
    excerpt: Vec<Part>,
}

/// Some of an excerpt.
#[derive(Debug, Serialize)]
struct Part {
    text: String,
    marked: bool,
}

/// One of `timeline`.
#[derive(Debug, Serialize)]
pub struct Step<'p> {
    /// 政协五届三次, or a year.
    when: String,
    /// The proposal's title, else its own.
    title: &'p str,
    /// Its page; empty for the reply that the page shows.
    href: String,
    /// Office, who asked, outcome.
    meta: Vec<String>,
}

impl Portal<'_> {
    pub(super) fn related_info(&self, related: &[Related]) -> Vec<RelatedInfo<'_>> {
        related
            .iter()
            .map(|one| {
                let entry = &self.catalog.entries[one.entry];
                let mut href = reply::path(&entry.reply);
                if !one.excerpt.anchor.is_empty() {
                    href.push('#');
                    href.push_str(&one.excerpt.anchor);
                }
                let date =
                    date_of(&entry.reply).map(|date| strings::date(date, self.config.language));
                RelatedInfo {
                    title: matter(entry),
                    href,
                    meta: [entry.reply.agency.clone(), date, self.askers(entry)]
                        .into_iter()
                        .flatten()
                        .collect(),
                    excerpt: parts(&one.excerpt),
                }
            })
            .collect()
    }

    /// The same matter over the years, oldest first, the reply itself among them; empty unless two sessions or years are known.
    pub(super) fn timeline(&self, index: usize, related: &[Related]) -> Vec<Step<'_>> {
        let mut at: Vec<usize> = related
            .iter()
            .filter(|one| one.same_matter)
            .map(|one| one.entry)
            .collect();
        at.push(index);
        let mut steps: Vec<(usize, String)> = at
            .into_iter()
            .filter_map(|at| Some((at, self.when(&self.catalog.entries[at])?)))
            .collect();
        // The catalogue stands newest first.
        steps.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut times: Vec<&str> = steps.iter().map(|(_, when)| when.as_str()).collect();
        times.sort_unstable();
        times.dedup();
        if times.len() < 2 || !steps.iter().any(|(at, _)| *at == index) {
            return Vec::new();
        }
        steps
            .into_iter()
            .map(|(at, when)| {
                let entry = &self.catalog.entries[at];
                let outcome = entry.reply.outcome.and_then(|letter| {
                    let agency = entry.reply.agency.as_deref();
                    self.config.outcome(agency, letter).map(ToOwned::to_owned)
                });
                Step {
                    when,
                    title: matter(entry),
                    href: if at == index {
                        String::new()
                    } else {
                        reply::path(&entry.reply)
                    },
                    meta: [entry.reply.agency.clone(), self.askers(entry), outcome]
                        .into_iter()
                        .flatten()
                        .collect(),
                }
            })
            .collect()
    }

    fn when(&self, entry: &Entry) -> Option<String> {
        let session = values(FacetName::Session, &entry.reply)
            .into_iter()
            .find(|_| entry.reply.session.is_some());
        let session = session.map(|session| self.value_label(&session));
        let year = date_of(&entry.reply).map(|date| {
            self.strings()
                .fill("year_label", &[("year", &date.year().to_string())])
        });
        match (year, session) {
            (Some(year), Some(session)) => Some(format!("{year} · {session}")),
            (year, session) => year.or(session),
        }
    }

    fn askers(&self, entry: &Entry) -> Option<String> {
        let reply = &entry.reply;
        // A joint proposal of many is known by its first names.
        const SHOWN: usize = 3;
        let mut text = reply
            .askers
            .iter()
            .take(SHOWN)
            .cloned()
            .collect::<Vec<_>>()
            .join(self.strings().get("list_separator"));
        if reply.askers_more || reply.askers.len() > SHOWN {
            text.push_str(self.strings().get("askers_more"));
        }
        (!text.is_empty()).then_some(text)
    }
}

/// What a reply is about, in a line: many a reply's own title has but the number of what it answers.
fn matter(entry: &Entry) -> &str {
    let reply = &entry.reply;
    reply.proposal_title.as_ref().unwrap_or(&reply.title)
}

fn parts(excerpt: &Excerpt) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, marked| {
        if !text.is_empty() {
            parts.push(Part {
                text: text.to_owned(),
                marked,
            });
        }
    };
    for mark in &excerpt.marks {
        push(&excerpt.text[at..mark.start], false);
        push(&excerpt.text[mark.clone()], true);
        at = mark.end;
    }
    push(&excerpt.text[at..], false);
    parts
}
