using Spectre.Console;

namespace VoxelDose.Host.Cli;

/// <summary>
/// Messages and progress on stderr; stdout belongs to results. No colour and no progress where stderr is no terminal or NO_COLOR is set.
/// </summary>
internal sealed class Terminal
{
    private readonly IAnsiConsole _stderr;
    private readonly Verbosity _verbosity;

    internal Terminal(Verbosity verbosity)
    {
        _verbosity = verbosity;
        IsInteractive = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _stderr = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    /// <summary>True where a person watches stderr and colour is welcome.</summary>
    internal bool IsInteractive { get; }

    /// <summary>Whether a line that is renewed is welcome: someone watches, and did not ask for silence or for every line.</summary>
    internal bool ShowsProgress => IsInteractive && _verbosity == Verbosity.Normal;

    /// <summary>Whether every stage gets a line.</summary>
    internal bool IsVerbose => _verbosity >= Verbosity.Verbose;

    /// <summary>A line that --quiet hides.</summary>
    internal void Info(string message)
    {
        if (_verbosity >= Verbosity.Normal)
        {
            WriteLine(message, null);
        }
    }

    /// <summary>A line that only --verbose shows.</summary>
    internal void Detail(string message)
    {
        if (_verbosity >= Verbosity.Verbose)
        {
            WriteLine(message, "grey");
        }
    }

    /// <summary>A warning: shown also under --quiet, since a number may hang on it.</summary>
    internal void Warn(string code, string message) => WriteLine(Printable($"warning {code}: {message}"), "yellow");

    /// <summary>The one line (or few) that says why the program stops.</summary>
    internal void Error(string message) => WriteLine($"error: {message}", "red");

    /// <summary>A line that the next one replaces, for a person who watches; null ends it. Logs do not get it, nor does --quiet.</summary>
    internal void Progress(string? line)
    {
        if (IsInteractive && _verbosity >= Verbosity.Normal)
        {
            int width = Console.WindowWidth;
            Console.Error.Write($"\r\e[K{(line is not null && width > 1 && line.Length >= width ? line[..(width - 1)] : line)}");
        }
    }

    /// <summary>A table for people, on stderr; hidden by --quiet.</summary>
    internal void Show(Table table)
    {
        if (_verbosity >= Verbosity.Normal)
        {
            _stderr.Write(table);
        }
    }

    /// <summary>Names from files stand in messages; what a terminal would obey is taken out.</summary>
    private static string Printable(string message) => string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));

    private void WriteLine(string message, string? style)
    {
        if (IsInteractive)
        {
            _stderr.MarkupLine(style is null ? Markup.Escape(message) : $"[{style}]{Markup.Escape(message)}[/]");
        }
        else
        {
            Console.Error.WriteLine(message);
        }
    }
}
