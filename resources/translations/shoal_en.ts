<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>Shoal</name>
    <message numerus="yes">
      <source>%Ln campaigns</source>
      <translation>
        <numerusform>%Ln campaign</numerusform>
        <numerusform>%Ln campaigns</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln entries</source>
      <translation>
        <numerusform>%Ln entry</numerusform>
        <numerusform>%Ln entries</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln entries of the ledger were made after it and are lost with it.</source>
      <translation>
        <numerusform>%Ln entry of the ledger was made after it and is lost with it.</numerusform>
        <numerusform>%Ln entries of the ledger were made after it and are lost with it.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln groups</source>
      <translation>
        <numerusform>%Ln group</numerusform>
        <numerusform>%Ln groups</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln lists have left</source>
      <translation>
        <numerusform>%Ln list has left</numerusform>
        <numerusform>%Ln lists have left</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln lists that left</source>
      <translation>
        <numerusform>%Ln list that left</numerusform>
        <numerusform>%Ln lists that left</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln more characters are needed</source>
      <translation>
        <numerusform>%Ln more character is needed</numerusform>
        <numerusform>%Ln more characters are needed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln people</source>
      <translation>
        <numerusform>%Ln person</numerusform>
        <numerusform>%Ln people</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln problems to solve</source>
      <translation>
        <numerusform>%Ln problem to solve</numerusform>
        <numerusform>%Ln problems to solve</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln seconds</source>
      <translation>
        <numerusform>%Ln second</numerusform>
        <numerusform>%Ln seconds</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln tables of customers</source>
      <translation>
        <numerusform>%Ln table of customers</numerusform>
        <numerusform>%Ln tables of customers</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln things to fill in</source>
      <translation>
        <numerusform>%Ln thing to fill in</numerusform>
        <numerusform>%Ln things to fill in</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln values</source>
      <translation>
        <numerusform>%Ln value</numerusform>
        <numerusform>%Ln values</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%Ln warnings</source>
      <translation>
        <numerusform>%Ln warning</numerusform>
        <numerusform>%Ln warnings</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>It verifies: %Ln checks, all in order.</source>
      <translation>
        <numerusform>It verifies: %Ln check, in order.</numerusform>
        <numerusform>It verifies: %Ln checks, all in order.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Ledger: %Ln entries</source>
      <translation>
        <numerusform>Ledger: %Ln entry</numerusform>
        <numerusform>Ledger: %Ln entries</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The policy is changed: %Ln campaigns need a new check.</source>
      <translation>
        <numerusform>The policy is changed: %Ln campaign needs a new check.</numerusform>
        <numerusform>The policy is changed: %Ln campaigns need a new check.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>about %Ln responses</source>
      <translation>
        <numerusform>about %Ln response</numerusform>
        <numerusform>about %Ln responses</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>… and %Ln more, in the table.</source>
      <translation>
        <numerusform>… and %Ln more, in the table.</numerusform>
        <numerusform>… and %Ln more, in the table.</numerusform>
      </translation>
    </message>
  </context>
</TS>
