"""The command line, asked as somebody at a terminal would."""

from flask import Flask


def run(app: Flask, *words: str, code: int = 0) -> str:
    """Run ``flask`` with some words and return what it says; it has to end with the exit code."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == code, result.output
    return result.output
