/** The engine on Redis or Valkey: how to reach the store, and what is known of it. */
@NullMarked
package dev.mainstay.redis;

import org.jspecify.annotations.NullMarked;
