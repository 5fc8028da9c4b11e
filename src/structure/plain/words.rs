//! Words: classes of words that open a line, by the part they play in Arabic prose.

use std::sync::LazyLock;

use crate::structure::key::{Key, Word, hash};
use crate::structure::vocabulary::Vocabulary;

/// A set of [`Class`]es as bits.
pub(super) type Classes = u32;

/// Declares the classes with their words, on folded keys.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident: $words:literal;)*) => {
        /// What a word at the head of a line tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Class { $($(#[$doc])* $name,)* }

        const CLASSES: &[(Class, &str)] = &[$((Class::$name, $words),)*];
    };
}

classes! {
    /// Goes on from what was said.
    Connective: "كما و ثم لكن ولكن لذلك ولذلك لذا ولذا بينما فيما حيث اذ اذا فاذا واذا ان وان انه وانه لان لانه ولان بل او ام اما واما كذلك وكذلك ايضا هكذا وهكذا وبالتالي بالتالي علاوه فضلا ومع وفي ومن وعلي وعن والي وبعد وقبل وحسب وبحسب ووفقا وفقا عندما وعندما حين وحين لو ولو لقد ولقد قد وقد الا غير رغم وبالرغم بالرغم وبذلك بذلك ولهذا لهذا ومنذ منذ وكان وكانت كان كانت فان فهو فهي فقد وهو وهي وهم وهذا وهذه وتلك وذلك والتي والذي التي الذي ليس وليس لا ولا لم ولم لن ولن ما وما";
    /// Asks.
    Question: "ما ماذا هل كيف لماذا متي اين من كم اي وهل وكيف ولماذا وما وماذا ومتي واين لم بماذا الي عن هلا فهل فكيف";
    /// An ordinal.
    Ordinal: "اولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا اخيرا واخيرا الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر الاولي الثانيه الثالثه الرابعه الخامسه";
    /// Demonstrates or stands for a noun; opens a sentence.
    Pronoun: "هذا هذه ذلك تلك هو هي هم نحن انا انت انتم هناك هنا هنالك كل جميع بعض احد احدي كلا";
    /// A preposition, which opens a heading seldom and a sentence often.
    Preposition: "في من الي علي عن مع عند بعد قبل خلال منذ حتي تحت فوق بين امام خلف حول دون ضد ضمن عبر لدي نحو وسط لدي بسبب من اجل";
    /// A note: ملاحظة، تنبيه.
    Note: "ملاحظة ملحوظة تنبيه تحذير نصيحة تلميح فائدة هام مهم معلومة انتباه تذكير note tip warning important caution";
    /// A day of the week.
    Weekday: "السبت الاحد الاثنين الاتنين الثلاثاء الاربعاء الخميس الجمعه";
    /// A month of any of the calendars in use.
    Month: "يناير فبراير مارس ابريل مايو يونيو يونيه يوليو يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين جانفي فيفري افريل ماي جوان جويليه اوت غشت شتنبر نونبر دجنبر محرم صفر ربيع جمادي رجب شعبان رمضان شوال january february march april may june july august september october november december";
    /// Names a person.
    Name: "محمد احمد علي حسن حسين عبد عبدالله عبدالرحمن عبدالعزيز عبدالملك عمر عثمان خالد سعد سعيد سعود فهد فيصل سلمان سلطان ناصر نايف بندر تركي طلال ماجد منصور ابراهيم اسماعيل يوسف يحيي موسي عيسي داود سليمان صالح جابر جمال جميل كمال كامل كريم محمود مصطفي مختار مراد هشام هاني وليد ياسر ياسين طارق طاهر رامي سامي سامر سمير شريف عادل عماد عمرو عصام غازي غسان فواد فارس فاروق فايز فوزي قاسم لطفي مازن مجدي محسن معتز معاذ نبيل نادر نزار نوري نور هيثم زكريا زيد زياد ايمن ايمان اسامه اسماء الاء امال امل امينه اميره بسمه بثينه جواهر حنان حياه خديجه دعاء دينا رانيا رحاب رشا ريم ريهام زينب ساره سعاد سلمي سميره سهير شيماء عبير علا غاده فاطمه فتحيه كوثر لبني ليلي مريم مني مها مي ميساء نادين نجلاء نجوي ندي نهي نوال نوره هاجر هاله هبه هدي هند وفاء بن بنت ابن ابو ابي ام ال";
    /// Says what somebody is.
    Role: "د دكتور الدكتور الدكتوره دكتوره م مهندس المهندس استاذ الاستاذ الاستاذه استاذه مدير مديره عضو كاتب كاتبه باحث باحثه محرر محرره مراسل مراسله صحفي صحفيه صحافي صحافيه اعلامي اعلاميه استشاري استشاريه طبيب محام محامي خبير خبيره مستشار مستشاره محلل ناقد شاعر شاعره موسس وزير سفير امين مشرف مشرفه قاض قاضي مترجم متخصص";
    /// Names a place or an agency that stands in bylines and datelines.
    Place: "القاهره الرياض جده مكه المدينه الدمام الدوحه دبي ابوظبي ابو الشارقه الكويت المنامه مسقط صنعاء عدن بغداد البصره اربيل دمشق حلب بيروت طرابلس عمان القدس غزه رام رامالله تونس صفاقس وهران الرباط الدار فاس طنجه نواكشوط الخرطوم مقديشو الاسكندريه لندن باريس واشنطن نيويورك موسكو برلين بروكسل جنيف روما مدريد انقره اسطنبول طهران بكين طوكيو وكالات متابعات رويترز واس وام سانا بترا كونا قنا الاناضول سبوتنيك afp reuters ap";
    /// Tells somebody to do something: the opening of a step.
    Imperative: "اضغط انقر حدد اختر افتح أغلق اكتب أدخل أضف احذف انسخ الصق تأكد تحقق انتقل قم قومي قوموا استخدم احفظ ثبت اقرأ شغل أعد ضع اجعل راجع حاول تجنب احرص ابحث اذهب اتبع أرسل أزل اسأل اشترك أنشئ عدل غير فعل عطل قلل كرر لاحظ استعن استعمل استبدل امسح اطلب ابدأ ابق اترك احتفظ احجز ارفع اربط اسحب اشحن اعتمد اعرض افحص افصل اقبل اقطع أكمل امنح انتبه انتظر انزل انظر اهتم أوقف تابع تجاهل تخلص تذكر تعرف تعلم تواصل جرب جهز حافظ حدث حضر حول خذ خصص خزن خفف خطط دع ركز زد زر سجل شارك شاهد صل صمم صف طالع طبق عين فكر قارن قسم كن لخص مرر نزل نظف نفذ نسق وزع وضح وفر عزز تصرف اتصل احم احذر افترض أبلغ أبق شجع علم قدم اعرف اشرح حرر اعمل انضم ادعم استمع استمتع نم كل اشرب امش خفض ضف عبئ املأ استعد دون تحدث تحل ادع امنع اغسل جفف احسب قس أجب اشتر بع";
    /// A verbal noun that no pattern tells.
    Masdar: "حذف نقل نسخ فتح بدء شرح طرح حل عرض بحث دعم رفع جمع ضبط طلب فهم حفظ ربط نشر كيفية معرفة تعلم تحكم تحقق تصفح رسم قطع فحص كتابة قراءة كشف منع قياس بناء شراء بيع سداد دفع غسل شحن صنع وضع وصف وصول دخول خروج ظهور تمرير";
    /// Announces what is counted up below.
    Announcing: "التالية التالي التاليين الآتية الآتي الآتيين يلي أدناه كالتالي كالآتي";
    /// Sets a condition or a time for what follows.
    Condition: "إذا إن لو عندما حين حينما كلما متى لما بمجرد ما لم";
    /// Goes with a date or a time.
    Time: "الساعه م ص مساء صباحا ظهرا هـ ه ميلادي هجري الموافق الاول الثاني الاخر gmt am pm توقيت بتوقيت غرينتش جرينتش تحديث اخر تم نشر النشر نشره محدثه";
}

