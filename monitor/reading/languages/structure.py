"""What is true of a language besides its words: its script, the plain values of ``[structure]``.

Rules ask these and never which language it is. A file that says nothing of one gets the value
here: that of English, or a middle one where English goes far.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from monitor.reading.languages import Words, codes, load

SCRIPTS = frozenset({"Latin", "Cyrillic", "Han"})  # those that ``text/`` can tell apart


@dataclass(frozen=True, slots=True)
class Structure:
    """How a language is written and how it builds its sentences."""

    # --- how it is written
    script: str = "Latin"  # or "Cyrillic", "Han"; told in ``[language]``
    spaces: bool = True  # blanks part the words; else two characters are about as much as one
    word_length: float = 6.5  # characters that a word takes, with the blank behind it
    capitals_name: bool = True  # only names, and what opens a sentence, have capital letters
    # --- its nouns
    cases: bool = False  # nouns show by their endings what they are to each other
    case_dictionary: bool = False  # and ``spelling/dictionary.py`` knows these endings
    before_is_until: bool = False  # one word is both "before" and "until": «до»
    # --- its clauses
    comma_clauses: bool = False  # a comma stands before every clause, not only around insertions
    run_on: bool = False  # commas string clauses together that each tell what is theirs
    topic_leads: bool = False  # what opens a sentence is what all its clauses are about
    dash_is: bool = False  # a dash stands for "is" and parts little
    verb_before_date: bool = True  # "was put off to March", "was handed in on Monday"
    time_leads: bool = False  # times, and words for them, stand before what they are of
    bare_sizes: bool = False  # an amount beside a name is its size, with no word between
    # --- distances, in words
    rival_behind: float = 2.5  # what it costs a word for another event to stand behind a value
    cue_behind: float = 0.0  # the same for the word that announces the value,
    cue_behind_comma: float = 0.0  # and more where a comma parts them
    plan_before: float = 5.0  # how far a word for a plan reaches forward,
    plan_behind: float = 2.0  # and back
    # --- distances, in characters
    old_before: int = 24  # from words for an older value to the value, where there are no blanks
    old_behind: int = 20  # and from a value to such words behind it

    def count(self, text: str) -> int:
        """The words of a text; its characters where no blanks part words."""
        return len(text.split()) if self.spaces else len(text)

    def is_short(self, text: str, words: int) -> bool:
        """Whether a text has no more than so many words, or twice as many characters."""
        return self.count(text) <= (words if self.spaces else 2 * words)


@cache
def structure(code: str) -> Structure:
    """That of a language."""
    return read_structure(load(code))


@cache
def written_in(script: str) -> tuple[str, ...]:
    """The languages that are written in a script."""
    return tuple(code for code in codes() if structure(code).script == script)


def read_structure(words: Words) -> Structure:
    """What a words file says; raises ValueError for a value that no rule asks for."""
    code = words.code
    known = {one.name.replace("_", "-"): one for one in fields(Structure) if one.name != "script"}
    told: dict[str, Any] = {"script": words.section("language").get("script", "Latin")}
    if told["script"] not in SCRIPTS:
        raise ValueError(f"{code}.toml: [language] script is none of {sorted(SCRIPTS)}")
    for key, value in words.section("structure").items():
        if isinstance(value, list):
            continue  # words
        default = known[key].default if key in known else None
        if default is None:
            raise ValueError(f"{code}.toml: [structure] has no {key!r}; it has {sorted(known)}")
        if type(value) is not type(default):
            kind = type(default).__name__
            raise ValueError(f"{code}.toml: [structure] {key} is no {kind}: {value!r}")
        told[known[key].name] = value
    return Structure(**told)
