"""One module for each family of rules: a plan that just fits, and the same plan when it just does not."""
