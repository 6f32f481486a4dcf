"""What offices go on working with: files of Word, PowerPoint and Excel, the same bytes every time.

Rooms: annex (the figures of a report for Excel), document (a template of Word is filled in, and one of the office is
checked), report_template (the template of the service), fixed_zip (files in which no time stands), workbook (tables for
Excel). Of PowerPoint: slides (a file of them), slides_table, slides_legend, slides_sheet (a printed map), slides_pack
(a meeting pack).
"""
