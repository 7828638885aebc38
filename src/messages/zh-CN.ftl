# dafu 在命令行里说的话（简体中文）。名称、属性和花括号里的值须与 en.ftl 完全一致，次序也相同。
#
# 译文要平实、准确，像细心的同事对经办人说话：请……；不用感叹号；用全角标点和“”引号；
# 产品用语与 README.zh.md、themes/default/i18n/zh-CN.toml 一致。


### 帮助

## 几条命令共用的话

-print-json = 输出 JSON
-quiet = 只说错误
-verbose = 逐条显示警告和提示，不只显示每类的前几条
-site-folder = 站点文件夹：含 dafu.toml、content/、themes/
-portal-folder = 网站生成到哪里 [默认：SITE/public]

## 帮助页的框架

help-usage = 用法：
help-usage-options = [选项]
help-usage-command = 命令
help-commands = 命令：
help-arguments = 参数：
help-options = 选项：
help-default = [默认：{ $value }]
help-possible = [可选：{ $values }]
help-possible-long = 可选：
help-help = 显示帮助
help-help-more = 显示帮助（--help 更详细）
help-help-less = 显示帮助（-h 只看概要）
help-version = 显示版本
help-help-command = 显示本帮助，或某条命令的帮助
help-help-command-of = 要看哪条命令的帮助

## dafu

help = 把政协提案、人大代表建议的答复做成人人可读的静态网站
    .after =
        例：
          dafu new mysite                新建一个站点
          dafu serve mysite              边写边看
          dafu check mysite              逐条列出有误和存疑之处
          dafu build mysite              生成网站，放在 mysite/public

        退出码：
          0  完成
          1  出错：什么都没有写入，或检查发现了错误
          2  用法不对
          3  检查只发现警告
help-lang = 命令行用哪种语言 [默认：系统的语言]

## dafu new

help-new = 新建一个站点：两篇示例答复和带注释的 dafu.toml
    .after =
        例：
          dafu new mysite
help-new-folder = 一个还不存在的文件夹，或空文件夹
help-new-quiet = { -quiet }

## dafu import

help-import = 把 Word 文件、另存的网页、文本、PDF 和台账导入站点
    .after =
        例：
          dafu import inbox                        整个文件夹：Word 文件、网页和台账
          dafu import 答复.docx --into content/2024
          dafu import inbox --json                 供其他程序读取
help-import-files = 要导入的文件，或装有这些文件的文件夹
help-import-into = 导入到哪里 [默认：当前文件夹里站点的 content/]
help-import-json = { -print-json }
help-import-verbose = 逐条显示问题、位置和改法，包括提示
help-import-quiet = { -quiet }

## dafu check

help-check = 说明站点里哪些有误、哪些存疑，不写入任何文件
    .after =
        例：
          dafu check                               检查当前文件夹里的站点
          dafu check mysite --verbose              逐条列出，包括提示
          dafu check --against dafu.lock           发布过的一样不能少
          dafu check --json --deny-warnings        供自动发布的脚本使用

        退出码：
          0  没有错误和警告（提示不算）
          1  有错误：这样无法生成
          2  用法不对
          3  只有警告

        `dafu explain CODE` 解释某一类问题；dafu.toml 的 [checks] 可以改变各类问题的轻重。
help-check-site = { -site-folder }
help-check-verbose = 逐条显示，不只显示每类的前几条
help-check-quiet = { -quiet }
help-check-links = 同时查找提到了却没有文件的附件
help-check-against = 同时核对发布过的内容是否都还在：给出网站文件夹，或 dafu.lock
help-check-deny-warnings = 有警告时，退出码也为 1
help-check-json = 输出一份 JSON：版本、各条问题、数目
help-check-sarif = 输出 SARIF 2.1.0 记录，供编辑器和代码平台读取
help-check-today = 以哪一天为今天，如 2026-11-25 [默认：今天，或 `SOURCE_DATE_EPOCH`]

## dafu build

help-build = 生成网站
    .after =
        例：
          dafu build                               当前文件夹里的站点，生成到 public/
          dafu build mysite --output /srv/www/replies
          dafu build --changed changed.txt         同时列出要上传的文件
          dafu build --archive                     同时打成一个 zip，可在 U 盘里阅读
help-build-site = { -site-folder }
help-build-output = { -portal-folder }
help-build-archive = 同时在旁边把网站打成一个 zip，可从磁盘或 U 盘阅读，也能检索
help-build-changed = 把要上传的文件记入 FILE：+ 新增，~ 有变，- 删除；上传完后请删掉 FILE
help-build-verbose = { -verbose }
help-build-quiet = { -quiet }
help-build-json = 输出 JSON：读了什么、写了什么，以及各条问题

## dafu serve

help-serve = 在本机预览网站，文件一改就重新生成
    .after =
        例：
          dafu serve mysite
          dafu serve --port 8080
help-serve-site = 站点文件夹
help-serve-output = { -portal-folder }
help-serve-port = 127.0.0.1 上的端口；0 表示任选一个空闲的
help-serve-verbose = { -verbose }
help-serve-quiet = { -quiet }

## dafu search

help-search = 检索上次生成的答复
    .long =
        检索上次生成的答复。

        各词都要有；"…" 一字不差；-词 不含；OR 有其一；委员: 单位: 年: 届次: 文号: 案号: 按办理信息查找。
    .after =
        例：
          dafu search 加装电梯
          dafu search '"加装电梯" -社区' --all
          dafu search 委员:王平 --filter year=2021-2023 --json
help-search-query = 要找什么。在命令行里请加引号：dafu search '"加装电梯" -噪音'
help-search-queries = 文件里每行一个检索（`-` 表示标准输入），每行答一行 JSON：篇数和依次的标识
help-search-site = 站点文件夹
help-search-filters = 只要这一项相符的答复：agency=住建局、kind=proposal、session=…、member=…、outcome=…、year=2021 或 year=2021-2023。可以重复；同一项的几个值有其一即可
help-search-by-date = 从新到旧
help-search-all = 全部结果，不止十条
help-search-json = { -print-json }
help-search-csv = 输出 CSV

## dafu inspect

help-inspect = 显示从一份文件里读出了什么、各读自哪里；打码和台账的补充与站点生成时一致
    .after =
        例：
          dafu inspect content/2024/a.txt
          dafu inspect content/2024/a.txt --json
help-inspect-file = 一份 .txt 或 .md 文件
help-inspect-json = { -print-json }

## dafu explain

help-explain = 解释某一类问题是什么意思、该怎么办；不写代码就列出全部
    .after =
        例：
          dafu explain                             全部代码
          dafu explain numbering-jump
help-explain-code = 检查结果里显示的代码，如 numbering-jump
help-explain-json = { -print-json }

## dafu config

help-config = 显示每一项设置的值，以及出自 dafu.toml 还是默认值
    .long =
        显示每一项设置的值，以及出自 dafu.toml 还是默认值。

        输出的内容本身就是一份 dafu.toml，与站点的含义相同。
    .after =
        例：
          dafu config                    当前文件夹里的站点
          dafu config mysite --json      供其他程序读取
help-config-site = { -site-folder }
help-config-json = { -print-json }

## dafu doctor

help-doctor = 查看本机和站点的情况，报告问题时请附上；不透露文件和设置的内容
    .after =
        例：
          dafu doctor
          dafu doctor mysite --json
help-doctor-site = { -site-folder }
help-doctor-output = 网站在哪里 [默认：SITE/public]
help-doctor-json = { -print-json }

## dafu schema

help-schema = 输出 dafu.toml 或前置数据的 JSON Schema，编辑器据此补全和检查
    .long =
        输出 dafu.toml 或前置数据的 JSON Schema，编辑器据此补全和检查。

        装有 Taplo 或 Even Better TOML 的编辑器认 dafu.toml 的第一行：`#:schema ./dafu.schema.json`。
    .after =
        例：
          dafu schema site > dafu.schema.json
          dafu schema reply > reply.schema.json
help-schema-of = 要哪一种
    .site = dafu.toml
    .reply = 文件开头的前置数据

## dafu completions

help-completions = 输出命令行补全所需的脚本
    .after =
        例：
          dafu completions bash > ~/.local/share/bash-completion/completions/dafu
          dafu completions zsh > ~/.zfunc/_dafu
          dafu completions fish > ~/.config/fish/completions/dafu.fish
          dafu completions powershell >> $PROFILE
help-completions-shell = 用于哪种 shell

## dafu man

help-man = 写出 man 手册：dafu 一页，每条命令一页
    .after =
        例：
          dafu man --output ~/.local/share/man/man1
          dafu man | man -l -
help-man-output = 写到哪个文件夹；不写则显示第一页


### 命令输出的话

## 各处显示问题时的话

report-severity-error = 错误
report-severity-warning = 警告
report-severity-advice = 提示
report-errors = 错误
report-warnings = 警告
report-advice = 提示
report-of-severity = { $severity }：{ $list }
report-help = 改法：
report-failure = 错误：{ $error }

## 命令行写得不对

misuse = { $open }错误：{ $close }{ $what }
misuse-hint = { $open }改法：{ $close }{ $what }
misuse-more = 加 `{ $option }` 可以看详细用法和例子
misuse-option = 没有 `{ $argument }` 这个选项
misuse-too-much = 多了 `{ $argument }`，这里用不着
misuse-command = 没有 `{ $command }` 这条命令
misuse-no-command = `{ $command }` 后面请写一条命令：
misuse-missing = 还缺：
misuse-twice = `{ $argument }` 只能写一次
misuse-conflict = `{ $argument }` 和 `{ $other }` 不能同时用
misuse-conflicts = `{ $argument }` 不能和下面这些同时用：
misuse-takes-none = `{ $argument }` 后面不带值，请去掉 `{ $value }`
misuse-no-value = `{ $argument }` 后面还缺一个值
misuse-value = `{ $argument }` 不能是 `{ $value }`
misuse-value-why = { $what }：{ $why }
misuse-port = 请写 0 到 65535 之间的整数
misuse-day = 请写一个日期，例如 2026-11-25
misuse-utf8 = 命令行里有不是 UTF-8 编码的文字
misuse-near = 是不是 { $names }？
misuse-as-value = 如果 `{ $value }` 不是选项，就是要写的内容，请写成 `{ $form }`
misuse-dashes = 请去掉 `{ $command }` 前面的 `--`

## dafu build

report-built = 读取 { $documents } 份文件，得到 { $replies } 篇答复，写出 { $files } 个文件（{ $size }）到 { $output }，用时 { $seconds } 秒
report-unchanged = { $unchanged } 个文件没有变化，{ $removed } 个已删除
report-archive = 压缩包：{ $path }（{ $size }；解压后 { $files } 个文件，{ $unpacked }）。请先解压，再打开 index.html
report-encoding = { $encoding } { $count } 份
report-encodings = 编码：{ $list }，其余为 UTF-8
report-lock-made = 新建了 { $file }：它记住这里发布过的 { $addresses } 个网址和各段的链接，请与内容一同保存（用 Git 的，请 git add { $file }）
report-withheld = { $count } 篇没有公开：公开属性为依申请公开或不予公开
report-withdrawn = { $count } 篇已撤回：原网址留有说明
report-access-assumed = { $count } 篇没有写明公开属性，按主动公开处理
report-ids-derived = { $count } 篇的标识由文件路径得来：文件改名，网址就会变（写明 `id` 即可固定）
report-no-sitemap = 没有 sitemap.xml：需要在 dafu.toml 里写 `base_url`
report-every-one = 要逐条列出、写明行号：dafu build --verbose
report-to-upload = 要上传的文件：{ $count } 个，见 { $file }
report-look = 查看网站：{ $command }   或打开 { $page }（从磁盘打开只能浏览，不能检索）

## dafu check

report-checked = { $documents } 份文件，{ $replies } 篇答复：{ $errors } 个错误，{ $warnings } 个警告，{ $advice } 条提示
report-checked-nothing = dafu.toml 读不出来，所以什么都没有检查
report-more-alike = 还有 { $count } 条同类的没有列出；要看全部：dafu check --verbose
report-what-it-means = 想知道是什么意思：dafu explain { $code }

## dafu import

