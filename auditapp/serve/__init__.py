"""The whole product on one machine: what `make run` starts.

On many machines each process is started by itself instead (docs/settings.md).
"""
