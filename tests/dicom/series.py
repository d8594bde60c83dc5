"""DICOM images written with pydicom, for check.py: PET slices, a reconstructed NM image, an enhanced PET image, a registration."""
import datetime as dt
import os

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

INJECTED = dt.datetime(2026, 2, 27, 16, 40)
HALF_LIFE_H = 2.6684 * 24


def items(*datasets):
    return Sequence(list(datasets))


def of(**attributes):
    dataset = Dataset()
    for name, value in attributes.items():
        setattr(dataset, name, value)
    return dataset


def code(value, scheme, meaning):
    return of(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def new(sop_class, modality, **attributes):
    dataset = of(SOPClassUID=sop_class, SOPInstanceUID=generate_uid(), StudyInstanceUID=generate_uid(), SeriesInstanceUID=generate_uid(),
                 PatientName="Doe^Jane", PatientID="ID-77", PatientSex="F", PatientBirthDate="19600102", Modality=modality, **attributes)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = sop_class
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.is_little_endian, dataset.is_implicit_VR = True, False
    return dataset


def save(dataset, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    dataset.save_as(path, write_like_original=False)
    return path


def pixels(dataset, stored):
    dataset.Rows, dataset.Columns = stored.shape[-2:]
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit, dataset.PixelRepresentation = 15, int(stored.dtype.kind == "i")
    dataset.PixelData = stored.astype(stored.dtype.newbyteorder("<")).tobytes()


def pharmaceutical(**more):
    return items(of(RadiopharmaceuticalStartDateTime=INJECTED.strftime("%Y%m%d%H%M%S"), RadionuclideHalfLife=HALF_LIFE_H * 3600,
                    RadionuclideCodeSequence=items(code("14691008", "SCT", "^90^Yttrium")), **more))


def pet(folder, values, affine, correction, start, frame=None):
    """A PET series with a slope for each slice; values[z, y, x] are Bq/mL at administration, two beds 25 minutes apart."""
    series, study, frame = generate_uid(), generate_uid(), frame or generate_uid()
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    cosines = affine[:3, :3] / spacing
    for z, plane in enumerate(values):
        acquired = start + dt.timedelta(minutes=25 if z < len(values) // 2 else 0)
        reference = {"START": start, "NONE": acquired, "ADMIN": INJECTED}[correction]
        decayed = plane * 2 ** (-(reference - INJECTED).total_seconds() / 3600 / HALF_LIFE_H)
        slope = float(f"{max(np.abs(decayed).max(), 1e-6) / 32767 * (1 + 1e-6):.9g}")
        dataset = new("1.2.840.10008.5.1.4.1.1.128", "PT", FrameOfReferenceUID=frame, Units="BQML", DecayCorrection=correction,
                      CorrectedImage=["ATTN", "SCAT"] + ([] if correction == "NONE" else ["DECY"]), NumberOfSlices=len(values),
                      SeriesDate=start.strftime("%Y%m%d"), SeriesTime=start.strftime("%H%M%S"),
                      AcquisitionDate=acquired.strftime("%Y%m%d"), AcquisitionTime=acquired.strftime("%H%M%S"),
                      RadiopharmaceuticalInformationSequence=pharmaceutical(RadionuclidePositronFraction=3.186e-5),
                      RescaleSlope=slope, RescaleIntercept=0, PixelSpacing=[float(spacing[1]), float(spacing[0])], SliceThickness=float(spacing[2]),
                      ImagePositionPatient=[round(float(v), 9) for v in (affine @ [0, 0, z, 1])[:3]],
                      ImageOrientationPatient=[round(float(v), 9) for v in [*cosines[:, 0], *cosines[:, 1]]])
        dataset.SeriesInstanceUID, dataset.StudyInstanceUID = series, study
        pixels(dataset, np.round(decayed / slope).astype("<i2"))
        save(dataset, os.path.join(folder, f"{z:04d}.dcm"))
    return frame


def nm(path, stored, step):
    """A reconstructed SPECT of 99mTc; stored[frame, row, column]."""
    dataset = new("1.2.840.10008.5.1.4.1.1.20", "NM", ImageType=["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"], NumberOfFrames=len(stored),
                  PixelSpacing=[5.0, 4.0], SliceThickness=abs(step), SpacingBetweenSlices=step, FrameIncrementPointer=0x00540080,
                  SliceVector=list(range(1, len(stored) + 1)), NumberOfSlices=len(stored), FrameOfReferenceUID=generate_uid(),
                  DetectorInformationSequence=items(of(ImagePositionPatient=[-20, -30, 100], ImageOrientationPatient=[1, 0, 0, 0, 1, 0])),
                  RadiopharmaceuticalInformationSequence=items(of(RadionuclideCodeSequence=items(code("72454006", "SCT", "^99m^Technetium")))))
    pixels(dataset, stored.astype("<u2"))
    return save(dataset, path)


def enhanced_pet(path, stored, slopes, order, hours):
    """An enhanced PET; frame f lies at plane order[f]; decay corrected to a time some hours after injection."""
    to = INJECTED + dt.timedelta(hours=hours)
    frames = []
    for f, z in enumerate(order):
        frames.append(of(
            FrameContentSequence=items(of(FrameAcquisitionDateTime=(to + dt.timedelta(minutes=f)).strftime("%Y%m%d%H%M%S"))),
            PlanePositionSequence=items(of(ImagePositionPatient=[-20, -30, 50 + 3 * z])),
            PixelValueTransformationSequence=items(of(RescaleSlope=slopes[f], RescaleIntercept=0, RescaleType="US")),
            RealWorldValueMappingSequence=items(of(RealWorldValueSlope=float(slopes[f]), RealWorldValueIntercept=0.0,
                                                   MeasurementUnitsCodeSequence=items(code("Bq/ml", "UCUM", "Becquerels/milliliter"))))))
    dataset = new("1.2.840.10008.5.1.4.1.1.130", "PT", NumberOfFrames=len(order), DecayCorrected="YES", AttenuationCorrected="YES",
                  DecayCorrectionDateTime=to.strftime("%Y%m%d%H%M%S"), RadiopharmaceuticalInformationSequence=pharmaceutical(),
                  SharedFunctionalGroupsSequence=items(of(
                      PlaneOrientationSequence=items(of(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])),
                      PixelMeasuresSequence=items(of(PixelSpacing=[5.0, 4.0], SliceThickness=3.0)))),
                  PerFrameFunctionalGroupsSequence=Sequence(frames))
    pixels(dataset, stored.astype("<u2"))
    return save(dataset, path)


def registration(path, source, registered, matrix):
    """A rigid registration of one frame of reference into another."""
    def item(frame, m):
        return of(FrameOfReferenceUID=frame, MatrixRegistrationSequence=items(of(MatrixSequence=items(of(
            FrameOfReferenceTransformationMatrixType="RIGID", FrameOfReferenceTransformationMatrix=[float(f"{v:.12g}") for v in np.ravel(m)])))))
    dataset = new("1.2.840.10008.5.1.4.1.1.66.1", "REG", FrameOfReferenceUID=registered, ContentLabel="REGISTRATION",
                  RegistrationSequence=items(item(registered, np.eye(4)), item(source, matrix)))
    return save(dataset, path)
