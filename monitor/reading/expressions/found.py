"""What the finders of expressions give and need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.model import Value
from monitor.reading.text.record import record


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What the text does not say itself.

    ``published`` resolves "next year"; ``country`` (ISO 3166, two letters) gives the fiscal
    year and the dollar; ``currency`` (ISO 4217) is what a bare "$" or an amount without a
    currency means; ``unit`` is what an amount without a unit counts.
    """

    published: date
    country: str = ""
    currency: str = ""
    unit: str = ""


@record
class Expression:
    """A value as written at ``text[start:end]``.

    ``rule`` names the grammar that read it, ``precision`` how finely it speaks (day, week,
    month, quarter, half, part, season, year, decade, span, shift; for amounts exact, range,
    bound). ``sure`` is False where the words around it were not understood or something had
    to be assumed; ``notes`` say what. ``alternatives`` are other values the same words may
    stand for (another year for "in August", the amount in a second currency).
    """

    start: int
    end: int
    value: Value
    precision: str
    rule: str
    sure: bool = True
    notes: tuple[str, ...] = ()
    alternatives: tuple[Value, ...] = ()
