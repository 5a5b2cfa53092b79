# Each target sets up what it needs, with progress: the tools are pinned in tests/tools/go.mod, the Pulumi command line in
# tests/go.mod. Nothing but Go has to be installed.

GO       ?= go
FUZZTIME ?= 30s
CHECKS   ?= 1000
BENCH    ?= .
TIMEOUT  ?= 60m

# The path of a pinned tool, which is compiled when it is first asked for.
TOOL = $$($(GO) -C $(CURDIR)/tests/tools tool -n $(1))

.DEFAULT_GOAL := help
.PHONY: help demo test mutants lint golden fuzz properties bench e2e test-slow test-cluster setup browser

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## deploy the estate of Pulumi.dev.yaml into a simulation of AWS, through the real Pulumi engine
	@echo "compiling the command line: seconds, the first time more"
	@$(GO) run ./cmd/ingresshub demo

test: setup ## unit, property, component and engine tests, and every example
	@failed=; \
	echo "1 of 3: unit, property and component tests"; \
	$(GO) test -timeout $(TIMEOUT) ./... || failed="$$failed 1"; \
	echo "2 of 3: engine tests and examples (many minutes: a package prints its line when it is through)"; \
	{ $(GO) -C tests test -count=1 -timeout $(TIMEOUT) . && $(GO) -C tests test -timeout $(TIMEOUT) ./...; } || failed="$$failed 2"; \
	echo "3 of 3: tests of what make e2e runs (the first time minutes: the AWS SDK for Go is compiled)"; \
	$(GO) -C tests/e2e test -timeout $(TIMEOUT) ./... || failed="$$failed 3"; \
	test -z "$$failed" || { echo "failed: part$$failed"; exit 1; }

mutants: ## break every golden estate in every single part; what flightpath proves has to change (many minutes)
	GOGC=400 INGRESSHUB_MUTANTS=all $(GO) test -count=1 -v -timeout 0 -run 'EveryPartOfEveryGoldenEstate|ProofsOfExcuses' ./components
	$(GO) test -count=1 -v -timeout 0 -run Mutants ./flightpath

lint: ## gofumpt, go vet and staticcheck, without a finding
	@echo "gofumpt"
	@unformatted="$$($(call TOOL,gofumpt) -l .)"; test -z "$$unformatted" || { echo "not formatted:"; echo "$$unformatted"; exit 1; }
	@echo "go vet"
	@$(GO) vet ./...
	@$(GO) -C tests vet ./...
	@$(GO) -C tests/e2e vet ./...
	@echo "staticcheck"
	@$(call TOOL,staticcheck) ./...
	@cd tests && $(call TOOL,staticcheck) ./...
	@cd tests/e2e && $(call TOOL,staticcheck) ./...

golden: ## write the golden files anew; look at the difference before you commit it
	@for package in $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u); do \
		$(GO) -C $$package test -count=1 -run Golden . -update || exit 1; \
	done

fuzz: ## run every fuzz target for FUZZTIME (30s)
	@grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's/:func / /' | while read -r file target; do \
		echo "$$target in $$(dirname $$file)"; \
		$(GO) -C "$$(dirname $$file)" test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s . || exit 1; \
	done

properties: ## the property tests with new random draws, CHECKS (1000) of each; `make test` draws the same every time
	INGRESSHUB_DRAWS=random $(GO) test -count=1 -timeout 0 $$(grep -rl --include='*_test.go' 'draws\.Repeat()' components flightpath | xargs -n1 dirname | sort -u | sed 's|^|./|') -rapid.checks=$(CHECKS)
	@$(MAKE) --no-print-directory setup
	INGRESSHUB_DRAWS=random $(GO) -C tests test -count=1 -v -timeout $(TIMEOUT) -run 'TestFaults|TestAnyOrder' ./engine

bench: setup ## run the benchmarks; docs/performance.md holds their figures
	$(GO) -C tests test -run '^$$' -bench '$(BENCH)' -timeout 0 ./bench/...

e2e: setup ## the real AWS provider against an emulated AWS API: what is declared is what the API shows
	@GO='$(GO)' tests/e2e/run.sh $(E2E)

test-slow: setup ## tests of fleets that take a minute each: state on an S3 emulator (needs moto_server), stacks in parallel
	INGRESSHUB_SLOW=1 $(GO) -C tests test -count=1 -v -timeout $(TIMEOUT) -run 'TestFleetInParallel|TestFleetStateOnS3' ./engine

test-cluster: ## the admission policies on a real kube-apiserver, which is compiled the first time (five minutes)
	@GO='$(GO)' tests/cluster/run.sh -v

browser: ## the pages of flightpath in a real Chromium (Debian: apt-get install chromium); skipped where there is none
	INGRESSHUB_BROWSER=1 $(GO) test -count=1 -v -timeout $(TIMEOUT) -run Browser ./flightpath/report

setup:
	@$(GO) run ./internal/engine/setup
