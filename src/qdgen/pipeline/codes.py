"""The permanent codes of what can be wrong after the content has been read, in a line each.

docs/diagnostics.md lists them behind those of the content files; a code is never given another
meaning.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    # the document
    "reference-unknown": "@key names nothing that is declared",
    "total-misplaced": "`@tổng` outside a column of figures",
    "reference-form-unknown": "@key(form) with a form that its target does not have",
    "reference-untitled": "@key(tên) of something without a title",
    "reference-circular": "titles that repeat one another in a circle",
    "reference-unnumbered": "a reference to a row that bears no number",
    "citation-incomplete": "the register entry lacks what the citation tells",
    "footnote-nested": "a footnote inside a footnote",
    "provision-empty": "a provision with neither a title nor a text of its own",
    "list-too-long": "more items than there are letters, or an outline deeper than three levels",
    "list-too-deep": "dash items more than two levels deep",
    "year-differs": "ngay lies in another year than nam",
    "title-markup": "a title holds marks that are read in running text only (a warning)",
    "blank": "a place is still to be filled (a warning)",
    "word-cut": "a word is wider than its column and is cut in two (a warning)",
    # the Word file, read back
    "docx-missing-text": "a text of the document is not in the Word file",
    "docx-foreign-text": "the Word file holds a text that is not the document's, or holds it twice",
    "docx-different-text": "a text of the Word file differs from the document's",
    "docx-different-note": "a footnote of the Word file differs from the document's",
    "docx-bookmark": "a provision's or row's bookmark is missing or doubled",
    "docx-draft-stamp": "a header of a draft's Word file does not bear its stamp alone",
    # the PDF, read back
    "pdf-not-converted": "LibreOffice made no PDF of the file",
    "pdf-text-missing": "a text of the document is not in the PDF",
    "pdf-text-differs": "the PDF holds a text that is not the document's, or another one",
    "pdf-heading-missing": "a page of a table lacks the column headings",
    "pdf-page-number-missing": "a page lacks its number",
    "pdf-draft-stamp": "a page of a draft does not bear its stamp",
    "pdf-page-empty": "a page without text",
    "pdf-font-foreign": "a font that is not one of the wanted faces",
    "pdf-font-not-embedded": "a font that is not in the file",
    "pdf-letter-not-drawn": "a letter that the font does not draw",
    "output-outdated": "content was changed since this Word file or PDF was built"
    " (a note of `qdgen check`)",
    "pdf-older": "the PDF beside the Word file is of an earlier build (a warning)",
    # new dossiers
    "row-not-taken": "a row of the spreadsheet makes no dossier; the others do",
    # rolling to another year
    "result-wrong": "last year's results name no row, or no result",
    "worksheet-wrong": "chuyen-nam.yaml has lost what `qdgen roll` wrote there",
    "decision-not-applied": "a decision could not be carried out (a warning)",
    "decision-waiting": "a decision of chuyen-nam.yaml does not stand in the content yet",
    "item-unknown": "a workbook decides an item that the worksheet does not have (a warning)",
    "decided-twice": "workbook and worksheet were decided differently (a warning)",
    "roll-open": "chuyen-nam.yaml leaves items to decide (a warning, but not when issuing)",
    "review-open": "ra-soat.yaml leaves remarks open (a warning, but not when issuing)",
    # the registers
    "register-entry": "an entry of a register is written wrong, or lacks something",
    "register-twice": "a document or unit stands in its register twice (a warning)",
    "register-not-in-force": "a document is cited that is not in force on the day",
    "register-amended": "a cited document was amended (a note)",
    "register-looked-up": "whether a document is in force was not looked up for long (a warning)",
    "register-unread": "a dossier has mistakes and was not looked through (a warning)",
    "unit-not-there": "a unit is named that is not there on the day (a warning)",
    # issuing
    "issued-already": "the dossier is issued and not opened again",
    "uncommitted": "a content file has changes that are not in the last commit",
    "record-of-another": "ban-hanh.json names another dossier: it was copied along, or the folder"
    " renamed (a warning)",
    # verifying: the package
    "manifest-missing": "the package has no ke-khai.json",
    "manifest-damaged": "ke-khai.json cannot be read",
    "file-missing": "a file of the package is not there",
    "file-changed": "a file of the package is not as it was issued",
    "file-foreign": "a file that does not belong to the package",
    "number-differs": "the decision does not bear the number that ke-khai.json tells",
    "content-differs": "the content beside it is not what was issued",
    "text-differs": "the text of the PDF is not the content's",
}
