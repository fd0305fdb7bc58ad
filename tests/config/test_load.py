from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.config import EmailConfig, FileConfig, Secret, load
from monitor.errors import ConfigError
from monitor.model import Kind, Milestone, Party, Tier, Verdict

ROOT = Path(__file__).parents[2]

ENTITY = '[[entities]]\nid = "smz"\nname = "S"\nkind = "company"\n'
FACT = ENTITY + '[[facts]]\nid = "f"\nentity = "smz"\nattribute = "commissioning"\n'
SOURCE = '[[sources]]\nname = "K"\nurl = "https://x.org/"\n'
ROUTE = '[[alerts.routes]]\nchannels = ["stdout"]\n'
EMAIL = '[alerts.email]\nhost = "h"\nfrom = "m@x.org"\nto = ["a@x.org"]\n'

# What is written, and for each problem its line, its key, and words of what to write instead.
BROKEN = [
    ("[monitor]\ndatabse = 'x'\n", [(2, "monitor.databse", 'Did you mean "database"?')]),
    ("[monitr]\n", [(1, "monitr", 'Did you mean "monitor"?')]),
    ("monitor = 3\n", [(1, "monitor", "Write [monitor] on a line of its own.")]),
    ("[monitor]\ntimezone = 'Europe/Londn'\n", [(2, "monitor.timezone", '"Europe/London"')]),
    ("[monitor]\ntimezone = '../etc'\n", [(2, "monitor.timezone", "UTC")]),
    ("[monitor]\ndatabase = 3\n", [(2, "monitor.database", "a text in quotes is needed")]),
    ("[monitor]\ntopic = ['a', 3, '*']\n", [(2, "monitor.topic[2]", "text"), (2, "monitor.topic[3]", "empty")]),
    ("[sources]\nname = 'K'\nurl = 'https://x.org/'\n", [(1, "sources", "[[sources]]")]),
    ("[[sources]]\n", [(1, "sources[1].name", "Write name"), (1, "sources[1].url", "Write url")]),
    (SOURCE + SOURCE, [(5, "sources[2].name", "used twice")]),
    (SOURCE + "tier = 'pres'\n", [(4, "sources[1].tier", '"press"')]),
    (SOURCE + "every = 15\n", [(4, "sources[1].every", '"15m"')]),
    (SOURCE + "every = '1s'\n", [(4, "sources[1].every", "polite")]),
    (SOURCE + "every = '15 parsecs'\n", [(4, "sources[1].every", '"15m"')]),
    (SOURCE + "enabled = 'no'\n", [(4, "sources[1].enabled", "enabled = false")]),
    (SOURCE + "password = 'x'\n", [(4, "sources[1].password", "password_env")]),
    (SOURCE + "password_env = 'hunter 2'\n", [(4, "sources[1].password_env", "only the name")]),
    (SOURCE + "ca_file = 'no.pem'\n", [(4, "sources[1].ca_file", "does not exist")]),
    (SOURCE + "links = '('\n", [(4, "sources[1].links", "regular expression")]),
    (SOURCE + "language = 'Russian'\n", [(4, "sources[1].language", '"ru"')]),
    (SOURCE + "headers = { Authorization = 'x' }\n", [(4, "sources[1].headers.Authorization", "env")]),
    (SOURCE.replace("https", "ftp"), [(3, "sources[1].url", "https://")]),
    (SOURCE.replace("https://", "https://u:p@"), [(3, "sources[1].url", "password_env")]),
    (SOURCE.replace("x.org", "x.org:99999"), [(3, "sources[1].url", "whole address")]),
    (ENTITY + ENTITY, [(6, "entities[2].id", "used twice")]),
    (ENTITY + "part_of = 'smzz'\n", [(5, "entities[1].part_of", '"smz"')]),
    (ENTITY + "part_of = 'smz'\n", [(5, "entities[1].part_of", "circle")]),
    (ENTITY.replace("company", "comapny"), [(4, "entities[1].kind", '"company"')]),
    (ENTITY.replace('"smz"', '"s m"'), [(2, "entities[1].id", "hyphens")]),
    (FACT.replace('y = "smz"', 'y = "smx"'), [(7, "facts[1].entity", '"smz"')]),
    (FACT.replace("ing", "ng"), [(8, "facts[1].attribute", '"commissioning"')]),
    (FACT.replace("commissioning", "colour"), [(8, "facts[1].attribute", 'kind = "milestone"')]),
    (FACT.replace("commissioning", "colour") + "kind = 'stage'\n", [(5, "facts[1].cues", "cues")]),
    (FACT + "kind = 'money'\n", [(9, "facts[1].kind", "is a milestone")]),
    (FACT + "value = 'purple'\nas_of = 2025-09-10\n", [(9, "facts[1].value", "purple")]),
    (FACT + "value = ['2027']\n", [(9, "facts[1].value", "as a person would")]),
    (FACT + "value = '2027'\nas_of = 'then'\n", [(10, "facts[1].as_of", "2025-09-10")]),
    (FACT + "value = 'next year'\n", [(9, "facts[1].value", "as_of")]),
    (FACT + FACT.replace(ENTITY, ""), [(10, "facts[2].id", "used twice")]),
    (FACT.replace("commissioning", "owner") + "candidates = ['sms']\n", [(9, "facts[1].candidates[1]", '"smz"')]),
    (FACT.replace("commissioning", "capex") + "currency = 'roubles'\n", [(9, "facts[1].currency", '"RUB"')]),
    (ROUTE.replace("stdout", "email"), [(2, "alerts.routes[1].channels[1]", "[alerts.email]")]),
    (ROUTE.replace('"stdout"', ""), [(2, "alerts.routes[1].channels", "stdout")]),
    ("[[alerts.routes]]\n", [(1, "alerts.routes[1].channels", "channels = ")]),
    (ROUTE + "facts = ['f']\n", [(3, "alerts.routes[1].facts[1]", "no fact")]),
    (ROUTE + "entities = ['f*']\n", [(3, "alerts.routes[1].entities[1]", "no entity")]),
    (ROUTE + "verdicts = ['slip']\n", [(3, "alerts.routes[1].verdicts[1]", '"slipped"')]),
    (ROUTE + "mode = 'daily 25:00'\n", [(3, "alerts.routes[1].mode", "daily 08:00")]),
    (ROUTE + "quiet = 'night'\n", [(3, "alerts.routes[1].quiet", "22:00-07:00")]),
    (ROUTE + "min_confidence = 60\n", [(3, "alerts.routes[1].min_confidence", "0 to 1")]),
    (EMAIL.replace("m@x.org", "monitor"), [(3, "alerts.email.from", "name@example.org")]),
    (EMAIL + "username = 'u'\n", [(5, "alerts.email.username", "password_env")]),
    (EMAIL + "password = 'hunter2'\n", [(5, "alerts.email.password", "password_env")]),
    (EMAIL + "port = 0\n", [(5, "alerts.email.port", "65535")]),
    ("[alerts.slack]\n", [(1, "alerts.slack.webhook_env", "SLACK_WEBHOOK")]),
    ("[alerts.slack]\nurl = 'https://hooks.slack.com/1'\n", [(1, "alerts.slack.webhook_env", ""), (2, "alerts.slack.url", "url_env")]),
    ("[alerts.slack]\ntoken_env = 'T'\n", [(1, "alerts.slack.channel", "#news")]),
    ("[alerts.webhook]\n", [(1, "alerts.webhook.url", "https://")]),
    ("[alerts.file]\n", [(1, "alerts.file.path", "path = ")]),
    ("[alerts.apprise]\nurl_env = 'X'\n", [(1, "alerts.apprise", "[alerts.apprise.teams]"), (2, "alerts.apprise.url_env", "")]),
    ("[alerts.emial]\n", [(1, "alerts.emial", '"email"')]),
    ("[ledger]\nvoices = 0\n", [(2, "ledger.voices", "1 to 100")]),
    ("[ledger]\none_voice_tiers = ['pres']\n", [(2, "ledger.one_voice_tiers[1]", '"press"')]),
    ("[fetch]\nmax_size = 'big'\n", [(2, "fetch.max_size", '"10MB"')]),
    ("[monitor]\nx = \n", [(2, "", "TOML")]),
    ("[monitor", [(1, "", "TOML")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_each_problem_has_its_line_its_key_and_what_to_write(
    tmp_path: Path, text: str, expected: list
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    problems = caught.value.problems
    assert [(problem.line, problem.key) for problem in problems] == [e[:2] for e in expected]
    for problem, (_, _, words) in zip(problems, expected, strict=True):
        assert words in str(problem)
        assert "hunter2" not in str(problem)
        assert str(problem).startswith(f"{path}:{problem.line}: ")


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    tables = [text for text, _ in BROKEN if text.startswith("[[")][:12]
    path.write_text("\n".join(tables), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) >= 12
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, make, words: str) -> None:
    path = tmp_path / "config.toml"
    make(path)
    with pytest.raises(ConfigError, match=words) as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_an_empty_file_is_a_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("", encoding="utf-8")
    config = load(path)
    assert config.database == tmp_path / "monitor.db"
    assert (config.sources, config.routes, config.warnings) == ((), (), ())


def test_the_default_configuration_is_sound() -> None:
    config = load(ROOT / "config.toml")
    assert config.warnings == ()
    assert sum(source.enabled for source in config.sources) == 18
    facts = {fact.id: fact for fact in config.watchlist.facts}
    commissioning = facts["smz-complex.commissioning"].value
    assert isinstance(commissioning, Milestone)
    assert (commissioning.earliest, commissioning.latest) == (date(2027, 1, 1), date(2027, 12, 31))
    owner = facts["tomtor.owner"].value
    assert isinstance(owner, Party)
    assert (owner.party, owner.text) == ("rosneft", "Rosneft")
    assert isinstance(config.channels[0], FileConfig)


def test_a_value_that_cannot_be_read_is_said_once_with_examples(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FACT + 'value = "whenever"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    [problem] = caught.value.problems
    assert str(problem).count("whenever") == 1
    assert problem.hint.startswith('Write for instance "2027"')


def test_templates_of_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[alerts]\ntemplates = "words"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="words cannot be read"):
        load(path)
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "subject.txt").write_text("$colour", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"alerts\.templates: subject\.txt knows no"):
        load(path)
    (tmp_path / "words" / "subject.txt").write_text("$headline", encoding="utf-8")
    assert load(path).templates == {"subject.txt": "$headline"}


def test_what_is_written_is_what_is_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("UNSET", raising=False)
    path = tmp_path / "config.toml"
    path.write_text(
        SOURCE
        + 'every = "1h30m"\ntier = "official"\nusername = "u"\npassword_env = "UNSET"\n'
        + FACT
        + '[[facts]]\nentity = "smz"\nattribute = "colour"\nkind = "stage"\ncues = "painted"\n'
        + EMAIL
        + '[alerts.email.night]\nhost = "n"\nfrom = "Monitor <m@x.org>"\nto = "b@x.org"\nsecurity = "tls"\n'
        + '[[alerts.routes]]\nchannels = ["email", "email.night"]\nfacts = ["smz.*"]\n'
        + 'verdicts = ["slipped"]\nmode = "Weekly  Monday 08:00"\n',
        encoding="utf-8",
    )
    config = load(path)
    source = config.sources[0]
    assert source.every == timedelta(minutes=90)
    assert (source.tier, source.password) == (Tier.OFFICIAL, Secret(env="UNSET"))
    assert [str(warning.message) for warning in config.warnings] == ["UNSET is not set"]
    assert [(f.id, f.kind) for f in config.watchlist.facts] == [
        ("f", Kind.MILESTONE),
        ("smz.colour", Kind.STAGE),
    ]
    assert [channel.name for channel in config.channels] == ["email.night", "email"]
    assert [c.port for c in config.channels if isinstance(c, EmailConfig)] == [465, 587]
    route = config.routes[0]
    assert route.facts == ("smz.colour",)
    assert route.verdicts == (Verdict.SLIPPED,)
    assert route.mode == "weekly monday 08:00"
