"""Pure: desired against seen gives changes, changes give steps. Nothing here reads or writes anything."""
