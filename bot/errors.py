"""Every error a user or operator can meet. The docstring is the message's plain meaning.

CornermanError
├── ConfigError              the configuration file has a wrong key or value
├── StoreError
│   ├── StoreUnavailable     the database is locked or gone
│   └── StaleState           someone changed the row since it was read
├── CrmError
│   ├── CrmAuth              the CRM no longer accepts this person's sign-in
│   ├── CrmThrottled         the CRM asks us to wait
│   ├── CrmTransient         the CRM did not answer; the same write may be tried again
│   ├── CrmConflict          the record changed since the user saw it
│   ├── CrmPermission        this person may not read or write the record
│   ├── CrmNotFound          there is no such record
│   └── CrmValidation        the CRM refused a value
├── ModelFailed
│   ├── ComposerFailed       the composer gave no wording that can be read
│   └── ExtractorFailed      the extractor gave no values that can be read
└── DeliveryError            a message could not be delivered
    └── MessageGone          the message that was to change is not there any more
"""

from __future__ import annotations

from bot.sales import FieldName, Opportunity


class CornermanError(Exception):
    """Something went wrong; the message says what to do about it."""


class ConfigError(CornermanError):
    """The configuration file has a wrong key or value."""


class StoreError(CornermanError):
    """The database could not do what was asked."""


class StoreUnavailable(StoreError):
    """The database is locked or gone."""


class StaleState(StoreError):
    """Someone changed the row since it was read; read again and retry."""


class CrmError(CornermanError):
    """The CRM did not accept a request."""


class CrmAuth(CrmError):
    """The CRM no longer accepts this person's sign-in."""


class CrmThrottled(CrmError):
    """The CRM asks us to wait; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CrmTransient(CrmError):
    """The CRM did not answer; the same write may be tried again with the same key."""


class CrmConflict(CrmError):
    """The record changed since the user saw it; `current` is what it holds now."""

    def __init__(self, message: str, current: Opportunity, fields: tuple[FieldName, ...]) -> None:
        super().__init__(message)
        self.current = current
        self.fields = fields


class CrmPermission(CrmError):
    """This person may not read or write the record."""


class CrmNotFound(CrmError):
    """There is no such record."""


class CrmValidation(CrmError):
    """The CRM refused a value; `field` names it where the CRM said which."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ModelFailed(CornermanError):
    """A language model gave nothing that can be read; what it was to improve stays as it was."""


class ExtractorFailed(ModelFailed):
    """The extractor gave no values that can be read; the note is read by the rules alone."""


class ComposerFailed(ModelFailed):
    """The composer gave no wording that can be read; answers go out in the sources' own words."""


class DeliveryError(CornermanError):
    """A message could not be delivered; `permanent` when trying again cannot help, `retry_after` the seconds
    that the platform asks us to wait. Its words never quote the message."""

    def __init__(self, message: str, *, permanent: bool = False, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


class MessageGone(DeliveryError):
    """The message that was to change is not there any more, or may not be changed."""
