"""The local platform: Klaviyo's REST API on SQLite, for work without an account."""
