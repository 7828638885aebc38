//! Addresses that were published: lock file, aliases, redirects, corrections.

use super::{Code, Severity};

/// The codes.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "address-gone",
        severity: Severity::Error,
        title: "an address that was published would die",
        text: "\
dafu.lock (or the portal that was compared) has an address that the next build would not have. Whoever linked to it, cited it or \
printed it would find nothing.

If the reply has another id now, name the old one in its front matter: `aliases = [\"old-id\"]`. If it is no longer public, keep its \
document with `status = \"withdrawn\"`: a notice stands there then, without a word of the text. If an office was renamed, write it \
below `[renamed]` in dafu.toml. If nobody ever saw the address, remove its line from dafu.lock.

A build says this as a warning; `dafu check --against` ends with exit code 1.",
    },
    Code {
        code: "alias",
        severity: Severity::Error,
        title: "an alias cannot be an address",
        text: "\
`aliases` names earlier addresses of a reply or page: an old id (`\"zjj-2021-3\"`), or a path below the portal's root as another site \
had it (`\"art/2021/3/5/art_123.html\"`). At each of them a page leads on to the present one.

An address with `?` cannot be a file, and \
only a page can lead on: .html, .htm, .shtml, or a folder with / at its end.",
    },
    Code {
        code: "alias-taken",
        severity: Severity::Error,
        title: "an alias is the address of something else",
        text: "\
Two documents claim one address: one as its own or as an alias, the other as an alias. A page can lead to one place only.

Take the alias out of one of the two files that are named.",
    },
    Code {
        code: "anchor-gone",
        severity: Severity::Error,
        title: "the link to a paragraph that was published would lead nowhere",
        text: "\
A paragraph's link is made of its words. When its words change, the old link leads nowhere, unless the reply says what they were.

If the text was corrected, add `[[revisions]]` with `date`, `reason` and, in `before`, the whole paragraph as it stood: the old link \
then leads to the correction, which shows both texts. For part of a paragraph give `after` too, what stands there now. If it was only \
a slip that nobody saw published, remove the anchor from the page's line in dafu.lock; a finding names its first characters.",
    },
    Code {
        code: "revision-unplaced",
        severity: Severity::Warning,
        title: "a revision's passage is not found in the text",
        text: "\
Without `after`, `before` is one or more whole paragraphs as they stood, and the paragraph of today that is like each of them is \
looked for. None is like this one, so the page shows the old passage alone.

If it is part of a paragraph, add `after`: what stands there now, as much of it as stands in the text exactly once. If the paragraph \
was struck out, add `after = \"\"`. If it was added, write `before = \"\"` and the new paragraph in `after`.",
    },
];
