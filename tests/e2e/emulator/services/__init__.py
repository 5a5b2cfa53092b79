"""What AWS does and moto does not, one module per service or part of a service.

A module has a function ``install()`` that extends moto's classes in place (``emulator.extend``). Modules are installed
in the order of their names.
"""
