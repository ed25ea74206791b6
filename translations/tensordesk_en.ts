<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ErrorText</name>
    <message numerus="yes">
        <source>%Ln byte(s) were skipped, reading went on at byte %1.</source>
        <translation>
            <numerusform>%Ln byte was skipped, reading went on at byte %1.</numerusform>
            <numerusform>%Ln bytes were skipped, reading went on at byte %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln older point(s), steps %1 to %2, are superseded: kept and hidden.</source>
        <translation>
            <numerusform>%Ln older point, steps %1 to %2, is superseded: kept and hidden.</numerusform>
            <numerusform>%Ln older points, steps %1 to %2, are superseded: kept and hidden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One writer gave “%1” the same step more than once, first at step %2 (%Ln time(s)). All points are kept.</source>
        <translation>
            <numerusform>One writer gave “%1” the same step more than once, first at step %2 (%Ln time). All points are kept.</numerusform>
            <numerusform>One writer gave “%1” the same step more than once, first at step %2 (%Ln times). All points are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The steps of “%1” go back from %2 to %3 (%Ln time(s)). All points are kept in the order they were written.</source>
        <translation>
            <numerusform>The steps of “%1” go back from %2 to %3 (%Ln time). All points are kept in the order they were written.</numerusform>
            <numerusform>The steps of “%1” go back from %2 to %3 (%Ln times). All points are kept in the order they were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The wall time of “%1” went back by more than a second near step %2 (%Ln time(s)).</source>
        <translation>
            <numerusform>The wall time of “%1” went back by more than a second near step %2 (%Ln time).</numerusform>
            <numerusform>The wall time of “%1” went back by more than a second near step %2 (%Ln times).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s) of “%1” have no wall time. They are shown by step only.</source>
        <translation>
            <numerusform>%Ln point of “%1” has no wall time. It is shown by step only.</numerusform>
            <numerusform>%Ln points of “%1” have no wall time. They are shown by step only.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %Ln value(s) that are NaN or infinite, first at step %2. The line breaks there.</source>
        <translation>
            <numerusform>“%1” has %Ln value that is NaN or infinite, at step %2. The line breaks there.</numerusform>
            <numerusform>“%1” has %Ln values that are NaN or infinite, first at step %2. The line breaks there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) of “%1” cannot be drawn (%2), first at step %3.</source>
        <translation>
            <numerusform>%Ln value of “%1” cannot be drawn (%2), first at step %3.</numerusform>
            <numerusform>%Ln values of “%1” cannot be drawn (%2), first at step %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RecentList</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln tag</numerusform>
            <numerusform>%Ln tags</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RecentPanel</name>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln folder</numerusform>
            <numerusform>%Ln folders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RunsMode</name>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln tag</numerusform>
            <numerusform>%Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Live: %Ln run(s)</source>
        <translation>
            <numerusform>Live: %Ln run</numerusform>
            <numerusform>Live: %Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Live: %Ln run(s), last point %1 ago</source>
        <translation>
            <numerusform>Live: %Ln run, last point %1 ago</numerusform>
            <numerusform>Live: %Ln runs, last point %1 ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::SampleCard</name>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln tag</numerusform>
            <numerusform>%Ln tags</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::StatusStrip</name>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s)</source>
        <translation>
            <numerusform>%Ln issue</numerusform>
            <numerusform>%Ln issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::kit::IssuePanel</name>
    <message numerus="yes">
        <source>%Ln issue(s)</source>
        <translation>
            <numerusform>%Ln issue</numerusform>
            <numerusform>%Ln issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln issue(s)</source>
        <translation>
            <numerusform>%1 of %Ln issue</numerusform>
            <numerusform>%1 of %Ln issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::plot::AccessiblePlot</name>
    <message numerus="yes">
        <source>%Ln line(s).</source>
        <translation>
            <numerusform>%Ln line.</numerusform>
            <numerusform>%Ln lines.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::plot::LegendTooltip</name>
    <message numerus="yes">
        <source>and %Ln more line(s)</source>
        <translation>
            <numerusform>and %Ln more line</numerusform>
            <numerusform>and %Ln more lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · mean of %Ln</source>
        <translation>
            <numerusform>%1 · mean of %Ln</numerusform>
            <numerusform>%1 · mean of %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::preview::Content</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be decoded</source>
        <translation>
            <numerusform>%Ln could not be decoded</numerusform>
            <numerusform>%Ln could not be decoded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bucket(s)</source>
        <translation>
            <numerusform>%Ln bucket</numerusform>
            <numerusform>%Ln buckets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln clip(s)</source>
        <translation>
            <numerusform>%Ln clip</numerusform>
            <numerusform>%Ln clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln graph(s)</source>
        <translation>
            <numerusform>%Ln graph</numerusform>
            <numerusform>%Ln graphs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln other(s)</source>
        <translation>
            <numerusform>%1 and %Ln other</numerusform>
            <numerusform>%1 and %Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, of %Ln node(s)</source>
        <translation>
            <numerusform>%1, of %Ln node</numerusform>
            <numerusform>%1, of %Ln nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kind(s) of operation</source>
        <translation>
            <numerusform>%Ln kind of operation</numerusform>
            <numerusform>%Ln kinds of operation</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other(s), less frequent</source>
        <translation>
            <numerusform>%Ln other, less frequent</numerusform>
            <numerusform>%Ln others, less frequent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::preview::WavePicture</name>
    <message numerus="yes">
        <source>%Ln channel(s), %1</source>
        <translation>
            <numerusform>%Ln channel, %1</numerusform>
            <numerusform>%Ln channels, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunDelegate</name>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunFactsPanel</name>
    <message numerus="yes">
        <source>%Ln file(s), %1</source>
        <translation>
            <numerusform>%Ln file, %1</numerusform>
            <numerusform>%Ln files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln, the rest was read</source>
        <translation>
            <numerusform>%Ln, the rest was read</numerusform>
            <numerusform>%Ln, the rest was read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more in the issue list</source>
        <translation>
            <numerusform>%Ln more in the issue list</numerusform>
            <numerusform>%Ln more in the issue list</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %Ln older</source>
        <translation>
            <numerusform>Hide %Ln older</numerusform>
            <numerusform>Hide %Ln older</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln older</source>
        <translation>
            <numerusform>Show %Ln older</numerusform>
            <numerusform>Show %Ln older</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunListPanel</name>
    <message numerus="yes">
        <source>%1 of %Ln shown</source>
        <translation>
            <numerusform>%1 of %Ln shown</numerusform>
            <numerusform>%1 of %Ln shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln run(s)</source>
        <translation>
            <numerusform>Show %Ln run</numerusform>
            <numerusform>Show %Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %Ln run(s)</source>
        <translation>
            <numerusform>Hide %Ln run</numerusform>
            <numerusform>Hide %Ln runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunTableModel</name>
    <message numerus="yes">
        <source>Group %1, %Ln run(s)</source>
        <translation>
            <numerusform>Group %1, %Ln run</numerusform>
            <numerusform>Group %1, %Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s): click the badge or press I</source>
        <translation>
            <numerusform>%Ln issue: click the badge or press I</numerusform>
            <numerusform>%Ln issues: click the badge or press I</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln issue(s)</source>
        <translation>
            <numerusform>%1, %Ln issue</numerusform>
            <numerusform>%1, %Ln issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::TagListModel</name>
    <message numerus="yes">
        <source>Group %1, %Ln tag(s)</source>
        <translation>
            <numerusform>Group %1, %Ln tag</numerusform>
            <numerusform>Group %1, %Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln run(s)</source>
        <translation>
            <numerusform>%1, %Ln run</numerusform>
            <numerusform>%1, %Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartCard</name>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hidden run(s) logged it: %1.</source>
        <translation>
            <numerusform>%Ln hidden run logged it: %1.</numerusform>
            <numerusform>%Ln hidden runs logged it: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln run(s)</source>
        <translation>
            <numerusform>Show %Ln run</numerusform>
            <numerusform>Show %Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln above</source>
        <translation>
            <numerusform>%Ln above</numerusform>
            <numerusform>%Ln above</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) that the filter leaves out logged it.</source>
        <translation>
            <numerusform>%Ln run that the filter leaves out logged it.</numerusform>
            <numerusform>%Ln runs that the filter leaves out logged it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln below</source>
        <translation>
            <numerusform>%Ln below</numerusform>
            <numerusform>%Ln below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartsForm</name>
    <message numerus="yes">
        <source>all %Ln</source>
        <translation>
            <numerusform>all %Ln</numerusform>
            <numerusform>all %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ExportDialog</name>
    <message numerus="yes">
        <source>%Ln point(s) of the chart&apos;s lines, each with its exact step, time and value; points that a restart wrote again are marked.</source>
        <translation>
            <numerusform>%Ln point of the chart&apos;s lines, with its exact step, time and value; points that a restart wrote again are marked.</numerusform>
            <numerusform>%Ln points of the chart&apos;s lines, each with its exact step, time and value; points that a restart wrote again are marked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::RangeTable</name>
    <message numerus="yes">
        <source>Range %1, %Ln value(s) a run</source>
        <translation>
            <numerusform>Range %1, %Ln value a run</numerusform>
            <numerusform>Range %1, %Ln values a run</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Range %1, up to %Ln value(s) a run</source>
        <translation>
            <numerusform>Range %1, up to %Ln value a run</numerusform>
            <numerusform>Range %1, up to %Ln values a run</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::SectionHeader</name>
    <message numerus="yes">
        <source>%Ln chart(s)</source>
        <translation>
            <numerusform>%Ln chart</numerusform>
            <numerusform>%Ln charts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln of them pinned</source>
        <translation>
            <numerusform>%1, %Ln of them pinned</numerusform>
            <numerusform>%1, %Ln of them pinned</numerusform>
        </translation>
    </message>
</context>
</TS>
