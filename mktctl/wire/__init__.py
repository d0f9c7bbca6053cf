"""Model to Klaviyo's JSON and back: pure, one concern a file. The sandbox has a reader of its own."""
