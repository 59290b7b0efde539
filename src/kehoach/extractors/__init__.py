"""One module for each thing extracted: pure functions from cleaned text to ranges with values; `plan` joins them to a record."""
