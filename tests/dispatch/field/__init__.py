"""Tests of dispatch/field."""
