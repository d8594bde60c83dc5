using VoxelDose.Host.Batch;
using VoxelDose.Host.Cli;

namespace VoxelDose.Tests.Host.Batch;

public sealed class BatchShardTests
{
    [Theory]
    [InlineData("1", "4", "1", null, "1/4")]
    [InlineData("4", "4", "1", null, "4/4")]
    [InlineData("0", "10", "0", "1", "1/10")]
    [InlineData("9", "5", "1", "2", "5/5")]
    public void FromSlurm_AnArrayWithoutGaps_GivesThePlaceInIt(string id, string count, string least, string? step, string expected) =>
        Assert.Equal(expected, Of(id, count, least, step)!.ToString());

    [Theory]
    [InlineData("7", "2", "3", null)]
    [InlineData("3", "2", "2", "2")]
    [InlineData("x", "2", "1", null)]
    [InlineData("1", null, null, null)]
    public void FromSlurm_AnArrayWithGaps_AsksForTheShard(string id, string? count, string? least, string? step) =>
        Assert.Throws<UsageException>(() => Of(id, count, least, step));

    [Fact]
    public void FromSlurm_NoArray_IsNone() => Assert.Null(BatchShard.FromSlurm(_ => null));

    [Fact]
    public void Takes_OverAllShards_EveryCaseOnce()
    {
        const int shards = 7;
        for (int index = 0; index < 50; index++)
        {
            Assert.Single(Enumerable.Range(1, shards), number => new BatchShard(number, shards).Takes(index));
        }
    }

    [Fact]
    public void Budget_SlurmAllotsLess_IsThat()
    {
        var budget = BatchBudget.OfMachine(name => name switch
        {
            "SLURM_CPUS_PER_TASK" => "1",
            "SLURM_MEM_PER_NODE" => "1024",
            _ => null,
        });

        // 80 % of the allotted memory less what the runtime takes.
        Assert.Equal(1, budget.Cores);
        Assert.InRange(budget.MemoryBytes >> 20, 600, 820);
    }

    private static BatchShard? Of(string id, string? count, string? least, string? step) => BatchShard.FromSlurm(name => name switch
    {
        "SLURM_ARRAY_TASK_ID" => id,
        "SLURM_ARRAY_TASK_COUNT" => count,
        "SLURM_ARRAY_TASK_MIN" => least,
        "SLURM_ARRAY_TASK_STEP" => step,
        _ => null,
    });
}
