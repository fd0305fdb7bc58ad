"""Finding expressions: CPU time of every finder on an article of 3,000 characters.

    python benchmarks/expressions.py [--articles 20] [--rounds 5]

Articles are made of the sentences below, drawn at random, with about as many dates and
amounts as news of this kind has. Columns are milliseconds an article, the best of the
rounds: cutting into words (shared by all finders), then each finder, then all together;
the last line is the same on a hostile text of the same length.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from datetime import date
from time import process_time

from monitor.reading.expressions.dates import find_dates
from monitor.reading.expressions.found import ReadingContext
from monitor.reading.expressions.money import find_money, find_shares
from monitor.reading.expressions.quantities import find_quantities
from monitor.reading.expressions.stages import find_agreements, find_stages
from monitor.reading.text.tokens import tokenise

SENTENCES = {
    "en": [
        "The company said on Tuesday that the concentrator is to be commissioned in the second half of 2027.",
        "Capital expenditure is put at $1.7-1.8 billion, up from $1.5 billion a year earlier.",
        "When complete the plant will produce up to 12,500 tonnes of carbonate a year.",
        "The contractor has asked for more time, and nobody at the site would say how much of it.",
        "A spokesman declined to comment on the talks, which have been going on since the spring.",
        "Workers at the camp complained of the food, the roads and the length of the winter.",
        "It owns a 51% stake in the venture and has an option on another 9%.",
        "The first ore was crushed by hand, the manager recalled, by people whose names are lost.",
        "Prices have fallen by a third since January, and the banks have noticed.",
        "Construction began last autumn and is running about six months behind schedule.",
    ],
    "ru": [
        "Комбинат планируют ввести в эксплуатацию во втором полугодии 2027 года, сообщил гендиректор.",
        "Стоимость проекта оценивается в 47 млрд рублей, ранее называли 38 млрд.",
        "Мощность предприятия составит до 2,5 тыс. т оксидов в год.",
        "Подрядчик попросил ещё времени, но сколько именно, на площадке сказать не смогли.",
        "Переговоры с партнёрами продолжаются с весны, подробности стороны не раскрывают.",
        "Рабочие жалуются на дороги, столовую и длинную зиму.",
        "Доля инвестора составит 25 % плюс одна акция.",
        "Первую руду, вспоминает начальник участка, дробили вручную.",
        "С января цены упали на треть, и банки это заметили.",
        "Строительство началось прошлой осенью и отстаёт от графика на полгода.",
    ],
    "zh": [
        "公司周二表示，选矿厂计划于2027年下半年投产。",
        "项目总投资预计为17亿至18亿美元，高于此前的15亿美元。",
        "建成后年产碳酸锂1.2万吨。",
        "承包商要求延长工期，但现场没有人愿意说明需要多久。",
        "双方的谈判自今年春天开始，细节尚未公布。",
        "工人们抱怨道路、食堂和漫长的冬天。",
        "公司持有合资企业51%的股权。",
        "据负责人回忆，第一批矿石是用手工破碎的。",
        "一月以来价格下跌三成，银行已经注意到。",
        "工程去年秋季开工，比原计划晚半年。",
    ],
}
HOSTILE = (
    "by the end of from 2027 to late 1,1 2027-2027/ first or second a million $1 (up to 万年底前"
)
FINDERS: tuple[Callable[..., list], ...] = (
    find_dates, find_quantities, find_money, find_shares, find_stages, find_agreements,
)  # fmt: skip


def articles(language: str, count: int, length: int) -> list[str]:
    draw = random.Random(7)
    found = []
    for _ in range(count):
        text = ""
        while len(text) < length:
            text += draw.choice(SENTENCES[language]) + ("\n\n" if draw.random() < 0.2 else " ")
        found.append(text[:length])
    return found


def best(texts: list[str], language: str, rounds: int) -> list[float]:
    context = ReadingContext(date(2026, 3, 10))
    columns = [float("inf")] * (len(FINDERS) + 1)
    for _ in range(rounds):
        spent = [0.0] * len(columns)
        for text in texts:
            tokenise.cache_clear()
            began = process_time()
            tokenise(text)
            spent[0] += process_time() - began
            for at, finder in enumerate(FINDERS, 1):
                began = process_time()
                finder(text, language, context)
                spent[at] += process_time() - began
        columns = [min(a, b) for a, b in zip(columns, spent, strict=True)]
    return [column / len(texts) * 1000 for column in columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    names = ["words", *(finder.__name__.removeprefix("find_") for finder in FINDERS), "all"]
    print(f"{'':10}" + "".join(f"{name:>12}" for name in names))
    for language in SENTENCES:
        length = 1100 if language == "zh" else 3000
        columns = best(articles(language, options.articles, length), language, options.rounds)
        print(f"{language:10}" + "".join(f"{each:12.2f}" for each in [*columns, sum(columns)]))
    text = (HOSTILE * (3000 // len(HOSTILE) + 1))[:3000]
    columns = best([text], "en", options.rounds)
    print(f"{'hostile':10}" + "".join(f"{each:12.2f}" for each in [*columns, sum(columns)]))


if __name__ == "__main__":
    main()
