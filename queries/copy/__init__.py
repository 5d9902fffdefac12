"""What is made once a snapshot, for every question: the reading copy and its steps."""
