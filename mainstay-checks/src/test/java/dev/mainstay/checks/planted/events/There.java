package dev.mainstay.checks.planted.events;

import dev.mainstay.checks.planted.time.Here;

/** The other half. */
public class There {
  Here here;
}
