<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ErrorText</name>
    <message>
        <source>This value cannot be used</source>
        <translation>这个值无法使用</translation>
    </message>
    <message>
        <source>Reading or writing failed</source>
        <translation>读写失败</translation>
    </message>
    <message>
        <source>No space is left on the disk</source>
        <translation>磁盘空间已满</translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation>文件已损坏</translation>
    </message>
    <message>
        <source>This kind is not read yet</source>
        <translation>暂不支持这种文件</translation>
    </message>
    <message>
        <source>It is larger than the limit</source>
        <translation>超出大小上限</translation>
    </message>
    <message>
        <source>Stopped on request</source>
        <translation>已按要求停止</translation>
    </message>
    <message>
        <source>These shapes do not go together</source>
        <translation>这两个形状不匹配</translation>
    </message>
    <message>
        <source>This element type is not taken here</source>
        <translation>此处不接受这种元素类型</translation>
    </message>
    <message>
        <source>A fault of this program</source>
        <translation>程序内部错误</translation>
    </message>
    <message>
        <source>%1: expected %2.</source>
        <translation>%1：应为 %2。</translation>
    </message>
    <message>
        <source>%1: “%2” (%3).</source>
        <comment>what, file, system&apos;s words</comment>
        <translation>%1：“%2”（%3）。</translation>
    </message>
    <message>
        <source>%1: “%2”, expected %3.</source>
        <translation>%1：“%2”，应为 %3。</translation>
    </message>
    <message>
        <source>%1: “%2”.</source>
        <comment>what, file</comment>
        <translation>%1：“%2”。</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>请换一个值。</translation>
    </message>
    <message>
        <source>Check the path; it may have been moved or renamed.</source>
        <translation>请检查路径，它可能已被移动或改名。</translation>
    </message>
    <message>
        <source>Ask its owner for access, or choose another place.</source>
        <translation>请向所有者申请权限，或换一个位置。</translation>
    </message>
    <message>
        <source>Check the disk or the network drive, then try again.</source>
        <translation>请检查磁盘或网络驱动器，然后重试。</translation>
    </message>
    <message>
        <source>Free some space, then try again; nothing was lost.</source>
        <translation>请腾出一些空间后重试，数据没有丢失。</translation>
    </message>
    <message>
        <source>What could be read is shown. Write the file again if you need the rest.</source>
        <translation>能读到的内容都已显示；如需其余部分，请重新写出该文件。</translation>
    </message>
    <message>
        <source>Open a folder of event logs instead.</source>
        <translation>请改为打开存放事件日志的文件夹。</translation>
    </message>
    <message>
        <source>Open a smaller part of it.</source>
        <translation>请只打开其中较小的一部分。</translation>
    </message>
    <message>
        <source>Change one of the two sides that the details name.</source>
        <translation>请修改详细信息中指出的两方之一。</translation>
    </message>
    <message>
        <source>Copy the diagnostics and report it.</source>
        <translation>请复制诊断信息并反馈给我们。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Damaged record length</source>
        <translation>记录长度损坏</translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation>校验和不符</translation>
    </message>
    <message>
        <source>Impossible record length</source>
        <translation>记录长度不合理</translation>
    </message>
    <message>
        <source>Ends inside a record</source>
        <translation>末尾记录不完整</translation>
    </message>
    <message>
        <source>Record is no event</source>
        <translation>记录不是事件</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Packed file is damaged</source>
        <translation>压缩文件损坏</translation>
    </message>
    <message>
        <source>Two writers at once</source>
        <translation>两个程序同时写入</translation>
    </message>
    <message>
        <source>Run was restarted</source>
        <translation>运行曾重新开始</translation>
    </message>
    <message>
        <source>Steps written twice</source>
        <translation>步数重复写入</translation>
    </message>
    <message>
        <source>Steps go back</source>
        <translation>步数倒退</translation>
    </message>
    <message>
        <source>Clock went back</source>
        <translation>时钟倒退</translation>
    </message>
    <message>
        <source>Time is not a number</source>
        <translation>时间不是数字</translation>
    </message>
    <message>
        <source>NaN or infinite values</source>
        <translation>出现 NaN 或无穷大</translation>
    </message>
    <message>
        <source>Joined files</source>
        <translation>文件经过拼接</translation>
    </message>
    <message>
        <source>No version record</source>
        <translation>缺少版本记录</translation>
    </message>
    <message>
        <source>Equal run names</source>
        <translation>运行重名</translation>
    </message>
    <message>
        <source>File was replaced</source>
        <translation>文件被替换</translation>
    </message>
    <message>
        <source>File became shorter</source>
        <translation>文件变短</translation>
    </message>
    <message>
        <source>File was deleted</source>
        <translation>文件被删除</translation>
    </message>
    <message>
        <source>Nothing readable follows so far.</source>
        <translation>其后暂时没有可读的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s) were skipped, reading went on at byte %1.</source>
        <translation>
            <numerusform>跳过了 %Ln 字节，从第 %1 字节处继续读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>At byte %1 of “%2” a record&apos;s length does not match its checksum.</source>
        <translation>“%2”第 %1 字节处，记录长度与校验和不符。</translation>
    </message>
    <message>
        <source>At byte %1 of “%2” a record&apos;s bytes do not match their checksum.</source>
        <translation>“%2”第 %1 字节处，记录内容与校验和不符。</translation>
    </message>
    <message>
        <source>At byte %1 of “%2” a record claims more bytes than the file can hold.</source>
        <translation>“%2”第 %1 字节处，记录声称的长度超过了文件本身。</translation>
    </message>
    <message>
        <source>“%2” ends inside the record at byte %1. It is read on as soon as the rest arrives.</source>
        <translation>“%2”在第 %1 字节处的记录尚不完整，其余部分写入后会立即继续读取。</translation>
    </message>
    <message>
        <source>The record at byte %1 of “%2” has right checksums but is no event. It was skipped.</source>
        <translation>“%2”第 %1 字节处的记录校验和正确，但不是事件，已跳过。</translation>
    </message>
    <message>
        <source>“%1” cannot be opened or read.</source>
        <translation>无法打开或读取“%1”。</translation>
    </message>
    <message>
        <source>“%1” cannot be opened or read: %2.</source>
        <translation>无法打开或读取“%1”：%2。</translation>
    </message>
    <message>
        <source>“%1” and “%2” were written to this run at the same time. Their points are shown in the order of the files.</source>
        <translation>“%1”和“%2”同时写入了这个运行，数据点按文件顺序显示。</translation>
    </message>
    <message>
        <source>A later session went on from step %1 (so far to %2).</source>
        <translation>后来的会话从第 %1 步继续（目前到第 %2 步）。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln older point(s), steps %1 to %2, are superseded: kept and hidden.</source>
        <translation>
            <numerusform>%Ln 个旧数据点（第 %1 到 %2 步）已被取代：保留但隐藏。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One writer gave “%1” the same step more than once, first at step %2 (%Ln time(s)). All points are kept.</source>
        <translation>
            <numerusform>“%1”有步数被重复写入，首次出现在第 %2 步（共 %Ln 次）。所有数据点均已保留。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The steps of “%1” go back from %2 to %3 (%Ln time(s)). All points are kept in the order they were written.</source>
        <translation>
            <numerusform>“%1”的步数从 %2 倒退到 %3（共 %Ln 次）。所有数据点按写入顺序保留。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The wall time of “%1” went back by more than a second near step %2 (%Ln time(s)).</source>
        <translation>
            <numerusform>“%1”的时间在第 %2 步附近倒退了一秒以上（共 %Ln 次）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s) of “%1” have no wall time. They are shown by step only.</source>
        <translation>
            <numerusform>“%1”有 %Ln 个数据点没有时间，只能按步数显示。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %Ln value(s) that are NaN or infinite, first at step %2. The line breaks there.</source>
        <translation>
            <numerusform>“%1”有 %Ln 个值为 NaN 或无穷大，首次出现在第 %2 步，曲线在该处断开。</numerusform>
        </translation>
    </message>
    <message>
        <source>“%2” has a second version record at byte %1: files seem to have been joined. All of it was read.</source>
        <translation>“%2”第 %1 字节处又出现了版本记录，文件可能经过拼接。内容已全部读取。</translation>
    </message>
    <message>
        <source>“%1” does not begin with a version record. It was read all the same.</source>
        <translation>“%1”的开头没有版本记录，但仍已读取。</translation>
    </message>
    <message>
        <source>Two folders give the run name “%1”: %2.</source>
        <translation>两个文件夹对应同一个运行名“%1”：%2。</translation>
    </message>
    <message>
        <source>“%1” was replaced by another file and read anew.</source>
        <translation>“%1”已被另一个文件替换，并已重新读取。</translation>
    </message>
    <message>
        <source>“%1” became shorter and was read anew.</source>
        <translation>“%1”变短了，已重新读取。</translation>
    </message>
    <message>
        <source>“%1” was deleted. What had been read of it is still shown.</source>
        <translation>“%1”已被删除，先前读到的内容仍然显示。</translation>
    </message>
    <message>
        <source>If there is a good copy of the file, put it back; it is read at once.</source>
        <translation>如有完好的副本，请放回原处，程序会立即读取。</translation>
    </message>
    <message>
        <source>Check who may read the file, then look again.</source>
        <translation>请检查文件的读取权限，然后再试。</translation>
    </message>
    <message>
        <source>Give each process a folder of its own.</source>
        <translation>请让每个进程写入各自的文件夹。</translation>
    </message>
    <message>
        <source>Look at what came before that step: learning rate, loss scale, inputs.</source>
        <translation>请查看该步之前的情况：学习率、损失缩放、输入数据。</translation>
    </message>
    <message>
        <source>Rename one of the folders, or open them as roots with names.</source>
        <translation>请给其中一个文件夹改名，或以命名根目录的方式打开。</translation>
    </message>
    <message>
        <source>“Show older points” brings the older ones back.</source>
        <translation>使用“显示旧数据点”可重新看到旧数据。</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>No permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>“%1” is not there.</source>
        <translation>“%1”不存在。</translation>
    </message>
    <message>
        <source>The system does not allow access to “%1”.</source>
        <translation>系统不允许访问“%1”。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>Link leads nowhere</source>
        <translation>链接没有目标</translation>
    </message>
    <message>
        <source>Not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>“%1” is a link to “%2”, where nothing is.</source>
        <translation>“%1”是指向“%2”的链接，那里什么也没有。</translation>
    </message>
    <message>
        <source>“%1” is named like an event file and is a folder.</source>
        <translation>“%1”的名称像事件文件，却是文件夹。</translation>
    </message>
    <message>
        <source>“%1” is named like an event file and is a pipe.</source>
        <translation>“%1”的名称像事件文件，却是管道。</translation>
    </message>
    <message>
        <source>“%1” is named like an event file and is a socket.</source>
        <translation>“%1”的名称像事件文件，却是套接字。</translation>
    </message>
    <message>
        <source>“%1” is named like an event file and is a device.</source>
        <translation>“%1”的名称像事件文件，却是设备。</translation>
    </message>
    <message>
        <source>Put the file back there, or remove the link; then look again.</source>
        <translation>请把文件放回原处，或删除该链接，然后重新查看。</translation>
    </message>
    <message>
        <source>Event files in it are read as a run. Rename it if it is none.</source>
        <translation>其中的事件文件按一次运行读取。如果不是运行，请重命名。</translation>
    </message>
    <message>
        <source>Let its writer write into a file, or give it another name.</source>
        <translation>请让写入程序写到文件中，或换一个名称。</translation>
    </message>
    <message>
        <source>Values that are no numbers</source>
        <translation>值不是数字</translation>
    </message>
    <message>
        <source>Several numbers in one value</source>
        <translation>一个值含多个数字</translation>
    </message>
    <message>
        <source>Name is not UTF-8</source>
        <translation>名称不是 UTF-8</translation>
    </message>
    <message>
        <source>%1 (of the unpacked data)</source>
        <translation>%1（解压后数据中）</translation>
    </message>
    <message>
        <source>The packed data of “%2” are broken at byte %1, or other bytes follow them. Everything before was read.</source>
        <translation>“%2”的压缩数据在第 %1 字节处损坏，或其后还有其他内容；此前的内容均已读取。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) of “%1” cannot be drawn (%2), first at step %3.</source>
        <translation>
            <numerusform>“%1”有 %Ln 个值无法绘制（%2），首见于第 %3 步。</numerusform>
        </translation>
    </message>
    <message>
        <source>The values of “%1” have the shape %2. Only the first element of each is shown.</source>
        <translation>“%1”的值的形状为 %2，只显示每个值的第一个元素。</translation>
    </message>
    <message>
        <source>The name holds bytes that are not UTF-8. They are shown as a replacement character.</source>
        <translation>名称中含有不是 UTF-8 的字节，显示为替换字符。</translation>
    </message>
    <message>
        <source>Log one real number a step.</source>
        <translation>请每步记录一个实数。</translation>
    </message>
    <message>
        <source>Log each element under a tag of its own.</source>
        <translation>请把每个元素记录到单独的标签下。</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1/s</source>
        <comment>bytes per second</comment>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>date, time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>date format, day and month</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>date format with year</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>percent</comment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
