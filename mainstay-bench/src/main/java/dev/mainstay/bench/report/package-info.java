/** What a measurement says: a table, a file of JSON, a plot, and whether its bars are met. */
@NullMarked
package dev.mainstay.bench.report;

import org.jspecify.annotations.NullMarked;
