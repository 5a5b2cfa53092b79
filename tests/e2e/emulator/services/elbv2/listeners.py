"""Listeners: what a load balancer listens to, and what it does by default.

Sources: Elastic Load Balancing API reference, CreateListener, ModifyListener, DeleteListener and Listener.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.exceptions import ELBClientError, ListenerNotFoundError, LoadBalancerNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeAction, FakeListener, FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response
from moto.moto_api._internal import mock_random

from ...extend import extend
from .actions import PROTOCOLS, make_actions, note_associations
from .balancer_targets import check_listener_removal
from .listener_attributes import default_attributes
from .listener_settings import ListenerSettings, default_certificate, encrypted

_QUOTA = 50  # per load balancer


class _Listener:
    @property
    def rules(self) -> dict[Any, Any]:
        """All rules in the order in which they are tried, the default one last."""
        ordered = sorted(self._non_default_rules.items(), key=lambda item: int(item[1].priority))  # type: ignore[attr-defined]
        return dict(ordered) | {rule.arn: rule for rule in self._default_rule.values()}  # type: ignore[attr-defined]


class _Backend(ELBv2Backend):
    def create_listener(
        self,
        load_balancer_arn: str,
        protocol: str | None,
        port: int | str | None,
        ssl_policy: str | None,
        certificate: str | None,
        actions: list[dict[str, Any]],
        alpn_policy: list[str] | None = None,
        tags: list[dict[str, str]] | None = None,
        mutual_authentication: dict[str, Any] | None = None,
    ) -> FakeListener:
        balancer = self.load_balancers.get(load_balancer_arn)
        if balancer is None:
            raise LoadBalancerNotFoundError()
        protocol, port = _check_place(balancer, protocol, port)
        settings = ListenerSettings(self, protocol, ssl_policy, certificate, alpn_policy, mutual_authentication)
        same = _listener_on(balancer, port, protocol)
        made = make_actions(self, balancer, protocol, actions)
        if same:
            if settings.equal(same) and [a.data for a in same.default_actions] == [a.data for a in made]:
                return same
            raise ELBClientError(
                "DuplicateListener", f"A listener already exists on this port for this load balancer '{load_balancer_arn}'"
            )
        if len(balancer.listeners) >= _QUOTA:
            raise ELBClientError("TooManyListeners", f"The maximum number of listeners ({_QUOTA}) has been reached")
        arn = f"{load_balancer_arn.replace(':loadbalancer/', ':listener/')}/{mock_random.get_random_hex(16)}"
        listener = FakeListener(load_balancer_arn, arn, protocol, port, None, None, made, None)
        if balancer.type == "gateway":
            listener.port = listener.protocol = None
        listener.balancer, listener.further_certificates = balancer, []
        default = listener._default_rule[0]
        default.arn = f"{arn.replace(':listener/', ':listener-rule/')}/{mock_random.get_random_hex(16)}"
        settings.apply(listener)
        listener.attributes = default_attributes(protocol)
        balancer.listeners[arn] = listener
        note_associations(self)
        self.tagging_service.tag_resource(arn, tags)
        return listener

    def modify_listener(
        self,
        arn: str,
        port: int | str | None = None,
        protocol: str | None = None,
        ssl_policy: str | None = None,
        certificates: list[dict[str, Any]] | None = None,
        actions: list[dict[str, Any]] | None = None,
        alpn_policy: list[str] | None = None,
        mutual_authentication: dict[str, Any] | None = None,
    ) -> FakeListener:
        listener = self.describe_listeners(None, [arn])[0]
        balancer: FakeLoadBalancer = listener.balancer
        old = listener.protocol
        protocol, port = _check_place(balancer, protocol or old, port or listener.port)
        other = _listener_on(balancer, port, protocol)
        if other and other is not listener:
            raise ELBClientError(
                "DuplicateListener", f"A listener already exists on this port for this load balancer '{balancer.arn}'"
            )
        if balancer.type == "application" and port != listener.port:
            check_listener_removal(self, balancer, listener)
        certificate = default_certificate(certificates or [])
        if encrypted(protocol):
            certificate = certificate or listener.certificate
            ssl_policy = ssl_policy or listener.ssl_policy
            alpn_policy = listener.alpn_policy if alpn_policy is None else alpn_policy
            mutual_authentication = mutual_authentication or listener.mutual_authentication
        settings = ListenerSettings(self, protocol, ssl_policy, certificate, alpn_policy, mutual_authentication)
        given = actions or [action.data for action in listener.default_actions]
        made: list[FakeAction] = make_actions(self, balancer, protocol, given)
        settings.apply(listener)
        listener.port = port
        if protocol != old:
            listener.protocol = protocol
            listener.attributes = default_attributes(protocol)
            listener.further_certificates = []  # no load balancer has two protocols with TLS
        listener.default_actions = listener._default_rule[0].actions = made
        note_associations(self)
        return listener

    def describe_listeners(self, load_balancer_arn: str | None, listener_arns: list[str]) -> list[FakeListener]:
        if load_balancer_arn:
            if load_balancer_arn not in self.load_balancers:
                raise LoadBalancerNotFoundError()
            return list(self.load_balancers[load_balancer_arn].listeners.values())
        known = {
            arn: listener for balancer in self.load_balancers.values() for arn, listener in balancer.listeners.items()
        }
        if missing := [arn for arn in listener_arns if arn not in known]:
            raise ELBClientError("ListenerNotFound", f"One or more listeners not found: {missing}")
        return [known[arn] for arn in dict.fromkeys(listener_arns)]

    def delete_listener(self, listener_arn: str) -> FakeListener:
        for balancer in self.load_balancers.values():
            if listener := balancer.listeners.get(listener_arn):
                check_listener_removal(self, balancer, listener)
                del balancer.listeners[listener_arn]
                for arn in [listener_arn, *listener.rules]:
                    self.tagging_service.delete_all_tags_for_resource(arn)
                note_associations(self)
                return listener
        raise ListenerNotFoundError()


def _check_place(balancer: FakeLoadBalancer, protocol: str | None, port: int | str | None) -> tuple[str, int]:
    """The protocol and the port of a listener, refused where the load balancer cannot have them."""
    if balancer.type == "gateway":
        if protocol or port:
            raise ELBClientError("ValidationError", "A protocol or a port cannot be specified for gateway listeners")
        return "GENEVE", 6081
    if port is None:
        raise ELBClientError("ValidationError", "A listener port must be specified")
    if protocol is None:
        raise ELBClientError("ValidationError", "A listener protocol must be specified")
    if protocol not in PROTOCOLS[balancer.type]:
        raise ELBClientError(
            "ValidationError", f"Listener protocol '{protocol}' must be one of '{', '.join(PROTOCOLS[balancer.type])}'"
        )
    if not 1 <= int(port) <= 65535:
        raise ELBClientError("ValidationError", f"Listener port '{port}' must be between 1 and 65535")
    return protocol, int(port)


def _listener_on(balancer: FakeLoadBalancer, port: int, protocol: str) -> FakeListener | None:
    """The listener that has the port already; TCP and UDP have ports of their own."""

    def transports(name: str) -> set[str]:
        return {"UDP": {"udp"}, "TCP_UDP": {"tcp", "udp"}}.get(name, {"tcp"})

    for listener in balancer.listeners.values():
        if listener.port in (port, None) and transports(listener.protocol) & transports(protocol):
            return listener
    return None


class _Response(ELBV2Response):
    def create_listener(self) -> ActionResult:
        params = self._get_params()
        listener = self.elbv2_backend.create_listener(
            load_balancer_arn=params["LoadBalancerArn"],
            protocol=params.get("Protocol"),
            port=params.get("Port"),
            ssl_policy=params.get("SslPolicy"),
            certificate=default_certificate(params.get("Certificates", [])),
            actions=params.get("DefaultActions", []),
            alpn_policy=params.get("AlpnPolicy"),
            tags=params.get("Tags"),
            mutual_authentication=params.get("MutualAuthentication"),
        )
        return ActionResult({"Listeners": [listener]})

    def modify_listener(self) -> ActionResult:
        params = self._get_params()
        listener = self.elbv2_backend.modify_listener(
            params["ListenerArn"],
            port=params.get("Port"),
            protocol=params.get("Protocol"),
            ssl_policy=params.get("SslPolicy"),
            certificates=params.get("Certificates"),
            actions=params.get("DefaultActions"),
            alpn_policy=params.get("AlpnPolicy"),
            mutual_authentication=params.get("MutualAuthentication"),
        )
        return ActionResult({"Listeners": [listener]})


def install() -> None:
    """Let listeners be as AWS documents them."""
    extend(FakeListener, _Listener)
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
