"""One use case a file: orders the layers below, returns a frozen result, never prints."""
