"""Tests of reasons and of the changes that would admit a visit."""
