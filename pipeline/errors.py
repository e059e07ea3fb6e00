"""Why a command or a run could not start: one root, and a message that says what to do next."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.exit_codes import ExitCode


class PipelineError(Exception):
    """Nothing was done; the message is one line for a person, `exit_code` is what the command returns."""

    exit_code = ExitCode.USAGE


class NoInput(PipelineError):
    """None of the named files, folders or patterns holds a document."""

    exit_code = ExitCode.NO_INPUT


class NoDataset(PipelineError):
    """The folder holds no dataset."""

    exit_code = ExitCode.NO_INPUT


class NotADataset(PipelineError):
    """The place for the dataset is taken by something else, or nothing can be written there."""


class DamagedDataset(PipelineError):
    """Tables of the dataset cannot be read."""


class OtherVersion(PipelineError):
    """A worker runs another version: of a cluster, or because the program was updated while the run went on."""


class ClusterLost(PipelineError):
    """There is no scheduler at the address, or it went away during the run."""

    exit_code = ExitCode.MISSING_TOOL


class MissingPackage(PipelineError):
    """A source or dataset is in an object store whose package is not installed."""

    exit_code = ExitCode.MISSING_TOOL


class NoReading(PipelineError):
    """A document cannot be understood again: it is not in the dataset, failed, or its reading is not kept."""

    exit_code = ExitCode.NO_INPUT


class OutdatedRows(PipelineError):
    """Rows were made without what persons have said since, or of a reading that is not the newest: not written."""

    def __init__(self, doc_ids: Iterable[str]) -> None:
        self.doc_ids = frozenset(doc_ids)
        super().__init__(f"{len(self.doc_ids)} documents were corrected or read again meanwhile")


class NoPicture(PipelineError):
    """A page of a document cannot be shown: the file is gone, holds something else by now, or cannot be drawn."""

    exit_code = ExitCode.NO_INPUT
