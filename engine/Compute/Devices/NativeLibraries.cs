using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace VoxelDose.Engine.Compute.Devices;

/// <summary>
/// Looks for driver libraries before ILGPU does: a machine without them costs nothing, and an OpenCL loader under its run-time name
/// (libOpenCL.so.1) serves, where ILGPU alone asks for the developers' link.
/// </summary>
internal static class NativeLibraries
{
    private static readonly string[] CudaNames =
        OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so", "libcuda.so.1"];

    private static readonly string[] OpenClNames =
        OperatingSystem.IsWindows() ? ["OpenCL.dll"] : OperatingSystem.IsMacOS() ? ["OpenCL"] : ["libOpenCL.so", "libOpenCL.so.1"];

    private static readonly Lock Gate = new();
    private static bool _resolving;

    internal static string CudaName => CudaNames[^1];

    internal static string OpenClName => OpenClNames[^1];

    internal static bool HasCuda() => Find(CudaNames) != 0;

    internal static bool HasOpenCl()
    {
        if (Find(OpenClNames) == 0)
        {
            return false;
        }

        lock (Gate)
        {
            if (!_resolving)
            {
                NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
                _resolving = true;
            }
        }

        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name.Contains("OpenCL", StringComparison.OrdinalIgnoreCase) ? Find(OpenClNames)
        : name.Contains("cuda", StringComparison.OrdinalIgnoreCase) && !name.Contains("rt", StringComparison.OrdinalIgnoreCase) ? Find(CudaNames)
        : 0;

    private static nint Find(string[] names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
