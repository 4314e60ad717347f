# The dashboard in two commands: `make run` and `make test`.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test clean

run: .venv/run
	$(BIN)/streamlit run app.py

test: .venv/test
	$(BIN)/python tests/browser/find_browser.py
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --ignore tests/browser
	$(BIN)/python -m pytest tests/browser

clean:
	rm -rf .venv

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/test: .venv/run tests/requirements.txt
	$(BIN)/python -m pip install --quiet --requirement tests/requirements.txt
	touch $@
