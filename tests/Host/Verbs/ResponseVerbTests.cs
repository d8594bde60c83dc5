using VoxelDose.Host;

namespace VoxelDose.Tests.Host.Verbs;

public sealed class ResponseVerbTests
{
    [Theory]
    [InlineData("--criterion", "recist1.1", "--baseline", "42,18", "--follow-up", "25,10")]
    [InlineData("--criterion", "who", "--baseline", "40x30,20x15", "--follow-up", "22x20,0", "--json")]
    [InlineData("--criterion", "mrecist", "--baseline", "35", "--follow-up", "0", "--new-lesion")]
    public void Response_ExamplesOfTheHelp_Run(params string[] arguments) => Assert.Equal(0, Program.Run(["response", .. arguments, "--quiet"]));

    [Theory]
    [InlineData("--criterion", "choi", "--baseline", "42", "--follow-up", "25")]
    [InlineData("--criterion", "who", "--baseline", "42", "--follow-up", "25x3")]
    [InlineData("--criterion", "recist1.1", "--baseline", "42x3", "--follow-up", "25")]
    [InlineData("--criterion", "recist1.1", "--baseline", "42,large", "--follow-up", "25,1")]
    [InlineData("--criterion", "recist1.1", "--baseline", "42,18", "--follow-up", "25")]
    [InlineData("--criterion", "recist1.1", "--baseline", "42")]
    public void Response_WrongUsage_ExitsWithTwo(params string[] arguments) => Assert.Equal(2, Program.Run(["response", .. arguments]));
}
