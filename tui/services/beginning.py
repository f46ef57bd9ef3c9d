"""What a new dossier begins with, as the project file of its folder says."""

from pathlib import Path
from typing import Final

from claims.store.dossier import Dossier
from claims.vocabulary.loading import parse_vocabulary
from tui.services.policy_settings import check_policy, check_setter, use_policy
from tui.services.project import NAME, Project, ProjectError, Reviews
from tui.services.protocol import set_protocol
from tui.services.reviewers import add_reviewer

_BECAUSE: Final = f"as {NAME} says"


def begin_dossier(store: Dossier, project: Project, folder: Path, reviewer: str) -> None:
    """Give a new dossier the settings of its project; `reviewer` answers for them."""
    for name in project.vocabulary:
        store.extend_vocabulary(parse_vocabulary((folder / name).read_text("utf-8"), name))
    if project.policy:
        use_policy(store, project.policy, None, _BECAUSE, reviewer)
    if project.protocol != Reviews():
        asked = project.protocol
        set_protocol(store, reviews=asked.reviews, contested=asked.contested, because=_BECAUSE, reviewer=reviewer)
    for each in project.reviewers:
        key = folder / each.key if each.key else None
        add_reviewer(store, each.name, each.role, key, reviewer, _BECAUSE)


def check_project(project: Project, folder: Path, reviewer: str) -> None:
    """Check what can be checked of a project's settings before there is a dossier.

    Raises:
        PolicyError: nobody answers for the settings, or there is no such policy.
        ProjectError: a vocabulary file is not there.
    """
    if project.settings:
        check_setter(reviewer)
    if project.policy:
        check_policy(project.policy)
    for name in project.vocabulary:
        if not (folder / name).is_file():
            raise ProjectError(folder / NAME, f"vocabulary: there is no file {name}")
