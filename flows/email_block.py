"""The block of an e-mail server in Prefect, whose notifications are mails; `prefect block register -m` registers it."""

from __future__ import annotations

from typing import ClassVar

from prefect.blocks.notifications import AppriseNotificationBlock
from pydantic import Field, SecretStr


class EmailNotification(AppriseNotificationBlock):
    """Sends mails through an SMTP server; Prefect's own mail block sends through a company's service alone."""

    _block_type_name: ClassVar[str | None] = "E-mail of artmeta"
    _block_type_slug: ClassVar[str | None] = "artmeta-email"
    _documentation_url: ClassVar[str | None] = "https://appriseit.com/services/email/"  # type: ignore[assignment]

    url: SecretStr = Field(
        title="Address of the server, the sender and the receivers",
        description="An Apprise address, such as mailtos://USER:PASSWORD@smtp.museum.example?from=FROM&to=TO",
    )
