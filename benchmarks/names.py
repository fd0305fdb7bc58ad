"""Finding names: how the one-pass matcher compares, side by side in one run.

    python benchmarks/names.py [--names 10 100 1000 10000] [--articles 60] [--share 0.1]

Made-up names in three scripts. Articles of 3,000 characters in as many of English, Russian and
Chinese, put together from the labelled news of ``tests/quality``: once as they are, in which none
of these names stands, and once with two of the names in them, declined, misspelt or as they are.
Columns are microseconds of CPU an article, the best of some rounds:

    fold, scan   folding alone; the bare Aho-Corasick scan for the pieces of all names
    find         folding, scan and exact verification where no name stands, and where two do
    miss, hit    all of matching, up to hits with reasons, of the same
    news         all of matching where a share of the articles (--share) has names
    words        cutting the text into words with \\w+
    naive        rapidfuzz partial_ratio(alias, text, score_cutoff=88) in a loop, as one writes it first
    brute        the distance of every name to the stretch at every word's beginning

and ratios: naive and brute to find with names, find to the scan, misses and news to the words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from monitor.model import Article, ArticleRef, Entity, EntityKind, Tier, Watchlist
from monitor.reading.names.match import match
from monitor.reading.names.scan import compile_matcher
from monitor.reading.text.text import fold

NEWS = Path(__file__).parents[1] / "tests" / "quality" / "news"
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
SCRIPTS = {"en": re.compile("[a-z]"), "ru": re.compile("[а-я]"), "zh": re.compile("[一-龥]")}
TRADITIONAL = re.compile("[這們國產廠時說為開]")
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


def news():
    """Language -> texts of the labelled news, traditional characters apart."""
    texts = {}
    for file in sorted(NEWS.glob("*/articles.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            item = json.loads(line)
            text = f"{item['title']}\n\n{item.get('text', '')}".strip()
            odd = len(TRADITIONAL.findall(text)) > 1
            texts.setdefault((item["language"], odd), []).append(text)
    return texts


def make_article(texts, chance, number, names=()):
    """Some items in one, with the names, if there are any, among their words."""
    language = ("en", "ru", "zh")[number % 3]
    odd, plain = texts.get((language, True), []), texts[language, False]
    pool = odd if chance.random() * (len(odd) + len(plain)) < len(odd) else plain
    text = ""
    while len(text) < 3000:
        text += chance.choice(pool) + "\n\n"
    text = text[:3000].strip()
    spelled = [(n, form) for n in names for form in n.forms if SCRIPTS[language].match(form)]
    for name, form in chance.choices(spelled, k=2) if spelled else ():
        letters = list(form)
        if name.budget:
            at = chance.randrange(1, len(form) - 1)
            letters[at : at + 1] = chance.choice(["", form[at] * 2, form[at]])
        at = text.find(" " if language != "zh" else "，", chance.randrange(len(text) - 200)) + 1
        text = f"{text[:at]}{''.join(letters).capitalize()} {text[at:]}"
    title, _, body = text.partition("\n\n")
    ref = ArticleRef(f"n{number}", "", title, "", Tier.PRESS, language, None, datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip
    return Article(ref, body)


def timed(tasks, rounds=15):
    """Microseconds an item for each (function, items): the best of rounds that take turns."""
    best = [float("inf")] * len(tasks)
    for _ in range(rounds):
        for index, (function, items) in enumerate(tasks):
            start = time.process_time()
            for item in items:
                function(item)
            best[index] = min(best[index], (time.process_time() - start) / len(items) * 1e6)
    return best


def measure(count, number, share):
    """One row: the figures for a watchlist of ``count`` names."""
    chance = random.Random(count)
    watchlist = make_names(count, chance)
    start = time.process_time()
    matcher = compile_matcher(watchlist)
    compiled = time.process_time() - start
    cache = matcher.dump()
    texts = news()
    named = [make_article(texts, chance, n, matcher.names) for n in range(number)]
    strangers = [make_article(texts, chance, n) for n in range(number)]
    aliases = [next(iter(name.forms)) for name in matcher.names]
    before = rss()
    start = time.process_time()
    matcher = compile_matcher(watchlist, cache)
    matcher.name_finder.find(fold("."))
    loaded = (time.process_time() - start) * 1e3
    memory = rss() - before
    finder = matcher.name_finder
    with_names, without = ([one.content for one in some] for some in (named, strangers))
    folded = list(map(fold, without))
    few = [fold(text).text for text in with_names[: max(3, 3000 // count)]]
    fold_, scan, find_miss, find, miss, hit, words = timed([
        (fold, without),
        (finder.pieces.find, folded),
        (lambda text: finder.find(fold(text)), without),
        (lambda text: finder.find(fold(text)), with_names),
        (lambda article: match(matcher, article), strangers),
        (lambda article: match(matcher, article), named),
        (re.compile(r"\w+").findall, without),
    ])  # fmt: skip
    naive, exact = timed([
        (lambda text: [partial_ratio(a, text, score_cutoff=88) for a in aliases], few),
        (lambda text: brute(text, matcher), few),
    ], 2)  # fmt: skip
    mixed = share * hit + (1 - share) * miss
    print(f"{count:6} {compiled:8.2f} {loaded:8.1f} {memory:5.0f} {len(cache) / 1e6:8.1f} | {fold_:5.0f} {scan:5.0f}"
          f" {find_miss:5.0f} {find:5.0f} {miss:5.0f} {hit:5.0f} {mixed:5.0f} {words:5.0f} {naive:8.0f} {exact:8.0f} |"
          f" {naive / find:8.1f} {exact / find:8.1f} {find_miss / scan:7.1f} {miss / words:7.2f} {mixed / words:7.2f}")  # fmt: skip


def rss():
    """Megabytes of this process now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * resource.getpagesize() / 2**20


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--names", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--share", type=float, default=0.1)
    arguments = parser.parse_args()
    print(" names compile s  load ms  MB cache MB |  fold  scan  find  find  miss   hit  news words    naive    brute |"
          " naive/f  brute/f  find/s  miss/w  news/w")  # fmt: skip
    for count in arguments.names:
        measure(count, arguments.articles, arguments.share)


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
