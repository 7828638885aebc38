//! Private numbers and addresses.

use super::Code;
use crate::diagnostic::Severity::{Error, Warning};

/// The codes.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "private-mobile",
        severity: Error,
        title: "a mobile number would be published",
        text: "A citizen's mobile number in a published reply is a leak, and search engines copy it within hours. \
dafu finds it however it is spelled: with spaces, hyphens or line breaks, in full-width or Chinese digits. Office landlines, 400 numbers and hotlines pass.\n\n\
Remove it from the document, or write `privacy = \"mask\"` in dafu.toml: it is then shown as `138****1234` everywhere. \
If an office really wants it public, name it: `allow = [\"13800138000\"]` below `[privacy]`.",
    },
    Code {
        code: "private-identity",
        severity: Error,
        title: "an identity number would be published",
        text: "A citizen's identity number names its holder for life. It is told by its region, date of birth and check digit (GB 11643); one that is \
called so and has a slip in its check digit counts too. 统一社会信用代码 are none.\n\n\
Remove it, or mask it with `privacy = \"mask\"`: only the first four digits, the city, stay. The last four are masked too, because with the region \
they leave no more than a few thousand birthdays to try.",
    },
    Code {
        code: "private-bank-card",
        severity: Error,
        title: "a bank card's number would be published",
        text: "A number of 16 to 19 digits that begins like a card's and whose last digit is right (Luhn) is a card.\n\n\
Remove it, or mask it with `privacy = \"mask\"`: the last four digits stay. The account of an office or a project number that looks like a card by \
chance is named in `allow` below `[privacy]`.",
    },
    Code {
        code: "private-email",
        severity: Error,
        title: "a private e-mail address would be published",
        text: "Every e-mail address is taken for somebody's own unless it is below gov.cn, because offices' addresses with public providers look like \
anybody's.\n\n\
Remove it, or mask it with `privacy = \"mask\"`. Where an office's address is with another provider, name it below `[privacy]`, or its whole domain: \
`allow = [\"xinfang@163.com\", \"@example.com\"]`.",
    },
    Code {
        code: "private-address",
        severity: Error,
        title: "a home address would be published",
        text: "A stairwell with a room, a room in an estate, a house of a village's group, or whatever house the text says that somebody lives in. \
Streets, villages, buildings without a room, and offices' own addresses pass.\n\n\
Write only the street or the village, or mask it with `privacy = \"mask\"`: names stay, numbers become `*`.",
    },
    Code {
        code: "private-plate",
        severity: Error,
        title: "a licence plate would be published",
        text: "A vehicle's plate leads to its holder.\n\n\
Remove it, or mask it with `privacy = \"mask\"`: province and letter stay. What only looks like a plate, such as a parcel's number, is named in `allow` \
below `[privacy]`.",
    },
    Code {
        code: "private-name",
        severity: Error,
        title: "a file's name or an id holds something private",
        text: "Names of documents and attachments become addresses of the portal, and those cannot be masked without becoming others. So this is an \
error even with `privacy = \"mask\"`.\n\n\
Rename the file, or give the reply another `id` in front matter.",
    },
    Code {
        code: "private-position",
        severity: Error,
        title: "a picture says where it was taken",
        text: "Telephones write the position into every photo (GPS in EXIF or XMP), and a photo taken at a petitioner's home leads there. \
dafu publishes files as they are and does not rewrite them.\n\n\
Remove the position and save the picture again. On Windows: Properties, Details, Remove Properties and Personal Information.",
    },
    Code {
        code: "private-unread",
        severity: Warning,
        title: "an attachment could not be looked through for private numbers",
        text: "Encrypted or damaged documents, scans without text, archives within archives and films hold what dafu cannot read.\n\n\
Look through it by hand before it is published, or publish it in a form that can be read.",
    },
];
