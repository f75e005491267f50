"""The `cornerman` command."""


def main() -> None:
    """Placeholder until the commands are wired."""
