"""Why a document could not be read: one root, a stable code each, a message that says what to do next."""

from __future__ import annotations


class ExtractionError(Exception):
    """Reading failed. `code` is stable and is written to `documents.error_code`; the message names file and page."""

    code = "extraction_failed"


class EmptyFile(ExtractionError):
    """The file has no bytes or only blanks."""

    code = "empty_file"


class UnknownFormat(ExtractionError):
    """The bytes are of no kind that is read, or not of the kind that the name says."""

    code = "unknown_format"


class EncryptedPdf(ExtractionError):
    """The PDF needs a password, or the given one is wrong."""

    code = "encrypted"


class DamagedPdf(ExtractionError):
    """The PDF cannot be opened or has no pages."""

    code = "damaged_pdf"


class DamagedImage(ExtractionError):
    """The picture cannot be decoded."""

    code = "damaged_image"


class ImageTooLarge(ExtractionError):
    """A page picture has more pixels than `ExtractSettings.max_pixels`."""

    code = "image_too_large"


class TooManyPages(ExtractionError):
    """The document has more pages than `ExtractSettings.max_pages`."""

    code = "too_many_pages"


class NoSuchPages(ExtractionError):
    """None of the pages asked for is in the document."""

    code = "no_such_pages"


class MissingTool(ExtractionError):
    """A program or model that the chosen reader needs is not installed."""

    code = "missing_tool"
