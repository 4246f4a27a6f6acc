/** The contract of an engine as tests: extend {@link dev.mainstay.tck.EngineContract}. */
@NullMarked
package dev.mainstay.tck;

import org.jspecify.annotations.NullMarked;
