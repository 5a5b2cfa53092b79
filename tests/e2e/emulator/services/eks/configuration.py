"""Configuration values of add-ons, held to the add-on's schema (EKS user guide, "Determine fields you can customize for
Amazon EKS add-ons"; `aws eks describe-addon-configuration`)."""

import re
from typing import Any

import yaml

from .errors import InvalidParameterException

_ANYTHING: dict[str, Any] = {}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


_CNI = (
    "affinity branchENICooldown cniConfig cri enableNetworkPolicy enableWindowsIpam enableWindowsPrefixDelegation env "
    "extraVolumeMounts extraVolumes init livenessProbe livenessProbeTimeoutSeconds minimumWindowsIPTarget nodeAgent "
    "nodeSelector originalMatchLabels podAnnotations podLabels podSecurityContext priorityClassName readinessProbe "
    "readinessProbeTimeoutSeconds resources securityContext serviceAccount tolerations updateStrategy warmWindowsIPTarget "
    "warmWindowsPrefixTarget"
).split()

_COREDNS = (
    "affinity autoScaling computeType corefile nodeSelector podAnnotations podDisruptionBudget podLabels replicaCount resources "
    "tolerations topologySpreadConstraints"
).split()

_KUBE_PROXY = "affinity ipvs mode nodeSelector podAnnotations podLabels resources tolerations".split()

# The settings by name, and those in full by which programs place pods.
SCHEMAS: dict[str, dict[str, Any]] = {
    "vpc-cni": _object(
        **dict.fromkeys(_CNI, _ANYTHING),
        eniConfig={
            **_object(
                create={"type": "boolean"},
                region={"type": "string"},
                subnets={
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {
                        **_object(
                            id={"type": "string", "pattern": "^subnet-[0-9a-fA-F]{8,17}$"},
                            securityGroups={
                                "type": "array",
                                "items": {"type": "string", "pattern": "^sg-[0-9a-fA-F]{8,17}$"},
                            },
                        ),
                        "required": ["id"],
                    },
                },
            ),
            "required": ["create", "region", "subnets"],
        },
    ),
    "coredns": _object(**dict.fromkeys(_COREDNS, _ANYTHING)),
    "kube-proxy": _object(**dict.fromkeys(_KUBE_PROXY, _ANYTHING)),
}

_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


def check(addon: str, text: str | None) -> None:
    """Refuse configuration values that are no JSON or YAML object, or that the add-on's schema does not allow."""
    if not text:
        return
    try:
        values = yaml.safe_load(text)  # JSON is YAML too
    except yaml.YAMLError as wrong:
        raise InvalidParameterException(
            addonName=addon, message=f"ConfigurationValue provided in request is not a valid JSON or YAML: {wrong}"
        ) from None
    if problems := _problems(SCHEMAS.get(addon, {"type": "object"}), values, "$"):
        raise InvalidParameterException(
            addonName=addon,
            message="ConfigurationValue provided in request is not supported: "
            f"Json schema validation failed with error: [{', '.join(problems)}]",
        )


def _problems(schema: dict[str, Any], value: Any, where: str) -> list[str]:
    kind = schema.get("type")
    if kind and not isinstance(value, _TYPES[kind]):
        return [f"{where}: {type(value).__name__} found, {kind} expected"]
    found = []
    if kind == "object":
        known, further = schema.get("properties", {}), schema.get("additionalProperties", _ANYTHING)
        found += [f"{where}.{name}: is missing but it is required" for name in schema.get("required", []) if name not in value]
        if len(value) < schema.get("minProperties", 0):
            found.append(f"{where}: should have a minimum of {schema['minProperties']} properties")
        for name, member in value.items():
            if name in known or further is not False:
                found += _problems(known.get(name, further), member, f"{where}.{name}")
            else:
                found.append(
                    f"{where}.{name}: is not defined in the schema and the schema does not allow additional properties"
                )
    elif kind == "array":
        for index, member in enumerate(value):
            found += _problems(schema.get("items", _ANYTHING), member, f"{where}[{index}]")
    elif kind == "string" and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where}: does not match the regex pattern {schema['pattern']}")
    return found
