"""The vocabulary: frozen, keyword-only values that every other layer speaks."""
