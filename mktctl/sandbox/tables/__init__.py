"""The SQL, one file a concern; each `*.sql` beside them is part of the schema."""
