"""What people install: the wheel's contents, and the pins that the README's two lines install from."""

import re
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.whole

PACKAGES = ("claims", "reconcile", "tui")
EXTRAS = ("serve", "parquet", "spark", "stamps", "team", "nlp", "llm")
PINS = ("run.txt", "dev.txt", "spark-tests.txt", *(f"{extra}.txt" for extra in EXTRAS))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("variorum-*-py3-none-any.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_the_three_packages_whole_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    expected = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == expected


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_that_it_is_typed(wheel: zipfile.ZipFile, package: str) -> None:
    assert f"{package}/py.typed" in wheel.namelist()


@pytest.mark.parametrize(
    "pattern",
    [
        r"claims/vocabulary/data/\w+\.toml",
        r"claims/vocabulary/data/populated\.bin",
        r"tui/demo/[\w-]+\.txt",
        r"tui/demo/ferry/[\w-]+\.txt",
        r"tui/review/review\.tcss",
        r"tui/templates/report\.\w+",
    ],
)
def test_the_wheel_holds_the_data_beside_the_code(wheel: zipfile.ZipFile, pattern: str) -> None:
    assert any(re.fullmatch(pattern, name) for name in wheel.namelist())


def test_the_metadata_names_the_distribution_its_python_and_its_licence(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Requires-Python"]) == ("variorum", ">=3.11")
    assert metadata.get_all("License-File") == ["LICENSE"]


def test_the_wheel_brings_one_command(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    assert wheel.read(name).decode().split() == ["[console_scripts]", "variorum", "=", "tui.cli.main:main"]


def pins(name: str) -> dict[str, str]:
    """Return the pinned versions of a requirements file by distribution."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    entries = re.findall(r"^([a-z0-9.-]+)==(\S+)(.*(?:\n    --hash=.*)+)", text, re.MULTILINE)
    assert len(entries) == sum(line[:1].isalnum() for line in text.splitlines()), f"{name}: a line without pin and hash"
    return {distribution: version for distribution, version, _ in entries}


@pytest.mark.parametrize("name", PINS)
def test_pins_record_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert "://" not in text
    assert set(re.findall(r"(?<!\S)--?[a-z-]+", re.sub(r"#.*", "", text))) == {"--hash"}


def test_the_files_of_pins_agree() -> None:
    run = pins("run.txt")
    assert run.items() < pins("dev.txt").items() < pins("spark-tests.txt").items() > pins("spark.txt").items()
    for extra in EXTRAS:
        assert {
            name: version for name, version in pins(f"{extra}.txt").items() if run.get(name, version) != version
        } == {}


def test_everything_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]
    asked = {"run.txt": project["project"]["dependencies"] + project["dependency-groups"]["build"]}
    asked["dev.txt"] = [line for line in project["dependency-groups"]["dev"] if isinstance(line, str)]
    asked["spark-tests.txt"] = project["dependency-groups"]["spark"]
    extras = project["project"]["optional-dependencies"]
    asked |= {f"{extra}.txt": project["project"]["dependencies"] + extras[extra] for extra in EXTRAS}
    for name, lines in asked.items():
        assert {re.split(r"[^\w.-]", line)[0].replace(".", "-") for line in lines} <= pins(name).keys(), (
            "run requirements/refresh"
        )
