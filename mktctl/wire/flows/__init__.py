"""Flows: from steps to Klaviyo's strict tree of actions and back.

`tree` lays the steps out, copying what follows an `if` behind both of its sides; `actions`, `messages`, `waits`,
`data_steps` and `splits` write single actions; `filters`, `triggers` and `reentry` write the rest of the definition.
`fold` takes the copies back into one tail.
"""
