//! What offices call the columns of a ledger.

use std::collections::{BTreeMap, HashMap};

use super::{ABOVE_MOST, Cell, Sheet};
use crate::config;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 文件名: the document that the row is about.
    File,
    /// 案号.
    CaseNumber,
    /// 文号.
    DocumentNumber,
    /// 届次.
    Session,
    /// 类型.
    Kind,
    /// 答复标题.
    Title,
    /// 提案标题, 案由.
    ProposalTitle,
    /// 提案人.
    Askers,
    /// 主办单位.
    Agency,
    /// 协办单位.
    CoAgencies,
    /// 办理结果.
    Outcome,
    /// 成文日期.
    Issued,
    /// 发布日期.
    Published,
    /// 公开属性.
    Access,
    /// 主题.
    Topics,
    /// 签发人.
    Signatory,
    /// 联系人.
    ContactName,
    /// 联系电话.
    ContactPhone,
    /// 来源.
    Source,
}

impl Column {
    /// All of them.
    pub const ALL: [Column; 19] = [
        Column::File,
        Column::CaseNumber,
        Column::DocumentNumber,
        Column::Session,
        Column::Kind,
        Column::Title,
        Column::ProposalTitle,
        Column::Askers,
        Column::Agency,
        Column::CoAgencies,
        Column::Outcome,
        Column::Issued,
        Column::Published,
        Column::Access,
        Column::Topics,
        Column::Signatory,
        Column::ContactName,
        Column::ContactPhone,
        Column::Source,
    ];

    /// Its name in `dafu.toml`: that of the fact.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Column::File => "file",
            Column::CaseNumber => "case_number",
            Column::DocumentNumber => "document_number",
            Column::Session => "session",
            Column::Kind => "kind",
            Column::Title => "title",
            Column::ProposalTitle => "proposal_title",
            Column::Askers => "askers",
            Column::Agency => "agency",
            Column::CoAgencies => "co_agencies",
            Column::Outcome => "outcome",
            Column::Issued => "issued",
            Column::Published => "published",
            Column::Access => "access",
            Column::Topics => "topics",
            Column::Signatory => "signatory",
            Column::ContactName => "contact_name",
            Column::ContactPhone => "contact_phone",
            Column::Source => "source",
        }
    }

    /// What offices call it. 办结日期 is not among the dates: it is the day on which the matter was closed, often that of the
    /// member's feedback, and no 成文日期. 联系电话 of a ledger may be the member's, but it is read: a private number is
    /// found by the check for those.
    fn names(self) -> &'static [&'static str] {
        match self {
            Column::File => &["文件名", "文件名称", "文档", "文档名", "文件"],
            Column::CaseNumber => &[
                "案号",
                "编号",
                "提案编号",
                "建议编号",
                "提案号",
                "建议号",
                "提案案号",
                "建议案号",
                "议案编号",
                "件号",
                "提案建议编号",
                "建议提案编号",
            ],
            Column::DocumentNumber => &[
                "文号",
                "发文字号",
                "发文文号",
                "答复文号",
                "文件字号",
                "复文文号",
                "公文文号",
                "答复函文号",
            ],
            Column::Session => &[
                "届次",
                "会议届次",
                "届别",
                "会议",
                "会议名称",
                "提案届次",
                "建议届次",
            ],
            Column::Kind => &["类型", "种类", "建议提案类型", "提案建议类型", "件别"],
            Column::Title => &["答复标题", "复文标题", "答复函标题", "答复文件标题"],
            Column::ProposalTitle => &[
                "标题",
                "提案标题",
                "建议标题",
                "案由",
                "提案名称",
                "建议名称",
                "提案题目",
                "建议题目",
                "题目",
                "提案案由",
                "建议内容标题",
                "名称",
            ],
            Column::Askers => &[
                "提案人",
                "提案者",
                "领衔代表",
                "建议人",
                "提出人",
                "提案委员",
                "领衔人",
                "第一提案人",
                "代表姓名",
                "委员姓名",
                "提出者",
                "代表",
                "委员",
                "提案单位",
                "领衔委员",
            ],
            Column::Agency => &[
                "主办单位",
                "承办单位",
                "主办部门",
                "承办部门",
                "办理单位",
                "答复单位",
                "主办",
            ],
            Column::CoAgencies => &["协办单位", "会办单位", "协办部门", "分办单位", "协办"],
            Column::Outcome => &[
                "办理结果",
                "办复类别",
                "结果",
                "答复类别",
                "办理类别",
                "办复结果",
                "答复分类",
                "办理结果类别",
                "结果类别",
            ],
            Column::Issued => &[
                "成文日期",
                "答复日期",
                "答复时间",
                "成文时间",
                "发文日期",
                "签发日期",
                "办复日期",
                "复文日期",
            ],
            Column::Published => &[
                "发布日期",
                "公开日期",
                "发布时间",
                "公开时间",
                "上网日期",
                "公布日期",
            ],
            Column::Access => &[
                "公开属性",
                "是否公开",
                "公开方式",
                "公开情况",
                "公开类型",
                "公开形式",
            ],
            Column::Topics => &[
                "主题",
                "分类",
                "主题分类",
                "主题词",
                "类别",
                "提案分类",
                "建议分类",
            ],
            Column::Signatory => &["签发人", "签发领导", "签发"],
            Column::ContactName => &["联系人", "经办人", "承办人"],
            Column::ContactPhone => &["联系电话", "电话", "联系方式", "办公电话"],
            Column::Source => &["来源", "信息来源"],
        }
    }

    /// Whether a row can be told by it.
    fn is_key(self) -> bool {
        matches!(
            self,
            Column::File | Column::CaseNumber | Column::DocumentNumber
        )
    }
}