report-import-no-site = 当前文件夹里没有站点：请到有 dafu.toml 的文件夹去，或用 `dafu new DIR` 新建一个，或用 --into DIR 指明导入到哪里
report-import-error = 错误：{ $message }
report-import-review = 待核：{ $message }
report-import-line = （第 { $line } 行）
report-import-written = 新增
report-import-updated = 更新
report-import-unchanged = 没有变化
report-import-kept = 保留原样
report-import-ledger = 台账
report-import-skipped = 略过
report-import-failed = 失败
report-import-count-written = 新增 { $count } 个
report-import-count-updated = 更新 { $count } 个
report-import-count-unchanged = 没有变化 { $count } 个
report-import-count-kept = 改过、保留原样 { $count } 个
report-import-count-ledger = 台账 { $count } 个
report-import-count-skipped = 略过 { $count } 个
report-import-count-failed = 失败 { $count } 个
report-imported = 共 { $files } 个文件：{ $counts }；其中 { $review } 个有待核之处
report-import-nothing = 没有可以导入的
report-import-verbose = 要逐条列出、写明位置，请加 --verbose；待核的内容也写在各份文件的开头。

## dafu inspect

report-inspect-encoding = 编码：{ $encoding }
report-inspect-row = [{ $ledger }，第 { $row } 行]
report-inspect-masked = （已打码）
report-inspect-outline = 结构：
report-inspect-left-out = 第 { $line } 行没有用到：{ $words }

## dafu explain

report-explain-head = { $code }：{ $title }
report-explain-fixed = { $severity }，dafu.toml 的 [checks] 不能改变：{ $why }
report-explain-on-request = { $severity }，只在要求时才查：由 dafu.toml 的 [checks] 或 dafu check 的选项要求
report-explain-unless = { $severity }，可由 dafu.toml 改变：[checks] { $code } = "off"
report-explain-unknown =
    没有 `{ $code }` 这个代码
    `dafu explain` 列出全部代码。
report-explain-near =
    没有 `{ $code }` 这个代码；是不是 `{ $near }`？
    `dafu explain` 列出全部代码。

## dafu config

report-config-default = 默认值
report-config-not-set = { $key } 没有设置

## dafu new

report-new-taken = { $folder }：这里已经有东西了；请换一个新的文件夹
report-new = 新站点在 { $folder }：
report-new-next = 请把答复（.txt 或 .md）放进 { $content }，然后运行：dafu serve { $folder }

## dafu search

report-search-index = { $error }；请重新运行 `dafu build`
report-search-filter-form = --filter { $filter }：请写成“名称=值”，例如 --filter year=2021-2023
report-search-filter-unknown = --filter { $name }=…：没有这一项；可用的有 { $names }、year
report-search-filter-year = --filter year={ $value }：请写一个年份，或起止两个年份：2021-2023
report-search-filter-value = --filter { $name }={ $value }：没有这样的答复
report-search-ignored = 没有看懂，未计入：{ $words }
report-search-absent = 没有答复含有“{ $word }”
report-search-partial = 没有答复含有全部的词。有 { $count } 篇含有其中一部分：
report-search-total = 原样包含的 { $literal } 篇，各词都有的 { $words } 篇
report-search-lacks = 缺：{ $words }
report-search-more = 还有 { $count } 篇；要看全部，请加 --all

## dafu serve

report-serve = 网站在 { $address }  （按 Ctrl-C 结束）
report-serve-watch = 无法监视文件的变化：{ $error }
report-serve-watch-folder = { $folder }：无法监视文件的变化：{ $error }
report-serve-start = 无法启动预览服务：{ $error }
report-serve-port =
    无法使用端口 { $port }：{ $error }
    请用 --port 换一个。
report-serve-failed = 生成失败
report-serve-failed-what = 上一次的网站原样保留。请改正下面指出的问题并保存，本页会自动刷新。

## dafu man

report-man = { $count } 页 man 手册在 { $folder }

## 进度条

progress-read = 读取
progress-index = 建索引
progress-render = 答复
progress-list = 列表
progress-search = 检索
progress-archive = 压缩
progress-import = 导入

## dafu doctor

doctor-site = 站点
doctor-site-none = 这个文件夹里没有站点
    .hint = 请指明站点文件夹：dafu doctor SITE
doctor-libreoffice = LibreOffice
doctor-libreoffice-none = 没有找到
    .hint = 只在导入 .doc、.wps、.rtf、.odt 时需要；请安装，或把这些文件另存为 .docx
doctor-libreoffice-found = 已安装
doctor-system = 系统
doctor-system-on = { $system }，{ $machine }
doctor-processors = 处理器
doctor-memory = 内存
doctor-memory-of = { $total } MB，可用 { $free } MB
doctor-memory-unknown = 未知
doctor-locale = 语言环境
doctor-locale-none = 没有设置
doctor-writing = 写入
    .hint = 生成时要写入站点文件夹；请取得写入的权限
doctor-possible = 可以
doctor-links = 硬链接
    .hint = 在这样的磁盘上，.dafu 里要另存一份网站，占用同样多的空间
doctor-case = 文件名大小写
doctor-case-ignored = 不区分
doctor-case-kept = 区分
doctor-free = 磁盘可用空间
    .hint = 生成时要在旁边再写一份网站；请腾出空间
doctor-theme = 主题
doctor-theme-hint = dafu.toml 里的 `theme` 应是 default、manual，或 themes/ 下一个文件夹的名称，其中的文件也要能读
doctor-documents = 文件
doctor-documents-hint = 请把答复放进 content/
doctor-documents-are = { $count } 份，文字共 { $size } KB；{ $encodings }
doctor-refused = 不能读取的文件
    .hint = dafu check 会说明是哪些、为什么
doctor-settings = 设置
    .hint = dafu check 会指出是哪一行、该怎么写
doctor-settings-default = 全是默认值
doctor-lock-remembers = 记住了 { $count } 个网址
doctor-lock-hint = 请换回上一份完好的
doctor-none-yet = 还没有
doctor-index = 索引
doctor-index-of = { $count } 篇答复
doctor-index-broken = 读不出来
    .hint = 下次生成时会重做
doctor-portal = 网站
doctor-portal-there = 已生成
doctor-portal-foreign = 这个文件夹不是 dafu 生成的
    .hint = 生成时不会覆盖它；请把它移走，或用 --output 指定别的文件夹


### 外界的问题：磁盘、设置、主题

## 系统的说法

system-not-found = 没有这个文件或文件夹
system-permission-denied = 没有权限
system-already-exists = 已经存在
system-address-in-use = 已被占用
system-storage-full = 磁盘已满
system-read-only = 磁盘只读
system-is-a-directory = 这是文件夹
system-not-a-directory = 这不是文件夹
system-invalid-data = 内容不合格式
system-invalid-filename = 名称不能用

## 使命令中止的错误

error-changed-inside = { $file }：生成时会替换整个输出文件夹；请换一个在它之外的文件
error-io = { $path }：无法{ $action }：{ $source }
error-config = 设置读不出来
error-template =
    写出 { $page } 时模板出错（以下是模板引擎的原文）：
    { $message }
error-index = { $path }：检索的索引：{ $message }
error-bundle = 检索数据与索引的结果不一致，所以什么都没有发布：{ $what }
error-last-bundle =
    上次生成的检索数据已损坏：{ $what }。
    请重新生成：全部会重做。
error-leak =
    { $file } 里仍有已打码的内容（{ $shown }），所以什么都没有发布。
    它出自主题、脚本、附件，或程序没有认出来的写法：请在那里删掉，或写进 dafu.toml 里 [privacy] 的 `allow`
error-leak-said =
    { $file } 里仍有别处已打码的内容（{ $shown }），所以什么都没有发布。它写在这里，程序没有认作隐私：
    { $places }
    如果那里也是隐私，请直接在文件里打码；如果根本不是隐私，请写进 dafu.toml 里 [privacy] 的 `allow`
error-documents = 文件里有 { $count } 个错误：什么都没有写入，上一次的网站原样保留
error-busy =
    另一个 dafu 正在生成这个站点（{ $path }）。
    请等它完成后再试；网站原样保留。
error-busy-process =
    另一个 dafu（进程 { $process }）正在生成这个站点（{ $path }）。
    请等它完成后再试；网站原样保留。
error-theme-name = theme = “{ $name }”：主题要写 themes/ 里的文件夹名
error-theme-none = theme = “{ $name }”：没有 { $folder } 这个文件夹，程序自带的主题里也没有这个名称：default、manual
error-theme-encoding = { $path }：模板必须是 UTF-8
error-theme-word = { $file }：界面文字里没有“{ $word }”，模板也没有用到
error-theme-word-near = { $file }：界面文字里没有“{ $word }”，模板也没有用到。是不是“{ $nearest }”？
error-theme-list = 主题：{ $error }
error-archive-foreign =
    { $path }：这个文件不是 dafu 写的，而压缩包要占它的位置。
    请把它移走，或用 --output 换一个文件夹。
error-archive-script = search/{ $name } 无法并入压缩包的脚本：{ $what }
error-archive-script-circle = 它经由 { $modules } 又引用了自己
error-archive-script-module = 没有这个模块
error-archive-script-export = 它引用了 { $theirs }，而 { $from } 没有提供
error-archive-script-line = 看不懂 `{ $line }`
error-archive-search = themes/{ $theme }/templates/search.html：设有 `packs` 时，网页必须载入 <script { $loads } defer></script>，并像默认主题那样带有 `packs`；否则压缩包里无法检索
error-changed-line =
    { $file }:{ $number }：这不是变更清单里的一行：“{ $line }”。
    请用 --changed 换一个文件；如果其中的文件都已上传，也可以删掉它。什么都没有生成。
error-import-manifest =
    { $file }：已损坏（{ $error }），无法知道哪些文件改过。
    请换回旧的一份，或删掉它：已有的文件就都保留不动。
error-import-manifest-version = { $file }：它是另一个版本的 dafu 写的
error-index-none = { $site }：这里还没有索引：请先运行 `dafu build`
error-index-again = { $error }；请重新运行 `dafu build`
error-index-part = 索引不完整；请重新运行 `dafu build`
error-lock-text = { $file }：这不是文本。请换回上一份完好的；它没有被改动
error-lock = { $name }:{ $line }：{ $why }。请换回上一份完好的，或改正这一行；什么都没有改动
error-lock-version = 它是另一个版本的 dafu 写的：开头是“{ $first }”，而这一版读的是“{ $magic }{ $version }”
error-lock-begin = 它的第一行应是“{ $magic }{ $version }”
error-lock-address = 这不是网址（是不是合并没有做完？）
error-lock-anchors = 网址后面的不是段落链接
error-lock-number = 这一行的最后一部分不是数字
error-lock-portal = { $path }：这既不是 dafu 生成的网站（没有 .dafu-portal），也不是 dafu.lock
error-output = { $path }：不能作为输出文件夹
error-output-link = { $path }：输出应是文件夹，不能是链接或文件
error-output-foreign =
    { $path }：这个文件夹里有不是 dafu 写的文件，生成时会被删掉。
    请用 --output 换一个文件夹，或清空这一个。
error-copied-changes =
    { $path }：复制时这个文件在变动，所以什么都没有写入。
    请等它写完后重新生成。
error-address-twice = 两个页面要用同一个网址：{ $other } 和 { $path }（有些系统不区分大小写）
error-address = “{ $path }”不能成为网址：{ $why }
error-address-relative = 它应是相对的
error-address-parts = 它有空的部分，或指向别处
error-address-long = 它有一部分超过 200 字节
error-address-character = 它有 Windows 文件名不能用的字符
error-address-end = 它有一部分以点或空格结尾，Windows 会去掉
error-address-reserved = Windows 把这个名称留给了设备
error-too-much-to-mask = 要打码的太多：{ $error }
error-leak-archive = 压缩包
error-leak-index = .dafu 里的索引
error-document-changed =
    content/{ $path }：生成期间这份文件变了，所以什么都没有写入。
    请重新生成。
error-no-folder = { $site }：没有这个文件夹
error-no-site =
    { $site }：这里不是站点：没有 dafu.toml，也没有 content 文件夹。
    请走到站点的文件夹里，或写明它；还没有站点的，用 `dafu new DIR` 新建。
error-no-site-but =
    { $site }：这里不是站点：没有 dafu.toml，也没有 content 文件夹。
    { $other } 是：{ $command }
error-no-site-several =
    { $site }：这里不是站点：没有 dafu.toml，也没有 content 文件夹。
    这些是：{ $folders }。例如：{ $command }
