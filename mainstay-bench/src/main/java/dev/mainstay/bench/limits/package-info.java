/** Rate limits beside the peers, hot keys and many, a store that is silent, and what they weigh. */
@NullMarked
package dev.mainstay.bench.limits;

import org.jspecify.annotations.NullMarked;
