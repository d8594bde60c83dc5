namespace VoxelDose.Host.Reports;

/// <summary>One of the questions that a reader comes with, and what the run says to it; the page and the PDF show the same.</summary>
/// <param name="Question">The question.</param>
/// <param name="Headline">The answer in a few words; null where the table says it.</param>
/// <param name="Table">Numbers by structure; null without any.</param>
/// <param name="Lines">What belongs to it, a sentence each.</param>
/// <param name="Checks">Limits held against it.</param>
internal sealed record Answer(
    string Question, string? Headline, AnswerTable? Table, IReadOnlyList<string> Lines, IReadOnlyList<AnswerCheck> Checks);

/// <summary>Two numbers for each structure, as text.</summary>
/// <param name="Head">What the two columns hold.</param>
/// <param name="Rows">Structure and its two numbers.</param>
/// <param name="Note">Which method they are of.</param>
internal sealed record AnswerTable((string First, string Second) Head, IReadOnlyList<(string Name, string First, string Second)> Rows, string Note);

/// <summary>A limit with the structures held against it.</summary>
/// <param name="Text">In words.</param>
/// <param name="Severity">"info", "warning" or "error"; the worst of the structures.</param>
internal sealed record AnswerCheck(string Text, string Severity);
