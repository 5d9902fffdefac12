"""Tables that people fill in: each kind described once, then offered as a model, recognised and read."""
