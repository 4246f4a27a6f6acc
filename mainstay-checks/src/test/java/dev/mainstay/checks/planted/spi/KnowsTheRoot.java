package dev.mainstay.checks.planted.spi;

import dev.mainstay.checks.planted.Root;

/** A waist that knows who assembles it. */
public interface KnowsTheRoot {
  Root root();
}
