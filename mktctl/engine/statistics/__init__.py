"""What the numbers of a test say: closed forms on the standard library, each with its source."""
