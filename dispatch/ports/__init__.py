"""What the steps need from outside, as they would like to have it: storage, the clock, child processes."""
