//! Write: a record as JSON.
//!
//! What makes up most of it is written as it stands in an article, and what all blocks of a kind have in common as a
//! whole: the same bytes as of [`Section`](super::Section), [`Dropped`](super::Dropped) and what they hold.

use std::borrow::Cow;

use super::Record;
use crate::article::{self, Content};
use crate::error::{ErrorCode, Warning, WarningCode};
use crate::json::{self, Json};
use crate::structure::{DropKind, Format, Span, TitleSource};

json::names! { TitleSource, DropKind, Format, ErrorCode, WarningCode }

impl Json for Record<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { schema, id, title, title_line, title_source, text, sections, dropped, .. } = self;
        let Self { source, counts, warnings, carried, alignment, breaks, .. } = self;
        // Every text stands here twice, but for the titles.
        out.reserve(text.len() * 5 / 2);
        json::put!(out: r#"{"schema":"# schema, r#","id":"# id, r#","title":"# title);
        json::put!(out: r#","title_line":"# title_line, r#","title_source":"# title_source; r#","text":"#);
        // The texts of the sections make up this one: where it needs no escape but for what parts them, they need none.
        let plain = json::string(text, out) == *breaks;
        let sections = Part { of: &sections[..], plain };
        json::put!(out: r#","sections":"# sections, r#","dropped":"# dropped, r#","source":"# source);
        json::put!(out: r#","counts":"# counts, r#","warnings":"# warnings, r#","carried":"# carried);
        json::put!(out: r#","alignment":"# alignment; "}");
    }
}

/// A part of the sections, and whether its texts hold nothing that must be escaped.
struct Part<'a, T: ?Sized> {
    of: &'a T,
    plain: bool,
}

impl Json for Part<'_, Cow<'_, str>> {
    #[inline]
    fn write(&self, out: &mut Vec<u8>) {
        match self.plain {
            true => json::plain_string(self.of, out),
            false => self.of.write(out),
        }
    }
}

impl<T> Json for Part<'_, [T]>
where
    for<'a> Part<'a, T>: Json,
{
    fn write(&self, out: &mut Vec<u8>) {
        json::list(self.of, out, |of, out| Part { of, plain: self.plain }.write(out));
    }
}

impl<T> Json for Part<'_, Vec<T>>
where
    for<'a> Part<'a, T>: Json,
{
    fn write(&self, out: &mut Vec<u8>) {
        Part { of: &self.of[..], plain: self.plain }.write(out);
    }
}

impl Json for Part<'_, article::Section<'_>> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { of: article::Section { level, heading, parent, span, inferred, blocks }, plain } = *self;
        let heading = heading.as_ref().map(|of| Part { of, plain });
        let blocks = Part { of: blocks, plain };
        json::put!(out: r#"{"level":"# level, r#","heading":"# heading, r#","parent":"# parent);
        place(out, *span, *inferred);
        json::put!(out: r#","blocks":"# blocks; "}");
    }
}

impl Json for Part<'_, article::Block<'_>> {
    fn write(&self, out: &mut Vec<u8>) {
        const NO_LIST: &str = r#","ordered":null,"items":[],"rows":[]"#;
        let Self { of: article::Block { content, span, inferred }, plain } = *self;
        match content {
            Content::Paragraph(of) | Content::Quote(of) | Content::Code(of) => {
                let text = Part { of, plain };
                match content {
                    Content::Quote(_) => json::put!(out: r#"{"kind":"quote","text":"# text),
                    Content::Code(_) => json::put!(out: r#"{"kind":"code","text":"# text),
                    _ => json::put!(out: r#"{"kind":"paragraph","text":"# text),
                }
                out.extend_from_slice(NO_LIST.as_bytes());
            }
            Content::Table(of) => {
                let rows = Part { of, plain };
                json::put!(out: r#"{"kind":"table","text":null,"ordered":null,"items":[],"rows":"# rows);
            }
            Content::List(of) => {
                let ordered = of.first().map(|item| item.ordered);
                let items = Part { of, plain };
                json::put!(out: r#"{"kind":"list","text":null,"ordered":"# ordered, r#","items":"# items; r#","rows":[]"#);
            }
        }
        place(out, *span, *inferred);
        out.push(b'}');
    }
}

impl Json for Part<'_, article::Item<'_>> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { of: article::Item { depth, ordered, marker, text, span: Span { first, last } }, plain } =
            *self;
        let text = Part { of: text, plain };
        json::put!(out: r#"{"depth":"# depth, r#","ordered":"# ordered, r#","marker":"# marker);
        json::put!(out: r#","text":"# text, r#","line":"# first, r#","end_line":"# last; "}");
    }
}

impl Json for article::Dropped<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { line, text, kind, reason } = self;
        json::put!(out: r#"{"line":"# line, r#","text":"# text, r#","kind":"# kind, r#","reason":"# reason; "}");
    }
}

impl Json for Warning {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { code, line, message } = self;
        json::put!(out: r#"{"code":"# code, r#","line":"# line, r#","message":"# message; "}");
    }
}

/// Appends the lines of a section or block, and whether it was inferred.
fn place(out: &mut Vec<u8>, Span { first, last }: Span, inferred: bool) {
    json::put!(out: r#","line":"# first, r#","end_line":"# last, r#","inferred":"# inferred);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::*;

    fn blocks(texts: &[String]) -> Vec<article::Block<'_>> {
        let text = |nth: usize| Cow::from(&*texts[nth % texts.len()]);
        let item = |nth| article::Item {
            depth: nth as u8,
            ordered: nth == 0,
            marker: text(nth),
            text: text(nth + 1),
            span: Span { first: nth, last: 10 * nth },
        };
        let contents = [
            Content::Paragraph(text(0)),
            Content::Quote(text(1)),
            Content::Code(text(2)),
            Content::List((0..texts.len()).map(item).collect()),
            Content::List(Vec::new()),
            Content::Table(vec![vec![text(0), text(1)], Vec::new()]),
            Content::Table(Vec::new()),
        ];
        let spans = (0..).map(|line| Span { first: 7 * line, last: 100 * line });
        let block =
            |(content, span): (_, Span)| article::Block { content, span, inferred: span.first % 2 == 0 };
        contents.into_iter().zip(spans).map(block).collect()
    }

    proptest! {
        #[test]
        fn a_record_is_written_as_serde_json_writes_it(
            texts in proptest::collection::vec(prop_oneof![r#"[a"\\\n\u{1}نص ]{0,80}"#, "[aنص ]{0,80}"], 1..4),
            title in proptest::option::of(".{0,9}"),
            line in proptest::option::of(0_usize..3),
        ) {
            let text = |nth: usize| Cow::from(&*texts[nth % texts.len()]);
            let sections = [None, Some(text(1))].into_iter().enumerate().map(|(nth, heading)| article::Section {
                level: nth as u8,
                heading,
                parent: nth.checked_sub(1),
                span: Span { first: 9, last: 99 },
                inferred: nth == 0,
                blocks: if nth == 0 { blocks(&texts) } else { Vec::new() },
            });
            let dropped = DropKind::ALL.iter().map(|&kind| article::Dropped { line: 1, text: text(2), kind, reason: "rule" });
            let article = Article {
                title: title.map(|title| article::Title { text: title.into(), line, source: TitleSource::Field }),
                sections: sections.collect(),
                dropped: dropped.collect(),
            };
            let warnings = WarningCode::ALL.iter().map(|&code| Warning { line, ..Warning::new(code, &*texts[0]) });
            let source = Source { record: line.map(|line| line as u64), ..Source::unread("a/b.txt", 1 << 40) };
            let mut record = Record::new(content_id(b""), source, article, Removed::default(), warnings.collect());
            record.carried.push(Carried { field: texts[0].clone(), json: "1".into() });
            record.alignment.push(Aligned { at: "title".into(), runs: vec![[0, 1, 10, 100], [1; 4]] });
            let mut written = Vec::new();
            record.write(&mut written);
            prop_assert_eq!(String::from_utf8(written).expect("UTF-8"), serde_json::to_string(&record).expect("a record"));
        }
    }

    #[test]
    fn an_error_record_is_written_as_serde_json_writes_it() {
        for &code in ErrorCode::ALL {
            let error = Error::new(code, "قطع \"; send it again");
            let record = ErrorRecord::new(content_id(b"{"), Source::unread("-", 12), &error);
            let mut written = Vec::new();
            record.write(&mut written);
            assert_eq!(
                String::from_utf8(written).expect("UTF-8"),
                serde_json::to_string(&record).expect("a record")
            );
        }
    }
}
