/** What has to hold of every history, and a checker that looks whether it does. */
@NullMarked
package dev.mainstay.chaos.invariants;

import org.jspecify.annotations.NullMarked;
