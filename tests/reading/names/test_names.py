"""What stands for a name, and what does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Entity, EntityKind, Watchlist
from monitor.reading.names.mentions import candidates
from monitor.reading.names.names import edit_budget, variants
from monitor.reading.names.scan import compile_matcher
from monitor.reading.names.view import View
from monitor.reading.spelling.english import numbers, plural, without_legal_form
from monitor.reading.spelling.russian import decline
from monitor.reading.spelling.transliteration import to_cyrillic, to_latin
from tests.reading_factories import article

C, D, P, J = EntityKind.COMPANY, EntityKind.DEPOSIT, EntityKind.PERSON, EntityKind.PROJECT

# kind, alias, forms that are the name, forms that are not
TABLE = [
    (C, "Норильский никель", "Норильского никеля|Норильскому никелю|Норильским никелем|Норильском никеле", "норильский уголь|никель Норильска"),
    (C, "Норникель", "Норникеля|Норникелю|Норникелем|Норникеле|«Норникель»", "Норникелевый|Никель"),
    (C, "Соликамский магниевый завод", "Соликамского магниевого завода|Соликамскому магниевому заводу|Соликамским магниевым заводом|Соликамском магниевом заводе|Соликамский магниевый  завод|Соликамский магнитный завод|соликамский магневый завод|СОЛИКАМСКИЙ МАГНИЕВЫЙ ЗАВОД", "Соликамский калийный завод|Самарский магниевый завод|Соликамский завод"),
    (P, "Денис Мантуров", "Дениса Мантурова|Денису Мантурову|Денисом Мантуровым|Денисе Мантурове|Мантуров Денис|Д. Мантуров|Д. Мантурова", "Денис Мансуров|Денис Майданов|Денис Мантурово"),
    (P, "Мантуров", "Мантурова|Мантурову|Мантуровым|Мантурове", "Мантурово|Мантуровский|Мансуров|Мансурова|Мантуровка"),
    (P, "Эльвира Набиуллина", "Эльвиры Набиуллиной|Эльвире Набиуллиной|Эльвиру Набиуллину|Эльвирой Набиуллиной", "Эльвира Набиева"),
    (P, "Анна Новак", "Анны Новак|Анне Новак|Анну Новак|Анной Новак", "Анна Новикова"),
    (P, "Дмитрий Песков", "Дмитрия Пескова|Дмитрию Пескову|Дмитрием Песковым", "Дмитрий Лесков|Дмитровский песок"),
    (D, "Томтор", "Томтора|Томтору|Томтором|Томторе", "Томтот|Томторочка|Монитор"),
    (D, "Томторское месторождение", "Томторского месторождения|Томторским месторождением|Томторском месторождении|Томторскому месторождению", "Тамбовское месторождение|Томское месторождение"),
    (D, "Наталка", "Наталки|Наталке|Наталку|Наталкой", "Наталья|Наталкина"),
    (D, "Павлик", "Павлика|Павлику|Павликом|Павлике", "Павлов|Павликово"),
    (D, "Сухой Лог", "Сухого Лога|Сухому Логу|Сухим Логом|Сухом Логе|Сухом Логу", "Сухой Лес|сухой логист"),
    (J, "Озерный ГОК", "Озерного ГОКа|Озерному ГОКу|Озерным ГОКом|Озерном ГОКе|Озёрный ГОК|Озёрного ГОКа", "Озерская ГОК|Горный ГОК"),
    (J, "ГОК «Озерный»", 'ГОКа «Озерный»|ГОКе "Озёрный"|ГОК Озерный|ГОКом “Озерный”', "ГОК «Горный»"),
    (C, "Роснедра", "Роснедр|Роснедрам|Роснедрами|Роснедрах", "Роснефть|недра"),
    (C, "Росатом", "Росатома|Росатому|Росатомом|Росатоме|«Росатом»", "Росстат|атом"),
    (C, "Роснефть", "Роснефти|Роснефтью", "Роснедра|нефть"),
    (J, "Удокан", "Удокана|Удокану|Удоканом|Удокане|Удоканский ГОК|Удоканского месторождения", "Удоканский хребет|Удоканский район|Указан"),
    (J, "Ермаковское месторождение", "Ермаковского месторождения|Ermakovskoye|Ермаковский рудник", "Ермаковское сельпо|Ермолаевское месторождение"),
    (D, "Колмозеро", "Колмозера|Колмозеру|Колмозером|Колмозерский проект", "Ловозеро|Колмозерский сельсовет"),
    (J, "Кызыл-Омпол", "Кызыл-Омпола|Кызыл-Омполе|Кызыл Омпол|Kyzyl-Ompol", "Кызыл|Кызыл-Кия"),
    (D, "Быстринское месторождение", "Быстринского месторождения|Быстринском месторождении", "Быстринский район|Бугринское месторождение"),
    (C, "Solikamsk Magnesium Plant", "Solikamsk Magnesium Plant's|Solikamskiy Magnesium Plant|SOLIKAMSK MAGNESIUM PLANT|Solikamsk-Magnesium Plant|Solikamsk\nMagnesium Plant|Solikamsk Magnesium Plants", "Solikamsk Potash Plant|Magnesium Plant|Samara Magnesium Plant"),
    (D, "Tomtorskoye", "Tomtorskoe|Tomtorskoye's|Томторское|Томторского месторождения", "Tomtorsky|Tomsk"),
    (C, "Iluka Resources Ltd", "Iluka Resources|Iluka Resources Limited|Iluka Resources Ltd.|ILUKA RESOURCES LTD", "Ilukan|Natural Resources Ltd"),
    (C, "ПАО «Соликамский завод»", "Соликамский завод|Соликамского завода|«Соликамским заводом»", "Сокольский завод"),
    (C, "Smith & Sons Mining", "Smith and Sons Mining|Smith &amp; Sons Mining|Smith &  Sons Mining", "Smith Mining|Sons Mining"),
    (J, "Copper Concentrator No. 3", "copper concentrator No 3|Copper Concentrator #3|Copper Concentrator №3", "Copper Concentrator No. 2|Copper Concentrator No. 5|copper concentrators"),
    (J, "фабрика № 3", "фабрики № 3|фабрику №3|фабрике №\u00a03", "фабрика № 2|фабрика № 5|фабрика"),
    (J, "rare earth extraction technology", "REE extraction technology|rare-earth extraction technology|rare earth elements extraction technology", "earth extraction technology|extraction technology"),
    (J, "технологии извлечения редкоземельных металлов", "технологий извлечения РЗМ|технологиях извлечения редких земель", "технологии извлечения золота"),
    (J, "separation facility", "separation facilities|Separation Facility|separation\u00a0facility", "separation|preparation facility|separate facility"),
    (J, "Лонгон*", "Лонгонджо|Лонгонский", "Лонго|Улонгон"),
    (J, "Longonjo", "Longonjo's|LONGONJO|Longonyo|Longonjjo|Longon\u00adjo|Лонгонджо", "Longo|Longboat|Longonja|Bongonjo"),
    (J, "Yoshlik-1", "Yoshlik-1's|Yoshlik 1", "Yoshlik-2|Yoshlik-10|Yoshlik"),
    (J, "Ёшлик", "Ёшлика|Ешлик|Йошлик|Йошлика", "Ярлык|Ошлик"),
    (J, "Höchst plant", "Hochst plant|Höchst Plant", "Most plant"),
    (J, "Kathleen Valley", "Kathlene Valley|Kathleen Vally", "Kathleen Turner|Silicon Valley|Kathleen Alley"),
    (C, "索利卡姆斯克镁厂", "索里卡姆斯克镁厂|索利卡姆斯克镁廠|索利卡穆斯克镁厂", "索契镁厂|利卡镁厂"),
    (C, "俄罗斯石油公司", "俄羅斯石油公司|俄罗斯石油公司（Rosneft）", "俄罗斯石化公司|俄罗斯国家公司"),
    (P, "丹尼斯·曼图罗夫", "丹尼斯曼图罗夫|丹尼斯・曼图罗夫|丹尼斯•曼圖羅夫", "丹尼斯·曼苏罗夫"),
    (C, "赣锋锂业集团股份有限公司", "赣锋锂业|赣锋锂业集团|贛鋒鋰業", "天齐锂业集团股份有限公司"),
]  # fmt: skip
KINDS = [(*row[:2], text, True) for row in TABLE for text in row[2].split("|")]
KINDS += [(*row[:2], text, False) for row in TABLE for text in row[3].split("|")]
_MATCHERS = {}


@pytest.mark.parametrize(("kind", "alias", "text", "named"), KINDS)
def test_names(kind, alias, text, named):
    key = (kind, alias)
    if key not in _MATCHERS:
        _MATCHERS[key] = compile_matcher(Watchlist((Entity("x", alias, kind),)))
    view = View(_MATCHERS[key], article("", f"Вот: {text}, ok"))
    found = [view.original(f) for c in candidates(view) for f in c.mentions]
    assert bool(found) is named
    if named and "«" not in text and "公司" not in text:
        assert any(text.startswith(view.content[start:end]) for start, end in found)


BUDGETS = [("SMZ", 0), ("Томтор", 0), ("Longonjo", 1), ("Мантуров", 1), ("Kathleen Valley", 2), ("separation facility", 1),
           ("Solikamsk Magnesium Plant", 2), ("索利卡姆斯克镁厂", 1), ("巨龙铜矿", 0), ("Norsk*", 0), ("Stibnite project", 1)]  # fmt: skip


@pytest.mark.parametrize(("alias", "budget"), BUDGETS)
def test_edit_budget(alias, budget):
    assert edit_budget(alias) == budget


def test_names_of_two_entities_keep_their_distance():
    entities = (Entity("a", "Kantukov", P), Entity("b", "Kantulov", P))
    matcher = compile_matcher(Watchlist(entities))
    assert {name.budget for name in matcher.names if name.alias in {"Kantukov", "Kantulov"}} == {0}


def test_plain_parts():
    assert decline("Полюс")[:1] == ["полюс"]
    assert "tomtorskoye" in to_latin("томторское")
    assert "мантуров" in to_cyrillic("manturov")
    assert plural("facility") == "facilities"
    assert numbers("magnet plant") == ["magnet plants"]
    assert without_legal_form("norsk plant jsc") == ["norsk plant"]
    assert variants("SMZ", kind=C, short=True) == {"smz": "exact"}


TEXTS = st.text(st.sampled_from("Aя  .*\"«»-№3国斯·&;\n\u00ad\u0301'"), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS, TEXTS)
def test_any_watchlist_compiles_and_any_text_is_read(names, title, text):
    entity = Entity("x", names[0], D, tuple(names), (title,), (text,), (title,))
    matcher = compile_matcher(Watchlist((entity,), topic=(text,)))
    view = View(matcher, article(title, f"{text} {names[-1]}"))
    for candidate in candidates(view):
        for found in candidate.mentions:
            start, end = view.original(found)
            assert 0 <= start < end <= len(view.content)
