' Carries out the orders of one file, document by document, and writes down what failed.
' A line is one order: its name and its words, tabs between; \n, \t and \\ stand for themselves.

Const ACCEPT_ALL = ".uno:AcceptAllTrackedChanges"
Const REJECT_ALL = ".uno:RejectAllTrackedChanges"

Dim oDocument As Object
Dim oLog As Object

Sub Main
	Dim oFiles As Object, oOrders As Object, sFolder As String, sLine As String, nLine As Long
	sFolder = Environ("QDGEN_DESK")
	oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
	oOrders = createUnoService("com.sun.star.io.TextInputStream")
	oOrders.setInputStream(oFiles.openFileRead(ConvertToUrl(sFolder & "/orders.txt")))
	oOrders.setEncoding("UTF-8")
	oLog = createUnoService("com.sun.star.io.TextOutputStream")
	oLog.setOutputStream(oFiles.openFileWrite(ConvertToUrl(sFolder & "/log.txt")))
	oLog.setEncoding("UTF-8")
	On Error Goto Failed
	Do While Not oOrders.isEOF()
		sLine = oOrders.readLine()
		nLine = nLine + 1
		If Len(sLine) > 0 Then Follow(Split(sLine, Chr(9)))
	Loop
	oLog.writeString("done" & Chr(10))
	oLog.closeOutput()
	StarDesktop.terminate()
	Exit Sub
Failed:
	oLog.writeString("line " & nLine & " (" & Replace(sLine, Chr(9), " | ") & "): " & Error() & Chr(10))
	Resume Next
End Sub

Sub Follow(aOrder)
	Dim aWords(4) As String, i As Integer
	For i = 0 To UBound(aOrder)
		aWords(i) = Plain(aOrder(i))
	Next i
	Select Case aWords(0)
		Case "open" : oDocument = Opened(aWords(1))
		Case "accept" : Dispatch(ACCEPT_ALL)
		Case "reject" : Dispatch(REJECT_ALL)
		Case "track" : oDocument.RecordChanges = (aWords(1) = "on")
		Case "author" : SetAuthor(aWords(1))
		Case "replace" : Found(aWords(1)).setString(aWords(2))
		Case "delete" : Found(aWords(1)).setString("")
		Case "after" : InsertAfter(Found(aWords(1)), aWords(2))
		Case "join" : JoinNext(Found(aWords(1)))
		Case "bold" : Found(aWords(1)).CharWeight = com.sun.star.awt.FontWeight.BOLD
		Case "delete-paragraph" : DeleteParagraph(Found(aWords(1)))
		Case "new-row" : AtCell(aWords(1), ".uno:InsertRowsAfter")
		Case "delete-row" : AtCell(aWords(1), ".uno:DeleteRows")
		Case "cell" : SetCell(Found(aWords(1)), CInt(aWords(2)), CInt(aWords(3)), aWords(4))
		Case "note" : AddNote(Found(aWords(1)), aWords(2))
		Case "save" : oDocument.storeToURL(ConvertToUrl(aWords(1)), Array(Named("FilterName", aWords(2))))
		Case "close" : oDocument.close(True)
		Case Else : Fail("no such order")
	End Select
End Sub

Function Plain(ByVal sWord As String) As String
	sWord = Replace(sWord, "\\", Chr(1))
	sWord = Replace(sWord, "\n", Chr(10))
	sWord = Replace(sWord, "\t", Chr(9))
	Plain = Replace(sWord, Chr(1), "\")
End Function

Function Named(sName As String, vValue) As Object
	Dim oValue As New com.sun.star.beans.PropertyValue
	oValue.Name = sName
	oValue.Value = vValue
	Named = oValue
End Function

Function Opened(sPath As String) As Object
	Opened = StarDesktop.loadComponentFromURL(ConvertToUrl(sPath), "_blank", 0, Array(Named("Hidden", True)))
	If IsNull(Opened) Then Fail("it cannot be opened")
End Function

Sub Dispatch(sCommand As String)
	Dim oHelper As Object
	oHelper = createUnoService("com.sun.star.frame.DispatchHelper")
	oHelper.executeDispatch(oDocument.CurrentController.Frame, sCommand, "", 0, Array())
End Sub

Sub SetAuthor(sName As String)
	Dim oProvider As Object, oData As Object
	oProvider = createUnoService("com.sun.star.configuration.ConfigurationProvider")
	oData = oProvider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", _
		Array(Named("nodepath", "/org.openoffice.UserProfile/Data")))
	oData.givenname = sName
	oData.sn = ""
	oData.commitChanges()
End Sub

' The first place of the words, in body, cells or notes; it never runs over a paragraph's end.
Function Found(sWords As String) As Object
	Dim oSearch As Object
	oSearch = oDocument.createSearchDescriptor()
	oSearch.SearchString = sWords
	oSearch.SearchCaseSensitive = True
	Found = oDocument.findFirst(oSearch)
	If IsNull(Found) Then Fail("these words are not there")
	Found = Found.Text.createTextCursorByRange(Found)
End Function

Sub InsertAfter(oRange As Object, sWords As String)
	Dim aLines, i As Integer, oText As Object
	oText = oRange.Text
	oRange.collapseToEnd()
	aLines = Split(sWords, Chr(10))
	For i = 0 To UBound(aLines)
		If i > 0 Then oText.insertControlCharacter(oRange, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
		oRange.collapseToEnd()
		If Len(aLines(i)) > 0 Then oText.insertString(oRange, aLines(i), False)
		oRange.collapseToEnd()
	Next i
End Sub

Sub JoinNext(oRange As Object)
	oRange.gotoEndOfParagraph(False)
	oRange.goRight(1, True)
	oRange.setString("")
End Sub

Sub DeleteParagraph(oRange As Object)
	oRange.gotoStartOfParagraph(False)
	oRange.gotoEndOfParagraph(True)
	oRange.goRight(1, True)
	oRange.setString("")
End Sub

Sub AtCell(sWords As String, sCommand As String)
	oDocument.CurrentController.select(Found(sWords))
	Dispatch(sCommand)
End Sub

' The cell so many rows below and columns beside the one that holds the words.
Sub SetCell(oRange As Object, nDown As Integer, nRight As Integer, sWords As String)
	Dim oTable As Object, oCell As Object, sName As String, nRow As Integer, nColumn As Integer
	oTable = oRange.TextTable
	sName = oRange.Cell.CellName
	nColumn = Asc(Left(sName, 1)) - Asc("A")
	nRow = CInt(Mid(sName, 2)) - 1
	oCell = oTable.getCellByName(Chr(Asc("A") + nColumn + nRight) & (nRow + 1 + nDown))
	oCell.setString(sWords)
End Sub

Sub AddNote(oRange As Object, sWords As String)
	Dim oNote As Object
	oNote = oDocument.createInstance("com.sun.star.text.Footnote")
	oRange.collapseToEnd()
	oRange.Text.insertTextContent(oRange, oNote, False)
	oNote.setString(sWords)
End Sub

Sub Fail(sWhy As String)
	Err.Raise(1001, "desk", sWhy)
End Sub
