//! Numbers in words, up to 999.
//!
//! A number that changes with the noun behind it (one chapter, *une* page, *doscientas* páginas) has no word here: the
//! noun is not known.

/// `forty-two`.
pub fn english(count: usize) -> Option<String> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    Some(match count {
        0..20 => ONES[count].to_string(),
        20..100 if count.is_multiple_of(10) => TENS[count / 10].to_string(),
        20..100 => format!("{}-{}", TENS[count / 10], ONES[count % 10]),
        100..1000 if count.is_multiple_of(100) => format!("{} hundred", ONES[count / 100]),
        100..1000 => format!("{} hundred and {}", ONES[count / 100], english(count % 100)?),
        _ => return None,
    })
}

/// `zweiundvierzig`; none for those that end in one, which follow their noun.
pub fn german(count: usize) -> Option<String> {
    const ONES: [&str; 20] = [
        "null",
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ];
    const TENS: [&str; 10] =
        ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
    Some(match count {
        _ if count % 100 == 1 => return None,
        0..20 => ONES[count].to_string(),
        20..100 if count.is_multiple_of(10) => TENS[count / 10].to_string(),
        20..100 => format!("{}und{}", ONES[count % 10], TENS[count / 10]),
        100 => "hundert".to_string(),
        200..1000 if count.is_multiple_of(100) => format!("{}hundert", ONES[count / 100]),
        101..1000 => format!("{}{}", german(count - count % 100)?, german(count % 100)?),
        _ => return None,
    })
}

/// `cuarenta y dos`; none for those that end in one, and from 200 on, which follow their noun.
pub fn spanish(count: usize) -> Option<String> {
    const ONES: [&str; 30] = [
        "cero",
        "",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "",
        "veintidós",
        "veintitrés",
        "veinticuatro",
        "veinticinco",
        "veintiséis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    ];
    const TENS: [&str; 10] =
        ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
    Some(match count {
        _ if count % 10 == 1 && count % 100 != 11 => return None,
        0..30 => ONES[count].to_string(),
        30..100 if count.is_multiple_of(10) => TENS[count / 10].to_string(),
        30..100 => format!("{} y {}", TENS[count / 10], ONES[count % 10]),
        100 => "cien".to_string(),
        101..200 => format!("ciento {}", spanish(count - 100)?),
        _ => return None,
    })
}

/// `quarante-deux`; none for those that end in `un`, which follow their noun.
pub fn french(count: usize) -> Option<String> {
    const ONES: [&str; 20] = [
        "zéro", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
    ];
    const TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
    Some(match count {
        1 => return None,
        0..20 => ONES[count].to_string(),
        71 => "soixante et onze".to_string(),
        80 => "quatre-vingts".to_string(),
        20..70 if count.is_multiple_of(10) => TENS[count / 10].to_string(),
        20..70 => format!("{}-{}", TENS[count / 10], french(count % 10)?),
        70..80 => format!("soixante-{}", ONES[count - 60]),
        81 => return None,
        82..100 => format!("quatre-vingt-{}", ONES[count - 80]),
        100 => "cent".to_string(),
        200..1000 if count.is_multiple_of(100) => format!("{} cents", ONES[count / 100]),
        101..200 => format!("cent {}", french(count - 100)?),
        201..1000 => format!("{} cent {}", ONES[count / 100], french(count % 100)?),
        _ => return None,
    })
}

/// `四十二`; two of anything is `两`.
pub fn chinese(count: usize) -> Option<String> {
    match count {
        2 => Some("两".to_string()),
        100..1000 => {
            let zero = if (1..10).contains(&(count % 100)) { "零" } else { "" };
            let ten = if (10..20).contains(&(count % 100)) { "一" } else { "" };
            let rest = if count.is_multiple_of(100) { String::new() } else { han(count % 100) };
            Some(format!("{}百{zero}{ten}{rest}", HAN[count / 100]))
        }
        0..100 => Some(han(count)),
        _ => None,
    }
}

/// `四十二`.
pub fn japanese(count: usize) -> Option<String> {
    match count {
        0..100 => Some(han(count)),
        100..1000 => {
            let hundreds = if count < 200 { "" } else { HAN[count / 100] };
            let rest = if count.is_multiple_of(100) { String::new() } else { han(count % 100) };
            Some(format!("{hundreds}百{rest}"))
        }
        _ => None,
    }
}

const HAN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Below a hundred, as both languages write it.
fn han(count: usize) -> String {
    let tens = if count < 20 { "" } else { HAN[count / 10 % 10] };
    let ten = if count < 10 { "" } else { "十" };
    let ones = if count > 0 && count.is_multiple_of(10) { "" } else { HAN[count % 10] };
    format!("{tens}{ten}{ones}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_spelled() {
        let check = |spell: fn(usize) -> Option<String>, count, expected: &str| {
            assert_eq!(spell(count).unwrap_or_default(), expected, "{count}");
        };
        check(english, 42, "forty-two");
        check(english, 684, "six hundred and eighty-four");
        check(english, 1000, "");
        check(german, 1, "");
        check(german, 13, "dreizehn");
        check(german, 21, "einundzwanzig");
        check(german, 684, "sechshundertvierundachtzig");
        check(german, 101, "");
        check(german, 102, "hundertzwei");
        check(spanish, 13, "trece");
        check(spanish, 22, "veintidós");
        check(spanish, 42, "cuarenta y dos");
        check(spanish, 111, "ciento once");
        check(spanish, 31, "");
        check(spanish, 200, "");
        check(french, 13, "treize");
        check(french, 21, "");
        check(french, 71, "soixante et onze");
        check(french, 80, "quatre-vingts");
        check(french, 97, "quatre-vingt-dix-sept");
        check(french, 300, "trois cents");
        check(chinese, 2, "两");
        check(chinese, 10, "十");
        check(chinese, 13, "十三");
        check(chinese, 20, "二十");
        check(chinese, 105, "一百零五");
        check(chinese, 112, "一百一十二");
        check(chinese, 130, "一百三十");
        check(japanese, 42, "四十二");
        check(japanese, 105, "百五");
        check(japanese, 300, "三百");
    }

    #[test]
    fn no_number_is_spelled_in_part() {
        for spell in [english, german, spanish, french, chinese, japanese] {
            for count in 0..1000 {
                let spelled = spell(count).unwrap_or("digits".to_string());
                let whole = !spelled.is_empty() && spelled.trim() == spelled && !spelled.contains("--");
                assert!(whole && !spelled.ends_with('-'), "{count}: {spelled:?}");
            }
        }
    }
}
