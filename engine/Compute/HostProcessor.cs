using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace VoxelDose.Engine.Compute;

/// <summary>The processor as it names itself.</summary>
internal static class HostProcessor
{
    private const int BrandString = unchecked((int)0x80000002);

    internal static string Name { get; } = Find();

    private static string Find()
    {
        if (!X86Base.IsSupported || unchecked((uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < (uint)BrandString + 2))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        Span<int> registers = stackalloc int[12];
        for (int n = 0; n < 3; n++)
        {
            (registers[4 * n], registers[(4 * n) + 1], registers[(4 * n) + 2], registers[(4 * n) + 3]) =
                X86Base.CpuId(BrandString + n, 0);
        }

        string name = System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).Replace('\0', ' ').Trim();
        return name.Length > 0 ? name : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
