"""One file a resource: what answers an operation. `mktctl/sandbox/app.py` says how one is added."""
