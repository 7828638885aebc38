//! Numbers → static pictures: the shapes of an SVG, and the table behind it. No script, no colour and no style is set
//! here: shapes carry classes, and the style sheet gives them the page's own colours, dark, printed or high-contrast.
//!
//! Lengths along the page are per cent of its width, lengths down the page are `em`: there is no `viewBox`, so that a
//! picture grows with the window while its words keep the size that the reader has chosen, down to 320 px.

use serde::Serialize;

use super::Strings;

/// `chart`: one picture.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// Its anchor.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same numbers in words, for those who cannot see them.
    pub description: String,
    /// Height in `em`.
    pub height: String,
    /// In the order of drawing.
    pub shapes: Vec<Shape>,
    /// The numbers; without rows where another table has them.
    pub table: Table,
}

/// A text or a bar of a [`Chart`].
#[derive(Clone, Debug, Serialize)]
pub struct Shape {
    /// `label`, `value`, `bar`, `rest`, `base`, `range`, `middle`.
    pub class: &'static str,
    /// From the left, in per cent.
    pub x: String,
    /// From the top, in `em`: a text's baseline, a bar's upper edge.
    pub y: String,
    /// In per cent; empty for a text.
    pub width: String,
    /// In `em`.
    pub height: String,
    /// `start`, `middle`, `end`.
    pub anchor: &'static str,
    /// Empty for a bar.
    pub text: String,
}

/// `table`: the numbers behind a picture.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// The first cell of a row is its head.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a [`Table`].
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
}

impl Cell {
    /// A cell of words alone.
    pub fn plain(text: impl ToString) -> Cell {
        Cell {
            text: text.to_string(),
            href: String::new(),
        }
    }
}

/// One bar: what it is called, how long it is, where it leads.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its words.
    pub label: String,
    /// Its length.
    pub count: usize,
    /// What is written beside it: the count, or a share.
    pub value: String,
    /// The list behind it; may be empty.
    pub href: String,
    /// Whether it stands for all that is not shown, or is not known: it is drawn hollow.
    pub rest: bool,
}

impl Bar {
    /// A bar that says its count.
    #[must_use]
    pub fn new(label: String, count: usize, href: String) -> Bar {
        Bar {
            label,
            count,
            value: count.to_string(),
            href,
            rest: false,
        }
    }
}

/// Widest label that stands beside its bar, in `em`.
const BESIDE: f64 = 3.2;
/// Widest line of a label above its bar, in `em`: a phone of 320 px has room for 17.
const LINE: f64 = 15.0;
/// Where bars begin beside their labels, and how far the longest reaches; the rest is for its number. Per cent.
const START: f64 = 17.0;
const REACH: f64 = 66.0;
/// Bars whose numbers are said in words.
const SAID: usize = 14;

/// Horizontal bars from one line, in the order given: short labels (years, months) stand beside, long ones above.
#[must_use]
pub fn bars(id: &str, title: String, heads: [&str; 2], bars: &[Bar], strings: &Strings) -> Chart {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let beside = bars.iter().all(|bar| width(&bar.label) <= BESIDE);
    let mut shapes = Vec::new();
    let mut y = 0.0;
    for bar in bars {
        let class = if bar.rest { "rest" } else { "bar" };
        let share = ratio(bar.count, most);
        if beside {
            let end = START + REACH * share;
            shapes.push(text("label", START - 2.5, y + 1.1, "end", &bar.label));
            shapes.push(rect(class, START, y + 0.3, REACH * share, 1.0));
            shapes.push(text("value", end + 1.5, y + 1.1, "start", &bar.value));
            y += 1.7;
        } else {
            let lines = lines(&bar.label);
            shapes.push(text("value", 100.0, y + 1.1, "end", &bar.value));
            for line in &lines {
                shapes.push(text("label", 0.0, y + 1.1, "start", line));
                y += 1.4;
            }
            shapes.push(rect("base", 0.0, y + 0.35, 100.0, 0.1));
            shapes.push(rect(class, 0.0, y + 0.1, 100.0 * share, 0.6));
            y += 1.6;
        }
    }
    Chart {
        id: id.to_owned(),
        description: said(bars, strings),
        height: em(y),
        shapes,
        table: Table {
            caption: title.clone(),
            heads: heads.map(str::to_owned).to_vec(),
            rows: bars
                .iter()
                .map(|bar| {
                    let label = Cell {
                        text: bar.label.clone(),
                        href: bar.href.clone(),
                    };
                    vec![label, Cell::plain(&bar.value)]
                })
                .collect(),
        },
        title,
    }
}

