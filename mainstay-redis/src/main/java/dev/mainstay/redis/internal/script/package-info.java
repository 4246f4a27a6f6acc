/** Lua scripts: loaded from the class path once, run by their SHA-1. */
@NullMarked
package dev.mainstay.redis.internal.script;

import org.jspecify.annotations.NullMarked;
