"""Tests of street networks: from OSM files to times, metres and lines."""
