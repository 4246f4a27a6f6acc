package dev.mainstay.checks.planted.server;

import dev.mainstay.checks.planted.bench.Load;

/** A server that depends on its own measurement. */
public class RunsTheBench {
  Load load;
}
