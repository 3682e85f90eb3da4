"""Tests of the work: intake, planning, evidence."""
