"""Notifications as events of Prefect, which automations act on, and through a notification block of Prefect."""

from __future__ import annotations

import logging
from typing import Any

from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.events import emit_event

from artmeta.errors import ConfigError
from artmeta.settings import Settings
from artmeta.steps.operations.notifications import Notification
from flows.email_block import EmailNotification

__all__ = ["EmailNotification", "emit"]
log = logging.getLogger("artmeta")
NO_REASON = "it gives no reason; is the address of its service right?"


def emit(notification: Notification) -> None:
    """Emit an event named as the notification's, about the resource `artmeta.collection.NAME`, and notify the block.

    A block that cannot be loaded or does not send is logged: no run fails because of it.
    """
    emit_event(
        event=notification.event,
        resource={
            "prefect.resource.id": f"artmeta.collection.{notification.collection}",
            "prefect.resource.name": notification.collection,
        },
        payload={
            "run_id": notification.run_id,
            "text": notification.text,
            "details": list(notification.details),
        },
    )
    if name := Settings.read().notification_block:
        try:
            _notify(name, notification)
        except Exception as fault:  # a block may be of any type and raise whatever its service's library does
            log.warning("The notification block '%s' sent nothing: %s", name, str(fault) or NO_REASON)


def _notify(name: str, notification: Notification) -> None:
    """Send a notification through the block of a name, TYPE/NAME."""
    load: Any = Block.load  # its types know only the coroutine
    block = load(name, _sync=True)
    if not isinstance(block, NotificationBlock):
        raise ConfigError("It is no notification block.", "`prefect block ls` lists the blocks.")
    lines = [notification.text, *(f"- {detail}" for detail in notification.details)]
    with block.raise_on_failure():
        notify: Any = block.notify
        notify("\n".join(lines), f"artmeta: {notification.collection}")
