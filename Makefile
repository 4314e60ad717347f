# The dashboard in two commands: `make run` and `make test`. README tells what the others do.
PYTHON ?= python3
BIN = .venv/bin

# One thread for each process: on few cores many only get in each other's way.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test bench load fuzz deploy-test test-engines clean

run: .venv/run
	$(BIN)/streamlit run app.py

test: .venv/test
	$(BIN)/python -m tests.browser.find_browser
	$(BIN)/python -m tests.browser.find_fonts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --ignore tests/browser --ignore tests/deploy --ignore tests/engines
	$(BIN)/python -m pytest -n auto --dist worksteal tests/browser

bench: .venv/bench
	$(BIN)/python -m tests.browser.find_browser
	$(BIN)/python -m benchmarks

load: .venv/bench
	$(BIN)/python -m benchmarks.load

fuzz: .venv/test
	FUZZ=full $(BIN)/python -m pytest -n auto tests/fuzz

deploy-test: .venv/test
	$(BIN)/python -m tests.browser.find_browser
	$(BIN)/python -m tests.browser.find_fonts
	$(BIN)/python -m tests.deploy.find_nginx
	$(BIN)/python -m tests.deploy.find_redis
	$(BIN)/python -m pytest tests/deploy --ignore tests/deploy/test_hall.py
	# Apart: the tests above drive a browser in the loop that these run in.
	$(BIN)/python -m pytest tests/deploy/test_hall.py tests/hall

test-engines: .venv/test
	$(BIN)/python -m tests.engines.find_engines
	$(BIN)/python -m pytest -n 2 tests/engines

clean:
	rm -rf .venv

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/test: .venv/run tests/requirements.txt requirements-hall.txt
	$(BIN)/python -m pip install --quiet --requirement tests/requirements.txt
	touch $@

.venv/bench: .venv/test benchmarks/requirements.txt
	$(BIN)/python -m pip install --quiet --requirement benchmarks/requirements.txt
	touch $@
