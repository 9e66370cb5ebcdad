"""``scripts/classroom``: serves the built hub in a classroom, or puts it on a USB stick."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hub import ROOT
from hub.errors import BuildError
from hub.lab.classroom import pack, prepare, serveur
from hub.site.build import build


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/classroom", description="The hub in a classroom: 30 seats from one laptop."
    )
    parser.add_argument(
        "--lan", action="store_true", help="serve the local network too; without it, this computer only"
    )
    parser.add_argument("--port", type=int, help="8000, or the next one that is free")
    parser.add_argument("--usb", type=Path, metavar="DIR", help="put a ready-to-run folder into DIR instead of serving")
    parser.add_argument(
        "--zip", type=Path, metavar="FILE", help="put that folder into one zip instead, for Windows too"
    )
    parser.add_argument("--notebooks", action="store_true", help="with --zip: the notebooks too")
    parser.add_argument("--site", type=Path, help="a site that is built already (default: build it)")
    args = parser.parse_args(argv)
    try:
        site = args.site or ROOT / "site"
        if args.site is None:
            build(site)
        if args.usb is not None:
            folder = prepare(site, args.usb / "hub-salle")
            print(f"Prêt : {folder} (voir LISEZ-MOI.txt).")
            return 0
        if args.zip is not None:
            file = pack(site, args.zip, args.notebooks)
            print(f"Prêt : {file} (à décompresser ; voir LISEZ-MOI.txt).")
            return 0
        folder = prepare(site, ROOT / "build" / "classroom")
        try:
            opened = serveur.opened(folder / "hub", args.port, args.lan)
        except OSError as error:
            raise BuildError(serveur.no_port(args.port or serveur.PORT, error)) from None
        with opened as server:
            print(f"http://127.0.0.1:{server.server_address[1]}/")
            for address in serveur.lan_addresses() if args.lan else ():
                print(f"http://{address}:{server.server_address[1]}/  (dans la salle)")
            print("Ctrl+C arrête.", flush=True)
            server.serve_forever()
    except (BuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
