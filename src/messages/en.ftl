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
report-look = Look at it: { $command }   or open { $page }

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
doctor-theme-own = of the site's own
doctor-theme-none = not found
    .hint = `theme` in dafu.toml names a folder in themes/
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
code-front-matter-open = Front matter is not closed
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
code-dates-differ = Header and signature name different dates
    .text =
        The header above the letter gives a 成文日期 that is not the date under the signature. The signature counts.

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
        `page = "…"` in front matter is the address of a page of the site's own. It is made of a–z, 0–9 and -, each is used once, and index and 404 are taken.

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
        The label stands there without a letter, or `[outcomes]` in dafu.toml says what this office's letters mean and the reply has none. It is shown as unknown, and nobody finds it by outcome.

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

code-private-mobile = a mobile number would be published
    .text =
        A citizen's mobile number in a published reply is a leak, and search engines copy it within hours. dafu finds it however it is spelled: with spaces, hyphens or line breaks, in full-width or Chinese digits. Office landlines, 400 numbers and hotlines pass.

        Remove it from the document, or write `privacy = "mask"` in dafu.toml: it is then shown as `138****1234` everywhere. If an office really wants it public, name it: `allow = ["13800138000"]` below `[privacy]`.
code-private-identity = an identity number would be published
    .text =
        A citizen's identity number names its holder for life. It is told by its region, date of birth and check digit (GB 11643); one that is called so and has a slip in its check digit counts too. 统一社会信用代码 are none.

        Remove it, or mask it with `privacy = "mask"`: only the first four digits, the city, stay. The last four are masked too, because with the region they leave no more than a few thousand birthdays to try.
code-private-bank-card = a bank card's number would be published
    .text =
        A number of 16 to 19 digits that begins like a card's and whose last digit is right (Luhn) is a card.

        Remove it, or mask it with `privacy = "mask"`: the last four digits stay. The account of an office or a project number that looks like a card by chance is named in `allow` below `[privacy]`.
code-private-email = a private e-mail address would be published
    .text =
        Every e-mail address is taken for somebody's own unless it is below gov.cn, because offices' addresses with public providers look like anybody's.

        Remove it, or mask it with `privacy = "mask"`. Where an office's address is with another provider, name it below `[privacy]`, or its whole domain: `allow = ["xinfang@163.com", "@example.com"]`.
code-private-address = a home address would be published
    .text =
        A stairwell with a room, a room in an estate, a house of a village's group, or whatever house the text says that somebody lives in. Streets, villages, buildings without a room, and offices' own addresses pass.

        Write only the street or the village, or mask it with `privacy = "mask"`: names stay, numbers become `*`.
code-private-plate = a licence plate would be published
    .text =
        A vehicle's plate leads to its holder.

        Remove it, or mask it with `privacy = "mask"`: province and letter stay. What only looks like a plate, such as a parcel's number, is named in `allow` below `[privacy]`.
code-private-name = a file's name or an id holds something private
    .text =
        Names of documents and attachments become addresses of the portal, and those cannot be masked without becoming others. So this is an error even with `privacy = "mask"`.

        Rename the file, or give the reply another `id` in front matter.
code-private-position = a picture says where it was taken
    .text =
        Telephones write the position into every photo (GPS in EXIF or XMP), and a photo taken at a petitioner's home leads there. dafu publishes files as they are and does not rewrite them.

        Remove the position and save the picture again. On Windows: Properties, Details, Remove Properties and Personal Information.
code-private-unread = an attachment could not be looked through for private numbers
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

code-address-gone = an address that was published would die
    .text =
        dafu.lock (or the portal that was compared) has an address that the next build would not have. Whoever linked to it, cited it or printed it would find nothing.

        If the reply has another id now, name the old one in its front matter: `aliases = ["old-id"]`. If it is no longer public, keep its document with `status = "withdrawn"`: a notice stands there then, without a word of the text. If an office was renamed, write it below `[renamed]` in dafu.toml. If nobody ever saw the address, remove its line from dafu.lock.

        A build says this as a warning; `dafu check --against` ends with exit code 1.
code-alias = an alias cannot be an address
    .text =
        `aliases` names earlier addresses of a reply or page: an old id (`"zjj-2021-3"`), or a path below the portal's root as another site had it (`"art/2021/3/5/art_123.html"`). At each of them a page leads on to the present one.

        An address with `?` cannot be a file, and only a page can lead on: .html, .htm, .shtml, or a folder with / at its end.
code-alias-taken = an alias is the address of something else
    .text =
        Two documents claim one address: one as its own or as an alias, the other as an alias. A page can lead to one place only.

        Take the alias out of one of the two files that are named.
code-anchor-gone = the link to a paragraph that was published would lead nowhere
    .text =
        A paragraph's link is made of its words. When its words change, the old link leads nowhere, unless the reply says what they were.

        If the text was corrected, add `[[revisions]]` with `date`, `reason` and, in `before`, the whole paragraph as it stood: the old link then leads to the correction, which shows both texts. For part of a paragraph give `after` too, what stands there now. If it was only a slip that nobody saw published, remove the anchor from the page's line in dafu.lock; a finding names its first characters.
code-revision-unplaced = a revision's passage is not found in the text
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
