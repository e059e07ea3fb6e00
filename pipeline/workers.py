"""Worker processes behind the standard `Executor` interface: a hang, a crash or a memory hog ends one task only.

`concurrent.futures.ProcessPoolExecutor` breaks as a whole when one process dies, and can end none of its own. Here
each thread of a thread pool owns one process, watches it while it works, and starts another when it is gone.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_WATCH_SECONDS = 0.1
"""Between two looks at a worker's memory; a page image grows by less than 200 MB in that time."""

_TASKS_A_WORKER = 1000
"""Then the process is replaced, and before where it holds half of what it may: the PDF and OCR libraries give some
memory back only when their process ends. To start one takes as long as to read two hundred small texts."""

_MEMORY_GB = 4.0
"""What a worker may hold unless the caller says otherwise, in GiB."""

_LAST_WORDS_BYTES = 300
_NEAR_LIMIT = 0.8
"""Of the memory limit: a process that dies above it died of an allocation that failed, whatever the signal."""

_OUT_OF_MEMORY = ("MemoryError", "std::bad_alloc", "memory allocation of")
"""What Python, C++ and Rust say at last when memory is refused: one that grows fast meets that between two looks."""

_BOOT = "import sys; fd, memory, *sys.path[:] = sys.argv[1:]; from pipeline.workers import serve; serve(fd, memory)"
"""The worker gets our import path, and never imports the caller's script: no `if __name__` guard is needed there."""

_in_worker = False


