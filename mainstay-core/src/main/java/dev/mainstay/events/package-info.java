/** What happened, told sideways: listeners hear of it and nothing comes back from them. */
@NullMarked
package dev.mainstay.events;

import org.jspecify.annotations.NullMarked;
