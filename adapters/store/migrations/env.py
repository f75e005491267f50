"""Run by Alembic. `adapters.store.migrate` hands over its connection, which holds the lock and commits."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
