"""How a service module gives moto's classes further methods, or other ones."""

from typing import Any

_extended: dict[tuple[type, str], str] = {}


def extend(target: type, extension: type) -> None:
    """Give ``target`` everything that the body of ``extension`` defines.

    An extension is a class derived from its target, so that tools know what its methods may use. It is never
    instantiated, and ``super()`` does not work in it: moto's EC2 classes are put together from mixins, so a method that
    replaces one reaches the original by the mixin's name (``SubnetBackend.create_subnet(self, ...)``); for other classes
    ``replaced(target, name)`` answers it.

    Two extensions that define the same name for one class would hide each other depending on their order: that is an
    error.
    """
    for name, value in vars(extension).items():
        if name in _CLASS_MACHINERY:
            continue
        owner = f"{extension.__module__}.{extension.__qualname__}"
        earlier = _extended.setdefault((target, name), owner)
        if earlier != owner:
            raise TypeError(f"{target.__qualname__}.{name} is extended by {earlier} and by {owner}")
        setattr(target, name, value)


def replaced(target: type, name: str) -> Any:
    """The attribute that ``target`` has before it is extended; call it when the extension's class body is evaluated."""
    if (target, name) in _extended:
        raise TypeError(f"{target.__qualname__}.{name} is already extended by {_extended[(target, name)]}")
    return getattr(target, name)


_CLASS_MACHINERY = {
    "__module__",
    "__qualname__",
    "__doc__",
    "__dict__",
    "__weakref__",
    "__annotations__",
    "__firstlineno__",
    "__static_attributes__",
    "instances_tracked",  # of moto's metaclass
}
