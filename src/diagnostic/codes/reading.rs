//! Reading documents, settings and files: whatever every build finds.

use super::Code;
use crate::diagnostic::Severity;

/// The codes.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "config",
        severity: Severity::Error,
        title: "dafu.toml cannot be read",
        text: "A setting is misspelt, of the wrong kind or out of range. A setting that is passed over in silence would surprise later, so nothing is built.\n\nCorrect the line that is named: the hint says which key was meant, or what the value may be.",
    },
    Code {
        code: "symbolic-link",
        severity: Severity::Error,
        title: "A symbolic link stands in content/",
        text: "Links are not followed, so that a content folder says itself what it holds and no file from elsewhere is published by mistake.\n\nPut the file itself there, or remove the link.",
    },
    Code {
        code: "file-name",
        severity: Severity::Error,
        title: "A file name cannot be published",
        text: "The name has characters that no address can carry, or differs from another in upper and lower case alone, which is one file on Windows.\n\nRename the file. Example: `答复 .txt` → `答复.txt`.",
    },
    Code {
        code: "encoding",
        severity: Severity::Error,
        title: "Some bytes are no characters",
        text: "The file is not all in one encoding: it was cut, or two files were joined. The bytes that could not be read would stand as � in public.\n\nOpen it in the program that it was written with and save it as UTF-8.",
    },
    Code {
        code: "front-matter",
        severity: Severity::Error,
        title: "Front matter cannot be read",
        text: "A key is unknown or a value has the wrong form, so nothing between the +++ or --- lines counts.\n\nCorrect the place that is drawn. Example: `outcome = \"满意\"` is no letter from A to D.",
    },
    Code {
        code: "front-matter-open",
        severity: Severity::Error,
        title: "Front matter is not closed",
        text: "A document that begins with +++ has no second +++ line, so that all of it would be settings.\n\nAdd a line +++ below the last setting.",
    },
    Code {
        code: "front-matter-differs",
        severity: Severity::Warning,
        title: "Front matter and document disagree",
        text: "Front matter says one thing of the reply, its text another. Front matter wins, and one of the two is wrong.\n\nLook at both places; correct the one that is wrong. Example: `issued = \"2024-05-06\"` over a letter that is signed 2024年6月5日.",
    },
    Code {
        code: "too-deep",
        severity: Severity::Error,
        title: "Quotations are nested too deeply",
        text: "More than 64 `>` signs stand at the start of a line: this is no letter, and reading it would cost more than it is worth.\n\nRemove the signs, or save the document as .txt.",
    },
    Code {
        code: "html-too-long",
        severity: Severity::Error,
        title: "Raw HTML is too long",
        text: "A piece of raw HTML in Markdown is longer than can be cleaned safely, so it cannot be shown.\n\nWrite it as Markdown, or cut it into pieces with empty lines.",
    },
    Code {
        code: "html-cleaned",
        severity: Severity::Advice,
        title: "Raw HTML was cleaned",
        text: "Scripts, styles or unknown attributes were taken out of raw HTML, for they must not reach a reader.\n\nNothing needs to be done if the page looks right. Example: `<p onclick=\"…\">` becomes `<p>`.",
    },
    Code {
        code: "link-unsafe",
        severity: Severity::Warning,
        title: "A link has an unsafe scheme",
        text: "Links to http, https, mailto and tel are made; others, like `javascript:` or `file:`, are shown as text.\n\nWrite an address that a reader can open.",
    },
    Code {
        code: "link-outside",
        severity: Severity::Warning,
        title: "A link leads out of content/",
        text: "The path of a link, image or attachment climbs out of the content folder, so that it cannot be published.\n\nPut the file below content/ and correct the path. For an attachment in front matter the build fails.",
    },
    Code {
        code: "image-external",
        severity: Severity::Warning,
        title: "An image is on another host",
        text: "A portal asks no other host for anything, so the image is shown as a link.\n\nPut the image beside the document and refer to it by its file name.",
    },
    Code {
        code: "title-missing",
        severity: Severity::Error,
        title: "A document has no title",
        text: "No line above the letter reads like a title.\n\nWrite it on the first line, or give `title` in front matter. Example: `关于政协十届五次会议第110号提案的答复`.",
    },
    Code {
        code: "body-empty",
        severity: Severity::Error,
        title: "A document has no text",
        text: "There is a title or front matter, and no paragraph below it.\n\nAdd the text of the reply, or remove the file. If a Word document was converted, look whether its text was in a text box.",
    },
    Code {
        code: "title-split",
        severity: Severity::Advice,
        title: "A title on several lines was joined",
        text: "Titles are often broken over two or three lines; they are shown as one.\n\nNothing needs to be done if the joined title is right.",
    },
    Code {
        code: "title-truncated",
        severity: Severity::Warning,
        title: "The source cuts its title off",
        text: "The title ends with … because the page that it was copied from had no more room.\n\nGive the whole title as `title` in front matter.",
    },
    Code {
        code: "title-repeated",
        severity: Severity::Advice,
        title: "The title stands twice",
        text: "Pages often repeat the title above the letter; it is shown once.\n\nNothing needs to be done.",
    },
    Code {
        code: "title-differs",
        severity: Severity::Advice,
        title: "Another title stands above the letter",
        text: "The page and the letter have titles of their own. The one nearest to the letter is shown.\n\nGive `title` in front matter if the other one is meant.",
    },
    Code {
        code: "header-unread",
        severity: Severity::Warning,
        title: "A line above the letter was not understood",
        text: "The line is no title, field, 文号 or date that dafu knows, and is shown above the letter as it is.\n\nCheck whether it is a fact that should stand in front matter, or a rest of the web page that should be deleted.",
    },
    Code {
        code: "document-number-damaged",
        severity: Severity::Warning,
        title: "A 文号 is damaged",
        text: "A 文号 has the form 机关代字〔年〕序号. A bracket that is missing or of another form, a letter among the figures, an impossible year or a number 0 make it hard to find and to cite.\n\nCorrect it in the document, or give `document_number` in front matter. Example: `舞建提字〔2021)19号` → `舞建提字〔2021〕19号`.",
    },
    Code {
        code: "date-stripped",
        severity: Severity::Warning,
        title: "A date has lost its 年月日",
        text: "Copying from some pages loses the characters 年, 月 and 日. Where only one date is possible it is taken.\n\nWrite the date in full. Example: `202285` can only be 2022年8月5日.",
    },
    Code {
        code: "date-unreadable",
        severity: Severity::Warning,
        title: "A date cannot be read",
        text: "It is incomplete, does not exist or can be read in several ways; the date is shown as unknown rather than guessed.\n\nWrite it like 2024年5月6日, or give it in front matter. Example: `2022115` may be 1月15日 or 11月5日.",
    },
    Code {
        code: "dates-differ",
        severity: Severity::Warning,
        title: "Header and signature name different dates",
        text: "The header above the letter gives a 成文日期 that is not the date under the signature. The signature counts.\n\nFind out which is right and correct the other, or give `issued` in front matter.",
    },
    Code {
        code: "agency-from-header",
        severity: Severity::Advice,
        title: "The office is taken from the header",
        text: "Nobody signs the letter; the office that the page names is shown.\n\nGive `agency` in front matter if that office only published the page.",
    },
    Code {
        code: "sessions-differ",
        severity: Severity::Warning,
        title: "Different sessions are named",
        text: "Title, opening and header do not name one 届次. The first that was read is shown.\n\nCorrect the wrong place, or give `session` in front matter. Example: 十届五次 in the title, 十届四次 in the opening.",
    },
    Code {
        code: "kind-uncertain",
        severity: Severity::Warning,
        title: "提案 or 建议 is uncertain",
        text: "Members of a 政协 are called 委员 and make 提案; deputies of a 人大 are called 代表 and make 建议. This letter mixes them.\n\nCorrect the slip, or give `kind` in front matter.",
    },
    Code {
        code: "line-healed",
        severity: Severity::Advice,
        title: "A line break inside a sentence was healed",
        text: "A line ends in the middle of a sentence; it was joined with the next.\n\nNothing needs to be done if the paragraph is right.",
    },
    Code {
        code: "emphasis-leftover",
        severity: Severity::Advice,
        title: "Left-over ** is read as emphasis",
        text: "The text was copied from Markdown. Pairs of ** are shown as bold.\n\nDelete them if the words should not be bold.",
    },
    Code {
        code: "marker-damaged",
        severity: Severity::Warning,
        title: "A bracket of a numbering is missing",
        text: "A heading like `一）` or `（一、` has lost a bracket. It is read as a heading of the second level.\n\nAdd the bracket: `（一）`.",
    },
    Code {
        code: "field-missing",
        severity: Severity::Warning,
        title: "Facts are missing",
        text: "A reply should say of what kind it is, which office answers, to whom and when. What is not found is shown as unknown, and readers cannot filter by it.\n\nGive it in front matter or in the ledger, if it is known.",
    },
    Code {
        code: "page-name",
        severity: Severity::Error,
        title: "A page has no name that can be used",
        text: "`page = \"…\"` in front matter is the address of a page of the site's own. It is made of a–z, 0–9 and -, each is used once, and index and 404 are taken.\n\nChoose another name. Example: `page = \"about\"`.",
    },
    Code {
        code: "id",
        severity: Severity::Error,
        title: "An id has the wrong form",
        text: "An id is part of a reply's address for ever: a–z, 0–9 and -, at most 80 characters, no name that Windows reserves.\n\nWrite it as the hint suggests. Example: `id = \"wugang-cppcc-10-5-110\"`.",
    },
    Code {
        code: "id-twice",
        severity: Severity::Error,
        title: "Two replies have one id",
        text: "Both would stand at the same address, and one would be lost.\n\nGive one of them another `id` in front matter, or rename its file if its id comes from there.",
    },
    Code {
        code: "file-missing",
        severity: Severity::Error,
        title: "A file that is shown or linked to is not there",
        text: "A document shows an image, links to a file or names an attachment that is not below content/.\n\nPut the file there, or correct its path.",
    },
];
