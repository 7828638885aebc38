//! What `dafu check` finds besides: slips that a careful clerk would see.

use super::Code;
use crate::diagnostic::Severity;

/// The codes.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "outcome-missing",
        severity: Severity::Warning,
        title: "办理结果 is missing",
        text: "The label stands there without a letter, or `[outcomes]` in dafu.toml says what this office's letters mean and the reply has none. It is shown as unknown, and nobody finds it by outcome.\n\nWrite the letter after the label, or give `outcome` in front matter or the ledger. Example: `办理结果：` → `办理结果：B`.",
    },
    Code {
        code: "field-contradicts",
        severity: Severity::Warning,
        title: "Header and letter contradict each other",
        text: "A field of the header names another 案号, 文号 or 办理结果 than the letter below it. One of them belongs to another reply.\n\nCompare both places and correct the wrong one, or settle it in front matter.",
    },
    Code {
        code: "proposal-differs",
        severity: Severity::Warning,
        title: "Title and opening name different proposals",
        text: "The title of the reply names one proposal, or its number, and the sentence that says what was received another. Usually a letter was written over an older one.\n\nFind out which proposal is answered, and correct the other place. Example: 第110号 in the title, 第101号 in the opening.",
    },
    Code {
        code: "numbering-jump",
        severity: Severity::Warning,
        title: "A number is left out",
        text: "Headings go from 一、 to 三、, or begin with 二、, and no paragraph between them has the missing number. A paragraph may have been lost in copying.\n\nCompare with the original; add the paragraph or correct the number.",
    },
    Code {
        code: "numbering-repeated",
        severity: Severity::Warning,
        title: "A number stands twice",
        text: "Two headings in a row have the same number. Most often the second was copied and not renumbered.\n\nCorrect the number, so that 第二部分 means one place.",
    },
    Code {
        code: "date-future",
        severity: Severity::Warning,
        title: "A date is in the future",
        text: "The reply is signed or published later than today. Forged dates fail a site's inspection, and lists show the reply first for ever.\n\nCorrect the year or month. Example: 2052年5月6日 → 2025年5月6日.",
    },
    Code {
        code: "date-order",
        severity: Severity::Warning,
        title: "Signed after it was published",
        text: "The 成文日期 is later than the 发布日期. One of the two is wrong, or they were exchanged.\n\nCorrect the wrong one in the document, or give both in front matter.",
    },
    Code {
        code: "near-duplicate",
        severity: Severity::Advice,
        title: "Two replies have almost the same text",
        text: "At least nine tenths of the words of two replies are the same. One answer to several members is common and right; a file that was saved twice, or a letter whose text was pasted from another, is not.\n\nLook at both. If it is one reply, delete one file; its readers need only one.",
    },
    Code {
        code: "unbalanced-quote",
        severity: Severity::Advice,
        title: "A quotation mark has no partner",
        text: "A quotation or 《title》 is opened and not closed in its paragraph, or closed and not opened.\n\nAdd the missing mark, if the text may still be corrected. Readers who search for the phrase see where it begins and ends.",
    },
    Code {
        code: "unbalanced-bracket",
        severity: Severity::Advice,
        title: "A bracket has no partner",
        text: "A bracket is opened and not closed in its paragraph, or closed and not opened. List marks like `1）` are no slip.\n\nAdd the missing bracket, if the text may still be corrected.",
    },
    Code {
        code: "mojibake",
        severity: Severity::Warning,
        title: "Characters were damaged by a wrong encoding",
        text: "锟斤拷, 烫烫烫, �, runs like å›½å®¶ or 鍏充簬, and characters of private fonts are what is left of a text that was opened in the wrong encoding. The original words cannot be read any more.\n\nCopy the passage from the original once more. A bullet of a private font is simply deleted.",
    },
    Code {
        code: "markdown-leftover",
        severity: Severity::Warning,
        title: "Marks of a web page stand in the text",
        text: "A single **, a line with # before it, &nbsp; or an HTML tag is shown to readers as it stands.\n\nDelete the marks, or save the document as .md if it is Markdown.",
    },
    Code {
        code: "link-dead",
        severity: Severity::Warning,
        title: "A link leads nowhere",
        text: "A link to `#…` names no anchor of its page, a link to this portal names no page of it, or a link leads to a document in content/ rather than to its page.\n\nCorrect the address. Anchors are shown at each paragraph of the built page.",
    },
    Code {
        code: "attachment-missing",
        severity: Severity::Advice,
        title: "An attachment is named and has no file",
        text: "The letter says 附件, and no file is given for it, so that readers cannot open it. Looked for on request only: `dafu check --links`, or `attachment-missing = \"warning\"` below `[checks]`.\n\nPut the file below content/ and name it in front matter: `attachments = [{ title = \"…\", file = \"annex.pdf\" }]`.",
    },
    Code {
        code: "image-without-text",
        severity: Severity::Warning,
        title: "An image has no text",
        text: "Who cannot see the image learns nothing of it: a screen reader passes over it, and search does not find it. WCAG 2.2 asks for a text (1.1.1).\n\nSay what the image shows, between the square brackets. Example: `![柱状图：2020年31处，2024年236处](chart.svg)`.",
    },
];