</context>
<context>
    <name>PathWords</name>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Event logs</source>
        <translation>事件日志</translation>
    </message>
    <message>
        <source>Data files</source>
        <translation>数据文件</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>性能跟踪文件</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Files of this kind</source>
        <translation>这类文件</translation>
    </message>
    <message>
        <source>“%1” is not there. It may have been moved or renamed.</source>
        <translation>找不到“%1”，它可能已被移动或改名。</translation>
    </message>
    <message>
        <source>“%1” was not opened: %2 cannot be read yet. Event logs (tfevents) and folders of them can.</source>
        <translation>未能打开“%1”：暂不支持%2。可以打开事件日志（tfevents）及存放它们的文件夹。</translation>
    </message>
</context>
<context>
    <name>QKeySequenceEdit</name>
    <message>
        <source>Press shortcut</source>
        <translation>按下快捷键</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Return</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>td::app::AboutDialog</name>
    <message>
        <source>Window, drawing, files</source>
        <translation>窗口、绘图与文件</translation>
    </message>
    <message>
        <source>Icons, vector export</source>
        <translation>图标与矢量导出</translation>
    </message>
    <message>
        <source>Regular expressions of filters</source>
        <translation>筛选用的正则表达式</translation>
    </message>
    <message>
        <source>Packed logs</source>
        <translation>压缩日志</translation>
    </message>
    <message>
        <source>Matrix products, convolutions</source>
        <translation>矩阵乘法与卷积</translation>
    </message>
    <message>
        <source>What oneDNN asks for threads</source>
        <translation>供 oneDNN 使用的线程库</translation>
    </message>
    <message>
        <source>Writing JSON</source>
        <translation>写出 JSON</translation>
    </message>
    <message>
        <source>Results of functions</source>
        <translation>函数返回结果</translation>
    </message>
    <message>
        <source>A few pictures in the sample runs</source>
        <translation>示例运行中的少量图片</translation>
    </message>
    <message>
        <source>Sample data, by Y. LeCun and C. Cortes</source>
        <translation>示例数据，作者 Y. LeCun 与 C. Cortes</translation>
    </message>
    <message>
        <source>Sample data, by R. A. Fisher, from the UCI repository</source>
        <translation>示例数据，作者 R. A. Fisher，取自 UCI 数据仓库</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Third-party parts and their licences</source>
        <translation>第三方组件及其许可证</translation>
    </message>
    <message>
        <source>About Tensordesk</source>
        <translation>关于 Tensordesk</translation>
    </message>
    <message>
        <source>A native workbench for machine learning. Nothing leaves this machine.