/// Small upright columns over time, as high as `most` allows: several of them are one picture in parts. Their table is
/// elsewhere.
#[must_use]
pub fn columns(id: &str, title: String, columns: &[Bar], most: usize, strings: &Strings) -> Chart {
    /// Height of the highest.
    const HIGH: f64 = 3.0;
    let mut shapes = Vec::new();
    let step = 100.0 / ratio(columns.len().max(1), 1);
    let base = HIGH + 1.3;
    shapes.push(rect("base", 0.0, base, 100.0, 0.08));
    for (at, column) in columns.iter().enumerate() {
        let x = step * ratio(at, 1);
        if column.count > 0 {
            let high = HIGH * ratio(column.count, most.max(1));
            let class = if column.rest { "rest" } else { "bar" };
            shapes.push(rect(class, x + step * 0.15, base - high, step * 0.7, high));
            // Three digits are wider than a column on a phone: then the highest alone is said.
            if most < 100 || Some(column.count) == columns.iter().map(|c| c.count).max() {
                shapes.push(text(
                    "value",
                    x + step * 0.5,
                    base - high - 0.3,
                    "middle",
                    &column.value,
                ));
            }
        }
    }
    for (column, x, anchor) in [
        (columns.first(), 0.0, "start"),
        (columns.last(), 100.0, "end"),
    ] {
        if let Some(column) = column {
            shapes.push(text("label", x, base + 1.2, anchor, &column.label));
        }
    }
    Chart {
        id: id.to_owned(),
        description: said(columns, strings),
        height: em(base + 1.7),
        shapes,
        table: Table::default(),
        title,
    }
}

/// How numbers are spread, for one row of [`spreads`].
#[derive(Clone, Debug)]
pub struct Spread {
    /// Its words.
    pub label: String,
    /// What is written beside it.
    pub value: String,
    /// Least, lower quartile, median, upper quartile, most.
    pub five: [usize; 5],
}

/// Five numbers of a sorted list that is not empty: by the nearest rank, so that each is one of them.
#[must_use]
pub fn five(sorted: &[usize]) -> [usize; 5] {
    let at = |quarter: usize| {
        let rank = (sorted.len() * quarter).div_ceil(4).max(1);
        sorted.get(rank - 1).copied().unwrap_or(0)
    };
    [0, 1, 2, 3, 4].map(at)
}

/// Ranges on one scale from zero: a thin line from the least to the most, a bar over the middle half, a mark at the
/// median.
#[must_use]
pub fn spreads(
    id: &str,
    title: String,
    spreads: &[Spread],
    strings: &Strings,
    table: Table,
) -> Chart {
    let most = spreads.iter().map(|s| s.five[4]).max().unwrap_or(0).max(1);
    let mut shapes = Vec::new();
    let mut y = 0.0;
    for Spread { label, value, five } in spreads {
        for line in lines(label) {
            shapes.push(text("label", 0.0, y + 1.1, "start", &line));
            y += 1.4;
        }
        shapes.push(text("value", 0.0, y + 1.1, "start", value));
        y += 1.5;
        let [least, lower, median, upper, greatest] = five.map(|n| 99.0 * ratio(n, most));
        shapes.push(rect("base", 0.0, y + 0.55, 100.0, 0.08));
        shapes.push(rect(
            "range",
            least,
            y + 0.5,
            (greatest - least).max(0.5),
            0.2,
        ));
        shapes.push(rect("bar", lower, y + 0.2, (upper - lower).max(0.5), 0.8));
        shapes.push(rect("middle", median, y, 0.9, 1.2));
        y += 2.0;
    }
    Chart {
        id: id.to_owned(),
        description: spreads
            .iter()
            .map(|spread| format!("{}{}{}", spread.label, strings.get("colon"), spread.value))
            .collect::<Vec<_>>()
            .join(strings.get("chart_separator")),
        height: em(y),
        shapes,
        table,
        title,
    }
}

/// The numbers in words.
fn said(bars: &[Bar], strings: &Strings) -> String {
    let mut text = bars
        .iter()
        .take(SAID)
        .map(|bar| format!("{}{}{}", bar.label, strings.get("colon"), bar.value))
        .collect::<Vec<_>>()
        .join(strings.get("chart_separator"));
    if bars.len() > SAID {
        text.push_str(strings.get("chart_separator"));
        text.push('…');
    }
    text
}

fn text(class: &'static str, x: f64, y: f64, anchor: &'static str, text: &str) -> Shape {
    Shape {
        class,
        x: percent(x),
        y: em(y),
        width: String::new(),
        height: String::new(),
        anchor,
        text: text.to_owned(),
    }
}

