//! The ledger (台账) beside the documents.

use super::Code;
use crate::diagnostic::Severity;

/// The codes.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "ledger",
        severity: Severity::Error,
        title: "The ledger cannot be read",
        text: "ledger.xlsx or ledger.csv is damaged, encrypted, too large or has no row with the names of columns; or both files are there, and dafu does not choose between them.\n\nDo what the message says: save it once more without a password, or keep one of the two. A ledger needs a column 案号, 文号 or 文件名.",
    },
    Code {
        code: "ledger-access",
        severity: Severity::Error,
        title: "公开属性 of a row cannot be applied",
        text: "The cell says neither that the reply is public nor that it is not, or a row that says 不公开 fits several documents. Publishing on a guess might leak it.\n\nWrite 主动公开, 依申请公开 or 不予公开 (是 and 否 are read, too), and give the row its 文件名.",
    },
    Code {
        code: "ledger-value",
        severity: Severity::Warning,
        title: "A cell of the ledger cannot be read",
        text: "The value does not suit its column: an outcome that is no letter, a date that does not exist. It is passed over.\n\nCorrect the cell that is named. Example: 办理结果 `满意` says what the member thinks; the outcome is A, B, C or D.",
    },
    Code {
        code: "ledger-column",
        severity: Severity::Advice,
        title: "A column of the ledger is not used",
        text: "dafu does not know what a column means, so nothing of it is shown.\n\nMap it in dafu.toml, `[ledger] columns = { agency = [\"责任单位\"] }`, or say that it may be passed over: `ignore = [\"备注\"]`.",
    },
    Code {
        code: "ledger-differs",
        severity: Severity::Warning,
        title: "Ledger and document disagree",
        text: "The ledger says one thing, the document another. Front matter wins over the ledger, the ledger over the text; of two 公开属性 in ledger and text the stricter holds.\n\nCompare both places, and correct the wrong one.",
    },
    Code {
        code: "ledger-ambiguous",
        severity: Severity::Warning,
        title: "A row of the ledger fits several documents",
        text: "More than one document has the 案号 or 文号 of the row, and dafu does not guess. The row is passed over.\n\nGive the row its 文件名, or 届次 and 类型 beside the 案号.",
    },
    Code {
        code: "ledger-row-alone",
        severity: Severity::Warning,
        title: "A row of the ledger has no document",
        text: "No document has the file name, 文号 or 案号 of the row: the reply is not published.\n\nAdd the document, or correct the number. Example: a 案号 that was typed with one figure too many.",
    },
    Code {
        code: "ledger-row-twice",
        severity: Severity::Warning,
        title: "Two rows of the ledger mean one document",
        text: "The first row counts; the second is passed over.\n\nDelete one, or correct its number.",
    },
    Code {
        code: "ledger-document-alone",
        severity: Severity::Advice,
        title: "A document has no row in the ledger",
        text: "The ledger has rows for other replies and none for this one.\n\nAdd a row, or check whether its numbers are right.",
    },
    Code {
        code: "ledger-hidden",
        severity: Severity::Advice,
        title: "Something of the ledger is hidden",
        text: "A hidden sheet is passed over; hidden rows are read like others. Who looks at the ledger does not see them.\n\nShow or delete them.",
    },
];
