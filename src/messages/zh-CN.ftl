# dafu 在命令行里说的话（简体中文）。名称、属性和花括号里的值须与 en.ftl 完全一致，次序也相同。
#
# 译文要平实、准确，像细心的同事对经办人说话：请……；不用感叹号；用全角标点和“”引号；
# 产品用语与 README.zh.md、themes/default/i18n/zh-CN.toml 一致。


### 帮助

## 几条命令共用的话

-print-json = 输出 JSON
-quiet = 只说错误
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
help-build-verbose = 逐条显示警告和提示，不只显示每类的前几条
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
