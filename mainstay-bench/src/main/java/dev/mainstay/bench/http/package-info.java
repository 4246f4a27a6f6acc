/** Measures the server: over HTTP, and as it starts. */
@NullMarked
package dev.mainstay.bench.http;

import org.jspecify.annotations.NullMarked;
