"""Tags, tag groups, and the tagging of lists, segments and flows (klaviyo-api.md section 1.6)."""
