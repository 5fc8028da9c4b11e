//! Errors and warnings: a code, a place, and words that say what to do.

use std::fmt;

/// Declares an enum of stable codes with the name each has on the wire.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every code, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name on the wire; it never changes.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit_variant(stringify!($name), *self as u32, self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
                let known = Self::ALL.iter().copied().find(|known| known.as_str() == code);
                known.ok_or_else(|| serde::de::Error::custom(format_args!("no code `{code}`")))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let codes: Vec<_> = Self::ALL.iter().map(|code| code.as_str()).collect();
                schemars::json_schema!({ "type": "string", "enum": codes })
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What made a document fail.
    ErrorCode {
        /// The operating system could not read or write.
        Io => "io",
        /// Too many byte sequences that are not text in the encoding.
        Malformed => "malformed",
        /// Not text at all: NUL-ridden, an image, an archive, a PDF.
        Binary => "binary",
        /// Larger than the limit.
        TooLarge => "too_large",
        /// A compressed file that is damaged or cut.
        Archive => "archive",
        /// A line of JSON Lines that is no JSON object with the text field.
        Json => "json",
        /// A kind of input or an option that this build cannot serve.
        Unsupported => "unsupported",
        /// A defect of seedtool itself.
        Internal => "internal",
    }
}

codes! {
    /// What a reader of a record should know.
    WarningCode {
        /// No line could be taken for a title; none was invented.
        NoTitle => "no_title",
        /// Nothing but white space, or no text left.
        Empty => "empty",
        /// Malformed sequences were replaced by U+FFFD.
        Malformed => "malformed",
        /// The input ends inside a character.
        Truncated => "truncated",
        /// The encoding was detected with little evidence.
        EncodingUncertain => "encoding_uncertain",
        /// Text damaged by a wrong decoding was repaired.
        MojibakeRepaired => "mojibake_repaired",
        /// Text looks damaged by a wrong decoding and was left as it is.
        MojibakeSuspected => "mojibake_suspected",
        /// HTML character references were decoded in plain text.
        EntitiesDecoded => "entities_decoded",
        /// Lines look stored in visual (reversed) order.
        VisualOrder => "visual_order",
        /// Bidirectional controls are opened and not closed.
        UnbalancedBidi => "unbalanced_bidi",
        /// Nesting beyond what the record shows was flattened.
        DeepNesting => "deep_nesting",
        /// The path is not UTF-8 and is shown lossily.
        PathNotUtf8 => "path_not_utf8",
    }
}

/// Why a document has no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The kind of failure.
    pub code: ErrorCode,
    /// 1-based line in the decoded input, where there is one.
    pub line: Option<usize>,
    /// What happened and what to do, in one sentence without a final stop.
    pub message: String,
}

impl Error {
    /// An error without a line.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, line: None, message: message.into() }
    }

    /// The same error at a line.
    pub fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorCode::Io, error.to_string())
    }
}

/// Something noticed that did not stop the document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Warning {
    /// The kind of finding.
    pub code: WarningCode,
    /// 1-based line in the decoded input, where there is one.
    pub line: Option<usize>,
    /// What was found, in one sentence without a final stop.
    pub message: String,
}

impl Warning {
    /// A warning about the whole document.
    pub fn new(code: WarningCode, message: impl Into<String>) -> Self {
        Self { code, line: None, message: message.into() }
    }

    /// The same warning at a line.
    pub fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}
