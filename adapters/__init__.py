"""Everything that touches the outside: chat platforms, CRMs, content sources, the store, the command line."""
