-- Starts Raccord for a button of the Excel add-in. "raccord addin install" writes this file; change nothing here.

-- Starts Python in the background, since Excel answers no one while it waits for this script. The request has three
-- lines: the process of the click before, the button, and the workbook's name. Gives the new process, or why not.
on press(request)
	set {earlierProcess, buttonId, bookName} to paragraphs 1 thru 3 of request
	if stillRuns(earlierProcess) then return "busy"
	if not isProgram(pythonPath()) then return "missing " & pythonPath()
	set reportPath to do shell script "mktemp -t raccord"
	set runPython to "RACCORD_WORKBOOK=" & quoted form of bookName & " " & quoted form of pythonPath() & " -I -m raccord_addin " & quoted form of buttonId & " 2> " & quoted form of reportPath
	set showReport to "/usr/bin/osascript -e " & quoted form of reportScript() & " " & quoted form of reportPath
	set removeReport to "rm -f " & quoted form of reportPath
	return do shell script "( cd / ; " & runPython & " || " & showReport & " ; " & removeReport & " ) > /dev/null 2>&1 & echo $!"
end press

on pythonPath()
	return {python}
end pythonPath

on stillRuns(processId)
	if processId is "" then return false
	try
		do shell script "ps -p " & quoted form of processId & " -o command= | grep -q raccord_addin"
		return true
	on error
		return false
	end try
end stillRuns

on isProgram(programPath)
	try
		do shell script "test -x " & quoted form of programPath
		return true
	on error
		return false
	end try
end isProgram

-- A script of its own, which shows what Python wrote before it failed.
on reportScript()
	return "on run argv" & linefeed & "set reportText to do shell script \"cat \" & quoted form of (item 1 of argv)" & linefeed & "if reportText is \"\" then set reportText to \"Raccord stopped without a word. Run in a terminal: raccord addin install\"" & linefeed & "activate" & linefeed & "display alert \"Raccord\" message reportText as critical" & linefeed & "end run"
end reportScript
