"""The events of a report on an axis of time as an SVG picture: each by its number, as large as its toll."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, datetime
from math import sqrt
from typing import Final

from tui.writers.brief import Moment
from tui.writers.labels import ROW_PX, Labels

_WIDTH: Final = 680
_EDGE: Final = 30
_HALF_NAME: Final = 38
"""Half of what the name of a day takes, so that none is cut at the edge."""
_AXIS: Final = 92
"""Where the axis is, from the top."""
_LEAST, _MOST = 4.0, 26.0
"""Radii of an event without a toll and of the greatest toll."""
_MOST_TICKS: Final = 8
_STEPS_DAYS: Final = (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 9131)


def draw_time(moments: Sequence[Moment], prefix: str) -> str:
    """Return the picture; empty where fewer than two events have a date."""
    if len(moments) < 2:
        return ""
    spans = [tuple(map(_day, moment.span)) for moment in moments]
    first, last = min(low for low, _ in spans), max(high for _, high in spans)
    scale = (_WIDTH - 2 * _EDGE) / max(last - first, 1)
    greatest = max((moment.killed or 0 for moment in moments), default=0)
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    svg.set("aria-labelledby", f"{prefix}-desc")
    words = "; ".join(f"{moment.number}: {moment.words}" for moment in moments)
    ET.SubElement(svg, "desc", id=f"{prefix}-desc").text = f"The events by their numbers on an axis of time: {words}."
    ET.SubElement(svg, "path", {"d": f"M{_EDGE} {_AXIS}H{_WIDTH - _EDGE}", "class": "axis"})
    for day in _ticks(first, last):
        x = round(_EDGE + (day - first) * scale, 1)
        ET.SubElement(svg, "path", {"d": f"M{x:g} {_AXIS}v6", "class": "axis"})
        name = date.fromordinal(day).isoformat()[: 7 if last - first > 730 else 10]
        _label(svg, min(max(x, _HALF_NAME), _WIDTH - _HALF_NAME), f"{_AXIS + 22}", name)
    labels, top = Labels(), 0.0
    for moment, (low, high) in zip(moments, spans, strict=True):
        start, end = (round(_EDGE + (day - first) * scale, 1) for day in (low, high))
        radius = _radius(moment, greatest)
        x, y = round((start + end) / 2, 1), _AXIS - radius
        ET.SubElement(svg, "path", {"d": f"M{start:g} {_AXIS}H{end:g}", "class": "span"})
        ET.SubElement(svg, "circle", {"cx": f"{x:g}", "cy": f"{y:.1f}", "r": f"{radius:.1f}", "class": "reach"})
        height = labels.place_centred(x, y - radius - 4, str(moment.number))
        if height is not None:
            _label(svg, x, f"{height:g}", str(moment.number))
            top = min(top, height - ROW_PX)
    svg.set("viewBox", f"0 {top:g} {_WIDTH} {_AXIS + 34 - top:g}")
    return ET.tostring(svg, encoding="unicode")


def _label(svg: ET.Element, x: float, y: str, text: str) -> None:
    label = ET.SubElement(svg, "text", {"x": f"{x:g}", "y": y, "font-size": "12"})
    label.set("text-anchor", "middle")
    label.text = text


def _radius(moment: Moment, greatest: int) -> float:
    return _LEAST + (_MOST - _LEAST) * sqrt((moment.killed or 0) / greatest) if greatest else _LEAST


def _day(instant: str) -> int:
    return datetime.fromisoformat(instant).toordinal()


def _ticks(first: int, last: int) -> range:
    """Return the days that are named on the axis, at most some eight."""
    step = next((days for days in _STEPS_DAYS if (last - first) / days <= _MOST_TICKS), _STEPS_DAYS[-1])
    return range(first, last + 1, step)
