"""The review board, one indicator, the method."""
