//! Rendering of an article as running text: what a language model would be trained on.

use super::{Article, Block, Content, Item, Numbers};

impl Article<'_> {
    /// Title, headings and blocks in order, parted by blank lines; items one a line, indented two spaces
    /// a level, behind `- ` or their number; quotes bare; table cells parted by TAB; code as it is.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.size_hint());
        if let Some(title) = &self.title {
            part(&mut text, &title.text);
        }
        for section in &self.sections {
            if let Some(heading) = &section.heading {
                part(&mut text, heading);
            }
            for block in &section.blocks {
                render(&mut text, block);
            }
        }
        text
    }

    /// An upper bound that is close for text in paragraphs.
    fn size_hint(&self) -> usize {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let bodies: usize = blocks
            .map(|block| match &block.content {
                Content::Paragraph(text) | Content::Quote(text) | Content::Code(text) => text.len() + 2,
                Content::List(items) => items.iter().map(|item| item.text.len() + 8).sum(),
                Content::Table(rows) => rows.iter().flatten().map(|cell| cell.len() + 1).sum(),
            })
            .sum();
        let headings: usize =
            self.sections.iter().filter_map(|section| section.heading.as_ref()).map(|h| h.len() + 2).sum();
        bodies + headings + self.title.as_ref().map_or(0, |title| title.text.len() + 2)
    }
}

/// Appends a part behind a blank line; an empty one leaves no trace.
fn part(text: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(part);
}

fn render(text: &mut String, block: &Block<'_>) {
    match &block.content {
        Content::Paragraph(words) | Content::Quote(words) | Content::Code(words) => part(text, words),
        Content::List(items) => {
            let mut numbers = Numbers::of(items);
            for (index, item) in items.iter().enumerate() {
                open_line(text, index);
                render_item(text, item, numbers.next(item));
            }
        }
        Content::Table(rows) => {
            for (index, cells) in rows.iter().enumerate() {
                open_line(text, index);
                for (column, cell) in cells.iter().enumerate() {
                    if column > 0 {
                        text.push('\t');
                    }
                    text.push_str(cell);
                }
            }
        }
    }
}

/// Begins line `index` of a block of lines.
fn open_line(text: &mut String, index: usize) {
    match index {
        0 if text.is_empty() => {}
        0 => text.push_str("\n\n"),
        _ => text.push('\n'),
    }
}

fn render_item(text: &mut String, item: &Item<'_>, number: Option<u32>) {
    for _ in 0..item.depth {
        text.push_str("  ");
    }
    match number {
        Some(number) => {
            text.push_str(&number.to_string());
            text.push_str(". ");
        }
        None => text.push_str("- "),
    }
    text.push_str(&item.text);
}
