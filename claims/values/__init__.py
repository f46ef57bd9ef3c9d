"""The kinds of values: each a set of possible values, parsed from a surface form and printed back."""

from claims.values.formatting import format_bounds, format_value
from claims.values.parsing import parse_value
from claims.values.problems import ValueProblem

__all__ = ["ValueProblem", "format_bounds", "format_value", "parse_value"]
