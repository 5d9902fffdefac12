"""The directory of actions, and the page of one."""
