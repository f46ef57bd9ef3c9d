"""Reports, trails and packages as text and files: one module for each format."""
