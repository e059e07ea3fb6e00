"""Trains the reader of worn lines: `python -m training.fine_tune --write extractors/ocr/worn.onnx`.

Starts from PP-OCRv6 tiny (or from `--start`) and learns from lines that are drawn while it learns; one core draws, one
learns, about 25 lines a second. Needs `training/requirements.txt`.
"""

from __future__ import annotations

import argparse
import itertools
import math
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.queues import Queue
from pathlib import Path
from random import Random

import cv2
import jieba
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from extractors.ocr.ppocr import LINE_HEIGHT, WIDTH_STEP, load_model, model_file
from training.lines import FOLDERS, Line, drawn_line
from training.network import Network
from training.texts import drawn_text

BATCH_PIXELS = 6400
"""Width of all lines of a batch: about 23 lines, 1.5 GB while it learns."""
WIDEST = 1000
"""Pixels of the longest line: a longer one teaches nothing that two shorter ones do not."""
POOL = 600
"""Lines that are drawn before batches of like width are made of them."""
WAITING = 40
"""Batches that wait at most to be learned from."""
EVENED = 0.6
"""Exponent on the frequency of words: rare ones are drawn more often than they are written."""
WARM_UP = 0.03
"""Share of all lines in which the rate rises."""
LONGEST_STEP = 10.0
"""Norm to which gradients are cut."""
SAVED_EVERY = 200


def main() -> None:
    """Learn from as many lines as are asked for and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, help="model to start from; without, PP-OCRv6 tiny")
    parser.add_argument("--write", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=60_000)
    parser.add_argument("--rate", type=float, default=1.2e-4, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fonts", type=Path, action="append", default=[], help="further folder with fonts")
    asked = parser.parse_args()
    characters = load_model("tiny", 1).characters
    folders = (*FOLDERS, *map(str, asked.fonts))
    context = multiprocessing.get_context("spawn")
    queue: Queue[list[Line]] = context.Queue(WAITING)
    drawer = context.Process(target=draw_batches, args=(queue, asked.seed, characters, folders), daemon=True)
    drawer.start()
    torch.set_num_threads(1)
    torch.manual_seed(asked.seed)
    network = Network(asked.start or model_file("tiny"))
    batches = iter(queue.get, None)
    for done, loss in learn(network, batches, characters, lines=asked.lines, rate=asked.rate):
        print(f"{done} lines, loss {loss:.2f}", flush=True)
        network.save(asked.write)
    network.save(asked.write)
    drawer.terminate()


def learn(
    network: Network, batches: Iterator[list[Line]], characters: Sequence[str], *, lines: int, rate: float
) -> Iterator[tuple[int, float]]:
    """Learn batch by batch; yields now and then how many lines were seen, and the mean loss of a line."""
    network.eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4, betas=(0.9, 0.98))
    numbers = {sign: place for place, sign in enumerate(characters)}
    seen, mean = 0, 0.0
    for step in itertools.count():
        batch = next(batches)
        share = seen / lines
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, share / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, share)))
        loss = _loss(network, batch, numbers)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
        optimizer.step()
        seen += len(batch)
        mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
        if seen >= lines:
            break
        if step % SAVED_EVERY == SAVED_EVERY - 1:
            yield seen, mean
    yield seen, mean


def _loss(network: Network, batch: Sequence[Line], numbers: Mapping[str, int]) -> Tensor:
    """Give the mean of the lines' CTC losses."""
    logits = network(torch.from_numpy(_stacked(batch)).to(memory_format=torch.channels_last))
    chances = functional.log_softmax(logits, -1).transpose(0, 1)
    texts = torch.tensor([numbers[sign] for line in batch for sign in line.text])
    lengths = torch.tensor([len(line.text) for line in batch])
    steps = torch.full((len(batch),), chances.shape[0])
    total = functional.ctc_loss(chances, texts, steps, lengths, blank=0, reduction="sum", zero_infinity=True)
    return total / len(batch)


def _stacked(batch: Sequence[Line]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    widest = max(LINE_HEIGHT, *(line.pixels.shape[1] for line in batch))
    pictures = np.zeros((len(batch), 3, LINE_HEIGHT, -(-widest // WIDTH_STEP) * WIDTH_STEP), np.float32)
    for picture, line in zip(pictures, batch, strict=True):
        picture[:, :, : line.pixels.shape[1]] = line.pixels.astype(np.float32) / 127.5 - 1
    return pictures


def draw_batches(queue: Queue[list[Line]], seed: int, characters: Sequence[str], folders: tuple[str, ...]) -> None:
    """Draw lines without end, and put them into the queue in batches of like width."""
    cv2.setNumThreads(1)
    rng = Random(seed)
    words, weights = _words()
    known = frozenset(characters[1:-1])
    while True:
        pool = sorted(_pool(rng, words, weights, known, folders), key=lambda line: line.pixels.shape[1])
        batches: list[list[Line]] = [[]]
        for line in pool:
            if batches[-1] and (len(batches[-1]) + 1) * line.pixels.shape[1] > BATCH_PIXELS:
                batches.append([])
            batches[-1].append(line)
        rng.shuffle(batches)
        for batch in batches:
            queue.put(batch)


def _pool(
    rng: Random, words: Sequence[str], weights: Sequence[float], known: frozenset[str], folders: tuple[str, ...]
) -> list[Line]:
    pool: list[Line] = []
    while len(pool) < POOL:
        text = "".join(sign for sign in drawn_text(rng, words, weights) if sign in known)
        line = drawn_line(text, rng, folders) if text else None
        if line is not None and line.pixels.shape[1] <= WIDEST and _fits(line):
            pool.append(line)
    return pool


def _fits(line: Line) -> bool:
    """Say whether the steps suffice for the signs, with a blank between two that are alike."""
    alike = sum(one == two for one, two in itertools.pairwise(line.text))
    return bool(line.pixels.shape[1] // WIDTH_STEP > len(line.text) + alike)


def _words() -> tuple[list[str], list[float]]:
    """Give the words of jieba's dictionary with their cumulated weights."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split() for line in lines]
    weights = itertools.accumulate(float(count) ** EVENED for _, count, *_ in entries)
    return [word for word, *_ in entries], list(weights)


if __name__ == "__main__":
    main()
