/** {@code ./mainstay demo}: three replicas of a small API, with and without shared state. */
@NullMarked
package dev.mainstay.server.demo;

import org.jspecify.annotations.NullMarked;
