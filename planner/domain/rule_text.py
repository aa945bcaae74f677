"""Rule text: a SQL WHERE expression, read by a SQL parser and held to the few forms a rule may take."""

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel, ParseError, TokenError
from sqlglot.tokenizer_core import Token, TokenType

from planner.domain import rule as rules
from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, MAX_CONDITIONS, MAX_DEPTH, All, Any, Condition, Not, Operand, Operator, Rule

MAX_LENGTH = 20_000
"""How many characters a rule's text may have."""

_COMPARISONS: dict[type[exp.Expr], Operator] = {
    exp.EQ: Operator.EQUAL,
    exp.NEQ: Operator.NOT_EQUAL,
    exp.LT: Operator.LESS,
    exp.LTE: Operator.AT_MOST,
    exp.GT: Operator.MORE,
}
_COMPARISONS |= {exp.GTE: Operator.AT_LEAST}
_SIGNS = frozenset({"(", ")", ",", "=", "<>", "<", "<=", ">", ">=", "-"})
_WORDS = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN"})
_VALUES = frozenset({TokenType.STRING, TokenType.NUMBER, TokenType.IDENTIFIER})
_QUOTES = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e\u00b4`")
_REFUSED = {
    ";": "rule-several-statements",
    **dict.fromkeys(["+", "*", "/", "%", "||", "^", "&", "|", "~", "<<", ">>", "DIV", "MOD"], "rule-arithmetic"),
    **dict.fromkeys(["==", "!=", "<=>", "!"], "rule-comparison-unknown"),
    **dict.fromkeys(["IS", "NULL", "ISNULL", "NOTNULL"], "rule-null"),
    **dict.fromkeys(["TRUE", "FALSE"], "rule-text-unquoted"),
    **dict.fromkeys(["LIKE", "ILIKE", "RLIKE", "GLOB", "SIMILAR TO", "REGEXP", "ESCAPE"], "rule-pattern"),
    **dict.fromkeys(["SELECT", "EXISTS", "UNION", "INTERSECT", "EXCEPT", "WITH", "FROM"], "rule-subquery"),
    **dict.fromkeys(["CASE", "CAST", "INTERVAL", "IF", "CONNECT_BY_ROOT", "::"], "rule-function"),
}
"""What each sign and word outside the language is, so that its refusal can say what to write instead."""


def parse_rule(text: str) -> Rule:
    """Return the rule that a text tells, flattened; empty text is everyone.

    The text is a SQL `WHERE` expression of `=`, `<>`, `<`, `<=`, `>`, `>=`, `IN`, `NOT IN`, `BETWEEN`, `AND`, `OR`,
    `NOT`, brackets, text in single quotes, numbers, and names of attributes, in double quotes where they are more
    than one plain word. Raises PlannerError `rule-…` for everything else, with `line` and `column` (from 1) of what
    it refuses.
    """
    if len(text) > MAX_LENGTH:
        raise PlannerError("rule-too-long", limit=MAX_LENGTH)
    if not rules.is_plain(text):
        raise PlannerError("rule-not-text")
    if not text.strip():
        return EVERYONE
    tokens = _tokens(text)
    _check_tokens(text, tokens)
    rule = rules.flatten(_Reader(text).read(_syntax(text, tokens)))
    rules.check_bounds(rule)
    return rule


def rule_text(rule: Rule) -> str:
    """Return the canonical text of a rule: `parse_rule(rule_text(rule))` is the rule flattened.

    Raises ValueError for a negation or choice of no parts, which no text tells.
    """
    rule = rules.flatten(rule)
    return "" if rule == EVERYONE else _written(rule)


def _written(rule: Rule) -> str:
    match rule:
        case Condition():
            return _written_condition(rule)
        case Not(part):
            return f"NOT {_bracketed(part, All, Any)}"
        case All(parts) if parts:
            return " AND ".join(_bracketed(part, Any) for part in parts)
        case Any(parts) if parts:
            return " OR ".join(_written(part) for part in parts)
    raise ValueError("a group of no parts has no text")


def _bracketed(rule: Rule, *groups: type[Rule]) -> str:
    return f"({_written(rule)})" if isinstance(rule, groups) else _written(rule)


def _written_condition(condition: Condition) -> str:
    name, sign = _written_name(condition.attribute), condition.operator.value.upper()
    operands = [_written_operand(operand) for operand in condition.operands]
    match condition.operator:
        case Operator.IN | Operator.NOT_IN:
            return f"{name} {sign} ({', '.join(operands)})"
        case Operator.BETWEEN | Operator.NOT_BETWEEN:
            return f"{name} {sign} {' AND '.join(operands)}"
        case _:
            return f"{name} {sign} {operands[0]}"


def _written_name(name: str) -> str:
    """Quote a name unless it is one plain word that means nothing in SQL."""
    if name.isidentifier() and name.isascii() and name.upper() not in _REFUSED:
        tokens = _tokens(name)
        if [token.token_type for token in tokens] == [TokenType.VAR]:
            return name
    return '"' + name.replace('"', '""') + '"'


def _written_operand(operand: Operand) -> str:
    return "'" + operand.replace("'", "''") + "'" if isinstance(operand, str) else repr(operand)


def _tokens(text: str) -> list[Token]:
    try:
        return list(Dialect.get_or_raise(None).tokenize(text))
    except TokenError:
        raise _refusal("rule-quote-open", text, _open_quote(text)) from None


def _open_quote(text: str) -> int:
    """Return where the quotation or comment begins that never ends."""
    place, closing = 0, ""
    for i, letter in enumerate(text):
        if closing:
            closing = "" if letter == closing else closing
        elif letter in "'\"":
            place, closing = i, letter
        elif text.startswith("/*", i):
            return i
    return place


def _refusal(code: str, text: str, start: int) -> PlannerError:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return PlannerError(code, line=line, column=column)


def _check_tokens(text: str, tokens: list[Token]) -> None:
    """Refuse what the language has no use for before anything is parsed, and nesting too deep to parse."""
    _check_gaps(text, tokens)
    around: list[Token | None] = [None, *tokens, None]
    for before, token, after in zip(around, tokens, around[2:], strict=False):
        code = _fault(token, before, after)
        if code:
            start = before.start if before and code == "rule-name-hyphenated" else token.start
            raise _refusal(code, text, start)
    if _nesting(tokens) > MAX_DEPTH + 2:
        raise PlannerError("rule-too-deep", limit=MAX_DEPTH)
    if sum(token.token_type in {TokenType.AND, TokenType.OR} for token in tokens) > 2 * MAX_CONDITIONS:
        raise PlannerError("rule-too-many-conditions", limit=MAX_CONDITIONS)


def _check_gaps(text: str, tokens: list[Token]) -> None:
    """Refuse comments: text between tokens that the tokenizer passed over."""
    ends = [-1, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    for end, start in zip(ends, starts, strict=True):
        gap = text[end + 1 : start]
        if gap.strip():
            raise _refusal("rule-comment", text, start - len(gap.lstrip()))


def _nesting(tokens: list[Token]) -> int:
    """Return how deep brackets and negations nest, counted without recursion."""
    levels = [0]
    depth = deepest = 0
    for token in tokens:
        if token.token_type is TokenType.NOT:
            depth += 1
        elif token.token_type is TokenType.L_PAREN:
            depth += 1
            levels.append(depth)
        elif token.token_type is TokenType.R_PAREN and len(levels) > 1:
            levels.pop()
            depth = levels[-1]
        elif token.token_type in {TokenType.AND, TokenType.OR}:
            depth = levels[-1]
        deepest = max(deepest, depth)
    return deepest


def _fault(token: Token, before: Token | None, after: Token | None) -> str | None:
    """Return the code of what is wrong with a token among its neighbours, if anything."""
    if token.token_type in _VALUES or token.text.upper() in _WORDS:
        return None
    if after and after.text == "(" and _is_name(token):
        return "rule-function"
    if token.text == "," and after and after.text == ")":
        return "rule-syntax"
    if token.text == "-":
        return _fault_of_dash(before, after)
    return None if token.text in _SIGNS else _fault_of_word(token.text)


def _fault_of_dash(before: Token | None, after: Token | None) -> str | None:
    if before and after and _is_name(before) and _is_name(after):
        return "rule-name-hyphenated"
    follows_sign = before and (before.text in _SIGNS or before.text.upper() in _WORDS)
    return None if follows_sign and after and after.token_type is TokenType.NUMBER else "rule-arithmetic"


def _fault_of_word(word: str) -> str | None:
    if word.upper() in _REFUSED:
        return _REFUSED[word.upper()]
    if _QUOTES & set(word):
        return "rule-quotes-curly"
    if word[0] in "$@:?":
        return "rule-parameter"
    if word.upper().startswith(("CURRENT_", "LOCALTIME")):
        return "rule-function"
    return None if word.isidentifier() else "rule-sign-unknown"


def _is_name(token: Token) -> bool:
    return token.token_type is TokenType.IDENTIFIER or (token.text.isidentifier() and token.text.upper() not in _WORDS)


def _syntax(text: str, tokens: list[Token]) -> exp.Expr:
    """Return the parser's tree of the text, as a condition and nothing else."""
    try:
        parsed = Dialect.get_or_raise(None).parser(error_level=ErrorLevel.IMMEDIATE)
        tree = parsed.parse_into(exp.Condition, tokens, text)[0]
    except (ParseError, IndexError) as error:  # sqlglot 30.30 raises IndexError when a text opens with ELSE
        told = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
        starts = [t.start for t in tokens if (t.line, t.col) == (told.get("line"), told.get("col"))]
        raise _refusal("rule-syntax", text, starts[0] if starts else len(text)) from None
    except RecursionError:
        raise PlannerError("rule-too-deep", limit=MAX_DEPTH) from None
    if tree is None:
        raise _refusal("rule-syntax", text, 0)
    return tree


class _Reader:
    """Turns the parser's tree into a rule; knows the text, to say where something stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, node: exp.Expr) -> Rule:
        """Return the rule of a node, not flattened."""
        match node:
            case exp.Paren():
                return self.read(node.this)
            case exp.And() | exp.Or():
                parts = tuple(self.read(part) for part in node.flatten())
                return All(parts) if isinstance(node, exp.And) else Any(parts)
            case exp.Not():
                return Not(self.read(node.this))
            case exp.In() if node.expressions and not node.args.get("query"):
                return Condition(self._name(node.this), Operator.IN, self._operands(node.expressions))
            case exp.Between() if node.args.get("symmetric") is None:
                return Condition(
                    self._name(node.this), Operator.BETWEEN, self._operands([node.args["low"], node.args["high"]])
                )
            case _ if type(node) in _COMPARISONS:
                return Condition(self._name(node.this), _COMPARISONS[type(node)], self._operands([node.expression]))
            case _:
                raise self._refuse("rule-not-a-condition", node)

    def _name(self, node: exp.Expr) -> str:
        if isinstance(node, exp.Column) and len(node.parts) == 1 and node.name:
            return node.name
        raise self._refuse("rule-name-first" if isinstance(node, exp.Literal) else "rule-not-a-condition", node)

    def _operands(self, nodes: list[exp.Expr]) -> tuple[Operand, ...]:
        return tuple(self._operand(node) for node in nodes)

    def _operand(self, node: exp.Expr) -> Operand:
        match node:
            case exp.Paren():
                return self._operand(node.this)
            case exp.Literal() if node.is_string:
                return str(node.this)
            case exp.Literal():
                return self._number(node)
            case exp.Neg() if isinstance(node.this, exp.Literal) and not node.this.is_string:
                return -self._number(node.this)
            case exp.Column() | exp.Boolean():
                raise self._refuse("rule-text-unquoted", node)
            case _:
                raise self._refuse("rule-syntax", node)

    def _number(self, node: exp.Expr) -> int | float:
        digits = str(node.this)
        number = int(digits) if digits.isdecimal() and len(digits) <= 16 else float(digits)
        if not digits.isascii() or not rules.is_plain(number):
            raise self._refuse("rule-number", node)
        return number

    def _refuse(self, code: str, node: exp.Expr) -> PlannerError:
        """Refuse a node at its first name or value, or at its parent's when it has none."""
        place: exp.Expr | None = node
        while place is not None:
            starts = [part.meta["start"] for part in place.walk() if "start" in part.meta]
            if starts:
                return _refusal(code, self._text, min(starts))
            place = place.parent
        return _refusal(code, self._text, 0)
