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
-verbose = Show every warning and advice, not the first of each kind
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
help-new-quiet = { -quiet }

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
help-build-verbose = { -verbose }
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
help-serve-verbose = { -verbose }
help-serve-quiet = { -quiet }

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


### What commands print

## Findings, wherever they are shown

report-severity-error = error
report-severity-warning = warning
report-severity-advice = advice
report-errors = errors
report-warnings = warnings
report-advice = advice
report-of-severity = { $severity }: { $list }
report-help = help:
report-failure = error: { $error }

## A command line that is not understood

misuse = { $open }error:{ $close } { $what }
misuse-hint = { $open }tip:{ $close } { $what }
misuse-more = try `{ $option }` for more, with examples
misuse-option = there is no option `{ $argument }`
misuse-too-much = `{ $argument }` is one too many
misuse-command = there is no command `{ $command }`
misuse-no-command = `{ $command }` wants one of these commands:
misuse-missing = this is missing:
misuse-twice = `{ $argument }` can be given only once
misuse-conflict = `{ $argument }` cannot go with `{ $other }`
misuse-conflicts = `{ $argument }` cannot go with these:
misuse-takes-none = `{ $argument }` takes no value: leave out `{ $value }`
misuse-no-value = `{ $argument }` wants a value
misuse-value = `{ $argument }` cannot be `{ $value }`
misuse-value-why = { $what }: { $why }
misuse-port = give a whole number from 0 to 65535
misuse-day = give a day like 2026-11-25
misuse-utf8 = there is something in the command line that is not UTF-8
misuse-near = did you mean { $names }?
misuse-as-value = if `{ $value }` is no option but what you mean, write `{ $form }`
misuse-dashes = leave out the `--` before `{ $command }`

## dafu build

report-built = { $documents } documents read, { $replies } replies, { $files } files ({ $size }) written to { $output } in { $seconds } s
report-unchanged = { $unchanged } files unchanged, { $removed } removed
report-archive = archive: { $path } ({ $size }; unpacked { $files } files, { $unpacked }): unpack it, then open index.html
report-encoding = { $count } in { $encoding }
report-encodings = encodings: { $list }, the rest UTF-8
report-lock-made = { $file } was made: it remembers the { $addresses } addresses published here, and their paragraphs; keep it with the content (git add { $file })
report-withheld = { $count } not published: 依申请公开 or 不予公开
report-withdrawn = { $count } withdrawn: a notice stands at their address
report-access-assumed = { $count } do not say 公开属性 and are taken as 主动公开
report-ids-derived = { $count } have their id from their path: renaming such a file changes its address (give `id` to fix it)
report-no-sitemap = no sitemap.xml: it needs `base_url` in dafu.toml
report-every-one = every one with its line: dafu build --verbose
report-to-upload = to be uploaded: { $count } files, see { $file }
report-look = Look at it: { $command }   or open { $page } (from the disk: reading only, no search)

## dafu check

report-checked =
    { $documents ->
        [one] 1 document
       *[other] { $documents } documents
    }, { $replies ->
        [one] 1 reply
       *[other] { $replies } replies
    }: { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    }, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }, { $advice } advice
report-checked-nothing = dafu.toml could not be read, so nothing was looked at
report-more-alike = { $count } more of the same kinds: dafu check --verbose
report-what-it-means = what one means: dafu explain { $code }

## dafu import

report-import-no-site = there is no site in this folder: go to the one that has dafu.toml, start one with `dafu new DIR`, or say --into DIR
report-import-error = error: { $message }
report-import-review = review: { $message }
report-import-line = (line { $line })
report-import-written = new
report-import-updated = updated
report-import-unchanged = unchanged
report-import-kept = left
report-import-ledger = ledger
report-import-skipped = passed over
report-import-failed = FAILED
report-import-count-written = { $count } new
report-import-count-updated = { $count } updated
report-import-count-unchanged = { $count } unchanged
report-import-count-kept = { $count } edited and left
report-import-count-ledger = { $count } ledger
report-import-count-skipped = { $count } passed over
report-import-count-failed = { $count } failed
report-imported = { $files } files: { $counts }; { $review } to review
report-import-nothing = nothing to import
report-import-verbose = every finding with its place: --verbose. What is to be reviewed stands at the head of each document too.

## dafu inspect

report-inspect-encoding = encoding: { $encoding }
report-inspect-row = [{ $ledger }, row { $row }]
report-inspect-masked = (masked)
report-inspect-outline = outline:
report-inspect-left-out = left out, line { $line }: { $words }

## dafu explain

report-explain-head = { $code }: { $title }
report-explain-fixed = { $severity }, whatever [checks] in dafu.toml says: { $why }
report-explain-on-request = { $severity } when it is asked for: [checks] in dafu.toml, or an option of dafu check
report-explain-unless = { $severity } unless dafu.toml says otherwise: [checks] { $code } = "off"
report-explain-unknown =
    there is no code `{ $code }`
    `dafu explain` lists all of them.
report-explain-near =
    there is no code `{ $code }`; did you mean `{ $near }`?
    `dafu explain` lists all of them.

## dafu config

report-config-default = default
report-config-not-set = { $key } is not set

## dafu new

report-new-taken = { $folder }: there is something here already; name a new folder
report-new = A new site is in { $folder }:
report-new-next = Put replies (.txt or .md) into { $content }, then: dafu serve { $folder }

## dafu search

report-search-index = { $error }; run `dafu build` again
report-search-filter-form = --filter { $filter }: write NAME=VALUE, like --filter year=2021-2023
report-search-filter-unknown = --filter { $name }=…: there is no such filter; there are { $names }, year
report-search-filter-year = --filter year={ $value }: write a year, or two: 2021-2023
report-search-filter-value = --filter { $name }={ $value }: no reply has such a value
report-search-ignored = not understood, and left out: { $words }
report-search-absent = no reply holds “{ $word }”
report-search-partial = No reply has all the words. { $count } have some of them:
report-search-total = { $literal } as it stands, { $words } with all the words
report-search-lacks = lacks: { $words }
report-search-more = { $count } more: --all

## dafu serve

report-serve = Serving on { $address }  (Ctrl-C ends it)
report-serve-watch = cannot watch for changes: { $error }
report-serve-watch-folder = { $folder }: cannot watch for changes: { $error }
report-serve-start = cannot start a server: { $error }
report-serve-port =
    cannot serve on port { $port }: { $error }
    Try another with --port.
report-serve-failed = The build failed
report-serve-failed-what = The last portal is untouched. Mend what is named below and save: this page reloads by itself.

## dafu man

report-man = { $count } man pages are in { $folder }

## The bar that shows how far it is

progress-read = reading
progress-index = indexing
progress-render = replies
progress-list = lists
progress-search = search
progress-archive = archive
progress-import = importing

## dafu doctor

doctor-site = site
doctor-site-none = none in this folder
    .hint = name the site's folder: dafu doctor SITE
doctor-libreoffice = LibreOffice
doctor-libreoffice-none = not found
    .hint = needed only to import .doc, .wps, .rtf and .odt; install it, or save those as .docx
doctor-libreoffice-found = found
doctor-system = system
doctor-system-on = { $system } on { $machine }
doctor-processors = processors
doctor-memory = memory
doctor-memory-of = { $total } MB, { $free } MB free
doctor-memory-unknown = unknown
doctor-locale = locale
doctor-locale-none = not set
doctor-writing = writing
    .hint = a build writes into the site's folder; give yourself the right to
doctor-possible = possible
doctor-links = hard links
    .hint = the portal's twin in .dafu takes as much room as the portal itself on such a disk
doctor-case = upper and lower case in names
doctor-case-ignored = ignored
doctor-case-kept = kept apart
doctor-free = free on the disk
    .hint = a build writes a second portal beside the first; make room
doctor-theme = theme
doctor-theme-hint = `theme` in dafu.toml names default, manual or a folder in themes/, and what is in that folder must read
doctor-documents = documents
doctor-documents-hint = put the replies into content/
doctor-documents-are = { $count }, { $size } KB of text; { $encodings }
doctor-refused = files that are refused
    .hint = dafu check says which, and why
doctor-settings = settings
    .hint = dafu check shows the line and what to write
doctor-settings-default = all default
doctor-lock-remembers = remembers { $count } addresses
doctor-lock-hint = put the last good version back
doctor-none-yet = none yet
doctor-index = index
doctor-index-of = { $count } replies
doctor-index-broken = cannot be read
    .hint = the next build makes it anew
doctor-portal = portal
doctor-portal-there = there
doctor-portal-foreign = a folder that dafu did not make
    .hint = a build refuses to replace it; move it, or name another with --output


### Failures of the world: disk, settings, theme

## What the system says, where English has the system's own words

system-not-found = not found
system-permission-denied = permission denied
system-already-exists = already there
system-address-in-use = in use
system-storage-full = the disk is full
system-read-only = the disk is read-only
system-is-a-directory = it is a folder
system-not-a-directory = it is no folder
system-invalid-data = not valid
system-invalid-filename = the name is not allowed

## What ends a command

error-changed-inside = { $file }: a build replaces all of the output folder; name a file outside of it
error-io = { $path }: cannot { $action }: { $source }
error-config = the configuration cannot be read
error-template =
    template error while writing { $page }:
    { $message }
error-index = { $path }: the search index: { $message }
error-bundle = the search bundle does not answer as the index does, so nothing was published: { $what }
error-last-bundle =
    the search bundle of the last build is damaged: { $what }.
    Build again: all of it is made anew.
error-leak =
    { $file } still holds what was masked ({ $shown }), so nothing was published.
    The theme, a script, an attachment or a text in which it is not recognised says it: remove it there, or name it in `allow` of [privacy] in dafu.toml
error-leak-said =
    { $file } still holds what was masked elsewhere ({ $shown }), so nothing was published. It stands here, and was not taken for private:
    { $places }
    If it is private there, too, mask it in the document by hand; if it is not private at all, name it in `allow` of [privacy] in dafu.toml
error-documents =
    { $count ->
        [one] 1 error
       *[other] { $count } errors
    } in the documents: nothing was written, the last portal is untouched
error-busy =
    another dafu builds this site just now ({ $path }).
    Wait until it is done and try again; the portal is untouched.
