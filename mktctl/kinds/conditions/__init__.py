"""Conditions about people and events, one file a family of subjects."""
