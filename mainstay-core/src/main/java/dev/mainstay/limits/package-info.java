/** Rate limits that hold for a whole fleet: rules, decisions, and who makes them. */
@NullMarked
package dev.mainstay.limits;

import org.jspecify.annotations.NullMarked;
