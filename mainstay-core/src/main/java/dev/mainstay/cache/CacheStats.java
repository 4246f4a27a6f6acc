package dev.mainstay.cache;

/**
 * What one cache did in this process since it was made. Each number only grows; they are read one
 * after the other, so that they need not be of one instant.
 *
 * <p>Each question for a value counts once, as one of the first four: each {@link Cache#get} and
 * {@link Cache#getLoaded}, each key of a {@link Cache#getAll}, each {@link CacheSteps#look} and
 * {@link CacheSteps#lookOrLease} that was answered. {@link Cache#look} and all that {@link
 * CacheAdmin} asks count nowhere.
 *
 * @param nearHits answered from the memory of this process
 * @param hits answered by the store with what is fresh
 * @param staleServed answered with what was stale: while it is loaded anew, because loading it
 *     failed or took long, or to who loads it elsewhere
 * @param misses all others: loaded here, brought by another who loaded, or failed
 * @param loads for how many keys a loader was run, but for checks, or what was loaded elsewhere was
 *     brought to be stored
 * @param loadFailures for how many of them it threw
 * @param refusedFills loaded and not stored, since the entry or one of its tags was invalidated or
 *     written meanwhile, or the lease lapsed. Each of them would have been a stale value
 * @param rejected entries that were found and could not be read: of another schema, or broken
 * @param nearEvictions values that the memory of this process let go for want of room
 * @param checks comparisons that {@link Freshness#checked} asked for and that found nothing wrong
 * @param violations comparisons that found an answer which should not have been given; to stay 0
 * @param skippedChecks comparisons that came to no end: too many at once, the loader failed, or
 *     nothing was proven
 */
public record CacheStats(
    long nearHits,
    long hits,
    long staleServed,
    long misses,
    long loads,
    long loadFailures,
    long refusedFills,
    long rejected,
    long nearEvictions,
    long checks,
    long violations,
    long skippedChecks) {}
