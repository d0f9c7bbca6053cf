"""The sandbox's own reading of Klaviyo's JSON, written from the reference and independent of the client's codecs."""
