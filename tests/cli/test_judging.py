import pytest


def standing(world) -> str:
    [fact] = world.say("facts", "--fact", "smz-complex.commissioning", "--json").rows
    return fact["value"]["text"]


def test_accepting_an_unconfirmed_change_confirms_it(world) -> None:
    change = world.change(state="unconfirmed")
    result = world.say("accept", change["id"][:5], "--why", "the company confirmed", "--by", "ann")
    assert result.status == 0
    assert f"Accepted {change['id']}" in result.out
    assert standing(world) == "2030"
    assert world.say("changes", "--state", "unconfirmed", "--json").rows == []
    assert "ann: the company confirmed" in world.say("explain", change["id"]).out


def test_rejecting_a_claim_takes_the_value_back_and_undo_brings_it(world) -> None:
    claims = world.say("claims", "--json").rows
    [claim] = [
        row["id"]
        for row in claims
        if row["value"]["text"] == "2028" and row["modality"] == "planned"
    ]
    rumour = world.change(state="unconfirmed")["id"]
    assert standing(world) == "2030"
    assert world.say("reject", rumour, "--why", "a reader's guess").status == 0
    assert standing(world) == "2028"
    assert world.say("reject", claim).status == 0
    assert standing(world) == "2027"
    assert world.say("undo", claim).status == 0
    assert standing(world) == "2028"


def test_a_correction_is_read_as_a_person_writes_it(world) -> None:
    change = world.change(state="unconfirmed")
    result = world.say("correct", change["id"], "Q3 2028", "--json").rows
    assert result[0]["value"]["earliest"] == "2028-07-01"
    assert standing(world) == "Q3 2028"


def test_a_rejected_hit_takes_its_claims_along(world) -> None:
    hits = world.say("hits", "--entity", "smz-complex", "--tier", "other", "--json").rows
    assert world.say("reject", hits[0]["id"]).status == 0
    assert standing(world) == "2028"
    [again] = world.say("hits", "--id", hits[0]["id"], "--json").rows
    assert again["review"] == "reject"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["correct", "{change}", "purple"], "purple"),
        (["correct", "{hit}", "2028"], "no value to correct"),
        (["accept", "x"], "begins several ids"),
        (["reject", "c;drop"], "there is no"),
    ],
)
def test_what_cannot_be_judged_is_said(world, words: list[str], said: str) -> None:
    change = world.change(state="confirmed")["id"]
    hit = world.say("hits", "--json").rows[0]["id"]
    result = world.say(*(word.format(change=change, hit=hit) for word in words))
    assert result.status == 2
    assert said in result.err
    assert standing(world) == "2030"


def test_explaining_shows_names_spans_scores_and_rules(world) -> None:
    change = world.change(state="confirmed")
    shown = world.say("explain", change["id"]).out
    assert "2027 -> 2028" in shown
    assert "https://news.example/slip" in shown
    claim = world.say("explain", change["claims"][0]).out
    assert "{2028}" in claim
    assert "cue" in claim
    hit = world.say("hits", "--source", "Metal News", "--entity", "smz", "--json").rows[0]
    explained = world.say("explain", hit["id"]).out
    assert "[Solikamsk Magnesium Plant]" in explained
    assert world.say("explain", hit["id"], "--json").rows["reviews"] == []