error-inspect-word = { $file }：这是 Word 文件，请先 dafu import，再看导入得到的文件
error-inspect-pdf = { $file }：这是 PDF 文件，请先 dafu import，再看导入得到的文件
error-inspect-web = { $file }：这是网页文件，请先 dafu import，再看导入得到的文件
error-inspect-table = { $file }：这是表格。台账不是答复：请对一篇答复用 dafu inspect，会写明哪些是台账补上的
error-inspect-other = { $file }：这不是文本文件；dafu inspect 读 .txt 和 .md
error-no-content =
    { $site }：这里没有 content 文件夹。
    请把答复放进 { $content }，或用 `dafu new DIR` 新建一个站点。
error-link-loop = 链接绕成了圈
error-file-changes =
    { $path }：读取时这个文件在变动，所以什么都没有写入。
    请等它写完后重新生成。

## 对文件做不成的事：接在“无法”后面

action-copy = 复制
action-create = 新建
action-create-a-file-in = 在其中新建文件
action-create-a-folder-in = 在其中新建文件夹
action-create-dafu-lock-in = 在其中新建 dafu.lock
action-find = 找到
action-list = 列出
action-put-a-new-folder-in-place-at = 换上新的文件夹
action-put-in-place = 换上新的文件
action-put-the-archive-in-place-at = 换上压缩包
action-read = 读取
action-remove = 删除
action-replace = 替换
action-restore = 恢复
action-serve = 预览
action-write = 写入

## 读取设置时解析程序的说法

parser-unknown-field = 没有 `{ $field }` 这一项
parser-unknown-value = 不能写 `{ $value }`
parser-wrong-type = 写的是 { $found }，应为 { $wanted }
parser-kind-text = 文字
parser-kind-number = 整数
parser-kind-boolean = true 或 false
parser-kind-list = 列表
parser-kind-table = 表
parser-missing-field = 缺少 `{ $field }` 这一项
parser-twice = `{ $field }` 写了两次
parser-other = 写法不对：{ $message }

## 不合 TOML 写法的设置和前置数据

toml-date = { $value } 不是日期的写法
    .hint = 年写四位，月和日写两位，中间用短横：`{ $key } = { $date }`
toml-unquoted = 文字没有加引号
    .hint = 请加英文引号：`{ $key } = "…"`
toml-quotes = 这里用了中文引号
    .hint = 文字的两头要用英文的直引号 "，如 `title = "…"`；请把输入法切换到英文再输入
toml-open = 文字没有结束：后一个引号漏了
    .hint = 文字的两头都要有英文引号 "，写在一行里
toml-within = 引号里面又有英文引号
    .hint = 里面的请改用中文引号“…”，或在它前面加反斜线：\"
toml-twice = 第 { $line } 行已经有 `{ $key }`
    .hint = 只留一处；属于同一个 [ ] 的都写在它下面
toml-twice-privacy = 只留一处：已经有 [privacy] 的，请在它下面写 `mode = "mask"`，不要再写 `privacy = "mask"`
toml-equals = 名称和值之间没有等号
    .hint = 请写英文的 =，如 `title = "…"`，不要写 ＝、：或 :
toml-backslash = 引号里的反斜线 \ 有特别的意思，不能这样用
    .hint = 请改写成 /，或者把文字放在单引号里：'C:\网站'
toml-name = 名称没有加引号
    .hint = 中文的名称和 * 都要加英文引号，如 `"养老" = …`、`[outcomes."某某局"]`
toml-nothing = `{ $key }` 的等号后面什么也没有
    .hint = 请写上值：`{ $key } = "…"`，或删去这一行

## 读不出来的设置和前置数据

config-encoding = dafu.toml 的编码是 { $encoding }，不是 UTF-8
    .hint = 请用记事本打开，选“另存为”，编码选 UTF-8，再保存
config-damaged = dafu.toml 里有不是 UTF-8 的字节
config-hidden = 这个文件没有读：它的名称是 dafu.toml.txt，而这里没有 dafu.toml
    .hint = 请改名为 dafu.toml。Windows 不显示扩展名：在资源管理器里打开“查看 → 文件扩展名”就能看到
config-offline = offline = { $value }：应是 true、false 或 "remove"
config-access = 公开属性只能写主动公开、依申请公开或不予公开，不能写“{ $text }”
config-session = sessions：“{ $key }”不是届次；政协五届三次写成 cppcc-5-3，人大八届二次写成 npc-8-2
config-session-day = sessions.{ $key }：请写一个日期，如 2024-01-15
config-page-size = page_size 是 { $size }，应在 10 到 500 之间
config-base-url = base_url“{ $url }”要以 http:// 或 https:// 开头，以 / 结尾
    .hint = 请写完整的网址，如 "https://www.example.gov.cn/replies/"
config-search-word = search.words 里的“{ $word }”应是 2 到 12 个汉字
    .hint = 含有其他字符的短语，按其中的词就能查到，不必写在这里
config-topics = topics：主题和它的词不能是空的
    .hint = 例如 `"养老" = ["养老", "老年"]`
config-renamed = renamed：从“{ $old }”出发，又绕回到已有的名称
    .hint = 每个旧名称只写一次，后面写它改成的名称
config-misplaced = `{ $key }` 写在了 [{ $table }] 下面，而它是整个网站的设置
    .hint = 请把这一行移到 dafu.toml 开头、第一个 [ ] 之前：写在 [ ] 下面的都归那个 [ ]
config-misplaced-there = 第 { $line } 行已经有 `{ $key }`：请改那一行，删去这一行
config-misplaced-privacy = 第 { $line } 行已经有 [privacy]：请在它下面写 `mode = "mask"`，删去这一行
config-outcome = [{ $table }] 里的 `{ $letter }` 不是办理结果
    .hint = 办理结果只有 A、B、C、D 四个字母，如 `A = "…"`；整个网站的设置要写在 dafu.toml 开头、第一个 [ ] 之前
config-checks = checks：没有 `{ $code }` 这个代码：{ $hint }
config-checks-near = 是不是 `{ $near }`？`dafu explain` 列出全部
config-checks-all = `dafu explain` 列出全部
config-checks-fixed = checks：`{ $code }` 总是错误，不能改变：{ $why }
config-ledger-near = ledger.columns：没有 `{ $key }` 这一项：是不是 `{ $near }`？已知的有：{ $all }
config-ledger = ledger.columns：没有 `{ $key }` 这一项。已知的有：{ $all }
config-privacy = privacy = { $value }：应是 "block" 或 "mask"；确需公开的，写在 [privacy] 的 `allow` 里
config-privacy-list = privacy.allow 应是一列文字
config-privacy-quotes = privacy.allow：{ $entry } 没有加引号；请写成文字："{ $entry }"
config-privacy-value = privacy.allow：“{ $text }”不是号码、邮箱、域名、车牌或地址；请写完整的值
known-keys-near = 是不是 `{ $near }`？可用的有：{ $all }
known-values-near = 是不是 `{ $near }`？可以写的有：{ $all }
known-values = 可以写的有：{ $all }
known-keys = 可用的有：{ $all }
front-matter-session = “{ $text }”不是届次，应如十届五次或 10-5
front-matter-session-parts = 届次要有 `congress` 和 `meeting`，都不小于 1
front-matter-session-expected = 届次："十届五次" 或 {"{"} congress = 10, meeting = 5 {"}"}
front-matter-text = 这里应是文字或日期
front-matter-text-expected = 文字或日期
front-matter-kind = “{ $text }”不是类型，应为 proposal（提案）、suggestion（建议）或 opinion（协办意见）
front-matter-outcome = 办理结果只能写 A 到 D 的一个字母，不能写“{ $text }”
front-matter-access = 公开属性只能写主动公开、依申请公开或不予公开，不能写“{ $text }”
front-matter-status = status 只能写 published 或 withdrawn，不能写“{ $text }”
front-matter-date = “{ $text }”不是存在的日期，应如 2024-05-06
front-matter-published = “{ $text }”不是存在的日期，应如 2024-05-06 或 2024-05-06 09:30


### 文件里发现的问题：是什么，以及 `.hint` 怎么改

## content/ 里的文件

file-special = 这不是可以读取的文件
    .hint = 请移走：设备、管道或套接字不是文件
file-unused = 没有文件提到它：不会公开
    .hint = 请在文件里写上它的链接，或把它移出 content/
file-unused-import = 没有读它：dafu 只读 .txt 和 .md
    .hint = 请把它变成文件：dafu import content/{ $path }；是附件就在文件里写上链接，不用就移出 content/
ledger-unnamed = 这像是台账，却没有用到：它写的内容（公开属性也在内）都不算数
    .hint = 请改名为 ledger.csv 或 ledger.xlsx，或在 dafu.toml 的 [ledger] 里写 file = "{ $path }"；不是台账就移出 content/
symbolic-link = 这是符号链接，没有读取它指向的文件
    .hint = 请把文件本身放在这里，或删掉链接
file-name-characters = 这个文件名里有网址不能用的字符
    .hint = 请给文件改名
file-name-case = 这个名称与 content/{ $other } 只差大小写
    .hint = 请给其中一个改名：在 Windows 上它们是同一个文件
file-name-address =
    .hint = 请给文件改名
document-too-long = 这份文件有 { $size } 字节，最多只读 { $most } 字节
    .hint = 一篇答复只有几千字：是不是别的文件误用了这个名称？
file-missing = 显示或链接了 content/{ $path }，但没有这个文件
    .hint = 请把文件放进去，或改正路径
file-active = content/{ $path } 不能照原样发布：{ $why }
    .hint = 请改为 PDF 或图片；从网站另存的网页，可用 `dafu import` 做成文件
active-by-name = 浏览器或电脑会运行 .{ $ending } 文件
active-xml = XML 的格式不对（{ $error }）
active-entities = 它的 DOCTYPE 声明了实体
active-style-sheet = 它用 <?xml-stylesheet?> 引用了样式表
active-instruction = 它的处理指令 <?…?> 里有元素
active-declaration = 它的声明 <?xml …?> 里有元素
active-xml-bracket = XML 的格式不对（标签里有 <）
active-style = 它的 <style> 会向外请求
active-xml-name = XML 的格式不对（名称里有不能用的字符）
active-element = 它有元素 <{ $name }>
active-attribute = <{ $name }> 有一个属性读不出来
active-value = <{ $name }> 的 { $key }=… 读不出来
active-handler = 它有事件处理 { $key }=…
active-elsewhere = <{ $name }> 的 { $key }=“{ $value }”指向别处
active-changes = <{ $name }> 会改变 { $value }
active-fetches = <{ $name }> 的 { $key }=… 会向外请求
active-too-long = 它太长，无法检查
encoding = 文件没有统一用 { $encoding }：有些字节不成字
    .hint = 请用当初写它的程序打开，另存为 UTF-8
characters-unfit = 这里及以下去掉了 { $count } 个字符：控制字符，或颠倒书写方向的字符
    .hint = 它们往往是从别处复制时带来的：请与原件核对这一处
file-source = content/{ $path } 不公开，没有可以链接的网页
    .hint = 请删掉这个链接，或看看那份文件的问题
file-source-is = content/{ $path } { $what }
file-source-document = 是另一份文件：可以链接，不能显示或作为附件
    .hint = 请在正文里写链接 [文字](它的路径)，就通到它的网页
file-source-ledger = 是台账，台账绝不发布
    .hint = 请删掉这个链接
file-source-hidden = 是隐藏文件，或在隐藏文件夹里
    .hint = 如果要发布，请改名

## 标识、单独页面和链接

page-name = page = “{ $name }”：单独页面要有自己的名称，只用 a–z、0–9 和 -
id = id = “{ $id }”：标识只能用 a–z、0–9 和 -，最多 80 个字符，不能用 Windows 保留的名称
    .hint = 例如 `id = "{ $suggestion }"`
id-twice = 标识“{ $id }”也是 content/{ $other } 的标识
    .hint = 请在其中一篇的前置数据里另写一个 `id`，或给文件改名
alias = aliases：“{ $alias }”不能成为网址：{ $why }
    .hint = 请写旧标识，或旧网站上相对于网站根目录的路径："art/2021/3/5/art_123.html"
alias-id = 标识只能用 a–z、0–9 和 -
alias-page = 只有网页（.html、.htm、.shtml，或以 / 结尾的文件夹）能转向
alias-taken = aliases：{ $from } 也是{ $owner }的网址
    .hint = 一个网址只通到一处：请从两处之一去掉这个旧网址
page-of-portal = 网站的一个页面
link-dead = “{ $target }”已失效：{ $why }
    .hint = 请改正网址；生成的网页里，每段都标有自己的链接