Free software under the GNU General Public License, version 3 or later, without any warranty.</source>
        <translation>原生的机器学习工作台，数据不会离开本机。
本程序是自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本，不附带任何担保。</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>Versions, system and the last lines of the log, for a report. Home is written as “~”.</source>
        <translation>用于反馈问题：版本、系统信息和日志末尾。主目录写作“~”。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>The language&apos;s own library</source>
        <translation>语言自带的库</translation>
    </message>
    <message>
        <source>The system&apos;s own library</source>
        <translation>系统自带的库</translation>
    </message>
    <message>
        <source>Training pictures</source>
        <translation>训练图片</translation>
    </message>
</context>
<context>
    <name>td::app::ChartActions</name>
    <message>
        <source>Fit the chart to its data</source>
        <translation>使图表适应数据</translation>
    </message>
    <message>
        <source>Logarithmic y axis of the chart, or back</source>
        <translation>切换图表的对数 y 轴</translation>
    </message>
    <message>
        <source>Pin the chart to the top, or unpin it</source>
        <translation>将图表固定到顶部或取消固定</translation>
    </message>
    <message>
        <source>Chart at full size, or back</source>
        <translation>图表全尺寸显示或还原</translation>
    </message>
    <message>
        <source>Open the chart in its own window</source>
        <translation>在独立窗口中打开图表</translation>
    </message>
    <message>
        <source>Make the chart wider or narrower</source>
        <translation>加宽或收窄图表</translation>
    </message>
    <message>
        <source>Export the chart…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>Fit all charts</source>
        <translation>使所有图表适应数据</translation>
    </message>
    <message>
        <source>Fold all groups</source>
        <translation>折叠所有分组</translation>
    </message>
    <message>
        <source>Open all groups</source>
        <translation>展开所有分组</translation>
    </message>
    <message>
        <source>Clear the selected range</source>
        <translation>清除所选范围</translation>
    </message>
    <message>
        <source>Follow live, or stop following</source>
        <translation>开始或停止实时跟随</translation>
    </message>
    <message>
        <source>X axis: training step</source>
        <translation>x 轴：训练步</translation>
    </message>
    <message>
        <source>X axis: time since the run began</source>
        <translation>x 轴：运行开始后的时间</translation>
    </message>
    <message>
        <source>X axis: date and time</source>
        <translation>x 轴：日期和时间</translation>
    </message>
    <message>
        <source>Logarithmic x axis, or back</source>
        <translation>切换对数 x 轴</translation>
    </message>
    <message>
        <source>Fit the y axis without outliers, or with them</source>
        <translation>y 轴适应时排除或包含离群值</translation>
    </message>
    <message>
        <source>Smoothing: none</source>
        <translation>平滑：无</translation>
    </message>
    <message>
        <source>Smoothing: EMA</source>
        <translation>平滑：指数移动平均</translation>
    </message>
    <message>
        <source>Smoothing: time-weighted EMA</source>
        <translation>平滑：时间加权指数移动平均</translation>
    </message>
    <message>
        <source>Smoothing: Gaussian</source>
        <translation>平滑：高斯</translation>
    </message>
    <message>
        <source>Smoothing: running mean</source>
        <translation>平滑：移动平均</translation>
    </message>
    <message>
        <source>Smoothing: running median</source>
        <translation>平滑：移动中位数</translation>
    </message>
    <message>
        <source>Smooth more</source>
        <translation>增强平滑</translation>
    </message>
    <message>
        <source>Smooth less</source>
        <translation>减弱平滑</translation>
    </message>
    <message>
        <source>Show the original behind the smoothed line, or hide it</source>
        <translation>显示或隐藏平滑线后的原始曲线</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Mean and deviation of the runs of a folder</source>
        <translation>同一文件夹中各运行的均值与偏差</translation>
    </message>
    <message>
        <source>Each run on its own, without means</source>
        <translation>单独显示每个运行，不求均值</translation>
    </message>
</context>
<context>
    <name>td::app::DropHint</name>
    <message>
        <source>Drop to open</source>
        <translation>松开即可打开</translation>
    </message>
</context>
<context>
    <name>td::app::HomeMode</name>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
</context>
<context>
    <name>td::app::HomePage</name>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>a file or a folder; read where it lies, never changed</source>
        <translation>文件或文件夹；就地读取，绝不改动</translation>
    </message>
    <message>
        <source>Drop a folder or an event log here</source>
        <translation>将文件夹或事件日志拖到这里</translation>
    </message>
    <message>
        <source>TensorFlow-style event logs (tfevents), as TensorFlow, PyTorch, Keras, JAX and tensorboardX write them, also gzip&apos;d. Every point is read.</source>
        <translation>TensorFlow 格式的事件日志（tfevents），由 TensorFlow、PyTorch、Keras、JAX、tensorboardX 等写出，也支持 gzip 压缩。每个数据点都会读取。</translation>
    </message>
    <message>
        <source>Sample runs</source>
        <translation>示例运行</translation>
    </message>
    <message>
        <source>real logs of real training, to look around in</source>
        <translation>来自真实训练的真实日志，可随意浏览</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部快捷键</translation>
    </message>
</context>
<context>
    <name>td::app::KeysModel</name>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>td::app::KeysPage</name>
    <message>
        <source>“%1” had this key and has none now.</source>
        <translation>此快捷键原属于“%1”，现已从它移除。</translation>
    </message>
    <message>
        <source>Key of “%1”</source>
        <translation>“%1”的快捷键</translation>
    </message>
    <message>
        <source>Choose an action</source>
        <translation>请选择一个操作</translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation>查找操作或快捷键</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其快捷键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新快捷键</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>请按下新的快捷键</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>This action gets no key</source>
        <translation>不为此操作设置快捷键</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Back to the key this action came with</source>
        <translation>恢复此操作的默认快捷键</translation>
    </message>
