"""The language of a text is found offline, in short texts too."""

import pytest

from claims.language import find_language, name_language

TEXTS = {
    "ar": "قالت الشرطة إن اثني عشر شخصا قتلوا في حريق بالمصنع يوم الثلاثاء وأصيب آخرون بجروح",
    "bg": "Дванадесет души загинаха при пожар във фабриката във вторник, съобщи полицията.",
    "cs": "Dvanáct lidí zahynulo v úterý při požáru v továrně, uvedla policie. Další jsou zranění.",
    "da": "Tolv mennesker omkom tirsdag ved en brand på fabrikken, oplyser politiet. Flere blev kvæstet.",
    "de": "Zwölf Menschen kamen am Dienstag bei einem Brand in der Fabrik ums Leben, sagte die Polizei.",
    "el": "Δώδεκα άνθρωποι σκοτώθηκαν την Τρίτη σε πυρκαγιά στο εργοστάσιο, είπε η αστυνομία.",
    "en": "Twelve people died in a fire at the factory on Tuesday, the police said. Others were hurt.",
    "es": "Doce personas murieron el martes en un incendio en la fábrica, según la policía.",
    "fa": "پلیس گفت دوازده نفر روز سه‌شنبه در آتش‌سوزی کارخانه کشته شدند و چند نفر زخمی شدند",
    "fi": "Kaksitoista ihmistä kuoli tiistaina tehtaan tulipalossa, poliisi kertoi. Muita loukkaantui.",
    "fr": "Douze personnes sont mortes mardi dans l'incendie de l'usine, selon la police.",
    "he": "שנים עשר בני אדם נהרגו ביום שלישי בשריפה במפעל, כך מסרה המשטרה",
    "hi": "मंगलवार को कारखाने में आग लगने से बारह लोगों की मौत हो गई, पुलिस ने कहा",
    "hu": "Tizenketten meghaltak kedden a gyárban kitört tűzben, közölte a rendőrség.",
    "it": "Dodici persone sono morte martedì nell'incendio della fabbrica, ha detto la polizia.",
    "ja": "火曜日に工場で火災があり、十二人が死亡したと警察が発表した。",
    "ko": "화요일 공장에서 불이 나 열두 명이 숨졌다고 경찰이 밝혔다.",
    "nl": "Twaalf mensen kwamen dinsdag om bij een brand in de fabriek, zei de politie.",
    "pl": "Dwanaście osób zginęło we wtorek w pożarze fabryki, poinformowała policja.",
    "pt": "Doze pessoas morreram na terça-feira num incêndio na fábrica, disse a polícia.",
    "ro": "Doisprezece oameni au murit marți într-un incendiu la fabrică, a anunțat poliția.",
    "ru": "Двенадцать человек погибли во вторник при пожаре на фабрике, сообщила полиция.",
    "sv": "Tolv människor omkom på tisdagen i en brand på fabriken, uppger polisen.",
    "tr": "Salı günü fabrikada çıkan yangında on iki kişi öldü, polis açıkladı. Başkaları yaralandı.",
    "uk": "Дванадцять людей загинули у вівторок під час пожежі на фабриці, повідомила поліція.",
    "zh": "警方说，星期二工厂发生火灾，造成十二人死亡，多人受伤。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_one_sentence_of_news_is_enough(code: str) -> None:
    assert find_language(TEXTS[code]) == code


@pytest.mark.parametrize(("words", "known"), [(8, 24), (5, 23), (4, 11)])
def test_of_a_few_words_most_are_known_and_none_is_taken_for_another(words: int, known: int) -> None:
    """Of the 24 languages that part their words by blanks."""
    begun = {code: " ".join(text.split()[:words]) for code, text in TEXTS.items() if code not in ("ja", "zh")}
    said = {code: language for code, text in begun.items() if (language := find_language(text)) is not None}
    assert [code for code, language in said.items() if language != code] == []
    assert len(said) >= known


@pytest.mark.parametrize("text", ["", "12 / 30 / 3", "https://post.example/a?b=c", "\x00\x1b\ud800 \U000e0001"])
def test_what_holds_no_words_has_no_language(text: str) -> None:
    assert find_language(text) is None


def test_a_quotation_in_another_language_does_not_decide() -> None:
    text = f"{TEXTS['en']} “{TEXTS['de'][:40]}”, a witness said. {TEXTS['en']}"
    assert find_language(text) == "en"


def test_languages_have_english_names() -> None:
    assert [name_language(code) for code in ("de", "es", "uk")] == ["German", "Spanish", "Ukrainian"]
