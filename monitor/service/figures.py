"""The figures of an evaluation as people read them."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.service.evaluate import Miss, Report, Score


def render(report: Report) -> Iterator[str]:
    yield f"{report.articles} articles"
    yield ""
    yield _HEAD.format("hits")
    for name, score in sorted(report.hits.items()):
        yield _row(name, score)
    if report.negatives:
        yield f"of {report.negatives} items that are not relevant, {report.negatives_hit} were hit"
    yield ""
    yield _HEAD.format("claims")
    for name, score in sorted(report.claims.items()):
        yield _row(name, score)
    right = report.claims.get("all", Score()).right
    if right:
        yield f"of {right} right claims, {report.same_modality} in the very modality of the label"
    yield ""
    yield "confidence      right  wrong   share right"
    for name, score in sorted(report.confidence.items(), reverse=True):
        share = f"{score.precision or 0:>14.2f}"
        yield f"{name + ' and more':<14}{score.right:>7}{score.wrong:>7}{share}"
    yield ""
    yield "the worst misses"
    for miss in report.misses[:40]:
        yield _miss(miss)


_HEAD = f"{{:<36}}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>8}"


def _row(name: str, score: Score) -> str:
    figures = "".join(
        f"{'-' if value is None else format(value, '.3f'):>{width}}"
        for value, width in ((score.precision, 10), (score.recall, 8), (score.f1, 7))
    )
    return f"{name:<36}{figures}{score.right:>7}{score.wrong:>7}{score.missed:>8}"


def _miss(miss: Miss) -> str:
    instead = f" (label: {miss.instead})" if miss.instead else ""
    sure = f" at {miss.confidence:.2f}" if miss.confidence else ""
    return (
        f"  {miss.article}  {miss.what}{sure}: {miss.fact} = {miss.value} {miss.modality}"
        f"{instead}  “{' '.join(miss.quote.split())[:110]}”"
    )
