#!/usr/bin/env python3
"""Writes the small images of tests/Host/Io/Golden with other people's programs, so that our readers are held against them.

    apt-get install python3-nibabel teem-apps libinsighttoolkit5-dev g++
    /usr/bin/python3 tests/oracles/formats/make-golden.py tests/Host/Io/Golden

Writers: nibabel 5.0.0 (NIfTI-1 and -2), Teem's unu 1.12.0 (NRRD), ITK 5.2.1 (MetaImage, NRRD,
NIfTI, transforms; itk-golden.cpp).
Every image has 5 x 4 x 3 voxels; voxel (i, j, k) holds v = i + 5 j + 20 k, minus 10 in signed types, plus 0.25 in float types.
Index to LPS mm: the matrix and origin below (an oblique rotation, the first axis flipped, spacings 2, 3, 4 mm).
"""
import pathlib
import subprocess
import sys
import tempfile

import nibabel
import numpy

OUT = pathlib.Path(sys.argv[1])
SHAPE = (5, 4, 3)
TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]
ITK_LIBRARIES = ["ITKIONIFTI", "ITKIONRRD", "ITKIOMeta", "ITKIOTransformInsightLegacy", "ITKIOTransformBase", "ITKTransform", "ITKIOImageBase",
                 "ITKCommon", "itkvnl_algo", "itkvnl", "itkv3p_netlib", "itksys"]
UNU = {"int8": "int8", "uint8": "uint8", "int16": "short", "uint16": "ushort", "int32": "int", "uint32": "uint",
       "int64": "longlong", "uint64": "ulonglong", "float32": "float", "float64": "double"}

# A rotation with rational entries: exact in decimal, and in float32 to a part in 1e7.
ROTATION = numpy.array([[2, -1, 2], [2, 2, -1], [-1, 2, 2]]) / 3.0
LPS = numpy.eye(4)
LPS[:3, :3] = ROTATION @ numpy.diag([-2.0, 3.0, 4.0])
LPS[:3, 3] = [10.5, -20.25, 30.75]
RAS = numpy.diag([-1.0, -1.0, 1.0, 1.0]) @ LPS


def values(name):
    i, j, k = numpy.meshgrid(*[numpy.arange(n) for n in SHAPE], indexing="ij")
    v = i + 5.0 * j + 20.0 * k
    if not name.startswith("uint"):
        v = v - 10
    if name.startswith("float"):
        v = v + 0.25
    return v


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def nifti(cls, name, order, file, **forms):
    data = values(name).astype(numpy.dtype(name).newbyteorder(order))
    header = (nibabel.Nifti1Header if cls is nibabel.Nifti1Image else nibabel.Nifti2Header)(endianness=order)
    header.set_data_dtype(data.dtype)
    image = cls(data, RAS, header)
    if forms.get("qform_only"):
        image.set_sform(None, code=0)
        image.set_qform(RAS, code=1)
    image.to_filename(OUT / file)


def scaled():
    """Stored int16 values, slope 0.25 and intercept 3 (nibabel writes the array as it stands once these are set)."""
    header = nibabel.Nifti1Header()
    header.set_data_dtype(numpy.int16)
    image = nibabel.Nifti1Image(values("int16").astype(numpy.int16), RAS, header)
    image.header.set_slope_inter(0.25, 3)
    image.to_filename(OUT / "nibabel-scaled.nii")


def nrrd(name, endian, encoding):
    raw = OUT / "data.tmp"
    raw.write_bytes(values(name).astype(numpy.dtype(name).newbyteorder("<")).tobytes(order="F"))
    columns = " ".join("(" + ",".join(repr(float(x)) for x in LPS[:3, c]) + ")" for c in range(3))
    origin = "(" + ",".join(repr(float(x)) for x in LPS[:3, 3]) + ")"
    header = OUT / "data.nhdr"
    header.write_text(f"NRRD0004\ntype: {UNU[name]}\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 3\nspace directions: {columns}\n"
                      f"kinds: domain domain domain\nendian: little\nencoding: raw\nspace origin: {origin}\ndata file: data.tmp\n")
    command = ["teem-unu", "save", "-f", "nrrd", "-e", encoding, "-i", str(header), "-o", str(OUT / f"unu-{name}-{endian}-{encoding}.nrrd")]
    run(*command, *([] if encoding == "ascii" else ["-en", endian]))
    raw.unlink()
    header.unlink()


def itk():
    """All types, half of them compressed, and transforms with where they send a point."""
    with tempfile.TemporaryDirectory() as build:
        libraries = [f"-l{name}-5.2" for name in ITK_LIBRARIES]
        run("g++", "-O1", "-std=c++17", "-I/usr/include/ITK-5.2", str(pathlib.Path(__file__).with_name("itk-golden.cpp")), "-o", f"{build}/itk-golden", *libraries)
        run(f"{build}/itk-golden", str(OUT))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name in TYPES:
        for order, word in (("<", "little"), (">", "big")):
            nifti(nibabel.Nifti1Image, name, order, f"nibabel1-{name}-{word}.nii")
            nrrd(name, word, "raw")
    for name, order, word in (("int16", "<", "little"), ("float64", ">", "big")):
        nifti(nibabel.Nifti2Image, name, order, f"nibabel2-{name}-{word}.nii")
        nifti(nibabel.Nifti1Image, name, order, f"nibabel1-{name}-{word}-gz.nii.gz")
        nifti(nibabel.Nifti1Image, name, order, f"nibabel1-{name}-{word}-qform.nii", qform_only=True)
        nrrd(name, word, "gzip")
    nrrd("float32", "little", "ascii")
    scaled()
    itk()


main()