link-dead-anchor = 那一页没有这一处
link-dead-reply = 没有这篇答复
link-dead-page = 没有这个页面
link-dead-moved = “{ $path }”不是那篇答复现在的网址，现在是 { $now }
near-duplicate = 有 { $share }% 的文字与 content/{ $path } 相同
    .hint = 同一答复分送几位提出人的，没有错；否则请看看是不是把正文贴错了文件
near-duplicate-twice = 有 { $share }% 的文字与 content/{ $path } 相同，案号和提出人也相同
    .hint = 看来是同一篇存了两遍：请删掉一个

## 读取文件

front-matter = 前置数据：{ $message }
front-matter-unread = 读不出来
front-matter-unopened = 前置数据没有开头的 +++ 一行，写的内容都不算数
    .hint = 在它上面加一行，只写 +++
front-matter-open = 前置数据没有结尾的 +++ 一行
    .hint = 请在后面加一行 +++
front-matter-differs = 这里的{ $field }是“{ $front }”，而{ $whence }是“{ $text }”；以前置数据为准
front-matter-differs-line = 第 { $line } 行
front-matter-differs-document = 文件里
too-deep = 引用里还有引用，嵌套太深，无法读取
html-too-long = 这段 HTML 太长，无法清理
    .hint = 请改用 Markdown 书写
html-cleaned = HTML 片段经过清理
link-unsafe = 以“{ $scheme }:”开头的链接只显示为文字
link-outside = “{ $raw }”指到 content 文件夹之外，只显示为文字
link-outside-attachment = 附件“{ $file }”指到 content 文件夹之外
image-external = 图片“{ $raw }”在别的主机上，只显示为链接
    .hint = 请把图片放在文件旁边，用文件名引用它
title-missing = 这份文件没有找到标题
    .hint = 请写在第一行，或在前置数据里写明 `title`
body-empty = 这份文件没有正文
    .hint = 答复的正文写在标题下面
field-missing = 文件里没有找到：{ $fields }；显示为未载明
    .hint = 如果知道，请写在前置数据里
title-split = 标题分成 { $lines } 行，已接成一行
title-truncated = 来源处的标题不完整
    .hint = 请在前置数据里写明完整的 `title`
title-repeated = 标题在这里又出现一次，只显示一次
title-differs = 这里另有一个标题，是网页上的；显示的是离正文最近的一个
header-unread = 没有看懂：“{ $text }”；照原样显示在正文之上
document-number-damaged = 文号“{ $value }”不是“机关代字〔年〕序号”的写法
    .hint = 请在文件里改正，或在前置数据里写明 `document_number`
date-stripped = “{ $value }”缺了年、月、日三个字；只能是 { $date }
    .hint = 请写出完整的日期，或在前置数据里写明 `issued`
date-unreadable = “{ $date }”不能确定是哪一天
    .hint = 请写成 2024年5月6日 这样，或在前置数据里写明 `issued`；在此之前日期显示为未载明
date-unreadable-published =
    .hint = 请写成 2024-05-06 这样，或在前置数据里写明 `published`
dates-differ = 这里的落款是 { $date }，文首却是 { $before }；以落款为准
dates-differ-again = 这里的落款是 { $date }，前面的落款却是 { $before }；以前面的为准
agency-from-header = 没有署名；网站显示文首写的单位
proposal-differs-number = 正文答复的是第 { $other } 号，标题写的是第 { $one } 号
    .hint = 请查明答复的是哪一件，改正另一处
proposal-differs-name = 正文答复的是“{ $name }”，{ $place }写的是“{ $other }”
    .hint = 请查明答复的是哪一件，改正另一处
proposal-differs-title = 标题
proposal-differs-header = 文首
field-contradicts = 这里的{ $field }是“{ $now }”，{ $whence }却是“{ $before }”
    .hint = 请改正有误的一处，或在前置数据里写明 `{ $field }`
field-contradicts-elsewhere = 别处
field-contradicts-line = 第 { $line } 行
sessions-differ = 这里是{ $congress }届{ $meeting }次，文件别处是{ $other_congress }届{ $other_meeting }次
kind-uncertain = 称谓与标题、开头不一致：一处是委员，另一处是代表
line-healed = 句子中间的断行已经接上
emphasis-leftover = 残留的 ** 按加粗显示
marker-damaged = 这个序号缺了半个括号
revision-unplaced-after = { $date } 的更正：`after`（“{ $after }”）在正文里不是恰好出现一次
    .hint = 请在 `after` 里写明现在的文字，写到在正文里只出现一次为止；`before` 里写同一处原来的文字
revision-unplaced-before = { $date } 的更正：正文里没有与 `before`（“{ $before }”）相像的段落
    .hint = 没有写 `after` 时，`before` 是一段或几段完整的文字；如果只是一段中的几个字，请加上 `after`，写明现在的文字；如果整段删去，请写 `after = ""`

## 细心的经办人会看出的疏漏

attachment-missing = 附件“{ $title }”没有文件
    .hint = 请在前置数据里写明文件：attachments = [{"{"} title = "…", file = "…" {"}"}]
date-future = { $field }是 { $date }，还没有到（今天是 { $today }）
    .hint = 请改正年份或月份
date-order = 成文日期 { $issued } 晚于发布日期 { $published }
    .hint = 两个日期有一个不对，或者写颠倒了
document-number-faulty = 文号“{ $number }”残缺：{ $fault }
    .hint = 请按“机关代字〔年〕序号”的写法：舞建提字〔2021〕19号
document-number-brackets-differ = 前括号是 { $open }，后括号是 { $close }
document-number-year = { $year } 不可能是它的年份
document-number-zero = 序号是 { $number }
document-number-brackets = 年份两边缺括号
document-number-bracket-before = 年份前面缺括号
document-number-bracket-behind = 年份后面缺括号
document-number-letters = 数字里夹有字母
document-number-of-year = 不可能是那一年的
outcome-missing = “{ $label }”后面没有字母
    .hint = 请在后面写 A、B、C 或 D：{ $label }：B
outcome-unticked = “{ $label }”后面列了字母，但没有勾选或不止勾选了一个：“{ $value }”
outcome-missing-defined = 没有写办理结果，而 dafu.toml 说明了各字母的含义
    .hint = 请在前置数据里写明 `outcome`，或写“办理结果：B”，或在台账里填写
image-without-text = 图片没有文字说明
    .hint = 请在方括号里写明图片的内容：![柱状图：…](chart.svg)
unbalanced-odd = 这一段的 " 是单数
unbalanced-opened = 这里的 { $mark } 没有配对的另一半
unbalanced-closed = 这里的 { $mark } 前面没有配对的另一半
unbalanced-hint-partner = 请补上 { $partner }，或删掉 { $mark }
unbalanced-hint = 请补上缺的 { $mark }
mojibake-private = U+{ $code } 是专用字体的字符：读者看到的是空框
    .hint = 请删掉它，或写上它所代表的字
mojibake = “{ $text }”是编码弄错后留下的乱码
    .hint = 请从原件重新复制这一段
markdown-leftover-emphasis = 残留了单个的 **
    .hint = 请删掉它
markdown-leftover-heading = 文本文件里残留了标题的 #
    .hint = 请删掉它，或把文件存为 .md
markdown-leftover-entity = { $mark } 会原样显示给读者
    .hint = 请写它所代表的字符
markdown-leftover-tag = HTML 标签会原样显示给读者
    .hint = 请删掉它，或把文件存为 .md
markdown-leftover-mark = { $mark } 会原样显示给读者
markdown-leftover-mark-emphasis =
    .hint = 请删掉它，或补上另一半
markdown-leftover-mark-space =
    .hint = 请写一个空格
numbering-repeated = { $marker } 在这里和第 { $line } 行都有
    .hint = 是不是应为 { $number }？
numbering-jump = “{ $before }”之后是“{ $marker }”，缺“{ $missing }”
    .hint = 请与原件核对：补上丢失的段落，或改正序号
numbering-jump-begin = 序号从“{ $marker }”开始，缺“{ $missing }”
numbering-jump-back = “{ $before }”之后又是“{ $marker }”
    .hint = 是不是应为 { $number }？

## 隐私号码

private = { $kind }会被公开：{ $shown }
private-hint = 请删掉它，或由 dafu 打码：在 dafu.toml 开头、第一个 [ ] 之前写 `privacy = "mask"`；如果确需公开，请写进 [privacy] 的 `allow`
private-masked = { $kind }已打码：{ $shown }
    .hint = 凡公开之处都已打码；文件本身仍保留原文
private-from-ledger = { $message }（出自台账或文件）
private-name = { $what }里有{ $kind }：{ $shown }
    .hint = 请改名：网址由名称而来，打码就会改变网址
private-name-file = 这个文件名
private-name-id = 标识
private-name-withdrawn = 撤回的答复的标识
private-name-alias = 旧网址
private-in-file = 这个文件的{ $part }里有{ $kind }：{ $shown }
    .hint = 文件照原样发布：请在文件里删掉后重新保存；如果确需公开，请写进 dafu.toml 里 [privacy] 的 `allow`
private-position = 这个文件的{ $part }带有拍摄位置（GPS）
    .hint = 请去掉位置：在 Windows 上，属性 → 详细信息 → 删除属性和个人信息
private-unread = 没有检查其中有没有隐私号码：{ $problem }
    .hint = 请人工检查，或换成别的格式发布
private-unread-it = 它
private-kind-mobile = 手机号
private-kind-identity = 身份证号
private-kind-bank-card = 银行卡号
private-kind-email = 私人邮箱
private-kind-address = 家庭住址
private-kind-plate = 车牌号
private-part-of = { $within } 的{ $what }
private-part-name = 文件名
private-part-pdf-property = 文件属性
private-part-data = 图片数据
private-part-data-xmp = 图片数据（XMP）
private-part-text = 文字
private-part-property = 图片属性 { $property }
private-part-picture-xmp = 图片属性（XMP）
private-part-comment = 图片注释
private-part-xmp = 文件属性（XMP）
private-part-page = 第 { $page } 页
private-unread-archive = 这种压缩包 dafu 不能解压，请用 zip
private-unread-nested = { $within } 是压缩包里的压缩包
private-unread-plain = 只读了其中的纯文本（.{ $extension }）
private-unread-zip = { $name } 是损坏的 zip
private-unread-many = { $name } 里的文件超过 { $most } 个
private-unread-encrypted = { $name } 里有一个文件加密或损坏
private-unread-damaged = { $path } 已损坏，或解压后太大
private-unread-pdf = 这个 PDF 的文字读不出来（加密或损坏）
private-unread-pages = 这个 PDF 有几页读不出来
private-unread-scan = 这个 PDF 没有文字，可能是扫描件

## 台账

ledger-two = ledger.xlsx 和 ledger.csv 两个都在：以哪个为准？
    .hint = 请删掉一个，或在 dafu.toml 里指明：[ledger] file = "ledger.xlsx"
ledger-gone = dafu.toml 指明的台账不存在
    .hint = 请改正 [ledger] file：它是 content/ 里的路径
ledger-too-large = 台账有 { $size } MB，比任何答复清单都大
    .hint = 请只留清单本身：不要图片和其他工作表
ledger-format = 台账应是 .xlsx 或 .csv 文件
    .hint = 请用当初写它的程序打开，另存为 .xlsx
ledger-column = “{ $column }”这一列没有用到
    .hint = 请在 dafu.toml 的 [ledger] columns 里写明它的含义，或写进 [ledger] ignore
ledger-headless = 台账里没有一行写明列名：要有案号、文号或文件名，再加一列
    .hint = 请在第一行写明列名，或在 dafu.toml 里对应：[ledger] columns
ledger-row-alone = 没有哪份文件的{ $column }是这一行的“{ $value }”
    .hint = 请补上文件，或改正号码；在这一行写明文件名即可确定
ledger-row-unnamed = 这一行没有文件名、文号或案号
ledger-row-twice = 这一行和第 { $other } 行都是指 content/{ $path }，以第 { $other } 行为准
    .hint = 请删掉一行，或改正它的号码
ledger-document-alone = { $ledger } 里没有哪一行对应这份文件
    .hint = 请补一行，或核对它的案号和文号
ledger-more = 另外 { $count } 份
ledger-access-several = 这一行写“{ $access }”，却与几份文件相符：{ $names }
    .hint = 请给这一行写明文件名，以免误发
