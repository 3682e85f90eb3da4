"""Tests of questions to a plan that is kept loaded."""
