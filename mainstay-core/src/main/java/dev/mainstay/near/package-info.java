/** What is kept in the memory of each process beside the store, and how old it may be. */
@NullMarked
package dev.mainstay.near;

import org.jspecify.annotations.NullMarked;
