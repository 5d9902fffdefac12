"""Who pays, what is missing, what will stop."""
