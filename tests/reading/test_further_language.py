"""A further language is one more words file: nothing in the code knows which ones there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import monitor
from monitor.reading.languages import Words, codes
from monitor.reading.languages.structure import SCRIPTS, read_structure, structure

_FILES = Path(__file__).parent / "languages"
_READ = """
import json, sys
from datetime import UTC, datetime
from monitor.model import Article, ArticleRef, Entity, EntityKind, Fact, Kind, Tier, Watchlist
from monitor.reading.reader import Reader
from monitor.reading.text.text import detect_language
from monitor.reading.values import format_value, parse_value

names = ("Cerro Blanco", "Silberberg", "Birch Lake")
plant = Entity("plant", names[0], EntityKind.PROJECT, names)
facts = (
    Fact("commissioning", "plant", "commissioning", Kind.MILESTONE),
    Fact("capacity", "plant", "capacity", Kind.QUANTITY, unit="t/yr"),
    Fact("capex", "plant", "capex", Kind.MONEY, currency="USD"),
)
reader = Reader(Watchlist(entities=(plant,), facts=facts))
when = datetime(2026, 3, 2, tzinfo=UTC)
told = json.load(sys.stdin)
found = {}
for text in told["news"]:
    language = detect_language(text)
    ref = ArticleRef("a", "https://news.example/a", "", "News", Tier.PRESS, "", when, when)
    claims = reader.read(Article(ref, text)).claims
    said = sorted([one.fact, format_value(one.value), one.modality.value] for one in claims)
    found[text] = [language, said]
for text in told["values"]:
    found[text] = format_value(parse_value("milestone", text, published=when.date()))
print(json.dumps(found))
"""
_NEWS = {
    "La puesta en marcha de la planta Cerro Blanco está prevista para el segundo semestre de 2027.": (
        "es", [("commissioning", "second half of 2027", "planned")],
    ),
    "La planta de Cerro Blanco entró en operación en enero de 2026, según el Sr. Pérez.": (
        "es", [("commissioning", "January 2026", "happened")],
    ),
    "El proyecto Cerro Blanco no entrará en operación antes de marzo de 2029.": (
        "es", [("commissioning", "no earlier than March 2029", "planned")],
    ),
    "Cerro Blanco tendrá una capacidad de 2,5 mil toneladas al año y costará 350 millones de dólares.": (
        "es", [("capacity", "2,500 t/yr", "planned"), ("capex", "USD 350 million", "planned")],
    ),
    "Cerro Blanco entrará en operación en 2027, mientras Mina Verde entrará en servicio en 2030.": (
        "es", [("commissioning", "2027", "planned")],
    ),
    "Das Werk Silberberg soll im dritten Quartal 2027 in Betrieb gehen, teilte der Konzern mit.": (
        "de", [("commissioning", "Q3 2027", "planned")],
    ),
    "Die Anlage Silberberg ging im Januar 2026 in Betrieb, wie Dr. Weber sagte.": (
        "de", [("commissioning", "January 2026", "happened")],
    ),
    "Die Inbetriebnahme der Anlage Silberberg wurde auf Ende 2028 verschoben, statt wie geplant 2027.": (
        "de", [("commissioning", "2027", "historic"), ("commissioning", "Q4 2028", "planned")],
    ),
    "Silberberg wird nicht vor März 2029 in Betrieb gehen, weil die Genehmigung fehlt.": (
        "de", [("commissioning", "no earlier than March 2029", "planned")],
    ),
    "Die Investition für Silberberg beträgt 1,2 Mrd. US-Dollar. Die Kapazität der Anlage liegt bei bis "
    "zu 12.000 Tonnen im Jahr.": (
        "de", [("capacity", "up to 12,000 t/yr", "planned"), ("capex", "USD 1.2 billion", "planned")],
    ),
    "The Birch Lake plant will be commissioned in the third quarter of 2027 and not in 2026.": (
        "en", [("commissioning", "2026", "historic"), ("commissioning", "Q3 2027", "planned")],
    ),
}  # fmt: skip
_VALUES = {
    "enero de 2027": "January 2027", "hecho": "done", "drittes Quartal 2027": "Q3 2027",
    "III кв. 2027 г.": "Q3 2027", "early 2027": "Q1 2027",
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What the program reads that has two words files more, and is otherwise as it is."""
    root = tmp_path_factory.mktemp("program")
    source = Path(monitor.__file__).parent
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, root / "monitor", ignore=without)
    for file in _FILES.glob("*.toml"):
        shutil.copy(file, root / "monitor" / "reading" / "languages")
    done = subprocess.run(
        [sys.executable, "-c", _READ],
        input=json.dumps({"news": list(_NEWS), "values": list(_VALUES)}),
        cwd=root, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("text", list(_NEWS))
def test_news_in_a_further_language_is_read_by_its_words_file_alone(told, text):
    language, claims = told[text]
    assert (language, [tuple(one) for one in claims]) == _NEWS[text]


@pytest.mark.parametrize("text", list(_VALUES))
def test_a_person_may_write_values_in_a_further_language(told, text):
    assert told[text] == _VALUES[text]


def test_no_rule_asks_which_language_it_is():
    names = re.compile(f"[\"'](?:{'|'.join(codes())})[\"']")
    room = Path(monitor.__file__).parent / "reading"
    spelled = room / "spelling" / "transliteration.py"  # "zh" for ж
    found = [
        f"{file.name}: {line.strip()}"
        for file in sorted(room.rglob("*.py"))
        if file != spelled
        for line in file.read_text(encoding="utf-8").splitlines()
        if names.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("code", codes())
def test_every_language_says_how_it_is_built(code):
    assert structure(code).script in SCRIPTS


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"structure": {"no-spaces": True}}, "'no-spaces'"),
        ({"structure": {"spaces": "no"}}, "spaces is no bool"),
        ({"language": {"script": "Greek"}}, "script is none of"),
    ],
    ids=["unknown", "of another type", "another script"],
)
def test_what_no_rule_asks_for_is_refused(tables, message):
    with pytest.raises(ValueError, match=message):
        read_structure(Words("xx", tables))
