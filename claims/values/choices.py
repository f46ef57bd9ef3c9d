"""Parse a choice: one of the exclusive values that an attribute declares, in upper or lower case."""

from claims.values.model import ChoiceValue
from claims.values.problems import ValueProblem
from claims.values.texts import clean


def parse_choice(written: str, choices: tuple[str, ...] = ()) -> ChoiceValue:
    """Read a choice; with none declared, any word will do.

    >>> parse_choice("Yes", ("yes", "no")).name
    'yes'
    """
    accepted = f"one of {', '.join(choices)}" if choices else "a word"
    name = clean(written, accepted)
    if not choices:
        return ChoiceValue(name=name.casefold())
    for choice in choices:
        if choice.casefold() == name.casefold():
            return ChoiceValue(name=choice)
    raise ValueProblem(written, "it is none of the declared choices", accepted)
