"""The database: tables, the store, migrations."""
