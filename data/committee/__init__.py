"""What a committee writes down in a session: decisions and what becomes of them, targets, annotations, its figures."""
