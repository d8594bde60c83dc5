// Writes images and transforms with ITK 5.2.1 for tests/Host/Io/Golden; started by make-golden.py.
// apt-get install libinsighttoolkit5-dev g++
#include <fstream>
#include <iomanip>
#include "itkAffineTransform.h"
#include "itkCompositeTransform.h"
#include "itkEuler3DTransform.h"
#include "itkImageFileReader.h"
#include "itkImageFileWriter.h"
#include "itkMetaImageIOFactory.h"
#include "itkNiftiImageIOFactory.h"
#include "itkNrrdImageIOFactory.h"
#include "itkSimilarity3DTransform.h"
#include "itkTransformFileWriter.h"
#include "itkTranslationTransform.h"
#include "itkTxtTransformIOFactory.h"
#include "itkVersorRigid3DTransform.h"

template <typename T>
void Convert(const std::string & folder, const std::string & type, bool compress)
{
  using Image = itk::Image<T, 3>;
  auto reader = itk::ImageFileReader<Image>::New();
  reader->SetFileName(folder + "/nibabel1-" + type + "-little.nii");
  reader->Update();
  typename Image::Pointer image = reader->GetOutput();
  image->DisconnectPipeline();
  image->SetMetaDataDictionary(itk::MetaDataDictionary());
  for (const char * extension : { "mha", "mhd", "nrrd", "nii" })
  {
    auto writer = itk::ImageFileWriter<Image>::New();
    writer->SetInput(image);
    writer->SetUseCompression(compress);
    writer->SetFileName(folder + "/itk-" + type + "-little." + extension);
    writer->Update();
  }
}

template <typename T>
void Save(std::ofstream & table, const std::string & folder, const std::string & name, T * transform)
{
  auto writer = itk::TransformFileWriterTemplate<double>::New();
  writer->SetInput(transform);
  writer->SetFileName(folder + "/itk-" + name + ".tfm");
  writer->Update();
  itk::Point<double, 3> p;
  p[0] = 10; p[1] = -20; p[2] = 30;
  const auto q = transform->TransformPoint(p);
  table << std::setprecision(17) << "itk-" << name << ".tfm," << q[0] << ',' << q[1] << ',' << q[2] << '\n';
}

template <typename T>
typename T::Pointer Rigid()
{
  auto t = T::New();
  typename T::InputPointType centre;
  centre[0] = 5; centre[1] = 6; centre[2] = 7;
  t->SetCenter(centre);
  typename T::OutputVectorType shift;
  shift[0] = 1; shift[1] = 2; shift[2] = 3;
  t->SetTranslation(shift);
  return t;
}

int main(int, char ** argv)
{
  const std::string folder = argv[1];
  itk::MetaImageIOFactory::RegisterOneFactory();
  itk::NiftiImageIOFactory::RegisterOneFactory();
  itk::NrrdImageIOFactory::RegisterOneFactory();
  itk::TxtTransformIOFactory::RegisterOneFactory();
  Convert<signed char>(folder, "int8", false);
  Convert<unsigned char>(folder, "uint8", true);
  Convert<short>(folder, "int16", true);
  Convert<unsigned short>(folder, "uint16", false);
  Convert<int>(folder, "int32", true);
  Convert<unsigned int>(folder, "uint32", false);
  Convert<long long>(folder, "int64", true);
  Convert<unsigned long long>(folder, "uint64", false);
  Convert<float>(folder, "float32", true);
  Convert<double>(folder, "float64", false);

  std::ofstream table(folder + "/itk-transforms.csv");
  table << "file,x,y,z\n";
  itk::Vector<double, 3> axis;
  axis[0] = 1; axis[1] = 2; axis[2] = 2;

  auto euler = Rigid<itk::Euler3DTransform<double>>();
  euler->SetRotation(0.1, -0.2, 0.3);
  Save(table, folder, "euler", euler.GetPointer());
  auto eulerZyx = Rigid<itk::Euler3DTransform<double>>();
  eulerZyx->SetComputeZYX(true);
  eulerZyx->SetRotation(0.1, -0.2, 0.3);
  Save(table, folder, "euler-zyx", eulerZyx.GetPointer());
  auto versor = Rigid<itk::VersorRigid3DTransform<double>>();
  versor->SetRotation(axis, 0.7);
  Save(table, folder, "versor", versor.GetPointer());
  auto similarity = Rigid<itk::Similarity3DTransform<double>>();
  similarity->SetRotation(axis, -0.4);
  similarity->SetScale(1.25);
  Save(table, folder, "similarity", similarity.GetPointer());
  auto affine = Rigid<itk::AffineTransform<double, 3>>();
  affine->Rotate3D(axis, 0.5);
  affine->Shear(0, 1, 0.2);
  Save(table, folder, "affine", affine.GetPointer());
  auto base = Rigid<itk::MatrixOffsetTransformBase<double, 3, 3>>();
  base->SetMatrix(affine->GetMatrix());
  Save(table, folder, "matrix-offset", base.GetPointer());
  auto translation = itk::TranslationTransform<double, 3>::New();
  itk::Vector<double, 3> shift;
  shift[0] = 1; shift[1] = 2; shift[2] = 3;
  translation->SetOffset(shift);
  Save(table, folder, "translation", translation.GetPointer());
  auto composite = itk::CompositeTransform<double, 3>::New();
  composite->AddTransform(euler);
  composite->AddTransform(affine);
  composite->AddTransform(translation);
  Save(table, folder, "composite", composite.GetPointer());
  return 0;
}
