/** Seeded races of many replicas for one session, and what must hold however they end. */
@NullMarked
package dev.mainstay.tck.races;

import org.jspecify.annotations.NullMarked;
