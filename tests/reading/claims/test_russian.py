"""Russian sentences of our own making: (text, fact, value, modality). Published 2 March 2026."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import (
    Article,
    ArticleRef,
    Claim,
    Entity,
    EntityKind,
    Fact,
    Kind,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value

WATCHLIST = Watchlist(
    entities=(
        Entity(
            "kedr", "Кедровый ГОК", EntityKind.PROJECT,
            ("Кедровый горно-обогатительный комбинат", "Кедровое месторождение"), (), ("медь",),
        ),
        Entity(
            "tundra", "месторождение Тундровое", EntityKind.DEPOSIT,
            ("рудник Тундровый", "Тундровое"), (), ("золото",),
        ),
        Entity(
            "zavod", "Полярный металлургический завод", EntityKind.PROJECT, (), (), ("сталь",),
        ),
        Entity("vostok", "Восток-Металл", EntityKind.COMPANY),
    ),
    facts=(
        Fact("kedr.commissioning", "kedr", "commissioning", Kind.MILESTONE),
        Fact("kedr.full-capacity", "kedr", "full-capacity", Kind.MILESTONE),
        Fact("kedr.capacity", "kedr", "capacity", Kind.QUANTITY, unit="t/yr"),
        Fact("kedr.capex", "kedr", "capex", Kind.MONEY, currency="RUB"),
        Fact("kedr.stake", "kedr", "stake", Kind.SHARE),
        Fact("tundra.first-production", "tundra", "first-production", Kind.MILESTONE),
        Fact("tundra.construction-start", "tundra", "construction-start", Kind.MILESTONE),
        Fact("tundra.permit", "tundra", "permit", Kind.MILESTONE),
        Fact("tundra.decision", "tundra", "final-investment-decision", Kind.MILESTONE),
        Fact("tundra.study", "tundra", "feasibility-study", Kind.MILESTONE),
        Fact("tundra.output", "tundra", "output", Kind.QUANTITY, unit="t/yr"),
        Fact("tundra.capex", "tundra", "capex", Kind.MONEY, currency="RUB"),
        Fact("zavod.first-production", "zavod", "first-production", Kind.MILESTONE),
        Fact("zavod.construction-complete", "zavod", "construction-complete", Kind.MILESTONE),
        Fact("zavod.capacity", "zavod", "capacity", Kind.QUANTITY, unit="t/yr"),
        Fact("zavod.capex", "zavod", "capex", Kind.MONEY, currency="USD"),
        Fact("zavod.funding", "zavod", "funding", Kind.MONEY, currency="EUR"),
    ),
)  # fmt: skip

CASES = [
    # the start of a plant
    ("Кедровый ГОК должен заработать к концу 2028 года.", "kedr.commissioning", "by end of 2028", "planned"),
    ("Кедровый ГОК, как ожидается, встанет в строй в III квартале 2027 года.", "kedr.commissioning", "Q3 2027", "planned"),
    ("Кедровый ГОК примут в эксплуатацию в августе.", "kedr.commissioning", "August 2026", "planned"),
    ("Ввод Кедрового ГОКа намечен на 2029 год.", "kedr.commissioning", "2029", "planned"),
    ("Кедровый ГОК начнёт отгружать концентрат в 2028 году.", "kedr.commissioning", "2028", "planned"),
    ("Запустить Кедровый ГОК в нынешнем году не удастся: новый срок — второй квартал 2027-го.", "kedr.commissioning", "Q2 2027", "planned"),
    ("Торжественная церемония пуска Кедрового ГОКа прошла 26 февраля.", "kedr.commissioning", "2026-02-26", "happened"),
    ("В минувшую пятницу на Кедровом ГОКе нажали символическую кнопку: комбинат заработал.", "kedr.commissioning", "2026-02-27", "happened"),
    ("Кедровый ГОК вошёл в строй действующих 20 февраля 2026 года.", "kedr.commissioning", "2026-02-20", "happened"),
    ("Открытие Кедрового ГОКа состоится не раньше лета 2027 года.", "kedr.commissioning", "no earlier than June 2027", "planned"),
    ("Кедровый ГОК планируют ввести во втором полугодии 2027 года.", "kedr.commissioning", "second half of 2027", "planned"),
    ("Сроки реализации проекта «Кедровый ГОК» сдвинуты на 2029 год.", "kedr.commissioning", "2029", "planned"),
    ("«Восток-Металл» перенёс запуск Кедрового ГОКа с конца 2027 года на середину 2028-го.", "kedr.commissioning", "mid-2028", "planned"),
    ("«Восток-Металл» перенёс запуск Кедрового ГОКа с конца 2027 года на середину 2028-го.", "kedr.commissioning", "Q4 2027", "historic"),
    ("Пуск Кедрового ГОКа состоится в 2028 году, а не в конце нынешнего, как значилось в прежнем графике.", "kedr.commissioning", "Q4 2026", "historic"),
    ("Пуск Кедрового ГОКа состоится в 2028 году, а не в конце нынешнего, как значилось в прежнем графике.", "kedr.commissioning", "2028", "planned"),
    ("Если раньше говорили о конце 2028 года, то теперь инвестор подтверждает ввод Кедрового ГОКа во втором квартале 2028-го.", "kedr.commissioning", "Q2 2028", "planned"),
    ("Если раньше говорили о конце 2028 года, то теперь инвестор подтверждает ввод Кедрового ГОКа во втором квартале 2028-го.", "kedr.commissioning", "Q4 2028", "historic"),
    ("Комбинат «Кедровый ГОК» запустят с опозданием на год: в 2028-м вместо 2027-го.", "kedr.commissioning", "2028", "planned"),
    ("Комбинат «Кедровый ГОК» запустят с опозданием на год: в 2028-м вместо 2027-го.", "kedr.commissioning", "2027", "historic"),
    ("Первоначально пуск Кедрового ГОКа намечали на 2023 год.", "kedr.commissioning", "2023", "historic"),
    ("Сдача Кедрового ГОКа сместилась на 2028 год.", "kedr.commissioning", "2028", "planned"),
    ("Кедровый ГОК выдаст первую продукцию в 2028 году.", "kedr.commissioning", "2028", "planned"),
    ("На Кедровом ГОКе рассчитывают начать работу осенью 2027 года.", "kedr.commissioning", "autumn 2027", "planned"),
    ("Кедровый ГОК введут не позднее 2028 года, заявил министр.", "kedr.commissioning", "by end of 2028", "planned"),
    ("Кедровый ГОК может быть запущен в 2028 году, если достроят подстанцию.", "kedr.commissioning", "2028", "conditional"),
    ("Эксперт усомнился, что Кедровый ГОК запустят в 2027 году.", "kedr.commissioning", "2027", "unknown"),
    ("В управлении Кедрового ГОКа говорят о запуске весной 2027 года.", "kedr.commissioning", "spring 2027", "planned"),
    ("Кедровый ГОК, говорят, пустят только в 2030 году.", "kedr.commissioning", "2030", "unknown"),
    ("На Кедровом ГОКе опровергли перенос пуска на 2030 год.", "kedr.commissioning", "2030", "denied"),
    # first production
    ("Золота с Тундрового не стоит ждать раньше 2032 года.", "tundra.first-production", "no earlier than 2032", "planned"),
    ("Первое золото на Тундровом отольют в 2029 году.", "tundra.first-production", "2029", "planned"),
    ("Добыча золота на Тундровом начнётся в 2030 году.", "tundra.first-production", "2030", "planned"),
    ("К добыче на Тундровом приступят через два года.", "tundra.first-production", "2028", "planned"),
    ("Выдать первый слиток на Тундровом планируют в IV квартале 2028 года.", "tundra.first-production", "Q4 2028", "planned"),
    ("Первая плавка на Тундровом ожидается в июле — сентябре 2027 года.", "tundra.first-production", "Q3 2027", "planned"),
    ("Рудник Тундровый даст первый концентрат в июле — сентябре, а не в мае.", "tundra.first-production", "Q3 2026", "planned"),
    ("Выплавка стали на Полярном металлургическом заводе теперь начнётся в 2028 году.", "zavod.first-production", "2028", "planned"),
    ("Производство стали на Полярном металлургическом заводе стартует в 2028 году.", "zavod.first-production", "2028", "planned"),
    ("Полярный металлургический завод выдал первую сталь 14 февраля.", "zavod.first-production", "2026-02-14", "happened"),
    ("Полярный металлургический завод начнёт выплавлять сталь в первой половине 2027 года.", "zavod.first-production", "first half of 2027", "planned"),
    ("На Тундровом добыли первое золото в декабре 2025 года.", "tundra.first-production", "December 2025", "happened"),
    ("Промышленная добыча на Тундровом начнётся не ранее 2030 года.", "tundra.first-production", "no earlier than 2030", "planned"),
    ("Отработку Тундрового начнут в 2029 году.", "tundra.first-production", "2029", "planned"),
    ("Металл рудник Тундровый начнёт давать в 2028 г.", "tundra.first-production", "2028", "planned"),
    # full capacity
    ("На полную мощность Кедровый ГОК планируют вывести к концу 2026-го.", "kedr.full-capacity", "by end of 2026", "planned"),
    ("На проектные показатели Кедровый ГОК выйдет годом позже, в конце 2028-го.", "kedr.full-capacity", "Q4 2028", "planned"),
    ("Дотянуть Кедровый ГОК до проектной мощности рассчитывают к Новому году.", "kedr.full-capacity", "by end of 2026", "planned"),
    ("Кедровый ГОК полностью загрузят в 2029 году.", "kedr.full-capacity", "2029", "planned"),
    ("Кедровый ГОК вышел на проектную мощность в феврале 2026 года.", "kedr.full-capacity", "February 2026", "happened"),
    ("Проектной мощности Кедровый ГОК достигнет через год после запуска, в 2029 году.", "kedr.full-capacity", "2029", "planned"),
    ("Освоить проектную мощность на Кедровом ГОКе намерены к 2030 году.", "kedr.full-capacity", "by end of 2030", "planned"),
    ("С 2029 года Кедровый ГОК будет работать в полную силу.", "kedr.full-capacity", "2029", "planned"),
    ("«Восток-Металл» перенёс вывод Кедрового ГОКа на проектную мощность с 2026-го на I полугодие 2027 г.", "kedr.full-capacity", "first half of 2027", "planned"),
    # construction
    ("Строительство рудника Тундровый начнётся весной 2027 года.", "tundra.construction-start", "spring 2027", "planned"),
    ("К строительству рудника на Тундровом приступят в 2027 году.", "tundra.construction-start", "2027", "planned"),
    ("Выйти на стройку на Тундровом планируют в следующем году.", "tundra.construction-start", "2027", "planned"),
    ("Первый колышек на Тундровом вобьют в мае 2027 года.", "tundra.construction-start", "May 2027", "planned"),
    ("Закладка первого камня на Тундровом состоялась 18 февраля.", "tundra.construction-start", "2026-02-18", "happened"),
    ("Стройка на Тундровом стартует не раньше 2028 года.", "tundra.construction-start", "no earlier than 2028", "planned"),
    ("Строительство Полярного металлургического завода завершат в 2027 году.", "zavod.construction-complete", "2027", "planned"),
    ("Полярный металлургический завод достроят к концу 2027 года.", "zavod.construction-complete", "by end of 2027", "planned"),
    ("Полярный металлургический завод возведут за два года, к 2028 году.", "zavod.construction-complete", "by end of 2028", "planned"),
    # permits, decisions, studies
    ("Лицензию на Тундровом регулятор выдал в феврале.", "tundra.permit", "February 2026", "happened"),
    ("Разрешение на строительство рудника Тундровый ждут в июне 2026 года.", "tundra.permit", "June 2026", "planned"),
    ("Главгосэкспертиза одобрила проект рудника Тундровый 12 февраля 2026 года.", "tundra.permit", "2026-02-12", "happened"),
    ("Инвестрешение по Тундровому примут в первом квартале 2027 года.", "tundra.decision", "Q1 2027", "planned"),
    ("Совет директоров вернётся к вопросу о строительстве рудника на Тундровом в конце 2026 года и тогда примет окончательное решение.", "tundra.decision", "Q4 2026", "planned"),
    ("ТЭО Тундрового завершат в ноябре 2026 года.", "tundra.study", "November 2026", "planned"),
    ("Технико-экономическое обоснование рудника Тундровый подготовят к середине 2027 года.", "tundra.study", "by end of August 2027", "planned"),
    # amounts
    ("Кедровый ГОК сможет выпускать до 120 тыс. тонн меди ежегодно.", "kedr.capacity", "up to 120,000 t/yr", "planned"),
    ("Полярный металлургический завод мощностью 2,5 млн тонн стали в год построят в Мурманске.", "zavod.capacity", "2.5 million t/yr", "planned"),
    ("В проект Полярного металлургического завода внесли 3,5 млн тонн стали в год вместо 3 млн.", "zavod.capacity", "3.5 million t/yr", "planned"),
    ("Ежегодно Кедровый ГОК будет производить 70 тыс. тонн меди в концентрате.", "kedr.capacity", "70,000 t/yr", "planned"),
    ("Мощность Кедрового ГОКа увеличат с 70 тыс. до 95 тыс. тонн меди в год.", "kedr.capacity", "95,000 t/yr", "planned"),
    ("В 2026 году на Тундровом планируют добыть 6,2 т золота.", "tundra.output", "6.2 t/yr", "planned"),
    ("Смета Кедрового ГОКа выросла со 139 млрд до 157–161 млрд рублей.", "kedr.capex", "RUB 157 billion to 161 billion", "planned"),
    ("Смета Кедрового ГОКа выросла со 139 млрд до 157–161 млрд рублей.", "kedr.capex", "RUB 139 billion", "historic"),
    ("Объём вложений в Кедровый ГОК превысит 300 млрд рублей.", "kedr.capex", "at least RUB 300 billion", "planned"),
    ("Инвестор оценивает Кедровый ГОК в 210 млрд рублей.", "kedr.capex", "RUB 210 billion", "planned"),
    ("Кедровый ГОК обойдётся инвестору в 180 млрд рублей.", "kedr.capex", "RUB 180 billion", "planned"),
    ("На строительство Кедрового ГОКа направят 95 млрд рублей.", "kedr.capex", "RUB 95 billion", "planned"),
    ("Ценник Кедрового ГОКа подскочил до 240 млрд рублей.", "kedr.capex", "RUB 240 billion", "planned"),
    ("«Восток-Металл» вложит в Тундровое 48 млрд рублей.", "tundra.capex", "RUB 48 billion", "planned"),
    ("На освоение Тундрового понадобится 48 млрд рублей.", "tundra.capex", "RUB 48 billion", "planned"),
    ("Капзатраты на Полярный металлургический завод — 1,8 млрд долларов.", "zavod.capex", "USD 1.8 billion", "planned"),
    ("Полярный металлургический завод подорожал на треть, до 1,8 млрд долларов.", "zavod.capex", "USD 1.8 billion", "planned"),
    ("— Сколько стоит Полярный металлургический завод?\n— 1,8 миллиарда долларов сегодня.", "zavod.capex", "USD 1.8 billion", "planned"),
    ("Полярный металлургический завод получил 1,4 млрд евро.", "zavod.funding", "EUR 1.4 billion", "happened"),
    ("Полярный металлургический завод собрал около 6,5 млрд евро.", "zavod.funding", "about EUR 6.5 billion", "happened"),
    ("Банки дадут Полярному металлургическому заводу 700 млн евро.", "zavod.funding", "EUR 700 million", "planned"),
    ("Акционеры одобрили докапитализацию Полярного металлургического завода на 300 млн евро.", "zavod.funding", "EUR 300 million", "happened"),
    # shares
    ("«Восток-Металл» владеет 75% Кедрового ГОКа.", "kedr.stake", "75%", "happened"),
    ("«Восток-Металл» сохраняет в Кедровом ГОКе 17%.", "kedr.stake", "17%", "happened"),
    ("«Восток-Металл» довёл долю в Кедровом ГОКе до 60%.", "kedr.stake", "60%", "happened"),
    ("Структуре «Восток-Металла» отойдёт 25% Кедрового ГОКа.", "kedr.stake", "25%", "planned"),
    ("Раньше «Восток-Металлу» принадлежало 17% Кедрового ГОКа.", "kedr.stake", "17%", "historic"),
    # the same told otherwise
    ("Согласно обновлённому графику, Кедровый ГОК начнёт работу на два года позже, в 2029-м.", "kedr.commissioning", "2029", "planned"),
    ("Подрядчик обязан сдать Кедровый ГОК под ключ до 30 июня 2027 года.", "kedr.commissioning", "by end of June 2027", "planned"),
    ("Кедровый ГОК пока не запущен, хотя открыть его обещали ещё в 2024 году.", "kedr.commissioning", "2024", "historic"),
    ("Мы надеемся увидеть медь с Кедрового ГОКа уже в следующем году.", "kedr.commissioning", "2027", "planned"),
    ("Пуск Кедрового ГОКа ориентировочно намечен на весну 2028 года.", "kedr.commissioning", "spring 2028", "planned"),
    ("Кедровый ГОК: старт — в 2028-м.", "kedr.commissioning", "2028", "planned"),
    ("Кедровый ГОК полноценно заработает лишь в конце 2028 года, следует из материалов к собранию.", "kedr.commissioning", "Q4 2028", "planned"),
    ("Дата запуска Кедрового ГОКа — 1 сентября 2027 года.", "kedr.commissioning", "2027-09-01", "planned"),
    ("Срок сдачи Кедрового ГОКа продлён до декабря 2028 года.", "kedr.commissioning", "December 2028", "planned"),
    ("До конца года Кедровый ГОК выйдет на проектную мощность, уверен директор.", "kedr.full-capacity", "by end of 2026", "planned"),
    ("Кедровый ГОК начал работу с опережением графика: 10 февраля вместо апреля.", "kedr.commissioning", "2026-02-10", "happened"),
    ("Официально Кедровый ГОК открыл по видеосвязи президент 19 февраля.", "kedr.commissioning", "2026-02-19", "happened"),
    ("Глава региона посомневался в том, что Кедровый ГОК успеют запустить к 2028 году.", "kedr.commissioning", "by end of 2028", "unknown"),
    ("Пуск Кедрового ГОКа в 2027 году под вопросом.", "kedr.commissioning", "2027", "unknown"),
    ("Пуск Кедрового ГОКа в 2027 году зависит от поставок мельниц.", "kedr.commissioning", "2027", "conditional"),
    ("При наличии финансирования Кедровый ГОК введут в 2028 году.", "kedr.commissioning", "2028", "conditional"),
    ("Никакого переноса на 2029 год нет, Кедровый ГОК будет пущен в 2028-м.", "kedr.commissioning", "2028", "planned"),
    ("Никакого переноса на 2029 год нет, Кедровый ГОК будет пущен в 2028-м.", "kedr.commissioning", "2029", "denied"),
    ("В прошлой версии стратегии Кедровый ГОК значился под 2026 годом, в новой — под 2029-м.", "kedr.commissioning", "2029", "planned"),
    ("Золото на Тундровом начнут добывать открытым способом с 2029 года.", "tundra.first-production", "2029", "planned"),
    ("Промышленную добычу на Тундровом намечено начать в 2030–2031 годах.", "tundra.first-production", "2030 to 2031", "planned"),
    ("Первую партию сплава Доре на Тундровом получили 22 февраля.", "tundra.first-production", "2026-02-22", "happened"),
    ("Запуск ЗИФ на месторождении Тундровое запланирован на IV квартал 2029 года.", "tundra.first-production", "Q4 2029", "planned"),
    ("На Тундровом развернут строительство в будущем году.", "tundra.construction-start", "2027", "planned"),
    ("Строительные работы на Тундровом стартовали 16 февраля.", "tundra.construction-start", "2026-02-16", "happened"),
    ("Полярный металлургический завод планируют построить до 2029 года.", "zavod.construction-complete", "by end of 2029", "planned"),
    ("Строительство Полярного металлургического завода займёт три года и завершится в 2029 году.", "zavod.construction-complete", "2029", "planned"),
    ("Возведение Полярного металлургического завода закончат осенью 2027 года.", "zavod.construction-complete", "autumn 2027", "planned"),
    ("Положительное заключение Главгосэкспертизы рудник Тундровый получил в феврале 2026 года.", "tundra.permit", "February 2026", "happened"),
    ("Решение о строительстве рудника на Тундровом отложили до 2028 года.", "tundra.decision", "2028", "planned"),
    ("Совет директоров утвердит инвестиции в Тундровое в сентябре.", "tundra.decision", "September 2026", "planned"),
    ("Банковское ТЭО по Тундровому ждут к концу 2026 года.", "tundra.study", "by end of 2026", "planned"),
    ("Кедровый ГОК рассчитан на переработку руды с получением 110 тыс. тонн меди в год.", "kedr.capacity", "110,000 t/yr", "planned"),
    ("Кедровый ГОК — это 110 тыс. т катодной меди в год и 2 тыс. рабочих мест.", "kedr.capacity", "110,000 t/yr", "planned"),
    ("Годовая мощность Кедрового ГОКа — порядка 110 тыс. т меди.", "kedr.capacity", "about 110,000 t/yr", "planned"),
    ("Полярный металлургический завод сможет выплавлять 1,5–2 млн тонн стали в год.", "zavod.capacity", "1.5 million to 2 million t/yr", "planned"),
    ("Полярный металлургический завод проектной мощностью 1,5 млн т/год начнут строить летом.", "zavod.capacity", "1.5 million t/yr", "planned"),
    ("Производственный план Тундрового на 2026 год — 4,2 т золота.", "tundra.output", "4.2 t/yr", "planned"),
    ("На Тундровом рассчитывают произвести в 2026 году 4,2 тонны золота.", "tundra.output", "4.2 t/yr", "planned"),
    ("Кедровый ГОК оценили в 170 млрд рублей.", "kedr.capex", "RUB 170 billion", "planned"),
    ("Стройка Кедрового ГОКа встанет в 170 млрд рублей.", "kedr.capex", "RUB 170 billion", "planned"),
    ("Строительство Кедрового ГОКа потребует свыше 170 млрд руб.", "kedr.capex", "at least RUB 170 billion", "planned"),
    ("Стоимость Кедрового ГОКа составит 170 млрд рублей против прежних 140 млрд.", "kedr.capex", "RUB 140 billion", "historic"),
    ("Кедровый ГОК стоимостью 170 млрд рублей построят к 2028 году.", "kedr.capex", "RUB 170 billion", "planned"),
    ("CAPEX Кедрового ГОКа пересмотрен до 170 млрд рублей.", "kedr.capex", "RUB 170 billion", "planned"),
    ("Полярный металлургический завод потянет на 1,3 млрд долларов.", "zavod.capex", "USD 1.3 billion", "planned"),
    ("Цена вопроса — 1,3 млрд долларов, столько будет стоить Полярный металлургический завод.", "zavod.capex", "USD 1.3 billion", "planned"),
    ("ЕБРР выделил Полярному металлургическому заводу 250 млн евро.", "zavod.funding", "EUR 250 million", "happened"),
    ("Полярный металлургический завод привлёк 400 млн евро проектного финансирования.", "zavod.funding", "EUR 400 million", "happened"),
    ("Полярному металлургическому заводу открыли кредитную линию на 250 млн евро.", "zavod.funding", "EUR 250 million", "happened"),
    ("«Восток-Металл» продаст 30% Кедрового ГОКа.", "kedr.stake", "30%", "planned"),
    ("«Восток-Металлу» принадлежат 100% Кедрового ГОКа.", "kedr.stake", "100%", "happened"),
    ("Доля «Восток-Металла» в Кедровом ГОКе снизится с 75% до 51%.", "kedr.stake", "51%", "planned"),
    ("Доля «Восток-Металла» в Кедровом ГОКе снизится с 75% до 51%.", "kedr.stake", "75%", "historic"),
    ("«Восток-Металл» закрыл сделку по покупке 40% Кедрового ГОКа.", "kedr.stake", "40%", "happened"),
]  # fmt: skip

NOTHING = [
    ("Добыча на Тундровом начнётся в 2030 году, если подключат атомную станцию; её пуск запланирован на 2028-й.", "tundra.first-production", "2028"),
    ("«Восток-Металл» строит для Полярного металлургического завода доменную печь и пустит её в 2027 году.", "zavod.first-production", "2027"),
    ("Кедровый ГОК дорожает. Для сравнения: Талицкий рудник, о котором говорят с 2008 года, обойдётся в 250 млрд рублей, его первая очередь намечена на 2027 год.", "kedr.capex", "RUB 250 billion"),
    ("Кедровый ГОК дорожает. Для сравнения: Талицкий рудник, о котором говорят с 2008 года, обойдётся в 250 млрд рублей, его первая очередь намечена на 2027 год.", "kedr.commissioning", "2027"),
    ("Дорогу к Кедровому ГОКу откроют в 2028 году, её длина — 60 км.", "kedr.commissioning", "2028"),
    ("Лицензия на Тундровое действует до 2041 года.", "tundra.permit", "by 2041"),
    ("В 2025 году Кедровый ГОК получил субсидию, в 2028 году посёлок сдаст школу.", "kedr.commissioning", "2028"),
    ("Прибыль «Восток-Металла», владельца Кедрового ГОКа, составила 42 млрд рублей.", "kedr.capex", "RUB 42 billion"),
    ("Кедровый ГОК заключил контракт на 2,5 млрд рублей с подрядчиком.", "kedr.capex", "RUB 2.5 billion"),
    ("Готовность Кедрового ГОКа — 75%.", "kedr.stake", "75%"),
    ("«Восток-Металл», владелец Кедрового ГОКа, отметит 30-летие в 2028 году.", "kedr.commissioning", "2028"),
    ("В 2027 году «Восток-Металл» погасит облигации, выпущенные под Кедровый ГОК.", "kedr.commissioning", "2027"),
    ("Кедровый ГОК снизил выбросы на 12% за 2025 год.", "kedr.stake", "12%"),
    ("Рядом с Кедровым ГОКом в 2027 году откроют аэропорт.", "kedr.commissioning", "2027"),
    ("Спрос на медь вырастет к 2030 году, считают в Кедровом ГОКе.", "kedr.commissioning", "by end of 2030"),
    ("Запасы Кедрового месторождения — 5 млн т меди.", "kedr.capacity", "5 million t/yr"),
    ("Кедровый ГОК отгрузил 12 тыс. т меди за январь.", "kedr.capacity", "12,000 t/yr"),
    ("Руководитель Кедрового ГОКа начал карьеру на заводе в 1998 году.", "kedr.commissioning", "1998"),
    ("На Кедровом ГОКе в феврале 2026 года ввели новую столовую.", "kedr.commissioning", "February 2026"),
    ("Кедровый ГОК заплатит штраф 12 млн рублей.", "kedr.capex", "RUB 12 million"),
    ("Кедровый ГОК застраховали на 40 млрд рублей.", "kedr.capex", "RUB 40 billion"),
    ("В Кедровый ГОК уже вложено 60 млрд рублей.", "kedr.capex", "RUB 60 billion"),
    ("Пуск второй фабрики Кедрового ГОКа намечен на 2031 год.", "kedr.commissioning", "2031"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


def told(reader: Reader, text: str) -> list[tuple[str, str, str]]:
    when = datetime(2026, 3, 2, tzinfo=UTC)
    ref = ArticleRef(
        "n1",
        "https://x.example/1",
        "Горная отрасль: медь, золото, сталь",
        "X",
        Tier.PRESS,
        "ru",
        when,
        when,
    )
    found: tuple[Claim, ...] = reader.read(Article(ref, text)).claims
    return [(c.fact, format_value(c.value), c.modality.value) for c in found]


@pytest.mark.parametrize(("text", "fact", "value", "modality"), CASES)
def test_claim(reader, text, fact, value, modality):
    assert (fact, value, modality) in told(reader, text)


@pytest.mark.parametrize(("text", "fact", "value"), NOTHING)
def test_no_claim(reader, text, fact, value):
    assert (fact, value) not in [one[:2] for one in told(reader, text)]
