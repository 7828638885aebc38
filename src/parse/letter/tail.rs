//! Where the text ends: the signature, and what each line around and below it is.

use std::collections::BTreeMap;

use super::lines::{
    ACCESS_LINE, DATE_LABEL, SIGNING_LABEL, agencies_of, agency_and_date, date_in_line,
    is_attachment_item, is_attachment_label, is_person_and_phone, strip_stamp,
};
use crate::model::Inline;
use crate::parse::header::{self, Field};
use crate::parse::names;
use crate::parse::number;
use crate::parse::units::{Form, Unit};

/// The signature and what stands around it.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// First unit after the text.
    pub(super) body_end: usize,
    /// Role of each unit from `body_end` on; `None` is left out.
    pub(super) roles: Vec<TailRole>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TailRole {
    Agency,
    /// The second line of an office's name.
    AgencyRest,
    /// Office and date on one line; byte where the date begins.
    AgencyAndDate(usize),
    Date,
    Fields,
    /// The value of the label on the line above.
    Value,
    Attachment,
    Access,
    Outcome,
    Furniture,
    Note,
}

/// Offices that sign one letter, each on a line of its own.
const OFFICES_MOST: usize = 12;

/// Cuts the signature off a paragraph that it was glued to: `…支持！　　某局　2024年5月6日`.
pub(super) fn cut_signature_off(mut units: Vec<Unit>) -> Vec<Unit> {
    for at in (units.len().saturating_sub(6)..units.len()).rev() {
        let unit = &units[at];
        let text = unit.text();
        if unit.form != Form::Line || !unit.inline.marks.is_empty() {
            continue;
        }
        let Some((stop, c)) = text
            .char_indices()
            .rev()
            .take(120)
            .find(|(_, c)| matches!(c, '。' | '！' | '!'))
        else {
            continue;
        };
        let cut = stop + c.len_utf8();
        let rest = &text[cut..];
        let sign = rest.trim();
        let gap = rest.chars().take_while(|c| c.is_whitespace()).count();
        let signs = gap > 0 && agency_and_date(sign).is_some()
            || gap > 0 && sign.contains('年') && number::read_date_line(sign).is_some()
            || gap > 1 && sign.chars().count() > 3 && agencies_of(sign).is_some();
        if sign.is_empty() || cut == 0 || !signs {
            continue;
        }
        let start = cut + (rest.len() - rest.trim_start().len());
        let shift = if unit.length == text.len() { start } else { 0 };
        let signature = Unit {
            inline: Inline {
                text: sign.to_owned(),
                marks: Vec::new(),
            },
            offset: unit.offset + shift,
            length: unit.length - shift,
            form: Form::Line,
        };
        let whole = &mut units[at];
        whole.inline.text.truncate(cut);
        if shift > 0 {
            whole.length = cut;
        }
        units.insert(at + 1, signature);
        break;
    }
    units
}

fn is_tail_field(text: &str) -> bool {
    header::starts_with_field(text)
        && !header::is_labelled_prose(text)
        && header::fields_of_line(text).first().is_some_and(|f| {
            !matches!(
                f.field,
                Field::Title | Field::ProposalTitle | Field::LetterBegins | Field::Topics
            ) && text.chars().count() < 160
        })
}

/// What a unit near the end is, taken alone; `None` for text.
pub(super) fn tail_role(text: &str) -> Option<TailRole> {
    // Nearly every line is a paragraph of the text: say so before anything that costs more.
    if text.len() > 600
        || (text.len() > 60
            && text.ends_with(['。', '；', '：'])
            && !text[..text.floor_char_boundary(60)].contains([':', '：'])
            && !text.starts_with(['（', '(']))
    {
        return None;
    }
    let dated = text.contains(|c: char| matches!(c, '0'..='9' | '０'..='９' | '〇' | '○' | '年'));
    if dated && date_in_line(text).is_some() {
        return Some(TailRole::Date);
    }
    if dated && let Some(at) = agency_and_date(text) {
        return Some(TailRole::AgencyAndDate(at));
    }
    if ACCESS_LINE.is_match(text) {
        return Some(TailRole::Access);
    }
    if header::outcome_letter(text).is_some() {
        return Some(TailRole::Outcome);
    }
    if is_attachment_label(text) {
        return Some(TailRole::Attachment);
    }
    if is_tail_field(text) || is_person_and_phone(text) {
        return Some(TailRole::Fields);
    }
    if header::is_furniture(text) {
        return Some(TailRole::Furniture);
    }
    if agencies_of(text).is_some() {
        return Some(TailRole::Agency);
    }
    header::field_of(text.trim_end_matches([':', '：'])).map(|_| TailRole::Fields)
}