</context>
<context>
    <name>td::app::KindTabs</name>
    <message>
        <source>%1, %2</source>
        <comment>kind of data, number of tags</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>td::app::MainWindow</name>
    <message>
        <source>Go to %1</source>
        <translation>转到“%1”</translation>
    </message>
    <message>
        <source>Modes</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Open a folder of event logs</source>
        <translation>打开存放事件日志的文件夹</translation>
    </message>
    <message>
        <source>Open event logs</source>
        <translation>打开事件日志</translation>
    </message>
    <message>
        <source>Event logs (*tfevents*)</source>
        <translation>事件日志 (*tfevents*)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation>保存工作区</translation>
    </message>
    <message>
        <source>Name of the workspace:</source>
        <translation>工作区名称：</translation>
    </message>
    <message>
        <source>The workspace “%1” was saved.</source>
        <translation>工作区“%1”已保存。</translation>
    </message>
    <message>
        <source>Tensordesk did not end properly last time. What was open can be brought back.</source>
        <translation>Tensordesk 上次没有正常退出，可以恢复当时打开的内容。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>%1 – Tensordesk</source>
        <comment>window title</comment>
        <translation>%1 – Tensordesk</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Show another folder beside what is open</source>
        <translation>在已打开的内容之外再显示一个文件夹</translation>
    </message>
    <message>
        <source>Forget recent folders</source>
        <translation>清空最近打开的文件夹</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the last change of the view</source>
        <translation>撤销上一次视图更改</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Make the undone change again</source>
        <translation>重做刚才撤销的更改</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Find any action</source>
        <translation>查找任意操作</translation>
    </message>
    <message>
        <source>Search actions, runs, tags and settings</source>
        <translation>搜索操作、运行、标签和设置</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Show what is running</source>
        <translation>显示正在进行的任务</translation>
    </message>
    <message>
        <source>Show what was odd or damaged in the logs</source>
        <translation>显示日志中异常或损坏之处</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Look up and change keys</source>
        <translation>查看和更改快捷键</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色主题</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>下一个面板</translation>
    </message>
    <message>
        <source>Move the focus to the next panel</source>
        <translation>将焦点移到下一个面板</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>About Tensordesk</source>
        <translation>关于 Tensordesk</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>Versions, system and the last lines of the log, for a report</source>
        <translation>用于反馈问题：版本、系统信息和日志末尾</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Save what is open and how it looks</source>
        <translation>保存打开的内容及其显示方式</translation>
    </message>
    <message>
        <source>Save workspace as…</source>
        <translation>工作区另存为…</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Follow live runs</source>
        <translation>跟随实时运行</translation>
    </message>
    <message>
        <source>Index size</source>
        <translation>索引大小</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Detach or put back the panel</source>
        <translation>分离或放回面板</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>关闭面板</translation>
    </message>
    <message>
        <source>The workspace “%1” was not saved. %2</source>
        <translation>工作区“%1”未能保存。%2</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open workspace “%1”</source>
        <translation>打开工作区“%1”</translation>
    </message>
</context>
<context>
    <name>td::app::ModeRail</name>
    <message>
        <source>Modes</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>td::app::NoticeBar</name>
    <message>
        <source>Close this notice (Esc)</source>
        <translation>关闭此通知 (Esc)</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此通知</translation>
    </message>
</context>
<context>
    <name>td::app::RecentList</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 等另外 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2, opened %3</source>
        <translation>%1，%2，打开于 %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>runs, tags</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln 个标签</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RecentPanel</name>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation>最近打开的文件夹</translation>
    </message>
    <message>
        <source>Open (Enter), forget (Del)</source>
        <translation>打开 (Enter)，从列表移除 (Del)</translation>
    </message>
    <message>
        <source>What you open appears here.</source>
        <translation>打开过的内容会显示在这里。</translation>
    </message>
</context>
<context>
    <name>td::app::RunsHead</name>
    <message>
        <source>Kinds of data</source>
        <translation>数据种类</translation>
    </message>
    <message>
        <source>Follow live</source>
        <translation>实时跟随</translation>
    </message>
    <message>
        <source>Move the charts along as new points arrive</source>
        <translation>新数据到来时图表自动跟随</translation>
    </message>
    <message>
        <source>Steps %1  ✕</source>
        <translation>步 %1  ✕</translation>
    </message>
    <message>
        <source>Selected range %1, press to clear</source>
        <translation>已选范围 %1，按下可清除</translation>
    </message>
    <message>
        <source>Clear the range</source>
        <translation>清除范围</translation>
    </message>
</context>
<context>
    <name>td::app::RunsMode</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 points, every one kept</source>
        <translation>%1 个点，全部保留</translation>
    </message>
    <message>
        <source>%1 read in %2, %3</source>
        <translation>已读取 %1，用时 %2，%3</translation>
    </message>
    <message numerus="yes">
        <source>Live: %Ln run(s)</source>
        <translation>
            <numerusform>实时：%Ln 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading runs</source>
        <translation>正在读取运行</translation>
    </message>
    <message>
        <source>%1 read</source>
        <translation>已读取 %1</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Look for new runs now</source>
        <translation>立即查找新的运行</translation>
    </message>
    <message>
        <source>Show only the current run</source>
        <translation>只显示当前运行</translation>
    </message>
    <message>
        <source>Rename the current run</source>
        <translation>重命名当前运行</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>%1 opened from the index in %2</source>
        <translation>已从索引打开 %1，用时 %2</translation>
    </message>
    <message numerus="yes">
        <source>Live: %Ln run(s), last point %1 ago</source>
        <translation>
            <numerusform>实时：%Ln 个运行，最近的点在 %1前</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is open already and is shown once.</source>
        <translation>“%1”已经打开，只显示一份。</translation>
    </message>
    <message>
        <source>“%1” lies inside “%2”, which shows its runs already.</source>
        <translation>“%1”位于“%2”之内，其中的运行已经显示。</translation>
    </message>
    <message>
        <source>Issues of the current run</source>
        <translation>当前运行的问题</translation>
    </message>
    <message>
        <source>The picture is in the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>The chart was not saved. %1</source>
        <translation>图表未能保存。%1</translation>
    </message>
    <message>
        <source>Looking for runs</source>
        <translation>正在查找运行</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>Panel of settings and facts</source>
        <translation>设置与信息面板</translation>
    </message>
    <message>
        <source>Show or hide the panel at the right: how charts look, what is known of a run</source>
        <translation>显示或隐藏右侧面板：图表外观和所选运行的信息</translation>
    </message>
</context>
<context>
    <name>td::app::RunsPage</name>
    <message>
        <source>Scalars</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>Histograms</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>HParams</source>
        <translation>超参数</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>No runs are open</source>
        <translation>没有打开的运行</translation>
    </message>
    <message>
        <source>Open a folder of TensorFlow, PyTorch or Keras logs: every run below it is shown, every point kept.</source>
        <translation>打开存放 TensorFlow、PyTorch 或 Keras 日志的文件夹：其中的每个运行都会显示，每个点都会保留。</translation>
    </message>
    <message>
        <source>Looking for runs…</source>
        <translation>正在查找运行…</translation>
    </message>
    <message>
        <source>Runs appear as soon as they are found.</source>
        <translation>找到的运行会立即显示。</translation>
    </message>
    <message>
        <source>No runs in this folder</source>
        <translation>此文件夹中没有运行</translation>
    </message>
    <message>
        <source>Runs are event files (events.out.tfevents…). The folder is watched: a run that starts there shows at once.</source>
        <translation>运行即事件文件（events.out.tfevents…）。程序会监视此文件夹：新开始的运行会立即显示。</translation>
    </message>
    <message>
        <source>Older points</source>
        <translation>旧数据点</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>td::app::SampleCard</name>
    <message>
        <source>Open the sample “%1” (Enter)</source>
        <translation>打开示例“%1” (Enter)</translation>
    </message>
    <message>
        <source>All samples</source>
        <translation>全部示例</translation>
    </message>
    <message>
        <source>Optimizers compared</source>
        <translation>优化器对比</translation>
    </message>
    <message>
        <source>Regularizers compared</source>
        <translation>正则化方法对比</translation>
    </message>
    <message>
        <source>Every run that came with the program</source>
        <translation>程序自带的所有运行</translation>
    </message>
    <message>
        <source>A wider network; one run was stopped and resumed</source>
        <translation>更宽的网络，其中一个运行中断后继续</translation>
    </message>
    <message>
        <source>Real logs of a real training</source>
        <translation>来自真实训练的真实日志</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>runs, tags</comment>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>One small network, five schedules; one of them diverges</source>
        <translation>同一个小网络，五种学习率策略，其中一种发散</translation>
    </message>
