"""Finding names: how the one-pass matcher compares, side by side in one run.

    python benchmarks/names.py [--names 10 100 1000] [--articles 60]

Made-up names in three scripts, made-up articles of 3,000 characters with two misspelt or
inflected names each. Columns are microseconds of CPU an article:

    fold, scan   folding alone; the bare Aho-Corasick scan for the pieces of all names
    find         folding, scan and exact verification: every name found, with its place
    hit, miss    all of matching, up to hits with reasons, where names are found and where none is
    words        cutting the text into words with \\w+
    naive        rapidfuzz partial_ratio(alias, text, score_cutoff=88) in a loop, as one writes it first
    brute        the distance of every name to the stretch at every word's beginning

and their ratios to find (naive, brute), to the scan and to the words.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from datetime import UTC, datetime

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from monitor.model import Article, ArticleRef, Entity, EntityKind, Tier, Watchlist
from monitor.reading.match import match
from monitor.reading.scan import compile_matcher
from monitor.reading.text import fold

EN = [
    "ka",
    "ne",
    "mo",
    "ri",
    "ta",
    "lu",
    "so",
    "ven",
    "dar",
    "kel",
    "bro",
    "gan",
    "sim",
    "tor",
    "ul",
    "ash",
    "wen",
    "mar",
    "ick",
    "stan",
    "ford",
    "ley",
    "ber",
]
RU = [
    "ка",
    "не",
    "мо",
    "ри",
    "та",
    "лу",
    "со",
    "вен",
    "дар",
    "кел",
    "бро",
    "ган",
    "сим",
    "тор",
    "ул",
    "аш",
    "вен",
    "мар",
    "ик",
    "стан",
    "гор",
    "лей",
    "бер",
]
ZH = "尔斯克托姆巴格拉佐夫索利卡曼图罗诺兰莱昂基普希纳塔"
HEADS_EN = [
    "mine",
    "project",
    "deposit",
    "plant",
    "refinery",
    "smelter",
    "complex",
    "concentrator",
    "gold mine",
    "copper project",
]
HEADS_RU = ["месторождение", "рудник", "ГОК", "завод", "комбинат", "проект", "карьер", "участок"]
HEADS_ZH = ["矿", "铜矿", "金矿", "锂矿", "项目", "冶炼厂", "工厂"]
TEXT_EN = """the company said on monday that the plant will be commissioned in the second half of next year and
that capacity would reach two thousand tonnes of concentrate a year according to a statement the ministry has not
approved the permit analysts doubt the schedule because equipment from china is late while the mine keeps shipping
ore by rail workers were told that construction of the processing line had started after a long delay investors
expect first production before the end of the decade but prices of the metal have fallen by a third since march"""
TEXT_RU = """компания сообщила что завод введут в эксплуатацию во втором полугодии следующего года а мощность составит
две тысячи тонн концентрата в год по данным министерства разрешение ещё не получено аналитики сомневаются в графике
потому что оборудование из китая задерживается рудник продолжает отгружать руду по железной дороге рабочим рассказали
что строительство линии переработки началось после долгой паузы инвесторы ждут первой продукции до конца десятилетия
однако цены на металл упали на треть с марта и проект может быть перенесён"""
TEXT_ZH = "公司周一表示工厂将于明年下半年投产年产能达到两千吨精矿有关部门尚未批准环评许可分析人士对进度表示怀疑因为来自中国的设备延期矿山继续通过铁路发运矿石建设已经开始投资者预计本十年末首次生产但金属价格自三月以来下跌三分之一"


def make_names(count, chance):
    entities = []
    for index in range(count):
        script = chance.choice(["en", "en", "ru", "ru", "zh"])
        if script == "en":
            name = "".join(chance.choices(EN, k=chance.randint(2, 4))).capitalize()
            alias = f"{name} {chance.choice(HEADS_EN)}"
        elif script == "ru":
            name = "".join(chance.choices(RU, k=chance.randint(2, 4))).capitalize()
            alias = chance.choice(
                [
                    f"{name}ское месторождение",
                    f"{chance.choice(HEADS_RU)} {name}",
                    f"{name}ский ГОК",
                ]
            )
        else:
            alias = "".join(chance.choices(ZH, k=chance.randint(4, 6))) + chance.choice(HEADS_ZH)
            name = alias
        aliases = (name,) if index % 10 == 0 else ()
        entities.append(
            Entity(
                f"e{index}",
                alias,
                EntityKind.PROJECT,
                aliases,
                context=("copper", "медь", "铜", "gold"),
            )
        )
    return Watchlist(tuple(entities))


def make_article(watchlist, chance, number):
    script = ("en", "ru", "zh")[number % 3]
    if script == "zh":
        sentences = ["".join(chance.choices(TEXT_ZH, k=chance.randint(12, 30))) for _ in range(140)]
        joint = "，"
    else:
        words = (TEXT_EN if script == "en" else TEXT_RU).split()
        sentences = [
            " ".join(chance.choices(words, k=chance.randint(6, 16))).capitalize() + "."
            for _ in range(40)
        ]
        joint = " "
    for _ in range(2 if watchlist else 0):
        alias = list(chance.choice(watchlist.entities).name)
        at = chance.randrange(1, len(alias) - 1)
        alias[at : at + 1] = chance.choice([[], [alias[at]] * 2, [alias[at]]])
        sentences.insert(chance.randrange(10), "".join(alias))
    text = joint.join(sentences)[:3000]
    ref = ArticleRef(
        f"n{number}", "", text[:60], "", Tier.PRESS, script, None, datetime(2026, 1, 1, tzinfo=UTC)
    )
    return Article(ref, text[60:])


def timed(function, items, rounds=3):
    """Microseconds an item, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for item in items:
            function(item)
        best = min(best, time.process_time() - start)
    return best / len(items) * 1e6


