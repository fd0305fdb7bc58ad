"""Chinese names: foreign sounds are written with whichever character sounds right.

索利卡姆斯克 and 索里卡姆斯克 are one town. The characters that newspapers spell foreign
names with fall into groups of the same sound; within such a spelling one may stand for
another. Characters that carry meaning (石油, 石化) never do.
"""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")

# Characters of one reading, tones aside, among those used to spell foreign names.
_SOUNDS = """
阿亚雅娅 艾埃爱 安昂 奥澳 巴芭 拜白贝 班邦 鲍包 贝倍 本宾
比彼毕 别柏 波博勃鲍 布卜 采策 查恰 达塔 代戴黛 丹当 德得 登邓
迪蒂季 杜都 顿敦 多朵 厄俄额 尔耳儿 范凡 菲费非 弗夫福佛 盖加
戈哥果 基吉 加贾 卡喀 科柯可 莱来 里利丽莉黎理 林琳 隆龙 卢鲁
罗洛 马玛 莫默 姆穆木 纳娜 尼妮 斯思司
"""
# Characters that spell sounds and have no other of their reading.
_ALONE = """
恩法格古哈海汉赫亨胡霍金凯坎康考克肯库拉兰朗劳勒雷列伦迈曼芒梅蒙米明奈南
内涅宁纽努诺帕派潘佩彭皮普齐奇恰乔切热日若萨塞赛桑瑟沙圣施什史舒松苏索塔
泰坦汤特提廷图托陀瓦万旺威维文沃乌武伍西希锡夏辛欣休谢雅亚扬耶叶伊因尤约
扎詹兹佐泽茨
"""

_ALIKE: dict[str, str] = {}
for _group in _SOUNDS.split():
    for _char in _group:
        _ALIKE[_char] = "".join(dict.fromkeys(_ALIKE.get(_char, "") + _group))
SPELLING = frozenset(_ALIKE) | frozenset("".join(_ALONE.split()))


def is_chinese(text: str) -> bool:
    return bool(_HAN.search(text))


def same_sound(one: str, other: str) -> bool:
    """Whether two characters spell the same sound."""
    return other in _ALIKE.get(one, one)


def spelled_part(name: str) -> tuple[int, int]:
    """Where the longest run of characters that spell a foreign name stands: (start, end)."""
    best = (0, 0)
    start = 0
    for at, char in enumerate(f"{name} "):
        if char in SPELLING or char == "·":
            continue
        if at - start > best[1] - best[0]:
            best = (start, at)
        start = at + 1
    return best


def respellings(name: str) -> list[str]:
    """The name with one character of a foreign spelling replaced by another of its sound.

    Only names with at least four such characters in a row, so that a word is never
    taken for a name. An interpunct may be left out.
    """
    found: dict[str, None] = {}
    if "·" in name:
        found.setdefault(name.replace("·", ""))
    start, end = spelled_part(name)
    if end - start >= 4:
        for at in range(start, end):
            for other in _ALIKE.get(name[at], ""):
                found.setdefault(name[:at] + other + name[at + 1 :])
    found.pop(name, None)
    return list(found)
