namespace VoxelDose.Engine.Statistics;

/// <summary>The n-th smallest of some keys without sorting them all (Hoare 1961, DOI 10.1145/366622.366647).</summary>
internal static class Selection
{
    /// <summary>Below this many keys sorting is as quick.</summary>
    private const int FewKeys = 32;

    /// <summary>The key that would stand at a place if the keys were sorted; the keys are moved about.</summary>
    internal static uint Smallest(Span<uint> keys, int place)
    {
        // Unlucky orders would make selection quadratic; after this many rounds the rest is sorted.
        for (int rounds = 2 * (32 - int.LeadingZeroCount(keys.Length)); keys.Length > FewKeys && rounds > 0; rounds--)
        {
            uint pivot = MiddleOfThree(keys[0], keys[keys.Length / 2], keys[^1]);
            (int low, int high) = (0, keys.Length - 1);
            while (low <= high)
            {
                while (keys[low] < pivot)
                {
                    low++;
                }

                while (keys[high] > pivot)
                {
                    high--;
                }

                if (low <= high)
                {
                    (keys[low], keys[high]) = (keys[high], keys[low]);
                    low++;
                    high--;
                }
            }

            // Now [0, high] <= pivot, [low, end] >= pivot, and what lies between equals it.
            if (place <= high)
            {
                keys = keys[..(high + 1)];
            }
            else if (place >= low)
            {
                keys = keys[low..];
                place -= low;
            }
            else
            {
                return pivot;
            }
        }

        keys.Sort();
        return keys[place];
    }

    private static uint MiddleOfThree(uint a, uint b, uint c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
