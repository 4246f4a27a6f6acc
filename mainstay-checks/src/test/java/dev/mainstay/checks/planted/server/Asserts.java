package dev.mainstay.checks.planted.server;

import org.assertj.core.api.Assertions;

/** A test's tool in production. */
public class Asserts {
  Assertions tool;
}
