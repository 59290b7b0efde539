"""Source text, its cleaned form with the exact way back, tokens, words and statements."""

from kehoach.text.clean import CleanText, clean

__all__ = ["CleanText", "clean"]
