"""What a provider keeps of an attempt beside the columns that every provider has: `Attempt.provider_data`.

Each provider declares the document's shape in its own folder, as a subclass, and is the only one that reads it.
"""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from payments.models import Attempt


class ProviderData(BaseModel):
    """A typed view of the JSON document. Every field has a default: the document holds what differs from it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        return cls.model_validate(attempt.provider_data)

    def document(self) -> dict[str, Any]:
        """For the column."""
        return self.model_dump(mode="json", exclude_defaults=True)
