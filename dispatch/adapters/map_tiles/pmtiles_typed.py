"""The part of the pmtiles library used here, with types: it says that it has them, yet most are missing."""

from collections.abc import Callable
from typing import IO, Any, Protocol

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import HeaderDict
from pmtiles.writer import Writer

# The file's bytes by offset and length; fewer where it ends.
ContentAt = Callable[[int, int], bytes]


class TileWriter(Protocol):
    """Takes tiles in the order of their ids, then the header and metadata."""

    def write_tile(self, tileid: int, data: bytes) -> None:
        """Adds one tile."""

    def finalize(self, header: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Writes the archive."""


def mapped(file: IO[bytes]) -> ContentAt:
    """The open file, mapped into memory; it may be closed afterwards."""
    source: ContentAt = MmapSource(file)  # type: ignore[no-untyped-call]
    return source


def header_and_metadata(content_at: ContentAt) -> tuple[HeaderDict, dict[str, Any]]:
    """What the archive says of itself."""
    reader: Any = Reader(content_at)  # type: ignore[no-untyped-call]
    return reader.header(), reader.metadata()


def writer_to(file: IO[bytes]) -> TileWriter:
    """A writer of an archive into the open file."""
    writer: TileWriter = Writer(file)  # type: ignore[no-untyped-call]
    return writer
