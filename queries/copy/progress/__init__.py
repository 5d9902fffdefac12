"""What the series of an indicator can say of progress."""
