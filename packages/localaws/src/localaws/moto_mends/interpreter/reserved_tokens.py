"""Defect: ``"RoleArn.$"`` inside Parameters is the literal text of its path.

moto's lexer has a token of its own for it (for a state's Credentials), so the payload's grammar takes
it for any string, and the path is never evaluated. Any other keyword that ends in ``.$`` likewise.

Upstream: docs/moto-issues/reserved_tokens.md
"""

from __future__ import annotations

from typing import Any

from antlr4 import CommonTokenStream, InputStream
from moto.stepfunctions.parser.asl.antlr.runtime.ASLLexer import ASLLexer
from moto.stepfunctions.parser.asl.antlr.runtime.ASLParser import ASLParser
from moto.stepfunctions.parser.asl.component.common.payload.payloadvalue.payloadbinding.payload_binding import (
    PayloadBindingStringExpressionSimple,
)
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

from localaws.moto_mends import guard

_BINDING = "ff5618d1502f"


def apply() -> None:
    original = guard.take(Preprocessor, "visitPayload_binding_value", _BINDING)

    def visit(self: Any, ctx: Any) -> Any:
        field = self.visitString_literal(ctx=ctx.string_literal()).literal_value
        if not field.endswith(".$"):
            return original(self, ctx)
        text = ctx.payload_value_decl().getText()
        parser = ASLParser(CommonTokenStream(ASLLexer(InputStream(text))))
        expression = self.visitString_expression_simple(parser.string_expression_simple())
        return PayloadBindingStringExpressionSimple(
            field=field.removesuffix(".$"), string_expression_simple=expression
        )

    Preprocessor.visitPayload_binding_value = visit
