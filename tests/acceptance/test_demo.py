"""`monitor demo`: what a newcomer sees first."""

import json

import pytest

pytestmark = pytest.mark.acceptance


def test_the_demo_shows_the_whole_way_and_leaves_nothing_running(tmp_path, program):
    folder = tmp_path / "demo"
    result = program("demo", "--directory", folder)
    assert result.returncode == 0, result.stdout + result.stderr
    text = " ".join(result.stdout.split())
    assert "SLIPPED smz-complex.commissioning: Q3 2027 → 2028" in text
    assert "перенесён с 2027 на 2028 год" in text
    for verdict in ("REFINED", "DISPUTED", "RAISED", "PROGRESSED"):
        assert verdict in text

    changes = json.loads(program("--config", folder / "config.toml", "changes", "--json").stdout)
    by_verdict = {change["verdict"]: change for change in changes}
    assert by_verdict["slipped"]["stories"] >= 1
    hits = json.loads(program("--config", folder / "config.toml", "hits", "--json").stdout)
    titles = {hit["article"]["title"] for hit in hits}
    assert not any("Самозанятые" in title or "Jelšava" in title for title in titles)
    assert not any("Oymyakon" in title for title in titles)

    mails = sorted(folder.glob("mail-*.html"))
    pages = [mail.read_text("utf-8") for mail in mails]
    assert any("2028" in page and "data:image/" in page for page in pages)
    assert json.loads((folder / "chat.json").read_text("utf-8"))


def test_the_demo_does_not_touch_a_directory_of_somebody_elses(tmp_path, program):
    (tmp_path / "thesis.txt").write_text("years of work")
    result = program("demo", "--directory", tmp_path)
    assert result.returncode in (1, 2)
    assert "thesis.txt" in result.stderr
    assert "Traceback" not in result.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
