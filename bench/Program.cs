using VoxelDose.Bench.Statistics;

namespace VoxelDose.Bench;

internal static class Program
{
    private static int Main(string[] args) => args switch
    {
        ["statistics"] => StatisticsAgainstNumPy.Run(),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- statistics");
        return 2;
    }
}
