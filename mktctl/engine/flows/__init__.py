"""Flows as they run: who enters, what is due when, what each step does, and why it does not."""
