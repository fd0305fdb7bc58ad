"""Russian names as they are called: the nominative of what a text has in another case."""

from __future__ import annotations

from monitor.reading.spelling.dictionary import known_tags, parsed


def nominative(name: str) -> str:
    """A name of an adjective and a noun, or of one noun, in the nominative; others as they are.

    Only what the dictionary knows in one of its oblique cases is changed.
    """
    words = name.split()
    if not 1 <= len(words) <= 2:
        return name
    known = [tag for tag in known_tags(words[-1]) if "NOUN" in tag]
    if not known or any({"Fixd", "Abbr"} & tag.grammemes for tag in known):
        return name
    if len(words) == 1 and any("nomn" in tag for tag in known):
        return name
    nouns = [p for p in parsed(words[-1]) if "NOUN" in p.tag and p.is_known]
    adjectives = [p for p in parsed(words[0]) if "ADJF" in p.tag]
    if len(words) == 2 and not adjectives:
        return name
    if any("nomn" in p.tag for p in nouns) and (
        len(words) == 1 or any("nomn" in p.tag for p in adjectives)
    ):
        return name
    noun = next((p for p in nouns if "sing" in p.tag and "nomn" not in p.tag), nouns[0])
    wanted = {"nomn", noun.tag.number}
    made = [noun.inflect(wanted)]
    if len(words) == 2:
        gender = {noun.tag.gender} if noun.tag.number == "sing" and noun.tag.gender else set()
        made.insert(0, adjectives[0].inflect(wanted | gender))
    if not all(made):
        return name
    return " ".join(
        one.word.capitalize() if old[0].isupper() else one.word
        for one, old in zip(made, words, strict=True)
    )
