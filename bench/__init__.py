"""The numbers that the project promises, measured. Run by `make bench`."""
