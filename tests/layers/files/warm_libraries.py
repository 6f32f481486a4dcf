"""What the process loads that warm readers are forked from; for nobody else: pandas is gone afterwards."""

import os

from layers.files.reading_child import forget_tables

forget_tables()
os.dup2(
    os.open(os.devnull, os.O_WRONLY), 2
)  # each GDAL complains of drivers to be left out that only the other knows

from layers.files import reading_records, reading_tables, reading_windows  # noqa: E402 - without what was forgotten

LOADED = (reading_records, reading_tables, reading_windows)
