"""The file `variorum.toml` beside a dossier: its title, its languages, and what a new dossier there begins with."""

import tomllib
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from claims.errors import VariorumError
from claims.records import Record
from claims.store.addresses import folder_of

NAME: Final = "variorum.toml"


class ProjectError(VariorumError):
    """The project file cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}; it may have {', '.join(Project.model_fields)}")


class Reviewer(Record):
    """Somebody who may decide."""

    name: str
    role: str | None = None
    key: str | None = None
    """The file of a public key, from the folder of the project file."""


class Reviews(Record):
    """What the dossier asks of its reviewers."""

    reviews: int | None = None
    contested: Literal["settles", "waits", "policy"] | None = None


class Project(Record):
    """What a project file says."""

    title: str = Field(default="", max_length=200)
    """Of reports."""
    publisher: str = Field(default="", max_length=200)
    """Who publishes the packages of the dossier."""
    license: str = Field(default="", max_length=500, pattern=r"^(https?://[!-~]+)?$")
    """The address of the licence that packages are published under."""
    languages: tuple[str, ...] = ()
    """Codes of the languages that articles are expected in: `add` names those in another."""
    policy: str = ""
    protocol: Reviews = Reviews()
    reviewers: tuple[Reviewer, ...] = ()
    """The first administers, unless a role says otherwise."""
    vocabulary: tuple[str, ...] = ()
    """Files, from the folder of the project file."""

    @property
    def settings(self) -> list[str]:
        """What a new dossier is given, in words."""
        protocol = self.protocol.model_dump(exclude_none=True)
        parts = (
            [f"policy {self.policy}"] if self.policy else [],
            [f"{name} {value}" for name, value in protocol.items()],
            [f"reviewer {each.name}" for each in self.reviewers],
            [f"vocabulary {name}" for name in self.vocabulary],
        )
        return [words for part in parts for words in part]


def load_project(dossier: Path) -> Project:
    """Return what the project file beside a dossier says; nothing where there is none.

    Raises:
        ProjectError: it is no TOML, or has a key or value that it may not have.
    """
    path = folder_of(dossier) / NAME
    try:
        return Project.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return Project()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(path, f"cannot be read ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ProjectError(path, f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}") from error
