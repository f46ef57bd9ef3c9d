"""Computing over very many items at once, with the libraries and files that takes."""