/// Names of columns that say nothing of a reply: 序号.
const MEANINGLESS: [&str; 4] = ["序号", "序", "no", "行号"];

/// The names that a site knows.
pub struct Names {
    known: HashMap<String, Column>,
    ignored: Vec<String>,
}

/// A name without what is written around it: 提案人（领衔）, 案 号, 文号*.
fn bare(name: &str) -> String {
    let name: String = crate::text::normalise(name);
    let cut = name
        .find(['(', '['])
        .filter(|at| *at > 0)
        .unwrap_or(name.len());
    name[..cut]
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

impl Names {
    pub fn new(settings: &config::Ledger) -> Names {
        let mut known = HashMap::new();
        for column in Column::ALL {
            for name in column.names() {
                known.insert(bare(name), column);
            }
            known.insert(column.key().to_owned(), column);
        }
        for (column, names) in &settings.columns {
            for name in names {
                known.insert(bare(name), *column);
            }
        }
        let ignored = settings.ignore.iter().map(String::as_str);
        Names {
            known,
            ignored: ignored.chain(MEANINGLESS).map(bare).collect(),
        }
    }

    fn of(&self, name: &str) -> Option<Column> {
        self.known.get(&bare(name)).copied()
    }

    fn ignores(&self, name: &str) -> bool {
        self.ignored.contains(&bare(name))
    }
}

/// The row that names the columns.
pub struct Header {
    pub row: u32,
    /// Column of the sheet → what it holds.
    pub columns: BTreeMap<u32, Column>,
    /// Names that mean nothing here.
    pub unknown: Vec<Cell>,
}

/// The row, among the first that hold something, with the most names that are known: two at least, one of them to tell rows by.
pub fn find_header(sheet: &Sheet, names: &Names) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    let rows = sheet.cells.chunk_by(|a, b| a.row == b.row).take(ABOVE_MOST);
    // A name that is merged over two rows stands in both: the lower one counts, for the rows begin below it.
    for cells in rows {
        let mut columns = BTreeMap::new();
        let mut unknown = Vec::new();
        for cell in cells {
            match names.of(&cell.text) {
                // The first of two columns with one meaning counts.
                Some(column)
                    if !names.ignores(&cell.text)
                        && !columns.values().any(|known| *known == column) =>
                {
                    columns.insert(cell.column, column);
                }
                _ if names.ignores(&cell.text) => {}
                _ => unknown.push(cell.clone()),
            }
        }
        let known = columns.len();
        if known >= 2
            && columns.values().any(|column| column.is_key())
            && best.as_ref().is_none_or(|(most, _)| known >= *most)
        {
            let row = cells.first().map_or(0, |cell| cell.row);
            best = Some((
                known,
                Header {
                    row,
                    columns,
                    unknown,
                },
            ));
        }
    }
    best.map(|(_, header)| header)
}
