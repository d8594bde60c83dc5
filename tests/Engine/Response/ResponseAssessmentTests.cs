using VoxelDose.Engine.Response;

namespace VoxelDose.Tests.Engine.Response;

public sealed class ResponseAssessmentTests
{
    [Theory]
    [InlineData(ResponseCriterion.Recist11, new[] { 60.0, 40 }, new[] { 40.0, 30 }, ResponseCategory.PartialResponse)]
    [InlineData(ResponseCriterion.Recist11, new[] { 60.0, 40 }, new[] { 40.0, 30.1 }, ResponseCategory.StableDisease)]
    [InlineData(ResponseCriterion.Recist11, new[] { 100.0 }, new[] { 120.0 }, ResponseCategory.StableDisease)]
    [InlineData(ResponseCriterion.Recist11, new[] { 100.0 }, new[] { 120.1 }, ResponseCategory.ProgressiveDisease)]
    [InlineData(ResponseCriterion.Recist11, new[] { 12.0 }, new[] { 15.0 }, ResponseCategory.StableDisease)]
    [InlineData(ResponseCriterion.MRecist, new[] { 12.0 }, new[] { 15.0 }, ResponseCategory.ProgressiveDisease)]
    [InlineData(ResponseCriterion.MRecist, new[] { 33.0, 20 }, new[] { 0.0, 0 }, ResponseCategory.CompleteResponse)]
    [InlineData(ResponseCriterion.Who, new[] { 1000.0 }, new[] { 500.0 }, ResponseCategory.PartialResponse)]
    [InlineData(ResponseCriterion.Who, new[] { 1000.0 }, new[] { 501.0 }, ResponseCategory.StableDisease)]
    [InlineData(ResponseCriterion.Who, new[] { 1000.0 }, new[] { 1251.0 }, ResponseCategory.ProgressiveDisease)]
    public void Of_LimitsOfEachRule_Classifies(ResponseCriterion criterion, double[] baseline, double[] followUp, ResponseCategory expected) =>
        Assert.Equal(expected, ResponseAssessment.Of(criterion, baseline, followUp, hasNewLesion: false).Category);

    [Fact]
    public void Of_NewLesion_IsProgressionWhateverElse() =>
        Assert.Equal(ResponseCategory.ProgressiveDisease, ResponseAssessment.Of(ResponseCriterion.MRecist, [30], [0], hasNewLesion: true).Category);

    [Fact]
    public void Of_GrowthFromTheSmallestSum_IsProgressionThoughBelowTheBaseline()
    {
        ResponseAssessment found = ResponseAssessment.Of(ResponseCriterion.Recist11, [100], [65], hasNewLesion: false, nadirSum: 50);

        Assert.Equal(ResponseCategory.ProgressiveDisease, found.Category);
        Assert.Equal(-35, found.ChangePercent, 9);
        Assert.Equal(30, found.ChangeFromNadirPercent!.Value, 9);
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new[] { 10.0 }, new[] { 10.0, 5 })]
    [InlineData(new[] { 0.0 }, new[] { 10.0 })]
    [InlineData(new[] { 10.0 }, new[] { double.NaN })]
    public void Of_ListsThatDoNotMatch_AreRefused(double[] baseline, double[] followUp) =>
        Assert.Throws<ArgumentException>(() => ResponseAssessment.Of(ResponseCriterion.Recist11, baseline, followUp, false));
}
