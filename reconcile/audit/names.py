"""The names by which packages speak of what is in a dossier: one namespace for annotations, provenance and crate.

They follow from ids alone, so that one record has one name in every package.
"""

from claims.identity import digest

NAMESPACE = "urn:uuid:c0b8c79d-c8eb-42b7-8f55-04ef5a7e83e8#"
"""Names are fragments of one UUID (RFC 9562, RFC 8141), which takes no registration and no domain."""


def local_article(id_: str) -> str:
    """Return the local name of an article."""
    return f"article-{id_}"


def local_assertion(id_: str) -> str:
    """Return the local name of an assertion."""
    return f"assertion-{id_}"


def local_agent(kind: str, name: str) -> str:
    """Return the local name of whoever goes by `name`."""
    return f"{kind}-{digest(name)[:32]}"
