/** Servers that belong together, Sentinel and Cluster, as processes whose faults are wanted. */
@NullMarked
package dev.mainstay.embedded.internal.topology;

import org.jspecify.annotations.NullMarked;
