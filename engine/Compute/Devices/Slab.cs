using ILGPU;
using VoxelDose.Engine.Volumes;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>Neighbouring slices of a volume on the device, of which a convolution makes some results.</summary>
/// <param name="Source">Source slices.</param>
/// <param name="Target">Target slices, the same ones.</param>
/// <param name="Size">Size of both.</param>
/// <param name="Box">What is not zero in the source, counted in the slab; empty where the slab holds nothing.</param>
/// <param name="Output">What is to be written, counted in the slab.</param>
internal readonly record struct Slab(ArrayView<float> Source, ArrayView<float> Target, Size3 Size, VoxelBox Box, VoxelBox Output);
