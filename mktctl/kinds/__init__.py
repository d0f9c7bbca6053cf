"""One file a kind: from YAML nodes to the model. The hand-written schemas say the shape, the code says the meaning."""