/// The classes of a folded word.
#[inline]
pub(super) fn classes(word: Word<'_>) -> Classes {
    static BY_WORD: LazyLock<Vocabulary<Classes>> = LazyLock::new(|| {
        let words =
            || CLASSES.iter().flat_map(|(class, words)| words.split(' ').map(move |word| (class, word)));
        let mut by_word: Vocabulary<Classes> = Vocabulary::with_room(words().count());
        words().for_each(|(class, word)| *by_word.entry(&Key::of(word).to_string()) |= class.bit());
        by_word
    });
    BY_WORD.get(word).copied().unwrap_or_default()
}

impl Class {
    pub(super) const fn bit(self) -> Classes {
        1 << self as u8
    }
}

/// The letters of a folded word.
struct Letters<'k>(&'k [u8]);

impl Iterator for Letters<'_> {
    type Item = char;

    #[inline(always)]
    fn next(&mut self) -> Option<char> {
        let (letter, behind) = match *self.0 {
            [] => return None,
            [ascii @ 0..0x80, ref behind @ ..] => (char::from(ascii), behind),
            [lead @ 0xC2..0xE0, trail, ref behind @ ..] => {
                let code = u32::from(lead & 0x1F) << 6 | u32::from(trail & 0x3F);
                (char::from_u32(code).unwrap_or_default(), behind)
            }
            _ => {
                let letter = std::str::from_utf8(self.0).ok()?.chars().next()?;
                (letter, &self.0[letter.len_utf8()..])
            }
        };
        self.0 = behind;
        Some(letter)
    }
}

