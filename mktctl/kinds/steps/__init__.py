"""The steps of a flow, one file a family of verbs."""
