//! What decoding of clean UTF-8 allocates: nothing.

use std::borrow::Cow;

use seedtool::decode::{Options, decode, utf8};

#[test]
fn clean_text_is_decoded_without_an_allocation() {
    let options = Options::default();
    let arabic = "وصل الوفد إلى المدينة صباح اليوم، «وعقد» اجتماعا.\n";
    for text in ["", "a", arabic, &arabic.repeat(200), &"Plain ASCII, line after line.\n".repeat(200)] {
        for marked in [text.to_owned(), format!("\u{FEFF}{text}")] {
            let decoded = || match decode(marked.as_bytes(), &options) {
                Ok(decoded) => matches!(decoded.text, Cow::Borrowed(borrowed) if borrowed == text),
                Err(_) => false,
            };
            // What is made once for all documents does not count.
            assert!(decoded() && utf8(marked.as_bytes()) == Some(text), "{marked:?}");
            let allocated =
                allocation_counter::measure(|| assert!(decoded() && utf8(marked.as_bytes()).is_some()));
            assert_eq!(allocated.count_total, 0, "{marked:?}");
        }
    }
}

#[test]
fn the_counter_counts() {
    assert!(allocation_counter::measure(|| drop(std::hint::black_box(vec![0_u8; 9]))).count_total > 0);
}