error-busy-process =
    another dafu (process { $process }) builds this site just now ({ $path }).
    Wait until it is done and try again; the portal is untouched.
error-theme-name = theme = “{ $name }”: a theme is the name of a folder in themes/
error-theme-none = theme = “{ $name }”: there is no folder { $folder }, and no theme of that name in dafu: default, manual
error-theme-encoding = { $path }: a template must be UTF-8
error-theme-word = { $file }: “{ $word }” is no word of the interface, and no template shows it
error-theme-word-near = { $file }: “{ $word }” is no word of the interface, and no template shows it. Did you mean “{ $nearest }”?
error-theme-list = theme: { $error }
error-archive-foreign =
    { $path }: dafu did not write this file, and the archive would take its place.
    Move it away, or choose another folder with --output.
error-archive-script = search/{ $name } cannot be joined into the archive's script: { $what }
error-archive-script-circle = it is imported by itself, by way of { $modules }
error-archive-script-module = there is no such module
error-archive-script-export = it imports { $theirs }, which { $from } does not export
error-archive-script-line = it does not know what to make of `{ $line }`
error-archive-search = themes/{ $theme }/templates/search.html: where `packs` is set, the page must load <script { $loads } defer></script> and hold `packs` as the default theme does; else an archive cannot search
error-changed-line =
    { $file }:{ $number }: this is no line of a list of changed files: “{ $line }”.
    Name another file with --changed, or remove this one if it was uploaded; nothing was built.
error-import-manifest =
    { $file }: it is damaged ({ $error }), so it is not known which documents were edited.
    Put back an older copy, or delete it: documents that are there already are then left as they are.
error-import-manifest-version = { $file }: it was written by another version of dafu
error-index-none = { $site }: there is no index here yet: run `dafu build` first
error-index-again = { $error }; run `dafu build` again
error-index-part = this is not all of the index; run `dafu build` again
error-lock-text = { $file }: this is no text. Put the last good version back; it was not touched
error-lock = { $name }:{ $line }: { $why }. Put the last good version back, or mend the line; nothing was changed
error-lock-version = this was written by another dafu: it begins “{ $first }”, and this one reads “{ $magic }{ $version }”
error-lock-begin = a lock begins with the line “{ $magic }{ $version }”
error-lock-address = this is no address (a merge that was not finished?)
error-lock-anchors = what follows the address are no anchors
error-lock-number = the last part of the line is no number
error-lock-portal = { $path }: this is no portal that dafu wrote (it has no .dafu-portal), and no lock file
error-output = { $path }: this cannot be an output folder
error-output-link = { $path }: the output must be a folder, not a link or a file
error-output-foreign =
    { $path }: this folder holds files that dafu did not write, and a build would remove them.
    Choose another folder with --output, or empty this one.
error-copied-changes =
    { $path }: this file changes while it is copied, so nothing was written.
    Build again when it is finished.
error-address-twice = two pages want the same address: { $other } and { $path } (on some systems upper and lower case are one)
error-address = “{ $path }” cannot be an address: { $why }
error-address-relative = it must be relative
error-address-parts = it has an empty part or leads elsewhere
error-address-long = one of its parts is longer than 200 bytes
error-address-character = it has a character that Windows does not allow in file names
error-address-end = one of its parts ends with a dot or a space, which Windows drops
error-address-reserved = Windows keeps that name for a device
error-too-much-to-mask = there is too much to mask: { $error }
error-leak-archive = the archive
error-leak-index = the index in .dafu
error-document-changed =
    content/{ $path }: this document was changed while the portal was built, so nothing was written.
    Build again.
error-no-folder = { $site }: there is no such folder
error-no-site =
    { $site }: this is no site: neither dafu.toml nor a content folder is here.
    Go to the site's folder or name it, or start a site with `dafu new DIR`.
error-no-site-but =
    { $site }: this is no site: neither dafu.toml nor a content folder is here.
    { $other } is one: { $command }
error-no-site-several =
    { $site }: this is no site: neither dafu.toml nor a content folder is here.
    These are: { $folders }. For the first: { $command }
error-inspect-word = { $file }: this is a Word file; import it first (`dafu import`), and inspect the document that comes of it
error-inspect-pdf = { $file }: this is a PDF; import it first (`dafu import`), and inspect the document that comes of it
error-inspect-web = { $file }: this is a web page; import it first (`dafu import`), and inspect the document that comes of it
error-inspect-table = { $file }: this is a table. A ledger is no document: inspect a document, and it says what the ledger gave it
error-inspect-other = { $file }: this is no text; dafu inspect reads .txt and .md
error-no-content =
    { $site }: there is no content folder here.
    Put the replies into { $content }, or start a site with `dafu new DIR`.
error-link-loop = a loop of links
error-file-changes =
    { $path }: this file changes while it is read, so nothing was written.
    Build again when it is finished.

## What could not be done to a file: completes “cannot …”

action-copy = copy
action-create = create
action-create-a-file-in = create a file in
action-create-a-folder-in = create a folder in
action-create-dafu-lock-in = create dafu.lock in
action-find = find
action-list = list
action-put-a-new-folder-in-place-at = put a new folder in place at
action-put-in-place = put in place
action-put-the-archive-in-place-at = put the archive in place at
action-read = read
action-remove = remove
action-replace = replace
action-restore = restore
action-serve = serve
action-write = write

## What parsers say of settings, where English has the parsers' own words

parser-unknown-field = unknown field `{ $field }`
parser-unknown-value = unknown value `{ $value }`
parser-wrong-type = { $found } is of the wrong kind, expected { $wanted }
parser-kind-text = a text
parser-kind-number = a number
parser-kind-boolean = true or false
parser-kind-list = a list
parser-kind-table = a table
parser-missing-field = missing field `{ $field }`
parser-twice = `{ $field }` stands twice
parser-other = { $message }

## What is no TOML, in dafu.toml and in front matter

toml-date = { $value } is no date
    .hint = write the year with four digits, month and day with two: `{ $key } = { $date }`
toml-unquoted = a text stands without quotation marks
    .hint = put it into straight quotation marks: `{ $key } = "…"`
toml-quotes = these are Chinese quotation marks
    .hint = what begins and ends a text is the straight mark ": `title = "…"`; the input method must be English for it
toml-open = the text does not end: its last quotation mark is missing
    .hint = it begins and ends with ", in one line
toml-within = a quotation mark stands within a text that is between quotation marks
    .hint = write Chinese ones within, “…”, or put \ before it: \"
toml-twice = `{ $key }` stands in line { $line } already
    .hint = keep one of the two; what belongs to one [ … ] stands together below it
toml-twice-privacy = keep one of the two: where there is a [privacy], write `mode = "mask"` below it in place of `privacy = "mask"`
toml-equals = there is no = between a name and its value
    .hint = write the English =, as in `title = "…"`; not ＝, ： or :
toml-backslash = a \ in a text begins a character that cannot be typed, and here it does not
    .hint = write / in its place, or put the text between single quotation marks: 'C:\网站'
toml-name = a name stands without quotation marks
    .hint = a name in Chinese, and *, is put into straight ones: `"养老" = …`, `[outcomes."某某局"]`
toml-nothing = `{ $key }` has nothing behind its =
    .hint = write the value, `{ $key } = "…"`, or delete the line

## Settings and front matter that cannot be read

config-encoding = dafu.toml is in { $encoding }, not in UTF-8
    .hint = open it in the editor, choose “Save as”, and there the encoding UTF-8
config-damaged = dafu.toml has bytes that are no UTF-8
config-hidden = this file is not read: it is called dafu.toml.txt, and there is no dafu.toml
    .hint = rename it to dafu.toml. Windows hides the ending: switch on View → File name extensions in the explorer
config-offline = offline = { $value }: it is true, false or "remove"
config-access = “{ $text }” is not one of 主动公开, 依申请公开, 不予公开
config-session = sessions: “{ $key }” is no session; write cppcc-5-3 for 政协五届三次, npc-8-2 for 人大八届二次
config-session-day = sessions.{ $key }: write a day, like 2024-01-15
config-page-size = page_size is { $size }; it must be from 10 to 500
config-base-url = base_url “{ $url }” must begin with http:// or https:// and end with /
    .hint = write the whole address, like "https://www.example.gov.cn/replies/"
config-search-word = “{ $word }” in search.words must be 2 to 12 Chinese characters
    .hint = a phrase with other characters is found by its words; it needs no entry
config-topics = topics: a topic and its words must not be empty
    .hint = for example `"养老" = ["养老", "老年"]`
config-renamed = renamed: from “{ $old }” one comes back to where one has been
    .hint = write each old name once, with the name that came after it
