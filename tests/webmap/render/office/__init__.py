"""Tests of the files that offices go on working with."""
