"""Notifications as events of Prefect, from which an automation can send a mail or call a webhook."""

from __future__ import annotations

from prefect.events import emit_event

from artmeta.steps.operations.notifications import Notification


def emit(notification: Notification) -> None:
    """Emit an event named as the notification's, about the resource `artmeta.collection.NAME`."""
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
