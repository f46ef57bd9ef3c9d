"""What is done with the checkout, by name: `nox -s check`, `nox -s test`, ... `nox -l` lists them.

Every session runs in the environment it is started from, which README.md's development line sets up.
"""

import importlib.util
import shutil
import sysconfig
from pathlib import Path

import nox

VALIDATORS = ("roc-validator==0.13.0", "frictionless==5.21.0")

BENCHMARKS = Path(__file__).parent / "tests" / "benchmarks"

nox.options.default_venv_backend = "none"
nox.options.sessions = ["check", "test"]


@nox.session
def check(session: nox.Session) -> None:
    """Style and types."""
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session
def test(session: nox.Session) -> None:
    """The quick tier of the tests; words after `--` go to pytest."""
    session.run("pytest", "-q", "-n", "auto", *session.posargs)


@nox.session
def whole(session: nox.Session) -> None:
    """The rest of the tests: kills, terminals, browser, fuzz, README, packaging, labelled corpora."""
    session.run("pytest", "-q", "-n", "auto", "-m", "whole", *session.posargs)


@nox.session
def spark(session: nox.Session) -> None:
    """The tests against a Spark Connect server, in an environment of their own, which takes 400 MB."""
    folder = Path(session.create_tmp()).resolve() / "environment"
    session.run("python", "-m", "venv", str(folder))
    python = str(folder / "bin" / "python")
    # What this environment has is not fetched again: it lies on the path of the other.
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "beside.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    session.run(python, "-m", "pip", "install", "-q", "-r", "requirements/spark-tests.txt", external=True)
    own = ("install", "-q", "--no-deps", "--no-build-isolation", "-e", ".")
    session.run(python, "-m", "pip", *own, external=True)
    session.run(python, "-m", "pytest", "-q", "-m", "", "tests/services/test_spark.py", *session.posargs, external=True)


@nox.session
def attack(session: nox.Session) -> None:
    """The attacks alone, with their figures at the end; for a night's run: `nox -s attack -- --kills 5000`."""
    session.run("pytest", "-q", "-n", "auto", "-m", "whole and attack", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """One benchmark: `nox -s bench -- bench_queue`; without a name, all of them."""
    names = session.posargs or sorted(path.stem for path in BENCHMARKS.glob("bench_*.py"))
    for name in names:
        session.run("python", "-m", f"tests.benchmarks.{name}")


@nox.session
def standards(session: nox.Session) -> None:
    """A package and tables before the validators of others, in an environment of their own, which they need."""
    root, folder = Path(__file__).parent, Path(session.create_tmp()).resolve()
    crate, tables, dossier = folder / "crate", folder / "tables", folder / "demo.variorum"
    for old in (crate, tables):
        shutil.rmtree(old, ignore_errors=True)
    dossier.unlink(missing_ok=True)
    session.run("variorum", "demo", "--keep", str(dossier), silent=True)
    session.run("variorum", "--dossier", str(dossier), "audit", "export", str(folder / "crate.zip"), "--force")
    session.run("variorum", "--dossier", str(dossier), "report", "--tables", str(tables))
    shutil.unpack_archive(folder / "crate.zip", crate)
    session.run("python", "-m", "venv", str(folder / "environment"))
    python = folder / "environment" / "bin" / "python"
    session.run(str(python), "-m", "pip", "install", "-q", *VALIDATORS, external=True)
    found = importlib.util.find_spec("rocrate")
    context = Path(found.origin).parent / "data" / "ro-crate.jsonld"
    checker = root / "tests" / "support" / "crate_validator.py"
    session.run(str(python), str(checker), str(crate), str(context), external=True)
    session.run(str(python), "-m", "frictionless", "validate", str(tables / "datapackage.json"), external=True)


@nox.session
def matching(session: nox.Session) -> None:
    """Matching events beside Splink, in an environment of its own: it brings libraries that nothing here needs."""
    folder = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "venv", str(folder / "splink"))
    python = str(folder / "splink" / "bin" / "python")
    session.run(python, "-m", "pip", "install", "-q", "splink>=5,<6", "pandas", external=True)
    rows = session.posargs[0] if session.posargs else "20000"
    session.run("python", "-m", "tests.benchmarks.bench_matching", rows, python)


@nox.session
def snapshots(session: nox.Session) -> None:
    """Write the pictures of the screens and the stories anew; read the difference before it is committed."""
    written = {"VARIORUM_SNAPSHOTS": "write", "VARIORUM_STORIES": "write"}
    session.run("pytest", "-q", "-m", "", "tests/review/test_snapshots.py", "tests/stories", env=written)


@nox.session
def refresh(session: nox.Session) -> None:
    """Write the pinned requirements anew."""
    session.run("requirements/refresh", external=True)


@nox.session
def release(session: nox.Session) -> None:
    """Build what is published, from the newest tag: `git tag v1.2.3` first."""
    session.run("uv", "build", "--no-build-isolation")
