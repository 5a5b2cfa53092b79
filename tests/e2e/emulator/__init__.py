"""An AWS API to test against: moto, with what moto lacks or does otherwise than AWS.

``python -m emulator --host 127.0.0.1 --port N`` serves it. Every module of ``emulator.services`` extends moto in place
through its function ``install()``; ``install()`` here calls them all. State lives in moto's own backends, so it is kept
apart by account and Region as moto's is, and ``/moto-api/reset`` clears it.
"""

import importlib
import os
import pkgutil

# moto reads most of its settings when it is imported, so they have to be in place before the first import of moto.
_SETTINGS = {
    # Roles attach policies that AWS manages; moto knows them only when it is told to load them.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    # A certificate stays in PENDING_VALIDATION for this many seconds. Nothing is learned from moto's minute.
    "MOTO_ACM_VALIDATION_WAIT": "1",
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)

_installed: list[str] = []


def install() -> list[str]:
    """Extend moto with every module of ``emulator.services``, in the order of their names, once per process.

    Answers the names of the modules. Another call changes nothing.
    """
    if not _installed:
        from . import services

        names = sorted(module.name for module in pkgutil.iter_modules(services.__path__))
        for name in names:
            importlib.import_module(f"{services.__name__}.{name}").install()
        _installed.extend(names)
    return list(_installed)
