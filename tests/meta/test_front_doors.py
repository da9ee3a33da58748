"""Another room is entered by its front doors."""

from tests.meta.source import PURE_ROOMS, assert_none, modules, rooms

DOORS = {"queries", "actions", "rules"}
# Core serves every room above it, so each of its services is a door of its own; its tables and pages are not.
DOORS_OF_CORE = DOORS | {
    "audit",
    "calendar",
    "constraints",
    "fields",
    "forms",
    "files",
    "home",
    "jobs",
    "names",
    "notifications",
    "permissions",
}
DOORS_OF_CORE |= {"answering", "posts", "redacting", "roles"}
# The site puts the rooms' pages together, and does so by their addresses.
DOORS_FOR_THE_SITE = {"urls"}


def forced_entries():
    for module in modules():
        for line, name in module.imports():
            parts = name.split(".")
            if parts[0] != "fingerpost" or len(parts) < 3:
                continue
            room, door = parts[1], parts[2]
            if room == module.room or room in PURE_ROOMS or room not in rooms():
                continue
            allowed = DOORS_OF_CORE if room == "core" else DOORS
            allowed = allowed | DOORS_FOR_THE_SITE if module.room == "site" else allowed
            if door not in allowed:
                yield f"{module}:{line} reaches into {name}: enter {room} by its queries, actions or rules."


def test_another_room_is_entered_by_its_front_doors_only():
    assert_none(forced_entries())


def test_rules_know_no_django():
    offences = [
        f"{module}:{line} imports {name}: a rule decides, and knows no table."
        for module in modules()
        if module.room not in PURE_ROOMS and len(module.parts) > 1 and module.parts[1] == "rules"
        for line, name in module.imports()
        if name.split(".")[0] == "django" or ".models" in name
    ]
    assert_none(offences)


def test_present_touches_no_table():
    offences = [
        f"{module}:{line} imports {name}: present draws what it is given."
        for module in modules()
        if module.room == "present"
        for line, name in module.imports()
        if name.startswith("django.db") or ".models" in name
    ]
    assert_none(offences)
