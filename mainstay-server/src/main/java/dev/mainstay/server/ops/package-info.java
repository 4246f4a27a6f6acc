/** What an operator sees: metrics, health, what is running, and logs. */
@NullMarked
package dev.mainstay.server.ops;

import org.jspecify.annotations.NullMarked;
