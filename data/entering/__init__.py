"""What people enter on a page: forms, what they would change, and the saves that they become."""