ledger-ambiguous = 这一行与几份文件相符，已略过：{ $names }
    .hint = 请给这一行写明文件名，或在案号之外写明届次和类型
ledger-access = “{ $access }”没有说明 content/{ $path } 能不能公开
    .hint = 请写主动公开、依申请公开或不予公开
ledger-differs-access = 这里的公开属性是“{ $now }”，而 { $whence } 是“{ $before }”；{ $holds }
    .hint = 请改正有误的一处
ledger-holds-front = 以前置数据为准
ledger-holds-stricter = 以较严的为准：不予发布
ledger-holds-ledger = 以台账为准
ledger-differs = 这里的{ $field }是“{ $now }”，而 { $whence } 是“{ $before }”；{ $holds }
    .hint = 请核对两处，改正有误的一处
ledger-value = “{ $text }”不是{ $wanted }，已略过
    .hint = 请改正这一格
ledger-value-session = 届次，如十届五次或 10-5
ledger-value-kind = 提案、建议或协办意见
ledger-value-outcome = 办理结果的字母（A 到 D）
ledger-value-date-exists = 存在的日期
ledger-value-date = 日期，如 2024-05-06 或 2024年5月6日
ledger-unreadable = 工作簿读不出来：{ $error }
    .hint = 请用当初写它的程序打开，重新存为 .xlsx
ledger-no-workbook = 这不是工作簿：{ $error }
ledger-encrypted-or-old = 工作簿有密码，或是旧的 .xls 格式
    .hint = 请去掉密码，存为 .xlsx
ledger-encrypted = 工作簿有密码
    .hint = 请去掉密码后保存
ledger-unpacks = 工作簿解压后超过 { $size } MB
    .hint = 请只留清单本身：把各格复制到新的工作簿里
ledger-hidden-rows = { $sheet }：隐藏的行照常读取，共 { $count } 行，第一行是第 { $first } 行
ledger-hidden-sheets = 隐藏的工作表略过不读：{ $sheets }

## 发布过的网址

address-gone = { $address } 发布过，下次生成后就没有了
address-gone-heir =
    .hint = { $document } 里有原来 { $of } 段中的 { $count } 段，看来就是这一篇：请在它的前置数据里写 `aliases = ["{ $stem }"]`，旧网址就转到它的网页；从未公开过的网址，可以从 dafu.lock 里删掉那一行
address-gone-reply =
    .hint = 如果答复换了标识，请在前置数据里写 `aliases = ["{ $stem }"]`；如果不再公开，请保留文件并写 `status = "withdrawn"`，原网址就留有说明；从未公开过的网址，可以从 dafu.lock 里删掉那一行
address-gone-file =
    .hint = 请放回这个文件并链接到它，或从 dafu.lock 里删掉它的那一行
address-gone-agency =
    .hint = 如果单位改名，请写在 dafu.toml 的 `[renamed]` 下：`"旧名称" = "新名称"`
address-gone-list =
    .hint = 这个列表里现在没有答复；保留 dafu.lock 再生成，原网址就留有说明
address-gone-page =
    .hint = 请恢复它，或在取代它的文件的前置数据里写 `aliases = ["{ $address }"]`；从未公开过的网址，可以从 dafu.lock 里删掉那一行
anchor-gone =
    { $address } 原有 { $anchors }，现在没有了：{ $count ->
        [1] 指向它的链接将失效
       *[other] 指向这 { $count } 处的链接将失效
    }
    .hint = 如果是更正，请写明：`[[revisions]]`，其中写 `date`、`reason`，并在 `before` 里写更正前的整段文字；如果从来没有人见过，请从 dafu.lock 里这一页的那一行删掉它的标记

## 答复的各项内容，按前置数据里的名称

fact-title = 标题（title）
fact-proposal_title = 答复事项（proposal_title）
fact-kind = 类型（kind）
fact-session = 届次（session）
fact-case_number = 案号（case_number）
fact-askers = 提出人（askers）
fact-addressee_agency = 主送单位（addressee_agency）
fact-agency = 主办单位（agency）
fact-header_agency = 文首的单位（header_agency）
fact-co_agencies = 协办单位（co_agencies）
fact-document_number = 文号（document_number）
fact-signatory = 签发人（signatory）
fact-outcome = 办理结果（outcome）
fact-access = 公开属性（access）
fact-issued = 成文日期（issued）
fact-published = 发布日期（published）
fact-source = 来源（source）
fact-contact = 联系方式（contact）
fact-attachments = 附件（attachments）
fact-copied_to = 抄送（copied_to）
fact-topics = 主题（topics）

## 导入

import-no-file = 没有这个文件
    .hint = 请核对名称是否写对；名称里有空格的，请加引号
import-folder = 无法列出这个文件夹：{ $error }
    .hint = 请确认您有权读取它
import-symbolic-link = 这是符号链接，没有读取它指向的文件
    .hint = 请直接指明文件本身
import-file-too-large = 文件有 { $size } MB，最大可读 200 MB
    .hint = 请取出大图片，或压缩它们（Word：图片格式 → 压缩图片）
import-foreign = 这不是公文，已略过
import-extension = 名称是 .{ $meant }，实际是{ $kind }
    .hint = 不必处理：已按实际的类型读取
import-twin = 已经导入了同名的 { $other }，所以略过这一个
    .hint = 如果是另一篇答复，请改名后再导入
import-name-twice = 导入后会叫 { $document }，而 { $other } 导入后也叫这个名称
    .hint = 请给其中一个改名后再导入
import-unreadable = 读不出来：{ $error }
    .hint = 请在其他程序里关闭它，并确认您有权读取
import-converted = 这是{ $what }，经 LibreOffice 转换后读取
    .hint = 请与原件核对小标题前的序号
import-reading = 按{ $what }读取时{ $why }
    .hint = 请用制作它的程序打开，重新保存（最好存为 .docx），再导入
import-reading-memory = 内存不够
import-reading-failed = 出错，问题在读取它的程序库里
import-reading-slow = 超过了三分钟
import-kind = 某种文件
import-kind-docx = Word 文件（.docx）
import-kind-html = 网页
import-kind-text = 纯文本
import-kind-pdf = PDF 文件
import-kind-xlsx = Excel 文件（.xlsx）
import-kind-xls = 旧的 Excel 文件（.xls）
import-kind-csv = 逗号分隔的表格
import-kind-rtf = RTF 文件
import-kind-odt = OpenDocument 文本（.odt）
import-kind-doc = 旧的 Word 文件（.doc、.wps）
import-kind-word-xml = XML 格式的 Word 文件
import-empty = 文件是空的
    .hint = 请从来源处重新复制
import-refused = 这是{ $what }，不是可以导入的公文
import-refused-archive = 压缩包
    .hint = 请解压，再导入其中的文件
import-refused-picture = 图片
    .hint = 请用文字识别（OCR；WPS：图片转文字）转成文字，逐字核对，再导入文字
import-refused-slides = 演示文稿
    .hint = 请把其中的文字复制到 Word 文件里，再导入
import-refused-ofd = OFD 版式文件
    .hint = 请用阅读器打开，存为 PDF，或把文字复制到 Word 里，再导入
import-parts = 里面没有 Office 文件应有的部分：它已损坏，或只是名称如此
    .hint = 请用 Word 或 WPS 打开后重新保存
import-encrypted = 文件有密码
    .hint = 请用密码打开，取消密码（文件 → 信息 → 保护文档 → 用密码进行加密，留空），保存后再导入
import-refused-office = 另一种旧的 Office 文件
    .hint = 请用制作它的程序打开，存为 .docx
import-refused-mht = 单个文件的网页（.mht）
    .hint = 请在浏览器里打开，另存为“网页，全部”（.html），或在 Word 里存为 .docx
import-refused-bytes = 任何已知编码都读不出的内容
    .hint = 请用制作它的程序打开，存为 .docx 或 UTF-8 文本
import-title = 正文里没有找到标题，取自文件名：“{ $title }”
    .hint = 请核对它是不是公文的标题
import-picture-text = 有 { $count } 张图片没有文字说明，看不见图片的人无从了解
    .hint = 请在 ![](…) 的方括号里写明图片的内容
import-heading = 加粗的一行当作小标题：“{ $shown }”
    .hint = 如果不是，请删掉前面的 ##
import-table-picture = 合并单元格的表里有一张图片没有带入
    .hint = 请在表格前后显示它：![图片内容](file.png)
import-table-long = 长表里合并的单元格只写一次，其余留空
    .hint = 请看看是否仍能看懂
import-word-part = 里面没有 { $part }：这不是完整的 Word 文件
    .hint = 请用 Word 或 WPS 打开，重新存为 .docx
import-word-body = 没有正文部分：这不是完整的 Word 文件
    .hint = 请用 Word 或 WPS 打开，重新存为 .docx
import-object-chunk = 作为文字嵌入的文件（altChunk）
import-object-embedded = 嵌入的对象（{ $program }）
import-object-chart = 图表
import-object-diagram = SmartArt 图形
import-picture-linked = { $name }（只是链接，不在文件里）
import-picture-gone = 有一张不在文件里
import-picture-absent = { $name }（不在文件里）
import-picture-format = { $name }（浏览器不能显示的格式）
import-headers = 页眉页脚没有导入：{ $texts }
    .hint = 如果其中有属于公文的，请补写进去
import-changes = 文件里有修订：插入的 { $inserted } 处已保留，删除的 { $deleted } 处没有导入
    .hint = 请核对是不是签发的文字；在 Word 里用“审阅 → 接受”或“拒绝”处理，保存后再导入
import-changes-quoted = 文件里有修订：插入的 { $inserted } 处已保留，删除的 { $deleted } 处没有导入：{ $words }
import-comments = { $count } 条批注没有导入
    .hint = 不必处理，除非其中有要公开的
import-hidden = 隐藏文字没有导入
    .hint = 不必处理，除非本来就要公开
import-struck = 加了删除线的文字照样导入，删除线也保留
    .hint = 如果确应删掉，请从文件里删去
import-text-box = 文本框的文字写在文本框所在的段落之后
    .hint = 请核对这些文字的位置
import-date-field = Word 每次打开都会更新的日期没有导入
    .hint = 请手工写上公文的日期，写在文末，或写成前置数据里的 `issued`
import-object = 这些无法带入
    .hint = 请各存一张 PNG 图片（截图），用 ![图片内容](file.png) 显示
import-picture = 这些图片无法带入
    .hint = 请在 Word 里另存为 PNG（另存为图片），用 ![图片内容](file.png) 显示
import-link = 这些链接不是网页地址，只留文字
    .hint = 请写读者能打开的网址，或不作处理
import-contents = 目录没有导入
    .hint = 网页会按小标题自动生成目录
import-placeholders = 没有填写的空白处没有导入
    .hint = 请看看那里是否缺了什么
import-formula = 公式写成了一行符号
    .hint = 请看看是否仍能看懂
import-symbol = 符号字体里不认识的符号变成了 □
    .hint = 请换成正确的符号
import-field = 有一个域损坏：同一段里它后面的文字可能缺失
    .hint = 请与原件核对这几段
import-table-nested = 表中之表变成了单元格里的几行
    .hint = 请看看是否仍能看懂
import-and-more = { $list } 等，另有 { $more } 处
import-of-list = { $what }：{ $items }
import-page-from = { $list }（网页来自 { $base }）
import-seal = { $count ->
        [1] 落款处的图片
       *[other] 落款处的 { $count } 张图片
    }多半是印章，没有带入
    .hint = 如果不是印章，请在 Word 里另存为 PNG，用 ![图片内容](file.png) 显示
import-page-too-large = 网页有 { $size } MB，不会是答复
    .hint = 请去掉嵌入的内容后保存，或把文字复制到 Word 文件里
import-page-too-deep = 嵌套了成千上万层，网页不会这样，所以没有读取
    .hint = 请把文字复制到 Word 文件里，再导入
import-page-no-article = 这个网页里没有找到正文
    .hint = 正文也许由脚本载入：请从浏览器里复制到 Word 文件，再导入
import-page-no-text = 这个网页的正文里没有文字
    .hint = 也许是网页里的图片或 PDF：请把它保存下来再导入
import-picture-inside = 网页里的一张图片
import-remote = 这些文件只在网上，没有取来
    .hint = 请逐个保存在文件旁边，用文件名引用
import-beside = 这些文件不在网页旁边
    .hint = 请把网页重新保存为“网页，全部”，或把文件放在旁边，用文件名引用
