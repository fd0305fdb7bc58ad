import io
import re
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def squeeze(line: str) -> str:
    return " ".join(line.split())


def test_the_tutorial_does_what_it_says(
    say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    commands = 0
    for language, name, body in FENCE.findall(TUTORIAL.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(body, encoding="utf-8")
        if language != "console":
            continue
        for part in re.split(r"^\$ monitor ", body, flags=re.MULTILINE)[1:]:
            line, *shown = part.rstrip().split("\n")
            monkeypatch.setattr("sys.stdin", io.StringIO("r\n"))
            monkeypatch.setenv("COLUMNS", "130" if "facts" in line or "timeline" in line else "80")
            result = say(*line.split())
            assert result.status == 0, result.err
            said = [squeeze(each) for each in result.out.splitlines()]
            for words in map(squeeze, shown):
                assert any(words in each for each in said), (words, result.out)
            commands += 1
    assert commands >= 7
