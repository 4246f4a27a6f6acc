/** Tells the events of many sessions from several processes, while some of them are killed. */
@NullMarked
package dev.mainstay.bench.events;

import org.jspecify.annotations.NullMarked;
