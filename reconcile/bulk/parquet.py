"""Write rows to a Parquet file, a row group at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO, Final, Self

from claims.errors import VariorumError

_ROWS: Final = 20_000
_BYTES: Final = 32 << 20
"""What a row group has at most: so much is held in memory."""

_TYPES: Final = {"integer": "int64", "text": "string", "bytes": "binary", "number": "float64", "boolean": "bool_"}


class ParquetError(VariorumError):
    """The library for Parquet is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "--format parquet needs pyarrow, which is not installed; run "
            "`pip install -r requirements/parquet.txt` in the folder Variorum came in, or use another format"
        )


class RowGroups:
    """Writes rows to an open file as Parquet; the file stays open."""

    def __init__(self, file: BinaryIO, types: Mapping[str, str], metadata: Mapping[str, str] | None = None) -> None:
        """Begin a file of columns of these types: `integer`, `number`, `text`, `bytes` or `boolean`.

        Raises:
            ParquetError: Parquet cannot be written.
        """
        self._arrow, parquet = import_arrow()
        columns = [(name, getattr(self._arrow, _TYPES[type_])()) for name, type_ in types.items()]
        self._schema = self._arrow.schema(columns, metadata=metadata)
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._waiting: list[Sequence[Any]] = []
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows, once there are enough of them."""
        for row in rows:
            self._waiting.append(row)
            self._size += sum(len(cell) for cell in row if isinstance(cell, bytes))
            if len(self._waiting) >= _ROWS or self._size >= _BYTES:
                self._flush()

    def close(self) -> None:
        """Write what is left and the footer."""
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        columns = zip(*self._waiting, strict=True)
        arrays = [self._arrow.array(cells, field.type) for cells, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._waiting, self._size = [], 0


def check_parquet() -> None:
    """Check that Parquet can be written.

    Raises:
        ParquetError: it cannot.
    """
    import_arrow()


def import_arrow() -> tuple[Any, Any]:
    """Return pyarrow and its part for Parquet.

    Raises:
        ParquetError: it is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ParquetError from error
    return pyarrow, parquet