def measure(count, number):
    """One row: the figures for a watchlist of ``count`` names."""
    chance = random.Random(count)
    watchlist = make_names(count, chance)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    matcher = compile_matcher(watchlist)
    compiled = time.process_time() - start
    cache = matcher.dump()
    start = time.process_time()
    matcher = compile_matcher(watchlist, cache)
    finder = matcher.name_finder
    loaded = (time.process_time() - start) * 1e3
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    articles = [make_article(watchlist, chance, n) for n in range(number)]
    strangers = [make_article(None, chance, n) for n in range(number)]
    texts = [article.content for article in articles]
    folded = [fold(text).text for text in texts]
    aliases = [next(iter(name.forms)) for name in matcher.names]
    few = folded[: max(3, 3000 // count)]
    automaton = finder._automaton  # noqa: SLF001 - what finding takes at the least
    pieces = lambda text: automaton.find_matches_as_indexes(text, overlapping=True)  # noqa: E731
    fold_, scan = timed(fold, texts), timed(pieces, folded)
    find = timed(lambda text: finder.find(fold(text).text), texts)
    hit = timed(lambda article: match(matcher, article), articles)
    miss = timed(lambda article: match(matcher, article), strangers)
    words = timed(re.compile(r"\w+").findall, texts)
    naive = timed(lambda text: [partial_ratio(a, text, score_cutoff=88) for a in aliases], few, 1)
    exact = timed(lambda text: brute(text, matcher), few[:6], 1)
    print(f"{count:6} {compiled:8.2f} {loaded:8.1f} {memory:5.0f} {len(cache) / 1e6:8.1f} | {fold_:5.0f} {scan:5.0f}"
          f" {find:6.0f} {hit:6.0f} {miss:6.0f} {words:6.0f} {naive:8.0f} {exact:8.0f} | {naive / find:8.1f}"
          f" {exact / find:8.1f} {find / scan:8.1f} {find / words:8.2f} {miss / words:8.2f} {hit / words:8.2f}")  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--names", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--articles", type=int, default=60)
    arguments = parser.parse_args()
    print(" names compile s  load ms  MB cache MB |  fold  scan   find    hit   miss  words    naive    brute |"
          " naive/f  brute/f   find/s   find/w   miss/w    hit/w")  # fmt: skip
    for count in arguments.names:
        measure(count, arguments.articles)


def brute(text, matcher):
    """A lower bound for checking each name at each place: one form, one length."""
    starts = [found.start() for found in re.finditer(r"(?<![^\W_])[^\W_]", text)]
    found = 0
    for name in matcher.names:
        form = next(iter(name.forms))
        for start in starts:
            stretch = text[start : start + len(form)]
            found += Levenshtein.distance(stretch, form, score_cutoff=name.budget) <= name.budget
    return found


if __name__ == "__main__":
    main()