pub(super) fn find_tail(units: &[Unit], first_body: usize) -> Tail {
    let from = (first_body + 1).min(units.len());
    let mut roles: Vec<Option<TailRole>> = units[from..]
        .iter()
        .map(|unit| {
            matches!(unit.form, Form::Line)
                .then(|| tail_role(unit.text()))
                .flatten()
        })
        .collect();
    label_signatures(&units[from..], &mut roles);
    let roles = roles;
    let is = |at: usize, role: TailRole| roles.get(at).copied().flatten() == Some(role);
    let signs = |at: usize| {
        matches!(roles[at], Some(TailRole::AgencyAndDate(_)))
            || is(at, TailRole::Date) && at > 0 && is(at - 1, TailRole::Agency)
    };
    // A date on a line of its own in the middle of the text signs nothing: sentences follow, and no annex.
    let text_follows = |at: usize| {
        for next in at + 1..roles.len() {
            let text = units[from + next].text();
            if is(next, TailRole::Attachment) || text.starts_with('附') || text.ends_with('表') {
                return false;
            }
            if roles[next].is_none() && text.ends_with('。') && text.chars().count() >= 12 {
                return true;
            }
        }
        false
    };
    // An office over its date, between which and the next there are sentences alone: what is quoted was signed there.
    let quoted = |at: usize| {
        let Some(next) = (at + 1..roles.len()).find(|&next| signs(next)) else {
            return false;
        };
        text_follows(at)
            && (at + 1..next)
                .filter(|between| roles[*between].is_none())
                .all(|between| units[from + between].text().ends_with(['。', '！']))
    };
    // An office over its date; else the last date alone; else the last office in what is left of the end.
    let own = (0..roles.len()).find(|&at| signs(at) && !quoted(at));
    let date = own.or_else(|| {
        (0..roles.len())
            .rev()
            .find(|&at| is(at, TailRole::Date) && !text_follows(at))
    });
    let sign = date.or_else(|| {
        let mut at = roles.len();
        while at > 0
            && (roles[at - 1].is_some()
                || roles.len() - at < 8
                    && at > 1
                    && units[from + at - 1].text().chars().count() < 20)
        {
            at -= 1;
        }
        (at..roles.len()).find(|&at| is(at, TailRole::Agency))
    });
    let mut forced: BTreeMap<usize, TailRole> = BTreeMap::new();
    let mut start = match sign {
        Some(sign) => {
            let mut start = sign;
            let mut offices = 0;
            while start > 0
                && offices < OFFICES_MOST
                && is(start - 1, TailRole::Agency)
                && !matches!(roles[sign], Some(TailRole::AgencyAndDate(_)))
            {
                start -= 1;
                offices += 1;
            }
            // The office's name was wrapped: 中共澜汀市委机构编制 / 委员会办公室.
            if offices == 1 && start > 0 && roles[start - 1].is_none() {
                let (above, below) = (units[from + start - 1].text(), units[from + start].text());
                if ["委员会", "办公室", "领导小组", "管理局", "管理委员会"]
                    .iter()
                    .any(|part| below.starts_with(part))
                    && (5..=25).contains(&above.chars().count())
                    && above.chars().all(names::is_han)
                {
                    start -= 1;
                    forced.insert(start, TailRole::Agency);
                    forced.insert(start + 1, TailRole::AgencyRest);
                }
            }
            // Office, contact line, date.
            if offices == 0 && is(sign, TailRole::Date) {
                let mut at = sign;
                while at > 0
                    && sign - at < 3
                    && matches!(
                        roles[at - 1],
                        Some(TailRole::Fields | TailRole::Access | TailRole::Outcome)
                    )
                {
                    at -= 1;
                }
                if at < sign && at > 0 && is(at - 1, TailRole::Agency) {
                    start = at - 1;
                    offices = 1;
                }
            }
            // A short line right above the date is the office, even if its name has no usual ending.
            if offices == 0 && start > 0 && is(sign, TailRole::Date) && roles[start - 1].is_none() {
                let above = strip_stamp(units[from + start - 1].text());
                let formula = ["特此", "此复", "专此", "感谢", "谢谢", "附"]
                    .iter()
                    .any(|word| above.starts_with(word));
                if (3..=25).contains(&above.chars().count())
                    && above.chars().all(names::is_han)
                    && !formula
                    && number::read_marker(above).is_none()
                {
                    start -= 1;
                    forced.insert(start, TailRole::Agency);
                }
            }
            start
        }
        None => roles.len(),
    };
    // Fields between the text and the signature; 附件：1.… with its further lines.
    loop {
        let before = start;
        while start > 0
            && matches!(
                roles[start - 1],
                Some(
                    TailRole::Fields
                        | TailRole::Attachment
                        | TailRole::Access
                        | TailRole::Outcome
                        | TailRole::Furniture
                )
            )
        {
            start -= 1;
        }
        let mut list = start;
        while list > 0
            && start - list < 12
            && is_attachment_item(units[from + list - 1].text())
            && !is(list - 1, TailRole::Attachment)
        {
            list -= 1;
        }
        if list > 0 && list < start && is(list - 1, TailRole::Attachment) {
            for at in list..start {
                forced.insert(at, TailRole::Attachment);
            }
            start = list - 1;
        }
        if start == before {
            break;
        }
    }
    let mut tail = Tail {
        body_end: from + start,
        roles: Vec::new(),
    };
    let mut after_attachment = false;
    let mut label_waits = false;
    let mut copies = false;
    let mut form = false;
    for at in start..roles.len() {
        let text = units[from + at].text();
        let mut role = forced
            .get(&at)
            .copied()
            .or(roles[at])
            .unwrap_or(TailRole::Note);
        if after_attachment && role == TailRole::Note && is_attachment_item(text) {
            role = TailRole::Attachment;
        }
        if label_waits && role == TailRole::Note
            || copies && matches!(role, TailRole::Note | TailRole::Agency)
        {
            role = TailRole::Value;
        }
        // A form for the member's opinion (征询意见表) follows the letter: its name and telephone are the member's.
        form |= role == TailRole::Note
            && ["意见表", "反馈表", "评价表", "回执"]
                .iter()
                .any(|word| text.contains(word))
            && text.chars().count() <= 40;
        if form && role != TailRole::Furniture {
            role = TailRole::Note;
        }
        after_attachment = role == TailRole::Attachment;
        label_waits = role == TailRole::Fields
            && header::field_of(text.trim_end_matches([':', '：']))
                .is_some_and(|f| f != Field::Furniture);
        // 抄送：市政府办公室、 / 市政协提案委。
        let list = header::field_of(text.trim_end_matches([':', '：'])) == Some(Field::CopiedTo)
            || text.ends_with(['、', '，', ','])
                && header::fields_of_line(text)
                    .last()
                    .is_some_and(|found| found.field == Field::CopiedTo);
        copies = role == TailRole::Fields && list
            || role == TailRole::Value && copies && text.ends_with(['、', '，', ',']);
        tail.roles.push(role);
    }
    tail
}

/// 单位（盖章）：X and 日期：X sign where they stand together, and are fields of the page elsewhere.
fn label_signatures(units: &[Unit], roles: &mut [Option<TailRole>]) {
    for at in 0..roles.len() {
        let role = |at: usize| roles.get(at).copied().flatten();
        let text = units[at].text();
        if role(at) == Some(TailRole::Fields) || role(at).is_none() && SIGNING_LABEL.is_match(text)
        {
            let dated = role(at + 1) == Some(TailRole::Date)
                || at > 0 && role(at - 1) == Some(TailRole::Date);
            if dated && SIGNING_LABEL.is_match(text) && agencies_of(text).is_some() {
                roles[at] = Some(TailRole::Agency);
            }
        }
    }
    for at in 0..roles.len() {
        if roles[at] == Some(TailRole::Date)
            && DATE_LABEL
                .find(units[at].text())
                .is_some_and(|label| label.as_str().contains([':', '：']))
        {
            let signed = at > 0 && roles[at - 1] == Some(TailRole::Agency);
            if !signed || !units[at].text().contains('年') {
                roles[at] = Some(TailRole::Fields);
            }
        }
    }
}
