"""Campaigns and Klaviyo's JSON for them: campaign, audience, message, variations, schedule (klaviyo-api.md 4.1)."""
