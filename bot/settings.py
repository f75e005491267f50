"""One company's settings, frozen. Read from TOML by adapters/config.py; never from the environment here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from bot.chat import Role
from bot.coaching.model import Driver
from bot.sales import Stage, Verifier

CrmKind: TypeAlias = Literal["builtin", "salesforce", "hubspot"]
MappedField: TypeAlias = Literal[
    "amount",
    "currency",
    "amount_type",
    "stage",
    "close_date",
    "next_step",
    "seats",
    "competitors",
    "verifiers",
    "reason",
]
"""What a company may keep in a field of its own choosing."""


@dataclass(frozen=True, slots=True)
class CompanySettings:
    name: str
    zone: str = "UTC"
    currency: str = "USD"
    fiscal_year_start_month: int = 1
    country: str = ""
    holidays: tuple[str, ...] = ()
    """Company days off as ISO dates, beside the public holidays of `country`."""


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What holds below `path`, a folder or a pattern with `*` and `**`, for pages that do not say themselves;
    of several rules the last that matches counts. Pages may not widen the audience of a `limit`."""

    path: str
    audience: tuple[str, ...] | None = None
    owner: str = ""
    limit: bool = False


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """`location` is a folder or any fsspec URL; `audience` and `owner` are for pages that name none and that
    no rule names."""

    name: str
    location: str
    audience: tuple[str, ...] = ("public",)
    owner: str = ""
    url_prefix: str = ""
    rules: tuple[SourceRule, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """`id` is stable; `identities` are `platform:workspace:user`."""

    id: str
    name: str
    email: str
    roles: tuple[Role, ...] = ("rep",)
    groups: tuple[str, ...] = ()
    zone: str = ""
    locale: str = "en-US"
    currency: str = ""
    crm_user: str = ""
    manager: str = ""
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """People who answer for a field. `topics` are words of a question, or patterns of pages such as
    `wiki/security/*`; the `default` desk gets what no other covers."""

    id: str
    name: str
    members: tuple[str, ...]
    topics: tuple[str, ...] = ()
    default: bool = False


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """An iCalendar feed of a person, by id. Its address is a secret: the environment variable `env` or the
    `file` holds it."""

    person: str
    env: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ContentSettings:
    """`drafts` is the folder of pages written here; empty means `answers` in the storage directory."""

    drafts: str = ""


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """`model` is a sentence-transformers name or path; `sha256` is checked against its weights when given."""

    model: str = "all-MiniLM-L6-v2"
    sha256: str = ""
    answer_threshold: float = 0.5


@dataclass(frozen=True, slots=True)
class StorageSettings:
    """`directory` holds index, caches and by default the database; `database` is an SQLAlchemy URL."""

    directory: Path
    database: str = ""


@dataclass(frozen=True, slots=True)
class CoachingSettings:
    """Windows are local `HH:MM-HH:MM`; a plan lasts `plan_days` from acceptance."""

    plan_days: int = 60
    windows: tuple[str, ...] = ("09:00-11:30", "13:30-16:00")
    quiet_periods: tuple[str, ...] = ()
    """`FIRST/LAST` ISO dates in which plan clocks pause."""

    @property
    def quiet(self) -> str:
        """All of them in one text, as a plan keeps it."""
        return " ".join(sorted(self.quiet_periods))


@dataclass(frozen=True, slots=True)
class SalesforceSettings:
    """`url` is the organisation's My Domain; `username` looks up other users. Unless it `writes` it is on
    trial. `fields` are fields of Opportunity."""

    url: str = ""
    username: str = ""
    sandbox: bool = False
    writes: bool = False
    fields: dict[MappedField, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HubSpotSettings:
    """Unless it `writes` it is on trial. `fields` are properties of deals."""

    writes: bool = False
    fields: dict[MappedField, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """Days for which confirmed CRM writes are remembered: those that ended; those given up, which hold the
    seller's note, or worked out on trial."""

    crm_ended_days: int = 30
    crm_dead_days: int = 90


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Ports and the interface operators reach: health, readiness and metrics on `port`."""

    host: str = "127.0.0.1"
    port: int = 8080
    slack_port: int = 3000
    teams_port: int = 3978


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Whose people are served, where the app is installed by OAuth: ids of the company's workspaces."""

    workspaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """Whose people are served: ids of Entra tenants. Empty means the app's own, or any where it has none."""

    tenants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    company: CompanySettings
    storage: StorageSettings
    stages: tuple[Stage, ...]
    verifiers: tuple[Verifier, ...]
    competitors: tuple[str, ...] = ()
    loss_reasons: tuple[str, ...] = (
        "price",
        "competitor",
        "no_decision",
        "timing",
        "product_fit",
        "budget",
        "other",
    )
    drivers: tuple[Driver, ...] = ()
    sources: tuple[SourceSettings, ...] = ()
    people: tuple[PersonSettings, ...] = ()
    desks: tuple[DeskSettings, ...] = ()
    calendars: tuple[CalendarSettings, ...] = ()
    content: ContentSettings = field(default_factory=ContentSettings)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    coaching: CoachingSettings = field(default_factory=CoachingSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    slack: SlackSettings = field(default_factory=SlackSettings)
    teams: TeamsSettings = field(default_factory=TeamsSettings)
    crm: CrmKind = "builtin"
    salesforce: SalesforceSettings = field(default_factory=SalesforceSettings)
    hubspot: HubSpotSettings = field(default_factory=HubSpotSettings)
    demo: Path | None = None
    """Folder of demo fixtures (CRM, plans). Only a demo may move the clock or load them."""
