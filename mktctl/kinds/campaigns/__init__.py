"""`campaigns/<ref>.yaml`: one message, to whom, and when."""
