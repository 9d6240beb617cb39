# The two that matter: `make run` sets everything up and runs it, `make test` tests it.
PYTHON ?= python3
VENV := .venv/bin
export PYTHONPATH := .:site

.PHONY: run test test-sqlite lint check format messages screenshots bench dev-install clean backup restore

run:
	@$(PYTHON) site/config/bootstrap.py

dev-install: .venv/.dev-installed

.venv/.dev-installed: requirements.txt requirements-dev.txt
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	@touch $@

test: dev-install
	@$(VENV)/python manage.py catalogue compile --verbosity 0
	@$(VENV)/python tests/run.py

test-sqlite: dev-install
	@$(VENV)/python manage.py catalogue compile --verbosity 0
	@DATABASE_URL= CELERY_BROKER_URL= WAYBILL_TEST_DATABASE=sqlite $(VENV)/python tests/run.py

lint: dev-install
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/lint-imports
	@$(VENV)/mypy
	@$(VENV)/djlint --quiet --lint site/templates
	@$(VENV)/python manage.py makemigrations --check --dry-run
	@$(VENV)/python manage.py catalogue check

check: lint test

format: dev-install
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix .

messages: dev-install
	@$(VENV)/python manage.py catalogue update

screenshots: dev-install
	@$(VENV)/python -m tests.screenshots $(PAGES)

# On the servers of DATABASE_URL, else as `make run` has it (docs/backup.md).
backup:
	@$(VENV)/python manage.py backup

# make restore FILE=… [YES=1]
restore:
	@$(VENV)/python manage.py restore "$(FILE)" $(if $(YES),--yes)

# A server and a database of its own, and both are removed (docs/speed.md).
bench:
	@$(VENV)/python manage.py bench $(ARGS)

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
