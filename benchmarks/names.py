"""Finding names: how the one-pass matcher compares, side by side in one run.

    python benchmarks/names.py [--names 10 100 1000] [--articles 60]

Made-up names in three scripts (two aliases an entity in ten, one in the others), made-up
articles of 3,000 characters with two misspelt or inflected names each. Columns are
microseconds an article and ratios to the whole of finding names (fold and scan):

    naive     a loop of rapidfuzz partial_ratio(alias, text, score_cutoff=88), as one writes it first
    brute     a loop of an exact check with our own predicate: is any stretch within the budget?
    scan      the bare Aho-Corasick scan over the same pieces
    words     cutting the text into words with \\w+
    match     all of it: fold, scan, verify, guards, sense, hits
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from datetime import UTC, datetime

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
    for _ in range(2):
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--names", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--articles", type=int, default=60)
    arguments = parser.parse_args()
    words = re.compile(r"\w+")
    print(f"{'names':>6} {'compile s':>9} {'load ms':>8} {'MB':>5} {'fold':>6} {'scan':>6} {'find':>7} {'match':>7}"
          f" {'words':>6} {'naive':>9} {'brute':>9} | naive/find brute/find find/scan match/words")  # fmt: skip
    for count in arguments.names:
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
        articles = [make_article(watchlist, chance, number) for number in range(arguments.articles)]
        texts = [article.content for article in articles]
        folded = [fold(text).text for text in texts]
        aliases = [form for name in matcher.names for form in list(name.forms)[:1]]
        few = folded[: max(3, 3000 // count)]
        automaton = finder._automaton
        t_fold = timed(fold, texts)
        t_scan = timed(
            lambda text: automaton.find_matches_as_indexes(text, overlapping=True), folded
        )
        t_find = timed(lambda text: finder.find(fold(text).text), texts)
        t_match = timed(lambda article: match(matcher, article), articles)
        t_words = timed(words.findall, texts)
        t_naive = timed(
            lambda text: [partial_ratio(alias, text, score_cutoff=88) for alias in aliases], few, 1
        )
        t_brute = timed(lambda text: brute(text, matcher), few[:6], 1)
        print(f"{count:6} {compiled:9.2f} {loaded:8.1f} {memory:5.0f} {t_fold:6.0f} {t_scan:6.0f} {t_find:7.0f} {t_match:7.0f}"
              f" {t_words:6.0f} {t_naive:9.0f} {t_brute:9.0f} | {t_naive / t_find:10.1f} {t_brute / t_find:10.1f}"
              f" {t_find / t_scan:9.1f} {t_match / t_words:11.2f}")  # fmt: skip


def brute(text, matcher):
    """For every name and form: is a stretch of the text within the budget? Scored, not located.

    partial_ratio on a window of the form's length is no exact check; a bounded Levenshtein
    alignment of the form against the text is, and rapidfuzz has none, so this slides.
    """
    from rapidfuzz.distance import Levenshtein

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
