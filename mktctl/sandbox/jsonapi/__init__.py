"""The JSON:API kernel: queries, filters, cursors, bodies, documents and errors, knowing no resource."""
