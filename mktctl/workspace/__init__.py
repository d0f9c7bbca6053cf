"""The project's files: found, read within limits, and turned into documents whose every part has a place."""
