"""What a file is built of, compared with what Variorum builds."""

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

from claims.store.tables.definitions import find_foreign, find_missing
from tests.support.store_builders import make_dossier


def test_a_definition_that_damage_turned_into_bytes_is_read_as_text(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    damaged = sqlite3.connect(path)
    damaged.execute("PRAGMA writable_schema = ON")
    damaged.execute("UPDATE sqlite_master SET sql = CAST(sql AS BLOB) WHERE name IN ('articles', 'decisions')")
    damaged.commit()
    damaged.close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert find_foreign(connection) == find_missing(connection) == []
    engine.dispose()
