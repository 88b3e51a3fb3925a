# The shop's few commands; each sets up what it needs first.
PYTHON ?= python3
RUN = .venv/bin/python
TEMPLATES = $(wildcard */templates)

# Where an image forbids compiled modules, each of the shop's processes would compile every room at its start.
export PYTHONDONTWRITEBYTECODE =

.PHONY: up test fast unit check lint audit sbom integrations soak fuzz bench bench-payments pictures lock clean runtime development

up: runtime
	@exec $(RUN) -m marketplace up --demo

test: development
	@$(RUN) -m tools.chromium
	@$(RUN) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

# Before every commit: the lint and, beside it, the tests that need nothing but Python.
fast: development
	@$(MAKE) --no-print-directory --output-sync=target -j2 lint unit

unit: development
	@$(RUN) -m pytest -n 0 --unit

check: lint
	@$(MAKE) --no-print-directory test

lint: development
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m tools.format_css --check
	.venv/bin/djangofmt --check --quiet $(TEMPLATES)
	$(RUN) -m tools.no_addresses
	$(RUN) -m tools.identifiers
	$(RUN) -m mypy .
	.venv/bin/lint-imports
	$(RUN) -m tools.new_migrations --check
	$(RUN) -m marketplace schema --check
	$(RUN) -m deptry .
	$(RUN) -m tools.dead_code

pictures: development
	@$(RUN) -m tools.chromium
	@$(RUN) -m tests.pictures

# Foreign programs that speak to Stripe, their own code against /v1: Medusa's provider (needs node and npm), dj-stripe. Pins
# beside the tests; the first run asks the registries, so no part of `check`.
integrations: development
	@$(RUN) -m tests.payments.api.integrations.real.packages
	@$(RUN) -m pytest -n 0 tests/payments/api/integrations/real/real_medusa.py tests/payments/api/integrations/real/real_djstripe.py

# Long runs, outside the timed suite: money in any order, a storm of IPNs through kills, a restore to a moment, slow
# clients, and the tables of access asked by a second person of each role.
soak: development
	@$(RUN) -m pytest -n auto tests/soak/soak_machine.py
	@$(RUN) -m tests.soak.storm
	@$(RUN) -m tests.soak.point_in_time
	@$(RUN) -m bench.slow_clients
	@ACCESS_SIDE=2 $(RUN) -m pytest -n auto --dist loadfile tests/access

# What nobody would send, other in every run: to /v1 and GraphQL by their schemas, to every page as everybody.
fuzz: development
	@$(RUN) -m pytest -n auto tests/fuzz/fuzz_v1.py tests/fuzz/fuzz_graphql.py tests/fuzz/fuzz_pages.py

bench: development
	@$(RUN) -m bench

# Payments a second: through the SDK, the same SQL under pgbench (at least half of it, or it fails), over HTTP.
bench-payments: development
	@$(RUN) -m bench.payments

# Pins and hashes only, no address: installs from whatever registry the machine is set to.
lock: development
	$(RUN) -m pip install --quiet uv
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header -c requirements-dev.lock pyproject.toml -o requirements.lock

# What is published about the versions in the locks: asks the registry, so no part of `check`. Fails where it gets no answer.
audit: development
	$(RUN) -m pip install --quiet uv
	$(RUN) -m uv tool run --quiet --from 'pip-audit>=2.10,<3' pip-audit --strict --require-hashes --disable-pip \
	  --progress-spinner off -r requirements.lock -r requirements-dev.lock

# What is shipped, with versions and licences (CycloneDX), from the lock and what it installed: asks no registry.
sbom: development
	@$(RUN) -m tools.sbom

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis

runtime:
	@$(PYTHON) -m tools.environment requirements.lock

development:
	@$(PYTHON) -m tools.environment requirements-dev.lock
