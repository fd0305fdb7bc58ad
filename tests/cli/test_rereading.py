"""``monitor rebuild`` and ``--read-again``."""

from pathlib import Path


def with_other_names(world) -> None:
    """The same configuration, and the plant and its complex under names that nobody uses."""
    path = Path(world.path) / "config.toml"
    text = path.read_text("utf-8")
    for name in ("Solikamsk Magnesium Plant", "SMZ separation complex", "separation complex",
                 "Соликамский магниевый завод", "разделительный комплекс", "SMZ", "СМЗ"):  # fmt: skip
        text = text.replace(f'"{name}"', f'"Nowhere {len(name)} Ltd"')
    path.write_text(text, "utf-8")


def test_a_sound_ledger_has_no_difference(world) -> None:
    done = world.say("rebuild")
    assert (done.status, "no difference" in done.out) == (0, True)


def test_the_same_rules_read_the_same(world) -> None:
    done = world.say("rebuild", "--read-again")
    assert done.status == 0
    assert "0 claims would be gained, 0 lost" in done.out
    assert "--store" not in done.out


def test_another_watchlist_shows_what_it_would_change_and_only_then_does(world) -> None:
    with_other_names(world)
    shown = world.say("rebuild", "--read-again")
    assert "Nothing was stored" in shown.out
    assert "smz-complex.commissioning" in shown.out
    lost = world.say("rebuild", "--read-again", "--json").rows["claims"]["lost"]
    assert lost > 0
    assert len(world.say("claims", "--json").rows) >= lost
    assert "were gained" in world.say("rebuild", "--read-again", "--store").out
    assert world.say("rebuild", "--read-again", "--json").rows["claims"]["lost"] == 0
    assert world.say("rebuild").status == 0


def test_keeping_goes_with_reading(world) -> None:
    assert world.say("rebuild", "--store").status == 2
