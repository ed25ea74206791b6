<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ErrorText</name>
    <message numerus="yes">
        <source>%n byte(s) were skipped, reading went on at byte %1.</source>
        <translation>
            <numerusform>%n byte was skipped, reading went on at byte %1.</numerusform>
            <numerusform>%n bytes were skipped, reading went on at byte %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A later session wrote steps %1 to %2 again. %n older point(s) are kept and hidden.</source>
        <translation>
            <numerusform>A later session wrote steps %1 to %2 again. %n older point is kept and hidden.</numerusform>
            <numerusform>A later session wrote steps %1 to %2 again. %n older points are kept and hidden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One writer gave “%1” the same step more than once, first at step %2 (%n time(s)). All points are kept.</source>
        <translation>
            <numerusform>One writer gave “%1” the same step more than once, first at step %2 (%n time). All points are kept.</numerusform>
            <numerusform>One writer gave “%1” the same step more than once, first at step %2 (%n times). All points are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The steps of “%1” go back from %2 to %3 (%n time(s)). All points are kept in the order they were written.</source>
        <translation>
            <numerusform>The steps of “%1” go back from %2 to %3 (%n time). All points are kept in the order they were written.</numerusform>
            <numerusform>The steps of “%1” go back from %2 to %3 (%n times). All points are kept in the order they were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The wall time of “%1” went back by more than a second near step %2 (%n time(s)).</source>
        <translation>
            <numerusform>The wall time of “%1” went back by more than a second near step %2 (%n time).</numerusform>
            <numerusform>The wall time of “%1” went back by more than a second near step %2 (%n times).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) of “%1” have no wall time. They are shown by step only.</source>
        <translation>
            <numerusform>%n point of “%1” has no wall time. It is shown by step only.</numerusform>
            <numerusform>%n points of “%1” have no wall time. They are shown by step only.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %n value(s) that are NaN or infinite, first at step %2. The line breaks there.</source>
        <translation>
            <numerusform>“%1” has %n value that is NaN or infinite, at step %2. The line breaks there.</numerusform>
            <numerusform>“%1” has %n values that are NaN or infinite, first at step %2. The line breaks there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RecentList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s)</source>
        <translation>
            <numerusform>%n tag</numerusform>
            <numerusform>%n tags</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RecentPanel</name>
    <message numerus="yes">
        <source>%n folder(s)</source>
        <translation>
            <numerusform>%n folder</numerusform>
            <numerusform>%n folders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::RunsMode</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s)</source>
        <translation>
            <numerusform>%n tag</numerusform>
            <numerusform>%n tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Live: %n run(s)</source>
        <translation>
            <numerusform>Live: %n run</numerusform>
            <numerusform>Live: %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Live: %n run(s), last point %1 ago</source>
        <translation>
            <numerusform>Live: %n run, last point %1 ago</numerusform>
            <numerusform>Live: %n runs, last point %1 ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::SampleCard</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s)</source>
        <translation>
            <numerusform>%n tag</numerusform>
            <numerusform>%n tags</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::app::StatusStrip</name>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n issue</numerusform>
            <numerusform>%n issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::kit::IssuePanel</name>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n issue</numerusform>
            <numerusform>%n issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n issue(s)</source>
        <translation>
            <numerusform>%1 of %n issue</numerusform>
            <numerusform>%1 of %n issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::plot::AccessiblePlot</name>
    <message numerus="yes">
        <source>%n line(s).</source>
        <translation>
            <numerusform>%n line.</numerusform>
            <numerusform>%n lines.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::plot::LegendTooltip</name>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>and %n more line</numerusform>
            <numerusform>and %n more lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::preview::Content</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be decoded</source>
        <translation>
            <numerusform>%n could not be decoded</numerusform>
            <numerusform>%n could not be decoded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bucket(s)</source>
        <translation>
            <numerusform>%n bucket</numerusform>
            <numerusform>%n buckets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 Hz, %n channel(s), %2 bit, %3, %4</source>
        <translation>
            <numerusform>%1 Hz, %n channel, %2 bit, %3, %4</numerusform>
            <numerusform>%1 Hz, %n channels, %2 bit, %3, %4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n graph(s)</source>
        <translation>
            <numerusform>%n graph</numerusform>
            <numerusform>%n graphs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n function(s)</source>
        <translation>
            <numerusform>%n function</numerusform>
            <numerusform>%n functions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunDelegate</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunFactsPanel</name>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n, the rest was read</source>
        <translation>
            <numerusform>%n, the rest was read</numerusform>
            <numerusform>%n, the rest was read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more in the issue list</source>
        <translation>
            <numerusform>%n more in the issue list</numerusform>
            <numerusform>%n more in the issue list</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n older</source>
        <translation>
            <numerusform>Hide %n older</numerusform>
            <numerusform>Hide %n older</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n older</source>
        <translation>
            <numerusform>Show %n older</numerusform>
            <numerusform>Show %n older</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunListPanel</name>
    <message numerus="yes">
        <source>%1 of %n shown</source>
        <translation>
            <numerusform>%1 of %n shown</numerusform>
            <numerusform>%1 of %n shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n run(s)</source>
        <translation>
            <numerusform>Show %n run</numerusform>
            <numerusform>Show %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n run(s)</source>
        <translation>
            <numerusform>Hide %n run</numerusform>
            <numerusform>Hide %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::RunTableModel</name>
    <message numerus="yes">
        <source>Group %1, %n run(s)</source>
        <translation>
            <numerusform>Group %1, %n run</numerusform>
            <numerusform>Group %1, %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n problem(s)</source>
        <translation>
            <numerusform>%1, %n problem</numerusform>
            <numerusform>%1, %n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::runs::TagListModel</name>
    <message numerus="yes">
        <source>Group %1, %n tag(s)</source>
        <translation>
            <numerusform>Group %1, %n tag</numerusform>
            <numerusform>Group %1, %n tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n run(s)</source>
        <translation>
            <numerusform>%1, %n run</numerusform>
            <numerusform>%1, %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartCard</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hidden run(s) logged it: %1.</source>
        <translation>
            <numerusform>%n hidden run logged it: %1.</numerusform>
            <numerusform>%n hidden runs logged it: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n run(s)</source>
        <translation>
            <numerusform>Show %n run</numerusform>
            <numerusform>Show %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n above</source>
        <translation>
            <numerusform>%n above</numerusform>
            <numerusform>%n above</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that the filter leaves out logged it.</source>
        <translation>
            <numerusform>%n run that the filter leaves out logged it.</numerusform>
            <numerusform>%n runs that the filter leaves out logged it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ChartsForm</name>
    <message numerus="yes">
        <source>all %n</source>
        <translation>
            <numerusform>all %n</numerusform>
            <numerusform>all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::ExportDialog</name>
    <message numerus="yes">
        <source>%n point(s), each with its exact step, time and value.</source>
        <translation>
            <numerusform>%n point, each with its exact step, time and value.</numerusform>
            <numerusform>%n points, each with its exact step, time and value.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::RangeTable</name>
    <message numerus="yes">
        <source>Range %1, %n value(s) a run</source>
        <translation>
            <numerusform>Range %1, %n value a run</numerusform>
            <numerusform>Range %1, %n values a run</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>td::scalars::SectionHeader</name>
    <message numerus="yes">
        <source>%n chart(s)</source>
        <translation>
            <numerusform>%n chart</numerusform>
            <numerusform>%n charts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of them pinned</source>
        <translation>
            <numerusform>%1, %n of them pinned</numerusform>
            <numerusform>%1, %n of them pinned</numerusform>
        </translation>
    </message>
</context>
</TS>
