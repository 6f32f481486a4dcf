"""webmap/render."""
