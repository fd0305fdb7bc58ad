import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKED = re.compile(
    r"\b(?:table|monitor|alerts|root)\.(?:text|texts|flag|whole|number|choice|one_of|several|duration|size|day|url|file|secret|headers|table|tables|raw)\(\s*\"(\w+)\""
)


def test_every_key_is_documented() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "monitor/config").glob("*.py")
    )
    documented = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    keys = set(ASKED.findall(code))
    assert len(keys) > 50
    missing = {
        key for key in keys
        if not re.search(rf"[`\[.]{key}(?:_env|_file)?[`\]. ]", documented)
    }  # fmt: skip
    assert missing == set()
