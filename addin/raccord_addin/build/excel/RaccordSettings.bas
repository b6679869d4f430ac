Attribute VB_Name = "RaccordSettings"
Option Explicit
Option Private Module

' Finds the Python to start, on Windows: the variable RACCORD_PYTHON, else the line "python: '...'" of the user's
' configuration file. Nothing else is asked, least of all a workbook or its folder.

Public Function ChosenPython(ByVal variables As Object, ByVal files As Object) As String
    Dim settings As String
    ChosenPython = variables.Item("RACCORD_PYTHON")
    If ChosenPython = "" Then
        settings = SettingsPath(variables.Item("RACCORD_CONFIG"), variables.Item("USERPROFILE"), _
                                variables.Item("LOCALAPPDATA"))
        If IsAbsolute(settings) And files.FileExists(settings) Then ChosenPython = PythonIn(TextOf(settings))
    End If
    ChosenPython = Replace(ChosenPython, "/", "\")
End Function

Public Function SettingsPath(ByVal named As String, ByVal home As String, ByVal applicationData As String) As String
    If named = "" Then
        SettingsPath = applicationData & "\raccord\config.yaml"
    ElseIf Left$(named, 1) = "~" Then
        SettingsPath = Replace(home & Mid$(named, 2), "/", "\")
    Else
        SettingsPath = Replace(named, "/", "\")
    End If
End Function

' A relative path would be looked for in the current folder, which can be the workbook's.
Public Function IsAbsolute(ByVal path As String) As Boolean
    IsAbsolute = Mid$(path, 2, 2) = ":\" Or Left$(path, 2) = "\\"
End Function

Public Function PythonIn(ByVal text As String) As String
    Dim row As Variant
    text = Replace(Replace(text, vbCrLf, vbLf), vbCr, vbLf)
    If Left$(text, 1) = ChrW$(&HFEFF) Then text = Mid$(text, 2)
    For Each row In Split(text, vbLf)
        If Left$(row, 7) = "python:" Then
            PythonIn = Unquoted(Trim$(Mid$(row, 8)))
            Exit Function
        End If
    Next row
End Function

' Single quotes only, in which YAML knows no escape but the doubled quote; whatever else is no answer.
Public Function Unquoted(ByVal value As String) As String
    Dim last As Long, rest As String
    If Left$(value, 1) <> "'" Then Exit Function
    last = InStr(2, value, "'")
    Do While last > 0 And Mid$(value, last + 1, 1) = "'"
        last = InStr(last + 2, value, "'")
    Loop
    If last = 0 Then Exit Function
    rest = Trim$(Mid$(value, last + 1))
    If rest = "" Or Left$(rest, 1) = "#" Then Unquoted = Replace(Mid$(value, 2, last - 2), "''", "'")
End Function

Private Function TextOf(ByVal path As String) As String
    Const CHARACTERS As Long = 2
    Dim stream As Object
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = CHARACTERS
    stream.Charset = "utf-8"
    stream.Open
    stream.LoadFromFile path
    TextOf = stream.ReadText
    stream.Close
End Function