config-misplaced = `{ $key }` stands below [{ $table }], and is a setting of the whole site
    .hint = move the line to the head of dafu.toml, before the first line that begins with [: what stands below a [ … ] belongs to it
config-misplaced-there = `{ $key }` stands in line { $line } already: say it there, and delete this line
config-misplaced-privacy = [privacy] stands in line { $line } already: write `mode = "mask"` below it, and delete this line
config-outcome = [{ $table }] has a key `{ $letter }`, which is no outcome
    .hint = an outcome is one of the letters A, B, C and D: `A = "…"`. A setting of the whole site stands at the head of dafu.toml, before the first line that begins with [
config-checks = checks: there is no code `{ $code }`: { $hint }
config-checks-near = did you mean `{ $near }`? `dafu explain` lists all
config-checks-all = `dafu explain` lists all
config-checks-fixed = checks: `{ $code }` is always an error: { $why }
config-ledger-near = ledger.columns: no fact `{ $key }`: did you mean `{ $near }`? Known: { $all }
config-ledger = ledger.columns: no fact `{ $key }`. Known: { $all }
config-privacy = privacy = { $value }: it is "block" or "mask"; what is meant to be public is named in `allow` of [privacy]
config-privacy-list = privacy.allow is a list of texts
config-privacy-quotes = privacy.allow: { $entry } stands without quotes; write it as a text, "{ $entry }"
config-privacy-value = privacy.allow: “{ $text }” is no number, e-mail address, domain, plate or address; write the whole value
known-keys-near = did you mean `{ $near }`? Known keys: { $all }
known-values-near = did you mean `{ $near }`? It can be: { $all }
known-values = it can be: { $all }
known-keys = known keys: { $all }
front-matter-session = “{ $text }” is not a session like 十届五次 or 10-5
front-matter-session-parts = a session needs `congress` and `meeting`, both 1 or more
front-matter-session-expected = a session: "十届五次" or {"{"} congress = 10, meeting = 5 {"}"}
front-matter-text = a text or a date is expected here
front-matter-text-expected = a text or a date
front-matter-kind = “{ $text }” is not a kind: proposal (提案), suggestion (建议) or opinion (协办意见)
front-matter-outcome = “{ $text }” is not one letter from A to D
front-matter-access = “{ $text }” is not one of 主动公开, 依申请公开, 不予公开
front-matter-status = “{ $text }” is not one of published, withdrawn
front-matter-date = “{ $text }” is not a date that exists, written 2024-05-06
front-matter-published = “{ $text }” is not a date that exists, written 2024-05-06 or 2024-05-06 09:30


### Findings about documents: what was found, and as `.hint` what to do

## Files below content/

file-special = this is no file that can be read
    .hint = remove it: a device, a pipe or a socket is no document
file-unused = no document refers to this file: it is not published
    .hint = link to it from a document, or move it out of content/
file-unused-import = this file is not read: dafu reads .txt and .md
    .hint = make a document of it: dafu import content/{ $path }; or link to it from a document, or move it out of content/
ledger-unnamed = this looks like a ledger, but it is not used: what it says, 公开属性 included, does not count
    .hint = rename it to ledger.csv or ledger.xlsx, or write file = "{ $path }" under [ledger] in dafu.toml; if it is none, move it out of content/
symbolic-link = a symbolic link is not followed
    .hint = put the file itself here, or remove the link
file-name-characters = this file name has characters that no address can carry
    .hint = rename the file
file-name-case = this name and content/{ $other } differ in upper and lower case alone
    .hint = rename one of them: on Windows they are the same file
file-name-address =
    .hint = rename the file
document-too-long = this document has { $size } bytes; at most { $most } are read
    .hint = a reply has some thousand characters: is it another file under this name?
file-missing = content/{ $path } is shown or linked to, and is not there
    .hint = put the file there, or correct its path
file-active = content/{ $path } cannot be published as it is: { $why }
    .hint = give it as a PDF or a picture; a page saved from a web site becomes a document by `dafu import`
active-by-name = a browser or a computer runs .{ $ending } files
active-xml = it is no well-formed XML ({ $error })
active-entities = its DOCTYPE declares entities
active-style-sheet = it names a style sheet by <?xml-stylesheet?>
active-instruction = it has elements in an instruction <?…?>
active-declaration = it has elements in its declaration <?xml …?>
active-xml-bracket = it is no well-formed XML (a < within a tag)
active-style = its <style> fetches something
active-xml-name = it is no well-formed XML (a character in a name)
active-element = it has an element <{ $name }>
active-attribute = an attribute of <{ $name }> cannot be read
active-value = { $key }=… of <{ $name }> cannot be read
active-handler = it has a handler { $key }=…
active-elsewhere = { $key }=“{ $value }” of <{ $name }> leads elsewhere
active-changes = <{ $name }> changes { $value }
active-fetches = { $key }=… of <{ $name }> fetches something
active-too-long = it is too long to be looked through
encoding = this is not all { $encoding }: some bytes are no characters
    .hint = open the file in the program it was written with and save it as UTF-8
characters-unfit = { $count } characters were left out here and below: control characters, or such as turn the order of writing round
    .hint = they often come with text copied from elsewhere: compare this place with the original
file-source = content/{ $path } is not published, so that it has no page to link to
    .hint = take the link out, or look what is said of that document
file-source-is = content/{ $path } { $what }
file-source-document = is a document: it can be linked to, but not be shown or attached
    .hint = write a link in the text, [words](its path), which leads to its page
file-source-ledger = is the ledger, which is never published
    .hint = take the link out
file-source-hidden = is hidden, or in a hidden folder
    .hint = rename it if it is to be published

## Ids, pages and links

page-name = page = “{ $name }”: a page needs a name of its own, of a–z, 0–9 and -
id = id = “{ $id }”: an id is made of a–z, 0–9 and -, 80 at most, and is no name that Windows reserves
    .hint = for example `id = "{ $suggestion }"`
id-twice = the id “{ $id }” is also that of content/{ $other }
    .hint = give one of them another `id` in front matter, or rename the file
alias = aliases: “{ $alias }” cannot be an address: { $why }
    .hint = write the old id, or the old path below the portal's root: "art/2021/3/5/art_123.html"
alias-id = an id is made of a–z, 0–9 and -
alias-page = only a page (.html, .htm, .shtml, or a folder with / at its end) can lead on
alias-taken = aliases: { $from } is also the address of { $owner }
    .hint = an address leads to one page: take the alias out of one of the two
page-of-portal = a page of the portal
link-dead = “{ $target }” leads nowhere: { $why }
    .hint = correct the address; each paragraph of a built page shows its anchor
link-dead-anchor = the page has no such anchor
link-dead-reply = there is no such reply
link-dead-page = there is no such page
link-dead-moved = “{ $path }” is not where that reply is now: { $now }
near-duplicate = { $share } % of the text is that of content/{ $path }
    .hint = right if one answer went to several members; else look whether a text was pasted into the wrong file
near-duplicate-twice = { $share } % of the text is that of content/{ $path }, with the same 案号 and asker
    .hint = this looks like one reply that is there twice: delete one

## Reading a document

front-matter = front matter: { $message }
front-matter-unread = cannot be read
front-matter-unopened = the front matter has no opening +++ line, so nothing of it counts
    .hint = write a line with +++ and nothing else above it
front-matter-open = the front matter has no closing +++ line
    .hint = add a line +++ after it
front-matter-differs = { $field } is “{ $front }” here, but { $whence } says “{ $text }”; front matter wins
front-matter-differs-line = line { $line }
front-matter-differs-document = the document
too-deep = quotations within quotations, deeper than can be read
html-too-long = this piece of raw HTML is too long to be cleaned
    .hint = write it as Markdown
html-cleaned = raw HTML was cleaned
link-unsafe = a link with the scheme “{ $scheme }:” is shown as text
link-outside = “{ $raw }” leads out of the content folder; it is shown as text
link-outside-attachment = the attachment “{ $file }” leads out of the content folder
image-external = the image “{ $raw }” is on another host; it is shown as a link
    .hint = put the image beside the document and refer to it by its file name
title-missing = this document has no title that could be found
    .hint = write it on the first line, or give `title` in front matter
body-empty = this document has no text
    .hint = the reply's text goes below its title
field-missing = not found in the document: { $fields }; shown as unknown
    .hint = give it in front matter, if it is known
title-split = the title stands on { $lines } lines, which were joined
title-truncated = the source cuts the title off
    .hint = give the whole title as `title` in front matter
title-repeated = the title stands here once more, and is shown once
title-differs = another title stands here, the page's; the one nearest to the letter is shown
header-unread = not understood: “{ $text }”; it is shown above the letter
document-number-damaged = 文号 “{ $value }” is not of the form 机关代字〔年〕序号
    .hint = correct it in the document, or give `document_number` in front matter
date-stripped = 年月日 are missing in “{ $value }”; it can only be { $date }
    .hint = write the date in full, or give `issued` in front matter
date-unreadable = “{ $date }” is no date that can be read with certainty
    .hint = write it like 2024年5月6日, or give `issued` in front matter; until then the date is shown as unknown
date-unreadable-published =
    .hint = write it like 2024-05-06, or give `published` in front matter
dates-differ = signed { $date } here, but the header says { $before }; the signature counts
dates-differ-again = signed { $date } here, but { $before } above; the first signature counts
agency-from-header = nobody signs; the portal shows the office that the header names
proposal-differs-number = the letter answers number { $other }, the title names { $one }
    .hint = find out which proposal is answered, and correct the other place
proposal-differs-name = the letter answers “{ $name }”, { $place } names “{ $other }”
    .hint = find out which proposal is answered, and correct the other place
proposal-differs-title = the title
proposal-differs-header = the header
field-contradicts = { $field } is “{ $now }” here, and “{ $before }” { $whence }
    .hint = correct the wrong one, or give `{ $field }` in front matter
field-contradicts-elsewhere = elsewhere
field-contradicts-line = in line { $line }
sessions-differ = { $congress }届{ $meeting }次 here, { $other_congress }届{ $other_meeting }次 elsewhere in the document
kind-uncertain = the salutation says one of 委员/代表, title and opening speak of the other
line-healed = a line break inside a sentence was healed
emphasis-leftover = left-over ** is read as emphasis
marker-damaged = a bracket of this numbering is missing
revision-unplaced-after = the revision of { $date }: `after` (“{ $after }”) does not stand in the text exactly once
    .hint = give as much of the present text in `after` as stands there once only, and the same passage as it was in `before`
revision-unplaced-before = the revision of { $date }: no paragraph of the text is like its `before` (“{ $before }”)
    .hint = without `after`, `before` is one or more whole paragraphs; if it is part of one, add `after`: what stands there now; if the paragraph was struck out, add `after = ""`

## What a careful clerk would see

attachment-missing = the attachment “{ $title }” has no file
    .hint = name its file in front matter: attachments = [{"{"} title = "…", file = "…" {"}"}]
date-future = { $field } is { $date }, which is still to come (today is { $today })
    .hint = correct the year or the month
date-order = signed on { $issued }, but published on { $published } already
    .hint = one of the two dates is wrong, or they were exchanged
document-number-faulty = 文号 “{ $number }” is damaged: { $fault }
    .hint = write it 机关代字〔年〕序号: 舞建提字〔2021〕19号
document-number-brackets-differ = { $open } is closed by { $close }
document-number-year = { $year } is no year that it can be of
document-number-zero = its number is { $number }
document-number-brackets = the brackets around its year are missing
document-number-bracket-before = the bracket before its year is missing
document-number-bracket-behind = the bracket behind its year is missing
document-number-letters = letters stand among its figures
document-number-of-year = it cannot be of that year
outcome-missing = { $label } has no letter
    .hint = write A, B, C or D after it: { $label }：B
outcome-unticked = { $label } names several letters or boxes, and not exactly one is ticked: “{ $value }”
outcome-missing-defined = 办理结果 is not given, though dafu.toml says what its letters mean
    .hint = give `outcome` in front matter, write 办理结果：B, or fill in the ledger
image-without-text = an image has no text
    .hint = say what it shows, between the square brackets: ![柱状图：…](chart.svg)
unbalanced-odd = this paragraph has an odd number of " marks
unbalanced-opened = { $mark } is opened here and not closed
unbalanced-closed = { $mark } closes what was not opened
unbalanced-hint-partner = add { $partner }, or delete { $mark }
unbalanced-hint = add the missing { $mark }
mojibake-private = U+{ $code } is a character of a private font: readers see an empty box
    .hint = delete it, or write the character that it stood for
mojibake = “{ $text }” is what a wrong encoding left of other characters
    .hint = copy the passage from the original once more
markdown-leftover-emphasis = a single ** is left over
    .hint = delete it
markdown-leftover-heading = a heading's # is left over in a text file
    .hint = delete it, or save the document as .md
markdown-leftover-entity = { $mark } is shown to readers as it stands
    .hint = write the character that it means
markdown-leftover-tag = an HTML tag is shown to readers as it stands
    .hint = delete it, or save the document as .md
markdown-leftover-mark = { $mark } is shown to readers as it stands
markdown-leftover-mark-emphasis =
    .hint = delete it, or add its partner
markdown-leftover-mark-space =
    .hint = write a space
numbering-repeated = { $marker } stands here and in line { $line }
    .hint = is this { $number }?
numbering-jump = { $before } is followed by { $marker }: there is no { $missing }
    .hint = compare with the original: add the paragraph that was lost, or correct the number
numbering-jump-begin = the numbers begin with { $marker }: there is no { $missing }
numbering-jump-back = { $before } is followed by { $marker }
    .hint = is this { $number }?

## Private numbers

private = { $kind } would be published: { $shown }
private-hint = remove it, or let dafu mask it: `privacy = "mask"` at the head of dafu.toml, before the first [ … ]; if it is meant to be public, name it in `allow` of [privacy]
private-masked = { $kind } is masked: { $shown }
    .hint = it is masked wherever it would be published; the document itself still says it
private-from-ledger = { $message } (from the ledger or the document)
private-name = { $what } holds { $kind }: { $shown }
    .hint = rename it: addresses are made of names, and a name cannot be masked without changing the address
private-name-file = this file's name
private-name-id = the id
private-name-withdrawn = the id of a withdrawn reply
private-name-alias = an alias
private-in-file = { $part } of this file holds { $kind }: { $shown }
    .hint = a file is published as it is: remove it there and save the file again; if it is meant to be public, name it in `allow` of [privacy] in dafu.toml
private-position = { $part } of this file says where it was taken (GPS)
    .hint = remove the position: on Windows, Properties → Details → Remove Properties and Personal Information
private-unread = nobody looked for private numbers in it: { $problem }
    .hint = look through it by hand, or publish it in another format
private-unread-it = it
private-kind-mobile = a mobile number
private-kind-identity = an identity number
private-kind-bank-card = a bank card's number
private-kind-email = a private e-mail address
private-kind-address = a home address
private-kind-plate = a licence plate
private-part-of = { $what } of { $within }
private-part-name = a file's name
private-part-pdf-property = a property
private-part-data = a picture's data
private-part-data-xmp = a picture's data (XMP)
private-part-text = the text
private-part-property = the picture's property { $property }
private-part-picture-xmp = the picture's properties (XMP)
private-part-comment = a comment in the picture
private-part-xmp = the properties (XMP)
private-part-page = page { $page }
private-unread-archive = it is an archive that dafu does not unpack; zip it is
private-unread-nested = { $within } is an archive within an archive
private-unread-plain = only its plain texts were read (.{ $extension })
private-unread-zip = { $name } is a damaged zip
private-unread-many = { $name } holds more than { $most } files
private-unread-encrypted = a file in { $name } is encrypted or damaged
private-unread-damaged = { $path } is damaged, or too large when it is unpacked
private-unread-pdf = the text of this PDF cannot be read (encrypted or damaged)
private-unread-pages = some pages of this PDF cannot be read
private-unread-scan = this PDF has no text, it may be scanned

## The ledger

ledger-two = ledger.xlsx and ledger.csv are both there: which one counts?
    .hint = delete one, or name it in dafu.toml: [ledger] file = "ledger.xlsx"
ledger-gone = the ledger that dafu.toml names is not there
    .hint = correct [ledger] file: it is a path below content/
ledger-too-large = the ledger has { $size } MB, which is more than any list of replies
    .hint = keep the list alone: no pictures, no other sheets
ledger-format = a ledger is an .xlsx or a .csv file
    .hint = open it in the program that it was written with and save it as .xlsx
ledger-column = the column “{ $column }” is not used
    .hint = give it a meaning in dafu.toml, [ledger] columns, or name it in [ledger] ignore
ledger-headless = no row of the ledger names its columns: 案号, 文号 or 文件名, and one more
    .hint = name the columns in the first row, or map their names in dafu.toml: [ledger] columns
ledger-row-alone = no document has the { $column } “{ $value }” of this row
    .hint = add the document, or correct the number; 文件名 in the row settles it
ledger-row-unnamed = this row has no 文件名, 文号 or 案号
ledger-row-twice = this row is about content/{ $path } as row { $other } is, which counts
    .hint = delete one of the two, or correct its number
ledger-document-alone = { $ledger } has no row for this document
    .hint = add a row, or check its 案号 and 文号
ledger-more = { $count } more
ledger-access-several = “{ $access }”, but the row fits several documents: { $names }
    .hint = give the row its 文件名, so that the right one is not published
ledger-ambiguous = this row fits several documents and is passed over: { $names }
    .hint = give the row its 文件名, or 届次 and 类型 beside the 案号
ledger-access = “{ $access }” does not say whether content/{ $path } may be published
    .hint = write 主动公开, 依申请公开 or 不予公开
ledger-differs-access = access is “{ $now }” here, but { $whence } says “{ $before }”; { $holds }
    .hint = correct the wrong one
ledger-holds-front = front matter wins
ledger-holds-stricter = the stricter holds: it is not published
ledger-holds-ledger = the ledger wins
ledger-differs = { $field } is “{ $now }” here, but { $whence } says “{ $before }”; { $holds }
    .hint = compare both places, and correct the wrong one
ledger-value = “{ $text }” is not { $wanted }; it is passed over
    .hint = correct the cell
ledger-value-session = a 届次, like 十届五次 or 10-5
ledger-value-kind = 提案, 建议 or 协办意见
ledger-value-outcome = a letter from A to D
ledger-value-date-exists = a date that exists
ledger-value-date = a date, like 2024-05-06 or 2024年5月6日
ledger-unreadable = the workbook cannot be read: { $error }
    .hint = open it in the program that it was written with and save it as .xlsx once more
ledger-no-workbook = this is no workbook: { $error }
ledger-encrypted-or-old = the workbook is encrypted, or of the old .xls format
    .hint = save it as .xlsx without a password
ledger-encrypted = the workbook is encrypted
    .hint = save it without a password
ledger-unpacks = the workbook unpacks to more than { $size } MB
    .hint = keep the list alone: copy its cells into a new workbook
ledger-hidden-rows = { $sheet }: hidden rows are read like others: { $count }, the first is { $first }
ledger-hidden-sheets = hidden sheets are passed over: { $sheets }

## Addresses that were published

address-gone = { $address } was published, and would be there no longer
address-gone-heir =
    .hint = { $document } has { $count } of its { $of } paragraphs: write `aliases = ["{ $stem }"]` into its front matter, and the old address leads there; an address that was never public is deleted as a line from dafu.lock
address-gone-reply =
    .hint = if the reply has another id now, write `aliases = ["{ $stem }"]` into its front matter; if it is no longer public, keep its document with `status = "withdrawn"`, so that a notice stands there; an address that was never public is deleted as a line from dafu.lock
address-gone-file =
    .hint = put the file back and link to it, or remove its line from dafu.lock
address-gone-agency =
    .hint = if the office was renamed, write it below `[renamed]` in dafu.toml: `"old name" = "new name"`
address-gone-list =
    .hint = no reply is in this list now; a build that keeps dafu.lock leaves a notice there
address-gone-page =
    .hint = give it back, or write `aliases = ["{ $address }"]` into the front matter of what took its place; an address that was never public is deleted as a line from dafu.lock
anchor-gone =
    { $address } had { $anchors }, which { $count ->
        [one] is there no longer: a link to it leads nowhere
       *[other] are there no longer: links to them lead nowhere
    }
    .hint = if the text was corrected, say so: `[[revisions]]` with `date`, `reason` and, in `before`, the whole paragraph as it stood; if it was never seen by anybody, remove the anchor from dafu.lock

## Facts of a reply, by their keys in front matter

fact-title = title
fact-proposal_title = proposal_title
fact-kind = kind
fact-session = session
fact-case_number = case_number
fact-askers = askers
fact-addressee_agency = addressee_agency
fact-agency = agency
fact-header_agency = header_agency
fact-co_agencies = co_agencies
fact-document_number = document_number
fact-signatory = signatory
fact-outcome = outcome
fact-access = access
fact-issued = issued
fact-published = published
fact-source = source
fact-contact = contact
fact-attachments = attachments
fact-copied_to = copied_to
fact-topics = topics

## dafu import

import-no-file = there is no such file
    .hint = see that its name is spelled as it is, and put it in quotes if it has spaces
import-folder = this folder cannot be listed: { $error }
    .hint = see that you may read it
import-symbolic-link = a symbolic link is not followed
    .hint = name the file itself
import-file-too-large = it is { $size } MB; files up to 200 MB are read
    .hint = take large pictures out of it, or compress them (Word: 图片格式 → 压缩图片)
import-foreign = this is no document; it is passed over
import-extension = it is named .{ $meant } and is in truth { $kind }
    .hint = nothing to do: it was read as what it is
import-twin = passed over: { $other } has the same name and was imported
    .hint = if it is another reply, give it another name and import it again
import-name-twice = it would become { $document }, and so did { $other }
    .hint = give one of the two another name and import it again
import-unreadable = it cannot be read: { $error }
    .hint = close it in other programs, and see that you may read it
import-converted = it is { $what } and was read by way of LibreOffice
    .hint = compare the numbers before headings with the original
import-reading = reading it as { $what } { $why }
    .hint = open it in the program that made it, save it again (as .docx if you can), and import that
import-reading-memory = needs more memory than there is
import-reading-failed = failed inside the library that reads it
import-reading-slow = took more than three minutes
import-kind = what it is
import-kind-docx = a Word file (.docx)
import-kind-html = a web page
import-kind-text = plain text
import-kind-pdf = a PDF
import-kind-xlsx = an Excel file (.xlsx)
import-kind-xls = an old Excel file (.xls)
import-kind-csv = a table of comma-separated values
import-kind-rtf = RTF
import-kind-odt = OpenDocument text (.odt)
import-kind-doc = an old Word file (.doc, .wps)
import-kind-word-xml = a Word file as XML
import-empty = the file is empty
    .hint = copy it again from where it came
import-refused = this is { $what }, and no document that can be imported
import-refused-archive = a packed archive
    .hint = unpack it, and import the files that were in it
import-refused-picture = a picture
    .hint = turn it into text with OCR (WPS: 图片转文字), check every word, and import the text
import-refused-slides = a presentation
    .hint = copy its text into a Word file and import that
import-refused-ofd = an OFD file (版式文件)
    .hint = open it in its reader, save it as PDF or copy its text into Word, and import that
import-parts = the parts of an Office file are not inside it: it is damaged or only named so
    .hint = open it in Word or WPS and save it again
import-encrypted = it is locked by a password
    .hint = open it with the password, take that off (文件 → 信息 → 保护文档 → 用密码进行加密, leave it empty), save, and import it again
import-refused-office = an old Office file of another kind
    .hint = open it in the program that made it and save it as .docx
import-refused-mht = a web page in a single file (.mht)
    .hint = open it in the browser and save it as “网页，全部” (.html), or in Word as .docx
import-refused-bytes = no text in any encoding that is known
    .hint = open it in the program that made it and save it as .docx or as text in UTF-8
import-title = no title was found in the text; taken from the file's name: “{ $title }”
    .hint = see that it is the title of the letter
import-picture-text = { $count } pictures have no words for those who cannot see them
    .hint = write into the brackets of ![](…) what each shows
import-heading = a bold line is taken for a heading: “{ $shown }”
    .hint = if it is none, delete the ## before it
import-table-picture = a picture in a table with merged cells is left out
    .hint = show it above or below the table: ![what it shows](file.png)
import-table-long = a long table's merged cells are written once, the others left empty
    .hint = see that it can still be understood
import-word-part = { $part } is not inside it: this is no whole Word document
    .hint = open it in Word or WPS and save it again as .docx
import-word-body = it has no body: this is no whole Word document
    .hint = open it in Word or WPS and save it again as .docx
import-object-chunk = a file embedded as text (altChunk)
import-object-embedded = an embedded object ({ $program })
import-object-chart = a chart
import-object-diagram = a SmartArt diagram
import-picture-linked = { $name } (only linked, not in the file)
import-picture-gone = one that is not in the file
import-picture-absent = { $name } (not in the file)
import-picture-format = { $name } (a format that browsers do not show)
import-headers = headers and footers are left out: { $texts }
    .hint = if one of them is part of the letter, write it into the document
import-changes = it has tracked changes (修订): { $inserted } inserted and kept, { $deleted } deleted and left out
    .hint = see that this is the text that was signed; in Word: 审阅 → 接受 or 拒绝, save, and import again
import-changes-quoted = it has tracked changes (修订): { $inserted } inserted and kept, { $deleted } deleted and left out: { $words }
import-comments = { $count } comments (批注) are left out
    .hint = nothing to do, unless one of them was meant to be published
import-hidden = hidden text is left out
    .hint = nothing to do, unless it was meant to be published
import-struck = words that are struck out are kept, struck out
    .hint = if they were meant to be gone, delete them from the document
import-text-box = text boxes are written after the paragraph that they were fixed to
    .hint = see that their words stand in the right place
import-date-field = a date that Word renews whenever the file is opened is left out
    .hint = write the date of the letter by hand, at its end or as `issued` in front matter
import-object = these cannot be brought over
    .hint = save a picture of each (截图) as PNG and show it with ![what it shows](file.png)
import-picture = these pictures cannot be brought over
    .hint = save them from Word as PNG (另存为图片) and show them with ![what it shows](file.png)
import-link = these links lead to no page on the web and became words
    .hint = give the address that readers can open, or leave it
import-contents = a table of contents is left out
    .hint = the page makes its own from the headings
import-placeholders = places to fill in that nobody filled in are left out
    .hint = see whether something is missing there
import-formula = formulas are written as a row of signs
    .hint = see that each can still be understood
import-symbol = signs of a symbol font that are not known became □
    .hint = put the right sign in their place
import-field = a field is damaged: words after it in its paragraph may be missing
    .hint = compare the paragraphs with the original
import-table-nested = a table within a table became lines of its cell
    .hint = see that it can still be understood
import-and-more = { $list } and { $more } more
import-of-list = { $what }: { $items }
import-page-from = { $list } (the page is from { $base })
import-seal = { $count ->
        [one] a picture
       *[other] pictures
    } at the signature, likely the seal (印章), is left out
    .hint = if it was no seal, save it from Word as PNG and show it with ![what it shows](file.png)
import-page-too-large = a page of { $size } MB is no reply
    .hint = save it without what it embeds, or copy its text into a Word file
import-page-too-deep = it nests thousands of elements: no page is like that, so it was not read
    .hint = copy its text into a Word file and import that
import-page-no-article = no article was found in this page
    .hint = perhaps its text comes by script: copy it from the browser into a Word file and import that
import-page-no-text = the article in this page has no text
    .hint = perhaps it is a picture or a PDF in the page: save that and import it
import-picture-inside = a picture inside the page
import-remote = these files are only on the web and were not fetched
    .hint = save each beside the document and refer to it by its file name
import-beside = these files do not lie beside the page
    .hint = save the page once more as “网页，全部”, or put the files beside the document and refer to them by their names
import-page-hidden = hidden text of the page is left out
    .hint = nothing to do, unless it was meant to be published
import-embedded = { $count } videos, sounds or embedded files are left out
    .hint = put each beside the document and link to it: [what it is](file.mp4)
import-ledger-too-large = a table of { $size } MB is no ledger
    .hint = keep the rows of the ledger alone, and import that
import-ledger-xls = it is an old Excel file (.xls)
    .hint = open it in Excel or WPS, 另存为 Excel 工作簿 (*.xlsx), and import that
import-kind-excel = an Excel file
import-no-ledger = it is a table, but no ledger: no row of headings with 案号 and two more of 文号, 承办单位, 办理结果, 提案人 …
    .hint = if it is one, give its columns these names; if it belongs to a reply, put it beside that and link to it
import-ledger = it is a ledger with the columns { $columns }
    .hint = the build joins its rows to the replies by their case numbers
import-ledger-taken = there is a ledger already: { $there }
    .hint = if { $name } is the newer one, delete that first; else put the rows of both into one file
import-ledger-damaged = the Excel file is damaged: { $error }
    .hint = open it in Excel or WPS and save it again as .xlsx
import-convert-missing = it is { $what }, which only LibreOffice can turn into .docx, and that is not installed
    .hint = open it in Word or WPS, 文件 → 另存为 → Word 文档 (*.docx), and import that; or install LibreOffice (or name it in SOFFICE) and run this again
import-convert = it is { $what }; { $why }
    .hint = open it in Word or WPS, 文件 → 另存为 → Word 文档 (*.docx), and import that
import-convert-slow = LibreOffice did not finish within two minutes
import-convert-failed = LibreOffice could not read it: it is damaged or locked by a password
import-convert-run = LibreOffice ({ $program }) could not be run: { $error }
import-parts-many = it has { $count } parts: no letter has
    .hint = open it in Word or WPS and save it again
import-part-damaged = { $name } inside it is damaged: { $error }
    .hint = copy the file again, or open it in Word or WPS and save it again
import-bomb = { $name } inside it unpacks to more than { $most } MB from a file of { $size } KB (a zip bomb?)
    .hint = do not open it; ask whoever sent it for the document
import-locked = it is locked by a password
    .hint = take the password off (Word: 文件 → 信息 → 保护文档), save it, and import it again
import-damaged = the file is cut off or damaged: { $error }
    .hint = copy it again from where it came, or open it in Word or WPS and save it again
import-pdf-damaged = the PDF is damaged: { $error }
    .hint = copy it again from where it came, or import the Word file that it was made of
import-pdf-locked = the PDF is locked by a password
    .hint = open it with the password, save or print it as a PDF without, and import that
import-pdf-long = it has { $count } pages; { $most } are read at most
    .hint = cut out the pages of the letter and import those
import-pdf-text = it has more text than any letter
    .hint = cut out the pages of the letter and import those
import-scanned = its { $count } pages have no text: it is scanned (扫描件)
    .hint = turn it into text with OCR (WPS: 图片转文字), check every word, and import the text; or import the Word file
import-page-empty = no text was found on page { $pages }: it is empty, a picture, or could not be read
    .hint = look at the page, and write into the document what it says
import-review-pdf = read from a PDF: paragraphs are guessed from the length of lines, tables are lines, pictures are left out
    .hint = compare every word with the original; if there is a Word file of it, import that instead
import-name-other = { $document } was imported from another file: { $other }
    .hint = if this is a newer copy of it, delete that document first; else give this file another name
import-name-taken = { $document } is there already and was not imported
    .hint = give this file another name, or move that document away
import-kept = { $document } was edited since it was imported, and is left as it is
    .hint = to import it anew, delete that document first
import-id = { $other } has the id “{ $id }” already, so this one gets its id from its path
    .hint = if the two are one reply, delete one; if two offices replied to one case, give each an id of its own
import-edited-new = this was edited since it was imported, and its file changed too; left as it is. Here the new text says “{ $text }”
import-edited = this was edited since it was imported, and its file changed too; left as it is
    .hint = the new text is in { $newer }: take over what is new by hand, or delete this document and import again
import-name-link = { $path } is a symbolic link, which is not followed
    .hint = remove the link
import-name-folder = { $path } is a folder
    .hint = give this file another name
import-text-too-large = a text of { $size } MB is no letter
    .hint = see what is in it
import-bytes = some bytes are no characters of { $encoding }: they became �
    .hint = look for � in the document and put the right characters there
import-xml = { $part } inside it is damaged: { $why }
    .hint = open it in Word or WPS, save it again as .docx, and import that
import-xml-large = { $part } inside it { $why }: no letter is like that, so it was not read
    .hint = open it in Word or WPS and save it again as .docx
import-xml-many = has more than three million elements
import-xml-deep = nests deeper than 200 elements
import-xml-entity = it refers to an entity that XML does not know
import-xml-doctype = declares a document type (entities)
import-xml-end = it ends in the middle
import-xml-empty = it is empty


### What `dafu explain` says of a code: its title, and as `.text` why it matters and what to do

## Reading documents, settings and files: whatever every build finds

code-config = dafu.toml cannot be read
    .text =
        A setting is misspelt, of the wrong kind or out of range. A setting that is passed over in silence would surprise later, so nothing is built.

        Correct the line that is named: the hint says which key was meant, or what the value may be.
code-symbolic-link = A symbolic link stands in content/
    .text =
        Links are not followed, so that a content folder says itself what it holds and no file from elsewhere is published by mistake.

        Put the file itself there, or remove the link.
code-file-name = A file name cannot be published
    .text =
        The name has characters that no address can carry, or differs from another in upper and lower case alone, which is one file on Windows.

        Rename the file. Example: `答复 .txt` → `答复.txt`.
code-encoding = Some bytes are no characters
    .text =
        The file is not all in one encoding: it was cut, or two files were joined. The bytes that could not be read would stand as � in public.

        Open it in the program that it was written with and save it as UTF-8.
code-front-matter = Front matter cannot be read
    .text =
        A key is unknown or a value has the wrong form, so nothing between the +++ or --- lines counts.

        Correct the place that is drawn. Example: `outcome = "满意"` is no letter from A to D.
code-front-matter-open = Front matter has no opening or closing line
    .text =
        A document that begins with +++ has no second +++ line, so that all of it would be settings.

        Add a line +++ below the last setting.
code-front-matter-differs = Front matter and document disagree
    .text =
        Front matter says one thing of the reply, its text another. Front matter wins, and one of the two is wrong.

        Look at both places; correct the one that is wrong. Example: `issued = "2024-05-06"` over a letter that is signed 2024年6月5日.
code-too-deep = Quotations are nested too deeply
    .text =
        More than 64 `>` signs stand at the start of a line: this is no letter, and reading it would cost more than it is worth.

        Remove the signs, or save the document as .txt.
code-html-too-long = Raw HTML is too long
    .text =
        A piece of raw HTML in Markdown is longer than can be cleaned safely, so it cannot be shown.

        Write it as Markdown, or cut it into pieces with empty lines.
code-html-cleaned = Raw HTML was cleaned
    .text =
        Scripts, styles or unknown attributes were taken out of raw HTML, for they must not reach a reader.

        Nothing needs to be done if the page looks right. Example: `<p onclick="…">` becomes `<p>`.
code-link-unsafe = A link has an unsafe scheme
    .text =
        Links to http, https, mailto and tel are made; others, like `javascript:` or `file:`, are shown as text.

        Write an address that a reader can open.
code-link-outside = A link leads out of content/
    .text =
        The path of a link, image or attachment climbs out of the content folder, so that it cannot be published.

        Put the file below content/ and correct the path. For an attachment in front matter the build fails.
code-image-external = An image is on another host
    .text =
        A portal asks no other host for anything, so the image is shown as a link.

        Put the image beside the document and refer to it by its file name.
code-title-missing = A document has no title
    .text =
        No line above the letter reads like a title.

        Write it on the first line, or give `title` in front matter. Example: `关于政协十届五次会议第110号提案的答复`.
code-body-empty = A document has no text
    .text =
        There is a title or front matter, and no paragraph below it.

        Add the text of the reply, or remove the file. If a Word document was converted, look whether its text was in a text box.
code-title-split = A title on several lines was joined
    .text =
        Titles are often broken over two or three lines; they are shown as one.

        Nothing needs to be done if the joined title is right.
code-title-truncated = The source cuts its title off
    .text =
        The title ends with … because the page that it was copied from had no more room.

        Give the whole title as `title` in front matter.
code-title-repeated = The title stands twice
    .text =
        Pages often repeat the title above the letter; it is shown once.

        Nothing needs to be done.
code-title-differs = Another title stands above the letter
    .text =
        The page and the letter have titles of their own. The one nearest to the letter is shown.

        Give `title` in front matter if the other one is meant.
code-header-unread = A line above the letter was not understood
    .text =
        The line is no title, field, 文号 or date that dafu knows, and is shown above the letter as it is.

        Check whether it is a fact that should stand in front matter, or a rest of the web page that should be deleted.
code-document-number-damaged = A 文号 is damaged
    .text =
        A 文号 has the form 机关代字〔年〕序号. A bracket that is missing or of another form, a letter among the figures, an impossible year or a number 0 make it hard to find and to cite.

        Correct it in the document, or give `document_number` in front matter. Example: `舞建提字〔2021)19号` → `舞建提字〔2021〕19号`.
code-date-stripped = A date has lost its 年月日
    .text =
        Copying from some pages loses the characters 年, 月 and 日. Where only one date is possible it is taken.

        Write the date in full. Example: `202285` can only be 2022年8月5日.
code-date-unreadable = A date cannot be read
    .text =
        It is incomplete, does not exist or can be read in several ways; the date is shown as unknown rather than guessed.

        Write it like 2024年5月6日, or give it in front matter. Example: `2022115` may be 1月15日 or 11月5日.
code-dates-differ = Header and signature, or two signatures, name different dates
    .text =
        The header above the letter gives a 成文日期 that is not the date under the signature: the signature counts. Or a second office signs another day below the first: the first counts, and the second may be another letter.

        Find out which is right and correct the other, or give `issued` in front matter.
code-agency-from-header = The office is taken from the header
    .text =
        Nobody signs the letter; the office that the page names is shown.

        Give `agency` in front matter if that office only published the page.
code-sessions-differ = Different sessions are named
    .text =
        Title, opening and header do not name one 届次. The first that was read is shown.

        Correct the wrong place, or give `session` in front matter. Example: 十届五次 in the title, 十届四次 in the opening.
code-kind-uncertain = 提案 or 建议 is uncertain
    .text =
        Members of a 政协 are called 委员 and make 提案; deputies of a 人大 are called 代表 and make 建议. This letter mixes them.

        Correct the slip, or give `kind` in front matter.
code-line-healed = A line break inside a sentence was healed
    .text =
        A line ends in the middle of a sentence; it was joined with the next.

        Nothing needs to be done if the paragraph is right.
code-emphasis-leftover = Left-over ** is read as emphasis
    .text =
        The text was copied from Markdown. Pairs of ** are shown as bold.

        Delete them if the words should not be bold.
code-marker-damaged = A bracket of a numbering is missing
    .text =
        A heading like `一）` or `（一、` has lost a bracket. It is read as a heading of the second level.

        Add the bracket: `（一）`.
code-field-missing = Facts are missing
    .text =
        A reply should say of what kind it is, which office answers, to whom and when. What is not found is shown as unknown, and readers cannot filter by it.

        Give it in front matter or in the ledger, if it is known.
code-page-name = A page has no name that can be used
    .text =
        `page = "…"` in front matter is the address of a page of the site's own. It is made of a–z, 0–9 and -, each is used once, and 404 is taken; the text of `index` stands on the home page.

        Choose another name. Example: `page = "about"`.
code-id = An id has the wrong form
    .text =
        An id is part of a reply's address for ever: a–z, 0–9 and -, at most 80 characters, no name that Windows reserves.

        Write it as the hint suggests. Example: `id = "wugang-cppcc-10-5-110"`.
code-id-twice = Two replies have one id
    .text =
        Both would stand at the same address, and one would be lost.

        Give one of them another `id` in front matter, or rename its file if its id comes from there.
code-file-missing = A file that is shown or linked to is not there
    .text =
        A document shows an image, links to a file or names an attachment that is not below content/.

        Put the file there, or correct its path.
code-file-special = Something below content/ is no file
    .text =
        A device, a pipe or a socket never ends or cannot be read as a document.

        Remove it from content/.
code-file-unused = A file below content/ is not used
    .text =
        A build reads .txt and .md, the ledger, and files that documents show or link to. This one is none of them, so nothing of it is published.

        Word files, saved pages and PDFs become documents by dafu import. A ledger is called ledger.csv or ledger.xlsx, or is named under [ledger] in dafu.toml. What belongs to a reply is linked to from it, or stands under attachments in its front matter. All else is better kept elsewhere.
code-file-active = An attachment would run or fetch something
    .text =
        A portal hands on attachments under the office's own address. A web page, a script, a program, or a drawing (SVG, XML) with scripts or links to other hosts would act in its name in every reader's browser.

        Give it as a PDF or a picture. A page that was saved from a web site becomes a document by `dafu import`.
code-document-too-long = A document is longer than any reply
    .text =
        A reply has some thousand characters; a file of more than 100 MB is another kind of file under a name that ends in .txt or .md.

        Remove it, or give it as an attachment under its right name.
code-characters-unfit = Characters were left out that no page can carry
    .text =
        Control characters break feeds and data files, and characters that turn the order of writing round make readers see another text than the one that is searched and cited. They were left out of everything that is published.

        They come with text that was copied from elsewhere: compare the place with the original.
code-file-source = A link leads to what is kept and not published
    .text =
        Files that a document shows or links to are copied into the portal. The source of another document is none of them, for its reply may be withheld or masked; nor is the ledger, nor what is hidden. A link to another document leads to its page, which a withheld one has not.

        Take the link out, or give a file that is meant to be published.

## What `dafu check` finds besides: slips that a careful clerk would see

code-outcome-missing = 办理结果 is missing
    .text =
        The label stands there without a letter or with several of which not exactly one is ticked, or `[outcomes]` in dafu.toml says what this office's letters mean and the reply has none. It is shown as unknown, and nobody finds it by outcome.

        Write the letter after the label, or give `outcome` in front matter or the ledger. Example: `办理结果：` → `办理结果：B`.
code-field-contradicts = Header and letter contradict each other
    .text =
        A field of the header names another 案号, 文号 or 办理结果 than the letter below it. One of them belongs to another reply.

        Compare both places and correct the wrong one, or settle it in front matter.
code-proposal-differs = Title and opening name different proposals
    .text =
        The title of the reply names one proposal, or its number, and the sentence that says what was received another. Usually a letter was written over an older one.

        Find out which proposal is answered, and correct the other place. Example: 第110号 in the title, 第101号 in the opening.
code-numbering-jump = A number is left out
    .text =
        Headings go from 一、 to 三、, or begin with 二、, and no paragraph between them has the missing number. A paragraph may have been lost in copying.

        Compare with the original; add the paragraph or correct the number.
code-numbering-repeated = A number stands twice
    .text =
        Two headings in a row have the same number. Most often the second was copied and not renumbered.

        Correct the number, so that 第二部分 means one place.
code-date-future = A date is in the future
    .text =
        The reply is signed or published later than today. Forged dates fail a site's inspection, and lists show the reply first for ever.

        Correct the year or month. Example: 2052年5月6日 → 2025年5月6日.
code-date-order = Signed after it was published
    .text =
        The 成文日期 is later than the 发布日期. One of the two is wrong, or they were exchanged.

        Correct the wrong one in the document, or give both in front matter.
code-near-duplicate = Two replies have almost the same text
    .text =
        At least nine tenths of the words of two replies are the same. One answer to several members is common and right; a file that was saved twice, or a letter whose text was pasted from another, is not.

        Look at both. If it is one reply, delete one file; its readers need only one.
code-unbalanced-quote = A quotation mark has no partner
    .text =
        A quotation or 《title》 is opened and not closed in its paragraph, or closed and not opened.

        Add the missing mark, if the text may still be corrected. Readers who search for the phrase see where it begins and ends.
code-unbalanced-bracket = A bracket has no partner
    .text =
        A bracket is opened and not closed in its paragraph, or closed and not opened. List marks like `1）` are no slip.

        Add the missing bracket, if the text may still be corrected.
code-mojibake = Characters were damaged by a wrong encoding
    .text =
        锟斤拷, 烫烫烫, �, runs like å›½å®¶ or 鍏充簬, and characters of private fonts are what is left of a text that was opened in the wrong encoding. The original words cannot be read any more.

        Copy the passage from the original once more. A bullet of a private font is simply deleted.
code-markdown-leftover = Marks of a web page stand in the text
    .text =
        A single **, a line with # before it, &nbsp; or an HTML tag is shown to readers as it stands.

        Delete the marks, or save the document as .md if it is Markdown.
code-link-dead = A link leads nowhere
    .text =
        A link to `#…` names no anchor of its page, a link to this portal names no page of it, or a link leads to a document in content/ rather than to its page.

        Correct the address. Anchors are shown at each paragraph of the built page.
code-attachment-missing = An attachment is named and has no file
    .text =
        The letter says 附件, and no file is given for it, so that readers cannot open it. Looked for on request only: `dafu check --links`, or `attachment-missing = "warning"` below `[checks]`.

        Put the file below content/ and name it in front matter: `attachments = [{"{"} title = "…", file = "annex.pdf" {"}"}]`.
code-image-without-text = An image has no text
    .text =
        Who cannot see the image learns nothing of it: a screen reader passes over it, and search does not find it. WCAG 2.2 asks for a text (1.1.1).

        Say what the image shows, between the square brackets. Example: `![柱状图：2020年31处，2024年236处](chart.svg)`.

## Private numbers and addresses

code-private-mobile = A mobile number would be published
    .text =
        A citizen's mobile number in a published reply is a leak, and search engines copy it within hours. dafu finds it however it is spelled: with spaces, hyphens or line breaks, in full-width or Chinese digits. Office landlines, 400 numbers and hotlines pass.

        Remove it from the document, or write `privacy = "mask"` at the head of dafu.toml, before the first `[…]`: it is then shown as `138****1234` everywhere. If an office really wants it public, name it: `allow = ["13800138000"]` below `[privacy]`.
code-private-identity = An identity number would be published
    .text =
        A citizen's identity number names its holder for life. It is told by its region, date of birth and check digit (GB 11643); one that is called so and has a slip in its check digit counts too. 统一社会信用代码 are none.

        Remove it, or mask it with `privacy = "mask"`: only the first four digits, the city, stay. The last four are masked too, because with the region they leave no more than a few thousand birthdays to try.
code-private-bank-card = A bank card's number would be published
    .text =
        A number of 16 to 19 digits that begins like a card's and whose last digit is right (Luhn) is a card.

        Remove it, or mask it with `privacy = "mask"`: the last four digits stay. The account of an office or a project number that looks like a card by chance is named in `allow` below `[privacy]`.
code-private-email = A private e-mail address would be published
    .text =
        Every e-mail address is taken for somebody's own unless it is below gov.cn, because offices' addresses with public providers look like anybody's.

        Remove it, or mask it with `privacy = "mask"`. Where an office's address is with another provider, name it below `[privacy]`, or its whole domain: `allow = ["xinfang@163.com", "@example.com"]`.
code-private-address = A home address would be published
    .text =
        A stairwell with a room, a room in an estate, a house of a village's group, or whatever house the text says that somebody lives in. Streets, villages, buildings without a room, and offices' own addresses pass.

        Write only the street or the village, or mask it with `privacy = "mask"`: names stay, numbers become `*`.
code-private-plate = A licence plate would be published
    .text =
        A vehicle's plate leads to its holder.

        Remove it, or mask it with `privacy = "mask"`: province and letter stay. What only looks like a plate, such as a parcel's number, is named in `allow` below `[privacy]`.
code-private-name = A file's name or an id holds something private
    .text =
        Names of documents and attachments become addresses of the portal, and those cannot be masked without becoming others. So this is an error even with `privacy = "mask"`.

        Rename the file, or give the reply another `id` in front matter.
code-private-position = A picture says where it was taken
    .text =
        Telephones write the position into every photo (GPS in EXIF or XMP), and a photo taken at a petitioner's home leads there. dafu publishes files as they are and does not rewrite them.

        Remove the position and save the picture again. On Windows: Properties, Details, Remove Properties and Personal Information.
code-private-unread = An attachment could not be looked through for private numbers
    .text =
        Encrypted or damaged documents, scans without text, archives within archives and films hold what dafu cannot read.

        Look through it by hand before it is published, or publish it in a form that can be read.

## The ledger (台账) beside the documents

code-ledger = The ledger cannot be read
    .text =
        ledger.xlsx or ledger.csv is damaged, encrypted, too large or has no row with the names of columns; or both files are there, and dafu does not choose between them.

        Do what the message says: save it once more without a password, or keep one of the two. A ledger needs a column 案号, 文号 or 文件名.
code-ledger-access = 公开属性 of a row cannot be applied
    .text =
        The cell says neither that the reply is public nor that it is not, or a row that says 不公开 fits several documents. Publishing on a guess might leak it.

        Write 主动公开, 依申请公开 or 不予公开 (是 and 否 are read, too), and give the row its 文件名.
code-ledger-value = A cell of the ledger cannot be read
    .text =
        The value does not suit its column: an outcome that is no letter, a date that does not exist. It is passed over.

        Correct the cell that is named. Example: 办理结果 `满意` says what the member thinks; the outcome is A, B, C or D.
code-ledger-column = A column of the ledger is not used
    .text =
        dafu does not know what a column means, so nothing of it is shown.

        Map it in dafu.toml, `[ledger] columns = {"{"} agency = ["责任单位"] {"}"}`, or say that it may be passed over: `ignore = ["备注"]`.
code-ledger-differs = Ledger and document disagree
    .text =
        The ledger says one thing, the document another. Front matter wins over the ledger, the ledger over the text; of two 公开属性 in ledger and text the stricter holds.

        Compare both places, and correct the wrong one.
code-ledger-ambiguous = A row of the ledger fits several documents
    .text =
        More than one document has the 案号 or 文号 of the row, and dafu does not guess. The row is passed over.

        Give the row its 文件名, or 届次 and 类型 beside the 案号.
code-ledger-row-alone = A row of the ledger has no document
    .text =
        No document has the file name, 文号 or 案号 of the row: the reply is not published.

        Add the document, or correct the number. Example: a 案号 that was typed with one figure too many.
code-ledger-row-twice = Two rows of the ledger mean one document
    .text =
        The first row counts; the second is passed over.

        Delete one, or correct its number.
code-ledger-document-alone = A document has no row in the ledger
    .text =
        The ledger has rows for other replies and none for this one.

        Add a row, or check whether its numbers are right.
code-ledger-hidden = Something of the ledger is hidden
    .text =
        A hidden sheet is passed over; hidden rows are read like others. Who looks at the ledger does not see them.

        Show or delete them.

## `dafu import`: other formats → documents

code-import-unreadable = A file cannot be imported
    .text =
        The file is empty, cut off, damaged, or no document at all (a picture, an archive, a presentation). dafu looks at what is in a file and not at its name, so a file that is only named .docx is found out. The other files are imported all the same.

        Copy the file again from where it came, or open it in Word or WPS and save it as .docx, and import that.
code-import-encrypted = A file is locked by a password
    .text =
        Nothing can be read of a file that is locked, and dafu asks for no passwords.

        Open it with its password, take the password off (Word: 文件 → 信息 → 保护文档), save it, and import it again.
code-import-too-large = A file is larger or deeper than any reply
    .text =
        Files up to 200 MB are read. What a file unpacks to is counted while it is unpacked, so that a small file that is made to fill the memory (a zip bomb), XML that declares entities and pages of thousands of nested elements end here, and not in a crash.

        If it is a real letter, take large pictures out of it or compress them; if it came from outside, ask who sent it.
code-import-convert = A file of an old format must be converted first
    .text =
        Old Word files (.doc), WPS files, RTF and OpenDocument are read by way of LibreOffice, if that is installed on this machine; old Excel files (.xls) are not read.

        Open the file in Word or WPS, choose 文件 → 另存为 → Word 文档 (*.docx), and import that. To convert many at once, install LibreOffice, or name its program in the variable SOFFICE.
code-import-scanned = A PDF has no text
    .text =
        The pages of the PDF are pictures, as a scanner makes them. dafu does not read pictures: what such a reading gets wrong nobody would see.

        Turn it into text with a program for that (OCR; WPS: 图片转文字), check every word against the original, and import the text. Better: import the Word file that was printed.
code-import-name-taken = A document of that name is there already
    .text =
        Each file becomes a document of its own name. There is one of that name already: one that was written by hand, that was imported from another file, or that another file of this run became. dafu never writes over it, for it may be another reply.

        Give the file another name and import it again; or, if it is a newer copy of the same letter, delete the document first.
code-import-no-ledger = A table is no ledger
    .text =
        A table is taken for the office's ledger (台账) if one of its first rows has headings: 案号 (or 编号, 文号) and two more that dafu knows, like 承办单位, 办理结果, 提案人. This one has none.

        If it is a ledger, give its columns these names. If it belongs to a reply, put it beside that and link to it.
code-import-edited = A document was edited, and its file changed too
    .text =
        The document was edited after it was imported, and the file that it came from is another now. Which of the two is right only a person can say, so the document is left as it is, and the new text is written to `.import-newer/`, which no build reads.

        Take over by hand what is new, or delete the document and import again.
code-import-kept = A document was edited and is left as it is
    .text =
        The document was edited after it was imported, and its file is the same as then.

        There is nothing to do.
code-import-twin = Another file of the same name was imported
    .text =
        Often an office has one letter as a Word file, a web page and a PDF. Of files with the same name the one is imported that says most: Word before web page before text before PDF.

        If it is another reply, give it another name and import it.
code-import-id = The id that would suit is taken
    .text =
        The readable id of a reply is made of its body, session and case number (`cppcc-5-3-027`). Another document has it already: either the same reply was imported twice, or two offices replied to one case.

        If they are one reply, delete one of the two. Else give each an `id` of its own in front matter.
code-import-title = The title was taken from the file's name
    .text =
        No line of the text reads like a title, and the file's name does. It was written into the first line.

        See that it is the title of the letter as it was signed.
code-import-review = Every word is to be compared with the original
    .text =
        The file does not hold paragraphs but only where each letter stands (PDF), or some of its bytes are no characters. What was read of it is the best that can be done, and not certain.

        Compare every word with the original, then delete the lines 待核 from the document's front matter. If there is a Word file of it, import that instead.
code-import-page-empty = A page of a PDF gave no text
    .text =
        The page is empty, a picture, or its text could not be read, while other pages have text. What stands there is missing in the document.

        Look at the page, and write into the document what it says.
code-import-changes = The file has tracked changes
    .text =
        Word keeps what was inserted and deleted (修订). The document has the text as if all changes were accepted: insertions are in, deletions are out. What was deleted is named, because drafts often hold what must not become public.

        See that this is the text that was signed. In Word, 审阅 → 接受 (or 拒绝) settles it; save and import again.
code-import-hidden = Something hidden is left out
    .text =
        The file has text that its reader does not see (隐藏文字), or comments (批注). Neither is ever published.

        There is nothing to do unless it was meant to be read: then make it visible in Word and import again.
code-import-struck = Words are struck out
    .text =
        Words with a line through them (删除线) are kept, with the line. Some offices strike out what they mean to delete.

        If the words were meant to be gone, delete them from the document.
code-import-text-box = Words came from a text box
    .text =
        A text box (文本框) stands anywhere on the paper, so where its words belong in the text cannot be known. They are written after the paragraph to which Word fixed the box.

        See that they stand in the right place.
code-import-date-field = A date that renews itself is left out
    .text =
        The file has a date that Word sets to the present day whenever it is opened or printed. That is not the date on which the letter was signed, and a wrong date is worse than none.

        Write the date of the letter by hand, at its end or as `issued` in front matter.
code-import-field = A field of the file is damaged
    .text =
        Word writes page numbers, dates and links as fields, each with a beginning, a middle and an end. One of them has no end, so that what is its result and what is the letter's own text cannot be told apart in its paragraph. The paragraphs after it are whole.

        Compare the paragraph with the original.
code-import-object = An embedded object cannot be brought over
    .text =
        Charts, diagrams, embedded Excel sheets, videos and the like are drawn by the program that made them.

        Save a picture of each as PNG and show it with `![what it shows](file.png)`; put what can be downloaded beside the document and link to it.
code-import-picture = A picture cannot be brought over
    .text =
        The picture is in a format that browsers do not show (EMF, WMF, TIFF, BMP), is only linked to, or is missing.

        Save it from Word as PNG (另存为图片), put it beside the document and show it with `![what it shows](file.png)`.
code-import-picture-text = Pictures have no words
    .text =
        Who cannot see a picture hears the words in its brackets: `![柱状图：助餐点由31处增加到236处](image.png)`. Web accessibility rules ask for them, and search finds them.

        Write for each picture what it shows.
code-import-seal = The picture of a seal is left out
    .text =
        A picture that lies over the signature is most likely the office's seal (印章). A clear picture of a seal lets anyone forge papers, so it is not published.

        If it was no seal, save it from Word as PNG and show it with `![what it shows](file.png)`.
code-import-link = A link leads to no page on the web
    .text =
        The link leads to a file on somebody's computer or to a scheme that pages do not follow. Its words stay.

        Give the address that readers can open, or leave it.
code-import-remote = A file of the page was not brought along
    .text =
        Pictures and attachments are copied if they lie beside the saved page. dafu fetches nothing from the network, and a portal's pages show nothing from other hosts.

        Save the page once more in the browser as “网页，全部”, or save each file, put it beside the document and refer to it by its name.
code-import-heading = A bold line is taken for a heading
    .text =
        The text has no headings with numbers (一、), and a bold line stands alone. It is written as a heading.

        If it is none, delete the `##` before it.
code-import-table = A table is to be looked at
    .text =
        A table within a table, a picture in a cell of a merged table, or a table too long to be kept as it is was simplified.

        See that it can still be understood.
code-import-formula = Formulas became a row of signs
    .text =
        Formulas are written one sign after another, without fractions and roots.

        See that each can still be understood, or show a picture of it.
code-import-symbol = Signs of a symbol font are not known
    .text =
        Symbol fonts draw signs that have no code of their own. Those that are not known became □.

        Put the right sign in their place.
code-import-left-out = Something that is no part of the letter is left out
    .text =
        Headers, footers, tables of contents, places to fill in that nobody filled in, and files that are no documents are passed over.

        If one of them is part of the letter, write it into the document.
code-import-extension = A file is not what its name says
    .text =
        The file was read as what it is, whatever its name says.

        There is nothing to do; a right name spares others the question.
code-import-converted = A file was read by way of LibreOffice
    .text =
        The file is of an old format and was turned into .docx first. Numbers before headings are where that goes wrong most easily.

        Compare them with the original.
code-import-ledger = A ledger was copied
    .text =
        The table is the office's ledger (台账) and was copied to where the build looks for it.

        There is nothing to do. `dafu check` says which rows fit no document.

## Addresses that were published: lock file, aliases, redirects, corrections

code-address-gone = An address that was published would die
    .text =
        dafu.lock (or the portal that was compared) has an address that the next build would not have. Whoever linked to it, cited it or printed it would find nothing.

        If the reply has another id now, name the old one in its front matter: `aliases = ["old-id"]`. If it is no longer public, keep its document with `status = "withdrawn"`: a notice stands there then, without a word of the text. If an office was renamed, write it below `[renamed]` in dafu.toml. If nobody ever saw the address, remove its line from dafu.lock.

        A build says this as a warning; `dafu check --against` ends with exit code 1.
code-alias = An alias cannot be an address
    .text =
        `aliases` names earlier addresses of a reply or page: an old id (`"zjj-2021-3"`), or a path below the portal's root as another site had it (`"art/2021/3/5/art_123.html"`). At each of them a page leads on to the present one.

        An address with `?` cannot be a file, and only a page can lead on: .html, .htm, .shtml, or a folder with / at its end.
code-alias-taken = An alias is the address of something else
    .text =
        Two documents claim one address: one as its own or as an alias, the other as an alias. A page can lead to one place only.

        Take the alias out of one of the two files that are named.
code-anchor-gone = The link to a paragraph that was published would lead nowhere
    .text =
        A paragraph's link is made of its words. When its words change, the old link leads nowhere, unless the reply says what they were.

        If the text was corrected, add `[[revisions]]` with `date`, `reason` and, in `before`, the whole paragraph as it stood: the old link then leads to the correction, which shows both texts. For part of a paragraph give `after` too, what stands there now. If it was only a slip that nobody saw published, remove the anchor from the page's line in dafu.lock; a finding names its first characters.
code-revision-unplaced = A revision's passage is not found in the text
    .text =
        Without `after`, `before` is one or more whole paragraphs as they stood, and the paragraph of today that is like each of them is looked for. None is like this one, so the page shows the old passage alone.

        If it is part of a paragraph, add `after`: what stands there now, as much of it as stands in the text exactly once. If the paragraph was struck out, add `after = ""`. If it was added, write `before = ""` and the new paragraph in `after`.

## Why no setting changes how grave a code is

fixed-config = dafu does not know what to do without its settings
fixed-file-name = no address can carry the file
fixed-symbolic-link = the file is not read
fixed-file-source = what must stay private might be published
fixed-file-special = the file cannot be read
fixed-file-active = it would run in readers' browsers
fixed-document-too-long = the document is not read
fixed-page-name = the page cannot be written
fixed-id = the reply would have no address
fixed-id-twice = one of the two replies would be lost
fixed-encoding = characters would be lost in public
fixed-front-matter = nothing of the front matter counts, 公开属性 included
fixed-front-matter-open = nothing of the front matter counts, 公开属性 included
fixed-title-missing = a page needs a name
fixed-body-empty = there is nothing to publish
fixed-too-deep = the document is not read as it was meant
fixed-html-too-long = the piece is not shown
fixed-file-missing = the page would lead nowhere
fixed-ledger = nothing of the ledger counts, 公开属性 included
fixed-ledger-access = what must stay private might be published
fixed-private = a private number would become public; `privacy` in dafu.toml can mask it or allow it
