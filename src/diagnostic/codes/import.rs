//! `dafu import`: other formats → documents.

use super::Code;
use crate::diagnostic::Severity::{Advice, Error, Warning};

/// The codes.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "import-unreadable",
        severity: Error,
        title: "A file cannot be imported",
        text: "The file is empty, cut off, damaged, or no document at all (a picture, an archive, a presentation). dafu looks at what is in a file and not at its name, so a file that is only named .docx is found out. The other files are imported all the same.

Copy the file again from where it came, or open it in Word or WPS and save it as .docx, and import that.",
    },
    Code {
        code: "import-encrypted",
        severity: Error,
        title: "A file is locked by a password",
        text: "Nothing can be read of a file that is locked, and dafu asks for no passwords.

Open it with its password, take the password off (Word: 文件 → 信息 → 保护文档), save it, and import it again.",
    },
    Code {
        code: "import-too-large",
        severity: Error,
        title: "A file is larger or deeper than any reply",
        text: "Files up to 200 MB are read. What a file unpacks to is counted while it is unpacked, so that a small file that is made to fill the memory (a zip bomb), XML that declares entities and pages of thousands of nested elements end here, and not in a crash.

If it is a real letter, take large pictures out of it or compress them; if it came from outside, ask who sent it.",
    },
    Code {
        code: "import-convert",
        severity: Error,
        title: "A file of an old format must be converted first",
        text: "Old Word files (.doc), WPS files, RTF and OpenDocument are read by way of LibreOffice, if that is installed on this machine; old Excel files (.xls) are not read.

Open the file in Word or WPS, choose 文件 → 另存为 → Word 文档 (*.docx), and import that. To convert many at once, install LibreOffice, or name its program in the variable SOFFICE.",
    },
    Code {
        code: "import-scanned",
        severity: Error,
        title: "A PDF has no text",
        text: "The pages of the PDF are pictures, as a scanner makes them. dafu does not read pictures: what such a reading gets wrong nobody would see.

Turn it into text with a program for that (OCR; WPS: 图片转文字), check every word against the original, and import the text. Better: import the Word file that was printed.",
    },
    Code {
        code: "import-name-taken",
        severity: Error,
        title: "A document of that name is there already",
        text: "Each file becomes a document of its own name. There is one of that name already: one that was written by hand, that was imported from another file, or that another file of this run became. dafu never writes over it, for it may be another reply.

Give the file another name and import it again; or, if it is a newer copy of the same letter, delete the document first.",
    },
    Code {
        code: "import-no-ledger",
        severity: Error,
        title: "A table is no ledger",
        text: "A table is taken for the office's ledger (台账) if one of its first rows has headings: 案号 (or 编号, 文号) and two more that dafu knows, like 承办单位, 办理结果, 提案人. This one has none.

If it is a ledger, give its columns these names. If it belongs to a reply, put it beside that and link to it.",
    },
    Code {
        code: "import-edited",
        severity: Warning,
        title: "A document was edited, and its file changed too",
        text: "The document was edited after it was imported, and the file that it came from is another now. Which of the two is right only a person can say, so the document is left as it is, and the new text is written to `.import-newer/`, which no build reads.

Take over by hand what is new, or delete the document and import again.",
    },
    Code {
        code: "import-kept",
        severity: Advice,
        title: "A document was edited and is left as it is",
        text: "The document was edited after it was imported, and its file is the same as then.

There is nothing to do.",
    },
    Code {
        code: "import-twin",
        severity: Warning,
        title: "Another file of the same name was imported",
        text: "Often an office has one letter as a Word file, a web page and a PDF. Of files with the same name the one is imported that says most: Word before web page before text before PDF.

If it is another reply, give it another name and import it.",
    },
    Code {
        code: "import-id",
        severity: Warning,
        title: "The id that would suit is taken",
        text: "The readable id of a reply is made of its body, session and case number (`cppcc-5-3-027`). Another document has it already: either the same reply was imported twice, or two offices replied to one case.

If they are one reply, delete one of the two. Else give each an `id` of its own in front matter.",
    },
    Code {
        code: "import-title",
        severity: Warning,
        title: "The title was taken from the file's name",
        text: "No line of the text reads like a title, and the file's name does. It was written into the first line.

See that it is the title of the letter as it was signed.",
    },
    Code {
        code: "import-review",
        severity: Warning,
        title: "Every word is to be compared with the original",
        text: "The file does not hold paragraphs but only where each letter stands (PDF), or some of its bytes are no characters. What was read of it is the best that can be done, and not certain.

Compare every word with the original, then delete the lines 待核 from the document's front matter. If there is a Word file of it, import that instead.",
    },
    Code {
        code: "import-page-empty",
        severity: Warning,
        title: "A page of a PDF gave no text",
        text: "The page is empty, a picture, or its text could not be read, while other pages have text. What stands there is missing in the document.

Look at the page, and write into the document what it says.",
    },
    Code {
        code: "import-changes",
        severity: Warning,
        title: "The file has tracked changes",
        text: "Word keeps what was inserted and deleted (修订). The document has the text as if all changes were accepted: insertions are in, deletions are out. What was deleted is named, because drafts often hold what must not become public.

See that this is the text that was signed. In Word, 审阅 → 接受 (or 拒绝) settles it; save and import again.",
    },
    Code {
        code: "import-hidden",
        severity: Warning,
        title: "Something hidden is left out",
        text: "The file has text that its reader does not see (隐藏文字), or comments (批注). Neither is ever published.

There is nothing to do unless it was meant to be read: then make it visible in Word and import again.",
    },
    Code {
        code: "import-struck",
        severity: Warning,
        title: "Words are struck out",
        text: "Words with a line through them (删除线) are kept, with the line. Some offices strike out what they mean to delete.

If the words were meant to be gone, delete them from the document.",
    },
    Code {
        code: "import-text-box",
        severity: Warning,
        title: "Words came from a text box",
        text: "A text box (文本框) stands anywhere on the paper, so where its words belong in the text cannot be known. They are written after the paragraph to which Word fixed the box.

See that they stand in the right place.",
    },
    Code {
        code: "import-date-field",
        severity: Warning,
        title: "A date that renews itself is left out",
        text: "The file has a date that Word sets to the present day whenever it is opened or printed. That is not the date on which the letter was signed, and a wrong date is worse than none.

Write the date of the letter by hand, at its end or as `issued` in front matter.",
    },
    Code {
        code: "import-field",
        severity: Warning,
        title: "A field of the file is damaged",
        text: "Word writes page numbers, dates and links as fields, each with a beginning, a middle and an end. One of them has no end, so that what is its result and what is the letter's own text cannot be told apart in its paragraph. The paragraphs after it are whole.

Compare the paragraph with the original.",
    },
    Code {
        code: "import-object",
        severity: Warning,
        title: "An embedded object cannot be brought over",
        text: "Charts, diagrams, embedded Excel sheets, videos and the like are drawn by the program that made them.

Save a picture of each as PNG and show it with `![what it shows](file.png)`; put what can be downloaded beside the document and link to it.",
    },
    Code {
        code: "import-picture",
        severity: Warning,
        title: "A picture cannot be brought over",
        text: "The picture is in a format that browsers do not show (EMF, WMF, TIFF, BMP), is only linked to, or is missing.

Save it from Word as PNG (另存为图片), put it beside the document and show it with `![what it shows](file.png)`.",
    },
    Code {
        code: "import-picture-text",
        severity: Warning,
        title: "Pictures have no words",
        text: "Who cannot see a picture hears the words in its brackets: `![柱状图：助餐点由31处增加到236处](image.png)`. Web accessibility rules ask for them, and search finds them.

Write for each picture what it shows.",
    },
    Code {
        code: "import-seal",
        severity: Warning,
        title: "The picture of a seal is left out",
        text: "A picture that lies over the signature is most likely the office's seal (印章). A clear picture of a seal lets anyone forge papers, so it is not published.

If it was no seal, save it from Word as PNG and show it with `![what it shows](file.png)`.",
    },
    Code {
        code: "import-link",
        severity: Warning,
        title: "A link leads to no page on the web",
        text: "The link leads to a file on somebody's computer or to a scheme that pages do not follow. Its words stay.

Give the address that readers can open, or leave it.",
    },
    Code {
        code: "import-remote",
        severity: Warning,
        title: "A file of the page was not brought along",
        text: "Pictures and attachments are copied if they lie beside the saved page. dafu fetches nothing from the network, and a portal's pages show nothing from other hosts.

Save the page once more in the browser as “网页，全部”, or save each file, put it beside the document and refer to it by its name.",
    },
    Code {
        code: "import-heading",
        severity: Warning,
        title: "A bold line is taken for a heading",
        text: "The text has no headings with numbers (一、), and a bold line stands alone. It is written as a heading.

If it is none, delete the `##` before it.",
    },
    Code {
        code: "import-table",
        severity: Warning,
        title: "A table is to be looked at",
        text: "A table within a table, a picture in a cell of a merged table, or a table too long to be kept as it is was simplified.

See that it can still be understood.",
    },
    Code {
        code: "import-formula",
        severity: Warning,
        title: "Formulas became a row of signs",
        text: "Formulas are written one sign after another, without fractions and roots.

See that each can still be understood, or show a picture of it.",
    },
    Code {
        code: "import-symbol",
        severity: Warning,
        title: "Signs of a symbol font are not known",
        text: "Symbol fonts draw signs that have no code of their own. Those that are not known became □.

Put the right sign in their place.",
    },
    Code {
        code: "import-left-out",
        severity: Advice,
        title: "Something that is no part of the letter is left out",
        text: "Headers, footers, tables of contents, places to fill in that nobody filled in, and files that are no documents are passed over.

If one of them is part of the letter, write it into the document.",
    },
    Code {
        code: "import-extension",
        severity: Advice,
        title: "A file is not what its name says",
        text: "The file was read as what it is, whatever its name says.

There is nothing to do; a right name spares others the question.",
    },
    Code {
        code: "import-converted",
        severity: Advice,
        title: "A file was read by way of LibreOffice",
        text: "The file is of an old format and was turned into .docx first. Numbers before headings are where that goes wrong most easily.

Compare them with the original.",
    },
    Code {
        code: "import-ledger",
        severity: Advice,
        title: "A ledger was copied",
        text: "The table is the office's ledger (台账) and was copied to where the build looks for it.

There is nothing to do. `dafu check` says which rows fit no document.",
    },
];
