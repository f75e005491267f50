"""The embedded index of product and enablement content: ingest, search, snapshot, evaluate."""
