# Shortcuts; the commands behind them are in README.md.

# Build the sample portal.
build:
    cargo run --release -- build

# Look at it, and build again on change.
serve:
    cargo run --release -- serve

# All tests.
test:
    bash tests/all.sh

# Accept changed snapshots of the parser's corpus.
accept:
    INSTA_UPDATE=always cargo test --release --test parse

# The manual's reference anew, after a change of commands, settings, codes or templates.
manual:
    DAFU_MANUAL=write cargo test --test manual

# A release of the last commit, in dist/.
release:
    bash release/build.sh

# The same in a system that has never seen dafu (root).
release-test:
    bash release/test.sh

# Whether the version says how the API has changed since the last release.
semver:
    bash release/semver.sh

# Which lines no Rust test runs.
coverage:
    bash tests/coverage.sh
