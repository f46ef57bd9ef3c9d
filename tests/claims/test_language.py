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


HEADLINES = {
    "ar": ("الجيش يعلن مقتل خمسة جنود", "وفاة الرئيس السابق"),
    "cs": ("Policie zadržela tři podezřelé", "Vlak srazil ženu na přejezdu"),
    "da": ("Politiet har anholdt tre mænd", "Skibet sank ud for kysten"),
    "de": ("Polizei nimmt drei Verdächtige fest", "Schiff vor der Küste gesunken"),
    "el": ("Τρεις συλλήψεις για τη δολοφονία", "Βυθίστηκε πλοίο στο λιμάνι"),
    "en": ("Police arrest three over the attack", "Ship sinks off the coast"),
    "es": ("La policía detiene a tres sospechosos", "Naufraga un barco frente a la costa"),
    "fa": ("پلیس سه نفر را بازداشت کرد", "کشتی در نزدیکی ساحل غرق شد"),
    "fi": ("Poliisi otti kiinni kolme epäiltyä", "Laiva upposi rannikon edustalla"),
    "fr": ("La police arrête trois suspects", "Un navire coule au large de la côte"),
    "he": ("המשטרה עצרה שלושה חשודים", "ספינה טבעה מול החוף"),
    "hu": ("Három gyanúsítottat elfogott a rendőrség", "Elsüllyedt egy hajó a part közelében"),
    "id": ("Polisi menangkap tiga tersangka", "Kapal tenggelam di lepas pantai"),
    "it": ("La polizia arresta tre sospetti", "Nave affonda al largo della costa"),
    "ja": ("警察が三人を逮捕", "沖合で船が沈没"),
    "ko": ("경찰, 용의자 세 명 체포", "해안에서 배 침몰"),
    "nl": ("Politie houdt drie verdachten aan", "Schip gezonken voor de kust"),
    "no": ("Politiet har pågrepet tre menn", "Skip sank utenfor kysten"),
    "pl": ("Policja zatrzymała trzech podejrzanych", "Statek zatonął u wybrzeży"),
    "pt": ("Polícia prende três suspeitos", "Navio afunda perto da costa"),
    "ro": ("Poliția a reținut trei suspecți", "O navă s-a scufundat în largul coastei"),
    "ru": ("Полиция задержала троих подозреваемых", "Корабль затонул у берега"),
    "sv": ("Polisen har gripit tre misstänkta", "Fartyg sjönk utanför kusten"),
    "tr": ("Polis üç şüpheliyi gözaltına aldı", "Gemi kıyı açıklarında battı"),
    "uk": ("Поліція затримала трьох підозрюваних", "Корабель затонув біля узбережжя"),
    "vi": ("Cảnh sát bắt giữ ba nghi phạm", "Tàu chìm ngoài khơi bờ biển"),
    "zh": ("警方逮捕三名嫌疑人", "一艘船在近海沉没"),
}  # fmt: skip


@pytest.mark.parametrize("code", TEXTS)
def test_one_sentence_of_news_is_enough(code: str) -> None:
    assert find_language(TEXTS[code]) == code


@pytest.mark.parametrize(("words", "known"), [(8, 23), (5, 22), (4, 23)])
def test_of_a_few_words_most_are_known_and_none_is_taken_for_another(words: int, known: int) -> None:
    """Of the 24 languages that part their words by blanks."""
    begun = {code: " ".join(text.split()[:words]) for code, text in TEXTS.items() if code not in ("ja", "zh")}
    said = {code: language for code, text in begun.items() if (language := find_language(text)) is not None}
    assert [code for code, language in said.items() if language != code] == []
    assert len(said) >= known


def test_a_headline_is_known_or_unknown_and_foreign_ones_are_never_english() -> None:
    said = [(code, find_language(line)) for code, lines in HEADLINES.items() for line in lines]
    assert [code for code, language in said if language == "en" != code] == []
    assert sum(code == language for code, language in said) >= 49
    assert sum(language not in (None, code) for code, language in said) <= 1


def test_what_the_page_declares_decides_what_is_unclear() -> None:
    pages = [(code, line) for code, lines in HEADLINES.items() for line in lines]
    assert sum(find_language(line, code) == code for code, line in pages) >= 53
    assert all(find_language(line, "en") == find_language(line) for _, line in pages)
    assert find_language(TEXTS["de"], "fr") == "de"


@pytest.mark.parametrize("text", ["", "12 / 30 / 3", "https://post.example/a?b=c", "\x00\x1b\ud800 \U000e0001"])
def test_what_holds_no_words_has_no_language(text: str) -> None:
    assert find_language(text) is None


def test_a_quotation_in_another_language_does_not_decide() -> None:
    text = f"{TEXTS['en']} “{TEXTS['de'][:40]}”, a witness said. {TEXTS['en']}"
    assert find_language(text) == "en"


def test_languages_have_english_names() -> None:
    assert [name_language(code) for code in ("de", "es", "uk")] == ["German", "Spanish", "Ukrainian"]
