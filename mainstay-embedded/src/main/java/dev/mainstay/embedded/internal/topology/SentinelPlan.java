package dev.mainstay.embedded.internal.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Sentinel topology to start; the values have been checked.
 *
 * @param binary the program
 * @param replicas how many replicas the primary has at first
 * @param sentinels how many sentinels watch
 * @param quorum how many of them have to find the primary down
 * @param downAfter after how long a silence a sentinel does
 * @param pingPeriod how often it asks
 * @param failoverTimeout what Sentinel calls so
 * @param parallelSyncs how many replicas follow a new primary at a time
 * @param settings more lines for data nodes
 * @param admin whether there is a user who may do all
 */
public record SentinelPlan(
    Path binary,
    int replicas,
    int sentinels,
    int quorum,
    Duration downAfter,
    Duration pingPeriod,
    Duration failoverTimeout,
    int parallelSyncs,
    List<String> settings,
    boolean admin) {}
