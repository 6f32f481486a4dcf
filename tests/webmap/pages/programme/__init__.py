"""Tests of the pages about what is counted and owed month by month."""