</context>
<context>
    <name>td::app::SettingsDialog</name>
    <message>
        <source>The index takes %1.</source>
        <translation>索引占用 %1。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>设置页</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Nothing slides or fades.</source>
        <translation>不使用滑动和淡入淡出效果。</translation>
    </message>
    <message>
        <source>Follow live runs</source>
        <translation>跟随实时运行</translation>
    </message>
    <message>
        <source>Charts move along as new points arrive.</source>
        <translation>有新数据点时图表随之移动。</translation>
    </message>
    <message>
        <source>Keep an index of what was opened</source>
        <translation>为打开过的日志保留索引</translation>
    </message>
    <message>
        <source>Opening the same logs again is then instant.</source>
        <translation>再次打开相同日志时可立即显示。</translation>
    </message>
    <message>
        <source>The index lies in the cache folder, never beside your logs. It may be deleted at any time; the next opening makes it anew.</source>
        <translation>索引存放在缓存文件夹中，绝不会放在日志旁边。可随时删除，下次打开时会重新建立。</translation>
    </message>
    <message>
        <source>Clear the index</source>
        <translation>清除索引</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>重置所有设置</translation>
    </message>
    <message>
        <source>Everything back to its default, keys too. Recent folders stay.</source>
        <translation>全部恢复默认，包括快捷键；最近打开的文件夹会保留。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The index is empty.</source>
        <translation>索引是空的。</translation>
    </message>
    <message>
        <source>Largest size</source>
        <translation>最大大小</translation>
    </message>
    <message>
        <source>Largest size of the index</source>
        <translation>索引的最大大小</translation>
    </message>
    <message>
        <source>What was not opened for longest goes first.</source>
        <translation>最久没有打开的先删除。</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
</context>
<context>
    <name>td::app::StatusStrip</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation>没有任务</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop “%1”</source>
        <translation>停止“%1”</translation>
    </message>
    <message>
        <source>Stop the job</source>
        <translation>停止任务</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s)</source>
        <translation>
            <numerusform>%Ln 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>td::app::TopBar</name>
    <message>
        <source>Nothing was opened yet</source>
        <translation>尚未打开过任何内容</translation>
    </message>
    <message>
        <source>No saved workspaces</source>
        <translation>没有已保存的工作区</translation>
    </message>
    <message>
        <source>Top bar</source>
        <translation>顶栏</translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation>未打开</translation>
    </message>
    <message>
        <source>Open something or choose a recent folder</source>
        <translation>打开内容，或选择最近的文件夹</translation>
    </message>
    <message>
        <source>Open or choose a recent folder</source>
        <translation>打开或选择最近的文件夹</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Saved workspaces: what is open and how it looks</source>
        <translation>已保存的工作区：打开的内容及其显示方式</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Search actions, runs, tags, settings</source>
        <translation>搜索操作、运行、标签、设置</translation>
    </message>
</context>
<context>
    <name>td::app::TourStrip</name>
    <message>
        <source>First tour</source>
        <translation>快速上手</translation>
    </message>
    <message>
        <source>Close the tour for good</source>
        <translation>不再显示快速上手</translation>
    </message>
    <message>
        <source>Open a run</source>
        <translation>打开运行</translation>
    </message>
    <message>
        <source>Drop a folder, or click a sample below</source>
        <translation>拖入文件夹，或点击下面的示例</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Smooth, zoom and sort, all charts linked</source>
        <translation>平滑、缩放、排序；光标联动所有图表</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>查看内容</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>A chart as SVG, PDF or PNG, its points as CSV</source>
        <translation>图表存为 SVG、PDF、PNG，数据点存为 CSV</translation>
    </message>
    <message>
        <source>Pictures, histograms, text, graphs</source>
        <translation>图片、直方图、文本、计算图</translation>
    </message>
</context>
<context>
    <name>td::kit::ActionRegistry</name>
    <message>
        <source>%1 (%2)</source>
        <comment>tooltip: action, key</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>td::kit::CommandPalette</name>
    <message>
        <source>Nothing is called “%1”.</source>
        <translation>没有找到“%1”。</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Search actions, runs, tags, settings</source>
        <translation>搜索操作、运行、标签、设置</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>搜索结果</translation>
    </message>
</context>
<context>
    <name>td::kit::EmptyState</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详细信息</translation>
    </message>
</context>
<context>
    <name>td::kit::IssueList</name>
    <message>
        <source>Weight</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>What</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What was found and done</source>
        <translation>情况与处理</translation>
    </message>
</context>
<context>
    <name>td::kit::IssuePanel</name>
    <message numerus="yes">
        <source>%Ln issue(s)</source>
        <translation>
            <numerusform>%Ln 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln issue(s)</source>
        <translation>
            <numerusform>%1 / %Ln 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Filter issues</source>
        <translation>筛选问题</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings and damage</source>
        <translation>警告和损坏</translation>
    </message>
    <message>
        <source>Damage only</source>
        <translation>仅损坏</translation>
    </message>
    <message>
        <source>Least weight shown</source>
        <translation>显示的最低级别</translation>
    </message>
    <message>
        <source>Copy the chosen issues, or all (Ctrl+C)</source>
        <translation>复制所选问题，未选则复制全部 (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy issues</source>
        <translation>复制问题</translation>
    </message>
    <message>
        <source>No issues</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Everything that is open was read without trouble.</source>
        <translation>所有打开的内容都已顺利读取。</translation>
    </message>
    <message>
        <source>Only %1  ✕</source>
        <comment>the issues of a run</comment>
        <translation>仅 %1  ✕</translation>
    </message>
    <message>
        <source>Only the issues of %1, press to show all</source>
        <translation>仅显示 %1 的问题，按下可显示全部</translation>
    </message>
    <message>
        <source>Show the issues of all runs</source>
        <translation>显示所有运行的问题</translation>
    </message>
</context>
<context>
    <name>td::kit::JobList</name>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>progress: done, total</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2, %3 left</source>
        <comment>progress: done, total, time</comment>
        <translation>%1 / %2，剩余 %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>job: state</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>td::kit::JobPanel</name>
    <message>
        <source>Dismiss</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>%1 (Del)</source>
        <translation>%1 (Del)</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>没有正在进行的任务。</translation>
    </message>
    <message>
        <source>Stop or dismiss the chosen job</source>
        <translation>停止或移除所选任务</translation>
    </message>
</context>
<context>
    <name>td::kit::SearchField</name>
    <message>
        <source>Use a regular expression</source>
        <translation>使用正则表达式</translation>
    </message>
</context>
<context>
    <name>td::kit::Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
</context>
<context>
    <name>td::plot::AccessiblePlot</name>
    <message>
        <source>Line chart</source>
        <translation>折线图</translation>
    </message>
    <message>
        <source>Line chart of %1</source>
        <translation>%1 的折线图</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s).</source>
        <translation>
            <numerusform>%Ln 条曲线。</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2, values from %3 to %4.</source>
        <translation>横轴从 %1 到 %2，值从 %3 到 %4。</translation>
    </message>
    <message>
        <source>Lines: %1.</source>
        <translation>曲线：%1。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>td::plot::LegendTooltip</name>
    <message>
        <source>Values at the cursor</source>
        <translation>光标处的值</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more line(s)</source>
        <translation>
            <numerusform>以及另外 %Ln 条曲线</numerusform>
        </translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Smoothed</source>
        <translation>平滑值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>crashed at %1</source>
        <translation>在 %1 崩溃</translation>
    </message>
    <message>
        <source>ended at %1</source>
        <translation>结束于 %1</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>begins at %1</source>
        <translation>始于 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · mean of %Ln</source>
        <translation>
            <numerusform>%1 · %Ln 个的均值</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::plot::LimitsPopup</name>
    <message>
        <source>Limits of the value axis</source>
        <translation>值轴的上下限</translation>
    </message>
    <message>
        <source>Limits of the horizontal axis</source>
        <translation>横轴的上下限</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Leave empty to fit the data. Enter applies, Esc closes.</source>
        <translation>留空则适应数据。按 Enter 应用，按 Esc 关闭。</translation>
    </message>
    <message>
        <source>auto (%1)</source>
        <translation>自动（%1）</translation>
    </message>
    <message>
        <source>This is not a number. Type one such as 0.25 or 1e-3, or leave the field empty.</source>
        <translation>这不是数字。请输入 0.25 或 1e-3 这样的数字，或留空。</translation>
    </message>