import-page-hidden = 网页里的隐藏文字没有导入
    .hint = 不必处理，除非本来就要公开
import-embedded = { $count } 个视频、音频或嵌入的文件没有导入
    .hint = 请各自放在文件旁边，并链接到它：[文件内容](file.mp4)
import-ledger-too-large = 表格有 { $size } MB，不会是台账
    .hint = 请只留台账的各行，再导入
import-ledger-xls = 这是旧的 Excel 文件（.xls）
    .hint = 请用 Excel 或 WPS 打开，另存为 Excel 工作簿 (*.xlsx)，再导入
import-kind-excel = Excel 文件
import-no-ledger = 这是表格，但不是台账：没有一行列名含案号，以及文号、承办单位、办理结果、提案人等中的另外两个
    .hint = 如果是台账，请改成这些列名；如果是某篇答复的附件，请放在答复旁边并链接到它
import-ledger = 这是台账，各列为：{ $columns }
    .hint = 生成时按案号把各行与答复对应起来
import-ledger-taken = 已经有一份台账：{ $there }
    .hint = 如果 { $name } 比已有的新，请先删掉已有的；否则请把两份的各行合到一个文件里
import-ledger-damaged = Excel 文件已损坏：{ $error }
    .hint = 请用 Excel 或 WPS 打开，重新存为 .xlsx
import-convert-missing = 这是{ $what }，要由 LibreOffice 转成 .docx，而本机没有安装
    .hint = 请用 Word 或 WPS 打开，文件 → 另存为 → Word 文档 (*.docx)，再导入；或安装 LibreOffice（或在 SOFFICE 里写明它）后再运行一次
import-convert = 这是{ $what }；{ $why }
    .hint = 请用 Word 或 WPS 打开，文件 → 另存为 → Word 文档 (*.docx)，再导入
import-convert-slow = LibreOffice 两分钟内没有转换完
import-convert-failed = LibreOffice 读不出来：文件损坏或有密码
import-convert-run = LibreOffice（{ $program }）无法运行：{ $error }
import-parts-many = 里面有 { $count } 个部分，公文不会这样
    .hint = 请用 Word 或 WPS 打开后重新保存
import-part-damaged = 里面的 { $name } 已损坏：{ $error }
    .hint = 请重新复制文件，或用 Word、WPS 打开后重新保存
import-bomb = 里面的 { $name } 解压后超过 { $most } MB，而文件只有 { $size } KB（压缩炸弹？）
    .hint = 请不要打开它；请向发来的人索要公文
import-locked = 文件有密码
    .hint = 请取消密码（Word：文件 → 信息 → 保护文档），保存后再导入
import-damaged = 文件被截断或已损坏：{ $error }
    .hint = 请从来源处重新复制，或用 Word、WPS 打开后重新保存
import-pdf-damaged = PDF 已损坏：{ $error }
    .hint = 请从来源处重新复制，或导入制作它的 Word 文件
import-pdf-locked = PDF 有密码
    .hint = 请用密码打开，另存或打印成没有密码的 PDF，再导入
import-pdf-long = 有 { $count } 页，最多只读 { $most } 页
    .hint = 请截取公文的各页，再导入
import-pdf-text = 文字比任何公文都多
    .hint = 请截取公文的各页，再导入
import-scanned = { $count } 页都没有文字：是扫描件
    .hint = 请用文字识别（OCR；WPS：图片转文字）转成文字，逐字核对，再导入文字；或导入 Word 文件
import-page-empty = 第 { $pages } 页没有读出文字：是空白、图片，或读不出来
    .hint = 请看看这一页，把内容补写进去
import-review-pdf = 读自 PDF：段落按行的长短推断，表格成为几行，图片没有导入
    .hint = 请逐字与原件核对；如果有它的 Word 文件，请改为导入那一个
import-name-other = { $document } 是由另一个文件导入的：{ $other }
    .hint = 如果这是它的新版，请先删掉那一份；否则请给这个文件改名
import-name-taken = 已有 { $document }，而它不是导入的
    .hint = 请给这个文件改名，或把那一份移走
import-kept = { $document } 导入后改过，保留不动
    .hint = 要重新导入，请先删掉它
import-id = { $other } 已用了标识“{ $id }”，所以这一篇的标识由路径得来
    .hint = 如果是同一篇，请删掉一个；如果是两个单位答复同一件，请各写一个 id
import-edited-new = 导入后改过，而原文件也变了；保留不动。这里新的文字是“{ $text }”
import-edited = 导入后改过，而原文件也变了；保留不动
    .hint = 新的文字在 { $newer }：请把新的内容手工补进去，或删掉这一份后重新导入
import-name-link = { $path } 是符号链接，不跟随
    .hint = 请删掉这个链接
import-name-folder = { $path } 是文件夹
    .hint = 请给这个文件改名
import-text-too-large = 文本有 { $size } MB，不会是公文
    .hint = 请看看里面是什么
import-bytes = 有些字节不是 { $encoding } 的字符，变成了 �
    .hint = 请在文件里查找 �，换成正确的字
import-xml = 里面的 { $part } 已损坏：{ $why }
    .hint = 请用 Word 或 WPS 打开，重新存为 .docx，再导入
import-xml-large = 里面的 { $part } { $why }：公文不会这样，所以没有读取
    .hint = 请用 Word 或 WPS 打开，重新存为 .docx
import-xml-many = 有三百多万个元素
import-xml-deep = 嵌套超过 200 层
import-xml-entity = 引用了 XML 不认识的实体
import-xml-doctype = 声明了文档类型（实体）
import-xml-end = 在中途结束
import-xml-empty = 是空的


### `dafu explain` 对各个代码的解释：标题，以及 `.text` 为什么要紧、该怎么办

## 读取文件、设置和附件：每次生成都会查

code-config = dafu.toml 读不出来
    .text =
        有一项设置写错了名称、类型不对，或超出范围。如果不声不响地略过，日后会出人意料，所以什么都不生成。

        请改正指出的那一行：改法里会说明本来是哪一项，或可以写什么值。
code-symbolic-link = content/ 里有符号链接
    .text =
        符号链接一律不跟随：这样，content 文件夹里有什么一看便知，不会误把别处的文件发布出去。

        请把文件本身放进去，或删掉这个链接。
code-file-name = 这个文件名无法发布
    .text =
        文件名里有网址不能用的字符，或与另一个文件名只差大小写，而在 Windows 上那是同一个文件。

        请给文件改名。例：`答复 .txt` → `答复.txt`。
code-encoding = 有些字节不成字
    .text =
        文件没有统一用一种编码：可能被截断，也可能由两个文件拼成。读不出的字节公开后会显示为 �。

        请用当初写它的程序打开，另存为 UTF-8。
code-front-matter = 前置数据读不出来
    .text =
        有一项的名称不认识，或值的写法不对，因此 +++ 或 --- 两行之间的内容全都不算数。

        请改正标出的地方。例：`outcome = "满意"` 不是 A 到 D 的字母。
code-front-matter-open = 前置数据没有开头或结尾的一行
    .text =
        文件以 +++ 开头，却没有第二行 +++，整份文件都会被当成设置。

        请在最后一项设置下面加一行 +++。
code-front-matter-differs = 前置数据与正文不一致
    .text =
        同一项内容，前置数据与正文说的不同。以前置数据为准，但两者必有一处有误。

        请核对两处，改正有误的一处。例：前置数据写 `issued = "2024-05-06"`，落款却是 2024年6月5日。
code-too-deep = 引用嵌套太深
    .text =
        一行开头有 64 个以上的 `>`：这不像公文，读取它也得不偿失。

        请删掉这些符号，或把文件存为 .txt。
code-html-too-long = HTML 片段太长
    .text =
        Markdown 里有一段 HTML 太长，无法保证清理干净，所以不能显示。

        请改用 Markdown 书写，或用空行分成几段。
code-html-cleaned = HTML 片段经过清理
    .text =
        HTML 片段里的脚本、样式或不认识的属性已经去掉，因为不能让它们到读者那里。

        网页看上去没有问题，就不必处理。例：`<p onclick="…">` 变成 `<p>`。
code-link-unsafe = 链接的开头不安全
    .text =
        只有 http、https、mailto 和 tel 会做成链接；其他的，如 `javascript:`、`file:`，只显示为文字。

        请写读者能打开的网址。
code-link-outside = 链接指到 content/ 之外
    .text =
        链接、图片或附件的路径跑到了 content 文件夹之外，无法发布。

        请把文件放到 content/ 里，并改正路径。如果是前置数据里的附件，则生成失败。
code-image-external = 图片在别的主机上
    .text =
        网站不向其他主机请求任何东西，所以这张图片只显示为链接。

        请把图片放在文件旁边，用文件名引用它。
code-title-missing = 没有标题
    .text =
        正文之上没有一行像是标题。

        请写在第一行，或在前置数据里写明 `title`。例：`关于政协十届五次会议第110号提案的答复`。
code-body-empty = 没有正文
    .text =
        只有标题或前置数据，下面没有任何段落。

        请补上答复正文，或删掉这个文件。如果是由 Word 文件转换来的，请看看正文是不是在文本框里。
code-title-split = 分成几行的标题已经接起来
    .text =
        标题常常断成两三行，显示时接成一行。

        接起来的标题没有问题，就不必处理。
code-title-truncated = 来源处的标题不完整
    .text =
        标题以“…”结尾，因为抄录的网页没有显示完整。

        请在前置数据里写明完整的 `title`。
code-title-repeated = 标题出现了两次
    .text =
        网页常在正文之上再写一遍标题，这里只显示一次。

        不必处理。
code-title-differs = 正文之上另有一个标题
    .text =
        网页和公文各有一个标题，显示的是离正文最近的一个。

        如果应是另一个，请在前置数据里写明 `title`。
code-header-unread = 正文之上有一行没有看懂
    .text =
        这一行既不是标题，也不是 dafu 认得的项目、文号或日期，照原样显示在正文之上。

        请看看它是应写进前置数据的内容，还是网页上带来的、应当删掉的文字。
code-document-number-damaged = 文号残缺
    .text =
        文号的写法是：机关代字〔年〕序号。括号缺失或写法不对、数字里夹有字母、年份不可能、序号为 0，都会使它难以查找和引用。

        请在文件里改正，或在前置数据里写明 `document_number`。例：`舞建提字〔2021)19号` → `舞建提字〔2021〕19号`。
code-date-stripped = 日期缺了“年月日”三个字
    .text =
        从有些网页复制时会丢掉年、月、日三个字。如果只可能是一个日期，就按它读。

        请写出完整的日期。例：`202285` 只能是 2022年8月5日。
code-date-unreadable = 日期读不出来
    .text =
        日期不完整、不存在，或可以有几种读法；这里不作猜测，显示为未载明。

        请写成 2024年5月6日 这样，或写在前置数据里。例：`2022115` 可以是 1月15日，也可以是 11月5日。
code-dates-differ = 文首与落款，或两处落款的日期不同
    .text =
        正文之上写的成文日期，与落款的日期不同，以落款为准；或者落款之下还有一处落款，日期不同，以前一处为准，后一处可能是另一篇文字。

        请查明哪个正确，改正另一个，或在前置数据里写明 `issued`。
code-agency-from-header = 单位取自文首
    .text =
        公文没有署名，显示的是网页上写的单位。

        如果那个单位只是发布网页的，请在前置数据里写明 `agency`。
code-sessions-differ = 届次不一致
    .text =
        标题、开头和文首写的届次不是同一个。显示的是最先读到的。

        请改正有误之处，或在前置数据里写明 `session`。例：标题写十届五次，开头写十届四次。
code-kind-uncertain = 分不清是提案还是建议
    .text =
        政协的是委员，提的是提案；人大的是代表，提的是建议。这份公文混用了两种说法。

        请改正笔误，或在前置数据里写明 `kind`。
code-line-healed = 句子中间的断行已经接上
    .text =
        有一行在句子中间断开，已与下一行接上。

        接好的段落没有问题，就不必处理。
code-emphasis-leftover = 残留的 ** 按加粗显示
    .text =
        文字是从 Markdown 复制来的。成对的 ** 显示为加粗。

        如果这些字不应加粗，请删掉 **。
code-marker-damaged = 序号缺了半个括号
    .text =
        像 `一）` 或 `（一、` 这样的小标题缺了半个括号，按第二级标题读取。

        请补上括号：`（一）`。
