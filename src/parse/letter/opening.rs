//! What salutation, opening, title and header say together: who asked, in which session, under which number.

use std::ops::Range;

use super::head::{Head, opening_of};
use super::pieced::Pieced;
use super::preamble::is_proposal_name;
use super::{Reader, shorten};
use crate::messages::{self, tell};
use crate::model::Kind;
use crate::parse::names::{self, MemberRole};
use crate::parse::number;
use crate::parse::proposal;
use crate::parse::units::Unit;

impl Reader<'_> {
    pub(super) fn read_head(&mut self, units: &[Unit], head: &Head) {
        let Some((range, found)) = &head.salutation else {
            return;
        };
        let first = &units[range.start];
        let last = &units[range.end - 1];
        let at = first.offset..last.offset + found.length.min(last.length);
        if let Some(case) = &found.case_number {
            self.letter
                .reply
                .case_number
                .get_or_insert_with(|| case.clone());
            self.origin("case_number", at.clone());
        }
        let opening = opening_of(units, head).map_or_else(Pieced::default, |(_, opening)| opening);
        let opening = opening.text.as_str();
        let group = found.bare
            || found.role.is_none()
                && found
                    .names
                    .iter()
                    .all(|name| names::is_group(name) || !names::is_office(name));
        let opinion = proposal::find_kind(&self.letter.reply.title, opening, "", found.role)
            == Some(Kind::Opinion);
        if found.role.is_none()
            && (opinion
                || !group
                    && self.letter.reply.askers.is_empty()
                    && !opening.contains("您提出")
                    && !opening.contains("你们提出")
                    && !opening.contains("贵"))
        {
            self.letter.reply.addressee_agency = Some(found.names.join("、"));
            self.origin("addressee_agency", at);
        } else {
            // Of a list that cannot be taken apart, the header may know more.
            if found.names.is_empty() {
                return;
            }
            self.letter.reply.askers.clone_from(&found.names);
            self.letter.reply.askers_more = found.more;
            self.letter.origins.remove("askers");
            self.origin("askers", at);
        }
    }

    /// Warns where title, opening and header do not give one 案号. The opening begins behind the salutation, after `shift` bytes.
    fn compare_numbers(&mut self, title: &Pieced, opening: &Pieced, shift: usize) {
        let of = |pieced: &Pieced, shift: usize| {
            let text = pieced.after(shift);
            proposal::find_case_number(text).map(|range| {
                let place = shift + range.start..shift + range.end;
                (text[range].to_owned(), pieced.place(self.source, place))
            })
        };
        let (titled, opened) = (of(title, 0), of(opening, shift));
        let (title, opening) = (&title.text, opening.after(shift));
        if let (Some((one, _)), Some((other, at))) = (&titled, &opened)
            && proposal::numbers_differ(one, other)
            && !title.contains(other.as_str())
            && !opening.contains(one.as_str())
        {
            self.warn(
                "proposal-differs",
                tell!("proposal-differs-number", other, one),
                at,
            )
            .hint = Some(tell!("proposal-differs-number.hint"));
        }
        let labelled = self.letter.reply.case_number.clone();
        if let Some((header, (number, at))) = labelled.zip(opened.or(titled))
            && proposal::numbers_differ(&header, &number)
            && !title.contains(&header)
            && !opening.contains(&header)
        {
            self.contradicts("case_number", &header, &number, &at);
        }
    }

    /// A field was read before, and something else now.
    pub(super) fn contradicts(
        &mut self,
        field: &'static str,
        before: &str,
        now: &str,
        at: &Range<usize>,
    ) {
        let line = self
            .letter
            .origins
            .get(field)
            .map(|range| crate::diagnostic::Place::of(self.source, range.start, 0).line);
        let whence = line.map_or_else(
            || tell!("field-contradicts-elsewhere"),
            |line| tell!("field-contradicts-line", line),
        );
        self.warn(
            "field-contradicts",
            tell!(
                "field-contradicts",
                field = messages::fact(field),
                now,
                before,
                whence
            ),
            at,
        )
        .hint = Some(tell!("field-contradicts.hint", field));
    }

    pub(super) fn read_facts(&mut self, units: &[Unit], head: &Head) {
        let (opening_first, opening) = match opening_of(units, head) {
            Some((first, opening)) => (Some(first), opening),
            None => (None, Pieced::default()),
        };
        let salutation = head.salutation.as_ref().map(|(_, found)| found);
        // Where the salutation and the opening share a line, only the rest is the opening.
        let shift = match (&head.salutation, opening_first) {
            (Some((range, found)), Some(at)) if range.end - 1 == at => found.length,
            _ => 0,
        };
        let opening_rest = opening.after(shift);
        let title_at = (self.letter.origins.get("title")).map_or(0, |range| range.start);
        let pieced_title = Pieced::of(&self.letter.reply.title, title_at);
        let title = pieced_title.text.as_str();
        let header = std::mem::take(&mut self.header);
        self.compare_numbers(&pieced_title, &opening, shift);

        if let Some(range) = proposal::find_in_opening(opening_rest) {
            let name = opening_rest[range.clone()].to_owned();
            let at = opening.place(self.source, shift + range.start..shift + range.end);
            let titled = (!self.letter.reply.title_truncated)
                .then(|| proposal::find_in_title(title))
                .flatten();
            let labelled = self.letter.reply.proposal_title.clone();
            for (other, place) in [
                (
                    titled.map(|range| title[range].to_owned()),
                    tell!("proposal-differs-title"),
                ),
                (labelled, tell!("proposal-differs-header")),
            ] {
                if let Some(other) = other.filter(|other| proposal::differ(other, &name)) {
                    self.warn(
                        "proposal-differs",
                        tell!(
                            "proposal-differs-name",
                            name = shorten(&name),
                            place,
                            other = shorten(&other)
                        ),
                        &at,
                    )
                    .hint = Some(tell!("proposal-differs-name.hint"));
                    break;
                }
            }
            self.letter.origins.remove("proposal_title");
            self.letter.reply.proposal_title = Some(name);
            self.origin("proposal_title", at);
        } else if !self.letter.reply.title_truncated
            && let Some(range) = proposal::find_in_title(title)
            && self.letter.reply.proposal_title.is_none()
        {
            self.letter.reply.proposal_title = Some(title[range.clone()].to_owned());
            let at = pieced_title.place(self.source, range);
            self.origin("proposal_title", at);
        } else if self.letter.reply.proposal_title.is_none() {
            // 标题：关于…的提案 beside the reply's own title.
            let labelled = (header.text.lines())
                .find(|line| is_proposal_name(line))
                .map(str::to_owned);
            self.letter.reply.proposal_title = labelled;
        }

        let all = [(&pieced_title, 0), (&opening, shift), (&header, 0)];
        if self.letter.reply.case_number.is_none() {
            for (pieced, shift) in all {
                let text = pieced.after(shift);
                if let Some(range) = proposal::find_case_number(text) {
                    self.letter.reply.case_number = Some(text[range.clone()].to_owned());
                    let place = shift + range.start..shift + range.end;
                    self.origin("case_number", pieced.place(self.source, place));
                    break;
                }
            }
        }
        for (pieced, shift) in all {
            if let Some((session, range)) = number::find_session(pieced.after(shift)) {
                let place = shift + range.start..shift + range.end;
                let at = pieced.place(self.source, place);
                match self.letter.reply.session {
                    None => {
                        self.letter.reply.session = Some(session);
                        self.origin("session", at);
                    }
                    Some(before) if before != session => {
                        self.warn(
                            "sessions-differ",
                            tell!(
                                "sessions-differ",
                                congress = session.congress,
                                meeting = session.meeting,
                                other_congress = before.congress,
                                other_meeting = before.meeting
                            ),
                            &at,
                        );
                    }
                    Some(_) => {}
                }
            }
        }
        let role = salutation.and_then(|found| found.role);
        self.letter.reply.kind = proposal::find_kind(title, opening_rest, &header.text, role);
        if role == Some(MemberRole::Committee) && self.letter.reply.kind == Some(Kind::Suggestion)
            || role == Some(MemberRole::Deputy) && self.letter.reply.kind == Some(Kind::Proposal)
        {
            let at = self.letter.origins.get("askers").cloned().unwrap_or(0..0);
            self.warn("kind-uncertain", tell!("kind-uncertain"), &at);
        }
    }
}
