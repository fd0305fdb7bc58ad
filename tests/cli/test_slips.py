"""The line below a timeline says what the ledger says."""

import pytest

from monitor.cli.slips import slip_line
from monitor.ledger.judge import fold
from monitor.ledger.slips import slip_history
from monitor.model import Milestone, Modality, Policy
from monitor.wire import change_to_json
from tests.ledger_factories import PLANT, SOON, START, Desk, year

DONE = Milestone(START.date(), START.date(), text="January")
HISTORIES = [
    (PLANT, [(2028, {})], "slipped once, 12 months later in all"),
    (PLANT, [(2028, {}), (2030, {})], "slipped twice, 36 months later in all"),
    (PLANT, [(2028, {}), (2027, {"day": 60})], "slipped once, advanced once, back where it was"),
    (PLANT, [(2031, {"url": "u"}), (2028, {"url": "u"})], "slipped once, 12 months later in all"),
    (PLANT, [(2028, {"confidence": 0.2})], ""),
    (SOON, [(DONE, {"modality": Modality.HAPPENED})], "achieved, 12 months earlier in all"),
]


@pytest.mark.parametrize(("fact", "said", "expected"), HISTORIES)
def test_slip_line(fact, said, expected):
    desk = Desk(fact)
    evidence = [
        desk.says(year(value) if isinstance(value, int) else value, **{"day": place, **more})
        for place, (value, more) in enumerate(said)
    ]
    timeline = fold(fact, evidence, [], Policy())
    rows = [change_to_json(change) for change in timeline.changes]
    line = slip_line(rows)
    assert line.split(":")[0] == expected
    history = slip_history(timeline)
    if history.months:
        assert f"{abs(history.months):g} months" in line
