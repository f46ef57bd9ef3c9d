"""Holds a package's crate to RO-Crate 1.1 with roc-validator, without a network.

Run with the Python of an environment that has roc-validator: `crate_validator.py FOLDER CONTEXT`, where CONTEXT is the
file of RO-Crate's JSON-LD context that the library `rocrate` brings. `nox -s standards` does so.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def use_context(path: Path) -> None:
    """Let the validator read the context of RO-Crate from a file."""
    content = path.read_text("utf-8")
    requests: Any = importlib.import_module("requests")
    ask = requests.Session.request

    def answer(session: Any, method: str, url: Any, *arguments: Any, **options: Any) -> Any:
        if "w3id.org/ro/crate" not in str(url):
            return ask(session, method, url, *arguments, **options)
        response = requests.Response()
        response.status_code, response.url, response._content = 200, url, content.encode()
        response.headers["content-type"] = "application/ld+json"
        return response

    requests.Session.request = answer
    for name in ("shared.jsonld.util", "shared.jsonld.context", "parsers.jsonld"):
        module: Any = importlib.import_module(f"rdflib.plugins.{name}")
        read = getattr(module, "source_to_json", None)
        if read is not None:
            module.source_to_json = lambda source, *more, read=read, **options: (
                (json.loads(content), None) if "w3id.org/ro/crate" in str(source) else read(source, *more, **options)
            )


def main() -> None:
    """Print what the validator finds; exit 1 where it finds that something required is lacking."""
    folder, context = sys.argv[1:]
    use_context(Path(context))
    services: Any = importlib.import_module("rocrate_validator.services")
    severity: Any = importlib.import_module("rocrate_validator.models").Severity.REQUIRED
    settings = services.ValidationSettings(
        rocrate_uri=folder, profile_identifier="ro-crate-1.1", requirement_severity=severity
    )
    issues = services.validate(settings).get_issues()
    for issue in issues:
        sys.stdout.write(f"{issue.check.identifier} {issue.message}\n")
    sys.stdout.write(f"RO-Crate 1.1: {len(issues)} required findings\n")
    sys.exit(1 if issues else 0)


if __name__ == "__main__":
    main()
