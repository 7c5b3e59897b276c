"""Commands of setuptools that make the same source distribution of the same files; setup.cfg has all settings.

With `SOURCE_DATE_EPOCH` in the environment, the archive depends on the names and contents of the files only.
"""

import gzip
import os
import tarfile
from pathlib import Path

from setuptools import setup
from setuptools.command.sdist import sdist


def normalize(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a member without the traces of the machine that packs it: owner, time and the mask of permissions."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    member.mtime = _epoch(member.mtime)
    return member


def _epoch(otherwise: float) -> int:
    """Return the seconds since 1970 that the environment asks for."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", otherwise))


class ReproducibleSdist(sdist):
    """`sdist`, with an archive that is packed here; setuptools keeps owner and times, and the time of the packing."""

    def make_archive(self, base_name, format, root_dir=None, base_dir=None, owner=None, group=None):
        """Pack `base_dir` as .tar.gz, members in the order of their names; return the path of the archive."""
        if format != "gztar" or root_dir is not None:
            return super().make_archive(base_name, format, root_dir, base_dir, owner, group)
        path = f"{base_name}.tar.gz"
        time = _epoch(Path(base_dir).stat().st_mtime)
        with (
            open(path, "wb") as file,
            gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=time) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            archive.add(base_dir, filter=normalize)  # sorts the names of each folder
        return path


setup(cmdclass={"sdist": ReproducibleSdist})