</context>
<context>
    <name>td::plot::PlotLayout</name>
    <message>
        <source>elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>step, %1</source>
        <translation>步，%1</translation>
    </message>
</context>
<context>
    <name>td::preview::Content</name>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be decoded</source>
        <translation>
            <numerusform>%Ln 张无法解码</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bucket(s)</source>
        <translation>
            <numerusform>%Ln 个区间</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 个值</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln clip(s)</source>
        <translation>
            <numerusform>%Ln 段音频</numerusform>
        </translation>
    </message>
    <message>
        <source>shape %1</source>
        <translation>形状 %1</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>Graph with its collections</source>
        <translation>计算图及其集合</translation>
    </message>
    <message>
        <source>Trace of a step</source>
        <translation>一步的跟踪记录</translation>
    </message>
    <message numerus="yes">
        <source>%Ln graph(s)</source>
        <translation>
            <numerusform>%Ln 个计算图</numerusform>
        </translation>
    </message>
    <message>
        <source>WAV, %1-bit PCM</source>
        <translation>WAV，%1 位 PCM</translation>
    </message>
    <message>
        <source>WAV, %1-bit floating point</source>
        <translation>WAV，%1 位浮点</translation>
    </message>
    <message>
        <source>WAV, %1 bit, compressed</source>
        <translation>WAV，%1 位，压缩</translation>
    </message>
    <message>
        <source>1 (mono)</source>
        <translation>1（单声道）</translation>
    </message>
    <message>
        <source>2 (stereo)</source>
        <translation>2（立体声）</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln other(s)</source>
        <translation>
            <numerusform>%1，另有 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>函数</translation>
    </message>
    <message numerus="yes">
        <source>%1, of %Ln node(s)</source>
        <translation>
            <numerusform>%1 个，共 %Ln 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>写入程序</translation>
    </message>
    <message>
        <source>Version of the graph&apos;s format</source>
        <translation>计算图格式版本</translation>
    </message>
    <message numerus="yes">
        <source>%Ln kind(s) of operation</source>
        <translation>
            <numerusform>%Ln 种运算</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other(s), less frequent</source>
        <translation>
            <numerusform>另有 %Ln 种较少使用</numerusform>
        </translation>
    </message>
    <message>
        <source>This clip is no WAV file; its samples cannot be shown.</source>
        <translation>这段音频不是 WAV 文件，无法显示其波形。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>采样率</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>声道</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>采样数</translation>
    </message>
    <message>
        <source>Loudest sample</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>%1 of full scale</source>
        <translation>满幅的 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>fact</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
</context>
<context>
    <name>td::preview::HParamsModel</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>td::preview::HParamsTable</name>
    <message>
        <source>Hyperparameters of all runs</source>
        <translation>所有运行的超参数</translation>
    </message>
</context>
<context>
    <name>td::preview::Histogram</name>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
</context>
<context>
    <name>td::preview::IndexedModel</name>
    <message>
        <source>PR curve</source>
        <translation>PR 曲线</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Layout of charts</source>
        <translation>图表布局</translation>
    </message>
    <message>
        <source>Keras model</source>
        <translation>Keras 模型</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>Trace of a step</source>
        <translation>单步追踪</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值的个数</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>td::preview::IndexedTable</name>
    <message>
        <source>What is there of kinds that have no view yet</source>
        <translation>尚无专门视图的数据一览</translation>
    </message>
</context>
<context>
    <name>td::preview::PartsPage</name>
    <message>
        <source>Facts</source>
        <translation>信息</translation>
    </message>
</context>
<context>
    <name>td::preview::PreviewCanvas</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>td::preview::PreviewView</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Step (arrow keys)</source>
        <translation>步（方向键）</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>No histograms</source>
        <translation>没有直方图</translation>
    </message>
    <message>
        <source>No images</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>没有文本</translation>
    </message>
    <message>
        <source>No audio</source>
        <translation>没有音频</translation>
    </message>
    <message>
        <source>No graph</source>
        <translation>没有计算图</translation>
    </message>
    <message>
        <source>No hyperparameters</source>
        <translation>没有超参数</translation>
    </message>
    <message>
        <source>Step %1, %2 of %3</source>
        <translation>第 %1 步，第 %2 个，共 %3 个</translation>
    </message>
    <message>
        <source>Nothing else</source>
        <translation>没有其他数据</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>Tag: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message>
        <source>None of the runs has logged a histogram so far. The first one to arrive appears here.</source>
        <translation>目前没有任何运行记录过直方图。收到第一个后会显示在这里。</translation>
    </message>
    <message>
        <source>None of the runs has logged an image so far. The first one to arrive appears here.</source>
        <translation>目前没有任何运行记录过图像。收到第一张后会显示在这里。</translation>
    </message>
    <message>
        <source>None of the runs has logged a text so far. The first one to arrive appears here.</source>
        <translation>目前没有任何运行记录过文本。收到第一条后会显示在这里。</translation>
    </message>
    <message>
        <source>None of the runs has logged a sound so far. The first one to arrive appears here.</source>
        <translation>目前没有任何运行记录过音频。收到第一段后会显示在这里。</translation>
    </message>
    <message>
        <source>None of the runs has logged a graph so far. The first one to arrive appears here.</source>
        <translation>目前没有任何运行记录过计算图。收到第一个后会显示在这里。</translation>
    </message>
    <message>
        <source>None of the runs has logged hyperparameters so far. The first ones to arrive appear here.</source>
        <translation>目前没有任何运行记录过超参数。收到后会显示在这里。</translation>
    </message>
    <message>
        <source>The runs hold nothing that the other tabs do not show.</source>
        <translation>除其他标签页显示的内容外，这些运行没有别的数据。</translation>
    </message>
    <message>
        <source>Every value is indexed; none is drawn here.</source>
        <translation>每个值都已建立索引，但不在此绘制。</translation>
    </message>
</context>
<context>
    <name>td::preview::WavePicture</name>
    <message>
        <source>s</source>
        <comment>seconds, a unit</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>number, unit</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message numerus="yes">
        <source>%Ln channel(s), %1</source>
        <translation>
            <numerusform>%Ln 个声道，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Lowest and highest sample of each moment; the edges are full scale</source>
        <translation>每一时刻的最低与最高采样值，上下边缘为满幅</translation>
    </message>
</context>
<context>
    <name>td::runs::RunDelegate</name>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>New name of the run</source>
        <translation>运行的新名称</translation>
    </message>
</context>
<context>
    <name>td::runs::RunFactsPanel</name>
    <message>
        <source>Facts of the selected run</source>
        <translation>所选运行的信息</translation>
    </message>
    <message>
        <source>Select a run to see its hyperparameters, files and problems.</source>
        <translation>选择一个运行，查看其超参数、文件和问题。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1</source>
        <translation>
            <numerusform>%Ln 个文件，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message numerus="yes">
        <source>%Ln, the rest was read</source>
        <translation>
            <numerusform>%Ln 个，其余部分已读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more in the issue list</source>
        <translation>
            <numerusform>问题列表中还有 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>state, duration</comment>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>Hide %Ln older</source>
        <translation>
            <numerusform>隐藏 %Ln 个旧点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln older</source>
        <translation>
            <numerusform>显示 %Ln 个旧点</numerusform>
        </translation>
    </message>
    <message>
        <source>Draw what this run wrote again after its restart, dashed, as a line of its own</source>
        <translation>将此运行重启后被重写的点画成单独的虚线</translation>
    </message>
</context>
<context>
    <name>td::runs::RunHeader</name>
    <message>
        <source>Columns of the runs list</source>
        <translation>运行列表的列</translation>
    </message>
