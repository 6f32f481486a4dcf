"""Tests of the pages about what is owed and reported."""
