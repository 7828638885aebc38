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
