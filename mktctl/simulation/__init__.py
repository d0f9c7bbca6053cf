"""The world in memory: people, their events and runs, and a clock that moves from one thing to the next."""