fn rect(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> Shape {
    Shape {
        class,
        x: percent(x),
        y: em(y),
        width: percent(width),
        height: em(height),
        anchor: "",
        text: String::new(),
    }
}

/// Two decimals, none where they are zero: equal numbers are equal bytes on every machine.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn percent(value: f64) -> String {
    format!("{}%", number(value))
}

fn em(value: f64) -> String {
    format!("{}em", number(value))
}

/// Counts of replies are far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// About how wide a text is, in `em`.
fn width(text: &str) -> f64 {
    text.chars()
        .map(|c| if c.is_ascii() { 0.58 } else { 1.0 })
        .sum()
}

/// A label in as few lines of at most [`LINE`] `em` as will do, about equally long.
fn lines(label: &str) -> Vec<String> {
    let fewest = broken(label, LINE);
    let mut wide = width(label) / ratio(fewest.len(), 1);
    while wide < LINE {
        let lines = broken(label, wide);
        if lines.len() <= fewest.len() {
            return lines;
        }
        wide += 0.5;
    }
    fewest
}

/// A label in lines of at most `most` `em`; a closing mark may hang over. Latin words are not broken.
fn broken(label: &str, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut at = 0.0;
    let mut pieces: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in label.chars() {
        let of_word = c.is_ascii() && c != ' ';
        match pieces.last_mut() {
            Some(word) if in_word && of_word => word.push(c),
            _ => pieces.push(c.to_string()),
        }
        in_word = of_word;
    }
    for piece in pieces {
        let wide = width(&piece);
        let hangs = matches!(
            piece.as_str(),
            "，" | "。" | "、" | "；" | "：" | "）" | "”" | "》" | "〕"
        );
        if at + wide > most && at > 0.0 && !hangs {
            lines.push(String::new());
            at = 0.0;
        }
        if at > 0.0 || piece != " " {
            at += wide;
            if let Some(line) = lines.last_mut() {
                line.push_str(&piece);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Strings {
        Strings::read("colon = '：'\nchart_separator = '；'", "words").unwrap()
    }

    fn some(counts: &[usize]) -> Vec<Bar> {
        let bar = |(at, count): (usize, &usize)| {
            Bar::new(format!("{}", 2019 + at), *count, String::new())
        };
        counts.iter().enumerate().map(bar).collect()
    }

    #[test]
    fn short_labels_stand_beside_and_long_ones_above() {
        let chart = bars("c", "t".into(), ["y", "n"], &some(&[2, 4]), &words());
        assert_eq!(chart.height, "3.4em");
        let wide: Vec<_> = chart
            .shapes
            .iter()
            .filter(|s| s.class == "bar")
            .map(|s| s.width.as_str())
            .collect();
        assert_eq!(wide, ["33%", "66%"]);
        assert_eq!(chart.description, "2019：2；2020：4");
        let long = [Bar::new(
            "澜汀市人力资源和社会保障局老龄工作委员会".into(),
            3,
            String::new(),
        )];
        let chart = bars("c", "t".into(), ["y", "n"], &long, &words());
        let lines: Vec<_> = chart
            .shapes
            .iter()
            .filter(|s| s.class == "label")
            .map(|s| s.text.as_str())
            .collect();
        assert_eq!(lines, ["澜汀市人力资源和社会", "保障局老龄工作委员会"]);
        assert_eq!(
            chart.table.rows[0][0].text,
            "澜汀市人力资源和社会保障局老龄工作委员会"
        );
    }

    #[test]
    fn nothing_is_drawn_outside() {
        for counts in [&[0, 0][..], &[1], &[7, 0, 123_456]] {
            for chart in [
                bars("c", "t".into(), ["y", "n"], &some(counts), &words()),
                columns("c", "t".into(), &some(counts), 123_456, &words()),
            ] {
                for shape in &chart.shapes {
                    let number = |text: &str| {
                        text.trim_end_matches(['%', 'e', 'm'])
                            .parse::<f64>()
                            .unwrap_or(0.0)
                    };
                    assert!(
                        number(&shape.x) + number(&shape.width) <= 100.01,
                        "{shape:?}"
                    );
                    assert!(
                        number(&shape.y) + number(&shape.height) <= number(&chart.height),
                        "{shape:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn five_numbers_are_numbers_of_the_list() {
        assert_eq!(five(&[9]), [9; 5]);
        assert_eq!(five(&[1, 2, 3, 4]), [1, 1, 2, 3, 4]);
        assert_eq!(five(&[10, 20, 30, 40, 50]), [10, 20, 30, 40, 50]);
    }

    #[test]
    fn latin_words_are_not_broken() {
        assert_eq!(
            lines("Congress 5, meeting 3 of the committee"),
            ["Congress 5, meeting", "3 of the committee"]
        );
    }
}