code-field-missing = 缺少办理信息
    .text =
        答复应当写明是哪一类、哪个单位答复、答复给谁、什么时候。没有找到的显示为未载明，读者也无法按它筛选。

        如果知道，请写在前置数据或台账里。
code-page-name = 单独页面的名称不能用
    .text =
        前置数据里的 `page = "…"` 是站点自己的单独页面的网址。只能用 a–z、0–9 和 -，不能重复，也不能用 404；`index` 的内容放在首页。

        请换一个名称。例：`page = "about"`。
code-id = 标识的写法不对
    .text =
        标识是答复网址的一部分，永远不变：只能用 a–z、0–9 和 -，最多 80 个字符，不能用 Windows 保留的名称。

        请照改法里的样子写。例：`id = "wugang-cppcc-10-5-110"`。
code-id-twice = 两篇答复的标识相同
    .text =
        两篇会占用同一个网址，其中一篇就丢了。

        请在其中一篇的前置数据里另写一个 `id`；如果标识由文件名得来，也可以给文件改名。
code-file-missing = 显示或链接的文件不存在
    .text =
        文件里显示的图片、链接的文件或写明的附件，不在 content/ 里。

        请把文件放进去，或改正路径。
code-file-special = content/ 里有不是文件的东西
    .text =
        设备、管道或套接字没有结尾，或不能当作文件来读。

        请把它从 content/ 里移走。
code-file-unused = content/ 里有没用到的文件
    .text =
        生成时读 .txt、.md 和台账，以及文件里显示或链接的附件。这个文件都不是，所以它的内容不会公开。

        Word 文件、保存的网页和 PDF 用 dafu import 变成文件。台账要叫 ledger.csv 或 ledger.xlsx，或在 dafu.toml 的 [ledger] 里写明。答复的附件要在正文里写链接，或写在前置数据的 attachments 里。其余的请放在别处。
code-file-active = 附件会自行运行或向外请求
    .text =
        网站以本单位的网址提供附件。网页、脚本、程序，以及带脚本或链到其他主机的图形（SVG、XML），会在每个读者的浏览器里以本单位的名义行事。

        请改为 PDF 或图片。从网站另存的网页，可用 `dafu import` 做成文件。
code-document-too-long = 文件比任何答复都长
    .text =
        一篇答复只有几千字；超过 100 MB 的，多半是别的文件误用了 .txt 或 .md 的名称。

        请把它移走，或用正确的名称作为附件。
code-characters-unfit = 去掉了网页不能带的字符
    .text =
        控制字符会损坏订阅和数据文件，颠倒书写方向的字符会使读者看到的与检索、引用的不同。凡是公开的内容里都已去掉这些字符。

        它们往往是从别处复制时带来的：请与原件核对这一处。
code-file-source = 链接指到了不公开的文件
    .text =
        文件里显示或链接的附件会复制到网站里。其他答复的原稿不在此列，因为那篇答复可能不公开或已打码；台账和隐藏文件也不在此列。链接到另一份文件，就通到它的网页；不公开的没有网页。

        请删掉这个链接，或换成可以公开的文件。

## `dafu check` 另外查的：细心的经办人会看出的疏漏

code-outcome-missing = 缺少办理结果
    .text =
        写了“办理结果”却没有字母，或列了几个字母而没有恰好勾选一个；或者 dafu.toml 的 `[outcomes]` 说明了本单位各字母的含义，而这篇答复没有写。它会显示为未载明，也无法按办理结果查到。

        请在后面写上字母，或在前置数据、台账里写明 `outcome`。例：`办理结果：` → `办理结果：B`。
code-field-contradicts = 文首与正文互相矛盾
    .text =
        文首写的案号、文号或办理结果，与下面的正文不同。其中一处属于另一篇答复。

        请核对两处并改正有误的一处，或在前置数据里写明。
code-proposal-differs = 标题与开头说的不是同一件提案
    .text =
        标题写的提案或案号，与正文开头“收悉”那一句写的不同。多半是在旧公文上改写时没有改全。

        请查明答复的是哪一件，改正另一处。例：标题写第110号，开头写第101号。
code-numbering-jump = 序号跳号
    .text =
        小标题从“一、”跳到“三、”，或从“二、”开始，中间也没有缺号的段落。可能在复制时丢了一段。

        请与原件核对，补上这一段或改正序号。
code-numbering-repeated = 序号重复
    .text =
        相连的两个小标题序号相同。多半是复制后没有改号。

        请改正序号，使“第二部分”只指一处。
code-date-future = 日期在今天之后
    .text =
        成文或发布的日期晚于今天。日期不实通不过网站检查，这篇答复也会一直排在列表最前面。

        请改正年份或月份。例：2052年5月6日 → 2025年5月6日。
code-date-order = 成文晚于发布
    .text =
        成文日期晚于发布日期。两者有一个不对，或者写颠倒了。

        请在文件里改正，或在前置数据里写明两个日期。
code-near-duplicate = 两篇答复的文字几乎相同
    .text =
        两篇答复至少有九成的词相同。同一答复分送几位提出人是常事，也没有错；同一文件存了两遍，或把别的公文的正文贴了进来，就不对了。

        请对照两篇。如果是同一篇，请删掉一个文件，读者只需要一篇。
code-unbalanced-quote = 引号不成对
    .text =
        引号或书名号在一段之内有头无尾，或有尾无头。

        如果文字还可以改，请补上缺的符号，检索这句话的读者才看得出起止。
code-unbalanced-bracket = 括号不成对
    .text =
        括号在一段之内有头无尾，或有尾无头。像 `1）` 这样的序号不算。

        如果文字还可以改，请补上缺的括号。
code-mojibake = 编码弄错，出现乱码
    .text =
        锟斤拷、烫烫烫、�、å›½å®¶ 或 鍏充簬 这样的字，以及专用字体的符号，是用错误的编码打开后留下的。原来的字已经读不出来了。

        请从原件重新复制这一段。如果只是专用字体的项目符号，删掉即可。
code-markdown-leftover = 正文里残留网页标记
    .text =
        单个的 **、行首的 #、&nbsp; 或 HTML 标签，会原样显示给读者。

        请删掉这些标记；如果本来就是 Markdown，请把文件存为 .md。
code-link-dead = 链接失效
    .text =
        `#…` 在本页找不到，指向本网站的链接没有对应的网页，或者链接指到 content/ 里的文件而不是它的网页。

        请改正网址。生成的网页里，每段都标有自己的链接。
code-attachment-missing = 提到附件而没有文件
    .text =
        正文写有附件，却没有给出文件，读者打不开。只在要求时才查：`dafu check --links`，或在 `[checks]` 里写 `attachment-missing = "warning"`。

        请把文件放进 content/，并在前置数据里写明：`attachments = [{"{"} title = "…", file = "annex.pdf" {"}"}]`。
code-image-without-text = 图片没有文字说明
    .text =
        看不见图片的人什么也得不到：读屏软件会跳过它，检索也找不到它。无障碍标准 WCAG 2.2（1.1.1）要求有文字说明。

        请在方括号里写明图片的内容。例：`![柱状图：2020年31处，2024年236处](chart.svg)`。

## 隐私号码和住址

code-private-mobile = 手机号会被公开
    .text =
        公民的手机号出现在公开的答复里就是泄露，几小时内就会被搜索引擎收录。不论怎样写，dafu 都找得出来：有空格、连字符或断行，全角数字或中文数字。办公座机、400 电话和热线不算。

        请从文件里删掉，或在 dafu.toml 开头、第一个 `[…]` 之前写 `privacy = "mask"`，则各处一律显示为 `138****1234`。如果单位确需公开，请在 `[privacy]` 下写明：`allow = ["13800138000"]`。
code-private-identity = 身份证号会被公开
    .text =
        身份证号跟随人一辈子。按地区、出生日期和校验码（GB 11643）识别；写明是身份证号而校验码有误的也算。统一社会信用代码不算。

        请删掉，或写 `privacy = "mask"` 打码：只留表示城市的前四位。后四位也打码，因为加上地区就只剩几千个生日可试。
code-private-bank-card = 银行卡号会被公开
    .text =
        16 至 19 位、开头像银行卡、末位校验（Luhn）正确的数字，就是银行卡号。

        请删掉，或写 `privacy = "mask"` 打码：保留末四位。单位账户或碰巧像银行卡号的项目编号，请在 `[privacy]` 的 `allow` 里写明。
code-private-email = 私人邮箱会被公开
    .text =
        gov.cn 以外的邮箱一律当作私人邮箱，因为单位在公共邮箱服务商那里的地址与个人的没有分别。

        请删掉，或写 `privacy = "mask"` 打码。单位的邮箱如果在别处，请在 `[privacy]` 下写明这个邮箱或整个域名：`allow = ["xinfang@163.com", "@example.com"]`。
code-private-address = 家庭住址会被公开
    .text =
        单元加房号、小区里的房号、村组的门牌，或正文说明有人居住的地方。街道、村、没有房号的楼和单位自己的地址不算。

        请只写到街道或村，或写 `privacy = "mask"` 打码：保留名称，号码变成 `*`。
code-private-plate = 车牌号会被公开
    .text =
        凭车牌号可以找到车主。

        请删掉，或写 `privacy = "mask"` 打码：保留省份和字母。只是看上去像车牌的，如地块编号，请在 `[privacy]` 的 `allow` 里写明。
code-private-name = 文件名或标识里有隐私内容
    .text =
        文件和附件的名称会成为网址，打码就变成了别的网址。所以即使写了 `privacy = "mask"`，这也是错误。

        请给文件改名，或在前置数据里给答复另写一个 `id`。
code-private-position = 图片带有拍摄位置
    .text =
        手机会把位置写进每张照片（EXIF 或 XMP 里的 GPS），在来信人家里拍的照片就会暴露住处。dafu 照原样发布文件，不改写它们。

        请去掉位置后重新保存图片。在 Windows 上：属性 → 详细信息 → 删除属性和个人信息。
code-private-unread = 附件无法检查有没有隐私号码
    .text =
        加密或损坏的文件、没有文字的扫描件、压缩包里的压缩包、影片，dafu 读不出其中的内容。

        请在发布前人工检查，或换成能读取的形式。

## 文件旁边的台账

code-ledger = 台账读不出来
    .text =
        ledger.xlsx 或 ledger.csv 损坏、加密、太大，或没有写明列名的一行；或者两个文件都在，而 dafu 不替您选择。

        请按提示处理：去掉密码重新保存，或只留一个。台账要有案号、文号或文件名这样一列。
code-ledger-access = 某一行的公开属性无法确定
    .text =
        这一格既没有说公开，也没有说不公开；或者写明“不公开”的一行与几份文件相符。凭猜测发布可能造成泄露。

        请写主动公开、依申请公开或不予公开（写“是”“否”也可以），并给这一行写明文件名。
code-ledger-value = 台账的一格读不懂
    .text =
        值与这一列不符：办理结果不是字母，日期不存在。这一格略过。

        请改正指出的那一格。例：办理结果写 `满意`，那是提出人的评价；办理结果应是 A、B、C 或 D。
code-ledger-column = 台账有一列没有用到
    .text =
        dafu 不知道这一列是什么意思，其中的内容都不显示。

        请在 dafu.toml 里对应：`[ledger] columns = {"{"} agency = ["责任单位"] {"}"}`；如果可以略过，请写 `ignore = ["备注"]`。
code-ledger-differs = 台账与文件不一致
    .text =
        台账说的与文件说的不同。以前置数据为先，台账次之，正文最后；公开属性以台账和正文中较严的为准。

        请核对两处，改正有误的一处。
code-ledger-ambiguous = 台账的一行与几份文件相符
    .text =
        有几份文件的案号或文号都与这一行相同，dafu 不作猜测，略过这一行。

        请给这一行写明文件名，或在案号之外写明届次和类型。
code-ledger-row-alone = 台账有一行没有对应的文件
    .text =
        没有哪份文件的文件名、文号或案号与这一行相同：这篇答复没有发布。

        请补上文件，或改正号码。例：案号多打了一位数字。
code-ledger-row-twice = 台账有两行指同一份文件
    .text =
        以前一行为准，后一行略过。

        请删掉一行，或改正它的号码。
code-ledger-document-alone = 有一份文件在台账里没有对应的行
    .text =
        台账里有其他答复的行，没有这一篇的。

        请补一行，或核对它的号码。
code-ledger-hidden = 台账里有隐藏的内容
    .text =
        隐藏的工作表略过不读，隐藏的行照常读取。打开台账的人看不到它们。

        请取消隐藏，或删掉它们。

