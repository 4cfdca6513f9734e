# `make run` and `make test` do everything on a fresh Debian or Ubuntu machine.

SHELL := /bin/sh
PYTHON_BIN := .venv/bin/python
# Tests, benchmarks and the smoke run never touch the user's own data.
DEV_HOME := $(if $(AUTOTYPE_HOME),$(AUTOTYPE_HOME),$(CURDIR)/.cache/home)
INPUTS := pyproject.toml packaging/constraints.txt packaging/setup_environment.sh

# Two of these at once would write into one environment.
.NOTPARALLEL:

.PHONY: run test contract test-programs test-fcitx fcitx5 fcitx5-remove lint bench attack plots smoke screenshots clean system-run system-test system-programs system-fcitx system-bench pack pack-dev package test-package card-dry-run

run: .venv/.run system-run pack
	$(PYTHON_BIN) -m autotype

test: .venv/.dev system-test pack-dev
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m tests.side_by_side

# The dialogue by itself and through each front, 300 sessions of 60 steps; `make test` has fewer.
contract: .venv/.dev
	$(PYTHON_BIN) -m pytest --hypothesis-profile=long tests/text/test_dialogue_machine.py \
		tests/assistant/test_dialogue_elsewhere.py tests/ui/test_state_machine.py

# The contract of `make test` in Fcitx 5, for which the addon is compiled; about six minutes.
test-fcitx: .venv/.dev system-fcitx
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m pytest tests/fcitx

# The addon for Fcitx 5, for this user alone.
fcitx5: .venv/.run
	$(PYTHON_BIN) -P -m autotype fcitx --command | xargs -d '\n' packaging/fcitx5/install.sh
	@echo "Restart Fcitx to use it: fcitx5 -r -d"

fcitx5-remove:
	packaging/fcitx5/install.sh --remove

# Firefox, LibreOffice and others, which it installs, are typed into; see docs/programs.md.
test-programs: .venv/.dev system-programs
	$(PYTHON_BIN) -m tests.programs --write docs/programs.md
	$(PYTHON_BIN) -m tests.programs.names

lint: .venv/.dev
	$(PYTHON_BIN) -m ruff check .
	$(PYTHON_BIN) -m ruff format --check .
	$(PYTHON_BIN) -m mypy
	$(PYTHON_BIN) -m mypy packaging/pictures

smoke: .venv/.run system-run pack-dev
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m autotype smoke

bench: .venv/.dev system-bench pack-dev
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m tests.benchmarks

# Ten minutes of kills, floods, garbage, hostile files and full disks; see RELIABILITY.md.
attack: .venv/.dev system-test
	$(PYTHON_BIN) -m tests.attack

# The picture of the README, on the standard texts (AUTOTYPE_DATA names their folder).
plots: .venv/.dev pack-dev
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m tests.benchmarks.picture resources/screenshots/evaluation.png

screenshots: .venv/.dev system-test pack-dev
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) packaging/screenshots.py
	AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m tests.ibus.pictures resources/screenshots

# All packages for Linux, in dist, and their proof, in an empty system too (which needs root).
package: .venv/.run pack-dev
	@packaging/linux/tools.sh
	@packaging/package.sh "$(DEV_HOME)/packs/smollm2-135m"

test-package: .venv/.run
	@packaging/linux/tools.sh test
	@packaging/test_packages.sh

# All steps of a trip to a borrowed card, with toy models on this machine (packaging/card).
card-dry-run: .venv/.dev
	$(PYTHON_BIN) packaging/card/dry_run.py

# The environment: one stamp for what running needs, one for everything.
.venv/.run: $(INPUTS)
	packaging/setup_environment.sh
	touch $@

.venv/.dev: $(INPUTS)
	packaging/setup_environment.sh test,builder,lint
	touch .venv/.run $@

system-run:
	@packaging/system_packages.sh

system-test:
	@packaging/system_packages.sh test

system-fcitx:
	@packaging/system_packages.sh fcitx

system-programs:
	@packaging/system_packages.sh programs

system-bench:
	@packaging/system_packages.sh bench

pack: .venv/.run
	@$(PYTHON_BIN) -m autotype models info smollm2-135m >/dev/null 2>&1 \
		|| $(PYTHON_BIN) -m autotype models pull smollm2-135m \
		|| echo "The editor starts with the built-in model; it offers to fetch a better one." >&2

pack-dev: .venv/.run
	@AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m autotype models info smollm2-135m >/dev/null 2>&1 \
		|| AUTOTYPE_HOME="$(DEV_HOME)" $(PYTHON_BIN) -m autotype models pull smollm2-135m

clean:
	rm -rf .venv .cache build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
