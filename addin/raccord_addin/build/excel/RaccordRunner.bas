Attribute VB_Name = "RaccordRunner"
Option Explicit
Option Private Module

' Starts Raccord's Python for a button. Nothing in a workbook decides what is started: the interpreter comes from the
' user's own settings, the button is a constant of the add-in, and the workbook's name travels in the environment.

Private Const HIDDEN As Long = 0
Private Const TEMPORARY_FOLDER As Long = 2
Private Const FOR_READING As Long = 1
Private Const UTF_16 As Long = -1
Private Const LONGEST_MESSAGE As Long = 1000

Private running As Boolean
#If Mac Then
Private earlier As String
#End If

Public Sub Press(ByVal button As String)
    If running Then
        Tell "busy"
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then
        Tell "no_workbook"
        Exit Sub
    End If
    running = True
    On Error GoTo Failed
    Start button
    running = False
    Exit Sub
Failed:
    running = False
    Tell "blocked", Err.Description
End Sub

Private Sub Tell(ByVal message As String, Optional ByVal detail As String = "")
    MsgBox MessageOf(message, detail), vbExclamation, "Raccord"
End Sub

#If Mac Then
' Excel for the Mac may start nothing by itself. The script answers with the process it started, which works on in the
' background so that it can speak with Excel, and which shows its own errors.
Private Sub Start(ByVal button As String)
    Dim answer As String
    On Error GoTo NoScript
    answer = AppleScriptTask("raccord.applescript", "press", earlier & vbLf & button & vbLf & ActiveWorkbook.Name)
    On Error GoTo 0
    If answer = "busy" Then
        Tell "busy"
    ElseIf Left$(answer, 8) = "missing " Then
        Tell "missing_python", Mid$(answer, 9)
    Else
        earlier = answer
    End If
    Exit Sub
NoScript:
    Tell "no_script"
End Sub
#Else
Private Sub Start(ByVal button As String)
    Dim wsh As Object, files As Object, python As String, report As String, silent As String, status As Long
    Set wsh = CreateObject("WScript.Shell")
    Set files = CreateObject("Scripting.FileSystemObject")
    python = ChosenPython(wsh.Environment("PROCESS"), files)
    If python = "" Then
        Tell "no_python"
    ElseIf Not IsAbsolute(python) Or Not files.FileExists(python) Then
        Tell IIf(IsNamed(wsh), "missing_variable", "missing_python"), python
    Else
        report = NewReport(files)
        status = RunPython(wsh, python, files.GetParentFolderName(python), CommandLine(button, Application.hwnd), report)
        If status <> 0 Then
            silent = IIf(IsNamed(wsh), "failed_variable", "failed")
            MsgBox Complaint(files, report, silent, python & " (" & status & ")"), vbExclamation, "Raccord"
        End If
        If files.FileExists(report) Then files.DeleteFile report
    End If
End Sub

' Windows Script Host expands variables once, and only in this text: a path with a percent sign stays what it is.
Private Function CommandLine(ByVal button As String, ByVal handle As String) As String
    CommandLine = """%RACCORD_INTERPRETER%"" -I -m raccord_addin " & button & " --hwnd " & handle
End Function

Private Function RunPython(ByVal wsh As Object, ByVal python As String, ByVal folder As String, _
                           ByVal task As String, ByVal report As String) As Long
    Dim variables As Object, before As String, fault As Long, description As String
    Set variables = wsh.Environment("PROCESS")
    before = wsh.CurrentDirectory
    On Error Resume Next
    variables.Item("RACCORD_INTERPRETER") = python
    variables.Item("RACCORD_WORKBOOK") = ActiveWorkbook.Name
    variables.Item("RACCORD_ERRORS") = report
    wsh.CurrentDirectory = folder
    If Err.Number = 0 Then RunPython = wsh.Run(task, HIDDEN, True)
    fault = Err.Number
    description = Err.Description
    wsh.CurrentDirectory = before
    variables.Remove "RACCORD_INTERPRETER"
    variables.Remove "RACCORD_WORKBOOK"
    variables.Remove "RACCORD_ERRORS"
    On Error GoTo 0
    If fault <> 0 Then Err.Raise fault, "Raccord", description
End Function

Private Function NewReport(ByVal files As Object) As String
    Do
        NewReport = files.BuildPath(files.GetSpecialFolder(TEMPORARY_FOLDER).Path, "raccord-" & files.GetTempName())
    Loop While files.FileExists(NewReport)
End Function

Private Function Complaint(ByVal files As Object, ByVal report As String, ByVal silent As String, _
                           ByVal detail As String) As String
    Dim stream As Object
    If files.FileExists(report) Then
        Set stream = files.OpenTextFile(report, FOR_READING, False, UTF_16)
        If Not stream.AtEndOfStream Then Complaint = Left$(stream.ReadAll, LONGEST_MESSAGE)
        stream.Close
    End If
    If Complaint = "" Then Complaint = MessageOf(silent, detail)
End Function

' A variable says which Python it is, so that no installation can change it.
Private Function IsNamed(ByVal wsh As Object) As Boolean
    IsNamed = wsh.Environment("PROCESS").Item("RACCORD_PYTHON") <> ""
End Function
#End If
