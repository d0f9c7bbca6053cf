"""The client of Klaviyo's API: transport, limits, retries, and one file a resource."""
