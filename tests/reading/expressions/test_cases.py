"""Every finder on tables of cases, written from the grammar of each language."""

import pytest

from monitor.model import Agreement, Milestone, Stage
from monitor.reading.expressions.dates import find_dates
from monitor.reading.expressions.found import Expression
from monitor.reading.expressions.money import find_money, find_shares
from monitor.reading.expressions.quantities import find_quantities
from monitor.reading.expressions.stages import find_agreements, find_stages
from tests.reading.expressions.case_files import read_cases

FINDERS = {
    "dates": find_dates,
    "quantities": find_quantities,
    "money": find_money,
    "shares": find_shares,
    "stages": find_stages,
    "agreements": find_agreements,
}


def shown(expression: Expression) -> str:
    """The value in the notation of the tables."""
    value, doubt = expression.value, "" if expression.sure else "?"
    match value:
        case Milestone(shift=None):
            return f"{doubt}{value.earliest or ''}..{value.latest or ''}"
        case Milestone():
            return f"{doubt}shift {value.shift.low:g}..{value.shift.high:g}"
        case Stage() | Agreement():
            return value.stage + ("!" if "negated" in expression.notes else "")
        case _:
            others = "".join(f" = {other.text}" for other in expression.alternatives)
            return f"{doubt}{value.text}{others}"


def all_cases():
    for kind, finder in FINDERS.items():
        for language in ("en", "ru", "zh"):
            for text, spans, wanted in read_cases(f"{kind}.{language}.txt"):
                yield pytest.param(finder, language, text, spans, wanted, id=f"{kind}-{text}")


@pytest.mark.parametrize(("finder", "language", "text", "spans", "wanted"), list(all_cases()))
def test_case(finder, language, text, spans, wanted, context):
    found = finder(text, language, context)
    assert [shown(each) for each in found] == wanted
    assert [text[each.start : each.end] for each in found] == [text[a:b] for a, b in spans]
    assert [(each.start, each.end) for each in found] == spans
