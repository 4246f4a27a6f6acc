/** Clients that work with sessions and write down what they saw. */
@NullMarked
package dev.mainstay.chaos.load;

import org.jspecify.annotations.NullMarked;
