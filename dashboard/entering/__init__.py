"""Forms, worklists and the queue of what waits for a person."""
