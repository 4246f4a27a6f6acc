package dev.mainstay.embedded.internal.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Cluster to start; the values have been checked.
 *
 * @param binary the program
 * @param primaries how many primaries share the slots
 * @param replicas how many replicas each of them has
 * @param nodeTimeout after how long a silence a node finds another one down
 * @param settings more lines for all nodes
 * @param admin whether there is a user who may do all
 */
public record ClusterPlan(
    Path binary,
    int primaries,
    int replicas,
    Duration nodeTimeout,
    List<String> settings,
    boolean admin) {}
