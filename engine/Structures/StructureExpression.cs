using System.Globalization;
using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Structures;

/// <summary>
/// A structure that the user derives from others: names in double quotes, joined by | (union), &amp; (intersection) and - (without),
/// which bind equally from left to right, parentheses, and the functions grow(x, mm), shrink(x, mm), shell(x, fromMm, toMm) and tumors().
/// Example: ("Right lobe" - tumors()) &amp; shell("Tumor 1", 0, 10).
/// </summary>
public sealed class StructureExpression
{
    private readonly string _text;
    private readonly IReadOnlyList<Structure> _structures;
    private int _position;

    private StructureExpression(string text, IReadOnlyList<Structure> structures)
    {
        _text = text;
        _structures = structures;
    }

    /// <summary>
    /// Evaluates an expression. Operands on other grids are taken as the voxels whose centre they contain, on the finest grid of both.
    /// </summary>
    /// <param name="name">Name of the new structure.</param>
    /// <param name="role">Its role.</param>
    /// <param name="text">The expression.</param>
    /// <param name="structures">The structures that it may name.</param>
    /// <returns>The structure, marked as derived.</returns>
    /// <exception cref="InvalidInputException">The text is no expression, or names a structure that is not there.</exception>
    public static Structure Evaluate(string name, StructureRole role, string text, IReadOnlyList<Structure> structures)
    {
        var expression = new StructureExpression(text, structures);
        CoverageField field = expression.Sum();
        expression.SkipSpace();
        return expression._position == text.Length
            ? field.ToStructure(name, role, null)
            : throw expression.Error("an operator |, & or -, or the end");
    }

    private CoverageField Sum()
    {
        CoverageField left = Operand();
        while (true)
        {
            SkipSpace();
            switch (Peek())
            {
                case '|':
                    _position++;
                    left = DerivedStructures.Union([left, Operand()]);
                    break;
                case '&':
                    _position++;
                    left = DerivedStructures.Intersection(left, Operand());
                    break;
                case '-':
                    _position++;
                    left = DerivedStructures.Without(left, [Operand()]);
                    break;
                default:
                    return left;
            }
        }
    }

    private CoverageField Operand()
    {
        SkipSpace();
        if (Peek() == '(')
        {
            _position++;
            CoverageField inner = Sum();
            Expect(')');
            return inner;
        }

        return Peek() == '"' ? Named() : Function();
    }

    private CoverageField Named()
    {
        int end = _text.IndexOf('"', _position + 1);
        if (end < 0)
        {
            throw Error("a closing quotation mark");
        }

        string name = _text[(_position + 1)..end];
        _position = end + 1;
        return CoverageField.Of(_structures.FirstOrDefault(s => s.Name == name) ?? throw new InvalidInputException(
            $"expression '{_text}': there is no structure '{name}'; there are {string.Join(", ", _structures.Select(s => $"\"{s.Name}\""))}.{NearestName.Hint(name, _structures.Select(s => s.Name))}"));
    }

    private CoverageField Function()
    {
        int start = _position;
        while (char.IsAsciiLetter(Peek()))
        {
            _position++;
        }

        string function = _text[start.._position];
        if (function is not ("grow" or "shrink" or "shell" or "tumors"))
        {
            _position = start;
            throw Error("a name in double quotes, '(', or one of grow, shrink, shell, tumors");
        }

        Expect('(');
        CoverageField result = function == "tumors" ? Tumors() : Distance(function, Sum());
        Expect(')');
        return result;
    }

    private CoverageField Distance(string function, CoverageField region)
    {
        double first = Millimetres();
        return function switch
        {
            "grow" => DerivedStructures.Shell(region, double.NegativeInfinity, first),
            "shrink" => DerivedStructures.Shell(region, double.NegativeInfinity, -first),
            _ => DerivedStructures.Shell(region, first, Millimetres()),
        };
    }

    private CoverageField Tumors()
    {
        CoverageField[] tumors = [.. _structures.Where(s => s.Role == StructureRole.Tumor && !s.IsDerived).Select(CoverageField.Of)];
        return tumors.Length > 0 ? DerivedStructures.Union(tumors) : throw new InvalidInputException($"expression '{_text}': tumors() finds no structure with the role tumor");
    }

    private double Millimetres()
    {
        Expect(',');
        SkipSpace();
        int start = _position;
        while (char.IsAsciiDigit(Peek()) || Peek() == '.')
        {
            _position++;
        }

        const double mostMm = 100;
        if (!double.TryParse(_text.AsSpan(start, _position - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double mm) || mm > mostMm)
        {
            _position = start;
            throw Error($"a distance in mm, 0 to {mostMm}");
        }

        return mm;
    }

    private void Expect(char wanted)
    {
        SkipSpace();
        if (Peek() != wanted)
        {
            throw Error($"'{wanted}'");
        }

        _position++;
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Peek()))
        {
            _position++;
        }
    }

    private InvalidInputException Error(string expected) => new(
        $"expression '{_text}': {expected} is expected at character {_position + 1}, found {(Peek() == '\0' ? "the end" : $"'{Peek()}'")}");
}
