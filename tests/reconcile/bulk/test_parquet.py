"""Rows written to Parquet a row group at a time."""

import io
from collections.abc import Sequence

import pytest

from reconcile.bulk import parquet as writing

parquet = pytest.importorskip("pyarrow.parquet")

TYPES = {"seq": "integer", "name": "text", "body": "bytes", "is_kept": "boolean"}
ROWS = [(1, "ash", b"\x00\xff", True), (2**40, "bell [sic] \u202e", b"", False), (3, None, None, None)]


def write(rows: Sequence[tuple[object, ...]]) -> io.BytesIO:
    file = io.BytesIO()
    with writing.RowGroups(file, TYPES) as groups:
        groups.write(rows)
    file.seek(0)
    return file


def test_what_is_written_is_read_back() -> None:
    table = parquet.read_table(write(ROWS))
    assert [tuple(row.values()) for row in table.to_pylist()] == ROWS
    assert table.column_names == list(TYPES)


def test_no_rows_are_a_table_too() -> None:
    assert parquet.read_table(write([])).num_rows == 0


def test_a_row_group_holds_so_many_bytes_and_no_more() -> None:
    body = bytes(5 << 20)
    groups = parquet.ParquetFile(write([(number, "", body, True) for number in range(20)]))
    sizes = [groups.metadata.row_group(n).num_rows for n in range(groups.num_row_groups)]
    assert sizes == [7, 7, 6]


def test_the_same_rows_are_the_same_bytes() -> None:
    assert write(ROWS).getvalue() == write(ROWS).getvalue()