## `dafu import`：把其他格式的文件导入站点

code-import-unreadable = 这个文件无法导入
    .text =
        文件是空的、被截断、已损坏，或根本不是公文（图片、压缩包、演示文稿）。dafu 看的是文件内容而不是名称，所以只是名称叫 .docx 的也看得出来。其他文件照常导入。

        请从来源处重新复制，或用 Word、WPS 打开后另存为 .docx，再导入。
code-import-encrypted = 文件有密码
    .text =
        有密码的文件什么都读不出来，dafu 也不询问密码。

        请用密码打开，取消密码（Word：文件 → 信息 → 保护文档），保存后再导入。
code-import-too-large = 文件比任何答复都大，或嵌套太深
    .text =
        最大可读 200 MB 的文件。解压出多少，边解压边计数，所以专为撑满内存而做的小文件（压缩炸弹）、声明实体的 XML、成千上万层嵌套的网页，到这里为止，不会使程序崩溃。

        如果确是公文，请取出或压缩其中的大图片；如果来自外单位，请问清是谁发来的。
code-import-convert = 旧格式的文件要先转换
    .text =
        旧的 Word 文件（.doc）、WPS 文件、RTF 和 OpenDocument，在装有 LibreOffice 的机器上由它转换后读取；旧的 Excel 文件（.xls）不读。

        请用 Word 或 WPS 打开，选“文件 → 另存为 → Word 文档 (*.docx)”，再导入。要一次转换很多，请安装 LibreOffice，或在环境变量 SOFFICE 里写明它的程序。
code-import-scanned = PDF 里没有文字
    .text =
        PDF 的各页都是图片，像是扫描件。dafu 不识别图片：识别错了没有人看得出来。

        请用文字识别程序（OCR；WPS：图片转文字）转成文字，逐字与原件核对，再导入。最好是导入当初打印的 Word 文件。
code-import-name-taken = 已有同名的文件
    .text =
        每个文件导入后沿用自己的名称。这个名称已经有了：也许是手写的，也许由另一个文件导入，也许是这一次的另一个文件。dafu 绝不覆盖它，因为可能是另一篇答复。

        请给文件改名后再导入；如果它是同一公文的新版，请先删掉原来的。
code-import-no-ledger = 这张表不是台账
    .text =
        表格的前几行里，要有案号（或编号、文号）以及另外两个 dafu 认得的列名，如承办单位、办理结果、提案人，才会当作台账。这张表没有。

        如果是台账，请改成这些列名。如果是某篇答复的附件，请放在答复旁边，并链接到它。
code-import-edited = 导入后改过，而原文件也变了
    .text =
        导入之后有人改过，而原来的文件现在也不同了。哪个正确只有人能判断，所以保留不动，新的文字写在 `.import-newer/` 里，生成时不会读它。

        请把新的内容手工补进去，或删掉后重新导入。
code-import-kept = 导入后改过，保留不动
    .text =
        导入之后有人改过，原来的文件没有变。

        不必处理。
code-import-twin = 已导入另一个同名的文件
    .text =
        同一份公文，单位里常有 Word、网页和 PDF 几种。同名的文件只导入内容最全的一种：先 Word，次网页，再文本，最后 PDF。

        如果是另一篇答复，请改名后再导入。
code-import-id = 合适的标识已被占用
    .text =
        便于阅读的标识由机构、届次和案号组成（`cppcc-5-3-027`）。已有另一份文件用了它：可能同一答复导入了两次，也可能两个单位答复了同一件。

        如果是同一篇，请删掉一个。否则请在前置数据里给各篇写明自己的 `id`。
code-import-title = 标题取自文件名
    .text =
        正文里没有一行像是标题，而文件名像。已写在第一行。

        请核对它与签发的公文标题是否一致。
code-import-review = 请逐字与原件核对
    .text =
        文件里没有段落，只有每个字的位置（PDF），或者有些字节不成字。读出的已是尽力而为，不能保证准确。

        请逐字与原件核对，再删掉前置数据里“待核”的几行。如果有它的 Word 文件，请改为导入那一个。
code-import-page-empty = PDF 有一页没有读出文字
    .text =
        这一页是空白、图片，或文字读不出来，而其他页有文字。这一页的内容没有导入。

        请看看这一页，把内容补写进去。
code-import-changes = 文件里有修订
    .text =
        Word 保留着插入和删除的内容（修订）。导入的文字按全部接受处理：插入的保留，删除的去掉。删除了什么会写明，因为草稿里常有不能公开的内容。

        请核对是不是签发的文字。在 Word 里用“审阅 → 接受（或拒绝）”处理完，保存后再导入。
code-import-hidden = 隐藏的内容没有导入
    .text =
        文件里有看不见的文字（隐藏文字）或批注，两者都不会公开。

        不必处理；如果本来要给人看，请在 Word 里取消隐藏后再导入。
code-import-struck = 有加删除线的文字
    .text =
        加删除线的文字保留下来，删除线也保留。有些单位用它表示要删掉的内容。

        如果确应删掉，请从文件里删去。
code-import-text-box = 有文字来自文本框
    .text =
        文本框可以放在纸上任何地方，它的文字本来属于哪一处无从得知，因此写在 Word 里它所在的段落之后。

        请核对位置是否正确。
code-import-date-field = 自动更新的日期没有导入
    .text =
        文件里有一个日期，Word 每次打开或打印都会改成当天。它不是公文签发的日期，而错误的日期比没有更糟。

        请手工写上公文的日期，写在文末，或写成前置数据里的 `issued`。
code-import-field = 文件里有一个域损坏
    .text =
        Word 用“域”来写页码、日期和链接，每个域有开头、中间和结尾。有一个没有结尾，它的结果与那一段的正文分不开。后面的段落是完整的。

        请与原件核对这一段。
code-import-object = 嵌入的对象无法带入
    .text =
        图表、示意图、嵌入的 Excel 表、影片等，由制作它们的程序绘出。

        请各存一张 PNG 图片，用 `![图片内容](file.png)` 显示；可供下载的，请放在文件旁边并链接到它。
code-import-picture = 图片无法带入
    .text =
        图片的格式浏览器不能显示（EMF、WMF、TIFF、BMP），或只是链接，或缺失。

        请在 Word 里另存为 PNG（另存为图片），放在文件旁边，用 `![图片内容](file.png)` 显示。
code-import-picture-text = 图片没有文字说明
    .text =
        看不见图片的人，听到的是方括号里的文字：`![柱状图：助餐点由31处增加到236处](image.png)`。网站无障碍规范要求有它，检索也靠它。

        请给每张图片写明内容。
code-import-seal = 印章图片没有带入
    .text =
        压在落款上的图片多半是单位的印章。清晰的印章图片会让人伪造公文，所以不予公开。

        如果不是印章，请在 Word 里另存为 PNG，用 `![图片内容](file.png)` 显示。
code-import-link = 链接不是网页地址
    .text =
        链接指到某台电脑上的文件，或网页不能打开的地址。它的文字保留。

        请写读者能打开的网址，或不作处理。
code-import-remote = 网页的附带文件没有带入
    .text =
        图片和附件如果就在另存的网页旁边，会一并复制。dafu 不上网取任何东西，网站的网页也不显示其他主机上的东西。

        请在浏览器里重新保存为“网页，全部”，或逐个保存文件，放在旁边，用文件名引用。
code-import-heading = 加粗的一行当作小标题
    .text =
        正文没有带序号的小标题（一、），而有加粗的一行单独成段，已写成小标题。

        如果不是，请删掉前面的 `##`。
code-import-table = 请看一下这张表
    .text =
        表中有表、合并单元格的表里有图片，或表太长而不能照原样保留，已作简化。

        请看看是否仍能看懂。
code-import-formula = 公式变成了一行符号
    .text =
        公式按顺序写成一个个符号，没有分数线和根号。

        请看看是否仍能看懂，或改用图片。
code-import-symbol = 符号字体里有不认识的符号
    .text =
        符号字体画出的符号没有自己的编码。不认识的都变成了 □。

        请换成正确的符号。
code-import-left-out = 不属于公文的内容没有导入
    .text =
        页眉、页脚、目录、没有填写的空白处，以及不是公文的文件，都略过。

        如果其中有属于公文的，请补写进去。
code-import-extension = 文件与名称不符
    .text =
        不论名称怎样，按文件实际的类型读取。

        不必处理；改成正确的名称，别人就不会再有疑问。
code-import-converted = 文件经 LibreOffice 转换后读取
    .text =
        文件是旧格式，先转成了 .docx。小标题前的序号最容易出错。

        请与原件核对序号。
code-import-ledger = 台账已经复制
    .text =
        这张表是单位的台账，已复制到生成时会去找的地方。

        不必处理。`dafu check` 会说明哪些行没有对应的文件。

## 发布过的网址：dafu.lock、旧网址、转向、更正

code-address-gone = 发布过的网址将失效
    .text =
        dafu.lock（或用来核对的网站）里有一个网址，下次生成后就没有了。凡是链接、引用或印发过它的人，都会找不到。

        如果答复换了标识，请在前置数据里写明原来的：`aliases = ["old-id"]`。如果不再公开，请保留文件并写 `status = "withdrawn"`：原网址留有说明，不含任何原文。如果单位改名，请写在 dafu.toml 的 `[renamed]` 下。如果从来没有人见过这个网址，请从 dafu.lock 里删掉这一行。

        生成时这是警告；用 `dafu check --against` 时退出码为 1。
code-alias = 旧网址的写法不能用
    .text =
        `aliases` 写明答复或单独页面以前的网址：旧标识（`"zjj-2021-3"`），或旧网站上相对于网站根目录的路径（`"art/2021/3/5/art_123.html"`）。这些地方各有一页，转到现在的网页。

        带 `?` 的网址不能成为文件；能转向的只有网页：.html、.htm、.shtml，或以 / 结尾的文件夹。
code-alias-taken = 旧网址已被占用
    .text =
        两份文件要用同一个网址：一份作为自己的网址或旧网址，另一份作为旧网址。一个网址只能通到一处。

        请从指出的两个文件之一里去掉这个旧网址。
code-anchor-gone = 发布过的段落链接将失效
    .text =
        段落的链接由它的文字算出。文字改了，旧链接就失效，除非答复写明原来的文字。

        如果是更正，请加上 `[[revisions]]`，写明 `date`、`reason`，并在 `before` 里写更正前的整段文字：旧链接就通到更正记录，前后两种文字都看得到。如果只改一段中的几个字，请再用 `after` 写明现在的文字。如果只是没有人见过的笔误，请从 dafu.lock 里这一页的那一行删掉这个链接；提示里写有它开头的几个字符。
code-revision-unplaced = 更正的文字在正文里找不到
    .text =
        没有写 `after` 时，`before` 是更正前的一段或几段完整文字，dafu 在现在的正文里找与之相像的段落。这一处没有找到，网页就只显示更正前的文字。

        如果只是一段中的几个字，请加上 `after`，写明现在的文字，多少都行，只要在正文里恰好出现一次。如果整段删去，请写 `after = ""`。如果是新增的段落，请写 `before = ""`，并在 `after` 里写新的段落。

## 为什么有些代码的轻重不能改变

fixed-config = 没有设置，dafu 不知道该做什么
fixed-file-name = 没有网址能用这个文件名
fixed-symbolic-link = 这个文件没有读取
fixed-file-source = 应当保密的内容可能会公开
fixed-file-special = 这个文件无法读取
fixed-file-active = 它会在读者的浏览器里运行
fixed-document-too-long = 这份文件没有读取
fixed-page-name = 这个页面无法写出
fixed-id = 这篇答复会没有网址
fixed-id-twice = 两篇答复会丢掉一篇
fixed-encoding = 公开的文字会缺字
fixed-front-matter = 前置数据全都不算数，公开属性也在内
fixed-front-matter-open = 前置数据全都不算数，公开属性也在内
fixed-title-missing = 网页要有名称
fixed-body-empty = 没有可以公开的内容
fixed-too-deep = 这份文件没有照原意读取
fixed-html-too-long = 这一段没有显示
fixed-file-missing = 网页上的链接会失效
fixed-ledger = 台账全都不算数，公开属性也在内
fixed-ledger-access = 应当保密的内容可能会公开
fixed-private = 隐私号码会被公开；可用 dafu.toml 的 `privacy` 打码或放行
