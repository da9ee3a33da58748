"""Put what lives outside the package into the built wheel: the editions and the national values.

An editable installation needs neither, because it reads them where they stand in the checkout.
"""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = ("strategies", "national")
STATIC = "src/fingerpost/site/static/govuk"


class DataHook(BuildHookInterface):
    def initialize(self, version, build_data):
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / STATIC).is_dir():
            raise SystemExit(
                f"{STATIC} is not there. Run bin/setup first: it writes the stylesheet and script."
            )
        for folder in DATA:
            build_data["force_include"][str(root / folder)] = f"fingerpost/_data/{folder}"
