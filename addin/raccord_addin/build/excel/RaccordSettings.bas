Attribute VB_Name = "RaccordSettings"
Option Explicit
Option Private Module

' Finds the Python to start, on Windows: the variable RACCORD_PYTHON, else the line "python: ..." of the user's
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
        If Left$(row, 8) = "python: " Then
            PythonIn = PathIn(Trim$(Mid$(row, 9)))
            Exit Function
        End If
    Next row
End Function

' What YAML writes in single quotes, in double quotes or in none; whatever else is no answer.
Public Function PathIn(ByVal value As String) As String
    Select Case Left$(value, 1)
        Case "'"
            PathIn = SingleQuoted(value)
        Case """"
            PathIn = DoubleQuoted(value)
        Case Else
            PathIn = Bare(value)
    End Select
End Function

' No escape but the doubled quote.
Private Function SingleQuoted(ByVal value As String) As String
    Dim last As Long
    last = InStr(2, value, "'")
    Do While last > 0 And Mid$(value, last + 1, 1) = "'"
        last = InStr(last + 2, value, "'")
    Loop
    If last = 0 Then Exit Function
    If EndsThere(Mid$(value, last + 1)) Then SingleQuoted = Replace(Mid$(value, 2, last - 2), "''", "'")
End Function

' Of YAML's escapes, those that a path needs.
Private Function DoubleQuoted(ByVal value As String) As String
    Dim at As Long, letter As String, text As String
    For at = 2 To Len(value)
        letter = Mid$(value, at, 1)
        If letter = """" Then
            If EndsThere(Mid$(value, at + 1)) Then DoubleQuoted = text
            Exit Function
        End If
        If letter = "\" Then
            at = at + 1
            letter = Mid$(value, at, 1)
            If letter <> "\" And letter <> """" And letter <> "/" Then Exit Function
        End If
        text = text & letter
    Next at
End Function

' Only a path counts: neither a word without a slash nor what YAML reads as something else.
Private Function Bare(ByVal value As String) As String
    Dim remark As Long
    remark = InStr(value, " #")
    If remark > 0 Then value = Trim$(Left$(value, remark - 1))
    If Not (value Like "[A-Za-z/\]*") Then Exit Function
    If InStr(value, vbTab) > 0 Or InStr(value & " ", ": ") > 0 Then Exit Function
    If InStr(value, "/") > 0 Or InStr(value, "\") > 0 Then Bare = value
End Function

Private Function EndsThere(ByVal rest As String) As Boolean
    EndsThere = Trim$(rest) = "" Or (Left$(rest, 1) = " " And Left$(Trim$(rest), 1) = "#")
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
