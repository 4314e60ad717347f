"""Run the benchmarks, all of them or those named: ``python -m benchmarks core browser``."""

import argparse
from importlib import import_module

PARTS = ("core", "browser", "phone", "growth")


def main() -> None:
    """Measure the named parts; each writes its table to ``results``."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    reader.add_argument("parts", nargs="*", choices=PARTS, default=PARTS)
    for part in reader.parse_args().parts:
        import_module(f"benchmarks.{part}").run()


if __name__ == "__main__":
    main()
