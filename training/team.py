"""Several processes train one model: each takes steps of its own, and at intervals all go on from the mean.

Local SGD (Stich 2019) on one machine. Threads of one process wait for one another at every layer, which a shared
machine makes dear; processes that meet every few steps hardly notice one another. Every member is pinned to a core of
its own. Only the first one logs, saves and looks. Knows tensors and processes; what is trained is left to the stages.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

INTERVAL = 16  # steps between two meetings


@dataclass(frozen=True)
class Team:
    """This process's place among ``size`` members that meet every ``interval`` steps; alone, a meeting is nothing."""

    rank: int = 0
    size: int = 1
    interval: int = 1

    @property
    def leads(self) -> bool:
        """Whether this is the member that logs, saves and looks."""
        return self.rank == 0

    @torch.no_grad()
    def meet(self, tensors: Iterable[torch.Tensor], *, done: bool) -> bool:
        """Put the members' mean into ``tensors``; whether any of them is done, which ends the run for all."""
        if self.size == 1:
            return done
        from torch import distributed

        listed = list(tensors)
        flat = torch.cat([tensor.detach().float().reshape(-1) for tensor in listed] + [torch.tensor([float(done)])])
        distributed.all_reduce(flat)
        flat /= self.size
        place = 0
        for tensor in listed:
            tensor.copy_(flat[place : place + tensor.numel()].view(tensor.shape))
            place += tensor.numel()
        return bool(flat[-1] > 0)


def train_together(train: Callable[[Any, Team], None], arguments: Any, *, size: int, interval: int = INTERVAL) -> None:
    """Run ``train(arguments, team)`` in ``size`` processes, this one among them; ``train`` is a module's function.

    Raises:
        SystemExit: a member failed; its own message is on stderr.
    """
    if size == 1:
        train(arguments, Team())
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "meeting"
        context = torch.multiprocessing.get_context("spawn")
        others = [
            context.Process(target=_member, args=(train, arguments, Team(rank, size, interval), place))
            for rank in range(1, size)
        ]
        for process in others:
            process.start()
        try:
            _member(train, arguments, Team(0, size, interval), place)
        except BaseException:
            for process in others:
                process.terminate()
            raise
        finally:
            for process in others:
                process.join()
    if failed := [process.exitcode for process in others if process.exitcode]:
        raise SystemExit(f"{len(failed)} of {size} members of the team failed.")


def _member(train: Callable[[Any, Team], None], arguments: Any, team: Team, place: Path) -> None:
    from torch import distributed

    distributed.init_process_group("gloo", init_method=place.as_uri(), rank=team.rank, world_size=team.size)
    with _own_core(team.rank):
        torch.set_num_threads(1)
        train(arguments, team)
    distributed.destroy_process_group()


@contextmanager
def _own_core(rank: int) -> Any:
    """Stay on one of the cores this process may use."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[rank % len(cores)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, set(cores))
