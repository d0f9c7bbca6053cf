"""Results as text: terminal, JSON, Markdown. Pure: width and colour are arguments."""
