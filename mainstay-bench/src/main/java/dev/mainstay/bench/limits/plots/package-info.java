/** Plots of what each algorithm lets in of the same demand, for the documents. */
@NullMarked
package dev.mainstay.bench.limits.plots;

import org.jspecify.annotations.NullMarked;
