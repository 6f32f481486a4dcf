"""Opens files of office programs with LibreOffice, as somebody would who looks at them."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from shutil import which

from tests.servers import skip_or_fail

PATIENCE_S = 120


def open_as_pdf(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files, by name with ending, as PDF; the test is ended as `skip_or_fail` does where there is no program."""
    if which("soffice") is None:
        skip_or_fail(
            "LibreOffice is not installed", "apt install libreoffice-writer-nogui libreoffice-impress-nogui"
        )
    with tempfile.TemporaryDirectory(prefix="diaban-office-") as folder:
        paths = [Path(folder) / name for name in files]
        for path, body in zip(paths, files.values(), strict=True):
            path.write_bytes(body)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        words = [
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *map(str, paths),
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE_S)
        return {path.name: path.with_suffix(".pdf").read_bytes() for path in paths}
