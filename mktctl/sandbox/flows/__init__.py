"""Flows in the sandbox: the strict shape of a definition, the rules beyond it, and what creating and editing do."""
