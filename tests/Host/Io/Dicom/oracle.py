#!/usr/bin/env python3
"""Writes golden-dicom.json: what pydicom and GDCM read in each DICOM file of a folder.

    python3 tests/Host/Io/Dicom/oracle.py FOLDER > tests/Host/Io/Dicom/golden-dicom.json

Needs Debian's python3-pydicom, python3-numpy, libgdcm-tools and dcmtk. Pixels: CRC-32 of the stored values of all frames as float32, little
endian, row by row. Positions and spacings as the header gives them. No pixel leaves the file.
"""
import json
import os
import subprocess
import sys
import tempfile
import zlib

import numpy as np
import pydicom
from pydicom.pixel_data_handlers import numpy_handler, rle_handler

pydicom.config.pixel_data_handlers = [numpy_handler, rle_handler]


def stored_by_tool(path):
    """Pixels by GDCM or DCMTK, each in a process of its own: GDCM's library aborts on some of these files."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "raw.dcm")
        for command in (["gdcmconv", "--raw"], ["dcmdjpeg"], ["dcmdjpls"]):
            if subprocess.run([*command, path, out], capture_output=True).returncode == 0 and os.path.exists(out):
                try:
                    return pydicom.dcmread(out).pixel_array.ravel()
                except Exception:
                    continue
    return None


def pixels(path, dataset):
    if "FloatPixelData" in dataset:
        return np.frombuffer(dataset.FloatPixelData, "<f4")
    try:
        return dataset.pixel_array.ravel()
    except Exception:
        pass
    if str(dataset.file_meta.TransferSyntaxUID) == "1.2.840.10008.1.2.8.1":
        frames = pydicom.encaps.generate_pixel_data_frame(dataset.PixelData, int(dataset.NumberOfFrames))
        count = dataset.Rows * dataset.Columns
        return np.concatenate([np.unpackbits(np.frombuffer(zlib.decompress(f, -15), np.uint8), bitorder="little")[:count] for f in frames])
    return stored_by_tool(path)


def describe(path):
    dataset = pydicom.dcmread(path, force=True)
    entry = {"modality": dataset.get("Modality"), "sopClass": str(dataset.SOPClassUID), "patientName": str(dataset.get("PatientName", ""))}
    if "Rows" in dataset:
        entry["rows"], entry["columns"] = int(dataset.Rows), int(dataset.Columns)
        entry["frames"] = int(dataset.get("NumberOfFrames") or 1)
        values = pixels(path, dataset)
        stored = dataset.get("BitsStored")
        if values is not None and dataset.get("PixelRepresentation") == 1 and stored < dataset.BitsAllocated:
            # pydicom leaves the sign bit of fewer bits than allocated alone (PS3.5, 8.1.1)
            values = (values.astype(np.int64) << (64 - stored)) >> (64 - stored)
        entry["crc32"] = None if values is None else zlib.crc32(np.ascontiguousarray(values, "<f4").tobytes())
        entry["sum"] = None if values is None else float(values.astype(np.float64).sum())
    for key in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"):
        if dataset.get(key) is not None:
            entry[key[0].lower() + key[1:]] = [float(v) for v in dataset[key].value]
    for key in ("RescaleSlope", "RescaleIntercept"):
        if dataset.get(key) is not None:
            entry[key[0].lower() + key[1:]] = float(dataset[key].value)
    return entry


root = sys.argv[1]
result = {}
for folder, _, names in sorted(os.walk(root)):
    for name in sorted(names):
        if name.endswith(".dcm"):
            full = os.path.join(folder, name)
            result[os.path.relpath(full, root)] = describe(full)
json.dump(result, sys.stdout, indent=1, sort_keys=True)
print()
