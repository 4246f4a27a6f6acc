/** What goes wrong, and when: processes, connections and links, in an order by seed. */
@NullMarked
package dev.mainstay.chaos.faults;

import org.jspecify.annotations.NullMarked;
