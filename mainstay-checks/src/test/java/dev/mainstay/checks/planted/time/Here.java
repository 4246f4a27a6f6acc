package dev.mainstay.checks.planted.time;

import dev.mainstay.checks.planted.events.There;

/** One half of a cycle. */
public class Here {
  There there;
}
