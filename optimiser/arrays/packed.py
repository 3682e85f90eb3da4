"""Many tables handed to a kernel as one pointer.

Numba hands every array of a NamedTuple to every kernel as seven numbers or more. With some forty tables that is three
hundred numbers a call: measured, 200 ns for each call and most of the time to compile. Here a kernel gets the address
of one block of memory that says where each table lies and how long it is. `tables.visit` inside a kernel reads the
block and counts no reference, so it costs what reading a field costs. Whoever holds the Packed keeps the tables alive.
"""

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, lower_getattr_generic, register_model, typeof_impl, unbox

# Of each table the block holds its address and up to three lengths.
SLOTS = 4


@dataclass(frozen=True, eq=False)
class Packed:
    """A dataclass of tables: each C-contiguous, of one to three dimensions, and where it is for good."""

    def __post_init__(self) -> None:
        tables = self.tables()
        block = np.zeros((len(tables), SLOTS), dtype=np.int64)
        for row, (name, table) in enumerate(tables.items()):
            if not table.flags.c_contiguous or not 1 <= table.ndim <= SLOTS - 1:
                raise ValueError(f"table {name} is no contiguous array of one to three dimensions")
            block[row, 0] = table.ctypes.data
            block[row, 1 : 1 + table.ndim] = table.shape
        object.__setattr__(self, "block", block)

    def tables(self) -> dict[str, np.ndarray[Any, Any]]:
        """The tables by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class PackedType(types.Type):
    """The names and types of the tables, in the order of the block. Its name stands for them in every symbol."""

    def __init__(self, label: str, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:8]
        super().__init__(name=f"{label}_{digest}")


@typeof_impl.register(Packed)
def _typeof(value: Packed, _: Any) -> PackedType:
    return _kind(type(value).__name__, tuple((name, table.dtype, table.ndim) for name, table in value.tables().items()))


@cache
def _kind(label: str, shapes: tuple[tuple[str, np.dtype[Any], int], ...]) -> PackedType:
    return PackedType(
        label, tuple((name, types.Array(numba.from_dtype(kind), axes, "C")) for name, kind, axes in shapes)
    )


@register_model(PackedType)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: PackedType) -> None:
        super().__init__(manager, kind, ir.IntType(64).as_pointer())


@unbox(PackedType)
def _unbox(_: PackedType, value: Any, c: Any) -> NativeValue:
    block = c.pyapi.object_getattr_string(value, "block")
    kind = types.Array(types.int64, 2, "C")
    array = c.unbox(kind, block)
    pointer = c.context.make_array(kind)(c.context, c.builder, array.value).data
    c.pyapi.decref(block)
    return NativeValue(c.builder.bitcast(pointer, ir.IntType(64).as_pointer()), is_error=array.is_error)


@infer_getattr
class _Attribute(AttributeTemplate):
    key = PackedType

    def generic_resolve(self, kind: PackedType, name: str) -> Any:  # type: ignore[override] # because Numba declares it as a constant
        return dict(kind.fields).get(name)


@lower_getattr_generic(PackedType)
def _lower(context: Any, builder: Any, kind: PackedType, value: Any, name: str) -> Any:
    row = [field for field, _ in kind.fields].index(name)
    array_type = kind.fields[row][1]

    def slot(number: int) -> Any:
        place = builder.gep(value, [context.get_constant(types.intp, row * SLOTS + number)], inbounds=True)
        loaded = builder.load(place)
        # The block is written once, before any kernel runs.
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    array = context.make_array(array_type)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    shape = [slot(1 + axis) for axis in range(array_type.ndim)]
    strides = [context.get_constant(types.intp, size)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    context.populate_array(
        array,
        data=builder.inttoptr(slot(0), array.data.type),
        shape=cgutils.pack_array(builder, shape),
        strides=cgutils.pack_array(builder, strides),
        itemsize=context.get_constant(types.intp, size),
        meminfo=None,
    )
    return array._getvalue()
