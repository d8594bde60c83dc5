namespace VoxelDose.Engine.Units;

/// <summary>Activity; stored in becquerel.</summary>
public readonly record struct Activity : IComparable<Activity>
{
    private Activity(double becquerel) => Becquerel = becquerel;

    /// <summary>Value in Bq.</summary>
    public double Becquerel { get; }

    /// <summary>Value in MBq (1e6 Bq).</summary>
    public double Megabecquerel => Becquerel / 1e6;

    /// <summary>Value in GBq (1e9 Bq).</summary>
    public double Gigabecquerel => Becquerel / 1e9;

    /// <summary>Makes an activity from a value in Bq.</summary>
    public static Activity FromBecquerel(double value) => new(value);

    /// <summary>Makes an activity from a value in MBq.</summary>
    public static Activity FromMegabecquerel(double value) => new(value * 1e6);

    /// <summary>Makes an activity from a value in GBq.</summary>
    public static Activity FromGigabecquerel(double value) => new(value * 1e9);

    /// <summary>Sum of two activities.</summary>
    public static Activity operator +(Activity a, Activity b) => new(a.Becquerel + b.Becquerel);

    /// <summary>Difference of two activities.</summary>
    public static Activity operator -(Activity a, Activity b) => new(a.Becquerel - b.Becquerel);

    /// <summary>Activity times a pure number.</summary>
    public static Activity operator *(double factor, Activity a) => new(factor * a.Becquerel);

    /// <summary>Ratio of two activities.</summary>
    public static double operator /(Activity a, Activity b) => a.Becquerel / b.Becquerel;

    /// <inheritdoc/>
    public int CompareTo(Activity other) => Becquerel.CompareTo(other.Becquerel);

    /// <summary>True where the left activity is smaller.</summary>
    public static bool operator <(Activity a, Activity b) => a.Becquerel < b.Becquerel;

    /// <summary>True where the left activity is larger.</summary>
    public static bool operator >(Activity a, Activity b) => a.Becquerel > b.Becquerel;

    /// <summary>True where the left activity is not larger.</summary>
    public static bool operator <=(Activity a, Activity b) => a.Becquerel <= b.Becquerel;

    /// <summary>True where the left activity is not smaller.</summary>
    public static bool operator >=(Activity a, Activity b) => a.Becquerel >= b.Becquerel;
}
