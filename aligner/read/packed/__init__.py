"""Bytes before they are text: compression, archives, XML, encodings, and limits of size.

`compressed` unpacks a file, `archive` a member of a ZIP archive, and `decode` finds the encoding of text. `xml_events`
parses XML without entities. `unsupported` names a format that is not read, by the table in `unread_formats`.
Read `decode` first.
"""
