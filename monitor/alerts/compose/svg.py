"""A chart as SVG, for pages: it scales with its box and says what it shows. Pure."""

from __future__ import annotations

from collections.abc import Callable

from monitor.alerts.compose.chart import COLOURS, Chart, Dot, Label, Line, Rect, Shape
from monitor.alerts.compose.safe import escape


def svg(drawing: Chart) -> str:
    body = "".join(_svg_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'role="img" aria-label="{escape(drawing.title)}" style="width:100%;height:auto;'
        f'max-width:{drawing.width}px"><title>{escape(drawing.title)}</title>{body}</svg>'
    )


def _svg_shape(shape: Shape) -> str:
    paint = _paint(shape.colour)
    match shape:
        case Rect():
            return (
                f'<rect x="{shape.x}" y="{shape.y}" width="{shape.width:.1f}" '
                f'height="{shape.height:.1f}" {paint("fill")}/>'
            )
        case Line():
            dashed = ' stroke-dasharray="1 5" stroke-linecap="round"' if shape.dashed else ""
            return (
                f'<line x1="{shape.x1}" y1="{shape.y1}" x2="{shape.x2}" y2="{shape.y2}" '
                f'{paint("stroke")} stroke-width="{shape.width}"{dashed}/>'
            )
        case Dot():
            return f'<circle cx="{shape.x}" cy="{shape.y}" r="{shape.radius}" {paint("fill")}/>'
        case Label():
            return (
                f'<text x="{shape.x}" y="{shape.y}" dy=".35em" text-anchor="{shape.anchor}" '
                f'font-size="12" font-family="sans-serif" {paint("fill")}>'
                f"{escape(shape.text)}</text>"
            )


def _paint(name: str) -> Callable[[str], str]:
    red, green, blue, opacity = COLOURS[name]

    def paint(attribute: str) -> str:
        faint = f' {attribute}-opacity="{opacity / 255:.2f}"' if opacity < 255 else ""
        return f'{attribute}="#{red:02x}{green:02x}{blue:02x}"{faint}'

    return paint