/// Whether a folded word looks like an imperfect verb: يـ or تـ (after و or ف), no article, four letters or more.
pub(super) fn is_imperfect(word: Word<'_>) -> bool {
    let mut letters = Letters(word.bytes);
    let first = letters.next();
    let first = if let Some('و' | 'ف') = first { letters.next() } else { first };
    matches!(first, Some('ي' | 'ت')) && letters.nth(2).is_some() && !word.bytes.ends_with("ه".as_bytes())
}

const ARTICLE: &[u8] = "ال".as_bytes();

/// Whether a folded word of these classes has the form of a verbal noun (تفعيل، إفعال، افتعال، استفعال، مفاعلة، تفاعل …),
/// after the article and و.
pub(super) fn is_masdar(word: Word<'_>, known: Classes) -> bool {
    let bare = word.bytes.strip_prefix("و".as_bytes()).unwrap_or(word.bytes).strip_prefix(ARTICLE);
    let (bare, known) = match bare.map(|bytes| Word { bytes, hash: hash(bytes) }) {
        Some(bare) => (bare, classes(bare)),
        None => (word, known),
    };
    let mut form = [' '; 7];
    let mut length = 0;
    for letter in Letters(bare.bytes) {
        if length == form.len() {
            return false;
        }
        form[length] = letter;
        length += 1;
    }
    match form[..length] {
        ['ت', _, _, 'ي', _] | ['ت', _, 'ا', _, _] | ['ت', _, _, _, 'ه'] => true,
        ['ا', _, _, 'ا', _] | ['ا', _, 'ا', _, 'ه'] => true,
        ['ا', _, 'ت', _, 'ا', _] | ['ا', 'ن', _, _, 'ا', _] | ['م', _, 'ا', _, _, 'ه'] => true,
        ['ا', 'س', 'ت', _, _, 'ا', _] | ['ا', 'س', 'ت', _, 'ا', _, 'ه'] => true,
        _ => known & Class::Masdar.bit() != 0,
    }
}

/// Whether a folded word opens with و, before three letters or more.
pub(super) fn is_conjoined(word: Word<'_>) -> bool {
    word.bytes.starts_with("و".as_bytes()) && Letters(word.bytes).nth(3).is_some()
}

