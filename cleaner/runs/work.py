"""Does tasks, one at a time; the same here and in worker processes."""

from __future__ import annotations

from cleaner.errors import CleanerError
from cleaner.runs.bench import Bench
from cleaner.runs.task import FailedTask, FileTask, Outcome, PagesTask, PartTask, RowsTask, Task, Wait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.runs.options import Options


class Worker:
    """Does tasks, one at a time; what one form of input needs is loaded with the first task of that form."""

    def __init__(self, options: Options) -> None:
        """Set up the bench."""
        self.options = options
        self.bench = Bench(options)

    def do(self, task: Task) -> Outcome:
        """Do one task; what nobody foresaw costs the document that it befell, which is passed over and told of."""
        try:
            return self._do(task)
        except CleanerError:
            raise
        except Exception as error:
            from cleaner.runs.work_apart import apart

            return apart(self, task, error)

    def _do(self, task: Task) -> Outcome:
        """Do one task by its kind."""
        if isinstance(task, FailedTask):
            return self.bench.fail(task)
        if isinstance(task, Wait):
            return Outcome()
        if isinstance(task, FileTask):
            from cleaner.runs.work_file import clean_file

            return clean_file(self.bench, task)
        if isinstance(task, PagesTask):
            from cleaner.runs.work_archive import clean_pages

            return clean_pages(self.bench, task)
        if isinstance(task, RowsTask):
            from cleaner.runs.work_rows import clean_rows

            return clean_rows(self.bench, task)
        from cleaner.runs.work_lines import clean_lines, pass_on

        if isinstance(task, PartTask):
            return pass_on(self.bench, task)
        return clean_lines(self.bench, task)
