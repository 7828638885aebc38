# What dafu says on the command line, in English: the source that other languages are translated from.
#
# The sections stand in the order in which one meets them: the help, what commands print, failures of the world, findings about
# documents, and what `dafu explain` says of each. A name begins with its place. Behind a finding's name stands what was found,
# as `.hint` what to do. Values stand in braces, and are named; every language uses the same ones.
# `tests/messages.rs` holds the catalogues against each other and against the source.


### Help

## Words of several commands

-print-json = Print JSON
-quiet = Say nothing but errors
-site-folder = The site's folder: dafu.toml, content/, themes/
-portal-folder = Where the portal goes [default: SITE/public]

## The frame of a help page: in English it is clap's own

help-usage = Usage:
help-usage-options = [OPTIONS]
help-usage-command = COMMAND
help-commands = Commands:
help-arguments = Arguments:
help-options = Options:
help-default = [default: { $value }]
help-possible = [possible values: { $values }]
help-possible-long = Possible values:
help-help = Print help
help-help-more = Print help (see more with '--help')
help-help-less = Print help (see a summary with '-h')
help-version = Print version
help-help-command = Print this message or the help of the given subcommand(s)
help-help-command-of = Print help for the subcommand(s)

## dafu

help = A static site generator that turns official replies to proposals and suggestions into a portal anyone can read
    .after =
        Examples:
          dafu new mysite                a site to start from
          dafu serve mysite              look at it while you write
          dafu check mysite              what a careful clerk would find
          dafu build mysite              the portal, in mysite/public

        Exit status:
          0  done
          1  an error: nothing was written, or a check found errors
          2  wrong usage
          3  a check found warnings alone
help-lang = Language of what dafu says on the command line [default: that of the system]

## dafu new

help-new = Start a site: a first reply and a commented dafu.toml
    .after =
        Examples:
          dafu new mysite
help-new-folder = A folder that does not exist yet, or is empty

## dafu import

help-import = Turn Word files, saved web pages, texts, PDFs and ledgers into documents of the site
    .after =
        Examples:
          dafu import inbox                        a folder of Word files, pages and the ledger
          dafu import 答复.docx --into content/2024
          dafu import inbox --json                 for other programs
help-import-files = Files, or folders of them
help-import-into = Where the documents go [default: content/ of the site in this folder]
help-import-json = { -print-json }
help-import-verbose = Draw every finding with its place and what to do, advice too
help-import-quiet = { -quiet }

## dafu check

help-check = Say what is wrong or doubtful in a site, and write nothing
    .after =
        Examples:
          dafu check                               the site in this folder
          dafu check mysite --verbose              every finding, advice too
          dafu check --against dafu.lock           nothing that was published may be gone
          dafu check --json --deny-warnings        for a script that publishes

        Exit status:
          0  no errors and no warnings (advice does not count)
          1  errors: a build would fail
          2  wrong usage
          3  warnings only

        `dafu explain CODE` says what a finding means; [checks] in dafu.toml changes how grave it is.
help-check-site = { -site-folder }
help-check-verbose = Draw every finding, not the first of each kind
help-check-quiet = { -quiet }
help-check-links = Also look for attachments that are named and have no file
help-check-against = Also see that all that was published is still there: a portal's folder, or a dafu.lock
help-check-deny-warnings = Exit with status 1 on warnings, too
help-check-json = Print one JSON document: version, findings, counts
help-check-sarif = Print a SARIF 2.1.0 log, which editors and code hosts read
help-check-today = The day that dates are held against, like 2026-11-25 [default: today, or `SOURCE_DATE_EPOCH`]

## dafu build

help-build = Build the portal
    .after =
        Examples:
          dafu build                               the site in this folder, into public/
          dafu build mysite --output /srv/www/replies
          dafu build --changed changed.txt         and what is to be uploaded
          dafu build --archive                     and a zip to be read from a stick
