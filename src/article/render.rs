//! Rendering of an article as running text: what a language model would be trained on.

use super::{Article, Block, Content, Item, Numbers};

/// An article as running text.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// How many line feeds and tabs part the texts of the article in it; all others stand inside of these.
    pub breaks: usize,
}

impl Article<'_> {
    /// Title, headings and blocks in order, parted by blank lines; items one a line, indented two spaces
    /// a level, behind `- ` or their number; quotes bare; table cells parted by TAB; code as it is.
    pub fn render(&self) -> Rendered {
        let mut rendered = Rendered { text: String::with_capacity(self.size_hint()), breaks: 0 };
        if let Some(title) = &self.title {
            rendered.part(&title.text);
        }
        for section in &self.sections {
            if let Some(heading) = &section.heading {
                rendered.part(heading);
            }
            for block in &section.blocks {
                rendered.block(block);
            }
        }
        rendered
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

impl Rendered {
    /// Appends a part behind a blank line; an empty one leaves no trace.
    fn part(&mut self, part: &str) {
        if !part.is_empty() {
            self.open_line(0);
            self.text.push_str(part);
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match &block.content {
            Content::Paragraph(words) | Content::Quote(words) | Content::Code(words) => self.part(words),
            Content::List(items) => {
                let mut numbers = Numbers::of(items);
                for (index, item) in items.iter().enumerate() {
                    self.open_line(index);
                    self.item(item, numbers.next(item));
                }
            }
            Content::Table(rows) => {
                for (index, cells) in rows.iter().enumerate() {
                    self.open_line(index);
                    for (column, cell) in cells.iter().enumerate() {
                        if column > 0 {
                            self.parted("\t");
                        }
                        self.text.push_str(cell);
                    }
                }
            }
        }
    }

    /// Begins line `index` of a block of lines.
    fn open_line(&mut self, index: usize) {
        match index {
            0 if self.text.is_empty() => {}
            0 => self.parted("\n\n"),
            _ => self.parted("\n"),
        }
    }

    fn parted(&mut self, by: &str) {
        self.text.push_str(by);
        self.breaks += by.len();
    }

    fn item(&mut self, item: &Item<'_>, number: Option<u32>) {
        for _ in 0..item.depth {
            self.text.push_str("  ");
        }
        match number {
            Some(number) => {
                self.text.push_str(itoa::Buffer::new().format(number));
                self.text.push_str(". ");
            }
            None => self.text.push_str("- "),
        }
        self.text.push_str(&item.text);
    }
}
