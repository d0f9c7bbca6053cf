"""What happens to people, as pure functions of what is known and of `now`; semantics.md is the law."""
