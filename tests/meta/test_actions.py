"""Every write is a named verb that says who acts and when, is whole or not at all, and leaves a trace."""

import ast

from tests.meta.source import assert_none, modules

# module, or module.function: why it is no ordinary action
EXCEPTIONS: dict[str, str] = {
    "core.actions.audit": "It is the trace itself, and is called inside the action that it records.",
    "core.actions.ready": "It makes the tables, before there is anybody to act or anything to record in.",
    "core.actions.people.operator": "Reads, but for the first time: set-up makes the user whom commands act as.",
    "core.actions.people.administrator": "Reads, but for the first time: set-up makes whoever lets the others in.",
    "core.actions.messages.send": "Marked, sent and noted each by itself, or an interruption would unmark what went.",
    "core.actions.messages.send_waiting": "Each message by itself: one that fails stops no other.",
    "core.actions.messages.deliver": "The errand that the queue carries; `send`, which it calls, leaves the trace.",
    "monitor.actions.telling.tell_all": "Each school is a transaction of its own: an interruption untells nobody.",
    "archive.actions.loading.load": "Each file is a transaction of its own: one that fails undoes no other.",
    "archive.actions.deriving.derive": "The register's own action, which it calls, leaves the trace.",
    "archive.actions.restoring.take_back": "The register's own action, which it calls, leaves the trace.",
}


def actions():
    """Every public function of an actions module, with the module that it stands in."""
    for module in modules():
        if len(module.parts) < 2 or module.parts[1] != "actions" or ".".join(module.parts) in EXCEPTIONS:
            continue
        for node in module.tree.body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and ".".join([*module.parts, node.name]) not in EXCEPTIONS:
                yield module, node


def where(module, node):
    return f"{module}:{node.lineno} {node.name}"


def calls(node):
    """What a function calls, as written: `audit.record`, `_save`."""
    return {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


def leaves_a_trace(module, node, seen=()):
    called = calls(node)
    if "audit.record" in called:
        return True
    helpers = {other.name: other for other in module.tree.body if isinstance(other, ast.FunctionDef)}
    return any(
        leaves_a_trace(module, helpers[name], (*seen, name)) for name in called & set(helpers) - set(seen)
    )


def is_atomic(node):
    written = {ast.unparse(decorator) for decorator in node.decorator_list}
    return bool(written & {"transaction.atomic", "transaction.atomic()"})


def test_an_action_takes_everything_by_name():
    offences = [
        f"{where(module, node)} takes something by its place: put `*,` first."
        for module, node in actions()
        if node.args.posonlyargs or node.args.args or node.args.vararg
    ]
    assert_none(offences)


def test_an_action_says_who_acts_and_when():
    offences = [
        f"{where(module, node)} lacks {sorted(missing)}."
        for module, node in actions()
        if (missing := {"by", "at"} - {argument.arg for argument in node.args.kwonlyargs})
    ]
    assert_none(offences)


def test_an_action_is_whole_or_not_at_all():
    offences = [
        f"{where(module, node)} is not @transaction.atomic."
        for module, node in actions()
        if not is_atomic(node)
    ]
    assert_none(offences)


def test_an_action_leaves_a_trace():
    offences = [
        f"{where(module, node)} does not call audit.record()."
        for module, node in actions()
        if not leaves_a_trace(module, node)
    ]
    assert_none(offences)


def test_an_action_says_what_it_is_for():
    offences = [
        f"{where(module, node)} has no docstring."
        for module, node in actions()
        if not ast.get_docstring(node)
    ]
    assert_none(offences)


def test_every_exception_still_exists():
    named = {".".join(module.parts) for module in modules()}
    named |= {
        ".".join([*module.parts, node.name])
        for module in modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(EXCEPTIONS) <= named
