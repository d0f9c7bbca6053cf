"""The grammar of conditions, read from Klaviyo's reference: what may stand where, down to each key."""
