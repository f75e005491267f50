"""One module a group of `cornerman` commands."""
