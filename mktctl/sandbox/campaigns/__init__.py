"""Campaigns in the shape of revision 2026-10-15: what they may say, how they are changed, when they go out."""
