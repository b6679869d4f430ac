Attribute VB_Name = "RaccordLanguage"
Option Explicit
Option Private Module

' The language of Excel's own menus, among those that Raccord speaks.

Private Const MENU_LANGUAGE As Long = 2
Private Const PRIMARY_LANGUAGE As Long = &H3FF
Private Const COUNTRY_OF_EXCEL As Long = 1

Public Function MessageOf(ByVal message As String, ByVal detail As String) As String
    MessageOf = Replace(MessageText(message, UserLanguage()), "{0}", detail)
End Function

Public Function UserLanguage() As String
    UserLanguage = "en"
    On Error Resume Next
#If Mac Then
    Select Case Application.International(COUNTRY_OF_EXCEL)
        Case 33
            UserLanguage = "fr"
        Case 43, 49
            UserLanguage = "de"
    End Select
#Else
    Select Case Application.LanguageSettings.LanguageID(MENU_LANGUAGE) And PRIMARY_LANGUAGE
        Case 12
            UserLanguage = "fr"
        Case 7
            UserLanguage = "de"
    End Select
#End If
End Function
