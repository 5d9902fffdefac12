"""One load, from a batch of rows to a transaction of the store."""
