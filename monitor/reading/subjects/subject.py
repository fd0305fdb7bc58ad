"""What a sentence speaks of, and as what: a tracked thing, another one, "the plant"."""

from __future__ import annotations

from enum import StrEnum

from monitor.reading.text.record import record


class Role(StrEnum):
    TRACKED = "tracked"
    OTHER = "other"
    OBJECT = "object"
    GENERIC = "generic"


@record
class Subject:
    """Somebody or something at ``content[start:end]`` that a value may belong to."""

    start: int
    end: int
    role: Role
    entity: str = ""
    linked: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end
