<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ErrorText</name>
    <message>
        <source>This value cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system does not allow it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading or writing failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No space is left on the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind is not read yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is larger than the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped on request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fault of this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: expected %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: “%2” (%3).</source>
        <comment>what, file, system&apos;s words</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: “%2”, expected %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: “%2”.</source>
        <comment>what, file</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path; it may have been moved or renamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask its owner for access, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk or the network drive, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, then try again; nothing was lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What could be read is shown. Write the file again if you need the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of event logs instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a smaller part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the diagnostics and report it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged record length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Impossible record length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends inside a record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record is no event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed file is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two writers at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run was restarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps written twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock went back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time is not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN or infinite values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joined files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equal run names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File was replaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File became shorter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing readable follows so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte %1 of “%2” a record&apos;s length does not match its checksum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte %1 of “%2” a record&apos;s bytes do not match their checksum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At byte %1 of “%2” a record claims more bytes than the file can hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%2” ends inside the record at byte %1. It is read on as soon as the rest arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record at byte %1 of “%2” has right checksums but is no event. It was skipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be opened or read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be opened or read: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The packed data of “%2” are broken at byte %1. Everything before was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” and “%2” were written to this run at the same time. Their points are shown in the order of the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>A later session wrote steps %1 to %2 again. %n older point(s) are kept and hidden.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One writer gave “%1” the same step more than once, first at step %2 (%n time(s)). All points are kept.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The steps of “%1” go back from %2 to %3 (%n time(s)). All points are kept in the order they were written.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The wall time of “%1” went back by more than a second near step %2 (%n time(s)).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) of “%1” have no wall time. They are shown by step only.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %n value(s) that are NaN or infinite, first at step %2. The line breaks there.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>“%2” has a second version record at byte %1: files seem to have been joined. All of it was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” does not begin with a version record. It was read all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two folders give the run name “%1”: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was replaced by another file and read anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” became shorter and was read anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was deleted. What had been read of it is still shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If there is a good copy of the file, put it back; it is read at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check who may read the file, then look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give each process a folder of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what came before that step: learning rate, loss scale, inputs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename one of the folders, or open them as roots with names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Show superseded points” brings the older ones back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1/s</source>
        <comment>bytes per second</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>date, time</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>date format, day and month</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>date format with year</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>percent</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PathWords</name>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files of this kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not there. It may have been moved or renamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was not opened: %2 cannot be read yet. Event logs (tfevents) and folders of them can.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::AboutDialog</name>
    <message>
        <source>Window, drawing, files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Icons, vector export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regular expressions of filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results of functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A few pictures in the sample runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Third-party parts and their licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Tensordesk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A native workbench for machine learning. Nothing leaves this machine.
Free software under the GNU General Public License, version 3 or later, without any warranty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions, system and the last lines of the log, for a report. Home is written as “~”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::DropHint</name>
    <message>
        <source>Drop to open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::HomeMode</name>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::HomePage</name>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file or a folder; read where it lies, never changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder or an event log here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow-style event logs (tfevents), as TensorFlow, PyTorch, Keras, JAX and tensorboardX write them, also gzip&apos;d. Every point is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>real logs of real training, to look around in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::KeysModel</name>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::KeysPage</name>
    <message>
        <source>“%1” had this key and has none now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This action gets no key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the key this action came with</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::MainWindow</name>
    <message>
        <source>Go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of event logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open event logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event logs (*tfevents*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the workspace:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace “%1” was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace “%1” was not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensordesk did not end properly last time. What was open can be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Tensordesk</source>
        <comment>window title</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show another folder beside what is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget recent folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last change of the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the undone change again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find any action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search actions, runs, tags and settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what was odd or damaged in the logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look up and change keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the focus to the next panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Tensordesk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions, system and the last lines of the log, for a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save what is open and how it looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save workspace as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow live runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::ModeRail</name>
    <message>
        <source>Modes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::NoticeBar</name>
    <message>
        <source>Close this notice (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::RecentList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2, opened %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::RecentPanel</name>
    <message numerus="yes">
        <source>%n folder(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open (Enter), forget (Del)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you open appears here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::SampleCard</name>
    <message>
        <source>Open the sample “%1” (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimizers compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regularizers compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every run that came with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One small network, five schedules; one of them bursts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A wider network; one run was stopped and resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Real logs of a real training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>runs, tags</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::SettingsDialog</name>
    <message>
        <source>The index takes %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing slides or fades.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow live runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts move along as new points arrive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep an index of what was opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the same logs again is then instant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index lies in the cache folder, never beside your logs. It may be deleted at any time; the next opening makes it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything back to its default, keys too. Recent folders stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::StatusStrip</name>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show jobs (Ctrl+J)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show issues (Ctrl+Shift+M)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::app::TopBar</name>
    <message>
        <source>Nothing was opened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No saved workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open something or choose a recent folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or choose a recent folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved workspaces: what is open and how it looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search actions, runs, tags, settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::ActionRegistry</name>
    <message>
        <source>%1 (%2)</source>
        <comment>tooltip: action, key</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::CommandPalette</name>
    <message>
        <source>Nothing is called “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search actions, runs, tags, settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::EmptyState</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::IssueList</name>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found and done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::IssuePanel</name>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n issue(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and damage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damage only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least weight shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the chosen issues, or all (Ctrl+C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that is open was read without trouble.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::JobList</name>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>progress: done, total</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2, %3 left</source>
        <comment>progress: done, total, time</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>job: state</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::JobPanel</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (Del)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop or dismiss the chosen job</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::SearchField</name>
    <message>
        <source>Use a regular expression</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>td::kit::Skeleton</name>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