</context>
<context>
    <name>td::runs::RunListPanel</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Name or hparam</source>
        <translation>名称或超参数</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Order and grouping of the runs</source>
        <translation>运行的排序与分组</translation>
    </message>
    <message>
        <source>Show and hide runs</source>
        <translation>显示和隐藏运行</translation>
    </message>
    <message>
        <source>Choose the value to show</source>
        <translation>选择要显示的值</translation>
    </message>
    <message>
        <source>Add a folder of runs</source>
        <translation>添加存放运行的文件夹</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln shown</source>
        <translation>
            <numerusform>显示 %1 个，共 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln run(s)</source>
        <translation>
            <numerusform>显示 %Ln 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %Ln run(s)</source>
        <translation>
            <numerusform>隐藏 %Ln 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Show only %1</source>
        <translation>只显示 %1</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>Colour of %1</source>
        <translation>%1 的颜色</translation>
    </message>
    <message>
        <source>This is no valid expression: %1. The last valid one stays in force.</source>
        <translation>此表达式无效：%1。上一个有效的表达式继续生效。</translation>
    </message>
    <message>
        <source>Show the others again</source>
        <translation>重新显示其他运行</translation>
    </message>
    <message>
        <source>Show only this run</source>
        <translation>只显示此运行</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Use the name of its folder</source>
        <translation>使用文件夹名称</translation>
    </message>
    <message>
        <source>Colour and dash</source>
        <translation>颜色与线型</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Show all runs of the list</source>
        <translation>显示列表中的所有运行</translation>
    </message>
    <message>
        <source>Hide all runs of the list</source>
        <translation>隐藏列表中的所有运行</translation>
    </message>
    <message>
        <source>Show only the selected runs</source>
        <translation>只显示选中的运行</translation>
    </message>
    <message>
        <source>Last value</source>
        <translation>最后值</translation>
    </message>
    <message>
        <source>Best value</source>
        <translation>最佳值</translation>
    </message>
    <message>
        <source>Smallest value</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Show its issues</source>
        <translation>显示它的问题</translation>
    </message>
</context>
<context>
    <name>td::runs::RunMenus</name>
    <message>
        <source>Group by folder</source>
        <translation>按文件夹分组</translation>
    </message>
    <message>
        <source>Sort by name</source>
        <translation>按名称排序</translation>
    </message>
    <message>
        <source>Sort by value</source>
        <translation>按值排序</translation>
    </message>
    <message>
        <source>Sort by step</source>
        <translation>按步排序</translation>
    </message>
    <message>
        <source>Sort by state</source>
        <translation>按状态排序</translation>
    </message>
    <message>
        <source>Sort by problems</source>
        <translation>按问题数排序</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>从大到小</translation>
    </message>
    <message>
        <source>solid</source>
        <translation>实线</translation>
    </message>
    <message>
        <source>dashed</source>
        <translation>虚线</translation>
    </message>
    <message>
        <source>dotted</source>
        <translation>点线</translation>
    </message>
    <message>
        <source>dash-dotted</source>
        <translation>点划线</translation>
    </message>
    <message>
        <source>Colour %1, %2</source>
        <translation>颜色 %1，%2</translation>
    </message>
</context>
<context>
    <name>td::runs::RunTableModel</name>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>%1, last</source>
        <translation>%1，最后值</translation>
    </message>
    <message>
        <source>%1, best</source>
        <translation>%1，最佳值</translation>
    </message>
    <message>
        <source>%1, min</source>
        <translation>%1，最小值</translation>
    </message>
    <message>
        <source>%1, max</source>
        <translation>%1，最大值</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>已停滞</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>已崩溃</translation>
    </message>
    <message>
        <source>state unknown</source>
        <translation>状态未知</translation>
    </message>
    <message numerus="yes">
        <source>Group %1, %Ln run(s)</source>
        <translation>
            <numerusform>分组 %1，%Ln 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已显示</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>%1. Click to sort; the columns button chooses another metric.</source>
        <translation>%1。单击可排序，用列按钮选择其他指标。</translation>
    </message>
    <message>
        <source>%1; the value is %2</source>
        <comment>state, NaN or infinity</comment>
        <translation>%1；值为 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s): click the badge or press I</source>
        <translation>
            <numerusform>%Ln 个问题：点击标记或按 I 键查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln issue(s)</source>
        <translation>
            <numerusform>%1，%Ln 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
</context>
<context>
    <name>td::runs::TagListModel</name>
    <message numerus="yes">
        <source>Group %1, %Ln tag(s)</source>
        <translation>
            <numerusform>分组 %1，%Ln 个标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln run(s)</source>
        <translation>
            <numerusform>%1，%Ln 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln 个运行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::TagsPanel</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Filter tags</source>
        <translation>筛选标签</translation>
    </message>
    <message>
        <source>This is no valid expression: %1. The last valid one stays in force.</source>
        <translation>此表达式无效：%1。上一个有效的表达式继续生效。</translation>
    </message>
    <message>
        <source>Go to its chart</source>
        <translation>转到其图表</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Chart these tags together</source>
        <translation>将这些标签画在同一图表中</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartCard</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 以及另外 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Chart of %1</source>
        <translation>%1 的图表</translation>
    </message>
    <message>
        <source>No shown run has this tag</source>
        <translation>显示的运行都没有此标签</translation>
    </message>
    <message>
        <source>No run that was read so far logged it.</source>
        <translation>目前已读取的运行都没有记录它。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln hidden run(s) logged it: %1.</source>
        <translation>
            <numerusform>%Ln 个隐藏的运行记录了它：%1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln run(s)</source>
        <translation>
            <numerusform>显示 %Ln 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>log y</source>
        <translation>y 对数</translation>
    </message>
    <message>
        <source>symlog y</source>
        <translation>y 对称对数</translation>
    </message>
    <message numerus="yes">
        <source>%Ln above</source>
        <translation>
            <numerusform>%Ln 个超出上方</numerusform>
        </translation>
    </message>
    <message>
        <source>Fit the axes to the data</source>
        <translation>坐标轴适应数据</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>对数 y 轴</translation>
    </message>
    <message>
        <source>Wider or narrower</source>
        <translation>加宽或变窄</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>最大化</translation>
    </message>
    <message>
        <source>Open in its own window</source>
        <translation>在独立窗口中打开</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin to the top</source>
        <translation>固定到顶部</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) that the filter leaves out logged it.</source>
        <translation>
            <numerusform>%Ln 个被筛选排除的运行记录了它。</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message numerus="yes">
        <source>%Ln below</source>
        <translation>
            <numerusform>%Ln 个超出下方</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to all charts</source>
        <translation>返回全部图表</translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartGrid</name>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartTitle</name>
    <message>
        <source>Fit the axes to the data</source>
        <translation>坐标轴适应数据</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>对数 y 轴</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin to the top</source>
        <translation>固定到顶部</translation>
    </message>
    <message>
        <source>Open in its own window</source>
        <translation>在独立窗口中打开</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>最大化</translation>
    </message>
    <message>
        <source>Back to all charts</source>
        <translation>返回全部图表</translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartWindow</name>
    <message>
        <source>%1 – Tensordesk</source>
        <translation>%1 – Tensordesk</translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartsForm</name>
    <message>
        <source>Reset charts</source>
        <translation>重置图表设置</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Original behind</source>
        <translation>背后显示原始曲线</translation>
    </message>
    <message>
        <source>X axis</source>
        <translation>X 轴</translation>
    </message>
    <message>
        <source>X scale</source>
        <translation>X 刻度</translation>
    </message>
    <message>
        <source>Y scale</source>
        <translation>Y 刻度</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>离群值</translation>
    </message>
    <message>
        <source>Order of the legend</source>
        <translation>图例顺序</translation>
    </message>
    <message>
        <source>Y limits</source>
        <translation>Y 范围</translation>
    </message>
    <message numerus="yes">
        <source>all %Ln</source>
        <translation>
            <numerusform>全部 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Reset to the defaults</source>
        <translation>恢复默认设置</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>EMA</source>
        <translation>指数移动平均</translation>
    </message>
    <message>
        <source>Time-weighted EMA</source>
        <translation>时间加权移动平均</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>高斯</translation>
    </message>
    <message>
        <source>Running mean</source>
        <translation>滑动平均</translation>
    </message>
    <message>
        <source>Running median</source>
        <translation>滑动中位数</translation>
    </message>
    <message>
        <source>Nearest first</source>
        <translation>最近的在前</translation>
    </message>
    <message>
        <source>Highest first</source>
        <translation>最高的在前</translation>
    </message>
    <message>
        <source>Lowest first</source>
        <translation>最低的在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Amount of smoothing</source>
        <translation>平滑程度</translation>
    </message>
    <message>
        <source>Amount of smoothing (arrow keys)</source>
        <translation>平滑程度（方向键）</translation>
    </message>
    <message>
        <source>Amount of smoothing as a number</source>
        <translation>平滑程度（数值）</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Relative</source>
        <translation>相对</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Training step</source>
        <translation>训练步</translation>
    </message>
    <message>
        <source>Time since the run began</source>
        <translation>自运行开始的时间</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Symlog</source>
        <translation>对称对数</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Lowest y</source>
        <translation>y 下限</translation>
    </message>
    <message>
        <source>Highest y</source>
        <translation>y 上限</translation>
    </message>
    <message>
        <source>Keep out of the fit</source>
        <translation>适应时忽略</translation>
    </message>
    <message>
        <source>Fit the y axis to the 5th to 95th percentile</source>
        <translation>y 轴适应第 5 至第 95 百分位</translation>
    </message>
    <message>
        <source>Older points</source>
        <translation>旧数据点</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Show older points</source>
        <translation>显示旧数据点</translation>
    </message>
    <message>
        <source>Draw what a restarted run wrote again, dashed, as a line of its own (↺)</source>
        <translation>将重启的运行所重写的点画成单独的虚线 (↺)</translation>
    </message>
    <message>
        <source>Groups of runs</source>
        <translation>运行分组</translation>
    </message>
    <message>
        <source>What it finds in a run&apos;s name, or its first parenthesis, names the group</source>
        <translation>它在运行名称中匹配到的内容（或第一个括号）即为组名</translation>
    </message>
    <message>
        <source>This is no valid expression: %1.</source>
        <translation>这不是有效的表达式：%1。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>By folder</source>
        <translation>按文件夹</translation>
    </message>
    <message>
        <source>By pattern</source>
        <translation>按模式</translation>
    </message>
    <message>
        <source>Draw the mean of several runs with a band of one standard deviation</source>
        <translation>绘制多个运行的均值及一个标准差的区间带</translation>
    </message>
    <message>
        <source>Pattern, such as ^(.*)-seed</source>
        <translation>模式，例如 ^(.*)-seed</translation>
    </message>
    <message>
        <source>Pattern of the groups</source>
        <translation>分组的模式</translation>
    </message>
