using VoxelDose.Engine.Errors;

namespace VoxelDose.Engine.Planning;

/// <summary>What is known about a patient, by the keys of <see cref="EligibilityData.Facts"/>; what is absent is not known.</summary>
public sealed record PatientFacts
{
    /// <summary>Makes the facts.</summary>
    /// <exception cref="InvalidInputException">A key that no criterion knows, or a number that is not finite or negative.</exception>
    public PatientFacts(IReadOnlyDictionary<string, double> numbers, IReadOnlyDictionary<string, bool> answers)
    {
        foreach ((string key, string kind) in numbers.Keys.Select(key => (key, "number")).Concat(answers.Keys.Select(key => (key, "yes-no"))))
        {
            if (!EligibilityData.Default.Facts.TryGetValue(key, out EligibilityData.FactKind? known))
            {
                throw new InvalidInputException($"patient: '{key}' is not known; known are {string.Join(", ", EligibilityData.Default.Facts.Keys)}");
            }

            if (known.Kind != kind)
            {
                throw new InvalidInputException($"patient: '{key}' ({known.Meaning}) is a {kind} here; a {known.Kind} is expected");
            }
        }

        foreach ((string key, double value) in numbers)
        {
            if (!(double.IsFinite(value) && value >= 0))
            {
                throw new InvalidInputException($"patient: '{key}' is {value}; a finite number of 0 or more is expected");
            }
        }

        Numbers = numbers;
        Answers = answers;
    }

    /// <summary>A patient of whom nothing is known.</summary>
    public static PatientFacts None { get; } = new(new Dictionary<string, double>(), new Dictionary<string, bool>());

    /// <summary>Numbers, in the unit of their key.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; }

    /// <summary>Yes-no facts.</summary>
    public IReadOnlyDictionary<string, bool> Answers { get; }

    /// <summary>The same facts with a number added where none is given.</summary>
    public PatientFacts WithDefault(string key, double? value) =>
        value is not { } number || Numbers.ContainsKey(key) ? this : new(new Dictionary<string, double>(Numbers) { [key] = number }, Answers);
}
