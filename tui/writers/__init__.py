"""Reports and trails drawn for people: one module per format, records in, text out."""