class WorkerDied(Exception):
    """A worker process ended before its task did; `code` is what `documents.error_code` says."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)  # all arguments, so that it pickles
        self.code = code
        self._message = message

    def __str__(self) -> str:
        return self._message


def limit_seconds(seconds: float) -> None:
    """End this worker process when its task runs longer than that from now; outside of a worker there is no limit.

    The kernel keeps the time, so that a loop inside a library that never returns to Python ends too.
    """
    if _in_worker:
        signal.setitimer(signal.ITIMER_REAL, seconds)


class WorkerPool(Executor):
    """An executor whose tasks may die: their futures then raise `WorkerDied`, and the other tasks go on.

    A task that raises ends its worker too: the last line of its traceback is in the message.
    """

    def __init__(self, workers: int, threads: int = 1, memory_gb: float = _MEMORY_GB) -> None:
        """Make a pool of `workers` processes, started when first needed; libraries in them use `threads` threads."""
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="jixiao-worker")
        self._own = threading.local()
        self._alive: set[_Worker] = set()
        self._lock = threading.Lock()
        self._library_threads = threads
        self._memory = int(memory_gb * 2**30)
        self._killed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the function in a worker process; it and its arguments must pickle."""
        return self._threads.submit(self._call, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Finish the tasks that were submitted, then end the workers."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._end_all()

    def kill(self) -> None:
        """End all workers at once; tasks in hand raise `WorkerDied`, tasks that wait are cancelled."""
        with self._lock:
            self._killed = True
            for worker in self._alive:
                worker.kill()
        self.shutdown(wait=True, cancel_futures=True)

    def _call(self, fn: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]) -> T:
        worker = self._worker()
        try:
            return worker.call(fn, args, kwargs)
        finally:
            if worker.is_spent():
                self._end(worker)

    def _worker(self) -> _Worker:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None or worker.ended:
            with self._lock:
                if self._killed:
                    raise WorkerDied("crashed", "the run was stopped")
                worker = self._own.worker = _Worker(self._library_threads, self._memory)
                self._alive.add(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._alive.discard(worker)

    def _end_all(self) -> None:
        with self._lock:
            alive = list(self._alive)
        for worker in alive:
            self._end(worker)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, threads: int, memory: int) -> None:
        self._memory = memory
        self._peak = 0
        self._tasks = 0
        self._started = False
        """Whether the process has ever taken a task: until then its end says nothing about a document."""
        self.ended = False
        self._scratch = tempfile.mkdtemp(prefix="jixiao-")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        self._pipe, theirs = Pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, str(theirs.fileno()), str(memory), *sys.path],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            # what a library leaves there goes with the process, however that ends
            env={**os.environ, **_thread_settings(threads), "TMPDIR": self._scratch},
            start_new_session=True,  # Ctrl-C at the terminal reaches the run alone, and `end` reaches grandchildren
        )
        theirs.close()
        self._memory_file = _open_memory_file(self._process.pid)

    def call(self, fn: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]) -> T:
        """Run the function in the process and return what it returns, or raise what it raises."""
        self._tasks += 1
        try:
            self._pipe.send((fn, args, kwargs))
            if not self._started:
                self._receive()
                self._started = True
            answer: T = self._receive()
        except (EOFError, OSError) as error:
            raise self._explain() from error
        return answer

    def _receive(self) -> Any:
        while not self._pipe.poll(_WATCH_SECONDS):
            self._watch_memory()
        return self._pipe.recv()

    def is_spent(self) -> bool:
        """Say whether the process is gone or should be replaced."""
        return self.ended or self._tasks >= _TASKS_A_WORKER or self._resident() > self._memory // 2

    def kill(self) -> None:
        """Kill the process and all that it started; the thread that waits for it then finds it gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process and give back what belongs to it; only its own thread may do so while it works."""
        if not self.ended:
            self.ended = True
            self.kill()
            self._process.wait()
            self._pipe.close()
            self._errors.close()
            if self._memory_file >= 0:
                os.close(self._memory_file)
                self._memory_file = -1
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _watch_memory(self) -> None:
        resident = self._resident()
        self._peak = max(self._peak, resident)
        if resident > self._memory:
            self.end()
            raise WorkerDied("out_of_memory", f"needed more than {self._memory / 2**30:g} GiB of memory")

    def _resident(self) -> int:
        """Return the process's resident memory in bytes; 0 where the system does not tell or it is gone."""
        try:
            pages = int(os.pread(self._memory_file, 64, 0).split()[1])
        except (OSError, IndexError):
            return 0
        return pages * resource.getpagesize()

    def _explain(self) -> WorkerDied:
        """Return why the process is gone."""
        status = self._process.wait()
        words = self._last_words()
        near_limit = self._peak > _NEAR_LIMIT * self._memory or any(sign in words for sign in _OUT_OF_MEMORY)
        self.end()
        if status == -signal.SIGALRM:
            return WorkerDied("timeout", "took longer than its time limit")
        if near_limit:
            return WorkerDied("out_of_memory", f"needed more than {self._memory / 2**30:g} GiB of memory")
        if status == -signal.SIGKILL:
            return WorkerDied("killed", "the worker process was killed from outside")
        how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
        if not self._started:
            return WorkerDied("missing_tool", f"the installation is not whole: no worker process starts: {how}{words}")
        return WorkerDied("crashed", f"the worker process ended with {how}{words}")

    def _last_words(self) -> str:
        """Return the last line that the process wrote to its standard error, as `: line`."""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LAST_WORDS_BYTES))
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        spoken = [line.strip() for line in lines if line.strip()]
        return f": {spoken[-1]}" if spoken else ""


def _open_memory_file(pid: int) -> int:
    """Return the file in which the system says what a process holds, kept open for ten looks a second; -1 for none."""
    try:
        return os.open(f"/proc/{pid}/statm", os.O_RDONLY)
    except OSError:
        return -1


def _thread_settings(threads: int) -> dict[str, str]:
    """Return the environment that keeps libraries to their share of the cores."""
    names = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {name: str(threads) for name in names}


def serve(fd: str, memory: str) -> None:
    """Run tasks from the pipe until it closes: the life of a worker process."""
    global _in_worker  # noqa: PLW0603 (a fact of the process, set once when it starts)
    _in_worker = True
    os.set_inheritable(int(fd), False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides what becomes of documents in hand,
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # also where a service manager tells every process to end
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # the run watches resident memory; this stops one huge allocation between two looks
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = 2 * int(memory) if hard == resource.RLIM_INFINITY else min(2 * int(memory), hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is a row, not a gigabyte on the disk
    pipe: Connection = Connection(int(fd))
    started = False
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except EOFError:  # the run has ended, or was killed
            shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
            return
        if not started:  # what the task needs could be imported
            pipe.send(None)
            started = True
        answer = fn(*args, **kwargs)
        limit_seconds(0)
        pipe.send(answer)
