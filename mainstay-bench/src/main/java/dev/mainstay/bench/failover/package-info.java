/** What clients see while a primary is killed or stalls. */
@NullMarked
package dev.mainstay.bench.failover;

import org.jspecify.annotations.NullMarked;
