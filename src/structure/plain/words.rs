//! Words: classes of words that open a line, by the part they play in Arabic prose.

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
    /// Says that somebody said.
    Saying: "قال وقال قالت وقالت يقول ويقول تقول وتقول اضاف واضاف اضافت واضافت اكد واكد اكدت واكدت اوضح واوضح اوضحت واوضحت اشار واشار اشارت واشارت ذكر وذكر ذكرت وذكرت اعلن واعلن اعلنت واعلنت افاد وافاد افادت وافادت صرح وصرح صرحت كشف وكشف كشفت وكشفت بين وبين بينت وبينت لفت ولفت نوه ونوه شدد وشدد شددت وشددت اعرب واعرب عبر وعبر راي وراي يري ويري اعتبر واعتبر تابع وتابع ختم وختم طالب وطالب دعا ودعا نفي ونفي حذر وحذر زعم وزعم وصف ووصف";
    /// Asks.
    Question: "ما ماذا هل كيف لماذا متي اين من كم اي وهل وكيف ولماذا وما وماذا ومتي واين لم بماذا الي عن هلا فهل فكيف";
    /// Names a part of a document.
    Section: "مقدمه المقدمه خاتمه الخاتمه ملخص الملخص خلاصه الخلاصه تمهيد التمهيد مدخل تعريف التعريف توصيات التوصيات مراجع المراجع مصادر المصادر ملاحظه ملاحظات الملاحظات ملحق الملحق الملاحق فهرس الفهرس المحتويات محتويات نظره نبذه لمحه اهداف الاهداف الهدف اهميه الاهميه منهجيه المنهجيه المنهج المناقشه مناقشه الخلفيه خلفيه التحديات تحديات المزايا مزايا عيوب العيوب متطلبات المتطلبات امثله مثال المثال الامثله خطوات الخطوات موارد الموارد استنتاج الاستنتاج استنتاجات الاستنتاجات شكر الشكر تنبيه تحذير نصيحه معلومات";
    /// Numbers or names a part: chapter, axis, step …
    Division: "الفصل فصل الباب باب المبحث المطلب المحور محور القسم قسم الجزء جزء الماده ماده البند بند الفرع الخطوه خطوه المرحله مرحله الدرس درس الوحده وحده الفقره فقره الحاله المثال الطريقه المستوي النقطه الحلقه اليوم السبب";
    /// An ordinal.
    Ordinal: "اولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا اخيرا واخيرا الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر الاولي الثانيه الثالثه الرابعه الخامسه";
    /// Demonstrates or stands for a noun; opens a sentence.
    Pronoun: "هذا هذه ذلك تلك هو هي هم نحن انا انت انتم هناك هنا هنالك كل جميع بعض احد احدي كلا";
    /// A preposition, which opens a heading seldom and a sentence often.
    Preposition: "في من الي علي عن مع عند بعد قبل خلال منذ حتي تحت فوق بين امام خلف حول دون ضد ضمن عبر لدي نحو وسط لدي بسبب من اجل";
    /// A note: ملاحظة، تنبيه.
    Note: "ملاحظه ملحوظه تنبيه تحذير نصيحه تلميح هام مهم ملاحظات معلومه انتباه تذكير note tip warning important";
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
    /// Goes with a date or a time.
    Time: "الساعه م ص مساء صباحا ظهرا هـ ه ميلادي هجري الموافق الاول الثاني الاخر gmt am pm توقيت بتوقيت غرينتش جرينتش تحديث اخر تم نشر النشر نشره محدثه";
}

/// The classes of a folded word.
pub(super) fn classes(word: &str) -> Classes {
    use rustc_hash::FxHashMap;
    use std::sync::LazyLock;
    static BY_WORD: LazyLock<FxHashMap<&str, Classes>> = LazyLock::new(|| {
        let mut by_word = FxHashMap::default();
        for (class, words) in CLASSES {
            for word in words.split(' ') {
                *by_word.entry(word).or_default() |= class.bit();
            }
        }
        by_word
    });
    BY_WORD.get(word).copied().unwrap_or_default()
}

impl Class {
    pub(super) const fn bit(self) -> Classes {
        1 << self as u8
    }
}

/// Whether a folded word looks like an imperfect verb: يـ or تـ (after و or ف), no article, four letters or more.
pub(super) fn is_imperfect(word: &str) -> bool {
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let mut letters = bare.chars();
    matches!(letters.next(), Some('ي' | 'ت')) && letters.clone().count() >= 3 && !bare.ends_with('ه')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::key::key;

    #[test]
    fn every_word_stands_on_its_key() {
        for (class, words) in CLASSES {
            for word in words.split(' ') {
                assert!(word == key(word) || word == "هـ", "{class:?} {word}");
            }
        }
    }

    #[test]
    fn a_word_may_have_several_classes() {
        let class = classes("ما");
        assert!(class & Class::Question.bit() != 0 && class & Class::Connective.bit() != 0);
        assert_eq!(classes("كتاب"), 0);
    }
}
