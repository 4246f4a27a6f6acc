/** What clients did and saw, each operation with its outcome. */
@NullMarked
package dev.mainstay.chaos.history;

import org.jspecify.annotations.NullMarked;
