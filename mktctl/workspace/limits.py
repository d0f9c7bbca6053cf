"""How much of everything the reader takes. A file beyond one of them is named and left unread."""

from typing import Final

FILE_BYTES_MAX: Final = 1024 * 1024
FILES_MAX: Final = 50_000
ALL_BYTES_MAX: Final = 64 * 1024 * 1024
"""Of all files together."""
FOLDER_DEPTH_MAX: Final = 16
NESTING_MAX: Final = 64
"""Mappings and lists inside each other in one document."""
NODES_MAX: Final = 100_000
"""Keys, values, mappings and lists of one document."""
MISTAKES_MAX: Final = 100
"""Findings about the YAML of one file; what is that broken is not worth more lines."""
