"""A recogniser's ONNX file as a network that can learn, and back: the same graph with other weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

LEAST_WEIGHTS = 2
"""A tensor of one number is a constant of the graph and no weight."""


class Network(nn.Module):
    """The graph of an ONNX file, node by node; every float tensor of more than one number is a weight.

    Running means and variances of batch normalisation stay as they are: a batch of a few lines would spoil them.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.model = onnx.load(path)
        self.names: dict[str, str] = {}
        self.constants: dict[str, Tensor] = {}
        norms = [node for node in self.model.graph.node if node.op_type == "BatchNormalization"]
        frozen = {name for node in norms for name in node.input[3:]}
        for place, tensor in enumerate(self.model.graph.initializer):
            values = torch.from_numpy(numpy_helper.to_array(tensor).copy())
            if values.numel() >= LEAST_WEIGHTS and values.is_floating_point() and tensor.name not in frozen:
                self.names[tensor.name] = f"weight_{place}"
                self.register_parameter(f"weight_{place}", nn.Parameter(values))
            else:
                self.constants[tensor.name] = values
        for node in self.model.graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = torch.from_numpy(numpy_helper.to_array(node.attribute[0].t).copy())
        self.steps = _steps(list(self.model.graph.node))

    def forward(self, pictures: Tensor) -> Tensor:
        """Turn (lines, 3, 48, width) into (lines, steps, classes) logits: the last softmax is left out."""
        values: dict[str, Tensor] = {self.model.graph.input[0].name: pictures, **self.constants}
        values |= {name: self.get_parameter(weight) for name, weight in self.names.items()}
        result = pictures
        for step in self.steps:
            result = step.operation(step.given, *(values[name] for name in step.inputs))
            values[step.output] = result
        return result

    def save(self, path: Path) -> None:
        """Write the graph with the weights as they are now."""
        for tensor in self.model.graph.initializer:
            if tensor.name in self.names:
                values = self.get_parameter(self.names[tensor.name]).detach().numpy().astype(np.float32)
                tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
        onnx.save(self.model, path)


class Step(NamedTuple):
    """One operation of the graph: what it is given beside its inputs, by name."""

    operation: Callable[..., Tensor]
    given: dict[str, Any]
    inputs: tuple[str, ...]
    output: str


GELU = ["Div", "Erf", "Add", "Mul", "Mul"]
"""How the graph writes a GELU, `x / sqrt 2, erf, + 1, * x, / 2`; as one operation it takes a third of the time."""


def _steps(nodes: list[onnx.NodeProto]) -> list[Step]:
    steps, place = [], 0
    while place < len(nodes):
        node, following = nodes[place], nodes[place : place + len(GELU)]
        if [one.op_type for one in following] == GELU:
            steps.append(Step(_gelu, {}, (node.input[0],), following[-1].output[0]))
            place += len(GELU)
            continue
        if node.op_type not in {"Constant", "Softmax"}:
            given = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
            steps.append(Step(OPERATIONS[node.op_type], given, tuple(node.input), node.output[0]))
        place += 1
    return steps


def _convolved(given: dict[str, Any], picture: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    pads = given.get("pads", [0, 0, 0, 0])
    top, left, bottom, right = pads if len(pads) == 4 else (pads[0], 0, pads[1], 0)
    if (top, left) != (bottom, right):
        picture, top, left = functional.pad(picture, (left, right, top, bottom)), 0, 0
    strides, groups = tuple(given.get("strides", (1, 1))), given.get("group", 1)
    return functional.conv2d(picture, weight, bias, strides, (top, left), 1, groups)


def _gelu(given: dict[str, Any], values: Tensor) -> Tensor:
    return functional.gelu(values)


def _normalised(
    given: dict[str, Any], values: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, spread: Tensor
) -> Tensor:
    return functional.batch_norm(values, mean, spread, scale, shift, False, 0.0, given.get("epsilon", 1e-5))


def _pooled(given: dict[str, Any], picture: Tensor) -> Tensor:
    return functional.avg_pool2d(picture, tuple(given["kernel_shape"]), tuple(given["strides"]))


def _with_axes(given: dict[str, Any], values: Tensor) -> Tensor:
    for axis in sorted(given["axes"]):
        values = values.unsqueeze(axis)
    return values


OPERATIONS: dict[str, Callable[..., Tensor]] = {
    "Add": lambda given, one, two: one + two,
    "Mul": lambda given, one, two: one * two,
    "Div": lambda given, one, two: one / two,
    "Erf": lambda given, values: torch.erf(values),
    "Relu": lambda given, values: torch.relu(values),
    "Identity": lambda given, values: values,
    "MatMul": lambda given, one, two: one @ two,
    "HardSigmoid": lambda given, values: (values * given.get("alpha", 0.2) + given.get("beta", 0.5)).clamp(0, 1),
    "ReduceMean": lambda given, values: values.mean(tuple(given["axes"]), keepdim=bool(given.get("keepdims", 1))),
    "Squeeze": lambda given, values: values.squeeze(tuple(given["axes"])),
    "Unsqueeze": _with_axes,
    "Transpose": lambda given, values: values.permute(*given["perm"]),
    "Conv": _convolved,
    "BatchNormalization": _normalised,
    "AveragePool": _pooled,
}
