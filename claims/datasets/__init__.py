"""Published event data sets: each row of a table becomes a document, and its cells statements."""
