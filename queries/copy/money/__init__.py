"""One euro, from budgets and grants to plans, territories, flows and ends."""
