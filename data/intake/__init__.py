"""Files that people hand over: received, recognised by what they hold, previewed, loaded, sent back to be corrected."""