</context>
<context>
    <name>td::scalars::ExportDialog</name>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG 图片</translation>
    </message>
    <message>
        <source>PDF picture</source>
        <translation>PDF 图片</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>Picture to the clipboard</source>
        <translation>图片到剪贴板</translation>
    </message>
    <message>
        <source>CSV, all points</source>
        <translation>CSV，全部点</translation>
    </message>
    <message>
        <source>JSON, all points</source>
        <translation>JSON，全部点</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>With the legend</source>
        <translation>包含图例</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The picture shows what the chart shows now.</source>
        <translation>图片与图表当前显示的内容一致。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s) of the chart&apos;s lines, each with its exact step, time and value; points that a restart wrote again are marked.</source>
        <translation>
            <numerusform>图中各曲线共 %Ln 个数据点，每个点都带有精确的步、时间和值；重启后重新写入的点会有标记。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::Exporter</name>
    <message>
        <source>Painting a picture</source>
        <translation>正在绘制图片</translation>
    </message>
    <message>
        <source>Saving %1</source>
        <translation>正在保存 %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>td::scalars::RangeTable</name>
    <message>
        <source>Values of the range</source>
        <translation>范围内的值</translation>
    </message>
    <message>
        <source>ended at %1</source>
        <translation>结束于 %1</translation>
    </message>
    <message>
        <source>no value here</source>
        <translation>此处没有值</translation>
    </message>
    <message numerus="yes">
        <source>Range %1, %Ln value(s) a run</source>
        <translation>
            <numerusform>范围 %1，每个运行 %Ln 个值</numerusform>
        </translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首值</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>末值</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message numerus="yes">
        <source>Range %1, up to %Ln value(s) a run</source>
        <translation>
            <numerusform>范围 %1，每个运行最多 %Ln 个值</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ScalarsView</name>
    <message>
        <source>Fold group</source>
        <translation>折叠分组</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Limits of an axis</source>
        <translation>坐标轴上下限</translation>
    </message>
    <message>
        <source>No tag matches the filter</source>
        <translation>没有符合筛选条件的标签</translation>
    </message>
    <message>
        <source>Change or clear the filter of the tags.</source>
        <translation>请修改或清除标签筛选条件。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Charts appear as soon as their first points are read.</source>
        <translation>读取到第一批点后图表会立即显示。</translation>
    </message>
    <message>
        <source>No scalars here</source>
        <translation>这里没有标量</translation>
    </message>
    <message>
        <source>These runs logged other things: see the tabs above.</source>
        <translation>这些运行记录了其他数据：请看上方的标签页。</translation>
    </message>
    <message>
        <source>No runs here yet</source>
        <translation>这里还没有运行</translation>
    </message>
    <message>
        <source>Charts appear as soon as a run writes its first scalar.</source>
        <translation>运行写入第一个标量后图表会立即显示。</translation>
    </message>
    <message>
        <source>Pin %1</source>
        <translation>固定 %1</translation>
    </message>
    <message>
        <source>Unpin %1</source>
        <translation>取消固定 %1</translation>
    </message>
    <message>
        <source>Chart tags together</source>
        <translation>合并标签为一张图表</translation>
    </message>
    <message>
        <source>Fold all groups</source>
        <translation>折叠所有分组</translation>
    </message>
    <message>
        <source>Open all groups</source>
        <translation>展开所有分组</translation>
    </message>
    <message>
        <source>Fit all charts</source>
        <translation>所有图表适应数据</translation>
    </message>
    <message>
        <source>Linear y axis</source>
        <translation>线性 y 轴</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>对数 y 轴</translation>
    </message>
    <message>
        <source>Width of a chart</source>
        <translation>图表宽度</translation>
    </message>
    <message>
        <source>Fit %1</source>
        <translation>将 %1 适应数据</translation>
    </message>
</context>
<context>
    <name>td::scalars::SectionHeader</name>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Combined</source>
        <translation>合并图表</translation>
    </message>
    <message>
        <source>Without a group</source>
        <translation>未分组</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chart(s)</source>
        <translation>
            <numerusform>%Ln 张图表</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln of them pinned</source>
        <translation>
            <numerusform>%1，其中 %Ln 张已固定</numerusform>
        </translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>Show the charts of this group (Space)</source>
        <translation>显示此分组的图表（空格键）</translation>
    </message>
    <message>
        <source>Fold this group (Space)</source>
        <translation>折叠此分组（空格键）</translation>
    </message>
</context>
</TS>
