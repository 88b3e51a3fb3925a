"""Which fields of core may hold personal data."""

from core.personal_data import describe

describe("core.Event", other={"payload": "keys and amounts"})
describe("core.IdempotentAnswer", other={"answer": "keys; deleted after 30 days"})
describe("core.Throttle", other={"key": "phones are hashed; networks go within a day of their window's end"})
