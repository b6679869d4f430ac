Attribute VB_Name = "RaccordRibbon"
Option Explicit

' What the ribbon asks for: the words of a control. A module of its own, since everything public in a module that is not
' private is offered as a worksheet function; Subs are not.

Public Sub RaccordLabel(control As IRibbonControl, ByRef label)
    label = LabelOf(control.ID, UserLanguage())
End Sub

Public Sub RaccordTip(control As IRibbonControl, ByRef tip)
    tip = TipOf(control.ID, UserLanguage())
End Sub
