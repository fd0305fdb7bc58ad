"""Small things that are made by the hundred for one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_T]) -> type[_T]:
    """A frozen dataclass with slots; what it is made of is guarded by the type checker alone.

    Refusing changes at run time too makes each take four times as long to make.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