help-build-site = { -site-folder }
help-build-output = { -portal-folder }
help-build-archive = Also make one zip of the portal beside it, that is read from a disk or stick, search included
help-build-changed = Add to FILE which files are to be uploaded: + added, ~ changed, - removed. Remove FILE when they are
help-build-verbose = Show every warning and advice, not the first of each kind
help-build-quiet = { -quiet }
help-build-json = Print JSON: what was read and written, and every finding

## dafu serve

help-serve = Serve the portal on this computer, and build it again whenever something changes
    .after =
        Examples:
          dafu serve mysite
          dafu serve --port 8080
help-serve-site = The site's folder
help-serve-output = { -portal-folder }
help-serve-port = Port on 127.0.0.1; 0 takes a free one

## dafu search

help-search = Search the replies of the last build
    .long =
        Search the replies of the last build.

        Words are all required; "…" is exact; -word excludes; OR joins; 委员: 单位: 年: 届次: 文号: 案号: ask for a fact.
    .after =
        Examples:
          dafu search 加装电梯
          dafu search '"加装电梯" -社区' --all
          dafu search 委员:王平 --filter year=2021-2023 --json
help-search-query = What to look for. Quote it for the shell: dafu search '"加装电梯" -噪音'
help-search-queries = Answer every line of a file (`-`: of standard input) with one line of JSON: totals, and ids in order
help-search-site = The site's folder
help-search-filters = Only replies with this value: agency=住建局, kind=proposal, session=…, member=…, outcome=…, year=2021 or year=2021-2023. May be given again; values of one name are alternatives
help-search-by-date = Newest first
help-search-all = All results, not ten
help-search-json = { -print-json }
help-search-csv = Print CSV

## dafu inspect

help-inspect = Show what is read from one document, each field with where it came from: masked and completed as its site does it
    .after =
        Examples:
          dafu inspect content/2024/a.txt
          dafu inspect content/2024/a.txt --json
help-inspect-file = A .txt or .md document
help-inspect-json = { -print-json }

## dafu explain

help-explain = Say what a finding means and what to do about it; without a code, list all of them
    .after =
        Examples:
          dafu explain                             all codes
          dafu explain numbering-jump
help-explain-code = A code, as findings show it: numbering-jump
help-explain-json = { -print-json }

## dafu config

help-config = Show every setting with its value, and whether dafu.toml says so or it is the default
    .long =
        Show every setting with its value, and whether dafu.toml says so or it is the default.

        What is printed is a dafu.toml that means the same as the site's.
    .after =
        Examples:
          dafu config                    the site in this folder
          dafu config mysite --json      for other programs
help-config-site = { -site-folder }
help-config-json = { -print-json }

## dafu doctor

help-doctor = Look at this machine and a site, and print what a bug report wants to know: nothing of what documents or settings say
    .after =
        Examples:
          dafu doctor
          dafu doctor mysite --json
help-doctor-site = { -site-folder }
help-doctor-output = Where the portal is [default: SITE/public]
help-doctor-json = { -print-json }

## dafu schema

help-schema = Print the JSON Schema of dafu.toml or of front matter, by which an editor completes and checks them
    .long =
        Print the JSON Schema of dafu.toml or of front matter, by which an editor completes and checks them.

        Editors with Taplo or Even Better TOML take it from the first line of dafu.toml: `#:schema ./dafu.schema.json`.
    .after =
        Examples:
          dafu schema site > dafu.schema.json
          dafu schema reply > reply.schema.json
help-schema-of = Of what
    .site = dafu.toml
    .reply = The front matter of a document

## dafu completions

help-completions = Print what a shell needs to complete dafu's commands and options
    .after =
        Examples:
          dafu completions bash > ~/.local/share/bash-completion/completions/dafu
          dafu completions zsh > ~/.zfunc/_dafu
          dafu completions fish > ~/.config/fish/completions/dafu.fish
          dafu completions powershell >> $PROFILE
help-completions-shell = Which shell

## dafu man

help-man = Write the man pages: one for dafu, and one for each command
    .after =
        Examples:
          dafu man --output ~/.local/share/man/man1
          dafu man | man -l -
help-man-output = The folder to write them to; without it the first is printed
