# The shop's commands; each first sets up what it needs.
# Debian compiles its Python with profile-guided optimisation, pyenv does not: the suite needs a sixth less time with Debian's.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo /usr/bin/)python3
RUN = .venv/bin/python
TEMPLATES = $(wildcard */templates)

# If an image forbids compiled modules, every process of the shop would compile all rooms at its start.
export PYTHONDONTWRITEBYTECODE =

.PHONY: up test fast unit check lint audit sbom integrations soak fuzz bench bench-payments pictures lock clean runtime development

up: runtime
	@exec $(RUN) -m marketplace up --demo

test: development
	@$(RUN) -m tools.chromium
	@$(RUN) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

# Before every commit: the lint and, in parallel, the tests that need only Python.
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
	$(RUN) -W ignore::RuntimeWarning -m marketplace makemigrations --check --dry-run --verbosity 1
	$(RUN) -m marketplace schema --check
	$(RUN) -m deptry .
	$(RUN) -m tools.dead_code

pictures: development
	@$(RUN) -m tools.chromium
	@$(RUN) -m tests.pictures

# Real Stripe integrations, their own code against /v1: Medusa's provider (needs node and npm), dj-stripe. Their versions are
# pinned beside the tests. The first run calls the registries, so this is not part of `check`.
integrations: development
	@$(RUN) -m tests.payments.api.integrations.real.packages
	@$(RUN) -m pytest -n 0 tests/payments/api/integrations/real/real_medusa.py tests/payments/api/integrations/real/real_djstripe.py

# Long runs, outside the timed suite: payments in random order, a flood of IPNs while processes are killed, a point-in-time
# restore, slow clients, and the access tables checked with a second person of each role.
soak: development
	@$(RUN) -m pytest -n auto tests/soak/soak_machine.py
	@$(RUN) -m tests.soak.storm
	@$(RUN) -m tests.soak.point_in_time
	@$(RUN) -m bench.slow_clients
	@ACCESS_SIDE=2 $(RUN) -m pytest -n auto --dist loadfile tests/access

# Random invalid input, different in every run: to /v1 and GraphQL by their schemas, to every page as each kind of user.
fuzz: development
	@$(RUN) -m pytest -n auto tests/fuzz/fuzz_v1.py tests/fuzz/fuzz_graphql.py tests/fuzz/fuzz_pages.py

# Every row of docs/performance.md against its bar, in one run. `$(RUN) -m bench --quick list` is a short look.
bench: development
	@$(RUN) -m bench

# Payments a second: through the SDK, the same SQL under pgbench (fails below half of pgbench), over HTTP.
bench-payments: development
	@$(RUN) -m bench.payments

# Versions and hashes only, no address: packages are installed from the registry that the machine is configured for.
lock: development
	$(RUN) -m pip install --quiet uv
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header -c requirements-dev.lock pyproject.toml -o requirements.lock

# Published vulnerabilities of the versions in the locks. Calls the registry, so it is not part of `check`. Fails without an answer.
audit: development
	$(RUN) -m pip install --quiet uv
	$(RUN) -m uv tool run --quiet --from 'pip-audit>=2.10,<3' pip-audit --strict --require-hashes --disable-pip \
	  --progress-spinner off -r requirements.lock -r requirements-dev.lock

# Shipped components with versions and licences (CycloneDX), from the lock and the installed packages. Calls no registry.
sbom: development
	@$(RUN) -m tools.sbom

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis

runtime:
	@$(PYTHON) -m tools.environment requirements.lock

development:
	@$(PYTHON) -m tools.environment requirements-dev.lock
