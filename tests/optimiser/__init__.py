"""Tests of the optimiser: a Problem in, a Plan out."""
