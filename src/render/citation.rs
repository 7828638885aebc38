//! How a reply is cited: after GB/T 7714—2015, and plainly.
//!
//! The standard's own example of an official document on the web (京政办发〔2005〕37号) is the model: the office, the title,
//! the 文号 after a colon as 其他题名信息, `[A/OL]`, then the date of publication or change in round brackets, the day of
//! access in square ones, and the address. `[EB/OL]`, for what has no better type, would hide that this is a document with
//! a number. An office or a date that is not known is left out, as the standard has it (8.1.4), and never made up.
//!
//! The day of access and the number of a paragraph are the reader's: only a script can add them, so a citation is given in
//! the parts between which they go.

use jiff::civil::Date;
use serde::Serialize;

use super::{Portal, strings};
use crate::model::Reply;

/// `citation`: the parts of both ways to cite a reply. Together, in order, they are whole without a script.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// `澜汀市交通局. 关于…的答复: 澜交提〔2023〕7号[A/OL]. `; a paragraph's number goes after it.
    pub work: String,
    /// `(2023-06-01)`; may be empty. The day of access goes after it.
    pub date: String,
    /// `澜汀市交通局：《关于…的答复》（澜交提〔2023〕7号），2023年6月1日`; a paragraph's number goes after it.
    pub plain: String,
}

impl Portal<'_> {
    /// How a reply is cited.
    #[must_use]
    pub fn citation(&self, reply: &Reply) -> Citation {
        let strings = self.strings();
        let mut work = String::new();
        let mut plain = String::new();
        if let Some(agency) = &reply.agency {
            work.push_str(agency);
            work.push_str(". ");
            // Many titles begin with the office; in running text that says it.
            if !reply.title.starts_with(agency.as_str()) {
                plain.push_str(&strings.fill("cite_agency", &[("agency", agency)]));
            }
        }
        work.push_str(&reply.title);
        plain.push_str(&strings.fill("cite_title", &[("title", &within_title(&reply.title))]));
        if let Some(number) = &reply.document_number {
            work.push_str(": ");
            work.push_str(number);
            plain.push_str(&strings.fill("cite_number", &[("number", number)]));
        }
        work.push_str("[A/OL]. ");
        let date = cited_date(reply);
        if let Some(date) = date {
            let date = strings::date(date, self.config.language);
            plain.push_str(&strings.fill("cite_date", &[("date", &date)]));
        }
        Citation {
            work,
            date: date.map_or_else(String::new, |date| format!("({date})")),
            plain,
        }
    }
}

/// 更新或修改日期: of the last correction, else of publication, else the document's own.
fn cited_date(reply: &Reply) -> Option<Date> {
    let corrected = reply.revisions.iter().map(|revision| revision.date).max();
    let published = reply.published.map(|published| published.date);
    corrected.or(published).or(reply.issued)
}

/// 《》 within 《》 is 〈〉 (GB/T 15834—2011, 4.15).
fn within_title(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{cited_date, within_title};
    use crate::model::{Published, Reply, Revision};

    #[test]
    fn a_title_within_a_title_has_single_brackets() {
        assert_eq!(
            within_title("关于《加装电梯》提案的答复"),
            "关于〈加装电梯〉提案的答复"
        );
    }

    #[test]
    fn the_date_is_that_of_what_is_read_now_and_never_made_up() {
        let mut reply = Reply::default();
        assert_eq!(cited_date(&reply), None);
        reply.issued = Some(date(2024, 5, 6));
        assert_eq!(cited_date(&reply), Some(date(2024, 5, 6)));
        reply.published = Some(Published {
            date: date(2024, 6, 1),
            time: None,
        });
        assert_eq!(cited_date(&reply), Some(date(2024, 6, 1)));
        reply.revisions.push(Revision {
            date: date(2024, 8, 1),
            reason: String::new(),
            before: None,
            after: None,
        });
        assert_eq!(cited_date(&reply), Some(date(2024, 8, 1)));
    }
}
