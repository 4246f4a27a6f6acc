/**
 * Real redis-server child processes that live and die with this process: one for each role of a
 * store ({@link dev.mainstay.embedded.EmbeddedRedis}), and whole topologies for tests ({@link
 * dev.mainstay.embedded.EmbeddedSentinel}, {@link dev.mainstay.embedded.EmbeddedCluster}).
 */
@NullMarked
package dev.mainstay.embedded;

import org.jspecify.annotations.NullMarked;
