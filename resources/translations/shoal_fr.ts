<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>Shoal</name>
    <message numerus="yes">
      <source>%Ln groups</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln people</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>&amp;Campaign</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Help</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>About Shoal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add a condition</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add a group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Approve…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back to the list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Campaigns</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close this notice</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edit the audience as text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find an action…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find on this page</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import customers…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New campaign</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing to do it with yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only on the page {page}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a workspace…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open the sample workspace</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Privacy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Retire</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save this audience…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is nothing to take back or do again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>User guide</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Verify a list…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Verify the ledger now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Withdraw the approval</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fewer than {least}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{value} %</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