/// The grammatical form of a line's opening, which the lines of one list share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// None of the others.
    #[default]
    Other,
    /// افتح
    Imperative,
    /// لا تفتح
    Prohibition,
    /// يفتح
    Imperfect,
    /// إذا
    Condition,
    /// استخدام
    Masdar,
    /// الباب
    Definite,
    /// Latin letters.
    Latin,
    /// Digits.
    Number,
    /// كيف
    Question,
    /// في
    Preposition,
    /// أبواب and the like are not seen; طبقات، مستخدمون are.
    Plural,
}

/// The form of a line by its first word, the classes of that, whether it [`is_masdar`] or [`is_imperfect`], and the second
/// word.
pub(super) fn form(
    first: Word<'_>,
    classes: Classes,
    [masdar, imperfect]: [bool; 2],
    second: Option<Word<'_>>,
) -> Form {
    let is = |class: Class| classes & class.bit() != 0;
    let is_definite = first.bytes.starts_with(ARTICLE);
    match Letters(first.bytes).next() {
        None => Form::Other,
        Some('0'..='9') => Form::Number,
        Some('a'..='z') => Form::Latin,
        _ if first.bytes == "لا".as_bytes() && second.is_some_and(is_imperfect) => Form::Prohibition,
        _ if is(Class::Condition) => Form::Condition,
        _ if is(Class::Question) => Form::Question,
        _ if is(Class::Imperative) => Form::Imperative,
        _ if masdar && !is_definite => Form::Masdar,
        _ if is(Class::Preposition) => Form::Preposition,
        _ if is_definite => Form::Definite,
        _ if imperfect => Form::Imperfect,
        _ if is_plural(first) => Form::Plural,
        _ => Form::Other,
    }
}

/// Whether a folded word ends as sound plurals do: ات, ون, ين.
fn is_plural(word: Word<'_>) -> bool {
    matches!(
        word.bytes,
        [.., 0xD8, 0xA7, 0xD8, 0xAA] | [.., 0xD9, 0x88, 0xD9, 0x86] | [.., 0xD9, 0x8A, 0xD9, 0x86]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_by_its_key() {
        for (class, words) in CLASSES {
            for word in words.split(' ') {
                assert!(classes(Word::of(&Key::of(word).to_string())) & class.bit() != 0, "{class:?} {word}");
            }
        }
    }

    #[test]
    fn forms_are_told() {
        for (text, expected) in [
            ("افتح الإعدادات", Form::Imperative),
            ("لا تفتح الرابط", Form::Prohibition),
            ("لا أحد", Form::Other),
            ("استخدام الشبكة", Form::Masdar),
            ("تثبيت البرنامج", Form::Masdar),
            ("إنشاء حساب", Form::Masdar),
            ("مراقبة النظام", Form::Masdar),
            ("يفتح البرنامج", Form::Imperfect),
            ("الأبواب", Form::Definite),
            ("كيف نبدأ", Form::Question),
            ("طبقات الحماية", Form::Plural),
            ("npm install", Form::Latin),
            ("", Form::Other),
        ] {
            let key = Key::of(text);
            let mut words = key.words();
            let first = words.next().unwrap_or_default();
            let known = classes(first);
            let forms = [is_masdar(first, known), is_imperfect(first)];
            let form = form(first, known, forms, words.next());
            assert_eq!(form, expected, "{text}");
        }
    }

    #[test]
    fn letters_are_those_of_the_text() {
        let text: String = ('\u{1}'..='\u{FFFF}').chain(['\u{1F600}']).collect();
        assert!(Letters(text.as_bytes()).eq(text.chars()));
    }

    #[test]
    fn plurals_are_told() {
        for (word, expected) in
            [("طبقات", true), ("مستخدمون", true), ("مستخدمين", true), ("طبقه", false), ("ن", false)]
        {
            assert_eq!(is_plural(Word::of(word)), expected, "{word}");
        }
    }

    #[test]
    fn a_word_may_have_several_classes() {
        let class = classes(Word::of("ما"));
        assert!(class & Class::Question.bit() != 0 && class & Class::Connective.bit() != 0);
        assert_eq!(classes(Word::of("كتاب")), 0);
    }
}
