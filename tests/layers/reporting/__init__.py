"""Tests of what is owed and reported."""
